"""The setup: one private view on which everything is chosen, checked and tried."""

import pytest

from adapters.discord.communities import Communities
from adapters.discord.preferences import CardStyle, Preferences, Threads
from bot.model.places import Community, PlaceKind, PlaceRef
from bot.model.policy import DAY, Policy
from bot.usecases import places
from tests.discord.arranging import STAGES, have_forum, life, threads
from tests.discord.house import House
from tests.doubles.discord import Permission, Place, Shown
from tests.doubles.discord.board import walk
from tests.doubles.discord.routes.threads import REQUIRE_TAG
from tests.doubles.discord.wire import Json

LOOK = "Language, time zone and look"
ROLE, ZONE, STYLE, THREADS = "s:volunteer_role", "s:zone", "s:card_style", "s:threads"
NUMBERS = {"open_claims": "3", "hours": "8-20", "daily_hour": "19", "expiry_days": "7", "purge_days": "5"}


def components(house: House, shown: Shown) -> list[Json]:
    message = house.discord.world.message(shown.channel_id, shown.message_id or "")
    return [each for _, each in walk(message["components"])]


def selects(house: House, shown: Shown) -> list[str]:
    return [str(each["custom_id"]) for each in components(house, shown) if each["type"] in (3, 6, 8)]


async def look(house: House) -> Shown:
    """The second page."""
    shown = await house.mo.slash("helpsetup")
    await house.mo.press(shown, LOOK)
    return shown


def default(house: House, shown: Shown, custom_id: str) -> str:
    select = next(each for each in components(house, shown) if each.get("custom_id") == custom_id)
    return next(str(option["label"]) for option in select["options"] if option.get("default"))


async def try_out(house: House, shown: Shown) -> Shown:
    """On a busy machine the trial takes longer than an answer may, and comes a moment later."""
    tried = await house.mo.press(shown, "Test post")
    said = ("everything works there", "this does not work yet", "everything I need is allowed")
    await house.until(lambda: any(each in house.read(shown, house.mo) for each in said))
    return tried


async def community(house: House) -> Community:
    found = await house.store.read(places.at_home, PlaceRef("discord", house.guild["id"]))
    assert found is not None
    return found


async def preferences(house: House) -> Preferences:
    return await Communities(house.store, ()).preferences(int(house.guild["id"]))


async def test_everything_is_on_two_private_pages_within_discords_limits(house: House) -> None:
    role = house.discord.moderation.make_role(house.guild, "helpers")
    await house.mo.choose(await house.mo.slash("helpsetup"), ROLE, role)
    house.discord.moderation.delete_role(house.guild, role)
    for place in (house.help, house.thanks, house.care):
        house.discord.moderation.deny(place, Permission.SEND_MESSAGES, Permission.READ_MESSAGE_HISTORY)
    shown = await house.mo.slash("helpsetup")
    tried = await try_out(house, shown)

    assert shown.is_ephemeral
    assert "From top to bottom: where requests are read, where thanks are read" in house.read(shown, house.mo)
    assert len(components(house, tried)) <= 40
    assert selects(house, tried) == ["p:help", "p:thanks", "p:care", ROLE]
    assert len(house.read(tried, house.mo)) <= 4000
    look = await house.mo.press(shown, LOOK)
    assert selects(house, look) == [ZONE, STYLE, THREADS]
    assert len(components(house, look)) <= 40


async def test_the_time_zone_is_chosen_or_typed(house: House) -> None:
    shown = await look(house)
    assert default(house, shown, ZONE) == f"Time zone: UTC, where it is {house.clock.now():%H:%M}"

    await house.mo.choose(shown, ZONE, "Asia/Tokyo")
    assert "Time zone: Asia/Tokyo." in house.read(shown, house.mo)
    await house.mo.fill(await house.mo.press(shown, "Type another time zone"), zone="america/lima")
    assert default(house, shown, ZONE).startswith("Time zone: America/Lima")
    assert (await community(house)).timezone == "America/Lima"

    await house.mo.fill(await house.mo.press(shown, "Type another time zone"), zone="Lisboa")
    assert "Time zone: I don't know that one. Please write a region and a city" in house.read(shown, house.mo)
    assert (await community(house)).timezone == "America/Lima"


async def test_a_number_that_cannot_be_comes_back_with_all_the_others(house: House) -> None:
    shown = await house.mo.slash("helpsetup")
    opened = await house.mo.press(shown, "Change the numbers")
    await house.mo.fill(opened, **(NUMBERS | {"purge_days": "0"}))
    assert "Days until typed words are deleted: please write a whole number from 1 to 90" in house.read(shown, house.mo)

    await house.mo.fill(await house.mo.press(shown, "Open the form again"), purge_days="5")

    policy = (await community(house)).policy
    assert (policy.open_claims, policy.day_begins, policy.day_ends, policy.daily_hour) == (3, 8, 20, 19)
    assert (policy.expiry, policy.purge_after) == (7 * DAY, 5 * DAY)


