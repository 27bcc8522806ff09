"""A help cycle on Discord, from the first setup to an announcement that is taken back.

What people do with buttons and commands they do again if it was lost. A raised hand is raised once, whether or not the
bot is there to see it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from adapters.discord.ids import SetupId
from tests.doubles.discord import Permission, Refused, Shown
from tests.kill.discord.arrangements import THREADS, place_for_requests
from tests.kill.discord.people import HAND, People, Said, Seen, offering, told
from tests.kill.lives import Stuck
from tests.people import DAY, HOUR, NOON

RIVALS = ("eve", "fay")
NAMES = ("ana", "ben", "chi", "dee", *RIVALS)
QUICK, LATE = "the quick one", "the late one"
"""What the rivals are called once it is decided: who was faster may be another one in each run."""
PLACES = {
    "help": "Where requests are read",
    "thanks": "Where thanks are read",
    "care": "Where the care team reads its notes",
}
CLAIM, CLAIM_2 = "✋ I can help with #1", "✋ I can help with #2"
TALK, YES = "Talk about #2 in a room of our own", "Yes, a room for #2"
LOOK = "Language, time zone and look"
DETAILS = "Here is what you need"
ROOM = "This room is for talking about it"


class Script:
    """`is_away_for_hands`: the bot is killed before each hand is raised or taken down."""

    def __init__(self, people: People, arrangement: str, *, is_away_for_hands: bool) -> None:
        self._people = people
        self._arrangement = arrangement
        self._is_away_for_hands = is_away_for_hands
        self._who: dict[str, Any] = {}
        self._where: dict[str, Any] = {}

    async def play(self) -> None:
        await self._move_in()
        for scene in (
            self._set_up,
            self._ask,
            self._claim,
            self._race,
            self._talk,
            self._call_off,
            self._hand_on,
            self._finish,
            self._agree,
            self._celebrate,
        ):
            self._people.step = scene.__name__
            await scene()
        await self._people.live_until(NOON + 20 * DAY)

    async def _move_in(self) -> None:
        discord = self._people.discord
        guild = await discord.add_guild("Elm Street")
        self._where = {name: await discord.add_channel(guild, name) for name in ("square", "thanks", "care")}
        kind, extra = place_for_requests(self._arrangement)
        self._where["help"] = await discord.add_channel(guild, "help", kind, **extra)
        steward = await discord.world.add_role(guild["id"], "steward", int(Permission.MANAGE_GUILD))
        self._who["mo"] = await discord.add_person("mo", guild, at=self._where["square"], roles=(steward["id"],))
        for name in NAMES:
            self._who[name] = await discord.add_person(name, guild, at=self._where["square"])
        self._people.names = await discord.names()

    async def _set_up(self) -> None:
        for name, label in PLACES.items():
            await self._people.answered(self._choose(label, self._where[name]))
        if self._arrangement == THREADS:
            await self._people.answered(self._choose(str(SetupId("threads")), "both", LOOK))

    def _choose(self, select: str, value: Any, page: str = "") -> Callable[[Seen], Awaitable[Shown]]:
        async def choose(_: Seen) -> Shown:
            mo = self._who["mo"]
            shown: Shown = await mo.slash("helpsetup")
            if page:
                shown = await mo.press(shown, page)
            return await mo.choose(shown, select, value)

        return choose

    async def _ask(self) -> None:
        await self._post(1, "a ride to the clinic", wanted="2")

    async def _post(self, number: int, what: str, wanted: str) -> None:
        async def fill(_: Seen) -> None:
            ana = self._who["ana"]
            preview = await ana.fill(await ana.slash("needhelp"), what=what, when="This week")
            await ana.choose(preview, "For how many people? One is usual.", wanted)
            await ana.press(preview, "Post it")

        await self._people.until(lambda seen: _card(seen, number) is not None, fill)

    async def _claim(self) -> None:
        """Two places. Dee changes her mind, and is too late when she changes it again."""
        await self._press_until(lambda seen: told(seen, "ben", DETAILS) > 0, "ben", CLAIM, is_on_card=True)
        await self._hand("dee", is_up=True)
        await self._people.until(lambda seen: told(seen, "dee", DETAILS) > 0)
        await self._hand("dee", is_up=False)
        await self._people.until(lambda seen: told(seen, "dee", "that is help too") > 0)
        await self._hand("chi", is_up=True)
        await self._people.until(lambda seen: told(seen, "chi", DETAILS) > 0)
        await self._hand("dee", is_up=True)
        await self._people.until(lambda seen: told(seen, "dee", "Someone was a blink faster") > 0)
        await self._press("dee", "Yes, be the backup for #1")

    async def _race(self) -> None:
        """Two press at the same instant, and one of them gets it."""
        await self._post(2, "two eggs", wanted="1")

        async def press_both(seen: Seen) -> None:
            card = _card(seen, 2)
            assert card is not None
            presses = (self._who[name].press(card.where, CLAIM_2) for name in RIVALS)
            for result in await asyncio.gather(*presses, return_exceptions=True):
                if isinstance(result, BaseException) and not isinstance(result, (TimeoutError, Refused)):
                    raise result

        seen = await self._people.until(lambda seen: any(told(seen, name, DETAILS) for name in RIVALS), press_both)
        quick, *others = sorted(RIVALS, key=lambda name: -told(seen, name, DETAILS))
        await self._people.answered(self._typed(others[0], "claim", 2))
        if told(await self._people.settled(), others[0], DETAILS):
            raise Stuck("both of the rivals have it")
        self._people.parts = {quick: QUICK, others[0]: LATE}

    async def _talk(self) -> None:
        """Ana and whoever was faster want a room of their own."""
        if self._arrangement != THREADS:
            return

        async def want(seen: Seen) -> None:
            ana = self._who["ana"]
            explained = await ana.press(offering(seen, "direct:ana", TALK).where, TALK)
            await ana.press(explained, YES)

        wish = "would like to talk about #2"
        await self._people.until(lambda seen: told(seen, self._quick, wish) > 0, want)
        await self._press_until(lambda seen: any(ROOM in each.text for each in seen), self._quick, YES)

    async def _call_off(self) -> None:
        await self._people.answered(self._typed("ana", "withdraw", 2))
        await self._people.until(lambda seen: told(seen, self._quick, "#2 is no longer needed") > 0)

    @property
    def _quick(self) -> str:
        return next(name for name, part in self._people.parts.items() if part == QUICK)

    async def _hand_on(self) -> None:
        """Chi cannot do it after all; Dee, the backup, is asked and takes it."""
        await self._people.live_until(NOON + 2 * DAY + 7 * HOUR)
        await self._press_until(lambda seen: told(seen, "ben", "thank you, you're on it") > 0, "ben", "I'm on #1")
        given_up = "chi can't do"
        await self._press_until(lambda seen: told(seen, "ana", given_up) > 0, "chi", "Hand #1 back")
        await self._say("chi", "Ring twice, please.")
        await self._press_until(lambda seen: told(seen, "dee", DETAILS) > 1, "dee", "I can help with #1")

    async def _finish(self) -> None:
        for name in ("ben", "dee"):
            await self._people.answered(self._typed(name, "done", 1))
        await self._press("ana", "Yes, #1 is done")

    async def _agree(self) -> None:
        """The day after everybody agrees, and Ana writes a line."""
        await self._people.live_until(NOON + 4 * DAY)
        yes = "your yes is kept"
        await self._press_until(lambda seen: told(seen, "ana", yes) > 0, "ana", "Yes, both of us may be named (#1)")
        await self._say("ana", "I got there on time, thank you!", "This is what others will read")
        await self._press("ana", "Yes, say it like this")
        await self._press_until(lambda seen: told(seen, "ben", yes) > 0, "ben", "Yes, my name may be said (#1)")
        await self._press_until(lambda seen: len(_announced(seen)) == 1, "dee", "Yes, my name may be said (#1)")

    async def _celebrate(self) -> None:
        """Ben thinks better of it."""
        await self._press_until(lambda seen: not _announced(seen), "ben", "Take it back (#1)")

    # How

    def _typed(self, name: str, command: str, number: int) -> Callable[[Seen], Awaitable[Shown]]:
        async def typed(_: Seen) -> Shown:
            shown: Shown = await self._who[name].slash(command, number=number)
            return shown

        return typed

    async def _press(self, name: str, label: str) -> None:
        """Until it is answered."""

        async def press(seen: Seen) -> Shown:
            shown: Shown = await self._who[name].press(offering(seen, f"direct:{name}", label).where, label)
            return shown

        await self._people.answered(press)

    async def _press_until(
        self, is_so: Callable[[Seen], bool], name: str, label: str, *, is_on_card: bool = False
    ) -> None:
        async def press(seen: Seen) -> None:
            card = _card(seen) if is_on_card else None
            await self._who[name].press((card or offering(seen, f"direct:{name}", label)).where, label)

        await self._people.until(is_so, press)

    async def _say(self, name: str, text: str, answer: str = "") -> None:
        """Until the bot answers it."""
        said: list[str] = []

        def is_answered(seen: Seen) -> bool:
            return any(each.nonce in said and answer in each.text for each in seen)

        async def write(_: Seen) -> None:
            direct = await self._who[name].direct()
            said.append((await self._who[name].say(text, at=direct))["id"])
            await self._people.see(is_answered)

        await self._people.until(is_answered, write)

    async def _hand(self, name: str, *, is_up: bool) -> None:
        """Once, whatever becomes of it."""
        if self._is_away_for_hands:
            await self._people.lives.kill()
        card = _card(await self._people.look())
        assert card is not None
        await (self._who[name].react if is_up else self._who[name].unreact)(card.where, HAND)


def _card(seen: Seen, number: int = 1) -> Said | None:
    """Whoever talks in a thread reads its title there, but no state."""
    cards = (each for each in seen if each.text.startswith(f"#{number} ·") and not each.is_private)
    return next((each for each in cards if ROOM not in each.text), None)


def _announced(seen: Seen) -> list[Said]:
    return [each for each in seen if each.place == "thanks" and not each.is_deleted]
