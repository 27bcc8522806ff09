"""Which community something said in private is about, for people who belong to several."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.matrix import texts
from adapters.matrix.incoming import words
from adapters.matrix.incoming.events import Event
from adapters.matrix.incoming.whom import Whom, origin_of
from bot.commands.values import Spoken, Tell
from bot.model.ids import CommunityId
from bot.model.wording import Wording
from bot.ports import Store
from bot.usecases import catalogue, places, spoken


class Which:
    def __init__(self, store: Store, whom: Whom) -> None:
        self._store = store
        self._whom = whom

    async def of(self, event: Event, said: Spoken, known: Sequence[CommunityId]) -> CommunityId | None:
        """None if it has to be asked; then it is. None as well for what answers a message of one they have left."""
        if await self._is_elsewhere(said, known):
            language = await self._whom.language(known[0], said.actor)
            await self._tell(event, said, known[0], words.plain(language, texts.ELSEWHERE))
            return None
        if len(known) == 1:
            return known[0]
        answered = await self._answered(said, known)
        if answered is not None:
            return answered
        if not catalogue.is_command(said.text):
            listening = await self._store.read(places.listening, said.actor.account)
            return listening if listening in known else known[0]
        await self._ask(event, said, known)
        return None

    async def _is_elsewhere(self, said: Spoken, known: Sequence[CommunityId]) -> bool:
        """A number would mean something else here. A command stands for itself, whatever it is said in answer to."""
        if said.about is None or catalogue.is_command(said.text):
            return False
        about = await self._store.read(spoken.community_of, (said.place, said.about))
        return about is not None and about not in known

    async def _answered(self, said: Spoken, known: Sequence[CommunityId]) -> CommunityId | None:
        """The one whose message they answer, or whose choice they mean."""
        if said.about is not None:
            about = await self._store.read(spoken.community_of, (said.place, said.about))
            if about in known:
                return about
        for community_id in known:
            if await self._store.read(spoken.meant, replace(said, community_id=community_id)) is not None:
                return community_id
        return None

    async def _ask(self, event: Event, said: Spoken, known: Sequence[CommunityId]) -> None:
        """What they typed is not kept: the choice only says where it stands."""
        names = await self._store.read(places.names, tuple(known))
        language = await self._whom.language(known[0], said.actor)
        wording = words.which_community(language, list(zip(known, names, strict=True)), event.id)
        await self._tell(event, said, known[0], wording)

    async def _tell(self, event: Event, said: Spoken, community_id: CommunityId, wording: Wording) -> None:
        await self._store.write(spoken.meet_at, replace(said, community_id=community_id))
        await self._store.write(spoken.tell, Tell(said.actor, community_id, f"{origin_of(event.id)}:which", wording))
