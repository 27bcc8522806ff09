"""The time zone this machine lives in, for the community on the page."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo


def local_zone() -> str:
    """An IANA name, or "UTC" where the machine does not say."""
    named = os.environ.get("TZ", "").lstrip(":")
    linked = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
    for name in (named, linked):
        if name and _is_zone(name):
            return name
    return "UTC"


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return False
    return True
