"""Being a volunteer: saying what one can help with, going on, taking a break, ending it, and what fits now."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from bot.commands.values import Ask, Settings
from bot.errors import BadText, Refused
from bot.model.changes import Settlement
from bot.model.ids import CommunityId, Number, PersonId, WordsId
from bot.model.outcome import Outcome
from bot.model.places import Community
from bot.model.posts import Item
from bot.model.requests import Request, Words
from bot.model.view import View
from bot.model.volunteers import Volunteer
from bot.ports import Tx
from bot.rules import matching
from bot.rules import volunteers as rules
from bot.texts import volunteers as texts
from bot.texts.forms import handed_back
from bot.texts.refusals import sentence
from bot.texts.sentences import say
from bot.usecases import views
from bot.usecases.settling import REPEATED, Moved, meet, save

OFF = "off"
ENDED_AT_ONCE = 200
LOOKED_AT, PAGES_AT_MOST = 20, 10
"""Open requests at a time, and how often: of so many the smallest that fit are found."""

Look = Callable[[View, Volunteer | None], Outcome]


def volunteer(tx: Tx, command: Ask, now: datetime) -> Outcome:
    """What they offer already, or the form. `value` "off" ends it."""
    if command.value.casefold() == OFF:
        return leave(tx, command, now)
    return _looking(tx, command, now, lambda view, mine: _form(tx, view, None) if mine is None else _profile(tx, view))


def open_form(tx: Tx, command: Ask, now: datetime) -> Outcome:
    return _looking(tx, command, now, lambda view, mine: _form(tx, view, mine))


def _looking(tx: Tx, command: Ask, now: datetime, look: Look) -> Outcome:
    community, me = meet(tx, command, now)
    view = views.bare(tx, community, me, now)
    if not command.actor.is_volunteer:
        return Outcome("refused: volunteers_only", say("volunteers_only", view, {}))
    return look(view, tx.volunteers.find(community.id, me))


def _form(tx: Tx, view: View, mine: Volunteer | None) -> Outcome:
    values = {} if mine is None else rules.values_of(mine, _area(tx, mine))
    return Outcome("form", form=texts.form(view, values, {}, is_filled=mine is not None))


def _area(tx: Tx, mine: Volunteer) -> str:
    return tx.words.get(mine.community_id, mine.words_id).get("area")


def _profile(tx: Tx, view: View, *, is_new: bool = False) -> Outcome:
    mine = _mine(tx, view)
    assert mine is not None, "shown to volunteers only"
    paused_until = tx.volunteers.paused_until(mine.community_id, mine.person_id, view.now)
    return Outcome("volunteer", texts.profile(view, mine, _area(tx, mine), paused_until, is_new=is_new))


def _mine(tx: Tx, view: View) -> Volunteer | None:
    return tx.volunteers.find(view.community.id, view.reader_id) if view.reader_id is not None else None


def enlist(tx: Tx, command: Settings, now: datetime) -> Outcome:
    """What was filled in holds from now on, or comes back with the field that needs another look."""

    def change(view: View, me: PersonId, before: Volunteer | None) -> tuple[Volunteer | None, Outcome | None]:
        values = _completed(command.values, before)
        try:
            offer = rules.fill(values, view.community.policy)
        except BadText as no:
            errors = {no.field: sentence(view, no.message, no.facts)}
            once_more = texts.form(view, values, errors, is_filled=before is not None)
            return before, Outcome(f"refused: {no.message}", form=once_more)
        words_id = _kept(tx, view, me, before, offer.area)
        return rules.enlist(offer, before, me, words_id, now, view.community), None

    ask = Ask(command.actor, command.community_id, command.origin)
    return _changing(tx, ask, now, change, lambda view: _profile(tx, view, is_new=True))


def _completed(values: dict[str, str], before: Volunteer | None) -> dict[str, str]:
    """Where the form has no room for it, what was chosen elsewhere stays."""
    usual = rules.YES if before is not None and before.takes_heavy else rules.NO
    return {**values, "heavy": values.get("heavy") or usual}


def _kept(tx: Tx, view: View, me: PersonId, before: Volunteer | None, area: str) -> WordsId | None:
    if before is not None and before.words_id is not None:
        tx.words.delete(before.community_id, before.words_id)
    return tx.words.put(view.community.id, Words({"area": area, "by": me}), None) if area else None


def choose_heavy(tx: Tx, command: Ask, now: datetime) -> Outcome:
    """`value` is "yes" or "no"."""

    def change(view: View, me: PersonId, before: Volunteer | None) -> tuple[Volunteer | None, Outcome | None]:
        if before is None or command.value not in (rules.YES, rules.NO):
            return before, Outcome("not a volunteer", texts.not_a_volunteer(view))
        return replace(before, takes_heavy=command.value == rules.YES), None

    return _changing(tx, command, now, change, lambda view: _profile(tx, view))


def renew(tx: Tx, command: Ask, now: datetime) -> Outcome:
    """One tap: it holds as long again."""

    def change(view: View, me: PersonId, before: Volunteer | None) -> tuple[Volunteer | None, Outcome | None]:
        if before is None:
            return None, Outcome("not a volunteer", texts.not_a_volunteer(view))
        after = rules.renew(before, now, view.community.policy)
        return after, Outcome("renewed", texts.renewed(view, after))

    return _changing(tx, command, now, change, lambda view: _profile(tx, view))


def leave(tx: Tx, command: Ask, now: datetime) -> Outcome:
    """One choice, and no reason. What they have taken on is not touched."""

    def change(view: View, me: PersonId, before: Volunteer | None) -> tuple[Volunteer | None, Outcome | None]:
        if before is None:
            return None, Outcome("not a volunteer", texts.not_a_volunteer(view))
        end(tx, before)
        return None, Outcome("left", texts.left(view))

    return _changing(tx, command, now, change, lambda view: _profile(tx, view))


def _changing(
    tx: Tx,
    command: Ask,
    now: datetime,
    change: Callable[[View, PersonId, Volunteer | None], tuple[Volunteer | None, Outcome | None]],
    shown: Callable[[View], Outcome],
) -> Outcome:
    """Once per origin. Whoever has to be asked later whether it goes on is heard of by `talk_at`."""
    met = tx.receive(command.community_id, command.actor, command.origin, now)
    if met is None:
        return REPEATED
    community, me, view = met[0], met[1].person_id, views.to_member(*met, now)
    before = tx.volunteers.find(community.id, me)
    after, said = change(view, me, before)
    if after is not None and after != before:
        tx.volunteers.save(after)
    hears = {me: after.renew_at} if after is not None and after.renew_at is not None else {}
    tx.settle(Settlement(community.id, command.origin, now, me, hears=hears))
    if after != before:
        _bring_up_to_date(tx, community.id, me)
    return said or shown(view)


def _bring_up_to_date(tx: Tx, community_id: CommunityId, me: PersonId) -> None:
    """Their daily messages that ask about it."""
    for told in tx.talks.asking(community_id, me):
        if any(item.item is Item.RENEWAL for item in told.items):
            tx.talks.rewrite(told)


def end(tx: Tx, volunteer: Volunteer) -> None:
    if volunteer.words_id is not None:
        tx.words.delete(volunteer.community_id, volunteer.words_id)
    tx.volunteers.remove(volunteer)


def end_silent(tx: Tx, nothing: None, now: datetime) -> int:
    """Whoever was asked and did not answer is a volunteer no longer. Nobody says a word about it."""
    over, back_at = tx.volunteers.over(now, ENDED_AT_ONCE), tx.uptime.back_at()
    for each in over:
        heard_until = rules.ends_at(each, back_at)
        if heard_until > now:
            tx.volunteers.save(replace(each, expires_at=heard_until))
            continue
        end(tx, each)
        _bring_up_to_date(tx, each.community_id, each.person_id)
    return len(over) + tx.volunteers.end_pauses(now)


def pause(tx: Tx, command: Ask, now: datetime) -> Outcome:
    """`value` is how long, like "10d", nothing for the usual time, or "off"."""
    if tx.origins.known(command.community_id, command.origin):
        return REPEATED
    community, me = meet(tx, command, now)
    view = views.bare(tx, community, me, now)
    if command.value.casefold() == OFF:
        tx.volunteers.resume(community.id, me)
        return Outcome("resumed", texts.resumed(view))
    try:
        until = rules.pause_until(command.value, now, community.policy)
    except BadText as no:
        return Outcome(f"refused: {no.message}", handed_back(view, no.message, no.facts, no.typed))
    tx.volunteers.pause(community.id, me, until)
    _let_off(tx, community, me, now)
    return Outcome("paused", texts.paused(view, until))


def rest(tx: Tx, community: Community, me: PersonId, until: datetime, now: datetime, answered: Number) -> datetime:
    """A break at least that long; returns its end. Whoever calls it saves the request that is answered with it."""
    longest = max(until, tx.volunteers.paused_until(community.id, me, now) or until)
    tx.volunteers.pause(community.id, me, longest)
    _let_off(tx, community, me, now, answered)
    return longest


def _let_off(tx: Tx, community: Community, me: PersonId, now: datetime, answered: Number | None = None) -> None:
    """What they were to hear of and have not heard of yet."""
    for request in tx.requests.owed_to(community.id, me, now, LOOKED_AT):
        after = matching.let_off(request, me, now)
        if after != request and request.number != answered:
            save(tx, community, (Moved("", request, after),), now, None, None, redraws=False)


def can_help(tx: Tx, command: Ask, now: datetime) -> Outcome:
    """Also on a break: whoever looks wants to see."""
    community, me = meet(tx, command, now)
    view, mine = views.bare(tx, community, me, now), tx.volunteers.find(community.id, me)
    most = rules.limited(community, mine).policy.open_claims
    if tx.requests.open_claims(community.id, me) >= most:
        no = Refused("too_many_claims", limit=str(most))
        return Outcome(f"refused: {no.message}", say(no.message, view, no.facts))
    found = rules.smallest_first(_fitting(tx, view, me, mine))[: rules.FIT_AT_MOST]
    rows = tuple(views.of_request(tx, community, request, me, now) for request in found)
    return Outcome("canhelp", texts.can_help(view, rows, is_volunteer=mine is not None))


def _fitting(tx: Tx, view: View, me: PersonId, mine: Volunteer | None) -> Iterator[rules.Fit]:
    """Of those that are open, the soonest needed first."""
    community, apart = view.community, tx.volunteers.apart_from(view.community.id, me)
    speaks = frozenset({view.language}) if mine is None else mine.languages
    area = "" if mine is None else _area(tx, mine)
    for request in _open(tx, community):
        if rules.fits(request, me, mine, apart):
            where = tx.words.get(community.id, request.words_id).get("where") if area else ""
            is_theirs = views.language(tx, community, request.asker_id) in speaks
            yield rules.Fit(request, is_theirs, matching.is_same_area(area, where))


def _open(tx: Tx, community: Community) -> Iterator[Request]:
    for page in range(PAGES_AT_MOST):
        yield from tx.requests.wanted(community.id, None, LOOKED_AT, page * LOOKED_AT)
