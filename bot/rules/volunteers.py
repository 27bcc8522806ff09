"""What a volunteer may say about themselves, how long it holds, and which requests fit them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType

from bot.errors import BadText
from bot.model.claims import Hold
from bot.model.ids import Number, PersonId, WordsId
from bot.model.language import Language
from bot.model.places import Community
from bot.model.policy import DAY, Kind, Policy
from bot.model.posts import Item, Owed
from bot.model.requests import Request, Status
from bot.model.volunteers import Offer, Quiet, Volunteer
from bot.rules import typed
from bot.rules.claims import free_places

AREA_LIMIT = 80
FEWEST_HOURS = 2
"""Of a day, in which somebody can be asked at all."""
FIT_AT_MOST = 5
YES, NO = "yes", "no"
_QUIET = re.compile(
    r"(\d{1,2})(?::00)?\s*(?:h|uhr)?\s*(?:-|–|to|until|bis|a|à)\s*(\d{1,2})(?::00)?\s*(?:h|uhr)?",
    re.ASCII | re.IGNORECASE,
)
_LENGTH = re.compile(r"([0-9]{1,3})\s*([^\W\d_]+)")
_DAYS = frozenset({"d", "day", "days", "t", "tag", "tage", "tagen", "día", "días", "dia", "dias", "j", "jour", "jours"})
_WEEKS = frozenset(
    {"w", "week", "weeks", "woche", "wochen", "semana", "semanas", "semaine", "semaines", "wk", "wks", "sem"}
)
_EFFORT = MappingProxyType({Kind.INFORMATIONAL: 0, Kind.PRACTICAL: 1, Kind.EMOTIONAL: 1, Kind.FINANCIAL: 2})
"""Of the kinds of help: an answer can be given from where one sits."""
_NOBODYS = Number(0)
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Fit:
    """A request that somebody could take on."""

    request: Request
    is_told_in_theirs: bool = True
    """Whoever asked reads a language that they speak."""
    is_close: bool = False


def fill(values: dict[str, str], policy: Policy) -> Offer:
    """The offer from what was filled in. Raises BadText for the first field that cannot be used."""
    kinds = frozenset(Kind(value) for value in _several("kinds", values, [kind.value for kind in policy.kinds]))
    languages = frozenset(Language(value) for value in _several("languages", values, list(Language)))
    area = typed.clean("area", values.get("area", ""), AREA_LIMIT)
    quiet = _quiet(values.get("quiet", ""), policy)
    return Offer(kinds, languages, area, quiet, _most(values, policy), _is_yes(values))


def _several(name: str, values: dict[str, str], possible: list[str]) -> list[str]:
    written = values.get(name, "")
    chosen = [each.strip() for each in written.split(",") if each.strip()]
    if not chosen or any(each not in possible for each in chosen):
        raise BadText("choose_some", name, written)
    return chosen


def _quiet(written: str, policy: Policy) -> Quiet | None:
    if not written.strip():
        return None
    found = _QUIET.fullmatch(written.strip())
    begins, ends = (int(found[1]), int(found[2])) if found else (25, 25)
    if max(begins, ends) > 24 or begins % 24 == ends % 24:
        raise BadText("not_quiet_hours", "quiet", written)
    quiet = Quiet(begins % 24, ends % 24)
    left = [hour for hour in range(policy.day_begins, policy.day_ends) if not quiet.holds_at(hour)]
    if len(left) < FEWEST_HOURS:
        raise BadText("no_hours_left", "quiet", written, fewest=str(FEWEST_HOURS))
    return quiet


def _most(values: dict[str, str], policy: Policy) -> int:
    written = values.get("most", "").strip()
    is_number = written.isascii() and written.isdigit() and len(written) <= 3
    if not (is_number and 1 <= int(written) <= policy.open_claims):
        raise BadText("out_of_bounds", "most", written, least="1", most=str(policy.open_claims))
    return int(written)


def _is_yes(values: dict[str, str]) -> bool:
    written = values.get("heavy", "")
    if written not in (YES, NO):
        raise BadText("choose_one", "heavy", written)
    return written == YES


def values_of(volunteer: Volunteer, area: str) -> dict[str, str]:
    """As they would be filled in again."""
    quiet = volunteer.quiet
    return {
        "kinds": ",".join(kind.value for kind in Kind if kind in volunteer.kinds),
        "languages": ",".join(each.value for each in Language if each in volunteer.languages),
        "area": area,
        "quiet": "" if quiet is None else f"{quiet.begins}-{quiet.ends}",
        "most": str(volunteer.open_claims),
        "heavy": YES if volunteer.takes_heavy else NO,
    }


def enlist(
    offer: Offer, before: Volunteer | None, person: PersonId, words_id: WordsId | None, now: datetime, at: Community
) -> Volunteer:
    """An offer holds for its whole time from when it was last filled in."""
    fresh = Volunteer(
        at.id,
        person,
        offer.kinds,
        offer.languages,
        offer.quiet,
        offer.open_claims,
        offer.takes_heavy,
        words_id,
        now if before is None else before.since,
        now,
        None,
    )
    return renew(fresh, now, at.policy)


def renew(volunteer: Volunteer, now: datetime, policy: Policy) -> Volunteer:
    expires_at = now + policy.volunteer_life
    return replace(volunteer, expires_at=expires_at, renew_at=expires_at - policy.renewal_notice)


def owed(volunteer: Volunteer | None, until: datetime) -> Owed | None:
    """Whether they have to be asked by `until` if it goes on."""
    if volunteer is None or volunteer.renew_at is None or volunteer.renew_at > until:
        return None
    return Owed(Item.RENEWAL, _NOBODYS, volunteer.person_id, volunteer.renew_at)


def asked(volunteer: Volunteer, now: datetime, policy: Policy) -> Volunteer:
    """They have the whole notice to answer, however late the question came."""
    return replace(volunteer, renew_at=None, expires_at=max(volunteer.expires_at, now + policy.renewal_notice))


def ends_at(volunteer: Volunteer, back_at: datetime | None) -> datetime:
    """Who could not reach us because we slept has a day from when we were back."""
    return volunteer.expires_at if back_at is None else max(volunteer.expires_at, back_at + DAY)


def limited(community: Community, volunteer: Volunteer | None) -> Community:
    """With the policy as it holds for this person: nobody carries more than they said they can."""
    if volunteer is None or volunteer.open_claims >= community.policy.open_claims:
        return community
    return replace(community, policy=replace(community.policy, open_claims=volunteer.open_claims))


def pause_until(written: str, now: datetime, policy: Policy) -> datetime:
    """When a break ends that is written like "10d" or "2 weeks". Never a bare number. Raises BadText."""
    if not written.strip():
        return now + policy.pause_usual
    found = _LENGTH.fullmatch(written.strip().casefold())
    unit = found[2] if found else ""
    if found is None or unit not in _DAYS | _WEEKS:
        raise BadText("not_a_length", "pause", written)
    length = int(found[1]) * (DAY if unit in _DAYS else 7 * DAY)
    if not DAY <= length <= policy.pause_at_most:
        raise BadText("break_is_long", "pause", written, most=str(policy.pause_at_most.days))
    return now + length


def fits(request: Request, person: PersonId, volunteer: Volunteer | None, apart: frozenset[PersonId]) -> bool:
    """Whether this person could take it on now, and has not answered it already."""
    is_asked_for = volunteer is None or _offers(volunteer, request)
    mine = request.claim_of(person)
    is_answered = mine is not None and mine.hold is not Hold.ALERTED and not mine.is_proposed
    is_theirs = person == request.asker_id or is_answered
    is_up = request.status is Status.OPEN and not request.is_paused and not request.is_hidden
    is_open = is_up and free_places(request, person) > 0
    return is_asked_for and not is_theirs and is_open and request.asker_id not in apart


def _offers(volunteer: Volunteer, request: Request) -> bool:
    return request.kind in volunteer.kinds and (volunteer.takes_heavy or not request.is_hard_to_hear)


def smallest_first(fitting: Iterable[Fit]) -> list[Request]:
    """What takes least: an answer before an errand, what needs few people before what needs many.

    Of the same size, first what is told in a language of theirs, then what is close by, then what is needed soonest.
    """
    return [fit.request for fit in sorted(fitting, key=_size)]


def _size(fit: Fit) -> tuple[int, int, bool, bool, datetime, int]:
    request = fit.request
    left = request.wanted - request.taken
    needed_by = request.needed_by or _NEVER
    return _EFFORT[request.kind], left, not fit.is_told_in_theirs, not fit.is_close, needed_by, request.number
