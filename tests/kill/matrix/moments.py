"""What calls to a homeserver are called."""

import re
from typing import Final

API: Final = re.compile(r"/_matrix/client/(v\d+/)?")
PLAIN: Final = re.compile(r"[a-zA-Z_]{2,24}|(m|org)\.[a-z_.]+")
"""Parts of a path that are always the same; the others are ids, transactions and names."""
HEARING: Final = "after an event of GET /sync"
"""What somebody said or did is carried out, and where we are is not kept yet."""


def short(path: str) -> str | None:
    if not API.match(path):
        return None
    parts = API.sub("", path, count=1).split("/")
    return "/".join(["", *(part if PLAIN.fullmatch(part) else "*" for part in parts)])
