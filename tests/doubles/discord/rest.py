"""REST: reads a call, checks it, breaks it if told to, carries it out, checks the answer, and keeps a record."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any, Final

from aiohttp import BodyPartReader, web

from tests.doubles.discord.call import Call
from tests.doubles.discord.conformance.documents import Documents
from tests.doubles.discord.conformance.violation import Violation
from tests.doubles.discord.faults import Fault, Faults, Moment
from tests.doubles.discord.matching import Match, match
from tests.doubles.discord.routes import ROUTES
from tests.doubles.discord.stage import Stage
from tests.doubles.discord.wire import DiscordError, Json, TooMany, form_errors

PREFIX: Final = "/api/v10"


@dataclass
class Exchange:
    """One call, as it was asked and answered. `status` is 0 where the answer was lost."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    raw: bytes
    status: int = 0
    answer: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    """Of the answer."""
    sent_headers: dict[str, str] = field(default_factory=dict)
    """Of the call, without the token."""
    files: list[Json] = field(default_factory=list)


class Lost(Exception):
    """The connection breaks instead of an answer."""


class Rest:
    def __init__(self, stage: Stage, faults: Faults, documents: Documents | None, token: str) -> None:
        self._stage, self._faults, self._documents, self._token = stage, faults, documents, token
        self.violations: list[Violation] = []
        self.record: list[Exchange] = []
        self.witness: Callable[[Exchange], Awaitable[None]] | None = None
        """Sees every call before it is carried out."""
        self.in_flight = 0

    async def serve(self, request: web.Request) -> web.Response:
        self.in_flight += 1
        try:
            exchange, files = await _read(request)
            self.record.append(exchange)
            if self.witness is not None:
                await self.witness(exchange)
            await self._exchange(request, exchange, files)
        except Lost:
            if request.transport is not None:
                request.transport.abort()
        finally:
            self.in_flight -= 1
        self._stage.changed()
        exchange.headers["Date"] = formatdate(self._stage.world.epoch.seconds(), usegmt=True)
        return _response(exchange)

    async def _exchange(self, request: web.Request, exchange: Exchange, files: list[Json]) -> None:
        try:
            found = match(exchange.method, exchange.path, self._documents)
            await self._break(exchange, "before")
            self._admit(request, exchange, found)
            call = Call(self._stage, found.values, exchange.query, exchange.body, files)
            exchange.status, exchange.answer = self._carry_out(found, call)
            # What is told of now must not change with the world.
            exchange.answer = json.loads(json.dumps(exchange.answer))
            await self._break(exchange, "after")
        except TooMany as refusal:
            exchange.status, exchange.answer = 429, refusal.body()
            exchange.headers |= refusal.all_headers()
        except DiscordError as refusal:
            exchange.status, exchange.answer = refusal.status, refusal.body()

    def _admit(self, request: web.Request, exchange: Exchange, found: Match) -> None:
        wrong: list[Violation] = []
        if self._documents is not None and found.operation is not None:
            wrong = self._documents.rest.check_body(found.operation, exchange.body)
            rest = self._documents.rest
            self.violations += wrong + rest.check_parameters(found.operation, found.values, exchange.query)
        if found.needs_token and request.headers.get("Authorization") != f"Bot {self._token}":
            raise DiscordError(0, status=401, message="401: Unauthorized")
        exchange.headers |= self._stage.limits.count(exchange.method, found.template, found.values)
        errors = [(each.path, each.message, "BASE_TYPE_BAD") for each in wrong if not each.is_unknown_field]
        if errors:
            raise DiscordError(50035, form_errors(errors))

    def _carry_out(self, found: Match, call: Call) -> tuple[int, Any]:
        handler = ROUTES.get((found.method, found.template))
        if handler is None:
            self.violations.append(Violation("double", found.template, "", f"nobody wrote {found.method} of it yet"))
            raise DiscordError(0, status=501, message="not in the double")
        status, answer = handler(call)
        if self._documents is not None and found.operation is not None:
            self.violations += self._documents.rest.check_response(found.operation, status, answer)
        return status, answer

    async def _break(self, exchange: Exchange, when: Moment) -> None:
        fault = self._faults.take(exchange.method, exchange.path, when)
        if fault is None:
            return
        if fault.drops_sockets:
            self._stage.gateway.cut_sockets()
        await asyncio.sleep(fault.seconds)
        _answer_with(fault, exchange)


def _answer_with(fault: Fault, exchange: Exchange) -> None:
    if fault.is_lost:
        exchange.status, exchange.answer = 0, None
        raise Lost
    if fault.status == 429:
        raise TooMany(fault.retry_after, "user", {}, fault.code)
    if fault.status:
        raise DiscordError(fault.code, status=fault.status, message="on demand")


async def _read(request: web.Request) -> tuple[Exchange, list[Json]]:
    path = request.raw_path.split("?")[0].removeprefix(PREFIX)
    exchange = Exchange(request.method, path, dict(request.query), None, b"")
    exchange.sent_headers = {name: value for name, value in request.headers.items() if name != "Authorization"}
    files = exchange.files
    if request.content_type == "multipart/form-data":
        await _read_parts(request, exchange, files)
    elif request.can_read_body:
        exchange.raw = await request.read()
    if exchange.raw:
        exchange.body = json.loads(exchange.raw)
    return exchange, files


async def _read_parts(request: web.Request, exchange: Exchange, files: list[Json]) -> None:
    exchange.raw = b"{}"
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        data = bytes(await part.read())
        if part.name == "payload_json":
            exchange.raw = data
        else:
            files.append({"filename": part.filename, "data": data})


def _response(exchange: Exchange) -> web.Response:
    # Without "Via", discord.py takes a 429 for a ban; and it compares the type with exactly this, no charset.
    headers = exchange.headers | {"Via": "1.1 loopback"}
    if exchange.answer is None:
        return web.Response(status=exchange.status or 500, headers=headers)
    headers["Content-Type"] = "application/json"
    return web.Response(status=exchange.status, body=json.dumps(exchange.answer).encode(), headers=headers)
