"""Many claims at the same moment: exactly as many winners as wanted, and kind words for the rest."""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime

import pytest

from bot.commands.values import OnRequest
from bot.errors import Conflict
from bot.model.ids import Number
from bot.model.outcome import Outcome
from bot.model.requests import Status
from bot.ports import Tx
from bot.usecases.claims import claim
from storage.store import open_store
from tests.doubles.clock import HandClock
from tests.doubles.village import Village
from tests.kill.stale import claim_what_was_read_before

CROWD = tuple(f"Neighbour {index}" for index in range(64))
FASTER, TOO_MANY = "refused: someone_was_faster", "refused: too_many_claims"


async def at_once(village: Village, commands: list[OnRequest]) -> list[Outcome]:
    return await asyncio.gather(*(village.store.write(claim, command) for command in commands))


async def test_of_sixty_four_who_claim_at_once_three_win_and_the_rest_read_that_someone_was_faster(
    village: Village,
) -> None:
    number = await village.ask("Ana", wanted="3")

    outcomes = await at_once(village, [village.command(person, number) for person in CROWD])

    assert Counter(outcome.result for outcome in outcomes) == {"claim": 3, FASTER: 61}
    for outcome in outcomes:
        assert outcome.wording is not None
        if outcome.result == FASTER:
            assert "Someone was a blink faster" in outcome.wording.text
            assert [choice.move for choice in outcome.wording.choices][:1] == ["backup"]
    request = await village.request(number)
    assert (len(request.active), len(request.claims), request.status) == (3, 3, Status.CLAIMED)
    await village.settle()
    assert sum(len(village.direct(person)) for person in CROWD) == 3


async def test_when_all_sixty_four_claims_arrive_twice_nobody_is_answered_twice(village: Village) -> None:
    number = await village.ask("Ana", wanted="3")
    commands = [village.command(person, number) for person in CROWD]
    both = await at_once(village, [*commands, *commands])

    assert Counter(outcome.result for outcome in both) == {"claim": 3, FASTER: 61, "repeated": 64}
    assert len((await village.request(number)).claims) == 3


async def test_of_five_claims_at_once_by_one_person_with_a_limit_of_two_exactly_two_win(village: Village) -> None:
    numbers = [await village.ask("Ana", what=f"thing {index}") for index in range(5)]

    outcomes = await at_once(village, [village.command("Ben", number) for number in numbers])

    assert Counter(outcome.result for outcome in outcomes) == {"claim": 2, TOO_MANY: 3}
    requests = [await village.request(number) for number in numbers]
    assert sorted(len(request.active) for request in requests) == [0, 0, 0, 1, 1]


async def test_a_claim_on_what_was_read_before_somebody_else_claimed_is_a_conflict(village: Village) -> None:
    with pytest.raises(Conflict):
        await claim_what_was_read_before(village, village.store, "Chi")

    request = await village.request(Number(1))
    assert len(request.active) == len(request.claims) == request.wanted == 1


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_a_claim_that_another_process_overtook_is_decided_again(village: Village, database_url: str) -> None:
    """Both transactions are open at once, each on its own connection; the later one has read the older state."""
    number = await village.ask("Ana")
    faster, slower = village.command("Ben", number), village.command("Chi", number)
    results: list[str] = []
    attempts = 0

    def overtaken(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
        nonlocal attempts
        attempts += 1
        assert tx.requests.find(command.community_id, command.number) is not None
        if attempts == 1:
            in_another_process(lambda: results.append(asyncio.run(claim_elsewhere(database_url, faster))))
        return claim(tx, command, now)

    results.append((await village.store.write(overtaken, slower)).result)

    assert (results, attempts) == (["claim", FASTER], 2)
    assert len((await village.request(number)).claims) == 1


def in_another_process(work: Callable[[], None]) -> None:
    """As good as one: a loop, a store and connections of its own."""
    other = threading.Thread(target=work)
    other.start()
    other.join()


async def claim_elsewhere(url: str, command: OnRequest) -> str:
    store = await open_store(url, HandClock())
    try:
        return (await store.write(claim, command)).result
    finally:
        await store.close()
