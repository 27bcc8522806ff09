"""The whole story once more with TLS, at Discord's own addresses."""

import shutil
from pathlib import Path

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.config import Discord as Settings
from storage.store import open_store
from tests.discord.house import house_in
from tests.discord.test_story import tell_the_story
from tests.doubles.clock import HandClock
from tests.doubles.discord.real_names import NAMES, under_real_names


async def test_the_story_over_tls_with_the_addresses_of_an_operator(
    migrated_file: Path, clock: HandClock, tmp_path: Path
) -> None:
    shutil.copy(migrated_file, tmp_path / "barnraiser.db")
    store = await open_store(f"sqlite:///{tmp_path / 'barnraiser.db'}", clock)
    usual = {"api_base": Settings().api_base, "gateway_url": Settings().gateway_url}
    async with under_real_names() as (double, connector, nearby):
        async with house_in(double, store, clock, tmp_path, connector=connector, **usual) as house:
            await tell_the_story(house)
        assert nearby.asked == set(NAMES)
    assert f"https://discord.com/api/v{discord.http.INTERNAL_API_VERSION}" == Route.BASE
    assert str(DiscordWebSocket.DEFAULT_GATEWAY) == "wss://gateway.discord.gg/"
    await store.close()
