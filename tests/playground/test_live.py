import asyncio
import socket
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from adapters.playground.chat import Chat
from bot.errors import PortBusy
from tests.playground.house import open_house, visit

FORM = {"kind": "practical", "what": "A ride to the clinic", "when": "this week", "wanted": "1"}


def leave_behind(folder: Path, kind: str, **body: object) -> None:
    """What a process that was killed between recording and dispatching leaves in chat.db."""
    chat = Chat(folder / "chat.db")
    chat.open()
    chat.record(key=f"left {kind}", account="ana", place="direct:ana", kind=kind, body=body)
    chat.close()


async def test_what_was_recorded_before_a_kill_is_carried_out_at_the_next_start(tmp_path: Path) -> None:
    leave_behind(tmp_path, "submit", values=FORM, number=None)

    async with open_house(tmp_path) as house, visit(house.url) as page:
        previews = [frame for frame in page.seen if frame["type"] == "message"]

    tokens = str([frame["message"]["body"] for frame in previews])
    assert "post_draft" in tokens
    assert [frame["message"]["readers"] for frame in previews] == [["ana"]]


async def test_what_was_carried_out_already_says_nothing_again(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, visit(house.url) as page:
        await page.do("say", "k1", "ana", place="direct:ana", text="/help")
    chat = Chat(tmp_path / "chat.db")
    chat.open()
    chat._db.execute('update events set is_dispatched = 0, body = \'{"text": "/help"}\'')
    chat._db.commit()
    chat.close()

    async with open_house(tmp_path) as house, visit(house.url) as page:
        said = [frame for frame in page.seen if frame["type"] == "message"]

    assert len(said) == 1


async def test_what_was_carried_out_does_not_wait_any_more(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, visit(house.url) as page:
        await page.do("say", "k1", "ana", place="help", text="/help")
        await page.do("say", "k2", "ana", place="direct:ana", text="hello")
    chat = Chat(tmp_path / "chat.db")
    chat.open()
    assert chat.waiting() == []
    chat.close()


async def test_an_event_that_cannot_be_carried_out_does_not_keep_the_page_from_opening(tmp_path: Path) -> None:
    leave_behind(tmp_path, "submit", values="no values at all", number=None)

    async with open_house(tmp_path) as house, visit(house.url):
        pass

    chat = Chat(tmp_path / "chat.db")
    chat.open()
    assert chat.waiting() == []
    chat.close()


async def test_a_page_that_was_away_is_told_what_it_missed_and_nothing_else(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        async with visit(house.url) as page:
            await page.do("say", "k1", "ana", place="help", text="before")
            chat_id = page.seen[0]["chat"]
            last = max(frame["message"]["seq"] for frame in page.seen if frame["type"] == "message")
        async with visit(house.url) as other:
            await other.do("say", "k2", "ben", place="help", text="meanwhile")
        async with visit(house.url, since=str(last), chat=chat_id) as back:
            texts = [frame["message"]["body"]["text"] for frame in back.seen if frame["type"] == "message"]

    assert texts == ["meanwhile"]
    assert back.seen[0]["isFresh"] is False


async def test_a_page_of_another_chat_starts_over(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, visit(house.url, since="999", chat="another") as page:
        assert page.seen[0]["isFresh"] is True


async def test_the_same_action_sent_again_after_a_reconnect_is_carried_out_once(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        for _ in range(2):
            async with visit(house.url) as page:
                await page.do("say", "the same key", "ana", place="help", text="hello")
        async with visit(house.url) as page:
            assert len([frame for frame in page.seen if frame["type"] == "message"]) == 1


async def test_every_open_page_hears_what_one_of_them_said(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, visit(house.url) as one, visit(house.url) as other:
        await one.act("say", "k", "ana", place="help", text="hello")

        heard = await other.until_message("help")

    assert heard["author"] == {"account": "ana", "name": "Ana"}
    assert heard["body"] == {"text": "hello"}


async def test_only_the_moderator_reads_the_care_team_and_only_ana_her_direct_messages(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, visit(house.url) as page:
        readers = {place["ref"]: place["readers"] for place in page.seen[0]["places"]}
        await page.act("say", "k", "ben", place="care", text="let me in")
        refused = await page.until("refused", key="k")

    everybody = ["ana", "ben", "chi", "mo"]
    assert readers["care"] == ["mo"]
    assert readers["direct:ana"] == ["ana"]
    assert readers["help"] == everybody
    assert refused["why"] == "impossible"


@pytest.mark.parametrize(
    "facts",
    [
        {"type": "say", "as": "nobody", "place": "help", "text": "x"},
        {"type": "say", "as": "ana", "place": "cellar", "text": "x"},
        {"type": "say", "as": "ana", "place": ["help"], "text": "x"},
        {"type": "say", "as": "ana", "place": "help", "text": "  "},
        {"type": "say", "as": "ana", "place": "help", "text": 7},
        {"type": "choose", "as": "ana", "message": "1", "token": "claim|1|"},
        {"type": "choose", "as": "ana", "message": None, "token": "claim|1|", "place": "help"},
        {"type": "react", "as": "ana", "message": "1", "symbol": ""},
        {"type": "submit", "as": "ana", "place": "help", "values": {"what": 7}, "number": None},
        {"type": "submit", "as": "ana", "place": "help", "values": {}, "number": "seven"},
        {"type": "fly", "as": "ana", "place": "help"},
        {"as": "ana", "place": "help"},
    ],
)
async def test_what_no_page_of_ours_sends_is_refused_and_not_recorded(tmp_path: Path, facts: dict[str, object]) -> None:
    async with open_house(tmp_path) as house, visit(house.url) as page:
        await page.socket.send_json({"key": "k", **facts})
        assert (await page.until("refused", key="k"))["why"] == "impossible"
        for broken in ("[1, 2]", "{", "null", '"text"'):
            await page.socket.send_str(broken)
        await page.do("say", "k", "ana", place="help", text="still here")


async def test_a_message_that_is_too_long_is_refused_whole(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, visit(house.url) as page:
        await page.act("say", "k", "ana", place="help", text="x" * 8_001)
        assert (await page.until("refused", key="k"))["why"] == "too long"


async def test_a_private_answer_of_somebody_else_cannot_be_pressed(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, visit(house.url) as page:
        await page.act("submit", "k1", "ana", place="help", values=FORM, number=None)
        preview = await page.until_message("help", isPrivate=True)
        token = preview["body"]["paragraphs"][-1]["choices"][0]["token"]
        await page.act("choose", "k2", "ben", message=preview["id"], token=token)
        assert (await page.until("refused", key="k2"))["why"] == "impossible"


async def test_a_mistyped_command_is_not_shown_to_others(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, visit(house.url) as page:
        for key, text in (("k1", "/needhlep I am out of money"), ("k2", "/1234 hello")):
            await page.act("say", key, "ana", place="help", text=text)
            answer = await page.until_message("help")
            assert answer["readers"] == ["ana"]
            assert answer["about"] == text
            await page.until("done", key=key)


async def test_the_clock_moves_ahead_and_stays_there_over_a_restart(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, visit(house.url) as page:
        before = house.clock.now()
        await page.socket.send_json({"type": "advance", "hours": 24})
        for nonsense in (23, -6, "6", None, 1e9, True):
            await page.socket.send_json({"type": "advance", "hours": nonsense})
        await page.until("clock", isMoving=True)
        await page.until("clock", isMoving=False)
        moved = house.clock.now() - before
    async with open_house(tmp_path) as house:
        assert (house.clock.now() - before) >= moved

    assert 24 <= moved.total_seconds() / 3600 < 24.1


async def test_stopping_does_not_wait_for_open_pages(tmp_path: Path) -> None:
    loop = asyncio.get_running_loop()
    async with open_house(tmp_path) as house, visit(house.url) as page:
        began = loop.time()
        await house.playground.stop()
        frame = await page.socket.receive(timeout=5)

    assert loop.time() - began < 3
    assert frame.data == 1001


async def test_a_busy_port_that_was_asked_for_ends_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortBusy, match=rf"^Port {port} is in use .* --port.*\.$"):
            async with open_house(tmp_path, fixed_port=port):
                pass


async def test_a_busy_port_that_nobody_asked_for_is_passed_over(tmp_path: Path) -> None:
    async with open_house(tmp_path / "one") as one:
        port = urlsplit(one.url).port
        assert port is not None
        async with open_house(tmp_path / "two", port=port) as two:
            assert port < (urlsplit(two.url).port or 0) <= port + 10


async def test_a_form_is_about_what_it_says(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, visit(house.url) as page:
        await page.act("say", "k1", "mo", place="direct:mo", text="/helpsetup")
        shown = await page.until_message("direct:mo", isPrivate=True)
        await page.act("choose", "k2", "mo", message=shown["id"], token="zone|0|")
        opened = await page.until("form")
        assert opened["form"]["about"] == "zone"
        values = {"zone": "america/lima"}
        await page.act("submit", "k3", "mo", place="direct:mo", values=values, number=None, about="zone")
        answer = await page.until_message("direct:mo", isPrivate=True)
        await page.act("choose", "k4", "mo", message=answer["id"], token="numbers|0|alerts")
        opened = await page.until("form")
        values = {field["name"]: field["value"] for field in opened["form"]["fields"]} | {"alert_people": "3"}
        about = opened["form"]["about"]
        await page.act("submit", "k5", "mo", place="direct:mo", values=values, number=None, about=about)
        numbers = await page.until_message("direct:mo", isPrivate=True)

    assert "Time zone: America/Lima." in str(answer["body"])
    assert "Volunteers told at a time: 3" in str(numbers["body"])


async def test_the_overview_is_turned_on_in_the_setup_and_follows_what_is_open(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, visit(house.url) as page:
        await page.act("say", "k1", "mo", place="direct:mo", text="/helpsetup look")
        shown = await page.until_message("direct:mo", isPrivate=True)
        await page.act("choose", "k2", "mo", message=shown["id"], token="digest|0|open on")
        empty = await page.until_message("help")
        assert "Nobody is waiting" in str(empty["body"])

        await page.act("submit", "k3", "ana", place="help", values=FORM, number=None)
        preview = await page.until_message("help", isPrivate=True)
        token = preview["body"]["paragraphs"][-1]["choices"][0]["token"]
        await page.do("choose", "k4", "ana", message=preview["id"], token=token)
        await house.advance(timedelta(minutes=2))
        while "asked today" not in str(changed := (await page.until_message("help"))["body"]):
            """The card of the request comes first."""

    assert "A ride to the clinic" in str(changed)
