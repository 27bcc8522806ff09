"""A private place that is closed to us: what is said there waits until its person comes by, and is never lost."""

from datetime import datetime

from bot.commands.delivery import Lease, TakeWaiting
from bot.errors import PlaceLost
from bot.model.claims import Hold
from bot.model.people import Account
from bot.model.posts import Parcel
from bot.model.requests import Status
from bot.ports import Tx
from bot.usecases import directs
from tests.doubles.village import PLATFORM, Said, Village
from tests.people import DAY, HOUR, actor

ANA, BEN = Account(PLATFORM, "ana"), Account(PLATFORM, "ben")


async def take(village: Village, who: Account = BEN) -> tuple[Parcel, ...]:
    lease = Lease("looking", frozenset({PLATFORM}), village.clock.machine(), 60, 4)
    return await village.store.write(directs.take, TakeWaiting(who, None, lease))


def close(tx: Tx, account: Account, now: datetime) -> None:
    tx.directs.close(account, now)


async def see(village: Village, who: Account = BEN) -> list[str]:
    """They come by and see what waits for them."""
    parcels = await take(village, who)
    for parcel in parcels:
        assert await village.store.write(directs.was_shown, parcel)
    return [parcel.wording.text for parcel in parcels if parcel.wording is not None]


async def claimed_behind_a_closed_door(village: Village) -> None:
    number = await village.ask("Ana")
    await village.settle()
    await village.do("Ben", "claim", number)
    village.chat.failing = [PlaceLost("closed")]
    await village.settle()
    assert village.direct("Ben") == []


async def test_what_could_not_be_said_waits_and_is_not_tried_again(village: Village) -> None:
    await claimed_behind_a_closed_door(village)
    attempts = village.chat.attempts
    await village.pass_time(3 * HOUR)

    assert village.chat.attempts == attempts
    [said] = await see(village)
    assert "Here is what you need" in said
    assert await see(village) == []


async def test_what_was_not_shown_after_all_waits_for_the_next_time(village: Village) -> None:
    await claimed_behind_a_closed_door(village)
    [parcel] = await take(village)
    assert await village.store.write(directs.was_not_shown, parcel)

    assert len(await see(village)) == 1


async def test_after_a_crash_while_it_is_shown_it_waits_again(village: Village) -> None:
    await claimed_behind_a_closed_door(village)
    await take(village)
    village.clock.machine_forward(61)
    await village.settle()

    assert len(await see(village)) == 1


async def test_a_nudge_that_is_seen_in_time_counts_from_when_it_was_seen(village: Village) -> None:
    await claimed_behind_a_closed_door(village)
    await see(village)
    await village.pass_time(3 * DAY)
    assert [claim.is_active for claim in (await village.request(1)).claims] == [True]

    said = await see(village)
    await village.pass_time(2 * DAY)

    assert any("How is it going" in each for each in said)
    assert any("How is it going" in each for each in await see(village))
    await village.pass_time(2 * DAY)
    assert [claim.is_active for claim in (await village.request(1)).claims] == [False]


async def test_what_is_no_longer_true_when_they_come_by_is_not_said(village: Village) -> None:
    await claimed_behind_a_closed_door(village)
    await village.do("Ana", "withdraw", (await village.request(1)).number)

    assert ["Here is what you need" in said for said in await see(village)] == []


async def test_whoever_can_be_written_to_again_reads_all_of_it_in_order(village: Village) -> None:
    await claimed_behind_a_closed_door(village)
    await village.do("Ana", "withdraw", (await village.request(1)).number)
    second = await village.ask("Ana")
    await village.do("Ben", "claim", second)
    await village.do("Ana", "withdraw", second)
    await village.settle()
    assert village.direct("Ben") == []

    await village.store.write(directs.open_direct, BEN)
    await village.settle()

    said = [each.text for each in village.direct("Ben")]
    assert ["#1" in each for each in said] == [True, False]
    assert await village.store.read(directs.waited_for, (BEN,)) == ()


async def test_whoever_asked_not_to_be_written_to_is_not(village: Village) -> None:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    await village.store.write(close, BEN)
    await village.pass_time(3 * DAY)

    assert village.direct("Ben") == []
    assert not any("could not reach" in said.text for said in village.chat.at("care"))
    assert await village.store.read(directs.waited_for, (ANA, BEN)) == (BEN,)
    assert len(await see(village)) == 2


async def test_a_message_that_was_sent_before_is_kept_up_to_date(village: Village) -> None:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    await village.pass_time(3 * DAY)
    [nudge] = [said for said in village.direct("Ben") if "How is it going" in said.text][:1]
    await village.store.write(close, BEN)

    await village.do("Ben", "done", number)
    await village.settle()

    assert not nudge.offers("on_it")


async def test_everything_about_one_request_is_shown_at_once_and_in_order(village: Village) -> None:
    number = await village.ask("Ana", wanted="2")
    await village.store.write(close, ANA)
    for helper in ("Ben", "Chi"):
        await village.do(helper, "claim", number)
        await village.settle()

    said = await see(village, ANA)

    assert [("Ben" in each, "Chi" in each) for each in said] == [(True, False), (False, True)]


async def test_a_message_shown_elsewhere_does_not_come_again_when_the_door_is_open(village: Village) -> None:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    await village.settle()
    await village.store.write(close, BEN)
    await village.pass_time(3 * DAY)
    assert ["How is it going" in each for each in await see(village)] == [True]
    before = len(sent_to_ben(village))

    await village.store.write(directs.open_direct, BEN)
    await village.do("Chi", "backup", number)
    await village.settle()
    await village.do("Ben", "more_time", number)
    await village.settle()
    assert len(sent_to_ben(village)) == before

    await village.pass_time(4 * DAY)
    assert ["How is it going" in said.text for said in sent_to_ben(village)[before:]] == [True]


def sent_to_ben(village: Village) -> list[Said]:
    """Also what was taken away again."""
    return [said for said in village.chat.messages.values() if said.place == "direct:ben"]


async def test_a_claim_whose_helper_does_not_come_by_goes_to_the_backup_all_the_same(village: Village) -> None:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    await village.do("Chi", "backup", number)
    await village.store.write(close, BEN)

    await village.pass_time(6 * DAY)

    assert (await village.request(number)).status is Status.OPEN
    assert ["#1" in said.text for said in village.direct("Chi")] == [True]
    assert village.direct("Ben") == []


async def test_a_backup_who_does_not_come_by_keeps_nobody_waiting(village: Village) -> None:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    await village.do("Chi", "backup", number)
    await village.store.write(close, actor("Chi").account)
    await village.do("Ben", "release", number)

    await village.pass_time(2 * DAY)

    assert (await village.request(number)).status is Status.OPEN
    assert not any(claim.hold is Hold.ASKED for claim in (await village.request(number)).claims)
