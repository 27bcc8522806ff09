"""Claiming: what a helper takes on, the backup, and handing back without blame."""

from bot.model.claims import Claim
from bot.model.ids import PersonId
from bot.model.policy import Kind
from bot.model.requests import Request
from bot.model.view import View
from bot.model.wording import Accent, Choice, Paragraph, Span, Time, Typed, Wording
from bot.rules.claims import contact_choices
from bot.texts.cards import body
from bot.texts.declining import somebody_else
from bot.texts.parts import Facts, below, bold, choose, helper_in, line, message, of, one, said, together, who
from bot.texts.passed import has_passed, still_needed, ways_on
from bot.texts.recognition import known_by
from bot.texts.rooms import ask_for_room
from bot.texts.slots import instead, own_part, still_open

_HOW_TO_HELP = {
    Kind.PRACTICAL: "It helps to agree on one time and one place, and to say so if something comes up.",
    Kind.INFORMATIONAL: "It helps to say where you know something from, and to say when you are not sure.",
    Kind.EMOTIONAL: "It helps to listen more than to advise. A neighbour is enough; you need not be a counsellor.",
    Kind.FINANCIAL: "I never hold money. Agree on the sum between the two of you; both sides confirm in the end.",
}
_CONTACT = {"today": "Today", "tomorrow": "Tomorrow", "by": "By the date"}


def claimed(view: View, facts: Facts) -> Wording:
    return one(
        view,
        "You're on #{number}. Thank you. The details come to you in private; if they do not, /myhelp brings them.",
        _hand_back(view),
        accent=Accent.CLAIMED,
    )


def _hand_back(view: View) -> Choice:
    return choose(view, "release", "Hand #{number} back")


def you_are_on_it(view: View, facts: Facts) -> Wording:
    """To the helper alone: all they need, and when they will be in touch."""
    request = of(view)
    mine = request.claim_of(view.reader_id) if view.reader_id else None
    choices = (*_contact(view, request), *ask_for_room(view, facts))
    return message(
        view,
        line(view, "You're on {request}. Thank you. Here is what you need:", request=bold(view)),
        *body(view),
        _asker(view, request),
        *_handover_note(view),
        line(view, _HOW_TO_HELP[request.kind]),
        *_known_by(view, mine),
        *_part(view, mine),
        together(said(view, "When will you get in touch?"), _until(view, mine), choices=choices),
        accent=Accent.CLAIMED,
    )


def _part(view: View, claim: Claim | None) -> tuple[Paragraph, ...]:
    """What they are on, and what else they could choose."""
    mine = own_part(view, claim)
    return (together(mine, still_open(view), choices=instead(view), between=" · "),) if mine else ()


def _known_by(view: View, claim: Claim | None) -> tuple[Paragraph, ...]:
    told = known_by(view, claim)
    return (Paragraph(told),) if told else ()


def _asker(view: View, request: Request) -> Paragraph:
    name = who(view, request.asker_id)
    if name is None:
        return line(view, "Please get in touch with the person who asked.")
    return line(view, "Please get in touch with {asker}.", asker=name)


def _handover_note(view: View) -> tuple[Paragraph, ...]:
    note = view.note.get("note")
    return (line(view, "From whoever had it before you: {words}", words=Typed(note)),) if note else ()


def _until(view: View, claim: Claim | None) -> tuple[Span, ...]:
    if claim is None or claim.contact_at is None:
        return ()
    return said(view, "Until you choose otherwise I take it as: by {time}.", time=Time(claim.contact_at))


def _contact(view: View, request: Request) -> tuple[Choice, ...]:
    times = (choose(view, "contact", _CONTACT[value], value) for value in contact_choices(request, view.now))
    return (*times, _hand_back(view))


def someone_is_on_it(view: View, facts: Facts) -> Wording:
    """To the asker: somebody took it on."""
    name = helper_in(view, facts)
    told = line(
        view,
        "Good news: {helper} is on {request} and will get in touch with you."
        if name
        else "Good news: a neighbour is on {request} and will get in touch with you.",
        helper=name,
    )
    claim = of(view).claim_of(PersonId(facts.get("helper", "")))
    moves = below(*ask_for_room(view, facts), somebody_else(view))
    part = own_part(view, claim)
    parts = (Paragraph(part),) if part else ()
    return message(view, told, *parts, *_known_by(view, claim), moves, accent=Accent.CLAIMED)


def contact_set(view: View, facts: Facts) -> Wording:
    mine = of(view).claim_of(view.reader_id) if view.reader_id else None
    if mine is None or mine.contact_at is None:
        return one(view, "Thank you. I only ask again if I hear nothing.")
    return one(view, "Thank you. By {time}, then. I only ask again if I hear nothing.", time=Time(mine.contact_at))


def backup_kept(view: View, facts: Facts) -> Wording:
    return one(
        view,
        "You are the backup for #{number}. If the place comes free, I ask you before anybody else.",
        choose(view, "release", "Never mind after all"),
    )


def stepped_back(view: View, facts: Facts) -> Wording:
    return one(view, "No problem at all. Thank you for having been ready.")


def passed_by(view: View, facts: Facts) -> Wording:
    return one(view, "No problem at all. Nobody hears of it, and it is not counted.")


def released(view: View, facts: Facts) -> Wording:
    return message(
        view,
        line(
            view,
            "Thank you for saying so, that is help too. {request} goes to others now, and whoever asked hears it "
            "from me.",
            request=bold(view),
        ),
        line(
            view,
            "Is there anything the next person should know? Just write it to me in private.",
            take_up_again(view),
        ),
    )


def take_up_again(view: View) -> Choice:
    return choose(view, "undo", "Take #{number} up again", "release")


def helper_released(view: View, facts: Facts) -> Wording:
    """To the asker, when a helper handed it back."""
    name = helper_in(view, facts)
    if has_passed(view):
        told = "{helper} can't do {request} after all." if name else "Your helper can't do {request} after all."
        asked = together(said(view, told, helper=name), still_needed(view), choices=ways_on(view))
        return message(view, asked)
    return one(
        view,
        "{helper} can't do {request} after all. I'm already asking others, you need do nothing."
        if name
        else "Your helper can't do {request} after all. I'm already asking others, you need do nothing.",
        helper=name,
    )


def note_passed_on(view: View, facts: Facts) -> Wording:
    """To a helper who was on it before the note was written."""
    return message(view, line(view, "A note about {request}:"), *_handover_note(view))


def note_kept(view: View, facts: Facts) -> Wording:
    kept = line(view, "Thank you. The next person will read it, and nobody else.")
    return message(view, kept, Paragraph((Typed(facts.get("note", "")),)))


def no_note(view: View, facts: Facts) -> Wording:
    return one(view, "All right, the next person reads no note from you.")


MESSAGES = {
    "claimed": claimed,
    "you_are_on_it": you_are_on_it,
    "someone_is_on_it": someone_is_on_it,
    "contact_set": contact_set,
    "backup_kept": backup_kept,
    "stepped_back": stepped_back,
    "passed_by": passed_by,
    "released": released,
    "helper_released": helper_released,
    "note_kept": note_kept,
    "no_note": no_note,
    "note_passed_on": note_passed_on,
}
