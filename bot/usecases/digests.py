"""The digest of open needs and the week in counts: switched on by moderators, looked at when something is due."""

from dataclasses import replace
from datetime import datetime

from bot.model.changes import CardWish, Settlement
from bot.model.digests import Digest, DigestKind
from bot.model.ids import CommunityId, Number, PlaceId
from bot.model.places import Community, PlaceKind
from bot.model.posts import CardKind, Post
from bot.model.requests import Request
from bot.model.view import View
from bot.model.wording import Wording
from bot.ports import Tx
from bot.rules import digests as rules
from bot.rules import hours
from bot.texts import digests as texts
from bot.usecases import views

WEEK_TOLD = "week"
"""The name of the post that tells a week."""


def look(tx: Tx, due: tuple[CommunityId, DigestKind], now: datetime) -> bool:
    """Say it anew, if it is time; otherwise it was done meanwhile. Says whether it was looked at."""
    digest = tx.digests.get(*due)
    if digest is None or digest.due_at is None or digest.due_at > now:
        return False
    community = tx.communities.get(digest.community_id)
    if digest.kind is DigestKind.OPEN:
        _draw(tx, community, digest, now)
    else:
        _tell_week(tx, community, digest, now)
    return True


def look_soon(tx: Tx, community_id: CommunityId, now: datetime) -> None:
    """Something may have to be said differently. What follows within the same minute is said with it."""
    digest = tx.digests.get(community_id, DigestKind.OPEN)
    soon = now + rules.SOON
    if digest is not None and (digest.due_at is None or digest.due_at > soon):
        tx.digests.save(replace(digest, due_at=soon))


def follow_policy(tx: Tx, community: Community, now: datetime) -> None:
    """What a moderator switched on or off, or set otherwise."""
    overview = _kept(tx, community, DigestKind.OPEN)
    if community.policy.digest:
        _draw(tx, community, overview, now)
    elif overview.said_at is not None:
        tx.digests.save(Digest(community.id, DigestKind.OPEN))
        tx.settle(Settlement(community.id, None, now, cards=(_card(is_absent=True),)))
    week = _kept(tx, community, DigestKind.WEEK)
    if community.policy.weekly:
        tx.digests.save(replace(week, due_at=_next_week(community, week, now)))
    elif week.due_at is not None:
        tx.digests.save(Digest(community.id, DigestKind.WEEK))


def leave(tx: Tx, community_id: CommunityId, place_id: PlaceId) -> None:
    """Another place takes this one's place: the card is made there anew."""
    for card in tx.cards.digests(community_id):
        if card.place_id == place_id and card.ref is not None and not card.is_absent:
            tx.cards.make_anew(card)


def _kept(tx: Tx, community: Community, kind: DigestKind) -> Digest:
    return tx.digests.get(community.id, kind) or Digest(community.id, kind)


def _next_week(community: Community, week: Digest, now: datetime) -> datetime:
    return rules.next_week(now, week.said_at, community.policy.daily_hour, community.timezone)


def _draw(tx: Tx, community: Community, digest: Digest, now: datetime) -> None:
    """Only if it says something else, or is not there at all."""
    shown, total = _shown(tx, community)
    gist = rules.gist(community, shown, total, now)
    if gist != digest.gist or not _is_up(tx, community.id):
        tx.settle(Settlement(community.id, None, now, cards=(_card(),)))
        for card in tx.cards.digests(community.id):
            tx.cards.draw_again(card)
    due_at = rules.next_look(shown, now, community.timezone)
    tx.digests.save(replace(digest, due_at=due_at, gist=gist, said_at=now))


def _shown(tx: Tx, community: Community) -> tuple[tuple[Request, ...], int]:
    total = tx.requests.count_wanted(community.id, None)
    rows = rules.rows_at_most(total, community.policy.digest_lines)
    return tuple(tx.requests.wanted(community.id, None, rows, 0)), total


def _is_up(tx: Tx, community_id: CommunityId) -> bool:
    """A place that moved, or was replaced, has none yet."""
    place = tx.places.of_kind(community_id, PlaceKind.HELP)
    here = (card for card in tx.cards.digests(community_id) if place is not None and card.place_id == place.id)
    return any(card.ref is not None for card in here)


def _card(*, is_absent: bool = False) -> CardWish:
    return CardWish(CardKind.DIGEST, PlaceKind.HELP, is_absent=is_absent)


def wording(tx: Tx, community: Community, now: datetime) -> Wording:
    """As it is true now. It names nobody, so no names are looked up."""
    shown, total = _shown(tx, community)
    view = views.bare(tx, community, None, now)
    return texts.digest(view, tuple(_row(tx, view, request) for request in shown), total)


def _row(tx: Tx, view: View, request: Request) -> View:
    return replace(view, request=request, words=tx.words.get(request.community_id, request.words_id))


def _tell_week(tx: Tx, community: Community, digest: Digest, now: datetime) -> None:
    """After a long sleep one summary tells it all, and not while people sleep."""
    awake_at = hours.waking_slot(now, community.timezone, community.policy)
    if awake_at > now:
        tx.digests.save(replace(digest, due_at=awake_at))
        return
    since, until = rules.untold(now, digest.said_at, community.policy.daily_hour, community.timezone)
    told = replace(digest, said_at=until)
    told = replace(told, due_at=_next_week(community, told, now))
    facts = rules.told(tx.digests.week(community.id, since, until))
    if rules.is_longer_than_a_week(since, until):
        facts |= {"weeks": "several"} if facts else {}
    if facts and tx.places.of_kind(community.id, PlaceKind.THANKS) is not None:
        post = Post(WEEK_TOLD, Number(0), place=PlaceKind.THANKS, facts=facts, discard_after=told.due_at)
        tx.settle(Settlement(community.id, None, now, posts=(post,)))
    tx.digests.save(told)
