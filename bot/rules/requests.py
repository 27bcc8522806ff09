"""The life of a request: asked, changed, completed, objected to, withdrawn, expired, undone."""

from dataclasses import replace
from datetime import datetime

from bot.errors import Refused
from bot.model.claims import Claim, Ending, Hold
from bot.model.ids import Number, PersonId, WordsId
from bot.model.places import Community
from bot.model.policy import Kind, Policy
from bot.model.requests import Draft, Form, Reason, Request, Status, Tell, Undo
from bot.rules import hours
from bot.rules.claims import end_all, end_claim, finish_part, revive, with_claim, with_status


def post(draft: Draft, number: Number, now: datetime, community: Community) -> Request:
    form, policy = draft.form, community.policy
    due = hours.needed_by(form.urgency, form.by, now, community.timezone)
    expires_at = _expiry(now, due, policy)
    if form.kind not in policy.kinds:
        raise Refused("kind_is_off", kind=form.kind)
    return Request(
        draft.community_id,
        number,
        draft.person_id,
        form.kind,
        form.urgency,
        form.naming,
        form.wanted,
        draft.words_id,
        posted_at=now,
        is_heavy=form.is_heavy,
        needed_by=due,
        unclaimed_at=now + policy.unclaimed_note,
        expires_at=expires_at,
        warn_at=expires_at - policy.expiry_warning,
    )


def _expiry(now: datetime, needed_by: datetime | None, policy: Policy) -> datetime:
    """Not before the day on which the help is needed has passed."""
    usual = now + policy.expiry
    return usual if needed_by is None else max(usual, needed_by + policy.expiry_warning)


def edit(request: Request, form: Form, words_id: WordsId, now: datetime, community: Community) -> Request:
    """Helpers who are already on it stay: fewer helpers than are on it cannot be wanted."""
    if request.status in (Status.DONE, Status.CLOSED):
        raise Refused("no_longer_open")
    if form.wanted < request.taken:
        raise Refused("more_are_on_it", count=str(request.taken))
    due = request.needed_by
    is_over = due is not None and due <= now
    if form.urgency is not request.urgency or form.by is not None or is_over:
        due = hours.needed_by(form.urgency, form.by, now, community.timezone)
    return with_status(
        replace(
            request,
            kind=form.kind,
            urgency=form.urgency,
            naming=form.naming,
            wanted=form.wanted,
            words_id=words_id,
            is_heavy=form.is_heavy,
            needed_by=due,
            expires_at=max(request.expires_at or now, _expiry(now, due, community.policy)),
        )
    )


def complete(request: Request, person: PersonId, now: datetime, policy: Policy) -> Request:
    """Either side may say that help was given; the other has time to object."""
    if request.status is Status.CLOSED:
        raise Refused("already_closed")
    undo = Undo("done", person, now + policy.undo)
    if person == request.asker_id:
        return _settle_if_agreed(_done(_asker_agrees(request, now), undo, now, policy), undo, now, policy)
    return _settle_if_agreed(_helper_agrees(request, person, undo, now, policy), undo, now, policy)


def _asker_agrees(request: Request, now: datetime) -> Request:
    if request.agreed_at is not None:
        raise Refused("already_done")
    for claim in request.active:
        finished = replace(claim, hold=Hold.FINISHED, ended_at=now, nudge_at=None, release_at=None, check_at=None)
        request = with_claim(request, finished)
    return replace(request, agreed_at=now, confirm_at=None)


def _helper_agrees(request: Request, helper: PersonId, undo: Undo, now: datetime, policy: Policy) -> Request:
    mine = request.claim_of(helper)
    if mine is None or mine.hold not in (Hold.ACTIVE, Hold.FINISHED):
        raise Refused("not_on_it")
    if mine.agreed_at is not None or (mine.did_a_part and request.status is not Status.DONE):
        raise Refused("already_done")
    agreed = replace(
        mine,
        hold=Hold.FINISHED,
        ended_at=now,
        agreed_at=now,
        nudge_at=None,
        release_at=None,
        check_at=None,
        confirm_at=None,
    )
    request = with_claim(replace(request, undo=undo), agreed)
    return request if request.active else _done(request, undo, now, policy)


def _done(request: Request, undo: Undo, now: datetime, policy: Policy) -> Request:
    if request.status is Status.DONE:
        return replace(request, undo=None)
    settles_at = now + policy.objection
    done = replace(
        end_all(request, Ending.WITHDRAWN, now),
        status=Status.DONE,
        done_at=now,
        settles_at=settles_at,
        # Silence settles it, except where money is concerned: that ends with this, unconfirmed.
        expires_at=settles_at + policy.expiry if request.kind is Kind.FINANCIAL else None,
        unclaimed_at=None,
        warn_at=None,
        again_at=now if request.again_at is not None else None,
        tell_at=None,
        tell=None,
        undo=undo,
    )
    return done if request.kind is Kind.FINANCIAL else ask_for_thanks(done, now + policy.thanks_after)


def ask_for_thanks(request: Request, at: datetime) -> Request:
    """Whoever took part is asked, unless nothing would be said anyway."""
    if request.is_hidden:
        return request
    for claim in request.finished:
        if claim.consent is None:
            request = with_claim(request, replace(claim, thanks_at=at))
    return replace(request, thanks_at=at) if request.finished and request.consent is None else request


def _settle_if_agreed(request: Request, undo: Undo, now: datetime, policy: Policy) -> Request:
    everybody = request.agreed_at is not None and all(claim.agreed_at for claim in to_confirm(request))
    if not everybody or request.status is not Status.DONE:
        return request
    return replace(_met(request, now, policy), undo=undo)


