"""Consent to thanks, and the words of thanks."""

from datetime import datetime

from bot.commands.values import OnRequest
from bot.errors import Refused
from bot.model.outcome import Outcome
from bot.model.questions import Asks, Question
from bot.model.requests import Consent
from bot.ports import Tx
from bot.rules import celebrations
from bot.usecases.settling import Decision, Scene, decide


def consent(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    """One side's answer; asking the asker for a line of thanks, if something may be said."""

    def rule(scene: Scene) -> Decision:
        level = _level(command.value)
        after = celebrations.consent(scene.request, scene.me, level, now)
        if level is not Consent.NOTHING and scene.me == after.asker_id:
            expires_at = now + scene.community.policy.question_life
            tx.questions.ask(Question(command.community_id, scene.me, Asks.THANKS, command.number, expires_at))
        return Decision("consent", after, "consent_kept", facts={"level": level.value}, reads_thanks=True)

    return decide(tx, command, now, rule)


def _level(value: str) -> Consent:
    level = next((consent for consent in Consent if consent.value == value), None)
    if level is None:
        raise Refused("not_a_choice")
    return level


def skip_thanks(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    def rule(scene: Scene) -> Decision:
        question = tx.questions.open_for(command.community_id, scene.me, now)
        if question is not None and question.asks is Asks.THANKS:
            tx.questions.close(question)
        return Decision("", scene.request, "thanks_skipped")

    return decide(tx, command, now, rule)
