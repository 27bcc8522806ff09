"""Commands that a client sends in parts (MSC4391, still open): accepted wherever they come from, described to clients
where an operator wants that. The text beside them says the same for everybody else."""

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from adapters.matrix.incoming.events import Event, Json, mapping, mentioned, text

COMMAND = "org.matrix.msc4391.command"
DESCRIPTION = "org.matrix.msc4391.command_description"

PARAMETERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "needhelp": ("what",),
        "helpboard": ("kind",),
        "claim": ("number",),
        "release": ("number",),
        "done": ("number",),
        "withdraw": ("number",),
        "pause": ("time",),
        "avoid": ("whom", "off"),
        "helpmod": ("do", "number", "into", "person", "days", "reason"),
    }
)
"""In the order in which they are typed."""


def structured(event: Event, user_id: str) -> tuple[str, str] | None:
    """Name and rest of a command that was sent to us in parts."""
    given = mapping(event.content.get(COMMAND))
    name = text(given, "command").lower()
    if not name.isascii() or not name.isalpha() or user_id not in mentioned(event):
        return None
    values = mapping(given.get("arguments"))
    said = (_said(values.get(key)) for key in PARAMETERS.get(name, ()))
    return name, " ".join(each for each in said if each)


def _said(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).strip()


def state_key(name: str, user_id: str) -> str:
    """Nobody else's command of the same name is overwritten by ours."""
    return b64encode(sha256(f"{name}{user_id}".encode()).digest()).decode().rstrip("=")


def description(name: str, summary: str, labels: Mapping[str, str]) -> Json:
    """What a client shows of a command; `labels` say what each parameter is."""
    parameters = [_parameter(key, labels[key]) for key in PARAMETERS.get(name, ())]
    described: Json = {"command": name, "description": _text(summary), "parameters": parameters}
    return described | ({"fi.mau.tail_parameter": parameters[-1]["key"]} if parameters else {})


def _parameter(key: str, label: str) -> dict[str, Any]:
    kind = "integer" if key in ("number", "into", "days") else "string"
    schema = {"schema_type": "primitive", "type": kind}
    return {
        "key": key,
        "schema": schema,
        "optional": key not in ("number", "do", "whom"),
        "description": _text(label),
    }


def _text(said: str) -> Json:
    return {"m.text": [{"body": said}]}
