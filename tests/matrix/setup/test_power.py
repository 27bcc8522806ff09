"""Who is a moderator, and what we may do: by the room's own words, whatever they are."""

from typing import Any

import pytest

from adapters.matrix.setup.needs import Lack, Need, lacking
from adapters.matrix.setup.power import ABOVE_ALL, is_moderator, powers
from adapters.matrix.setup.saying import Voice
from bot.model.language import Language
from bot.model.places import PlaceKind

MO, ANA, BOT = "@mo:elm.example", "@ana:elm.example", "@barnraiser:elm.example"


def made(version: object = "11", **content: object) -> dict[str, Any]:
    told = {} if version is None else {"room_version": version}
    return {"type": "m.room.create", "sender": MO, "content": told | content}


@pytest.mark.parametrize(
    ("create", "levels", "who", "level"),
    [
        # without power levels, who made the room has 100 and all others nothing
        (made("11"), None, MO, 100),
        (made("11"), None, ANA, 0),
        (made(None), None, MO, 100),
        (made("org.example.new"), None, MO, 100),
        # with them, they alone count up to version 11
        (made("11"), {}, MO, 0),
        (made("11"), {"users": {MO: 100}}, MO, 100),
        (made("11"), {"users": {MO: 100}}, ANA, 0),
        (made("11"), {"users": {ANA: 50}, "users_default": 10}, ANA, 50),
        (made("11"), {"users": {ANA: 50}, "users_default": 10}, MO, 10),
        (made("11"), {"users": {ANA: 0}, "users_default": 100}, ANA, 0),
        (made("11", additional_creators=[ANA]), {}, ANA, 0),
        (made("11", additional_creators=[ANA]), None, ANA, 0),
        # since version 12 creators stand above all
        (made("12"), {}, MO, ABOVE_ALL),
        (made("12"), {"users": {MO: 0}}, MO, ABOVE_ALL),
        (made("12"), None, MO, ABOVE_ALL),
        (made("12", additional_creators=[ANA]), {}, ANA, ABOVE_ALL),
        (made("12", additional_creators=[ANA]), {"users": {BOT: 50}}, BOT, 50),
        (made("12", additional_creators=ANA), {}, ANA, 0),
        (made("12", additional_creators=[7, None]), {}, ANA, 0),
        (made("13"), {}, MO, ABOVE_ALL),
        # in a room of a version that nobody knows, only what is written counts
        (made("org.example.new"), {}, MO, 0),
        (made("org.example.new", additional_creators=[ANA]), None, ANA, 0),
        (made(12), {}, MO, 0),
        (made("99999999"), {}, MO, 0),
        # text was a number once
        (made("9"), {"users": {ANA: "50"}}, ANA, 50),
        (made("9"), {"users": {ANA: " +50 "}}, ANA, 50),
        (made("9"), {"users": {ANA: "5e1"}}, ANA, 0),
        (made("10"), {"users": {ANA: "50"}}, ANA, 0),
        (made("11"), {"users": {}, "users_default": "50"}, ANA, 0),
        # and what makes no sense gives nobody anything
        (made("11"), {"users": {ANA: True}, "users_default": 100}, ANA, 0),
        (made("11"), {"users": {ANA: 50.5}}, ANA, 0),
        (made("11"), {"users": [ANA]}, ANA, 0),
        (made("11"), {"users": {ANA: -5}}, ANA, -5),
        ({"content": {"room_version": "12"}}, {}, MO, 0),
        ({"sender": MO, "content": 5}, None, MO, 100),
        ({}, None, MO, 0),
    ],
)
def test_a_level_is_read_as_the_room_means_it(
    create: dict[str, Any], levels: dict[str, Any] | None, who: str, level: float
) -> None:
    assert powers(create, levels).of(who) == level


@pytest.mark.parametrize(("level", "is_one"), [(49, False), (50, True), (100, True), (-1, False)])
def test_a_moderator_has_fifty(level: int, is_one: bool) -> None:
    assert is_moderator(powers(made(), {"users": {ANA: level}}), ANA) is is_one


USUAL = {"users": {MO: 100}, "events": {"m.room.encryption": 100}}
TAKE_AWAY = Lack(Need.TAKE_AWAY, 50)


@pytest.mark.parametrize(
    ("levels", "kind", "is_encrypted", "lacks"),
    [
        (USUAL, PlaceKind.HELP, False, (TAKE_AWAY,)),
        (USUAL, PlaceKind.HELP, True, (TAKE_AWAY,)),
        (USUAL, PlaceKind.THANKS, False, ()),
        (USUAL, PlaceKind.CARE, False, ()),
        ({"users": {BOT: 50}}, PlaceKind.HELP, False, ()),
        ({"redact": 0}, PlaceKind.HELP, False, ()),
        ({"users": {BOT: 50}, "redact": 100}, PlaceKind.HELP, False, (Lack(Need.TAKE_AWAY, 100),)),
        (
            {"events_default": 50},
            PlaceKind.HELP,
            False,
            (Lack(Need.WRITE, 50), Lack(Need.REACT, 50), Lack(Need.TAKE_BACK, 50), TAKE_AWAY),
        ),
        ({"events_default": 50}, PlaceKind.THANKS, False, (Lack(Need.WRITE, 50), Lack(Need.TAKE_BACK, 50))),
        ({"events_default": 50}, PlaceKind.CARE, False, (Lack(Need.WRITE, 50),)),
        ({"events": {"m.room.message": 50}}, PlaceKind.CARE, True, ()),
        ({"events": {"m.room.encrypted": 50}}, PlaceKind.CARE, True, (Lack(Need.WRITE, 50),)),
        ({"events": {"m.reaction": 60}, "redact": 0}, PlaceKind.HELP, False, (Lack(Need.REACT, 60),)),
        (
            {"users": {BOT: 50}, "events": {"m.room.redaction": 75}},
            PlaceKind.THANKS,
            False,
            (Lack(Need.TAKE_BACK, 75),),
        ),
        (
            {"events": {"m.room.redaction": 75}},
            PlaceKind.HELP,
            False,
            (Lack(Need.TAKE_BACK, 75), Lack(Need.TAKE_AWAY, 75)),
        ),
        (None, PlaceKind.HELP, False, (TAKE_AWAY,)),
    ],
)
def test_what_we_lack_is_named_with_the_level_it_takes(
    levels: dict[str, Any] | None, kind: PlaceKind, is_encrypted: bool, lacks: tuple[Lack, ...]
) -> None:
    assert lacking(powers(made(), levels), BOT, kind, is_encrypted=is_encrypted) == lacks


@pytest.mark.parametrize(
    ("level", "said"), [(1, "Moderator"), (50, "Moderator"), (75, "Custom level, 75"), (100, "Admin")]
)
def test_the_least_role_that_is_enough_is_asked_for(level: int, said: str) -> None:
    assert Voice(Language.ENGLISH, BOT).role((Lack(Need.WRITE, 0), Lack(Need.TAKE_AWAY, level))) == said


def test_state_takes_fifty_unless_the_room_says_otherwise() -> None:
    assert powers(made(), {}).to_set("m.room.name") == 50
    assert powers(made(), {"state_default": 10, "events": {"m.room.name": 20}}).to_set("m.room.name") == 20
    assert powers(made(), {"state_default": 10}).to_set("m.room.topic") == 10
    assert powers(made(), None).to_set("m.room.name") == 0
