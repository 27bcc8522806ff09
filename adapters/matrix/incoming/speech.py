"""What people say: in rooms commands, and what replies to us with a choice; in private everything. It is answered in
private."""

from dataclasses import replace

from adapters.matrix import texts
from adapters.matrix.incoming import words
from adapters.matrix.incoming.before import Before
from adapters.matrix.incoming.choices import Choices
from adapters.matrix.incoming.courtesy import Courtesy
from adapters.matrix.incoming.events import Event, changed_by
from adapters.matrix.incoming.naming import named, spelled
from adapters.matrix.incoming.typed import Heard, Us, calling, in_private, in_reply, in_room, is_unreadable
from adapters.matrix.incoming.which import Which
from adapters.matrix.incoming.whom import Whom, origin_of, place_of
from adapters.matrix.presence.directs import Directs
from adapters.matrix.presence.homes import Homes
from adapters.matrix.presence.invitations import Invitations
from adapters.matrix.presence.rooms import Rooms
from adapters.matrix.setup.conversation import Setup
from adapters.matrix.texts import say
from bot.commands.seen import Pressed
from bot.commands.values import Spoken, Tell
from bot.model.ids import CommunityId
from bot.model.language import Language
from bot.ports import Store
from bot.usecases import catalogue, directs, privacy, spoken


