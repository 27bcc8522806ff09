"""A decision about a request as it was: what a missing comparison of versions would let through."""

from datetime import datetime

from bot.model.changes import Change, Settlement
from bot.model.ids import PersonId
from bot.model.outcome import Outcome
from bot.model.requests import Request
from bot.ports import Store, Tx
from bot.rules import claims
from tests.doubles.village import Village
from tests.people import actor


async def claim_what_was_read_before(village: Village, store: Store, person: str) -> Outcome:
    """Ana asks, `person` reads; Ben is faster; `person` claims what they have read."""
    number = await village.ask("Ana")
    read = await village.request(number)
    faster = await village.do("Ben", "claim", number)
    assert faster.result == "claim"
    await store.write(_claim_as_read, (person, read))
    return faster


def _claim_as_read(tx: Tx, command: tuple[str, Request], now: datetime) -> None:
    person, read = command
    community = tx.communities.get(read.community_id)
    me: PersonId = tx.people.recognise(community.id, actor(person), now).person_id
    after = claims.claim(read, me, now, community, open_claims=0)
    tx.settle(Settlement(community.id, f"{person} was slower", now, me, (Change("claim", read, after),)))
