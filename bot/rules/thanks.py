"""A line of thanks from one person to another, in private."""

from bot.errors import Refused
from bot.model.ids import PersonId


def may_thank(sender: PersonId, receiver: PersonId | None, *, is_bot: bool, was_today: bool) -> None:
    """`receiver` is None for somebody we do not know. That is no refusal: nobody can find out this way who uses us."""
    if is_bot:
        raise Refused("thanks_to_a_bot")
    if receiver == sender:
        raise Refused("thanks_to_yourself")
    if was_today:
        raise Refused("thanked_today")
