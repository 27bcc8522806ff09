"""Runs trials: kill, restart, perhaps kill again, and compare the end with that of a run left in peace."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import Any

from tests.doubles.platform_process import ROOT, PlatformProcess, Wire
from tests.kill.final_state import drawn_alike
from tests.kill.points import NEVER
from tests.people import NOON

Messages = Counter[tuple[str, str, bool]]
"""Place, text, and whether it was taken away."""


class VictimProcess:
    """The server that forks a victim for each life. `module` is run; it serves what a victim does."""

    def __init__(self, module: str) -> None:
        command = [sys.executable, "-m", module]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def live(self, order: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        report: dict[str, Any] = json.loads(self._process.stdout.readline())
        return report

    def stop(self) -> None:
        self._process.communicate()


@dataclass(frozen=True)
class End:
    """What is left when everything was said: the database, and the messages people see."""

    state: dict[str, list[str]]
    messages: Messages
    points: tuple[str, ...]
    """Those of the last life."""
    deaths: tuple[str, ...]
    repeats: int
    trouble: str


@dataclass(frozen=True)
class Verdict:
    """How the end of a trial differs from that of the run left in peace."""

    deaths: tuple[str, ...]
    lost: Messages
    doubled: Messages
    rows: tuple[str, ...]
    repeats: int
    """Sends that the platform knew already, and that would have been doubled without their key."""
    trouble: str

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.doubled or self.rows or self.trouble)

    def __str__(self) -> str:
        where = ", then ".join(self.deaths) or "nowhere"
        rows = "\n  ".join(self.rows)
        return (
            f"killed at {where}: lost {dict(self.lost)}, doubled {dict(self.doubled)}, rows\n  {rows}\n{self.trouble}"
        )


@dataclass
class Matrix:
    """Trials on one kind of database. `fresh` gives the url of an empty one, `drop` takes it away."""

    fresh: Callable[[], str]
    drop: Callable[[str], None]
    platform: PlatformProcess
    victims: VictimProcess
    worlds: Iterator[int] = field(default_factory=count)

    @cached_property
    def peaceful(self) -> End:
        end = self.run()
        assert end.trouble == ""
        return end

    def trial(self, *kill_at: int, plant: str = "") -> Verdict:
        """Kill the first life at the first point, the second at the second, and let the last one live."""
        end = self.run(*kill_at, plant=plant)
        return Verdict(
            tuple(f"{point} ({name})" for point, name in zip(kill_at, end.deaths, strict=False)),
            self.peaceful.messages - end.messages,
            end.messages - self.peaceful.messages,
            tuple(differences(self.peaceful.state, end.state)),
            end.repeats,
            end.trouble,
        )

    def run(self, *kill_at: int, plant: str = "") -> End:
        """A point that the planted or the shortened life does not reach kills nobody."""
        url = self.fresh()
        world = f"{id(self)} {next(self.worlds)}"
        wire = Wire(self.platform.address, world)
        try:
            order = {"url": url, "world": world, "platform": self.platform.address, "plant": plant}
            report, deaths = self._live_on(order, wire, kill_at)
            seen = wire.ask("look")
        finally:
            wire.close()
            self.drop(url)
        messages = Counter((said["place"], drawn_alike(said["text"]), said["is_removed"]) for said in seen["messages"])
        points = tuple(report.get("points", ()))
        return End(report.get("state", {}), messages, points, deaths, seen["repeats"], report.get("trouble", ""))

    def _live_on(
        self, order: dict[str, Any], wire: Wire, kill_at: tuple[int, ...]
    ) -> tuple[dict[str, Any], tuple[str, ...]]:
        deaths: list[str] = []
        awake_at = NOON.isoformat()
        for restarts, point in enumerate((*kill_at, NEVER)):
            report = self.victims.live(order | {"kill_at": point, "awake_at": awake_at, "restarts": restarts})
            if not report["is_killed"]:
                return report, tuple(deaths)
            wire.ask("quiet")
            deaths.append(report["died"])
            awake_at = report.get("awake_at", awake_at)
        raise AssertionError("a victim that was to live has died")


def differences(expected: dict[str, list[str]], found: dict[str, list[str]]) -> list[str]:
    lines = []
    for table in expected:
        missing = Counter(expected[table]) - Counter(found.get(table, ()))
        surplus = Counter(found.get(table, ())) - Counter(expected[table])
        lines += [f"- {table} {row}" for row in missing.elements()]
        lines += [f"+ {table} {row}" for row in surplus.elements()]
    return lines
