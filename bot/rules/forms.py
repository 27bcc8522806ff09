"""What may be written into the form of a request, and what comes of it."""

from datetime import date, datetime, timedelta

from bot.errors import BadText
from bot.model.places import Community
from bot.model.policy import DAY, Kind, Urgency
from bot.model.requests import Form, Naming
from bot.rules import hours, typed

WHAT_LIMIT = 500
WHERE_LIMIT = 80
NOTE_LIMIT = 300
THANKS_LIMIT = 300
FURTHEST = 366 * DAY


def fill(values: dict[str, str], now: datetime, community: Community) -> Form:
    """The form from what was typed. Raises BadText or Refused for the first field that cannot be used."""
    kind = _kind(values.get("kind", ""), community)
    what = typed.require("what", values.get("what", ""), WHAT_LIMIT)
    urgency = _urgency(values.get("when", ""))
    by = _date(values.get("by", ""), now, community) if urgency is Urgency.BY_DATE else None
    where = typed.clean("where", values.get("where", ""), WHERE_LIMIT)
    return Form(kind, what, urgency, by, where, _naming(values.get("naming", "")), _wanted(values, community))


def _kind(value: str, community: Community) -> Kind:
    kind = next((kind for kind in Kind if kind.value == value), None)
    if kind is None:
        raise BadText("choose_one", "kind", value)
    if kind not in community.policy.kinds:
        raise BadText("kind_is_off", "kind", value, kind=kind.value)
    return kind


def _urgency(value: str) -> Urgency:
    urgency = next((urgency for urgency in Urgency if urgency.value == value), None)
    if urgency is None:
        raise BadText("choose_one", "when", value)
    return urgency


def _naming(value: str) -> Naming:
    """Unset is the private choice."""
    if not value:
        return Naming.HELPER
    naming = next((naming for naming in Naming if naming.value == value), None)
    if naming is None:
        raise BadText("choose_one", "naming", value)
    return naming


def _date(value: str, now: datetime, community: Community) -> date:
    try:
        by = date.fromisoformat(value.strip())
    except ValueError:
        raise BadText("not_a_date", "by", value) from None
    today = hours.local_date(now, community.timezone)
    if by < today:
        raise BadText("date_is_past", "by", value)
    if by > today + FURTHEST:
        raise BadText("date_is_far", "by", value)
    return by


def _wanted(values: dict[str, str], community: Community) -> int:
    value = values.get("wanted", "").strip() or "1"
    most = community.policy.wanted_at_most
    if not (value.isascii() and value.isdigit() and len(value) <= 3 and 1 <= int(value) <= most):
        raise BadText("not_a_count", "wanted", value, most=str(most))
    return int(value)


def values_of(form: Form) -> dict[str, str]:
    """The form as it would be typed again."""
    return {
        "kind": form.kind.value,
        "what": form.what,
        "when": form.urgency.value,
        "by": form.by.isoformat() if form.by else "",
        "where": form.where,
        "naming": form.naming.value,
        "wanted": str(form.wanted),
    }


def last_day(needed_by: datetime | None, community: Community) -> date | None:
    """The day that was chosen, from the end of it."""
    return None if needed_by is None else hours.local_date(needed_by - timedelta(seconds=1), community.timezone)
