"""Who acts, as the homeserver vouches for it."""

from collections.abc import Collection

from bot.model.people import Account, Actor, Role

PLATFORM = "matrix"
NAME_LIMIT = 100
"""Characters; a homeserver allows 256."""
NAMELESS = "A neighbour"


def account(user_id: str) -> Account:
    return Account(PLATFORM, user_id)


def actor(user_id: str, name: str, roles: Collection[Role] = (Role.MEMBER,), *, is_bot: bool = False) -> Actor:
    """`name` is what they call themselves, which may be empty or try to look like somebody else."""
    return Actor(account(user_id), readable(name), frozenset(roles), is_bot)


def readable(name: str, otherwise: str = NAMELESS) -> str:
    """A name without what cannot be seen, turns text around, or fits into no database."""
    return "".join(sign for sign in name if sign.isprintable()).strip()[:NAME_LIMIT] or otherwise
