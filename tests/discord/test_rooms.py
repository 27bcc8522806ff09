"""A private thread for an asker and a helper: only if both said yes, and for nobody else."""

import asyncio

import pytest

from adapters.discord.preferences import Threads
from tests.discord.arranging import have_forum, have_rooms, life, threads
from tests.discord.house import House, plain
from tests.doubles.discord import Permission, Person
from tests.doubles.discord.bits import Place
from tests.doubles.discord.board import words
from tests.doubles.discord.wire import Json
from tests.people import HOUR

TALK, YES = "Talk about #1 in a room of our own", "Yes, a room for #1"


async def claimed(house: House, helper: Person | None = None) -> None:
    await house.ask(house.ana)
    await (helper or house.ben).slash("claim", number=1)
    await house.settle()


def note(house: House, person: Person, label: str) -> Json:
    """The newest private message with this button."""
    return next(each for each in reversed(house.discord.messages(person.direct())) if label in str(each))


async def want(house: House, person: Person) -> None:
    await person.press(await person.press(note(house, person, TALK), TALK), YES)
    await house.settle()


async def both_want(house: House, helper: Person | None = None) -> None:
    await want(house, helper or house.ben)
    await house.ana.press(note(house, house.ana, YES), YES)


def inside(house: House, thread: Json) -> set[str]:
    return house.discord.world.thread_members[thread["id"]] - {house.discord.world.bot["id"]}


async def test_it_opens_when_both_said_yes_and_lets_nobody_else_in(house: House) -> None:
    await have_rooms(house)
    await claimed(house)

    explained = await house.ben.press(note(house, house.ben, TALK), TALK)
    assert "Only the two of you are let in. Moderators of this community may" in house.read(explained, house.ben)
    await house.ben.press(explained, YES)
    await house.settle()
    assert threads(house) == []
    assert f"{house.ben.mention} would like to talk about #1" in house.private(house.ana)[-1]
    opens = await house.ana.press(house.newest(house.ana), YES)
    await house.settle()

    assert "Both of you said yes" in house.read(opens, house.ana)
    [room] = threads(house)
    assert (room["type"], room["name"]) == (Place.PRIVATE_THREAD, "#1 · Practical help")
    assert room["thread_metadata"]["invitable"] is False
    assert inside(house, room) == {house.ana.id, house.ben.id}
    [first] = house.discord.messages(room)
    assert "because both of you wanted one" in plain(words(first))
    assert "a ride to the clinic" not in str(first)


async def test_the_asker_may_be_the_first_to_want_it(house: House) -> None:
    await have_rooms(house)
    await claimed(house)

    await want(house, house.ana)
    assert threads(house) == []
    await house.ben.press(note(house, house.ben, YES), YES)
    await house.settle()

    assert [inside(house, room) for room in threads(house)] == [{house.ana.id, house.ben.id}]


async def test_saying_yes_twice_is_no_yes_of_the_other_side(house: House) -> None:
    await have_rooms(house)
    await claimed(house)

    await want(house, house.ben)
    await want(house, house.ben)

    assert threads(house) == []
    assert len([said for said in house.private(house.ana) if "would like to talk" in said]) == 1


async def test_nobody_else_can_open_it_or_be_let_in(house: House) -> None:
    await have_rooms(house)
    await claimed(house)
    await want(house, house.ben)
    asked = note(house, house.ana, YES)

    token = next(part for part in str(asked).split("'") if ":room_yes|1|" in part)
    house.discord.world.message(house.help["id"], house.cards()[-1]["id"])["components"][0]["components"].append(
        {"type": 1, "id": 99, "components": [{"type": 2, "id": 100, "style": 2, "label": "Mine", "custom_id": token}]}
    )
    pressed = await house.chi.press(house.cards()[-1], "Mine")
    await house.settle()

    assert "Only the people who were part of it" in house.read(pressed, house.chi)
    assert threads(house) == []


async def test_where_moderators_want_none_nobody_is_offered_one_and_old_buttons_say_so(house: House) -> None:
    await claimed(house)
    assert [TALK in str(house.discord.messages(person.direct())) for person in (house.ana, house.ben)] == [False] * 2
    await have_rooms(house)
    await house.ben.slash("release", number=1)
    await house.ben.slash("claim", number=1)
    await house.settle()
    await have_rooms(house, Threads.NONE)

    pressed = await house.ben.press(note(house, house.ben, TALK), TALK)

    assert "There are no rooms to talk in here at the moment" in house.read(pressed, house.ben)


@pytest.mark.parametrize("may_lock", [True, False])
async def test_it_closes_with_the_claim_and_opens_again_if_that_is_taken_back(house: House, may_lock: bool) -> None:
    await have_rooms(house)
    if may_lock:
        house.discord.moderation.allow(house.help, Permission.MANAGE_THREADS)
    await claimed(house)
    await both_want(house)
    await house.settle()
    [room] = threads(house)

    released = await house.ben.slash("release", number=1)
    await house.settle()
    assert life(room) == (True, may_lock)

    await house.ben.press(released, "Take #1 up again")
    await house.settle()
    assert life(room) == (False, False)

    await house.ana.slash("withdraw", number=1)
    await house.settle()
    assert life(room) == (True, may_lock)


