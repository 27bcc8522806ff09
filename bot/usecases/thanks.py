"""A line of thanks that one person sends another, in private and in their own words. Nothing is posted or counted."""

import hashlib
from datetime import datetime

from bot.commands.values import Ask, OnRequest, Thank
from bot.errors import BadText, Refused
from bot.model.changes import Settlement
from bot.model.ids import Number, PersonId
from bot.model.outcome import Outcome
from bot.model.people import Account
from bot.model.places import Community
from bot.model.posts import Post
from bot.model.questions import Asks, Question
from bot.model.requests import Words
from bot.ports import Tx
from bot.rules import hours, typed
from bot.rules.forms import THANKS_LIMIT
from bot.rules.thanks import may_thank, may_write
from bot.texts.forms import handed_back
from bot.texts.sentences import say
from bot.texts.thanks import form
from bot.usecases import views
from bot.usecases.people import known_here
from bot.usecases.settling import REPEATED, Decision, Scene, decide, meet

ABOUT_NOTHING = Number(0)
"""No request: the two know what it is for."""


def open_note(tx: Tx, command: Thank, now: datetime) -> Outcome:
    """The form, if there is somebody to thank. Nothing is stored yet."""
    community, me = meet(tx, Ask(command.actor, command.community_id, command.origin), now)
    try:
        _may_thank(tx, command, community, me, now)
    except Refused as no:
        return Outcome(f"refused: {no.message}", say(no.message, views.bare(tx, community, me, now), no.facts))
    return Outcome("thanks form", form=form(views.bare(tx, community, me, now)))


def send_note(tx: Tx, command: Thank, now: datetime) -> Outcome:
    """To somebody who knows us. To a stranger we do not write; the answer is the same and tells so."""
    met = tx.receive(command.community_id, command.actor, command.origin, now)
    if met is None:
        return REPEATED
    community, me, view = met[0], met[1].person_id, views.to_member(*met, now)
    tx.settle(Settlement(community.id, command.origin, now, me))
    try:
        receiver = _may_thank(tx, command, community, me, now)
        text = typed.require("thanks", command.text, THANKS_LIMIT)
    except Refused as no:
        return Outcome(
            f"refused: {no.message}",
            handed_back(view, no.message, no.facts, command.text),
        )
    posts = () if receiver is None else _notes(tx, community, me, (receiver,), text, now)
    if command.to is not None:
        tx.settle(Settlement(community.id, _today(command.to, community, me, now), now, me, posts=posts))
    return Outcome("thanks sent", say("thanks_sent", view, {}))


def ask_word(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    """The asker would like to write a line that only whoever helped reads."""

    def rule(scene: Scene) -> Decision:
        may_write(scene.request, scene.me, was_today=tx.origins.known(scene.community.id, _word_today(scene)))
        expires_at = now + scene.community.policy.question_life
        tx.questions.ask(Question(scene.community.id, scene.me, Asks.WORD, scene.request.number, expires_at))
        return Decision("", scene.request, "word_asked")

    return decide(tx, command, now, rule)


def send_word(tx: Tx, command: OnRequest, question: Question, text: str, now: datetime) -> Outcome:
    """To those of them who are not kept apart from the asker. Nobody learns to whom it did not go."""

    def rule(scene: Scene) -> Decision:
        tx.questions.close(question)
        try:
            may_write(scene.request, scene.me, was_today=tx.origins.known(scene.community.id, _word_today(scene)))
        except Refused as no:
            raise BadText(no.message, "thanks", text) from no
        tx.settle(Settlement(scene.community.id, _word_today(scene), now, scene.me))
        readers = tuple(claim.helper_id for claim in scene.request.finishers)
        return Decision("", scene.request, "word_sent", _notes(tx, scene.community, scene.me, readers, text, now))

    return decide(tx, command, now, rule)


def _word_today(scene: Scene) -> str:
    """One line a day about one request, in the community's day."""
    return f"once:word:{scene.request.number}:{hours.local_date(scene.now, scene.community.timezone)}"


def _may_thank(tx: Tx, command: Thank, community: Community, me: PersonId, now: datetime) -> PersonId | None:
    receiver = known_here(tx, community.id, command.to)
    was_today = command.to is not None and tx.origins.known(community.id, _today(command.to, community, me, now))
    may_thank(me, receiver, is_bot=command.is_to_a_bot, was_today=was_today)
    return receiver


def _notes(
    tx: Tx, community: Community, me: PersonId, readers: tuple[PersonId, ...], text: str, now: datetime
) -> tuple[Post, ...]:
    """To none of whom the sender is kept apart from."""
    apart = tx.volunteers.are_apart
    return tuple(_note(tx, community, me, each, text, now) for each in readers if not apart(community.id, me, each))


def _note(tx: Tx, community: Community, me: PersonId, receiver: PersonId, text: str, now: datetime) -> Post:
    """Kept only until it is purged, read or not; so it is not sent after that either."""
    purge_at = now + community.policy.purge_after
    words_id = tx.words.put(community.id, Words({"thanks": text, "by": me}), purge_at)
    return Post("thanks_note", ABOUT_NOTHING, receiver, facts={"words": words_id}, discard_after=purge_at)


def _today(to: Account, community: Community, me: PersonId, now: datetime) -> str:
    """One line a day from one person to another, in the community's day. It counts for strangers too, or being asked
    to wait would tell who is known; so it names neither of the two."""
    whom = hashlib.blake2b(f"{to.platform}:{to.id}".encode(), key=me.encode()[:64], digest_size=16).hexdigest()
    return f"once:thanks:{whom}:{hours.local_date(now, community.timezone)}"
