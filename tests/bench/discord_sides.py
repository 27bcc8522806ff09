"""Both sides of the Discord bench: each has a server of its own, with people in it, and a bot in its own process."""

import asyncio
import re
import sqlite3
import sys
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path

from bot.clock import MovableClock
from bot.commands.homes import OpenHome
from bot.commands.values import Ask, OnDraft, SaveDraft
from bot.model.ids import CommunityId, DraftId
from bot.model.people import Account, Actor
from bot.model.places import PlaceRef
from bot.ports import Store
from bot.usecases import boards, forms, places
from storage.store import open_store
from tests.bench import bare_bot
from tests.cli.command import clean_environment
from tests.doubles.discord.process import Remote, RemoteDiscord
from tests.doubles.discord.wire import Json

PLATFORM = "discord"
WANTED = 8
"""People on each card."""
FORM = {
    "kind": "practical",
    "what": "a ride to the clinic on Thursday morning, there and back; the appointment is at ten and takes an hour",
    "where": "Old Town, near the square",
    "when": "this week",
    "naming": "helper",
    "wanted": str(WANTED),
}
PATIENCE = 120.0
PAUSE = 0.1

Press = tuple[Remote, Json, str]


@dataclass
class Side:
    """Each card and each person is used once."""

    discord: RemoteDiscord
    guild: Json
    channel: Json
    asker: Remote
    calm: int
    """So many looks in a row at a bot that does nothing; its library sleeps a second when a limit is reached."""
    people: deque[Remote] = field(default_factory=deque)
    cards: deque[tuple[Json, str]] = field(default_factory=deque)
    bot: asyncio.subprocess.Process | None = None

    def presses(self, cards: int, each: int) -> list[Press]:
        """`each` people on every one of so many cards, in turn."""
        chosen = [self.cards.popleft() for _ in range(cards)]
        return [(self.people.popleft(), *card) for _ in range(each) for card in chosen]

    async def quiet(self) -> None:
        """Until the bot has had nothing to do for a while."""
        assert self.bot is not None
        before, calm = _ticks(self.bot.pid), 0
        while calm < self.calm:
            await asyncio.sleep(PAUSE)
            now = _ticks(self.bot.pid)
            calm = calm + 1 if now - before <= 1 else 0
            before = now


def _ticks(pid: int) -> int:
    """Time that a process has worked, its threads included."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


async def open_side(discord: RemoteDiscord, people: int, calm: int) -> Side:
    guild = await discord.add_guild("Elm Street")
    channel = await discord.add_channel(guild, "help")
    side = Side(discord, guild, channel, await discord.add_person("ana", guild, at=channel), calm)
    for index in range(people):
        side.people.append(await discord.add_person(f"neighbour{index}", guild, at=side.channel))
    return side


@asynccontextmanager
async def bare(side: Side, cards: int, folder: Path) -> AsyncIterator[None]:
    where = (side.discord.api_base, side.discord.gateway_url, side.discord.token, side.channel["id"], str(cards))
    async with _started(side, folder, "-m", "tests.bench.bare_bot", *where):
        await _find_cards(side, cards, lambda card: bare_bot.LABEL)
        yield


@asynccontextmanager
async def ours(side: Side, cards: int, folder: Path) -> AsyncIterator[None]:
    """As an operator runs it, on SQLite."""
    await _live_here(side, cards, folder)
    settings = {"token": side.discord.token, "api_base": side.discord.api_base, "gateway_url": side.discord.gateway_url}
    lines = ["[discord]", *(f'{name} = "{value}"' for name, value in settings.items())]
    (folder / "config.toml").write_text("\n".join(lines), encoding="utf-8")
    async with _started(side, folder, "-m", "bot.cli", "run"):
        await _find_cards(side, cards, _label_of)
        yield


@asynccontextmanager
async def _started(side: Side, folder: Path, *command: str) -> AsyncIterator[None]:
    side.bot = await asyncio.create_subprocess_exec(
        sys.executable, *command, cwd=folder, env=clean_environment(folder), stdout=asyncio.subprocess.DEVNULL
    )
    try:
        yield
    finally:
        side.bot.terminate()
        await side.bot.wait()


async def _find_cards(side: Side, count: int, label_of: Callable[[Json], str]) -> None:
    async with asyncio.timeout(PATIENCE):
        # Nobody tells when another process has posted something.
        while len(found := await side.discord.messages(side.channel)) < count:  # noqa: ASYNC110
            await asyncio.sleep(PAUSE)
    await side.quiet()
    side.cards.extend((card, label_of(card)) for card in found)


def _label_of(card: Json) -> str:
    found = re.search(r"✋ I can help with #\d+", str(card["components"]))
    assert found is not None, card
    return found[0]


async def _live_here(side: Side, cards: int, folder: Path) -> None:
    """Requests that are there before the bot starts, and people it has written to before."""
    path = folder / "data" / "barnraiser.db"
    path.parent.mkdir()
    store = await open_store(f"sqlite:///{path}", MovableClock())
    refs = dict.fromkeys(("help", "thanks", "care"), side.channel["id"])
    home = OpenHome(PlaceRef(PLATFORM, side.guild["id"]), "Elm Street", "UTC", refs)
    community_id = await store.write(places.open_home, home)
    everybody = [side.asker, *side.people]
    await asyncio.gather(*(_greet(store, community_id, person.id) for person in everybody))
    for index in range(cards):
        await _ask(store, community_id, side.asker.id, index)
    await store.close()
    directs = [((await side.discord.world.add_direct(person.id))["id"], person.id) for person in everybody]
    with closing(sqlite3.connect(path)) as database, database:
        database.executemany("update accounts set direct_ref = ? where account_id = ?", directs)


async def _greet(store: Store, community_id: CommunityId, user_id: str) -> None:
    await store.write(boards.help_text, Ask(_actor(user_id), community_id, f"bench:{user_id}"))


async def _ask(store: Store, community_id: CommunityId, user_id: str, index: int) -> None:
    asker = _actor(user_id)
    draft = await store.write(forms.save_draft, SaveDraft(asker, community_id, f"bench:ask:{index}", FORM))
    assert draft.wording is not None, draft
    draft_id = DraftId(next(choice.value for choice in draft.wording.choices if choice.move == "post_draft"))
    await store.write(forms.post_draft, OnDraft(asker, community_id, f"bench:post:{index}", draft_id))


def _actor(user_id: str) -> Actor:
    return Actor(Account(PLATFORM, user_id), f"Neighbour {user_id}")
