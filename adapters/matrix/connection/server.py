"""The homeserver's own API (https://spec.matrix.org/latest/client-server-api/): asked once, answered in our words."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import aiohttp

CLIENT = "/_matrix/client/v3"
WHOLE = ("/_matrix/", "/.well-known/")
PATIENCE = 30.0


class Refusal(Exception):
    """The homeserver said no. Holds its code, never what was sent; `retry_after` is in seconds."""

    def __init__(self, status: int, errcode: str, retry_after: float | None = None, soft: bool = False) -> None:
        super().__init__(f"the homeserver says {status}, {errcode}")
        self.status, self.errcode, self.retry_after, self.is_soft = status, errcode, retry_after, soft
        self.said: Mapping[str, Any] = {}
        """The whole answer, for those that ask for more, such as a password."""


class Unreachable(Exception):
    """No answer, half an answer, or one that no homeserver gives. Trying again may help."""


class Server:
    """Who asks decides about trying again: nothing is asked twice in here."""

    def __init__(self, homeserver: str, user_id: str) -> None:
        self.homeserver = homeserver.rstrip("/")
        self.user_id = user_id
        self.device_id = ""
        self.token = ""
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """One for all that is asked; opened with the first question, because it belongs to the running loop."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession()
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        query: Mapping[str, str] | None = None,
        seconds: float = PATIENCE,
    ) -> dict[str, Any]:
        """`path` begins after /_matrix/client/v3 unless it is a whole one. Raises Refusal or Unreachable."""
        url = self.homeserver + (path if path.startswith(WHOLE) else CLIENT + path)
        content = None if method == "GET" else json.dumps(body or {}, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json"} | (
            {"Authorization": f"Bearer {self.token}"} if self.token else {}
        )
        patience = aiohttp.ClientTimeout(total=seconds)
        asked = self.session.request(method, url, params=query, data=content, headers=headers, timeout=patience)
        try:
            async with asked as answer:
                return _understood(answer.status, await answer.read(), answer.headers)
        except (TimeoutError, aiohttp.ClientError, OSError) as trouble:
            raise Unreachable(f"the homeserver does not answer: {type(trouble).__name__}") from None

    async def state(self, room_id: str, kind: str, key: str = "") -> dict[str, Any] | None:
        """None if it was never set. Raises Refusal, also when we are not in the room."""
        try:
            return await self.call("GET", f"/rooms/{quoted(room_id)}/state/{quoted(kind)}/{quoted(key)}")
        except Refusal as refusal:
            if refusal.errcode == "M_NOT_FOUND":
                return None
            raise

    async def create_event(self, room_id: str) -> dict[str, Any]:
        """Whole, because its sender is who made the room."""
        path = f"/rooms/{quoted(room_id)}/state/m.room.create/"
        return await self.call("GET", path, query={"format": "event"})

    async def members(self, room_id: str) -> set[str]:
        """Who is in it now, ourselves included."""
        return set((await self.call("GET", f"/rooms/{quoted(room_id)}/joined_members"))["joined"])


def quoted(part: str) -> str:
    return quote(part, safe="")


def _understood(status: int, content: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    try:
        said = json.loads(content)
    except ValueError:
        said = None
    if status == 429:
        raise Refusal(status, "M_LIMIT_EXCEEDED", _wait(said, headers))
    if not isinstance(said, dict):
        raise Unreachable(f"the homeserver answers {status} without anything we understand")
    if status >= 400:
        raise _refusal(status, said)
    return said


def _refusal(status: int, said: dict[str, Any]) -> Exception:
    """From 500 on it stumbled; below that it refused."""
    errcode = said.get("errcode")
    if status >= 500 and errcode in (None, "M_UNKNOWN"):
        return Unreachable(f"the homeserver stumbles: {status}")
    refusal = Refusal(status, str(errcode or "M_UNKNOWN"), soft=said.get("soft_logout") is True)
    refusal.said = said
    return refusal


def _wait(said: object, headers: Mapping[str, str]) -> float | None:
    """In seconds: the body's word in milliseconds, else the header's in seconds, else unknown."""
    told = said.get("retry_after_ms") if isinstance(said, dict) else None
    if isinstance(told, (int, float)) and not isinstance(told, bool) and 0 <= told < 86_400_000:
        return told / 1000
    header = headers.get("Retry-After", "")
    return float(header) if header.isdecimal() else None
