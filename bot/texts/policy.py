"""How a community is set up, and the forms in which its moderators change that."""

from bot.model.ids import Number
from bot.model.language import Language
from bot.model.outcome import FieldKind, FormAbout, FormField, FormView
from bot.model.policy import HOUR, Kind, Policy
from bot.model.view import View
from bot.model.wording import Choice, Paragraph, Span, Strong, Wording
from bot.rules.policy import LONGEST_ZONE
from bot.texts.digests import switches
from bot.texts.languages import by_count
from bot.texts.parts import KINDS, Facts, choose, heading, line, message, phrase, said, together

_NOBODY = Number(0)
_PLACES = {"help": "a place for requests", "thanks": "a place for thanks", "care": "a place for the care team"}
LOOK = "look"
"""The page of the setup about how everything is said and shown; the first one has no name."""
NUMBERS = "numbers"
"""The page with every number."""
OWN_NAMES = {
    Language.ENGLISH: "English",
    Language.GERMAN: "Deutsch",
    Language.SPANISH: "Español",
    Language.FRENCH: "Français",
}
"""Whoever looks for theirs can read it, whatever language is chosen now."""
_WHY_OFF = {
    Kind.EMOTIONAL: "It is off at first because listening needs rooms that somebody looks after.",
    Kind.FINANCIAL: "It is off at first because money needs rules: I never hold any, and both sides confirm.",
}


def setup(view: View, missing: tuple[str, ...]) -> Wording:
    policy = view.community.policy
    lacking = ", ".join(phrase(view, _PLACES[kind]) for kind in missing)
    return message(
        view,
        _title(view),
        line(view, "Still missing: {places}." if missing else "All places are set.", places=lacking),
        *(_kind_row(view, kind, kind in policy.kinds) for kind in Kind),
        together(*_numbers(view, policy), choices=_ways_to_numbers(view)),
        line(
            view,
            "Language: {language}. Time zone: {zone}.",
            choose(view, "helpsetup", "Language, time zone and look", LOOK, number=_NOBODY),
            language=OWN_NAMES[view.community.language],
            zone=view.community.timezone,
        ),
    )


def look_of(view: View) -> Wording:
    """The other page."""
    return message(
        view,
        _title(view),
        together(
            said(view, "What everybody reads here is in this language: {language}.", language=_language(view)),
            said(view, "What I say to one person alone is in that person's own language, if I know it."),
            choices=tuple(_languages(view)),
        ),
        *switches(view),
        line(
            view,
            "Time zone: {zone}.",
            choose(view, "zone", "Type another time zone", number=_NOBODY),
            zone=view.community.timezone,
        ),
        line(
            view, "The rest of the setup:", choose(view, "helpsetup", "Places, kinds of help, numbers", number=_NOBODY)
        ),
    )


def _title(view: View) -> Paragraph:
    return heading(phrase(view, "How {community} is set up", community=view.community.name))


def _language(view: View) -> Strong:
    return Strong(OWN_NAMES[view.community.language])


def _languages(view: View) -> list[Choice]:
    """Each in its own words: whoever looks for theirs finds it."""
    others = [language for language in Language if language is not view.community.language]
    return [Choice("language", _NOBODY, OWN_NAMES[language], language.value) for language in others]


def _kind_row(view: View, kind: Kind, is_on: bool) -> Paragraph:
    name = phrase(view, KINDS[kind])
    if is_on:
        off = choose(view, "kind", "Turn off: {kind}", f"{kind.value} off", number=_NOBODY, kind=name)
        return line(view, "{kind}: on.", off, kind=name)
    on = choose(view, "kind", "Turn on: {kind}", f"{kind.value} on", number=_NOBODY, kind=name)
    why = said(view, _WHY_OFF[kind]) if kind in _WHY_OFF else ()
    return together(said(view, "{kind}: off.", kind=name), why, choices=(on,))


def _numbers(view: View, policy: Policy) -> tuple[tuple[Span, ...], ...]:
    return (
        _counted(
            view,
            policy.open_claims,
            "A person carries at most one open request.",
            "A person carries at most {count} open requests.",
        ),
        said(
            view,
            "A helper is asked {hours} hours after the time they named, at most {count} times, then the request "
            "looks for somebody else.",
            hours=policy.usual.grace // HOUR,
            count=policy.nudges_before_release,
        ),
        said(
            view,
            "I write between {begins}:00 and {ends}:00, the daily message from {daily}:00.",
            begins=policy.day_begins,
            ends=policy.day_ends,
            daily=policy.daily_hour,
        ),
        _counted(
            view,
            policy.expiry.days,
            "A request that nobody takes on expires after a day.",
            "A request that nobody takes on expires after {count} days.",
        ),
        said(view, "Done settles after {hours} hours.", hours=policy.objection // HOUR),
        _counted(
            view,
            policy.purge_after.days,
            "What people typed is deleted a day after closing.",
            "What people typed is deleted {count} days after closing.",
        ),
    )


def _ways_to_numbers(view: View) -> tuple[Choice, ...]:
    change = choose(view, "numbers", "Change the numbers", number=_NOBODY)
    return change, choose(view, "helpsetup", "All the other numbers", NUMBERS, number=_NOBODY)


def _counted(view: View, count: int, one: str, other: str) -> tuple[Span, ...]:
    return said(view, by_count(view.language, count, one, other), count=count)


def zone_form(view: View, values: Facts, errors: Facts) -> FormView:
    hint = phrase(view, "A region and a city, like Europe/Berlin or America/New_York.")
    value, error = values.get("zone", ""), errors.get("zone", "")
    field = FormField("zone", phrase(view, "Time zone"), FieldKind.TEXT, hint, LONGEST_ZONE, value=value, error=error)
    title, intro = phrase(view, "The time zone of this community"), phrase(view, "Days and hours follow it.")
    return FormView(title, intro, (field,), phrase(view, "Save"), about=FormAbout.ZONE, language=view.language)
