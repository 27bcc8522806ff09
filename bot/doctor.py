"""What is looked at when somebody asks how things are. Every part brings its own checks, and nothing is changed."""

from collections.abc import Sequence

from bot import secrecy
from bot.chats import matrix_login
from bot.clock import MovableClock
from bot.config import Settings
from bot.errors import StorageNotReady, Unusable
from bot.health import Health
from bot.model.health import Check, Part, Status
from bot.ports import Reader
from bot.usecases import outbox
from storage.store import open_to_read

PATIENCE = 120.0
"""Seconds; a platform with many servers takes its time, and may ask for patience itself."""


async def examine(settings: Settings) -> tuple[Check, ...]:
    """It makes no difference whether a Barnraiser is running meanwhile."""
    clock = MovableClock()
    try:
        store = await open_to_read(settings.database_url, clock)
    except Unusable as trouble:
        status = Status.WARNING if isinstance(trouble, StorageNotReady) else Status.FAILING
        return (Check("database", status, str(trouble)), *await _report(settings, clock, None))
    try:
        return await _report(settings, clock, store)
    finally:
        await store.close()


async def _report(settings: Settings, clock: MovableClock, store: Reader | None) -> tuple[Check, ...]:
    health = Health(PATIENCE)
    if store is not None:
        health.add("outbox", _outbox(store))
    if exposed := tuple(secrecy.examine(settings.secret_files())):
        health.add("secrets", _found(exposed))
    if settings.discord.token is not None:
        health.add("discord", _discord(settings, clock, store))
    if settings.matrix.is_on:
        health.add("matrix", _matrix(settings, clock, store))
    return await health.report()


def _found(checks: Sequence[Check]) -> Part:
    async def look() -> Sequence[Check]:
        return checks

    return look


def _outbox(store: Reader) -> Part:
    async def look() -> Sequence[Check]:
        given_up = await store.read(outbox.given_up, None)
        if given_up:
            sentence = f"{given_up} messages could not be delivered and were given up."
            fix = "The checks below say what is in the way; the log says which place or platform refused them."
            return [Check("outbox", Status.WARNING, sentence, fix)]
        return [Check("outbox", Status.OK, "Everything that was to be said was said, or is on its way.")]

    return look


def _discord(settings: Settings, clock: MovableClock, store: Reader | None) -> Part:
    """Imported only where it is used: the library takes its time."""
    from adapters.discord.setup.doctor import Doctor

    given = settings.discord
    assert given.token is not None, "without a token there is no Discord"
    return Doctor(
        store=store,
        clock=clock,
        token=given.token.reveal(),
        guild_ids=given.guild_ids,
        api_base=given.api_base,
        gateway_url=given.gateway_url,
    ).examine


def _matrix(settings: Settings, clock: MovableClock, store: Reader | None) -> Part:
    from adapters.matrix.setup.doctor import Doctor

    given = settings.matrix
    return Doctor(
        store=store,
        clock=clock,
        login=matrix_login(settings),
        folder=settings.data_dir / "matrix",
        inviters=given.inviters,
        encryption=given.encryption,
        prefix=given.prefix,
    ).examine
