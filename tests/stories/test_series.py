"""Every week, three times: lived through on both databases."""

from datetime import timedelta

from bot.model.claims import Hold
from bot.model.ids import Number
from bot.model.policy import Kind
from bot.model.requests import Request, Series
from bot.rules.hours import local_date
from bot.usecases.boards import my_help
from bot.usecases.catalogue import typed
from storage.store import OpenStore
from tests.doubles.traces import traces_of
from tests.doubles.village import Said, Village, _offer
from tests.people import DAY, HOUR, NOON, actor

WEEK = 7 * DAY


async def weekly(village: Village, times: int = 3, **values: str) -> Number:
    number = await village.ask("Ana", **({"what": "soup on Mondays", "when": "by a date", "by": "2026-11-24"} | values))
    which = await village.do("Ana", "series", number)
    assert which.wording is not None
    (chosen,) = [each for each in which.wording.choices if each.value == f"7 {times}"]
    assert (await village.press("Ana", chosen.token)).result == "series"
    return number


async def helped(village: Village, number: Number, helper: str = "Ben") -> None:
    await village.do(helper, "claim", number)
    await village.do(helper, "done", number)
    await village.do("Ana", "done", number)


def asking(village: Village) -> list[Said]:
    return [said for said in village.direct("Ana") if said.offers("again")]


async def test_a_series_goes_on_by_one_tap_a_time_and_ends_by_itself(village: Village) -> None:
    number = await weekly(village)
    due = []
    for nth in (1, 2, 3):
        await helped(village, number)
        await village.pass_time(DAY)
        assert len(asking(village)) == (1 if nth < 3 else 0)
        if nth == 3:
            break
        (asked,) = asking(village)
        assert "soup on Mondays" in asked.text
        (again,) = [each for each in asked.wording.choices if each.move == "again"]
        posted = await village.press("Ana", again.token)
        assert posted.wording is not None
        assert (await village.press("Ana", again.token)).result == "refused: not_asked_again"
        number = posted.wording.choices[0].number
        await village.settle()
        request = await village.request(number)
        due.append(request.needed_by)
        assert request.series == (Series(7, 1) if nth == 1 else None)
        assert asking(village) == []

    assert [None if each is None else each - timedelta(hours=12) for each in due] == [
        NOON + 2 * DAY - DAY + WEEK,
        NOON + 2 * DAY - DAY + 2 * WEEK,
    ]
    await village.pass_time(30 * DAY)
    assert asking(village) == []
    assert number == Number(3)


async def test_whoever_helped_is_asked_first_and_not_bound_by_it(village: Village) -> None:
    await village.enlist("Chi")
    number = await weekly(village)
    await helped(village, number)
    await village.pass_time(DAY)
    posted = await village.do("Ana", "again", number)
    assert posted.wording is not None
    await village.settle()
    second = posted.wording.choices[0].number

    ben = [said for said in village.direct("Ben") if said.offers("step_back")][-1]
    assert "You helped the last time, and it is needed again" in ben.text
    claim = (await village.request(second)).claim_of(await village.person("Ben"))
    assert claim is not None
    assert claim.hold is Hold.AGAIN
    assert not any(f"#{second}" in said.text for said in village.direct("Chi"))
    assert village.chat.at("help")[-1].offers("claim")
    await village.do("Ben", "step_back", second)
    await village.pass_time(DAY)
    assert any(f"#{second}" in said.text for said in village.direct("Chi"))
    assert not any("Ben" in said.text for said in village.direct("Ana")[-1:])


async def test_the_asker_reads_the_same_whether_or_not_the_helper_may_be_asked(village: Village) -> None:
    said = []
    for apart in (False, True):
        number = await weekly(village)
        await helped(village, number)
        await village.pass_time(DAY)
        if apart:
            await village.store.write(_keep_apart, (village.community_id, await village.person("Ben")))
        posted = await village.do("Ana", "again", number)
        assert posted.wording is not None
        second = posted.wording.choices[0].number
        said.append(posted.wording.text.replace(f"#{second}", "#"))
        request = await village.request(second)
        assert (request.claims == ()) == apart
        await village.do("Ana", "withdraw", second)

    assert said[0] == said[1]


