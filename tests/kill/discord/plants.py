"""Bugs planted on purpose into the bot on Discord, each in one place, to see that the kill matrix finds them."""

from adapters.discord.platform import DiscordPlatform
from tests.kill.discord.arrangements import FORUM
from tests.kill.discord.fate import NONCE_FORGOTTEN
from tests.kill.planting import NONE, Plant, RecordsBeforeSending, TakesFreshKeys


async def _nothing() -> None:
    """Whoever was away looks at nothing when they are back."""


def _forget_to_look(platform: DiscordPlatform) -> None:
    setattr(platform._client._reconcile, "all_living", _nothing)  # noqa: B010


async def _no_message(*_: object) -> None:
    """It says that there is none, without having looked."""


def _forget_to_search(platform: DiscordPlatform) -> None:
    assert hasattr(platform.courier, "_sent_before")
    setattr(platform.courier, "_sent_before", _no_message)  # noqa: B010


PLANTS = {
    NONE: Plant(),
    "it takes a fresh key for each attempt": Plant("after POST /channels/*/messages", "doubled", TakesFreshKeys),
    "it trusts the nonce alone": Plant(
        "after POST /channels/*/messages", "doubled", spoil=_forget_to_search, seconds_away=NONCE_FORGOTTEN
    ),
    "it begins a post without looking for an earlier one": Plant(
        "after POST /channels/*/threads", "doubled", spoil=_forget_to_search, arrangement=FORUM
    ),
    "it records before it sends": Plant("before POST /channels/*/messages", "lost", RecordsBeforeSending),
    "it does not look at what happened while it was away": Plant(
        "COMMIT", "lost", spoil=_forget_to_look, is_away_for_hands=True
    ),
}
