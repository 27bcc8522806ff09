"""Claiming: what a helper takes on, the backup, and handing back without blame."""

from bot.model.policy import Kind
from bot.model.requests import Claim, Request
from bot.model.view import View
from bot.model.wording import Accent, Choice, Paragraph, Span, Strong, Time, Typed, Wording
from bot.rules.claims import contact_choices
from bot.texts.cards import body
from bot.texts.parts import Facts, brief, choose, helper_in, line, of, one, who
from bot.texts.rooms import ask_for_room

_HOW_TO_HELP = {
    Kind.PRACTICAL: "It helps to agree on one time and one place, and to say so if something comes up.",
    Kind.INFORMATIONAL: "It helps to say where you know something from, and to say when you are not sure.",
    Kind.EMOTIONAL: "It helps to listen more than to advise. A neighbour is enough; you need not be a counsellor.",
    Kind.FINANCIAL: "I never hold money. Agree on the sum between the two of you; both sides confirm in the end.",
}
_CONTACT = {"today": "Today", "tomorrow": "Tomorrow", "by": "By the date"}


def claimed(view: View, facts: Facts) -> Wording:
    number = of(view).number
    said = f"You're on #{number}. Thank you. The details come to you in private; if they do not, /myhelp brings them."
    return one(said, choose("release", number, f"Hand #{number} back"), accent=Accent.CLAIMED)


def you_are_on_it(view: View, facts: Facts) -> Wording:
    """To the helper alone: all they need, and when they will be in touch."""
    request = of(view)
    mine = request.claim_of(view.reader_id) if view.reader_id else None
    return Wording(
        (
            line("You're on ", Strong(f"#{request.number}"), ". Thank you. Here is what you need:"),
            *body(view),
            line("Please get in touch with ", who(view, request.asker_id, "the person who asked"), "."),
            *_handover_note(view),
            line(_HOW_TO_HELP[request.kind]),
            line(
                "When will you get in touch?",
                *_until(mine),
                choices=(*_contact(request, view), *ask_for_room(view, facts)),
            ),
        ),
        Accent.CLAIMED,
    )


def _handover_note(view: View) -> tuple[Paragraph, ...]:
    note = view.note.get("note")
    return (line("From whoever had it before you: ", Typed(note)),) if note else ()


def _until(claim: Claim | None) -> tuple[Span | str, ...]:
    if claim is None or claim.contact_at is None:
        return ()
    return (" Until you choose otherwise I take it as: by ", Time(claim.contact_at), ".")


def _contact(request: Request, view: View) -> tuple[Choice, ...]:
    number = request.number
    times = tuple(choose("contact", number, _CONTACT[value], value) for value in contact_choices(request, view.now))
    return (*times, choose("release", number, f"Hand #{number} back"))


def someone_is_on_it(view: View, facts: Facts) -> Wording:
    """To the asker: somebody took it on."""
    name = helper_in(view, facts, "a neighbour")
    said = " and will get in touch with you."
    told = line("Good news: ", name, " is on ", *brief(view), said, choices=ask_for_room(view, facts))
    return Wording((told,), Accent.CLAIMED)


def contact_set(view: View, facts: Facts) -> Wording:
    mine = of(view).claim_of(view.reader_id) if view.reader_id else None
    at: tuple[Span | str, ...] = (" By ", Time(mine.contact_at), ", then.") if mine and mine.contact_at else ()
    return Wording((line("Thank you.", *at, " I only ask again if I hear nothing."),))


def backup_kept(view: View, facts: Facts) -> Wording:
    number = of(view).number
    said = f"You are the backup for #{number}. If the place comes free, I ask you before anybody else."
    return one(said, choose("release", number, "Never mind after all"))


def stepped_back(view: View, facts: Facts) -> Wording:
    return one("No problem at all. Thank you for having been ready.")


def released(view: View, facts: Facts) -> Wording:
    number = of(view).number
    return Wording(
        (
            line(
                "Thank you for saying so, that is help too. ",
                Strong(f"#{number}"),
                " goes to others now, and whoever asked hears it from me.",
            ),
            line(
                "Is there anything the next person should know? Just write it to me in private.",
                choices=(choose("undo", number, f"Take #{number} up again", "release"),),
            ),
        )
    )


def helper_released(view: View, facts: Facts) -> Wording:
    """To the asker, when a helper handed it back."""
    name = helper_in(view, facts, "Your helper")
    return Wording(
        (line(name, " can't do ", *brief(view), " after all. I'm already asking others, you need do nothing."),)
    )


def note_passed_on(view: View, facts: Facts) -> Wording:
    """To a helper who was on it before the note was written."""
    return Wording((line("A note about ", *brief(view), ":"), *_handover_note(view)))


def note_kept(view: View, facts: Facts) -> Wording:
    return one("Thank you. The next person will read it, and nobody else.")


MESSAGES = {
    "claimed": claimed,
    "you_are_on_it": you_are_on_it,
    "someone_is_on_it": someone_is_on_it,
    "contact_set": contact_set,
    "backup_kept": backup_kept,
    "stepped_back": stepped_back,
    "released": released,
    "helper_released": helper_released,
    "note_kept": note_kept,
    "note_passed_on": note_passed_on,
}
