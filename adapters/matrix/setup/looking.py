"""Looking at a room as it is now: what it is called, who can read it, and what we may do there."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from adapters.matrix.connection.server import Refusal, Server, quoted
from adapters.matrix.people import readable
from adapters.matrix.setup.levels import JOINED
from adapters.matrix.setup.needs import Lack, lacking
from adapters.matrix.setup.power import Powers, powers
from bot.model.places import PlaceKind

UNNAMED = "a room without a name"
State = dict[tuple[str, str], dict[str, Any]]


class Open(StrEnum):
    """Who can read a room without being let in by somebody."""

    NOBODY = "nobody"
    SPACE = "space"
    """Everybody in a space or room that it names."""
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Seen:
    """What there is to see; where we are not, only the name, if that."""

    room_id: str
    name: str
    is_in: bool = True
    lacks: tuple[Lack, ...] = ()
    is_encrypted: bool = False
    open_to: Open = Open.NOBODY
    moved_to: str = ""
    """The room that replaced it, if it was upgraded."""
    onlookers: int = 0
    """People in the care team's room who are no moderators."""


async def look(server: Server, room_id: str, kind: PlaceKind) -> Seen:
    """Where we are not, all we know is its id. Raises Unreachable, and Refusal for trouble of another kind."""
    try:
        state = await state_of(server, room_id)
    except Refusal as refusal:
        if refusal.errcode in ("M_FORBIDDEN", "M_NOT_FOUND", "M_UNKNOWN"):
            return Seen(room_id, room_id, is_in=False)
        raise
    if content(state, "m.room.member", server.user_id).get("membership") != JOINED:
        return Seen(room_id, name_in(state), is_in=False)
    is_encrypted = ("m.room.encryption", "") in state
    lacks = lacking(powers_in(state), server.user_id, kind, is_encrypted=is_encrypted)
    moved_to = content(state, "m.room.tombstone").get("replacement_room")
    return Seen(
        room_id,
        name_in(state),
        lacks=lacks,
        is_encrypted=is_encrypted,
        open_to=open_to(state),
        moved_to=moved_to if isinstance(moved_to, str) else "",
    )


WANTED = (
    *("m.room.create", "m.room.power_levels", "m.room.name", "m.room.canonical_alias", "m.room.encryption"),
    *("m.room.join_rules", "m.room.history_visibility", "m.room.tombstone"),
)


async def state_of(server: Server, room_id: str) -> State:
    """What `look` needs of it, and whether we are in it: a room may have thousands of members, who are not fetched."""
    create = await server.create_event(room_id)
    others = await asyncio.gather(
        *(server.state(room_id, kind) for kind in WANTED[1:]),
        server.state(room_id, "m.room.member", server.user_id),
    )
    keys = [*((kind, "") for kind in WANTED[1:]), ("m.room.member", server.user_id)]
    found: State = {key: {"content": said} for key, said in zip(keys, others, strict=True) if said is not None}
    return {("m.room.create", ""): create} | found


def content(state: State, kind: str, key: str = "") -> Mapping[str, Any]:
    found = state.get((kind, key), {}).get("content")
    return found if isinstance(found, dict) else {}


def powers_in(state: State) -> Powers:
    levels = ("m.room.power_levels", "")
    return powers(state[("m.room.create", "")], content(state, *levels) if levels in state else None)


def name_in(state: State) -> str:
    name, alias = content(state, "m.room.name").get("name"), content(state, "m.room.canonical_alias").get("alias")
    return next((readable(each, UNNAMED) for each in (name, alias) if isinstance(each, str) and each), UNNAMED)


def open_to(state: State) -> Open:
    rule = content(state, "m.room.join_rules").get("join_rule")
    if rule == "public" or content(state, "m.room.history_visibility").get("history_visibility") == "world_readable":
        return Open.EVERYBODY
    return Open.SPACE if rule in ("restricted", "knock_restricted") else Open.NOBODY


async def room_at(server: Server, address: str) -> str | None:
    """The room that an address like #help:elm.example stands for. Raises Refusal and Unreachable."""
    if not address.startswith("#"):
        return address
    try:
        found = (await server.call("GET", f"/directory/room/{quoted(address)}")).get("room_id")
    except Refusal as refusal:
        if refusal.errcode in ("M_NOT_FOUND", "M_INVALID_PARAM", "M_UNKNOWN"):
            return None
        raise
    return found if isinstance(found, str) else None
