"""Several people on one request: each knows the asker, and none of them the others."""

from tests.discord.house import HAND, House
from tests.people import DAY


async def test_helpers_of_one_request_do_not_learn_of_each_other(house: House) -> None:
    ana, ben, chi = house.ana, house.ben, house.chi
    dee = house.discord.add_person("dee", house.guild, at=house.help)
    preview = await ana.fill(await ana.slash("needhelp"), what="carrying a piano", when="This week")
    await ana.choose(preview, "For how many people? One is usual.", "3")
    await ana.press(preview, "Post it")
    await house.settle()

    await ben.press(house.cards()[-1], "✋ I can help with #1")
    await chi.react(house.cards()[-1], HAND)
    await house.until(lambda: len(house.private(chi)) > 0)
    await dee.slash("claim", number=1)
    await house.settle()
    assert [person.mention in "".join(house.private(ana)) for person in (ben, chi, dee)] == [True] * 3
    await chi.slash("release", number=1)
    await chi.say("The ramp is at the back.", at=chi.direct())
    await house.pass_time(3 * DAY)
    for person in (ben, dee, chi, ana):
        await person.slash("myhelp")
        await person.slash("helpboard", at=person.direct())

    read = {person: "".join(house.private(person)) for person in (ben, chi, dee)}
    others = [other.mention in read[person] for person in read for other in read if other is not person]
    assert others == [False] * 6


async def test_one_helper_who_wants_no_name_said_keeps_all_names_away(house: House) -> None:
    ana, ben, chi = house.ana, house.ben, house.chi
    preview = await ana.fill(await ana.slash("needhelp"), what="carrying a piano", when="This week")
    await ana.choose(preview, "For how many people? One is usual.", "2")
    await ana.press(preview, "Post it")
    await house.settle()
    for person in (ben, chi):
        await person.press(house.cards()[-1], "✋ I can help with #1")
        await house.settle()
    for person in (ben, chi, ana):
        await person.slash("done", number=1)
    await house.pass_time(4 * DAY)

    await ana.press(house.newest(ana), "Yes, both of us may be named (#1)")
    await ben.press(house.newest(ben), "Yes, my name may be said (#1)")
    await chi.press(house.newest(chi), "Yes, without my name (#1)")
    await house.settle()

    [said] = house.announced()
    assert "@" not in said
