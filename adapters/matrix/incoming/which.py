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
from bot.usecases import catalogue, places, spoken, whose


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
        about = await self._about(said)
        found = about if about in known or catalogue.is_command(said.text) else await self._meant(said, known)
        if found not in known:
            await self._ask(event, said, known)
            return None
        return found

    async def _is_elsewhere(self, said: Spoken, known: Sequence[CommunityId]) -> bool:
        """A number would mean something else here. A command stands for itself, whatever it is said in answer to."""
        if said.about is None or catalogue.is_command(said.text):
            return False
        about = await self._about(said)
        return about is not None and about not in known

    async def _about(self, said: Spoken) -> CommunityId | None:
        """The one whose message they answer."""
        if said.about is None:
            return None
        return await self._store.read(spoken.community_of, (said.place, said.about))

    async def _meant(self, said: Spoken, known: Sequence[CommunityId]) -> CommunityId | None:
        return await self._store.read(whose.meant, (said, tuple(known)))

    async def _ask(self, event: Event, said: Spoken, known: Sequence[CommunityId]) -> None:
        """What they typed is not kept: the choice only says where it stands."""
        names = await self._store.read(places.names, tuple(known))
        language = await self._whom.language(known[0], said.actor)
        wording = words.which_community(language, list(zip(known, names, strict=True)), event.id)
        await self._tell(event, said, known[0], wording)

    async def _tell(self, event: Event, said: Spoken, community_id: CommunityId, wording: Wording) -> None:
        await self._store.write(spoken.meet_at, replace(said, community_id=community_id))
        await self._store.write(spoken.tell, Tell(said.actor, community_id, f"{origin_of(event.id)}:which", wording))
