"""The one way to the end of a command: decided, refused or repeated, it is settled with its origin."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.commands.values import Answer, Ask, OnDraft, OnRequest
from bot.errors import BadText, Refused
from bot.model.changes import CardWish, Change, Settlement
from bot.model.claims import Claim
from bot.model.ids import Number, PersonId, WordsId
from bot.model.outcome import Outcome
from bot.model.people import Member
from bot.model.places import Community, PlaceKind
from bot.model.posts import CardKind, Post, Talk
from bot.model.requests import Request
from bot.model.view import View
from bot.ports import Tx
from bot.rules import claims, followups, hours, pauses, rooms
from bot.rules.digests import says_otherwise
from bot.texts.forms import handed_back
from bot.texts.sentences import say
from bot.usecases import digests, views

REPEATED = Outcome("repeated")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a decision about a request can see."""

    tx: Tx
    community: Community
    member: Member
    request: Request
    now: datetime

    @property
    def me(self) -> PersonId:
        return self.member.person_id

    @property
    def lived(self) -> Community:
        """The community by the own clocks of whoever acts."""
        return hours.as_lived(self.community, self.member.timezone)

    def view(self, request: Request) -> View:
        """For whoever acts, and for sentences that need neither names nor words."""
        return views.to_member(self.community, self.member, self.now, request)


@dataclass(frozen=True, slots=True)
class Decision:
    """`says` names what the actor reads; `move` names what happened, for the history."""

    move: str
    request: Request
    says: str
    posts: tuple[Post, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)
    reads_thanks: bool = False
    """What the actor reads depends on the words of thanks."""
    why: WordsId | None = None
    """A moderator's reason. The history tells of such a move whatever it changed."""
    is_private: bool = False
    """Nobody else is to learn of it: it leaves no history."""


def decide(tx: Tx, command: OnRequest, now: datetime, rule: Callable[[Scene], Decision]) -> Outcome:
    """Carry out a move on one request, or refuse it; either way only once per origin."""
    met = tx.receive(command.community_id, command.actor, command.origin, now)
    if met is None:
        return REPEATED
    community, member = met
    request = tx.requests.find(command.community_id, command.number)
    try:
        if command.actor.is_bot:
            raise Refused("bots_do_not_claim")
        if request is None:
            raise Refused("no_such_request")
        scene = Scene(tx, community, member, request, now)
        decision = rule(scene)
    except Refused as no:
        return refuse(tx, command, views.to_member(community, member, now, request), no)
    return _settle_decision(command, scene, decision)


def _settle_decision(command: OnRequest, scene: Scene, decision: Decision) -> Outcome:
    tx, before, me, posts = scene.tx, scene.request, scene.me, decision.posts
    is_posted = any(post.reader_id == me for post in posts)
    if command.answer is Answer.POST and not is_posted:
        posts = (*posts, Post(decision.says, before.number, reader_id=me, facts=decision.facts))
    # The same answer given twice is one answer: nothing is written down, and nothing is drawn again.
    name = "" if decision.is_private else decision.move
    is_new = decision.request != before or decision.why is not None
    moves = (Moved(name, before, decision.request, decision.why),) if is_new else ()
    saved = save(tx, scene.community, moves, scene.now, command.origin, me, posts)
    after = saved[0] if saved else before
    view = scene.view(after)
    if decision.reads_thanks:
        view = replace(view, thanks=tx.words.get(after.community_id, after.thanks_words_id))
    wording = say(decision.says, view, decision.facts)
    return Outcome(decision.move, wording, is_posted=is_posted or command.answer is Answer.POST)


def refuse(tx: Tx, command: OnRequest, view: View, no: Refused) -> Outcome:
    """A refusal has an origin too: said once, and never carried out later after all.

    Refused text is handed back whole.
    """
    posts: tuple[Post, ...] = ()
    if command.answer is Answer.POST:
        posts = (Post(no.message, command.number, reader_id=view.reader_id, facts=no.facts),)
    tx.settle(Settlement(command.community_id, command.origin, view.now, view.reader_id, posts=posts))
    outcome = Outcome(f"refused: {no.message}", say(no.message, view, no.facts), is_posted=bool(posts))
    if isinstance(no, BadText):
        return replace(outcome, wording=handed_back(view, no.message, no.facts, no.typed))
    return outcome


