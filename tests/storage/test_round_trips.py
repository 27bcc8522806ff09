"""What is saved is what is found: every dataclass, through every area, on both databases."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from bot.commands.seen import Reacted
from bot.model.changes import Settlement
from bot.model.claims import Claim, Hold
from bot.model.ids import NOBODY, CommunityId, Number, PersonId, PlaceId, WordsId
from bot.model.people import Account, Actor, Member, Name
from bot.model.places import Community, Home, Place, PlaceKind, PlaceRef
from bot.model.policy import Policy
from bot.model.posts import Item, Owed, Sent, Talk
from bot.model.questions import Asks, Question
from bot.model.requests import Draft, Request, Words
from bot.ports import Happened, Tx
from storage.store import OpenStore
from tests.people import ANA, BEN, CHI, DAY, ELM, HOUR, NOON, RIDE, actor
from tests.storage.samples import (
    CARE,
    HELP,
    OAK,
    changed,
    found_elm_street,
    full_claim,
    full_draft,
    full_policy,
    full_request,
    minutes,
    posted,
    seen,
    within,
)


def test_the_full_samples_leave_nothing_at_its_default() -> None:
    for sample in (full_request(), full_claim(), full_draft()):
        usual = {field.name: field.default for field in fields(sample)}
        same = {name for name, default in usual.items() if getattr(sample, name) == default}
        assert same <= {"version"}, sample


async def test_a_request_with_its_claims(store: OpenStore) -> None:
    await within(store, lambda tx: tx.settle(posted(full_request())))
    assert await seen(store, lambda tx: tx.requests.find(ELM.id, Number(7))) == full_request()


async def test_a_request_with_nothing_but_what_it_must_have(store: OpenStore) -> None:
    bare = Request(**{field.name: getattr(RIDE, field.name) for field in fields(RIDE)[:9]})
    await within(store, lambda tx: tx.settle(posted(bare)))
    assert await seen(store, lambda tx: tx.requests.find(ELM.id, bare.number)) == bare


async def test_a_request_that_nobody_posted_is_not_found(store: OpenStore) -> None:
    assert await seen(store, lambda tx: tx.requests.find(ELM.id, Number(1))) is None


async def test_a_changed_request_with_changed_claims(store: OpenStore) -> None:
    await within(store, lambda tx: tx.settle(posted(replace(RIDE, number=Number(7)))))
    before = await seen(store, lambda tx: tx.requests.find(ELM.id, Number(7)))
    assert before is not None
    await within(store, lambda tx: tx.settle(changed(before, full_request())))
    assert await seen(store, lambda tx: tx.requests.find(ELM.id, Number(7))) == replace(full_request(), version=1)


async def test_claims_are_found_oldest_first_and_one_that_is_taken_back_is_gone(store: OpenStore) -> None:
    young, old = Claim(BEN, Hold.ACTIVE, NOON + HOUR), Claim(CHI, Hold.BACKUP, NOON)
    before = replace(RIDE, claims=(young, old))
    await within(store, lambda tx: tx.settle(posted(before)))
    found = await seen(store, lambda tx: tx.requests.find(ELM.id, RIDE.number))
    assert found is not None
    assert found.claims == (old, young)
    await within(store, lambda tx: tx.settle(changed(found, replace(found, claims=(old,)))))
    after = await seen(store, lambda tx: tx.requests.find(ELM.id, RIDE.number))
    assert after is not None
    assert after.claims == (old,)


async def test_a_community_with_its_policy(store: OpenStore) -> None:
    unusual = Community(CommunityId("unusual"), "Ünusual", "Asia/Tokyo", full_policy())
    await within(store, lambda tx: tx.communities.add(unusual, NOON))
    assert await seen(store, lambda tx: tx.communities.get(unusual.id)) == unusual
    usual = replace(unusual, policy=Policy(), name="Usual")
    await within(store, lambda tx: tx.communities.save_policy(usual))
    assert await seen(store, lambda tx: tx.communities.get(unusual.id)) == usual


async def test_a_community_nobody_founded_is_a_key_error(store: OpenStore) -> None:
    with pytest.raises(KeyError):
        await seen(store, lambda tx: tx.communities.get(CommunityId("nowhere")))


async def test_a_community_is_found_by_its_home_which_may_be_added_twice(store: OpenStore) -> None:
    await found_elm_street(store)
    await within(store, lambda tx: tx.communities.add_home(Home(ELM.id, PlaceRef("test", "elm"))))
    assert await seen(store, lambda tx: tx.communities.at_home(PlaceRef("test", "elm"))) == ELM
    assert await seen(store, lambda tx: tx.communities.at_home(PlaceRef("other", "elm"))) is None


async def test_a_home_keeps_its_preferences_and_when_it_was_left(store: OpenStore) -> None:
    await found_elm_street(store)
    home = Home(ELM.id, PlaceRef("page", "left"), {"threads": "yes"}, NOON)
    await within(store, lambda tx: tx.communities.add_home(replace(home, preferences={}, left_at=None)))
    await within(store, lambda tx: tx.communities.save_home(home))
    assert await seen(store, lambda tx: tx.communities.home(home.at)) == home
    assert await seen(store, lambda tx: tx.communities.home(PlaceRef("page", "nowhere"))) is None


async def test_a_person_is_in_communities_in_the_order_of_joining(store: OpenStore) -> None:
    def join(tx: Tx) -> PersonId:
        tx.communities.add(ELM, NOON)
        tx.communities.add(OAK, NOON)
        tx.people.recognise(OAK.id, actor("Ana"), NOON)
        return tx.people.recognise(ELM.id, actor("Ana"), NOON + HOUR).person_id

    person = await within(store, join)
    assert await seen(store, lambda tx: tx.communities.of_person(person)) == [OAK, ELM]


async def test_a_place_is_found_by_kind_and_by_ref_until_it_is_lost(store: OpenStore) -> None:
    await found_elm_street(store, HELP)
    assert await seen(store, lambda tx: tx.places.of_kind(ELM.id, PlaceKind.HELP)) == HELP
    assert await seen(store, lambda tx: tx.places.at(HELP.at)) == (ELM.id, HELP)
    assert await seen(store, lambda tx: tx.places.at(PlaceRef("test", "elsewhere"))) is None
    await within(store, lambda tx: tx.places.lose(ELM.id, HELP.id, NOON))
    assert await seen(store, lambda tx: tx.places.of_kind(ELM.id, PlaceKind.HELP)) is None
    assert await seen(store, lambda tx: tx.places.at(HELP.at)) == (ELM.id, replace(HELP, lost_at=NOON))


async def test_a_new_place_replaces_the_one_of_its_kind_and_platform(store: OpenStore) -> None:
    await found_elm_street(store, HELP, CARE)
    moved = Place(PlaceId("help-2"), PlaceRef("test", "!new"), PlaceKind.HELP)
    await within(store, lambda tx: tx.places.add(ELM.id, moved))
    assert await seen(store, lambda tx: tx.places.of_kind(ELM.id, PlaceKind.HELP)) == moved
    assert await seen(store, lambda tx: tx.places.at(HELP.at)) is None
    assert await seen(store, lambda tx: tx.places.of_kind(ELM.id, PlaceKind.CARE)) == CARE


async def test_an_actor_is_recognised_as_the_same_person_everywhere(store: OpenStore) -> None:
    def meet(tx: Tx) -> list[Member]:
        return [
            tx.people.recognise(ELM.id, actor("Ana"), NOON),
            tx.people.recognise(ELM.id, actor("Ana"), NOON),
            tx.people.recognise(OAK.id, actor("Ana"), NOON),
            tx.people.recognise(ELM.id, actor("Ben"), NOON),
        ]

    first, again, elsewhere, other = await within(store, meet)
    assert first == again == Member(ELM.id, first.person_id, "Ana")
    assert elsewhere == Member(OAK.id, first.person_id, "Ana")
    assert other.person_id != first.person_id
    assert await seen(store, lambda tx: tx.people.person_of(Account("test", "ana"))) == first.person_id
    assert await seen(store, lambda tx: tx.people.person_of(Account("test", "nobody"))) is None


async def test_a_changed_name_is_remembered(store: OpenStore) -> None:
    await within(store, lambda tx: tx.people.recognise(ELM.id, actor("Ana"), NOON))
    renamed = Actor(Account("test", "ana"), "Ana Maria")
    member = await within(store, lambda tx: tx.people.recognise(ELM.id, renamed, NOON))
    assert member.name == "Ana Maria"
    assert await seen(store, lambda tx: tx.people.member(ELM.id, member.person_id)) == member


async def test_a_person_who_is_no_member_is_a_key_error(store: OpenStore) -> None:
    with pytest.raises(KeyError):
        await seen(store, lambda tx: tx.people.member(ELM.id, PersonId("nobody")))


async def test_names_leave_out_strangers_and_know_the_account_on_a_platform(store: OpenStore) -> None:
    ana, ben = await within(
        store, lambda tx: [tx.people.recognise(ELM.id, actor(name), NOON).person_id for name in ("Ana", "Ben")]
    )
    asked = [ben, PersonId("stranger"), ana]
    both = [Name(ben, "ben", "Ben"), Name(ana, "ana", "Ana")]
    assert await seen(store, lambda tx: tx.people.names(ELM.id, asked, "test")) == both
    assert await seen(store, lambda tx: tx.people.names(ELM.id, asked, None)) == both
    assert await seen(store, lambda tx: tx.people.names(ELM.id, [ana], "other")) == [Name(ana, "", "Ana")]
    assert await seen(store, lambda tx: tx.people.account_of(ana)) == Account("test", "ana")
    assert await seen(store, lambda tx: tx.people.account_of(PersonId("stranger"))) is None


async def test_people_are_due_when_they_have_something_to_hear(store: OpenStore) -> None:
    def meet(tx: Tx) -> list[PersonId]:
        people = [tx.people.recognise(ELM.id, actor(name), NOON) for name in ("Ana", "Ben", "Chi")]
        tx.people.talk_next(people[0], NOON + HOUR)
        tx.people.talk_next(people[1], NOON)
        return [member.person_id for member in people]

    ana, ben, _ = await within(store, meet)
    assert await seen(store, lambda tx: tx.people.due(NOON, 9)) == [(ELM.id, ben)]
    assert await seen(store, lambda tx: tx.people.due(NOON + HOUR, 9)) == [(ELM.id, ben), (ELM.id, ana)]
    assert await seen(store, lambda tx: tx.people.due(NOON + HOUR, 1)) == [(ELM.id, ben)]
    assert await seen(store, lambda tx: tx.next_due()) == NOON
    await within(store, lambda tx: tx.people.talk_next(tx.people.member(ELM.id, ben), None))
    assert await seen(store, lambda tx: tx.next_due()) == NOON + HOUR


async def test_words_until_they_are_purged(store: OpenStore) -> None:
    typed = Words({"what": "a “ride” \n🚲", "where": "north"})
    kept, gone = await within(store, lambda tx: (tx.words.put(ELM.id, typed, None), tx.words.put(ELM.id, typed, NOON)))
    assert await seen(store, lambda tx: tx.words.get(ELM.id, kept)) == typed
    assert await seen(store, lambda tx: tx.words.get(OAK.id, kept)) == Words()
    assert await seen(store, lambda tx: tx.words.get(ELM.id, None)) == Words()
    assert await seen(store, lambda tx: tx.next_due()) == NOON
    assert await within(store, lambda tx: tx.words.purge(NOON - HOUR, 9)) == 0
    assert await within(store, lambda tx: tx.words.purge(NOON, 9)) == 1
    assert await seen(store, lambda tx: tx.words.get(ELM.id, gone)) == Words()
    await within(store, lambda tx: tx.words.replace(ELM.id, kept, Words({"what": "x"})))
    assert await seen(store, lambda tx: tx.words.get(ELM.id, kept)) == Words({"what": "x"})
    await within(store, lambda tx: tx.words.purge_after(ELM.id, kept, NOON))
    assert await within(store, lambda tx: tx.words.purge(NOON, 9)) == 1


async def test_a_purge_takes_no_more_than_it_is_told(store: OpenStore) -> None:
    await within(store, lambda tx: [tx.words.put(ELM.id, Words(), NOON) for _ in range(3)])
    assert [await within(store, lambda tx: tx.words.purge(NOON, 2)) for _ in range(3)] == [2, 1, 0]


async def test_a_draft_is_found_replaced_discarded_and_forgotten(store: OpenStore) -> None:
    draft = full_draft()

    def save(tx: Tx) -> Draft:
        words_id = tx.words.put(ELM.id, Words({"what": "a ride", "where": "north"}), None)
        saved = replace(draft, words_id=words_id)
        tx.drafts.save(replace(saved, id=draft.id))
        return saved

    first = await within(store, save)
    assert await seen(store, lambda tx: tx.drafts.of(ELM.id, ANA)) == first
    assert await seen(store, lambda tx: tx.drafts.find(ELM.id, draft.id)) == first
    assert await seen(store, lambda tx: tx.drafts.of(OAK.id, ANA)) is None
    assert await seen(store, lambda tx: tx.next_due()) == draft.expires_at
    assert await within(store, lambda tx: tx.drafts.expire(NOON, 9)) == 0
    second = await within(store, save)
    assert await seen(store, lambda tx: tx.drafts.of(ELM.id, ANA)) == second
    await within(store, lambda tx: tx.drafts.discard(second))
    assert await seen(store, lambda tx: tx.drafts.find(ELM.id, draft.id)) is None
    await within(store, save)
    assert await within(store, lambda tx: tx.drafts.expire(NOON + HOUR, 9)) == 1
    assert await seen(store, lambda tx: tx.drafts.of(ELM.id, ANA)) is None


async def test_a_draft_keeps_a_moment_as_well_as_a_day(store: OpenStore) -> None:
    form = replace(full_draft().form, by=NOON + HOUR)

    def save(tx: Tx) -> Draft:
        words_id = tx.words.put(ELM.id, Words({"what": form.what, "where": form.where}), None)
        saved = replace(full_draft(), form=form, words_id=words_id)
        tx.drafts.save(saved)
        return saved

    saved = await within(store, save)
    assert await seen(store, lambda tx: tx.drafts.find(ELM.id, saved.id)) == saved


async def test_what_was_typed_into_a_draft_is_in_words_alone(store: OpenStore) -> None:
    def save(tx: Tx) -> WordsId:
        words_id = tx.words.put(ELM.id, Words({"what": "a lift", "where": "south"}), None)
        tx.drafts.save(replace(full_draft(), words_id=words_id))
        return words_id

    form, words_id = full_draft().form, await within(store, save)
    found = await seen(store, lambda tx: tx.drafts.of(ELM.id, ANA))
    assert found is not None
    assert found.form == replace(form, what="a lift", where="south")
    await within(store, lambda tx: tx.words.delete(ELM.id, words_id))
    found = await seen(store, lambda tx: tx.drafts.of(ELM.id, ANA))
    assert found is not None
    assert found.form == replace(form, what="", where="")


async def test_a_person_has_one_open_question_until_it_expires(store: OpenStore) -> None:
    note = Question(ELM.id, ANA, Asks.HANDOVER_NOTE, Number(1), NOON + HOUR)
    thanks = Question(ELM.id, ANA, Asks.THANKS, Number(2), NOON + HOUR)
    await within(store, lambda tx: tx.questions.ask(note))
    assert await seen(store, lambda tx: tx.questions.open_for(ELM.id, ANA, NOON)) == note
    await within(store, lambda tx: tx.questions.ask(thanks))
    assert await seen(store, lambda tx: tx.questions.open_for(ELM.id, ANA, NOON)) == thanks
    assert await seen(store, lambda tx: tx.questions.open_for(ELM.id, ANA, NOON + HOUR)) is None
    assert await seen(store, lambda tx: tx.questions.open_for(OAK.id, ANA, NOON)) is None
    await within(store, lambda tx: tx.questions.close(thanks))
    assert await seen(store, lambda tx: tx.questions.open_for(ELM.id, ANA, NOON)) is None


async def test_a_reaction_is_news_once(store: OpenStore) -> None:
    def reaction(*, is_present: bool, symbol: str = "✋") -> Reacted:
        return Reacted(actor("Ben"), HELP.at, "m1", symbol, is_present, "o1")

    raised, lowered = reaction(is_present=True), reaction(is_present=False)
    story = [raised, raised, lowered, lowered, raised, reaction(is_present=True, symbol="👍")]
    news = await within(store, lambda tx: [tx.messages.see(ELM.id, each) for each in story])
    assert news == [True, False, True, False, True, True]


async def test_the_reaction_of_somebody_forgotten_is_a_mark_until_it_is_taken_away(store: OpenStore) -> None:
    def put(who: str, *, is_present: bool = True) -> Reacted:
        return Reacted(actor(who), HELP.at, "m1", "✋", is_present, "o1")

    def come_and_go(tx: Tx) -> None:
        tx.messages.record(Sent(ELM.id, HELP.at, "m1", ()))
        for who in ("Ben", "Chi"):
            tx.messages.see(ELM.id, put(who))
            tx.privacy.forget(tx.people.recognise(ELM.id, actor(who), NOON).person_id)

    await within(store, come_and_go)
    for left in (2, 1, 0):
        hands = await seen(store, lambda tx: tx.messages.hands(HELP.at, "m1"))
        assert [mark.startswith(NOBODY) for mark, _ in hands] == [True] * left
        assert await within(store, lambda tx: tx.messages.see(ELM.id, put("Dee", is_present=False))) is False


async def test_a_talk_with_its_items(store: OpenStore) -> None:
    items = (
        Owed(Item.NUDGE, Number(104), BEN, NOON + minutes(3), BEN),
        Owed(Item.TOLD_ASKER, Number(105), BEN, NOON, None, "expired"),
    )
    talk = Talk(ELM.id, "t1", BEN, NOON, items)
    await within(store, lambda tx: tx.settle(Settlement(ELM.id, None, NOON, talk=talk)))
    assert await seen(store, lambda tx: tx.talks.get(ELM.id, "t1")) == talk
    await within(store, lambda tx: tx.talks.mark_delivered(talk, NOON + HOUR))
    assert await seen(store, lambda tx: tx.talks.get(ELM.id, "t1")) == replace(talk, delivered_at=NOON + HOUR)
    assert await seen(store, lambda tx: tx.talks.get(ELM.id, "t2")) is None


async def test_history_tells_the_newest_move_first(store: OpenStore) -> None:
    due = replace(RIDE, follow_up_at=NOON + DAY)
    await within(store, lambda tx: tx.settle(posted(due)))
    await within(store, lambda tx: tx.settle(changed(due, replace(due, follow_up_at=None))))
    recent = [Happened(RIDE.number, "claim", NOON, None), Happened(RIDE.number, "post", NOON, NOON + DAY)]
    assert await seen(store, lambda tx: tx.history.recent(ELM.id, 9)) == recent
    assert await seen(store, lambda tx: tx.history.recent(ELM.id, 1)) == recent[:1]
    assert await seen(store, lambda tx: tx.history.recent(OAK.id, 9)) == []


async def test_uptime_notices_a_long_sleep_and_no_short_one(store: OpenStore) -> None:
    nap = 600.0
    await within(store, lambda tx: tx.uptime.wake(NOON, nap))
    assert await seen(store, lambda tx: tx.uptime.back_at()) is None
    await within(store, lambda tx: tx.uptime.seen(NOON + HOUR))
    await within(store, lambda tx: tx.uptime.wake(NOON + HOUR + timedelta(seconds=nap), nap))
    assert await seen(store, lambda tx: tx.uptime.back_at()) is None
    await within(store, lambda tx: tx.uptime.wake(NOON + DAY, nap))
    assert await seen(store, lambda tx: tx.uptime.back_at()) == NOON + DAY
