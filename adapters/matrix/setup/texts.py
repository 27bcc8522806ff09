"""What the setup says that only makes sense on Matrix. The rest of it is in bot/texts/policy.py."""

from collections.abc import Sequence

from adapters.matrix.preferences import Threads
from adapters.matrix.setup.looking import Seen
from adapters.matrix.setup.needs import Need, role
from bot.model.ids import Number
from bot.model.places import PlaceKind
from bot.model.wording import Choice, Paragraph, Plain, Span, Strong, Typed, Wording

SHOW, PLACE, VOLUNTEERS, THREADS, CHECK = "m:setup", "m:place", "m:volunteers", "m:threads", "m:check"
"""The moves that are ours alone. All of them begin in the same way, so that nobody else takes them for theirs."""
EVERYBODY = "everybody"
READ = {
    PlaceKind.HELP: "Requests are read in ",
    PlaceKind.THANKS: "Thanks are read in ",
    PlaceKind.CARE: "The care team reads its notes in ",
}
CHOOSE = {
    PlaceKind.HELP: "Choose the room for requests",
    PlaceKind.THANKS: "Choose the room for thanks",
    PlaceKind.CARE: "Choose the room of the care team",
}
WHICH = {
    PlaceKind.HELP: "In which room should requests be read? Everybody who may help should be in it.",
    PlaceKind.THANKS: "In which room should thanks be read?",
    PlaceKind.CARE: "Which room is the care team's? Only moderators should be able to read it.",
}
WHERE = {
    PlaceKind.HELP: "where requests are read",
    PlaceKind.THANKS: "where thanks are read",
    PlaceKind.CARE: "where the care team reads its notes",
}
NO_ROOM = "no room yet"
ADDRESS = "You can also type a room's address, like #help:example.org, or paste a link to it."
THREADS_ARE = {
    Threads.NONE: "There are no threads: people talk about a request where its card is.",
    Threads.PUBLIC: "Each request has a thread of its own, where people can talk about it.",
}
UNLOCK = "Whoever runs me can change that: encryption = true in the settings."


def _line(*spans: Span | str, choices: Sequence[Choice] = ()) -> Paragraph:
    return Paragraph(tuple(Plain(span) if isinstance(span, str) else span for span in spans), tuple(choices))


def _named(name: str) -> tuple[Span, ...]:
    """A room by what people called it."""
    return Plain("“"), Typed(name), Plain("”")


def choose(move: str, label: str, value: str = "") -> Choice:
    return Choice(move, Number(0), label, value)


def place_row(kind: PlaceKind, name: str | None) -> Paragraph:
    where = (Plain(NO_ROOM),) if name is None else _named(name)
    return _line(READ[kind], *where, ".", choices=(choose(PLACE, CHOOSE[kind], kind.value),))


def volunteers_row(name: str | None) -> Paragraph:
    """`name` is None where everybody may."""
    other = choose(VOLUNTEERS, "Choose who takes requests on")
    if name is None:
        return _line("Everybody may take requests on.", choices=(other,))
    return _line("Only who is in ", *_named(name), " takes requests on.", choices=(other,))


def threads_row(now: Threads) -> Paragraph:
    label, value = (
        ("Make a thread for each request", Threads.PUBLIC)
        if now is Threads.NONE
        else ("Make no more threads", Threads.NONE)
    )
    return _line(THREADS_ARE[now], choices=(choose(THREADS, label, value),))


def check_row() -> Paragraph:
    return _line("Is everything in order?", choices=(choose(CHECK, "Check what I may do in each room"),))


# Choosing a room


def which_place(kind: PlaceKind, rooms: Sequence[tuple[str, str]], not_in: Sequence[str], us: str) -> Wording:
    """`rooms` are (id, name)."""
    choices = [choose(PLACE, name, f"{kind.value} {room_id}") for room_id, name in rooms]
    stay = choose(PLACE, "Leave it as it is", f"{kind.value} -")
    return _which(WHICH[kind], [*choices, stay], not_in, us)


def which_volunteers(rooms: Sequence[tuple[str, str]], not_in: Sequence[str], us: str) -> Wording:
    asked = (
        "Who may take requests on? Everybody, or only who is in a room of yours at that moment. Others are told so "
        "kindly."
    )
    choices = [choose(VOLUNTEERS, f"Only who is in {name}", room_id) for room_id, name in rooms]
    return _which(
        asked,
        [choose(VOLUNTEERS, "Everybody", EVERYBODY), *choices, choose(VOLUNTEERS, "Leave it as it is", "-")],
        not_in,
        us,
    )


def _which(asked: str, choices: Sequence[Choice], not_in: Sequence[str], us: str) -> Wording:
    outside = (not_in_rooms(not_in, us),) if not_in else ()
    return Wording((_line(Strong(asked), choices=choices), _line(ADDRESS), *outside))


def not_in_rooms(names: Sequence[str], us: str) -> Paragraph:
    """Those of the space that we are not in; an empty name is of one that we cannot see."""
    known = [name for name in names if name]
    unseen = len(names) - len(known)
    parts: list[Span] = [Plain("I am not in ")]
    for number, name in enumerate(known):
        parts += [Plain(", " if number else ""), *_named(name)]
    if unseen:
        more = "one room that I cannot see" if unseen == 1 else f"{unseen} rooms that I cannot see"
        parts += [Plain(f"{' and ' if known else ''}{more}")]
    parts += [Plain(f" yet. To let me in, open the room and type /invite {us} there, or press Invite.")]
    return Paragraph(tuple(parts))


