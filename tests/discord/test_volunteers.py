"""A server that chose a role: only whoever has it at that moment takes requests on, on whatever way they try."""

from collections.abc import Awaitable, Callable

import pytest

from bot.model.places import PlaceRef
from bot.usecases import places
from tests.discord.house import HAND, House
from tests.discord.tampering import press
from tests.discord.test_setup import ROLE, preferences
from tests.doubles.discord.board import walk
from tests.doubles.discord.wire import Json
from tests.people import MINUTE

REFUSED = "Here, requests are taken on by members of the volunteer team. A moderator can tell you how to join it."
BUTTON, BACKUP = "✋ I can help with #1", "Yes, be the backup for #1"
GONE = "The role whose members take requests on is gone, so nobody can take one on now."
Way = Callable[[House, Json], Awaitable[str]]
"""How somebody tries to take request #1 on, and what they read."""


async def choose_role(house: House) -> Json:
    """Ben and Chi do not have it."""
    role = house.discord.moderation.make_role(house.guild, "helpers")
    await house.mo.choose(await house.mo.slash("helpsetup"), ROLE, role)
    return role


async def by_button(house: House, card: Json) -> str:
    return house.read(await house.ben.press(card, BUTTON), house.ben)


async def by_command(house: House, card: Json) -> str:
    return house.read(await house.ben.slash("claim", number=1), house.ben)


async def on_the_board(house: House, card: Json) -> str:
    board = await house.ben.slash("helpboard")
    return house.read(await house.ben.press(board, "I can help with #1"), house.ben)


async def on_the_board_in_private(house: House, card: Json) -> str:
    board = await house.ben.slash("helpboard", at=house.ben.direct())
    return house.read(await house.ben.press(board, "I can help with #1"), house.ben)


async def by_command_in_private(house: House, card: Json) -> str:
    return house.read(await house.ben.slash("claim", number=1, at=house.ben.direct()), house.ben)


async def by_words_in_private(house: House, card: Json) -> str:
    heard = len(house.private(house.ben))
    await house.ben.say(" !Claim #1", at=house.ben.direct())
    await house.until(lambda: len(house.private(house.ben)) > heard + 1)
    return "".join(house.private(house.ben)[heard:])


async def by_hand(house: House, card: Json) -> str:
    await house.ben.react(card, HAND)
    return await written_to_ben(house)


async def by_hand_while_the_bot_was_away(house: House, card: Json) -> str:
    await house.stop()
    await house.ben.react(card, HAND, is_told=False)
    await house.start()
    return await written_to_ben(house)


async def written_to_ben(house: House) -> str:
    await house.until(lambda: len(house.private(house.ben)) > 0)
    return house.private(house.ben)[-1]


HERE = [by_button, by_command, on_the_board]
ELSEWHERE = [on_the_board_in_private, by_command_in_private, by_words_in_private, by_hand_while_the_bot_was_away]
WAYS = pytest.mark.parametrize("way", [*HERE, by_hand, *ELSEWHERE])


async def ask_known_to_ben(house: House) -> Json:
    """In private the bot answers whoever it has met."""
    await house.ben.slash("help")
    return await house.ask(house.ana)


@WAYS
async def test_without_the_role_nobody_takes_a_request_on(house: House, way: Way) -> None:
    await choose_role(house)
    card = await ask_known_to_ben(house)

    assert REFUSED in await way(house, card)
    await house.settle()

    assert "Practical help wanted" in house.card()
    assert house.private(house.ana) == []


@WAYS
async def test_with_the_role_everything_is_as_usual(house: House, way: Way) -> None:
    role = await choose_role(house)
    house.discord.moderation.give_role(house.ben, house.guild, role)
    card = await ask_known_to_ben(house)

    assert REFUSED not in await way(house, card)

    await house.until(lambda: "Somebody is on it" in house.card())


@pytest.mark.parametrize("is_chosen", [True, False])
async def test_discord_is_asked_for_roles_only_where_it_does_not_tell_them(house: House, is_chosen: bool) -> None:
    if is_chosen:
        await choose_role(house)
    await house.ask(house.ana)
    for person in (house.ben, house.chi, house.mo):
        await person.slash("help")

    asked = [asked_for(house)]
    await house.ben.press(house.cards()[-1], BUTTON)
    await house.chi.react(house.cards()[-1], HAND)
    await house.until(lambda: house.private(house.chi) != [])
    asked.append(asked_for(house))
    for name in ("myhelp", "helpboard", "help"):
        await house.mo.slash(name, at=house.mo.direct())
    asked.append(asked_for(house))
    await house.mo.slash("claim", number=1, at=house.mo.direct())
    asked.append(asked_for(house))

    assert asked == [0, 0, 0, 1 if is_chosen else 0]


def asked_for(house: House) -> int:
    return len([each for each in house.discord.record if each.method == "GET" and "/members/" in each.path])


