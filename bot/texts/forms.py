"""Asking: the form, the preview, and what happens next."""

from dataclasses import replace

from bot.model.ids import Number
from bot.model.outcome import FieldKind, FormField, FormView
from bot.model.policy import Kind, Urgency
from bot.model.requests import Naming, Request
from bot.model.view import View
from bot.model.wording import Accent, Choice, Paragraph, Plain, Span, Time, Typed, Wording
from bot.rules.forms import NO, WHAT_LIMIT, WHERE_LIMIT, YES
from bot.rules.slots import listed
from bot.texts import refusals
from bot.texts.cards import body, wanted
from bot.texts.languages import by_count
from bot.texts.parts import (
    KINDS,
    Facts,
    bold,
    choose,
    heading,
    line,
    message,
    of,
    one,
    phrase,
    said,
    together,
)
from bot.texts.series import more_often
from bot.texts.slots import parts_of

SAID_AGAIN = 300
"""Characters. Longer words are not said twice in the same place."""
STANDS_ABOVE = "What you wrote stands above in full, so that you can take it from there."
KEPT_WORDS = "Here is what you wrote, so that nothing is lost:"
_KIND_OPTIONS = {
    Kind.PRACTICAL: "Practical help: errands, rides, childcare",
    Kind.INFORMATIONAL: "Information or advice: how to, where to turn",
    Kind.EMOTIONAL: KINDS[Kind.EMOTIONAL],
    Kind.FINANCIAL: "Help with money or goods: lending, giving, sharing costs",
}
_URGENCY_OPTIONS = {
    Urgency.TODAY: "Today",
    Urgency.TOMORROW: "Tomorrow",
    Urgency.THIS_WEEK: "This week",
    Urgency.NO_RUSH: "No rush",
    Urgency.BY_DATE: "By a date",
}
_NAMING_OPTIONS = {
    Naming.HELPER: "My name to my helper only",
    Naming.ALL: "My name to everybody here",
}


def form(view: View, values: Facts, number: int | None, errors: Facts, *, is_filled: bool = False) -> FormView:
    """The form, filled with what was typed; `errors` maps field names to sentences."""
    fields = tuple(
        replace(field, value=values.get(field.name, field.value), error=errors.get(field.name, ""))
        for field in _fields(view)
    )
    about = None if number is None else Number(number)
    title = phrase(view, "What would help?") if about is None else phrase(view, "Change #{number}", number=about)
    intro = phrase(view, "Only you can see this. You read it once more before anybody else does.")
    return FormView(
        title, intro, fields, phrase(view, "Show me how it looks"), about, is_filled=is_filled, language=view.language
    )


def _fields(view: View) -> tuple[FormField, ...]:
    kinds = tuple(
        (kind.value, phrase(view, _KIND_OPTIONS[kind])) for kind in Kind if kind in view.community.policy.kinds
    )
    urgencies = tuple((urgency.value, phrase(view, _URGENCY_OPTIONS[urgency])) for urgency in _URGENCY_OPTIONS)
    namings = tuple((naming.value, phrase(view, _NAMING_OPTIONS[naming])) for naming in _NAMING_OPTIONS)
    first = kinds[0][0] if kinds else ""
    only_by_date = phrase(view, "Only for “By a date”. Like “tomorrow 5pm”, “Friday” or 2026-11-27.")
    return (
        FormField("kind", phrase(view, "Kind of help"), FieldKind.CHOICE, options=kinds, value=first),
        FormField("what", phrase(view, "What would help?"), FieldKind.LONG_TEXT, phrase(view, _WHAT_HINT), WHAT_LIMIT),
        FormField("when", phrase(view, "When?"), FieldKind.CHOICE, options=urgencies, value=Urgency.THIS_WEEK.value),
        FormField("by", phrase(view, "Which date?"), FieldKind.DATE, only_by_date, is_optional=True),
        FormField(
            "where",
            phrase(view, "Roughly where?"),
            FieldKind.TEXT,
            phrase(view, "An area is enough, never an address."),
            WHERE_LIMIT,
            is_optional=True,
        ),
        FormField(
            "wanted", phrase(view, "How many people?"), FieldKind.NUMBER, phrase(view, "One is usual."), 2, value="1"
        ),
        FormField(
            "naming",
            phrase(view, "Who may see your name?"),
            FieldKind.CHOICE,
            options=namings,
            value=Naming.HELPER.value,
        ),
    )


_WHAT_HINT = "One thing, in your own words. Small is fine. Please no addresses, phone numbers or bank details."


