"""A clock that stands still until a test moves it."""

from datetime import datetime, timedelta

from tests.people import NOON


class HandClock:
    """Community time and machine time, each settable by hand."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at
        self.seconds = at.timestamp()

    def now(self) -> datetime:
        return self.at

    def machine(self) -> float:
        return self.seconds

    def move_to(self, moment: datetime) -> None:
        """Both clocks, as when the time in between really passes."""
        self.seconds += (moment - self.at).total_seconds()
        self.at = moment

    def forward(self, time: timedelta) -> None:
        """Both clocks."""
        self.move_to(self.at + time)

    def machine_forward(self, seconds: float) -> None:
        """Machine time alone: leases run out, retries come due."""
        self.seconds += seconds
