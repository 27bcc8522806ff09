"""Between the bot and Synapse, where the network is: what passes is noted, and what is asked to go wrong does.

Everything else passes unchanged.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise

import aiohttp
from aiohttp import web
from yarl import URL

HOPS = (
    "accept-encoding",
    "connection",
    "content-encoding",
    "content-length",
    "date",
    "host",
    "server",
    "transfer-encoding",
)
"""Of one connection, not of what is carried over it."""
LARGEST = 64 * 1024 * 1024


@dataclass
class Fault:
    """For the next `times` requests that match, after `skip` of them. `path` is a regular expression, found anywhere.

    `status` and `body` are said instead of asking the homeserver. `is_reset` breaks the connection instead of
    answering; with `is_carried_out` the homeserver gets the request first. `cut` sends so much of the answer, as a
    share of it, and then breaks the connection. With none of these it is only `seconds` late.
    """

    path: str
    method: str = ""
    times: int = 1
    status: int = 0
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    is_reset: bool = False
    is_carried_out: bool = False
    cut: float | None = None
    seconds: float = 0.0
    skip: int = 0

    def strikes(self, method: str, path: str) -> bool:
        """Whether it is this one's turn; asked once of each request."""
        if self.times <= 0 or self.method not in ("", method) or not re.search(self.path, path):
            return False
        self.skip -= 1
        return self.skip < 0


@dataclass
class Call:
    """`at` is of the loop's own clock. `status` is what was answered, 0 while nothing is."""

    method: str
    path: str
    at: float
    status: int = 0


class Proxy:
    def __init__(self, target: str, session: aiohttp.ClientSession) -> None:
        self._target = URL(target)
        self._session = session
        self._changing: set[asyncio.Task[web.Response]] = set()
        """Whatever changes something, until it is answered."""
        self.url = ""
        self.calls: list[Call] = []
        self.faults: list[Fault] = []

    def fail(self, path: str, method: str = "", **how: object) -> Fault:
        """`how` is what a Fault says."""
        fault = Fault(path, method, **how)  # type: ignore[arg-type]
        self.faults.append(fault)
        return fault

    @property
    def struck(self) -> int:
        """How many faults have come about in full."""
        return sum(not fault.times for fault in self.faults)

    async def calm_down(self) -> None:
        """Until everything that was to be changed is, though nobody may wait for the answer any more."""
        while self._changing:
            await asyncio.wait(self._changing)

    def asked(self, path: str, method: str = "") -> list[Call]:
        return [call for call in self.calls if re.search(path, call.path) and method in ("", call.method)]

    def most_in_a_second(self, path: str = "") -> int:
        """How many requests there were at most within any one second."""
        times = [call.at for call in self.asked(path)]
        return max((sum(at <= each < at + 1 for each in times) for at in times), default=0)

    def pauses(self, path: str) -> list[float]:
        return [later.at - earlier.at for earlier, later in pairwise(self.asked(path))]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        call = Call(request.method, request.path, asyncio.get_running_loop().time())
        self.calls.append(call)
        # Those that skip have to be asked about every request.
        fault = next(iter([each for each in self.faults if each.strikes(call.method, call.path)]), None)
        answer = await (self._surely_pass_on(request) if fault is None else self._go_wrong(fault, request))
        call.status = answer.status
        return answer

    async def _go_wrong(self, fault: Fault, request: web.Request) -> web.StreamResponse:
        fault.times -= 1
        await asyncio.sleep(fault.seconds)
        if fault.is_carried_out:
            await self._surely_pass_on(request)
        if fault.is_reset:
            return _broken(request)
        if fault.status:
            return web.Response(status=fault.status, text=fault.body, headers=fault.headers)
        answer = await self._surely_pass_on(request)
        return answer if fault.cut is None else await _cut(request, answer, fault.cut)

    async def _surely_pass_on(self, request: web.Request) -> web.Response:
        """What was begun is carried out, also if whoever asked has died meanwhile: so does a homeserver."""
        if request.method == "GET":
            return await self._pass_on(request)
        body = await request.read()
        changing = asyncio.ensure_future(self._pass_on(request, body))
        self._changing.add(changing)
        changing.add_done_callback(self._changing.discard)
        return await asyncio.shield(changing)

    async def _pass_on(self, request: web.Request, body: bytes = b"") -> web.Response:
        url = self._target.join(URL(request.raw_path, encoded=True))
        try:
            async with self._session.request(
                request.method, url, headers=_carried(request.headers), data=body
            ) as answer:
                return web.Response(status=answer.status, body=await answer.read(), headers=_carried(answer.headers))
        except (aiohttp.ClientError, OSError):
            return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")


def _carried(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in HOPS}


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
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None)) as session:
        proxy = Proxy(target, session)
        app = web.Application(client_max_size=LARGEST)
        app.router.add_route("*", "/{rest:.*}", proxy.handle)
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        proxy.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield proxy
        finally:
            await runner.cleanup()
