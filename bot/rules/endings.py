"""How a request ended, if somebody likes to say: kept for the counts, and for nothing else."""

from dataclasses import replace

from bot.errors import Refused
from bot.model.claims import Consent
from bot.model.ids import PersonId
from bot.model.requests import Reason, Request

_SAID_BY_ASKERS = (Reason.SIGNPOSTED, Reason.UNMET)
_SAID_BY_MODERATORS = (Reason.MET, Reason.PARTLY, Reason.SIGNPOSTED, Reason.WITHDRAWN, Reason.UNMET)


def say_how(request: Request, person: PersonId, value: str) -> Request:
    """By whoever asked, of what they withdrew or what came to rest. They may change their mind."""
    if person != request.asker_id:
        raise Refused("not_your_request")
    if request.reason not in (Reason.WITHDRAWN, Reason.EXPIRED, *_SAID_BY_ASKERS):
        raise Refused("not_a_choice")
    return replace(request, reason=_meant(value, _SAID_BY_ASKERS))


def say_how_for_others(request: Request, value: str) -> Request:
    """By moderators, of what they closed. Help that was given counts from the day of closing. Thanks that were taken
    down with it stay so, and it is not asked again."""
    if request.reason is not Reason.MODERATED:
        raise Refused("not_a_choice")
    reason = _meant(value, _SAID_BY_MODERATORS)
    helped_at = request.done_at or request.closed_at if reason.was_helped else request.done_at
    over = replace(request, reason=reason, done_at=helped_at, series=None, again_at=None)
    return replace(over, consent=Consent.NOTHING, thanks_words_id=None)


def _meant(value: str, possible: tuple[Reason, ...]) -> Reason:
    reason = next((each for each in possible if each.value == value), None)
    if reason is None:
        raise Refused("not_a_choice")
    return reason
