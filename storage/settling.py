"""Saving all effects of one command: changes, history, posts, cards, the daily message and the origin."""

from sqlalchemy import bindparam, delete, insert, update

from bot.errors import Conflict
from bot.model.changes import CardWish, Change, Settlement
from bot.model.claims import Claim
from bot.model.ids import Number
from bot.model.posts import CardKind, Talk
from bot.model.requests import Request
from storage.cards import Cards
from storage.origins import Origins
from storage.outbox import Outbox
from storage.people import People
from storage.request_rows import claim_values, request_values
from storage.statements import Session, Statement, same
from storage.tables import claims, history, requests
from storage.talks import Talks
from storage.values import micros, micros_if

_REQUEST_KEY = {"community_id", "number"}
_CLAIM_KEY = {"community_id", "number", "helper_id"}
ADD_REQUEST = Statement(insert(requests).inline())
SAVE_REQUEST = Statement(
    update(requests)
    .where(same(requests.c.community_id, requests.c.number, requests.c.version))
    .values({column.name: bindparam(column.name) for column in requests.c if column.name not in _REQUEST_KEY})
)
ADD_CLAIM = Statement(insert(claims).inline())
_CLAIM = same(claims.c.community_id, claims.c.number, claims.c.helper_id)
DROP_CLAIM = Statement(delete(claims).where(_CLAIM))
SAVE_CLAIM = Statement(
    update(claims)
    .where(_CLAIM)
    .values({column.name: bindparam(column.name) for column in claims.c if column.name not in _CLAIM_KEY})
)
ADD_HISTORY = Statement(insert(history).inline())


class Settling:
    def __init__(
        self, session: Session, origins: Origins, people: People, outbox: Outbox, cards: Cards, talks: Talks
    ) -> None:
        self._session = session
        self._origins = origins
        self._people = people
        self._outbox = outbox
        self._cards = cards
        self._talks = talks

    def settle(self, settlement: Settlement) -> None:
        if settlement.origin is not None:
            self._origins.add(settlement.community_id, settlement.origin, settlement.at)
        for change in settlement.changes:
            self._save(change, settlement)
        fresh = {change.request.number for change in settlement.changes if change.before is None}
        for wish in settlement.cards:
            subjects = () if wish.number is None else (wish.number,)
            self._cards.wish(settlement.community_id, wish, subjects, is_new=wish.number in fresh)
        for post in settlement.posts:
            self._outbox.add(post, settlement)
        if settlement.talk is not None:
            self._talk(settlement.talk, settlement)
        for person_id, at in settlement.hears.items():
            self._people.hear(settlement.community_id, person_id, at)

    def _save(self, change: Change, settlement: Settlement) -> None:
        before, request = change.before, change.request
        version = 0 if before is None else before.version + 1
        values = request_values(request) | {"version": version}
        if before is None:
            self._session.add(ADD_REQUEST, values)
        else:
            self._compare_and_swap(before, values)
        self._save_claims(before, request)
        if change.move:
            self._add_history(change, version, settlement)
        if before is not None and settlement.redraws:
            self._cards.show_change(request.community_id, request.number)

    def _compare_and_swap(self, before: Request, values: dict[str, object]) -> None:
        which = {
            "the_community_id": before.community_id,
            "the_number": before.number,
            "the_version": before.version,
        }
        if self._session.run(SAVE_REQUEST, values | which) == 0:
            raise Conflict(f"#{before.number} is no longer at version {before.version}")

    def _save_claims(self, before: Request | None, request: Request) -> None:
        """Only the claims that differ."""
        saved = {} if before is None else _positions(before)
        kept = _positions(request)
        for helper_id in saved.keys() - kept.keys():
            self._session.run(DROP_CLAIM, _claim_key(request, helper_id))
        for helper_id, (position, claim) in kept.items():
            if helper_id not in saved:
                self._session.add(ADD_CLAIM, claim_values(request, position, claim))
            elif saved[helper_id] != (position, claim):
                values = claim_values(request, position, claim)
                self._session.run(SAVE_CLAIM, values | _claim_key(request, helper_id))

    def _add_history(self, change: Change, version: int, settlement: Settlement) -> None:
        values = {
            "community_id": settlement.community_id,
            "number": change.request.number,
            "version": version,
            "move": change.move,
            "by": settlement.by,
            "at": micros(settlement.at),
            "follow_up_at": micros_if(change.request.follow_up_at),
            "why_words_id": change.why,
        }
        self._session.add(ADD_HISTORY, values)

    def _talk(self, talk: Talk, settlement: Settlement) -> None:
        self._talks.add(talk)
        self._people.talked(settlement.community_id, talk.person_id, talk.written_at)
        wish = CardWish(CardKind.TALK, reader_id=talk.person_id, talk_id=talk.id)
        subjects: list[Number] = [item.number for item in talk.items if item.number]
        self._cards.wish(settlement.community_id, wish, subjects, is_new=True)


def _positions(request: Request) -> dict[str, tuple[int, Claim]]:
    return {claim.helper_id: (position, claim) for position, claim in enumerate(request.claims)}


def _claim_key(request: Request, helper_id: str) -> dict[str, object]:
    return {
        "the_community_id": request.community_id,
        "the_number": request.number,
        "the_helper_id": helper_id,
    }
