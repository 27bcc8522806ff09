"""The chat platforms as they are configured. Imported only where they are used: their libraries take their time, and
the playground needs none of them."""

from typing import TYPE_CHECKING

from bot.config import Settings
from bot.ports import Clock, Store

if TYPE_CHECKING:
    from adapters.discord.platform import DiscordPlatform
    from adapters.matrix.connection.login import Login
    from adapters.matrix.platform import MatrixPlatform


def discord_of(store: Store, clock: Clock, settings: Settings) -> "DiscordPlatform":
    from adapters.discord.platform import DiscordPlatform

    given = settings.discord
    assert given.token is not None, "without a token there is no Discord"
    return DiscordPlatform(
        store=store,
        clock=clock,
        token=given.token.reveal(),
        guild_ids=given.guild_ids,
        api_base=given.api_base,
        gateway_url=given.gateway_url,
        shard_ids=given.shard_ids,
        shard_count=given.shard_count,
    )


def matrix_of(store: Store, clock: Clock, settings: Settings) -> "MatrixPlatform":
    from adapters.matrix.platform import MatrixPlatform

    given = settings.matrix
    return MatrixPlatform(
        store=store,
        clock=clock,
        login=matrix_login(settings),
        folder=settings.data_dir / "matrix",
        inviters=given.inviters,
        prefix=given.prefix,
        encryption=given.encryption,
        structured_commands=given.structured_commands,
    )


def matrix_login(settings: Settings) -> "Login":
    from adapters.matrix.connection.login import Login

    given = settings.matrix
    password, token = (secret.reveal() if secret else None for secret in (given.password, given.token))
    return Login(given.homeserver, given.user, password, token, given.device_id, given.device_name)
