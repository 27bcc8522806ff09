import pytest

from adapters.playground.zone import local_zone


def test_the_zone_of_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", ":Europe/Berlin")

    assert local_zone() == "Europe/Berlin"


@pytest.mark.parametrize("named", ["Mars/Olympus", "../../etc/passwd", "CET-1CEST", "/etc/localtime"])
def test_a_zone_that_nobody_knows_is_passed_over(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("TZ", named)

    assert local_zone() != named
