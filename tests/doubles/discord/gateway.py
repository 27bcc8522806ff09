"""The Gateway: sockets that come and go, and the sessions that outlive them, so that RESUME can replay."""

import asyncio
import contextlib
import importlib
import json
import secrets
import zlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import WSCloseCode, WSMsgType, web

from tests.doubles.discord.bits import EVERYTHING, PRIVILEGED, Intent
from tests.doubles.discord.conformance.violation import Violation
from tests.doubles.discord.telling import guild_created, member_chunks, ready
from tests.doubles.discord.wire import Json
from tests.doubles.discord.world import World

HELLO, ACKNOWLEDGED, RECONNECT, INVALID = 10, 11, 7, 9
HEARTBEAT, IDENTIFY, PRESENCE, RESUME, CHUNK = 1, 2, 3, 6, 8
REPLAYED: Final = 500
KNOWN_INTENTS: Final = (1 << 30) - 1
LEFT_FOR_GOOD: Final = (1000, 1001)
"""A client that closes with one of these ends its session."""


@dataclass
class Session:
    id: str
    intents: int
    shard: tuple[int, int]
    check: Callable[[Json], None]
    sequence: int = 0
    sent: deque[tuple[int, bytes]] = field(default_factory=lambda: deque(maxlen=REPLAYED))
    """As it was said: what it is about may have changed when it is said again."""
    socket: "Socket | None" = None
    heartbeats: int = 0

    def minds(self, guild_id: str | None, intent: int) -> bool:
        """Private channels belong to shard 0."""
        mine = (int(guild_id) >> 22) % self.shard[1] if guild_id else 0
        return mine == self.shard[0] and (not intent or bool(self.intents & intent))

    def tell(self, event: str, data: Json) -> None:
        self.sequence += 1
        frame = {"op": 0, "t": event, "s": self.sequence, "d": data}
        self.check(frame)
        self.sent.append((self.sequence, _encoded(frame)))
        if self.socket is not None:
            self.socket.say(self.sent[-1][1])


class Socket:
    """What is said is put in line at once, so that no handler ever waits for a slow reader."""

    def __init__(self, gateway: "Gateway", ws: web.WebSocketResponse, request: web.Request) -> None:
        self._gateway, self._ws, self._request = gateway, ws, request
        self._line: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._squeeze = _compressor(request.query.get("compress", ""))
        self._is_ended_by_us = False
        self.session: Session | None = None

    def say(self, data: bytes) -> None:
        self._line.put_nowait(data)

    def signal(self, code: int, data: Any = None) -> None:
        """A frame that belongs to no session and has no number."""
        frame = {"op": code, "d": data, "s": None, "t": None}
        self._gateway.check_out(frame)
        self.say(_encoded(frame))

    def hang_up(self) -> None:
        self._line.put_nowait(None)

    async def drain(self) -> None:
        while (data := await self._line.get()) is not None:
            with contextlib.suppress(ConnectionError):
                await self._write(data)

    async def _write(self, data: bytes) -> None:
        if self._ws.closed:
            return
        if self._squeeze is None:
            await self._ws.send_str(data.decode())
        else:
            await self._ws.send_bytes(self._squeeze(data))

    async def close(self, code: int) -> None:
        self._is_ended_by_us = True
        await self._ws.close(code=code)

    def is_left_for_good(self) -> bool:
        return not self._is_ended_by_us and self._ws.close_code in LEFT_FOR_GOOD

    def cut(self) -> None:
        """The connection is gone without a word, as when a cable is pulled."""
        self._is_ended_by_us = True
        if self._request.transport is not None:
            self._request.transport.abort()


