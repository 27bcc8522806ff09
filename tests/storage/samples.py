"""Whole dataclasses with every field set, and short ways to run something in a transaction."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from bot.model.changes import Change, Settlement
from bot.model.claims import Claim, Consent, Ending, Hold, Room
from bot.model.ids import CommunityId, DraftId, Number, PersonId, PlaceId, WordsId
from bot.model.places import Community, Home, Place, PlaceKind, PlaceRef
from bot.model.policy import HOUR, Kind, Pace, Policy, Urgency
from bot.model.posts import Post
from bot.model.requests import Draft, Form, Naming, Reason, Request, Series, Stage, Status, Tell, Undo
from bot.ports import Tx
from storage.store import OpenStore
from tests.people import ANA, BEN, CHI, ELM, NOON, RIDE

R = TypeVar("R")

HELP = Place(PlaceId("help-1"), PlaceRef("test", "!help"), PlaceKind.HELP)
CARE = Place(PlaceId("care-1"), PlaceRef("test", "!care"), PlaceKind.CARE)
OAK = Community(CommunityId("oak"), "Oak Street", "Europe/Vienna", Policy())


async def within(store: OpenStore, act: Callable[[Tx], R]) -> R:
    """Run in one writing transaction."""
    return await store.write(lambda tx, _, now: act(tx), None)


async def seen(store: OpenStore, look: Callable[[Tx], R]) -> R:
    """Run on a connection that cannot write."""
    return await store.read(lambda tx, _, now: look(tx), None)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count, microseconds=count)


def full_claim(helper: PersonId = BEN) -> Claim:
    return Claim(
        helper,
        Hold.FINISHED,
        NOON,
        contact_at=NOON + minutes(1),
        nudge_at=NOON + minutes(2),
        nudges=2,
        release_at=NOON + minutes(3),
        check_at=NOON + minutes(4),
        checks_end_at=NOON + minutes(5),
        decide_by=NOON + minutes(6),
        ended_at=NOON + minutes(7),
        ending=Ending.SILENCE,
        agreed_at=NOON + minutes(8),
        thanks_at=NOON + minutes(9),
        consent=Consent.HELPER_NAMED,
        confirm_at=NOON + minutes(10),
        tell_at=NOON + minutes(11),
        room=Room.ASKER,
        recognition="maple lantern",
        part=2,
    )


def full_request() -> Request:
    return Request(
        ELM.id,
        Number(7),
        ANA,
        Kind.FINANCIAL,
        Urgency.BY_DATE,
        Naming.ALL,
        3,
        WordsId("w7"),
        posted_at=NOON,
        status=Status.CLOSED,
        version=0,
        needed_by=NOON + minutes(1),
        claims=(full_claim(), replace(full_claim(CHI), since=NOON + minutes(1))),
        alert_at=NOON + minutes(2),
        stage=Stage.WIDER,
        unclaimed_at=NOON + minutes(2),
        warn_at=NOON + minutes(3),
        expires_at=NOON + minutes(4),
        agreed_at=NOON + minutes(5),
        done_at=NOON + minutes(6),
        settles_at=NOON + minutes(7),
        confirm_at=NOON + minutes(8),
        thanks_at=NOON + minutes(9),
        consent=Consent.BOTH_NAMED,
        thanks_words_id=WordsId("t7"),
        note_words_id=WordsId("n7"),
        reason_words_id=WordsId("w-reason"),
        announced_at=NOON + minutes(10),
        closed_at=NOON + minutes(11),
        reason=Reason.MET,
        tell_at=NOON + minutes(12),
        tell=Tell.HELPER_RELEASED,
        undo=Undo("release", BEN, NOON + minutes(13)),
        paused_until=NOON + minutes(15),
        hidden_at=NOON + minutes(16),
        is_heavy=True,
        merged_into=Number(8),
        series=Series(7, 3),
        again_at=NOON + minutes(17),
        follow_up_at=NOON + minutes(14),
    )


def full_policy() -> Policy:
    return Policy(
        kinds=frozenset(Kind),
        usual=Pace(grace=3 * HOUR),
        quick=Pace(HOUR, 3 * HOUR, HOUR / 4),
        open_claims=5,
        expiry=timedelta(days=3, microseconds=7),
        daily_hour=8,
    )


def full_draft() -> Draft:
    form = Form(Kind.PRACTICAL, "a ride", Urgency.BY_DATE, date(2026, 12, 1), "north", Naming.ALL, 2, is_heavy=True)
    return Draft(ELM.id, DraftId("d1"), ANA, form, NOON + HOUR, WordsId("w1"), Number(3))


def posted(request: Request = RIDE, *, origin: str | None = None, **more: Any) -> Settlement:
    return Settlement(ELM.id, origin, NOON, ANA, (Change("post", None, request),), **more)


def changed(before: Request, after: Request, *, origin: str | None = None, **more: Any) -> Settlement:
    return Settlement(ELM.id, origin, NOON, BEN, (Change("claim", before, after),), **more)


def told(*posts: Post, origin: str | None = None, by: PersonId | None = None) -> Settlement:
    return Settlement(ELM.id, origin, NOON, by, posts=posts)


async def found_elm_street(store: OpenStore, *places: Place) -> None:
    """The community with its home and the given places."""

    def found(tx: Tx) -> None:
        tx.communities.add(ELM, NOON)
        tx.communities.add_home(Home(ELM.id, PlaceRef("test", "elm")))
        for place in places:
            tx.places.add(ELM.id, place)

    await within(store, found)
