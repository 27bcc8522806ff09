"""An asker who would rather have somebody else is asked once whether it is meant, and never why."""

from datetime import datetime

from bot.commands.values import OnRequest
from bot.errors import Refused
from bot.model.outcome import Outcome
from bot.model.posts import Post
from bot.ports import Tx
from bot.rules import declining
from bot.texts.sentences import say
from bot.usecases import views
from bot.usecases.settling import Decision, Scene, decide, meet


def ask(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    """Which helper, if there are several, and what they will read."""
    community, me = meet(tx, command, now)
    request = tx.requests.find(community.id, command.number)
    try:
        if request is None:
            raise Refused("no_such_request")
        declining.may_decline(request, me)
    except Refused as no:
        return Outcome(f"refused: {no.message}", say(no.message, views.bare(tx, community, me, now), no.facts))
    view = views.of_request(tx, community, request, me, now, command.actor.account.platform)
    return Outcome("decline", say("decline_explained", view, {}))


def decline(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    """`value` says which claim. The helper reads that it goes on with others, and nothing else."""

    def rule(scene: Scene) -> Decision:
        after = declining.decline(scene.request, scene.me, command.value, now, scene.community)
        told = Post("let_go_told", after.number, declining.declined(scene.request, command.value).helper_id)
        return Decision("reopen", after, "helper_declined", (told,))

    return decide(tx, command, now, rule)
