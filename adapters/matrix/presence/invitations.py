"""Who may bring us in. Nobody may, until the operator or a moderator says so: a bot that follows everybody is abused.

What is declined is written into the log with what would change that. No name is: the server it came from is enough.
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass

from adapters.matrix.connection.server import Refusal, Server, Unreachable, quoted
from adapters.matrix.incoming.events import Json, events_of, mapping, membership, text
from adapters.matrix.presence.homes import Homes
from adapters.matrix.presence.rooms import SPACE, Rooms
from adapters.matrix.setup.levels import Levels
from bot.model.people import Role

log = logging.getLogger(__name__)

JOIN_SECONDS = 60.0
"""A homeserver that does not know the room yet has to ask others for it."""
ANYBODY = "*:"
STEPS = 8
"""From our membership back to the invitation: changes of our name lie in between."""


@dataclass(frozen=True, slots=True)
class Invitation:
    room_id: str
    inviter: str
    is_direct: bool = False
    is_space: bool = False


def invitation_of(room_id: str, state: object, user_id: str) -> Invitation | None:
    """From the few events that come with it. Nothing but who sent it is vouched for."""
    events = [mapping(each) for each in (state if isinstance(state, list) else ())]
    ours = [each for each in events if each.get("type") == "m.room.member" and each.get("state_key") == user_id]
    inviter = text(ours[-1], "sender") if ours else ""
    if not inviter:
        return None
    is_space = any(text(mapping(each.get("content")), "type") == SPACE for each in events if _makes(each))
    return Invitation(room_id, inviter, mapping(ours[-1].get("content")).get("is_direct") is True, is_space)


def _makes(event: object) -> bool:
    return mapping(event).get("type") == "m.room.create"


def is_among(user_id: str, inviters: Collection[str]) -> bool:
    """Named, or on a server that is named for all who are there."""
    return user_id in inviters or ANYBODY + server_of(user_id) in inviters


def server_of(user_id: str) -> str:
    return user_id.partition(":")[2]


class Invitations:
    def __init__(self, server: Server, rooms: Rooms, homes: Homes, levels: Levels, inviters: Collection[str]) -> None:
        self._server = server
        self._rooms = rooms
        self._homes = homes
        self._levels = levels
        self._inviters = frozenset(inviters)
        self._awaited: set[str] = set()
        """Rooms that take the place of rooms of ours."""

    def expect(self, room_id: str) -> None:
        """Whoever invites us there: it was named where only moderators can."""
        self._awaited.add(room_id)

    async def answer(self, invitation: Invitation) -> bool:
        """Whether we are in it now. Raises Unreachable, and then it can be answered again."""
        if not await self._is_welcome(invitation):
            domain = server_of(invitation.inviter)
            log.warning(
                "an invitation from %s was declined: whoever may invite me is named in inviters, in the section "
                '[matrix], such as ["*:%s"] for everybody there; moderators of a community of mine may as well',
                domain,
                domain,
            )
            await self._decline(invitation.room_id)
            return False
        is_in = await self.join(invitation.room_id, server_of(invitation.inviter))
        if is_in and invitation.is_direct and not await self._is_as_told(invitation):
            log.warning("a room said to be private has others in it, and whoever invited me there may not: I left")
            await self._decline(invitation.room_id)
            return False
        return is_in

    async def join(self, room_id: str, via: str) -> bool:
        """Whether we are in it now. `via` is a server that knows it. Raises Unreachable."""
        try:
            query = {"via": via, "server_name": via}
            await self._server.call("POST", f"/join/{quoted(room_id)}", {}, query=query, seconds=JOIN_SECONDS)
        except Refusal as refusal:
            if refusal.status == 429:
                raise
            log.warning("a room cannot be joined: %s", refusal)
            return False
        return True

    async def _decline(self, room_id: str) -> None:
        try:
            await self._server.call("POST", f"/rooms/{quoted(room_id)}/leave", {})
        except Refusal as refusal:
            log.warning("an invitation cannot be declined: %s", refusal)

    async def _is_welcome(self, invitation: Invitation) -> bool:
        if self._is_allowed(invitation):
            return True
        if invitation.is_direct:
            return bool(await self._homes.communities_with(invitation.inviter))
        return await self._looks_after_one(invitation.inviter)

    def _is_allowed(self, invitation: Invitation) -> bool:
        return is_among(invitation.inviter, self._inviters) or invitation.room_id in self._awaited

    async def _is_as_told(self, invitation: Invitation) -> bool:
        """From inside it can be seen who else is there. Raises Unreachable."""
        if self._is_allowed(invitation) or await self._looks_after_one(invitation.inviter):
            return True
        path = f"/rooms/{quoted(invitation.room_id)}/members"
        members = events_of(invitation.room_id, (await self._server.call("GET", path)).get("chunk"))
        here = {each.state_key for each in members if membership(each) in ("join", "invite")}
        return len(here - {self._server.user_id}) <= 1

    async def _looks_after_one(self, user_id: str) -> bool:
        near = [home.at.ref for home in await self._homes.all() if self._rooms.is_in(user_id, home.at.ref)]
        for home_id in near:
            if Role.MODERATOR in await self._levels.roles(user_id, home_id):
                return True
        return False

    async def may_begin_at(self, room_id: str) -> bool:
        """Whether a community may be at home there: only who is named in inviters may begin one."""
        inviter = await self._inviter_at(room_id)
        return inviter is not None and is_among(inviter, self._inviters)

    async def _inviter_at(self, room_id: str) -> str | None:
        """Who brought us in, from our membership back to the invitation."""
        path = f"/rooms/{quoted(room_id)}/state/m.room.member/{quoted(self._server.user_id)}"
        try:
            event: Json = await self._server.call("GET", path, query={"format": "event"})
            for _ in range(STEPS):
                if text(mapping(event.get("content")), "membership") == "invite":
                    return text(event, "sender") or None
                before = text(mapping(event.get("unsigned")), "replaces_state")
                if not before:
                    return None
                event = await self._server.call("GET", f"/rooms/{quoted(room_id)}/event/{quoted(before)}")
        except (Refusal, Unreachable) as trouble:
            log.warning("cannot find out who brought me into a room: %s", trouble)
        return None
