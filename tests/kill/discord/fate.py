"""What can go wrong on Discord: its gateway drops us, answers are lost, and it refuses and stumbles."""

from collections.abc import Sequence
from itertools import product
from typing import Final

from tests.kill.mishaps import BACK_SOON, LEASE_OVER, Fate, Fault, Mishap, calls

NONCE_FORGOTTEN: Final = 600.0
"""Seconds after which Discord does not know what was sent any more."""
KINDS: Final[tuple[Fault, ...]] = (
    {"is_lost": True},
    {"status": 429},
    {"status": 500},
    {"status": 502},
    {"status": 503},
)
FAULTS: Final = tuple(kind | {"when": when} for kind, when in product(KINDS, ("before", "after")))


def dropped(names: Sequence[str], point: int) -> Mishap:
    """The connection breaks at the call that is next, or at the last one."""
    skip = min(calls(names[: point - 1]), calls(names) - 1)
    return Mishap(faults=({"drops_sockets": True, "skip": skip},))


DISCORD: Final = Fate(FAULTS, (BACK_SOON, LEASE_OVER, NONCE_FORGOTTEN), dropped)