def preview(view: View, facts: Facts) -> Wording:
    request, draft = of(view), facts["draft"]
    is_named = request.asker_id in view.names
    people = by_count(view.language, request.wanted, "For one person.", "For {count} people.")
    choices = (
        choose(view, "post_draft", "Post it", draft),
        choose(view, "edit_draft", "Change it", draft),
        *_one_for_each(view, draft),
        choose(view, "discard_draft", "Cancel", draft),
        *_how_heavy(view, request, draft),
    )
    return message(
        view,
        line(view, "This is all that others will see:"),
        heading(wanted(view)),
        *body(view),
        together(
            said(view, people, count=request.wanted),
            _parts(view),
            said(view, "Your name is shown." if is_named else "Your name is shown to your helper only."),
            said(view, _ONLY_WHO_MAY) if request.is_hard_to_hear else (),
            choices=choices,
        ),
        accent=Accent.OPEN,
    )


_ONLY_WHO_MAY = "I tell only volunteers who said that heavy topics are all right."


def _how_heavy(view: View, request: Request, draft: str) -> tuple[Choice, ...]:
    """Nobody is asked; where somebody wants to be listened to it goes without saying."""
    if request.kind is Kind.EMOTIONAL:
        return ()
    if request.is_heavy:
        return (choose(view, "draft_heavy", "It is no heavy topic", f"{draft}|{NO}"),)
    return (choose(view, "draft_heavy", "It is a heavy topic", f"{draft}|{YES}"),)


def _parts(view: View) -> tuple[Span, ...]:
    """Whoever wants several people may name what each would do."""
    if of(view).wanted < 2:
        return ()
    if parts_of(view):
        return said(view, "Each takes one of the parts in your list.")
    return said(view, "If it has parts, write each on a line of its own that begins with “-”.")


def _one_for_each(view: View, draft: str) -> tuple[Choice, ...]:
    count = len(listed(view.words.get("what")))
    if parts_of(view) or not count or count > view.community.policy.wanted_at_most:
        return ()
    return (
        choose(view, "draft_wanted", "One person for each of the {parts} parts", f"{draft}|{count}", parts=str(count)),
    )


def not_posted_yet(view: View, facts: Facts) -> Wording:
    """The place was lost while somebody wrote. The draft is still there, and so are its buttons."""
    told = line(
        view,
        "The place where requests are read is gone at the moment, so nothing is posted yet. What you wrote is kept: "
        "please press “Post it” again a little later.",
    )
    shown = preview(view, facts)
    return replace(shown, paragraphs=(told, *shown.paragraphs))


def posted(view: View, facts: Facts) -> Wording:
    return message(
        view,
        line(view, "Thank you for asking. {request} is up for others to see.", request=bold(view)),
        line(
            view,
            "What happens next: as soon as somebody takes it on, I tell you here in private. "
            "If nobody is free by {time}, I come back to you.",
            choose(view, "edit", "Change #{number}"),
            more_often(view),
            choose(view, "withdraw", "Withdraw #{number}"),
            time=Time(of(view).unclaimed_at or view.now),
        ),
        accent=Accent.OPEN,
    )


def edited(view: View, facts: Facts) -> Wording:
    return one(view, "#{number} is changed. Whoever is on it hears about it.")


def edited_told(view: View, facts: Facts) -> Wording:
    """To a helper. A changed when or where asks them again."""
    told = line(view, "The person who asked for {request} changed it. It now says:", request=bold(view))
    if facts.get("asks") != "yes":
        return message(view, told, *body(view), line(view, "You need do nothing."))
    question = line(
        view,
        "The time or the place is different now. Does it still suit you?",
        choose(view, "on_it", "Still fine, I'm on #{number}"),
        choose(view, "release", "Hand #{number} back"),
    )
    return message(view, told, *body(view), question)


def discarded(view: View, facts: Facts) -> Wording:
    return one(view, "Nothing was posted. You can start again whenever you like.")


def draft_gone(view: View, facts: Facts) -> Wording:
    return one(
        view,
        "That draft is no longer here: it was posted, put away, or too old. /myhelp shows what is yours.",
    )


def handed_back(view: View, no: str, facts: Facts, typed: str) -> Wording:
    """A refusal of typed text, with the text: nothing that somebody wrote is lost."""
    why = Paragraph((Plain(refusals.sentence(view, no, facts)),))
    if not typed.strip():
        return message(view, why)
    return message(view, why, line(view, KEPT_WORDS), Paragraph((Typed(typed),)))


def refused_above(view: View, no: str, facts: Facts, typed: str) -> Wording:
    """Of a message in private: it stands there still, so that what is long is not said twice."""
    if len(typed) <= SAID_AGAIN:
        return handed_back(view, no, facts, typed)
    return message(view, Paragraph((Plain(refusals.sentence(view, no, facts)),)), line(view, STANDS_ABOVE))


MESSAGES = {
    "preview": preview,
    "not_posted_yet": not_posted_yet,
    "posted": posted,
    "edited": edited,
    "edited_told": edited_told,
    "discarded": discarded,
    "draft_gone": draft_gone,
}
