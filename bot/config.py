"""config.toml and the environment become frozen settings, or all that is wrong with them at once.

A new section is a frozen dataclass and one field of `Settings`; everything else follows from the fields.
"""

import importlib.util
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Annotated, get_type_hints
from urllib.parse import SplitResult, quote, unquote, urlsplit

from bot.config_sources import PREFIX, file_of, from_environment, from_file
from bot.config_values import Secret, Values, Wants
from bot.errors import BadConfig

SQLITE = "sqlite"
ADDRESS = f'either "{SQLITE}" or an address such as "postgresql://name@host/barnraiser"'
PORT = "a whole number from 0 to 65535, without quotes (0 takes any free port)"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Storage:
    """`url` never holds the password: one that was written into it is taken out and kept in `password`."""

    url: Annotated[str, Wants(ADDRESS)] = SQLITE
    password: Annotated[Secret | None, Wants("the PostgreSQL password, in quotes")] = None


@dataclass(frozen=True, slots=True)
class Playground:
    enabled: Annotated[bool, Wants("true or false")] = True
    port: Annotated[int, Wants(PORT, minimum=0, maximum=65535)] = 8420


@dataclass(frozen=True, slots=True)
class Discord:
    """On as soon as there is a token. The two addresses are for operators behind a proxy."""

    token: Annotated[Secret | None, Wants("the bot's token, in quotes")] = None
    guild_ids: Annotated[tuple[int, ...], Wants("a list of server ids, such as [1234567890]", minimum=1)] = ()
    api_base: Annotated[str, Wants("an https address, in quotes")] = "https://discord.com/api/v10"
    gateway_url: Annotated[str, Wants("a wss address, in quotes")] = "wss://gateway.discord.gg/"
    shard_ids: Annotated[tuple[int, ...], Wants("a list of shards, such as [0, 1]", minimum=0)] = ()
    shard_count: Annotated[int, Wants("how many shards there are, or 0 for one connection", minimum=0)] = 0


@dataclass(frozen=True, slots=True)
class Matrix:
    """On as soon as there are a homeserver and a user; `barnraiser matrix login` may ask for the password instead."""

    homeserver: Annotated[str, Wants("an https address, in quotes")] = ""
    user: Annotated[str, Wants('a whole name, such as "@bot:example.org"', pattern=r"(@\S+)?")] = ""
    password: Annotated[Secret | None, Wants("the bot's password, in quotes")] = None
    token: Annotated[Secret | None, Wants("the bot's access token, in quotes")] = None
    device_id: Annotated[str, Wants("the id of the token's device, in quotes")] = ""
    inviters: Annotated[
        tuple[str, ...],
        Wants('a list of names, such as ["@mara:example.org", "*:example.org"]', pattern=r"(@[^:\s]+|\*):\S+"),
    ] = ()
    prefix: Annotated[str, Wants('one to three signs, such as "!"', pattern=r"[^\s\w]{1,3}")] = "!"
    encryption: Annotated[bool, Wants("true or false")] = True
    structured_commands: Annotated[bool, Wants("true or false")] = False
    device_name: Annotated[str, Wants("a name, in quotes", pattern=r".{1,100}")] = "Barnraiser"

    @property
    def is_on(self) -> bool:
        return bool(self.homeserver and self.user)


