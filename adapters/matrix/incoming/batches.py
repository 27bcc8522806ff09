"""One answer of the homeserver, taken apart: what happened in which room, and what goes on without us."""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from adapters.matrix.incoming.events import Event, events_of, is_new_join, mapping, since_join, text
from adapters.matrix.presence.invitations import Invitation, invitation_of


@dataclass(frozen=True, slots=True)
class News:
    """Of one room. `state` is how it was where `timeline` begins, or how that changed; `timeline` is what happened."""

    room_id: str
    state: tuple[Event, ...] = ()
    timeline: tuple[Event, ...] = ()
    gap: str = ""
    """Where the events before `timeline` begin that were left out; empty if none were."""
    is_over: bool = False
    """We are not in it any more."""

    def is_new(self, user_id: str) -> bool:
        return any(is_new_join(event, user_id) for event in (*self.state, *self.timeline))

    def since_join(self, user_id: str) -> "News":
        return replace(self, timeline=tuple(since_join(self.timeline, user_id)))

    @property
    def changes(self) -> Iterator[Event]:
        """What the room is now, in its order."""
        yield from self.state
        yield from (event for event in self.timeline if event.state_key is not None)


@dataclass(frozen=True, slots=True)
class Batch:
    """`next` is where the one after it begins."""

    next: str
    news: tuple[News, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    is_empty: bool = False
    """Nothing in it at all, also nothing about keys."""


def batch_of(said: Mapping[str, Any], user_id: str) -> Batch:
    rooms = mapping(said.get("rooms"))
    news = (
        *(_news(room_id, given, is_over=True) for room_id, given in mapping(rooms.get("leave")).items()),
        *(_news(room_id, given) for room_id, given in mapping(rooms.get("join")).items()),
    )
    return Batch(text(said, "next_batch"), news, tuple(_invitations(rooms, user_id)), _is_empty(said))


def _news(room_id: str, given: object, *, is_over: bool = False) -> News:
    state, timeline = (mapping(mapping(given).get(part)) for part in ("state", "timeline"))
    found = events_of(room_id, state.get("events")), events_of(room_id, timeline.get("events"))
    gap = text(timeline, "prev_batch") if timeline.get("limited") is True else ""
    return News(room_id, tuple(found[0]), tuple(found[1]), gap, is_over)


def _invitations(rooms: Mapping[str, Any], user_id: str) -> Iterator[Invitation]:
    for room_id, given in mapping(rooms.get("invite")).items():
        state = mapping(mapping(given).get("invite_state")).get("events")
        found = invitation_of(room_id, state, user_id)
        if found is not None:
            yield found


def _is_empty(said: Mapping[str, Any]) -> bool:
    """The counts of our keys come with every answer."""
    parts = (said.get("rooms"), said.get("to_device"), said.get("device_lists"), said.get("account_data"))
    return not any(any(mapping(part).values()) for part in parts)


def in_order(rooms: Sequence[Sequence[Event]]) -> Iterator[Event]:
    """Of all rooms together by the time they were sent; within a room never other than it has them."""
    for _, _, _, event in heapq.merge(*(_timed(at, events) for at, events in enumerate(rooms))):
        yield event


def _timed(room: int, events: Iterable[Event]) -> Iterator[tuple[int, int, int, Event]]:
    latest = 0
    for number, event in enumerate(events):
        latest = max(latest, event.at)
        yield latest, room, number, event
