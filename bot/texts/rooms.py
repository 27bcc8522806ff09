"""A room of their own for an asker and one helper."""

from bot.model.view import View
from bot.model.wording import Accent, Choice, Room, Stage, Strong, Topic, Wording
from bot.texts.parts import KINDS, Facts, brief, choose, helper_in, line, of, one, who

_WHO_SEES = "Only the two of you are let in. Moderators of this community may be able to look in as well."


def ask_for_room(view: View, facts: Facts) -> tuple[Choice, ...]:
    """Nothing where there are no such rooms."""
    if "room" not in facts:
        return ()
    number = of(view).number
    return (choose("room", number, f"Talk about #{number} in a room of our own", facts["room"]),)


def room_explained(view: View, facts: Facts) -> Wording:
    """Before anybody is asked: who would be there."""
    number = of(view).number
    return Wording(
        (
            line(f"For #{number} I can open a room of your own. ", _WHO_SEES),
            line(
                "It opens if the other side says yes too, and closes when this is over. Shall I ask?",
                choices=(choose("room_yes", number, f"Yes, a room for #{number}", facts["room"]),),
            ),
        )
    )


def room_asked(view: View, facts: Facts) -> Wording:
    return one("I ask the other side. If they say yes too, it opens; if not, nothing changes.")


def room_wished(view: View, facts: Facts) -> Wording:
    """To the other side."""
    request = of(view)
    is_asker = view.reader_id == request.asker_id
    name = helper_in(view, facts, "Your helper") if is_asker else who(view, request.asker_id, "The person who asked")
    yes = choose("room_yes", request.number, f"Yes, a room for #{request.number}", facts["room"])
    return Wording(
        (
            line(name, " would like to talk about ", *brief(view), " in a room of your own. ", _WHO_SEES),
            line("It opens if you say yes. If you'd rather not, you need do nothing.", choices=(yes,)),
        )
    )


def room_opens(view: View, facts: Facts) -> Wording:
    number = of(view).number
    return one(f"Both of you said yes. The room for #{number} opens in a moment, and you are let in.")


def room_refused(view: View, facts: Facts) -> Wording:
    """To both, if it could not be opened after all."""
    return Wording(
        (
            line(
                "I could not open the room for ",
                *brief(view),
                ". That has nothing to do with either of you, and nothing else changes: please talk as before.",
            ),
        )
    )


def care_room_refused(view: View, facts: Facts) -> Wording:
    return one(
        "I could not open a room for an asker and a helper. /helpsetup says what I lack, if I do; sometimes one of "
        "the two just cannot see the place where requests are read."
    )


def room(view: View, accounts: tuple[str, ...], *, is_over: bool) -> Wording:
    """What stands at the beginning of the room. It names nobody and repeats nothing that was typed."""
    request = of(view)
    title = f"#{request.number} · {KINDS[request.kind]}"
    stage = Stage.CLOSED if is_over else Stage.CLAIMED
    return Wording(
        (
            line(Strong(title)),
            line("This room is for talking about it, because both of you wanted one. ", _WHO_SEES),
            line("It closes when this is over. I don't read along."),
        ),
        Accent.CLAIMED,
        Topic(title, stage, is_over),
        Room(accounts),
    )


MESSAGES = {
    "room_explained": room_explained,
    "room_asked": room_asked,
    "room_wished": room_wished,
    "room_opens": room_opens,
    "room_refused": room_refused,
    "care_room_refused": care_room_refused,
}
