"""How moderators set a community up: a conversation in private, one choice after the other.

Nothing is remembered between two messages: what is chosen, or named by its address, says itself what it is about.
"""

import logging
from dataclasses import replace

from adapters.matrix.connection.server import Refusal, Server, Unreachable
from adapters.matrix.preferences import THREADS, Threads
from adapters.matrix.setup import moves, texts
from adapters.matrix.setup.addresses import address_in
from adapters.matrix.setup.checking import Checking
from adapters.matrix.setup.choosing import Choosing
from adapters.matrix.setup.levels import Levels
from adapters.matrix.setup.looking import look
from adapters.matrix.setup.scene import Scene, scene, voice_for
from adapters.matrix.setup.surroundings import Surroundings
from bot.commands.homes import Prefer
from bot.commands.values import Spoken, Tell
from bot.model.ids import CommunityId
from bot.model.outcome import Outcome
from bot.model.people import Actor
from bot.model.places import PlaceKind
from bot.model.wording import Paragraph, Wording
from bot.ports import Store
from bot.usecases import catalogue, policy, spoken

log = logging.getLogger(__name__)
WHOLE = "helpsetup|0|"
_CORES = ("kind", "helpsetup", "language", "digest")
"""Moves of the core after which the whole setup is shown, with our part of it."""


class Setup:
    def __init__(self, *, store: Store, server: Server, levels: Levels, encryption: bool = True) -> None:
        surroundings = Surroundings(server, levels)
        self._store = store
        self._server = server
        self._levels = levels
        self._choosing = Choosing(store, server, surroundings, encryption=encryption)
        self._checking = Checking(server, encryption=encryption)

    def takes(self, token: str) -> bool:
        """Whether a choice is carried out here rather than by the core."""
        return token.startswith("m:") or token.partition("|")[0] in _CORES

    async def vouched(self, actor: Actor, community_id: CommunityId) -> Actor:
        """As a moderator if they are one at this moment: for what the core carries out, its forms too. Never raises."""
        try:
            found = await scene(self._store, self._levels, actor, community_id)
        except Unreachable as trouble:
            log.warning("cannot find out who is a moderator: %s", trouble)
            found = None
        return actor if found is None else found.actor

    async def show(self, actor: Actor, community_id: CommunityId, origin: str, words: str = "") -> None:
        """`words` is what was typed behind the command."""
        await self.chosen(actor, community_id, moves.token_for(words), origin)

    async def chosen(self, actor: Actor, community_id: CommunityId, token: str, origin: str) -> None:
        """Carried out if they are a moderator at this moment, and answered in private, once per origin."""
        try:
            found = await scene(self._store, self._levels, actor, community_id)
            said = await self._carried_out(found, actor, community_id, token, origin)
        except (Refusal, Unreachable) as trouble:
            log.warning("the setup cannot go on: %s", trouble)
            voice = await voice_for(self._store, self._server.user_id, community_id, actor)
            said = voice.message(voice.line(texts.TRY_LATER))
        await self._store.write(spoken.tell, Tell(actor, community_id, origin, said))

    async def answered(self, said: Spoken) -> bool:
        """Whether it was the address of a room, in answer to our question for one; then it is carried out."""
        address = address_in(said.text)
        if address is None:
            return False
        asked = await self._store.read(spoken.meant, replace(said, text="1"))
        move, _, rest = (asked or "").partition("|")
        if move not in (moves.PLACE, moves.VOLUNTEERS):
            return False
        kind = f"{rest.partition('|')[2].partition(' ')[0]} " if move == moves.PLACE else ""
        await self.chosen(said.actor, said.community_id, f"{move}|0|{kind}{address}", said.origin)
        return True

    async def _carried_out(
        self, found: Scene | None, actor: Actor, community_id: CommunityId, token: str, origin: str
    ) -> Wording:
        move, _, rest = token.partition("|")
        value = rest.partition("|")[2]
        if found is None:
            return await self._refused(actor, community_id, origin)
        match move:
            case moves.PLACE:
                kind, _, room = value.partition(" ")
                if kind in list(moves.KINDS):
                    return await self._choosing.place(found, PlaceKind(kind), room, origin)
            case moves.VOLUNTEERS:
                return await self._choosing.volunteers(found, value, origin)
            case moves.THREADS if value in list(Threads):
                return await self._threads(found, Threads(value), origin)
            case moves.CHECK:
                return await self._checking.all(found)
        return await self._whole(found, token if move in _CORES else WHOLE, origin)

    async def _refused(self, actor: Actor, community_id: CommunityId, origin: str) -> Wording:
        """The core says what it says to everybody who looks after nothing."""
        outcome = await self._by_core(actor, community_id, WHOLE, origin)
        assert outcome.wording is not None, "the core has an answer to it"
        return outcome.wording

    async def _threads(self, found: Scene, chosen: Threads, origin: str) -> Wording:
        prefer = Prefer(found.actor, found.community_id, f"{origin}:set", found.home, THREADS, chosen.value)
        await self._store.write(policy.prefer, prefer)
        return found.voice.message(found.voice.line(texts.THREADS_SET[chosen]), found.voice.whats_next())

    async def _whole(self, found: Scene, token: str, origin: str) -> Wording:
        """The core's part, and ours after its first two lines: the title, and what is missing."""
        outcome = await self._by_core(found.actor, found.community_id, token, origin)
        assert outcome.wording is not None, "the core has an answer to all of these"
        is_whole = outcome.result == "setup" and (token == WHOLE or token.startswith("kind|"))
        if not is_whole:
            return outcome.wording
        title, missing, *rest = outcome.wording.paragraphs
        paragraphs = (title, missing, *await self._ours(found), *rest, found.voice.check())
        return replace(outcome.wording, paragraphs=paragraphs)

    async def _by_core(self, actor: Actor, community_id: CommunityId, token: str, origin: str) -> Outcome:
        """With an origin of its own, because the answer has the other one."""
        usecase, command = catalogue.choice(actor, community_id, f"{origin}:look", token)
        outcome: Outcome = await self._store.write(usecase, command)
        return outcome

    async def _ours(self, found: Scene) -> tuple[Paragraph, ...]:
        voice = found.voice
        rows = [voice.place(kind, await self._name(found.places.get(kind))) for kind in moves.KINDS]
        volunteers = await self._name(found.preferences.volunteer_room or None)
        return (*rows, voice.volunteers(volunteers), voice.threads(found.preferences.threads))

    async def _name(self, room_id: str | None) -> str | None:
        return None if room_id is None else (await look(self._server, room_id, PlaceKind.CARE)).name
