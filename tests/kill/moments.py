"""Where a bot on a real platform can be killed: before and after every call and every commit.

What happens between is not decided anew: reads and statements have points of their own in the matrix of the core.
"""

import threading
from collections.abc import Callable
from typing import Any

import aiohttp
from yarl import URL

from tests.kill.points import Points


class Edges(Points):
    """Counts commits and calls; with `only`, those whose name holds it.

    The store writes in a thread of its own, the library calls in another.
    """

    def __init__(self, kill_at: int, last_words: Callable[[str], None], only: str = "") -> None:
        super().__init__(kill_at, last_words)
        self._only = only
        self._one_at_a_time = threading.RLock()

    def reached(self, name: str) -> None:
        if ("COMMIT" in name or "/" in name) and self._only in name:
            with self._one_at_a_time:
                super().reached(name)


def count_calls(points: Points, short: Callable[[str], str | None]) -> None:
    """Every call of this process to the platform counts from now on, by what is the same in each run; None for others.

    Killed after one, the bot has not seen its answer: for the platform it is done, and for the bot it never happened.
    """
    carry_out = aiohttp.ClientSession._request

    async def counted(session: aiohttp.ClientSession, method: str, url: Any, **how: Any) -> aiohttp.ClientResponse:
        name = short(URL(url).raw_path)
        if name is None:
            return await carry_out(session, method, url, **how)
        points.reached(f"before {method} {name}")
        response = await carry_out(session, method, url, **how)
        points.reached(f"after {method} {name}")
        return response

    setattr(aiohttp.ClientSession, "_request", counted)  # noqa: B010
