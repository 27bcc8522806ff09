"""The double in a process of its own, which is still there when the bot has been killed.

    with DiscordProcess() as process:
        async with process.open() as discord:
            village = await discord.add_guild()
            ana = await discord.add_person("ana", village, at=room)
            await ana.slash("needhelp")

Everything a Discord, a Person or a part of it (`moderation`, `faults`, `gateway`, `clock`, `world`) does can be asked
for here, always with `await`; plain attributes are asked for as if they were functions: `await discord.record()`.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from tests.doubles.discord.acting import Refused
from tests.doubles.discord.codec import pack, unpack
from tests.doubles.discord.control import LONGEST_LINE, PARTS
from tests.doubles.discord.interaction import Shown
from tests.doubles.discord.server import HOST
from tests.doubles.discord.wire import Json

ROOT: Final = Path(__file__).parents[3]
FAILURES: Final = {"Refused": Refused, "TimeoutError": TimeoutError, "AssertionError": AssertionError}


class Remote:
    """Stands for a Discord, one of its parts, or a person in it."""

    def __init__(self, port: int, world: int, on: str = "") -> None:
        self._port, self._world, self.id = port, world, on

    def __getattr__(self, do: str) -> Callable[..., Awaitable[Any]]:
        if do.startswith("_"):
            raise AttributeError(do)

        async def ask(*arguments: Any, **named: Any) -> Any:
            asked = {"world": self._world, "on": self.id, "do": do}
            asked |= {"arguments": _packed(arguments), "named": _packed(named)}
            answer = await _ask(self._port, asked)
            return self._unpacked(answer)

        return ask

    def _unpacked(self, answer: Any) -> Any:
        if isinstance(answer, dict) and "__person__" in answer:
            return Remote(self._port, self._world, answer["__person__"])
        return unpack(answer, {})


class RemoteDiscord(Remote):
    def __init__(self, port: int, opened: Json) -> None:
        super().__init__(port, opened["world"])
        self.api_base, self.gateway_url, self.token = opened["api_base"], opened["gateway_url"], opened["token"]
        self.moderation, self.faults, self.gateway, self.clock, self.world = (
            Remote(port, opened["world"], part) for part in PARTS
        )


class DiscordProcess:
    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.doubles.discord", "--port", "0"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())

    def __enter__(self) -> "DiscordProcess":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self._process.terminate()
        self._process.communicate()

    @asynccontextmanager
    async def open(self, **how: bool | float) -> AsyncIterator[RemoteDiscord]:
        """`is_clock_held`, `has_observed_limits`, `window_length`.

        Fails at the end if anything violated Discord's documents.
        """
        opened = await _ask(self.port, {"do": "open", "named": how})
        try:
            yield RemoteDiscord(self.port, opened)
        finally:
            found = await _ask(self.port, {"do": "close", "world": opened["world"]})
        if found:
            raise AssertionError("Discord's documents say otherwise:\n" + "\n".join(found))


async def _ask(port: int, asked: Json) -> Any:
    """A connection each, so that one who waits is in nobody's way."""
    reader, writer = await asyncio.open_connection(HOST, port, limit=LONGEST_LINE)
    try:
        writer.write(json.dumps(asked).encode() + b"\n")
        answer = json.loads(await reader.readline())
    finally:
        writer.close()
    if "failed" in answer:
        raise FAILURES.get(answer["failed"], RuntimeError)(answer["why"])
    return answer["ok"]


def _packed(thing: Any) -> Any:
    if isinstance(thing, Remote):
        return {"__person__": thing.id}
    if isinstance(thing, Shown):
        return pack(thing)
    if isinstance(thing, list | tuple):
        return [_packed(each) for each in thing]
    return {key: _packed(value) for key, value in thing.items()} if isinstance(thing, dict) else thing
