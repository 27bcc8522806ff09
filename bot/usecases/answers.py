"""What people do with our messages: choices pressed, reactions put on and taken away, words typed."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.commands.seen import Chosen, Pressed, Reacted, TakenBack
from bot.commands.values import FreeText, OnRequest
from bot.errors import BadText
from bot.model.changes import Settlement
from bot.model.claims import Consent
from bot.model.ids import CommunityId
from bot.model.outcome import Outcome
from bot.model.people import Account
from bot.model.places import PlaceRef
from bot.model.posts import CardKind, Holds, Post, Sent
from bot.model.questions import Asks, Question
from bot.model.requests import Words
from bot.model.wording import Choice
from bot.ports import Tx, Waiting
from bot.rules import forms, replies, typed
from bot.texts import understood
from bot.texts.celebrations import thanks_preview
from bot.texts.forms import refused_above
from bot.texts.parts import RAISED_HAND
from bot.texts.sentences import say
from bot.usecases import catalogue, remainders, thanks, views
from bot.usecases.settling import REPEATED, Decision, Scene, decide, refuse

SILENT = Outcome("nothing")
UNHEARD = "unheard"
"""The result of what answers nothing, and means nothing by itself."""
ASKED_AT_MOST = 200
"""Open questions that are looked after when we were away."""
_NOTHING = {
    Asks.HANDOVER_NOTE: ("no note", "no_note"),
    Asks.REST: ("as before", "agreed"),
    Asks.WORD: ("no word", "agreed"),
}
"""What comes of "no", and what is said to it. Thanks are read once more before they are said, a "no" among them."""
_SKIN_TONES = {chr(code) for code in range(0x1F3FB, 0x1F400)}
_VARIATION_SELECTOR = "\ufe0f"


def press(tx: Tx, command: Pressed, now: datetime) -> Outcome:
    usecase, carried = catalogue.choice(
        command.actor, command.community_id, command.origin, command.token, command.answer
    )
    return usecase(tx, carried, now)


def choose(tx: Tx, command: Chosen, now: datetime) -> Outcome:
    """A button on a message of ours. What it does is re-checked as if it had been typed."""
    sent = tx.messages.find(command.place, command.ref)
    if sent is None:
        return SILENT
    return press(tx, Pressed(command.actor, sent.community_id, command.origin, command.token, command.answer), now)


def react(tx: Tx, command: Reacted, now: datetime) -> Outcome:
    """A reaction is the same as its button; taking it away is the opposite. Only differences count."""
    sent = tx.messages.find(command.place, command.ref)
    if sent is None:
        for community_id in communities_at(tx, command):
            tx.messages.wait(community_id, command, now)
        return Outcome("waiting")
    return _react_to(tx, sent, command, now)


def communities_at(tx: Tx, event: Reacted | TakenBack) -> tuple[CommunityId, ...]:
    """Whose message it may be about, as long as nobody knows. In private it is one of the person's own."""
    found = tx.places.at(event.place) or (tx.places.at(event.within) if event.within is not None else None)
    if found is not None:
        return (found[0],)
    person = tx.people.person_of(event.actor.account) if event.is_private else None
    return tuple(one.id for one in tx.communities.of_person(person)) if person is not None else ()


def arrive(tx: Tx, waiting: Waiting, now: datetime) -> Outcome:
    """An event that came before its message was recorded."""
    tx.messages.stop_waiting(waiting.community_id, waiting.event.origin)
    sent = tx.messages.find(waiting.event.place, waiting.event.ref)
    return SILENT if sent is None else _react_to(tx, sent, waiting.event, now)


def _react_to(tx: Tx, sent: Sent, command: Reacted, now: datetime) -> Outcome:
    if command.actor.is_bot or not tx.messages.see(sent.community_id, command):
        return SILENT
    key = replies.keyed(sent.choices, command.symbol)
    choice = key or _meant(tx, sent, command.symbol)
    if choice is None or (key is not None and not command.is_present):
        return SILENT
    if command.is_present:
        return press(tx, Pressed(command.actor, sent.community_id, command.origin, choice.token, command.answer), now)
    opposite = catalogue.OPPOSITES.get(choice.move)
    if opposite is None or _is_still_up(tx, command) or not _is_on(tx, sent.community_id, choice, command):
        return SILENT
    carried = OnRequest(command.actor, sent.community_id, command.origin, choice.number, answer=command.answer)
    return opposite(tx, carried, now)


def _is_still_up(tx: Tx, command: Reacted) -> bool:
    """The same hand in another colour."""
    hands = tx.messages.hands(command.place, command.ref)
    who = command.actor.account.id
    return any(account == who and plain(symbol) == plain(command.symbol) for account, symbol in hands)


def _is_on(tx: Tx, community_id: CommunityId, choice: Choice, command: Reacted) -> bool:
    """A hand that is taken down after everything is over means nothing any more."""
    request = tx.requests.find(community_id, choice.number)
    person = tx.people.person_of(command.actor.account)
    claim = request.claim_of(person) if request is not None and person is not None else None
    return claim is not None and claim.is_active


