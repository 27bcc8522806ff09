"""How fast what waits is posted under Discord's limits, in real time, against what these limits allow.

    uv run python tests/bench/discord_drain.py

Many posts wait in the outbox of a real store, for the channels of a Discord that runs in a process of its own and
keeps the limits observed on the live service: five messages in five seconds for each channel, fifty calls a
second over all. Our delivery, our courier and the real discord.py take them there over real sockets. What counts
is what the server saw: when each post came, what it refused, and whether the posts about one request kept their
order. The posts offer no choices, so that they need no other calls than their own.

The ideal fills the first windows at once, and every further one in the moment it opens.
"""

import asyncio
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from adapters.discord.platform import DiscordPlatform
from bot.clock import MovableClock
from bot.commands.homes import OpenHome
from bot.delivery import Delivery
from bot.model.changes import Settlement
from bot.model.ids import CommunityId, Number
from bot.model.places import PlaceKind, PlaceRef
from bot.model.posts import Post
from bot.ports import Store
from bot.usecases import places
from storage.store import open_store
from tests.bench.measuring import print_last_line, print_table
from tests.doubles.discord.limits import OBSERVED, OVER_ALL
from tests.doubles.discord.process import DiscordProcess, RemoteDiscord
from tests.doubles.discord.wire import Json

MUST = 0.95
"""Of the ideal, at least, in each drain."""
REQUESTS = 4
"""That the posts of one channel are about, in turns."""
MESSAGES = OBSERVED["POST", "/channels/{channel_id}/messages"]


@dataclass(frozen=True)
class Size:
    """Posts and channels of each drain; `window_length` makes the windows of the limits longer or shorter."""

    drains: tuple[tuple[int, int], ...] = ((50, 1), (200, 10), (1_500, 50), (1_500, 200))
    window_length: float = 1.0


@dataclass(frozen=True)
class Result:
    """Seconds; `refused` counts 429 by their scope, `recorded` is when the outbox was empty."""

    posts: int
    channels: int
    ideal: float
    taken: float
    recorded: float
    refused: Counter[str]
    is_in_order: bool
    is_complete: bool

    @property
    def ratio(self) -> float:
        return self.ideal / self.taken


@dataclass(frozen=True)
class Waiting:
    """A post in the outbox: how the server will know it, and which others it must not overtake."""

    key: str
    lane: tuple[str, str]
    channel: str


def ideal(waiting: Sequence[Waiting], window_length: float) -> float:
    """Seconds from the first post to the last, if no window were ever left open."""
    fullest = max(Counter(each.channel for each in waiting).values())
    limits = (fullest, MESSAGES), (len(waiting), OVER_ALL)
    return max((ceil(count / many) - 1) * seconds * window_length for count, (many, seconds) in limits)


async def drain(size: Size, posts: int, channels: int) -> Result:
    with DiscordProcess() as process, tempfile.TemporaryDirectory(prefix="barnraiser-bench-") as folder:
        clock, path = MovableClock(), Path(folder) / "barnraiser.db"
        store = await open_store(f"sqlite:///{path}", clock)
        async with process.open(has_observed_limits=True, window_length=size.window_length) as discord:
            rooms = await _open_rooms(store, discord, channels)
            await _write(store, list(rooms), posts)
            waiting = _read_waiting(path, rooms)
            async with _connected(store, discord, clock) as platform:
                delivery = Delivery(store, {"discord": platform.courier}, clock, "bench")
                store.on_commit(delivery.wake)
                started = time.time()
                await delivery.deliver_all()
                recorded = time.time() - started
            record = await discord.record()
        await store.close()
    return _judge(waiting, record, started, recorded, channels, size)


async def _open_rooms(store: Store, discord: RemoteDiscord, count: int) -> dict[CommunityId, str]:
    """A server for each channel: what its care team reads is posted there."""
    rooms = {}
    for index in range(count):
        guild = await discord.add_guild(f"Street {index}")
        channel = await discord.add_channel(guild, "care")
        home = PlaceRef("discord", guild["id"])
        opened = OpenHome(home, guild["name"], "UTC", {PlaceKind.CARE: channel["id"]})
        rooms[await store.write(places.open_home, opened)] = channel["id"]
    return rooms