@dataclass(frozen=True, slots=True)
class Settings:
    """`sources` says where each value came from, by `section.key`; defaults are not in it."""

    data_dir: Path = Path("data")
    storage: Storage = Storage()
    playground: Playground = Playground()
    discord: Discord = Discord()
    matrix: Matrix = Matrix()
    sources: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def database_url(self) -> str:
        """The whole address, password included: for the driver, never for people."""
        if self.storage.url == SQLITE:
            return f"sqlite:///{self.data_dir / 'barnraiser.db'}"
        if self.storage.password is None:
            return self.storage.url
        address = urlsplit(self.storage.url)
        user, _, host = address.netloc.rpartition("@")
        return address._replace(netloc=f"{user}:{quote(self.storage.password.reveal(), '')}@{host}").geturl()

    def values(self) -> Iterator[tuple[str, str, object]]:
        """Every (section, key, value), in the order of the classes above."""
        for name, section in sections().items():
            for item in fields(section):
                yield name, item.name, getattr(getattr(self, name), item.name)

    def secret_files(self) -> tuple[Path, ...]:
        """Every file out of which a secret was read."""
        files = (value.file for _, _, value in self.values() if isinstance(value, Secret))
        return tuple(dict.fromkeys(file for file in files if file is not None))

    def secrets(self) -> tuple[str, ...]:
        """Every secret that is known, for redaction."""
        return tuple(value.reveal() for _, _, value in self.values() if isinstance(value, Secret))


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What the command line says about one run. None leaves it to the settings and the surroundings."""

    open_browser: bool | None = None
    port: int | None = None
    fresh: bool = False
    speed: float = 1.0
    """Seconds of community time that pass in one second."""
    only_playground: bool = False


def load(path: Path | None, environment: Mapping[str, str], data_dir: Path | None) -> Settings:
    """Environment over file over defaults. Raises BadConfig with everything that is wrong, one line each."""
    values = Values(sections())
    file = path or find_file(environment)
    values.take(from_file(file) if file else [])
    values.take(from_environment(environment))
    storage = _storage(values)
    _check_discord(values)
    _check_shards(values)
    _check_matrix(values)
    if values.troubles:
        raise BadConfig("\n".join(values.troubles))
    built = {name: section(**values.checked[name]) for name, section in sections().items()}
    if (built["discord"].token is not None or built["matrix"].is_on) and "playground.enabled" not in values.sources:
        # Beside a real community the page is there only for who asked for it.
        built["playground"] = replace(built["playground"], enabled=False)
    return Settings(
        data_dir=data_dir or choose_data_dir(environment),
        sources=values.sources,
        **built | {"storage": storage},
    )


def sections() -> dict[str, type]:
    hints = get_type_hints(Settings).items()
    return {name: hint for name, hint in hints if isinstance(hint, type) and is_dataclass(hint)}


def find_file(environment: Mapping[str, str]) -> Path | None:
    """`$BARNRAISER_CONFIG`, else config.toml in this folder if it is there, else none."""
    if named := environment.get(f"{PREFIX}CONFIG"):
        return Path(named)
    here = Path("config.toml")
    return here if here.exists() else None


def choose_data_dir(environment: Mapping[str, str]) -> Path:
    """`./data`, or a folder of the user's own where this one cannot hold a new folder.

    A `./data` that is there is always meant, even if it cannot be written: to begin anew elsewhere would
    look as if everything were lost.
    """
    here = Path("data")
    if here.exists() or _can_write(Path()):
        return here
    shared = environment.get("XDG_DATA_HOME")
    return (Path(shared) if shared else Path.home() / ".local" / "share") / "barnraiser"


def _can_write(folder: Path) -> bool:
    """Tried, not asked: permissions do not tell the whole truth."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _storage(values: Values) -> Storage:
    """The storage section; a password that stood in the address is moved to where it is masked."""
    storage = Storage(**values.checked["storage"])
    if storage.url == SQLITE:
        return storage
    address = _postgresql(storage.url)
    if address is None:
        values.complain("storage", "url", f"give {ADDRESS}; a password goes into password_file.")
        return Storage()
    if importlib.util.find_spec("asyncpg") is None:
        values.complain("storage", "url", "PostgreSQL needs one more package; install barnraiser[postgres].")
    if address.password is None:
        return storage
    if storage.password is not None:
        values.complain("storage", "password", "the address in url holds a password already; keep one of them.")
    user_and_host = f"{address.username}@{address.netloc.rpartition('@')[2]}"
    where = values.sources["storage.password"] = values.sources["storage.url"]
    url = address._replace(netloc=user_and_host).geturl()
    return Storage(url=url, password=Secret(unquote(address.password), file_of(where)))


def _check_discord(values: Values) -> None:
    """A token must not travel in the clear, except within this machine."""
    for name, scheme in (("api_base", "https"), ("gateway_url", "wss")):
        url = values.checked["discord"].get(name)
        if url is not None and not _is_safe(url, scheme):
            values.complain("discord", name, f"give an address that begins with {scheme}://.")


def _check_shards(values: Values) -> None:
    given = values.checked["discord"]
    ids, count = given.get("shard_ids", ()), given.get("shard_count", 0)
    if ids and not count:
        values.complain("discord", "shard_ids", "say in shard_count how many shards there are in all.")
    elif ids and max(ids) >= count:
        values.complain("discord", "shard_ids", f"of {count} shards the first is 0 and the last is {count - 1}.")


def _check_matrix(values: Values) -> None:
    """A password must not travel in the clear, except within this machine."""
    given = values.checked["matrix"]
    if given.get("homeserver") and not _is_safe(given["homeserver"], "https"):
        values.complain("matrix", "homeserver", "give an address that begins with https://.")
    if given.get("homeserver") and not given.get("user"):
        values.complain("matrix", "homeserver", 'say in user who the bot is there, such as "@bot:example.org".')
    if given.get("user") and not given.get("homeserver"):
        values.complain("matrix", "user", "say in homeserver where this account is.")
    if given.get("password") and given.get("token"):
        values.complain("matrix", "password", "there is a token too; keep one of them.")


def _is_safe(url: str, scheme: str) -> bool:
    try:
        address = urlsplit(url)
        is_local = address.scheme == scheme.removesuffix("s") and address.hostname in LOOPBACK
    except ValueError:
        return False
    return bool(address.hostname) and (address.scheme == scheme or is_local)


def _postgresql(url: str) -> SplitResult | None:
    """None if this is no usable address; a host may be missing, which means the local socket."""
    try:
        address = urlsplit(url)
        port_is_usable = address.port is None or address.port > 0
    except ValueError:
        return None
    is_complete = bool(address.netloc or address.path.strip("/"))
    return address if address.scheme == "postgresql" and is_complete and port_is_usable else None
