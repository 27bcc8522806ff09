"""Something that travelled and should not have, in one line a person can read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final


@dataclass(frozen=True)
class Violation:
    where: str
    """"request", "response", "path", "query", "frame out", "frame in" or "double"."""
    operation: str
    path: str
    message: str
    is_unknown_field: bool = False

    def __str__(self) -> str:
        kind = " (unknown field)" if self.is_unknown_field else ""
        return f"{self.where}{kind}: {self.operation} at {self.path or '/'}: {self.message}"


@dataclass(frozen=True)
class Known:
    """A field discord.py sends and the document does not have, which the live service takes."""

    operation: str
    path: str
    field: str
    reason: str


KNOWN_FIELDS: Final = (
    Known(r".*", r".*/?embeds/\d+", "flags", "discord.py puts the flags it read into every embed"),
    Known(r"update_message", r"", "tts", "edits carry the tts of the message"),
    Known(r".*webhook.*message", r"", "tts", "edits carry the tts of the message"),
    Known(r"create_thread", r"message", "tts", "the first message of a post carries it as a message does"),
    Known(r"create_interaction_response", r"data", "tts", "an update in place carries it as an edit does"),
    Known(r"create_thread", r"", "type", "discord.py sends the type of a forum post, which follows from the channel"),
    Known(r"set_channel_permission_overwrite", r"", "id", "the id is in the path already"),
    Known(r".*", r"use_nested_fields", "use_nested_fields", "an old name that discord.py still sends"),
)


SHALLOW: Final = ("", "data", "message")


def without_known(operation: str, body: Any) -> Any:
    """Without the known fields that stand at its top: to explain each of them as a violation takes milliseconds."""
    for path, field in _shallow(operation):
        if not path and isinstance(body, dict):
            body = {key: value for key, value in body.items() if key != field}
        elif isinstance(body, dict) and isinstance(inner := body.get(path), dict):
            body = body | {path: {key: value for key, value in inner.items() if key != field}}
    return body


@cache
def _shallow(operation: str) -> Sequence[tuple[str, str]]:
    here = [known for known in KNOWN_FIELDS if re.fullmatch(known.operation, operation)]
    return [(path, known.field) for known in here for path in SHALLOW if re.fullmatch(known.path, path)]


def is_known(violation: Violation) -> bool:
    return violation.is_unknown_field and any(_fits(known, violation) for known in KNOWN_FIELDS)


def _fits(known: Known, found: Violation) -> bool:
    return (
        re.fullmatch(known.operation, found.operation) is not None
        and re.fullmatch(known.path, found.path.strip("/")) is not None
        and known.field in found.message
    )
