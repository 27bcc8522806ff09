"""What an operator does by hand: log in, look, and bring the keys back. Everything is said in sentences."""

from collections.abc import Callable
from dataclasses import replace

from adapters.matrix.connection import sentences
from adapters.matrix.connection.folder import Folder
from adapters.matrix.connection.inspection import Inspection, inspect
from adapters.matrix.connection.login import Login
from adapters.matrix.connection.opening import Opened, open_client, recover, vouch
from adapters.matrix.connection.server import Refusal, Unreachable
from adapters.matrix.connection.session import resume
from adapters.matrix.connection.signing import Standing
from bot.errors import BadConfig, PlatformUnreachable

Say = Callable[[str], None]
Ask = Callable[[str], str]
STANDINGS = {
    None: sentences.WITHOUT_ENCRYPTION,
    Standing.SIGNED: sentences.SIGNED,
    Standing.LACKS_KEYS: sentences.UNSIGNED_WITHOUT_KEYS,
    Standing.WANTS_PASSWORD: sentences.UNSIGNED_WITHOUT_PASSWORD,
}


async def enter(login: Login, folder: Folder, encryption: bool, new_device: bool, say: Say, ask: Ask) -> None:
    """Raises Unusable."""
    folder.open()
    try:
        if new_device:
            _begin_anew(login, folder)
        opened = await _open(login, folder, encryption, say, ask)
    finally:
        folder.close()
    say(sentences.LOGGED_IN.format(user=login.user_id, device=opened.device_id))
    if opened.fingerprint:
        say(sentences.FINGERPRINT.format(fingerprint=grouped(opened.fingerprint)))
    say(STANDINGS[opened.standing])


def _begin_anew(login: Login, folder: Folder) -> None:
    if login.token:
        raise BadConfig(sentences.TOKEN_HAS_DEVICE)
    folder.put_aside()


async def _open(login: Login, folder: Folder, encryption: bool, say: Say, ask: Ask) -> Opened:
    """The password is asked for only where it is needed."""
    kept = folder.session()
    if not (login.password or login.token or (kept is not None and kept.token)):
        login = replace(login, password=ask(sentences.ASK_PASSWORD.format(user=login.user_id)))

    def show(key: str) -> None:
        say(f"{sentences.RECOVERY_KEY}\n\n    {key}\n")

    opened = await open_client(login, folder, encryption=encryption, show=show)
    try:
        if opened.standing is not Standing.WANTS_PASSWORD:
            return opened
        password = ask(sentences.ASK_PASSWORD.format(user=login.user_id))
        return replace(opened, standing=await vouch(opened.client, folder, password, show))
    except (Refusal, Unreachable) as trouble:
        raise PlatformUnreachable(sentences.REFUSED.format(user=login.user_id, reason=trouble)) from None
    finally:
        await opened.client.close()


async def look(login: Login, folder: Folder, say: Say) -> bool:
    """Whether everything is as it should be. Raises Unusable."""
    server = await resume(login, folder)
    try:
        found = await inspect(server, folder)
    except (Refusal, Unreachable) as trouble:
        raise PlatformUnreachable(sentences.REFUSED.format(user=login.user_id, reason=trouble)) from None
    finally:
        await server.close()
    say(sentences.LOGGED_IN.format(user=login.user_id, device=found.device_id))
    for sentence in _findings(found, folder):
        say(sentence)
    return found.is_signed and not found.is_lost


def _findings(found: Inspection, folder: Folder) -> list[str]:
    said = [sentences.FINGERPRINT.format(fingerprint=grouped(found.published))] if found.published else []
    if found.is_lost:
        return [*said, sentences.KEYS_ARE_LOST.format(folder=folder.path)]
    published = sentences.KEYS_ARE_PUBLISHED.format(count=found.one_time_keys)
    said += [published if found.published else sentences.KEYS_ARE_UNPUBLISHED, _standing(found)]
    said.append(sentences.HAS_RECOVERY if found.has_recovery else sentences.HAS_NO_RECOVERY)
    if found.is_note_left:
        said.append(sentences.NOTE_IS_LEFT.format(path=folder.recovery_note))
    return said


def _standing(found: Inspection) -> str:
    if found.is_signed:
        return sentences.SIGNED
    return (
        sentences.UNSIGNED_WITHOUT_KEYS if found.has_identity and not found.holds_identity else sentences.UNSIGNED_YET
    )


async def bring_back(login: Login, folder: Folder, say: Say, ask: Ask) -> None:
    """Raises Unusable."""
    folder.open()
    try:
        opened = await open_client(login, folder, encryption=True, show=folder.note_recovery_key)
        try:
            await recover(opened.client, folder, ask(sentences.ASK_RECOVERY_KEY))
        except (Refusal, Unreachable) as trouble:
            raise PlatformUnreachable(sentences.REFUSED.format(user=login.user_id, reason=trouble)) from None
        finally:
            await opened.client.close()
    finally:
        folder.close()
    say(sentences.RECOVERED.format(device=opened.device_id))


def grouped(fingerprint: str) -> str:
    """As clients show it."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))
