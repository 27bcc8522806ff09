"""What a room says about itself: pure."""

from typing import Any

import pytest

from adapters.matrix.incoming.events import Event
from adapters.matrix.presence.directs import Directs
from adapters.matrix.presence.rooms import Rooms

BOT, MO, ANA = "@bot:hs.test", "@mo:hs.test", "@ana:hs.test"


def state(kind: str, content: dict[str, Any], key: str = "", sender: str = MO, **more: Any) -> Event:
    return Event("!any", f"${kind}{key}", kind, sender, content, state_key=key, **more)


def member(user_id: str, membership: str = "join", **content: Any) -> Event:
    return state("m.room.member", {"membership": membership, **content}, user_id, user_id)


def child(room: str, *servers: str, sender: str = MO) -> Event:
    return state("m.space.child", {"via": [*servers]} if servers else {}, room, sender)


SPACE = state("m.room.create", {"type": "m.space"})
ROOM = state("m.room.create", {})


def rooms(**known: list[Event]) -> Rooms:
    made = Rooms(BOT)
    for name, events in known.items():
        made.take(f"!{name}", events)
    return made


def test_a_space_holds_what_it_lists_as_far_as_we_are_there() -> None:
    known = rooms(
        elm=[SPACE, child("!help", "hs.test"), child("!floor", "hs.test"), child("!elsewhere", "hs.test")],
        floor=[SPACE, child("!kitchen", "hs.test"), child("!elm", "hs.test")],
        help=[ROOM],
        kitchen=[ROOM],
        side=[ROOM, child("!help", "hs.test")],
    )
    assert known.within("!elm") == {"!elm", "!help", "!floor", "!kitchen"}
    assert known.spaces_of("!kitchen")[:2] == ("!floor", "!elm")
    assert known.spaces_of("!help") == ("!elm", "!floor")
    assert known.spaces_of("!side") == ()


@pytest.mark.parametrize("gone", [{}, {"via": []}, {"via": "hs.test"}, {"via": [5]}])
def test_a_room_that_was_taken_out_is_not_in_it_any_more(gone: dict[str, Any]) -> None:
    known = rooms(elm=[SPACE, child("!help", "hs.test"), state("m.space.child", gone, "!help")], help=[ROOM])
    assert known.within("!elm") == {"!elm"}


def test_of_two_spaces_that_list_a_room_the_one_it_names_comes_first() -> None:
    parent = state("m.space.parent", {"via": ["hs.test"]}, "!oak")
    listed, made = [SPACE, child("!help", "hs.test")], [ROOM, member(MO)]
    assert rooms(elm=listed, oak=listed, help=[*made, parent]).spaces_of("!help") == ("!oak", "!elm")
    assert rooms(elm=listed, oak=listed, help=made).spaces_of("!help") == ("!elm", "!oak")


LOOKED_AFTER_BY_ANA = state("m.room.power_levels", {"users": {ANA: 50}})
NAMES_OAK = state("m.space.parent", {"via": ["hs.test"]}, "!oak")


@pytest.mark.parametrize(
    ("help_room", "spaces"),
    [
        ([ROOM, member(MO), member(ANA)], ("!elm",)),
        ([ROOM, member(MO), member(ANA), LOOKED_AFTER_BY_ANA], ("!oak",)),
        ([ROOM, member(MO), member(ANA), NAMES_OAK], ("!oak", "!elm")),
        ([ROOM, member(ANA), NAMES_OAK], ("!oak",)),
        ([ROOM, member(ANA)], ("!elm", "!oak")),
        ([member(MO), member(ANA)], ("!elm", "!oak")),
    ],
)
def test_a_space_of_somebody_who_may_not_say_so_takes_no_room_out_of_another(
    help_room: list[Event], spaces: tuple[str, ...]
) -> None:
    """Mo lists it in his space and Ana in hers. Where nobody may say so, every space counts."""
    elm, oak = ([SPACE, child("!help", "hs.test", sender=each)] for each in (MO, ANA))
    known = rooms(elm=elm, oak=oak, help=help_room)
    assert known.spaces_of("!help") == spaces
    assert {each for each in ("!elm", "!oak") if "!help" in known.within(each)} == set(spaces)


