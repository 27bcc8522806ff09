import os
import stat
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession, WSServerHandshakeError
from yarl import URL

from adapters.playground.gate import read_key
from bot.errors import StorageUnusable
from tests.playground.house import base_of, open_house

FOREIGN_HOSTS = ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "127.0.0.1:1", ""]
FOREIGN_ORIGINS = ["http://evil.example", "null", "https://127.0.0.1", "file://", "http://127.0.0.1:1"]


async def test_a_name_that_was_rebound_to_this_machine_is_turned_away(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, ClientSession() as session:
        for host in FOREIGN_HOSTS:
            async with session.get(house.url, headers={"Host": host}) as response:
                assert response.status == 403, host
                assert "own machine" in await response.text()


async def test_another_page_is_turned_away(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, ClientSession() as session:
        for origin in FOREIGN_ORIGINS:
            async with session.get(house.url, headers={"Origin": origin}) as response:
                assert response.status == 403, origin


@pytest.mark.parametrize("origin", [*FOREIGN_ORIGINS, None])
async def test_a_socket_of_another_page_or_of_no_page_is_turned_away(tmp_path: Path, origin: str | None) -> None:
    async with open_house(tmp_path) as house, ClientSession() as session:
        address = f"{base_of(house.url)}/live?{urlsplit(house.url).query}"
        with pytest.raises(WSServerHandshakeError) as refused:
            await session.ws_connect(address, headers={"Origin": origin} if origin else {})
        assert refused.value.status == 403


@pytest.mark.parametrize("path", ["/", "/?key=", "/?key=wrong", "/?key=%C3%A9", "/page/main.js", "/live"])
async def test_without_its_key_nothing_is_served(tmp_path: Path, path: str) -> None:
    async with (
        open_house(tmp_path) as house,
        ClientSession() as session,
        session.get(base_of(house.url) + path) as response,
    ):
        assert response.status == 403
        assert "needs its key" in await response.text()


async def test_the_key_opens_the_page_and_is_kept_where_scripts_cannot_read_it(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, ClientSession() as session:
        async with session.get(house.url) as response:
            cookie = response.headers["Set-Cookie"]
            assert response.status == 200
        headers = {"Cookie": cookie.partition(";")[0]}
        async with session.get(base_of(house.url), headers=headers) as response:
            assert response.status == 200

    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


async def test_the_page_may_load_and_reach_nothing_but_itself(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, ClientSession() as session:
        key = urlsplit(house.url).query
        for path in ("/", "/page/main.js", "/page/nothing.js", "/nothing"):
            async with session.get(f"{base_of(house.url)}{path}?{key}") as response:
                policy = response.headers["Content-Security-Policy"].split("; ")
                assert "default-src 'none'" in policy
                assert {"script-src 'self'", "style-src 'self'", "img-src 'self' data:"} <= set(policy)
                assert {"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"} <= set(policy)
                assert "unsafe" not in str(policy)
                assert response.headers["X-Content-Type-Options"] == "nosniff"
                assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/page/../chat.py", "/page/%2e%2e/chat.py", "/page//etc/passwd", "/page/"])
async def test_no_file_outside_the_page_is_served(tmp_path: Path, path: str) -> None:
    async with open_house(tmp_path) as house, ClientSession() as session:
        address = URL(f"{base_of(house.url)}{path}?{urlsplit(house.url).query}", encoded=True)
        async with session.get(address) as response:
            assert response.status in (403, 404)


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "playground.key"
    usual = os.umask(0)

    try:
        assert read_key(path) == read_key(path)
    finally:
        os.umask(usual)
    assert len(read_key(path)) >= 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_that_cannot_be_kept_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StorageUnusable, match=r"^The playground cannot keep its key in .*\.$"):
        read_key(tmp_path / "no such folder" / "playground.key")