async def test_a_role_that_was_taken_away_takes_nothing_else_away(house: House) -> None:
    """Whoever is on it can hand it back, take that back, and finish it; a backup needs the role again."""
    role = await choose_role(house)
    for person in (house.ben, house.chi):
        house.discord.moderation.give_role(person, house.guild, role)
    card = await house.ask(house.ana)
    await house.ben.press(card, BUTTON)
    late = await house.chi.press(card, BUTTON)
    for person in (house.ben, house.chi):
        house.discord.moderation.take_role(person, house.guild, role)

    assert REFUSED in house.read(await house.chi.press(late, BACKUP), house.chi)
    assert "You're on this one already" in house.read(await house.ben.press(card, BUTTON), house.ben)
    handed_back = await house.ben.slash("release", number=1)
    assert "that is help too" in house.read(handed_back, house.ben)
    assert REFUSED in house.read(await house.ben.slash("claim", number=1), house.ben)
    undone = await house.ben.press(handed_back, "Take #1 up again")
    assert REFUSED not in house.read(undone, house.ben)
    assert "noted as done" in house.read(await house.ben.slash("done", number=1), house.ben)


async def test_being_a_volunteer_of_one_server_opens_nothing_in_another(house: House) -> None:
    """With a button of a private message that was made to name the other server's community."""
    role = await choose_role(house)
    house.discord.moderation.give_role(house.ben, house.guild, role)
    await house.ben.press(await house.ask(house.ana), BUTTON)
    await house.settle()
    house.discord.moderation.take_role(house.ben, house.guild, role)
    await house.ask(house.ana)
    other = house.neighbouring()
    house.discord.world.add_member(other.guild["id"], house.ben.id)
    await house.ben.slash("help", at=other.help)
    elsewhere = await house.store.read(places.at_home, PlaceRef("discord", other.guild["id"]))
    assert elsewhere is not None

    shown = await press(house, house.ben, house.newest(house.ben), f"c:0:{elsewhere.id}:claim|2")

    assert "There is no request with that number here" in house.read(shown, house.ben)
    await house.settle()
    assert "Practical help wanted" in house.card()


async def test_a_backup_without_the_role_is_asked_in_vain(house: House) -> None:
    role = await choose_role(house)
    for person in (house.ben, house.chi):
        house.discord.moderation.give_role(person, house.guild, role)
    card = await house.ask(house.ana)
    await house.ben.press(card, BUTTON)
    kept = await house.chi.press(await house.chi.press(card, BUTTON), BACKUP)
    assert REFUSED not in house.read(kept, house.chi)
    house.discord.moderation.take_role(house.chi, house.guild, role)
    await house.ben.slash("release", number=1)
    await house.pass_time(10 * MINUTE)

    taken = await house.chi.slash("claim", number=1, at=house.chi.direct())
    assert REFUSED in house.read(taken, house.chi)


async def test_the_role_is_chosen_and_let_go_again(house: House) -> None:
    role = await choose_role(house)
    assert (await preferences(house)).volunteer_role == int(role["id"])
    card = await house.ask(house.ana)
    assert REFUSED in await by_button(house, card)

    shown = await house.mo.slash("helpsetup")
    assert chosen_role(house) == [role["id"]]
    assert f"Only members of <@&{role['id']}> take requests on." in house.read(shown, house.mo)
    await house.mo.choose(shown, ROLE, [])

    assert (chosen_role(house), (await preferences(house)).volunteer_role) == ([], None)
    assert "You're on #1" in await by_button(house, card)


async def test_the_role_that_everybody_has_is_everybody(house: House) -> None:
    await choose_role(house)
    await house.mo.choose(await house.mo.slash("helpsetup"), ROLE, {"id": house.guild["id"]})

    assert (await preferences(house)).volunteer_role is None


async def test_when_the_role_is_gone_nobody_takes_requests_on_until_a_moderator_decides(house: House) -> None:
    role = await choose_role(house)
    house.discord.moderation.give_role(house.ben, house.guild, role)
    card = await ask_known_to_ben(house)
    house.discord.moderation.delete_role(house.guild, role)

    assert REFUSED in await by_button(house, card)
    assert REFUSED in await by_command_in_private(house, card)
    shown = await house.mo.slash("helpsetup")
    assert GONE in house.read(shown, house.mo)
    await house.mo.press(shown, "Let everybody take requests on")

    assert GONE not in house.read(shown, house.mo)
    assert "You're on #1" in await by_button(house, card)


async def test_who_may_take_requests_on_is_chosen_by_moderators_only(house: House) -> None:
    role = await choose_role(house)
    shown = [await house.mo.slash("helpsetup") for _ in range(2)]
    house.discord.world.members[house.guild["id"], house.mo.id]["roles"].clear()

    await house.mo.choose(shown[0], ROLE, [])
    await house.mo.choose(shown[1], ROLE, {"id": "77"})

    assert (await preferences(house)).volunteer_role == int(role["id"])


def chosen_role(house: House) -> list[str]:
    [select] = [each for shown in house.mo.sees()[-1:] for _, each in walk(shown["components"]) if each["type"] == 6]
    return [each["id"] for each in select.get("default_values", [])]
