"""The tables of volunteers: what they can do, when they were told, when they rest, and whom they avoid."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table

from storage.columns import count, key, metadata, time, written

volunteers = Table(
    "volunteers",
    metadata,
    key(),
    key("person_id"),
    count("practical"),
    count("informational"),
    count("emotional"),
    count("financial"),
    written("languages"),
    Column("quiet_begins", Integer),
    Column("quiet_ends", Integer),
    count("open_claims"),
    count("takes_heavy"),
    written("words_id", null=True),
    time("since", null=False),
    time("expires_at", null=False),
    time("renew_at"),
    Index("volunteers_practical", "community_id", "practical", "person_id"),
    Index("volunteers_informational", "community_id", "informational", "person_id"),
    Index("volunteers_emotional", "community_id", "emotional", "person_id"),
    Index("volunteers_financial", "community_id", "financial", "person_id"),
    Index("volunteers_over", "renew_at", "expires_at"),
)

told = Table("told", metadata, key(), key("person_id"), time("last_at", null=False), written("told_at"))
"""When volunteers were last told of a request."""
rounds = Table(
    "rounds",
    metadata,
    key(),
    Column("number", Integer, primary_key=True),
    Column("at", BigInteger, primary_key=True),
    key("stage"),
    count("told"),
    written("passed_over"),
)
"""Of each request, how many were told of it when, and how many were not, and why."""
pauses = Table("pauses", metadata, key(), key("person_id"), time("until", null=False), Index("pauses_until", "until"))

avoids = Table(
    "avoids",
    metadata,
    key(),
    key("person_id"),
    key("platform"),
    key("account_id"),
    Index("avoids_whom", "platform", "account_id"),
)
