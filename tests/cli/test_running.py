"""Starting and stopping for real: what an operator reads when the machine is not as it should be."""

import re
import signal
import socket
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.cli.command import Ended, barnraiser, start

QUIETLY = ("run", "--no-open", "--port", "0")


@contextmanager
def running(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The bot, from the moment it says where its page is."""
    process = start(folder, *(arguments or QUIETLY))
    try:
        assert process.stdout is not None
        assert any("http://127.0.0.1:" in line for line in process.stdout), process.communicate()
        yield process
    finally:
        process.kill()
        process.communicate()


def stopped(process: subprocess.Popen[str], by: signal.Signals = signal.SIGTERM) -> Ended:
    process.send_signal(by)
    out, err = process.communicate(timeout=30)
    return Ended(process.returncode, out, err)


def says_one_sentence(ended: Ended, exit_code: int, pattern: str) -> None:
    assert ended.exit_code == exit_code, ended
    assert re.fullmatch(rf"[^\n]*{pattern}[^\n]*\.\n", ended.err), ended.err


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly_when_asked(tmp_path: Path, by: signal.Signals) -> None:
    with running(tmp_path) as process:
        ended = stopped(process, by)
    assert ended.exit_code == 0
    assert "Traceback" not in ended.err


def test_without_a_command_it_runs(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[playground]\nport = 0\n")
    with running(tmp_path, "--data-dir", "elsewhere"):
        assert list((tmp_path / "elsewhere").iterdir())


def test_play_leaves_the_real_data_alone(tmp_path: Path) -> None:
    with running(tmp_path, "play", "--no-open", "--port", "0"):
        assert not (tmp_path / "data" / "barnraiser.db").exists()


def test_a_busy_port_is_one_sentence(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        says_one_sentence(barnraiser(tmp_path, "run", "--no-open", "--port", str(port)), 69, str(port))


@pytest.mark.parametrize("command", [QUIETLY, ("backup",), ("play", "--no-open", "--port", "0")])
def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path, command: tuple[str, ...]) -> None:
    says_one_sentence(barnraiser(tmp_path, "--data-dir", "/proc/barnraiser", *command), 74, "/proc/barnraiser")


@pytest.mark.parametrize("largest_file", [4_096, 100_000])
def test_a_full_disk_is_one_sentence(tmp_path: Path, largest_file: int) -> None:
    environment = {"PYTHONDONTWRITEBYTECODE": "1"}
    process = start(tmp_path, *QUIETLY, environment=environment, largest_file=largest_file)
    out, err = process.communicate(timeout=60)
    says_one_sentence(Ended(process.returncode, out, err), 74, "barnraiser.db")


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "barnraiser.db").write_text("a shopping list" * 1000)
    says_one_sentence(barnraiser(tmp_path, *QUIETLY), 74, "barnraiser.db")


def test_a_second_bot_on_the_same_data_is_one_sentence(tmp_path: Path) -> None:
    with running(tmp_path):
        says_one_sentence(barnraiser(tmp_path, *QUIETLY), 74, "already using")


def test_a_newer_database_is_one_sentence_and_stays_as_it_is(tmp_path: Path) -> None:
    with running(tmp_path) as process:
        stopped(process)
    path = tmp_path / "data" / "barnraiser.db"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("update alembic_version set version_num = '9999'")
    says_one_sentence(barnraiser(tmp_path, *QUIETLY), 65, "newer")
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("select version_num from alembic_version").fetchall() == [("9999",)]


def test_a_backup_is_whole_while_the_bot_runs(tmp_path: Path) -> None:
    with running(tmp_path):
        ended = barnraiser(tmp_path, "backup", "--out", "copy.db")
    assert ended == Ended(0, "The copy is copy.db.\n", "")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert copy.execute("select count(*) from communities").fetchone() == (1,)


def test_a_backup_of_nothing_is_one_sentence(tmp_path: Path) -> None:
    says_one_sentence(barnraiser(tmp_path, "backup"), 74, "no database")


def test_a_backup_makes_no_folder_that_nobody_asked_for(tmp_path: Path) -> None:
    says_one_sentence(barnraiser(tmp_path, "backup", "--out", "elsewhere/copy.db"), 74, "no folder")
    assert not (tmp_path / "elsewhere").exists()


def test_a_backup_never_replaces_a_file(tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious")
    ended = barnraiser(tmp_path, "backup", "--out", "copy.db")
    assert ended == Ended(78, "", "copy.db exists already; name another file with --out.\n")
    assert (tmp_path / "copy.db").read_text() == "precious"
