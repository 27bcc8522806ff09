"""Channels and threads as such, and opening a private channel with somebody."""

from typing import Final

from tests.doubles.discord.bits import THREADS, P
from tests.doubles.discord.call import Call, Routes
from tests.doubles.discord.wire import Answer, DiscordError, Json

LIFE: Final = ("archived", "locked", "auto_archive_duration", "invitable")


def show(call: Call) -> Answer:
    return 200, call.channel()


def change(call: Call) -> Answer:
    channel = call.channel()
    if channel["type"] in THREADS:
        _check_thread(call, channel)
        _change_life(channel, call.body, call.world.iso())
    elif not call.may(channel, P.MANAGE_CHANNELS):
        raise DiscordError(50013)
    known = ("name", "topic", "rate_limit_per_user", "flags", "permission_overwrites", "available_tags")
    channel |= {key: call.body[key] for key in known if key in call.body}
    if "applied_tags" in call.body:
        channel["applied_tags"] = applied_tags(call, call.world.channel(channel["parent_id"]))
    call.stage.tell_channel("UPDATE", channel)
    return 200, channel


def delete(call: Call) -> Answer:
    channel = call.channel()
    is_thread = channel["type"] in THREADS
    if not call.may(channel, P.MANAGE_THREADS if is_thread else P.MANAGE_CHANNELS):
        raise DiscordError(50013)
    del call.world.channels[channel["id"]]
    call.world.messages.pop(channel["id"])
    call.stage.tell_channel("DELETE", channel)
    return 200, channel


def open_direct(call: Call) -> Answer:
    """It opens even where nothing can be sent afterwards."""
    user_id = str(call.body["recipient_id"])
    if user_id not in call.world.users or user_id == call.me:
        raise DiscordError(50033)
    if call.world.find_direct(user_id) is None:
        call.stage.limits.count_direct_opening()
        call.world.direct_openings.append(call.stage.clock.now())
    return 200, call.world.add_direct(user_id)


def typing(call: Call) -> Answer:
    call.channel(P.SEND_MESSAGES)
    return 204, None


def applied_tags(call: Call, forum: Json) -> list[str]:
    """Those asked for. A moderated tag is for those who look after threads."""
    moderated = {str(each["id"]) for each in forum.get("available_tags", []) if each["moderated"]}
    applied = [str(each) for each in call.body.get("applied_tags") or []]
    if moderated & {*applied} and not call.may(forum, P.MANAGE_THREADS):
        raise DiscordError(50013)
    return applied


def _check_thread(call: Call, thread: Json) -> None:
    """Whoever may speak may wake a thread; its owner may change it but not lock it. Asleep it stays as it is."""
    life, wakes = thread["thread_metadata"], call.body.get("archived") is False
    is_owner = thread["owner_id"] == call.me and "locked" not in call.body
    only_wakes = set(call.body) == {"archived"} and wakes and call.may(thread, P.SEND_MESSAGES_IN_THREADS)
    allowed = call.may(thread, P.MANAGE_THREADS) or (not (wakes and life["locked"]) and (is_owner or only_wakes))
    if not allowed:
        raise DiscordError(50013)
    if life["archived"] and not wakes:
        raise DiscordError(50083)


def _change_life(thread: Json, body: Json, now: str) -> None:
    life = thread["thread_metadata"]
    if "archived" in body and body["archived"] != life["archived"]:
        life["archive_timestamp"] = now
    life |= {key: body[key] for key in LIFE if key in body}


ROUTES: Final[Routes] = {
    ("GET", "/channels/{channel_id}"): show,
    ("PATCH", "/channels/{channel_id}"): change,
    ("DELETE", "/channels/{channel_id}"): delete,
    ("POST", "/channels/{channel_id}/typing"): typing,
    ("POST", "/users/@me/channels"): open_direct,
}
