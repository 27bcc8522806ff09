"""A number typed before the newest message of ours was there is no answer to it."""

from adapters.matrix.people import actor
from bot.commands.values import Tell
from bot.model.ids import Number
from bot.model.wording import Choice, Paragraph, Plain, Wording
from bot.usecases import spoken
from tests.matrix.house import House


async def ask(house: House, question: str, move: str, label: str) -> None:
    """Ana, in private, with one choice."""
    elm = await house.community_at(house.space)
    assert elm is not None
    wording = Wording((Paragraph((Plain(question),), (Choice(move, Number(0), label, ""),)),))
    tell = Tell(actor(house.ana.user_id, "ana"), elm, f"matrix:{question}", wording)
    await house.store.write(spoken.tell, tell)


async def test_a_number_is_taken_for_what_stood_there_when_it_was_typed(house: House) -> None:
    await house.ana.say(house.help, "!help")
    direct = await house.direct(house.ana)
    await ask(house, "Shall I show what is yours?", "myhelp", "Show it")
    await house.hears(house.ana, direct, "Shall I show what is yours?")

    house.listening.gate.clear()
    await house.ana.say(house.help, "!helpboard")
    await house.ana.say(direct, "1")
    await ask(house, "Shall I be silent?", "stop_writing", "Be silent")
    await house.hears(house.ana, direct, "Shall I be silent?")
    house.listening.gate.set()

    assert await house.hears(house.ana, direct, "Nothing of yours is open")
    assert not [said for said in await house.heard(house.ana, direct) if "won't write to you" in said]
