"""`barnraiser matrix ...`, as an operator types it."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.command import clean_environment
from tests.doubles.matrix.synapse import PASSWORD, Synapse
from tests.matrix.connection.bot import Bot


@dataclass
class Operator:
    """Somebody at a machine whose settings name a homeserver and a user, and where passwords come from a pipe."""

    folder: Path
    user_id: str
    homeserver: str

    def types(self, *arguments: str, answers: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot.cli", *arguments],
            cwd=self.folder,
            env=clean_environment(self.folder),
            input=answers,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def set_up(self, more: str = "") -> None:
        lines = f'[matrix]\nhomeserver = "{self.homeserver}"\nuser = "{self.user_id}"\n{more}'
        (self.folder / "config.toml").write_text(lines)


@pytest.fixture
async def operator(synapse: Synapse, tmp_path: Path) -> Operator:
    account = await synapse.register("bot")
    operator = Operator(tmp_path, account.user_id, synapse.url)
    operator.set_up()
    return operator


def recovery_key(out: str) -> str:
    """The one line that is indented."""
    [line] = [line.strip() for line in out.splitlines() if line.startswith("    ")]
    return line


def test_to_log_in_asks_for_the_password_and_shows_the_recovery_key_once(operator: Operator) -> None:
    first = operator.types("matrix", "login", answers=f"{PASSWORD}\n")
    again = operator.types("matrix", "login")
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.startswith("This is your recovery key. With it the bot stays the same for everybody")
    assert len(recovery_key(first.stdout).split()) == 12
    assert first.stdout.endswith("The account vouches for this device, so that everybody's clients can trust it.\n")
    assert again.stdout == first.stdout.partition("\n\n    ")[2].partition("\n\n")[2]


def test_without_settings_everything_is_asked_for_and_said_back(operator: Operator) -> None:
    (operator.folder / "config.toml").unlink()
    ended = operator.types("matrix", "login", answers=f"{operator.homeserver}\n{operator.user_id}\n{PASSWORD}\n")
    lines = f'[matrix]\nhomeserver = "{operator.homeserver}"\nuser = "{operator.user_id}"\n'
    assert ended.stdout.endswith(f"Write this into config.toml:\n\n{lines}")
    (operator.folder / "config.toml").write_text(lines)
    assert operator.types("matrix", "verify").returncode == 0


def test_a_wrong_password_is_one_sentence(operator: Operator) -> None:
    ended = operator.types("matrix", "login", answers="wrong\n")
    said = f"Matrix does not take the password of {operator.user_id}. Check user and password under [matrix].\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (78, "", said)


def test_before_logging_in_there_is_nothing_to_verify(operator: Operator) -> None:
    ended = operator.types("matrix", "verify")
    assert (ended.returncode, ended.stdout) == (78, "")
    assert ended.stderr.startswith("There is no session on Matrix yet: run `barnraiser matrix login`")


def test_verify_says_how_device_and_keys_are(operator: Operator) -> None:
    operator.types("matrix", "login", answers=f"{PASSWORD}\n")
    ended = operator.types("matrix", "verify")
    assert ended.returncode == 0
    assert ended.stdout.splitlines()[2:] == [
        "Its keys are published, and 50 one-time keys are waiting for whoever writes first.",
        "The account vouches for this device, so that everybody's clients can trust it.",
        "A recovery key is set up.",
    ]


def test_after_the_disk_was_lost_login_and_recover_bring_the_bot_back(operator: Operator) -> None:
    key = recovery_key(operator.types("matrix", "login", answers=f"{PASSWORD}\n").stdout)
    for path in (operator.folder / "data" / "matrix").iterdir():
        path.unlink()
    entered = operator.types("matrix", "login", answers=f"{PASSWORD}\n")
    unsigned = operator.types("matrix", "verify")
    wrong = operator.types("matrix", "recover", answers="EsTT kpP2\n")
    recovered = operator.types("matrix", "recover", answers=f"{key}\n")
    assert entered.stdout.endswith("give your recovery key to `barnraiser matrix recover`.\n")
    assert unsigned.returncode == 78
    assert "give your recovery key to `barnraiser matrix recover`." in unsigned.stdout
    assert wrong.stderr == "This is no recovery key: it has 12 groups of 4 letters and digits; copy it once more.\n"
    assert (recovered.returncode, recovered.stderr) == (0, "")
    assert recovered.stdout.startswith("The keys are back, and the account vouches for the device ")
    assert operator.types("matrix", "verify").returncode == 0


def test_lost_keys_are_found_by_verify_and_mended_by_a_new_device(operator: Operator) -> None:
    operator.types("matrix", "login", answers=f"{PASSWORD}\n")
    (operator.folder / "data" / "matrix" / "keys.db").unlink()
    found = operator.types("matrix", "verify")
    refused = operator.types("matrix", "login")
    mended = operator.types("matrix", "login", "--new-device", answers=f"{PASSWORD}\n")
    assert found.returncode == 78
    assert "Others know this device by keys that are not in data/matrix any more." in found.stdout
    assert refused.returncode == 74
    assert refused.stderr.startswith("The keys of the bot's device ")
    assert (mended.returncode, mended.stderr) == (0, "")
    assert mended.stdout.endswith("The account vouches for this device, so that everybody's clients can trust it.\n")


async def test_while_the_bot_runs_verify_works_and_login_is_refused(bot: Bot, operator: Operator) -> None:
    operator.user_id = bot.user_id
    operator.set_up()
    (operator.folder / "data").mkdir()
    (operator.folder / "data" / "matrix").symlink_to(bot.path)
    assert operator.types("matrix", "verify").returncode == 0
    refused = operator.types("matrix", "login")
    assert (refused.returncode, refused.stderr) == (
        74,
        "Another Barnraiser is already using data/matrix; two would break its keys.\n",
    )


def test_a_bot_that_cannot_log_in_says_so_and_ends(operator: Operator) -> None:
    operator.set_up('password = "wrong"\n')
    ended = operator.types("run", "--no-open")
    said = f"Matrix does not take the password of {operator.user_id}. Check user and password under [matrix].\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (78, "", said)
