"""A limit that nobody tells of is learned, and then kept."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from adapters.matrix.connection.server import Refusal, Unreachable
from adapters.matrix.outgoing.pace import AT_ONCE, FORGOTTEN_AFTER, Pace
from bot.errors import DeliveryFailed, PlaceLost, RateLimited
from bot.model.posts import Headroom
from tests.doubles.clock import HandClock


@dataclass
class Bucket:
    """How Synapse counts: so many at once, and one more each so many seconds."""

    now: Callable[[], float]
    burst: int = 10
    every: float = 5.0
    is_silent: bool = False
    """It does not say for how long to wait."""
    taken: list[float] = field(default_factory=list)
    refusals: int = 0
    _all_free_at: float = 0.0

    def take(self) -> None:
        now = self.now()
        free_at = max(self._all_free_at, now) - (self.burst - 1) * self.every
        if free_at > now:
            self.refusals += 1
            raise Refusal(429, "M_LIMIT_EXCEEDED", None if self.is_silent else free_at - now)
        self._all_free_at = max(self._all_free_at, now) + self.every
        self.taken.append(now)


def send(pace: Pace, bucket: Bucket) -> None:
    with pace.turn() as turn, pace.sending(turn):
        bucket.take()


def send_all(pace: Pace, bucket: Bucket, clock: HandClock, seconds: float, *, answers: bool = False) -> int:
    """As many as there is room for, for so long."""
    before, end = len(bucket.taken), clock.machine() + seconds
    while clock.machine() < end:
        room = pace.headroom
        try:
            if (room.answers if answers else room.messages) > 0:
                send(pace, bucket)
            else:
                clock.machine_forward(0.25)
        except RateLimited:
            clock.machine_forward(0.25)
    return len(bucket.taken) - before


@pytest.fixture
def pace(clock: HandClock) -> Pace:
    return Pace(clock.machine)


def test_without_a_limit_a_few_at_once_go_as_fast_as_they_can(pace: Pace, clock: HandClock) -> None:
    bucket = Bucket(clock.machine, burst=10_000)
    for _ in range(1000):
        send(pace, bucket)
    assert pace.headroom == Headroom(AT_ONCE, AT_ONCE)
    assert pace.calm_in == 0


def test_what_is_on_its_way_takes_room(pace: Pace) -> None:
    with pace.turn(), pace.turn():
        assert pace.headroom == Headroom(AT_ONCE - 2, AT_ONCE - 2)
    assert pace.headroom == Headroom(AT_ONCE, AT_ONCE)


def test_after_the_first_refusal_nothing_is_refused_and_nothing_is_wasted(pace: Pace, clock: HandClock) -> None:
    bucket = Bucket(clock.machine)
    went = send_all(pace, bucket, clock, 300)
    assert bucket.refusals == 1
    assert went >= 10 + 300 / 5 - 4 - 3


async def test_the_first_refusal_ends_the_round_for_all_who_were_about_to_send(pace: Pace, clock: HandClock) -> None:
    bucket, went, all_are_ready = Bucket(clock.machine, burst=3), [], asyncio.Event()

    async def sender(number: int) -> None:
        with pace.turn() as turn:
            await all_are_ready.wait()
            clock.machine_forward(0.1)
            with pace.sending(turn):
                bucket.take()
                went.append(number)

    senders = [asyncio.ensure_future(sender(number)) for number in range(AT_ONCE)]
    await asyncio.sleep(0)
    all_are_ready.set()
    ends = await asyncio.gather(*senders, return_exceptions=True)

    assert went == [0, 1, 2]
    assert [type(each) for each in ends[3:]] == [RateLimited] * (AT_ONCE - 3)
    assert bucket.refusals == 1


def test_part_of_what_is_free_is_kept_for_answers(pace: Pace, clock: HandClock) -> None:
    bucket = Bucket(clock.machine)
    send_all(pace, bucket, clock, 60)
    assert pace.headroom.messages == 0
    assert pace.headroom.answers == 3
    assert send_all(pace, bucket, clock, 0.01, answers=True) == 3
    assert bucket.refusals == 1


def test_it_says_when_there_is_room_again(pace: Pace, clock: HandClock) -> None:
    bucket = Bucket(clock.machine)
    send_all(pace, bucket, clock, 60)
    send_all(pace, bucket, clock, 0.5, answers=True)
    none = pace.headroom
    assert (none.messages, none.answers) == (0, 0)
    assert none.more_in is not None
    clock.machine_forward(none.more_in)
    for_answers = pace.headroom
    assert (for_answers.messages, for_answers.answers) == (0, 1)
    assert for_answers.more_in is not None
    clock.machine_forward(for_answers.more_in)
    assert pace.headroom.messages == 1


def test_adornments_wait_until_there_is_plenty(pace: Pace, clock: HandClock) -> None:
    bucket = Bucket(clock.machine)
    send_all(pace, bucket, clock, 60)
    assert pace.headroom.messages == 0
    assert pace.calm_in > 0
    clock.machine_forward(pace.calm_in)
    assert pace.calm_in == 0
    assert pace.headroom.messages >= 3


def test_who_comes_too_early_is_told_when_to_come_back(pace: Pace, clock: HandClock) -> None:
    bucket = Bucket(clock.machine, burst=1)
    send(pace, bucket)
    with pytest.raises(RateLimited):
        send(pace, bucket)
    with pytest.raises(RateLimited) as wait:
        send(pace, bucket)
    assert bucket.refusals == 1
    clock.machine_forward(wait.value.retry_after)
    send(pace, bucket)
    assert bucket.refusals == 1


def test_a_refusal_that_names_no_time_is_believed_too(pace: Pace, clock: HandClock) -> None:
    bucket = Bucket(clock.machine, is_silent=True)
    went = send_all(pace, bucket, clock, 300)
    assert bucket.refusals <= 2
    assert went >= 60


@pytest.mark.parametrize(("burst", "every"), [(1, 5.0), (3, 1.0), (10, 0.5), (50, 0.1), (10, 20.0)])
def test_any_limit_is_learned(pace: Pace, clock: HandClock, burst: int, every: float) -> None:
    bucket = Bucket(clock.machine, burst, every)
    went = send_all(pace, bucket, clock, 400)
    assert bucket.refusals <= 3
    assert went >= 0.5 * min(burst + 400 / every, 4 * 400)


def test_a_limit_that_was_lifted_is_forgotten(pace: Pace, clock: HandClock) -> None:
    bucket = Bucket(clock.machine)
    send_all(pace, bucket, clock, 60)
    bucket.burst = 10_000
    clock.machine_forward(FORGOTTEN_AFTER)
    assert pace.headroom == Headroom(AT_ONCE, AT_ONCE)


def test_what_never_went_out_costs_nothing(pace: Pace, clock: HandClock) -> None:
    bucket = Bucket(clock.machine)
    send_all(pace, bucket, clock, 60)
    before = pace.headroom
    with pytest.raises(LookupError), pace.turn():
        raise LookupError
    assert pace.headroom == before


def test_a_homeserver_that_does_not_answer_gets_longer_and_longer_rests(pace: Pace, clock: HandClock) -> None:
    tried, rests = 0, []
    end = clock.machine() + 600
    while clock.machine() < end:
        try:
            with pace.turn() as turn, pace.sending(turn):
                tried += 1
                raise Unreachable("nobody is there")
        except DeliveryFailed as failure:
            rests.append(type(failure))
            clock.machine_forward(pace.headroom.more_in or 0.1)
    assert tried == len(rests) <= 30
    assert rests[:3] == [DeliveryFailed, RateLimited, RateLimited]


def test_one_answer_ends_the_rests(pace: Pace, clock: HandClock) -> None:
    bucket = Bucket(clock.machine)
    for _ in range(3):
        with pytest.raises(DeliveryFailed), pace.asking():
            raise Unreachable("nobody is there")
        clock.machine_forward(pace.headroom.more_in or 0)
    send(pace, bucket)
    with pytest.raises(DeliveryFailed) as failure, pace.asking():
        raise Unreachable("and away again")
    assert type(failure.value) is DeliveryFailed
    assert pace.headroom.more_in == pytest.approx(0.5)


async def test_those_who_fail_together_cause_one_rest(pace: Pace, clock: HandClock) -> None:
    both_asked = asyncio.Event()

    async def ask() -> None:
        with pace.asking():
            await both_asked.wait()
            clock.machine_forward(1)
            raise Unreachable("nobody is there")

    asking = [asyncio.ensure_future(ask()) for _ in range(2)]
    await asyncio.sleep(0)
    both_asked.set()
    failures = await asyncio.gather(*asking, return_exceptions=True)
    assert [type(each) for each in failures] == [DeliveryFailed, DeliveryFailed]
    assert pace.headroom == Headroom(AT_ONCE, AT_ONCE)


@pytest.mark.parametrize(
    ("refusal", "becomes"),
    [
        (Refusal(403, "M_FORBIDDEN"), PlaceLost),
        (Refusal(404, "M_NOT_FOUND"), PlaceLost),
        (Refusal(413, "M_TOO_LARGE"), DeliveryFailed),
        (Refusal(401, "M_UNKNOWN_TOKEN"), RateLimited),
        (Refusal(500, "M_SOMETHING"), DeliveryFailed),
        (Refusal(429, "M_LIMIT_EXCEEDED", 7.0), RateLimited),
    ],
)
def test_what_is_refused_is_said_in_the_words_of_the_core(pace: Pace, refusal: Refusal, becomes: type) -> None:
    with pytest.raises(DeliveryFailed) as failure, pace.asking():
        raise refusal
    assert type(failure.value) is becomes
