"""The platform carried out a send, but its answer never came: it is sent again with the same key."""

from dataclasses import dataclass

from bot.delivery import Delivery
from bot.model.posts import Parcel
from bot.ports import Receipt
from tests.doubles.village import PLATFORM, ChatPlatform, Village
from tests.people import HOUR


@dataclass
class Forgetful(ChatPlatform):
    """Answers nothing to the first `unanswered` sends, though it has carried them out."""

    unanswered: int = 1

    async def send(self, parcel: Parcel) -> Receipt:
        receipt = await super().send(parcel)
        if self.unanswered:
            self.unanswered -= 1
            raise ConnectionResetError
        return receipt


async def test_a_card_that_was_sent_twice_shows_what_happened_between_the_attempts(village: Village) -> None:
    """The platform knows the key and keeps the first text: the second attempt alone would leave it at that."""
    village.chat = Forgetful()
    village.delivery = Delivery(village.store, {PLATFORM: village.chat}, village.clock, "sender")
    number = await village.ask("Ana")
    await village.delivery.deliver_all()

    await village.do("Ben", "claim", number)
    await village.pass_time(HOUR)

    (card,) = village.chat.at("help")
    assert "Somebody is on it" in card.text
