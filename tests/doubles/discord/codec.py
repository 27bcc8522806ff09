"""How people and what they see travel between a test and the process in which the double runs."""

from dataclasses import asdict
from typing import Any

from tests.doubles.discord.faults import Fault
from tests.doubles.discord.interaction import Shown
from tests.doubles.discord.person import Person
from tests.doubles.discord.rest import Exchange


def pack(thing: Any) -> Any:
    if isinstance(thing, Shown):
        return {"__shown__": asdict(thing)}
    if isinstance(thing, Person):
        return {"__person__": thing.id}
    if isinstance(thing, Exchange):
        return asdict(thing) | {"raw": thing.raw.decode("utf-8", "replace")}
    if isinstance(thing, Fault):
        return asdict(thing)
    if isinstance(thing, list | tuple):
        return [pack(each) for each in thing]
    if isinstance(thing, dict):
        return {key: pack(value) for key, value in thing.items()}
    return thing


def unpack(thing: Any, people: dict[str, Any]) -> Any:
    if isinstance(thing, list):
        return [unpack(each, people) for each in thing]
    if not isinstance(thing, dict):
        return thing
    if "__shown__" in thing:
        return Shown(**thing["__shown__"])
    if "__person__" in thing:
        return people[thing["__person__"]]
    return {key: unpack(value, people) for key, value in thing.items()}
