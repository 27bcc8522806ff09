"""What people read when moderators step in: why, what it means for them, and how to answer."""

from bot.model.view import View
from bot.model.wording import Choice, Paragraph, Time, Typed, Wording
from bot.texts.parts import Facts, choose, line, message, of, one


def moderated(view: View, facts: Facts) -> Wording:
    return one(view, "Noted for #{number}. Whoever is part of it hears so in private.")


def proposed(view: View, facts: Facts) -> Wording:
    """The same whoever was named."""
    return message(
        view,
        line(
            view,
            "Noted for #{number}. If they have used me here and let me write to them, I ask them in private. Nobody is "
            "named or bound before they say yes; the card shows it then.",
        ),
        line(view, "To be sure that they hear of it, ask them yourself: /claim {number} is all they need."),
    )


def closed_told(view: View, facts: Facts) -> Wording:
    told = line(view, "The care team closed {request}. If you like, talk to one of them in private.")
    return message(view, told, *_reason(view))


def released_told(view: View, facts: Facts) -> Wording:
    """To the asker and to whoever was on it, when the care team looks for somebody else."""
    told = line(view, "The care team looks for somebody else for {request}. You need do nothing.")
    return message(view, told, *_reason(view))


def merged_told(view: View, facts: Facts) -> Wording:
    """To the asker. Whose the other request is, is not said."""
    return message(
        view,
        line(
            view,
            "{request} seems to be the same as #{into}, so the care team goes on with that one. If yours is something "
            "else, just say so and it is up again.",
            something_else(view),
            into=_into(view),
        ),
        *_reason(view),
    )


def something_else(view: View) -> Choice:
    return choose(view, "undo", "#{number} is something else", "merge")


def merged_free(view: View, facts: Facts) -> Wording:
    """To each helper."""
    into = of(view).merged_into
    return one(
        view,
        "{request} goes on together with #{into}, so you are off the hook. Thank you for having been ready.",
        *((choose(view, "claim", "I can help with #{number}", number=into),) if into is not None else ()),
        into=_into(view),
    )


def _into(view: View) -> int:
    return of(view).merged_into or 0


def care_unmerged(view: View, facts: Facts) -> Wording:
    """To the care team, without a name."""
    return one(view, "#{number} is something else after all, says whoever asked. It is up again.")


def paused_told(view: View, facts: Facts) -> Wording:
    """To the asker."""
    until = of(view).paused_until or view.now
    return message(
        view,
        line(
            view,
            "The care team put {request} on hold until {time}. Then it goes on by itself; nothing is lost. If you "
            "like, talk to one of them in private, or change it.",
            choose(view, "edit", "Change #{number}"),
            choose(view, "withdraw", "Withdraw #{number}"),
            time=Time(until),
        ),
        *_reason(view),
    )


def paused_free(view: View, facts: Facts) -> Wording:
    """To each helper; the reason is between the care team and whoever asked."""
    until = of(view).paused_until or view.now
    return one(
        view,
        "{request} is on hold until {time}. You need do nothing, and I don't remind you of it until then.",
        time=Time(until),
    )


def resumed_told(view: View, facts: Facts) -> Wording:
    return message(view, line(view, "{request} goes on: it is no longer on hold."), *_reason(view))


def hidden(view: View, facts: Facts) -> Wording:
    """To the moderator."""
    return one(
        view,
        "#{number} is out of sight now. Whoever asked reads why in private, and whoever is on it goes on. "
        "/helpmod show {number} and a reason puts it up again.",
    )


def hidden_told(view: View, facts: Facts) -> Wording:
    """To the asker, who may answer by changing it."""
    return message(
        view,
        line(
            view,
            "The care team took {request} out of sight for now: nobody new reads of it. It is still yours, and whoever "
            "is on it goes on. If you like, change it, or talk to one of them in private.",
            choose(view, "edit", "Change #{number}"),
            choose(view, "withdraw", "Withdraw #{number}"),
        ),
        *_reason(view),
    )


def shown_told(view: View, facts: Facts) -> Wording:
    return message(view, line(view, "{request} is up again for others to see."), *_reason(view))


def care_edited(view: View, facts: Facts) -> Wording:
    """To the care team: the answer to being hidden."""
    return one(
        view,
        "Whoever asked has changed #{number}, which is out of sight. /helpmod show {number} and a reason puts it up "
        "again.",
    )


def _reason(view: View) -> tuple[Paragraph, ...]:
    reason = view.reason.get("reason")
    return (line(view, "They write: {words}", words=Typed(reason)),) if reason else ()


MESSAGES = {
    "moderated": moderated,
    "proposed": proposed,
    "closed_told": closed_told,
    "released_told": released_told,
    "merged_told": merged_told,
    "merged_free": merged_free,
    "care_unmerged": care_unmerged,
    "paused_told": paused_told,
    "paused_free": paused_free,
    "resumed_told": resumed_told,
    "hidden": hidden,
    "hidden_told": hidden_told,
    "shown_told": shown_told,
    "care_edited": care_edited,
}
