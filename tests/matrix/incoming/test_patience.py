from itertools import accumulate

import pytest

from adapters.matrix.incoming.patience import after_nothing, after_trouble


@pytest.mark.parametrize(("failures", "longest"), [(1, 0.5), (2, 1.0), (3, 2.0), (7, 32.0), (8, 60.0), (10_000, 60.0)])
def test_each_trouble_in_a_row_doubles_the_pause_up_to_a_minute(failures: int, longest: float) -> None:
    assert (after_trouble(failures, 0.0), after_trouble(failures, 1.0)) == (longest / 2, longest)


def test_what_the_homeserver_asks_for_is_never_cut_short() -> None:
    assert [after_trouble(1, 0.5, asked) for asked in (None, 0.1, 300.0)] == [0.375, 0.375, 300.0]


def test_a_minute_of_trouble_makes_few_requests() -> None:
    tries = [at for at in accumulate(after_trouble(number, 0.0) for number in range(1, 100)) if at < 60]
    assert len(tries) <= 8


def test_answers_without_anything_in_them_are_asked_for_more_and_more_slowly() -> None:
    assert [after_nothing(times) for times in (0, 1, 5, 6, 7, 8, 12, 10_000)] == [0, 0, 0, 0.05, 0.1, 0.2, 2.0, 2.0]
