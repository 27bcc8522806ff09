"""People leave the server. Nobody tells us: we ask for one person, before their daily message."""

from bot.delivery import Delivery
from tests.discord.house import HAND, House, platform_at
from tests.people import DAY, HOUR


async def test_a_helper_who_left_is_let_go_and_the_backup_is_asked(house: House) -> None:
    card = await house.ask(house.ana)
    await house.ben.react(card, HAND)
    await house.until(lambda: "Somebody is on it" in house.card())
    await house.chi.press(card, "Be the backup for #1")
    await house.settle()
    before = house.private(house.ben)
    house.discord.moderation.remove(house.ben, house.guild)

    for _ in range(40):
        await house.pass_time(2 * HOUR)
        if any("can't do" in said for said in house.private(house.ana)):
            break

    assert "you offered to step in" in house.private(house.chi)[0]
    assert house.private(house.ben) == before
    assert house.told_care() == []


async def test_what_somebody_asked_for_who_left_ends_kindly(house: House) -> None:
    card = await house.ask(house.ana)
    await house.ben.press(card, "✋ I can help with #1")
    await house.settle()
    before = house.private(house.ana)
    house.discord.moderation.remove(house.ana, house.guild)

    await house.pass_time(2 * DAY)

    assert "No longer needed" in house.card()
    assert "no longer needed" in "".join(house.private(house.ben))
    assert house.private(house.ana) == before


async def test_who_is_still_here_is_asked_for_once_a_daily_message(house: House) -> None:
    await house.ask(house.ana)
    await house.pass_time(3 * DAY)

    asked = house.discord.calls("GET", f"/guilds/{house.guild['id']}/members/{house.ana.id}")
    assert len(asked) == len(house.private(house.ana)) == 1


async def test_in_doubt_nobody_has_left(house: House) -> None:
    await house.ask(house.ana)
    house.discord.faults.add("GET", "/guilds/*/members/*", status=404, code=10004)
    await house.pass_time(3 * DAY)

    assert "Practical help wanted" in house.card()
    assert len(house.private(house.ana)) == 1


async def test_who_left_while_the_bot_was_away_is_missed_though_nobody_acted_since(house: House) -> None:
    card = await house.ask(house.ana)
    await house.ben.press(card, "✋ I can help with #1")
    await house.settle()
    before = house.private(house.ben)
    await house.stop()
    house.discord.moderation.remove(house.ben, house.guild)
    await house.start()

    await house.pass_time(4 * DAY)

    assert "Practical help wanted" in house.card()
    assert house.private(house.ben) == before


async def test_before_the_first_events_come_it_is_known_who_left(house: House) -> None:
    card = await house.ask(house.ana)
    await house.ben.press(card, "✋ I can help with #1")
    await house.settle()
    before = house.private(house.ben)
    house.discord.moderation.remove(house.ben, house.guild)
    where = {"api_base": house.discord.api_base, "gateway_url": house.discord.gateway_url}
    early = platform_at(house.store, house.clock, token=house.discord.token, **where)
    await early.start()
    house.bot.delivery = Delivery(house.store, {"discord": early.courier}, house.clock, "sender")

    await house.pass_time(4 * DAY)

    await early.stop()
    assert "Practical help wanted" in house.card()
    assert house.private(house.ben) == before
    assert house.told_care() == []
