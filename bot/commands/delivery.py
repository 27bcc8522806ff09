"""What delivery takes out of the outbox."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.commands.values import Passing
from bot.model.ids import CommunityId
from bot.model.people import Account
from bot.model.posts import Door, Headroom


@dataclass(frozen=True, slots=True)
class Lease(Passing):
    """Take up to `limit` deliveries for these platforms; times of leases are machine time (epoch seconds).

    No door has more than `at_a_door` on their way; `taken` says how many are already. A platform whose `headroom` is
    given takes no more than that.
    """

    owner: str
    platforms: frozenset[str]
    machine_now: float
    lease_seconds: float
    limit: int
    at_a_door: int = 1
    taken: Mapping[Door, int] = field(default_factory=dict)
    headroom: Mapping[str, Headroom] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TakeWaiting:
    """Somebody comes by in this community, or in private if it is None: take what waits for them."""

    account: Account
    community_id: CommunityId | None
    lease: Lease
