"""Look at everything that is due: one transaction each, people first, until nothing is left."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.errors import Unusable
from bot.model.claims import earliest
from bot.model.digests import DigestKind
from bot.model.ids import CommunityId, Number, PersonId
from bot.ports import CommandT, R, Store, Tx, UseCase, Waiting
from bot.rules.followups import LONGEST_NAP
from bot.usecases import digests, followups, homes, spoken, talks, volunteers

log = logging.getLogger(__name__)

BATCH = 200
AFTER_A_MISTAKE = timedelta(hours=1)
PURGED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Due:
    """What one look found. Each is looked at again inside its own transaction."""

    requests: Sequence[tuple[CommunityId, Number]]
    people: Sequence[tuple[CommunityId, PersonId]]
    waiting: Sequence[Waiting]
    digests: Sequence[tuple[CommunityId, DigestKind]]


async def sweep(store: Store) -> int:
    """Carry out what is due by now; returns how many things were looked at."""
    looked_at = 0
    while found := await _look(store):
        looked_at += found
        if found < BATCH:
            break
    await store.write(purge, None, in_background=True)
    for community_id in await store.read(homes.forgotten, None):
        while await store.write(homes.forget, community_id, in_background=True):
            """Some rows at a time, so that nobody waits for long."""
    return looked_at


async def _look(store: Store) -> int:
    due = await store.read(find_due, BATCH)
    await _each(store, spoken.arrive, due.waiting, forget_event)
    await _each(store, followups.follow_up, due.requests, postpone_request)
    await _each(store, talks.talk, due.people, postpone_person)
    await _each(store, digests.look, due.digests, postpone_digest)
    return len(due.requests) + len(due.people) + len(due.waiting) + len(due.digests)


async def _each(
    store: Store, usecase: UseCase[CommandT, R], items: Sequence[CommandT], postpone: UseCase[CommandT, None]
) -> None:
    """Together, so that the store can commit them together. One that fails waits, and stops nobody else."""
    carried = [store.write(usecase, item, in_background=True) for item in items]
    results = await asyncio.gather(*carried, return_exceptions=True)
    for item, result in zip(items, results, strict=True):
        if isinstance(result, Unusable):
            raise result
        if isinstance(result, Exception):
            log.error("a follow-up failed and is tried again later: %s", type(result).__name__, exc_info=result)
            await store.write(postpone, item, in_background=True)
        elif isinstance(result, BaseException):
            raise result


def postpone_request(tx: Tx, due: tuple[CommunityId, Number], now: datetime) -> None:
    tx.requests.postpone(*due, now + AFTER_A_MISTAKE)


def postpone_person(tx: Tx, due: tuple[CommunityId, PersonId], now: datetime) -> None:
    tx.people.talk_next(tx.people.member(*due), now + AFTER_A_MISTAKE)


def postpone_digest(tx: Tx, due: tuple[CommunityId, DigestKind], now: datetime) -> None:
    digest = tx.digests.get(*due)
    if digest is not None:
        tx.digests.save(replace(digest, due_at=now + AFTER_A_MISTAKE))


def forget_event(tx: Tx, waiting: Waiting, now: datetime) -> None:
    tx.messages.stop_waiting(waiting.community_id, waiting.event.origin)


async def arrivals(store: Store) -> None:
    """Events that waited for a message which has been recorded since."""
    await _each(store, spoken.arrive, await store.read(find_arrived, BATCH), forget_event)


def find_arrived(tx: Tx, limit: int, now: datetime) -> Sequence[Waiting]:
    return tx.messages.arrived(limit)


def find_due(tx: Tx, limit: int, now: datetime) -> Due:
    requests, people = tx.requests.due(now, limit), tx.people.due(now, limit)
    return Due(requests, people, tx.messages.arrived(limit), tx.digests.due(now, limit))


def purge(tx: Tx, nothing: None, now: datetime) -> int:
    """Delete the words and drafts whose time has passed, and note that we are awake."""
    tx.uptime.seen(now)
    purged = tx.words.purge(now, PURGED_AT_ONCE) + tx.drafts.expire(now, PURGED_AT_ONCE)
    return purged + tx.conversations.expire(now) + volunteers.end_silent(tx, None, now)


def wake(tx: Tx, nothing: None, now: datetime) -> None:
    tx.uptime.wake(now, LONGEST_NAP)


def next_due(tx: Tx, nothing: None, now: datetime) -> datetime | None:
    return earliest(tx.next_due(), homes.next_forgotten(tx))
