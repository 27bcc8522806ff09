"""Being a volunteer: what one says about oneself, a break, who is kept apart, and what fits."""

from dataclasses import replace
from datetime import datetime

from bot.model.ids import Number
from bot.model.language import Language
from bot.model.outcome import FieldKind, FormAbout, FormField, FormView
from bot.model.policy import Kind
from bot.model.view import View
from bot.model.volunteers import Volunteer
from bot.model.wording import Choice, Paragraph, Span, Time, Typed, Wording
from bot.rules.volunteers import AREA_LIMIT, NO, YES
from bot.texts.boards import row
from bot.texts.languages import by_count
from bot.texts.own_hours import way_in
from bot.texts.parts import KINDS, Facts, choose, line, message, one, phrase, said, together
from bot.texts.policy import OWN_NAMES

_NOBODYS = Number(0)
_HEAVY = {NO: "No, please not", YES: "Yes, those too"}


def form(view: View, values: Facts, errors: Facts, *, is_filled: bool) -> FormView:
    fields = tuple(_field(each, values, errors) for each in _fields(view))
    title, intro = phrase(view, "What can you help with?"), phrase(view, "Only I see this. You can change or end it.")
    save = phrase(view, "Save")
    return FormView(title, intro, fields, save, about=FormAbout.VOLUNTEER, is_filled=is_filled, language=view.language)


def _field(field: FormField, values: Facts, errors: Facts) -> FormField:
    return replace(field, value=values.get(field.name, field.value), error=errors.get(field.name, ""))


def _fields(view: View) -> tuple[FormField, ...]:
    policy = view.community.policy
    kinds = tuple((kind.value, phrase(view, KINDS[kind])) for kind in Kind if kind in policy.kinds)
    languages = tuple((each.value, OWN_NAMES[each]) for each in Language)
    heavy = tuple((value, phrase(view, _HEAVY[value])) for value in _HEAVY)
    area, hours = (
        phrase(view, "An area is enough, never an address."),
        phrase(view, "Like 22-8, by your clocks."),
    )
    most, fits = str(policy.open_claims), phrase(view, "From 1 to {most}.", most=policy.open_claims)
    return (
        FormField("kinds", phrase(view, "Kinds of help you like to give"), FieldKind.CHOICES, options=kinds),
        FormField(
            "languages",
            phrase(view, "Languages you speak"),
            FieldKind.CHOICES,
            options=languages,
            value=view.language.value,
        ),
        FormField("area", phrase(view, "Roughly where?"), FieldKind.TEXT, area, AREA_LIMIT, is_optional=True),
        FormField(
            "quiet", phrase(view, "Hours you want to be left alone"), FieldKind.TEXT, hours, 13, is_optional=True
        ),
        FormField("most", phrase(view, "Requests you carry at a time"), FieldKind.NUMBER, fits, 2, value=most),
        FormField("heavy", phrase(view, "Are heavy topics all right?"), FieldKind.CHOICE, options=heavy, value=NO),
    )


def profile(view: View, volunteer: Volunteer, area: str, paused_until: datetime | None, *, is_new: bool) -> Wording:
    """What they offer, with every way to change it."""
    thanks = said(view, "Thank you, that is noted.") if is_new else ()
    return message(
        view,
        together(thanks, _until(view, volunteer), choices=_go_on(view, volunteer)),
        *offered(view, volunteer),
        *([line(view, "Where: {where}", where=Typed(area))] if area else []),
        *([on_a_break(view, paused_until)] if paused_until is not None else []),
        _ways(view, volunteer),
    )


def _until(view: View, volunteer: Volunteer) -> tuple[Span, ...]:
    until = Time(volunteer.expires_at)
    if volunteer.renew_at is None:
        return said(view, "You are a volunteer until {time}, and longer if you like.", time=until)
    return said(
        view, "You are a volunteer until {time}. Before that I ask once whether you'd like to go on.", time=until
    )


def _go_on(view: View, volunteer: Volunteer) -> tuple[Choice, ...]:
    return () if volunteer.renew_at is not None else (_renew(view),)


def _renew(view: View) -> Choice:
    return choose(view, "volunteer_renew", "Yes, I go on", number=_NOBODYS)


def _leave(view: View) -> Choice:
    return choose(view, "volunteer_leave", "Stop being a volunteer", number=_NOBODYS)


