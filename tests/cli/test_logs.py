"""What is written on stderr, and what never is."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.logs import LogFormat, configure


@pytest.fixture(autouse=True)
def logging_is_put_back() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers = []
    yield
    root.handlers = handlers
    root.setLevel(level)
    for name in ("bot", "adapters", "storage", "aiohttp.access"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def written(logger: str, level: int, message: str, *, verbose: bool = False, log_format: str = "text") -> str:
    stream = io.StringIO()
    secrets = ["hush/hush", 'qu"ote']
    configure(verbose=verbose, log_format=LogFormat(log_format), secrets=secrets, stream=stream)
    logging.getLogger(logger).log(level, message)
    return stream.getvalue()


def test_our_own_lines_are_written_and_details_only_when_asked_for() -> None:
    assert "ready" in written("bot.app", logging.INFO, "ready")
    assert written("bot.app", logging.DEBUG, "detail") == ""
    assert "detail" in written("bot.app", logging.DEBUG, "detail", verbose=True)


@pytest.mark.parametrize("logger", ["sqlalchemy.engine", "discord.gateway", "aiosqlite"])
def test_what_libraries_say_below_a_warning_is_never_written(logger: str) -> None:
    assert written(logger, logging.INFO, "INSERT INTO words", verbose=True) == ""
    assert "slow" in written(logger, logging.WARNING, "slow")


def test_the_access_log_is_off_because_it_holds_the_key() -> None:
    assert written("aiohttp.access", logging.ERROR, "GET /?key=1", verbose=True) == ""


@pytest.mark.parametrize("log_format", ["text", "json"])
@pytest.mark.parametrize("secret", ["hush/hush", "hush%2Fhush", 'qu"ote'])
def test_a_secret_is_masked_however_it_is_written(secret: str, log_format: str) -> None:
    line = written("bot", logging.WARNING, f"cannot open postgresql://me:{secret}@host/b", log_format=log_format)
    assert "postgresql://me:********@host/b" in line


def test_a_secret_in_a_traceback_is_masked() -> None:
    stream = io.StringIO()
    configure(verbose=False, log_format=LogFormat.TEXT, secrets=["hush"], stream=stream)
    try:
        raise ValueError("hush")
    except ValueError:
        logging.getLogger("bot").exception("failed")
    assert "ValueError: ********" in stream.getvalue()


def test_a_json_line_is_one_whole_object() -> None:
    line = written("bot.app", logging.INFO, "two\nlines", log_format="json")
    read = json.loads(line)
    assert line.count("\n") == 1
    assert (read["level"], read["logger"], read["message"]) == ("info", "bot.app", "two\nlines")
