"""Spans as Discord's markdown. What people typed stays text: it formats nothing, links nowhere, calls nobody."""

import re
from typing import assert_never

from bot.model.wording import Mention, Paragraph, Plain, Span, Strong, Time, Typed

_MARKUP = re.compile(r"([\\`*_~|<>#\[\]()@:+\-])")
"""Discord takes a backslash before any sign. The colon keeps addresses from becoming links."""
_LIST_NUMBER = re.compile(r"^(\s*\d+)\.", re.MULTILINE)
_ZERO_WIDTH_SPACE = "\u200b"


def text_of(paragraph: Paragraph) -> str:
    return "".join(_marked_up(span) for span in paragraph.spans)


def escaped(text: str) -> str:
    """An @ is parted from what follows too, because mentions are looked for before backslashes are."""
    signs = _MARKUP.sub(r"\\\1", text).replace("@", f"@{_ZERO_WIDTH_SPACE}")
    return _LIST_NUMBER.sub(r"\1\\.", signs)


def _marked_up(span: Span) -> str:
    match span:
        case Plain(text) | Typed(text):
            return escaped(text)
        case Strong(text):
            return f"**{escaped(text)}**"
        case Mention(account_id, display):
            is_here = account_id.isascii() and account_id.isdecimal()
            return f"<@{account_id}>" if is_here else escaped(display)
        case Time(at):
            moment = int(at.timestamp())
            return f"<t:{moment}:f> (<t:{moment}:R>)"
        case _:
            assert_never(span)
