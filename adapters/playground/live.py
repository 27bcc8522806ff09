"""The open pages, and the JSON that goes between them and the server over one WebSocket a page.

A page connects with `/live?since=SEQ&chat=ID`: the last change it has seen, and of which chat. Every change
of any message has a higher `seq`, so a page that was away is told the present state of all that changed.

Server to page:
  {"type": "welcome", "chat", "isFresh", "textLimit", "steps": [hours],
   "people": [{"account", "name", "about", "isModerator", "direct"}],
   "places": [{"ref", "name", "about", "readers"}],
   "commands": [{"name", "usage", "summary", "moderatorsOnly"}]}
       comes first; `isFresh` means: forget everything, all of it follows
  {"type": "message", "message": {"id", "seq", "place", "readers", "author": {"account", "name"}, "at",
   "isPrivate", "isEdited", "isRemoved", "about", "body", "chosen", "reactions": {symbol: [account]}}}
       body is {"text"} of a person, {"paragraphs": [{"spans", "choices"}], "accent", "language"} of the bot, or {};
       a span is {"kind": plain|strong|typed|mention, "text"} or {"kind": "time", "at"}
  {"type": "replayed"}           what follows is news
  {"type": "clock", "now", "isMoving"}      community time
  {"type": "curtain", "lines": [{"at", "text"}], "nextAt"}
  {"type": "form", "as", "place", "form": {"title", "intro", "fields", "submit", "number", "about"}}
       to the page that acted, nobody else
  {"type": "done", "key"}        the action was carried out
  {"type": "refused", "key", "why": "too long" | "impossible" | "failed"}

Page to server; `key` is random and sent again after a reconnect until it is done, and is carried out once:
  {"type": "say", "key", "as", "place", "text"}
  {"type": "choose", "key", "as", "message", "token"}
  {"type": "react", "key", "as", "message", "symbol", "isPresent"}
  {"type": "submit", "key", "as", "place", "values": {name: text}, "number", "about"}
  {"type": "advance", "hours"}   1, 6 or 24
"""

import asyncio
import json
import logging
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from adapters.playground import drawing
from adapters.playground.actions import Action, parse
from adapters.playground.chat import Chat
from adapters.playground.dispatch import Dispatch
from adapters.playground.greeting import message_frame, welcome
from adapters.playground.hours import Hours

log = logging.getLogger(__name__)

FRAME_LIMIT = 1_000_000
"""Bytes a page may send at once; a full form is far below."""
BACKLOG = 5_000
"""Frames that wait for a slow page before it is sent away; it comes back and is told what it missed."""


class Page:
    """One open page. What it is told waits in a queue, so that a slow page holds nobody up."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self.socket = socket
        self._outgoing: asyncio.Queue[str] = asyncio.Queue()

    @property
    def is_too_slow(self) -> bool:
        return self._outgoing.qsize() > BACKLOG

    def tell(self, frame: dict[str, Any]) -> None:
        self._outgoing.put_nowait(json.dumps(frame))

    async def write(self) -> None:
        try:
            while True:
                await self.socket.send_str(await self._outgoing.get())
        except ConnectionError:
            log.debug("a page went away")

    async def close(self) -> None:
        await self.socket.close(code=WSCloseCode.GOING_AWAY, message=b"stopping")


class Live:
    def __init__(self, chat: Chat, dispatch: Dispatch, hours: Hours) -> None:
        self._chat = chat
        self._dispatch = dispatch
        self._hours = hours
        self._pages: set[Page] = set()
        self._curtain: dict[str, Any] | None = None
        chat.on_change(lambda message: self.tell_all(message_frame(message)))

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=20, timeout=1, max_msg_size=FRAME_LIMIT)
        await socket.prepare(request)
        page = Page(socket)
        self._greet(page, request)
        self._pages.add(page)
        try:
            async with asyncio.TaskGroup() as tasks:
                writer = tasks.create_task(page.write())
                await self._listen(page)
                writer.cancel()
        finally:
            self._pages.discard(page)
        return socket

    def tell_all(self, frame: dict[str, Any]) -> None:
        for page in self._pages:
            if not page.is_too_slow:
                page.tell(frame)

    def draw_curtain(self, seen: dict[str, Any]) -> None:
        self._curtain = {"type": "curtain", **seen}
        self.tell_all(self._curtain)

    async def close(self) -> None:
        await asyncio.gather(*(page.close() for page in list(self._pages)))

    def _greet(self, page: Page, request: web.Request) -> None:
        """Nothing is awaited here, so nothing can be said between the replay and the news."""
        since = request.query.get("since", "")
        is_fresh = request.query.get("chat") != self._chat.id or not since.isdecimal()
        page.tell(welcome(self._chat.id, is_fresh=is_fresh))
        page.tell(self._hours.frame())
        for message in self._chat.since(0 if is_fresh else int(since[:18])):
            page.tell(message_frame(message))
        if self._curtain:
            page.tell(self._curtain)
        page.tell({"type": "replayed"})

    async def _listen(self, page: Page) -> None:
        async for frame in page.socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            try:
                raw = json.loads(frame.data)
            except ValueError:
                continue
            if isinstance(raw, dict):
                await self._take(page, raw)

    async def _take(self, page: Page, raw: dict[str, Any]) -> None:
        if raw.get("type") == "advance":
            self._hours.move(raw.get("hours"))
            return
        action = parse(raw, self._chat)
        if isinstance(action, str):
            page.tell({"type": "refused", "key": raw.get("key"), "why": action})
            return
        await self._carry_out(page, action)

    async def _carry_out(self, page: Page, action: Action) -> None:
        event = self._chat.record(
            key=action.key, account=action.account, place=action.place, kind=action.kind, body=action.body
        )
        if event is not None:
            try:
                opened = await self._dispatch.carry_out(event)
            except Exception:
                log.exception("an action of kind %s failed", action.kind)
                self._chat.dispatched(event)
                page.tell({"type": "refused", "key": action.key, "why": "failed"})
                return
            if opened is not None:
                page.tell(
                    {
                        "type": "form",
                        "as": action.account,
                        "place": action.place,
                        "form": drawing.form(opened),
                    }
                )
        page.tell({"type": "done", "key": action.key})
