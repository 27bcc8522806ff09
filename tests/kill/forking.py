"""The server of victims: it has imported everything once, and forks for each life.

Reads one order a line, writes one report a line. Nothing is started before the fork: no loop, no thread.
"""

import asyncio
import gc
import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

Tell = Callable[..., None]
Live = Callable[[dict[str, Any], Tell], Awaitable[None]]
"""One life: given its order, and whom to tell what is to be known if it is killed."""


def serve(live: Live) -> None:
    assert threading.active_count() == 1
    gc.freeze()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(fork(live, json.loads(line))) + "\n")
        sys.stdout.flush()


def fork(live: Live, order: dict[str, Any]) -> dict[str, Any]:
    """Live in a child; returns what it told before it ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _live_and_end(live, order, writing)
    os.close(writing)
    told: dict[str, Any] = {}
    with os.fdopen(reading) as lines:
        for line in lines:
            told |= json.loads(line)
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return told | {"is_killed": killed}


def _live_and_end(live: Live, order: dict[str, Any], writing: int) -> None:
    def tell(**news: Any) -> None:
        line = json.dumps(news).encode() + b"\n"
        while line:
            line = line[os.write(writing, line) :]

    try:
        asyncio.run(_live(live, order, tell))
    except BaseException:
        tell(trouble=traceback.format_exc())
    os._exit(0)


async def _live(live: Live, order: dict[str, Any], tell: Tell) -> None:
    await live(order, tell)
