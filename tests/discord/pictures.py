"""A channel as people see it: what was sent to the loopback Discord, drawn plainly in a style of our own."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape

from tests.discord.markdown import Piece, read
from tests.doubles.discord import Discord, Shown
from tests.doubles.discord.bits import SELECTS, Part
from tests.doubles.discord.board import with_reactions
from tests.doubles.discord.wire import Json
from tests.pictures import page

TAGS = {"bold": "strong", "italic": "em", "slanted": "em", "underlined": "u", "struck": "s", "code": "code"}
ONLY_YOU = "Only you can see this · Dismiss message"


class Pictures:
    """`now` is what times are told from."""

    def __init__(self, discord: Discord, now: datetime) -> None:
        self._world, self._now = discord.world, now

    def page(self, title: str, seen: Sequence[Json | Shown], filled: Mapping[str, str] | None = None) -> str:
        """What one person has before their eyes; `filled` is what they wrote into a form."""
        return page.page(title, [self._one(each, filled or {}) for each in seen])

    def _one(self, seen: Json | Shown, filled: Mapping[str, str]) -> str:
        if not isinstance(seen, Shown):
            return self._message(seen)
        if seen.modal is not None:
            return self._form(seen.modal, filled)
        return self._message(self._world.message(seen.channel_id, seen.message_id or ""))

    def _message(self, message: Json) -> str:
        author, is_private = message["author"], self._world.is_ephemeral(message["id"])
        parts = [f'<div class="text">{self._words(message["content"])}</div>'] if message["content"] else []
        parts += [self._embed(each) for each in message["embeds"]]
        parts += [self._part(each) for each in message["components"]]
        parts += self._reactions(message)
        note = ONLY_YOU if is_private else ""
        return page.message(author["global_name"], self._now, parts, tag="APP" if author["bot"] else "", note=note)

    def _reactions(self, message: Json) -> list[str]:
        listed = with_reactions(self._world, message, "").get("reactions", [])
        return [page.chip(each["emoji"]["name"], each["count"]) for each in listed]

    def _embed(self, embed: Json) -> str:
        fields = [f"**{each['name']}**\n{each['value']}" for each in embed.get("fields", [])]
        title = f"**{embed['title']}**" if embed.get("title") else ""
        parts = [title, embed.get("description") or "", *fields]
        return self._box(embed.get("color"), [self._text(part) for part in parts])

    def _box(self, accent: int | None, parts: list[str]) -> str:
        colour = f' style="--accent:#{accent:06x}"' if accent is not None else ""
        return f'<div class="box"{colour}>{"".join(parts)}</div>'

    def _part(self, part: Json) -> str:
        inner = [self._part(each) for each in part.get("components", [])]
        match part["type"]:
            case Part.CONTAINER:
                return self._box(part.get("accent_color"), inner)
            case Part.ROW:
                return f'<div class="row">{"".join(inner)}</div>'
            case Part.TEXT:
                return self._text(part["content"])
            case Part.SECTION:
                return "".join([*inner, f'<div class="row">{self._part(part["accessory"])}</div>'])
            case Part.SEPARATOR:
                return "<hr>"
            case Part.BUTTON:
                emoji = (part.get("emoji") or {}).get("name") or ""
                label = f"{emoji} {part.get('label') or ''}".strip()
                off = " disabled" if part.get("disabled") else ""
                return f'<span class="button s{part["style"]}"{off}>{escape(label)}</span>'
            case kind if kind in SELECTS:
                return self._select(part, "select")
        raise AssertionError(f"nobody draws components of type {part['type']} yet")

    def _select(self, select: Json, name: str) -> str:
        labels = [option["label"] for option in select.get("options") or [] if option.get("default")]
        labels += [self._called(str(each["id"])) for each in select.get("default_values") or []]
        shown = ", ".join(labels) or select.get("placeholder") or "Make a selection"
        chosen = " chosen" if labels else ""
        return f'<div class="{name}{chosen}"><span>{escape(shown)}</span><span>⌄</span></div>'

    def _called(self, thing_id: str) -> str:
        if thing_id in self._world.channels:
            return f"# {self._world.channels[thing_id]['name']}"
        if thing_id in self._world.users:
            return f"@{self._world.users[thing_id]['global_name']}"
        return next((each[thing_id]["name"] for each in self._world.roles.values() if thing_id in each), "unknown")

    # Words

    def _text(self, text: str) -> str:
        return f'<div class="text">{self._words(text)}</div>' if text else ""

    def _words(self, text: str) -> str:
        return "".join(map(self._piece, read(text)))

    def _piece(self, piece: Piece) -> str:
        inner = "".join(map(self._piece, piece.inner)) or escape(piece.text)
        match piece.kind:
            case "text":
                return escape(piece.text)
            case "person" | "place" | "role":
                return f'<span class="mention">{escape(self._called(piece.text))}</span>'
            case "command":
                return f'<span class="mention">/{escape(piece.text)}</span>'
            case "time":
                return f"<time>{self._time(datetime.fromtimestamp(int(piece.text), UTC), piece.detail)}</time>"
            case "small" | "quote":
                return f'<div class="{piece.kind}">{inner}</div>'
            case "item":
                return f"• {inner}"
            case "heading":
                return f"<strong>{inner}</strong>"
        tag = TAGS.get(piece.kind, "span")
        return f"<{tag}>{inner}</{tag}>"

    def _time(self, at: datetime, style: str) -> str:
        if style != "R":
            return f"{at.day} {at:%B %Y %H:%M}"
        return page.told(at, self._now)

    # Forms

    def _form(self, modal: Json, filled: Mapping[str, str]) -> str:
        rows = "".join(self._field(row, filled) for row in modal["components"])
        end = '<div class="row end"><span class="button s2">Cancel</span><span class="button s1">Submit</span></div>'
        return f"<form><h1>{escape(modal['title'])}</h1>{rows}{end}</form>"

    def _field(self, row: Json, filled: Mapping[str, str]) -> str:
        if row["type"] == Part.TEXT:
            return self._text(row["content"])
        field = row["component"]
        star = " <em>*</em>" if field.get("required", True) else ""
        hint = f"<small>{escape(row['description'])}</small>" if row.get("description") else ""
        return f"<label><span>{escape(row['label'])}{star}</span>{hint}{self._blank(field, filled)}</label>"

    def _blank(self, field: Json, filled: Mapping[str, str]) -> str:
        given = filled.get(field["custom_id"])
        if field["type"] == Part.TEXT_INPUT:
            tall = " tall" if field.get("style") == 2 else ""
            return f'<div class="field{tall}">{escape(given or field.get("value") or " ")}</div>'
        options = [option | {"default": given in (option["label"], option["value"])} for option in field["options"]]
        return self._select(field | ({"options": options} if given else {}), "field")
