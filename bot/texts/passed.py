"""To an asker, when the time for which help was needed has passed: whether it is still needed."""

from bot.model.view import View
from bot.model.wording import Choice, Span
from bot.texts.parts import choose, of, said


def has_passed(view: View) -> bool:
    return of(view).is_past(view.now)


def still_needed(view: View) -> tuple[Span, ...]:
    """Nothing before that time."""
    return said(view, "The time for it has passed. Is it still needed?") if has_passed(view) else ()


def ways_on(view: View) -> tuple[Choice, ...]:
    return (
        choose(view, "keep_open", "Keep #{number} up"),
        choose(view, "edit", "Change #{number}"),
        choose(view, "withdraw", "Withdraw #{number}"),
    )
