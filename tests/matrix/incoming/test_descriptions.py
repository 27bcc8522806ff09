"""Our commands, as clients can show them."""

import pytest

from adapters.matrix.incoming.structured import DESCRIPTION, PARAMETERS, description, state_key
from adapters.matrix.texts import PARAMETERS as LABELS
from bot.texts.commands import COMMANDS
from tests.matrix.house import House


def test_a_command_is_described_with_its_parts() -> None:
    assert description("claim", "take a request on", {"number": "The number on the card"}) == {
        "command": "claim",
        "description": {"m.text": [{"body": "take a request on"}]},
        "parameters": [
            {
                "key": "number",
                "schema": {"schema_type": "primitive", "type": "integer"},
                "optional": False,
                "description": {"m.text": [{"body": "The number on the card"}]},
            }
        ],
        "fi.mau.tail_parameter": "number",
    }


def test_every_part_of_every_command_has_a_label() -> None:
    assert {part for parts in PARAMETERS.values() for part in parts} == set(LABELS)
    assert set(PARAMETERS) <= {info.name for info in COMMANDS}


def test_a_description_is_nobody_elses() -> None:
    keys = {state_key(name, bot) for name in ("claim", "done") for bot in ("@a:hs.test", "@b:hs.test")}
    assert len(keys) == 4
    assert not any("=" in key for key in keys)


async def described(house: House) -> set[str]:
    events = await house.mo.call("GET", f"/rooms/{house.help}/state")
    return {each["content"].get("command") for each in events if each["type"] == DESCRIPTION}  # type: ignore[index]


@pytest.mark.parametrize("is_wanted", [True, False])
async def test_where_we_have_the_level_clients_can_show_our_commands(house: House, is_wanted: bool) -> None:
    await house.mo.set_level(house.help, house.user_id, 50)
    await house.stop()
    await house.start(structured_commands=is_wanted)
    await house.ana.say(house.help, "!help")
    await house.direct(house.ana)

    async def look() -> bool:
        return await described(house) == ({info.name for info in COMMANDS} if is_wanted else set())

    await house.until(look)
    assert await house.mo.state(house.thanks, DESCRIPTION, state_key("claim", house.user_id)) is None


async def test_a_level_that_is_given_later_is_made_use_of(house: House) -> None:
    await house.stop()
    await house.start(structured_commands=True)

    await house.mo.set_level(house.help, house.user_id, 50)

    async def look() -> bool:
        return len(await described(house)) == len(COMMANDS)

    await house.until(look)
