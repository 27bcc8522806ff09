"""Every custom id we send, built and read in one place. Nothing in them names a person.

A custom id carries all that is needed to act on it after a restart. It is no proof of anything: what it asks
for is checked as if it had been typed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.model.ids import CommunityId

LIMIT = 100
"""Characters in a custom id, and in the value of an option."""


@dataclass(frozen=True, slots=True)
class ChoiceId:
    """A choice of the core. `index` keeps it apart from an equal choice on the same message.

    `token` is empty when the options of a select are whole tokens.
    """

    index: int
    community_id: CommunityId
    token: str

    def __str__(self) -> str:
        return f"c:{self.index}:{self.community_id}:{self.token}"


@dataclass(frozen=True, slots=True)
class FormId:
    """A form on somebody's screen. `opening` is unique: two people's forms must never be one.

    `wanted` has no row of its own, so it travels along.
    """

    opening: str
    community_id: CommunityId
    number: int | None
    wanted: str

    def __str__(self) -> str:
        return f"f:{self.opening}:{self.community_id}:{self.number or ''}:{self.wanted}"


@dataclass(frozen=True, slots=True)
class KeptId:
    """A form that was sent back and can be opened once more, with what was typed in it."""

    key: str
    community_id: CommunityId

    def __str__(self) -> str:
        return f"k:{self.key}:{self.community_id}"


@dataclass(frozen=True, slots=True)
class PlaceId:
    """Where posts of this kind are read from now on: a select of the setup."""

    kind: str

    def __str__(self) -> str:
        return f"p:{self.kind}"


@dataclass(frozen=True, slots=True)
class SetupId:
    """A select or button of the setup; what was chosen comes along as its value."""

    part: str

    def __str__(self) -> str:
        return f"s:{self.part}"


@dataclass(frozen=True, slots=True)
class FillId:
    """A form about how the community is set up, or about a volunteer. `opening` is unique."""

    opening: str
    about: str
    community_id: CommunityId | None = None
    """None on what was opened by an older version."""

    def __str__(self) -> str:
        return f"n:{self.opening}:{self.about}:{self.community_id or ''}"


@dataclass(frozen=True, slots=True)
class WhichId:
    """Which of somebody's communities a command is for; the command is typed again with the answer."""

    text: str

    def __str__(self) -> str:
        return f"w:{self.text}"


@dataclass(frozen=True, slots=True)
class ThanksId:
    """A line of thanks being written. Whom it is for is chosen in the form; `opening` is unique."""

    opening: str

    def __str__(self) -> str:
        return f"t:{self.opening}"


CustomId = ChoiceId | FormId | KeptId | PlaceId | SetupId | FillId | ThanksId | WhichId


_OF_ONE_PART: Mapping[str, Callable[[str], CustomId]] = MappingProxyType(
    {"p": PlaceId, "s": SetupId, "t": ThanksId, "w": WhichId}
)


def parse(custom_id: str) -> CustomId | None:
    """None for what is not ours, or was tampered with."""
    sort, _, rest = custom_id.partition(":")
    parts = rest.split(":")
    match sort:
        case "c" if len(parts) >= 3 and parts[0].isdecimal():
            index, community_id, token = rest.split(":", 2)
            return ChoiceId(int(index), CommunityId(community_id), token)
        case "f" if len(parts) == 4 and (not parts[2] or _is_number(parts[2])):
            return FormId(parts[0], CommunityId(parts[1]), int(parts[2]) if parts[2] else None, parts[3])
        case "k" if len(parts) == 2:
            return KeptId(parts[0], CommunityId(parts[1]))
        case "n" if len(parts) in (2, 3):
            return FillId(parts[0], parts[1], _community(parts[2:]))
        case _ if rest and sort in _OF_ONE_PART:
            return _OF_ONE_PART[sort](rest)
        case _:
            return None


def _community(parts: list[str]) -> CommunityId | None:
    return CommunityId(parts[0]) if parts and parts[0] else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
