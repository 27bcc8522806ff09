"""Completing, objecting, withdrawing, keeping open and taking back."""

from dataclasses import replace
from datetime import datetime

from bot.commands.values import OnRequest
from bot.model.ids import PersonId
from bot.model.outcome import Outcome
from bot.model.places import PlaceKind
from bot.model.posts import Holds, Post
from bot.model.requests import Request, Status
from bot.ports import Tx
from bot.rules import requests
from bot.rules import undo as undo_rule
from bot.rules.volunteers import limited
from bot.usecases import avoiding
from bot.usecases.settling import Decision, Scene, decide


def complete(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    def rule(scene: Scene) -> Decision:
        after = requests.complete(scene.request, scene.me, now, scene.community.policy)
        says = "completed" if after.finished else "completed_alone"
        return Decision("done", after, says, _tell_other_side(scene, after))

    return decide(tx, command, now, rule)


def _tell_other_side(scene: Scene, after: Request) -> tuple[Post, ...]:
    """Who has not yet said so hears that it is done, once."""
    if after.status is not Status.DONE or scene.request.status is Status.DONE:
        return ()
    if scene.me != after.asker_id:
        facts: dict[str, str] = {"helper": scene.me}
        return (Post("done_says_helper", after.number, reader_id=after.asker_id, facts=facts, premise=Holds.DONE),)
    return tuple(
        Post("done_says_asker", after.number, reader_id=claim.helper_id, premise=Holds.DONE)
        for claim in requests.to_confirm(after)
        if claim.agreed_at is None
    )


def object_to(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    def rule(scene: Scene) -> Decision:
        after = requests.object_to(scene.request, scene.me, now, scene.community.policy)
        return Decision("object", after, "objected", _tell_not_done(scene.request, after, scene.me))

    return decide(tx, command, now, rule)


def _tell_not_done(before: Request, after: Request, me: PersonId) -> tuple[Post, ...]:
    others = {before.asker_id, *(claim.helper_id for claim in before.finished)} - {me}
    return tuple(Post("not_done_told", after.number, reader_id=person, premise=Holds.LIVE) for person in sorted(others))


def withdraw(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    """At any time, without a reason; each helper gets one private note."""

    def rule(scene: Scene) -> Decision:
        after = requests.withdraw(scene.request, scene.me, now, scene.community.policy)
        posts = tuple(Post("withdrawn_told", after.number, reader_id=claim.helper_id) for claim in scene.request.active)
        return Decision("withdraw", after, "withdrawn", posts)

    return decide(tx, command, now, rule)


def keep_open(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    def rule(scene: Scene) -> Decision:
        after = requests.keep_open(scene.request, scene.me, now, scene.community.policy)
        return Decision("keep_open", after, "kept_open")

    return decide(tx, command, now, rule)


def undo(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    def rule(scene: Scene) -> Decision:
        if scene.request.asker_id != scene.me:
            avoiding.may_help(tx, scene.request, scene.me)
        carried = tx.requests.open_claims(command.community_id, scene.me)
        mine = limited(scene.community, tx.volunteers.find(command.community_id, scene.me))
        after = undo_rule.undo(scene.request, scene.me, command.value, carried, now, mine.policy)
        after = avoiding.without_those_apart(tx, after, now, scene.community)
        return Decision("undo", after, "undone", _tell_undone(scene.request, after, scene.me))

    return decide(tx, command, now, rule)


def _tell_undone(before: Request, after: Request, me: PersonId) -> tuple[Post, ...]:
    """Whoever heard of the move hears that it was taken back."""
    move = before.undo.move if before.undo is not None else ""
    if move == "release":
        facts: dict[str, str] = {"helper": me}
        told = Post("back_on_it_told", after.number, None, None, facts, Holds.HELPER_IS_ON_IT)
        return (replace(told, reader_id=after.asker_id),)
    if move == "withdraw":
        return tuple(
            Post("needed_again_told", after.number, reader_id=claim.helper_id, premise=Holds.CLAIMED_BY_READER)
            for claim in after.active
        )
    if move == "merge":
        return (Post("care_unmerged", after.number, place=PlaceKind.CARE),)
    return _tell_not_done(before, after, me) if before.status is Status.DONE else ()
