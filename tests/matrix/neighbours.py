"""People as they meet the bot: in a private room of theirs, and around the card."""

from dataclasses import dataclass

from tests.doubles.matrix.person import Person
from tests.doubles.matrix.seen import Message
from tests.matrix.house import House


@dataclass
class Neighbour:
    """Somebody in their private room with the bot."""

    house: House
    person: Person
    room: str = ""

    async def comes_in(self) -> None:
        self.room = await self.house.direct(self.person)

    async def heard(self) -> list[Message]:
        """What the bot said to them, oldest first."""
        return [each for each in await self.person.see(self.room) if each.sender == self.house.user_id]

    async def says(self, text: str) -> str:
        """Say it, and read the newest of what the bot says to it."""
        known = {each.id for each in await self.heard()}
        await self.person.say(self.room, text)
        return await self._new(known)

    async def replies(self, message: Message, text: str) -> str:
        """To this message of the bot, and read the newest of what it says to that."""
        known = {each.id for each in await self.heard()}
        await self.person.reply(self.room, message.id, text)
        return await self._new(known)

    async def _new(self, known: set[str]) -> str:
        async def look() -> list[Message]:
            return [each for each in await self.heard() if each.id not in known]

        try:
            found: list[Message] = await self.house.until(look)
        except TimeoutError:
            raise AssertionError(f"nothing new was said after:\n{await self.all_read()}") from None
        return found[-1].body

    async def hears(self, words: str) -> Message:
        async def look() -> list[Message]:
            return [each for each in await self.heard() if words in each.body]

        try:
            found: list[Message] = await self.house.until(look)
        except TimeoutError:
            raise AssertionError(f"nobody said “{words}”, only:\n{await self.all_read()}") from None
        return found[-1]

    async def all_read(self) -> str:
        return "\n".join(each.body for each in await self.heard())


async def newest_card(house: House, about: str = "#1") -> Message:
    """With a hand of ours."""

    async def look() -> list[Message]:
        return [each for each in await _cards(house, about) if each.reactions]

    found: list[Message] = await house.until(look)
    return found[-1]


async def until_card(house: House, words: str) -> None:
    """Our hand goes when nothing can be chosen any more."""

    async def look() -> bool:
        cards = await _cards(house)
        return bool(cards) and words in cards[-1].body

    await house.until(look)


async def _cards(house: House, about: str = "#1") -> list[Message]:
    seen = await house.mo.see(house.help)
    return [each for each in seen if each.sender == house.user_id and about in each.body]
