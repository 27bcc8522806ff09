"""Reads the times that people type before a use case sees them: it is given days and moments, and stays pure."""

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from bot.commands.values import Ask, SaveDraft, Spoken
from bot.ports import CommandT, HumanTime, R, Store, UseCase
from bot.rules import forms
from bot.usecases import times
from bot.usecases.times import Timed


class ReadingStore:
    """The store for whoever hears people. What cannot be read is carried out as it was typed, and refused in words."""

    def __init__(self, store: Store, human_time: HumanTime) -> None:
        self._store = store
        self._human_time = human_time

    async def read(self, query: UseCase[CommandT, R], command: CommandT) -> R:
        return await self._store.read(query, command)

    async def write(self, usecase: UseCase[CommandT, R], command: CommandT, *, in_background: bool = False) -> R:
        if isinstance(command, Ask | SaveDraft | Spoken) and times.typed_in(command):
            command = cast("CommandT", await self._with_time(command))
        return await self._store.write(usecase, command, in_background=in_background)

    def on_commit(self, wake: Callable[[], None]) -> None:
        self._store.on_commit(wake)

    async def _with_time(self, command: Timed) -> Timed:
        said = await self._store.read(times.said_in, command)
        at = None if said is None else await self._human_time.read(said)
        return command if said is None or at is None else _saying(command, forms.written(at, said.timezone))


def _saying(command: Timed, written: str) -> Timed:
    match command:
        case SaveDraft():
            return replace(command, values=command.values | {forms.BY: written})
        case Ask():
            return replace(command, by=written)
        case _:
            return replace(command, text=written)
