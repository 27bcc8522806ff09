"""A moderator sets a community up by talking to the bot, and only a moderator."""

import pytest

from adapters.matrix.people import PLATFORM, actor
from adapters.matrix.setup.volunteers import Volunteers
from bot.commands.homes import OpenHome
from bot.model.places import PlaceKind, PlaceRef
from bot.ports import Store
from bot.usecases import places, policy
from tests.doubles.clock import HandClock
from tests.matrix.setup.desk import COMMAND, Desk, desk_of
from tests.matrix.setup.rooms import Elm

LEAVE = "[Leave it as it is]"


@pytest.fixture
async def desk(elm: Elm, sqlite: Store, clock: HandClock) -> Desk:
    return await desk_of(elm, sqlite, clock)


async def kept(desk: Desk) -> dict[str, str]:
    return await desk.store.read(policy.preferences, PlaceRef(PLATFORM, desk.elm.space))


async def test_one_question_leads_to_the_next_until_all_places_are_set(desk: Desk) -> None:
    mo, elm = desk.elm.mo, desk.elm
    help_, thanks = [await elm.room(name) for name in ("Help", "Kitchen")]
    care = await elm.room("Quiet", with_ana=False)

    whole = await desk.says(mo, COMMAND)
    assert "How Elm Street is set up" in whole
    assert "Requests are read in no room yet." in whole
    asked = await desk.says(mo, "Choose the room for requests")
    assert "In which room should requests be read?" in asked
    assert asked.endswith(f"[Help]\n[Kitchen]\n[Quiet]\n{LEAVE}")
    then = await desk.says(mo, "1")
    assert "Thank you. Requests are read in “Help” from now on." in then
    assert "In which room should thanks be read?" in then
    last = await desk.says(mo, "Kitchen")
    assert "Which room is the care team's?" in last
    done = await desk.says(mo, "3")

    assert "All places are set.\n[Check what I may do in each room]\n[Show the whole setup]" in done
    assert await desk.places() == {PlaceKind.HELP: help_, PlaceKind.THANKS: thanks, PlaceKind.CARE: care}
    whole = await desk.says(mo, "Show the whole setup")
    assert "The care team reads its notes in “Quiet”." in whole
    assert "Everybody may take requests on." in whole


async def test_a_room_can_be_named_by_its_address_or_by_a_link(desk: Desk) -> None:
    mark = desk.elm.space[1:6]
    garden = await desk.elm.room("Garden", room_alias_name=f"garden-{mark}")
    await desk.says(desk.elm.mo, f"{COMMAND} requests")
    assert "Requests are read in “Garden”" in await desk.says(desk.elm.mo, f"#garden-{mark}:hs.test")
    await desk.says(desk.elm.mo, f"{COMMAND} thanks")
    said = await desk.says(desk.elm.mo, f"https://matrix.to/#/{garden}?via=hs.test")
    assert "Thanks are read in “Garden”" in said
    typed = await desk.says(desk.elm.mo, f"{COMMAND} thanks #garden-{mark}:hs.test")
    assert "Thanks are read in “Garden”" in typed
    assert set((await desk.places()).values()) == {garden}


async def test_whoever_looks_after_nothing_learns_so_and_changes_nothing(desk: Desk) -> None:
    garden = await desk.elm.room("Garden")
    for said in (COMMAND, f"{COMMAND} requests {garden}", f"{COMMAND} threads on", f"{COMMAND} check"):
        answer = await desk.says(desk.elm.ana, said)
        assert "Garden" not in answer
        assert "moderators" in answer
    assert await desk.places() == {}
    assert await kept(desk) == {}


async def test_an_old_choice_is_carried_out_only_for_who_is_a_moderator_now(desk: Desk) -> None:
    elm = desk.elm
    garden = await elm.room("Garden")
    await elm.mo.set_level(elm.space, elm.ana.user_id, 50)
    assert "[Leave it as it is]" in await desk.says(elm.ana, f"{COMMAND} care")
    await elm.mo.set_level(elm.space, elm.ana.user_id, 0)
    assert "moderators" in await desk.says(elm.ana, garden)
    assert await desk.places() == {}


async def test_rooms_that_the_bot_is_not_in_are_named_with_the_way_to_invite_it(desk: Desk) -> None:
    outside = await desk.elm.mo.create_room("Orchard", preset="public_chat")
    await desk.elm.mo.add_child(desk.elm.space, outside)
    us = desk.elm.bot.user_id
    assert f"I am not in “Orchard” yet. To let me in, open the room and type /invite {us}" in await desk.says(
        desk.elm.mo, f"{COMMAND} thanks"
    )
    said = await desk.says(desk.elm.mo, outside)
    assert f"Please type /invite {us} there" in said
    assert await desk.places() == {}


