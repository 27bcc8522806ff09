"""How the session and its keys are, looked at from outside: nothing is changed, and the bot may be running."""

from dataclasses import dataclass

from adapters.matrix.connection import recovery, signing
from adapters.matrix.connection.folder import Folder
from adapters.matrix.connection.keys import SIGNED
from adapters.matrix.connection.server import Server
from adapters.matrix.connection.signing import MASTER, Seeds


@dataclass(frozen=True, slots=True)
class Inspection:
    """`published` is the key that others know the device by, `fingerprint` the one that was made here, "" for none."""

    device_id: str
    fingerprint: str
    published: str
    has_keys: bool
    is_signed: bool
    has_identity: bool
    holds_identity: bool
    has_recovery: bool
    one_time_keys: int
    is_note_left: bool
    """The file with the recovery key was not removed yet."""

    @property
    def is_lost(self) -> bool:
        """Others know the device by keys that are not here."""
        known = {key for key in (self.published, self.fingerprint) if key}
        return len(known) > 1 or bool(known and not self.has_keys) or bool(self.published and not self.fingerprint)


async def inspect(server: Server, folder: Folder) -> Inspection:
    """`server` speaks for the session that is kept in `folder`. Raises Unusable, Refusal or Unreachable."""
    known, kept, seeds = await signing.identity(server), folder.session(), Seeds.kept(folder.seeds())
    counts = (await server.call("POST", "/keys/upload", {})).get("one_time_key_counts", {})
    return Inspection(
        device_id=server.device_id,
        fingerprint=kept.fingerprint if kept is not None and kept.device_id == server.device_id else "",
        published=known.published or "",
        has_keys=folder.has_keys,
        is_signed=known.is_signed,
        has_identity=known.master is not None,
        holds_identity=seeds is not None and seeds.public(MASTER) == known.master,
        has_recovery=await recovery.is_set_up(server),
        one_time_keys=int(counts.get(SIGNED, 0)),
        is_note_left=folder.recovery_note.exists(),
    )
