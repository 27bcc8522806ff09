"""Parts of a big need: which one a helper takes, and another one instead."""

from datetime import datetime

from bot.commands.values import OnRequest
from bot.model.outcome import Outcome
from bot.model.posts import Holds, Post
from bot.model.requests import Request
from bot.ports import Tx
from bot.rules import slots
from bot.usecases.settling import Decision, Scene, decide


def parts_of(tx: Tx, request: Request) -> tuple[str, ...]:
    if request.wanted == 1:
        return ()
    return slots.named(tx.words.get(request.community_id, request.words_id).get("what"), request.wanted)


def switch(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    def rule(scene: Scene) -> Decision:
        after = slots.switch(scene.request, scene.me, len(parts_of(tx, scene.request)), command.value)
        facts: dict[str, str] = {"helper": scene.me}
        told = Post("part_told", after.number, after.asker_id, None, facts, Holds.HELPER_IS_ON_IT)
        return Decision("part", after, "part_taken", (told,), facts={"part": command.value})

    return decide(tx, command, now, rule)
