"""Which operation a call means: by the official document, or by the double's own routes where it is not there."""

import functools
import re
import urllib.parse
from dataclasses import dataclass
from typing import Final

from tests.doubles.discord.conformance.documents import Documents
from tests.doubles.discord.conformance.openapi import Operation
from tests.doubles.discord.routes import ROUTES
from tests.doubles.discord.wire import DiscordError

WITHOUT_TOKEN: Final = ("/interactions/", "/webhooks/")


@dataclass(frozen=True)
class Match:
    method: str
    template: str
    values: dict[str, str]
    operation: Operation | None

    @property
    def needs_token(self) -> bool:
        if self.operation is not None:
            return self.operation.needs_token
        return not self.template.startswith(WITHOUT_TOKEN)


def match(method: str, path: str, documents: Documents | None) -> Match:
    found = _by_document(method, path, documents) if documents else _by_routes(method, path)
    if found is None:
        raise DiscordError(0)
    return found


def _by_document(method: str, path: str, documents: Documents) -> Match | None:
    found = documents.rest.find(method, path)
    return found and Match(method, found[0].template, _unquoted(found[1]), found[0])


def _by_routes(method: str, path: str) -> Match | None:
    for own_method, template, pattern in _patterns():
        if own_method == method and (found := pattern.match(path)):
            return Match(method, template, _unquoted(found.groupdict()), None)
    return None


@functools.cache
def _patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    ordered = sorted(ROUTES, key=lambda route: route[1].count("{"))
    escaped = ((method, path, re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(path))) for method, path in ordered)
    return tuple((method, path, re.compile(f"^{pattern}$")) for method, path, pattern in escaped)


def _unquoted(values: dict[str, str]) -> dict[str, str]:
    return {name: urllib.parse.unquote(value) for name, value in values.items()}
