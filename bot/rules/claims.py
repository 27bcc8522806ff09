"""Claiming, backing up, handing back, and what a helper answers to a nudge."""

from dataclasses import replace
from datetime import datetime

from bot.errors import Refused
from bot.model.claims import Claim, Ending, Hold
from bot.model.ids import PersonId
from bot.model.places import Community
from bot.model.policy import DAY, Kind, Policy, Urgency
from bot.model.requests import Request, Status, Undo
from bot.rules import hiding, hours

MORE_TIME = 2 * DAY


def may_take_on(request: Request, person: PersonId, *, is_volunteer: bool) -> None:
    """Whoever is on it, or could not take it on in any case, hears that instead.

    Moderators, who choose the volunteers, may think of somebody else.
    """
    _may_help(request, person)
    mine = request.claim_of(person)
    is_on_it = mine is not None and mine.is_active
    is_thought_of = mine is not None and mine.is_proposed
    if not (is_volunteer or is_on_it or is_thought_of):
        raise Refused("volunteers_only")


def claim(
    request: Request,
    helper: PersonId,
    now: datetime,
    community: Community,
    open_claims: int,
    recognition: str | None = None,
) -> Request:
    """Exactly `wanted` people can be on a request; a place kept for an asked backup is taken.

    `recognition` are words for the two alone, for where people meet.
    """
    _may_help(request, helper)
    mine = request.claim_of(helper)
    if mine is not None and mine.is_active:
        raise Refused("already_on_it")
    if open_claims >= community.policy.open_claims:
        raise Refused("too_many_claims", limit=str(community.policy.open_claims))
    if free_places(request, helper) <= 0:
        raise Refused(_why_not(request, helper))
    mine = replace(_new(request, helper, now, community), recognition=recognition if _meets(request) else None)
    return with_status(with_claim(replace(request, unclaimed_at=None, tell_at=None, tell=None, undo=None), mine))


def let_off_the_hook(request: Request, now: datetime) -> Request:
    """If nobody else is wanted: whoever was told of it reads so where they were told, and is not written to again."""
    for claim in request.alerted if request.status is not Status.OPEN else ():
        ended = replace(_quiet(claim), hold=Hold.ENDED, ended_at=now, ending=Ending.OFF_THE_HOOK)
        request = with_claim(request, ended)
    return request


def _meets(request: Request) -> bool:
    return request.kind is Kind.PRACTICAL


def _why_not(request: Request, helper: PersonId) -> str:
    mine = request.claim_of(helper)
    if mine is not None and mine.is_waiting:
        return "already_backup"
    return "kept_for_backup" if request.taken < request.wanted else "someone_was_faster"


def _new(request: Request, helper: PersonId, now: datetime, community: Community) -> Claim:
    offered = contact_choices(request, now)
    value = "tomorrow" if "tomorrow" in offered and request.urgency is not Urgency.TODAY else "today"
    contact_at = hours.contact_time(value, request.urgency, now, request.needed_by, community.timezone)
    fresh = Claim(helper, Hold.ACTIVE, now)
    return _paced(fresh, contact_at, request, now, community.policy)


def _paced(claim: Claim, contact_at: datetime, request: Request, now: datetime, policy: Policy) -> Claim:
    """Follow-ups start from the time the helper named."""
    check_at = max(claim.since + policy.check_in_after, contact_at + policy.check_in_after_contact)
    return replace(
        claim,
        contact_at=contact_at,
        nudge_at=contact_at + policy.pace(request.urgency).grace,
        nudges=0,
        release_at=None,
        check_at=max(check_at, now),
        checks_end_at=check_at + policy.check_ins_end,
    )


def set_contact(request: Request, helper: PersonId, value: str, now: datetime, community: Community) -> Request:
    mine = active_claim(request, helper)
    if value not in contact_choices(request, now):
        raise Refused("not_a_choice")
    at = hours.contact_time(value, request.urgency, now, request.needed_by, community.timezone)
    return with_claim(request, _paced(mine, at, request, now, community.policy))


def contact_choices(request: Request, now: datetime) -> tuple[str, ...]:
    """The contact times that are worth offering: none after the help would be of use."""
    by = ("by",) if request.needed_by is not None and request.needed_by > now + 2 * DAY else ()
    tomorrow = ("tomorrow",) if request.needed_by is None or request.needed_by > now + DAY else ()
    return ("today", *tomorrow, *by)


def on_it(request: Request, helper: PersonId, now: datetime, policy: Policy) -> Request:
    mine = active_claim(request, helper)
    grace = policy.pace(request.urgency).grace
    later = max(now + DAY, mine.contact_at or now) + grace
    return with_claim(request, replace(mine, nudges=0, release_at=None, nudge_at=later))


def more_time(request: Request, helper: PersonId, now: datetime, policy: Policy) -> Request:
    mine = active_claim(request, helper)
    return with_claim(request, _paced(mine, now + MORE_TIME, request, now, policy))


def be_backup(request: Request, person: PersonId, now: datetime) -> Request:
    _may_help(request, person)
    mine = request.claim_of(person)
    if mine is not None and mine.is_active:
        raise Refused("already_on_it")
    if mine is not None and mine.is_waiting:
        raise Refused("already_backup")
    if free_places(request, None) > 0:
        raise Refused("free_again")
    return with_claim(request, Claim(person, Hold.BACKUP, now))