async def test_the_next_helper_has_a_room_of_their_own_and_reads_nothing_of_the_last(house: House) -> None:
    await have_rooms(house)
    await claimed(house)
    await both_want(house)
    await house.settle()
    old = note(house, house.ana, YES)
    await house.ben.slash("release", number=1)
    await house.pass_time(HOUR)
    await house.chi.slash("claim", number=1)
    await house.settle()
    assert "over by now" in house.read(await house.ana.press(old, YES), house.ana)

    await both_want(house, house.chi)
    await house.settle()

    first, second = sorted(threads(house), key=lambda room: int(room["id"]))
    assert (inside(house, first), inside(house, second)) == (
        {house.ana.id, house.ben.id},
        {house.ana.id, house.chi.id},
    )
    assert (life(first)[0], life(second)[0]) == (True, False)


THREAD, FIRST_WORDS, LET_IN = "/channels/*/threads", "/channels/*/messages", "/channels/*/thread-members/*"


async def die_at(house: House, method: str, path: str, *, skip: int = 0, when: str = "before") -> None:
    """Whoever delivers does not live to hear what became of this call; somebody else starts later."""
    fault = house.discord.faults.add(method, path, when=when, skip=skip, is_lost=True)
    delivering = asyncio.ensure_future(house.bot.delivery.deliver_all())
    await house.discord.stage.until(lambda: fault.times == 0)
    delivering.cancel()
    await asyncio.wait([delivering])
    await house.restart()
    house.clock.machine_forward(120)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    ("method", "path", "skip"),
    [("POST", THREAD, 0), ("POST", FIRST_WORDS, 0), ("PUT", LET_IN, 0), ("PUT", LET_IN, 1)],
    ids=["the thread", "its first words", "the first let in", "the second let in"],
)
async def test_wherever_its_opening_was_cut_off_there_is_one_room_with_one_beginning(
    house: House, method: str, path: str, skip: int, when: str
) -> None:
    await have_rooms(house)
    await claimed(house)
    await both_want(house)
    await die_at(house, method, path, skip=skip, when=when)

    await house.settle()

    [room] = threads(house)
    assert len(house.discord.messages(room)) == 1
    assert inside(house, room) == {house.ana.id, house.ben.id}


async def test_who_handed_back_before_it_could_open_is_let_in_nowhere(house: House) -> None:
    await have_rooms(house)
    await claimed(house)
    await both_want(house)
    await die_at(house, "POST", FIRST_WORDS, when="after")
    await house.ben.slash("release", number=1)

    await house.settle()

    [room] = threads(house)
    assert (inside(house, room), life(room)[0]) == (set(), True)


async def test_what_may_not_be_opened_is_said_to_both_and_can_be_tried_again(house: House) -> None:
    await have_rooms(house)
    await claimed(house)
    house.discord.moderation.deny(house.help, Permission.CREATE_PRIVATE_THREADS)
    await both_want(house)
    await house.settle()

    assert ["I could not open the room for #1" in house.private(each)[-1] for each in (house.ana, house.ben)] == [
        True,
        True,
    ]
    assert ["could not open a room" in said for said in house.told_care()] == [True]
    assert len(house.discord.calls("POST", "/threads")) == 1

    house.discord.moderation.allow(house.help, Permission.CREATE_PRIVATE_THREADS)
    await both_want(house)
    await house.settle()
    assert [inside(house, room) for room in threads(house)] == [{house.ana.id, house.ben.id}]
    assert "Somebody is on it" in house.card()


async def test_where_requests_are_posts_of_a_forum_it_is_said_that_there_is_none(house: House) -> None:
    await have_forum(house)
    await have_rooms(house)
    preview = await house.ana.fill(await house.ana.slash("needhelp"), what="a ride", when="Today")
    await house.ana.press(preview, "Post it")
    await house.settle()
    await house.ben.slash("claim", number=1)
    await house.settle()
    await both_want(house)
    await house.settle()

    assert "I could not open the room" in house.private(house.ben)[-1]


async def test_what_somebody_cannot_be_told_in_private_is_not_said_in_the_room(house: House) -> None:
    await have_rooms(house)
    await claimed(house)
    await both_want(house)
    await house.settle()
    house.ana.close_directs()

    await house.ben.slash("done", number=1)
    await house.until(lambda: any("could not reach somebody" in said for said in house.told_care()))

    [room] = threads(house)
    assert ["This room is for talking" in plain(words(said)) for said in house.discord.messages(room)] == [True]
    await house.ana.slash("myhelp")
    assert "that #1 (a ride to the clinic) is done" in house.read(await house.ana.wait_for("is done. If"), house.ana)


async def test_what_a_moderator_deleted_stays_deleted_and_the_request_goes_on(house: House) -> None:
    await have_rooms(house)
    await claimed(house)
    await both_want(house)
    await house.settle()
    house.discord.moderation.delete_channel(threads(house)[0])

    await house.ben.slash("done", number=1)
    for _ in range(2):
        house.clock.machine_forward(120)
        await house.settle()

    assert threads(house) == []
    assert "Help was given" in house.card()


async def test_helpsetup_names_the_permission_that_rooms_need(house: House) -> None:
    shown = await house.mo.slash("helpsetup")
    house.discord.moderation.deny(house.help, Permission.CREATE_PRIVATE_THREADS)

    await house.look(shown, "s:threads", "private")

    assert "I lack Create Private Threads" in house.read(shown, house.mo)


@pytest.mark.parametrize(("chosen", "is_offered"), [("private", True), ("both", True), ("public", False)])
async def test_what_is_chosen_in_helpsetup_is_what_people_are_offered(
    house: House, chosen: str, is_offered: bool
) -> None:
    shown = await house.mo.slash("helpsetup")
    for value in ("private", chosen):
        await house.look(shown, "s:threads", value)

    await claimed(house)

    offered = [TALK in str(house.discord.messages(person.direct())) for person in (house.ana, house.ben)]
    assert (offered, len(threads(house))) == ([is_offered] * 2, int(chosen != "private"))