async def test_a_room_that_is_neither_the_spaces_nor_theirs_is_left_alone(desk: Desk) -> None:
    elm = desk.elm
    anas = await elm.ana.create_room("Ana's secrets", invite=[elm.bot.user_id])
    await elm.bot.join(anas)
    await elm.mo.add_child(elm.space, anas)
    asked = await desk.says(elm.mo, f"{COMMAND} requests")
    refused = await desk.says(elm.mo, anas)
    assert "secrets" not in asked + refused
    assert "does not belong to this space" in refused
    assert await desk.places() == {}


async def test_a_room_of_another_community_stays_with_it(desk: Desk) -> None:
    garden = await desk.elm.room("Garden")
    other = OpenHome(PlaceRef(PLATFORM, "!oak:hs.test"), "Oak Street", "UTC", {"help": garden})
    await desk.store.write(places.open_home, other)
    assert "belongs to another community already" in await desk.says(desk.elm.mo, f"{COMMAND} requests {garden}")
    assert await desk.places() == {}


@pytest.mark.parametrize("way", ["join", "read"])
async def test_the_care_teams_room_must_not_be_open_to_everybody(desk: Desk, way: str) -> None:
    opened = {
        "join": ("m.room.join_rules", {"join_rule": "public"}),
        "read": ("m.room.history_visibility", {"history_visibility": "world_readable"}),
    }
    kind, content = opened[way]
    square = await desk.elm.room("Square", initial_state=[{"type": kind, "state_key": "", "content": content}])
    said = await desk.says(desk.elm.mo, f"{COMMAND} care {square}")
    assert (
        "Everybody can read “Square”, and the notes of the care team are for moderators only. So nothing was changed."
        in said
    )
    assert "Access: Private" in said
    assert await desk.places() == {}
    assert "Requests are read in “Square”" in await desk.says(desk.elm.mo, f"{COMMAND} requests {square}")


async def test_a_care_room_that_the_whole_space_can_join_is_set_with_a_word_of_warning(desk: Desk) -> None:
    rule = {"join_rule": "restricted", "allow": [{"type": "m.room_membership", "room_id": desk.elm.space}]}
    state = [{"type": "m.room.join_rules", "state_key": "", "content": rule}]
    quiet = await desk.elm.room("Quiet", with_ana=False, initial_state=state)
    said = await desk.says(desk.elm.mo, f"{COMMAND} care {quiet}")
    assert "Everybody in the space can join “Quiet” and read there." in said
    assert await desk.places() == {PlaceKind.CARE: quiet}


async def test_the_care_team_and_others_never_read_in_the_same_room(desk: Desk) -> None:
    quiet, kitchen = [await desk.elm.room(name, with_ana=False) for name in ("Quiet", "Kitchen")]
    await desk.says(desk.elm.mo, f"{COMMAND} thanks {kitchen}")
    said = await desk.says(desk.elm.mo, f"{COMMAND} care {kitchen}")
    assert "“Kitchen” has another task here already" in said
    assert "So nothing was changed. Please choose another room." in said
    await desk.says(desk.elm.mo, f"{COMMAND} care {quiet}")
    assert "“Quiet” has another task here already" in await desk.says(desk.elm.mo, f"{COMMAND} requests {quiet}")
    assert await desk.places() == {PlaceKind.THANKS: kitchen, PlaceKind.CARE: quiet}


async def test_a_room_in_which_neighbours_are_is_not_the_care_teams_until_they_are_moderators(desk: Desk) -> None:
    quiet = await desk.elm.room("Quiet")
    said = await desk.says(desk.elm.mo, f"{COMMAND} care {quiet}")
    assert "One person in “Quiet” is not a moderator, and the notes of the care team are for moderators only." in said
    assert await desk.places() == {}
    await desk.elm.mo.set_level(quiet, desk.elm.ana.user_id, 50)
    assert "The care team reads its notes in “Quiet”" in await desk.says(desk.elm.mo, f"{COMMAND} care {quiet}")
    await desk.elm.mo.set_level(quiet, desk.elm.ana.user_id, 0)
    assert "One person in “Quiet” is not a moderator" in await desk.says(desk.elm.mo, f"{COMMAND} check")
    await desk.elm.mo.set_level(desk.elm.space, desk.elm.ana.user_id, 50)
    assert "“Quiet”, where the care team reads its notes: everything" in await desk.says(
        desk.elm.mo, f"{COMMAND} check"
    )


