"""What follows up by itself on the page: the backup is asked first, and nothing is open for ever."""

from pathlib import Path
from typing import Any

from tests.playground.house import Visitor, open_house, visit
from tests.playground.test_alerts import offers
from tests.playground.test_moderation import FORM, ask, read, said


class Evening:
    """Time moves ahead by hours until somebody reads something; choices are pressed where they stand."""

    def __init__(self, page: Visitor) -> None:
        self._page, self._key = page, 0

    def key(self) -> str:
        self._key += 1
        return f"evening {self._key}"

    async def hears(self, who: str, words: str) -> dict[str, Any]:
        for _ in range(30):
            found = [each["message"] for each in self._page.seen if each["type"] == "message"]
            mine = [each for each in found if each["place"] == f"direct:{who}" and words in said(each)]
            if mine:
                return mine[-1]
            await self.pass_time(who, 24)
        raise AssertionError(f"nobody said “{words}” to {who}")

    async def pass_time(self, who: str, hours: int) -> None:
        await self._page.act("advance", self.key(), who, hours=hours)
        for is_moving in (True, False):
            await self._page.until("clock", isMoving=is_moving)

    async def press(self, who: str, message: dict[str, Any], token: str) -> None:
        assert token in str(message["body"]), said(message)
        await self._page.do("choose", self.key(), who, message=message["id"], token=token)

    async def choose(self, who: str, message: dict[str, Any], label: str) -> None:
        offered = [choice for each in message["body"]["paragraphs"] for choice in each["choices"]]
        tokens = [choice["token"] for choice in offered if choice["label"] == label]
        assert tokens, offered
        await self._page.act("choose", self.key(), who, message=message["id"], token=tokens[0])


async def test_who_is_late_may_be_the_backup_and_hears_first_with_the_note_when_it_is_handed_back(
    tmp_path: Path,
) -> None:
    async with open_house(tmp_path) as house, visit(house.url) as page:
        await ask(page, "a", "ana")
        evening = Evening(page)
        for who in ("ben", "chi"):
            await page.act("say", f"{who} claims", who, place=f"direct:{who}", text="/claim 1")
        await evening.press("chi", await read(page, "direct:chi", "Someone was a blink faster"), "backup|1|")
        await page.act("say", "back", "ben", place="direct:ben", text="/release 1")
        assert "that is help too" in said(await read(page, "direct:ben", "#1 goes to others"))
        await page.act("say", "note", "ben", place="direct:ben", text="No steps at the back door")

        asked = await evening.hears("chi", "you offered to step in. Could you?")
        await evening.press("chi", asked, "claim|1|")
        assert "No steps at the back door" in str((await evening.hears("chi", "From whoever had it before"))["body"])
        assert "can't do" in said(await evening.hears("ana", "can't do #1"))


