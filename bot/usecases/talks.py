"""The one daily message of a person: written when its time has come, counted when it was delivered."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.model.claims import earliest
from bot.model.ids import CommunityId, PersonId
from bot.model.people import Member
from bot.model.places import Community
from bot.model.policy import Policy
from bot.model.posts import Item, Owed, Parcel, Talk
from bot.model.requests import Request
from bot.model.volunteers import Quiet, Volunteer
from bot.model.wording import Wording
from bot.ports import Tx
from bot.rules import followups, hours
from bot.rules import volunteers as offers
from bot.texts import talks
from bot.usecases import views
from bot.usecases.settling import Moved, save

Rule = Callable[[Request, Owed, datetime, Policy], Request]
FAR_AWAY = datetime.max.replace(tzinfo=UTC)
TELLS = frozenset({Item.TOLD_ASKER, Item.TOLD_HELPER})
"""Items that need no answer and are worth saying all the same."""
REQUESTS_AT_MOST = 8
"""In one message; more than that cannot be read kindly. The rest follows the next day."""


def talk(tx: Tx, due: tuple[CommunityId, PersonId], now: datetime) -> bool:
    """Write this person's message, if it is time; otherwise look again later. Says whether it was written."""
    community = tx.communities.get(due[0])
    member = tx.people.member(*due)
    if member.talk_at is None or member.talk_at > now:
        return False
    owing = tx.requests.owed_to(*due, now, REQUESTS_AT_MOST)
    volunteer = tx.volunteers.find(*due)
    owes = bool(owing) or offers.owed(volunteer, now) is not None
    slot = _slot(tx, member, community, owing, volunteer.quiet if volunteer else None, now)
    if not owes or slot > now:
        later = earliest(slot if owes else None, _owed_later(tx, member, owing, now), _asked_later(volunteer, now))
        tx.people.talk_next(member, later)
        return False
    _write(tx, community, member, owing, volunteer, now)
    return True


def _asked_later(volunteer: Volunteer | None, now: datetime) -> datetime | None:
    """When they are asked whether they go on as a volunteer, if that is not due yet."""
    renew_at = volunteer.renew_at if volunteer is not None else None
    return renew_at if renew_at is not None and renew_at > now else None


def _owed_later(tx: Tx, member: Member, owing: Sequence[Request], now: datetime) -> datetime | None:
    """The next word owed after now: something urgent may come before the hour of the daily message."""
    known = tx.requests.next_owed(member.community_id, member.person_id, now)
    dues = (item.due_at for request in owing for item in followups.owed(request, member.person_id, FAR_AWAY))
    return earliest(known, *(due for due in dues if due > now))


def _slot(
    tx: Tx, member: Member, community: Community, owing: Sequence[Request], quiet: Quiet | None, now: datetime
) -> datetime:
    has_urgent = any(
        followups.is_urgent(request, item.item)
        for request in owing
        for item in followups.owed(request, member.person_id, now)
    )
    back_at, lived = tx.uptime.back_at(), hours.as_lived(community, member.timezone)
    hour = hours.daily_hour(member.daily_hour, lived.policy, quiet)
    return hours.talk_slot(has_urgent, now, member.last_talk_at, hour, lived, back_at, quiet)


def _write(
    tx: Tx,
    community: Community,
    member: Member,
    owing: Sequence[Request],
    volunteer: Volunteer | None,
    now: datetime,
) -> None:
    items: list[Owed] = []
    moves: list[Moved] = []
    for request in owing:
        after = request
        for item in followups.owed(request, member.person_id, now):
            after = followups.asked(after, item, now, community.policy)
            items.append(item)
        moves.append(Moved("talk" if request is owing[0] else "", request, after))
    items += _renewal(tx, volunteer, now, community.policy)
    written = Talk(community.id, tx.new_id(), member.person_id, now, tuple(items))
    save(tx, community, tuple(moves), now, None, None, talk=written, back_at=tx.uptime.back_at(), redraws=False)
    _refer_to(tx, written)
    next_owed = tx.requests.next_owed(community.id, member.person_id, None)
    tx.people.talk_next(member, earliest(next_owed, _asked_later(volunteer, now)))


def _renewal(tx: Tx, volunteer: Volunteer | None, now: datetime, policy: Policy) -> Sequence[Owed]:
    item = offers.owed(volunteer, now)
    if item is None or volunteer is None:
        return ()
    tx.volunteers.save(offers.asked(volunteer, now, policy))
    return (item,)


def _refer_to(tx: Tx, newer: Talk) -> None:
    """Older messages stop asking what this one asks; whatever else they ask stays open."""
    for older in tx.talks.asking(newer.community_id, newer.person_id):
        items = followups.repeated(older.items, newer.items)
        if older.id != newer.id and items != older.items:
            tx.talks.rewrite(replace(older, items=items))


def was_delivered(tx: Tx, community_id: CommunityId, talk_id: str, now: datetime) -> None:
    """The message reached its reader: from now on a nudge can be left unanswered."""
    told = tx.talks.get(community_id, talk_id)
    if told is None or told.delivered_at is not None:
        return
    community = tx.communities.get(community_id)
    tx.talks.mark_delivered(told, now)
    for item in told.items:
        request = tx.requests.find(community_id, item.number)
        if request is not None:
            after = followups.delivered(request, item, now, community.policy)
            if after != request:
                save(tx, community, (Moved("nudged", request, after),), now, None, None, redraws=False)


def was_not_delivered(tx: Tx, community_id: CommunityId, talk_id: str, now: datetime) -> None:
    _reckon(tx, community_id, talk_id, now, followups.not_delivered)


def hold_back(tx: Tx, parcel: Parcel, now: datetime) -> bool:
    """Its reader's private place is closed: it waits until they come by. False if the lease was lost."""
    card = tx.cards.get(parcel.community_id, parcel.id) if parcel.is_card else None
    if not tx.directs.hold_back(parcel):
        return False
    if card is not None and card.talk_id is not None:
        _reckon(tx, parcel.community_id, card.talk_id, now, followups.held_back)
    return True


def _reckon(tx: Tx, community_id: CommunityId, talk_id: str, now: datetime, rule: Rule) -> None:
    """What follows for each request of a message that its reader has not seen."""
    told = tx.talks.get(community_id, talk_id)
    if told is None or told.delivered_at is not None:
        return
    community = tx.communities.get(community_id)
    for item in told.items:
        request = tx.requests.find(community_id, item.number)
        if request is not None:
            after = rule(request, item, now, community.policy)
            if after != request:
                save(tx, community, (Moved("", request, after),), now, None, None, redraws=False)


def wording(tx: Tx, community: Community, told: Talk, now: datetime, platform: str, *, is_new: bool) -> Wording | None:
    """The message as it is true now; None if it was never shown and has nothing left to say."""
    items = []
    for item in told.items:
        request = tx.requests.find(community.id, item.number)
        if request is not None:
            items.append((item, views.of_request(tx, community, request, told.person_id, now, platform)))
    asked = [item for item in told.items if item.item is Item.RENEWAL]
    renewal = tuple(tx.volunteers.find(community.id, item.person_id) for item in asked)
    said = talks.talk(views.bare(tx, community, told.person_id, now), tuple(items), renewal)
    is_idle = not said.choices and not any(item.item in TELLS for item in told.items)
    return None if is_new and is_idle else said
