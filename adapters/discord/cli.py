"""What the adapter adds to the command line."""

import base64
import binascii
from typing import TYPE_CHECKING, Protocol

import click

from bot.errors import BadConfig

if TYPE_CHECKING:
    from bot.config import Settings

NO_TOKEN = "There is no token yet: put one into a file and name it as token_file under [discord]; see docs/discord.md."
NO_ID = "This does not look like a bot's token: copy it once more from Bot, Reset Token."


class Invocation(Protocol):
    """What the command line hands to every command."""

    def settings(self) -> "Settings": ...


@click.command()
@click.pass_obj
def invite(invocation: Invocation) -> None:
    """Print the link that brings the bot into a server, with just the permissions it needs."""
    from adapters.discord.setup.invitation import invitation

    token = invocation.settings().discord.token
    if token is None:
        raise BadConfig(NO_TOKEN)
    click.echo(invitation(application_id(token.reveal())))


def application_id(token: str) -> int:
    """A token begins with the bot's own id."""
    first = token.partition(".")[0]
    try:
        found = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        raise BadConfig(NO_ID) from None
    if not found.isdecimal():
        raise BadConfig(NO_ID)
    return int(found)
