"""The whole bot with its page on a free port of this machine, and a page that speaks its protocol."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientSession, ClientWebSocketResponse

from bot import app
from bot.config import Playground, RunOptions, Settings


@contextlib.asynccontextmanager
async def open_house(folder: Path, port: int = 0, fixed_port: int | None = None) -> AsyncIterator[app.App]:
    settings = Settings(data_dir=folder, playground=Playground(port=port))
    async with app.running(settings, RunOptions(open_browser=False, port=fixed_port, only_playground=True)) as running:
        yield running


def base_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@dataclass
class Visitor:
    """A page without a browser. `seen` is everything it was told."""

    socket: ClientWebSocketResponse
    seen: list[dict[str, Any]] = field(default_factory=list)

    async def until(self, kind: str, **facts: object) -> dict[str, Any]:
        """The next frame of this kind with these facts."""
        while True:
            frame: dict[str, Any] = await self.socket.receive_json(timeout=10)
            self.seen.append(frame)
            if frame["type"] == kind and all(frame.get(name) == value for name, value in facts.items()):
                return frame

    async def until_message(self, place: str, **facts: object) -> dict[str, Any]:
        while True:
            message: dict[str, Any] = (await self.until("message"))["message"]
            if message["place"] == place and all(message[name] == value for name, value in facts.items()):
                return message

    async def act(self, kind: str, key: str, account: str, **facts: object) -> None:
        await self.socket.send_json({"type": kind, "key": key, "as": account, **facts})

    async def do(self, kind: str, key: str, account: str, **facts: object) -> None:
        await self.act(kind, key, account, **facts)
        await self.until("done", key=key)


@contextlib.asynccontextmanager
async def visit(url: str, since: str = "", chat: str = "") -> AsyncIterator[Visitor]:
    address = f"{base_of(url)}/live?{urlsplit(url).query}&since={since}&chat={chat}"
    async with (
        ClientSession() as session,
        session.ws_connect(address, headers={"Origin": base_of(url)}) as socket,
    ):
        visitor = Visitor(socket)
        await visitor.until("replayed")
        yield visitor
