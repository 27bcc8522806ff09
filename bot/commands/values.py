"""What adapters send to the core. `origin` is the chat event that caused it: platform and event id."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.ids import CommunityId, DraftId, Number
from bot.model.people import Account, Actor
from bot.model.places import PlaceRef
from bot.model.wording import Wording


class Passing:
    """Work that is done again after a power cut, which may undo it: nobody waits for the disk because of it.

    Nothing but a power cut undoes it.
    """

    __slots__ = ()


class Answer(StrEnum):
    """How the actor hears the outcome: directly from the adapter, or by a post in the same commit."""

    DIRECT = "direct"
    POST = "post"
    SPOKEN = "spoken"  # by a message of its own, whatever there is to say: see `usecases.spoken`


@dataclass(frozen=True, slots=True)
class OnRequest:
    """A move on request `number`. `value` carries the choice, if the move has several."""

    actor: Actor
    community_id: CommunityId
    origin: str
    number: Number
    value: str = ""
    answer: Answer = Answer.DIRECT


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """A filled-in form, exactly as it was typed. `number` is set to change an existing request."""

    actor: Actor
    community_id: CommunityId
    origin: str
    values: dict[str, str] = field(default_factory=dict)
    number: Number | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """A filled-in form about the community or about oneself, exactly as it was typed. `page` says which, where there
    are several."""

    actor: Actor
    community_id: CommunityId
    origin: str
    values: dict[str, str] = field(default_factory=dict)
    page: str = ""


@dataclass(frozen=True, slots=True)
class OnDraft:
    """What becomes of the preview the actor was shown. `value` is set where something is chosen on it."""

    actor: Actor
    community_id: CommunityId
    origin: str
    draft_id: DraftId
    value: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question about the community or oneself: a list, the help text, the setup. `by` is when help is needed."""

    actor: Actor
    community_id: CommunityId
    origin: str
    value: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class FreeText:
    """Something typed to the bot in private that is not a command."""

    actor: Actor
    community_id: CommunityId
    origin: str
    text: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A command (however it is written there, it begins with "/" here), the number of a choice, or an answer."""

    actor: Actor
    community_id: CommunityId
    origin: str
    text: str
    place: PlaceRef
    about: str | None = None
    """The message of ours it replies to."""
    seen: tuple[str, ...] | None = None
    """Messages of ours that stood there before it, newest first; None where nobody knows."""


@dataclass(frozen=True, slots=True)
class Tell:
    """What the adapter itself has to say to somebody in private."""

    actor: Actor
    community_id: CommunityId
    origin: str
    wording: Wording


@dataclass(frozen=True, slots=True)
class Thank:
    """A line of thanks for somebody, as it was typed; without text while the form is only opened.

    `to` is None for somebody who does not belong to the community any more.
    """

    actor: Actor
    community_id: CommunityId
    origin: str
    to: Account | None
    is_to_a_bot: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class Moderate:
    """A moderator's command as typed: "close 12 reason"."""

    actor: Actor
    community_id: CommunityId
    origin: str
    text: str
