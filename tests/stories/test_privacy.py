"""What is held about somebody can be seen whole, and goes when they want it."""

from bot.commands.homes import OpenHome
from bot.commands.values import SaveDraft, Thank
from bot.model.claims import Consent
from bot.model.outcome import Outcome
from bot.model.places import PlaceRef
from bot.usecases import boards, forms, places, privacy, thanks
from tests.doubles.traces import traces_of
from tests.doubles.village import PLATFORM, Village
from tests.people import DAY, actor

MARMALADE = "marmalade"
"""In everything Ben types, and in nothing anybody else does."""


async def everything_of_ben(village: Village) -> None:
    """One of each thing that is kept: asked, helped, backed up, announced, typed, half done."""
    old = await village.ask("Ana")
    await village.do("Ben", "claim", old)
    await village.do("Ben", "done", old)
    await village.do("Ana", "done", old)
    await village.do("Ana", "consent", old, Consent.BOTH_NAMED)
    await village.do("Ben", "consent", old, Consent.HELPER_NAMED)
    own = await village.ask("Ben", what=f"{MARMALADE} jars, " + "please " * 60, where=f"{MARMALADE} lane", naming="all")
    await village.do("Chi", "claim", own)
    thanked = await village.ask("Ben", what=MARMALADE)
    await village.do("Chi", "claim", thanked)
    await village.do("Chi", "done", thanked)
    await village.do("Ben", "consent", thanked, Consent.BOTH_NAMED)
    await village.say("Ben", f"{MARMALADE} for Chi")
    on_it, handed_back = await village.ask("Ana"), await village.ask("Ana")
    await village.do("Ben", "claim", on_it)
    await village.do("Ben", "claim", handed_back)
    await village.do("Ben", "release", handed_back)
    await village.say("Ben", f"{MARMALADE} is at the door")
    await village.settle()
    [card] = [said for said in village.chat.at("help") if f"#{on_it} " in said.text]
    await village.react("Ben", card.ref)
    await village.react("Ben", "not recorded yet")
    await village.fill("Ben", what=f"{MARMALADE} again, " + "please " * 60)
    await village.store.write(thanks.send_note, thank(village, "Ana"))
    await village.do("Ben", "claim", await village.ask("Ana"))


def thank(village: Village, receiver: str) -> Thank:
    account = actor(receiver).account
    return Thank(actor("Ben"), village.community_id, village.origin(), account, False, f"{MARMALADE}!")


async def forget(village: Village, person: str) -> Outcome:
    return await village.store.write(privacy.forget_me, village.ask_about(person, "yes"))


async def test_whoever_is_forgotten_is_in_no_table_by_account_name_or_words(village: Village) -> None:
    await everything_of_ben(village)
    held = {word: {table for table, _ in await traces_of(village.store, word)} for word in ("ben", MARMALADE)}
    assert held == {"ben": {"accounts", "members", "messages", "reactions", "waiting"}, MARMALADE: {"words"}}

    assert (await forget(village, "Ben")).result == privacy.FORGOTTEN

    assert [await traces_of(village.store, word) for word in ("ben", MARMALADE)] == [[], []]
    await village.pass_time(20 * DAY)
    assert [await traces_of(village.store, word) for word in ("ben", MARMALADE)] == [[], []]


async def test_the_others_hear_kindly_and_nothing_public_names_who_left(village: Village) -> None:
    await everything_of_ben(village)
    await village.settle()
    assert "With thanks to Ben" in village.chat.at("thanks")[0].text
    heard = {person: len(village.direct(person)) for person in ("Ana", "Ben", "Chi")}

    await forget(village, "Ben")
    await village.settle()

    told = {person: [said.text for said in village.direct(person)[count:]] for person, count in heard.items()}
    assert village.chat.at("thanks") == []
    assert [("can't do" in text, "Ben" in text) for text in told["Ana"]] == [(True, False)] * 2
    assert ["no longer needed" in text for text in told["Chi"]] == [True]
    assert told["Ben"] == []
    public = "".join(said.text for said in village.chat.at("help"))
    assert ("Ben" in public, MARMALADE in public) == (False, False)


async def test_in_every_community_they_share_with_us(village: Village) -> None:
    await village.ask("Ben", what=MARMALADE)
    home = OpenHome(PlaceRef(PLATFORM, "oak street"), "Oak Street", "UTC", {"help": "oak"})
    oak = await village.store.write(places.open_home, home)
    form = {"kind": "practical", "what": MARMALADE, "when": "today"}
    await village.store.write(forms.save_draft, SaveDraft(actor("Ben"), oak, village.origin(), form))

    await forget(village, "Ben")

    assert [await traces_of(village.store, word) for word in ("ben", MARMALADE)] == [[], []]


async def test_after_it_the_same_account_is_a_strangers(village: Village) -> None:
    number = await village.ask("Ben", what=MARMALADE)
    await forget(village, "Ben")

    looked = await village.store.write(privacy.overview, village.ask_about("Ben", ""))
    again = await forget(village, "Ben")
    assert (looked.result, again.result) == ("nothing held", "nothing held")
    assert await traces_of(village.store, "ben") == []
    mine = await village.store.write(boards.my_help, village.ask_about("Ben", ""))
    assert mine.wording is not None
    assert "Nothing of yours is open" in mine.wording.text
    assert (await village.do("Ben", "withdraw", number)).result == "refused: not_your_request"


async def test_it_is_asked_once_before_anything_goes(village: Village) -> None:
    await village.ask("Ben", what=MARMALADE)

    asked = await village.press("Ben", "forget_me|0|")

    assert asked.wording is not None
    assert "cannot be taken back" in asked.wording.text
    assert len(await traces_of(village.store, MARMALADE)) == 1
    assert (await village.press("Ben", "forget_me|0|yes")).result == privacy.FORGOTTEN


async def test_everything_typed_and_done_is_shown_to_whoever_asks(village: Village) -> None:
    await everything_of_ben(village)
    pages, page = "", 1
    while True:
        shown = await village.press("Ben", f"show_mine|0|{page}")
        assert shown.wording is not None
        assert len(shown.wording.text) < 1500
        pages += shown.wording.text
        if not any(choice.label == "Show more" for choice in shown.wording.choices):
            break
        page += 1

    held = [value for table, value in await traces_of(village.store, MARMALADE) if table == "words"]
    assert page > 1
    assert pages.count(MARMALADE) == sum(value.count(MARMALADE) for value in held)
    for said in (
        "Your account on test: ben",
        "you go by the name Ben",
        "#1: you helped",
        "#4: you are on it",
        "#5: you offered",
    ):
        assert said in pages
    assert "Ana" not in pages


async def test_what_was_said_about_the_end_the_next_time_and_the_door_is_shown_too(village: Village) -> None:
    await village.do("Ana", "series", await village.ask("Ana"), "7 4")
    ended, on_it = await village.ask("Ana"), await village.ask("Chi")
    await village.do("Ana", "withdraw", ended)
    await village.do("Ana", "how_ended", ended, "signposted")
    await village.do("Ana", "claim", on_it)

    shown = (await village.store.write(privacy.show, village.ask_about("Ana", ""))).wording
    assert shown is not None
    told = ("needed 3 more times after this", "Help was found elsewhere.", "only you two know the words")
    assert [each in shown.text for each in told] == [True] * 3
