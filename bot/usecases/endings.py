"""How a request ended: said by whoever asked or by the moderators who closed it, in one tap or not at all."""

from datetime import datetime

from bot.commands.values import OnRequest
from bot.errors import Refused
from bot.model.outcome import Outcome
from bot.ports import Tx
from bot.rules import endings
from bot.usecases.histories import require_distance
from bot.usecases.settling import Decision, Scene, decide


def say_how(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    def rule(scene: Scene) -> Decision:
        return Decision("how_ended", endings.say_how(scene.request, scene.me, command.value), "how_ended")

    return decide(tx, command, now, rule)


def say_how_for_others(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    def rule(scene: Scene) -> Decision:
        if not command.actor.is_moderator:
            raise Refused("moderators_only")
        require_distance(scene, scene.request)
        return Decision("how_ended", endings.say_how_for_others(scene.request, command.value), "how_ended")

    return decide(tx, command, now, rule)
