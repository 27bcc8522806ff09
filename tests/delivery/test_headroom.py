"""Platforms that take little now: it goes to whoever waits for an answer first."""

import asyncio

from bot.delivery import Delivery
from bot.model.ids import Number
from bot.model.places import PlaceKind
from bot.model.posts import Headroom, Parcel, Post
from bot.ports import Receipt
from tests.delivery.test_doors import BusyPlatform, meet, posts, write
from tests.doubles.village import PLATFORM, Village


class NarrowPlatform(BusyPlatform):
    """Every message takes one from its headroom."""

    async def send(self, parcel: Parcel) -> Receipt:
        left = self.headroom
        self.headroom = Headroom(left.messages - 1, left.answers - 1, left.more_in)
        return await super().send(parcel)


class OpeningPlatform(BusyPlatform):
    """There is room as soon as somebody has seen that there is none."""

    @property  # type: ignore[override]
    def headroom(self) -> Headroom:
        seen, self._room = self._room, Headroom(1, 1)
        return seen

    @headroom.setter
    def headroom(self, room: Headroom) -> None:
        self._room = room


def narrow(
    village: Village, messages: int, answers: int, more_in: float | None, kind: type[BusyPlatform] = NarrowPlatform
) -> BusyPlatform:
    village.chat = chat = kind(headroom=Headroom(messages, answers, more_in))
    village.delivery = Delivery(village.store, {PLATFORM: chat}, village.clock, "sender")
    village.store.on_commit(village.delivery.wake)
    return chat


async def test_what_is_kept_for_answers_goes_to_answers(village: Village) -> None:
    chat = narrow(village, messages=0, answers=3, more_in=60)
    ben = await meet(village, "Ben")
    await write(village, *posts(PlaceKind.HELP, 5), Post("care_place_lost", Number(1), reader_id=ben))
    await write(village, Post("care_place_lost", Number(2), reader_id=ben), by=ben)

    assert await village.delivery.deliver_all() == 1
    assert [(parcel.lane, parcel.reader_account_id) for parcel in chat.said] == [(f"{ben}|2", "ben")]


async def test_no_more_is_taken_than_goes_out(village: Village) -> None:
    chat = narrow(village, messages=2, answers=4, more_in=60)
    ben, chi = await meet(village, "Ben"), await meet(village, "Chi")
    await write(village, *posts(PlaceKind.HELP, 5), *posts(PlaceKind.CARE, 5))
    for reader in (ben, chi):
        answers = [Post("care_place_lost", Number(number), reader_id=reader) for number in (1, 2)]
        await write(village, *answers, by=reader)

    await village.delivery.deliver_all()
    assert sorted(str(parcel.reader_account_id) for parcel in chat.said) == ["ben", "ben", "chi", "chi"]


async def test_what_waits_goes_when_there_is_room_again(village: Village) -> None:
    chat = narrow(village, messages=0, answers=0, more_in=0.05)
    await write(village, *posts(PlaceKind.HELP, 1))
    running = asyncio.ensure_future(village.delivery.run())
    asyncio.get_running_loop().call_later(0.1, setattr, chat, "headroom", Headroom(1, 1))
    await chat.until(lambda: len(chat.said) == 1)
    village.delivery.stop()
    await running


async def test_room_that_opens_right_after_we_looked_is_not_missed(village: Village) -> None:
    chat = narrow(village, messages=0, answers=0, more_in=0.05, kind=OpeningPlatform)
    await write(village, *posts(PlaceKind.HELP, 1))
    running = asyncio.ensure_future(village.delivery.run())
    await chat.until(lambda: len(chat.said) == 1)
    village.delivery.stop()
    await running
