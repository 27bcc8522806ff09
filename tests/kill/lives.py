"""The bot as its driver knows it: a process that may die at any moment, and is then started again."""

import asyncio
import contextlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.kill.mishaps import PEACE, Mishap
from tests.kill.points import NEVER
from tests.kill.trials import VictimProcess
from tests.people import NOON

STARTS_AT_MOST: Final = 12
RETRIES_AT_MOST: Final = 60


class Died(Exception):
    """The bot is not there any more."""


class Stuck(AssertionError):
    """It never came to what it should come to."""


@dataclass(kw_only=True)
class Lives:
    """One life after another, on one database; the mishap says at which of its points each of them ends.

    What a platform has to add: `_where`, and `_until_connected`, `_calm_down` and `_forward` if there is more to do.
    """

    victims: VictimProcess
    url: str
    folder: Path
    mishap: Mishap = PEACE
    plant: str = ""
    deaths: list[str] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    """Those of all lives."""
    troubles: list[str] = field(default_factory=list)
    _awake_at: str = NOON.isoformat()
    _passed: float = 0.0
    """Seconds by which the machine's clock is ahead of the community's."""
    _starts: int = 0
    _living: "asyncio.Future[dict[str, Any]] | None" = None
    _server: asyncio.Server | None = None
    _visitors: "asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]]" = field(default_factory=asyncio.Queue)
    _line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    def _where(self) -> dict[str, Any]:
        """What the next life has to know to find its platform."""
        raise NotImplementedError

    async def _until_connected(self) -> None:
        """Raises Died if it is not there any more."""

    async def _calm_down(self) -> None:
        """Wait until the platform has done what a dead bot last asked for."""

    async def _forward(self, seconds: float) -> None:
        """Time passes for the platform too."""

    @property
    def is_there(self) -> bool:
        return self._line is not None

    async def start(self) -> None:
        """Until it is connected; it may die on the way there, and is started once more."""
        while not self.is_there:
            self._starts += 1
            if self._starts > STARTS_AT_MOST:
                raise Stuck("it does not start")
            await self._be_born()

    async def settle(self) -> None:
        """Everything that is due is done, and everything that can be sent is sent. Raises Died."""
        waited: list[float] = []
        while len(waited) < RETRIES_AT_MOST:
            seconds = await self._ask("settle")
            if seconds is None:
                return
            waited.append(seconds)
            await self.pass_seconds(seconds + 0.001)
        raise Stuck(f"something is tried for ever, after waiting for {waited} seconds")

    async def pass_seconds(self, seconds: float) -> None:
        """Of machine time; nobody's day goes on."""
        await self._forward(seconds)
        self._passed += seconds
        if self.is_there:
            await self._ask("wait", seconds=seconds)

    async def live_until(self, target: str) -> None:
        """From due moment to due moment. Raises Died."""
        while await self._ask("live_until", target=target) is not None:
            await self.settle()

    async def ended(self) -> None:
        """Returns when this life does."""
        assert self._living is not None
        await asyncio.wait({self._living})

    async def kill(self) -> None:
        """Here and now, if it is alive."""
        with contextlib.suppress(Died):
            await self._ask("die")

    async def stop(self) -> None:
        if self._line is not None:
            await self._bury()
        if self._server is not None:
            self._server.close()

    async def _be_born(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_unix_server(self._greet, self._address)
        self._living = asyncio.ensure_future(asyncio.to_thread(self.victims.live, self._order()))
        coming = asyncio.ensure_future(self._visitors.get())
        await asyncio.wait({coming, self._living}, return_when=asyncio.FIRST_COMPLETED)
        if not coming.done():
            coming.cancel()
            return await self._bury()
        self._line = coming.result()
        with contextlib.suppress(Died):
            await self._until_connected()
        return None

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._visitors.put_nowait((reader, writer))

    def _order(self) -> dict[str, Any]:
        deaths, kill_at = len(self.deaths), self.mishap.kill_at
        death = {"kill_at": kill_at[deaths] if deaths < len(kill_at) else NEVER, "only": self.mishap.only}
        times = {"awake_at": self._awake_at, "ahead": self._passed}
        return {**death, **times, **self._where(), "plant": self.plant, "url": self.url, "driver": str(self._address)}

    @property
    def _address(self) -> Path:
        return self.folder / "driver"

    async def _ask(self, do: str, **arguments: Any) -> Any:
        if self._line is None:
            raise Died
        reader, writer = self._line
        try:
            writer.write(json.dumps({"do": do, **arguments}).encode() + b"\n")
            await writer.drain()
            line = await reader.readline()
        except OSError:
            line = b""
        if not line:
            await self._bury()
            raise Died
        return json.loads(line)

    async def _bury(self) -> None:
        """Note what it told, and wait until its platform has done what it last asked for."""
        if self._line is not None:
            self._line[1].close()
            self._line = None
        assert self._living is not None
        report = await self._living
        await self._calm_down()
        self._awake_at = report.get("awake_at", self._awake_at)
        self.points += report.get("points", [])
        if report["is_killed"]:
            self.deaths.append(report["died"])
            await self.pass_seconds(self.mishap.seconds_away)
        if "trouble" in report:
            self.troubles.append(report["trouble"])
