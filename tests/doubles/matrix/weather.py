"""The way to the homeserver, on which much can go wrong: a proxy that says what it is told to.

Everything else passes unchanged. What passed is noted, so that a test can say how often somebody asked.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

import aiohttp
from aiohttp import web
from yarl import URL

HOPS = ("content-length", "transfer-encoding", "connection", "host", "date", "server")
"""Of one connection, not of what is carried over it."""


@dataclass
class Fault:
    """`status` and `body` are said instead of asking the homeserver. What is lost is carried out all the same, and its
    answer never comes, or only half of it (`is_cut`). With none of these the way is cut off before anything is said."""

    method: str
    path: str
    times: int
    status: int = 0
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    is_lost: bool = False
    is_cut: bool = False
    skip: int = 0
    """So many requests of this kind pass before."""

    def strikes(self, method: str, path: str) -> bool:
        """Whether it is this one's turn; asked once of each request."""
        if self.times <= 0 or self.method not in (method, "*") or not fnmatchcase(path, self.path):
            return False
        self.skip -= 1
        return self.skip < 0


@dataclass(frozen=True)
class Passed:
    method: str
    path: str
    status: int
    at: float
    """Of the loop's own clock."""


class Weather:
    def __init__(self, homeserver: str) -> None:
        self._homeserver = homeserver
        self._faults: list[Fault] = []
        self._asking: set[asyncio.Task[web.Response]] = set()
        """Whatever changes something, until it is answered."""
        self.passed: list[Passed] = []
        self.url = ""

    def spoil(self, method: str, path: str, *, times: int = 1, **how: object) -> None:
        """The next requests of this kind. `path` may hold stars; `how` is what a Fault says."""
        self._faults.append(Fault(method, path, times, **how))  # type: ignore[arg-type]

    def clear_up(self) -> None:
        self._faults.clear()

    @property
    def struck(self) -> int:
        """How many faults have come about in full."""
        return sum(not fault.times for fault in self._faults)

    async def calm_down(self) -> None:
        """Until everything that was to be changed is, though nobody may wait for the answer any more."""
        while self._asking:
            await asyncio.wait(self._asking)

    def count(self, method: str, path: str) -> int:
        return sum(each.method == method and fnmatchcase(each.path, path) for each in self.passed)

    async def pass_on(self, request: web.Request) -> web.StreamResponse:
        path = request.path
        # Those that skip have to be asked about every request.
        fault = next(iter([each for each in self._faults if each.strikes(request.method, path)]), None)
        if fault is not None:
            fault.times -= 1
            await asyncio.sleep(fault.seconds)
        now = asyncio.get_running_loop().time()
        if fault is not None and fault.status:
            self.passed.append(Passed(request.method, path, fault.status, now))
            return web.Response(status=fault.status, text=fault.body, headers=fault.headers)
        if fault is not None and not (fault.is_lost or fault.is_cut or fault.seconds):
            self.passed.append(Passed(request.method, path, 0, now))
            return _torn(request)
        answer = await self._surely_asked(request)
        self.passed.append(Passed(request.method, path, answer.status, now))
        if fault is not None and fault.is_lost:
            return _torn(request)
        return await _cut(request, answer) if fault is not None and fault.is_cut else answer

    async def _surely_asked(self, request: web.Request) -> web.Response:
        """What was begun is carried out, also if whoever asked has died meanwhile: so does a homeserver."""
        if request.method == "GET":
            return await self._asked(request)
        body = await request.read()
        asking = asyncio.ensure_future(self._asked(request, body))
        self._asking.add(asking)
        asking.add_done_callback(self._asking.discard)
        return await asyncio.shield(asking)

    async def _asked(self, request: web.Request, body: bytes = b"") -> web.Response:
        url = URL(self._homeserver + request.rel_url.raw_path_qs, encoded=True)
        headers = {name: value for name, value in request.headers.items() if name.lower() not in HOPS}
        session: aiohttp.ClientSession = request.app[_SESSION]
        try:
            async with session.request(request.method, url, headers=headers, data=body) as answer:
                said = await answer.read()
                kept = {name: value for name, value in answer.headers.items() if name.lower() not in HOPS}
                return web.Response(status=answer.status, body=said, headers=kept)
        except aiohttp.ClientError:
            return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")


_SESSION = web.AppKey("session", aiohttp.ClientSession)


def _torn(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def _cut(request: web.Request, answer: web.Response) -> web.StreamResponse:
    assert isinstance(answer.body, bytes)
    half = web.StreamResponse(status=answer.status, headers={"Content-Length": str(len(answer.body))})
    await half.prepare(request)
    await half.write(answer.body[: len(answer.body) // 2])
    return _torn(request)


@asynccontextmanager
async def weather_before(homeserver: str) -> AsyncIterator[Weather]:
    weather = Weather(homeserver)
    app = web.Application(client_max_size=1 << 24)
    app.router.add_route("*", "/{rest:.*}", weather.pass_on)
    async with aiohttp.ClientSession(auto_decompress=True, timeout=aiohttp.ClientTimeout(total=None)) as session:
        app[_SESSION] = session
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        weather.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield weather
        finally:
            await runner.cleanup()
