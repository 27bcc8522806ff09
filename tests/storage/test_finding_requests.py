"""Which requests are found for whom, and in which order."""

from dataclasses import replace

from bot.model.claims import Claim, Hold
from bot.model.ids import Number
from bot.model.policy import Kind
from bot.model.requests import Request, Status
from storage.store import OpenStore
from tests.people import ANA, BEN, CHI, DAY, ELM, HOUR, NOON, RIDE
from tests.storage.samples import (
    OAK,
    posted,
    seen,
    within,
)


async def test_requests_get_numbers_one_after_the_other_in_each_community(store: OpenStore) -> None:
    assert await seen(store, lambda tx: tx.requests.next_number(ELM.id)) == 1
    await within(store, lambda tx: tx.settle(posted(RIDE)))
    assert await seen(store, lambda tx: tx.requests.next_number(ELM.id)) == RIDE.number + 1
    assert await seen(store, lambda tx: tx.requests.next_number(OAK.id)) == 1


async def test_requests_are_due_by_their_follow_up_oldest_first(store: OpenStore) -> None:
    for number, hours in ((1, 2), (2, 1), (3, 9)):
        request = replace(RIDE, number=Number(number), follow_up_at=NOON + hours * HOUR)
        await within(store, lambda tx, request=request: tx.settle(posted(request)))  # type: ignore[misc]
    assert await seen(store, lambda tx: tx.requests.due(NOON + 2 * HOUR, 9)) == [(ELM.id, 2), (ELM.id, 1)]
    assert await seen(store, lambda tx: tx.requests.due(NOON + 2 * HOUR, 1)) == [(ELM.id, 2)]
    assert await seen(store, lambda tx: tx.next_due()) == NOON + HOUR


async def post_all(store: OpenStore, *requests: Request) -> None:
    for request in requests:
        await within(store, lambda tx, request=request: tx.settle(posted(request)))  # type: ignore[misc]


async def test_open_requests_come_soonest_needed_first_and_by_pages(store: OpenStore) -> None:
    late = replace(RIDE, number=Number(1), needed_by=NOON + 2 * DAY)
    some_day = replace(RIDE, number=Number(2), needed_by=None)
    soon = replace(RIDE, number=Number(3), needed_by=NOON + DAY, kind=Kind.INFORMATIONAL)
    taken = replace(RIDE, number=Number(4), needed_by=NOON, status=Status.CLAIMED)
    await post_all(store, late, some_day, soon, taken)
    assert await seen(store, lambda tx: tx.requests.wanted(ELM.id, None, 9, 0)) == [soon, late, some_day]
    assert await seen(store, lambda tx: tx.requests.wanted(ELM.id, None, 1, 1)) == [late]
    assert await seen(store, lambda tx: tx.requests.wanted(ELM.id, Kind.INFORMATIONAL, 9, 0)) == [soon]
    assert await seen(store, lambda tx: tx.requests.count_wanted(ELM.id, None)) == 3
    assert await seen(store, lambda tx: tx.requests.count_wanted(ELM.id, Kind.PRACTICAL)) == 2
    assert await seen(store, lambda tx: tx.requests.count_wanted(OAK.id, None)) == 0


async def test_a_person_sees_what_they_asked_and_what_they_have_to_do_with(store: OpenStore) -> None:
    def claimed(number: int, hold: Hold) -> Request:
        return replace(RIDE, number=Number(number), asker_id=CHI, claims=(Claim(ANA, hold, NOON),))

    asked = replace(RIDE, number=Number(1))
    closed = replace(RIDE, number=Number(2), status=Status.CLOSED, closed_at=NOON)
    helped, backed, ended = claimed(3, Hold.ACTIVE), claimed(4, Hold.BACKUP), claimed(5, Hold.ENDED)
    await post_all(store, asked, closed, helped, backed, ended)
    assert await seen(store, lambda tx: tx.requests.of_person(ELM.id, ANA, 9)) == [backed, helped, asked, closed]
    assert await seen(store, lambda tx: tx.requests.of_person(ELM.id, ANA, 2)) == [backed, helped]
    assert await seen(store, lambda tx: tx.requests.of_person(ELM.id, BEN, 9)) == []


async def test_only_active_claims_on_living_requests_count(store: OpenStore) -> None:
    living = replace(RIDE, number=Number(1), claims=(Claim(BEN, Hold.ACTIVE, NOON), Claim(CHI, Hold.BACKUP, NOON)))
    closed = replace(living, number=Number(2), status=Status.CLOSED, closed_at=NOON)
    await post_all(store, living, closed)
    assert await seen(store, lambda tx: tx.requests.open_claims(ELM.id, BEN)) == 1
    assert await seen(store, lambda tx: tx.requests.open_claims(ELM.id, CHI)) == 0
    assert await seen(store, lambda tx: tx.requests.open_claims(OAK.id, BEN)) == 0


async def test_what_is_owed_to_a_person_comes_most_pressing_first(store: OpenStore) -> None:
    bare = replace(RIDE, unclaimed_at=None, warn_at=None)
    asked = replace(bare, number=Number(1), thanks_at=NOON + 2 * HOUR)
    nudged = replace(
        bare, number=Number(2), asker_id=CHI, claims=(Claim(ANA, Hold.ACTIVE, NOON, nudge_at=NOON + HOUR),)
    )
    later = replace(bare, number=Number(3), tell_at=NOON + DAY)
    await post_all(store, asked, nudged, later)
    until = NOON + 3 * HOUR
    assert await seen(store, lambda tx: tx.requests.owed_to(ELM.id, ANA, until, 9)) == [nudged, asked]
    assert await seen(store, lambda tx: tx.requests.owed_to(ELM.id, ANA, until, 1)) == [nudged]
    assert await seen(store, lambda tx: tx.requests.next_owed(ELM.id, ANA, None)) == NOON + HOUR
    assert await seen(store, lambda tx: tx.requests.next_owed(ELM.id, BEN, None)) is None
    assert await seen(store, lambda tx: tx.requests.owed_to(OAK.id, ANA, until, 9)) == []
