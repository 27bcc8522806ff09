"""Commands that clients are told of, where the operator wants that and moderators let us."""

from adapters.matrix.incoming.structured import COMMAND, DESCRIPTION, state_key
from tests.matrix.house import House


async def test_commands_are_described_where_we_may_and_only_if_the_operator_wants_it(house: House) -> None:
    key = state_key("claim", house.user_id)
    assert await house.mo.state(house.help, DESCRIPTION, key) is None
    await house.stop()
    await house.mo.set_level(house.help, house.user_id, 50)

    await house.start(structured_commands=True)
    described = await house.until(lambda: house.mo.state(house.help, DESCRIPTION, key))

    assert described["command"] == "claim"
    assert [each["key"] for each in described["parameters"]] == ["number"]
    assert await house.mo.state(house.care, DESCRIPTION, key) is None


async def test_a_command_that_is_sent_in_parts_is_carried_out(house: House) -> None:
    parts = {COMMAND: {"command": "helpboard", "arguments": {}}, "m.mentions": {"user_ids": [house.user_id]}}
    await house.ana.say(house.help, "see where a hand is wanted", **parts)
    room = await house.direct(house.ana)
    await house.hears(house.ana, room, "is open at the moment")