async def test_every_other_number_is_on_a_page_of_its_own_with_a_form_for_each_group(house: House) -> None:
    shown = await house.mo.slash("helpsetup")
    await house.mo.press(shown, "All the other numbers")
    assert "Alerts for one volunteer in a week: 3" in house.read(shown, house.mo)

    opened = await house.mo.press(shown, "Change: How volunteers are told")
    assert opened.modal is not None
    assert len(opened.modal["components"]) == 5
    await house.mo.fill(opened, alert_people="many")
    assert "Volunteers told at a time: please write a whole number from 1 to 30." in house.read(shown, house.mo)
    await house.mo.fill(await house.mo.press(shown, "Open the form again"), alert_people="3")

    assert "Volunteers told at a time: 3" in house.read(shown, house.mo)
    assert (await community(house)).policy == Policy(alert_people=3)
    await house.mo.press(shown, "Places, kinds of help, numbers")
    assert "A person carries at most 2 open requests." in house.read(shown, house.mo)


async def test_how_cards_look_and_whether_there_are_threads_is_kept(house: House) -> None:
    house.discord.moderation.deny(house.help, Permission.CREATE_PUBLIC_THREADS)
    shown = await house.mo.slash("helpsetup")
    assert "I lack" not in house.read(shown, house.mo)

    await house.look(shown, STYLE, "embed")
    await house.look(shown, THREADS, "public")

    assert await preferences(house) == Preferences(CardStyle.EMBED, Threads.PUBLIC)
    lack = f"<#{house.help['id']}>: I lack Create Public Threads."
    assert lack in house.read(shown, house.mo)
    await house.mo.press(shown, LOOK)
    assert default(house, shown, STYLE).startswith("Cards: as embeds")
    assert default(house, shown, THREADS).startswith("Threads: one below each card")
    assert lack in house.read(shown, house.mo)


async def test_a_test_post_shows_that_all_is_well_and_leaves_nothing_behind(house: House) -> None:
    shown = await house.mo.slash("helpsetup")
    await try_out(house, shown)

    said = house.read(shown, house.mo)
    for place in (house.help, house.thanks, house.care):
        assert f"<#{place['id']}>: I tried, and everything works there." in said
    assert (house.cards(), house.announced()) == ([], [])
    assert [each for each in house.told_care() if "A test" in each] == []
    tried = [each.method for each in house.discord.record if house.help["id"] in each.path]
    assert tried == ["POST", "GET", "PUT", "DELETE"]


@pytest.mark.parametrize(
    ("refused", "named"),
    [
        (Permission.VIEW_CHANNEL, "View Channel"),
        (Permission.SEND_MESSAGES, "Send Messages"),
        (Permission.READ_MESSAGE_HISTORY, "Read Message History"),
        (Permission.ADD_REACTIONS, "Add Reactions"),
        (Permission.CREATE_PUBLIC_THREADS, "Create Public Threads"),
        (Permission.SEND_MESSAGES_IN_THREADS, "Send Messages in Threads"),
    ],
)
async def test_a_test_post_names_what_is_missing_and_where_to_click(
    house: House, refused: Permission, named: str
) -> None:
    shown = await house.mo.slash("helpsetup")
    await house.look(shown, THREADS, "public")
    house.discord.moderation.allow(house.help, Permission.MANAGE_THREADS)
    house.discord.moderation.deny(house.help, refused)

    await try_out(house, shown)

    place = f"<#{house.help['id']}>"
    fix = f"this does not work yet, I lack {named}. Under Edit Channel > Permissions, choose Barnraiser and allow it."
    assert f"{place}: {fix}" in house.read(shown, house.mo)
    assert house.discord.messages(house.thanks) == []


@pytest.mark.parametrize(
    ("method", "path", "named"),
    [
        ("POST", "/channels/{help}/messages", "Send Messages"),
        ("GET", "/channels/{help}/messages/*", "Read Message History"),
        ("PUT", "/channels/{help}/messages/*/reactions/*", "Add Reactions"),
        ("POST", "/channels/{help}/messages/*/threads", "Create Public Threads"),
    ],
)
async def test_what_discord_refuses_counts_more_than_what_is_computed(
    house: House, method: str, path: str, named: str
) -> None:
    house.discord.moderation.allow(house.help, Permission.MANAGE_THREADS)
    shown = await house.mo.slash("helpsetup")
    await house.look(shown, THREADS, "public")
    house.discord.faults.add(method, path.format(help=house.help["id"]), status=403, code=50013)

    await try_out(house, shown)

    assert f"<#{house.help['id']}>: this does not work yet, I lack {named}." in house.read(shown, house.mo)
    assert house.cards() == []
    assert house.discord.world.threads(house.guild["id"]) == []


async def test_what_was_not_tried_is_not_called_tried(house: House) -> None:
    """Without Manage Threads a thread could not be taken away again."""
    shown = await house.mo.slash("helpsetup")
    await house.look(shown, THREADS, "public")
    await try_out(house, shown)
    assert "Threads are allowed too; I did not try them" in house.read(shown, house.mo)
    assert house.discord.calls("POST", "/threads") == []


