"""A community on a real Synapse: Mo looks after it, the bot is in it, and nobody runs the bot."""

from dataclasses import dataclass

from adapters.matrix.connection.server import Server
from tests.doubles.matrix.person import Newcomers, Person


def server_of(person: Person) -> Server:
    """As this person; to be closed."""
    server = Server(person.synapse.url, person.user_id)
    server.token, server.device_id = person.token, person.device_id
    return server


@dataclass
class Elm:
    """`server` is the bot's."""

    mo: Person
    ana: Person
    bot: Person
    space: str
    server: Server

    async def room(self, name: str, *, is_linked: bool = True, with_ana: bool = True, **how: object) -> str:
        """Made by Mo, in the space, with the bot and Ana in it; the room says itself that it belongs to the space."""
        link = {"type": "m.space.parent", "state_key": self.space, "content": {"via": ["hs.test"]}}
        state = [*([link] if is_linked else []), *how.pop("initial_state", [])]  # type: ignore[misc]
        neighbours = [self.ana] if with_ana else []
        invited = [self.bot.user_id, *(each.user_id for each in neighbours)]
        made = await self.mo.create_room(name, invite=invited, initial_state=state, **how)  # type: ignore[arg-type]
        await self.mo.add_child(self.space, made)
        await self.bot.join(made)
        for each in neighbours:
            await each.join(made)
        return made


async def elm_street(newcomer: Newcomers) -> Elm:
    mo, ana, bot = [await newcomer(name) for name in ("mo", "ana", "barnraiser")]
    space = await mo.create_space("Elm Street", invite=[bot.user_id, ana.user_id])
    await bot.join(space)
    await ana.join(space)
    return Elm(mo, ana, bot, space, server_of(bot))
