"""Where words stand in what the bot sent, and what of them people had typed themselves."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final
from urllib.parse import unquote

from tests.doubles.discord.bits import Part
from tests.doubles.discord.board import walk
from tests.doubles.discord.rest import Exchange
from tests.doubles.discord.wire import Json

FOR_DISCORD: Final = ("allowed_mentions",)
Found = tuple[str, str]
"""Where something stands in a call, and the words there."""


def plain(text: str) -> str:
    """As it is read: without the backslashes and the invisible signs that keep it harmless."""
    return text.replace("\\", "").replace("\u200b", "").replace("**", "")


def stands_in(sought: str, words: str) -> bool:
    """As a word of its own."""
    return _alone(sought).search(plain(words)) is not None


@cache
def _alone(sought: str) -> re.Pattern[str]:
    start = r"(?<!\w)" if sought[:1].isalnum() else ""
    end = r"(?!\w)" if sought[-1:].isalnum() else ""
    return re.compile(start + re.escape(sought) + end, re.IGNORECASE)


def words_of(exchange: Exchange) -> Iterator[Found]:
    """Everything that was sent. The token of an interaction is random, and Discord's own."""
    parts = exchange.path.split("/")
    tokens = {"interactions": 3, "webhooks": 3}
    shown = [part for index, part in enumerate(parts) if index != tokens.get(parts[1])]
    yield "address", unquote("/".join(shown))
    yield from _strings(exchange.query, "query")
    yield from ((f"header {name}", unquote(value)) for name, value in exchange.sent_headers.items())
    yield from _strings(exchange.body, "body")
    yield from ((f"file {each['filename']}", each["data"].decode(errors="replace")) for each in exchange.files)


def _strings(value: Any, place: str) -> Iterator[Found]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in FOR_DISCORD:
                yield f"{place}/key", str(key)
                yield from _strings(inner, f"{place}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _strings(inner, f"{place}/{index}" if not isinstance(inner, str) else place)
    elif value is not None:
        yield place, str(value)


def numbers_in(found: list[Found]) -> frozenset[int]:
    """The requests that this is about, as far as it says so."""
    said = "\n".join(plain(words) for place, words in found if place.startswith("body"))
    return frozenset(int(each) for each in re.findall(r"(?:#|\|)(\d{1,9})\b", said) if int(each))


def said(message: Json) -> str:
    texts = [each["content"] for _, each in walk(message.get("components") or []) if each["type"] == Part.TEXT]
    return "\n".join([message.get("content") or "", *texts])


def joined_in(exchange: Exchange) -> tuple[str, str] | None:
    parts = exchange.path.split("/")
    is_joining = exchange.method == "PUT" and len(parts) == 5 and parts[3] == "thread-members"
    return (parts[2], parts[4]) if is_joining and parts[4] != "@me" else None


def chosen(deed: Json) -> set[str]:
    return {deed.get("target_id", ""), *(deed.get("resolved") or {}).get("users", {})}


def is_thanks(deed: Json) -> bool:
    """Whoever sends somebody a line of thanks wants to be known to them."""
    return str(deed.get("custom_id", "")).startswith("t:")


def typed(deed: Json) -> Iterator[str]:
    kept = {key: value for key, value in deed.items() if key not in ("resolved", "custom_id", "name", "id")}
    yield from (words for place, words in _strings(kept, "") if place.endswith(("value", "values", "content")))
