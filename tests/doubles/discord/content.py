"""The limits of a message and a form that the OpenAPI document leaves out."""

from typing import Final

from tests.doubles.discord.bits import LINK_STYLE, ONLY_V2, Flag, Part
from tests.doubles.discord.board import walk
from tests.doubles.discord.wire import DiscordError, Json, bad_form

LONGEST_CONTENT: Final = 2000
LONGEST_EMBEDS: Final = 6000
LONGEST_TEXT: Final = 4000
MOST_COMPONENTS: Final = 40
MOST_ROWS: Final = 5
FORWARD: Final = 1


def check_message(body: Json, *, before: Json | None = None, files: int = 0) -> None:
    """`before` is the message that is being edited."""
    flags = int(body.get("flags") or 0) | (before["flags"] if before else 0)
    is_v2 = bool(flags & Flag.COMPONENTS_V2)
    components = body.get("components") or []
    _check_words(body, is_v2)
    _check_custom_ids(components)
    _check_shapes(components, is_v2)
    if before is None and not _holds_something(body, files):
        raise DiscordError(50006)


def check_modal(data: Json) -> None:
    if not 1 <= len(data["components"]) <= MOST_ROWS:
        raise bad_form("data/components", "Must be between 1 and 5 in length.")
    _check_custom_ids(data["components"])


def _check_words(body: Json, is_v2: bool) -> None:
    content, embeds = body.get("content") or "", body.get("embeds") or []
    if len(content) > LONGEST_CONTENT:
        raise bad_form("content", "Must be 2000 or fewer in length.")
    if sum(map(_embed_length, embeds)) > LONGEST_EMBEDS:
        raise bad_form("embeds", "Embed size exceeds maximum size of 6000", "MAX_EMBED_SIZE_EXCEEDED")
    if is_v2 and (content or embeds or body.get("poll")):
        why = "The content, embeds and poll fields cannot be used with the IS_COMPONENTS_V2 flag"
        raise bad_form("content", why, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2")


def _embed_length(embed: Json) -> int:
    parts = [embed.get("title"), embed.get("description")]
    parts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for each in embed.get("fields") or []:
        parts += [each["name"], each["value"]]
    return sum(len(part or "") for part in parts)


def _check_custom_ids(components: list[Json]) -> None:
    seen: set[str] = set()
    for path, component in walk(components):
        custom_id = component.get("custom_id")
        if custom_id in seen:
            why = "Component custom id cannot be duplicated"
            raise bad_form(f"{path}/custom_id", why, "COMPONENT_CUSTOM_ID_DUPLICATED")
        if custom_id:
            seen.add(custom_id)
        elif component["type"] == Part.BUTTON and component["style"] < LINK_STYLE:
            raise bad_form(path, "A custom id is required", "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED")


def _check_shapes(components: list[Json], is_v2: bool) -> None:
    every = list(walk(components))
    if not is_v2 and len(components) > MOST_ROWS:
        raise bad_form("components", "Must be 5 or fewer in length.")
    if len(every) > MOST_COMPONENTS:
        raise bad_form("components", "Must be 40 or fewer", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED")
    if sum(len(each.get("content") or "") for _, each in every if each["type"] == Part.TEXT) > LONGEST_TEXT:
        raise bad_form("components", "Text is over 4000", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED")
    for path, component in every:
        if component["type"] in ONLY_V2 and not is_v2:
            raise bad_form(path, "This component needs the IS_COMPONENTS_V2 flag", "UNION_TYPE_CHOICES")
        if component["type"] == Part.ROW and _is_too_wide(component["components"]):
            raise bad_form(path, "A row holds five buttons or one select", "COMPONENT_LAYOUT_WIDTH_EXCEEDED")


def _is_too_wide(row: list[Json]) -> bool:
    are_buttons = all(each["type"] == Part.BUTTON for each in row)
    return len(row) > (5 if are_buttons else 1)


def _holds_something(body: Json, files: int) -> bool:
    is_forward = (body.get("message_reference") or {}).get("type") == FORWARD
    rest = body.get("embeds") or body.get("components") or body.get("sticker_ids") or body.get("poll")
    return bool((body.get("content") or "").strip() or rest or files or is_forward)