async def test_where_the_bot_cannot_speak_nothing_is_set_and_the_way_is_shown(desk: Desk) -> None:
    garden = await desk.elm.room("Garden", power_level_content_override={"events_default": 100})
    said = await desk.says(desk.elm.mo, f"{COMMAND} thanks {garden}")
    assert "“Garden”: I lack “Send messages”, “Send reactions”" in said
    assert f"Roles & Permissions > Add privileged users: {desk.elm.bot.user_id}, Admin." in said
    assert await desk.places() == {}


async def test_an_encrypted_room_is_refused_while_encryption_is_off(elm: Elm, sqlite: Store, clock: HandClock) -> None:
    desk = await desk_of(elm, sqlite, clock, encryption=False)
    cellar = await elm.room("Cellar", encrypted=True)
    said = await desk.says(elm.mo, f"{COMMAND} care {cellar}")
    assert "“Cellar” is encrypted, and my encryption is switched off" in said
    assert "encryption = true" in said
    assert await desk.places() == {}


async def test_the_check_names_what_is_missing_in_each_room_and_how_to_give_it(desk: Desk) -> None:
    elm, us = desk.elm, desk.elm.bot.user_id
    help_, thanks = await elm.room("Help"), await elm.room("Kitchen", encrypted=True)
    quiet = await elm.room("Quiet", with_ana=False)
    assert "The care team has no room for its notes yet." in await desk.says(elm.mo, f"{COMMAND} check")
    for kind, room in (("requests", help_), ("thanks", thanks), ("care", quiet)):
        await desk.says(elm.mo, f"{COMMAND} {kind} {room}")
    await elm.mo.set_levels(thanks, events={"m.room.encrypted": 50})
    await elm.bot.leave(quiet)

    said = await desk.says(elm.mo, f"{COMMAND} check")

    assert "“Help”: I lack “Remove messages sent by others”. When somebody asks for help where all read it" in said
    assert f"Add privileged users: {us}, Moderator." in said
    assert "“Kitchen”: I lack “Send messages”. I cannot say anything there." in said
    assert "I am not in the room any more where the care team reads its notes. Please choose another one" in said
    for room in (help_, thanks):
        await elm.mo.set_level(room, us, 50)
    await elm.mo.invite(quiet, us)
    await elm.bot.join(quiet)
    mended = await desk.says(elm.mo, f"{COMMAND} check")
    assert "“Help”, where requests are read: everything I need is allowed." in mended
    assert "“Kitchen”, where thanks are read: everything I need is allowed. What is said there is encrypted." in mended
    assert "lack" not in mended


async def test_only_who_is_in_the_chosen_room_may_take_requests_on(desk: Desk) -> None:
    elm, volunteers = desk.elm, Volunteers(desk.elm.server, desk.store)

    async def may(person: str) -> bool:
        return (await volunteers.vouched(actor(person, "x"), desk.community_id)).is_volunteer

    assert await may(elm.ana.user_id)
    helpers = await elm.room("Helpers")
    await desk.says(elm.mo, f"{COMMAND} volunteers")
    said = await desk.says(elm.mo, "Only who is in Helpers")
    assert "From now on only who is in “Helpers” takes requests on." in said
    assert await may(elm.ana.user_id)
    await elm.ana.leave(helpers)
    assert not await may(elm.ana.user_id)
    assert "Only who is in “Helpers” takes requests on." in await desk.says(elm.mo, COMMAND)
    await elm.mo.upgrade(helpers, "12")
    assert "“Helpers”, whose members take requests on, was upgraded" in await desk.says(elm.mo, f"{COMMAND} check")
    await elm.bot.leave(helpers)
    assert not await may(elm.mo.user_id)
    assert "nobody can take one on now" in await desk.says(elm.mo, f"{COMMAND} check")
    await desk.says(elm.mo, f"{COMMAND} volunteers everybody")
    assert await may(elm.ana.user_id)


async def test_threads_are_switched_on_and_off(desk: Desk) -> None:
    await desk.says(desk.elm.mo, COMMAND)
    assert "Each new request gets a thread" in await desk.says(desk.elm.mo, "Make a thread for each request")
    assert await kept(desk) == {"threads": "public"}
    assert "I make no more threads" in await desk.says(desk.elm.mo, f"{COMMAND} threads off")
    assert await kept(desk) == {"threads": "none"}


