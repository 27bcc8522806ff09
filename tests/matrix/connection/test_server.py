"""The homeserver's answers, and what stands for an answer when there is trouble, in our words."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from adapters.matrix.connection.server import Refusal, Server, Unreachable

Answering = Callable[[bytes], Awaitable[Server]]


def answer(status: str, body: bytes = b"", *headers: str, length: int | None = None) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body


@pytest.fixture
async def answering() -> AsyncIterator[Answering]:
    """`await answering(bytes)` is a server that says just these to everything, and hangs up."""
    open_servers: list[tuple[asyncio.Server, Server]] = []

    async def start(said: bytes) -> Server:
        async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(said)
            await writer.drain()
            writer.close()

        listening = await asyncio.start_server(speak, "127.0.0.1", 0)
        port = listening.sockets[0].getsockname()[1]
        open_servers.append((listening, Server(f"http://127.0.0.1:{port}", "@bot:hs.test")))
        return open_servers[-1][1]

    yield start
    for listening, server in open_servers:
        await server.close()
        listening.close()


async def refused(server: Server) -> tuple[int, str, float | None]:
    with pytest.raises(Refusal) as caught:
        await server.call("GET", "/sync")
    return caught.value.status, caught.value.errcode, caught.value.retry_after


LIMITED = b'{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 1500}'


@pytest.mark.parametrize(
    ("said", "retry_after"),
    [
        (answer("429 Slow down", LIMITED), 1.5),
        (answer("429 Slow down", LIMITED, "Retry-After: 9"), 1.5),
        (answer("429 Slow down", b'{"errcode": "M_LIMIT_EXCEEDED"}', "Retry-After: 9"), 9.0),
        (answer("429 Slow down", b"<html>", "Retry-After: 9"), 9.0),
        (answer("429 Slow down", b'{"errcode": "M_LIMIT_EXCEEDED"}'), None),
        (answer("429 Slow down", b'{"retry_after_ms": "soon"}'), None),
        (answer("429 Slow down", b'{"retry_after_ms": -1}'), None),
        (answer("429 Slow down", b'{"retry_after_ms": 1e300}'), None),
        (answer("429 Slow down", b"[]", "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT"), None),
    ],
)
async def test_a_limit_says_how_long_to_wait_if_the_homeserver_does(
    answering: Answering, said: bytes, retry_after: float | None
) -> None:
    assert await refused(await answering(said)) == (429, "M_LIMIT_EXCEEDED", retry_after)


@pytest.mark.parametrize(
    ("said", "status", "errcode"),
    [
        (answer("403 No", b'{"errcode": "M_FORBIDDEN", "error": "no"}'), 403, "M_FORBIDDEN"),
        (answer("401 No", b'{"errcode": "M_UNKNOWN_TOKEN", "soft_logout": true}'), 401, "M_UNKNOWN_TOKEN"),
        (answer("400 No", b"{}"), 400, "M_UNKNOWN"),
        (answer("503 No", b'{"errcode": "M_RESOURCE_LIMIT_EXCEEDED"}'), 503, "M_RESOURCE_LIMIT_EXCEEDED"),
    ],
)
async def test_a_refusal_has_its_code(answering: Answering, said: bytes, status: int, errcode: str) -> None:
    assert await refused(await answering(said)) == (status, errcode, None)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1",
        answer("500 Oops", b"<html>"),
        answer("500 Oops", b'{"errcode": "M_UNKNOWN"}'),
        answer("502 Bad gateway"),
        answer("504 Too slow", b"null"),
        answer("200 OK", b'{"next_batch": "s1"', length=400),
        answer("200 OK", b'{"next_batch": "s1"'),
        answer("200 OK", b"[]"),
        answer("200 OK", b"\xff"),
        answer("404 Not here", b"<html>"),
        answer("302 Elsewhere", b"", "Location: http://127.0.0.1:1/"),
    ],
)
async def test_half_an_answer_or_none_is_no_answer(answering: Answering, said: bytes) -> None:
    server = await answering(said)
    with pytest.raises(Unreachable):
        await server.call("GET", "/sync")


async def test_who_is_not_there_or_does_not_answer_in_time_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = Server(f"http://127.0.0.1:{silent.getsockname()[1]}", "@bot:hs.test")
        with pytest.raises(Unreachable, match="the homeserver does not answer: "):
            await server.call("GET", "/sync", seconds=0.1)
    with pytest.raises(Unreachable):
        await server.call("GET", "/sync")
    await server.close()


async def test_a_token_stays_out_of_what_went_wrong(answering: Answering) -> None:
    server = await answering(answer("403 No", b'{"errcode": "M_FORBIDDEN", "error": "no, secret_token"}'))
    server.token = "secret_token"
    with pytest.raises(Refusal) as caught:
        await server.call("POST", "/join/!room", {"reason": "private"})
    assert str(caught.value) == "the homeserver says 403, M_FORBIDDEN"
