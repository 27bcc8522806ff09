"""Claiming and everything a helper or a backup does with a claim."""

from datetime import datetime

from bot.commands.values import OnRequest
from bot.model.claims import Hold
from bot.model.outcome import Outcome
from bot.model.posts import Holds, Post
from bot.model.questions import Asks, Question
from bot.model.requests import Request
from bot.ports import Tx
from bot.rules import claims
from bot.rules.proposals import pass_by
from bot.rules.rooms import token_of
from bot.rules.slots import take
from bot.rules.volunteers import limited
from bot.texts import recognition
from bot.usecases import avoiding, rooms
from bot.usecases.settling import Decision, Scene, decide
from bot.usecases.slots import parts_of


def claim(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    def rule(scene: Scene) -> Decision:
        claims.may_take_on(scene.request, scene.me, is_volunteer=command.actor.is_volunteer)
        avoiding.may_help(tx, scene.request, scene.me)
        carried = tx.requests.open_claims(command.community_id, scene.me)
        mine = limited(scene.lived, tx.volunteers.find(command.community_id, scene.me))
        known_by = recognition.drawn(scene.community.language, tx.new_id())
        after = claims.claim(scene.request, scene.me, now, mine, carried, known_by)
        after = take(scene.request, after, scene.me, len(parts_of(tx, scene.request)), command.value)
        number, room = after.number, _room(scene, after)
        posts = (
            Post("you_are_on_it", number, reader_id=scene.me, facts=room, premise=Holds.CLAIMED_BY_READER),
            Post(
                "someone_is_on_it",
                number,
                reader_id=after.asker_id,
                facts={"helper": scene.me} | room,
                premise=Holds.HELPER_IS_ON_IT,
            ),
        )
        return Decision("claim", after, "claimed", posts)

    return decide(tx, command, now, rule)


def _room(scene: Scene, after: Request) -> dict[str, str]:
    """Which claim a room of their own would be for, where there are such rooms."""
    mine = after.claim_of(scene.me)
    if mine is None or not rooms.are_offered(scene.tx, scene.community.id, (after.asker_id, scene.me)):
        return {}
    return {"room": token_of(mine)}


def contact(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    def rule(scene: Scene) -> Decision:
        after = claims.set_contact(scene.request, scene.me, command.value, now, scene.lived)
        return Decision("contact", after, "contact_set")

    return decide(tx, command, now, rule)


def backup(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    def rule(scene: Scene) -> Decision:
        claims.may_take_on(scene.request, scene.me, is_volunteer=command.actor.is_volunteer)
        avoiding.may_help(tx, scene.request, scene.me)
        return Decision("backup", claims.be_backup(scene.request, scene.me, now), "backup_kept")

    return decide(tx, command, now, rule)


def step_back(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    def rule(scene: Scene) -> Decision:
        mine = scene.request.claim_of(scene.me)
        if mine is not None and mine.is_proposed:
            return Decision("step_back", pass_by(scene.request, scene.me), "passed_by", is_private=True)
        after = claims.step_back(scene.request, scene.me, now, scene.community)
        return Decision("step_back", after, "stepped_back")

    return decide(tx, command, now, rule)


def release(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    """Hand it back. The asker is told at once, and the helper may leave a note for the next one."""

    def rule(scene: Scene) -> Decision:
        after = claims.release(scene.request, scene.me, now, scene.community)
        mine = scene.request.claim_of(scene.me)
        if mine is not None and mine.hold is not Hold.ACTIVE:
            return Decision("step_back", after, "stepped_back")
        expires_at = now + scene.community.policy.question_life
        tx.questions.ask(Question(command.community_id, scene.me, Asks.HANDOVER_NOTE, command.number, expires_at))
        told = Post(
            "helper_released",
            after.number,
            reader_id=after.asker_id,
            facts={"helper": scene.me},
            premise=Holds.HELPER_IS_OFF_IT,
        )
        return Decision("release", after, "released", (told,))

    return decide(tx, command, now, rule)


def on_it(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    def rule(scene: Scene) -> Decision:
        return Decision("on_it", claims.on_it(scene.request, scene.me, now, scene.community.policy), "on_it")

    return decide(tx, command, now, rule)


def more_time(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    def rule(scene: Scene) -> Decision:
        after = claims.more_time(scene.request, scene.me, now, scene.community.policy)
        return Decision("more_time", after, "more_time")

    return decide(tx, command, now, rule)
