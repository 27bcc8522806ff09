"""Everything that can go wrong, and who has to deal with it.

Refused                 the rules say no; the person who asked reads why, in kind words
    BadText             something typed cannot be used; handed back whole
Conflict                somebody else changed it first: decide again
DeliveryFailed          a platform did not take a post; delivery waits and tries again
    RateLimited         the platform named the time to wait
    PlaceLost           the place is gone, or closed to us
    MessageGone         the message to edit is gone
    ReaderGone          whoever should read it has left
    RoomRefused         a room of their own cannot be opened for these people
Unusable                the machine or its setup cannot carry us; the operator reads one sentence
    BadConfig           config.toml, the environment or a flag (exit 78)
    StorageUnusable     the database cannot be opened or written (exit 74)
        StorageStopped  and will not be until we start again
        StorageNotReady it is not there yet, or older than we are: the next start makes it ready
    NewerDatabase       a newer Barnraiser wrote this database (exit 65)
    PortBusy            the page cannot be served where it was asked to (exit 69)
    PlatformUnreachable a chat platform does not answer, or sent us away (exit 69)
"""


class Refused(Exception):
    """`message` names a sentence in `bot.texts`; `facts` fill it. Never holds typed text."""

    def __init__(self, message: str, **facts: str) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts


class BadText(Refused):
    """`typed` is what the person wrote, to be handed back to them and to nobody else."""

    def __init__(self, message: str, field: str, typed: str, **facts: str) -> None:
        super().__init__(message, field=field, **facts)
        self.field = field
        self.typed = typed


class Conflict(Exception):
    """The row was changed since it was read."""


class DeliveryFailed(Exception):
    """A platform did not take a post. Says what the platform said, without content or names."""


class RateLimited(DeliveryFailed):
    """`retry_after` is in seconds. If it is not `is_for_all`, whatever else goes there need not wait for it."""

    def __init__(self, retry_after: float, *, is_for_all: bool = True) -> None:
        super().__init__(f"rate limited for {retry_after:g} s")
        self.retry_after = retry_after
        self.is_for_all = is_for_all


class PlaceLost(DeliveryFailed):
    """The place is gone, or closed to us."""


class MessageGone(DeliveryFailed):
    """The message to edit is gone; a card may be created anew."""


class ReaderGone(DeliveryFailed):
    """Whoever should read it is not with the community any more, so that nothing is sent."""


class RoomRefused(DeliveryFailed):
    """A room of their own cannot be opened, now or later; whoever wanted it is told."""


class Unusable(Exception):
    """The message is one whole sentence for the operator; `exit_code` is from sysexits(3)."""

    exit_code = 1


class BadConfig(Unusable):
    exit_code = 78


class StorageUnusable(Unusable):
    exit_code = 74


class StorageStopped(StorageUnusable):
    """Nothing can be written any more until Barnraiser starts again."""


class StorageNotReady(StorageUnusable):
    """The next start makes or updates it. Only for who looks without starting."""


class NewerDatabase(Unusable):
    exit_code = 65


class PortBusy(Unusable):
    exit_code = 69


class PlatformUnreachable(Unusable):
    exit_code = 69
