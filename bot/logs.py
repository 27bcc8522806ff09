"""What is written on stderr: one line a record, as text or JSON, and never a secret.

Nobody's name and nothing typed is logged anywhere; that is the duty of whoever logs. What libraries say
below a warning is left out, even with -v, because it holds statements and payloads.
"""

import json
import logging
import sys
from collections.abc import Iterable
from enum import StrEnum
from typing import TextIO
from urllib.parse import quote

OURS = ("bot", "adapters", "storage")
SILENT = ("aiohttp.access",)  # its lines hold the page's key
MASK = "********"


class LogFormat(StrEnum):
    TEXT = "text"
    JSON = "json"


def configure(
    *, verbose: bool, log_format: LogFormat, secrets: Iterable[str] = (), stream: TextIO | None = None
) -> None:
    """Replaces whatever was configured before."""
    handler = logging.StreamHandler(stream or sys.stderr)
    inner = JsonLines() if log_format is LogFormat.JSON else TextLines()
    handler.setFormatter(Redacted(inner, secrets))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.DEBUG if verbose else logging.INFO)
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


class Redacted(logging.Formatter):
    """Masks known secrets in the finished line, so that tracebacks and arguments are covered too."""

    def __init__(self, inner: logging.Formatter, secrets: Iterable[str]) -> None:
        super().__init__()
        self._inner = inner
        shapes = {shape for secret in secrets for shape in _shapes(secret) if shape}
        self._shapes = sorted(shapes, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        line = self._inner.format(record)
        for shape in self._shapes:
            line = line.replace(shape, MASK)
        return line


def _shapes(secret: str) -> tuple[str, ...]:
    """A secret as it is, in an address, and inside JSON."""
    return secret, quote(secret, ""), json.dumps(secret, ensure_ascii=False)[1:-1]


class TextLines(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%H:%M:%S")


class JsonLines(logging.Formatter):
    """One JSON object a line; `at` is in seconds since the epoch."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": round(record.created, 3),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