class Speech:
    def __init__(
        self,
        *,
        store: Store,
        rooms: Rooms,
        homes: Homes,
        directs: Directs,
        invitations: Invitations,
        whom: Whom,
        which: Which,
        before: Before,
        choices: Choices,
        setup: Setup,
        courtesy: Courtesy,
        us: Us,
    ) -> None:
        self._store = store
        self._rooms = rooms
        self._homes = homes
        self._directs = directs
        self._invitations = invitations
        self._whom = whom
        self._which = which
        self._before = before
        self._choices = choices
        self._setup = setup
        self._courtesy = courtesy
        self._us = us

    async def hear(self, event: Event) -> None:
        us = replace(self._us, name=self._rooms.name_of(self._us.user_id, event.room_id))
        community_id = await self._homes.community_at(event.room_id)
        is_private = community_id is None and self._directs.person_at(event.room_id) == event.sender
        if (changed := changed_by(event)) is not None:
            await self._hear_change(changed, us, community_id, is_private=is_private)
            return
        if is_private:
            await self._hear_in_private(event, in_private(event, us))
            return
        heard = in_room(event, us)
        if heard is None:
            await self._overhear(event, us, community_id)
            return
        if community_id is None:
            community_id = await self._beginning_at(event)
        if community_id is not None:
            await self._hear_in_room(event, heard, community_id)

    async def _hear_change(self, changed: Event, us: Us, community_id: CommunityId | None, *, is_private: bool) -> None:
        """It was heard as it was first. So that nothing is done twice, a change is not, and whoever may count on it is
        told: where others read, in private, and once for each message."""
        if is_private:
            known = await self._homes.communities_with(changed.sender)
            language = await self._whom.language(known[0] if known else None, self._whom.actor(changed))
            await self._courtesy.tell(changed, say(language, texts.CHANGED))
            return
        heard = in_room(changed, us) or calling(changed, us)
        if heard is None or community_id is None:
            return
        said = self._said(changed, heard, community_id)
        told = words.plain(await self._whom.language(community_id, said.actor), texts.CHANGED)
        await self._store.write(spoken.tell, Tell(said.actor, community_id, f"{said.origin}:changed", told))
        await self._look_for(changed, said)

    async def _beginning_at(self, event: Event) -> CommunityId | None:
        """A single room becomes a community when somebody wants something of us there."""
        room = self._rooms.get(event.room_id)
        if self._directs.was_private(event.room_id):
            await self._courtesy.tell(event, say(Language.ENGLISH, texts.NOT_ALONE))
        elif self._directs.is_too_open(event.room_id):
            await self._courtesy.tell(event, say(Language.ENGLISH, texts.NOT_CLOSED))
        elif room is None or not await self._invitations.may_begin_at(event.room_id):
            command = f"{self._us.prefix}helpsetup"
            await self._courtesy.tell(event, say(Language.ENGLISH, texts.NOT_HERE, command=command))
        else:
            return await self._homes.open_at(room)
        return None

    async def _hear_in_room(self, event: Event, heard: Heard, community_id: CommunityId) -> None:
        said = self._said(event, heard, community_id)
        if heard.command in texts.OFFERS_TO_REMOVE and heard.rest:
            await self._choices.offer_to_remove(event, said, heard.command)
        await self._carry_out(event, await self._naming(event, said, heard), heard)
        await self._look_for(event, said)

    async def _overhear(self, event: Event, us: Us, community_id: CommunityId | None) -> None:
        """What calls us by name, or replies to a message of ours. Whatever else is said there is not for us."""
        called, replied = calling(event, us), in_reply(event)
        if community_id is None:
            return
        if called is not None:
            said = self._said(event, called, community_id)
            await self._store.write(spoken.call, said)
            await self._look_for(event, said)
        elif replied is not None:
            await self._choose_in_room(event, replied, community_id)

    async def _choose_in_room(self, event: Event, heard: Heard, community_id: CommunityId) -> None:
        """It may name one of the choices of what it replies to."""
        said = self._said(event, heard, community_id)
        token = await self._store.read(spoken.named, said)
        if token is not None:
            acting = await self._whom.acting(said.actor, community_id, token)
            await self._store.write(spoken.press, Pressed(acting, community_id, said.origin, token))
            await self._look_for(event, said)

    async def _look_for(self, event: Event, said: Spoken) -> None:
        """It is answered in private; whoever cannot be reached there is told so here."""
        if await self._store.read(directs.is_out_of_reach, said.actor.account):
            language = await self._whom.language(said.community_id, said.actor)
            await self._courtesy.tell(event, say(language, texts.OUT_OF_REACH))

    async def _hear_in_private(self, event: Event, heard: Heard | None) -> None:
        if heard is None and not is_unreadable(event):
            return
        known = await self._homes.communities_with(event.sender)
        if heard is not None and not known and heard.command == "helpprivacy":
            await self._tell_of_privacy(event)
            return
        if heard is None or not known:
            language = await self._whom.language(known[0] if known else None, self._whom.actor(event))
            await self._courtesy.tell(event, say(language, texts.ONLY_TEXT if known else texts.NO_COMMUNITY))
            return
        said = self._said(event, heard, known[0])
        community_id = await self._which.of(event, said, known)
        if community_id is not None:
            await self._answer(event, replace(said, community_id=community_id), heard)

    async def _tell_of_privacy(self, event: Event) -> None:
        """Whoever belongs nowhere may know what is held about them too."""
        is_held = await self._store.read(privacy.is_known, self._whom.actor(event).account)
        held = say(Language.ENGLISH, texts.HELD_ELSEWHERE, command=f"{self._us.prefix}helpprivacy")
        await self._courtesy.tell(event, held if is_held else say(Language.ENGLISH, texts.NOTHING_HELD))

    async def hear_again(self, choosing: Event, event: Event, community_id: CommunityId) -> None:
        """What was said in private before it was known which community is meant."""
        heard = in_private(event, self._us)
        if heard is not None:
            said = self._said(event, heard, community_id)
            said = await self._naming(event, replace(said, origin=origin_of(choosing.id)), heard)
            await self._carry_out(choosing, said, heard)

    async def _answer(self, event: Event, said: Spoken, heard: Heard) -> None:
        """Where it is answered is where it was said."""
        if not await self._store.read(directs.is_met_at, (said.actor.account, said.place)):
            await self._store.write(spoken.meet_at, said)
        token = await self._store.read(spoken.meant, said)
        if token is not None and said.about is None:
            said = replace(said, seen=await self._before.of(event))
            token = await self._store.read(spoken.meant, said)
        if token is not None and await self._choices.take(event, said.community_id, token, self.hear_again):
            return
        if token is None and not heard.command and await self._setup.answered(said):
            return
        await self._carry_out(event, await self._naming(event, said, heard), heard, token)

    async def _carry_out(self, event: Event, said: Spoken, heard: Heard, token: str | None = None) -> None:
        if heard.command == "helpsetup":
            await self._setup.show(said.actor, said.community_id, said.origin, heard.rest)
            return
        acting = await self._whom.acting(said.actor, said.community_id, token or said.text)
        outcome = await self._store.write(spoken.hear, replace(said, actor=acting))
        await self._courtesy.say_to_stranger(event, outcome)

    async def _naming(self, event: Event, said: Spoken, heard: Heard) -> Spoken:
        """Only somebody who is with the community can be meant: whoever mistypes is told so."""
        if not catalogue.names_somebody(said.text):
            return said
        meant = named(event, heard.rest, self._us.user_id)
        is_here = bool(meant) and await self._homes.is_with(said.community_id, meant)
        return replace(said, text=spelled(heard.command, meant if is_here else "", heard.rest))

    def _said(self, event: Event, heard: Heard, community_id: CommunityId) -> Spoken:
        actor, place = self._whom.actor(event), place_of(event.room_id)
        return Spoken(actor, community_id, origin_of(event.id), heard.text, place, heard.about)
