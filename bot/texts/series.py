"""What is needed again and again: how often, and after each time whether to ask again."""

from bot.model.policy import Urgency
from bot.model.requests import Request, Series
from bot.model.view import View
from bot.model.wording import Choice, Paragraph, Span, Typed, Wording
from bot.rules import hours, series
from bot.texts.languages import by_count
from bot.texts.parts import Facts, below, choose, line, message, moment, of, one, said, together, when

_WEEKLY, _FORTNIGHTLY = (2, 3, 4, 6, 8, 12), (2, 3, 4, 6)
"""How often in all."""


def more_often(view: View) -> Choice:
    return choose(view, "series", "#{number} is needed more than once")


def series_asked(view: View, facts: Facts) -> Wording:
    weekly = (choose(view, "series", "Every week, {times} times", f"7 {times}", times=str(times)) for times in _WEEKLY)
    every_other = (
        choose(view, "series", "Every two weeks, {times} times", f"14 {times}", times=str(times))
        for times in _FORTNIGHTLY
    )
    once = choose(view, "series", "Just once", series.ENDS)
    return message(
        view,
        line(
            view,
            "How often will #{number} be needed? After each time I ask you once whether to ask again; nothing is "
            "posted without your tap.",
        ),
        below(*weekly),
        below(*every_other, once),
    )


def series_chosen(view: View, facts: Facts) -> Wording:
    request = of(view)
    return message(view, together(said(view, "Noted for #{number}."), times_left(view, request)))


def series_ended(view: View, facts: Facts) -> Wording:
    return one(view, "All right. #{number} is not asked again.")


def times_left(view: View, request: Request) -> tuple[Span, ...]:
    """Nothing for what is needed once."""
    if request.series is None:
        return ()
    left = request.series.left
    told = by_count(
        view.language,
        left,
        "It is needed once more after this, and I ask you then.",
        "It is needed {count} more times after this, and I ask you each time.",
    )
    return said(view, told, count=left)


def asks_again(view: View, meant: Series) -> Paragraph:
    """In the daily message, after each time: what it would say, and one tap to post it."""
    request = of(view)
    by = series.next_by(request, meant, view.now, hours.as_lived(view.community, view.zone))
    due = hours.needed_by(Urgency.BY_DATE, by, view.now, view.zone)
    return together(
        said(view, "You said that {request} is needed again. Shall I ask once more, {when}?", when=moment(view, due)),
        said(view, "Whoever helped is asked first, if they may be."),
        said(view, "It would say: “{words}”", words=Typed(view.words.get("what"))),
        choices=(choose(view, "again", "Ask again for #{number}"), that_was_all(view)),
    )


def that_was_all(view: View) -> Choice:
    return choose(view, "series", "#{number} is not needed again", series.ENDS)


def asked_again(view: View, facts: Facts) -> Wording:
    return message(
        view,
        together(
            said(view, "Thank you for asking. {request} is up for others to see, {when}.", when=when(view, of(view))),
            times_left(view, of(view)),
            choices=(choose(view, "edit", "Change #{number}"), choose(view, "withdraw", "Withdraw #{number}")),
        ),
    )


def proposed_again(view: View) -> tuple[Span, ...]:
    """To whoever helped the time before."""
    needed = when(view, of(view))
    return said(view, "You helped the last time, and it is needed again: {request}, {when}. Could you?", when=needed)


MESSAGES = {
    "series_asked": series_asked,
    "series_chosen": series_chosen,
    "series_ended": series_ended,
    "asked_again": asked_again,
}
