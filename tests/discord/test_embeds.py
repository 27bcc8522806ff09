"""Cards as classic embeds where a server prefers them; what was sent stays in the style it was sent in."""

from dataclasses import replace
from typing import Any

from adapters.discord.people import PLATFORM, account
from adapters.discord.preferences import CARD_STYLE, CardStyle
from bot.commands.homes import Prefer
from bot.model.people import Actor, Role
from bot.model.places import PlaceRef
from bot.usecases import places, policy
from tests.discord.house import House
from tests.discord.test_courier import parcel, send
from tests.doubles.discord.bits import Flag


async def prefer(house: House, style: CardStyle) -> None:
    actor = Actor(account(int(house.mo.id)), "Mo", frozenset({Role.MEMBER, Role.MODERATOR}))
    home = PlaceRef(PLATFORM, house.guild["id"])
    community = await house.store.read(places.at_home, home)
    assert community is not None
    await house.store.write(policy.prefer, Prefer(actor, community.id, f"test:{style}", home, CARD_STYLE, style))


def is_embed(message: dict[str, Any]) -> bool:
    assert bool(message["embeds"]) != bool(message["flags"] & Flag.COMPONENTS_V2)
    return bool(message["embeds"])


async def test_a_card_is_an_embed_and_lives_like_any_other(house: House) -> None:
    await prefer(house, CardStyle.EMBED)
    card = await house.ask(house.ana)
    assert (is_embed(card), "#1 · Practical help wanted" in house.card()) == (True, True)
    await house.ben.press(card, "✋ I can help with #1")
    await house.settle()
    assert "Somebody is on it" in house.card()
    assert [is_embed(house.newest(person)) for person in (house.ana, house.ben)] == [False, False]

    await house.ana.slash("withdraw", number=1)
    await house.settle()

    [card] = house.cards()
    assert (is_embed(card), card["components"]) == (True, [])
    assert "No longer needed" in house.card()


async def test_what_was_sent_keeps_its_style_when_the_setting_changes(house: House) -> None:
    await house.ask(house.ana)
    await prefer(house, CardStyle.EMBED)
    await house.ask(house.ana)
    await prefer(house, CardStyle.LAYOUT)
    await house.ask(house.ana)

    for number in (1, 2, 3):
        await house.ana.slash("withdraw", number=number)
    await house.settle()

    assert [is_embed(card) for card in house.cards()] == [False, True, False]
    assert ["No longer needed" in house.ben.reads(card) for card in house.cards()] == [True] * 3


async def test_what_is_typed_links_nowhere_in_an_embed_either(house: House) -> None:
    await prefer(house, CardStyle.EMBED)

    card = await house.ask(house.ana, what="[free cake](https://evil.example) @everyone **now**")

    said = card["embeds"][0]["description"]
    assert ("](" in said, "https:/" in said, "@everyone" in said, "**now**" in said) == (False,) * 4


async def test_an_embed_that_arrived_before_is_known_again(house: House) -> None:
    await prefer(house, CardStyle.EMBED)
    await send(house, parcel(house.help["id"]))
    house.discord.world.nonces.clear()

    await send(house, replace(parcel(house.help["id"]), epoch=2))

    assert [is_embed(card) for card in house.cards()] == [True]