class Gateway:
    def __init__(self, world: World, token: str, check: Callable[[str, Json], list[Violation]]) -> None:
        self._world, self._token, self._check = world, token, check
        self.violations: list[Violation] = []
        self.sessions: dict[str, Session] = {}
        self.heard: list[Json] = []
        self.allowed_intents = EVERYTHING
        self.starts_left = 1000
        """Today; each IDENTIFY that is let in takes one."""
        self.heartbeat_milliseconds = 41250
        self.address = ""
        self.shards = 1
        self._cuts: list[str] = []
        self.on_change: Callable[[], None] = lambda: None

    # What the double does with it

    def tell(self, event: str, data: Json, guild_id: str | None = None, intent: int = 0) -> None:
        if event in self._cuts:
            self._cuts.remove(event)
            self.cut_sockets()
        for session in self.sessions.values():
            if session.minds(guild_id, intent):
                session.tell(event, _without_content(data, session, self._world) if "content" in data else data)

    def cut_on(self, event: str) -> None:
        """The next time, the connection breaks before the event is heard; a RESUME brings it."""
        self._cuts.append(event)

    def is_connected(self) -> bool:
        return self.connections() > 0

    def connections(self) -> int:
        return sum(session.socket is not None for session in self.sessions.values())

    async def close_sockets(self, code: int = WSCloseCode.GOING_AWAY, *, forget: bool = False) -> None:
        """With `forget` the sessions are gone too, so that a RESUME is answered with INVALID_SESSION."""
        for session in list(self.sessions.values()):
            if forget:
                del self.sessions[session.id]
            if session.socket is not None:
                await session.socket.close(code)

    def cut_sockets(self, *, forget: bool = False) -> None:
        for session in list(self.sessions.values()):
            socket, session.socket = session.socket, None
            if forget:
                del self.sessions[session.id]
            if socket is not None:
                socket.cut()

    def ask_to_reconnect(self) -> None:
        for session in self.sessions.values():
            if session.socket is not None:
                session.socket.signal(RECONNECT)

    def check_out(self, frame: Json) -> None:
        self.violations += self._check("out", frame)

    # One connection

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse(max_msg_size=16384, compress=False)
        await ws.prepare(request)
        socket = Socket(self, ws, request)
        socket.signal(HELLO, {"heartbeat_interval": self.heartbeat_milliseconds, "_trace": ["loopback"]})
        async with asyncio.TaskGroup() as group:
            group.create_task(socket.drain())
            try:
                await self._listen(socket, ws)
            finally:
                socket.hang_up()
                self._part(socket)
        return ws

    async def _listen(self, socket: Socket, ws: web.WebSocketResponse) -> None:
        async for message in ws:
            if message.type is not WSMsgType.TEXT:
                return
            frame = json.loads(message.data)
            self.heard.append(frame)
            self.violations += self._check("in", frame)
            if (code := self._answer(socket, frame)) is not None:
                await socket.close(code)
            self.on_change()

    def _part(self, socket: Socket) -> None:
        session = socket.session
        if session is None or session.socket is not socket:
            return
        session.socket = None
        if socket.is_left_for_good():
            self.sessions.pop(session.id, None)
        self.on_change()

    def _answer(self, socket: Socket, frame: Json) -> int | None:
        """The code to close with, if it must be closed."""
        code, data = frame["op"], frame["d"]
        if code == HEARTBEAT:
            self._beat(socket)
            return None
        if code == IDENTIFY:
            return self._identify(socket, data)
        if code == RESUME:
            return self._resume(socket, data)
        if socket.session is None:
            return 4003
        if code == CHUNK:
            for chunk in member_chunks(self._world, data):
                socket.session.tell("GUILD_MEMBERS_CHUNK", chunk)
            return None
        return None if code == PRESENCE else 4001

    def _beat(self, socket: Socket) -> None:
        if socket.session is not None:
            socket.session.heartbeats += 1
        socket.signal(ACKNOWLEDGED)

    def _identify(self, socket: Socket, data: Json) -> int | None:
        if socket.session is not None:
            return 4005
        if data["token"] != self._token:
            return 4004
        if data["intents"] & ~KNOWN_INTENTS:
            return 4013
        if data["intents"] & PRIVILEGED & ~self.allowed_intents:
            return 4014
        self.starts_left -= 1
        number, count = data.get("shard") or (0, 1)
        session = Session(secrets.token_hex(16), data["intents"], (number, count), self.check_out)
        self._join(socket, session)
        self._greet(session)
        return None

    def _greet(self, session: Session) -> None:
        in_them = {guild_id for guild_id, user_id in self._world.members if user_id == self._world.bot["id"]}
        mine = [each for each in self._world.guilds if each in in_them and session.minds(each, 0)]
        session.tell("READY", ready(self._world, session.id, list(session.shard), mine, self.address))
        if session.intents & Intent.GUILDS:
            for guild_id in (each for each in mine if each not in self._world.unreachable):
                with_members = bool(session.intents & Intent.GUILD_MEMBERS)
                session.tell("GUILD_CREATE", guild_created(self._world, guild_id, with_members))

    def _resume(self, socket: Socket, data: Json) -> int | None:
        session = self.sessions.get(data["session_id"])
        if data["token"] != self._token:
            return 4004
        if session is None:
            socket.signal(INVALID, False)
            return None
        self._join(socket, session)
        for sequence, frame in session.sent:
            if sequence > data["seq"]:
                socket.say(frame)
        session.tell("RESUMED", {"_trace": ["loopback"]})
        return None

    def _join(self, socket: Socket, session: Session) -> None:
        self.sessions[session.id] = session
        session.socket, socket.session = socket, session


def _encoded(frame: Json) -> bytes:
    return json.dumps(frame, separators=(",", ":")).encode()


def _compressor(kind: str) -> Callable[[bytes], bytes] | None:
    """One stream for a whole connection; every frame ends with a flush."""
    if kind == "zlib-stream":
        squeezer = zlib.compressobj()
        return lambda data: squeezer.compress(data) + squeezer.flush(zlib.Z_SYNC_FLUSH)
    if kind == "zstd-stream":
        zstandard: Any = importlib.import_module("zstandard")
        stream = zstandard.ZstdCompressor().compressobj()
        return lambda data: stream.compress(data) + stream.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    return None


def _without_content(message: Json, session: Session, world: World) -> Json:
    """Without the privileged intent, other people's words arrive empty, but for those said to the bot."""
    me = world.bot["id"]
    is_for_bot = "guild_id" not in message or any(each["id"] == me for each in message["mentions"])
    if session.intents & Intent.MESSAGE_CONTENT or is_for_bot or message["author"]["id"] == me:
        return message
    return message | {"content": "", "embeds": [], "attachments": [], "components": []}
