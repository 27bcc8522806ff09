"""The four people one can be on the page, and the places they read."""

from dataclasses import dataclass

from bot.model.people import Account, Actor, Role

PLATFORM = "playground"
BOT = "barnraiser"
"""The account that the bot's own messages are written by; nobody can be it."""


@dataclass(frozen=True, slots=True)
class Resident:
    account: str
    name: str
    about: str
    role: Role = Role.MEMBER

    @property
    def direct(self) -> str:
        return direct_ref(self.account)

    @property
    def actor(self) -> Actor:
        return Actor(Account(PLATFORM, self.account), self.name, frozenset({Role.MEMBER, Role.VOLUNTEER, self.role}))


RESIDENTS = (
    Resident("ana", "Ana", "could use a hand"),
    Resident("ben", "Ben", "likes to help"),
    Resident("chi", "Chi", "likes to help"),
    Resident("mo", "Mo", "moderator", Role.MODERATOR),
)


@dataclass(frozen=True, slots=True)
class Room:
    """A place of the page. `moderators_only` hides it from everybody else."""

    ref: str
    name: str
    about: str
    moderators_only: bool = False


ROOMS = (
    Room("help", "#help", "Ask for help, and offer it"),
    Room("thanks", "#thanks", "What neighbours did for each other"),
    Room("care", "#care-team", "Moderators look after things here", moderators_only=True),
)


def resident(account: object) -> Resident | None:
    return next((person for person in RESIDENTS if person.account == account), None)


def naming(text: str) -> str:
    """ "/avoid Ben": who is named by their name here is somebody we know; nobody else is."""
    command, _, rest = text.replace("<", "").replace(">", "").partition(" ")
    name, _, wish = rest.strip().partition(" ")
    known = next((person for person in RESIDENTS if name.casefold() in (person.account, person.name.casefold())), None)
    return command if known is None else f"{command} <{known.account}> {wish}".strip()


def direct_ref(account: str) -> str:
    return f"direct:{account}"


def readers_of(place: str) -> tuple[str, ...]:
    """Who can read a place; nobody if there is no such place."""
    for room in ROOMS:
        if room.ref == place:
            return tuple(
                person.account for person in RESIDENTS if not room.moderators_only or person.role is Role.MODERATOR
            )
    return tuple(person.account for person in RESIDENTS if person.direct == place)
