"""What was given, checked against the classes that describe the sections. Everything wrong is collected.

A key's annotation says of which type it is, and the `Wants` in it what else is asked of it, also in words.
A key of type `Secret` may also be given as `KEY_file`, the name of a file that holds it.
"""

import difflib
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, get_args, get_origin, get_type_hints

from bot.config_sources import Given

FILE = "_file"
TRUTHS: Final = dict.fromkeys(("true", "yes", "on", "1"), True) | dict.fromkeys(("false", "no", "off", "0"), False)


@dataclass(frozen=True, slots=True)
class Secret:
    """Shown nowhere: whoever needs it says `reveal`. `file` is where it was read."""

    _value: str
    file: Path | None = field(default=None, compare=False)

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "********"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class Wants:
    """What a value has to be; of a list, what each of its parts has to be. `words` complete the sentence "give ..."."""

    words: str
    minimum: int | None = None
    maximum: int | None = None
    pattern: str | None = None
    """For the whole of a text."""

    def allows(self, value: Any, kind: object) -> bool:
        # isinstance would take true for 1.
        return type(value) is kind and self._is_within(value) and self._is_in_shape(value)

    def _is_within(self, value: Any) -> bool:
        return (self.minimum is None or value >= self.minimum) and (self.maximum is None or value <= self.maximum)

    def _is_in_shape(self, value: Any) -> bool:
        return self.pattern is None or re.fullmatch(self.pattern, value) is not None


class Wrong(Exception):
    """Says what to do about one value."""


class Values:
    """Checked values by section, where each came from, and every trouble that was met on the way."""

    def __init__(self, sections: Mapping[str, type]) -> None:
        self.checked: dict[str, dict[str, Any]] = {name: {} for name in sections}
        self.sources: dict[str, str] = {}
        self.troubles: list[str] = []
        self._sections = sections

    def take(self, given: Sequence[Given]) -> None:
        """Later values replace earlier ones."""
        for one in given:
            try:
                self._take(one)
            except Wrong as trouble:
                self.troubles.append(_line(one.where, one.section, one.key, str(trouble)))

    def complain(self, section: str, name: str, trouble: str) -> None:
        """Add a trouble that shows only when several values are seen together."""
        self.troubles.append(_line(self.sources[f"{section}.{name}"], section, name, trouble))

    def _take(self, given: Given) -> None:
        section = self._section(given)
        if not given.key:
            return
        name = _name(given, section)
        self._choose_one(given, name)
        self.checked[given.section][name] = _value(given, section, name)
        self.sources[f"{given.section}.{name}"] = given.where

    def _section(self, given: Given) -> type:
        if section := self._sections.get(given.section):
            return section
        if given.section:
            raise Wrong(f"there is no such section; {_nearest(given.section, self._sections)}")
        if given.key in self._sections:
            raise Wrong(f"this is a section; write [{given.key}] on a line of its own, once, above its keys.")
        raise Wrong("this key is in no section; put it below the section it belongs to.")

    def _choose_one(self, given: Given, name: str) -> None:
        """`password` and `password_file` side by side would leave it to chance which one counts."""
        source = self.sources.get(f"{given.section}.{name}", "")
        if source and given.is_text == (":" not in source):
            raise Wrong(f"{name} is given at {source} too; keep one of them.")


def _name(given: Given, section: type) -> str:
    """The field that a key fills, which for `password_file` is `password`."""
    hints = get_type_hints(section)
    secrets = [name for name, hint in hints.items() if _is_secret(hint)]
    if given.key in hints:
        return given.key
    if given.key.removesuffix(FILE) in secrets:
        return given.key.removesuffix(FILE)
    raise Wrong(f"there is no such key; {_nearest(given.key, [*hints, *(name + FILE for name in secrets)])}")


def _value(given: Given, section: type, name: str) -> Any:
    kind, wants = get_args(get_type_hints(section, include_extras=True)[name])
    if given.key != name:
        return _held_in(given)
    if _is_secret(kind):
        if not isinstance(given.value, str):
            raise Wrong(f"give {wants.words}.")
        return Secret(given.value, given.file) if given.value else None
    is_list = get_origin(kind) is tuple
    kind = get_args(kind)[0] if is_list else kind
    values = [_read(each, kind) for each in _parts(given)] if is_list else [_as_given(given, kind)]
    if not all(wants.allows(each, kind) for each in values):
        raise Wrong(f"give {wants.words}, not {_shown(given.value)}.")
    return tuple(values) if is_list else values[0]


def _parts(given: Given) -> list[object]:
    """TOML gives a list, the environment "1, 2"."""
    if isinstance(given.value, str):
        return [part for part in re.split(r"[ ,]+", given.value.strip()) if part]
    return list(given.value) if isinstance(given.value, list) else [given.value]


def _as_given(given: Given, kind: type) -> object:
    return _read(given.value, kind) if given.is_text else given.value


def _read(value: object, kind: type) -> object:
    """What a text means where another kind of value is wanted; whatever cannot be read stays as it is."""
    if not isinstance(value, str) or kind is str:
        return value
    if kind is bool:
        return TRUTHS.get(value.strip().lower(), value)
    return int(value) if re.fullmatch(r"\s*-?[0-9]{1,20}\s*", value) else value


def _held_in(given: Given) -> Secret | None:
    if not isinstance(given.value, str):
        raise Wrong("give the name of a file, in quotes.")
    if not given.value:
        return None
    file = given.folder / Path(given.value).expanduser()
    try:
        held = file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as trouble:
        reason = getattr(trouble, "strerror", None) or "it is not text"
        raise Wrong(f"the file it names cannot be read ({reason}).") from None
    if not held:
        raise Wrong("the file it names is empty; write the secret into it.")
    return Secret(held, file)


def _is_secret(hint: Any) -> bool:
    return bool(hint == Secret | None)


def _nearest(name: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}."


def _shown(value: object) -> str:
    text = json.dumps(value, default=str, ensure_ascii=True)
    return text if len(text) <= 40 else f"{text[:40]}..."


def _line(where: str, section: str, name: str, trouble: str) -> str:
    header = f"[{section}] " if section else ""
    return f"{where}: {header}{name}: {trouble}" if name else f"{where}: {header.strip()}: {trouble}"
