"""Threads: from a message, private ones, posts in forums, and finding them again."""

from typing import Final

from tests.doubles.discord import board
from tests.doubles.discord.bits import FORUMS, THREADS, Flag, P, Place
from tests.doubles.discord.call import Call, Routes
from tests.doubles.discord.content import check_message
from tests.doubles.discord.permissions import permissions
from tests.doubles.discord.routes.channels import applied_tags
from tests.doubles.discord.wire import Answer, DiscordError, Json

REQUIRE_TAG: Final = 1 << 4


def from_message(call: Call) -> Answer:
    """The thread has the id of its message, so there is never a second one."""
    parent, message = call.channel(P.CREATE_PUBLIC_THREADS), call.message()
    if message["id"] in call.world.channels:
        raise DiscordError(160004)
    thread = call.world.add_thread(parent, call.body, Place.PUBLIC_THREAD, message["id"])
    message["flags"] |= Flag.HAS_THREAD
    call.stage.tell_channel("CREATE", thread)
    return 201, thread


def start(call: Call) -> Answer:
    parent = call.channel()
    if parent["type"] in FORUMS:
        return _post(call, parent)
    kind = call.body.get("type") or Place.PRIVATE_THREAD
    call.channel(P.CREATE_PRIVATE_THREADS if kind == Place.PRIVATE_THREAD else P.CREATE_PUBLIC_THREADS)
    thread = call.world.add_thread(parent, call.body, kind)
    call.stage.tell_channel("CREATE", thread)
    return 201, thread


def add_member(call: Call) -> Answer:
    thread = _own_thread(call)
    user_id = call.values.get("user_id", call.me)
    if (thread["guild_id"], user_id) not in call.world.members:
        raise DiscordError(10007)
    _members(call, thread["id"]).add(user_id)
    thread["member_count"] = len(_members(call, thread["id"]))
    call.stage.changed()
    return 204, None


def remove_member(call: Call) -> Answer:
    thread = _own_thread(call)
    _members(call, thread["id"]).discard(call.values.get("user_id", call.me))
    call.stage.changed()
    return 204, None


def members(call: Call) -> Answer:
    thread = _own_thread(call)
    joined = thread["thread_metadata"]["create_timestamp"]
    listed = sorted(_members(call, thread["id"]), key=int)
    return 200, [{"id": thread["id"], "user_id": each, "join_timestamp": joined, "flags": 0} for each in listed]


def active(call: Call) -> Answer:
    threads = [each for each in call.world.threads(call.values["guild_id"]) if _is_seen(call, each)]
    awake = [each for each in threads if not each["thread_metadata"]["archived"]]
    return 200, {"threads": awake, "members": [], "has_more": False}


def archived_public(call: Call) -> Answer:
    call.channel(P.READ_MESSAGE_HISTORY)
    return _archived(call, frozenset({Place.PUBLIC_THREAD, Place.NEWS_THREAD}))


def archived_private(call: Call) -> Answer:
    call.channel(P.READ_MESSAGE_HISTORY, P.MANAGE_THREADS)
    return _archived(call, frozenset({Place.PRIVATE_THREAD}))


def own_archived_private(call: Call) -> Answer:
    call.channel(P.READ_MESSAGE_HISTORY)
    return _archived(call, frozenset({Place.PRIVATE_THREAD}))


def _post(call: Call, forum: Json) -> Answer:
    """A post is a thread whose first message has the same id."""
    call.channel(P.SEND_MESSAGES)
    if forum["flags"] & REQUIRE_TAG and not call.body.get("applied_tags"):
        raise DiscordError(40067)
    first = call.body["message"]
    check_message(first, files=len(call.files))
    tags = applied_tags(call, forum)
    thread = call.world.add_thread(forum, call.body, Place.PUBLIC_THREAD)
    thread["applied_tags"] = tags
    call.stage.tell_channel("CREATE", thread)
    files = board.attachments(call.world, call.files)
    message = board.post(call.world, thread["id"], call.me, first, id=thread["id"], attachments=files)
    call.stage.tell_message("MESSAGE_CREATE", message)
    return 201, thread | {"message": message}


def _archived(call: Call, kinds: frozenset[Place]) -> Answer:
    parent = call.channel()
    threads = call.world.threads(parent["guild_id"])
    found = [each for each in threads if each["parent_id"] == parent["id"] and each["type"] in kinds]
    found = [each for each in found if each["thread_metadata"]["archived"] and _is_seen(call, each)]
    found.sort(key=lambda each: each["thread_metadata"]["archive_timestamp"], reverse=True)
    count = int(call.query.get("limit", 50))
    return 200, {"threads": found[:count], "members": [], "has_more": len(found) > count}


def _own_thread(call: Call) -> Json:
    thread = call.channel()
    if thread["type"] not in THREADS:
        raise DiscordError(50024)
    return thread


def _members(call: Call, thread_id: str) -> set[str]:
    return call.world.thread_members.setdefault(thread_id, set())


def _is_seen(call: Call, thread: Json) -> bool:
    return bool(permissions(call.world, call.me, thread) & P.VIEW_CHANNEL)


MEMBERS: Final = "/channels/{channel_id}/thread-members"
ROUTES: Final[Routes] = {
    ("POST", "/channels/{channel_id}/messages/{message_id}/threads"): from_message,
    ("POST", "/channels/{channel_id}/threads"): start,
    ("PUT", MEMBERS + "/{user_id}"): add_member,
    ("PUT", MEMBERS + "/@me"): add_member,
    ("DELETE", MEMBERS + "/{user_id}"): remove_member,
    ("DELETE", MEMBERS + "/@me"): remove_member,
    ("GET", MEMBERS): members,
    ("GET", "/guilds/{guild_id}/threads/active"): active,
    ("GET", "/channels/{channel_id}/threads/archived/public"): archived_public,
    ("GET", "/channels/{channel_id}/threads/archived/private"): archived_private,
    ("GET", "/channels/{channel_id}/users/@me/threads/archived/private"): own_archived_private,
}
