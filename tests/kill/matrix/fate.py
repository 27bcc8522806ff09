"""What can go wrong on Matrix: a homeserver that does not answer, refuses or stumbles, and one that forgets."""

from collections.abc import Sequence
from typing import Final

from tests.kill.mishaps import BACK_SOON, LEASE_OVER, Fate, Fault, Mishap, calls

FORGOTTEN: Final = 25 * 3600.0
"""Seconds after which a homeserver does not know the transactions of a device any more; here we come with a new one."""
TRY_LATER: Final = '{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 700}'
FAULTS: Final[tuple[Fault, ...]] = (
    {"is_reset": True, "is_carried_out": True},
    {"cut": 0.5},
    {"status": 429, "body": TRY_LATER},
    {"status": 429, "headers": {"Retry-After": "2"}},
    {"status": 500, "body": '{"errcode": "M_UNKNOWN"}'},
    {"status": 502, "body": "<html>Bad Gateway</html>"},
)


def cut_off(names: Sequence[str], point: int) -> Mishap:
    """The connection is torn at the call that is next, or at the last one."""
    return Mishap(faults=({"is_reset": True, "skip": min(calls(names[: point - 1]), calls(names) - 1)},))


PLAIN: Final = Fate(FAULTS, (BACK_SOON, LEASE_OVER, FORGOTTEN), cut_off)
ENCRYPTED: Final = Fate(FAULTS, (BACK_SOON, LEASE_OVER), cut_off)
"""A new device cannot read what was written to the old one: that is another story than a kill."""
