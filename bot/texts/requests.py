"""Done, not yet, withdrawn, taken back: what each side reads."""

from bot.model.requests import Reason
from bot.model.view import View
from bot.model.wording import Accent, Paragraph, Typed, Wording
from bot.texts.parts import Facts, brief, choose, helper_in, line, of, one


def completed(view: View, facts: Facts) -> Wording:
    request = of(view)
    take_back = choose("undo", request.number, f"Take that back for #{request.number}", "done")
    if request.reason is Reason.MET:
        return one(f"#{request.number} is done, and both of you say so. Lovely.", take_back, accent=Accent.DONE)
    return one(f"Lovely. #{request.number} is noted as done. Thank you.", take_back, accent=Accent.DONE)


def completed_alone(view: View, facts: Facts) -> Wording:
    number = of(view).number
    take_back = choose("undo", number, f"Take that back for #{number}", "done")
    return one(f"Good that it sorted itself out. #{number} is closed.", take_back, accent=Accent.DONE)


def done_says_helper(view: View, facts: Facts) -> Wording:
    """To the asker."""
    name = helper_in(view, facts, "your helper")
    number = of(view).number
    choices = (
        choose("done", number, f"Yes, #{number} is done"),
        choose("object", number, f"#{number} is not done yet"),
    )
    said = " is done. If that is so, you need do nothing."
    return Wording((line("I hear from ", name, " that ", *brief(view), said, choices=choices),), Accent.DONE)


def done_says_asker(view: View, facts: Facts) -> Wording:
    """To each helper."""
    number = of(view).number
    choices = (
        choose("done", number, f"Yes, #{number} is done"),
        choose("object", number, f"I'm still on #{number}"),
    )
    said = " is done: help arrived. Thank you for being there. You need do nothing."
    return Wording((line(*brief(view), said, choices=choices),), Accent.DONE)


def objected(view: View, facts: Facts) -> Wording:
    return one(f"All right. #{of(view).number} goes on as before.")


def not_done_told(view: View, facts: Facts) -> Wording:
    return Wording((line(*brief(view), " is not quite done yet, so it goes on as before."),))


def withdrawn(view: View, facts: Facts) -> Wording:
    number = of(view).number
    take_back = choose("undo", number, f"Take that back for #{number}", "withdraw")
    said = f"#{number} is withdrawn. You can always ask again, and no reason is needed."
    return one(said, take_back)


def withdrawn_told(view: View, facts: Facts) -> Wording:
    """To each helper: one private note."""
    said = f"#{of(view).number} is no longer needed. Thank you for having been ready; you need do nothing."
    return one(said)


def needed_again_told(view: View, facts: Facts) -> Wording:
    """To each helper, when a withdrawal was taken back."""
    number = of(view).number
    choices = (
        choose("on_it", number, f"Still fine, I'm on #{number}"),
        choose("release", number, f"Hand #{number} back"),
    )
    return Wording(
        (line(*brief(view), " is needed after all, and you were on it. Does it still suit you?", choices=choices),)
    )


def undone(view: View, facts: Facts) -> Wording:
    return one(f"Taken back. #{of(view).number} is as it was.")


def back_on_it_told(view: View, facts: Facts) -> Wording:
    """To the asker, when a helper takes a hand-back back."""
    return Wording((line("Good news: your helper is on ", *brief(view), " after all."),))


def released_told(view: View, facts: Facts) -> Wording:
    """To the asker and to whoever was on it, when the care team looks for somebody else."""
    return Wording(
        (line("The care team looks for somebody else for ", *brief(view), ". You need do nothing."), *_reason(view))
    )


def _reason(view: View) -> tuple[Paragraph, ...]:
    reason = view.reason.get("reason")
    return (line("They write: ", Typed(reason)),) if reason else ()


def moderated(view: View, facts: Facts) -> Wording:
    return one(f"Noted for #{of(view).number}. Whoever is part of it hears so in private.")


def closed_told(view: View, facts: Facts) -> Wording:
    said = line("The care team closed ", *brief(view), ". If you like, talk to one of them in private.")
    return Wording((said, *_reason(view)))


MESSAGES = {
    "moderated": moderated,
    "closed_told": closed_told,
    "released_told": released_told,
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
