"""One help cycle, from asking to an announcement that is taken back, each command with its own origin.

After a kill it is simply played again from the start, as platforms deliver again what nobody acknowledged.
Time does not run backwards then: it goes on from the last moment the killed process had seen.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from bot.commands.homes import OpenHome
from bot.commands.seen import Chosen, Reacted
from bot.commands.values import Answer, FreeText, OnDraft, OnRequest, SaveDraft
from bot.delivery import Delivery
from bot.model.ids import CommunityId, DraftId, Number, PersonId
from bot.model.outcome import Outcome
from bot.model.places import PlaceRef
from bot.ports import Store, Tx
from bot.usecases import answers, forms, places, sweep
from bot.usecases.catalogue import MOVES
from tests.doubles.clock import HandClock
from tests.doubles.platform_process import Wire
from tests.doubles.village import HOME, PLATFORM
from tests.people import DAY, HOUR, NOON, actor

ONE = Number(1)
STEPS_AT_MOST = 200
FORM = {"kind": "practical", "what": "a ride to the clinic", "when": "this week", "where": "Old Town", "wanted": "2"}


class Player:
    """`awake_at` is told every moment of community time that the bot has lived to see.

    `find_words` says where a text is kept.
    """

    def __init__(
        self,
        store: Store,
        clock: HandClock,
        delivery: Delivery,
        wire: Wire,
        awake_at: Callable[[datetime], None],
        find_words: Callable[[str], Awaitable[str]],
    ) -> None:
        self._store = store
        self._clock = clock
        self._delivery = delivery
        self._wire = wire
        self._awake_at = awake_at
        self._find_words = find_words
        self._community_id = CommunityId("")

    async def play(self) -> None:
        await self._open()
        await self._ask_and_claim()
        await self._hand_on()
        await self._finish()
        await self._celebrate()

    async def _open(self) -> None:
        home = OpenHome(HOME, "Elm Street", "UTC", {"help": "help", "thanks": "thanks", "care": "care"})
        self._community_id = await self._store.write(places.open_home, home)
        await self._store.write(sweep.wake, None)

    async def _ask_and_claim(self) -> None:
        """A hand is raised before its card's sending is recorded; two places, and four who want them."""
        await self._fill("Ana")
        await self._post("Ana")
        await self._raise_hand("Ben", "m1")
        await self._deliver()
        await asyncio.gather(self._do("Chi", "claim"), self._do("Dee", "claim"), self._do("Eve", "claim"))
        await self._deliver()
        await asyncio.gather(self._do("Chi", "claim"), self._do("Dee", "claim"))
        await self._deliver()

    async def _hand_on(self) -> None:
        """Chi cannot do it after all; Dee, the backup, is asked and takes it."""
        await self._then("Dee", "backup")
        await self._then("Chi", "release")
        await self._say("Chi", "Ring twice, please.")
        await self._then("Dee", "claim", times="once more")
        await self._then("Dee", "contact", "by")
        await self._then("Ben", "contact", "tomorrow")

    async def _finish(self) -> None:
        await self._live_until(NOON + 2 * DAY + 7 * HOUR)
        await self._press("Ben", "on_it|1|")
        await self._then("Ben", "done")
        await self._then("Dee", "done")
        await self._then("Dee", "done")

    async def _celebrate(self) -> None:
        """The day after everybody agrees; later Ben thinks better of it."""
        await self._live_until(NOON + 3 * DAY + 7 * HOUR)
        await self._then("Ana", "consent", "both named")
        await self._say("Ana", "I got there on time, thank you!")
        await self._then("Ana", "say_thanks", await self._find_words("I got there on time"))
        await self._then("Ben", "consent", "helper named")
        await self._then("Dee", "consent", "helper named")
        await self._then("Ben", "consent", "nothing", times="once more")
        await self._live_until(NOON + 5 * DAY)

    async def _fill(self, person: str) -> None:
        command = SaveDraft(actor(person), self._community_id, f"{person} fills in the form", FORM)
        await self._store.write(forms.save_draft, command)

    async def _post(self, person: str) -> None:
        draft_id = await self._store.read(_draft_of, (self._community_id, person.lower()))
        command = OnDraft(actor(person), self._community_id, f"{person} posts", draft_id)
        await self._store.write(forms.post_draft, command)

    async def _raise_hand(self, person: str, ref: str) -> None:
        hand = Reacted(actor(person), PlaceRef(PLATFORM, "help"), ref, "✋", True, f"{person} raises a hand")
        await self._store.write(answers.react, hand)

    async def _do(self, person: str, move: str, value: str = "", times: str = "") -> Outcome:
        origin = f"{person}: {move} {times}"
        command = OnRequest(actor(person), self._community_id, origin, ONE, value, Answer.POST)
        return await self._store.write(MOVES[move], command)

    async def _then(self, person: str, move: str, value: str = "", times: str = "") -> None:
        await self._do(person, move, value, times)
        await self._deliver()

    async def _press(self, person: str, token: str) -> None:
        """On the message in their private place that offers it."""
        place = f"direct:{person.lower()}"
        said: list[dict[str, Any]] = self._wire.ask("look")["messages"]
        offering = [message["ref"] for message in said if message["place"] == place and token in message["offered"]]
        command = Chosen(actor(person), PlaceRef(PLATFORM, place), offering[0], token, f"{person} presses {token}")
        await self._store.write(answers.choose, command)
        await self._deliver()

    async def _say(self, person: str, text: str) -> None:
        await self._store.write(answers.hear, FreeText(actor(person), self._community_id, f"{person} says", text))
        await self._deliver()

    async def _live_until(self, target: datetime) -> None:
        """From due moment to due moment."""
        await self._catch_up()
        for _ in range(STEPS_AT_MOST):
            due = await self._store.read(sweep.next_due, None)
            if due is None or due > target:
                await self._move_to(target)
                await self._catch_up()
                return
            await self._move_to(due)
            await self._catch_up()
        raise AssertionError(f"something stays due at {self._clock.now()}")

    async def _move_to(self, moment: datetime) -> None:
        """Somebody who is awake all the time notes it all the time; a jump would look like a long sleep."""
        if moment > self._clock.now():
            self._clock.move_to(moment)
            await self._store.write(sweep.purge, None)
            self._awake_at(moment)

    async def _catch_up(self) -> None:
        await self._deliver()
        await sweep.sweep(self._store)
        await self._deliver()

    async def _deliver(self) -> None:
        await self._delivery.deliver_all()


def _draft_of(tx: Tx, key: tuple[CommunityId, str], now: datetime) -> DraftId:
    """Empty if there is none: then it was posted, and its origin is known."""
    person_id = tx.people.person_of(actor(key[1]).account) or PersonId("")
    draft = tx.drafts.of(key[0], person_id)
    return DraftId("") if draft is None else draft.id
