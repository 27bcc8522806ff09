"""Discord's markdown as a client reads it, written down without looking at how we escape."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

BLOCKS: Final = (
    ("heading", re.compile(r" *(#{1,3}) +(?=\S)")),
    ("small", re.compile(r" *-# +(?=\S)")),
    ("quote", re.compile(r" *>{1,3} +")),
    ("item", re.compile(r" *(?:[-*+]|\d{1,10}\.) +(?=\S)")),
)
INLINE: Final = re.compile(
    r"""
    \\(?P<escaped>[^0-9A-Za-z\s])
  | ```(?P<block>.+?)```
  | (?P<ticks>`{1,2})(?P<code>.+?)(?P=ticks)
  | <@!?(?P<person>\d+)> | <@&(?P<role>\d+)> | <\#(?P<place>\d+)>
  | <t:(?P<time>-?\d+)(?::(?P<style>[a-zA-Z]))?>
  | </(?P<command>[^<>:]+):\d+> | <a?:(?P<emoji>\w+):\d+> | <id:(?P<guide>\w+)>
  | (?P<everybody>@everyone|@here)
  | \[(?P<label>[^\]]+)\]\((?P<address>[^)\s]+)[^)]*\)
  | <?(?P<link>(?:https?|discord)://[^\s<>]+)>?
  | \*\*(?P<bold>.+?)\*\* | __(?P<underlined>.+?)__ | ~~(?P<struck>.+?)~~ | \|\|(?P<hidden>.+?)\|\|
  | \*(?P<italic>[^\s*](?:.*?[^\s*])?)\* | \b_(?P<slanted>[^_]+?)_\b
    """,
    re.VERBOSE | re.DOTALL,
)
WRAPPED: Final = ("bold", "underlined", "struck", "hidden", "italic", "slanted")


@dataclass(frozen=True)
class Piece:
    """`kind` is "text" where nothing is meant but the words. `detail` is the style of a time, or an address."""

    kind: str
    text: str
    inner: tuple["Piece", ...] = ()
    detail: str = ""


def read(text: str) -> tuple[Piece, ...]:
    """A line that is a heading, a quote or an item of a list is one piece."""
    pieces: list[Piece] = []
    for index, line in enumerate(_lines(text)):
        if index:
            pieces.append(Piece("text", "\n"))
        kind, rest = _block(line)
        inner = tuple(_joined(_inline(rest)))
        pieces += [Piece(kind, rest, inner)] if kind else inner
    return tuple(_joined(iter(pieces)))


def _lines(text: str) -> list[str]:
    return [text] if "```" in text else text.split("\n")


def _block(line: str) -> tuple[str, str]:
    for kind, mark in BLOCKS:
        if found := mark.match(line):
            return kind, line[found.end() :]
    return "", line


def _inline(text: str) -> Iterator[Piece]:
    at = 0
    for found in INLINE.finditer(text):
        if found.start() > at:
            yield Piece("text", text[at : found.start()])
        at = found.end()
        yield _piece({name: value for name, value in found.groupdict().items() if value is not None})
    if at < len(text):
        yield Piece("text", text[at:])


def _piece(found: dict[str, str]) -> Piece:
    if "escaped" in found:
        return Piece("text", found["escaped"])
    if "label" in found:
        return Piece("masked", found["label"], detail=found["address"])
    name = next(each for each in found if each not in ("ticks", "style"))
    inner = tuple(_joined(_inline(found[name]))) if name in WRAPPED else ()
    return Piece(name, found[name], inner, found.get("style", ""))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Text next to text is one."""
    held = ""
    for piece in pieces:
        if piece.kind == "text":
            held += piece.text
            continue
        if held:
            yield Piece("text", held)
            held = ""
        yield piece
    if held:
        yield Piece("text", held)
