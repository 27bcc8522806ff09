"""What calls to Discord are called."""

import re
from typing import Final

API: Final = "/api/"
PLAIN: Final = re.compile(r"@?[a-z-]{1,20}2?")
"""Parts of a path that are always the same; the others are ids, tokens and emoji."""


def short(path: str) -> str | None:
    if not path.startswith(API):
        return None
    parts = re.sub(r"^/api/v\d+/", "", path).split("/")
    return "/".join(["", *(part if PLAIN.fullmatch(part) else "*" for part in parts)])