async def _write(store: Store, communities: list[CommunityId], posts: int) -> None:
    """As evenly as it goes, and in no order, as when many have something to say at the same time."""
    turns = [communities[index % len(communities)] for index in range(posts)]
    random.Random(7).shuffle(turns)
    said: Counter[CommunityId] = Counter()
    for community_id in turns:
        said[community_id] += 1
        post = Post("care_place_lost", Number(said[community_id] % REQUESTS + 1), place=PlaceKind.CARE)

        def settle(tx: Any, community_id: CommunityId, now: Any, post: Post = post) -> None:
            tx.settle(Settlement(community_id, None, now, posts=(post,)))

        await store.write(settle, community_id)


def _read_waiting(path: Path, rooms: dict[CommunityId, str]) -> list[Waiting]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT key, community_id, lane FROM outbox ORDER BY id").fetchall()
    return [Waiting(key, (community, lane), rooms[CommunityId(community)]) for key, community, lane in rows]


@asynccontextmanager
async def _connected(store: Store, discord: RemoteDiscord, clock: MovableClock) -> AsyncIterator[DiscordPlatform]:
    platform = DiscordPlatform(
        store=store,
        clock=clock,
        token=discord.token,
        guild_ids=(),
        api_base=discord.api_base,
        gateway_url=discord.gateway_url,
    )
    await platform.start()
    running = asyncio.ensure_future(platform.run())
    await discord.wait_ready()
    try:
        yield platform
    finally:
        await platform.stop()
        await running


def _judge(
    waiting: Sequence[Waiting], record: Sequence[Json], started: float, recorded: float, channels: int, size: Size
) -> Result:
    calls = [each for each in record if each["method"] == "POST" and each["path"].endswith("/messages")]
    arrived = [each for each in calls if each["status"] == 200]
    keys = [each["body"]["nonce"] for each in arrived]
    return Result(
        posts=len(waiting),
        channels=channels,
        ideal=ideal(waiting, size.window_length),
        taken=max(_moment(each["answer"]["id"]) for each in arrived) - started,
        recorded=recorded,
        refused=Counter(each["headers"]["X-RateLimit-Scope"] for each in record if each["status"] == 429),
        is_in_order=_by_lane(waiting, keys) == _by_lane(waiting, [each.key for each in waiting]),
        is_complete=sorted(keys) == sorted(each.key for each in waiting),
    )


def _moment(snowflake: str) -> float:
    """Every id says when it was made."""
    return ((int(snowflake) >> 22) + 1_420_070_400_000) / 1000


def _by_lane(waiting: Sequence[Waiting], keys: Iterable[str]) -> dict[tuple[str, str], list[str]]:
    lanes = {each.key: each.lane for each in waiting}
    found = defaultdict(list)
    for key in keys:
        found[lanes[key]].append(key)
    return found


async def measure(size: Size) -> list[Result]:
    return [await drain(size, posts, channels) for posts, channels in size.drains]


def report(results: Sequence[Result]) -> None:
    rows = [
        (
            f"{each.posts:,}",
            str(each.channels),
            f"{each.ideal:.1f} s",
            f"{each.taken:.2f} s",
            f"{each.recorded:.2f} s",
            f"{each.ratio:.3f}",
            ", ".join(f"{count} {scope}" for scope, count in each.refused.items()) or "none",
            "kept" if each.is_in_order else "BROKEN",
            "each once" if each.is_complete else "NOT EACH ONCE",
        )
        for each in results
    ]
    columns = ("posts", "channels", "ideal", "last came", "recorded", f"ratio >= {MUST}", "429", "order", "came")
    print_table("Posts under Discord's limits, as the server saw them", columns, rows)


def last_line(results: Sequence[Result]) -> None:
    facts = {
        "ratios": [round(each.ratio, 3) for each in results],
        "refused": [dict(each.refused) for each in results],
        "missed": [f"{each.posts} over {each.channels}" for each in results if _misses(each)],
    }
    print_last_line("discord_drain", min(each.ratio for each in results), facts)


def _misses(result: Result) -> bool:
    return result.ratio < MUST or bool(result.refused["user"]) or not (result.is_in_order and result.is_complete)


def main() -> int:
    results = asyncio.run(measure(Size()))
    report(results)
    last_line(results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
