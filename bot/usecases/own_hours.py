"""By which clocks somebody lives, and when their daily message comes. Said in private, and nobody else's business."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.commands.values import Ask, Settings
from bot.errors import BadText
from bot.model.changes import Settlement
from bot.model.ids import CommunityId, PersonId
from bot.model.outcome import Outcome
from bot.model.people import Member
from bot.ports import Tx
from bot.rules import hours
from bot.rules import policy as rules
from bot.texts import own_hours as texts
from bot.texts.refusals import sentence
from bot.usecases import views
from bot.usecases.settling import REPEATED, meet

TYPED = ("times", "hours")
"""Behind the command that tells what is held about somebody."""


def page(tx: Tx, command: Ask, now: datetime) -> Outcome:
    community, me = meet(tx, command, now)
    return _shown(tx, community.id, me, now)


def _shown(tx: Tx, community_id: CommunityId, me: PersonId, now: datetime, *, is_new: bool = False) -> Outcome:
    community, member = tx.communities.get(community_id), tx.people.member(community_id, me)
    lived, volunteer = hours.as_lived(community, member.timezone), tx.volunteers.find(community_id, me)
    quiet = volunteer.quiet if volunteer else None
    hour = hours.daily_hour(member.daily_hour, community.policy, quiet)
    next_at = hours.daily_slot(now, member.last_talk_at, hour, lived.timezone, community.policy, quiet)
    view = views.bare(tx, community, me, now)
    return Outcome("own hours", texts.page(view, member, hour, next_at, is_new=is_new))


def open_form(tx: Tx, command: Ask, now: datetime) -> Outcome:
    community, me = meet(tx, command, now)
    values = rules.own_hours_of(tx.people.member(community.id, me))
    view = views.bare(tx, community, me, now)
    return Outcome("form", form=texts.form(view, values, {}, is_filled=any(values.values())))


def set_hours(tx: Tx, command: Settings, now: datetime) -> Outcome:
    """What was filled in holds from now on, or comes back with the field that needs another look."""
    community = tx.communities.get(command.community_id)
    try:
        zone, hour = rules.own_hours(command.values, community.policy)
    except BadText as no:
        view = views.bare(tx, *meet(tx, Ask(command.actor, command.community_id, command.origin), now), now)
        errors = {no.field: sentence(view, no.message, no.facts)}
        return Outcome(f"refused: {no.message}", form=texts.form(view, command.values, errors, is_filled=True))
    return _changing(tx, command, now, lambda member: replace(member, timezone=zone, daily_hour=hour))


def as_everybody(tx: Tx, command: Ask, now: datetime) -> Outcome:
    return _changing(tx, command, now, lambda member: replace(member, timezone=None, daily_hour=None))


def _changing(tx: Tx, command: Ask | Settings, now: datetime, change: Callable[[Member], Member]) -> Outcome:
    """Once per origin. What waits for them is looked at again: it may be time now."""
    if tx.origins.known(command.community_id, command.origin):
        return REPEATED
    before = tx.people.recognise(command.community_id, command.actor, now)
    tx.people.set_hours(change(before))
    hears = {before.person_id: now} if before.talk_at is not None else {}
    tx.settle(Settlement(command.community_id, command.origin, now, before.person_id, hears=hears))
    return _shown(tx, command.community_id, before.person_id, now, is_new=True)
