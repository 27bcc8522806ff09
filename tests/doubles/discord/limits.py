"""Rate limits: a bucket for each route and place, the limit over all, and the limits that have an error of their own.

They run on real time, whatever the clock of the double says: a client really sleeps.
"""

import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from tests.doubles.discord.wire import DiscordError, TooMany

Rate = tuple[int, float]
"""So many in so many seconds."""

_REACT: Final = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me"
OBSERVED: Final[Mapping[tuple[str, str], Rate]] = MappingProxyType(
    {
        ("POST", "/channels/{channel_id}/messages"): (5, 5.0),
        ("PATCH", "/channels/{channel_id}/messages/{message_id}"): (5, 5.0),
        ("PUT", _REACT): (1, 0.25),
        ("DELETE", _REACT): (1, 0.25),
        ("POST", "/users/@me/channels"): (10, 10.0),
        ("POST", "/webhooks/{webhook_id}/{webhook_token}"): (5, 2.0),
    }
)
"""What people saw on the live service. A client must follow the headers, never these numbers."""
GENEROUS: Final = (100, 1.0)
OVER_ALL: Final = (50, 1.0)
OLD_EDITS: Final = (3, 6.0)
OLD_AFTER: Final = 3600.0
NOT_COUNTED_OVER_ALL: Final = ("/interactions/", "/webhooks/")
MAJOR: Final = ("channel_id", "guild_id", "webhook_id", "interaction_id")


@dataclass
class Limits:
    """`routes` are by method and path template; every other route is generous. `over_all` is None for no limit."""

    routes: Mapping[tuple[str, str], Rate] = field(default_factory=dict)
    over_all: Rate | None = None
    direct_openings: Rate | None = None
    """New private channels, as the service counts them against a bot that writes to strangers."""
    _used: dict[tuple[str, ...], tuple[float, int]] = field(default_factory=dict)

    def count(self, method: str, template: str, parameters: Mapping[str, str]) -> dict[str, str]:
        """The headers that the answer carries. Raises TooMany."""
        if self.over_all and not template.startswith(NOT_COUNTED_OVER_ALL):
            self._count_over_all(self.over_all)
        rate = self.routes.get((method, template), GENEROUS)
        # The token is a part of the webhook's place, as is the one interaction.
        major = next((parameters[name] for name in MAJOR if name in parameters), "")
        name = f"{zlib.crc32(f'{method} {template}'.encode()):08x}"
        place = (name, major, parameters.get("webhook_token", ""))
        wait, used = self._take(place, rate)
        headers = {
            "X-RateLimit-Limit": str(rate[0]),
            "X-RateLimit-Remaining": str(max(0, rate[0] - used)),
            "X-RateLimit-Reset": f"{time.time() + wait:.3f}",
            "X-RateLimit-Reset-After": f"{wait:.3f}",
            "X-RateLimit-Bucket": name,
        }
        if used > rate[0]:
            raise TooMany(wait, "user", headers)
        return headers

    def count_old_edit(self, channel_id: str) -> None:
        """Edits of messages older than an hour. Raises TooMany with the number 30046."""
        wait, used = self._take(("old edits", channel_id), OLD_EDITS)
        if used > OLD_EDITS[0]:
            raise TooMany(wait, "shared", {}, code=30046)

    def count_direct_opening(self) -> None:
        if self.direct_openings and self._take(("directs",), self.direct_openings)[1] > self.direct_openings[0]:
            raise DiscordError(40003)

    def _count_over_all(self, rate: Rate) -> None:
        wait, used = self._take(("over all",), rate)
        if used > rate[0]:
            raise TooMany(wait, "global", {})

    def _take(self, place: tuple[str, ...], rate: Rate) -> tuple[float, int]:
        """Seconds until the window ends, and how many were taken in it."""
        now = time.monotonic()
        reset, used = self._used.get(place, (0.0, 0))
        if now >= reset:
            reset, used = now + rate[1], 0
        self._used[place] = (reset, used + 1)
        return reset - now, used + 1


def observed(length: float = 1.0) -> Limits:
    """`length` makes every window so many times as long, for tests that cannot wait."""
    routes = {route: (count, seconds * length) for route, (count, seconds) in OBSERVED.items()}
    return Limits(routes, over_all=(OVER_ALL[0], OVER_ALL[1] * length))
