"""A made-up community, lived through day by day on the real core: what people do by themselves, what they hear, and
what they do with it. Each promise about who is told of a request is looked at whenever somebody is told.
"""

import heapq
import itertools
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from bot.model.ids import Number, PersonId
from bot.model.policy import Kind
from bot.model.requests import Reason, Request, Status
from bot.model.volunteers import Quiet
from bot.model.wording import Choice
from bot.rules.matching import WEEK
from bot.usecases import sweep
from storage import ids
from tests.bench.habits import HOUR, Neighbour, neighbours
from tests.doubles.clock import HandClock
from tests.doubles.village import Said, Village
from tests.people import DAY, NOON

OURS, PING, HOPE = "ours", "ping everyone", "post and hope"
WAYS: Final = (OURS, PING, HOPE)
ANSWERS: Final = 0.7
"""How likely an asker answers when they are asked whether help came."""
WHEN: Final = ("today", "tomorrow", "this week", "this week", "no rush")


@dataclass(frozen=True)
class Size:
    neighbours: int = 200
    days: int = 60
    requests_a_day: float = 10.0
    seeds: int = 5


@dataclass
class Tally:
    """What came of one way with one seed."""

    requests: int = 0
    met: int = 0
    alerts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    """Broken promises, in words."""
    alerts_on: Counter[int] = field(default_factory=Counter)
    """By the day, counted from 0."""
    asked_on: Counter[int] = field(default_factory=Counter)
    met_of: Counter[int] = field(default_factory=Counter)
    """Of those that were asked on a day, how many were met in the end."""
    attention: list[float] = field(default_factory=list)
    """What is left of it on each day, of all volunteers on average."""

    @property
    def share(self) -> float:
        return self.met / max(self.requests, 1)


Act = Callable[[], Awaitable[None]]


