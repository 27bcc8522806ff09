"""The schema's revision: looked up with one SELECT; Alembic is only imported when there is something to do."""

from typing import Any

from sqlalchemy import Connection, inspect, text

from bot.errors import NewerDatabase, StorageNotReady, StorageUnusable

HEAD = "0015"
"""The newest revision in `storage/migrations/versions`."""

NEWER = (
    "{name} was written by a newer Barnraiser (its schema is {revision}, this one knows {head}): "
    "install that version again, or restore a backup."
)

_LOCK = text("SELECT pg_advisory_xact_lock(7208246)")


def bring_up_to_date(connection: Connection, name: str) -> None:
    """Inside the caller's transaction. Raises NewerDatabase, or StorageUnusable for a stranger's database."""
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK)
    revision = revision_of(connection, name)
    if revision != HEAD:
        _migrate(connection, revision, name)


def expect_up_to_date(connection: Connection, name: str) -> None:
    """Changes nothing. Raises StorageNotReady, NewerDatabase, or StorageUnusable for a stranger's database."""
    revision = revision_of(connection, name)
    if revision is None:
        raise StorageNotReady(f"{name} is empty still; the first start fills it.")
    if revision > HEAD:
        raise NewerDatabase(NEWER.format(name=name, revision=revision, head=HEAD))
    if revision != HEAD:
        raise StorageNotReady(f"{name} was written by an older Barnraiser; the next start brings it up to date.")


def revision_of(connection: Connection, name: str) -> str | None:
    """None for an empty database."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
        return None if found is None else str(found)
    if tables:
        raise StorageUnusable(f"{name} holds the tables of another program: give Barnraiser its own database.")
    return None


def _migrate(connection: Connection, revision: str | None, name: str) -> None:
    from alembic import command
    from alembic.script import ScriptDirectory

    config = alembic_config(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise NewerDatabase(NEWER.format(name=name, revision=revision, head=HEAD))
    command.upgrade(config, "head")


def alembic_config(connection: Connection) -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