def let_me_in(name: str, us: str) -> Paragraph:
    return _line(
        "I am not in ", *_named(name), f" yet. Please type /invite {us} there, or press Invite, and choose it again."
    )


def no_such_room(address: str) -> Paragraph:
    return _line("I find no room at ", *_named(address), ". Is it written right?")


def not_yours(name: str) -> Paragraph:
    return _line(
        *_named(name),
        " does not belong to this space, and you are not its moderator, so I leave it alone. Please add it to the "
        "space, or ask one of its moderators to choose it.",
    )


def another_communitys(name: str) -> Paragraph:
    return _line(*_named(name), " belongs to another community already, so I leave it alone.")


# What came of it


def place_set(kind: PlaceKind, name: str) -> Paragraph:
    return _line("Thank you. ", READ[kind], *_named(name), " from now on.")


def volunteers_set(name: str | None) -> Paragraph:
    if name is None:
        return _line("Thank you. Everybody may take requests on from now on.")
    return _line("Thank you. From now on only who is in ", *_named(name), " takes requests on.")


def threads_set(now: Threads) -> Paragraph:
    said = {
        Threads.NONE: "I make no more threads. Those that are there stay.",
        Threads.PUBLIC: "Each new request gets a thread of its own.",
    }
    return _line(said[now])


def all_set() -> Paragraph:
    return _line(
        "All places are set.",
        choices=(choose(CHECK, "Check what I may do in each room"), choose(SHOW, "Show the whole setup")),
    )


def whats_next() -> Paragraph:
    return _line("Is there anything else?", choices=(choose(SHOW, "Show the whole setup"),))


# What is in the way


def too_open(seen: Seen) -> Paragraph:
    """Why it cannot be the care team's."""
    return _line(
        "Everybody can read ",
        *_named(seen.name),
        ", and the notes of the care team are for moderators only, so nothing was changed. Please choose a room that "
        "people have to be invited to. In Element: Room settings > Security & Privacy > Access: Private, and Who can "
        "read history: Members only.",
    )


def too_open_now(seen: Seen) -> Paragraph:
    return _line(
        "Everybody can read ",
        *_named(seen.name),
        ", and the notes of the care team are for moderators only. In Element: Room settings > Security & Privacy > "
        "Access: Private, and Who can read history: Members only.",
    )


def open_to_space(seen: Seen) -> Paragraph:
    return _line(
        "Everybody in the space can join ",
        *_named(seen.name),
        " and read there. If only moderators should: Room settings > Security & Privacy > Access: Private.",
    )


def locked(seen: Seen) -> Paragraph:
    return _line(
        *_named(seen.name), f" is encrypted, and my encryption is switched off, so I cannot speak there. {UNLOCK}"
    )


def gone(kind: PlaceKind) -> Paragraph:
    return _line(READ[kind], "a room that I am not in any more. Please choose another one, or invite me again.")


def volunteers_gone() -> Paragraph:
    return _line(
        "I am not in the room whose members take requests on any more, so nobody can take one on now. Please invite me "
        "again, or choose another one."
    )


def volunteers_moved(seen: Seen) -> Paragraph:
    return _line(
        *_named(seen.name),
        ", whose members take requests on, was upgraded, so nobody new can take one on. Please choose its successor.",
    )


def moved(seen: Seen) -> Paragraph:
    return _line(*_named(seen.name), " was upgraded, and people talk in its successor. Please choose that one.")


def lacks(seen: Seen, us: str) -> Paragraph:
    """With what does not work without it."""
    missing = ", ".join(f"“{lack.need}”" for lack in seen.lacks)
    return _line(
        *_named(seen.name),
        f": I lack {missing}. {' '.join(_without(lack.need) for lack in seen.lacks)} In Element: Room settings > Roles "
        f"& Permissions > Add privileged users: {us}, {role(seen.lacks)}.",
    )


def _without(need: Need) -> str:
    match need:
        case Need.WRITE:
            return "I cannot say anything there."
        case Need.REACT:
            return "I cannot put the raised hand on cards."
        case Need.TAKE_BACK:
            return "I cannot take back what I wrote."
        case Need.TAKE_AWAY:
            return "When somebody asks for help where all read it, I cannot take that away for them."


def choose_again() -> Paragraph:
    return _line("Nothing was changed. When that is done, please choose the room again.")


def works(seen: Seen, kind: PlaceKind) -> Paragraph:
    lock = ", encrypted" if seen.is_encrypted else ""
    return _line(*_named(seen.name), f"{lock}, {WHERE[kind]}: everything I need is allowed.")


def still_missing(kind: PlaceKind) -> Paragraph:
    return _line(READ[kind], NO_ROOM, ".", choices=(choose(PLACE, CHOOSE[kind], kind.value),))


def nothing_to_check() -> Paragraph:
    return _line("There is no room to look at yet. Please choose the places first.")


def try_later() -> Paragraph:
    return _line("The homeserver did not answer me just now, so nothing was changed. Please try once more in a moment.")
