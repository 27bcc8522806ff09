"""A client that has been tampered with: what it may send, and sending it."""

from typing import Any

from tests.discord.house import House
from tests.doubles.discord import Shown
from tests.doubles.discord.acting import begin, carry_out
from tests.doubles.discord.bits import Act, Part
from tests.doubles.discord.person import Person
from tests.doubles.discord.wire import Json

SURROGATE, NUL = "\ud83d alone", "a\x00b"
HORRORS = (
    "@everyone",
    "@here <@&1> <@1>",
    "[free](https://evil.example)",
    "h" + "\u0301\u0316\u0363" * 60,
    SURROGATE,
    NUL,
    "\u202egnirts\u202c \u2066x",
    "👩‍👩‍👧‍👦" * 570,
    "\u200b" * 50,
    "w" * 4000,
    "```\n# big\n> quote\n||spoiler||",
    "|1|close",
    "{reference} %s {0}",
    "<t:0:R></needhelp:1><:x:1><id:home>",
)
NAMES = ("**@everyone** <@1>", SURROGATE, NUL, "\u200b\u2060", "\u202eana")
FIELDS = {"kind": ["practical"], "what": "two eggs", "when": ["today"], "where": "", "naming": ["helper"]}
NUMBERS = ("NaN", "1e9", -1, 0, 10**30, None, True, "１", {"a": 1}, [1], NUL)


def option(name: str, value: Any, kind: int = 3) -> Json:
    return {"name": name, "type": kind, "value": value}


COMMANDS: tuple[tuple[str, list[Json]], ...] = (
    ("helpsetup", []),
    ("helpmod", [{"name": "close", "type": 1, "options": [option("number", 1, 4), option("reason", "x")]}]),
    ("helpmod", [option("reason", "close 1 x")]),
    ("helpmod close 1 x", []),
    ("kind emotional on", []),
    ("nonsense", [option("number", 1, 4)]),
    ("", []),
    ("help\nhelpsetup", []),
    ("helpboard", [option("kind", "nothing"), option("page", -5, 4)]),
    ("helpboard", [option("page", 10**30, 4)]),
    ("claim", [option("number", 2, 4), option("what", "1")]),
    ("withdraw", [option("number", 1, 4)]),
    ("done", [option("number", 1, 4)]),
    ("release", [option("number", 1, 4)]),
    *(("claim", [option("number", number, 4)]) for number in NUMBERS),
)
FORMS: tuple[Json, ...] = (
    {"kind": ["emotional"]},
    {"kind": ["nonsense"]},
    {"kind": []},
    {"kind": ["practical", "emotional"], "when": [None]},
    {"kind": "practical"},
    {"when": ["by a date 9999-99-99"]},
    {"when": ["by a date "]},
    {"when": ["by a date 0001-01-01"]},
    {"when": ["by a date 9999-12-31"]},
    {"when": ["today\x00"]},
    {"when": [{"a": 1}], "what": ["x"]},
    {"naming": ["everybody"]},
    {"naming": [SURROGATE]},
    {"what": None},
    {"what": "x" * 100_000},
    {"what": {"deep": [1]}},
    {"wanted": "99", "asker": "1", "community_id": "x", "number": "1"},
)
BROKEN_FORMS: tuple[list[Json], ...] = (
    [],
    [{}],
    [{"type": 1}],
    [{"type": 18, "component": {}}],
    [{"type": 1, "components": [{"custom_id": "what"}]}],
)
PRESSES: tuple[tuple[str, list[Any]], ...] = (
    ("w:hello", ["x"]),
    ("w:/helpsetup", ["x"]),
    ("w:/myhelp", ["x"]),
    ("w:/needhelp", []),
    ("w:", ["x"]),
    ("p:help", ["not a number"]),
    ("p:help", ["9" * 400]),
    ("p:help", ["²"]),
    ("p:nonsense", ["1"]),
    ("p:help", []),
    ("s:zone", ["../../etc"]),
    ("s:zone", [SURROGATE]),
    ("s:zone", ["America"]),
    ("s:card_style", ["nothing"]),
    ("s:nonsense", ["x"]),
    ("c:0:x:", ["helpmod|1|close"]),
    ("c:0:x:", ["kind|0|emotional on\n"]),
    ("c:0:x:", [SURROGATE]),
    ("c:0:x:", [1, None]),
    ("c:0:x:", []),
    ("c:²:x:claim|1|", []),
    ("c:0:x:claim|²|", []),
    ("c:0:x:draft_wanted|0|x", ["99999999999"]),
    ("c:0:x:say_thanks|1|x", []),
    ("c:0:x:consent|1|both named", []),
    ("c:0:x:undo|1|", []),
    ("c:0:x:withdraw|1|", []),
    ("c:0:x:done|1|", []),
    ("k:x:y", []),
    ("k:::", []),
    (SURROGATE, []),
    (NUL, []),
    ("c" * 5000, []),
)


async def send(house: House, person: Person, act: Act, data: Json, message: Json | None = None) -> Shown:
    """As if a client had been tampered with."""
    where = house.discord.world.channel(message["channel_id"]) if message else person.at
    assert where is not None
    gateway, known = house.discord.gateway, len(house.discord.gateway.violations)
    begun = begin(house.discord.stage, act, person.id, where, message["id"] if message else None)
    shown = await carry_out(house.discord.stage, begun, "en-US", data)
    gateway.violations = gateway.violations[:known]  # what we made of it is no event that Discord would send
    return shown


async def command(house: House, person: Person, name: str, *options: Json) -> Shown:
    return await send(house, person, Act.COMMAND, {"id": "1", "name": name, "type": 1, "options": list(options)})


async def press(house: House, person: Person, message: Json, custom_id: Any, **more: Any) -> Shown:
    data = {"custom_id": custom_id, "component_type": int(Part.BUTTON), "id": 1} | more
    return await send(house, person, Act.PRESS, data, message)


async def answer(house: House, shown: Shown, person: Person) -> str:
    """What they read; nothing went wrong behind it."""
    assert shown.modal is not None or shown.message_id is not None or shown.reply == 6
    said = "" if shown.modal or shown.message_id is None else house.read(shown, person)
    assert "Something went wrong" not in said
    return said


async def submit(house: House, person: Person, custom_id: str, values: Json, message: Json | None = None) -> Shown:
    def field(name: str, value: Any) -> Json:
        return {"custom_id": name, "type": 4, "id": 1} | (
            {"values": value} if isinstance(value, list) else {"value": value}
        )

    rows = [{"type": 18, "id": 1, "component": field(*each)} for each in (FIELDS | values).items()]
    return await send(house, person, Act.SUBMIT, {"custom_id": custom_id, "components": rows}, message)


async def form_id(house: House, person: Person, *instead: str) -> str:
    """Of a form that was opened for them, with other parts at its end."""
    opened = await person.slash("needhelp")
    assert opened.modal is not None
    own = str(opened.modal["custom_id"]).split(":")
    return ":".join([*own[: len(own) - len(instead)], *instead])
