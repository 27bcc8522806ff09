"""The commands that need no adapter. Heavy imports stay inside the functions: see bot/cli.py."""

import json
import time
from dataclasses import asdict, replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.errors import BadConfig

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.cli import Invocation
    from bot.config import RunOptions, Settings
    from bot.model.health import Check

opening = click.option("--open/--no-open", "open_browser", default=None, help="Open the page in a browser.")
port = click.option("--port", type=click.IntRange(0, 65535), help="Where the page is served; 0 takes any free port.")


@click.command()
@opening
@port
@click.pass_obj
def run(invocation: "Invocation", open_browser: bool | None, port: int | None) -> None:
    """Start: everything that is configured, or else the playground."""
    from bot.config import RunOptions

    _start(invocation.settings(), RunOptions(open_browser=open_browser, port=port))


@click.command()
@opening
@port
@click.option("--fresh", is_flag=True, help="Begin with an empty village.")
@click.option("--speed", type=click.FloatRange(min=1, max=86_400), default=1.0, help="Seconds that pass in one second.")
@click.pass_obj
def play(invocation: "Invocation", open_browser: bool | None, port: int | None, fresh: bool, speed: float) -> None:
    """Try it on a page of your own, with a database of its own."""
    from bot.config import RunOptions, Storage

    settings = invocation.settings()
    _start(
        replace(settings, data_dir=settings.data_dir / "play", storage=Storage()),
        RunOptions(open_browser=open_browser, port=port, fresh=fresh, speed=speed, only_playground=True),
    )


def _start(settings: "Settings", options: "RunOptions") -> None:
    from bot.app import run as run_until_stopped

    click.get_current_context().exit(run_until_stopped(settings, options))


@click.group()
def config() -> None:
    """Look at the settings."""


@config.command()
@click.option("--online", is_flag=True, help="Ask the chat platforms too, as `barnraiser doctor` does.")
@click.pass_obj
def check(invocation: "Invocation", online: bool) -> None:
    """Say what is wrong with the settings, all of it at once."""
    from bot import secrecy

    settings = invocation.settings()
    playground = f"on, port {settings.playground.port}" if settings.playground.enabled else "off"
    discord = "on" if settings.discord.token else "off"
    matrix = f"on, as {settings.matrix.user}" if settings.matrix.is_on else "off"
    click.echo(
        f"The settings are fine. Storage: {settings.storage.url}. Playground: {playground}. Discord: {discord}. "
        f"Matrix: {matrix}."
    )
    if online:
        _examine(settings, as_json=False)
    else:
        _show(secrecy.examine(settings.secret_files()))


@config.command()
@click.pass_obj
def show(invocation: "Invocation") -> None:
    """Print every setting, where it came from, and no secret."""
    settings = invocation.settings()
    click.echo(f"# data folder: {settings.data_dir}")
    for section, rows in groupby(settings.values(), key=itemgetter(0)):
        click.echo(f"\n[{section}]")
        for _, key, value in rows:
            source = settings.sources.get(f"{section}.{key}", "default")
            click.echo(f"{key} = {_toml(value)}  # {source}" if value is not None else f"# {key} is not set")


def _toml(value: object) -> str:
    """JSON writes text, numbers and truth as TOML does; a secret comes out masked."""
    return json.dumps(value, default=str, ensure_ascii=False)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON list, for machines.")
@click.pass_obj
def doctor(invocation: "Invocation", as_json: bool) -> None:
    """Find out what is in the way, and say what to do about it. Works while the bot runs, and changes nothing."""
    _examine(invocation.settings(), as_json=as_json)


def _examine(settings: "Settings", *, as_json: bool) -> None:
    """Exits with 78 if something fails; a warning is no failure."""
    import asyncio

    from bot.doctor import examine
    from bot.health import worst
    from bot.model.health import Status

    checks = asyncio.run(examine(settings))
    if as_json:
        click.echo(json.dumps([asdict(check) for check in checks], indent=2, ensure_ascii=False))
    else:
        _show(checks)
    if worst(checks) is Status.FAILING:
        click.get_current_context().exit(BadConfig.exit_code)


def _show(checks: "Iterable[Check]") -> None:
    for check in checks:
        click.echo(f"{check.status:<8} {check.name}: {check.sentence}")
        if check.fix:
            click.echo(f"{'':<8} {check.fix}")


@click.command()
@click.option("--out", type=click.Path(path_type=Path), help="The file to write; else one in the data folder.")
@click.pass_obj
def backup(invocation: "Invocation", out: Path | None) -> None:
    """Write one consistent copy, even while the bot runs."""
    import asyncio

    from bot.app import backup as copy_database

    settings = invocation.settings()
    path = out or settings.data_dir / "backups" / time.strftime("barnraiser-%Y-%m-%d-%H%M%S.db")
    if path.exists():
        raise BadConfig(f"{path} exists already; name another file with --out.")
    click.echo(f"The copy is {asyncio.run(copy_database(settings, path))}.")
