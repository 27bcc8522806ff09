"""What a page may send, checked before anything is recorded. Pages are ours, but their input is anybody's."""

from dataclasses import dataclass
from typing import Any

from adapters.playground.chat import Chat, Message
from adapters.playground.residents import readers_of, resident

TEXT_LIMIT = 8_000
VALUE_LIMIT = 20_000
FIELD_LIMIT = 40
NAME_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Action:
    key: str
    account: str
    place: str
    kind: str
    body: dict[str, Any]


def parse(raw: dict[str, Any], chat: Chat) -> Action | str:
    """The action, or one of the page's words for what is wrong with it: "too long" or "impossible"."""
    person = resident(raw.get("as"))
    key, kind = raw.get("key"), raw.get("type")
    if person is None or not _is_name(key) or not isinstance(kind, str):
        return "impossible"
    if isinstance(raw.get("text"), str) and len(raw["text"]) > TEXT_LIMIT:
        return "too long"
    place, body = _target(raw, chat), _body(raw, kind)
    if body is None or person.account not in readers_of(place or ""):
        return "impossible"
    if kind in ("choose", "react") and not _can_see(chat.find(raw["message"]), person.account):
        return "impossible"
    return Action(str(key), person.account, place or "", kind, body)


def _target(raw: dict[str, Any], chat: Chat) -> str | None:
    """Where the answer goes: the place of the message that was answered, or the place typed in."""
    if raw.get("message") is None:
        return raw["place"] if isinstance(raw.get("place"), str) else None
    message = chat.find(raw["message"])
    return message.place if message else None


def _body(raw: dict[str, Any], kind: str) -> dict[str, Any] | None:
    match kind:
        case "say" if isinstance(raw.get("text"), str) and raw["text"].strip():
            return {"text": raw["text"].strip()}
        case "choose" if _is_name(raw.get("token")) and raw.get("message") is not None:
            return {"message": str(raw["message"]), "token": raw["token"]}
        case "react" if _is_name(raw.get("symbol")) and raw.get("message") is not None:
            return {
                "message": str(raw["message"]),
                "symbol": raw["symbol"],
                "isPresent": raw.get("isPresent") is True,
            }
        case "submit" if _are_values(raw.get("values")) and isinstance(raw.get("number"), int | None):
            about = raw["about"] if _is_name(raw.get("about")) else ""
            return {"values": raw["values"], "number": raw.get("number"), "about": about}
        case _:
            return None


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= NAME_LIMIT


def _are_values(values: object) -> bool:
    return (
        isinstance(values, dict)
        and len(values) <= FIELD_LIMIT
        and all(_is_name(name) for name in values)
        and all(isinstance(value, str) and len(value) <= VALUE_LIMIT for value in values.values())
    )


def _can_see(message: Message | None, account: str) -> bool:
    return message is not None and message.reader in (None, account)
