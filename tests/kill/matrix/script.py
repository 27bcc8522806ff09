"""A help cycle on Matrix, from the first invitation to an announcement that is taken back."""

from tests.doubles.matrix.encrypted import EncryptedNewcomers
from tests.doubles.matrix.person import Newcomers
from tests.kill.matrix.people import HAND, People
from tests.people import DAY, HOUR, NOON

NAMES = ("mo", "ana", "ben", "chi")
ROOMS = ("help", "thanks")
EVERYBODYS = {"preset": "public_chat"}
FORM = ("1", "A ride to the clinic", "3", "near the mill", "1", "post it")
DETAILS = "Here is what you need"
THANKS = "I got there on time, thank you!"


class Script:
    """`is_away`: the bot is killed before each hand and each command that it could miss."""

    def __init__(self, people: People, newcomers: Newcomers | EncryptedNewcomers, *, is_away: bool) -> None:
        self._people = people
        self._newcomers = newcomers
        self._is_away = is_away
        self._hand = ""

    async def play(self) -> None:
        for scene in (
            self._move_in,
            self._ask,
            self._claim,
            self._hand_on,
            self._nudge,
            self._finish,
            self._agree,
            self._celebrate,
        ):
            self._people.step = scene.__name__
            await scene()
        await self._people.live_until(NOON + 20 * DAY)

    async def _move_in(self) -> None:
        """Mo makes the rooms and invites the bot; what is read where was chosen in good time."""
        people, bot = self._people, self._people.lives.account.user_id
        for name in NAMES:
            people.who[name] = await self._newcomers(name)
        mo, is_encrypted = people.who["mo"], people.lives.is_encrypted
        space = people.rooms["space"] = await mo.create_space("Elm Street", invite=[bot], **EVERYBODYS)
        for room in ROOMS:
            made = people.rooms[room] = await mo.create_room(room, invite=[bot], encrypted=is_encrypted, **EVERYBODYS)
            await mo.add_child(space, made)
        for name in NAMES[1:]:
            await people.who[name].join(people.rooms["help"])
        await people.settled()
        await people.surely(self._choose)

    async def _choose(self) -> None:
        lives, rooms = self._people.lives, self._people.rooms
        community = await lives.community(rooms["space"])
        if community is None:
            raise self._people.missing("there is no community", [])
        await lives.choose(community, {room: rooms[room] for room in ROOMS})

    async def _ask(self) -> None:
        """In private, question by question."""
        await self._people.say("ana", "!needhelp", "help")
        await self._people.hears("ana", "Kind of help?")
        for answer in FORM:
            await self._people.say("ana", answer)
            await self._people.settled()
        await self._people.hears("ana", "#1 is up for others to see")

    async def _claim(self) -> None:
        """Both at the same instant; Ben's hand was up first, however the bot hears of it."""
        people, card = self._people, await self._people.card()
        await self._leave()
        self._hand = await people.sent(people.who["ben"].react(people.rooms["help"], card.id, HAND))
        await people.say("chi", "!claim 1", "help")
        await people.hears("ben", DETAILS)
        await people.hears("chi", "Someone was a blink faster")
        await people.choose("chi", "Yes, be the backup")

    async def _hand_on(self) -> None:
        """Ben takes his hand down again; Chi, the backup, is asked and takes it."""
        people = self._people
        await people.settled()
        await self._leave()
        await people.sent(people.who["ben"].redact(people.rooms["help"], self._hand))
        await people.hears("ben", "that is help too")
        await people.choose("chi", "I can help with #1")
        await people.hears("chi", DETAILS)

    async def _nudge(self) -> None:
        await self._people.live_until(NOON + 2 * DAY + 7 * HOUR)
        await self._people.choose("chi", "I'm on #1")
        await self._people.hears("chi", "thank you, you're on it")

    async def _finish(self) -> None:
        await self._leave()
        await self._people.say("chi", "!done 1", "help")
        await self._people.settled()
        await self._people.choose("ana", "Yes, #1 is done")
        await self._people.settled()

    async def _agree(self) -> None:
        """The day after everybody agrees, and Ana writes a line."""
        people = self._people
        await people.live_until(NOON + 4 * DAY)
        await people.choose("ana", "Yes, both of us may be named (#1)")
        await people.hears("ana", "your yes is kept")
        await people.say("ana", THANKS)
        await people.hears("ana", "This is what others will read")
        await people.choose("ana", "Yes, say it like this")
        await people.choose("chi", "Yes, my name may be said (#1)")
        await people.settled()
        await self._announced(1)

    async def _celebrate(self) -> None:
        """Chi thinks better of it."""
        await self._people.choose("chi", "Take it back (#1)")
        await self._people.settled()
        await self._announced(0)

    async def _announced(self, many: int) -> None:
        said = [message.body for message in await self._people.look("thanks", "mo")]
        if len(said) != many:
            raise self._people.missing(f"{len(said)} announcements", said)

    async def _leave(self) -> None:
        if self._is_away:
            await self._people.lives.kill()
