"""How far we have read a platform that hands out everything that happens in order."""

from datetime import datetime

from bot.model.people import Account
from bot.ports import Tx


def load(tx: Tx, account: Account, now: datetime) -> str | None:
    """None before anything was read."""
    return tx.positions.of(account)


def save(tx: Tx, command: tuple[Account, str], now: datetime) -> None:
    """Everything up to here was carried out. Only after that: what is read twice is known by its origin."""
    tx.positions.save(*command)