async def test_three_days_off_ask_once_and_for_a_time_that_is_to_come(village: Village) -> None:
    number = await weekly(village)
    await village.do("Ben", "claim", number)
    await village.do("Ben", "done", number)
    before = len(village.direct("Ana"))
    await village.sleep(9 * DAY)
    await village.pass_time(DAY)

    assert len(village.direct("Ana")) - before <= 2
    assert len(asking(village)) == 1
    posted = await village.do("Ana", "again", number)
    assert posted.wording is not None
    following = await village.request(posted.wording.choices[0].number)
    assert following.needed_by is not None
    assert following.needed_by > village.clock.now()
    assert local_date(following.needed_by - HOUR, "UTC").weekday() == 1


async def test_a_helper_who_wanted_to_be_forgotten_is_not_thought_of(village: Village, store: OpenStore) -> None:
    number = await weekly(village)
    await helped(village, number)
    await village.pass_time(DAY)
    await village.press("Ben", "forget_me|0|yes")
    posted = await village.do("Ana", "again", number)

    assert posted.result == "again"
    assert (await village.request(Number(2))).claims == ()
    assert await traces_of(store, "Ben") == []


async def test_what_is_not_offered_here_any_more_is_not_posted_and_can_be_asked_later(village: Village) -> None:
    number = await weekly(village)
    await helped(village, number)
    await village.store.write(_offer, (village.community_id, frozenset({Kind.INFORMATIONAL})))

    assert (await village.do("Ana", "again", number)).result == "refused: kind_is_off"
    await village.store.write(_offer, (village.community_id, frozenset(Kind)))
    assert (await village.do("Ana", "again", number)).result == "again"


async def test_without_an_answer_nothing_is_posted_and_nothing_nags(village: Village) -> None:
    number = await weekly(village)
    await helped(village, number)
    await village.pass_time(10 * DAY)

    assert len([said for said in village.direct("Ana") if "needed again" in said.text]) == 1
    await village.pass_time(10 * DAY)
    late = await village.do("Ana", "again", number)
    assert late.result == "refused: words_are_gone"


async def test_what_moderators_closed_is_not_asked_again(village: Village) -> None:
    number = await weekly(village)
    close = typed(
        actor("Mo", moderator=True), village.community_id, village.origin(), f"/helpmod close {number} not for here"
    )
    assert close is not None
    await village.store.write(*close)
    await village.pass_time(3 * DAY)

    assert asking(village) == []
    assert (await village.do("Ana", "again", number)).result == "refused: already_closed"


async def test_that_was_all_ends_it(village: Village) -> None:
    number = await weekly(village)
    await helped(village, number)
    await village.pass_time(DAY)
    (asked,) = asking(village)
    (no,) = [each for each in asked.wording.choices if each.move == "series"]
    ended = await village.press("Ana", no.token)
    await village.settle()

    assert ended.wording is not None
    assert ended.wording.text == f"All right. #{number} is not asked again."
    assert asking(village) == []
    request: Request = await village.request(number)
    assert (request.series, request.again_at) == (None, None)


async def test_what_was_withdrawn_does_not_say_that_it_is_needed_again(village: Village) -> None:
    number = await weekly(village)
    mine = await village.store.write(my_help, village.ask_about("Ana", ""))
    await village.do("Ana", "withdraw", number)
    closed = await village.store.write(my_help, village.ask_about("Ana", ""))
    await village.pass_time(3 * DAY)

    assert mine.wording is not None
    assert closed.wording is not None
    assert ["more times after this" in each.text for each in (mine.wording, closed.wording)] == [True, False]
    assert not any(choice.move == "again" for choice in closed.wording.choices)
    assert asking(village) == []


def _keep_apart(tx, who, now):  # type: ignore[no-untyped-def]
    tx.volunteers.avoid(who[0], who[1], actor("Ana").account)