async def test_what_the_core_offers_is_on_the_same_message(desk: Desk) -> None:
    await desk.says(desk.elm.mo, COMMAND)
    turned = await desk.says(desk.elm.mo, "Turn on: Someone to listen")
    assert "Someone to listen: on." in turned
    assert "Requests are read in no room yet." in turned
    assert "Time zone: UTC." in await desk.says(desk.elm.mo, "Language, time zone and look")
    assert "region and a city" in await desk.says(desk.elm.mo, "Type another time zone")
    assert "Europe/Berlin" in await desk.says(desk.elm.mo, "Europe/Berlin")


async def test_the_language_of_what_everybody_reads_is_chosen_on_a_page_of_its_own(desk: Desk) -> None:
    await desk.says(desk.elm.mo, COMMAND)
    assert "in this language: English" in await desk.says(desk.elm.mo, "Language, time zone and look")
    said = await desk.says(desk.elm.mo, "Deutsch")
    assert "Was alle hier lesen, ist in dieser Sprache: Deutsch." in said
    assert "Is everything in order?" not in said


async def test_what_only_exists_here_is_said_in_the_readers_language_too(desk: Desk) -> None:
    garden = await desk.elm.room("Garden")
    hidden = await desk.elm.mo.create_room("Hidden")
    await desk.elm.mo.add_child(desk.elm.space, hidden)
    await desk.says(desk.elm.mo, COMMAND)
    await desk.says(desk.elm.mo, "Language, time zone and look")
    await desk.says(desk.elm.mo, "Deutsch")
    whole = await desk.says(desk.elm.mo, COMMAND)
    assert "Für Bitten gibt es noch keinen Raum." in whole
    asked = await desk.says(desk.elm.mo, "Den Raum für Bitten wählen")
    assert asked.endswith("[Garden]\n[Lassen, wie es ist]")
    assert "Im Space gibt es noch einen Raum, den ich nicht sehen kann." in asked
    said = await desk.says(desk.elm.mo, garden)
    assert "Ab jetzt stehen Bitten in „Garden“." in said
    assert "Mir fehlt „Nachrichten anderer entfernen“." in said
    assert f"hinzufügen: {desk.elm.bot.user_id}, Moderation." in said


async def test_the_last_kind_of_help_stays(desk: Desk) -> None:
    await desk.says(desk.elm.mo, COMMAND)
    await desk.says(desk.elm.mo, "Turn off: Practical help")
    assert "[" not in await desk.says(desk.elm.mo, "Turn off: Information or advice")


async def test_a_single_room_is_a_community_too(elm: Elm, sqlite: Store, clock: HandClock) -> None:
    street = await elm.mo.create_room("Elm Street", invite=[elm.bot.user_id])
    await elm.bot.join(street)
    desk = await desk_of(elm, sqlite, clock, home=street)
    asked = await desk.says(elm.mo, f"{COMMAND} requests")
    assert asked.endswith(f"[Elm Street]\n{LEAVE}")
    await desk.says(elm.mo, "1")
    assert await desk.places() == {PlaceKind.HELP: street}


async def test_the_same_message_is_carried_out_and_answered_once(desk: Desk) -> None:
    garden = await desk.elm.room("Garden")
    for _ in range(2):
        mo = actor(desk.elm.mo.user_id, "Mo")
        await desk.setup.show(mo, desk.community_id, "matrix:$once", f"requests {garden}")
    await desk.delivery.deliver_all()
    assert len(desk.chat.messages) == 1


async def test_a_homeserver_that_does_not_answer_is_told_of_and_nothing_is_changed(
    elm: Elm, sqlite: Store, clock: HandClock
) -> None:
    garden = await elm.room("Garden")
    desk = await desk_of(elm, sqlite, clock)
    elm.server.homeserver = "http://127.0.0.1:9"
    said = await desk.says(elm.mo, f"{COMMAND} requests {garden}")
    assert "The homeserver did not answer me just now, so nothing was changed." in said
    assert await desk.places() == {}


async def test_every_number_is_asked_for_group_by_group(desk: Desk) -> None:
    shown = await desk.says(desk.elm.mo, f"{COMMAND} numbers")
    assert "Alerts for one volunteer in a week: 3" in shown
    assert "Volunteers told at a time" in await desk.says(desk.elm.mo, "Change: How volunteers are told")
    assert "From 1 to 30." in await desk.says(desk.elm.mo, "Volunteers told at a time")
    assert "please write a whole number from 1 to 30" in await desk.says(desk.elm.mo, "many")
    assert "Volunteers told at a time: 3" in await desk.says(desk.elm.mo, "3")
