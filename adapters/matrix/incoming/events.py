"""What the homeserver sends, as plain values. Nothing about an event is trusted to have the shape it should have."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

Json = dict[str, Any]

MESSAGE, REACTION, REDACTION, ENCRYPTED = "m.room.message", "m.reaction", "m.room.redaction", "m.room.encrypted"
MEMBER, TOMBSTONE, LEVELS = "m.room.member", "m.room.tombstone", "m.room.power_levels"


@dataclass(frozen=True, slots=True)
class Event:
    """`at` is in milliseconds since the epoch, as the sender's homeserver has it.

    `is_encrypted` is true of what came out of decryption, which is never state.
    """

    room_id: str
    id: str
    type: str
    sender: str
    content: Mapping[str, Any]
    at: int = 0
    state_key: str | None = None
    is_encrypted: bool = False
    redacts: str | None = None
    unsigned: Mapping[str, Any] = field(default_factory=dict)


def event_of(room_id: str, raw: object, *, is_encrypted: bool = False) -> Event | None:
    """None for what is no event. A redacted event has an empty content."""
    given = mapping(raw)
    event_id, kind, sender = (text(given, key) for key in ("event_id", "type", "sender"))
    if not (event_id and kind and sender):
        return None
    at, state_key, content = given.get("origin_server_ts"), given.get("state_key"), mapping(given.get("content"))
    return Event(
        room_id,
        event_id,
        kind,
        sender,
        content,
        at if isinstance(at, int) else 0,
        state_key if isinstance(state_key, str) and not is_encrypted else None,
        is_encrypted,
        text(content, "redacts") or text(given, "redacts") or None,
        mapping(given.get("unsigned")),
    )


def events_of(room_id: str, raws: object) -> list[Event]:
    found = (event_of(room_id, raw) for raw in (raws if isinstance(raws, list) else ()))
    return [event for event in found if event is not None]


def mapping(value: object) -> Mapping[str, Any]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def text(content: Mapping[str, Any], key: str) -> str:
    """The value if it is text, else ""."""
    value = content.get(key)
    return value if isinstance(value, str) else ""


def texts(value: object) -> tuple[str, ...]:
    """What is text in a list, or nothing."""
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def relation(event: Event) -> Mapping[str, Any]:
    return mapping(event.content.get("m.relates_to"))


def is_edit(event: Event) -> bool:
    return text(relation(event), "rel_type") == "m.replace"


def changed_by(event: Event) -> Event | None:
    """The message that an edit changes, as it reads afterwards; None for what is no edit."""
    ref, content = text(relation(event), "event_id"), mapping(event.content.get("m.new_content"))
    return replace(event, id=ref, content=content) if is_edit(event) and ref and content else None


def is_reply(event: Event) -> bool:
    """With a message of its own that it answers; in a thread clients only pretend that, for those without threads."""
    related = relation(event)
    return bool(text(mapping(related.get("m.in_reply_to")), "event_id")) and related.get("is_falling_back") is not True


def about(event: Event) -> str | None:
    """The message that this one answers, or else the one that its thread hangs on."""
    related = relation(event)
    if is_reply(event):
        return text(mapping(related.get("m.in_reply_to")), "event_id")
    return (text(related, "event_id") or None) if text(related, "rel_type") == "m.thread" else None


def mentioned(event: Event) -> tuple[str, ...]:
    return texts(mapping(event.content.get("m.mentions")).get("user_ids"))


def membership(event: Event) -> str:
    """What became of whoever `state_key` names: "join", "invite", "leave", "ban" or "knock"."""
    return text(event.content, "membership") if event.type == MEMBER and event.state_key is not None else ""


def is_new_join(event: Event, user_id: str) -> bool:
    """They were not in the room before. A changed name or picture is a membership event too."""
    if membership(event) != "join" or event.state_key != user_id:
        return False
    return text(mapping(event.unsigned.get("prev_content")), "membership") != "join"


def since_join(events: Iterable[Event], user_id: str) -> list[Event]:
    """What happened since they last came in, if they did: whatever was said before was not said to them."""
    kept: list[Event] = []
    for event in events:
        if is_new_join(event, user_id):
            kept.clear()
        kept.append(event)
    return kept
