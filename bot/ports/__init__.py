"""What the core needs from outside. The docstrings are the contract.

Every method is synchronous: a use case runs inside one transaction and can await nothing.
"""

from bot.ports.areas import (
    Communities,
    Conversations,
    Drafts,
    Happened,
    History,
    Origins,
    People,
    Places,
    Positions,
    Privacy,
    Questions,
    Requests,
    Uptime,
    WordsShelf,
)
from bot.ports.matching import Matching
from bot.ports.messages import Candidate, Cards, Digests, Directs, Messages, Outbox, Talks, Waiting
from bot.ports.store import Clock, CommandT, Courier, HumanTime, R, Reader, Receipt, Store, Tx, UseCase
from bot.ports.volunteers import Volunteers

__all__ = [
    "Candidate",
    "Cards",
    "Clock",
    "CommandT",
    "Communities",
    "Conversations",
    "Courier",
    "Digests",
    "Directs",
    "Drafts",
    "Happened",
    "History",
    "HumanTime",
    "Matching",
    "Messages",
    "Origins",
    "Outbox",
    "People",
    "Places",
    "Positions",
    "Privacy",
    "Questions",
    "R",
    "Reader",
    "Receipt",
    "Requests",
    "Store",
    "Talks",
    "Tx",
    "Uptime",
    "UseCase",
    "Volunteers",
    "Waiting",
    "WordsShelf",
]
