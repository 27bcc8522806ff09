"""Where people talk with us by messages alone: what they say is carried out, and answered by a post in the same commit.

Once per origin, whatever it asks for: there an answer is a message of its own, and looking twice must not say it twice.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.commands.seen import Pressed, Reacted, TakenBack
from bot.commands.values import Answer, FreeText, Spoken, Tell
from bot.model.changes import Settlement
from bot.model.conversations import Conversation
from bot.model.ids import CommunityId, Number, PersonId
from bot.model.language import Language
from bot.model.outcome import FormAbout, Outcome
from bot.model.people import Actor
from bot.model.places import PlaceRef
from bot.model.posts import SAID, Post, Sent
from bot.model.requests import Words
from bot.model.wording import Choice
from bot.ports import Tx, Waiting
from bot.rules import replies
from bot.texts import directs as texts
from bot.texts import kept, unasked, understood
from bot.texts.conversations import FILL
from bot.texts.sentences import say
from bot.usecases import answers, boards, catalogue, conversations, directs, views
from bot.usecases.settling import REPEATED

ANSWER_LIFE = timedelta(days=1)
"""An answer that could not be said for so long is about something the person has long looked up elsewhere."""
LOOKED_BACK = 10
"""Messages with choices. The questions of a form that is further back are as good as lost from sight."""
_NOTHING = Number(0)


def hear(tx: Tx, command: Spoken, now: datetime) -> Outcome:
    if tx.origins.known(command.community_id, command.origin):
        return REPEATED
    outcome = _heard(tx, command, now)
    return _said(tx, command.actor, command.community_id, outcome, now)


def call(tx: Tx, command: Spoken, now: datetime) -> Outcome:
    """Where others read, somebody called us by name with words that are no command. They may need help, and are asked
    in private; what they said is neither kept nor taken for an answer to anything."""
    if tx.origins.known(command.community_id, command.origin):
        return REPEATED
    if understood.is_thanks(command.text) or understood.is_agreement(command.text):
        return answers.SILENT
    community = tx.communities.get(command.community_id)
    me = tx.people.recognise(community.id, command.actor, now).person_id
    tx.settle(Settlement(community.id, command.origin, now, me))
    outcome = Outcome("called", unasked.called(views.bare(tx, community, me, now)))
    return _said(tx, command.actor, community.id, outcome, now)


def meet_at(tx: Tx, command: Spoken, now: datetime) -> None:
    """Whoever speaks to us in private is answered where they spoke, also when they are new."""
    tx.people.recognise(command.community_id, command.actor, now)
    directs.adopt(tx, (command.actor.account, command.place), now)


def press(tx: Tx, command: Pressed, now: datetime) -> Outcome:
    if tx.origins.known(command.community_id, command.origin):
        return REPEATED
    return _said(tx, command.actor, command.community_id, answers.press(tx, command, now), now)


def react(tx: Tx, command: Reacted, now: datetime) -> Outcome:
    """A raised hand, or the key with the number of a choice."""
    outcome = answers.react(tx, replace(command, answer=Answer.SPOKEN), now)
    sent = tx.messages.find(command.place, command.ref)
    return outcome if sent is None else _said(tx, command.actor, sent.community_id, outcome, now)


def arrive(tx: Tx, waiting: Waiting, now: datetime) -> Outcome:
    """An event that came before its message was recorded, answered in its platform's way."""
    outcome = answers.arrive(tx, waiting, now)
    if waiting.event.answer is not Answer.SPOKEN:
        return outcome
    return _said(tx, waiting.event.actor, waiting.community_id, outcome, now)


def take_back(tx: Tx, command: TakenBack, now: datetime) -> Outcome:
    """A reaction is gone. Before its message was recorded it had not counted yet.

    What somebody else clears away takes nothing back, but it is not there any more: put on again, it is news.
    """
    put_on = tx.messages.put_on(command.place, command.put_on)
    if put_on is None:
        for community_id in answers.communities_at(tx, command):
            tx.messages.stop_waiting(community_id, command.put_on)
        return answers.SILENT
    ref, whose, symbol = put_on
    if whose != command.actor.account.id:
        sent = tx.messages.find(command.place, ref)
        if sent is not None:
            tx.messages.forget_hand(sent, whose, symbol)
        return answers.SILENT
    return react(tx, Reacted(command.actor, command.place, ref, symbol, False, command.origin), now)


