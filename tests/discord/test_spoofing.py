"""What no client would send, and what people type to see what happens: answered in words, and nothing breaks."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.store import OpenStore
from tests.discord.arranging import STAGES, have_forum, threads
from tests.discord.house import HAND, House, custom_ids, open_house
from tests.discord.tampering import (
    BROKEN_FORMS,
    COMMANDS,
    FORMS,
    HORRORS,
    NAMES,
    NUL,
    PRESSES,
    SURROGATE,
    answer,
    command,
    form_id,
    option,
    press,
    send,
    submit,
)
from tests.doubles.clock import HandClock
from tests.doubles.discord.acting import begin, carry_out
from tests.doubles.discord.bits import Act, Part
from tests.people import DAY


@pytest.fixture(autouse=True)
def no_errors(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    errors = [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert [record.getMessage() for record in errors] == []


async def test_commands_that_were_tampered_with_are_answered_and_change_nothing(house: House) -> None:
    await house.ask(house.ana)
    before = house.card()

    for name, options in COMMANDS:
        assert await answer(house, await command(house, house.ben, name, *options), house.ben), name
    await house.settle()

    assert house.card() == before
    assert house.private(house.ana) == []
    await house.ask(house.ana)  # the places are where they were
    assert len(house.cards()) == 2


async def test_presses_that_were_tampered_with_are_answered_and_change_nothing(house: House) -> None:
    card = await house.ask(house.ana)
    before = house.card()

    for custom_id, values in PRESSES:
        for person in (house.ben, house.mo):
            await answer(house, await press(house, person, card, custom_id, values=values), person)
            await house.settle()
            assert house.card() == before, custom_id

    assert house.private(house.ana) == []
    await house.ask(house.ana)
    assert len(house.cards()) == 2


async def test_forms_that_were_tampered_with_come_back_or_become_a_preview(house: House) -> None:
    for values in FORMS:
        shown = await submit(house, house.ben, await form_id(house, house.ben), values)
        said = await answer(house, shown, house.ben)
        assert "Almost" in said or "This is all that others will see" in said, values
    for components in BROKEN_FORMS:
        data = {"custom_id": await form_id(house, house.ben), "components": components}
        assert "Almost" in await answer(house, await send(house, house.ben, Act.SUBMIT, data), house.ben)
    for wanted in ("999", "-1", "½", "9" * 60, "x\x00", SURROGATE):
        custom_id = await form_id(house, house.ben, "", wanted)
        assert "Almost" in await answer(house, await submit(house, house.ben, custom_id, {}), house.ben)
    await house.settle()

    assert house.cards() == []


async def test_the_forms_of_the_setup_are_for_moderators_and_take_nothing_absurd(house: House) -> None:
    before = house.read(await house.mo.slash("helpsetup"), house.mo)
    for about, name in (
        ("zone", "zone"),
        ("numbers", "open_claims"),
        ("volunteer", "area"),
        ("nonsense", "x"),
        ("draft", "what"),
    ):
        for value in ("4", "NaN", "-1", "９", "9" * 400, NUL, SURROGATE, "America", "../etc"):
            row = {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": name, "value": value}}
            for person in (house.ben, house.mo):
                data = {"custom_id": f"n:1:{about}", "components": [row]}
                assert await answer(house, await send(house, person, Act.SUBMIT, data), person)

    assert house.read(await house.mo.slash("helpsetup"), house.mo) == before


async def test_a_line_of_thanks_that_was_tampered_with_reaches_nobody(house: House) -> None:
    await house.chi.slash("helpboard")
    for to in (house.chi.id, "abc", "", SURROGATE, "9" * 400):
        row = {"type": 18, "id": 1, "component": {"type": 5, "id": 2, "custom_id": "to", "values": [to]}}
        data = {"custom_id": "t:1", "components": [row, *BROKEN_FORMS[-1]]}
        assert await answer(house, await send(house, house.ben, Act.SUBMIT, data), house.ben)
    await house.settle()

    assert house.private(house.chi) == []


async def test_nobody_changes_somebody_elses_request_with_a_form(house: House) -> None:
    await house.ask(house.ana)
    custom_id = await form_id(house, house.ben, "1", "1")

    preview = await submit(house, house.ben, custom_id, {"what": "taken over"})
    assert "clinic" not in await answer(house, preview, house.ben)
    refused = await house.ben.press(preview, "Post it")
    await house.settle()

    assert "Only the person who asked can do that" in await answer(house, refused, house.ben)
    assert ["clinic" in card for card in map(str, house.cards())] == [True]


async def test_whatever_is_typed_is_carried_or_handed_back(house: House) -> None:
    for text in HORRORS:
        opened = await command(house, house.ana, "needhelp", option("what", text))
        assert opened.modal is not None
        preview = await submit(house, house.ana, opened.modal["custom_id"], {"what": text, "where": text[:80]})
        if "Post it" in await answer(house, preview, house.ana):
            await house.ana.press(preview, "Post it")
            await house.settle()
        for said in (f"/needhelp {text}", text, f"/helpmod {text}", ""):
            heard = len(house.private(house.ana))
            await house.ana.say(said[:2000], at=house.ana.direct())
            await house.until(lambda heard=heard: len(house.private(house.ana)) > heard + 1)

    called = [(card["mentions"], card["mention_roles"], card["mention_everyone"]) for card in house.cards()]
    assert len(called) > 5
    assert called == [([], [], False)] * len(called)


async def test_a_form_opens_with_whatever_a_message_says(house: House) -> None:
    for text in HORRORS:
        message = await house.ana.say(text[:2000], at=house.care)
        opened = await house.ana.message_menu("Ask for help with this", message)
        assert opened.modal is not None, text
        await answer(house, await house.ana.fill(opened, when="Today"), house.ana)


async def test_the_title_of_a_post_holds_nothing_that_was_typed(house: House) -> None:
    await have_forum(house, *STAGES)
    for text in HORRORS:
        preview = await submit(house, house.ana, await form_id(house, house.ana), {"what": text})
        if "Post it" in await answer(house, preview, house.ana):
            await house.ana.press(preview, "Post it")
            await house.settle()

    posts = threads(house)
    assert [post["name"] for post in posts] == [f"#{number} · Practical help" for number in range(1, len(posts) + 1)]
    assert len(posts) > 5
    assert [card["mentions"] for post in posts for card in house.discord.messages(post)] == [[]] * len(posts)


async def test_a_form_that_was_sent_back_opens_for_its_owner_only(house: House) -> None:
    sent_back = await house.ana.fill(await house.ana.slash("needhelp"), what="!!!", where="the old mill", when="Today")
    [kept] = custom_ids(house.discord.world.message(sent_back.channel_id, sent_back.message_id or ""))
    card = await house.ask(house.chi)

    opened = await press(house, house.ben, card, kept)

    assert opened.modal is not None
    assert "old mill" not in str(opened.modal)


async def test_words_of_thanks_are_said_by_whoever_wrote_them_only(house: House) -> None:
    for number, asker in enumerate((house.ana, house.chi), start=1):
        card = await house.ask(asker)
        await house.ben.press(card, f"✋ I can help with #{number}")
        await house.settle()
        await asker.slash("done", number=number)
        await house.ben.slash("done", number=number)
    await house.pass_time(2 * DAY)
    for asker in (house.ana, house.chi):
        await asker.press(house.newest(asker), f"Yes, both of us may be named (#{1 if asker is house.ana else 2})")
    await house.ana.say("So much calmer.", at=house.ana.direct())
    await house.until(lambda: "This is what others will read" in house.private(house.ana)[-1])
    [token] = [each for each in custom_ids(house.newest(house.ana)) if "say_thanks" in each]

    stolen = await press(house, house.chi, house.newest(house.chi), token.replace("say_thanks|1", "say_thanks|2"))
    await house.ben.press(house.newest(house.ben), "Yes, my name may be said (#2)")
    await house.settle()

    assert "calmer" not in await answer(house, stolen, house.chi)
    assert ["calmer" in said for said in house.announced()] == [False]


async def test_a_hand_on_somebody_elses_message_means_nothing(house: House) -> None:
    await house.ask(house.ana)
    chat = await house.chi.say("Who has a ladder? #1", at=house.help)

    await house.ben.react(chat, HAND)
    await house.ben.react(house.cards()[0], "🖐")
    await house.settle()

    assert "Practical help wanted" in house.read(house.cards()[0], house.ben)
    assert house.private(house.ben) == []


async def test_a_press_whose_answer_comes_too_late_still_counts(house: House) -> None:
    card = await house.ask(house.ana)
    stage = house.discord.stage
    old = begin(stage, Act.PRESS, house.ben.id, house.help, card["id"])
    old.born -= 60
    [claim] = [each for each in custom_ids(card) if "claim" in each]

    with pytest.raises(TimeoutError):
        await carry_out(stage, old, "en-US", {"custom_id": claim, "component_type": int(Part.BUTTON), "id": 1})

    await house.until(lambda: "Somebody is on it" in house.card())
    assert "Here is what you need" in house.private(house.ben)[0]


async def test_a_name_can_be_anything(store: OpenStore, clock: HandClock, tmp_path: Path) -> None:
    async with open_house(store, clock, tmp_path) as house:
        for number, name in enumerate(NAMES, start=1):
            for person in (house.ana, house.ben):
                house.discord.world.members[house.guild["id"], person.id]["nick"] = name
            card = await house.ask(house.ana, naming="My name to everybody here")
            await house.ben.press(card, f"✋ I can help with #{number}")
            await house.settle()
            assert f"You're on #{number}" in house.private(house.ben)[-1]
            assert f"is on #{number}" in house.private(house.ana)[-1]
            await house.ana.slash("withdraw", number=number)
