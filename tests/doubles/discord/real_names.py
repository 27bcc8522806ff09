"""A Discord that is found under its real names, with TLS: nothing about the client's addresses needs to be changed."""

import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import aiohttp
import trustme
from aiohttp.abc import AbstractResolver, ResolveResult

from tests.doubles.discord.server import HOST, Discord

NAMES: Final = ("discord.com", "gateway.discord.gg")
GATEWAY: Final = "wss://gateway.discord.gg/"


class Nearby(AbstractResolver):
    """Every name, whatever the port, is the server on this machine. `asked` is what was looked up."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.asked: set[str] = set()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.add(host)
        return [
            ResolveResult(
                hostname=host,
                host=HOST,
                port=self._port,
                family=socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
        ]

    async def close(self) -> None:
        return


@asynccontextmanager
async def under_real_names() -> AsyncIterator[tuple[Discord, aiohttp.TCPConnector, Nearby]]:
    """The connector trusts our authority and asks our resolver; it is the client's to close."""
    authority = trustme.CA()
    certificate, trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert(*NAMES).configure_cert(certificate)
    authority.configure_trust(trust)
    discord = Discord()
    await discord.start(certificate=certificate, gateway_url=GATEWAY)
    nearby = Nearby(discord.port)
    try:
        yield discord, aiohttp.TCPConnector(resolver=nearby, ssl=trust, limit=0), nearby
    finally:
        await discord.stop()
    assert discord.violations() == []