def tell(tx: Tx, command: Tell, now: datetime) -> Outcome:
    """The adapter's own answer to something that was said."""
    if tx.origins.known(command.community_id, command.origin):
        return REPEATED
    me = tx.people.recognise(command.community_id, command.actor, now).person_id
    tx.settle(Settlement(command.community_id, command.origin, now, me))
    return _said(tx, command.actor, command.community_id, Outcome("told", command.wording), now)


def meant(tx: Tx, command: Spoken, now: datetime) -> str | None:
    """The token of the choice that was meant, if it was one, for who has to look at it before it is carried out."""
    person = tx.people.person_of(command.actor.account)
    if catalogue.is_command(command.text):
        return None
    choice = _choice(tx, command, person, now)
    return None if choice is None else choice.token


def named(tx: Tx, command: Spoken, now: datetime) -> str | None:
    """Where others read too: the token of the choice of the message that was replied to, if its number or all of its
    words are all that was said."""
    sent = tx.messages.find(command.place, command.about) if command.about is not None else None
    if sent is None or sent.community_id != command.community_id:
        return None
    choice = replies.meant(sent.choices, command.text, whole=True)
    return None if choice is None else choice.token


def reacted_choice(tx: Tx, command: Reacted, now: datetime) -> str | None:
    sent = tx.messages.find(command.place, command.ref)
    choice = replies.keyed(sent.choices, command.symbol) if sent is not None else None
    return None if choice is None else choice.token


def community_of(tx: Tx, message: tuple[PlaceRef, str], now: datetime) -> CommunityId | None:
    """Whose message it is."""
    sent = tx.messages.find(*message)
    return None if sent is None else sent.community_id


def _heard(tx: Tx, command: Spoken, now: datetime) -> Outcome:
    typed = catalogue.typed(command.actor, command.community_id, command.origin, command.text)
    person = tx.people.person_of(command.actor.account)
    if typed is not None:
        usecase, carried = typed
        resumed = _resumed(tx, command, person, now)
        outcome: Outcome = resumed or usecase(tx, carried, now)
        return outcome
    choice = _choice(tx, command, person, now)
    if choice is not None:
        return answers.press(tx, Pressed(command.actor, command.community_id, command.origin, choice.token), now)
    free = FreeText(command.actor, command.community_id, command.origin, command.text)
    talk = tx.conversations.open_for(command.community_id, person, now) if person is not None else None
    if talk is not None and _is_between(tx, talk, command):
        return conversations.ask_once_more(tx, talk, free, now)
    if talk is not None:
        return conversations.answer(tx, talk, free, now)
    if _choice(tx, replace(command, seen=None), person, now) is not None:
        return _overtaken(tx, command, now)
    outcome = answers.hear(tx, free, now)
    return _offered_again(tx, command, outcome, now) if outcome.result == answers.UNHEARD else outcome


def _is_between(tx: Tx, talk: Conversation, command: Spoken) -> bool:
    """Whether it may be meant for a message that came after what a form about a request asked last."""
    recent = tx.messages.recent_at(command.place, LOOKED_BACK)
    is_elsewhere = bool(recent) and recent[0].community_id != command.community_id
    if command.about is not None or (talk.about is not FormAbout.REQUEST and not is_elsewhere):
        return False
    is_asking = [any(choice.move == FILL for choice in sent.choices) for sent in recent]
    if not any(is_asking) or is_asking[0]:
        return False
    return replies.meant(recent[0].choices, command.text, whole=True) is not None


def _overtaken(tx: Tx, command: Spoken, now: datetime) -> Outcome:
    """It would only mean something as the answer to what was not there yet when it was typed."""
    community = tx.communities.get(command.community_id)
    me = tx.people.recognise(community.id, command.actor, now).person_id
    tx.settle(Settlement(community.id, command.origin, now, me))
    return Outcome("overtaken", say("overtaken", views.bare(tx, community, me, now), {}))


