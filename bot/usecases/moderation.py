"""What moderators do with a request. With a reason, in the history, and never on requests they are part of."""

from dataclasses import replace
from datetime import datetime

from bot.commands.typed import parse
from bot.commands.values import Ask, Moderate, OnRequest
from bot.errors import BadText, Refused
from bot.model.ids import Number
from bot.model.outcome import Outcome
from bot.model.posts import Holds, Post
from bot.model.requests import Ending, Reason, Request, Status, Words
from bot.ports import Tx
from bot.rules import claims, forms, requests, typed
from bot.texts.curtain import history
from bot.texts.sentences import say
from bot.usecases import views
from bot.usecases.settling import Decision, Scene, decide, meet

MOVES_SHOWN = 15


def moderate(tx: Tx, command: Moderate, now: datetime) -> Outcome:
    """ "close 12 reason", "release 12 reason" or "history 12"."""
    asked = parse(f"/{command.text}")
    number = asked.number if asked is not None and asked.number is not None else Number(0)

    def rule(scene: Scene) -> Decision:
        if not command.actor.is_moderator:
            raise Refused("moderators_only")
        _is_apart(scene)
        return _moderated(scene, asked.name if asked is not None else "", asked.rest if asked is not None else "")

    if number and asked is not None and asked.name == "history":
        return _history(tx, command, number, now)
    if not number:
        no = "helpmod_usage" if command.actor.is_moderator else "moderators_only"
        community, me = meet(tx, Ask(command.actor, command.community_id, command.origin), now)
        return Outcome(f"refused: {no}", say(no, views.bare(tx, community, me, now), {}))
    return decide(tx, OnRequest(command.actor, command.community_id, command.origin, number), now, rule)


def _history(tx: Tx, command: Moderate, number: Number, now: datetime) -> Outcome:
    """What happened and when; who did it is nobody's business."""
    community, me = meet(tx, Ask(command.actor, command.community_id, command.origin), now)
    request = tx.requests.find(community.id, number)
    try:
        if not command.actor.is_moderator:
            raise Refused("moderators_only")
        if request is None:
            raise Refused("no_such_request")
        _is_apart(Scene(tx, community, me, request, now))
    except Refused as no:
        return Outcome(f"refused: {no.message}", say(no.message, views.bare(tx, community, me, now), no.facts))
    happened = tx.history.of_request(community.id, number, MOVES_SHOWN + 1)
    newest = tuple((each.at, each.move) for each in reversed(happened[:MOVES_SHOWN]))
    view = views.bare(tx, community, me, now)
    return Outcome("history", history(view, number, newest, is_all=len(happened) <= MOVES_SHOWN))


def _is_apart(scene: Scene) -> None:
    if scene.me == scene.request.asker_id or scene.request.claim_of(scene.me) is not None:
        raise Refused("part_of_it")


def _moderated(scene: Scene, verb: str, why: str) -> Decision:
    """Whoever is part of it reads the reason in private; it is deleted with everything else that was typed."""
    try:
        reason = typed.require("reason", why, forms.NOTE_LIMIT)
    except BadText as no:
        raise Refused("needs_a_reason") from no
    after, posts = _close(scene) if verb == "close" else _release(scene, verb)
    words_id = scene.tx.words.put(scene.community.id, Words({"reason": reason, "by": scene.me}), scene.now)
    return Decision(verb, replace(after, reason_words_id=words_id), "moderated", posts)


def _close(scene: Scene) -> tuple[Request, tuple[Post, ...]]:
    if scene.request.status is Status.CLOSED:
        raise Refused("already_closed")
    ended = claims.end_all(scene.request, Ending.MODERATED, scene.now)
    helpers = (*scene.request.active, *scene.request.finished)
    told = (scene.request.asker_id, *(claim.helper_id for claim in helpers))
    posts = tuple(Post("closed_told", scene.request.number, reader_id=person) for person in told)
    return requests.close(ended, Reason.MODERATED, scene.now), posts


def _release(scene: Scene, verb: str) -> tuple[Request, tuple[Post, ...]]:
    if verb != "release":
        raise Refused("helpmod_usage")
    if not scene.request.active:
        raise Refused("nobody_on_it")
    told = (scene.request.asker_id, *(claim.helper_id for claim in scene.request.active))
    number, ending = scene.request.number, Ending.MODERATED
    posts = tuple(Post("released_told", number, reader_id=person, premise=Holds.LIVE) for person in told)
    return requests.reopen(scene.request, ending, scene.now, scene.community, is_told=True), posts
