"""Made-up neighbours for the community bench: what they do with an alert, and whether they keep their word.

The numbers are guesses of ours, the same for every way of asking; only how people are asked differs. That needless
alerts make people stop reading is from the survey of volunteer alerts in the research of this project: about a third of
those who are alerted for nothing disengage within a year.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from bot.model.policy import Kind

HOUR: Final = timedelta(hours=1)
WEARY: Final = 0.93
"""What is left of somebody's attention after an alert that came to nothing."""
REST: Final = 0.02
"""What comes back of it on a day without one."""
LEAST: Final = 0.05
KINDS: Final = (Kind.PRACTICAL, Kind.INFORMATIONAL)


@dataclass(frozen=True)
class Habit:
    share: float
    """Of all people."""
    looks_after: timedelta
    """On average, from an alert to a look at it."""
    willing: float
    """How likely they take on what they look at, with all their attention."""
    keeps: float
    """How likely they do what they took on."""
    hands_back: float
    """If they do not: how likely they say so when they are asked."""
    browses: float
    """How likely they look at what is open on a day, by themselves."""
    awake: tuple[int, int] = (8, 23)


HABITS: Final = MappingProxyType(
    {
        "quick": Habit(0.2, HOUR / 3, 0.45, 0.95, 0.9, 0.3),
        "slow": Habit(0.35, 5 * HOUR, 0.35, 0.9, 0.8, 0.1),
        "ghosting": Habit(0.15, 2 * HOUR, 0.4, 0.3, 0.1, 0.15),
        "overloaded": Habit(0.15, 8 * HOUR, 0.12, 0.75, 0.7, 0.02),
        "night owl": Habit(0.15, 2 * HOUR, 0.35, 0.9, 0.8, 0.1, awake=(17, 24)),
    }
)


@dataclass
class Neighbour:
    """One volunteer. `attention` is what is left of it, from 0 to 1."""

    name: str
    habit: Habit
    kinds: frozenset[Kind]
    attention: float = 1.0
    alerts: int = 0
    rested_on: int = 0
    """The day up to which they have rested."""

    def is_awake(self, at: datetime) -> bool:
        return self.habit.awake[0] <= at.hour < self.habit.awake[1]

    def looks_at(self, now: datetime, chance: random.Random) -> datetime:
        """When they look at what they were told now."""
        at = now + self.habit.looks_after * chance.expovariate(1)
        while not self.is_awake(at):
            at = at.replace(minute=0) + HOUR
        return at

    def wants(self, kind: Kind, chance: random.Random) -> bool:
        return kind in self.kinds and chance.random() < self.habit.willing * self.attention

    def was_alerted_for_nothing(self) -> None:
        self.attention = max(self.attention * WEARY, LEAST)

    def attention_on(self, day: int) -> float:
        return min(self.attention + REST * (day - self.rested_on), 1.0)

    def rests(self, day: int) -> None:
        self.attention, self.rested_on = self.attention_on(day), day


def neighbours(count: int, chance: random.Random) -> list[Neighbour]:
    names = [f"n{number}" for number in range(count)]
    habits = chance.choices(list(HABITS.values()), [habit.share for habit in HABITS.values()], k=count)
    return [Neighbour(name, habit, _kinds(chance)) for name, habit in zip(names, habits, strict=True)]


def _kinds(chance: random.Random) -> frozenset[Kind]:
    """Most help with one thing, some with both."""
    return frozenset(KINDS) if chance.random() < 0.3 else frozenset({chance.choice(KINDS)})
