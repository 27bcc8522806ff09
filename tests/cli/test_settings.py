"""config.toml, the environment and the defaults: what wins, and what is said about mistakes."""

from pathlib import Path

import pytest

from bot import config, secrecy
from bot.config import Playground, Settings, Storage, choose_data_dir, load
from bot.config_values import Secret
from bot.errors import BadConfig


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def troubles(folder: Path, text: str, **environment: str) -> list[str]:
    """What is said about a file, without the name of the folder."""
    with pytest.raises(BadConfig) as caught:
        load(written(folder, text), environment, folder)
    return str(caught.value).replace(f"{folder}/", "").splitlines()


def test_without_anything_there_are_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load(None, {}, None) == Settings(Path("data"), Storage("sqlite", None), Playground(True, 8420))


def test_the_file_in_this_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, "[playground]\nport = 9000\n")
    assert load(None, {}, None).playground.port == 9000


def test_the_environment_can_name_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, "[playground]\nport = 9001\n")
    assert load(None, {"BARNRAISER_CONFIG": str(path)}, None).playground.port == 9001


def test_the_environment_wins_over_the_file_and_says_so(tmp_path: Path) -> None:
    path = written(tmp_path, "[playground]\nport = 9000\nenabled = true\n")
    settings = load(path, {"BARNRAISER_PLAYGROUND__PORT": "9002"}, None)
    assert settings.playground == Playground(True, 9002)
    assert settings.sources == {
        "playground.port": "BARNRAISER_PLAYGROUND__PORT",
        "playground.enabled": f"{path}:3",
    }


def test_everything_wrong_is_said_at_once_with_its_line(tmp_path: Path) -> None:
    text = '[storage]\nulr = "x"\n\n[playground]\n# port = 1\nport = "eighty"\nenabled = 1\n[plaground]\na = 1\n'
    assert troubles(tmp_path, text, BARNRAISER_PLAYGROUND__PORT="70000") == [
        "config.toml:2: [storage] ulr: there is no such key; did you mean url?",
        "config.toml:6: [playground] port: give a whole number from 0 to 65535, without quotes "
        '(0 takes any free port), not "eighty".',
        "config.toml:7: [playground] enabled: give true or false, not 1.",
        "config.toml:9: [plaground] a: there is no such section; did you mean playground?",
        "BARNRAISER_PLAYGROUND__PORT: [playground] port: give a whole number from 0 to 65535, without quotes "
        '(0 takes any free port), not "70000".',
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[playground]\nport 8420\n", "config.toml:2: this is not TOML, column 6: expected '=' after a key"),
        ("[playground\n", "config.toml:1: this is not TOML, column 12: expected ']' at the end of a table"),
        ('[playground]\nport = """\n\n', "config.toml:4: this is not TOML, at the end: "),
        (
            "port = 1\n",
            "config.toml:1: port: this key is in no section; put it below the section it belongs to.",
        ),
        (
            "\nstorage = 1\n",
            "config.toml:2: storage: this is a section; write [storage] on a line of its own",
        ),
        ("[playground]\n\nport.x = 1\n", "config.toml:3: [playground] port: give a whole number"),
        ("\nplayground = { port = 99999 }\n", "config.toml:2: [playground] port: give a whole number"),
        ("playground.port = -1\n", "config.toml:1: [playground] port: give a whole number"),
        ("[playground]\nport = nan\n", "config.toml:2: [playground] port: give a whole number"),
        (
            "[wordpress]\n",
            "config.toml:1: [wordpress]: there is no such section; there are storage, playground, discord, matrix.",
        ),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, text: str, line: str) -> None:
    [said] = troubles(tmp_path, text)
    assert said.startswith(line)


def test_a_file_that_is_not_text_is_said_in_words(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"[playground]\n# caf\xe9\n")
    with pytest.raises(BadConfig, match=r"config\.toml:2: this is not UTF-8 text"):
        load(path, {}, tmp_path)


def test_a_password_in_the_address_is_taken_out_of_it(tmp_path: Path) -> None:
    path = written(tmp_path, '[storage]\nurl = "postgresql://mara:s%2Fecret@host:5433/barnraiser"\n')
    settings = load(path, {}, tmp_path)
    assert settings.storage == Storage("postgresql://mara@host:5433/barnraiser", Secret("s/ecret"))
    assert settings.database_url == "postgresql://mara:s%2Fecret@host:5433/barnraiser"
    assert settings.secrets() == ("s/ecret",)
    assert "ecret" not in repr(settings)