def to_confirm(request: Request) -> tuple[Claim, ...]:
    """Whoever did a part heard so from the asker. Where money is concerned they say so themselves as well."""
    return request.finished if request.kind is Kind.FINANCIAL else request.finishers


def _met(request: Request, now: datetime, policy: Policy) -> Request:
    """Where money is concerned, thanks are asked for only after both sides confirmed."""
    is_whole = request.finishers or not request.finished
    met = close(request, Reason.MET if is_whole else Reason.PARTLY, now)
    return ask_for_thanks(met, now + policy.thanks_after) if request.kind is Kind.FINANCIAL else met


def settle(request: Request, now: datetime, policy: Policy) -> Request:
    """The time to object is over: silence agrees, except where money is concerned."""
    if request.kind is not Kind.FINANCIAL:
        return _met(request, now, policy)
    for claim in to_confirm(request):
        if claim.agreed_at is None:
            request = with_claim(request, replace(claim, confirm_at=now))
    return replace(request, settles_at=None, confirm_at=now if request.agreed_at is None else None)


def object_to(request: Request, person: PersonId, now: datetime, policy: Policy) -> Request:
    """Not done yet: everything goes on as before. Only somebody who took part may say so."""
    claim = request.claim_of(person)
    took_part = person == request.asker_id or (claim is not None and claim in to_confirm(request))
    if request.status is not Status.DONE or not took_part:
        raise Refused("nothing_to_object_to")
    return not_done(request, person, now, policy)


def not_done(request: Request, person: PersonId, now: datetime, policy: Policy) -> Request:
    """What ended when it was done goes on; whoever had finished before stays finished, unless they object."""
    done_at = request.done_at
    for claim in request.claims:
        was_ended = claim.ended_at == done_at and (claim.hold is Hold.FINISHED or claim.ending is Ending.WITHDRAWN)
        is_theirs = claim.helper_id == person and claim.hold is Hold.FINISHED
        if (was_ended or is_theirs) and not claim.did_a_part:
            request = revive(request, claim, now, policy)
        elif claim.hold is Hold.FINISHED:
            request = with_claim(request, replace(claim, confirm_at=None, thanks_at=None))
    again_at = request.again_at
    alive = replace(
        request,
        status=Status.OPEN,
        again_at=max(again_at, request.needed_by or again_at) if again_at is not None else None,
        agreed_at=None,
        done_at=None,
        settles_at=None,
        confirm_at=None,
        thanks_at=None,
        consent=None,
        thanks_words_id=None,
        announced_at=None,
        closed_at=None,
        reason=None,
        undo=None,
    )
    return with_status(renewed(alive, now, policy))


def withdraw(request: Request, person: PersonId, now: datetime, policy: Policy) -> Request:
    if person != request.asker_id:
        raise Refused("not_your_request")
    if request.status is Status.CLOSED:
        raise Refused("already_closed")
    undo = Undo("withdraw", person, now + policy.undo)
    return replace(close(end_all(request, Ending.WITHDRAWN, now), Reason.WITHDRAWN, now), undo=undo)


def close(request: Request, reason: Reason, now: datetime) -> Request:
    """Nothing is owed any more and nothing stays public, except thanks when help was given."""
    is_met = reason.was_helped
    for claim in request.finished:
        request = with_claim(request, replace(claim, confirm_at=None, thanks_at=claim.thanks_at if is_met else None))
    return replace(
        request,
        status=Status.CLOSED,
        reason=reason,
        closed_at=now,
        expires_at=None,
        settles_at=None,
        confirm_at=None,
        unclaimed_at=None,
        warn_at=None,
        thanks_at=request.thanks_at if is_met else None,
        announced_at=request.announced_at if is_met else None,
        again_at=request.again_at if is_met or reason is Reason.EXPIRED else None,
        tell_at=None,
        tell=None,
        undo=None,
    )


def expire(request: Request, now: datetime) -> Request:
    """After its time a request rests; whoever was part of it hears so with the daily message."""
    if request.status is Status.DONE:
        return close(request, Reason.UNCONFIRMED, now)
    ended = end_all(request, Ending.EXPIRED, now, tell_at=now)
    reason = Reason.PARTLY if request.finished else Reason.EXPIRED
    return replace(close(ended, reason, now), tell_at=now, tell=Tell.EXPIRED)


def keep_open(request: Request, person: PersonId, now: datetime, policy: Policy) -> Request:
    if person != request.asker_id:
        raise Refused("not_your_request")
    if request.status in (Status.DONE, Status.CLOSED):
        raise Refused("no_longer_open")
    return renewed(request, now, policy)


def renewed(request: Request, now: datetime, policy: Policy) -> Request:
    expires_at = _expiry(now, request.needed_by, policy)
    unclaimed_at = None if request.active else now + policy.unclaimed_note
    return replace(
        request, expires_at=expires_at, warn_at=expires_at - policy.expiry_warning, unclaimed_at=unclaimed_at
    )


def reopen(request: Request, ending: Ending, now: datetime, community: Community, *, is_told: bool = False) -> Request:
    """The asker says that nobody came: silently back to the pool. `is_told` if the helpers hear it in another way."""
    for claim in request.active:
        request = end_claim(request, claim.helper_id, ending, now, community, tell_at=None if is_told else now)
    return request


def reopen_rest(request: Request, now: datetime, community: Community) -> Request:
    """The asker says that a part is done: whoever is on it helped, and the rest is asked of others."""
    for claim in request.active:
        request = finish_part(request, claim.helper_id, now, community)
    return request
