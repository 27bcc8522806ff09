"""The page's web server: loopback only, behind the gate."""

import asyncio
import errno
from pathlib import Path

from aiohttp import web

from adapters.playground.gate import Gate
from adapters.playground.live import Live
from bot.errors import PortBusy

PAGE = Path(__file__).parent / "page"
ADDRESS = "127.0.0.1"
SPARE_PORTS = 10
SHUTDOWN_SECONDS = 2.0


class Server:
    def __init__(self, gate: Gate, live: Live) -> None:
        self._gate = gate
        self._live = live
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)

    async def start(self, port: int, *, is_port_fixed: bool) -> int:
        """Listens on the first free port and returns it. Raises PortBusy."""
        await self._runner.setup()
        for candidate in _ports(port, is_port_fixed=is_port_fixed):
            try:
                await self._listen(candidate)
            except OSError as error:
                if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                    raise
                continue
            opened: int = self._runner.addresses[0][1]
            self._gate.stand_at(opened)
            return opened
        await self._runner.cleanup()
        raise PortBusy(_busy(port, is_port_fixed=is_port_fixed))

    async def stop(self) -> None:
        await self._live.close()
        await self._runner.cleanup()

    async def _listen(self, port: int) -> None:
        site = web.TCPSite(self._runner, ADDRESS, port)
        await site.start()

    def _application(self) -> web.Application:
        application = web.Application(middlewares=[self._gate.check])
        application.on_response_prepare.append(self._gate.dress)
        application.router.add_get("/", self._index)
        application.router.add_get("/live", self._live.connect)
        application.router.add_static("/page/", PAGE)
        return application

    async def _index(self, request: web.Request) -> web.StreamResponse:
        text = await asyncio.to_thread((PAGE / "index.html").read_text, "utf-8")
        response = web.Response(text=text, content_type="text/html")
        self._gate.let_in(response)
        return response


def _ports(port: int, *, is_port_fixed: bool) -> range:
    return range(port, port + 1 if is_port_fixed or port == 0 else port + 1 + SPARE_PORTS)


def _busy(port: int, *, is_port_fixed: bool) -> str:
    if is_port_fixed:
        return f"Port {port} is in use or not allowed: choose another one with --port, or stop what uses it."
    return f"Ports {port} to {port + SPARE_PORTS} are all in use: choose a free one with --port."
