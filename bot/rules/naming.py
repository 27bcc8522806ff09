"""Who may see whose name. Everything that names a person asks here first."""

from bot.model.claims import Consent, Hold
from bot.model.ids import PersonId
from bot.model.requests import Naming, Request

_OPENNESS = (Consent.NOTHING, Consent.NO_NAMES, Consent.HELPER_NAMED, Consent.BOTH_NAMED)


def visible(request: Request, reader: PersonId | None) -> frozenset[PersonId]:
    """The people of this request whom `reader` (None: everybody in a public place) may see."""
    seen = {reader} if reader is not None else set()
    if request.naming is Naming.ALL or _works_on(request, reader):
        seen.add(request.asker_id)
    if reader == request.asker_id:
        # Whoever only offered to be the backup never had a contact time, and is not shown.
        seen.update(claim.helper_id for claim in request.claims if claim.contact_at is not None)
    return frozenset(seen)


def _works_on(request: Request, reader: PersonId | None) -> bool:
    claim = request.claim_of(reader) if reader is not None else None
    return claim is not None and claim.hold in (Hold.ACTIVE, Hold.FINISHED)


def visible_in_announcement(request: Request) -> frozenset[PersonId]:
    """Each is named only by their own yes, and only as far as the stricter side allows."""
    if stricter(request) not in (Consent.HELPER_NAMED, Consent.BOTH_NAMED):
        return frozenset()
    named = {claim.helper_id for claim in request.finished}
    if request.consent is Consent.BOTH_NAMED:
        named.add(request.asker_id)
    return frozenset(named)


def stricter(request: Request) -> Consent:
    """What both sides allow. Who has not answered allows nothing."""
    answers = [request.consent, *(claim.consent for claim in request.finished)]
    if not request.finished or any(answer is None for answer in answers):
        return Consent.NOTHING
    return min((answer for answer in answers if answer is not None), key=_OPENNESS.index)