def _ways(view: View, volunteer: Volunteer) -> Paragraph:
    change = choose(view, "volunteer_form", "Change what I offer", number=_NOBODYS)
    heavy = (
        choose(view, "volunteer_heavy", "No heavy topics, please", NO, number=_NOBODYS)
        if volunteer.takes_heavy
        else choose(view, "volunteer_heavy", "Heavy topics are all right", YES, number=_NOBODYS)
    )
    return Paragraph((), (change, heavy, way_in(view), _leave(view)))


def offered(view: View, volunteer: Volunteer) -> tuple[Paragraph, ...]:
    """In sentences that hold nothing typed."""
    kinds = ", ".join(phrase(view, KINDS[kind]) for kind in Kind if kind in volunteer.kinds)
    languages = ", ".join(OWN_NAMES[each] for each in Language if each in volunteer.languages)
    most = by_count(view.language, volunteer.open_claims, "One request at a time.", "{count} requests at a time.")
    return (
        line(view, "You help with: {kinds}. Languages: {languages}.", kinds=kinds, languages=languages),
        together(
            said(view, most, count=volunteer.open_claims),
            _quiet(view, volunteer),
            said(view, "Heavy topics are all right." if volunteer.takes_heavy else "No heavy topics."),
        ),
    )


def _quiet(view: View, volunteer: Volunteer) -> tuple[Span, ...]:
    if volunteer.quiet is None:
        return ()
    begins, ends = volunteer.quiet.begins, volunteer.quiet.ends
    return said(view, "Left alone from {begins}:00 to {ends}:00.", begins=begins, ends=ends)


def on_a_break(view: View, until: datetime) -> Paragraph:
    return line(view, "You are on a break until {time}.", time=Time(until))


def left(view: View) -> Wording:
    return one(view, "You are no longer a volunteer. Thank you for having been there; /volunteer begins it anew.")


def not_a_volunteer(view: View) -> Wording:
    return one(view, "You are not a volunteer at the moment. /volunteer opens the form, whenever you like.")


def renewed(view: View, volunteer: Volunteer) -> Wording:
    return one(
        view,
        "How good that you go on: you are a volunteer until {time}.",
        choose(view, "volunteer", "What I offer", number=_NOBODYS),
        time=Time(volunteer.expires_at),
    )


def asked_to_go_on(view: View, volunteer: Volunteer | None) -> Paragraph:
    """In the daily message, as it is true now."""
    if volunteer is None:
        return line(view, "You were a volunteer. Thank you for that; /volunteer begins it anew.")
    until = Time(volunteer.expires_at)
    if volunteer.renew_at is not None:
        return line(view, "You go on as a volunteer until {time}. Thank you.", time=until)
    return line(
        view,
        "Your time as a volunteer ends by itself on {time}; would you like to go on?",
        _renew(view),
        _leave(view),
        time=until,
    )


def paused(view: View, until: datetime) -> Wording:
    return message(
        view,
        line(
            view,
            "Enjoy the break. Until {time} I don't ask you about new requests; then it ends by itself.",
            choose(view, "pause", "End the break now", "off", number=_NOBODYS),
            time=Time(until),
        ),
        line(view, "What you have taken on already I still follow up with you."),
    )


def resumed(view: View) -> Wording:
    return one(view, "Welcome back. Your break is over.")


def kept_apart(view: View) -> Wording:
    return message(
        view,
        line(
            view,
            "All right: from now on neither of you can take on what the other asks for. Nobody learns of it from me.",
        ),
        line(
            view, "What one of you has already taken on for the other stays as it is; /myhelp has the ways to end it."
        ),
        line(view, "“off” behind the name takes this back. It also ends if one of you asks me to forget them."),
    )


def no_longer_apart(view: View) -> Wording:
    return one(view, "All right: I no longer keep the two of you apart.")


def can_help(view: View, rows: tuple[View, ...], *, is_volunteer: bool) -> Wording:
    tells = () if is_volunteer else (line(view, "/volunteer lets you say what you like to help with."),)
    if not rows:
        return message(view, line(view, "Nothing that fits you is open now. That is good news too."), *tells)
    top = line(view, "What fits you now, the smallest first. Only you can see this.")
    return message(view, top, *(row(each) for each in rows), *tells)
