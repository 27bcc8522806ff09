"""Who may come in: this machine only, this address only, and only with the key of this data directory.

The key is in the URL that is printed, and from then on in a cookie that scripts cannot read. A foreign
Host is a rebound name, a foreign Origin is another page: both are turned away before anything is read.
"""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from bot.errors import StorageUnusable

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

COOKIE_DAYS = 30


def read_key(path: Path) -> str:
    """The key of this data directory, made on the first start and readable by its owner only."""
    try:
        if path.exists():
            return path.read_text("ascii").strip()
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24) + "\n", "ascii")
        return path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise StorageUnusable(f"The playground cannot keep its key in {path}: {error}.") from error


class Gate:
    def __init__(self, key: str) -> None:
        self.key = key
        self._port = 0
        self._hosts: frozenset[str] = frozenset()

    def stand_at(self, port: int) -> None:
        """The addresses this page is reached at; known once the port is open."""
        self._port = port
        self._hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})

    @web.middleware
    async def check(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.headers.get("Host", "") not in self._hosts:
            return _turn_away("This page is served to its own machine only.")
        if not self._is_own_origin(request):
            return _turn_away("This page does not talk to other pages.")
        if not self._has_key(request):
            return _turn_away("This page needs its key: open the address that Barnraiser printed.")
        return await handler(request)

    async def dress(self, request: web.Request, response: web.StreamResponse) -> None:
        """Every answer, refusals included, tells the browser to trust nothing but this page."""
        response.headers.update(headers(f"ws://127.0.0.1:{self._port} ws://localhost:{self._port}"))

    def let_in(self, response: web.StreamResponse) -> None:
        """Cookies do not tell ports apart, so the port is in the name."""
        response.set_cookie(
            self._cookie, self.key, max_age=COOKIE_DAYS * 86_400, httponly=True, samesite="Strict", path="/"
        )

    @property
    def _cookie(self) -> str:
        return f"barnraiser-{self._port}"

    def _is_own_origin(self, request: web.Request) -> bool:
        """Browsers send an Origin with every WebSocket; without one it is no page of ours."""
        origin = request.headers.get("Origin")
        if origin is None:
            return request.headers.get("Upgrade", "").lower() != "websocket"
        return origin.removeprefix("http://") in self._hosts and origin.startswith("http://")

    def _has_key(self, request: web.Request) -> bool:
        shown = request.query.get("key") or request.cookies.get(self._cookie, "")
        return hmac.compare_digest(shown.encode(), self.key.encode())


def headers(sockets: str) -> dict[str, str]:
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        f"connect-src 'self' {sockets}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


def _turn_away(sentence: str) -> web.Response:
    return web.Response(status=403, text=sentence + "\n")
