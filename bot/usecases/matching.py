"""Telling volunteers of a request, round by round, and what they answer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.commands.values import OnRequest
from bot.model.matching import Hearer, Round
from bot.model.outcome import Outcome
from bot.model.places import Community, PlaceKind
from bot.model.posts import Holds, Post
from bot.model.requests import Request, Stage
from bot.ports import Tx
from bot.rules import matching
from bot.usecases import views, volunteers
from bot.usecases.settling import Decision, Scene, decide

LOOKED_AT: Final = 60
"""Volunteers at once, those who were told of something longest ago first: enough for any round."""


def next_round(tx: Tx, community: Community, request: Request, now: datetime) -> tuple[str, Request, tuple[Post, ...]]:
    """One step of looking for somebody: its name ("" if nobody hears of it), the request afterwards, and its posts."""
    hearers = _hearers(tx, community, request, now)
    name, after = matching.next_round(request, hearers, now, community)
    told = [claim.helper_id for claim in after.alerted if request.claim_of(claim.helper_id) is None]
    tx.matching.tell(community.id, told, now)
    if name or after.stage is not request.stage:
        _record(tx, community, request, hearers, len(told), now)
    return name, after, _note(name, request)


def _hearers(tx: Tx, community: Community, request: Request, now: datetime) -> list[Hearer]:
    apart = tx.volunteers.apart_from(community.id, request.asker_id)
    found = tx.matching.hearers(request, views.language(tx, community, request.asker_id), now, LOOKED_AT)
    where = tx.words.get(community.id, request.words_id).get("where") if request.stage is Stage.NEAR else ""
    return [
        replace(each, is_apart=each.person_id in apart, is_close=bool(where) and _is_close(tx, community, each, where))
        for each in found
    ]


def _is_close(tx: Tx, community: Community, hearer: Hearer, where: str) -> bool:
    """What both typed is compared here, and nowhere kept, shown or counted."""
    return matching.is_same_area(where, tx.words.get(community.id, hearer.words_id).get("area"))


def _record(
    tx: Tx, community: Community, request: Request, hearers: Sequence[Hearer], told: int, now: datetime
) -> None:
    """For whoever asks later how this came about."""
    if request.stage not in (Stage.NEAR, Stage.WIDER):
        tx.matching.record(request, Round(now, request.stage))
        return
    crowd = tx.matching.crowd(request, views.language(tx, community, request.asker_id), now)
    tx.matching.record(request, matching.explained(request, hearers, crowd, told, now, community))


def _note(name: str, request: Request) -> tuple[Post, ...]:
    """For all to read, without calling anybody; then one quiet line to the care team."""
    match name:
        case "alert_place":
            return (Post("still_wanted", request.number, place=PlaceKind.HELP, premise=Holds.OPEN),)
        case "alert_care":
            return (Post("care_unmatched", request.number, place=PlaceKind.CARE, premise=Holds.OPEN),)
        case _:
            return ()


def not_this_time(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    """It needs no reason, and nobody counts it or learns of it."""

    def rule(scene: Scene) -> Decision:
        after = matching.not_this_time(scene.request, scene.me, now)
        return Decision("not_this_time", after, "declined", is_private=True)

    return decide(tx, command, now, rule)


def pause_week(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    """The answer to an alert that is good for all of them: not this one, and none for a week. Late it holds too."""

    def rule(scene: Scene) -> Decision:
        until = volunteers.rest(tx, scene.community, scene.me, now + matching.WEEK, now, scene.request.number)
        after = matching.let_off(scene.request, scene.me, now)
        return Decision("pause_week", after, "resting", facts={"until": until.isoformat()}, is_private=True)

    return decide(tx, command, now, rule)
