"""Many requests that were asked before: whole rows in every table, made by the database itself.

The statements run on SQLite and on PostgreSQL. Each community gets people and requests of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, Table

from bot.model.ids import CommunityId
from bot.model.people import Account, Actor, Role
from storage.tables import metadata
from storage.values import micros
from tests.people import DAY, NOON

_SECOND = micros(NOON + timedelta(seconds=1)) - micros(NOON)


@dataclass(frozen=True)
class Crowd:
    """`ending` of the requests expire at `ends_at`, all others later, one a second."""

    people: int
    requests: int
    is_closed: bool = False
    ending: int = 0
    ends_at: datetime = NOON + 7 * DAY


def statements(community_id: CommunityId, crowd: Crowd) -> Iterator[str]:
    """Everything that `crowd` means for this community, in an order that keeps the foreign keys."""
    yield from _people(community_id, crowd)
    yield _insert("words", crowd.requests, {"community_id": _text(community_id), "id": _ID, "fields": _FIELDS})
    yield _insert("requests", crowd.requests, _request(community_id, crowd))
    if crowd.is_closed:
        yield _insert("claims", crowd.requests, _finished(community_id, crowd))
    yield from _around(community_id, crowd)


_FIRST = 1_000_000_000
_ID = f"'r' || ({_FIRST} + i)"
_FIELDS = """'{"what":"a ride to the clinic on Thursday morning, there and back","where":"Old Town"}'"""


def person_in_crowd(community_id: CommunityId, index: int) -> Actor:
    """The neighbour with this index, from 1; the person, the account and the private place have the same id."""
    account = Account("test", f"{community_id}-{_FIRST + index}")
    return Actor(account, f"Neighbour {index}", frozenset({Role.MEMBER, Role.VOLUNTEER}))


def _asker(community_id: CommunityId, crowd: Crowd) -> str:
    return f"'{community_id}-' || ({_FIRST} + 1 + i % {crowd.people})"


def zeros(table: Table) -> dict[str, int]:
    """Every number that a row must have. Columns that come later need no change here."""
    return {each.name: 0 for each in table.c if not each.nullable and isinstance(each.type, Integer)}


def _insert(table: str, count: int, given: dict[str, str]) -> str:
    columns = {name: str(zero) for name, zero in zeros(metadata.tables[table]).items()} | given
    numbers = (
        f"WITH RECURSIVE numbers(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM numbers WHERE i < {count})"
    )
    values = ", ".join(columns.values())
    return f"{numbers} INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM numbers"


def _text(value: str) -> str:
    return f"'{value}'"


def _people(community_id: CommunityId, crowd: Crowd) -> Iterator[str]:
    count, person = crowd.people, f"'{community_id}-' || ({_FIRST} + i)"
    account = {"platform": "'test'", "account_id": person, "person_id": person, "direct_ref": person}
    joined_at = str(micros(NOON - 30 * DAY))
    yield _insert("people", count, {"person_id": person, "met_at": joined_at})
    yield _insert("accounts", count, account | {"seen_at": joined_at})
    talk_at = "NULL" if crowd.is_closed else f"{micros(crowd.ends_at + DAY)} + i * {_SECOND}"
    member = {"community_id": _text(community_id), "person_id": person, "name": "'Neighbour ' || i"}
    yield _insert("members", count, member | {"talk_at": talk_at, "joined_at": joined_at})


def _request(community_id: CommunityId, crowd: Crowd) -> dict[str, str]:
    asked = {
        "community_id": _text(community_id),
        "number": "i",
        "asker_id": _asker(community_id, crowd),
        "kind": "'practical'",
        "urgency": "'this week'",
        "naming": "'helper'",
        "wanted": "1",
        "words_id": _ID,
        "posted_at": str(micros(NOON - 3 * DAY)),
        "needed_by": f"{micros(NOON + DAY)} + i * {_SECOND}",
    }
    if crowd.is_closed:
        return asked | {"status": "'closed'", "reason": "'met'", "closed_at": str(micros(NOON - DAY))}
    later = f"{micros(crowd.ends_at + DAY)} + i * {_SECOND}"
    ends = f"CASE WHEN i <= {crowd.ending} THEN {micros(crowd.ends_at)} ELSE {later} END"
    due = {"expires_at": ends, "follow_up_at": ends, "warn_at": later, "asker_due_at": later}
    return asked | {"status": "'open'"} | due


def _finished(community_id: CommunityId, crowd: Crowd) -> dict[str, str]:
    helper = f"'{community_id}-' || ({_FIRST} + 1 + (i + {crowd.people // 2}) % {crowd.people})"
    done = {"since": str(micros(NOON - 2 * DAY)), "ended_at": str(micros(NOON - DAY))}
    return {"community_id": _text(community_id), "number": "i", "helper_id": helper, "hold": "'finished'"} | done


def _around(community_id: CommunityId, crowd: Crowd) -> Iterator[str]:
    """What belongs to each request: its history, its origins, and a card that everybody can see."""
    of_community = {"community_id": _text(community_id)}
    at = str(micros(NOON - 3 * DAY))
    history = {"number": "i", "move": "'post'", "by": _asker(community_id, crowd), "at": at}
    yield _insert("history", crowd.requests, of_community | history)
    for command in ("ask", "post"):
        origin = {"origin": f"'test:before:{command}:' || ({_FIRST} + i)", "at": at}
        yield _insert("origins", crowd.requests, of_community | origin)
    yield _insert("cards", crowd.requests, of_community | _card(community_id))
    yield _insert("card_subjects", crowd.requests, of_community | {"number": "i", "card_id": _ID})
    message = {"platform": "'test'", "place_ref": f"'help of {community_id}'", "ref": f"'m' || ({_FIRST} + i)"}
    yield _insert("messages", crowd.requests, of_community | message | {"id": _ID, "choices": "'[]'", "card_id": _ID})


def _card(community_id: CommunityId) -> dict[str, str]:
    place = {"sent_platform": "'test'", "sent_place": f"'help of {community_id}'", "ref": f"'m' || ({_FIRST} + i)"}
    names = {"id": _ID, "kind": "'request'", "place_id": "'help'", "about": "'' || i", "number": "i", "key": _ID}
    return place | names | {"wanted": "1", "shown": "1"}
