"""What a homeserver refuses, as what the core does about it."""

from adapters.matrix.connection.server import Refusal
from bot.errors import DeliveryFailed, PlaceLost, RateLimited

LIMITED = "M_LIMIT_EXCEEDED"
FORBIDDEN, NOT_FOUND = "M_FORBIDDEN", "M_NOT_FOUND"
IS_THERE_ALREADY = "M_DUPLICATE_ANNOTATION"
SENT_AWAY = frozenset({"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_USER_DEACTIVATED", "M_USER_LOCKED"})
UNSAID_WAIT = 5.0
LONG_WAIT = 60.0
"""Seconds: for what only the operator can mend, and nobody's message is to blame for."""


def translated(refusal: Refusal) -> DeliveryFailed:
    """The message holds the homeserver's code, and nothing that was sent."""
    if refusal.errcode == LIMITED:
        return RateLimited(UNSAID_WAIT if refusal.retry_after is None else refusal.retry_after)
    if refusal.errcode in SENT_AWAY or refusal.errcode == "M_RESOURCE_LIMIT_EXCEEDED":
        return RateLimited(LONG_WAIT)
    if refusal.errcode in (FORBIDDEN, NOT_FOUND):
        return PlaceLost(str(refusal))
    return DeliveryFailed(str(refusal))


def has_no_event(trouble: DeliveryFailed) -> bool:
    """What a message was to be about is not there. Synapse has no code of its own for it (_validate_event_relation)."""
    refusal = trouble.__cause__
    return isinstance(refusal, Refusal) and refusal.status == 400 and "unknown event" in str(refusal.said.get("error"))
