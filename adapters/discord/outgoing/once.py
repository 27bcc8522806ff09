"""What the library must not try again by itself.

It repeats whatever Discord answers with 5xx. That does no harm to a message, which has a nonce, or to a thread below
one, of which there is never a second. A forum post has neither: before it is tried again somebody has to look.
"""

import re
from types import SimpleNamespace

import aiohttp

from adapters.discord.trouble import SERVER_TROUBLE

_MAKES_A_POST = re.compile(r"/channels/\d+/threads$")


class Unclear(aiohttp.ClientError):
    """Nobody can tell whether it was carried out."""


def watched() -> aiohttp.TraceConfig:
    """Hooks of the library's own session, which see each attempt before the library does."""
    hooks = aiohttp.TraceConfig()
    hooks.on_request_end.append(_answered)
    hooks.on_request_exception.append(_broken)
    return hooks


async def _answered(_: aiohttp.ClientSession, __: SimpleNamespace, end: aiohttp.TraceRequestEndParams) -> None:
    if end.response.status >= SERVER_TROUBLE and _makes_a_post(end.method, end.url.path):
        end.response.close()
        raise Unclear(f"Discord answered {end.response.status}")


async def _broken(_: aiohttp.ClientSession, __: SimpleNamespace, end: aiohttp.TraceRequestExceptionParams) -> None:
    if isinstance(end.exception, OSError) and _makes_a_post(end.method, end.url.path):
        raise Unclear(type(end.exception).__name__) from end.exception


def _makes_a_post(method: str, path: str) -> bool:
    return method == "POST" and _MAKES_A_POST.search(path) is not None
