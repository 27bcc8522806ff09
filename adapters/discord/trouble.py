"""What goes wrong on the way to Discord, in the core's words."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import discord

from bot.errors import DeliveryFailed, MessageGone, PlaceLost, RateLimited

UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MEMBER, UNKNOWN_MESSAGE, UNKNOWN_USER = 10003, 10004, 10007, 10008, 10013
OPENING_TOO_FAST, NO_ACCESS, PRIVATE_IS_CLOSED, NO_PERMISSION = 40003, 50001, 50007, 50013
NOT_A_RECIPIENT, NO_SERVER_IN_COMMON = 50033, 50278
TAG_REQUIRED, ARCHIVED, THREAD_EXISTS = 40067, 50083, 160004
LOST = frozenset(
    {
        UNKNOWN_CHANNEL,
        UNKNOWN_GUILD,
        UNKNOWN_USER,
        NO_ACCESS,
        NO_PERMISSION,
        PRIVATE_IS_CLOSED,
        NOT_A_RECIPIENT,
        NO_SERVER_IN_COMMON,
        TAG_REQUIRED,
    }
)
SERVER_TROUBLE = 500
"""From this status on Discord itself stumbled; below it, it refused."""
TOO_FAST_SECONDS = 120.0
UNSAID_WAIT = 5.0
"""Seconds to wait when Discord asks for patience without saying how long."""


@asynccontextmanager
async def in_our_words(client: discord.Client) -> AsyncIterator[None]:
    """Raises DeliveryFailed for whatever Discord, the library or the network says."""
    if client.is_closed() or client.user is None:
        raise DeliveryFailed("Discord is not connected")
    try:
        yield
    except discord.RateLimited as wait:
        raise RateLimited(wait.retry_after) from wait
    except discord.HTTPException as trouble:
        raise translated(trouble) from trouble
    except (aiohttp.ClientError, OSError) as trouble:
        raise DeliveryFailed(f"Discord cannot be reached: {type(trouble).__name__}") from trouble


def translated(trouble: discord.HTTPException) -> DeliveryFailed:
    """Discord's code as what the core does about it. The message is Discord's own, without content."""
    if trouble.code == UNKNOWN_MESSAGE:
        return MessageGone("the message is gone")
    if trouble.code == OPENING_TOO_FAST:
        return RateLimited(TOO_FAST_SECONDS)
    if trouble.code in LOST:
        return PlaceLost(f"Discord says {trouble.code}")
    if trouble.status == 429:
        return RateLimited(_retry_after(trouble))
    return DeliveryFailed(f"Discord says {trouble.status}, code {trouble.code}")


def may_pass(trouble: Exception) -> bool:
    """Whether trying again later may help: Discord, the network or a limit was in the way, and nothing was refused."""
    cause = trouble.__cause__
    is_refusal = isinstance(cause, discord.HTTPException) and cause.status < SERVER_TROUBLE
    return isinstance(trouble, RateLimited) or not is_refusal


def _retry_after(trouble: discord.HTTPException) -> float:
    try:
        return float(trouble.response.headers.get("Retry-After", UNSAID_WAIT))
    except ValueError:
        return UNSAID_WAIT
