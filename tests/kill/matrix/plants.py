"""Bugs planted on purpose into the bot on Matrix, each in one place, to see that the kill matrix finds them."""

import secrets
from dataclasses import replace
from typing import Any

from nio.responses import KeysUploadResponse

from adapters.matrix.connection.keys import SIGNED, Keys
from adapters.matrix.incoming.batches import Batch, batch_of
from adapters.matrix.incoming.loop import Loop
from adapters.matrix.outgoing.directs import Directs
from adapters.matrix.outgoing.earlier import Earlier
from bot.usecases import spoken
from tests.kill.matrix.fate import FORGOTTEN
from tests.kill.matrix.moments import HEARING
from tests.kill.planting import NONE, Plant, RecordsBeforeSending, TakesFreshKeys

SENT = "after PUT /rooms/*/send/m.room.message/*"


async def _nothing(*_: Any) -> None:
    """It says that there is nothing, without having looked."""


def _replace(owner: type, name: str, how: Any) -> None:
    """In this process alone, which has not long to live."""
    assert hasattr(owner, name)
    setattr(owner, name, how)


def _forget_to_search(_: Any) -> None:
    _replace(Earlier, "find", _nothing)


def _open_without_looking(_: Any) -> None:
    _replace(Directs, "_list_all", _nothing)


async def _turn(loop: Loop) -> Batch:
    said = await loop._patiently(loop._sync)
    loop._pulse.heard()
    await loop._client.upkeep()
    batch = batch_of(said, loop._account.id)
    await loop._keep(batch.next)
    await loop._carry_out(batch)
    return batch


def _keep_position_first(_: Any) -> None:
    _replace(Loop, "_turn", _turn)


class _ForgetsWhatItHeard:
    """A good store, told each thing as if it had never happened before."""

    def __init__(self, store: Any) -> None:
        self._store = store

    async def write(self, usecase: Any, command: Any, **how: Any) -> Any:
        if usecase is spoken.hear:
            command = replace(command, origin=f"matrix:{secrets.token_hex(8)}")
        return await self._store.write(usecase, command, **how)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def _forget_origins(platform: Any) -> None:
    platform._store = _ForgetsWhatItHeard(platform._store)


async def _upload(keys: Keys) -> None:
    machine = keys._machine
    if machine.should_upload_keys:
        said = await keys._server.call("POST", "/keys/upload", machine.share_keys())
        machine.handle_response(KeysUploadResponse(0, said.get("one_time_key_counts", {}).get(SIGNED, 0)))
        machine.save_account()


def _upload_before_saving(_: Any) -> None:
    _replace(Keys, "upload", _upload)


PLANTS = {
    NONE: Plant(),
    "it takes a fresh transaction for each attempt": Plant(SENT, "doubled", TakesFreshKeys),
    "it trusts the transaction alone": Plant(SENT, "doubled", spoil=_forget_to_search, seconds_away=FORGOTTEN),
    "it opens a private room without looking for an earlier one": Plant(
        "after POST /createRoom", "doubled", spoil=_open_without_looking
    ),
    "it records before it sends": Plant(
        "before PUT /rooms/*/send/m.room.message/*", "lost", delivery=RecordsBeforeSending
    ),
    "it keeps its position before the batch is carried out": Plant("COMMIT", "lost", spoil=_keep_position_first),
    "it does not remember what it has carried out": Plant(HEARING, "doubled", spoil=_forget_origins),
    "it uploads keys before it saves them": Plant(
        "after POST /keys/upload", "stuck", spoil=_upload_before_saving, arrangement="encrypted"
    ),
}
