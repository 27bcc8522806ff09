"""The command itself: its exit codes and its sentences."""

import resource
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import cli
from bot.errors import NewerDatabase, StorageUnusable
from tests.cli.command import Ended, barnraiser, clean_environment


def test_the_version_is_printed(tmp_path: Path) -> None:
    assert barnraiser(tmp_path, "--version") == Ended(0, f"Barnraiser {version('barnraiser')}\n", "")


def test_fine_settings_are_called_fine(tmp_path: Path) -> None:
    ended = barnraiser(tmp_path, "config", "check")
    assert ended == Ended(
        0, "The settings are fine. Storage: sqlite. Playground: on, port 8420. Discord: off. Matrix: off.\n", ""
    )


def test_a_password_that_everybody_can_read_is_said_with_the_way_to_close_it(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("hush hush\n")
    (tmp_path / "password").chmod(0o644)
    (tmp_path / "config.toml").write_text('[matrix]\npassword_file = "password"\n')
    for command in (["config", "check"], ["doctor"]):
        ended = barnraiser(tmp_path, *command)
        assert "Everybody on this machine can read password, which holds a secret." in ended.out
        assert "Type: chmod 600 password" in ended.out
        assert ended.exit_code == 0


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    ended = barnraiser(tmp_path, "-c", "nowhere.toml", "run")
    assert ended == Ended(78, "", "nowhere.toml: there is no such file; name another one with --config.\n")


@pytest.mark.parametrize("command", [["config", "check"], ["config", "show"], ["run"], [], ["play"], ["backup"]])
def test_every_command_refuses_bad_settings_in_words(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "config.toml").write_text("[playground]\nprot = 1\n")
    ended = barnraiser(tmp_path, *command)
    said = "config.toml:2: [playground] prot: there is no such key; did you mean port?\n"
    assert ended == Ended(78, "", said)


def test_the_settings_are_shown_with_their_sources_and_without_secrets(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[storage]\nurl = "postgresql://mara:hush@host/b"\n')
    ended = barnraiser(tmp_path, "config", "show", environment={"BARNRAISER_PLAYGROUND__PORT": "0"})
    assert ended == Ended(
        0,
        "# data folder: data\n\n"
        '[storage]\nurl = "postgresql://mara@host/b"  # config.toml:2\n'
        'password = "********"  # config.toml:2\n\n'
        "[playground]\nenabled = true  # default\nport = 0  # BARNRAISER_PLAYGROUND__PORT\n\n"
        "[discord]\n# token is not set\nguild_ids = []  # default\n"
        'api_base = "https://discord.com/api/v10"  # default\ngateway_url = "wss://gateway.discord.gg/"  # default\n'
        "shard_ids = []  # default\nshard_count = 0  # default\n"
        '\n[matrix]\nhomeserver = ""  # default\nuser = ""  # default\n'
        "# password is not set\n# token is not set\n"
        'device_id = ""  # default\ninviters = []  # default\nprefix = "!"  # default\n'
        "encryption = true  # default\nstructured_commands = false  # default\n"
        'device_name = "Barnraiser"  # default\n',
        "",
    )


def test_beside_discord_the_page_is_shown_as_off_unless_it_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[discord]\ntoken = "MTE.loop.back"\n')
    assert "enabled = false" in barnraiser(tmp_path, "config", "show").out
    asked = barnraiser(tmp_path, "config", "show", environment={"BARNRAISER_PLAYGROUND__ENABLED": "true"})
    assert "enabled = true" in asked.out


def test_a_mistyped_command_is_a_mistake_in_usage(tmp_path: Path) -> None:
    ended = barnraiser(tmp_path, "rum")
    assert ended.exit_code == 2
    assert "No such command 'rum'" in ended.err


def failing(trouble: Exception, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Ended:
    """Run a command that fails with `trouble`."""

    def fail(self: cli.Invocation) -> None:
        raise trouble

    monkeypatch.setattr(cli.Invocation, "settings", fail)
    result = CliRunner().invoke(cli.barnraiser, [*arguments, "config", "check"])
    return Ended(result.exit_code, result.stdout, result.stderr)


def test_known_trouble_is_its_own_sentence_even_out_of_a_task_group(monkeypatch: pytest.MonkeyPatch) -> None:
    newer = NewerDatabase("A newer Barnraiser wrote this.")
    assert failing(newer, monkeypatch) == Ended(65, "", "A newer Barnraiser wrote this.\n")
    group = ExceptionGroup("tasks", [ValueError(), ExceptionGroup("more", [StorageUnusable("The disk is full.")])])
    assert failing(group, monkeypatch) == Ended(74, "", "The disk is full.\n")


def test_our_own_mistake_is_owned_without_repeating_what_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = failing(ValueError("my sister's address"), monkeypatch)
    assert ended.exit_code == 1
    assert ended.err.startswith("This is a mistake of ours, not of yours: ValueError in test_command.py, line ")
    assert ended.err.count("\n") == 1
    assert "sister" not in ended.err


def test_details_of_a_mistake_are_shown_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = failing(ValueError("details"), monkeypatch, "-v")
    assert "Traceback" in ended.err
    assert "ValueError: details" in ended.err


def test_help_costs_at_most_three_times_the_import_of_click(tmp_path: Path) -> None:
    """In time on a processor, the least of seven: what else the machine does meanwhile is no fault of the command."""
    commands = {"click": ["-c", "import click"], "help": ["-m", "bot.cli", "--help"]}
    spent: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(7):
        for name, command in commands.items():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(
                [sys.executable, *command],
                cwd=tmp_path,
                env=clean_environment(tmp_path),
                check=True,
                stdout=subprocess.DEVNULL,
            )
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent[name].append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(spent["help"]) <= 3 * min(spent["click"])


def test_help_imports_none_of_the_heavy_libraries(tmp_path: Path) -> None:
    watch = (
        "import sys, click\n"
        "from click.testing import CliRunner\n"
        "from bot.cli import barnraiser\n"
        "assert CliRunner().invoke(barnraiser, ['--help']).exit_code == 0\n"
        "print({'pydantic', 'sqlalchemy', 'aiohttp', 'discord', 'nio'} & set(sys.modules))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", watch],
        cwd=tmp_path,
        env=clean_environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout == "set()\n"
