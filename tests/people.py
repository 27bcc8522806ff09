"""The cast of every test: who they are, where, and when."""

from datetime import UTC, datetime, timedelta

from bot.model.ids import CommunityId, Number, PersonId, WordsId
from bot.model.people import Account, Actor, Role
from bot.model.places import Community
from bot.model.policy import Kind, Policy, Urgency
from bot.model.requests import Naming, Request

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
"""A Monday."""
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)

ANA = PersonId("ana")
BEN = PersonId("ben")
CHI = PersonId("chi")
DEE = PersonId("dee")

POLICY = Policy()
ELM = Community(CommunityId("elm"), "Elm Street", "UTC", POLICY)
OPEN_TO_ALL = Community(CommunityId("elm"), "Elm Street", "UTC", Policy(kinds=frozenset(Kind)))

RIDE = Request(
    ELM.id,
    Number(104),
    ANA,
    Kind.PRACTICAL,
    Urgency.THIS_WEEK,
    Naming.HELPER,
    1,
    WordsId("w1"),
    posted_at=NOON,
    needed_by=datetime(2026, 12, 1, tzinfo=UTC),
    unclaimed_at=NOON + 2 * DAY,
    expires_at=NOON + 14 * DAY,
    warn_at=NOON + 12 * DAY,
)


def actor(name: str, *, moderator: bool = False, is_bot: bool = False, platform: str = "test") -> Actor:
    roles = {Role.MEMBER, Role.VOLUNTEER, *((Role.MODERATOR,) if moderator else ())}
    return Actor(Account(platform, name.lower()), name, frozenset(roles), is_bot)
