"""How a help cycle is usually written: SQLAlchemy's async ORM on aiosqlite, a session for every operation.

It keeps the same rows in the same tables (draft, request, claim, history, outbox, card, origin), but decides
nothing, words nothing and knows no follow-ups. It is set up kindly: WAL, NORMAL, and one connection, so that
nobody meets a locked database.
"""

import asyncio
import secrets
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import event, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import registry

from storage import delivery_tables, tables
from storage.values import micros
from tests.bench.crowd import zeros
from tests.bench.neighbourhood import Pair
from tests.people import DAY, NOON

_NOW = micros(NOON)


class Account: ...


class Member: ...


class Place: ...


class Words: ...


class Draft: ...


class Request: ...


class Claim: ...


class Event: ...


class Origin: ...


class Post: ...


class Card: ...


class Subject: ...


_TABLES = {
    Account: tables.accounts,
    Member: tables.members,
    Place: tables.places,
    Words: tables.words,
    Draft: tables.drafts,
    Request: tables.requests,
    Claim: tables.claims,
    Event: tables.history,
    Origin: tables.origins,
    Post: delivery_tables.outbox,
    Card: delivery_tables.cards,
    Subject: delivery_tables.card_subjects,
}


class NaiveBot:
    def __init__(self, path: Path) -> None:
        self._registry = registry()
        for each, table in _TABLES.items():
            self._registry.map_imperatively(each, table)
        self._engine = create_async_engine(
            f"sqlite+aiosqlite:///{path}",
            pool_size=1,
            max_overflow=0,
            pool_timeout=300,
            connect_args={"isolation_level": None},
        )
        event.listen(self._engine.sync_engine, "connect", _prepare)
        event.listen(self._engine.sync_engine, "begin", lambda each: each.exec_driver_sql("BEGIN IMMEDIATE"))
        self._session: async_sessionmaker[AsyncSession] = async_sessionmaker(self._engine)

    async def close(self) -> None:
        await self._engine.dispose()
        self._registry.dispose()

    async def cycles(self, pairs: Sequence[Pair], in_flight: int) -> None:
        waiting = deque(pairs)

        async def neighbour() -> None:
            while waiting:
                await self.cycle(waiting.popleft())

        async with asyncio.TaskGroup() as group:
            for _ in range(in_flight):
                group.create_task(neighbour())

    async def cycle(self, pair: Pair) -> None:
        draft_id = await self._ask(pair)
        number = await self._post(pair, draft_id)
        await self._claim(pair, number)
        await self._complete(pair, number)

    async def _ask(self, pair: Pair) -> str:
        async with self._session.begin() as session:
            me = await self._met(session, pair, pair.asker.account.id, "ask")
            old = await session.scalar(select(Draft).filter_by(community_id=pair.community_id, person_id=me))
            if old is not None:
                await session.delete(old)
            words_id, draft_id = secrets.token_hex(10), secrets.token_hex(10)
            expires_at = micros(NOON + DAY)
            session.add(_made(Words, pair, id=words_id, fields="{}" * 60, purge_at=expires_at))
            form = {"kind": "practical", "urgency": "this week", "naming": "helper", "wanted": 1}
            own = {"person_id": me, "id": draft_id, "expires_at": expires_at, "words_id": words_id}
            session.add(_made(Draft, pair, **form, **own))
        return draft_id

    async def _post(self, pair: Pair, draft_id: str) -> int:
        async with self._session.begin() as session:
            me = await self._met(session, pair, pair.asker.account.id, "post")
            draft: Any = await session.scalar(select(Draft).filter_by(community_id=pair.community_id, id=draft_id))
            words: Any = await session.get(Words, (pair.community_id, draft.words_id))
            last = select(func.max(tables.requests.c.number)).where(tables.requests.c.community_id == pair.community_id)
            number = (await session.scalar(last) or 0) + 1
            words.purge_at = None
            form = {"kind": draft.kind, "urgency": draft.urgency, "naming": draft.naming, "wanted": draft.wanted}
            dues = {
                "posted_at": _NOW,
                "needed_by": _NOW,
                "follow_up_at": _NOW,
                "asker_due_at": _NOW,
                "expires_at": _NOW,
            }
            own = {"number": number, "asker_id": me, "words_id": draft.words_id, "status": "open"}
            session.add(_made(Request, pair, **form, **dues, **own))
            await session.delete(draft)
            await self._show(session, pair, number)
            session.add(_made(Event, pair, number=number, move="post", by=me, at=_NOW))
        return int(number)

    async def _show(self, session: AsyncSession, pair: Pair, number: int) -> None:
        place: Any = await session.scalar(select(Place).filter_by(community_id=pair.community_id, kind="help"))
        card_id = secrets.token_hex(10)
        state = {"wanted": 1, "due": 1}
        own = {"id": card_id, "kind": "request", "place_id": place.id, "about": str(number), "number": number}
        sending = {"key": secrets.token_urlsafe(18)}
        session.add(_made(Card, pair, **state, **own, **sending))
        await session.flush()
        session.add(_made(Subject, pair, number=number, card_id=card_id))

    async def _claim(self, pair: Pair, number: int) -> None:
        async with self._session.begin() as session:
            me = await self._met(session, pair, pair.helper.account.id, "claim")
            request: Any = await session.get(Request, (pair.community_id, number))
            mine = tables.claims.c.helper_id == me, tables.claims.c.hold == "active"
            held = await session.scalar(select(func.count()).select_from(tables.claims).where(*mine))
            assert (held or 0) < 2
            dues = {"since": _NOW, "contact_at": _NOW, "nudge_at": _NOW, "check_at": _NOW, "due_at": _NOW}
            own = {"number": number, "helper_id": me, "hold": "active"}
            session.add(_made(Claim, pair, **own, **dues))
            await self._move(session, pair, request, "claim", me, "claimed")
            for reader in (me, request.asker_id):
                session.add(_post(pair, number, reader))

    async def _complete(self, pair: Pair, number: int) -> None:
        async with self._session.begin() as session:
            me = await self._met(session, pair, pair.helper.account.id, "done")
            request: Any = await session.get(Request, (pair.community_id, number))
            claim: Any = await session.get(Claim, (pair.community_id, number, me))
            claim.hold, claim.ended_at, claim.nudge_at, claim.check_at = "finished", _NOW, None, None
            await self._move(session, pair, request, "done", me, "done")
            session.add(_post(pair, number, request.asker_id))

    async def _met(self, session: AsyncSession, pair: Pair, account_id: str, name: str) -> str:
        """Who this is, and that this event was not carried out before."""
        origin = f"test:{pair.index}:{name}"
        assert await session.get(Origin, (pair.community_id, origin)) is None
        session.add(_made(Origin, pair, origin=origin, at=_NOW))
        account: Any = await session.get(Account, ("test", account_id))
        member: Any = await session.get(Member, (pair.community_id, account.person_id))
        return str(member.person_id)

    async def _move(self, session: AsyncSession, pair: Pair, request: Any, move: str, by: str, status: str) -> None:
        request.status, request.version = status, request.version + 1
        number = request.number
        session.add(_made(Event, pair, number=number, version=request.version, move=move, by=by, at=_NOW))
        for card in await session.scalars(select(Card).filter_by(community_id=pair.community_id, number=number)):
            shown: Any = card
            shown.wanted, shown.due = shown.wanted + 1, 1
        for person_id in {by, request.asker_id}:
            member: Any = await session.get(Member, (pair.community_id, person_id))
            member.talk_at = _NOW


def _made(entity: type[Any], pair: Pair, /, **values: Any) -> Any:
    made = entity()
    for name, value in (zeros(_TABLES[entity]) | {"community_id": pair.community_id, **values}).items():
        setattr(made, name, value)
    return made


def _post(pair: Pair, number: int, reader: str) -> Any:
    sending = {"key": secrets.token_urlsafe(18)}
    said = {"message": "someone_is_on_it", "facts": "{}", "premise": "live", "rank": 1, "lane": f"{reader}|{number}"}
    return _made(
        Post, pair, id=secrets.token_hex(10), number=number, reader_id=reader, written_at=_NOW, **said, **sending
    )


def _prepare(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
