"""Short ways to lease, deliver and fail what is on its way."""

from bot.model.changes import CardWish
from bot.model.ids import Number, PersonId
from bot.model.places import PlaceKind, PlaceRef
from bot.model.posts import CardKind, Parcel, Post, Sent
from bot.model.wording import Choice
from bot.ports import Candidate
from storage.store import OpenStore
from tests.people import ELM, NOON, RIDE, actor
from tests.storage.samples import within

HERE = frozenset({"test"})
CHOICES = (Choice("claim", Number(104), "I can", "", "✋"), Choice("contact", Number(104), "Today", "today"))
CARD = CardWish(CardKind.REQUEST, PlaceKind.HELP, number=RIDE.number)
TO_HELP = Post("hello", Number(1), place=PlaceKind.HELP)


async def met(store: OpenStore, name: str = "Ben", platform: str = "test") -> PersonId:
    who = actor(name, platform=platform)
    return (await within(store, lambda tx: tx.people.recognise(ELM.id, who, NOON))).person_id


async def waiting(
    store: OpenStore, now: float = 0, platforms: frozenset[str] = HERE, limit: int = 99, at_a_door: int = 99
) -> list[Candidate]:
    return list(await within(store, lambda tx: tx.outbox.candidates(platforms, now, limit, at_a_door)))


async def messages(store: OpenStore, now: float = 0) -> list[str]:
    return [each.post.message for each in await waiting(store, now) if each.post]


def parcel(candidate: Candidate, epoch: int) -> Parcel:
    card = candidate.card
    return Parcel(
        card is not None,
        candidate.community_id,
        candidate.id,
        candidate.place.id,
        candidate.place.at,
        candidate.lane,
        candidate.key,
        None,
        None if card is None else card.ref,
        0 if card is None else card.wanted,
        epoch,
        candidate.attempts,
        candidate.reader_account_id,
    )


async def leased(store: OpenStore, candidate: Candidate, until: float = 100) -> Parcel:
    return parcel(candidate, await within(store, lambda tx: tx.outbox.lease(candidate, "me", until)))


async def lease_only(store: OpenStore, now: float = 0) -> Parcel:
    (candidate,) = await waiting(store, now)
    return await leased(store, candidate, now + 100)


def sent(parcel: Parcel, ref: str = "m1", place: PlaceRef | None = None) -> Sent:
    card_id = parcel.id if parcel.is_card else None
    return Sent(ELM.id, place or parcel.place, ref, CHOICES, card_id, PersonId("reader"))


async def deliver(store: OpenStore, parcel: Parcel, ref: str = "m1", place: PlaceRef | None = None) -> bool:
    return await within(store, lambda tx: tx.outbox.delivered(parcel, sent(parcel, ref, place)))


async def fail(store: OpenStore, parcel: Parcel, retry_at: float, *, counts: bool) -> None:
    assert await within(store, lambda tx: tx.outbox.failed(parcel, retry_at, "broken", counts=counts))
