"""Looking for what is due costs the same however much is waiting: no statement walks a whole table."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from storage import cards, digests, directs, drafts, messages, outbox, outbox_rows, people, requests, words
from storage.engine import sqlite_writer
from storage.statements import Compiled, Statement
from tests.storage.test_statements import every_statement

HOT: dict[str, tuple[Statement, str]] = {
    "requests due": (requests.DUE, "requests_follow_up"),
    "next request": (requests.NEXT, "requests_follow_up"),
    "people due": (people.DUE, "members_talk"),
    "next person": (people.NEXT, "members_talk"),
    "words due": (words.DUE, "words_purge"),
    "next words": (words.NEXT, "words_purge"),
    "drafts due": (drafts.DUE, "drafts_expiry"),
    "next draft": (drafts.NEXT, "drafts_expiry"),
    "digests due": (digests.DUE, "digests_due"),
    "next digest": (digests.NEXT, "digests_due"),
    "week in counts": (digests.WEEK, "requests"),
    "cards of a kind": (cards.OF_KIND, "cards"),
    "owed to asker": (requests.OWED_TO_ASKER, "requests_of_asker"),
    "owed to helper": (requests.OWED_TO_HELPER, "claims_due"),
    "open claims": (requests.OPEN_CLAIMS, "claims_hold"),
    "open requests": (requests.WANTED, "requests_wanted"),
    "posts to readers": (outbox_rows.POSTS_TO_READERS, "outbox_waiting"),
    "posts to places": (outbox_rows.POSTS_TO_PLACES, "outbox_waiting"),
    "cards in places": (outbox_rows.CARDS_IN_PLACES, "cards_due"),
    "cards of readers": (outbox_rows.CARDS_OF_READERS, "cards_due"),
    "posts held back": (outbox_rows.HELD_POSTS, "accounts"),
    "cards held back": (outbox_rows.HELD_CARDS, "accounts"),
    "is closed": (directs.IS_CLOSED, "accounts"),
    "cards never sent": (outbox.NEVER_SENT, "cards_due"),
    "given-up cards": (outbox.GIVEN_UP_CARDS, "cards_given_up"),
    "given-up posts": (outbox.GIVEN_UP_POSTS, "outbox_given_up"),
}
WALKS_ON_PURPOSE = {
    "outbox.RELEASE_POSTS[0]": "once at start, over what waits only",
    "outbox.RELEASE_CARDS[0]": "once at start, over what waits only",
    "places.HOMES[0]": "once at start, and when a community is left",
    "places.HOMES_OF[0]": "one row a home, when a volunteer acts outside of their home",
    "places.HOMELESS[0]": "only over the homes that were left",
    "questions.ALL_OPEN[0]": "once at start, over one question a person at most",
    "messages.ARRIVED[0]": "over the few events that came too early",
}


def plan(path: Path, statement: Statement) -> list[str]:
    dialect = sqlite_writer(path, sqlite3.Connection).dialect
    compiled = Compiled(statement.core("sqlite"), dialect)
    connection = sqlite3.connect(path)
    try:
        values: list[Any] = [0] * len(compiled.names)
        return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {compiled.sql}", values)]
    finally:
        connection.close()


def walks(step: str) -> bool:
    """Over a table; what a statement itself has found is few."""
    return step.startswith("SCAN ") and not step.startswith(("SCAN (subquery", "SCAN anon_"))


@pytest.mark.parametrize("name", HOT)
def test_what_runs_often_begins_with_its_index(migrated_file: Path, name: str) -> None:
    statement, index = HOT[name]
    first = next(step for step in plan(migrated_file, statement) if step.startswith("SEARCH") or walks(step))
    assert first.startswith("SEARCH")
    assert index in first


def test_no_other_statement_walks_a_table(migrated_file: Path) -> None:
    walking = {name for name, each in every_statement() if any(walks(step) for step in plan(migrated_file, each))}
    assert {name for name in walking if "_rows" not in name} <= WALKS_ON_PURPOSE.keys()
    assert messages.ARRIVED