def test_a_password_can_be_in_a_file_beside_the_settings(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("hush hush\n")
    path = written(tmp_path, '[storage]\nurl = "postgresql://mara@host/b"\npassword_file = "password"\n')
    assert load(path, {}, tmp_path).database_url == "postgresql://mara:hush%20hush@host/b"


def test_files_with_secrets_that_everybody_can_read_are_named_with_the_way_to_close_them(tmp_path: Path) -> None:
    (tmp_path / "matrix password").write_text("hush hush\n")
    text = '[storage]\nurl = "postgresql://mara:hush@host/b"\n[matrix]\npassword_file = "matrix password"\n'
    path = written(tmp_path, text)
    for file in tmp_path.iterdir():
        file.chmod(0o644)
    files = load(path, {}, tmp_path).secret_files()
    assert files == (path, tmp_path / "matrix password")
    assert [check.fix for check in secrecy.examine(files)] == [
        f"Type: chmod 600 {path}",
        f"Type: chmod 600 '{tmp_path}/matrix password'",
    ]

    for file in files:
        file.chmod(0o640)
    assert [*secrecy.examine(files)] == []
    assert load(path, {"BARNRAISER_MATRIX__PASSWORD": "other"}, tmp_path).secret_files() == (path,)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            'password_file = "nowhere"',
            "3: [storage] password_file: the file it names cannot be read (No such file",
        ),
        ('password_file = "empty"', "3: [storage] password_file: the file it names is empty"),
        ('password = "a"\npassword_file = "empty"', "4: [storage] password_file: password is given at "),
        ("password = 12345", "3: [storage] password: give the PostgreSQL password, in quotes."),
    ],
)
def test_a_password_that_cannot_be_used_is_said_without_showing_it(tmp_path: Path, text: str, line: str) -> None:
    (tmp_path / "empty").write_text("\n")
    [said] = troubles(tmp_path, f'[storage]\nurl = "postgresql://mara@host/b"\n{text}\n')
    assert said.startswith(f"config.toml:{line}")
    assert "12345" not in said


@pytest.mark.parametrize(
    "url",
    [
        "mysql://mara:hush@host/b",
        "postgresql://mara:hush@[host/b",
        "postgresql://mara:hu/sh@host/b",
        "hush",
        "",
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_repeating_it(tmp_path: Path, url: str) -> None:
    [said] = troubles(tmp_path, f'[storage]\nurl = "{url}"\n')
    assert said.startswith('config.toml:2: [storage] url: give either "sqlite" or an address such as')
    assert "hu" not in said


def test_two_passwords_leave_nothing_to_chance(tmp_path: Path) -> None:
    text = '[storage]\nurl = "postgresql://mara:hush@host/b"\npassword = "other"\n'
    assert troubles(tmp_path, text) == [
        "config.toml:3: [storage] password: the address in url holds a password already; keep one of them."
    ]


def test_a_folder_that_cannot_be_written_sends_the_data_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/proc")
    assert choose_data_dir({"XDG_DATA_HOME": str(tmp_path)}) == tmp_path / "barnraiser"


def test_data_that_is_here_is_never_passed_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(config, "_can_write", lambda folder: False)
    assert choose_data_dir({"XDG_DATA_HOME": "/elsewhere"}) == Path("data")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("shard_ids = [0, 1]", "shard_ids: say in shard_count how many shards there are in all."),
        ("shard_ids = [0, 4]\nshard_count = 4", "shard_ids: of 4 shards the first is 0 and the last is 3."),
        ("shard_count = -1", "shard_count: give how many shards there are, or 0 for one connection, not -1."),
        ('shard_ids = ["first"]', 'shard_ids: give a list of shards, such as [0, 1], not ["first"].'),
    ],
)
def test_shards_are_named_by_number_and_counted(tmp_path: Path, text: str, said: str) -> None:
    assert troubles(tmp_path, f"[discord]\n{text}\n") == [f"config.toml:2: [discord] {said}"]


