"""What moderators do with a request. With a reason, in the history, and never on requests they are part of."""

from datetime import datetime

from bot.commands.typed import parse
from bot.commands.values import Moderate, OnRequest
from bot.errors import BadText, Refused
from bot.model.ids import Number
from bot.model.outcome import Outcome
from bot.model.posts import Post
from bot.model.requests import Ending, Reason, Status
from bot.ports import Tx
from bot.rules import claims, forms, requests, typed
from bot.usecases.settling import Decision, Scene, decide


def moderate(tx: Tx, command: Moderate, now: datetime) -> Outcome:
    """ "close 12 reason" or "release 12 reason"."""
    asked = parse(f"/{command.text}")
    number = asked.number if asked is not None and asked.number is not None else Number(0)
    verb, reason = (asked.name, asked.rest) if asked is not None else ("", "")

    def rule(scene: Scene) -> Decision:
        if not command.actor.is_moderator:
            raise Refused("moderators_only")
        _is_apart(scene)
        _reason(reason)
        return _close(scene) if verb == "close" else _release(scene, verb)

    return decide(tx, OnRequest(command.actor, command.community_id, command.origin, number), now, rule)


def _is_apart(scene: Scene) -> None:
    if scene.me == scene.request.asker_id or scene.request.claim_of(scene.me) is not None:
        raise Refused("part_of_it")


def _reason(text: str) -> None:
    """The reason is asked for so that it is thought about; it is not kept: it may speak of a person."""
    try:
        typed.require("reason", text, forms.NOTE_LIMIT)
    except BadText as no:
        raise Refused("needs_a_reason") from no


def _close(scene: Scene) -> Decision:
    if scene.request.status is Status.CLOSED:
        raise Refused("already_closed")
    ended = claims.end_all(scene.request, Ending.MODERATED, scene.now)
    told = [scene.request.asker_id, *(claim.helper_id for claim in scene.request.active)]
    posts = tuple(Post("closed_told", scene.request.number, reader_id=person) for person in told)
    return Decision("close", requests.close(ended, Reason.MODERATED, scene.now), "moderated", posts)


def _release(scene: Scene, verb: str) -> Decision:
    if verb != "release":
        raise Refused("unknown_command")
    if not scene.request.active:
        raise Refused("nobody_on_it")
    after = requests.reopen(scene.request, Ending.MODERATED, scene.now, scene.community.policy)
    return Decision("release", after, "moderated")
