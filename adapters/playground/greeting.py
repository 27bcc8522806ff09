"""What a page is told about the house and about each message. The protocol is described in live.py."""

from typing import Any

from adapters.playground.actions import TEXT_LIMIT
from adapters.playground.chat import Message
from adapters.playground.hours import STEPS
from adapters.playground.residents import BOT, RESIDENTS, ROOMS, readers_of, resident
from bot.model.people import Role
from bot.usecases import catalogue


def welcome(chat_id: str, *, is_fresh: bool) -> dict[str, Any]:
    return {
        "type": "welcome",
        "chat": chat_id,
        "isFresh": is_fresh,
        "people": _people(),
        "places": _places(),
        "commands": _commands(),
        "textLimit": TEXT_LIMIT,
        "steps": list(STEPS),
    }


def message_frame(message: Message) -> dict[str, Any]:
    readers = [message.reader] if message.reader else list(readers_of(message.place))
    shown = {
        "id": message.id,
        "seq": message.seq,
        "place": message.place,
        "readers": readers,
        "author": {"account": message.author, "name": _name_of(message.author)},
        "at": message.at,
        "isPrivate": message.reader is not None,
        "isEdited": message.is_edited,
        "isRemoved": message.is_removed,
        "about": message.about,
        "body": message.body,
        "chosen": list(message.chosen),
        "reactions": message.reactions,
    }
    return {"type": "message", "message": shown}


def _people() -> list[dict[str, Any]]:
    return [
        {
            "account": person.account,
            "name": person.name,
            "about": person.about,
            "isModerator": person.role is Role.MODERATOR,
            "direct": person.direct,
        }
        for person in RESIDENTS
    ]


def _places() -> list[dict[str, Any]]:
    rooms = [
        {"ref": room.ref, "name": room.name, "about": room.about, "readers": list(readers_of(room.ref))}
        for room in ROOMS
    ]
    direct = [
        {
            "ref": person.direct,
            "name": "Direct message",
            "about": "Between you and Barnraiser; nobody else reads this",
            "readers": [person.account],
        }
        for person in RESIDENTS
    ]
    return rooms + direct


def _commands() -> list[dict[str, Any]]:
    return [
        {
            "name": command.name,
            "usage": command.usage,
            "summary": command.summary,
            "moderatorsOnly": command.moderators_only,
        }
        for command in catalogue.COMMANDS
    ]


def _name_of(author: str) -> str:
    person = resident(author)
    return person.name if person else BOT.capitalize()
