"""What becomes due: what a request does by itself, and what each person should hear.

A request moves by itself when `next_look` has passed. What people should hear is never a message of its
own: it waits for the one daily message of that person (`owed`).
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.errors import Refused
from bot.model.claims import Claim, Ending, Hold, earliest
from bot.model.ids import PersonId
from bot.model.places import Community
from bot.model.policy import DAY, Policy, Urgency
from bot.model.posts import Item, Owed
from bot.model.requests import Request, Status, Tell
from bot.rules import claims, hours, matching, pauses, proposals, requests

LONGEST_NAP = 15 * 60
"""Seconds. After a longer silence the bot counts as having been away: people may have answered into the void."""


def step(request: Request, now: datetime, community: Community, back_at: datetime | None) -> tuple[str, Request] | None:
    """The next thing this request does by itself by now: its name and the request afterwards."""
    policy = community.policy
    if request.is_paused and _passed(request.paused_until, now):
        return "resume", pauses.resume(request, now)
    if _passed(_settles_at(request, policy, back_at), now):
        return "settle", requests.settle(request, now, policy)
    if _passed(_expires_at(request, policy, back_at), now):
        return "expire", requests.expire(request, now)
    awake_at = _awake_at(community, back_at)
    for claim in request.claims:
        if claim.is_active and _passed(_release_at(claim, request, policy, awake_at), now):
            return "release", _release(request, claim, now, community)
        if claim.hold is Hold.ASKED and _passed(_decide_by(claim, request, policy, awake_at), now):
            return "backup_silent", claims.step_back(request, claim.helper_id, now, community)
        if claim.is_proposed and _passed(_decide_by(claim, request, policy, awake_at), now):
            return "", proposals.pass_by(request, claim.helper_id)
    return None


def _release(request: Request, claim: Claim, now: datetime, community: Community) -> Request:
    """Reminders went unanswered: back to the pool, without blame; both sides are told."""
    freed = claims.end_claim(request, claim.helper_id, Ending.SILENCE, now, community, tell_at=now)
    return replace(freed, tell_at=now, tell=Tell.HELPER_RELEASED)


def _awake_at(community: Community, back_at: datetime | None) -> datetime | None:
    """When people can answer us again: nobody is asked at night."""
    return None if back_at is None else hours.waking_slot(back_at, community.timezone, community.policy)


def _release_at(claim: Claim, request: Request, policy: Policy, awake_at: datetime | None) -> datetime | None:
    """An answer window that we slept through starts again when we are back."""
    return _not_asleep(claim.release_at, awake_at, policy.pace(request.urgency).answer_window)


def _decide_by(claim: Claim, request: Request, policy: Policy, awake_at: datetime | None) -> datetime | None:
    return _not_asleep(claim.decide_by, awake_at, policy.pace(request.urgency).backup_window)


def _settles_at(request: Request, policy: Policy, back_at: datetime | None) -> datetime | None:
    is_new = back_at is not None and request.done_at is not None and request.done_at >= back_at
    return request.settles_at if is_new else _not_asleep(request.settles_at, back_at, policy.objection)


def _expires_at(request: Request, policy: Policy, back_at: datetime | None) -> datetime | None:
    """Nobody's request ends without the warning having had its time."""
    if request.warn_at is None:
        return request.expires_at
    return _not_asleep(request.expires_at, back_at, policy.expiry_warning)


def _not_asleep(due: datetime | None, back_at: datetime | None, window: timedelta) -> datetime | None:
    """A window to answer in that we slept through is given once more from when we were back."""
    return due if due is None or back_at is None else max(due, back_at + window)


def next_look(request: Request, community: Community, back_at: datetime | None) -> datetime | None:
    """The earliest moment at which `step` will have something to do."""
    if request.status is Status.CLOSED:
        return None
    policy, awake_at = community.policy, _awake_at(community, back_at)
    releases = [_release_at(claim, request, policy, awake_at) for claim in request.active]
    if request.is_paused:
        return request.paused_until
    asked = [claim for claim in request.claims if claim.hold is Hold.ASKED or claim.is_proposed]
    decisions = [_decide_by(claim, request, policy, awake_at) for claim in asked]
    ends = (_expires_at(request, policy, back_at), _settles_at(request, policy, back_at))
    return earliest(*ends, *releases, *decisions, matching.due_at(request))


