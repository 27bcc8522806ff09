"""What the bot says after its first answer, by the token of the interaction, for a quarter of an hour."""

from typing import Final

from tests.doubles.discord import board
from tests.doubles.discord.bits import Flag
from tests.doubles.discord.call import Call, Routes
from tests.doubles.discord.content import check_message
from tests.doubles.discord.interaction import TOKEN_LIVES, Interaction
from tests.doubles.discord.routes.interactions import post_answer
from tests.doubles.discord.wire import Answer, DiscordError, Json

ALL: Final = "/webhooks/{webhook_id}/{webhook_token}"
ONE: Final = ALL + "/messages/{message_id}"
ORIGINAL: Final = ALL + "/messages/@original"


def follow(call: Call) -> Answer:
    """The first one after a deferred answer fills that answer."""
    interaction = _alive(call)
    check_message(call.body, files=len(call.files))
    if interaction.is_loading:
        return 200, _fill(call, interaction, _message(call, interaction, "@original"))
    message = post_answer(call, interaction, call.body)
    call.stage.tell_message("MESSAGE_CREATE", message)
    return 200, message


def show(call: Call) -> Answer:
    return 200, _named(call)


def edit(call: Call) -> Answer:
    message = _named(call)
    check_message(call.body, before=message)
    return 200, _fill(call, _alive(call), message)


def delete(call: Call) -> Answer:
    message = _named(call)
    call.world.delete_message(message)
    if not call.world.is_ephemeral(message["id"]):
        call.stage.tell_deleted(message)
    call.stage.changed()
    return 204, None


def _alive(call: Call) -> Interaction:
    interaction = call.world.interactions.get(call.values["webhook_token"])
    if interaction is None or interaction.reply is None:
        raise DiscordError(10015)
    if call.stage.clock.now() - interaction.born > TOKEN_LIVES:
        raise DiscordError(50027)
    return interaction


def _named(call: Call) -> Json:
    return _message(call, _alive(call), call.values.get("message_id", "@original"))


def _message(call: Call, interaction: Interaction, message_id: str) -> Json:
    """An interaction reaches its own messages, and the one it was born on."""
    if message_id == "@original":
        message_id = interaction.original_id or ""
    if message_id not in interaction.own_messages | {interaction.message_id, interaction.original_id}:
        raise DiscordError(10008)
    return call.world.message(interaction.channel_id, message_id)


def _fill(call: Call, interaction: Interaction, message: Json) -> Json:
    board.change(call.world, message, call.body)
    if message["id"] == interaction.original_id:
        interaction.is_loading = False
        message["flags"] &= ~Flag.LOADING
    call.stage.tell_message("MESSAGE_UPDATE", message)
    return message


ROUTES: Final[Routes] = {
    ("POST", ALL): follow,
    ("GET", ONE): show,
    ("PATCH", ONE): edit,
    ("DELETE", ONE): delete,
    ("GET", ORIGINAL): show,
    ("PATCH", ORIGINAL): edit,
    ("DELETE", ORIGINAL): delete,
}
