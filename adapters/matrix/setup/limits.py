"""How fast a homeserver lets us speak. No part of its API tells, so it is tried, without leaving anything behind.

Synapse counts a message that is to be sent later (MSC4140) against the same limit as any other (its handler of delayed
events asks `rc_message` first; measured with 1.163), and only then looks whether there is such a room. So a few more of
them than the usual limit allows are sent to a room that does not exist. What the bot may say within the next minute
is used up then where there is a limit, which is why it is tried only when somebody asks.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.matrix.connection.server import Refusal, Server, quoted

TRIES = 12
"""By default Synapse takes ten at once, and then one every five seconds."""
LATER, SYNAPSE = "org.matrix.msc4140", "io.element.e2ee_forced.public"
"""Features that it names."""


@dataclass(frozen=True, slots=True)
class Limit:
    """`after` so many calls in a row we were asked to wait for so many seconds."""

    after: int
    wait: float


class Unknown(Exception):
    """It cannot be tried here."""


def can_be_tried(versions: Mapping[str, Any]) -> bool:
    """By what the homeserver says under /_matrix/client/versions."""
    features = versions.get("unstable_features")
    return isinstance(features, dict) and LATER in features and SYNAPSE in features


async def limit_of(server: Server) -> Limit | None:
    """None if there is none that shows. Raises Unknown and Unreachable."""
    for tried in range(TRIES):
        refusal = await _try(server)
        if refusal.status == 429:
            return Limit(tried, refusal.retry_after or 0.0)
        if f"{LATER}.errcode" in refusal.said:
            # An older Synapse that refuses such messages before it counts them.
            raise Unknown
    return None


async def _try(server: Server) -> Refusal:
    """Why it is not sent. Raises Unknown if that is not said."""
    nowhere = f"!{secrets.token_hex(9)}:{server.user_id.partition(':')[2]}"
    path = f"/rooms/{quoted(nowhere)}/send/m.room.message/{secrets.token_hex(9)}"
    try:
        await server.call("PUT", path, {"msgtype": "m.notice", "body": ""}, query={f"{LATER}.delay": "1000"})
    except Refusal as refusal:
        return refusal
    raise Unknown
