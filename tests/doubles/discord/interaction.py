"""One thing a person did with the bot, and what came of it."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Final

from tests.doubles.discord.wire import Json

ANSWER_WITHIN: Final = 3.0
TOKEN_LIVES: Final = 15 * 60.0


@dataclass
class Interaction:
    id: str
    token: str
    act: int
    user_id: str
    channel_id: str
    guild_id: str | None
    born: float
    message_id: str | None = None
    """The message whose component was pressed, or from which the form was opened."""
    reply: int | None = None
    original_id: str | None = None
    is_loading: bool = False
    is_ephemeral: bool = False
    modal: Json | None = None
    choices: list[Any] | None = None
    own_messages: set[str] = field(default_factory=set)
    answered: asyncio.Future[None] | None = None

    def settle(self, reply: int) -> None:
        self.reply = reply
        if self.answered is not None and not self.answered.done():
            self.answered.set_result(None)


@dataclass(frozen=True)
class Shown:
    """What an act brought up on somebody's screen. It can be written down, so that another process can read it."""

    interaction_id: str
    token: str
    channel_id: str
    reply: int
    message_id: str | None = None
    is_ephemeral: bool = False
    modal: Json | None = None
    choices: list[Any] | None = None


def shown(interaction: Interaction) -> Shown:
    assert interaction.reply is not None
    return Shown(
        interaction.id,
        interaction.token,
        interaction.channel_id,
        interaction.reply,
        interaction.original_id,
        interaction.is_ephemeral,
        interaction.modal,
        interaction.choices,
    )
