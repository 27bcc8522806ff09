"""Messages older than an hour: their edits have a limit of their own, which no header tells of (30046)."""

from datetime import timedelta

import discord

from bot.errors import RateLimited
from bot.ports import Clock

AT_ONCE, SECONDS = 3, 6.0
"""In one place. Seen on the live service: https://github.com/discord-userdoccers/discord-userdoccers/pull/551"""
OLD_AFTER = timedelta(hours=1)
CLOCKS_DIFFER = timedelta(minutes=5)
ON_THE_WAY = 0.5


class OldEdits:
    """Checked before the call: what is too early goes back to delivery, and many changes become one edit."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._busy: dict[str, list[float]] = {}
        """Until when each newest edit counts, by place."""

    def take(self, place: str, message: str) -> None:
        """Raises RateLimited if it is too early for one more edit of an old message there."""
        # An id tells when Discord made the message, so its age is a matter of the wall clock.
        age = discord.utils.utcnow() - discord.utils.snowflake_time(int(message))
        if age < OLD_AFTER - CLOCKS_DIFFER:
            return
        now = self._clock.machine()
        busy = [until for until in self._busy.get(place, ()) if until > now]
        if len(busy) >= AT_ONCE:
            raise RateLimited(min(busy) - now)
        self._busy[place] = [*busy, now + SECONDS + ON_THE_WAY]
