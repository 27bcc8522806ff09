"""The first answer to what a person did: within three seconds, once, and of a kind that fits."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from tests.doubles.discord import board
from tests.doubles.discord.bits import Act, Flag, Reply
from tests.doubles.discord.call import Call, Routes
from tests.doubles.discord.content import check_message, check_modal
from tests.doubles.discord.interaction import ANSWER_WITHIN, Interaction
from tests.doubles.discord.wire import Answer, DiscordError, Json, bad_form


def callback(call: Call) -> Answer:
    interaction, reply = _waiting(call), call.body["type"]
    if not _fits(interaction, reply):
        why = f"callback {reply} does not fit interaction {interaction.act}"
        raise bad_form("type", why, "INTERACTION_APPLICATION_COMMAND_CALLBACK_TYPE_INVALID")
    data = call.body.get("data") or {}
    message = REPLIES[reply](call, interaction, data)
    interaction.original_id = message["id"] if message else interaction.message_id
    interaction.is_ephemeral = bool(message and message["flags"] & Flag.EPHEMERAL)
    if message is not None:
        call.stage.tell_message("MESSAGE_UPDATE" if reply == Reply.UPDATE else "MESSAGE_CREATE", message)
    call.stage.settle(interaction, reply)
    if call.query.get("with_response") not in ("1", "true"):
        return 204, None
    return 200, _told(interaction, reply, message)


def answer(call: Call, interaction: Interaction, data: Json) -> Json:
    check_message(data, files=len(call.files))
    return post_answer(call, interaction, data)


def post_answer(call: Call, interaction: Interaction, data: Json) -> Json:
    """A message in the name of an interaction; if it is ephemeral, one person sees it."""
    world = call.world
    owners = {"0": interaction.guild_id or "0"}
    cause: Json = {"id": interaction.id, "type": interaction.act, "user": world.users[interaction.user_id]}
    cause["authorizing_integration_owners"] = owners
    if interaction.act == Act.PRESS:
        cause["interacted_message_id"] = interaction.message_id
    if interaction.act == Act.SUBMIT:
        cause["triggering_interaction_metadata"] = cause | {"type": int(Act.COMMAND)}
    message_id = world.snowflake()
    if int(data.get("flags") or 0) & Flag.EPHEMERAL:
        world.reader_of[message_id] = interaction.user_id
    extra: Json = {"application_id": call.me, "webhook_id": call.me, "interaction_metadata": cause}
    extra |= {"type": 20 if interaction.act == Act.COMMAND else 0, "id": message_id}
    files = board.attachments(world, call.files)
    message = board.post(world, interaction.channel_id, call.me, data, attachments=files, **extra)
    interaction.own_messages.add(message["id"])
    return message


def _defer(call: Call, interaction: Interaction, data: Json) -> Json:
    interaction.is_loading = True
    flags = int(data.get("flags") or 0) & Flag.EPHEMERAL
    return post_answer(call, interaction, {"flags": flags | Flag.LOADING})


def _defer_update(_: Call, __: Interaction, ___: Json) -> None:
    return None


def _update(call: Call, interaction: Interaction, data: Json) -> Json:
    message = call.world.message(interaction.channel_id, interaction.message_id or "")
    check_message(data, before=message)
    board.change(call.world, message, data)
    return message


def _choices(_: Call, interaction: Interaction, data: Json) -> None:
    interaction.choices = data["choices"]


def _modal(_: Call, interaction: Interaction, data: Json) -> None:
    check_modal(data)
    interaction.modal = data


REPLIES: Final[Mapping[int, Callable[[Call, Interaction, Json], Json | None]]] = MappingProxyType(
    {
        Reply.MESSAGE: answer,
        Reply.DEFER: _defer,
        Reply.DEFER_UPDATE: _defer_update,
        Reply.UPDATE: _update,
        Reply.CHOICES: _choices,
        Reply.MODAL: _modal,
    }
)


def _waiting(call: Call) -> Interaction:
    interaction = call.world.interactions.get(call.values["interaction_token"])
    if interaction is None or interaction.id != call.values["interaction_id"]:
        raise DiscordError(10062)
    if interaction.reply is not None:
        raise DiscordError(40060)
    if call.stage.clock.now() - interaction.born > ANSWER_WITHIN:
        raise DiscordError(10062)
    return interaction


def _fits(interaction: Interaction, reply: int) -> bool:
    if reply not in REPLIES or (reply == Reply.CHOICES) != (interaction.act == Act.COMPLETE):
        return False
    if reply == Reply.MODAL:
        return interaction.act != Act.SUBMIT
    return reply not in (Reply.DEFER_UPDATE, Reply.UPDATE) or interaction.message_id is not None


def _told(interaction: Interaction, reply: int, message: Json | None) -> Json:
    """The document knows no resource for a deferred answer."""
    told: Json = {"id": interaction.id, "type": interaction.act}
    told |= {"response_message_loading": interaction.is_loading}
    told |= {"response_message_ephemeral": interaction.is_ephemeral}
    if message is None:
        return {"interaction": told}
    told["response_message_id"] = message["id"]
    has_resource = reply in (Reply.MESSAGE, Reply.UPDATE)
    return {"interaction": told} | ({"resource": {"type": reply, "message": message}} if has_resource else {})


ROUTES: Final[Routes] = {("POST", "/interactions/{interaction_id}/{interaction_token}/callback"): callback}
