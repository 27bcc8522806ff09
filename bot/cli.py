"""The command `barnraiser`: what is asked for on the command line, and one clear sentence when it cannot be.

`barnraiser --help` has to be quick, so every command lives in a module that imports click at its top and
everything else inside its functions. An adapter adds its commands by adding a line to COMMANDS.
"""

import importlib
import os
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from bot.errors import Unusable

if TYPE_CHECKING:
    from bot.config import Settings

COMMANDS = MappingProxyType(
    {
        "run": "bot.cli_commands:run",
        "play": "bot.cli_commands:play",
        "config": "bot.cli_commands:config",
        "doctor": "bot.cli_commands:doctor",
        "backup": "bot.cli_commands:backup",
        "invite": "adapters.discord.cli:invite",
        "matrix": "adapters.matrix.cli:matrix",
    }
)


@dataclass(frozen=True, slots=True)
class Invocation:
    """The options that come before every command."""

    config: Path | None
    data_dir: Path | None
    is_verbose: bool
    log_format: str

    def settings(self) -> "Settings":
        """Settings from everywhere, with logging set up to keep their secrets."""
        from bot.config import load
        from bot.logs import LogFormat, configure

        settings = load(self.config, os.environ, self.data_dir)
        configure(verbose=self.is_verbose, log_format=LogFormat(self.log_format), secrets=settings.secrets())
        return settings


class Commands(click.Group):
    """Imports a command when it is asked for, and turns every trouble into a sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as trouble:
            if ctx.params.get("verbose"):
                traceback.print_exception(trouble)
            sentence, exit_code = _told(trouble)
            click.echo(sentence, err=True)
            ctx.exit(exit_code)


def _told(trouble: Exception) -> tuple[str, int]:
    """The sentence for the operator, and the exit code."""
    known = next((leaf for leaf in _leaves(trouble) if isinstance(leaf, Unusable)), None)
    if known is not None:
        return str(known), known.exit_code
    mistake = next(_leaves(trouble))
    return (
        f"This is a mistake of ours, not of yours: {type(mistake).__name__} in {_place(mistake)}. "
        "Try `barnraiser -v ...` to see the details."
    ), 1


def _leaves(trouble: BaseException) -> Iterator[BaseException]:
    """The exceptions inside the groups that task groups raise."""
    if isinstance(trouble, BaseExceptionGroup):
        for inner in trouble.exceptions:
            yield from _leaves(inner)
    else:
        yield trouble


def _place(mistake: BaseException) -> str:
    """File and line, without the message, which may hold what somebody typed."""
    frames = traceback.extract_tb(mistake.__traceback__)
    return f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else "an unknown place"


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-c",
    "--config",
    type=click.Path(path_type=Path),
    help="The settings; else $BARNRAISER_CONFIG or config.toml.",
)
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where everything is kept; else ./data.",
)
@click.option("-v", "--verbose", is_flag=True, help="Log more, and show tracebacks.")
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text", help="How log lines look.")
@click.version_option(package_name="barnraiser", message="Barnraiser %(version)s")
@click.pass_context
def barnraiser(ctx: click.Context, config: Path | None, data_dir: Path | None, verbose: bool, log_format: str) -> None:
    """Neighbours help each other, inside the chat they already share.

    Without a command it runs: `barnraiser` is the same as `barnraiser run`.
    """
    ctx.obj = Invocation(config, data_dir, verbose, log_format)
    if ctx.invoked_subcommand is None:
        run = barnraiser.get_command(ctx, "run")
        assert run is not None
        ctx.invoke(run)


def main() -> None:
    barnraiser(prog_name="barnraiser")


if __name__ == "__main__":
    main()
