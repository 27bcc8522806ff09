"""The one way to the end of a command: decided, refused or repeated, it is settled with its origin."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.commands.values import Answer, OnRequest
from bot.errors import Refused
from bot.model.changes import CardWish, Change, Settlement
from bot.model.ids import PersonId
from bot.model.outcome import Outcome
from bot.model.places import Community, PlaceKind
from bot.model.posts import CardKind, Holds, Post, Talk
from bot.model.requests import Hold, Request
from bot.model.view import View
from bot.ports import Tx
from bot.rules import followups
from bot.texts.sentences import say
from bot.usecases import views

REPEATED = Outcome("repeated")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a decision about a request can see."""

    tx: Tx
    community: Community
    me: PersonId
    request: Request
    now: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """`says` names what the actor reads; `move` names what happened, for the history."""

    move: str
    request: Request
    says: str
    posts: tuple[Post, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)
    reads_thanks: bool = False


def decide(tx: Tx, command: OnRequest, now: datetime, rule: Callable[[Scene], Decision]) -> Outcome:
    """Carry out a move on one request, or refuse it; either way only once per origin."""
    if tx.origins.known(command.community_id, command.origin):
        return REPEATED
    community = tx.communities.get(command.community_id)
    me = tx.people.recognise(command.community_id, command.actor, now).person_id
    request = tx.requests.find(command.community_id, command.number)
    try:
        if command.actor.is_bot:
            raise Refused("bots_do_not_claim")
        if request is None:
            raise Refused("no_such_request")
        decision = rule(Scene(tx, community, me, request, now))
    except Refused as no:
        return refuse(tx, command, views.bare(community, me, now, request), no)
    return _settle_decision(tx, command, request, decision, community, me, now)


def _settle_decision(
    tx: Tx, command: OnRequest, before: Request, decision: Decision, community: Community, me: PersonId, now: datetime
) -> Outcome:
    posts = decision.posts
    if command.answer is Answer.POST:
        posts = (*posts, Post(decision.says, before.number, reader_id=me, facts=decision.facts))
    after = save(tx, community, (Moved(decision.move, before, decision.request),), now, command.origin, me, posts)[0]
    view = views.bare(community, me, now, after)
    if decision.reads_thanks:
        view = replace(view, thanks=tx.words.get(community.id, after.thanks_words_id))
    return Outcome(decision.move, say(decision.says, view, decision.facts))


def refuse(tx: Tx, command: OnRequest, view: View, no: Refused) -> Outcome:
    """A refusal has an origin too: said once, and never carried out later after all."""
    posts: tuple[Post, ...] = ()
    if command.answer is Answer.POST:
        posts = (Post(no.message, command.number, reader_id=view.reader_id, facts=no.facts),)
    tx.settle(Settlement(command.community_id, command.origin, view.now, view.reader_id, posts=posts))
    return Outcome(f"refused: {no.message}", say(no.message, view, no.facts))


@dataclass(frozen=True, slots=True)
class Moved:
    """`name` is empty when only due times changed, which is no event in the history."""

    name: str
    before: Request | None
    after: Request


def save(
    tx: Tx,
    community: Community,
    moves: tuple[Moved, ...],
    now: datetime,
    origin: str | None,
    by: PersonId | None,
    posts: tuple[Post, ...] = (),
    *,
    talk: Talk | None = None,
    back_at: datetime | None = None,
) -> tuple[Request, ...]:
    """Settle the moves with everything that follows from them; returns the requests as they are now."""
    armed = tuple(Moved(move.name, move.before, _armed(move.after, community, back_at)) for move in moves)
    asked = tuple(post for move in armed for post in _asks_backups(move))
    cards = tuple(card for move in armed for card in _cards(move))
    hears: dict[PersonId, datetime] = {}
    for move in armed:
        hears |= _newly_hears(move, hears)
        _keep_words(tx, community, move)
    changes = tuple(Change(move.name, move.before, move.after) for move in armed)
    tx.settle(Settlement(community.id, origin, now, by, changes, (*posts, *asked), cards, talk, hears))
    return tuple(_as_saved(move) for move in armed)


def _armed(request: Request, community: Community, back_at: datetime | None) -> Request:
    return replace(request, follow_up_at=followups.next_look(request, community.policy, back_at))


def _as_saved(move: Moved) -> Request:
    return move.after if move.before is None else replace(move.after, version=move.before.version + 1)


def _asks_backups(move: Moved) -> tuple[Post, ...]:
    """Whoever has just become the backup that is asked alone."""
    before = {claim.helper_id: claim.hold for claim in move.before.claims} if move.before is not None else {}
    return tuple(
        Post("backup_asked", move.after.number, reader_id=claim.helper_id, premise=Holds.ASKED_READER)
        for claim in move.after.claims
        if claim.hold is Hold.ASKED and before.get(claim.helper_id) is not Hold.ASKED
    )


def _cards(move: Moved) -> tuple[CardWish, ...]:
    number, was_announced = move.after.number, move.before is not None and move.before.announced_at is not None
    cards: tuple[CardWish, ...] = ()
    if move.before is None:
        cards = (CardWish(CardKind.REQUEST, PlaceKind.HELP, number=number),)
    if (move.after.announced_at is not None) != was_announced:
        wish = CardWish(CardKind.ANNOUNCEMENT, PlaceKind.THANKS, number=number, is_absent=was_announced)
        cards = (*cards, wish)
    return cards


def _newly_hears(move: Moved, already: dict[PersonId, datetime]) -> dict[PersonId, datetime]:
    before = followups.hears(move.before) if move.before is not None else {}
    return {
        person: min(due, already.get(person, due))
        for person, due in followups.hears(move.after).items()
        if before.get(person) != due
    }


def _keep_words(tx: Tx, community: Community, move: Moved) -> None:
    """What was typed goes some time after closing, and stays if the closing is taken back."""
    closed_at = move.after.closed_at
    if move.before is not None and move.before.closed_at == closed_at:
        return
    purge_at = closed_at + community.policy.purge_after if closed_at is not None else None
    for words_id in (move.after.words_id, move.after.note_words_id, move.after.thanks_words_id):
        if words_id is not None:
            tx.words.purge_after(community.id, words_id, purge_at)
