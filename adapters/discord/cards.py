"""From what the core says to Discord's components: a container of texts, and buttons below each.

Nothing here is registered with the library: what is pressed later is read from the press itself, so that it
works after any restart and nothing grows with the number of messages.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import discord
from discord import ui

from adapters.discord import texts
from adapters.discord.ids import LIMIT, ChoiceId
from adapters.discord.markup import text_of
from bot.model.ids import CommunityId
from bot.model.wording import Accent, Choice, Wording

TEXT_LIMIT = 4000
COMPONENTS = 40
BUTTONS_A_ROW = 5
OPTIONS = 25
LABEL_LIMIT = 80
OPTION_LABEL_LIMIT = 100
WANTED_AT_MOST = 25

ACCENTS = {
    Accent.QUIET: 0x8A7D66,
    Accent.OPEN: 0xD9B866,
    Accent.CLAIMED: 0x5B4A73,
    Accent.DONE: 0x3D6838,
    Accent.WARM: 0x962B1F,
}
_ADVANCES = ("claim", "post_draft", "done", "say_thanks", "on_it")
"""Moves whose button is drawn as the obvious next one."""

Row = ui.ActionRow[ui.LayoutView]
Item = ui.Item[ui.LayoutView]


def draw(
    wording: Wording, community_id: CommunityId, extra: Iterable[Item] = (), mark: int | None = None
) -> ui.LayoutView:
    """The message. With more choices than Discord has room for, they become one list to choose from."""
    more = list(extra)
    items = [*_with_buttons(wording, community_id), *more]
    if _count(items) >= COMPONENTS:
        items = [*_with_a_list(wording, community_id), *more]
    return view_of(items, wording.accent, mark)


def view_of(items: Iterable[Item], accent: Accent = Accent.QUIET, mark: int | None = None) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*items, accent_colour=ACCENTS[accent], id=mark))
    view.stop()  # or the library keeps it in memory for ever
    return view


def said(text: str, *rows: Item) -> ui.LayoutView:
    """A message in our own words."""
    return view_of([ui.TextDisplay(text), *rows])


def button(label: str, custom_id: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary) -> Row:
    return ui.ActionRow(ui.Button(label=label, custom_id=custom_id, style=style))


def _count(items: Iterable[Item]) -> int:
    """Components, the container's own not counted."""
    return sum(1 + (len(item.children) if isinstance(item, ui.ActionRow) else 0) for item in items)


def _with_buttons(wording: Wording, community_id: CommunityId) -> Iterator[Item]:
    index = 0
    for paragraph, text in zip(wording.paragraphs, texts_of(wording), strict=True):
        if text:
            yield ui.TextDisplay(text)
        numbered = list(enumerate(paragraph.choices, start=index))
        index += len(numbered)
        for choices in batched_by(BUTTONS_A_ROW, numbered):
            yield ui.ActionRow(*(choice_button(number, community_id, choice) for number, choice in choices))
    yield from _how_many(wording, community_id, index)


def batched_by(size: int, items: list[tuple[int, Choice]]) -> Iterator[list[tuple[int, Choice]]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def texts_of(wording: Wording) -> list[str]:
    """Each paragraph, cut where there is no room for more: what was typed stands elsewhere in full."""
    left, kept = TEXT_LIMIT, []
    for paragraph in wording.paragraphs:
        text = text_of(paragraph).strip()
        kept.append(text if len(text) <= left else _cut(text, left))
        left -= len(kept[-1])
    return kept


def _cut(text: str, length: int) -> str:
    """A backslash at the end would take the sign after it along."""
    return text[: max(length - 1, 0)].rstrip("\\") + "…" if length else ""


def choice_button(index: int, community_id: CommunityId, choice: Choice) -> ui.Button[Any]:
    style = discord.ButtonStyle.primary if choice.move in _ADVANCES else discord.ButtonStyle.secondary
    label = f"{choice.symbol} {choice.label}".strip()[:LABEL_LIMIT]
    return ui.Button(label=label, style=style, custom_id=_fitting(ChoiceId(index, community_id, choice.token)))


def _fitting(custom_id: ChoiceId) -> str:
    text = str(custom_id)
    if len(text) > LIMIT:
        raise ValueError("a choice does not fit into a custom id")
    return text


def _how_many(wording: Wording, community_id: CommunityId, index: int) -> Iterator[Item]:
    """On a preview: the form has no room for this question."""
    draft = next((choice for choice in wording.choices if choice.move == "post_draft"), None)
    if draft is not None:
        token = Choice("draft_wanted", draft.number, "", draft.value).token
        options = [discord.SelectOption(label=str(count), value=str(count)) for count in range(1, WANTED_AT_MOST + 1)]
        custom_id = _fitting(ChoiceId(index, community_id, token))
        yield ui.ActionRow(
            ui.Select(custom_id=custom_id, placeholder=texts.say(wording.language, texts.HOW_MANY), options=options)
        )


def _with_a_list(wording: Wording, community_id: CommunityId) -> Iterator[Item]:
    yield ui.TextDisplay("\n\n".join(text for text in texts_of(wording) if text)[:TEXT_LIMIT])
    unique = list({choice.token: choice for choice in wording.choices}.values())
    for index, start in enumerate(range(0, len(unique), OPTIONS)):
        options = [
            discord.SelectOption(label=choice.label[:OPTION_LABEL_LIMIT], value=choice.token)
            for choice in unique[start : start + OPTIONS]
        ]
        custom_id = str(ChoiceId(index, community_id, ""))
        yield ui.ActionRow(
            ui.Select(custom_id=custom_id, placeholder=texts.say(wording.language, texts.WHAT_NEXT), options=options)
        )