def hears(request: Request) -> dict[PersonId, datetime]:
    """When each person of this request has something to hear, at the earliest."""
    dues = {claim.helper_id: claim.due_at for claim in request.claims}
    dues[request.asker_id] = request.asker_due_at
    return {person: due for person, due in dues.items() if due is not None}


def owed(request: Request, person: PersonId, until: datetime) -> tuple[Owed, ...]:
    """What this person should hear about this request by `until`."""
    found = _owed_to_asker(request) if person == request.asker_id else _owed_to_helper(request, person)
    return tuple(each for each in found if each.due_at <= until)


def _owed_to_asker(request: Request) -> list[Owed]:
    check_at = earliest(*(claim.check_at for claim in request.active))
    detail = request.tell.value if request.tell is not None else ""
    dues = (
        (Item.TOLD_ASKER, request.tell_at, detail),
        (Item.CHECK_IN, check_at, ""),
        (Item.UNCLAIMED, request.unclaimed_at, ""),
        (Item.WARNING, request.warn_at, ""),
        (Item.CONFIRM, request.confirm_at, ""),
        (Item.THANKS_ASKER, request.thanks_at, ""),
        (Item.AGAIN, request.asks_again_at, ""),
    )
    return [Owed(item, request.number, request.asker_id, at, None, text) for item, at, text in dues if at is not None]


_ASKS = {Hold.ASKED: Item.BACKUP, Hold.PROPOSED: Item.PROPOSAL, Hold.AGAIN: Item.PROPOSAL, Hold.ALERTED: Item.ALERT}


def _owed_to_helper(request: Request, helper: PersonId) -> list[Owed]:
    claim = request.claim_of(helper)
    if claim is None:
        return []
    detail = claim.ending.value if claim.ending is not None else ""
    dues = (
        (Item.TOLD_HELPER, claim.tell_at, detail),
        (_ASKS.get(claim.hold, Item.NUDGE), claim.nudge_at, ""),
        (Item.CONFIRM, claim.confirm_at, ""),
        (Item.THANKS_HELPER, claim.thanks_at, ""),
    )
    return [Owed(item, request.number, helper, at, helper, text) for item, at, text in dues if at is not None]


def is_urgent(request: Request, item: Item) -> bool:
    """What cannot wait for the evening: help that is needed today, what is asked for a few hours only, and a request
    that somebody is sought for."""
    return item in (Item.BACKUP, Item.PROPOSAL, Item.ALERT) or (
        request.urgency is Urgency.TODAY and item in (Item.NUDGE, Item.CHECK_IN)
    )


def asked(request: Request, item: Owed, now: datetime, policy: Policy) -> Request:
    """The item was written into a message: it is not owed again until something answers or repeats it."""
    claim = request.claim_of(item.person_id)
    if claim is not None:
        return claims.with_claim(request, _asked_helper(claim, item.item))
    if item.item is Item.CHECK_IN:
        return _checked(request, now, policy)
    return _warned(request, now, policy) if item.item is Item.WARNING else _asked_asker(request, item.item)


def _warned(request: Request, now: datetime, policy: Policy) -> Request:
    """However late the warning comes, it has its time."""
    later = request.expires_at and max(request.expires_at, now + policy.expiry_warning)
    return replace(request, warn_at=None, expires_at=later)


def _asked_helper(claim: Claim, item: Item) -> Claim:
    match item:
        case Item.NUDGE | Item.BACKUP | Item.PROPOSAL | Item.ALERT:
            return replace(claim, nudge_at=None)
        case Item.TOLD_HELPER:
            return replace(claim, tell_at=None)
        case Item.THANKS_HELPER:
            return replace(claim, thanks_at=None)
        case _:
            return replace(claim, confirm_at=None)


def _asked_asker(request: Request, item: Item) -> Request:
    match item:
        case Item.TOLD_ASKER:
            return replace(request, tell_at=None)
        case Item.UNCLAIMED:
            return replace(request, unclaimed_at=None)
        case Item.THANKS_ASKER:
            return replace(request, thanks_at=None)
        case Item.AGAIN:
            return replace(request, again_at=None)
        case _:
            return replace(request, confirm_at=None)


