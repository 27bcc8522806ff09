"""A line of thanks from one person to another, in private."""

from bot.errors import Refused
from bot.model.ids import PersonId
from bot.model.requests import Request, Status
from bot.rules.celebrations import was_helped


def may_thank(sender: PersonId, receiver: PersonId | None, *, is_bot: bool, was_today: bool) -> None:
    """`receiver` is None for somebody we do not know. That is no refusal: nobody can find out this way who uses us."""
    if is_bot:
        raise Refused("thanks_to_a_bot")
    if receiver == sender:
        raise Refused("thanks_to_yourself")
    if was_today:
        raise Refused("thanked_today")


def may_write(request: Request, sender: PersonId, *, was_today: bool) -> None:
    """A line to whoever helped with it, and to nobody else."""
    if sender != request.asker_id:
        raise Refused("not_your_request")
    if request.status is not Status.DONE and not was_helped(request):
        raise Refused("not_done_yet")
    if not request.finishers:
        raise Refused("not_a_choice")
    if was_today:
        raise Refused("thanked_today")
