"""The rules of the house that a machine can see: floors, words, sizes, types and style."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "adapters", "storage")
CORE = ("model", "errors", "rules", "texts", "commands", "ports", "usecases", "delivery", "reading", "clock", "health")
OUTSIDE = re.compile(
    r"\b(discord|guilds?|channels?|snowflakes?|matrix|nio|homeservers?|synapse"
    r"|sqlite\w*|postgres\w*|sqlalchemy|alembic|asyncpg|aiosqlite|sql"
    r"|apscheduler|schedulers?|cron|aiohttp|https?|websockets?|html|css|browsers?)\b",
    re.IGNORECASE,
)
LONGEST_FILE = 300


def run(tool: str, *arguments: str) -> None:
    """Fails with what the tool says."""
    command = [str(Path(sys.executable).with_name(tool)), *arguments]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert ended.returncode == 0, f"{tool} says:\n{ended.stdout}{ended.stderr}"


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def core() -> Iterator[Path]:
    for name in CORE:
        yield from modules(f"bot/{name}")
        if (module := ROOT / "bot" / f"{name}.py").exists():
            yield module


def test_imports_point_inwards() -> None:
    run("lint-imports", "--no-cache")


def test_every_type_holds() -> None:
    run("mypy")


def test_the_code_is_in_our_style() -> None:
    run("ruff", "check", "--no-cache")


def test_the_code_is_formatted() -> None:
    run("ruff", "format", "--check", "--no-cache")


def test_the_core_has_no_word_for_what_is_outside() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {word[0]}"
        for path in core()
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if (word := OUTSIDE.search(line))
    ]
    assert found == []


def test_the_core_is_looked_at() -> None:
    """A renamed folder must not make the test above pass by finding nothing."""
    looked_at = {path.relative_to(ROOT / "bot").parts[0].removesuffix(".py") for path in core()}
    assert looked_at == set(CORE)


@pytest.mark.parametrize("folder", PACKAGES)
def test_no_file_is_too_long_to_be_one_room(folder: str) -> None:
    """A migration is as long as what it changes, and nobody edits it again."""
    rooms = (path for path in modules(folder) if path.parent.name != "versions")
    lengths = {path: len(path.read_text().splitlines()) for path in rooms}
    assert {str(path): length for path, length in lengths.items() if length > LONGEST_FILE} == {}


@pytest.mark.parametrize("library", ["discord", "nio", "dateparser"])
def test_a_library_is_loaded_only_where_it_is_used(library: str) -> None:
    """Each takes its time, and a Raspberry Pi has little of it."""
    loaded = "import sys, bot.cli, bot.app, bot.doctor, bot.cli_commands; print('{0}' in sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", loaded.format(library)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ended.stdout == "False\n"
