"""The process that is killed: a server that has imported everything once, and forks for each trial.

Reads one trial a line, writes one report a line. Nothing is started before the fork: no loop, no thread.
"""

import asyncio
import gc
import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from bot.delivery import LEASE_SECONDS
from storage.store import open_store
from tests.doubles.clock import HandClock
from tests.doubles.platform_process import Wire
from tests.doubles.village import PLATFORM
from tests.kill.courier import WireCourier
from tests.kill.final_state import final_state, where_words_are
from tests.kill.order import Orderly
from tests.kill.plants import PLANTS
from tests.kill.points import Points, count_on_postgres, sqlite_connection
from tests.kill.script import Player

Tell = Callable[..., None]


async def live(order: dict[str, Any], tell: Tell) -> None:
    """Play the script once; the order says where to die."""
    points = Points(order["kill_at"], lambda name: tell(died=name))
    clock = HandClock(datetime.fromisoformat(order["awake_at"]))
    clock.machine_forward(order["restarts"] * (LEASE_SECONDS + 1))
    url: str = order["url"]
    if url.startswith("postgres"):
        count_on_postgres(points)
    store = await open_store(url, clock, sqlite_connection=sqlite_connection(points))
    wire = Wire(order["platform"], order["world"])
    wire.ask("come")
    plant = PLANTS[order["plant"]]
    planted = plant.store(Orderly(store, in_groups=url.startswith("sqlite")), wire)
    delivery = plant.delivery(planted, {PLATFORM: WireCourier(wire, points)}, clock, "sender")
    find_words = partial(where_words_are, url)
    await Player(planted, clock, delivery, wire, lambda at: tell(awake_at=at.isoformat()), find_words).play()
    await store.close()
    points.disarm()
    tell(points=points.names)
    tell(state=await final_state(url))


def fork(order: dict[str, Any]) -> dict[str, Any]:
    """Live in a child; returns what it told before it ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _live_and_end(order, writing)
    os.close(writing)
    told: dict[str, Any] = {}
    with os.fdopen(reading) as lines:
        for line in lines:
            told |= json.loads(line)
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return told | {"is_killed": killed}


def _live_and_end(order: dict[str, Any], writing: int) -> None:
    def tell(**news: Any) -> None:
        line = json.dumps(news).encode() + b"\n"
        while line:
            line = line[os.write(writing, line) :]

    try:
        asyncio.run(live(order, tell))
    except BaseException:
        tell(trouble=traceback.format_exc())
    os._exit(0)


def main() -> None:
    assert threading.active_count() == 1
    gc.freeze()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(fork(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
