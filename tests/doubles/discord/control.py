"""A process that holds many Discords, one for each trial, and does in them what a test asks for.

One line is one request, one line its answer: `{"world": port, "on": "moderation", "do": "archive", ...}`.
`on` is "" for the Discord itself, a person's id, or one of its parts.
"""

import asyncio
import inspect
import json
import sys
from typing import Any, Final

from tests.doubles.discord.acting import Refused
from tests.doubles.discord.codec import pack, unpack
from tests.doubles.discord.limits import Limits, observed
from tests.doubles.discord.server import HOST, Discord
from tests.doubles.discord.timing import HeldClock, MachineClock
from tests.doubles.discord.wire import Json

PARTS: Final = ("moderation", "faults", "gateway", "clock", "world")
FAILURES: Final = (Refused, TimeoutError, AssertionError, KeyError, TypeError, ValueError, AttributeError)
LONGEST_LINE: Final = 64 << 20


class Control:
    def __init__(self) -> None:
        self._worlds: dict[int, Discord] = {}

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                writer.write(json.dumps(await self._answer(json.loads(line))).encode() + b"\n")
                await writer.drain()
        except OSError:
            return
        finally:
            writer.close()

    async def _answer(self, request: Json) -> Json:
        try:
            return {"ok": pack(await self._carry_out(request))}
        except FAILURES as failure:
            return {"failed": type(failure).__name__, "why": str(failure)}

    async def _carry_out(self, request: Json) -> Any:
        if request["do"] == "open":
            return await self._open(**request["named"])
        world = self._worlds[request["world"]]
        if request["do"] == "close":
            return await self._close(world)
        arguments = unpack(request["arguments"], world.people)
        named = unpack(request["named"], world.people)
        attribute = getattr(_target(world, request["on"]), request["do"])
        found = attribute(*arguments, **named) if callable(attribute) else attribute
        return await found if inspect.isawaitable(found) else found

    async def _open(
        self, *, is_clock_held: bool = False, has_observed_limits: bool = False, window_length: float = 1.0
    ) -> Json:
        clock = HeldClock() if is_clock_held else MachineClock()
        world = Discord(clock, observed(window_length) if has_observed_limits else Limits())
        await world.start()
        self._worlds[world.port] = world
        addresses = {"api_base": world.api_base, "gateway_url": world.gateway_url, "token": world.token}
        return {"world": world.port, **addresses}

    async def _close(self, world: Discord) -> list[str]:
        """What violated Discord's documents in it."""
        await world.stop()
        del self._worlds[world.port]
        return world.violations()


def _target(world: Discord, name: str) -> Any:
    if not name:
        return world
    return getattr(world, name) if name in PARTS else world.people[name]


async def serve(port: int) -> None:
    server = await asyncio.start_server(Control().talk, HOST, port, limit=LONGEST_LINE)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()
