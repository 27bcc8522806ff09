"""What is remembered of volunteers, of breaks, and of people who are kept apart."""

from dataclasses import replace

from bot.model.ids import CommunityId, PersonId, WordsId
from bot.model.language import Language
from bot.model.people import Account
from bot.model.policy import Kind
from bot.model.volunteers import Quiet, Volunteer
from bot.ports import Tx
from storage.store import OpenStore
from tests.people import ANA, BEN, DAY, ELM, HOUR, NOON, actor
from tests.storage.samples import OAK, seen, within

OFFER = Volunteer(
    ELM.id,
    BEN,
    frozenset({Kind.PRACTICAL, Kind.FINANCIAL}),
    frozenset({Language.GERMAN, Language.FRENCH}),
    Quiet(22, 8),
    1,
    True,
    WordsId("w9"),
    NOON - DAY,
    NOON + 90 * DAY,
    NOON + 83 * DAY,
)
STRANGER = Account("test", "nobody has met them")


async def test_an_offer_is_found_as_it_was_saved_and_replaced_whole(store: OpenStore) -> None:
    bare = replace(OFFER, quiet=None, words_id=None, renew_at=None, takes_heavy=False, kinds=frozenset(Kind))
    for each in (OFFER, bare, OFFER):
        await within(store, lambda tx, each=each: tx.volunteers.save(each))
        assert await seen(store, lambda tx: tx.volunteers.find(ELM.id, BEN)) == each
    assert await seen(store, lambda tx: tx.volunteers.find(OAK.id, BEN)) is None

    await within(store, lambda tx: tx.volunteers.remove(OFFER))
    assert await seen(store, lambda tx: tx.volunteers.find(ELM.id, BEN)) is None


async def test_only_who_was_asked_is_over_when_their_time_has_passed(store: OpenStore) -> None:
    asked = replace(OFFER, person_id=ANA, renew_at=None, expires_at=NOON)
    unasked = replace(OFFER, expires_at=NOON - DAY)
    for each in (asked, unasked):
        await within(store, lambda tx, each=each: tx.volunteers.save(each))
    assert await seen(store, lambda tx: tx.volunteers.over(NOON, 9)) == [asked]
    assert await seen(store, lambda tx: tx.volunteers.over(NOON - HOUR, 9)) == []
    assert await seen(store, lambda tx: tx.next_due()) == NOON


async def test_a_break_ends_by_itself_and_the_last_one_counts(store: OpenStore) -> None:
    for length in (HOUR, DAY):
        await within(store, lambda tx, length=length: tx.volunteers.pause(ELM.id, BEN, NOON + length))
    found = [
        await seen(store, lambda tx, at=at: tx.volunteers.paused_until(ELM.id, BEN, at)) for at in (NOON, NOON + DAY)
    ]
    assert found == [NOON + DAY, None]
    ended = [await within(store, lambda tx, at=at: tx.volunteers.end_pauses(at)) for at in (NOON, NOON + DAY)]
    assert ended == [0, 1]

    await within(store, lambda tx: tx.volunteers.pause(ELM.id, BEN, NOON + DAY))
    await within(store, lambda tx: tx.volunteers.resume(ELM.id, BEN))
    assert await seen(store, lambda tx: tx.volunteers.paused_until(ELM.id, BEN, NOON)) is None


async def test_who_is_kept_apart_is_so_both_ways_and_also_if_they_come_later(store: OpenStore) -> None:
    def meet(tx: Tx, name: str) -> PersonId:
        return tx.people.recognise(ELM.id, actor(name), NOON).person_id

    await within(store, lambda tx: tx.communities.add(ELM, NOON))
    ana = await within(store, lambda tx: meet(tx, "Ana"))
    for _ in range(2):
        await within(store, lambda tx: tx.volunteers.avoid(ELM.id, ana, Account("test", "ben")))
    await within(store, lambda tx: tx.volunteers.avoid(ELM.id, ana, STRANGER))
    ben, chi = [await within(store, lambda tx, name=name: meet(tx, name)) for name in ("Ben", "Chi")]

    async def apart(one: PersonId, other: PersonId, where: CommunityId = ELM.id) -> bool:
        return await seen(store, lambda tx: tx.volunteers.are_apart(where, one, other))

    pairs = [await apart(*pair) for pair in ((ana, ben), (ben, ana), (ana, chi), (ana, ben, OAK.id))]
    assert pairs == [True, True, False, False]
    sets = [await seen(store, lambda tx, who=who: tx.volunteers.apart_from(ELM.id, who)) for who in (ana, ben, chi)]
    assert sets == [{ben}, {ana}, set()]
    assert await seen(store, lambda tx: tx.volunteers.avoided(ELM.id, ana)) == [Account("test", "ben"), STRANGER]
    assert await seen(store, lambda tx: tx.volunteers.avoided(ELM.id, ben)) == []

    await within(store, lambda tx: tx.volunteers.allow(ELM.id, ana, Account("test", "ben")))
    assert not await apart(ben, ana)
