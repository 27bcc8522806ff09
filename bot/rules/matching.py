"""Who is told of a request: a few volunteers at a time, fairly, within their hours, and nobody twice.

Whoever was told holds an alert on the request (`Hold.ALERTED`), so a request knows whom it was shown to.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.errors import Refused
from bot.model.claims import Claim, Ending, Hold, earliest
from bot.model.ids import PersonId
from bot.model.matching import Hearer, Round, Skip
from bot.model.places import Community
from bot.model.policy import DAY, Policy
from bot.model.requests import Request, Stage, Status
from bot.rules import claims, hours

NEXT: Final = {
    Stage.NEAR: Stage.WIDER,
    Stage.WIDER: Stage.PLACE,
    Stage.PLACE: Stage.CARE,
    Stage.CARE: Stage.OVER,
    Stage.OVER: Stage.OVER,
}
WEEK: Final = 7 * DAY


def begin(request: Request, now: datetime, policy: Policy) -> Request:
    """There are volunteers here: the first of them are told in a while."""
    return replace(request, alert_at=now + policy.alert_after)


def is_due(request: Request, now: datetime) -> bool:
    due = due_at(request)
    return due is not None and due <= now


def due_at(request: Request) -> datetime | None:
    """None while everybody who is wanted is found, or a place is kept for a backup who is being asked."""
    is_looking = request.status is Status.OPEN and not request.is_paused and not request.is_hidden
    return request.alert_at if is_looking and claims.free_places(request, None) > 0 else None


def next_round(request: Request, hearers: Sequence[Hearer], now: datetime, community: Community) -> tuple[str, Request]:
    """One step: a round of people, a note where requests are read or to the care team, or only the next stage.

    The name is "" for what is no event: nobody hears of it.
    """
    again = now + community.policy.pace(request.urgency).alert_every
    match request.stage:
        case Stage.NEAR | Stage.WIDER:
            return _people(request, hearers, now, community, again)
        case Stage.PLACE:
            return "alert_place", replace(request, stage=Stage.CARE, alert_at=again)
        case Stage.CARE:
            return "alert_care", replace(request, stage=Stage.OVER, alert_at=None)
        case _:
            return "", replace(request, alert_at=None)


def _people(
    request: Request, hearers: Sequence[Hearer], now: datetime, community: Community, again: datetime
) -> tuple[str, Request]:
    """Whoever is asleep is waited for rather than passed over; whoever has been told enough this week is not."""
    why = {each.person_id: why_not(each, request, now, community) for each in hearers}
    free = [each for each in hearers if why[each.person_id] is None]
    if free:
        told = fairly(free, request)[: community.policy.alert_people]
        return "alert", replace(_alerted(request, told, now), alert_at=again)
    wakes_at = earliest(*(_wakes_at(each, now, community) for each in hearers if why[each.person_id] is Skip.ASLEEP))
    if wakes_at is not None:
        return "", replace(request, alert_at=wakes_at)
    return "", _widened(request, now, again)


def _widened(request: Request, now: datetime, again: datetime) -> Request:
    """A note for all to read comes after a wait, and only if somebody was told: else there is nothing to add."""
    stage = NEXT[request.stage]
    if stage is not Stage.PLACE:
        return replace(request, stage=stage, alert_at=now)
    was_told = any(claim.was_only_told for claim in request.claims)
    return replace(request, stage=stage, alert_at=again) if was_told else replace(request, alert_at=None)


def why_not(hearer: Hearer, request: Request, now: datetime, community: Community) -> Skip | None:
    """The first reason to leave them in peace; None if there is none."""
    checks = (
        (Skip.PART_OF_IT, hearer.person_id == request.asker_id or request.claim_of(hearer.person_id) is not None),
        (Skip.APART, hearer.is_apart),
        (Skip.ELSEWHERE, not hearer.is_near and request.stage is Stage.NEAR),
        (Skip.PAUSED, hearer.paused_until is not None and hearer.paused_until > now),
        (Skip.BUSY, hearer.open_claims >= min(hearer.claims_at_most, community.policy.open_claims)),
        (Skip.TOLD_ENOUGH, _lately(hearer, now) >= community.policy.alerts_a_week),
        (Skip.ASLEEP, _wakes_at(hearer, now, community) != now),
    )
    return next((skip for skip, is_so in checks if is_so), None)


def explained(
    request: Request,
    hearers: Sequence[Hearer],
    crowd: Mapping[Skip, int],
    told: int,
    now: datetime,
    community: Community,
) -> Round:
    """What is kept of a round. `crowd` counts all volunteers, for each reason that the store alone can tell.

    Who is kept apart from whom is nobody's business, and not to be found out: they count with those who carry enough,
    and so does who wants to hear of nothing heavy. Which language the asker reads would tell of them, so whoever speaks
    another one is told later, which is true.
    """
    skips = Counter(why_not(each, request, now, community) or Skip.LATER for each in hearers)
    skips.update(crowd)
    skips[Skip.LATER] += skips.pop(Skip.LANGUAGE, 0) - told - len(hearers)
    skips[Skip.BUSY] += skips.pop(Skip.APART, 0) + skips.pop(Skip.HEAVY, 0)
    passed_over = {skip: count for skip, count in skips.items() if count > 0}
    return Round(now, request.stage, told, passed_over)


def fairly(hearers: Sequence[Hearer], request: Request) -> list[Hearer]:
    """Those around the corner first, then who was asked least recently; those who are equal come in an order that
    differs from request to request."""
    return sorted(hearers, key=lambda each: (not each.is_close, each.told_at[-1:], _drawn(request, each.person_id)))


def is_same_area(one: str, other: str) -> bool:
    """As people write it, whatever the case and the blanks. Nothing is the same as nothing."""
    return bool(_bare(one)) and _bare(one) == _bare(other)


def _bare(area: str) -> str:
    return "".join(area.casefold().split())


def _drawn(request: Request, person: PersonId) -> bytes:
    """As good as a lot, and the same each time it is looked at."""
    return hashlib.sha256(f"{request.community_id} {request.number} {person}".encode()).digest()


def _lately(hearer: Hearer, now: datetime) -> int:
    return sum(told_at > now - WEEK for told_at in hearer.told_at)


def _wakes_at(hearer: Hearer, now: datetime, community: Community) -> datetime | None:
    """`now`, if they may be written to now. None if they never may."""
    return hours.own_slot(now, hearer.timezone or community.timezone, community.policy, hearer.quiet)


def _alerted(request: Request, told: Sequence[Hearer], now: datetime) -> Request:
    for each in told:
        request = claims.with_claim(request, Claim(each.person_id, Hold.ALERTED, now, nudge_at=now))
    return request


def let_off(request: Request, person: PersonId, now: datetime) -> Request:
    """The request as it was if nobody asks them about it."""
    mine = request.claim_of(person)
    is_told = mine is not None and mine.hold is Hold.ALERTED
    return not_this_time(request, person, now) if is_told else request


def not_this_time(request: Request, person: PersonId, now: datetime) -> Request:
    mine = request.claim_of(person)
    if mine is None or mine.hold is not Hold.ALERTED:
        raise Refused("nothing_to_decline")
    ended = replace(mine, hold=Hold.ENDED, nudge_at=None, ended_at=now, ending=Ending.NOT_THIS_TIME)
    return claims.with_claim(request, ended)
