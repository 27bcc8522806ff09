"""How long ago we heard from the homeserver can be seen from outside, as long as we run."""

from pathlib import Path

from adapters.matrix.incoming.pulse import PULSE, Pulse, heard_at
from bot.model.health import Status
from tests.doubles.clock import HandClock


async def test_a_long_silence_is_a_failure_until_we_hear_again(tmp_path: Path) -> None:
    clock = HandClock()
    pulse = Pulse(clock, tmp_path)
    assert [check.status for check in await pulse.look()] == [Status.FAILING]
    pulse.heard()
    assert [check.status for check in await pulse.look()] == [Status.OK]
    clock.machine_forward(600)
    [silent] = await pulse.look()
    assert (silent.status, "10 minutes" in silent.sentence) == (Status.FAILING, True)
    pulse.heard()
    assert [check.status for check in await pulse.look()] == [Status.OK]


def test_from_outside_it_is_known_to_the_minute_and_only_while_we_run(tmp_path: Path) -> None:
    clock = HandClock()
    begun = clock.machine()
    pulse = Pulse(clock, tmp_path)
    assert heard_at(tmp_path) is None
    for seconds in (0, 59, 1):
        clock.machine_forward(seconds)
        pulse.heard()
        assert heard_at(tmp_path) == (begun if clock.machine() < begun + 60 else begun + 60)
    pulse.end()
    assert heard_at(tmp_path) is None


def test_a_file_that_cannot_be_written_or_read_stops_nobody(tmp_path: Path) -> None:
    Pulse(HandClock(), tmp_path / "nowhere").heard()
    (tmp_path / PULSE).write_text("soon")
    assert heard_at(tmp_path) is None
