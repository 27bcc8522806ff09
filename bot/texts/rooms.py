"""A room of their own for an asker and one helper."""

from dataclasses import replace

from bot.model.view import View
from bot.model.wording import Accent, Choice, Room, Span, Stage, Topic, Wording
from bot.texts.cards import title
from bot.texts.parts import Facts, choose, heading, helper_in, line, message, of, one, said, together, who


def _who_sees(view: View) -> tuple[Span, ...]:
    return said(view, "Only the two of you are let in. Moderators of this community may be able to look in as well.")


def ask_for_room(view: View, facts: Facts) -> tuple[Choice, ...]:
    """Nothing where there are no such rooms."""
    if "room" not in facts:
        return ()
    return (choose(view, "room", "Talk about #{number} in a room of our own", facts["room"]),)


def _yes(view: View, facts: Facts) -> Choice:
    return choose(view, "room_yes", "Yes, a room for #{number}", facts["room"])


def room_explained(view: View, facts: Facts) -> Wording:
    """Before anybody is asked: who would be there."""
    return message(
        view,
        together(said(view, "For #{number} I can open a room of your own."), _who_sees(view)),
        line(
            view,
            "It opens if the other side says yes too, and closes when this is over. Shall I ask?",
            _yes(view, facts),
        ),
    )


def room_asked(view: View, facts: Facts) -> Wording:
    return one(view, "I ask the other side. If they say yes too, it opens; if not, nothing changes.")


def room_wished(view: View, facts: Facts) -> Wording:
    """To the other side."""
    return message(
        view,
        together(_wish(view, facts), _who_sees(view)),
        line(view, "It opens if you say yes. If you'd rather not, you need do nothing.", _yes(view, facts)),
    )


def _wish(view: View, facts: Facts) -> tuple[Span, ...]:
    asker = of(view).asker_id
    is_asker = view.reader_id == asker
    name = helper_in(view, facts) if is_asker else who(view, asker)
    if name is not None:
        return said(view, "{name} would like to talk about {request} in a room of your own.", name=name)
    if is_asker:
        return said(view, "Your helper would like to talk about {request} in a room of your own.")
    return said(view, "The person who asked would like to talk about {request} in a room of your own.")


def room_opens(view: View, facts: Facts) -> Wording:
    return one(view, "Both of you said yes. The room for #{number} opens in a moment, and you are let in.")


def room_refused(view: View, facts: Facts) -> Wording:
    """To both, if it could not be opened after all."""
    return one(
        view,
        "I could not open the room for {request}. That has nothing to do with either of you, and nothing else "
        "changes: please talk as before.",
    )


def care_room_refused(view: View, facts: Facts) -> Wording:
    return one(
        view,
        "I could not open a room for an asker and a helper. /helpsetup says what I lack, if I do; sometimes one of "
        "the two just cannot see the place where requests are read.",
    )


def room(view: View, accounts: tuple[str, ...], *, is_over: bool) -> Wording:
    """What stands at the beginning of the room. It names nobody and repeats nothing that was typed."""
    both = said(view, "This room is for talking about it, because both of you wanted one.")
    closes = line(view, "It closes when this is over. I don't read along.")
    told = message(view, heading(title(view)), together(both, _who_sees(view)), closes, accent=Accent.CLAIMED)
    stage = Stage.CLOSED if is_over else Stage.CLAIMED
    return replace(told, topic=Topic(title(view), stage, is_over), room=Room(accounts))


MESSAGES = {
    "room_explained": room_explained,
    "room_asked": room_asked,
    "room_wished": room_wished,
    "room_opens": room_opens,
    "room_refused": room_refused,
    "care_room_refused": care_room_refused,
}
