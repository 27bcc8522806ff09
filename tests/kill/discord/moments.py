"""Where the bot on Discord can be killed: before and after every call and every commit.

What happens between is not decided anew: reads and statements have points of their own in the matrix of the core.
"""

import re
import threading
from collections.abc import Callable
from typing import Any

import aiohttp
from yarl import URL

from tests.kill.points import Points

API = "/api/"
PLAIN = re.compile(r"@?[a-z-]{1,20}2?")
"""Parts of a path that are always the same; the others are ids, tokens and emoji."""


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


def count_calls(points: Points) -> None:
    """Every call of this process to Discord counts from now on.

    Killed after one, the bot has not seen its answer: for Discord it is done, and for the bot it never happened.
    """
    carry_out = aiohttp.ClientSession._request

    async def counted(session: aiohttp.ClientSession, method: str, url: Any, **how: Any) -> aiohttp.ClientResponse:
        path = URL(url).path
        if not path.startswith(API):
            return await carry_out(session, method, url, **how)
        points.reached(f"before {method} {short(path)}")
        response = await carry_out(session, method, url, **how)
        points.reached(f"after {method} {short(path)}")
        return response

    setattr(aiohttp.ClientSession, "_request", counted)  # noqa: B010


def short(path: str) -> str:
    parts = re.sub(r"^/api/v\d+/", "", path).split("/")
    return "/".join(["", *(part if PLAIN.fullmatch(part) else "*" for part in parts)])
