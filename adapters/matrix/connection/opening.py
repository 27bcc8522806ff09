"""From the settings to a client that may speak: the session, the device's keys, and who vouches for them."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from adapters.matrix.connection import recovery, signing
from adapters.matrix.connection.client import Client
from adapters.matrix.connection.folder import Folder, Kept
from adapters.matrix.connection.keys import Keys
from adapters.matrix.connection.login import Login
from adapters.matrix.connection.machine import Machine
from adapters.matrix.connection.sentences import LOST_KEYS, OTHER_KEYS, UNTAKEN_KEYS
from adapters.matrix.connection.server import Refusal, Server, Unreachable
from adapters.matrix.connection.session import log_in
from adapters.matrix.connection.signing import SECRET, Identity, Seeds, Standing
from bot.errors import BadConfig, PlatformUnreachable, StorageUnusable

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """`standing` is None where encryption is turned off."""

    client: Client
    device_id: str
    fingerprint: str
    standing: Standing | None


async def open_client(login: Login, folder: Folder, *, encryption: bool, show: Callable[[str], None]) -> Opened:
    """`folder` is open. `show` gets the recovery key when there is a new one: it is said only then.

    Raises Unusable, and then leaves nothing open but the folder.
    """
    server = Server(login.homeserver, login.user_id)
    machine: Machine | None = None
    try:
        kept = await log_in(server, login, folder)
        if not encryption:
            return Opened(Client(server, None), kept.device_id, "", None)
        known = await signing.identity(server)
        machine = _machine(kept, folder, known)
        await Keys(server, machine).upload()
        folder.keep_session(replace(kept, fingerprint=machine.fingerprint))
        client = Client(server, machine)
        standing = await vouch(client, folder, login.password, show)
        return Opened(client, kept.device_id, machine.fingerprint, standing)
    except BaseException as trouble:
        if machine is not None:
            machine.close()
        await server.close()
        if isinstance(trouble, (Refusal, Unreachable)):
            raise PlatformUnreachable(UNTAKEN_KEYS.format(trouble=trouble)) from None
        raise


def _machine(kept: Kept, folder: Folder, known: Identity) -> Machine:
    """Raises StorageUnusable if others know this device by keys that are not here: to them we would be a stranger."""
    lost = StorageUnusable(LOST_KEYS.format(device=kept.device_id, folder=folder.path))
    expected = {key for key in (known.published, kept.fingerprint) if key}
    if expected and not folder.has_keys:
        raise lost
    machine = Machine(kept.user_id, kept.device_id, folder.path)
    if expected - {machine.fingerprint}:
        machine.close()
        raise lost
    # A homeserver that forgot the device is told again; one that knows it need not be.
    machine.account.shared = known.published is not None
    return machine


async def vouch(client: Client, folder: Folder, password: str | None, show: Callable[[str], None]) -> Standing:
    """Sign the device, after the account's keys were made if there are none.

    Raises BadConfig if the password is wrong, Refusal or Unreachable.
    """
    server, machine = client.server, client.machine
    assert machine is not None, "nobody vouches for a device without keys"
    known, seeds = await signing.identity(server), Seeds.kept(folder.seeds())
    if known.master is None:
        if seeds is None:
            seeds = Seeds.new()
            folder.keep_seeds(seeds.to_keep())
        if not await signing.publish(server, machine, seeds, password):
            return Standing.WANTS_PASSWORD
    elif seeds is None or seeds.public(signing.MASTER) != known.master:
        return Standing.LACKS_KEYS
    if not known.is_signed:
        await signing.sign_device(server, machine, seeds)
    if not await recovery.is_set_up(server):
        await _set_up_recovery(server, seeds, show)
    return Standing.SIGNED


async def _set_up_recovery(server: Server, seeds: Seeds, show: Callable[[str], None]) -> None:
    key = secrets.token_bytes(recovery.KEY_BYTES)
    show(recovery.written(key))
    await recovery.lock_away(server, {SECRET + name: seed for name, seed in seeds.by_name.items()}, key)


async def recover(client: Client, folder: Folder, typed: str) -> None:
    """Fetch the account's keys back with the recovery key, and sign the device. Raises BadConfig, Refusal or
    Unreachable."""
    server, machine = client.server, client.machine
    assert machine is not None, "nobody vouches for a device without keys"
    held = await recovery.unlock(server, [SECRET + name for name in signing.NAMES], recovery.read(typed))
    seeds = Seeds({name.removeprefix(SECRET): seed for name, seed in held.items()})
    known = await signing.identity(server)
    if seeds.public(signing.MASTER) != known.master:
        raise BadConfig(OTHER_KEYS.format(user=server.user_id))
    folder.keep_seeds(seeds.to_keep())
    await signing.sign_device(server, machine, seeds)
