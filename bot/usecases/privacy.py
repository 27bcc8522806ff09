"""What is held about somebody: told, shown, and forgotten when they want it. Looking leaves nothing behind."""

from collections.abc import Sequence
from datetime import datetime

from bot.commands.values import Ask
from bot.model.changes import Settlement
from bot.model.ids import PersonId
from bot.model.outcome import Outcome
from bot.model.people import Account
from bot.model.places import Community
from bot.model.posts import Holds, Post
from bot.model.privacy import AllHeld, Held
from bot.model.requests import Request, Status
from bot.model.view import View
from bot.ports import Tx
from bot.rules.privacy import forget
from bot.texts import privacy as texts
from bot.usecases import own_hours, views
from bot.usecases.settling import REPEATED, Moved, save

FORGOTTEN = "forgotten"
"""The result of the command that forgets."""


def overview(tx: Tx, command: Ask, now: datetime) -> Outcome:
    """`value` may name the page about somebody's own hours."""
    if command.value.casefold() in own_hours.TYPED:
        return own_hours.page(tx, command, now)
    view = _view(tx, command, now)
    if view.reader_id is None:
        return Outcome("nothing held", texts.nothing(view))
    return Outcome("helpprivacy", texts.overview(view, tx.privacy.numbers(command.community_id, view.reader_id)))


def is_known(tx: Tx, account: Account, now: datetime) -> bool:
    return tx.people.person_of(account) is not None


def _view(tx: Tx, command: Ask, now: datetime) -> View:
    return views.private(tx, tx.communities.get(command.community_id), command.actor, now)


def show(tx: Tx, command: Ask, now: datetime) -> Outcome:
    """Everything, page by page. `value` is the page, counted from 1."""
    view = _view(tx, command, now)
    held = _held(tx, view.reader_id, now) if view.reader_id is not None else AllHeld()
    asked = command.value if command.value.isascii() and command.value.isdigit() and len(command.value) < 5 else "1"
    return Outcome("shown", texts.everything(view, held, int(asked)))


def _held(tx: Tx, person: PersonId, now: datetime) -> AllHeld:
    communities = tx.communities.of_person(person)
    accounts = tuple(tx.privacy.accounts(person))
    is_closed = any(tx.directs.is_closed(account) for account in accounts)
    held = tuple(_held_in(tx, one, person, now) for one in communities)
    return AllHeld(accounts, held, is_closed, tx.people.language(person))


def _held_in(tx: Tx, community: Community, person: PersonId, now: datetime) -> Held:
    found = _requests(tx, community, person)
    ids = {words_id for request in found for words_id in request.words_ids if request.asker_id == person}
    elsewhere = [words_id for words_id in tx.privacy.typed_by(community.id, person) if words_id not in ids]
    return Held(
        community,
        tx.people.member(community.id, person),
        tuple(views.of_own(tx, community, request, person, now) for request in found),
        tuple(tx.words.get(community.id, words_id) for words_id in elsewhere),
        tx.privacy.has_hands_up(community.id, person),
        tx.volunteers.find(community.id, person),
        tx.volunteers.paused_until(community.id, person, now),
        tuple(_name(tx, community, account) for account in tx.volunteers.avoided(community.id, person)),
    )


def _name(tx: Tx, community: Community, account: Account) -> str:
    """As the person who named them knows them."""
    person = tx.people.person_of(account)
    names = tx.people.names(community.id, [person], None) if person is not None else []
    return names[0].display if names else account.id


def _requests(tx: Tx, community: Community, person: PersonId) -> list[Request]:
    found = (tx.requests.find(community.id, number) for number in tx.privacy.numbers(community.id, person))
    return [request for request in found if request is not None]


def forget_me(tx: Tx, command: Ask, now: datetime) -> Outcome:
    """Asks once; `value` is "yes" when the person was asked. In every community they share with us."""
    if tx.origins.known(command.community_id, command.origin):
        return REPEATED
    view = _view(tx, command, now)
    person = view.reader_id
    if person is None:
        return Outcome("nothing held", texts.nothing(view))
    if command.value != "yes":
        return Outcome("asked", texts.sure(view))
    tx.settle(Settlement(command.community_id, command.origin, now))
    for community in tx.communities.of_person(person):
        _forget_in(tx, community, person, now)
    tx.privacy.forget(person)
    return Outcome(FORGOTTEN, texts.forgotten(view))


def _forget_in(tx: Tx, community: Community, person: PersonId, now: datetime) -> None:
    """In the history nobody did it: that somebody left is nobody's business."""
    found = _requests(tx, community, person)
    moves = [Moved(_move(request, person), request, forget(request, person, now, community)) for request in found]
    changed = tuple(move for move in moves if move.after != move.before)
    posts = tuple(post for request in found for post in _told(request, person))
    if changed:
        save(tx, community, changed, now, None, None, posts)
    own = [words_id for request in found if request.asker_id == person for words_id in request.words_ids]
    for words_id in [*own, *tx.privacy.typed_by(community.id, person)]:
        tx.words.delete(community.id, words_id)


def _move(request: Request, person: PersonId) -> str:
    """What happened, for the history; nothing that people would tell of when it was over before."""
    mine = request.claim_of(person)
    if mine is not None and mine.is_active:
        return "release"
    if mine is not None and mine.is_waiting:
        return "step_back"
    if request.asker_id != person or request.status is Status.CLOSED:
        return ""
    return "settle" if request.status is Status.DONE else "withdraw"


def _told(request: Request, person: PersonId) -> Sequence[Post]:
    """Whoever counted on them hears the same as if they had taken it back by hand."""
    number, mine = request.number, request.claim_of(person)
    if request.asker_id == person and request.status in (Status.OPEN, Status.CLAIMED):
        return [Post("withdrawn_told", number, reader_id=claim.helper_id) for claim in request.active]
    if mine is None or not mine.is_active:
        return []
    facts: dict[str, str] = {"helper": person}
    return [Post("helper_released", number, request.asker_id, facts=facts, premise=Holds.HELPER_IS_OFF_IT)]
