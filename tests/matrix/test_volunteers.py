"""Offering help on a real Synapse: asked in private question by question, and nobody else reads any of it."""

import pytest

from adapters.matrix.incoming.events import Event
from adapters.matrix.incoming.naming import named, spelled
from tests.matrix.house import HAND, House
from tests.matrix.neighbours import Neighbour, newest_card
from tests.matrix.test_alerts import offers

US, ANA, BEN = "@barn:hs.test", "@ana:hs.test", "@ben:hs.test:8448"
NEUTRAL = "For this one I look among other neighbours."


def event(formatted: str = "", *mentions: str) -> Event:
    content = {"body": "x", "formatted_body": formatted, "m.mentions": {"user_ids": list(mentions)}}
    return Event("!room", "$event", "m.room.message", ANA, content)


@pytest.mark.parametrize(
    ("rest", "said", "meant"),
    [
        (BEN, event(), BEN),
        (f"{BEN} off", event(), BEN),
        (f"{BEN}, please", event(), BEN),
        (f"[Ben](https://matrix.to/#/{BEN})", event(), BEN),
        ("Ben", event(f'!avoid <a href="https://matrix.to/#/{BEN}">Ben</a>'), BEN),
        ("Ben", event('!avoid <a href="https://matrix.to/#/%40ben%3Ahs.test%3A8448">Ben</a>'), BEN),
        ("Ben", event("", BEN), BEN),
        ("Ben", event("", US, BEN), BEN),
        (BEN, event("", ANA), BEN),
        ("Ben", event(), ""),
        (f"{BEN} {ANA}", event(), ""),
        ("", event("", US), ""),
    ],
)
def test_somebody_is_named_by_an_id_a_link_or_a_mention(rest: str, said: Event, meant: str) -> None:
    assert named(said, rest, US) == meant


def test_what_only_looks_like_a_name_is_taken_for_none() -> None:
    assert spelled("avoid", BEN, "Ben Off") == f"/avoid <{BEN}> off"
    assert spelled("avoid", BEN, "Ben") == f"/avoid <{BEN}>"
    assert spelled("avoid", "", "<@ben:hs.test> off") == "/avoid"


async def test_a_volunteer_is_asked_in_private_takes_a_break_and_finds_what_fits(house: House) -> None:
    ben = Neighbour(house, house.ben)
    await house.ben.say(house.help, "!volunteer")
    await ben.comes_in()
    await ben.hears("Kinds of help you like to give?")
    assert "Languages you speak?" in await ben.says("1, 2")
    assert "Roughly where?" in await ben.says("English and Deutsch")
    assert "Hours you want to be left alone?" in await ben.says("near the mill")
    assert "Requests you carry at a time?" in await ben.says("22-8")
    assert "Are heavy topics all right?" in await ben.says("1")
    assert "You help with: Practical help, Information or advice." in await ben.says("no")
    assert await house.heard(house.ana, house.help) == []

    assert "Enjoy the break." in await ben.says("!pause 2 weeks")
    assert "Your break is over." in await ben.says("!pause off")
    assert "Nothing that fits you is open now." in await ben.says("!canhelp")
    ana = Neighbour(house, house.ana)
    await house.ana.say(house.help, "!help")
    await ana.comes_in()
    for answer in ("!needhelp a ride", "1", "2", "skip", "1", "post it"):
        await ana.says(answer)
    for answer in ("!needhelp a talk", "1", "2", "skip", "1", "it is a heavy topic"):
        said = await ana.says(answer)
    assert "I tell only volunteers who said that heavy topics are all right." in said
    await ana.says("post it")
    fitting = await ben.says("!canhelp")
    assert "#1 Practical help: a ride" in fitting
    assert "a talk" not in fitting
    assert "no longer a volunteer" in await ben.says("!volunteer off")


async def test_whoever_is_kept_apart_is_named_in_private_and_learns_nothing(house: House) -> None:
    ana, ben = Neighbour(house, house.ana), Neighbour(house, house.ben)
    for each in (ana, ben):
        await each.person.say(house.help, "!help")
        await each.comes_in()
    for answer in ("!needhelp a ride", "1", "2", "skip", "1", "post it"):
        await ana.says(answer)
    await newest_card(house)
    assert "whom you mean" in await ana.says("!avoid @nobody:elsewhere.test")
    assert "whom you mean" in await ana.says("!avoid <ben>")
    assert "from now on neither of you" in await ana.says(f"!avoid {house.ben.user_id}")

    assert NEUTRAL in await ben.says("!claim 1")
    assert len(await ben.heard()) == 2, "they hear of nothing else"
    assert "no longer keep the two of you apart" in await ana.says(f"!avoid {house.ben.user_id} off")
    assert "You're on #1" in await ben.says("!claim 1") or "Here is what you need" in await ben.all_read()


async def test_a_name_that_others_could_read_is_offered_to_be_taken_away(house: House) -> None:
    ana = Neighbour(house, house.ana)
    await house.ana.say(house.help, f"!avoid {house.ben.user_id}")
    await ana.comes_in()
    await ana.hears("You named somebody where everybody can read it")
    await ana.hears("from now on neither of you")


async def test_whoever_carries_enough_raises_a_hand_in_vain_and_reads_kindly_why(house: House) -> None:
    """First by what they said they carry, then by what the community lets anybody carry."""
    ana, ben = Neighbour(house, house.ana), Neighbour(house, house.ben)
    await house.ana.say(house.help, "!help")
    await ana.comes_in()
    for what in ("a ride", "a shelf", "some soup"):
        for answer in (f"!needhelp {what}", "1", "2", "skip", "1", "post it"):
            await ana.says(answer)
    await offers(house, ben)

    assert "You're on #1" in await ben.says("!claim 1")
    await house.ben.react(house.help, (await newest_card(house, "#2")).id, HAND)
    await ben.hears("You carry a request already, and that is plenty. When it is done, there is room again.")

    await ben.says("!volunteer off")
    assert "You're on #2" in await ben.says("!claim 2")
    await house.ben.react(house.help, (await newest_card(house, "#3")).id, HAND)
    await ben.hears("You carry 2 requests already, and that is plenty. When one is done, there is room again.")
