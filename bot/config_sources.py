"""Where settings come from: a TOML file and the environment, every value with the place it was read at."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import BadConfig

PREFIX = "BARNRAISER_"


@dataclass(frozen=True, slots=True)
class Given:
    """One value somebody set. `where` is `file:line` or the name of the environment variable."""

    section: str
    key: str
    value: object
    where: str
    folder: Path
    """What relative file names are relative to."""
    is_text: bool = False
    """The environment only knows text, so `8420` and `true` must be read out of it."""

    @property
    def file(self) -> Path | None:
        return None if self.is_text else file_of(self.where)


def file_of(where: str) -> Path | None:
    """None for the environment."""
    name, colon, _ = where.rpartition(":")
    return Path(name) if colon else None


def from_file(path: Path) -> list[Given]:
    """Raises BadConfig if the file cannot be read or is not TOML."""
    text = _text(path)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise BadConfig(_where_it_broke(path, text, str(trouble))) from None
    lines = _lines_of_keys(text)
    return [
        Given(section, key, value, f"{path}:{_line(lines, section, key)}", path.parent)
        for section, key, value in _keys(document)
    ]


def from_environment(environment: Mapping[str, str]) -> list[Given]:
    """`BARNRAISER_SECTION__KEY`; names without the double underscore are not about settings."""
    given = []
    for name, value in sorted(environment.items()):
        section, separator, key = name.removeprefix(PREFIX).lower().partition("__")
        if name.startswith(PREFIX) and separator:
            given.append(Given(section, key, value, name, Path(), is_text=True))
    return given


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadConfig(f"{path}: there is no such file; name another one with --config.") from None
    except UnicodeDecodeError as trouble:
        line = path.read_bytes()[: trouble.start].count(b"\n") + 1
        raise BadConfig(f"{path}:{line}: this is not UTF-8 text; save the file as UTF-8.") from None
    except OSError as trouble:
        raise BadConfig(f"{path}: it cannot be read ({trouble.strerror}).") from None


def _where_it_broke(path: Path, text: str, trouble: str) -> str:
    """tomllib ends its messages with `(at line 3, column 8)` or `(at end of document)`."""
    reason, _, place = trouble.partition(" (at ")
    found = re.match(r"line (\d+), column (\d+)", place)
    line = int(found[1]) if found else text.count("\n") + 1
    column = f", column {found[2]}" if found else ", at the end"
    return f"{path}:{line}: this is not TOML{column}: {reason[:1].lower()}{reason[1:]}."


def _keys(document: Mapping[str, Any]) -> Iterator[tuple[str, str, object]]:
    """A key outside every section comes with an empty section."""
    for name, content in document.items():
        if not isinstance(content, dict):
            yield "", name, content
        elif not content:
            yield name, "", None
        else:
            yield from ((name, key, value) for key, value in content.items())


def _line(lines: Mapping[tuple[str, str], int], section: str, key: str) -> int:
    """A key of an inline table stands on its table's line."""
    return lines.get((section, key)) or lines.get((section, "")) or lines.get(("", section), 1)


def _lines_of_keys(text: str) -> dict[tuple[str, str], int]:
    """tomllib does not say where it saw a key, so the lines are looked through once more."""
    lines: dict[tuple[str, str], int] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line):
            section, _, key = _plain(header[1]).partition(".")
            lines.setdefault((section, key), number)
        elif assignment := re.match(r"\s*([\w.\"'-]+)\s*=", line):
            name = _plain(assignment[1])
            outer, _, key = name.rpartition(".") if not section else (section, "", name.split(".")[0])
            lines.setdefault((outer, key), number)
    return lines


def _plain(name: str) -> str:
    return re.sub(r"[\"'\s]", "", name)
