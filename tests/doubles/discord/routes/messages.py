"""Messages: sent once per nonce, read, edited, deleted."""

from typing import Final

from tests.doubles.discord import board
from tests.doubles.discord.bits import FORUMS, THREADS, P, Place
from tests.doubles.discord.call import Call, Routes
from tests.doubles.discord.content import check_message
from tests.doubles.discord.limits import OLD_AFTER
from tests.doubles.discord.wire import Answer, DiscordError, Json

NONCE_LIVES: Final = 300.0
ALL: Final = "/channels/{channel_id}/messages"
ONE: Final = "/channels/{channel_id}/messages/{message_id}"


def send(call: Call) -> Answer:
    channel = call.channel(P.SEND_MESSAGES)
    if channel["type"] in FORUMS:
        raise DiscordError(50008)
    if channel["type"] == Place.DIRECT:
        _check_direct(call, channel["recipients"][0]["id"])
    check_message(call.body, files=len(call.files))
    if call.body.get("embeds") and not call.may(channel, P.EMBED_LINKS):
        raise DiscordError(50013)
    known = _sent_before(call, channel["id"])
    if known is not None:
        return 200, known
    _wake(call, channel)
    files = board.attachments(call.world, call.files)
    message = board.post(call.world, channel["id"], call.me, call.body, attachments=files)
    if call.body.get("nonce") is not None:
        call.world.nonces[channel["id"], str(call.body["nonce"])] = (call.stage.clock.now(), message["id"])
    call.stage.tell_message("MESSAGE_CREATE", message)
    return 200, message


def show(call: Call) -> Answer:
    call.channel(P.READ_MESSAGE_HISTORY)
    return 200, board.with_reactions(call.world, call.message(), call.me)


def history(call: Call) -> Answer:
    """Newest first. Without the permission to read history there is none."""
    channel = call.channel()
    if channel["type"] in FORUMS:
        raise DiscordError(50024)
    if not call.may(channel, P.READ_MESSAGE_HISTORY):
        return 200, []
    here = call.world.messages[channel["id"]].values()
    listed = [each for each in here if not call.world.is_ephemeral(each["id"])]
    listed.sort(key=lambda each: int(each["id"]))
    before, after = call.query.get("before"), call.query.get("after")
    listed = [each for each in listed if before is None or int(each["id"]) < int(before)]
    listed = [each for each in listed if after is None or int(each["id"]) > int(after)]
    count = int(call.query.get("limit", 50))
    page = listed[:count] if after else listed[-count:]
    return 200, [board.with_reactions(call.world, each, call.me) for each in reversed(page)]


def edit(call: Call) -> Answer:
    channel, message = call.channel(), call.message()
    if message["author"]["id"] != call.me:
        raise DiscordError(50005)
    if channel["type"] in THREADS and _is_shut(call, channel):
        raise DiscordError(50083)
    check_message(call.body, before=message)
    if call.world.age(message["id"]) > OLD_AFTER:
        call.stage.limits.count_old_edit(channel["id"])
    board.change(call.world, message, call.body)
    call.stage.tell_message("MESSAGE_UPDATE", message)
    return 200, board.with_reactions(call.world, message, call.me)


def delete(call: Call) -> Answer:
    channel, message = call.channel(), call.message()
    if message["author"]["id"] != call.me and not call.may(channel, P.MANAGE_MESSAGES):
        raise DiscordError(50013)
    call.world.delete_message(message)
    call.stage.tell_deleted(message)
    return 204, None


def _is_shut(call: Call, thread: Json) -> bool:
    """A locked thread is shut for all but those who look after threads, even while it is awake."""
    life = thread["thread_metadata"]
    return life["archived"] or (life["locked"] and not call.may(thread, P.MANAGE_THREADS))


def _check_direct(call: Call, user_id: str) -> None:
    shared = [guild_id for guild_id, member in call.world.members if member == user_id]
    if not any((guild_id, call.me) in call.world.members for guild_id in shared):
        raise DiscordError(50278)
    if user_id in call.world.closed_directs:
        raise DiscordError(50007)


def _sent_before(call: Call, channel_id: str) -> Json | None:
    if not call.body.get("enforce_nonce") or call.body.get("nonce") is None:
        return None
    sent_at, message_id = call.world.nonces.get((channel_id, str(call.body["nonce"])), (0.0, ""))
    is_fresh = call.stage.clock.now() - sent_at < NONCE_LIVES
    return call.world.messages[channel_id].get(message_id) if is_fresh else None


def _wake(call: Call, channel: Json) -> None:
    """Speaking in an archived thread opens it again, unless it is locked."""
    if channel["type"] not in THREADS or not channel["thread_metadata"]["archived"]:
        return
    if channel["thread_metadata"]["locked"] and not call.may(channel, P.MANAGE_THREADS):
        raise DiscordError(50083)
    channel["thread_metadata"]["archived"] = False
    call.stage.tell_channel("UPDATE", channel)


ROUTES: Final[Routes] = {
    ("POST", ALL): send,
    ("GET", ALL): history,
    ("GET", ONE): show,
    ("PATCH", ONE): edit,
    ("DELETE", ONE): delete,
}