def test_some_shards_or_all_of_them_may_be_asked_for(tmp_path: Path) -> None:
    some = load(written(tmp_path, "[discord]\nshard_ids = [3]\nshard_count = 4\n"), {}, tmp_path).discord
    assert (some.shard_ids, some.shard_count) == ((3,), 4)
    everything = load(None, {"BARNRAISER_DISCORD__SHARD_COUNT": "4"}, tmp_path).discord
    assert (everything.shard_ids, everything.shard_count) == ((), 4)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'homeserver = "http://example.org"\nuser = "@bot:example.org"',
            "2: [matrix] homeserver: give an address that ",
        ),
        ('homeserver = "https://example.org"', "2: [matrix] homeserver: say in user who the bot is there, such as "),
        ('user = "@bot:example.org"', "2: [matrix] user: say in homeserver where this account is."),
        ('user = "bot"', '2: [matrix] user: give a whole name, such as "@bot:example.org", not "bot".'),
        ('inviters = ["mara"]', "2: [matrix] inviters: give a list of names, such as "),
        ('prefix = "hey "', '2: [matrix] prefix: give one to three signs, such as "!", not "hey ".'),
    ],
)
def test_what_matrix_needs_is_said(tmp_path: Path, text: str, said: str) -> None:
    [trouble] = troubles(tmp_path, f"[matrix]\n{text}\n")
    assert trouble.startswith(f"config.toml:{said}")


def test_a_password_and_a_token_leave_nothing_to_chance(tmp_path: Path) -> None:
    text = '[matrix]\nhomeserver = "https://example.org"\nuser = "@bot:example.org"\npassword = "a"\ntoken = "b"\n'
    assert troubles(tmp_path, text) == ["config.toml:4: [matrix] password: there is a token too; keep one of them."]


def test_a_homeserver_on_this_machine_needs_no_https_and_takes_the_playgrounds_place(tmp_path: Path) -> None:
    text = '[matrix]\nhomeserver = "http://127.0.0.1:8008"\nuser = "@bot:hs.test"\ninviters = ["*:hs.test"]\n'
    settings = load(written(tmp_path, text), {"BARNRAISER_MATRIX__PASSWORD": "hush"}, tmp_path)
    assert (settings.matrix.is_on, settings.matrix.inviters, settings.playground.enabled) == (
        True,
        ("*:hs.test",),
        False,
    )
    assert settings.secrets() == ("hush",)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("PLAYGROUND__PORT", " 80 ", 80),
        ("PLAYGROUND__ENABLED", "Yes", True),
        ("PLAYGROUND__ENABLED", "0", False),
        ("DISCORD__GUILD_IDS", "1, 22 333", (1, 22, 333)),
        ("DISCORD__GUILD_IDS", "", ()),
        ("MATRIX__INVITERS", "@a:b.org,*:c.org", ("@a:b.org", "*:c.org")),
    ],
)
def test_the_environment_has_only_text_and_it_is_read_as_what_it_means(
    tmp_path: Path, name: str, text: str, value: object
) -> None:
    settings = load(None, {f"BARNRAISER_{name}": text}, tmp_path)
    section, key = name.lower().split("__")
    assert getattr(getattr(settings, section), key) == value


@pytest.mark.parametrize("text", ["maybe", "", "2", "9" * 5000])
def test_text_that_means_neither_yes_nor_no_is_refused(tmp_path: Path, text: str) -> None:
    [said] = troubles(tmp_path, "", BARNRAISER_PLAYGROUND__ENABLED=text)
    assert said.startswith("BARNRAISER_PLAYGROUND__ENABLED: [playground] enabled: give true or false, not ")


@pytest.mark.parametrize("text", ["8420.0", "true", '"8420"', "[1]"])
def test_only_a_whole_number_is_one(tmp_path: Path, text: str) -> None:
    [said] = troubles(tmp_path, f"[playground]\nport = {text}\n")
    assert said.startswith("config.toml:2: [playground] port: give a whole number")


def test_a_name_ends_where_its_line_ends(tmp_path: Path) -> None:
    [said] = troubles(tmp_path, '[matrix]\nhomeserver = "https://example.org"\nuser = "@bot:example.org\\n"\n')[:1]
    assert said.startswith("config.toml:3: [matrix] user: give a whole name")
