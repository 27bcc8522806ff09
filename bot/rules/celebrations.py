"""Thanks and announcements: nothing in public before it is done and both sides said yes."""

from dataclasses import replace
from datetime import datetime

from bot.errors import Refused
from bot.model.claims import Consent, Hold
from bot.model.ids import PersonId, WordsId
from bot.model.policy import Kind
from bot.model.requests import Request, Status
from bot.rules.claims import with_claim
from bot.rules.naming import stricter


def consent(request: Request, person: PersonId, level: Consent, now: datetime) -> Request:
    """One side's answer, which may change at any time; the stricter side decides what is public."""
    _is_over_well(request)
    if person == request.asker_id:
        return announce(replace(request, consent=level, thanks_at=None), now)
    claim = request.claim_of(person)
    if claim is None or claim.hold is not Hold.FINISHED:
        raise Refused("not_part_of_it")
    if level is Consent.BOTH_NAMED:
        raise Refused("not_a_choice")
    return announce(with_claim(request, replace(claim, consent=level, thanks_at=None)), now)


def say_thanks(request: Request, person: PersonId, words_id: WordsId, now: datetime) -> Request:
    _is_over_well(request)
    if person != request.asker_id:
        raise Refused("not_your_request")
    if request.consent in (None, Consent.NOTHING):
        raise Refused("nothing_is_public")
    return announce(replace(request, thanks_words_id=words_id), now)


def is_announceable(request: Request) -> bool:
    # Where money is concerned both sides confirm before anything is said.
    is_done = request.status is Status.DONE and request.kind is not Kind.FINANCIAL
    is_sayable = not request.is_hidden and stricter(request) is not Consent.NOTHING
    return (is_done or was_helped(request)) and is_sayable


def announce(request: Request, now: datetime) -> Request:
    """Public from now on, or no longer, as the answers are."""
    if not is_announceable(request):
        return replace(request, announced_at=None)
    return replace(request, announced_at=request.announced_at or now)


def _is_over_well(request: Request) -> None:
    if request.status is not Status.DONE and not was_helped(request):
        raise Refused("not_done_yet")


def was_helped(request: Request) -> bool:
    return request.reason is not None and request.reason.was_helped
