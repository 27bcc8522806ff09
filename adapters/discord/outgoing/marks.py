"""How we know a message again that an earlier attempt may have sent: it carries a number made of its wire key.

The number is the `id` of its outermost component: an int32 that Discord keeps and hands back with the message,
and that nobody sees. Discord numbers what has none from 1, so ours begin far above.
"""

import hashlib

import discord

FIRST = 1 << 30
LOOKS_AT = 300
"""Messages looked at, newest first. A hundred cost one request, and only a repeated attempt looks."""


def mark_of(key: str) -> int:
    return FIRST | int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) % FIRST


def address_of(mark: int) -> str:
    """What an embed carries instead, as it has no such number."""
    return f"https://discord.com/#{mark}"


def carries(message: discord.Message, mark: int) -> bool:
    parts = (part for row in message.components for part in (row, *getattr(row, "children", ())))
    numbered = any(getattr(part, "id", None) == mark for part in parts)
    return numbered or any(embed.url == address_of(mark) for embed in message.embeds)


async def find_marked(place: discord.abc.Messageable, mark: int, author_id: int) -> discord.Message | None:
    """None too where we may not read what was said: then only Discord's own memory of nonces is left."""
    async for message in place.history(limit=LOOKS_AT):
        if message.author.id == author_id and carries(message, mark):
            return message
    return None
