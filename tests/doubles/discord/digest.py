"""Messages in short, for a test that compares how two worlds ended."""

from tests.doubles.discord.bits import Place
from tests.doubles.discord.board import words
from tests.doubles.discord.wire import Json
from tests.doubles.discord.world import World


def place_name(channel: Json) -> str:
    """A private channel is called after the one person in it."""
    if channel["type"] == Place.DIRECT:
        return f"direct:{channel['recipients'][0]['username']}"
    return str(channel["name"])


def room(world: World, thread: Json) -> Json:
    """A thread, or a post in a forum, with the names of its tags, and of the people in it if it is private."""
    parent, life = world.channels[thread["parent_id"]], thread["thread_metadata"]
    names = {each["id"]: each["name"] for each in parent.get("available_tags", ())}
    is_private = thread["type"] == Place.PRIVATE_THREAD
    let_in = world.thread_members.get(thread["id"], ()) if is_private else ()
    return {
        "place": place_name(parent),
        "name": thread["name"],
        "tags": [names[each] for each in thread.get("applied_tags", ())],
        "is_archived": life["archived"],
        "is_locked": life["locked"],
        "let_in": sorted(world.users[each]["username"] for each in let_in),
    }


def told(world: World, message: Json) -> Json:
    """`hands` are who reacted, by emoji; `is_private` says that one person saw it, and only until they looked away."""
    channel = world.channels[message["channel_id"]]
    hands = world.reactions.get(message["id"], {})
    return {
        "id": message["id"],
        "channel_id": message["channel_id"],
        "place": place_name(channel),
        "author": message["author"]["username"],
        "text": words(message),
        "nonce": str(message.get("nonce", "")),
        "is_private": world.is_ephemeral(message["id"]),
        "hands": {emoji: [world.users[each]["username"] for each in people] for emoji, people in hands.items()},
    }