def _meant(tx: Tx, sent: Sent, symbol: str) -> Choice | None:
    """The choice this reaction stands for. A raised hand on a request always means the claim."""
    meant = plain(symbol)
    for choice in sent.choices:
        if choice.symbol and plain(choice.symbol) == meant:
            return choice
    card = tx.cards.get(sent.community_id, sent.card_id) if sent.card_id is not None else None
    if meant == RAISED_HAND and card is not None and card.kind is CardKind.REQUEST and card.number is not None:
        return Choice("claim", card.number, "", symbol=RAISED_HAND)
    return None


def plain(symbol: str) -> str:
    """The same hand, whatever its colour and variation."""
    return "".join(sign for sign in symbol if sign not in _SKIN_TONES and sign != _VARIATION_SELECTOR)


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who has not answered yet, and where they would in private."""

    account: Account
    place: PlaceRef
    asked_at: datetime


def asked(tx: Tx, platform: str, now: datetime) -> tuple[Asked, ...]:
    """Whoever has an open question and was written to on this platform before."""
    found = []
    for question in tx.questions.open(now, ASKED_AT_MOST):
        direct = tx.directs.of(question.person_id, platform)
        if direct is not None:
            life = tx.communities.get(question.community_id).policy.question_life
            found.append(Asked(*direct, question.expires_at - life))
    return tuple(found)


def hear(tx: Tx, command: FreeText, now: datetime) -> Outcome:
    """Text in private answers the one open question, or gets a kind line."""
    met = tx.receive(command.community_id, command.actor, command.origin, now)
    if met is None:
        return REPEATED
    community, member = met
    view = views.to_member(community, member, now)
    question = tx.questions.open_for(community.id, member.person_id, now)
    if question is None:
        tx.settle(Settlement(community.id, command.origin, now, member.person_id))
        message = _unasked(command.text)
        return Outcome(message, say(message, view, {}))
    try:
        text = typed.require(*_field(question, command.text))
    except BadText as no:
        tx.settle(Settlement(community.id, command.origin, now, member.person_id))
        return Outcome(f"refused: {no.message}", refused_above(view, no.message, no.facts, no.typed))
    return _keep_answer(tx, command, question, text, now)


def _unasked(text: str) -> str:
    """Which line answers what nobody asked for."""
    if understood.is_thanks(text):
        return "thanked"
    return "agreed" if understood.is_agreement(text) else UNHEARD


def _field(question: Question, text: str) -> tuple[str, str, int]:
    match question.asks:
        case Asks.HANDOVER_NOTE:
            return "note", text, forms.NOTE_LIMIT
        case Asks.THANKS | Asks.WORD:
            return "thanks", text, forms.THANKS_LIMIT
        case Asks.REST:
            return "what", text, forms.WHAT_LIMIT


def _keep_answer(tx: Tx, command: FreeText, question: Question, text: str, now: datetime) -> Outcome:
    carried = OnRequest(command.actor, command.community_id, command.origin, question.number)
    if question.asks in _NOTHING and understood.is_nothing(text):
        return _leave_it(tx, carried, question, now)
    match question.asks:
        case Asks.REST:
            return remainders.say_rest(tx, command, question, text, now)
        case Asks.THANKS:
            return _preview_thanks(tx, carried, question, text, now)
        case Asks.WORD:
            return thanks.send_word(tx, carried, question, text, now)
        case Asks.HANDOVER_NOTE:
            return _keep_note(tx, carried, question, text, now)


def _leave_it(tx: Tx, command: OnRequest, question: Question, now: datetime) -> Outcome:
    """A "no" is an answer to us, and nothing for anybody else to read."""
    tx.questions.close(question)
    tx.settle(Settlement(command.community_id, command.origin, now, question.person_id))
    view = views.bare(tx, tx.communities.get(command.community_id), question.person_id, now)
    result, says = _NOTHING[question.asks]
    return Outcome(result, say(says, view, {}))


def _keep_note(tx: Tx, command: OnRequest, question: Question, text: str, now: datetime) -> Outcome:
    """For the next helper, or for whoever took it on before the note was written."""

    def rule(scene: Scene) -> Decision:
        tx.questions.close(question)
        words_id = tx.words.put(command.community_id, Words({"note": text, "by": scene.me}), now)
        posts = tuple(
            Post("note_passed_on", command.number, claim.helper_id, None, {"words": words_id}, Holds.CLAIMED_BY_READER)
            for claim in scene.request.active
        )
        return Decision(
            "note", replace(scene.request, note_words_id=words_id), "note_kept", posts, facts={"note": text}
        )

    return decide(tx, command, now, rule)


def _preview_thanks(tx: Tx, command: OnRequest, question: Question, text: str, now: datetime) -> Outcome:
    """Kept for as long as the question is open, and said only after another yes.

    The question stays open until then: if the preview is lost on its way, the words can be written again.
    """
    request = tx.requests.find(command.community_id, command.number)
    view = views.bare(tx, tx.communities.get(command.community_id), question.person_id, now)
    if request is None or request.consent in (None, Consent.NOTHING):
        return refuse(tx, command, view, BadText("nothing_is_public", "thanks", text))
    words = Words({"thanks": text, "by": question.person_id})
    words_id = tx.words.put(command.community_id, words, question.expires_at)
    tx.settle(Settlement(command.community_id, command.origin, now, question.person_id))
    return Outcome("thanks preview", thanks_preview(view, command.number, words_id, text))
