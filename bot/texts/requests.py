"""Done, not yet, withdrawn, taken back: what each side reads."""

from bot.model.requests import Reason
from bot.model.view import View
from bot.model.wording import Accent, Choice, Wording
from bot.texts.endings import asks_how, by_the_asker
from bot.texts.parts import Facts, choose, helper_in, line, message, of, one


def completed(view: View, facts: Facts) -> Wording:
    if of(view).reason is Reason.MET:
        return one(
            view, "#{number} is done, and both of you say so. Lovely.", take_back(view, "done"), accent=Accent.DONE
        )
    return one(view, "Lovely. #{number} is noted as done. Thank you.", take_back(view, "done"), accent=Accent.DONE)


def completed_alone(view: View, facts: Facts) -> Wording:
    return one(
        view,
        "Good that it sorted itself out. #{number} is closed.",
        take_back(view, "done"),
        accent=Accent.DONE,
    )


def take_back(view: View, move: str) -> Choice:
    return choose(view, "undo", "Take that back for #{number}", move)


def done_says_helper(view: View, facts: Facts) -> Wording:
    """To the asker."""
    name = helper_in(view, facts)
    return one(
        view,
        "I hear from {helper} that {request} is done. If that is so, you need do nothing."
        if name
        else "I hear from your helper that {request} is done. If that is so, you need do nothing.",
        choose(view, "done", "Yes, #{number} is done"),
        choose(view, "object", "#{number} is not done yet"),
        accent=Accent.DONE,
        helper=name,
    )


def done_says_asker(view: View, facts: Facts) -> Wording:
    """To each helper."""
    return one(
        view,
        "{request} is done: help arrived. Thank you for being there. You need do nothing.",
        choose(view, "done", "Yes, #{number} is done"),
        choose(view, "object", "I'm still on #{number}"),
        accent=Accent.DONE,
    )


def objected(view: View, facts: Facts) -> Wording:
    return one(view, "All right. #{number} goes on as before.")


def not_done_told(view: View, facts: Facts) -> Wording:
    return one(view, "{request} is not quite done yet, so it goes on as before.")


def withdrawn(view: View, facts: Facts) -> Wording:
    told = "#{number} is withdrawn. You can always ask again, and no reason is needed."
    taken_back = line(view, told, take_back(view, "withdraw"))
    return message(view, taken_back, asks_how(view, by_the_asker(view)))


def withdrawn_told(view: View, facts: Facts) -> Wording:
    """To each helper: one private note."""
    return one(view, "#{number} is no longer needed. Thank you for having been ready; you need do nothing.")


def needed_again_told(view: View, facts: Facts) -> Wording:
    """To each helper, when a withdrawal was taken back."""
    return one(
        view,
        "{request} is needed after all, and you were on it. Does it still suit you?",
        choose(view, "on_it", "Still fine, I'm on #{number}"),
        choose(view, "release", "Hand #{number} back"),
    )


def undone(view: View, facts: Facts) -> Wording:
    return one(view, "Taken back. #{number} is as it was.")


def back_on_it_told(view: View, facts: Facts) -> Wording:
    """To the asker, when a helper takes a hand-back back."""
    return one(view, "Good news: your helper is on {request} after all.")


MESSAGES = {
    "completed": completed,
    "done_says_helper": done_says_helper,
    "done_says_asker": done_says_asker,
    "objected": objected,
    "not_done_told": not_done_told,
    "withdrawn": withdrawn,
    "withdrawn_told": withdrawn_told,
    "undone": undone,
    "completed_alone": completed_alone,
    "needed_again_told": needed_again_told,
    "back_on_it_told": back_on_it_told,
}
