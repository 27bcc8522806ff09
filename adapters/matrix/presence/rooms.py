"""The rooms we are in, as their own state describes them: which are spaces, what lies in them, who is there.

Only state that the homeserver vouches for is looked at, in the clear and in its order. It decides where something
belongs, never who may do what: that is asked from the homeserver each time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from adapters.matrix.incoming.events import MEMBER, Event, mapping, membership, text, texts
from adapters.matrix.people import readable
from adapters.matrix.setup.power import Powers, is_moderator, powers

SPACE = "m.space"
CHILD, PARENT = "m.space.child", "m.space.parent"
LINKS = (CHILD, PARENT)
DEPTH = 5
"""Spaces may lie in each other, and in a circle."""


@dataclass(slots=True)
class Room:
    id: str
    creator: str = ""
    kind: str = ""
    name: str = ""
    alias: str = ""
    children: dict[str, str] = field(default_factory=dict)
    """Of a space: rooms that it lists, with who listed them. Any room can be listed, also one that has nothing to do
    with it."""
    parents: dict[str, str] = field(default_factory=dict)
    """Spaces that the room itself says it is part of, with who said so."""
    powers: Powers = field(default_factory=lambda: powers({}, None))
    made_for: str = ""
    """Whose private room we made it as: we write that into its state, to know it again."""
    joined: dict[str, str] = field(default_factory=dict)
    """Who is in it, by id, with the name they go by."""
    invited: set[str] = field(default_factory=set)
    is_direct: bool = False
    """Whoever invited us said that it is private."""
    is_by_invitation: bool = True
    is_world_readable: bool = False
    replaced_by: str = ""
    replacer: str = ""
    """Who said that it was replaced."""

    @property
    def is_space(self) -> bool:
        return self.kind == SPACE

    @property
    def is_named(self) -> bool:
        return bool(self.name or self.alias)

    @property
    def is_closed(self) -> bool:
        """Only who is let in by somebody can read in it. What was said before they come they may read: private rooms
        of most clients are made so, and whoever made one decides for themselves whom they let in."""
        return self.is_by_invitation and not self.is_world_readable

    def is_part_of(self, space: "Room") -> bool:
        """It says so itself, or whoever listed it there looks after it."""
        lister = space.children.get(self.id, "")
        return space.id in self.parents or (lister in self.joined and is_moderator(self.powers, lister))

    def take(self, event: Event) -> None:
        """A state event; later ones overwrite earlier ones."""
        if event.type == MEMBER and event.state_key is not None:
            self._meet(event.state_key, membership(event), text(event.content, "displayname"))
        elif event.type in LINKS and event.state_key is not None:
            _keep(self.children if event.type == CHILD else self.parents, event)
        elif event.state_key == "":
            self._describe(event)
            self._guard(event)

    def _describe(self, event: Event) -> None:
        content = event.content
        match event.type:
            case "m.room.create":
                self.creator, self.kind = event.sender, text(content, "type")
            case "m.room.name":
                self.name = readable(text(content, "name"), "")
            case "m.room.canonical_alias":
                self.alias = text(content, "alias")
            case "m.room.tombstone":
                self.replaced_by, self.replacer = text(content, "replacement_room"), event.sender
            case "org.barnraiser.direct" if event.sender == self.creator:
                self.made_for = text(content, "for")

    def _guard(self, event: Event) -> None:
        match event.type:
            case "m.room.create":
                self.powers = powers({"sender": event.sender, "content": event.content}, self.powers.levels)
            case "m.room.power_levels":
                self.powers = replace(self.powers, levels=event.content)
            case "m.room.join_rules":
                self.is_by_invitation = text(event.content, "join_rule") == "invite"
            case "m.room.history_visibility":
                self.is_world_readable = text(event.content, "history_visibility") == "world_readable"

    def _meet(self, user_id: str, is_now: str, name: str) -> None:
        self.joined.pop(user_id, None)
        self.invited.discard(user_id)
        if is_now == "join":
            self.joined[user_id] = name
        elif is_now == "invite":
            self.invited.add(user_id)


def _keep(links: dict[str, str], event: Event) -> None:
    """Without a server to reach it by, the entry has been taken out again."""
    assert event.state_key is not None
    if texts(event.content.get("via")):
        links[event.state_key] = event.sender
    else:
        links.pop(event.state_key, None)


class Rooms:
    def __init__(self, user_id: str) -> None:
        self._user_id = user_id
        self._known: dict[str, Room] = {}

    def take(self, room_id: str, events: Iterable[Event]) -> None:
        room = self._known.setdefault(room_id, Room(room_id))
        for event in events:
            room.take(event)
            if membership(event) == "join" and event.state_key == self._user_id:
                room.is_direct = room.is_direct or mapping(event.unsigned.get("prev_content")).get("is_direct") is True

    def forget(self, room_id: str) -> None:
        """We are not in it any more."""
        self._known.pop(room_id, None)

    def __contains__(self, room_id: str) -> bool:
        return room_id in self._known

    def __iter__(self) -> Iterator[Room]:
        return iter(self._known.values())

    def get(self, room_id: str) -> Room | None:
        return self._known.get(room_id)

    def name_of(self, user_id: str, room_id: str) -> str:
        """What somebody calls themselves there; empty for a stranger."""
        room = self._known.get(room_id)
        return room.joined.get(user_id, "") if room is not None else ""

    def is_in(self, user_id: str, room_id: str) -> bool:
        room = self._known.get(room_id)
        return room is not None and user_id in room.joined

    def within(self, space_id: str) -> frozenset[str]:
        """The space and all that lies in it, as far as we are in it ourselves."""
        found, ahead = {space_id}, [space_id]
        for _ in range(DEPTH):
            below = {child for each in ahead for child in self._children(each)} - found
            found |= below
            ahead = sorted(below)
        return frozenset(each for each in found if each in self._known)

    def _children(self, room_id: str) -> Iterable[str]:
        room = self._known.get(room_id)
        listed = room.children if room is not None and room.is_space else ()
        return [each for each in listed if room_id in self._around(each)]

    def spaces_of(self, room_id: str) -> tuple[str, ...]:
        """The spaces it lies in, the nearest first; of those equally near, the ones that it names itself come first."""
        found, inside = [room_id], [room_id]
        for _ in range(DEPTH):
            inside = [space for each in inside for space in self._around(each) if space not in found]
            found += dict.fromkeys(inside)
        return tuple(found[1:])

    def _around(self, room_id: str) -> list[str]:
        """Where some spaces list it that may say so, others that list it too do not count."""
        room = self._known.get(room_id, Room(room_id))
        spaces = [each for each in self._known.values() if each.is_space and room_id in each.children]
        sure = [each for each in spaces if room.is_part_of(each)]
        return sorted((each.id for each in sure or spaces), key=lambda each: (each not in room.parents, each))

    def alone_with(self, room_id: str) -> str | None:
        """The one person who is in it, or invited, beside us."""
        room = self._known.get(room_id)
        if room is None:
            return None
        others = ({*room.joined} | room.invited) - {self._user_id}
        return min(others) if len(others) == 1 else None
