"""What each message of ours was, the reactions last seen on it, and events that came too early."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, select

from bot.commands.seen import Reacted
from bot.commands.values import Answer
from bot.model.ids import NOBODY, CommunityId, Number, PersonId
from bot.model.people import Account, Actor, Role
from bot.model.places import PlaceRef
from bot.model.posts import Sent
from bot.model.wording import Choice
from bot.ports import Waiting
from storage.delivery_tables import messages, reactions, waiting
from storage.statements import Row, Session, Statement, insert_or_ignore, insert_or_update, said, same
from storage.values import from_json, micros, to_json

WAITS_AT_MOST = timedelta(days=1)
"""An event whose message is not recorded by then is about a message that was never ours."""

_SENT = (
    messages.c.community_id,
    messages.c.platform,
    messages.c.place_ref,
    messages.c.ref,
    messages.c.choices,
    messages.c.card_id,
    messages.c.reader_id,
)
FIND = Statement(
    select(*_SENT)
    .where(same(messages.c.platform, messages.c.place_ref, messages.c.ref))
    .order_by(messages.c.id.desc())
    .limit(1)
)
LATEST = Statement(
    select(*_SENT).where(same(messages.c.community_id, messages.c.card_id)).order_by(messages.c.id.desc()).limit(1)
)
RECENT_AT = Statement(
    select(*_SENT)
    .where(same(messages.c.platform, messages.c.place_ref), messages.c.choices != said("[]"))
    .order_by(messages.c.id.desc())
    .limit(bindparam("at_most"))
)
PUT_ON = Statement(
    select(reactions.c.ref, reactions.c.account_id, reactions.c.symbol).where(
        same(reactions.c.platform, reactions.c.place_ref, reactions.c.origin)
    )
)
RECORD = insert_or_update(messages, "community_id", "platform", "place_ref", "ref", keep=frozenset({"id"}))
_REACTION = (
    reactions.c.community_id,
    reactions.c.platform,
    reactions.c.place_ref,
    reactions.c.ref,
    reactions.c.account_id,
    reactions.c.symbol,
)
SEE_PUT = insert_or_ignore(reactions)
SEE_TAKEN = Statement(delete(reactions).where(same(*_REACTION)))
_MARKS = reactions.alias("marks")
_A_MARK = (
    select(func.min(_MARKS.c.account_id))
    .where(
        *(
            _MARKS.c[column.name] == bindparam(f"the_{column.name}")
            for column in _REACTION
            if column.name != "account_id"
        ),
        _MARKS.c.account_id.like(said(f"{NOBODY}%")),
    )
    .scalar_subquery()
)
SEE_MARK_TAKEN = Statement(
    delete(reactions).where(
        same(*(column for column in _REACTION if column.name != "account_id")), reactions.c.account_id == _A_MARK
    )
)
HANDS = Statement(
    select(reactions.c.account_id, reactions.c.symbol)
    .where(same(reactions.c.community_id, reactions.c.platform, reactions.c.place_ref, reactions.c.ref))
    .order_by(reactions.c.account_id, reactions.c.symbol)
)
WAIT = insert_or_ignore(waiting)
FORGET = Statement(delete(waiting).where(waiting.c.at < bindparam("too_old")))
ARRIVED = Statement(
    select(waiting.c.community_id, waiting.c.event)
    .join_from(
        waiting,
        messages,
        (messages.c.community_id == waiting.c.community_id)
        & (messages.c.platform == waiting.c.platform)
        & (messages.c.place_ref == waiting.c.place_ref)
        & (messages.c.ref == waiting.c.ref),
    )
    .order_by(waiting.c.at, waiting.c.origin)
    .limit(bindparam("at_most"))
)
STOP_WAITING = Statement(delete(waiting).where(same(waiting.c.community_id, waiting.c.origin)))


class Messages:
    def __init__(self, session: Session, new_id: Callable[[], str]) -> None:
        self._session = session
        self._new_id = new_id

    def find(self, place: PlaceRef, ref: str) -> Sent | None:
        values = {"the_platform": place.platform, "the_place_ref": place.ref, "the_ref": ref}
        row = self._session.row(FIND, values)
        return None if row is None else _sent(row)

    def latest(self, card_id: str, community_id: CommunityId) -> Sent | None:
        row = self._session.row(LATEST, {"the_community_id": community_id, "the_card_id": card_id})
        return None if row is None else _sent(row)

    def newest_at(self, place: PlaceRef) -> Sent | None:
        return next(iter(self.recent_at(place, 1)), None)

    def recent_at(self, place: PlaceRef, limit: int) -> Sequence[Sent]:
        values = {"the_platform": place.platform, "the_place_ref": place.ref, "at_most": limit}
        return [_sent(row) for row in self._session.rows(RECENT_AT, values)]

    def put_on(self, place: PlaceRef, origin: str) -> tuple[str, str, str] | None:
        values = {"the_platform": place.platform, "the_place_ref": place.ref, "the_origin": origin}
        row = self._session.row(PUT_ON, values)
        return None if row is None else (row[0], row[1], row[2])

    def record(self, sent: Sent) -> None:
        """What a message is from now on."""
        self._session.run(RECORD, _values(sent) | {"id": self._new_id()})

    def see(self, community_id: CommunityId, reaction: Reacted) -> bool:
        values = {
            "community_id": community_id,
            "platform": reaction.place.platform,
            "place_ref": reaction.place.ref,
            "ref": reaction.ref,
            "account_id": reaction.actor.account.id,
            "symbol": reaction.symbol,
        }
        if reaction.is_present:
            return self._session.run(SEE_PUT, values | {"origin": reaction.origin}) > 0
        taken = {f"the_{name}": value for name, value in values.items()}
        if self._session.run(SEE_TAKEN, taken) > 0:
            return True
        del taken["the_account_id"]
        self._session.run(SEE_MARK_TAKEN, taken)
        return False

    def hands(self, place: PlaceRef, ref: str) -> Sequence[tuple[str, str]]:
        sent = self.find(place, ref)
        if sent is None:
            return []
        values = {"the_community_id": sent.community_id, "the_platform": place.platform}
        rows = self._session.rows(HANDS, values | {"the_place_ref": place.ref, "the_ref": ref})
        return [(account_id, symbol) for account_id, symbol in rows]

    def forget_hand(self, sent: Sent, account_id: str, symbol: str) -> None:
        which = {"the_community_id": sent.community_id, "the_platform": sent.place.platform}
        which |= {"the_place_ref": sent.place.ref, "the_ref": sent.ref}
        self._session.run(SEE_TAKEN, which | {"the_account_id": account_id, "the_symbol": symbol})

    def wait(self, community_id: CommunityId, reaction: Reacted, at: datetime) -> None:
        self._session.run(FORGET, {"too_old": micros(at - WAITS_AT_MOST)})
        values = {
            "community_id": community_id,
            "origin": reaction.origin,
            "platform": reaction.place.platform,
            "place_ref": reaction.place.ref,
            "ref": reaction.ref,
            "event": _event_text(reaction),
            "at": micros(at),
        }
        self._session.run(WAIT, values)

    def arrived(self, limit: int) -> Sequence[Waiting]:
        rows = self._session.rows(ARRIVED, {"at_most": limit})
        return [Waiting(CommunityId(community_id), _event(from_json(event))) for community_id, event in rows]

    def stop_waiting(self, community_id: CommunityId, origin: str) -> None:
        self._session.run(STOP_WAITING, {"the_community_id": community_id, "the_origin": origin})


def _sent(row: Row) -> Sent:
    community_id, platform, place_ref, ref, choices, card_id, reader_id = row
    return Sent(
        CommunityId(community_id),
        PlaceRef(platform, place_ref),
        ref,
        tuple(
            Choice(move, Number(number), label, value, symbol)
            for move, number, label, value, symbol in from_json(choices)
        ),
        card_id,
        None if reader_id is None else PersonId(reader_id),
    )


def _values(sent: Sent) -> dict[str, Any]:
    choices = [[choice.move, choice.number, choice.label, choice.value, choice.symbol] for choice in sent.choices]
    return {
        "community_id": sent.community_id,
        "platform": sent.place.platform,
        "place_ref": sent.place.ref,
        "ref": sent.ref,
        "choices": to_json(choices),
        "card_id": sent.card_id,
        "reader_id": sent.reader_id,
    }


def _event_text(reaction: Reacted) -> str:
    actor = reaction.actor
    return to_json(
        {
            "account": [actor.account.platform, actor.account.id],
            "name": actor.name,
            "roles": sorted(actor.roles),
            "is_bot": actor.is_bot,
            "place": [reaction.place.platform, reaction.place.ref],
            "ref": reaction.ref,
            "symbol": reaction.symbol,
            "is_present": reaction.is_present,
            "origin": reaction.origin,
            "answer": reaction.answer.value,
        }
    )


def _event(event: dict[str, Any]) -> Reacted:
    roles = frozenset(Role(role) for role in event["roles"])
    return Reacted(
        actor=Actor(Account(*event["account"]), event["name"], roles, event["is_bot"]),
        place=PlaceRef(*event["place"]),
        ref=event["ref"],
        symbol=event["symbol"],
        is_present=event["is_present"],
        origin=event["origin"],
        answer=Answer(event["answer"]),
    )