def _offered_again(tx: Tx, command: Spoken, outcome: Outcome, now: datetime) -> Outcome:
    """Whoever mistypes an answer sees again what can be answered. A question of a form that is over offers nothing."""
    sent = tx.messages.find(command.place, command.about) if command.about is not None else _newest(tx, command)
    if sent is None or sent.community_id != command.community_id or outcome.wording is None:
        return outcome
    choices = tuple(choice for choice in sent.choices if choice.move != FILL and not choice.is_answered)
    me = tx.people.person_of(command.actor.account)
    view = views.bare(tx, tx.communities.get(command.community_id), me, now)
    if not choices:
        return outcome
    is_answer = not understood.is_about_help(command.text)
    return replace(outcome, wording=unasked.with_choices(view, outcome.wording, choices, is_first=is_answer))


def _resumed(tx: Tx, command: Spoken, person: PersonId | None, now: datetime) -> Outcome | None:
    """Asking once more without new words goes on where the form stopped."""
    if person is None or not catalogue.is_bare(command.text, "needhelp"):
        return None
    outcome = conversations.resume(tx, tx.communities.get(command.community_id), person, now)
    if outcome is not None:
        tx.settle(Settlement(command.community_id, command.origin, now, person))
    return outcome


def _choice(tx: Tx, command: Spoken, person: PersonId | None, now: datetime) -> Choice | None:
    """Of the message that was replied to. Without a reply numbers belong to the form that is open, else to the newest
    message. While a question waits for words, only the whole words of a choice are taken for it. Nothing is meant by
    what answers a message of another community: its numbers are of other requests."""
    if command.about is not None:
        sent = tx.messages.find(command.place, command.about)
        if sent is not None and sent.community_id != command.community_id:
            return None
        found = replies.meant(sent.choices, command.text) if sent is not None else None
        if found is not None:
            return found
    if person is not None and tx.conversations.open_for(command.community_id, person, now) is not None:
        return None
    newest = _newest(tx, command)
    is_asked = person is not None and tx.questions.open_for(command.community_id, person, now) is not None
    if not is_asked and texts.means_stop(_language(tx, command, person), command.text):
        return texts.STOP
    is_here = newest is not None and newest.community_id == command.community_id
    found = replies.meant(newest.choices, command.text, whole=is_asked) if newest is not None and is_here else None
    return found if found is not None or is_asked else _of_their_own(tx, command, person, now)


def _of_their_own(tx: Tx, command: Spoken, person: PersonId | None, now: datetime) -> Choice | None:
    """Nothing that was offered last: "done" is as clear, if they can mean only one thing of theirs."""
    if person is None or not any(sign.isalpha() for sign in command.text):
        return None
    return replies.worded(boards.moves(tx, command.community_id, person, now), command.text)


def _newest(tx: Tx, command: Spoken) -> Sent | None:
    """The last message with choices that was there when this was typed."""
    if command.seen is None:
        return tx.messages.newest_at(command.place)
    found = (tx.messages.find(command.place, ref) for ref in command.seen)
    return next((sent for sent in found if sent is not None and sent.choices), None)


def _language(tx: Tx, command: Spoken, person: PersonId | None) -> Language:
    return views.language(tx, tx.communities.get(command.community_id), person)


def _said(tx: Tx, actor: Actor, community_id: CommunityId, outcome: Outcome, now: datetime) -> Outcome:
    """Whoever is a stranger afterwards, by their own wish, is not made known again only to be answered. Their platform
    says it to them where they are."""
    person = tx.people.person_of(actor.account)
    if person is None:
        return outcome
    if outcome.form is not None:
        outcome = conversations.begin(tx, tx.communities.get(community_id), person, outcome.form, now)
    is_heard = outcome.is_posted and not tx.directs.has_stopped(actor.account)
    if outcome.wording is None or is_heard:
        return outcome
    words = Words({"said": kept.to_text(outcome.wording), "by": person})
    words_id = tx.words.put(community_id, words, now + ANSWER_LIFE)
    post = Post(SAID, _NOTHING, person, facts={"words": words_id}, discard_after=now + ANSWER_LIFE)
    tx.settle(Settlement(community_id, None, now, person, posts=(post,)))
    return replace(outcome, is_posted=True)
