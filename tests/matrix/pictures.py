"""A room as people see it: what was really sent, drawn plainly in a style of our own.

Names and ids are those of the guide, so that a picture stays the same until something is said differently.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape

from tests.doubles.matrix.seen import Message
from tests.pictures import page


class Pictures:
    """`people` are names by user id; `renamed` is what reads differently in the guide."""

    def __init__(self, people: Mapping[str, str], renamed: Mapping[str, str], now: datetime) -> None:
        self._people, self._renamed, self._now = people, renamed, now

    def page(self, title: str, seen: Sequence[Message]) -> str:
        return page.page(title, list(map(self._message, seen)))

    def _message(self, message: Message) -> str:
        text = message.html or escape(message.body)
        parts = [f'<div class="text">{self._read(text)}</div>']
        chips = "".join(page.chip(key, len(who)) for key, who in message.reactions.items())
        parts += [f'<div class="row">{chips}</div>'] if chips else []
        return page.message(self._people[message.sender], self._now, parts)

    def _read(self, text: str) -> str:
        for real, shown in self._renamed.items():
            text = text.replace(real, shown)
        return text
