"""The tables. Every key starts with the community, so that communities can be spread over machines."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, Table, Text, UniqueConstraint

import storage.volunteer_tables  # noqa: F401 - so that `metadata` knows them
from storage import delivery_tables
from storage.columns import count, index_where, key, number, time, written

metadata = delivery_tables.outbox.metadata
"""All tables, those of delivery and of volunteers included."""

WITHOUT_COMMUNITY = {
    "accounts": "an account exists once on its platform, whatever communities its person is in",
    "people": "a person can be in several communities",
    "homes": "says which community a guild, a space or the page belongs to",
    "positions": "how far an account of ours has read its platform",
    "uptime": "the bot's own waking times",
    "alembic_version": "the schema's own revision",
}
"""Tables whose keys do not start with the community, and why."""

origins = Table("origins", metadata, key(), key("origin"), time("at", null=False))

communities = Table(
    "communities",
    metadata,
    key(),
    written("name"),
    written("timezone"),
    written("policy"),
    written("language", null=True),
    time("created_at", null=False),
)

homes = Table(
    "homes",
    metadata,
    key("platform"),
    key("ref"),
    written("community_id"),
    written("preferences", null=True),
    time("left_at"),
    Index("homes_community", "community_id"),
    index_where("left_at IS NOT NULL", "homes_left", "left_at"),
)

places = Table(
    "places",
    metadata,
    key(),
    key("id"),
    written("kind"),
    written("platform"),
    written("ref"),
    time("lost_at"),
    UniqueConstraint("community_id", "platform", "kind"),
    Index("places_at", "platform", "ref"),
)

people = Table("people", metadata, key("person_id"), time("met_at", null=False))

accounts = Table(
    "accounts",
    metadata,
    key("platform"),
    key("account_id"),
    written("person_id"),
    written("direct_ref", null=True),
    time("seen_at", null=False),
    time("direct_closed_at"),
    time("direct_stopped_at"),
    written("language", null=True),
    Index("accounts_of_person", "person_id", "platform", "seen_at"),
)

members = Table(
    "members",
    metadata,
    key(),
    key("person_id"),
    written("name"),
    Column("daily_hour", Integer),
    Column("timezone", Text),
    time("talk_at"),
    time("last_talk_at"),
    time("joined_at", null=False),
    Index("members_talk", "talk_at"),
    Index("members_of_person", "person_id", "joined_at"),
)

requests = Table(
    "requests",
    metadata,
    key(),
    Column("number", Integer, primary_key=True),
    count("version"),
    written("asker_id"),
    written("kind"),
    written("urgency"),
    written("naming"),
    count("wanted"),
    written("words_id"),
    time("posted_at", null=False),
    written("status"),
    time("needed_by", null=False),
    time("alert_at"),
    written("stage", null=True),
    time("unclaimed_at"),
    time("warn_at"),
    time("expires_at"),
    time("agreed_at"),
    time("done_at"),
    time("settles_at"),
    time("confirm_at"),
    time("thanks_at"),
    written("consent", null=True),
    written("thanks_words_id", null=True),
    written("note_words_id", null=True),
    written("reason_words_id", null=True),
    time("announced_at"),
    time("closed_at"),
    written("reason", null=True),
    time("tell_at"),
    written("tell", null=True),
    written("undo_move", null=True),
    written("undo_by", null=True),
    time("undo_until"),
    time("paused_until"),
    time("hidden_at"),
    Column("is_heavy", Integer),
    Column("merged_into", Integer),
    Column("series_every", Integer),
    Column("series_left", Integer),
    time("again_at"),
    time("follow_up_at"),
    time("asker_due_at"),
    Index("requests_follow_up", "follow_up_at"),
    Index("requests_of_asker", "community_id", "asker_id", "asker_due_at"),
    Index("requests_wanted", "community_id", "status", "needed_by", "number"),
)

claims = Table(
    "claims",
    metadata,
    key(),
    Column("number", Integer, primary_key=True),
    key("helper_id"),
    count("position"),
    written("hold"),
    time("since", null=False),
    time("contact_at"),
    time("nudge_at"),
    count("nudges"),
    time("release_at"),
    time("check_at"),
    time("checks_end_at"),
    time("decide_by"),
    time("ended_at"),
    written("ending", null=True),
    time("agreed_at"),
    time("thanks_at"),
    written("consent", null=True),
    time("confirm_at"),
    time("tell_at"),
    time("due_at"),
    written("room", null=True),
    written("recognition", null=True),
    Column("part", Integer),
    ForeignKeyConstraint(["community_id", "number"], ["requests.community_id", "requests.number"]),
    Index("claims_due", "community_id", "helper_id", "due_at"),
    Index("claims_hold", "community_id", "helper_id", "hold"),
)

words = Table(
    "words",
    metadata,
    key(),
    key("id"),
    written("fields"),
    time("purge_at"),
    Index("words_purge", "purge_at"),
)

drafts = Table(
    "drafts",
    metadata,
    key(),
    key("person_id"),
    written("id"),
    written("kind"),
    written("urgency"),
    written("by", null=True),
    written("naming"),
    count("wanted"),
    time("expires_at", null=False),
    written("words_id"),
    Column("edits", Integer),
    Column("is_heavy", Integer),
    UniqueConstraint("community_id", "id"),
    Index("drafts_expiry", "expires_at"),
)

questions = Table(
    "questions",
    metadata,
    key(),
    key("person_id"),
    written("asks"),
    number(),
    time("expires_at", null=False),
)

conversations = Table(
    "conversations",
    metadata,
    key(),
    key("person_id"),
    written("about"),
    number(null=True),
    written("asking"),
    written("rest"),
    written("words_id"),
    time("expires_at", null=False),
    Index("conversations_expiry", "expires_at"),
)

positions = Table("positions", metadata, key("platform"), key("account_id"), written("position"))

history = Table(
    "history",
    metadata,
    key(),
    Column("number", Integer, primary_key=True),
    Column("version", Integer, primary_key=True),
    written("move"),
    written("by", null=True),
    time("at", null=False),
    time("follow_up_at"),
    written("why_words_id", null=True),
    Index("history_recent", "community_id", "at", "number", "version"),
)

digests = Table(
    "digests",
    metadata,
    key(),
    key("kind"),
    time("due_at"),
    written("gist"),
    time("said_at"),
    Index("digests_due", "due_at"),
)

uptime = Table(
    "uptime",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    time("seen_at", null=False),
    time("back_at"),
)
