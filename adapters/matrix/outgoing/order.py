"""What goes through the same door goes in the order in which it was taken up."""

import asyncio
from weakref import WeakValueDictionary

from bot.model.posts import Door


class Order:
    """One lock a door, for as long as somebody holds it or waits for it; who came first goes first."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Door, asyncio.Lock] = WeakValueDictionary()

    def at(self, door: Door) -> asyncio.Lock:
        lock = self._locks.get(door)
        if lock is None:
            lock = self._locks[door] = asyncio.Lock()
        return lock
