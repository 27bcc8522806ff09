"""What stands between the bot and the homeserver does what it is told, and nothing else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.doubles.matrix.proxy import Proxy, proxy_to

WHOLE = "a whole answer"


@dataclass
class Homeserver:
    """Remembers what reached it; what is sent to /slow takes until `is_told`."""

    heard: list[str] = field(default_factory=list)
    is_told: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.Request) -> web.Response:
        if request.path == "/slow":
            await self.is_told.wait()
        self.heard.append(f"{request.method} {request.raw_path} {await request.text()}")
        return web.Response(status=201, text=WHOLE, headers={"X-Kept": "yes"})


@asynccontextmanager
async def running(homeserver: Homeserver) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", homeserver.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@dataclass
class Scene:
    homeserver: Homeserver
    proxy: Proxy
    session: aiohttp.ClientSession

    async def ask(self, path: str = "/say", method: str = "PUT") -> tuple[int, str]:
        async with self.session.request(method, self.proxy.url + path, data="hello") as answer:
            return answer.status, await answer.text()


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    homeserver = Homeserver()
    async with running(homeserver) as url, proxy_to(url) as proxy, aiohttp.ClientSession() as session:
        yield Scene(homeserver, proxy, session)


async def test_what_nothing_is_said_about_passes_unchanged_and_is_noted(scene: Scene) -> None:
    async with scene.session.put(f"{scene.proxy.url}/rooms/!a%2Fb?x=%20", data="hello") as answer:
        assert (answer.status, answer.headers["X-Kept"], await answer.text()) == (201, "yes", WHOLE)
    assert scene.homeserver.heard == ["PUT /rooms/!a%2Fb?x=%20 hello"]
    assert [(call.method, call.path, call.status) for call in scene.proxy.calls] == [("PUT", "/rooms/!a/b", 201)]


async def test_a_refusal_is_said_as_often_as_it_was_asked_for_and_reaches_nobody(scene: Scene) -> None:
    fault = scene.proxy.fail("/say$", "PUT", times=2, status=429, body="later")
    assert [await scene.ask() for _ in range(3)] == [(429, "later"), (429, "later"), (201, WHOLE)]
    assert len(scene.homeserver.heard) == 1
    assert (fault.times, scene.proxy.struck) == (0, 1)


async def test_a_fault_waits_for_its_turn(scene: Scene) -> None:
    scene.proxy.fail("/say", skip=2, status=500)
    assert [(await scene.ask())[0] for _ in range(4)] == [201, 201, 500, 201]


async def test_other_methods_and_paths_are_left_in_peace(scene: Scene) -> None:
    scene.proxy.fail("/say$", "PUT", status=500)
    assert [(await scene.ask(*how))[0] for how in (("/says",), ("/say", "POST"))] == [201, 201]
    assert scene.proxy.struck == 0


@pytest.mark.parametrize(
    ("how", "reaches"), [({"is_reset": True}, 0), ({"is_reset": True, "is_carried_out": True}, 1), ({"cut": 0.5}, 1)]
)
async def test_a_connection_breaks_before_the_homeserver_hears_or_after(
    scene: Scene, how: dict[str, Any], reaches: int
) -> None:
    scene.proxy.fail("/say", **how)
    with pytest.raises(aiohttp.ClientError):
        await scene.ask(method="POST")
    assert len(scene.homeserver.heard) == reaches


async def test_what_was_begun_is_carried_out_though_whoever_asked_is_gone(scene: Scene) -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(scene.ask("/slow"), 0.2)
    assert scene.homeserver.heard == []
    scene.homeserver.is_told.set()
    await scene.proxy.calm_down()
    assert scene.homeserver.heard == ["PUT /slow hello"]


async def test_a_homeserver_that_is_not_there_is_a_bad_gateway() -> None:
    async with proxy_to("http://127.0.0.1:9") as proxy, aiohttp.ClientSession() as session:
        assert await Scene(Homeserver(), proxy, session).ask() == (502, "<html>Bad Gateway</html>")