class Lots:
    """What ids are drawn from, the same in each run: who is told first among equals depends on them."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(f"{seed} ids")

    def randbits(self, count: int) -> int:
        return self._chance.getrandbits(count)

    def token_urlsafe(self, count: int) -> str:
        return f"{self._chance.getrandbits(5 * count):x}"


@contextmanager
def drawn_from(seed: int) -> Iterator[None]:
    """While it lasts; whoever comes afterwards draws by chance again."""
    chance = ids.secrets
    setattr(ids, "secrets", Lots(seed))  # noqa: B010
    try:
        yield
    finally:
        setattr(ids, "secrets", chance)  # noqa: B010


class Community:
    """One way of asking, with one seed."""

    def __init__(self, village: Village, clock: HandClock, way: str, size: Size, seed: int) -> None:
        self._village, self._clock, self._way, self._size = village, clock, way, size
        self._people = {each.name: each for each in neighbours(size.neighbours, random.Random(f"{seed} people"))}
        self._asking = random.Random(f"{seed} asking")
        self._chance = random.Random(f"{seed} chance")
        self._agenda: list[tuple[datetime, int, Act]] = []
        self._order = itertools.count()
        self._read = 0
        self._keeps: dict[tuple[Number, str], bool] = {}
        self._open: dict[Number, Kind] = {}
        self._asked_on: dict[Number, int] = {}
        self._told: dict[str, list[datetime]] = {}
        self._pairs: set[tuple[Number, str]] = set()
        self._paused: dict[str, datetime] = {}
        self.tally = Tally()

    async def live(self) -> Tally:
        await self._gather()
        self._plan()
        end = NOON + (self._size.days + 20) * DAY
        while self._agenda and self._agenda[0][0] <= end:
            at, _, act = heapq.heappop(self._agenda)
            await self._until(at)
            await act()
        await self._until(end)
        await self._reckon()
        return self.tally

    def _today(self) -> int:
        return (self._clock.now() - NOON) // DAY

    async def _gather(self) -> None:
        """Who volunteers, in our way of asking."""
        for each in self._people.values():
            await self._village.do(each.name, "claim", Number(999))
            if self._way == OURS:
                begins, ends = each.habit.awake
                quiet = None if (begins, ends) == (8, 23) else Quiet(ends % 24, begins)
                await self._village.enlist(each.name, kinds=each.kinds, quiet=quiet)

    def _plan(self) -> None:
        """What people do by themselves: the same whichever way they are asked."""
        for day in range(self._size.days):
            morning = NOON.replace(hour=9) + day * DAY
            self._at(morning, self._looks_round)
            for _ in range(_poisson(self._size.requests_a_day, self._asking)):
                kind, when = self._asking.choice((Kind.PRACTICAL, Kind.INFORMATIONAL)), self._asking.choice(WHEN)
                asker = f"a{self._asking.randrange(self._size.neighbours)}"
                self._at(morning + 11 * HOUR * self._asking.random(), self._asks(asker, kind, when))
            for each in self._people.values():
                if self._asking.random() < each.habit.browses:
                    hour = self._asking.uniform(max(each.habit.awake[0], 9), each.habit.awake[1] - 1)
                    self._at(morning.replace(hour=0) + hour * HOUR, self._browses(each))
                if self._asking.random() < 0.002:
                    self._at(morning, self._has_a_break(each))

    async def _looks_round(self) -> None:
        today = self._today()
        left = [each.attention_on(today) for each in self._people.values()]
        self.tally.attention.append(sum(left) / len(left))

    def _at(self, moment: datetime, act: Act) -> None:
        heapq.heappush(self._agenda, (max(moment, self._clock.now()), next(self._order), act))

    async def _until(self, moment: datetime) -> None:
        """The bot does what is due on the way there."""
        while (due := await self._village.store.read(sweep.next_due, None)) is not None and due <= moment:
            self._clock.move_to(max(due, self._clock.now() + timedelta(seconds=1)))
            await self._settle()
        self._clock.move_to(max(moment, self._clock.now()))

    async def _settle(self) -> None:
        await self._village.settle()
        said = list(itertools.islice(self._village.chat.messages.values(), self._read, None))
        self._read += len(said)
        for each in said:
            await self._hears(each)

    # What people do

    def _asks(self, asker: str, kind: Kind, when: str) -> Act:
        async def act() -> None:
            number = await self._village.ask(asker, kind=kind.value, when=when, what=f"help of {asker}")
            self._open[number], self._asked_on[number] = kind, self._today()
            self.tally.requests += 1
            self.tally.asked_on[self._today()] += 1
            await self._settle()
            for each in self._people.values() if self._way == PING else ():
                self._is_alerted(each, number)

        return act

    def _is_alerted(self, who: Neighbour, number: Number) -> None:
        self.tally.alerts[who.name] += 1
        self.tally.alerts_on[self._today()] += 1
        who.rests(self._today())
        self._at(who.looks_at(self._clock.now(), self._chance), self._looks(who, number))

    def _looks(self, who: Neighbour, number: Number) -> Act:
        async def act() -> None:
            if who.wants(self._open.get(number, Kind.EMOTIONAL), self._chance) and await self._claims(who, number):
                return
            who.was_alerted_for_nothing()
            if self._way == OURS:
                await self._village.do(who.name, "not_this_time", number)

        return act

    def _browses(self, who: Neighbour) -> Act:
        async def act() -> None:
            fitting = [number for number, kind in self._open.items() if kind in who.kinds]
            if fitting and self._chance.random() < who.habit.willing:
                await self._claims(who, self._chance.choice(fitting))

        return act

    def _has_a_break(self, who: Neighbour) -> Act:
        async def act() -> None:
            until = self._paused[who.name] = self._clock.now() + 10 * DAY
            await self._village.store.write(_pause, (self._village, await self._village.person(who.name), until))

        return act

    async def _claims(self, who: Neighbour, number: Number) -> bool:
        if (await self._village.do(who.name, "claim", number)).result != "claim":
            return False
        await self._look_at(number)
        keeps = self._keeps[number, who.name] = self._chance.random() < who.habit.keeps
        if keeps:
            self._at(self._clock.now() + DAY * self._chance.expovariate(1.5), self._is_done(number, who))
        await self._settle()
        return True

    def _is_done(self, number: Number, who: Neighbour) -> Act:
        async def act() -> None:
            await self._village.do(who.name, "done", number)
            await self._look_at(number)
            await self._settle()

        return act

    # What people hear

    async def _hears(self, said: Said) -> None:
        name = said.place.removeprefix("direct:")
        if name == said.place:
            return
        for choice in said.wording.choices:
            match choice.move:
                case "not_this_time" if name in self._people:
                    await self._was_told(self._people[name], choice.number)
                case "more_time" if name in self._people:
                    self._at(self._clock.now() + 3 * HOUR, self._answers(self._people[name], choice))
                case "check_in" if choice.value == "nobody":
                    self._at(self._clock.now() + 3 * HOUR, self._says(name, choice))

    async def _was_told(self, who: Neighbour, number: Number) -> None:
        """By the bot; each promise about that is looked at."""
        now, request = self._clock.now(), await self._village.request(number)
        lately = [at for at in self._told.get(who.name, []) if at > now - WEEK]
        quiet = who.habit.awake != (8, 23) and not who.is_awake(now)
        carried = await self._village.store.read(_carried, (self._village, await self._village.person(who.name)))
        broken = {
            "told twice": (number, who.name) in self._pairs,
            "told at night": not 9 <= now.hour < 22 or quiet,
            "told in a break": self._paused.get(who.name, now) > now,
            "told above their limit": carried >= 2,
            "told more than three times in a week": len(lately) >= 3,
        }
        self.tally.faults += [f"{what}: {who.name}, {request.number}, {now}" for what, is_so in broken.items() if is_so]
        self._told[who.name] = [*lately, now]
        self._pairs.add((number, who.name))
        self._is_alerted(who, number)

    def _answers(self, who: Neighbour, nudged: Choice) -> Act:
        """To "how is it going?"."""

        async def act() -> None:
            if self._keeps.get((nudged.number, who.name)):
                await self._village.do(who.name, "on_it", nudged.number)
            elif self._chance.random() < who.habit.hands_back:
                await self._village.do(who.name, "release", nudged.number)
            await self._look_at(nudged.number)
            await self._settle()

        return act

    def _says(self, asker: str, asked: Choice) -> Act:
        """To "did help arrive?"."""

        async def act() -> None:
            helpers = [name for (number, name), keeps in self._keeps.items() if number == asked.number and keeps]
            if self._chance.random() < ANSWERS:
                await self._village.do(asker, "check_in", asked.number, "in touch" if helpers else "nobody")
                await self._look_at(asked.number)
                await self._settle()

        return act

    # What is so

    async def _look_at(self, number: Number) -> None:
        request = await self._village.request(number)
        if request.status is Status.OPEN:
            self._open[number] = request.kind
        else:
            self._open.pop(number, None)

    async def _reckon(self) -> None:
        """Everything came to an end, or will be looked at again."""
        for number, day in self._asked_on.items():
            request = await self._village.request(number)
            self.tally.met += _is_met(request)
            self.tally.met_of[day] += _is_met(request)
            again = request.follow_up_at
            if request.status is not Status.CLOSED and (again is None or again <= self._clock.now()):
                self.tally.faults.append(f"no end and no follow-up: {number}, {request.status}, {again}")


def _is_met(request: Request) -> bool:
    return request.status is Status.DONE or request.reason is Reason.MET


def _pause(tx: Any, what: tuple[Village, PersonId, datetime], now: datetime) -> None:
    tx.volunteers.pause(what[0].community_id, what[1], what[2])


def _carried(tx: Any, who: tuple[Village, PersonId], now: datetime) -> int:
    carried: int = tx.requests.open_claims(who[0].community_id, who[1])
    return carried


def _poisson(mean: float, chance: random.Random) -> int:
    """How many come in a time in which `mean` come on average."""
    count, waited = 0, chance.expovariate(mean)
    while waited < 1:
        count, waited = count + 1, waited + chance.expovariate(mean)
    return count