def test_who_is_there_is_known_by_the_name_they_go_by() -> None:
    known = rooms(help=[ROOM, member(BOT), member(ANA, displayname="Ana"), member(MO, displayname="Mo")])
    known.take("!help", [member(ANA, displayname="Ana of the mill"), member(MO, "leave")])
    assert [known.name_of(each, "!help") for each in (ANA, MO)] == ["Ana of the mill", ""]
    assert [known.is_in(each, "!help") for each in (ANA, MO)] == [True, False]


ALONE = [ROOM, member(BOT), member(ANA)]
NAMED = state("m.room.name", {"name": "Kitchen"})
INVITED_AS_DIRECT = state(
    "m.room.member", {"membership": "join"}, BOT, BOT, unsigned={"prev_content": {"is_direct": True}}
)
OURS = state("m.room.create", {}, sender=BOT)


PUBLIC = state("m.room.join_rules", {"join_rule": "public"})
WORLD_READABLE = state("m.room.history_visibility", {"history_visibility": "world_readable"})
AS_CLIENTS_MAKE_THEM = [
    state("m.room.join_rules", {"join_rule": "invite"}),
    state("m.room.history_visibility", {"history_visibility": "shared"}),
]


def mark(whose: str, sender: str = BOT) -> Event:
    return state("org.barnraiser.direct", {"for": whose}, sender=sender)


@pytest.mark.parametrize(
    ("events", "person"),
    [
        (ALONE, ANA),
        ([ROOM, member(BOT), member(ANA, "invite")], ANA),
        ([*ALONE, member(MO)], None),
        ([*ALONE, member(MO, "invite")], None),
        ([*ALONE, member(MO), member(MO, "leave")], ANA),
        ([*ALONE, member(ANA, "leave")], None),
        ([*ALONE, NAMED], None),
        ([*ALONE, NAMED, INVITED_AS_DIRECT], ANA),
        ([*ALONE, *AS_CLIENTS_MAKE_THEM], ANA),
        ([*ALONE, *AS_CLIENTS_MAKE_THEM, PUBLIC], None),
        ([*ALONE, *AS_CLIENTS_MAKE_THEM, WORLD_READABLE], None),
        ([*ALONE, NAMED, INVITED_AS_DIRECT, PUBLIC], None),
        ([SPACE, member(BOT), member(ANA)], None),
        ([OURS, mark(ANA), member(BOT), member(ANA)], ANA),
        ([OURS, mark(ANA), NAMED, member(BOT), member(ANA)], ANA),
        ([OURS, mark(ANA), member(BOT), member(MO)], None),
        ([OURS, mark(ANA), member(BOT), member(ANA), member(MO)], None),
        ([ROOM, mark(MO, sender=MO), member(BOT), member(ANA)], ANA),
    ],
)
def test_a_private_room_is_one_persons(events: list[Event], person: str | None) -> None:
    assert Directs(None, rooms(room=events), BOT).person_at("!room") == person  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("events", "is_too_open"),
    [
        (ALONE, False),
        ([*ALONE, PUBLIC], True),
        ([*ALONE, WORLD_READABLE], True),
        ([*ALONE, NAMED, PUBLIC], False),
        ([*ALONE, member(MO), PUBLIC], False),
    ],
)
def test_a_room_of_two_that_anybody_can_read_is_too_open_to_be_private(events: list[Event], is_too_open: bool) -> None:
    assert Directs(None, rooms(room=events), BOT).is_too_open("!room") is is_too_open  # type: ignore[arg-type]


def test_what_we_marked_was_private_whoever_came_in_since() -> None:
    events = [OURS, mark(ANA), member(BOT), member(ANA), member(MO)]
    others = [ROOM, mark(ANA, sender=MO), member(BOT), member(ANA), member(MO)]
    assert [Directs(None, rooms(room=each), BOT).was_private("!room") for each in (events, others)] == [True, False]  # type: ignore[arg-type]


@pytest.mark.parametrize("content", [{"name": 5}, {"name": None}, {}])
def test_odd_state_says_nothing(content: dict[str, Any]) -> None:
    known = rooms(room=[state("m.room.create", {"type": 5}), state("m.room.name", content)])
    room = known.get("!room")
    assert room is not None
    assert (room.is_space, room.is_named) == (False, False)