def _checked(request: Request, now: datetime, policy: Policy) -> Request:
    """Ask again later, but not for ever."""
    again = now + policy.check_in_every
    for claim in request.active:
        is_last = claim.checks_end_at is not None and again > claim.checks_end_at
        request = claims.with_claim(request, replace(claim, check_at=None if is_last else again))
    return request


def delivered(request: Request, item: Owed, now: datetime, policy: Policy) -> Request:
    """Only a question that reached its reader can be left unanswered."""
    claim = request.claim_of(item.person_id)
    pace = policy.pace(request.urgency)
    if claim is not None and _is_asked(claim, item.item):
        return claims.with_claim(request, replace(claim, decide_by=now + pace.backup_window))
    if item.item is not Item.NUDGE or claim is None or not (_is_pending(claim) or _is_held_back(claim, policy)):
        return request
    claim = replace(claim, release_at=None)
    nudges = claim.nudges + 1
    window_ends = now + pace.answer_window
    if nudges >= policy.nudges_before_release:
        return claims.with_claim(request, replace(claim, nudges=nudges, release_at=window_ends))
    return claims.with_claim(request, replace(claim, nudges=nudges, nudge_at=window_ends))


def _is_asked(claim: Claim, item: Item) -> bool:
    return claim.hold is Hold.ASKED if item is Item.BACKUP else item is Item.PROPOSAL and claim.is_proposed


def held_back(request: Request, item: Owed, now: datetime, policy: Policy) -> Request:
    """It waits until its reader comes by, and they may never: so as long as asking would have taken, no longer."""
    claim = request.claim_of(item.person_id)
    pace = policy.pace(request.urgency)
    if claim is None:
        return request
    if item.item is Item.BACKUP and claim.hold is Hold.ASKED and claim.decide_by is None:
        return claims.with_claim(request, replace(claim, decide_by=now + pace.backup_window))
    if item.item is not Item.NUDGE or not _is_pending(claim):
        return request
    left = max(policy.nudges_before_release - claim.nudges, 1)
    return claims.with_claim(request, replace(claim, release_at=now + left * pace.answer_window))


def _is_pending(claim: Claim) -> bool:
    return claim.is_active and claim.nudge_at is None and claim.release_at is None


def _is_held_back(claim: Claim, policy: Policy) -> bool:
    """Otherwise a release is only planned after the last nudge. Once it is seen, everything counts from then on."""
    return claim.is_active and claim.release_at is not None and claim.nudges < policy.nudges_before_release


def not_delivered(request: Request, item: Owed, now: datetime, policy: Policy) -> Request:
    """A nudge that could not reach its helper is owed again: they may be reachable another day."""
    claim = request.claim_of(item.person_id)
    if item.item is not Item.NUDGE or claim is None or not claim.is_active or claim.nudge_at or claim.release_at:
        return request
    return claims.with_claim(request, replace(claim, nudge_at=now + policy.pace(request.urgency).answer_window))


def repeated(items: tuple[Owed, ...], newer: tuple[Owed, ...]) -> tuple[Owed, ...]:
    """The items of an older message, those that a newer one asks again marked as such."""
    asked = {(item.item, item.number) for item in newer}
    return tuple(replace(item, is_repeated=item.is_repeated or (item.item, item.number) in asked) for item in items)


def in_touch(request: Request, now: datetime, policy: Policy) -> Request:
    """The asker says that they are in touch: no nudge is needed for now, and the next check-in waits."""
    require_helpers(request)
    for claim in request.active:
        later = now + DAY + policy.pace(request.urgency).grace
        checked = replace(claim, nudges=0, release_at=None, nudge_at=later, check_at=now + policy.check_in_every)
        request = claims.with_claim(request, checked)
    return request


def ask_again(request: Request, now: datetime, policy: Policy) -> Request:
    require_helpers(request)
    return _checked(request, now, policy)


def require_helpers(request: Request) -> None:
    if request.status in (Status.DONE, Status.CLOSED):
        raise Refused("already_closed")
    if not request.active:
        raise Refused("nobody_on_it")


def _passed(due: datetime | None, now: datetime) -> bool:
    return due is not None and due <= now
