"""An operator stops the bot for real: a process of its own, and a Discord that is still there afterwards."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.discord import texts
from tests.cli.command import clean_environment
from tests.discord.house import FORM
from tests.discord.traces import plain
from tests.doubles.discord import Permission
from tests.doubles.discord.board import words
from tests.doubles.discord.process import DiscordProcess, Remote, RemoteDiscord
from tests.doubles.discord.wire import Json

ANSWERS = "/interactions/*/callback"
CLAIM = "✋ I can help with #1"
WITHIN = 20.0
"""Real seconds, for a machine that has more to do."""
CONNECTED = b"INFO    adapters.discord.client: connected to Discord; servers: 1"
"""Logged two seconds after the start, if it comes to that."""


class Street:
    """As much of a server as one claim needs, in a process of its own."""

    discord: RemoteDiscord
    help: Json
    ana: Remote
    ben: Remote

    async def move_in(self, discord: RemoteDiscord) -> None:
        self.discord = discord
        guild = await discord.add_guild("Elm Street")
        self.help = await discord.add_channel(guild, "help")
        steward = await discord.world.add_role(guild["id"], "steward", int(Permission.MANAGE_GUILD))
        self.mo = await discord.add_person("mo", guild, at=self.help, roles=(steward["id"],))
        self.ana, self.ben = [await discord.add_person(name, guild, at=self.help) for name in ("ana", "ben")]

    async def ask(self) -> Json:
        """Set everything up, ask, and return the card."""
        shown = await self.mo.slash("helpsetup")
        for place in texts.PLACES.values():
            await self.mo.choose(shown, place, self.help)
        preview = await self.ana.fill(await self.ana.slash("needhelp"), **FORM)
        await self.ana.press(preview, "Post it")
        card: Json = await self.ben.wait_for("Practical help wanted", within=WITHIN)
        return card

    async def told(self, person: Remote) -> list[str]:
        """What the bot wrote to somebody in private."""
        return [plain(words(each)) for each in await self.discord.messages(await person.direct())]


@asynccontextmanager
async def running(folder: Path, street: Street) -> AsyncIterator[asyncio.subprocess.Process]:
    discord = street.discord
    settings = {"token": discord.token, "api_base": discord.api_base, "gateway_url": discord.gateway_url}
    lines = ["[discord]", *(f'{name} = "{value}"' for name, value in settings.items())]
    (folder / "config.toml").write_text("\n".join(lines), encoding="utf-8")
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "bot.cli", "run")
    bot = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=clean_environment(folder), stdout=pipe, stderr=pipe
    )
    try:
        await discord.wait_ready(WITHIN)
        yield bot
    finally:
        if bot.returncode is None:
            bot.kill()
        await bot.communicate()


async def stopped(bot: asyncio.subprocess.Process) -> tuple[int | None, list[bytes]]:
    """By SIGTERM, as systemd and containers do it: the exit code, and what it complained about."""
    bot.terminate()
    _, logged = await bot.communicate()
    return bot.returncode, [line for line in logged.splitlines() if not line.endswith(CONNECTED)]


async def test_a_stop_in_the_middle_of_a_press_loses_neither_the_answer_nor_what_follows(tmp_path: Path) -> None:
    street = Street()
    with DiscordProcess() as process:
        async with process.open(is_clock_held=True) as discord:
            await street.move_in(discord)
            async with running(tmp_path, street) as bot:
                card = await street.ask()
                before = len(await discord.calls("POST", "/callback"))
                await discord.faults.add("POST", ANSWERS, seconds=1.0)
                pressing = asyncio.ensure_future(street.ben.press(card, CLAIM))
                # Nobody tells what happens in the other process.
                while len(await discord.calls("POST", "/callback")) == before:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)

                assert await stopped(bot) == (0, [])
                answer = plain(await street.ben.reads(await pressing))

            async with running(tmp_path, street) as bot:
                await street.ben.wait_for("Somebody is on it", within=WITHIN)
                await street.ben.wait_for("Here is what you need", within=WITHIN)
                await street.ana.wait_for("Good news", within=WITHIN)
                assert await stopped(bot) == (0, [])

            assert "You're on #1" in answer
            assert [len(await street.told(person)) for person in (street.ana, street.ben)] == [1, 1]
