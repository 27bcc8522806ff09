"""How a community is set up, and the forms in which its moderators change that."""

from datetime import timedelta

from bot.model.ids import Number
from bot.model.outcome import FieldKind, FormAbout, FormField, FormView
from bot.model.places import Community
from bot.model.policy import HOUR, Kind, Policy
from bot.model.wording import Paragraph, Plain, Strong, Wording
from bot.rules.policy import LONGEST_ZONE
from bot.texts.parts import KINDS, Facts, choose, line

_NOBODY = Number(0)
_PLACES = {"help": "a place for requests", "thanks": "a place for thanks", "care": "a place for the care team"}


def setup(community: Community, missing: tuple[str, ...]) -> Wording:
    policy = community.policy
    places = f"Still missing: {', '.join(_PLACES[kind] for kind in missing)}." if missing else "All places are set."
    kinds = tuple(_kind_row(kind, kind in policy.kinds) for kind in Kind)
    zone = line(f"Time zone: {community.timezone}.", choices=(choose("zone", _NOBODY, "Type another time zone"),))
    numbers = line(_numbers(policy), choices=(choose("numbers", _NOBODY, "Change the numbers"),))
    return Wording((line(Strong(f"How {community.name} is set up")), line(places), *kinds, zone, numbers))


def _kind_row(kind: Kind, is_on: bool) -> Paragraph:
    why = {
        Kind.EMOTIONAL: " It is off at first because listening needs rooms that somebody looks after.",
        Kind.FINANCIAL: " It is off at first because money needs rules: I never hold any, and both sides confirm.",
    }
    label, value = (f"Turn {kind.value} help off", "off") if is_on else (f"Turn {kind.value} help on", "on")
    state = "on." if is_on else "off."
    choices = (choose("kind", _NOBODY, label, f"{kind.value} {value}"),)
    return line(Plain(f"{KINDS[kind]}: {state}{'' if is_on else why.get(kind, '')}"), choices=choices)


def _numbers(policy: Policy) -> str:
    carried = "one open request" if policy.open_claims == 1 else f"{policy.open_claims} open requests"
    return (
        f"A person carries at most {carried}. A helper is asked {_hours(policy.usual.grace)} after the time they "
        f"named, at most {policy.nudges_before_release} times, then the request looks for somebody else. I write "
        f"between {policy.day_begins}:00 and {policy.day_ends}:00, the daily message from {policy.daily_hour}:00. A "
        f"request that nobody takes on expires after {_days(policy.expiry)}. Done settles after "
        f"{_hours(policy.objection)}. What people typed is deleted {_days(policy.purge_after)} after closing."
    )


def _days(length: timedelta) -> str:
    return "a day" if length.days == 1 else f"{length.days} days"


def _hours(length: timedelta) -> str:
    return f"{length // HOUR} hours"


def numbers_form(values: Facts, errors: Facts) -> FormView:
    fields = (
        _field("open_claims", "Open requests a person may carry", "1 to 10. Two is usual.", values, errors),
        _field("hours", "Hours in which I may write to people", "Like 9-22, in your time zone.", values, errors, 8),
        _field("daily_hour", "Hour of the daily message", "Within those hours.", values, errors),
        _field("expiry_days", "Days after which a request expires", "3 to 90, if nobody takes it on.", values, errors),
        _field("purge_days", "Days until typed words are deleted", "1 to 90, from the closing on.", values, errors),
    )
    intro = "They count from now on. What was promised before stays as it is."
    return FormView("The numbers of this community", intro, fields, "Save", about=FormAbout.NUMBERS, is_filled=True)


def _field(name: str, label: str, hint: str, values: Facts, errors: Facts, limit: int = 3) -> FormField:
    kind = FieldKind.NUMBER if limit == 3 else FieldKind.TEXT
    return FormField(name, label, kind, hint, limit, value=values.get(name, ""), error=errors.get(name, ""))


def zone_form(values: Facts, errors: Facts) -> FormView:
    hint = "A region and a city, like Europe/Berlin or America/New_York."
    field = _field("zone", "Time zone", hint, values, errors, LONGEST_ZONE)
    intro = "Days and hours follow it."
    return FormView("The time zone of this community", intro, (field,), "Save", about=FormAbout.ZONE)
