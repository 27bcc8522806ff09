"""Everything about one community, deleted some rows at a time, and whoever is in no community any more with it."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, bindparam, delete, select, tuple_

from bot.model.ids import CommunityId
from storage.statements import Session, Statement, same
from storage.tables import accounts, communities, homes, members, metadata, people

_LAST = (homes, communities)
"""As long as these are there, a deletion that was cut short goes on."""


def _tables() -> Iterator[Table]:
    """What refers to something before what it refers to."""
    for table in reversed(metadata.sorted_tables):
        if "community_id" in table.c and table not in _LAST:
            yield table
    yield from _LAST


def _some_of(table: Table) -> Statement:
    keys = [column for column in table.primary_key if column.name != "community_id"]
    ours = same(table.c.community_id)
    if not keys:
        return Statement(delete(table).where(ours))
    chosen = select(*keys).where(ours).order_by(*keys).limit(bindparam("at_most"))
    return Statement(delete(table).where(ours, tuple_(*keys).in_(chosen)))


def _only_here(table: Table) -> Statement:
    """Of the members that go next, those who are in no other community."""
    going = (
        select(members.c.person_id)
        .where(same(members.c.community_id))
        .order_by(members.c.person_id)
        .limit(bindparam("at_most"))
    )
    others = members.alias("others")
    is_elsewhere = select(others.c.community_id).where(
        others.c.person_id == table.c.person_id, others.c.community_id != bindparam("the_community_id")
    )
    return Statement(delete(table).where(table.c.person_id.in_(going), ~is_elsewhere.exists()))


_BEFORE_MEMBERS = (_only_here(accounts), _only_here(people))
ERASE = {table.name: _some_of(table) for table in _tables()}


def erase(session: Session, community_id: CommunityId, at_most: int) -> bool:
    """One table at a time; says whether there may be more. People go in the same step as their membership."""
    values: dict[str, Any] = {"the_community_id": community_id, "at_most": at_most}
    for name, statement in ERASE.items():
        if name == members.name:
            for orphaned in _BEFORE_MEMBERS:
                session.run(orphaned, values)
        if session.run(statement, values) >= at_most:
            return True
    return False
