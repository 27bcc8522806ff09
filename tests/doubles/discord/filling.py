"""Filling in a form as a client does: what is there stays, what does not fit is not let through."""

import itertools
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from tests.doubles.discord.acting import Refused
from tests.doubles.discord.bits import Part
from tests.doubles.discord.wire import Json

LONGEST: Final = 4000
MOST: Final = 25


def filled(modal: Json, given: Mapping[str, Any]) -> list[Json]:
    """The components of a submit. A field is named by its custom_id or by its label."""
    left, counter = dict(given), itertools.count(2)
    rows = []
    for row in modal["components"]:
        field = _field(row)
        if field is None:
            rows.append({"type": row["type"], "id": next(counter)})
            continue
        names = [field["custom_id"], row.get("label"), field.get("label")]
        name = next((each for each in names if each in left), None)
        answer = {"type": field["type"], "id": next(counter), "custom_id": field["custom_id"]}
        answer |= _answer(field, left.pop(name) if name else None)
        wrapped = {"component": answer} if row["type"] == Part.LABEL else {"components": [answer]}
        rows.append({"type": row["type"], "id": next(counter)} | wrapped)
    if left:
        raise Refused(f"the form has no {sorted(left)}")
    return rows


def chosen_ids(rows: list[Json]) -> list[str]:
    """What was picked in selects of people, roles and channels."""
    found = [row.get("component") or (row.get("components") or [{}])[0] for row in rows]
    kinds = (Part.USER_SELECT, Part.ROLE_SELECT, Part.MENTIONABLE_SELECT, Part.CHANNEL_SELECT)
    return [value for each in found if each.get("type") in kinds for value in each["values"]]


def checked_values(select: Json, given: Any) -> list[str]:
    """`given` are values or labels, or things with an id; one or a list of them. None keeps the defaults."""
    values = _defaults(select) if given is None else [_value(select, each) for each in _listed(given)]
    is_required = select.get("required", True)
    fewest, most = select.get("min_values", 1) or 0, select.get("max_values") or _usual_most(select)
    if len(values) > most or ((values or is_required) and len(values) < max(fewest, 1 if is_required else 0)):
        raise Refused(f"{select['custom_id']}: choose {fewest} to {most}")
    return values


def _field(row: Json) -> Json | None:
    if row["type"] == Part.LABEL:
        return dict(row["component"])
    return dict(row["components"][0]) if row["type"] == Part.ROW else None


def _answer(field: Json, given: Any) -> Json:
    if field["type"] not in ANSWERS:
        raise Refused(f"nobody here can fill in a component of type {field['type']}")
    return ANSWERS[field["type"]](field, given)


def _text(field: Json, given: Any) -> Json:
    text = given if given is not None else field.get("value") or ""
    name = field["custom_id"]
    if not isinstance(text, str):
        raise Refused(f"{name} takes text")
    if field.get("required", True) and not text:
        raise Refused(f"{name} is required")
    if len(text) > (field.get("max_length") or LONGEST) or (text and len(text) < (field.get("min_length") or 0)):
        raise Refused(f"{name}: {len(text)} characters do not fit")
    return {"value": text}


def _many(field: Json, given: Any) -> Json:
    return {"values": checked_values(field, given)}


def _radio(field: Json, given: Any) -> Json:
    value = next(iter(_defaults(field)), None) if given is None else _value(field, given)
    if value is None and field.get("required", True):
        raise Refused(f"{field['custom_id']} is required")
    return {"value": value}


def _checkbox(field: Json, given: Any) -> Json:
    return {"value": bool(field.get("default", False) if given is None else given)}


ANSWERS: Final[Mapping[int, Callable[[Json, Any], Json]]] = MappingProxyType(
    {
        Part.TEXT_INPUT: _text,
        Part.SELECT: _many,
        Part.USER_SELECT: _many,
        Part.ROLE_SELECT: _many,
        Part.MENTIONABLE_SELECT: _many,
        Part.CHANNEL_SELECT: _many,
        Part.UPLOAD: _many,
        Part.CHECKBOXES: _many,
        Part.RADIO: _radio,
        Part.CHECKBOX: _checkbox,
    }
)


def _usual_most(select: Json) -> int:
    return len(select["options"]) if select["type"] == Part.CHECKBOXES else 1


def _defaults(field: Json) -> list[str]:
    kept = [str(each["id"]) for each in field.get("default_values") or []]
    return kept + [each["value"] for each in field.get("options") or [] if each.get("default")]


def _listed(given: Any) -> list[Any]:
    return list(given) if isinstance(given, list | tuple | set) else [given]


def _value(field: Json, given: Any) -> str:
    options = field.get("options")
    if options is None:
        return str(given["id"] if isinstance(given, dict) else getattr(given, "id", given))
    for option in options:
        if given in (option["value"], option["label"]):
            return str(option["value"])
    raise Refused(f"{field['custom_id']}: {given!r} is not offered")
