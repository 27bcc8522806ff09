"""Being shown out of a home, coming back, and forgetting a community that has none left."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.commands.homes import ComeHome
from bot.model.claims import earliest
from bot.model.ids import CommunityId
from bot.model.places import Home, Place, PlaceRef
from bot.ports import Tx

ROWS_AT_ONCE = 500
"""Of each table, in one transaction."""


def of_platform(tx: Tx, platform: str, now: datetime) -> Sequence[Home]:
    """Those that we have not been shown out of."""
    return tx.communities.homes(platform)


def of_community(tx: Tx, community_id: CommunityId, now: datetime) -> Sequence[Home]:
    """On every platform, those too that we have been shown out of."""
    return tx.communities.homes_of(community_id)


def leave_home(tx: Tx, at: PlaceRef, now: datetime) -> None:
    """From now on nothing is posted there, and the time until everything is deleted begins."""
    home = tx.communities.home(at)
    if home is None or home.left_at is not None:
        return
    tx.communities.save_home(replace(home, left_at=now))
    if not any(other.community_id == home.community_id for other in tx.communities.homes(at.platform)):
        tx.places.lose_all(home.community_id, at.platform, now)


def lost_places(tx: Tx, at: PlaceRef, now: datetime) -> Sequence[Place] | None:
    """What to look for in a home that we are in; None if everything there is as it should be."""
    home = tx.communities.home(at)
    if home is None:
        return None
    lost = tx.places.lost(home.community_id, at.platform)
    return lost if lost or home.left_at is not None else None


def come_home(tx: Tx, command: ComeHome, now: datetime) -> None:
    """We are in it again, or still: places that are there again get their cards back."""
    home = tx.communities.home(command.home)
    if home is None:
        return
    if home.left_at is not None:
        tx.communities.save_home(replace(home, left_at=None))
    for place in tx.places.lost(home.community_id, command.home.platform):
        if place.at in command.found:
            tx.places.find_again(home.community_id, place.id)


def forgotten(tx: Tx, nothing: None, now: datetime) -> tuple[CommunityId, ...]:
    """Communities that have had no home for so long that everything about them is deleted."""
    return tuple(community_id for community_id, due in _dues(tx) if due <= now)


def next_forgotten(tx: Tx) -> datetime | None:
    return earliest(*(due for _, due in _dues(tx)))


def _dues(tx: Tx) -> list[tuple[CommunityId, datetime]]:
    homeless = tx.communities.homeless()
    return [(one, left_at + tx.communities.get(one).policy.purge_after) for one, left_at in homeless]


def forget(tx: Tx, community_id: CommunityId, now: datetime) -> bool:
    """Delete some of it; says whether there is more. Looks again: they may have let us in since."""
    if community_id not in forgotten(tx, None, now):
        return False
    return tx.communities.erase(community_id, ROWS_AT_ONCE)