async def test_what_nobody_takes_on_gets_a_gentle_note_and_then_rests(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, visit(house.url) as page:
        await ask(page, "a", "ana")
        evening = Evening(page)
        await evening.press("ana", await evening.hears("ana", "That says nothing about you"), "keep_open|1|")
        await evening.press("ana", await evening.hears("ana", "unless you'd like to keep it open"), "keep_open|1|")
        await evening.hears("ana", "has come to the end of its time")


async def test_what_waits_for_somebody_is_one_message_and_silence_gives_it_back_without_a_word_to_others(
    tmp_path: Path,
) -> None:
    async with open_house(tmp_path) as house, visit(house.url) as page:
        evening = Evening(page)
        for number in (1, 2):
            await ask(page, f"a{number}", "ana")
            await page.act("say", f"claim {number}", "ben", place="direct:ben", text=f"/claim {number}")
            await read(page, "direct:ben", f"You're on #{number}")

        nudge = await evening.hears("ben", "A few things in one message, so that I disturb you only once.")
        tokens = [f"{move}|{number}|" for number in (1, 2) for move in ("on_it", "more_time", "release", "done")]
        assert [token for token in tokens if token not in str(nudge["body"])] == []
        await evening.press("ben", nudge, "on_it|1|")
        await evening.press("ana", await evening.hears("ana", "Did help arrive for #1"), "check_in|1|in touch")
        await evening.hears("ben", "I have given #2")

        told = [
            each["message"] for each in page.seen if each["type"] == "message" and each["message"]["place"] == "care"
        ]
        assert [words for each in told if (words := said(each)).startswith("#2 looks for somebody again")]
        assert "Ben" not in "".join(said(each) for each in told)


async def test_the_asker_has_somebody_else_then_others_for_the_rest_and_says_how_it_ended(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, visit(house.url) as page:
        evening = Evening(page)
        await ask(page, "a", "ana")
        await page.act("say", "claim", "ben", place="direct:ben", text="/claim 1")
        await evening.choose("ana", await read(page, "direct:ana", "Ben is on #1"), "Somebody else for #1, please")
        sure = await read(page, "direct:ana", "No reason is needed")
        await evening.choose("ana", sure, "Yes, somebody else for #1")
        await read(page, "direct:ben", "goes on with somebody else")

        await page.do("say", "again", "chi", place="direct:chi", text="/claim 1")
        asked = await evening.hears("ana", "Did help arrive for #1")
        await evening.choose("ana", asked, "Partly (#1)")
        await evening.choose(
            "ana", await read(page, "direct:ana", "What would be good now?"), "Someone new for the rest of #1"
        )
        await read(page, "direct:chi", "thanks to you")

        await page.act("say", "no longer", "ana", place="direct:ana", text="/withdraw 1")
        withdrawn = await read(page, "direct:ana", "If you like, one tap says how it ended")
        await evening.choose("ana", withdrawn, "I found help elsewhere (#1)")
        await read(page, "direct:ana", "It is only counted")


async def test_two_find_their_place_and_what_is_open_stands_in_one_message(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, visit(house.url) as page:
        evening = Evening(page)
        await page.act("say", "setup", "mo", place="direct:mo", text="/helpsetup")
        first = await read(page, "direct:mo", "is set up")
        await evening.choose("mo", first, "Language, time zone and look")
        await evening.choose(
            "mo", await read(page, "direct:mo", "Overview of what is open: off"), "Turn on: Overview of what is open"
        )
        empty = await read(page, "help", "Nobody is waiting at the moment")

        form = FORM | {"wanted": "2"}
        await page.act("submit", "form", "ana", place="direct:ana", values=form, number=None)
        await evening.choose("ana", await read(page, "direct:ana", "For 2 people"), "Post it")
        await read(page, "help", "0 of 2 people found")
        await evening.pass_time("ana", 1)
        seen = [
            each["message"] for each in page.seen if each["type"] == "message" and each["message"]["place"] == "help"
        ]
        assert {each["id"] for each in seen if "#1 Practical help: " in said(each)} == {empty["id"]}
        for who in ("ben", "chi"):
            await page.act("say", f"{who} claims", who, place=f"direct:{who}", text="/claim 1")
            await read(page, f"direct:{who}", "You're on #1")
        await read(page, "help", "Somebody is on it")


async def test_the_busy_are_passed_over_then_the_place_is_reminded_and_the_care_team_hears(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, visit(house.url) as page:
        evening = Evening(page)
        for account in ("ben", "chi"):
            await offers(page, account)
        for number in (1, 2, 3):
            await ask(page, f"a{number}", "ana")
            await page.act("say", f"claim {number}", "ben", place="direct:ben", text=f"/claim {number}")
            await read(page, "direct:ben", "You carry 2 requests already" if number == 3 else f"You're on #{number}")

        await evening.hears("chi", "#3 (A ride to the clinic) looks for somebody")
        await evening.pass_time("ana", 24)
        seen = [each["message"] for each in page.seen if each["type"] == "message"]
        told = {each["place"] for each in seen if said(each).startswith("#3 still looks for somebody")}
        assert told == {"help", "care"}
        assert [each for each in seen if each["place"] == "direct:ben" and "#3 (A ride" in said(each)] == []


async def test_without_a_word_in_public_whoever_helped_reads_a_line_alone(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, visit(house.url) as page:
        evening = Evening(page)
        await ask(page, "a", "ana")
        await page.act("say", "claim", "ben", place="direct:ben", text="/claim 1")
        await page.act("say", "done", "ana", place="direct:ana", text="/done 1")
        asked = await evening.hears("ana", "May others hear that")
        await evening.choose("ana", asked, "Nothing in public (#1)")
        kept = await read(page, "direct:ana", "That is perfectly fine")
        await evening.choose("ana", kept, "A line that only your helper reads")
        await read(page, "direct:ana", "Only whoever helped you with #1")
        await page.act("say", "word", "ana", place="direct:ana", text="The soup was warm")
        assert "from Ana" in said(await evening.hears("ben", "The soup was warm"))
