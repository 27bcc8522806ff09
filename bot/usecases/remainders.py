"""What is left of a request when a part of it was done: asked of others, in new words if the asker likes."""

from datetime import datetime

from bot.commands.values import FreeText
from bot.errors import BadText
from bot.model.changes import Settlement
from bot.model.outcome import Outcome
from bot.model.posts import Post
from bot.model.questions import Asks, Question
from bot.model.requests import Status
from bot.ports import Tx
from bot.rules import requests
from bot.texts.forms import handed_back
from bot.usecases import forms, views
from bot.usecases.settling import Decision, Scene


def leave_rest(scene: Scene) -> Decision:
    """Whoever did a part keeps that, and their hands are free. The asker may say in a line what is left."""
    request, now = scene.request, scene.now
    after = requests.reopen_rest(request, now, scene.community)
    expires_at = now + scene.community.policy.question_life
    scene.tx.questions.ask(Question(scene.community.id, scene.me, Asks.REST, request.number, expires_at))
    posts = tuple(Post("part_done_told", request.number, claim.helper_id) for claim in request.active)
    return Decision("leave_rest", after, "rest_left", posts)


def say_rest(tx: Tx, command: FreeText, question: Question, text: str, now: datetime) -> Outcome:
    """Nobody else reads it before the asker has read it once more."""
    community, me = tx.communities.get(command.community_id), question.person_id
    tx.questions.close(question)
    tx.settle(Settlement(community.id, command.origin, now, me))
    view, request = views.bare(tx, community, me, now), tx.requests.find(community.id, question.number)
    if request is None or request.asker_id != me or request.status in (Status.DONE, Status.CLOSED):
        return Outcome("refused: no_longer_open", handed_back(view, "no_longer_open", {}, text))
    try:
        return forms.reword(tx, community, request, text, now)
    except BadText as no:
        return Outcome(f"refused: {no.message}", handed_back(view, no.message, no.facts, text))