async def test_a_forum_is_tried_where_the_post_can_be_taken_away_again(house: House) -> None:
    forum = await have_forum(house, *STAGES, flags=REQUIRE_TAG)
    house.discord.moderation.allow(forum, Permission.MANAGE_THREADS)
    shown = await house.mo.slash("helpsetup")

    await try_out(house, shown)

    assert f"<#{forum['id']}>: I tried, and everything works there." in house.read(shown, house.mo)
    assert len(house.discord.calls("POST", f"/channels/{forum['id']}/threads")) == 1
    assert threads(house) == []


@pytest.mark.parametrize(
    ("method", "path", "named"),
    [
        ("POST", "/channels/{forum}/threads", "Send Messages"),
        ("GET", "/channels/*/messages/*", "Read Message History"),
        ("PUT", "/channels/*/messages/*/reactions/*", "Add Reactions"),
        ("POST", "/channels/*/messages", "Send Messages in Threads"),
    ],
)
async def test_what_discord_refuses_in_a_forum_is_named(house: House, method: str, path: str, named: str) -> None:
    forum = await have_forum(house, *STAGES)
    house.discord.moderation.allow(forum, Permission.MANAGE_THREADS)
    shown = await house.mo.slash("helpsetup")
    house.discord.faults.add(method, path.format(forum=forum["id"]), status=403, code=50013)

    await try_out(house, shown)

    assert f"<#{forum['id']}>: this does not work yet, I lack {named}." in house.read(shown, house.mo)
    assert threads(house) == []


@pytest.mark.parametrize("may_delete", [True, False])
async def test_a_private_thread_is_tried_and_nobody_is_let_in(house: House, may_delete: bool) -> None:
    if may_delete:
        house.discord.moderation.allow(house.help, Permission.MANAGE_THREADS)
    shown = await house.mo.slash("helpsetup")
    await house.look(shown, THREADS, "private")

    await try_out(house, shown)

    told = house.read(shown, house.mo)
    assert f"<#{house.help['id']}>: I tried, and everything works there." in told
    assert ("I closed the private thread of the test; only moderators" in told) is not may_delete
    assert [(each["type"], life(each)[0]) for each in threads(house)] == [(Place.PRIVATE_THREAD, True)] * (
        not may_delete
    )
    left = [house.discord.world.thread_members[each["id"]] for each in threads(house)]
    assert left == [{house.discord.world.bot["id"]}] * (not may_delete)
    assert house.cards() == []


@pytest.mark.parametrize(
    ("path", "named"),
    [("/channels/{help}/threads", "Create Private Threads"), ("/channels/*/messages", "Send Messages in Threads")],
)
async def test_what_discord_refuses_about_private_threads_is_named(house: House, path: str, named: str) -> None:
    shown = await house.mo.slash("helpsetup")
    await house.look(shown, THREADS, "private")
    skip = 1 if "messages" in path else 0
    house.discord.faults.add("POST", path.format(help=house.help["id"]), status=403, code=50013, skip=skip)

    await try_out(house, shown)

    assert f"<#{house.help['id']}>: this does not work yet, I lack {named}." in house.read(shown, house.mo)


async def test_requests_may_be_posts_of_a_forum_and_thanks_may_not(house: House) -> None:
    how = {"available_tags": [], "default_forum_layout": 0, "default_reaction_emoji": None, "default_sort_order": None}
    forum = house.discord.add_channel(house.guild, "forum", Place.FORUM, **how)
    shown = await house.mo.slash("helpsetup")
    await house.mo.choose(shown, "p:help", forum)
    await house.mo.choose(shown, "p:thanks", forum)

    chosen = await house.store.read(places.set_at, (await community(house)).id)
    assert chosen[PlaceKind.HELP].ref == forum["id"]
    assert chosen[PlaceKind.THANKS].ref == house.thanks["id"]
    await try_out(house, shown)
    assert f"<#{forum['id']}>: everything I need is allowed. I did not try it" in house.read(shown, house.mo)
    assert house.discord.calls("POST", "/threads") == []


async def test_who_may_no_longer_manage_the_server_changes_nothing(house: House) -> None:
    """Each press on a view that was opened before."""
    views = [*[await look(house) for _ in range(3)], *[await house.mo.slash("helpsetup") for _ in range(2)]]
    opened = await house.mo.press(await house.mo.slash("helpsetup"), "Change the numbers")
    house.discord.world.members[house.guild["id"], house.mo.id]["roles"].clear()
    before, sent = await community(house), len(house.discord.calls("POST", "/messages"))

    chosen = ((ZONE, "Asia/Tokyo"), (STYLE, "embed"), (THREADS, "public"), ("p:help", house.thanks))
    for shown, (select, value) in zip(views, chosen, strict=False):
        await house.mo.choose(shown, select, value)
    await house.mo.press(views[4], "Test post")
    await house.mo.fill(opened, **NUMBERS)

    assert ["This is for moderators" in house.read(shown, house.mo) for shown in views] == [True] * 5
    assert (await community(house), await preferences(house)) == (before, Preferences())
    chosen_places = await house.store.read(places.set_at, before.id)
    assert chosen_places[PlaceKind.HELP].ref == house.help["id"]
    assert len(house.discord.calls("POST", "/messages")) == sent
