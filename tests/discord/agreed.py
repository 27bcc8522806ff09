"""Who agreed to be known to whom, written down once more from the product's own words, not from the code it judges."""

from dataclasses import dataclass
from datetime import datetime

from bot.model.claims import Consent, Hold
from bot.model.ids import Number
from bot.model.people import Account
from bot.model.requests import Naming, Request
from bot.ports import Tx

HIGHEST = 200
YES = (Consent.HELPER_NAMED, Consent.BOTH_NAMED)


@dataclass(frozen=True)
class Asked:
    """May `reader` ("" for everybody) know `person`? Both are accounts. Only as part of `numbers`, if there are any."""

    reader: str
    person: str
    numbers: frozenset[int]


def may_know(tx: Tx, asked: Asked, now: datetime) -> bool:
    person = tx.people.person_of(Account("discord", asked.person))
    reader = tx.people.person_of(Account("discord", asked.reader)) if asked.reader else None
    if person is None:
        return False
    return any(
        _is_public(request, person) or (reader is not None and _share(request, reader, person))
        for community in tx.communities.of_person(person)
        for number in sorted(asked.numbers) or range(1, HIGHEST)
        if (request := tx.requests.find(community.id, Number(number))) is not None
    )


def _is_public(request: Request, person: str) -> bool:
    """Asked with the name for all; or all sides agreed to what is said in public, each for themselves."""
    if person == request.asker_id and request.naming is Naming.ALL:
        return True
    helpers = [claim for claim in request.claims if claim.hold is Hold.FINISHED]
    if not helpers or request.consent not in YES or any(claim.consent not in YES for claim in helpers):
        return False
    is_helper = any(claim.helper_id == person for claim in helpers)
    return is_helper or (person == request.asker_id and request.consent is Consent.BOTH_NAMED)


def _share(request: Request, reader: str, person: str) -> bool:
    """The asker is told to whoever is on it; whoever took it on is told to the asker. Backups are told to nobody."""
    for claim in request.claims:
        if (claim.helper_id, request.asker_id) == (reader, person) and claim.hold in (Hold.ACTIVE, Hold.FINISHED):
            return True
        if (request.asker_id, claim.helper_id) == (reader, person) and claim.contact_at is not None:
            return True
    return False
