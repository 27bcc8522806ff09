"""What is taken away from us: deleted cards, wiped hands and lost places, while we are there and while we are away."""

from typing import Any

import pytest

from adapters.discord.presence import reconcile
from bot.model.places import PlaceRef
from bot.ports import UseCase
from bot.usecases import cards, places
from tests.discord.house import HAND, House
from tests.doubles.discord import Permission
from tests.doubles.discord.wire import Json
from tests.people import DAY

HERE_AND_AWAY = pytest.mark.parametrize("is_away", [False, True], ids=["while we are there", "while we are away"])


def our_hand_is_up(house: House, card: Json) -> bool:
    return house.discord.world.bot["id"] in house.discord.world.reactions.get(card["id"], {}).get(HAND, [])


async def post_something(house: House, wanted: str = "1") -> None:
    preview = await house.ana.fill(await house.ana.slash("needhelp"), what="a piano", when="This week")
    await house.ana.choose(preview, "For how many people? One is usual.", wanted)
    await house.ana.press(preview, "Post it")
    await house.settle()


async def claimed_by_hand(house: House) -> Json:
    """There is room for one more, so that a hand can still be raised."""
    await post_something(house, "2")
    card = house.cards()[-1]
    await house.ben.react(card, HAND)
    await house.until(lambda: "1 of 2 people found" in house.card())
    return card


@HERE_AND_AWAY
async def test_a_deleted_card_is_made_anew_and_releases_nobody(house: House, is_away: bool) -> None:
    card = await claimed_by_hand(house)
    if is_away:
        await house.stop()
    house.discord.moderation.delete_message(card, is_told=not is_away)
    if is_away:
        await house.start()

    await house.until(lambda: [each["id"] for each in house.cards()] not in ([], [card["id"]]))

    assert "1 of 2 people found" in house.card()
    assert len(house.cards()) == 1
    await house.until(lambda: our_hand_is_up(house, house.cards()[0]))


@HERE_AND_AWAY
@pytest.mark.parametrize("emoji", [None, HAND])
async def test_wiped_hands_release_nobody_and_ours_comes_back(house: House, is_away: bool, emoji: str | None) -> None:
    card = await claimed_by_hand(house)
    if is_away:
        await house.stop()
    house.discord.moderation.clear_reactions(card, emoji, is_told=not is_away)
    if is_away:
        await house.start()

    await house.until(lambda: our_hand_is_up(house, card))
    before = len(looks(house))
    await house.restart()
    await house.until(lambda: len(looks(house)) > before)
    await house.chi.slash("help")
    assert "1 of 2 people found" in house.card()

    await house.ben.react(card, HAND)
    await house.ben.unreact(card, HAND)
    await house.until(lambda: "0 of 2 people found" in house.card())


async def test_hands_wiped_off_what_others_wrote_are_none_of_our_business(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, card = await house.ana.say("who wants cake?"), await claimed_by_hand(house)
    await house.ben.react(said, "👍")
    carried_out, write = [], house.store.write

    async def watched(usecase: UseCase[Any, Any], command: object, **how: bool) -> Any:
        carried_out.append(usecase)
        return await write(usecase, command, **how)

    monkeypatch.setattr(house.store, "write", watched)
    house.discord.moderation.clear_reactions(said, None)
    house.discord.moderation.clear_reactions(card, None)
    await house.until(lambda: our_hand_is_up(house, card))

    assert carried_out.count(cards.cleared) == 1


async def test_a_card_of_something_that_is_over_stays_away(house: House) -> None:
    card = await house.ask(house.ana)
    await house.ana.slash("withdraw", number=1)
    await house.settle()
    house.discord.moderation.delete_message(card)
    await house.discord.gateway.close_sockets()
    await house.chi.slash("help")

    await house.settle()
    assert house.cards() == []


@HERE_AND_AWAY
async def test_a_deleted_channel_is_lost_and_the_care_team_hears_once(house: House, is_away: bool) -> None:
    await claimed_by_hand(house)
    if is_away:
        await house.stop()
    house.discord.moderation.delete_channel(house.help)
    if is_away:
        await house.start()

    await house.until(lambda: bool(house.told_care()))
    await house.pass_time(DAY)

    assert ["A place I post in is gone" in said for said in house.told_care()] == [True]
    assert house.discord.calls("POST", f"/channels/{house.help['id']}/messages")[1:] == []


@pytest.mark.parametrize("permission", [Permission.VIEW_CHANNEL, Permission.SEND_MESSAGES])
async def test_where_we_may_not_post_we_do_not_try_again(house: House, permission: Permission) -> None:
    house.discord.moderation.deny(house.help, permission)
    await post_something(house)
    await house.ben.slash("claim", number=1, at=house.thanks)
    again = await house.ana.slash("needhelp", at=house.thanks)
    await house.pass_time(2 * DAY)

    assert "not set up here yet" in house.read(again, house.ana)
    assert len(house.discord.calls("POST", f"/channels/{house.help['id']}/messages")) == 1
    assert sum("A place I post in is gone" in said for said in house.told_care()) == 1


async def test_what_is_posted_while_its_place_is_gone_can_be_posted_later_with_the_same_button(house: House) -> None:
    preview = await house.ana.fill(await house.ana.slash("needhelp"), what="two eggs", when="Today")
    await house.store.write(places.vanish, PlaceRef("discord", house.help["id"]))

    await house.ana.press(preview, "Post it")
    await house.settle()
    assert "nothing is posted yet. What you wrote is kept" in house.read(preview, house.ana)
    assert "Nothing of yours is open" in house.read(await house.ana.slash("myhelp"), house.ana)
    await house.set_up()
    await house.ana.press(preview, "Post it")
    await house.settle()

    assert "#1 is up for others to see" in house.read(preview, house.ana)
    assert "two eggs" in house.card()


async def test_the_care_team_hears_again_if_a_place_is_lost_that_was_set_up_again(house: House) -> None:
    for times in (1, 2):
        house.discord.moderation.deny(house.help, Permission.SEND_MESSAGES)
        await post_something(house)
        house.discord.moderation.allow(house.help, Permission.SEND_MESSAGES)
        await house.set_up()
        await house.pass_time(DAY)

        assert sum("A place I post in is gone" in said for said in house.told_care()) == times


async def test_every_card_is_looked_at_once_newest_first_however_often_we_come_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconcile, "LOOK_SECONDS", 0.05)
    cards = [await house.ask(house.ana, what=f"thing {count}") for count in range(3)]
    await house.restart()
    await house.until(lambda: bool(looks(house)))
    for _ in range(3):
        house.bot.platform._client._reconcile.start()  # as when READY comes again at once

    await house.until(lambda: len(looks(house)) >= 6)
    await house.chi.slash("help")

    newest_first = [card["id"] for card in reversed(cards)]
    assert looks(house) == [*newest_first, *newest_first]


