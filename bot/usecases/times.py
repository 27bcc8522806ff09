"""Which words of a command are a time. They are read before it is carried out: it takes too long for a transaction."""

from datetime import datetime

from bot.commands.values import Ask, SaveDraft, Spoken
from bot.model.conversations import SaidTime
from bot.model.language import language_of
from bot.ports import Tx
from bot.rules import forms
from bot.usecases import catalogue, conversations, views

Timed = Ask | SaveDraft | Spoken


def typed_in(command: Timed) -> str:
    """What may be a time, and is not written yet as we keep it; "" if nothing is."""
    match command:
        case SaveDraft():
            return forms.said_time(command.values)
        case Ask():
            return forms.as_said(command.by)
        case _:
            return "" if catalogue.is_command(command.text) else forms.as_said(command.text)


def said_in(tx: Tx, command: Timed, now: datetime) -> SaidTime | None:
    """None if it is no time that was asked for."""
    person = tx.people.person_of(command.actor.account)
    if isinstance(command, Spoken):
        talk = tx.conversations.open_for(command.community_id, person, now) if person is not None else None
        if talk is None or not conversations.may_be_time(tx, talk, command.text, now):
            return None
    community = tx.communities.get(command.community_id)
    language = language_of(command.actor.language) or views.language(tx, community, person)
    lived = community if person is None else views.as_lived(tx, community, person)
    return SaidTime(typed_in(command), language, lived.timezone, now)
