"""The numbers of a community in words: a page with all of them, and a form for each group."""

from bot.model.ids import Number
from bot.model.outcome import FieldKind, FormAbout, FormField, FormView
from bot.model.view import View
from bot.model.wording import Paragraph, Span, Strong, Wording
from bot.rules.numbers import HOURS, LONGEST_NUMBER, PAGES, Figure, bounds, numbers_of
from bot.texts.parts import Facts, choose, heading, line, message, phrase, said, together

_NOBODYS = Number(0)
TITLES = {
    FormAbout.NUMBERS: "The numbers of this community",
    FormAbout.ALERTS: "How volunteers are told",
    FormAbout.REMINDERS: "How helpers are reminded",
    FormAbout.TODAY: "What is needed today",
    FormAbout.ASKERS: "How askers are asked",
    FormAbout.ENDINGS: "How requests end",
    FormAbout.OFFERS: "Offers, breaks and the overview",
}
LABELS = {
    "open_claims": "Open requests a person may carry",
    "hours": "Hours in which I may write to people",
    "daily_hour": "Hour of the daily message",
    "expiry_days": "Days after which a request expires",
    "purge_days": "Days until typed words are deleted",
    "alert_minutes": "Minutes before volunteers are told",
    "alert_people": "Volunteers told at a time",
    "alert_hours": "Hours until more volunteers are told",
    "alerts_week": "Alerts for one volunteer in a week",
    "wanted_most": "People that one request may look for",
    "grace_hours": "Hours from the named time to a reminder",
    "nudge_hours": "Hours that a reminder waits for an answer",
    "nudges": "Reminders before it looks for others",
    "backup_hours": "Hours in which only the backup is asked",
    "undo_minutes": "Minutes in which a move can be taken back",
    "grace_today": "Minutes from the named time to a reminder",
    "nudge_today": "Minutes that a reminder waits",
    "backup_today": "Minutes in which only the backup is asked",
    "alert_today": "Minutes until more volunteers are told",
    "check_hours": "Hours from a claim to “did help arrive?”",
    "contact_hours": "Hours from the named time to that question",
    "check_every": "Hours from one such question to the next",
    "check_days": "Days after which I stop asking",
    "unclaimed_hours": "Hours until I say that nobody was free",
    "objection_hours": "Hours in which “done” can be objected to",
    "thanks_hours": "Hours from “done” to a word of thanks",
    "warning_days": "Days of warning before it expires",
    "draft_days": "Days for which a draft is kept",
    "question_days": "Days for which a question stays open",
    "life_days": "Days for which an offer to help holds",
    "notice_days": "Days before its end when I ask once",
    "pause_most": "Days a break may last",
    "pause_days": "Days of a break if none are said",
    "digest_lines": "Lines of the overview of what is open",
}
_HINTS = {
    "open_claims": "1 to 10. Two is usual.",
    "hours": "Like 9-22, in your time zone.",
    "daily_hour": "Within those hours.",
    "expiry_days": "3 to 90, if nobody takes it on.",
    "purge_days": "1 to 90, from the closing on.",
}
_ORDER = ("open_claims", HOURS, "daily_hour", "expiry_days", "purge_days")
"""Of the first page: the hours come before what depends on them."""


def numbers_form(view: View, values: Facts, errors: Facts, page: FormAbout = FormAbout.NUMBERS) -> FormView:
    figures = {figure.name: figure for figure in PAGES[page]}
    names = _ORDER if page is FormAbout.NUMBERS else tuple(figures)
    fields = tuple(_field(view, name, figures.get(name), values, errors) for name in names)
    intro = phrase(view, "They count from now on. What was promised before stays as it is.")
    title, save = phrase(view, TITLES[page]), phrase(view, "Save")
    return FormView(title, intro, fields, save, about=page, is_filled=True, language=view.language)


def _field(view: View, name: str, figure: Figure | None, values: Facts, errors: Facts) -> FormField:
    kind, limit = (FieldKind.TEXT, 8) if figure is None else (FieldKind.NUMBER, LONGEST_NUMBER)
    value, error = values.get(name, ""), errors.get(name, "")
    return FormField(name, phrase(view, LABELS[name]), kind, _hint(view, name, figure), limit, value=value, error=error)


def _hint(view: View, name: str, figure: Figure | None) -> str:
    if figure is None or name in _HINTS:
        return phrase(view, _HINTS[name])
    least, most = bounds(figure, view.community.policy)
    return phrase(view, "From {least} to {most}.", least=least, most=most)


def all_numbers(view: View) -> Wording:
    """A page of the setup: each group with a way to change it."""
    top = heading(phrase(view, "All numbers of {community}", community=view.community.name))
    back = choose(view, "helpsetup", "Places, kinds of help, numbers", number=_NOBODYS)
    return message(view, top, *(_group(view, page) for page in PAGES), line(view, "The rest of the setup:", back))


def _group(view: View, page: FormAbout) -> Paragraph:
    title, values = phrase(view, TITLES[page]), numbers_of(view.community.policy, page)
    change = choose(view, "numbers", "Change: {what}", page.value, number=_NOBODYS, what=title)
    each = (_valued(view, name, values[name]) for name in (_ORDER if page is FormAbout.NUMBERS else values))
    return line(view, "{label}: {value}", change, label=Strong(title), value=together(*each, between=" · ").spans)


def _valued(view: View, name: str, value: str) -> tuple[Span, ...]:
    return said(view, "{label}: {value}", label=phrase(view, LABELS[name]), value=value)
