"""Many neighbours and their help cycles, through the real use cases and a real store."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands.homes import OpenHome
from bot.commands.values import OnDraft, OnRequest, SaveDraft
from bot.model.ids import CommunityId, DraftId, Number
from bot.model.outcome import Outcome
from bot.model.people import Actor
from bot.model.places import PlaceRef
from bot.ports import Store
from bot.usecases import claims, forms, places, requests
from tests.bench.crowd import person_in_crowd

COMMANDS = 4
"""In a cycle: the form becomes a draft, the draft is posted, claimed and completed."""
_FORM = {
    "kind": "practical",
    "what": "a ride to the clinic on Thursday morning, there and back; the appointment is at ten and takes an hour",
    "where": "Old Town, near the square",
    "when": "this week",
    "naming": "helper",
}


@dataclass(frozen=True)
class Pair:
    """Who asks and who helps in one cycle. Nobody is in two: the limit of open claims refuses nobody."""

    index: int
    community_id: CommunityId
    asker: Actor
    helper: Actor


async def open_communities(store: Store, count: int) -> list[CommunityId]:
    """With a place for requests, for thanks and for the care team."""
    ids = []
    for index in range(count):
        home = PlaceRef("test", f"home {index}")
        refs = {kind: f"{kind} {index}" for kind in ("help", "thanks", "care")}
        ids.append(await store.write(places.open_home, OpenHome(home, f"Street {index}", "UTC", refs)))
    return ids


def pairs_of(communities: Sequence[CommunityId], people: int, count: int) -> list[Pair]:
    """From every community's people in turn, far apart from each other."""
    apart = people // (2 * -(-count // len(communities)))
    assert apart > 0, "too few people"
    found = []
    for index in range(count):
        round_number, which = divmod(index, len(communities))
        asker, helper = (person_in_crowd(communities[which], 1 + (2 * round_number + role) * apart) for role in (0, 1))
        found.append(Pair(index, communities[which], asker, helper))
    return found


async def cycle(store: Store, pair: Pair) -> None:
    """Ask, claim, complete."""
    preview = await ask(store, pair)
    number = await post(store, pair, preview)
    await claim(store, pair, number)
    await complete(store, pair, number)


async def ask(store: Store, pair: Pair) -> DraftId:
    command = SaveDraft(pair.asker, pair.community_id, f"test:{pair.index}:ask", _FORM)
    preview = await store.write(forms.save_draft, command)
    assert preview.wording is not None, preview
    return DraftId(next(choice.value for choice in preview.wording.choices if choice.move == "post_draft"))


async def post(store: Store, pair: Pair, draft_id: DraftId) -> Number:
    command = OnDraft(pair.asker, pair.community_id, f"test:{pair.index}:post", draft_id)
    posted = await store.write(forms.post_draft, command)
    assert posted.result == "post", posted
    assert posted.wording is not None
    return posted.wording.choices[0].number


async def claim(store: Store, pair: Pair, number: Number) -> None:
    command = OnRequest(pair.helper, pair.community_id, f"test:{pair.index}:claim", number)
    _expect("claim", await store.write(claims.claim, command))


async def complete(store: Store, pair: Pair, number: Number) -> None:
    command = OnRequest(pair.helper, pair.community_id, f"test:{pair.index}:done", number)
    _expect("done", await store.write(requests.complete, command))


def _expect(result: str, outcome: Outcome) -> None:
    assert outcome.result == result, outcome


async def cycles(store: Store, pairs: Sequence[Pair], in_flight: int) -> None:
    """Every pair's cycle, so many at a time."""
    waiting = deque(pairs)

    async def neighbour() -> None:
        while waiting:
            await cycle(store, waiting.popleft())

    async with asyncio.TaskGroup() as group:
        for _ in range(in_flight):
            group.create_task(neighbour())
