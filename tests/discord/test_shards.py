"""Several connections, each for a part of the servers."""

from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest

from bot.model.places import PlaceRef
from storage.store import OpenStore
from tests.discord.house import HAND, House, open_house
from tests.doubles.clock import HandClock
from tests.doubles.discord.gateway import Session

SHARDS = 2


@pytest.fixture
async def house(
    sqlite: OpenStore, clock: HandClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    monkeypatch.setattr(discord.Client, "before_identify_hook", without_pause)
    async with open_house(sqlite, clock, tmp_path, shard_count=SHARDS) as opened:
        yield opened


async def without_pause(client: discord.Client, shard_id: int | None, *, initial: bool) -> None:
    """The library waits five seconds between two of them, because Discord wants it so."""


def shard_of(house: House) -> int:
    return (int(house.guild["id"]) >> 22) % SHARDS


def session(house: House, shard: int) -> Session:
    return next(each for each in house.discord.gateway.sessions.values() if each.shard == (shard, SHARDS))


def told(session: Session, event: str) -> int:
    return sum(f'"t":"{event}"'.encode() in frame for _, frame in session.sent)


async def house_on_the_other_shard(house: House) -> House:
    other = house
    while shard_of(other) == shard_of(house):
        other = house.neighbouring()
    await other.set_up()
    return other


async def test_servers_on_different_shards_live_side_by_side(house: House) -> None:
    other = await house_on_the_other_shard(house)
    before = [told(session(house, shard), "INTERACTION_CREATE") for shard in range(SHARDS)]

    for each in (house, other):
        card = await each.ask(each.ana)
        await each.ben.press(card, "✋ I can help with #1")
        await each.settle()
        assert "Here is what you need" in each.private(each.ben)[0]
        await each.chi.react(card, HAND)
        await each.until(lambda here=each: "Someone was a blink faster" in "".join(here.private(here.chi)))  # type: ignore[misc]

    after = [told(session(house, shard), "INTERACTION_CREATE") for shard in range(SHARDS)]
    assert [now - then for now, then in zip(after, before, strict=True)] == [4, 4]


async def test_private_messages_come_over_the_first_shard(house: House) -> None:
    other = await house_on_the_other_shard(house)
    for each in (house, other):
        await each.ben.press(await each.ask(each.ana), "✋ I can help with #1")
        await each.ben.slash("release", number=1)
        before = told(session(house, 0), "MESSAGE_CREATE")
        await each.ben.say("The ramp is at the back.", at=each.ben.direct())
        await each.until(lambda here=each: "The next person will read it" in here.private(here.ben)[-1])  # type: ignore[misc]
        assert told(session(house, 0), "MESSAGE_CREATE") > before


async def test_a_hand_raised_while_one_shard_was_away_counts(house: House) -> None:
    other = await house_on_the_other_shard(house)
    for each in (house, other):
        card = await each.ask(each.ana)
        lost = session(house, shard_of(each))
        del house.discord.gateway.sessions[lost.id]
        assert lost.socket is not None
        await each.ben.react(card, HAND, is_told=False)

        await lost.socket.close(1001)

        await each.until(lambda here=each: "Somebody is on it" in here.card(), within=10)  # type: ignore[misc]


async def test_servers_of_another_process_are_not_taken_for_left(house: House) -> None:
    other = await house_on_the_other_shard(house)
    card = await house.ask(house.ana)
    await house.stop()
    await house.ben.react(card, HAND, is_told=False)

    await house.start(shard_count=SHARDS, shard_ids=[shard_of(house)])
    await house.until(lambda: "Somebody is on it" in house.card())

    homes = [PlaceRef("discord", each.guild["id"]) for each in (house, other)]
    known = [await house.store.read(lambda tx, at, now: tx.communities.home(at), at) for at in homes]
    assert [home.left_at for home in known if home is not None] == [None, None]
