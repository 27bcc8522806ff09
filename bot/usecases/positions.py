"""How far we have read a platform that hands out everything that happens in order."""

from dataclasses import dataclass
from datetime import datetime

from bot.commands.values import Passing
from bot.model.people import Account
from bot.ports import Tx


@dataclass(frozen=True, slots=True)
class Reached(Passing):
    """What is read twice is known by its origin."""

    account: Account
    position: str


def load(tx: Tx, account: Account, now: datetime) -> str | None:
    """None before anything was read."""
    return tx.positions.of(account)


def save(tx: Tx, command: Reached, now: datetime) -> None:
    """Everything up to here was carried out, and is kept: never before that."""
    tx.positions.save(command.account, command.position)
