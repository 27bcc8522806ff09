"""From what a person did on the page to a command of the core, and back to what they read."""

import logging

from adapters.playground.chat import Chat, Event, Message
from adapters.playground.drawing import body_of
from adapters.playground.residents import BOT, PLATFORM, Resident, naming, resident
from bot.commands.seen import Chosen, Pressed, Reacted
from bot.commands.values import FreeText
from bot.model.ids import CommunityId, Number
from bot.model.outcome import FormView, Outcome
from bot.model.places import PlaceRef
from bot.ports import Clock, Store
from bot.usecases import answers, catalogue

log = logging.getLogger(__name__)

ABOUT_LIMIT = 120


class Dispatch:
    def __init__(self, chat: Chat, store: Store, clock: Clock, community_id: CommunityId) -> None:
        self._chat = chat
        self._store = store
        self._clock = clock
        self._community_id = community_id

    async def catch_up(self) -> None:
        """Carry out what was recorded before the last stop. The core ignores what it knows already."""
        for event in self._chat.waiting():
            try:
                await self.carry_out(event)
            except Exception:
                log.exception("an action of kind %s failed again and is passed over", event.kind)
                self._chat.dispatched(event)

    async def carry_out(self, event: Event) -> FormView | None:
        """Do it, show what the person reads, and return the form that opens, if one does."""
        person = resident(event.account)
        assert person is not None, "events are recorded for residents only"
        outcome = await self._outcome(event, person)
        if outcome.wording is not None:
            self._answer(event, outcome)
        self._chat.dispatched(event)
        return outcome.form

    async def _outcome(self, event: Event, person: Resident) -> Outcome:
        match event.kind:
            case "say":
                return await self._say(event, person, event.body["text"])
            case "choose":
                return await self._choose(event, person, event.body["token"])
            case "react":
                return await self._react(event, person, event.body["symbol"], event.body["isPresent"])
            case "submit":
                return await self._submit(event, person)
            case _:
                return Outcome("unknown")

    async def _say(self, event: Event, person: Resident, text: str) -> Outcome:
        said = naming(text) if catalogue.names_somebody(text) else text
        typed = catalogue.typed(person.actor, self._community_id, event.origin, said)
        if typed is None and text.startswith("/"):
            # A mistyped command may hold something private, so nobody else sees it.
            typed = catalogue.typed(person.actor, self._community_id, event.origin, "/help")
        if typed is not None:
            return await self._store.write(*typed)
        self._chat.post(
            key=f"said:{event.id}",
            place=event.place,
            author=person.account,
            at=self._clock.now(),
            body={"text": text},
        )
        if event.place != person.direct:
            return Outcome("chat")
        heard = FreeText(person.actor, self._community_id, event.origin, text)
        return await self._store.write(answers.hear, heard)

    async def _choose(self, event: Event, person: Resident, token: str) -> Outcome:
        message = self._chat.find(event.body["message"])
        if message is None:
            return Outcome("unknown")
        if message.reader or message.place == person.direct:
            self._chat.remember_choice(message, token)
        if message.reader:
            pressed = Pressed(person.actor, self._community_id, event.origin, token)
            return await self._store.write(answers.press, pressed)
        chosen = Chosen(person.actor, _at(message), message.ref, token, event.origin)
        return await self._store.write(answers.choose, chosen)

    async def _react(self, event: Event, person: Resident, symbol: str, is_present: bool) -> Outcome:
        message = self._chat.find(event.body["message"])
        if message is None:
            return Outcome("unknown")
        self._chat.react(message, person.account, symbol, is_present=is_present)
        reacted = Reacted(person.actor, _at(message), message.ref, symbol, is_present, event.origin)
        return await self._store.write(answers.react, reacted)

    async def _submit(self, event: Event, person: Resident) -> Outcome:
        values, number, about = event.body["values"], event.body["number"], event.body.get("about", "")
        changes = Number(number) if number is not None else None
        filled = catalogue.filled(person.actor, self._community_id, event.origin, about, values, changes)
        return await self._store.write(*filled)

    def _answer(self, event: Event, outcome: Outcome) -> None:
        assert outcome.wording is not None
        self._chat.post(
            key=f"answer:{event.id}",
            place=event.place,
            author=BOT,
            at=self._clock.now(),
            body=body_of(outcome.wording),
            reader=event.account,
            about=_typed_command(event),
        )


def _typed_command(event: Event) -> str:
    """What the person typed, if nobody else saw it: shown to them above the answer, bounded."""
    text: str = event.body.get("text", "")
    return text[:ABOUT_LIMIT] if text.startswith("/") else ""


def _at(message: Message) -> PlaceRef:
    return PlaceRef(PLATFORM, message.place)
