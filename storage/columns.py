"""The kinds of columns we have.

No column needs conversion by a driver: statements are compiled once and run on the plain cursor, so
`storage.values` does it (times in microseconds, flags as 0 and 1, JSON and enums as text).
"""

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Text

metadata = MetaData()


def key(name: str = "community_id") -> Column[str]:
    return Column(name, Text, primary_key=True)


def written(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text, nullable=null)


def count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def number(*, null: bool = False) -> Column[int]:
    return Column("number", Integer, nullable=null)


def time(name: str, *, null: bool = True) -> Column[int]:
    return Column(name, BigInteger, nullable=null)


def machine_time(name: str) -> Column[int]:
    """Milliseconds of machine time; 0 is "any time"."""
    return Column(name, BigInteger, nullable=False)


def index_where(condition: str, name: str, *columns: str) -> Index:
    """An index of the rows for which `condition` holds.

    The migrations make it; told in its own words for PostgreSQL, SQLAlchemy would load that dialect for everybody.
    """
    return Index(name, *columns, info={"where": condition})
