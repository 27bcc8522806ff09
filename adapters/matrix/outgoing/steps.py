"""What follows a message: a raised hand, so that nobody needs more than one tap, and a thread to talk in.

None of it holds a message up. Each is done once: what this process does not know of is asked from the homeserver
first. Where the homeserver lets little out, it waits until nothing else does. When nothing can be chosen any more, our
reactions go again, in the same way; the hand on a card stays until then, because going and coming back costs too much.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from adapters.matrix import texts
from adapters.matrix.connection import changes
from adapters.matrix.connection.client import MARK, Client
from adapters.matrix.connection.server import Refusal, quoted
from adapters.matrix.outgoing.contents import ALL_SYMBOLS, in_thread
from adapters.matrix.outgoing.pace import Pace
from adapters.matrix.outgoing.trouble import IS_THERE_ALREADY
from bot.errors import DeliveryFailed, RateLimited
from bot.model.language import Language
from bot.model.wording import Stage, Topic

log = logging.getLogger(__name__)

REMEMBERED = 5_000
WAITING_AT_MOST = 1_000
AT_LEAST, LOOK_AGAIN = 0.1, 30.0
"""Seconds between two looks at what was put off."""
BEGINS, ENDS, OVER = "thread begins", "thread ends", "nothing to choose"


@dataclass(frozen=True, slots=True)
class Step:
    """Something to be done once beside a message. `symbol` is a reaction, `line` is said in its thread; with neither,
    our reactions are taken away, but those to `keep`."""

    room_id: str
    event_id: str
    name: str
    tx_id: str
    symbol: str = ""
    line: str = ""
    keep: tuple[str, ...] = ()

    @property
    def takes_away(self) -> bool:
        return self.name == OVER


class Steps:
    def __init__(self, client: Client, pace: Pace) -> None:
        self._client = client
        self._pace = pace
        self._done: OrderedDict[tuple[str, str], Step] = OrderedDict()
        self._waiting: OrderedDict[tuple[str, str], Step] = OrderedDict()
        self._has_more = asyncio.Event()

    async def follow(self, wanted: Iterable[Step], *, is_new: bool) -> None:
        """Whatever cannot be done now is done later. `is_new` says that nothing can have been done yet."""
        for step in wanted:
            self._undo_opposite(step)
            if self._is_known(step):
                continue
            self._waiting.pop((step.event_id, step.name), None)
            if self._pace.calm_in or not await self._try(step, is_new=is_new):
                self._put_off(step)

    def _undo_opposite(self, step: Step) -> None:
        """What is put on may be taken away again, and what is taken away put on."""
        if step.takes_away:
            known = [(step.event_id, symbol) for symbol in ALL_SYMBOLS if symbol not in step.keep]
        else:
            over = (step.event_id, OVER)
            last = self._last(over)
            known = [over] if last is not None and step.symbol and step.symbol not in last.keep else []
        for which in known:
            self._done.pop(which, None)
            self._waiting.pop(which, None)

    def _is_known(self, step: Step) -> bool:
        last = self._last((step.event_id, step.name))
        return last is not None and last.keep == step.keep

    def _last(self, which: tuple[str, str]) -> Step | None:
        return self._waiting.get(which) or self._done.get(which)

    def forget(self, event_id: str) -> None:
        """It is taken away: nothing follows it any more."""
        for which in [each for each in self._waiting if each[0] == event_id]:
            del self._waiting[which]

    async def run(self) -> None:
        """Do what was put off, whenever there is plenty of room; for as long as the platform runs."""
        while True:
            await self._has_more.wait()
            await asyncio.sleep(min(max(self._pace.calm_in, AT_LEAST), LOOK_AGAIN))
            try:
                await self.catch_up()
            except Exception:
                log.exception("what follows messages could not be done, and is tried again")

    async def catch_up(self) -> None:
        """As much as can be done now."""
        for which, step in list(self._waiting.items()):
            if self._pace.calm_in:
                return
            is_wanted = self._waiting.get(which) is step
            if is_wanted and await self._try(step, is_new=False) and self._waiting.get(which) is step:
                del self._waiting[which]
        if not self._waiting:
            self._has_more.clear()

    def _put_off(self, step: Step) -> None:
        self._waiting[step.event_id, step.name] = step
        if len(self._waiting) > WAITING_AT_MOST:
            self._waiting.popitem(last=False)  # its card gets it with its next change
        self._has_more.set()

    async def _try(self, step: Step, *, is_new: bool) -> bool:
        """False if another attempt may help. What is refused stays undone."""
        try:
            if step.takes_away:
                await self._take_down(step)
            elif is_new or not await self._is_there(step):
                with self._pace.turn() as turn, self._pace.sending(turn):
                    await self._do(step)
        except RateLimited:
            return False
        except DeliveryFailed as trouble:
            if not isinstance(trouble.__cause__, Refusal):
                return False
            log.info("what follows a message was refused: %s", trouble)
        self._done[step.event_id, step.name] = step
        if len(self._done) > REMEMBERED:
            self._done.popitem(last=False)
        return True

    async def _take_down(self, step: Step) -> None:
        """One after the other, while there is plenty of room: what is broken off goes on with those still there."""
        ours = await self._ours(step, "m.annotation")
        for event in [each for each in ours if _key_of(each) not in step.keep]:
            if (wait := self._pace.calm_in) > 0:
                raise RateLimited(wait)
            event_id = event["event_id"]
            with self._pace.turn() as turn, self._pace.sending(turn):
                await changes.take_away(self._client.server, step.room_id, event_id, f"{step.tx_id}.{event_id[1:20]}")

    async def _ours(self, step: Step, kind: str) -> list[dict[str, Any]]:
        path = f"/_matrix/client/v1/rooms/{quoted(step.room_id)}/relations/{quoted(step.event_id)}/{kind}"
        with self._pace.asking():
            page = await self._client.server.call("GET", path, query={"limit": "100"})
        return [event for event in page.get("chunk", ()) if event.get("sender") == self._client.server.user_id]

    async def _is_there(self, step: Step) -> bool:
        ours = await self._ours(step, "m.annotation" if step.symbol else "m.thread")
        if step.symbol:
            return any(_key_of(event) == step.symbol for event in ours)
        return any(event.get("content", {}).get(MARK) == step.tx_id for event in ours)

    async def _do(self, step: Step) -> None:
        if not step.symbol:
            content = in_thread(step.line, step.event_id, step.tx_id)
            await self._client.send_event(step.room_id, "m.room.message", content, step.tx_id)
            return
        related = {"rel_type": "m.annotation", "event_id": step.event_id, "key": step.symbol}
        try:
            await self._client.send_event(step.room_id, "m.reaction", {"m.relates_to": related}, step.tx_id)
        except Refusal as refusal:
            if refusal.errcode != IS_THERE_ALREADY:
                raise


def _key_of(event: dict[str, Any]) -> object:
    return event.get("content", {}).get("m.relates_to", {}).get("key")


def seeds(room_id: str, event_id: str, key: str, symbols: Iterable[str]) -> Iterator[Step]:
    for symbol in symbols:
        yield Step(room_id, event_id, symbol, f"{key}.{symbol}", symbol=symbol)


def over(room_id: str, event_id: str, key: str, keep: tuple[str, ...]) -> Step:
    return Step(room_id, event_id, OVER, f"{key}.over", keep=keep)


def thread(room_id: str, event_id: str, key: str, topic: Topic, language: Language) -> Iterator[Step]:
    if topic.stage in (Stage.OPEN, Stage.CLAIMED):
        yield Step(room_id, event_id, BEGINS, f"{key}.begins", line=texts.say(language, texts.THREAD_BEGINS))
    elif topic.is_over:
        yield Step(room_id, event_id, ENDS, f"{key}.ends", line=texts.say(language, texts.THREAD_ENDS))
