"""The one daily message of a person: written when its time has come, counted when it was delivered."""

from collections.abc import Sequence
from datetime import datetime

from bot.model.ids import CommunityId, PersonId
from bot.model.people import Member
from bot.model.places import Community
from bot.model.posts import Owed, Talk
from bot.model.requests import Request
from bot.model.wording import Wording
from bot.ports import Tx
from bot.rules import followups
from bot.texts import talks
from bot.usecases import views
from bot.usecases.settling import Moved, save

REQUESTS_AT_MOST = 8
"""In one message; more than that cannot be read kindly. The rest follows the next day."""


def talk(tx: Tx, due: tuple[CommunityId, PersonId], now: datetime) -> bool:
    """Write this person's message, if it is time; otherwise look again later. Says whether it was written."""
    community = tx.communities.get(due[0])
    member = tx.people.member(*due)
    if member.talk_at is None or member.talk_at > now:
        return False
    owing = tx.requests.owed_to(*due, now, REQUESTS_AT_MOST)
    slot = _slot(tx, member, community, owing, now)
    if not owing or slot > now:
        tx.people.talk_next(member, slot if owing else tx.requests.next_owed(*due))
        return False
    _write(tx, community, member, owing, now)
    return True


def _slot(tx: Tx, member: Member, community: Community, owing: Sequence[Request], now: datetime) -> datetime:
    has_urgent = any(
        followups.is_urgent(request, item.item)
        for request in owing
        for item in followups.owed(request, member.person_id, now)
    )
    back_at = tx.uptime.back_at()
    return followups.talk_slot(has_urgent, now, member.last_talk_at, member.daily_hour, community, back_at)


def _write(tx: Tx, community: Community, member: Member, owing: Sequence[Request], now: datetime) -> None:
    items: list[Owed] = []
    moves: list[Moved] = []
    for request in owing:
        after = request
        for item in followups.owed(request, member.person_id, now):
            after = followups.asked(after, item, now, community.policy)
            items.append(item)
        moves.append(Moved("talk" if request is owing[0] else "", request, after))
    _supersede(tx, community.id, member.person_id)
    written = Talk(community.id, tx.new_id(), member.person_id, now, tuple(items))
    save(tx, community, tuple(moves), now, None, None, talk=written, back_at=tx.uptime.back_at())
    tx.people.talk_next(member, tx.requests.next_owed(community.id, member.person_id))


def _supersede(tx: Tx, community_id: CommunityId, person_id: PersonId) -> None:
    """Yesterday's message stops asking what today's asks; questions that are asked only once stay open."""
    previous = tx.talks.latest(community_id, person_id)
    if previous is not None:
        asked_once = {item.number for item in previous.items if item.item in followups.ASKED_ONCE}
        tx.talks.supersede(previous, sorted({item.number for item in previous.items} - asked_once))


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
                save(tx, community, (Moved("nudged", request, after),), now, None, None)


def wording(tx: Tx, community: Community, told: Talk, now: datetime, platform: str) -> Wording:
    """The message as it is true now."""
    items = []
    for item in told.items:
        request = tx.requests.find(community.id, item.number)
        if request is not None:
            items.append((item, views.of_request(tx, community, request, told.person_id, now, platform)))
    return talks.talk(tuple(items), told.is_latest)