async def test_a_hand_raised_while_we_were_away_counts_although_discord_stumbles_when_asked(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconcile, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(reconcile, "AGAIN_SECONDS", 0.01)
    card = await house.ask(house.ana)
    await house.stop()
    await house.ben.react(card, HAND, is_told=False)
    house.discord.faults.add("GET", f"*/channels/{house.help['id']}/messages/*", status=503)
    house.discord.faults.add("GET", f"*/channels/{house.help['id']}/messages/*", status=501, skip=1)

    await house.start()

    await house.until(lambda: "Somebody is on it" in house.card())
    assert looks(house) == [card["id"]] * 3


def looks(house: House) -> list[str]:
    start = f"/channels/{house.help['id']}/messages/"
    paths = [call.path for call in house.discord.record if call.method == "GET" and start in call.path]
    return [path.rsplit("/", 1)[-1] for path in paths if "reactions" not in path]


async def test_with_room_for_three_three_are_drawn_and_two_hear_that_they_were_late(house: House) -> None:
    people = [house.ben, house.chi, *(house.discord.add_person(name, house.guild, at=house.help) for name in "xyz")]
    await post_something(house, "3")
    await house.stop()
    for person in people:
        await person.react(house.cards()[0], HAND, is_told=False)

    await house.start()
    await house.until(lambda: all(house.private(person) for person in people))

    said = [house.private(person)[0] for person in people]
    assert sum("Here is what you need" in each for each in said) == 3
    assert sum("keep you as backup" in each for each in said) == 2


async def test_an_answer_written_while_we_were_away_is_heard(house: House) -> None:
    await claimed_by_hand(house)
    await house.ben.slash("release", number=1)
    await house.settle()
    await house.stop()
    await house.ben.say("The ramp is at the back.", at=house.ben.direct())

    await house.start()
    await house.until(lambda: "The next person will read it" in house.private(house.ben)[-1])
    await house.restart()
    await house.chi.press(house.cards()[-1], "✋ I can help with #1")
    await house.settle()

    assert "The ramp is at the back." in "".join(house.private(house.chi))
    assert sum("The next person will read it" in said for said in house.private(house.ben)) == 1


async def test_words_from_before_the_question_are_no_answer_to_it(house: House) -> None:
    await claimed_by_hand(house)
    await house.stop()
    await house.ben.say("Only thinking aloud.", at=house.ben.direct())
    house.clock.forward(400 * DAY)
    await house.start()
    await house.ask(house.ana)
    await house.ben.slash("claim", number=2)
    await house.ben.slash("release", number=2)

    await house.restart()
    await house.until(lambda: bool(house.discord.calls("GET", f"/channels/{house.ben.direct()['id']}/messages")))
    await house.chi.slash("claim", number=2)
    await house.settle()

    assert "thinking aloud" not in "".join(house.private(house.chi))


async def test_hands_of_strangers_on_strangers_words_cost_no_call(house: House) -> None:
    said = await house.ana.say("who wants cake?")
    stranger = house.discord.add_person("dee", house.guild, at=house.help)
    await stranger.react(said, HAND)

    await stranger.unreact(said, HAND)
    await house.chi.slash("help")  # comes after it
    await house.stop()  # and what has come is carried out

    assert house.discord.calls("GET", stranger.id) == []
