"""Whether the files that hold secrets are closed to everybody else on this machine."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from shlex import quote

from bot.model.health import Check, Finding

MOUNTED = Path("/run/secrets")
"""Containers are given their secrets there, readable by all who are in them, and nobody else is."""


def examine(files: Iterable[Path]) -> Iterator[Check]:
    """Only what is wrong. Where files have no permissions to speak of nothing is."""
    for file in files if os.name == "posix" else ():
        if not file.absolute().is_relative_to(MOUNTED) and file.stat().st_mode & 0o004:
            sentence = f"Everybody on this machine can read {file}, which holds a secret."
            yield Finding("secrets").warning(sentence, f"Type: chmod 600 {quote(str(file))}")
