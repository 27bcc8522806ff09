"""What the adapter adds to the command line: the account's session and keys, before and beside running."""

import asyncio
import os
import sys
from typing import TYPE_CHECKING, Protocol

import click

if TYPE_CHECKING:
    from adapters.matrix.connection.folder import Folder
    from adapters.matrix.connection.login import Login
    from bot.config import Settings


class Invocation(Protocol):
    """What the command line hands to every command."""

    def settings(self) -> "Settings": ...


@click.group()
def matrix() -> None:
    """Log in on Matrix, and look after the bot's keys."""


@matrix.command()
@click.option("--new-device", is_flag=True, help="Begin a new device; what belonged to the old one is put aside.")
@click.pass_obj
def login(invocation: Invocation, new_device: bool) -> None:
    """Log in, publish the bot's keys, and show the recovery key if there is a new one."""
    from adapters.matrix.connection import sentences
    from adapters.matrix.connection.entering import enter

    settings = invocation.settings()
    given = _login(settings) if settings.matrix.is_on else _asked()
    asyncio.run(enter(given, _folder(settings), settings.matrix.encryption, new_device, click.echo, _ask_secret))
    if not settings.matrix.is_on:
        click.echo(sentences.TO_WRITE_DOWN)
        click.echo(f'\n[matrix]\nhomeserver = "{given.homeserver}"\nuser = "{given.user_id}"')


@matrix.command()
@click.pass_obj
def verify(invocation: Invocation) -> None:
    """Say how the bot's device and its keys are. Works while the bot runs, and changes nothing."""
    from adapters.matrix.connection.entering import look

    settings = _set_up(invocation)
    if not asyncio.run(look(_login(settings), _folder(settings), click.echo)):
        click.get_current_context().exit(78)


@matrix.command()
@click.pass_obj
def recover(invocation: Invocation) -> None:
    """Bring the keys back with the recovery key, after the disk was lost. Asks for it, or reads it from stdin."""
    from adapters.matrix.connection.entering import bring_back

    settings = _set_up(invocation)
    asyncio.run(bring_back(_login(settings), _folder(settings), click.echo, _ask_secret))


def _set_up(invocation: Invocation) -> "Settings":
    from adapters.matrix.connection.sentences import NOT_SET_UP
    from bot.errors import BadConfig

    settings = invocation.settings()
    if not settings.matrix.is_on:
        raise BadConfig(NOT_SET_UP)
    return settings


def _folder(settings: "Settings") -> "Folder":
    from adapters.matrix.connection.folder import Folder

    os.umask(0o077)
    return Folder(settings.data_dir / "matrix")


def _login(settings: "Settings") -> "Login":
    from adapters.matrix.connection.login import Login

    given = settings.matrix
    password, token = (secret.reveal() if secret else None for secret in (given.password, given.token))
    return Login(given.homeserver, given.user, password, token, given.device_id, given.device_name)


def _asked() -> "Login":
    from adapters.matrix.connection.login import Login
    from adapters.matrix.connection.sentences import ASK_HOMESERVER, ASK_USER

    return Login(click.prompt(ASK_HOMESERVER), click.prompt(ASK_USER))


def _ask_secret(question: str) -> str:
    """Never from the command line, which others on the machine can read."""
    if sys.stdin.isatty():
        return str(click.prompt(question, hide_input=True))
    return sys.stdin.readline().strip()
