"""What moderators read about a request: what happened with it, and how helpers were sought. Never of their own ones."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from bot.commands.values import Ask, Moderate
from bot.errors import Refused
from bot.model.ids import Number
from bot.model.outcome import Outcome
from bot.model.requests import Request
from bot.ports import Tx
from bot.rules import matching
from bot.texts.curtain import Told, history
from bot.texts.matching import why
from bot.texts.sentences import say
from bot.usecases import views
from bot.usecases.settling import Scene, meet_member

MOVES_SHOWN = 15
ROUNDS_SHOWN = 12


def read(tx: Tx, command: Moderate, what: str, number: Number, now: datetime) -> Outcome:
    """`what` is one of READINGS."""
    community, member = meet_member(tx, Ask(command.actor, command.community_id, command.origin), now)
    request = tx.requests.find(community.id, number)
    try:
        if not command.actor.is_moderator:
            raise Refused("moderators_only")
        if request is None:
            raise Refused("no_such_request")
        scene = Scene(tx, community, member, request, now)
        may_moderate(scene, command)
    except Refused as no:
        return Outcome(f"refused: {no.message}", say(no.message, views.to_member(community, member, now), no.facts))
    return READINGS[what](scene)


def _history(scene: Scene) -> Outcome:
    """What happened, when and why; who did it is nobody's business."""
    tx, community, number = scene.tx, scene.community, scene.request.number
    happened = tx.history.of_request(community.id, number, MOVES_SHOWN + 1)
    newest = tuple(
        Told(each.at, each.move, tx.words.get(community.id, each.why).get("reason"))
        for each in reversed(happened[:MOVES_SHOWN])
    )
    view = views.to_member(community, scene.member, scene.now)
    return Outcome("history", history(view, number, newest, is_all=len(happened) <= MOVES_SHOWN))


def _why(scene: Scene) -> Outcome:
    """How helpers were sought, round by round, and what is next."""
    tx, community, request = scene.tx, scene.community, scene.request
    rounds = tx.matching.rounds(community.id, request.number, ROUNDS_SHOWN)
    return Outcome("why", why(scene.view(request), tuple(rounds), matching.due_at(request)))


READINGS: Mapping[str, Callable[[Scene], Outcome]] = MappingProxyType({"history": _history, "why": _why})


def may_moderate(scene: Scene, command: Moderate) -> None:
    if not command.actor.is_moderator:
        raise Refused("moderators_only")
    require_distance(scene, scene.request)


def require_distance(scene: Scene, request: Request) -> None:
    """Whoever was only told of it, or asked and did not say yes, is no part of it."""
    mine = request.claim_of(scene.me)
    was_only_asked = mine is not None and mine.was_thought_of and not mine.is_proposed
    is_part = mine is not None and not was_only_asked and not mine.was_only_told
    if scene.me == request.asker_id or is_part:
        raise Refused("part_of_it")
