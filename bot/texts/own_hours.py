"""By which clocks one person lives, and from which hour on their daily message comes."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.model.ids import Number
from bot.model.outcome import FieldKind, FormAbout, FormField, FormView
from bot.model.people import Member
from bot.model.view import View
from bot.model.wording import Choice, Paragraph, Time, Wording
from bot.rules.policy import LONGEST_HOUR, LONGEST_ZONE
from bot.texts.parts import Facts, choose, message, phrase, said, together

_NOBODYS = Number(0)


def way_in(view: View) -> Choice:
    return choose(view, "own_hours", "My time zone and hours", number=_NOBODYS)


def page(view: View, member: Member, hour: int, next_at: datetime, *, is_new: bool) -> Wording:
    """With an example: whoever reads a wrong time there knows that the zone is wrong."""
    change = choose(view, "own_hours_form", "Change my hours", number=_NOBODYS)
    usual = choose(view, "own_hours_off", "As everybody here", number=_NOBODYS)
    is_own = member.timezone is not None or member.daily_hour is not None
    return message(
        view,
        _clocks(view, member, is_new=is_new),
        together(
            said(
                view,
                "I write to you between {begins}:00 and {ends}:00, what waits for you in one message from {hour}:00 "
                "on: the next one {time} at the earliest.",
                begins=view.community.policy.day_begins,
                ends=view.community.policy.day_ends,
                hour=hour,
                time=Time(next_at),
            ),
            said(view, "“Tomorrow” and the times that you type are meant by these clocks too."),
            choices=(change, usual) if is_own else (change,),
        ),
    )


def _clocks(view: View, member: Member, *, is_new: bool) -> Paragraph:
    clock = f"{view.now.astimezone(ZoneInfo(view.zone)):%H:%M}"
    english = (
        "You live by the clocks of this community: {zone}, where it is {clock} now."
        if member.timezone is None
        else "You live by your own clocks: {zone}, where it is {clock} now."
    )
    noted = said(view, "Thank you, that is noted.") if is_new else ()
    return together(noted, said(view, english, zone=view.zone, clock=clock))


def form(view: View, values: Facts, errors: Facts, *, is_filled: bool) -> FormView:
    policy = view.community.policy
    region = phrase(view, "A region and a city, like Europe/Berlin or America/New_York.")
    within = phrase(view, "From {least} to {most}.", least=policy.day_begins, most=policy.day_ends - 1)

    def field(name: str, label: str, hint: str, limit: int) -> FormField:
        value, error = values.get(name, ""), errors.get(name, "")
        return FormField(name, label, FieldKind.TEXT, hint, limit, value=value, error=error, is_optional=True)

    fields = (
        field("zone", phrase(view, "Time zone"), region, LONGEST_ZONE),
        field("daily_hour", phrase(view, "Hour of the daily message"), within, LONGEST_HOUR),
    )
    title = phrase(view, "My time zone and hours")
    intro, save = phrase(view, "Only I see this. What stays empty is as everybody has it here."), phrase(view, "Save")
    about = FormAbout.OWN_HOURS
    return FormView(title, intro, fields, save, about=about, is_filled=is_filled, language=view.language)
