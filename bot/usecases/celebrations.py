"""Consent to thanks, and the words of thanks."""

from datetime import datetime

from bot.commands.values import OnRequest
from bot.errors import Refused
from bot.model.claims import Consent
from bot.model.ids import WordsId
from bot.model.outcome import Outcome
from bot.model.questions import Asks, Question
from bot.ports import Tx
from bot.rules import celebrations
from bot.usecases.settling import Decision, Scene, decide


def consent(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    """One side's answer; asking the asker for a line of thanks, if something may be said."""

    def rule(scene: Scene) -> Decision:
        level = _level(command.value)
        after = celebrations.consent(scene.request, scene.me, level, now)
        if scene.me == after.asker_id:
            _ask_for_words(scene, level)
        return Decision("consent", after, "consent_kept", facts={"level": level.value}, reads_thanks=True)

    return decide(tx, command, now, rule)


def _ask_for_words(scene: Scene, level: Consent) -> None:
    """An open question takes whatever is typed next, so it must not outlive a yes."""
    if level is Consent.NOTHING:
        return _stop_asking(scene)
    expires_at = scene.now + scene.community.policy.question_life
    question = Question(scene.community.id, scene.me, Asks.THANKS, scene.request.number, expires_at)
    scene.tx.questions.ask(question)
    return None


def _stop_asking(scene: Scene) -> None:
    question = scene.tx.questions.open_for(scene.community.id, scene.me, scene.now)
    if question is not None and question.asks is Asks.THANKS and question.number == scene.request.number:
        scene.tx.questions.close(question)


def say_thanks(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    """The asker has read their words once more and wants them said. `value` is where they are kept."""

    def rule(scene: Scene) -> Decision:
        words_id = WordsId(command.value)
        words = tx.words.get(command.community_id, words_id)
        if not words.get("thanks") or words.get("by") != scene.me:
            raise Refused("not_a_choice")
        after = celebrations.say_thanks(scene.request, scene.me, words_id, now)
        _stop_asking(scene)
        return Decision("thanks", after, "thanks_kept")

    return decide(tx, command, now, rule)


def ask_thanks(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    """The asker would like to write it differently."""

    def rule(scene: Scene) -> Decision:
        if scene.me != scene.request.asker_id or scene.request.consent in (None, Consent.NOTHING):
            raise Refused("nothing_is_public")
        _ask_for_words(scene, Consent.NO_NAMES)
        return Decision("", scene.request, "thanks_asked")

    return decide(tx, command, now, rule)


def _level(value: str) -> Consent:
    level = next((consent for consent in Consent if consent.value == value), None)
    if level is None:
        raise Refused("not_a_choice")
    return level


def skip_thanks(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    def rule(scene: Scene) -> Decision:
        _stop_asking(scene)
        return Decision("", scene.request, "thanks_skipped")

    return decide(tx, command, now, rule)
