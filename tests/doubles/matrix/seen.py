"""What a client shows of a room, from its events: edits applied, redacted messages gone, reactions counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Event = Mapping[str, Any]


@dataclass
class Message:
    id: str
    sender: str
    content: Mapping[str, Any]
    """As it stands now; of an edited message the newest `m.new_content`."""
    edits: int = 0
    reactions: dict[str, set[str]] = field(default_factory=dict)
    """Who reacted, by key."""

    @property
    def body(self) -> str:
        return str(self.content.get("body", ""))

    @property
    def html(self) -> str:
        return str(self.content.get("formatted_body", ""))

    @property
    def kind(self) -> str:
        """`m.text` rings, `m.notice` never does."""
        return str(self.content.get("msgtype", ""))

    @property
    def mentions(self) -> frozenset[str]:
        return frozenset(self.content.get("m.mentions", {}).get("user_ids", ()))

    @property
    def thread(self) -> str | None:
        """The event that this message's thread hangs on."""
        related = self.content.get("m.relates_to", {})
        return related.get("event_id") if related.get("rel_type") == "m.thread" else None

    @property
    def answers(self) -> str | None:
        """The event this is a reply to."""
        reply = self.content.get("m.relates_to", {}).get("m.in_reply_to", {}).get("event_id")
        return None if reply is None else str(reply)


def seen(events: Iterable[Event]) -> list[Message]:
    """`events` oldest first. What cannot be decrypted is a message whose content has no body."""
    shown: dict[str, Message] = {}
    for event in events:
        related = event["content"].get("m.relates_to", {})
        if not event["content"]:
            continue  # redacted
        if event["type"] == "m.reaction":
            _count(shown, event)
        elif event["type"] not in ("m.room.message", "m.room.encrypted"):
            continue
        elif related.get("rel_type") == "m.replace":
            _edit(shown, event)
        else:
            shown[event["event_id"]] = Message(event["event_id"], event["sender"], event["content"])
    return list(shown.values())


def _count(shown: dict[str, Message], event: Event) -> None:
    related = event["content"]["m.relates_to"]
    if (message := shown.get(related["event_id"])) is not None:
        message.reactions.setdefault(related["key"], set()).add(event["sender"])


def _edit(shown: dict[str, Message], event: Event) -> None:
    """Only whoever wrote a message can change it."""
    message = shown.get(event["content"]["m.relates_to"]["event_id"])
    if message is not None and message.sender == event["sender"]:
        kept = {"m.relates_to": message.content["m.relates_to"]} if "m.relates_to" in message.content else {}
        message.content = {**event["content"].get("m.new_content", {}), **kept}
        message.edits += 1