def meet(tx: Tx, command: Ask | OnRequest | OnDraft, now: datetime) -> tuple[Community, PersonId]:
    """Before showing something: looking twice at the same thing is answered twice, as nothing changes by it."""
    community, member = meet_member(tx, command, now)
    return community, member.person_id


def meet_member(tx: Tx, command: Ask | OnRequest | OnDraft, now: datetime) -> tuple[Community, Member]:
    community = tx.communities.get(command.community_id)
    member = tx.people.recognise(community.id, command.actor, now)
    if not tx.origins.known(community.id, command.origin):
        tx.settle(Settlement(community.id, command.origin, now, member.person_id))
    return community, member


@dataclass(frozen=True, slots=True)
class Moved:
    """`name` is empty when only due times changed, which is no event in the history."""

    name: str
    before: Request | None
    after: Request
    why: WordsId | None = None


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
    redraws: bool = True,
) -> tuple[Request, ...]:
    """Settle the moves with everything that follows from them; returns the requests as they are now."""
    armed = tuple(_armed(move, community, now, back_at) for move in moves)
    cards = tuple(card for move in armed for card in _cards(move))
    hears: dict[PersonId, datetime] = {}
    for move in armed:
        hears |= _newly_hears(move, hears)
        _keep_words(tx, community, move, now)
    changes = tuple(Change(move.name, move.before, move.after, move.why) for move in armed)
    tx.settle(Settlement(community.id, origin, now, by, changes, posts, cards, talk, hears, redraws))
    if community.policy.digest and any(says_otherwise(move.before, move.after) for move in armed):
        digests.look_soon(tx, community.id, now)
    return tuple(move.after for move in armed)


def _armed(move: Moved, community: Community, now: datetime, back_at: datetime | None) -> Moved:
    """With the next moment to look at it, and the version it will have."""
    version = 0 if move.before is None else move.before.version + 1
    after = pauses.calm(claims.let_off_the_hook(move.after, now))
    next_look = followups.next_look(after, community, back_at)
    return replace(move, after=replace(after, version=version, follow_up_at=next_look))


def _cards(move: Moved) -> tuple[CardWish, ...]:
    number, was_announced = move.after.number, move.before is not None and move.before.announced_at is not None
    cards: tuple[CardWish, ...] = ()
    if move.before is None:
        cards = (CardWish(CardKind.REQUEST, PlaceKind.HELP, number=number),)
    if (move.after.announced_at is not None) != was_announced:
        wish = CardWish(CardKind.ANNOUNCEMENT, PlaceKind.THANKS, number=number, is_absent=was_announced)
        cards = (*cards, wish)
    if move.before is not None and move.before.is_hidden != move.after.is_hidden:
        wish = CardWish(CardKind.REQUEST, PlaceKind.HELP, number=number, is_absent=move.after.is_hidden)
        cards = (*cards, wish)
    return (*cards, *(_room(number, claim) for claim in move.after.claims if _has_agreed(move.before, claim)))


def _room(number: Number, claim: Claim) -> CardWish:
    return CardWish(CardKind.ROOM, PlaceKind.HELP, number=number, claim=rooms.token_of(claim))


def _has_agreed(before: Request | None, claim: Claim) -> bool:
    """Just now the second of the two said yes."""
    was = rooms.claim_meant(before, rooms.token_of(claim)) if before is not None else None
    return rooms.has_both(claim) and not rooms.has_both(was)


def _newly_hears(move: Moved, already: dict[PersonId, datetime]) -> dict[PersonId, datetime]:
    before = followups.hears(move.before) if move.before is not None else {}
    return {
        person: min(due, already.get(person, due))
        for person, due in followups.hears(move.after).items()
        if before.get(person) != due
    }


def _keep_words(tx: Tx, community: Community, move: Moved, now: datetime) -> None:
    """What was replaced goes now; the rest some time after closing, and stays if the closing is taken back."""
    before, closed_at = move.before, move.after.closed_at
    purge_at = closed_at + community.policy.purge_after if closed_at is not None else None
    known = before.words_ids if before is not None else frozenset()
    was_closed_at = before.closed_at if before is not None else None
    for words_id in sorted(known - move.after.words_ids):
        # The history of the moderators tells their earlier reasons for a while.
        is_reason = before is not None and words_id == before.reason_words_id
        tx.words.purge_after(community.id, words_id, now + community.policy.purge_after if is_reason else now)
    for words_id in sorted(move.after.words_ids):
        if words_id not in known or closed_at != was_closed_at:
            tx.words.purge_after(community.id, words_id, purge_at)