def release(request: Request, helper: PersonId, now: datetime, community: Community) -> Request:
    """Hand it back, without blame; the first backup is asked before anybody else."""
    mine = request.claim_of(helper)
    if mine is not None and mine.is_waiting:
        return step_back(request, helper, now, community)
    active_claim(request, helper)
    undo = Undo("release", helper, now + community.policy.undo)
    return replace(end_claim(request, helper, Ending.HANDED_BACK, now, community), undo=undo)


def step_back(request: Request, person: PersonId, now: datetime, community: Community) -> Request:
    """A backup does not want to, or did not answer: needs no reason, and the next one is asked."""
    mine = request.claim_of(person)
    if mine is None or not mine.is_waiting:
        raise Refused("not_a_backup")
    ended = replace(_quiet(mine), hold=Hold.ENDED, ended_at=now, ending=Ending.HANDED_BACK)
    return ask_backup(with_claim(request, ended), now, community)


def end_claim(
    request: Request,
    helper: PersonId,
    ending: Ending,
    now: datetime,
    community: Community,
    tell_at: datetime | None = None,
) -> Request:
    """Back to the pool. `tell_at` is set when the helper did not do this themselves."""
    mine = active_claim(request, helper)
    freed = with_claim(request, replace(_quiet(mine), hold=Hold.ENDED, ended_at=now, ending=ending, tell_at=tell_at))
    asked = ask_backup(with_status(freed), now, community)
    return asked if asked.active else replace(asked, unclaimed_at=now + community.policy.unclaimed_note)


def finish_part(request: Request, helper: PersonId, now: datetime, community: Community) -> Request:
    """What they did stays done; what is left goes to others, backup first."""
    did = replace(_quiet(active_claim(request, helper)), hold=Hold.FINISHED, ended_at=now, ending=Ending.PARTLY)
    asked = replace(ask_backup(with_status(with_claim(request, did)), now, community), undo=None)
    return asked if asked.active else replace(asked, unclaimed_at=now + community.policy.unclaimed_note)


def ask_backup(request: Request, now: datetime, community: Community) -> Request:
    """Keep each free place for the backup who has waited longest, for a while; nobody is asked at night.

    The window runs from the delivery of the question; until then it is an estimate.
    """
    waiting = sorted((claim for claim in request.claims if claim.hold is Hold.BACKUP), key=lambda claim: claim.since)
    awake_at = hours.waking_slot(now, community.timezone, community.policy)
    decide_by = awake_at + community.policy.pace(request.urgency).backup_window
    for backup in waiting[: max(free_places(request, None), 0)]:
        request = with_claim(request, replace(backup, hold=Hold.ASKED, nudge_at=now, decide_by=decide_by))
    return request


def active_claim(request: Request, helper: PersonId) -> Claim:
    mine = request.claim_of(helper)
    if mine is None or not mine.is_active:
        raise Refused("not_on_it")
    return mine


def _quiet(claim: Claim) -> Claim:
    """Without anything owed."""
    return replace(
        claim, nudge_at=None, release_at=None, check_at=None, decide_by=None, thanks_at=None, confirm_at=None
    )


def end_all(request: Request, ending: Ending, now: datetime, tell_at: datetime | None = None) -> Request:
    """The request is over: nobody is on it or waits for it any more."""
    for claim in request.claims:
        if claim.is_active or claim.is_waiting:
            told = tell_at if claim.is_active else None
            ended = replace(_quiet(claim), hold=Hold.ENDED, ended_at=now, ending=ending, tell_at=told)
            request = with_claim(request, ended)
        elif claim.is_proposed:
            request = with_claim(request, _quiet(claim))
    return request


def revive(request: Request, claim: Claim, now: datetime, policy: Policy) -> Request:
    """An ended or finished claim goes on as if it had not ended."""
    waits = claim.contact_at is None
    if waits:
        return with_claim(request, replace(claim, hold=Hold.BACKUP, ended_at=None, ending=None))
    contact_at = max(claim.contact_at or now, now)
    alive = replace(claim, hold=Hold.ACTIVE, ended_at=None, ending=None, agreed_at=None, consent=None, tell_at=None)
    return with_claim(request, _paced(_quiet(alive), contact_at, request, now, policy))


def _may_help(request: Request, person: PersonId) -> None:
    if person == request.asker_id:
        raise Refused("own_request")
    if request.status in (Status.DONE, Status.CLOSED):
        raise Refused("no_longer_needed")
    if request.is_paused:
        raise Refused("on_hold")
    if not hiding.may_see(request, person):
        raise Refused("out_of_sight")
    mine = request.claim_of(person)
    if mine is not None and (mine.ending is Ending.SOMEONE_NEW or mine.did_a_part):
        raise Refused("looked_after_otherwise")


def free_places(request: Request, person: PersonId | None) -> int:
    """Places that `person` could take: one kept for an asked backup is free to that backup alone."""
    kept = [claim for claim in request.claims if claim.hold is Hold.ASKED and claim.helper_id != person]
    return request.wanted - request.taken - len(kept)


def with_claim(request: Request, claim: Claim) -> Request:
    others = tuple(other for other in request.claims if other.helper_id != claim.helper_id)
    return replace(request, claims=tuple(sorted((*others, claim), key=lambda each: each.since)))


def with_status(request: Request) -> Request:
    """Open while somebody is still wanted."""
    if request.status in (Status.DONE, Status.CLOSED):
        return request
    is_full = request.taken >= request.wanted
    return replace(request, status=Status.CLAIMED if is_full else Status.OPEN)
