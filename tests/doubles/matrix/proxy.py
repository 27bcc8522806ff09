"""Between the bot and Synapse, where the network is: what passes is counted, and what is asked to go wrong does."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise

import aiohttp
from aiohttp import web
from yarl import URL

PASSED_ON = frozenset({"authorization", "content-type"})
LARGEST = 64 * 1024 * 1024


@dataclass
class Fault:
    """For the next `times` requests that match. Without a status or a body they are passed on as they are.

    `is_reset` breaks the connection instead of answering; with `is_carried_out` the homeserver gets the request first.
    `cut` sends so much of the answer, as a share of it, and then breaks the connection.
    """

    path: str
    method: str = ""
    times: int = 1
    status: int = 0
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    is_reset: bool = False
    is_carried_out: bool = False
    cut: float | None = None
    seconds: float = 0.0

    def takes(self, method: str, path: str) -> bool:
        return self.times > 0 and self.method in ("", method) and re.search(self.path, path) is not None


@dataclass(frozen=True, slots=True)
class Call:
    """`at` is in seconds of the machine's own clock."""

    method: str
    path: str
    at: float


class Proxy:
    def __init__(self, target: str) -> None:
        self._target = URL(target)
        self.session: aiohttp.ClientSession
        self.url = ""
        self.calls: list[Call] = []
        self.faults: list[Fault] = []

    def fail(self, path: str, **how: object) -> Fault:
        """`path` is a regular expression, found anywhere in the path."""
        fault = Fault(path, **how)  # type: ignore[arg-type]
        self.faults.append(fault)
        return fault

    def asked(self, path: str, method: str = "") -> list[Call]:
        return [call for call in self.calls if re.search(path, call.path) and method in ("", call.method)]

    def most_in_a_second(self, path: str = "") -> int:
        """How many requests there were at most within any one second."""
        times = [call.at for call in self.asked(path)]
        return max((sum(at <= each < at + 1 for each in times) for at in times), default=0)

    def pauses(self, path: str) -> list[float]:
        return [later.at - earlier.at for earlier, later in pairwise(self.asked(path))]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.calls.append(Call(request.method, request.path, time.monotonic()))
        content = await request.read()
        fault = next((each for each in self.faults if each.takes(request.method, request.path)), None)
        if fault is None:
            return await self._pass_on(request, content)
        fault.times -= 1
        await asyncio.sleep(fault.seconds)
        if fault.is_carried_out:
            await self._pass_on(request, content)
        if fault.is_reset:
            return _broken(request)
        if fault.status:
            return web.Response(status=fault.status, body=fault.body, headers=dict(fault.headers))
        answer = await self._pass_on(request, content)
        return answer if fault.cut is None else await _cut(request, answer, fault.cut)

    async def _pass_on(self, request: web.Request, content: bytes) -> web.Response:
        headers = {name: value for name, value in request.headers.items() if name.lower() in PASSED_ON}
        url = self._target.join(URL(request.raw_path, encoded=True))
        try:
            async with self.session.request(request.method, url, data=content or None, headers=headers) as answer:
                return web.Response(
                    status=answer.status,
                    body=await answer.read(),
                    headers={"Content-Type": answer.headers.get("Content-Type", "application/json")},
                )
        except (aiohttp.ClientError, OSError):
            return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")


def _broken(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def _cut(request: web.Request, answer: web.Response, share: float) -> web.StreamResponse:
    assert isinstance(answer.body, bytes)
    part = web.StreamResponse(status=answer.status, headers={"Content-Length": str(len(answer.body))})
    await part.prepare(request)
    await part.write(answer.body[: int(len(answer.body) * share)])
    return _broken(request)


@asynccontextmanager
async def proxy_to(target: str) -> AsyncIterator[Proxy]:
    proxy = Proxy(target)
    app = web.Application(client_max_size=LARGEST)
    app.router.add_route("*", "/{rest:.*}", proxy.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    proxy.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=120)) as proxy.session:
        try:
            yield proxy
        finally:
            await runner.cleanup()
