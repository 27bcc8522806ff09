"""What the adapter adds to the command line: the account's session and keys, before and beside running."""

import click


@click.group()
def matrix() -> None:
    """Log in on Matrix, look after the bot's keys."""
