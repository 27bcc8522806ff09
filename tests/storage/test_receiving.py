"""Where a command begins: the community, whoever gave it, and whether it was carried out already."""

from dataclasses import replace

import pytest

from bot.model.ids import CommunityId
from bot.model.language import Language
from bot.model.people import Account, Member
from bot.model.places import Community
from bot.ports import Tx
from storage.people import People
from storage.store import OpenStore
from tests.people import ELM, HOUR, NOON, actor
from tests.storage.samples import OAK, found_elm_street, seen, told, within

ANA_IN_GERMAN = replace(actor("Ana"), language="de-AT")


def received(tx: Tx, origin: str = "o1") -> tuple[Community, Member] | None:
    return tx.receive(ELM.id, actor("Ana"), origin, NOON)


async def test_a_command_meets_its_community_and_whoever_gave_it(store: OpenStore) -> None:
    await found_elm_street(store)
    first, again = await within(store, lambda tx: (received(tx), received(tx)))
    assert first is not None
    assert first == again == (ELM, Member(ELM.id, first[1].person_id, "Ana"))
    assert await seen(store, lambda tx: tx.people.member(ELM.id, first[1].person_id)) == first[1]


async def test_a_command_that_was_settled_meets_nobody_and_makes_nobody_a_member(store: OpenStore) -> None:
    await found_elm_street(store)
    await within(store, lambda tx: tx.settle(told(origin="o1")))
    assert await within(store, received) is None
    assert await seen(store, lambda tx: tx.people.person_of(actor("Ana").account)) is None
    assert await within(store, lambda tx: received(tx, "o2")) is not None


async def test_a_command_of_a_community_nobody_founded_is_a_key_error(store: OpenStore) -> None:
    with pytest.raises(KeyError):
        await within(store, lambda tx: tx.receive(CommunityId("nowhere"), actor("Ana"), "o1", NOON))


async def test_whoever_told_their_language_has_it_in_every_community(store: OpenStore) -> None:
    await found_elm_street(store)
    await within(store, lambda tx: tx.people.recognise(OAK.id, ANA_IN_GERMAN, NOON))
    for _ in ("new here", "known here"):
        met = await within(store, received)
        assert met is not None
        assert met[1].language is Language.GERMAN


async def test_the_language_is_that_of_the_account_seen_last_of_those_that_tell(store: OpenStore) -> None:
    """As it is looked up for whoever does not act themselves."""
    await found_elm_street(store)

    def has_another_account(tx: Tx) -> None:
        person = tx.people.recognise(ELM.id, actor("Ana"), NOON).person_id
        assert isinstance(tx.people, People)
        tx.people._add_account(Account("other", "ana"), person, NOON + HOUR, Language.FRENCH)

    async def reads(tells: str | None) -> Language | None:
        ana = replace(actor("Ana"), language=tells)
        member = await within(store, lambda tx: tx.people.recognise(ELM.id, ana, NOON))
        assert await seen(store, lambda tx: tx.people.language(member.person_id)) is member.language
        return member.language

    await within(store, has_another_account)
    expected = [Language.FRENCH, Language.GERMAN, Language.GERMAN, Language.FRENCH, Language.FRENCH]
    assert [await reads(tells) for tells in (None, "de", None, "xx", None)] == expected
