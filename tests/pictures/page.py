"""A page as a chat shows it, whatever chat it is, and the picture of it.

BARNRAISER_PICTURES=1 draws the pictures of the guides anew, with a real browser.
"""

import os
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape, unescape
from pathlib import Path

from playwright.async_api import ViewportSize

from tests.pictures.png import with_palette
from tests.playground.browser import REPOSITORY, chromium

FOLDER = REPOSITORY / "docs/pictures"
LARGEST = 80_000
"""Bytes of one picture: people may be on a slow line."""
STYLE = Path(__file__).with_suffix(".css")
UNITS = (("day", 86400), ("hour", 3600), ("minute", 60))


def page(title: str, drawn: Sequence[str]) -> str:
    """`drawn` are the messages, from the top."""
    style = STYLE.read_text(encoding="utf-8")
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
    return f"{head}<style>{style}</style><header>{escape(title)}</header><main>{''.join(drawn)}</main></html>"


def message(name: str, at: datetime, parts: Sequence[str], *, tag: str = "", note: str = "") -> str:
    """With who wrote it; `tag` is what a chat calls a bot, `note` says that only one person sees it."""
    known = f"<b>{escape(tag)}</b>" if tag else " "
    who = f'<div class="who">{escape(name)}{known}<time>{at:%H:%M}</time></div>'
    below = f'<div class="note">{escape(note)}</div>' if note else ""
    face = f'<div class="face">{escape(name[0])}</div>'
    return f'<article class="{"private" if note else ""}">{face}<div>{who}{"".join(parts)}{below}</div></article>'


def chip(symbol: str, count: int) -> str:
    """A reaction."""
    return f'<div class="chip">{escape(symbol)} {count}</div>'


def told(at: datetime, now: datetime) -> str:
    """As people say it: in two hours, a day ago."""
    seconds = (at - now).total_seconds()
    name, size = next((each for each in UNITS if abs(seconds) >= each[1]), UNITS[-1])
    count = max(round(abs(seconds) / size), 1)
    said = f"{count} {name}{'s' if count > 1 else ''}"
    return f"in {said}" if seconds > 0 else f"{said} ago"


def words_on(drawn: str) -> Iterator[str]:
    """Everything on a page that can be read, piece by piece."""
    body = drawn.partition("</style>")[2]
    yield from (unescape(each).strip() for each in re.split(r"<[^>]*>", body) if each.strip())


async def keep(name: str, drawn: str) -> str:
    """All the words of the page; its picture is drawn anew if somebody asked for that."""
    if os.environ.get("BARNRAISER_PICTURES") == "1":
        picture = await shoot(drawn)
        assert len(picture) < LARGEST, f"{name} is too large"
        (FOLDER / f"{name}.png").write_bytes(picture)
    return " ".join(words_on(drawn))


async def shoot(drawn: str) -> bytes:
    async with chromium() as browser:
        shown = await browser.new_page(viewport=ViewportSize(width=720, height=200), device_scale_factor=1.25)
        await shown.set_content(drawn)
        return with_palette(await shown.screenshot(full_page=True))
