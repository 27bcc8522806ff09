"""The tables of delivery: what we said, what waits to be said, and the cards. See `storage.tables`."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, Table, UniqueConstraint

from storage.columns import count, index_where, key, machine_time, metadata, number, time, written

messages = Table(
    "messages",
    metadata,
    key(),
    key("platform"),
    key("place_ref"),
    key("ref"),
    written("id"),
    written("choices"),
    written("card_id", null=True),
    written("reader_id", null=True),
    Index("messages_at", "platform", "place_ref", "ref"),
    Index("messages_newest", "platform", "place_ref", "id"),
    Index("messages_of_card", "community_id", "card_id", "id"),
)

reactions = Table(
    "reactions",
    metadata,
    key(),
    key("platform"),
    key("place_ref"),
    key("ref"),
    key("account_id"),
    key("symbol"),
    written("origin", null=True),
    Index("reactions_put_on", "platform", "place_ref", "origin"),
)

waiting = Table(
    "waiting",
    metadata,
    key(),
    key("origin"),
    written("platform"),
    written("place_ref"),
    written("ref"),
    written("event"),
    time("at", null=False),
    Index("waiting_since", "at"),
)

cards = Table(
    "cards",
    metadata,
    key(),
    key("id"),
    written("kind"),
    written("place_id"),
    written("about"),
    written("reader_id", null=True),
    number(null=True),
    written("talk_id", null=True),
    count("is_absent"),
    count("wanted"),
    count("shown"),
    count("due"),
    written("ref", null=True),
    written("sent_platform", null=True),
    written("sent_place", null=True),
    count("generation"),
    written("key"),
    count("given_up"),
    count("attempts"),
    count("tried"),
    count("epoch"),
    written("lease_owner", null=True),
    machine_time("free_at"),
    written("trouble", null=True),
    UniqueConstraint("community_id", "kind", "place_id", "about"),
    index_where("due = 1", "cards_due", "free_at"),
    index_where("given_up = 1", "cards_given_up", "given_up"),
)

card_subjects = Table(
    "card_subjects",
    metadata,
    key(),
    Column("number", Integer, primary_key=True),
    key("card_id"),
    ForeignKeyConstraint(["community_id", "card_id"], ["cards.community_id", "cards.id"]),
)

talks = Table(
    "talks",
    metadata,
    key(),
    key("id"),
    written("person_id"),
    time("written_at", null=False),
    written("contents"),
    time("delivered_at"),
    count("is_asking"),
    index_where("is_asking = 1", "talks_asking", "community_id", "person_id", "id"),
)

outbox = Table(
    "outbox",
    metadata,
    key(),
    key("id"),
    written("lane"),
    count("rank"),
    written("message"),
    number(),
    written("reader_id", null=True),
    written("place", null=True),
    written("facts"),
    written("premise"),
    time("discard_after"),
    time("written_at", null=False),
    written("key"),
    count("given_up"),
    count("attempts"),
    count("epoch"),
    written("lease_owner", null=True),
    machine_time("free_at"),
    written("trouble", null=True),
    index_where("given_up = 0", "outbox_lane", "community_id", "lane", "id"),
    index_where("given_up = 0", "outbox_waiting", "free_at"),
    index_where("given_up = 1", "outbox_given_up", "given_up"),
)
