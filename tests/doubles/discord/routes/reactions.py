"""Reactions. Who reacted is listed by user id; nobody can tell from it who came first."""

from typing import Final

from tests.doubles.discord.bits import THREADS, P
from tests.doubles.discord.call import Call, Routes
from tests.doubles.discord.wire import Answer, DiscordError

MOST_EMOJI: Final = 20
ALL: Final = "/channels/{channel_id}/messages/{message_id}/reactions"
ONE: Final = ALL + "/{emoji_name}"


def add(call: Call) -> Answer:
    channel, message = call.channel(P.READ_MESSAGE_HISTORY), call.message()
    emoji, there = call.values["emoji_name"], call.world.reactions.setdefault(message["id"], {})
    if channel["type"] in THREADS and channel["thread_metadata"]["archived"]:
        raise DiscordError(50083)
    if not there.get(emoji):
        call.channel(P.ADD_REACTIONS)
        if sum(map(bool, there.values())) >= MOST_EMOJI:
            raise DiscordError(30010)
    people = there.setdefault(emoji, [])
    if call.me not in people:
        people.append(call.me)
        call.stage.tell_reaction(message, call.me, emoji, is_added=True)
    return 204, None


def remove_own(call: Call) -> Answer:
    call.channel()
    _remove(call, call.me)
    return 204, None


def remove(call: Call) -> Answer:
    call.channel(P.MANAGE_MESSAGES)
    _remove(call, call.values["user_id"])
    return 204, None


def clear(call: Call) -> Answer:
    call.channel(P.MANAGE_MESSAGES)
    message, emoji = call.message(), call.values.get("emoji_name")
    call.world.clear_reactions(message["id"], emoji)
    call.stage.tell_cleared(message, emoji)
    return 204, None


def show(call: Call) -> Answer:
    call.channel(P.READ_MESSAGE_HISTORY)
    people = call.world.reactions.get(call.message()["id"], {}).get(call.values["emoji_name"], [])
    later = [each for each in sorted(people, key=int) if int(each) > int(call.query.get("after", 0))]
    return 200, [call.world.users[each] for each in later[: int(call.query.get("limit", 25))]]


def _remove(call: Call, user_id: str) -> None:
    message, emoji = call.message(), call.values["emoji_name"]
    people = call.world.reactions.get(message["id"], {}).get(emoji, [])
    if user_id not in people:
        raise DiscordError(10014)
    people.remove(user_id)
    call.stage.tell_reaction(message, user_id, emoji, is_added=False)


ROUTES: Final[Routes] = {
    ("PUT", ONE + "/@me"): add,
    ("DELETE", ONE + "/@me"): remove_own,
    ("DELETE", ONE + "/{user_id}"): remove,
    ("DELETE", ALL): clear,
    ("DELETE", ONE): clear,
    ("GET", ONE): show,
}
