"""Patience that costs no time."""

from adapters.matrix.incoming.surely import Surely
from adapters.matrix.outgoing import courier
from tests.doubles.clock import HandClock
from tests.kill.hurry import LONGEST


def hurry(clock: HandClock) -> None:
    """Whoever waits before they ask the homeserver again does so at once; limits are over when the driver says so."""
    setattr(courier, "passing", clock.machine)  # noqa: B010
    pause = Surely.pause

    async def nap(surely: Surely, seconds: float) -> None:
        await pause(surely, min(seconds, LONGEST))

    setattr(Surely, "pause", nap)  # noqa: B010
