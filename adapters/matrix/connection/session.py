"""The account's session: the token and the device it belongs to, kept so that every start is the same device."""

import logging
import secrets
import string
from dataclasses import replace
from typing import Any, NoReturn

from adapters.matrix.connection.folder import Folder, Kept
from adapters.matrix.connection.login import Login
from adapters.matrix.connection.sentences import (
    DEACTIVATED,
    ELSEWHERE,
    NO_HOMESERVER,
    NO_PASSWORD,
    NO_PASSWORDS,
    NOT_THERE,
    OLD_TOKEN,
    OTHER_FOLDER,
    OTHER_USER,
    REFUSED,
    WRONG_PASSWORD,
)
from adapters.matrix.connection.server import Refusal, Server, Unreachable
from bot.errors import BadConfig, PlatformUnreachable

log = logging.getLogger(__name__)

SENT_AWAY = frozenset({"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_USER_DEACTIVATED"})
WELL_KNOWN = "/.well-known/matrix/client"


async def log_in(server: Server, login: Login, folder: Folder) -> Kept:
    """From now on `server` speaks for the device that is kept in `folder`. Raises Unusable."""
    kept = folder.session()
    if kept is not None and kept.user_id != login.user_id:
        raise BadConfig(OTHER_FOLDER.format(folder=folder.path, found=kept.user_id, user=login.user_id))
    await check_homeserver(server)
    try:
        session = await _session(server, login, folder, kept)
    except Unreachable as trouble:
        raise PlatformUnreachable(NOT_THERE.format(homeserver=server.homeserver, reason=trouble)) from None
    except Refusal as refusal:
        raise PlatformUnreachable(REFUSED.format(user=login.user_id, reason=refusal)) from None
    folder.keep_session(session)
    return session


async def resume(login: Login, folder: Folder) -> Server:
    """The session as it is, for who only looks: nothing is written down, and nobody is logged in. Raises Unusable."""
    server, kept = Server(login.homeserver, login.user_id), folder.session()
    token = login.token or (kept.token if kept is not None and kept.user_id == login.user_id else "")
    try:
        await check_homeserver(server)
        if not token:
            raise BadConfig(NO_PASSWORD)
        await _by_token(server, login, kept, token)
    except (Refusal, Unreachable) as trouble:
        await server.close()
        raise PlatformUnreachable(REFUSED.format(user=login.user_id, reason=trouble)) from None
    except BaseException:
        await server.close()
        raise
    return server


async def try_password(login: Login) -> None:
    """Log in and out again, leaving no device behind. Raises Unusable if the password does not do."""
    server = Server(login.homeserver, login.user_id)
    try:
        await check_homeserver(server)
        await _by_password(server, login, Kept(login.user_id, new_device_id()))
        await server.call("POST", "/logout")
    except (Refusal, Unreachable) as trouble:
        raise PlatformUnreachable(REFUSED.format(user=login.user_id, reason=trouble)) from None
    finally:
        await server.close()


async def check_homeserver(server: Server) -> None:
    """Raises BadConfig if something else answers there, or PlatformUnreachable if nothing does."""
    try:
        said = await server.call("GET", "/_matrix/client/versions")
    except (Refusal, Unreachable) as trouble:
        await _say_where(server, trouble)
    if not isinstance(said.get("versions"), list):
        raise BadConfig(NO_HOMESERVER.format(homeserver=server.homeserver))


async def _say_where(server: Server, trouble: Exception) -> NoReturn:
    """The domain in people's names often only says where its homeserver is."""
    try:
        homeserver = (await server.call("GET", WELL_KNOWN)).get("m.homeserver")
    except (Refusal, Unreachable):
        homeserver = None
    found = homeserver.get("base_url") if isinstance(homeserver, dict) else None
    if isinstance(found, str) and found.rstrip("/") != server.homeserver:
        raise BadConfig(ELSEWHERE.format(homeserver=server.homeserver, found=found)) from None
    if isinstance(trouble, Refusal):
        raise BadConfig(NO_HOMESERVER.format(homeserver=server.homeserver)) from None
    raise PlatformUnreachable(NOT_THERE.format(homeserver=server.homeserver, reason=trouble)) from None


async def _session(server: Server, login: Login, folder: Folder, kept: Kept | None) -> Kept:
    if login.token:
        return await _by_token(server, login, kept, login.token)
    if kept is not None and kept.token:
        try:
            return await _by_token(server, login, kept, kept.token)
        except BadConfig:
            if not login.password:
                raise
            log.warning("Matrix does not take the token any more; I log in anew, as the same device")
    if not login.password:
        raise BadConfig(NO_PASSWORD)
    # Which device it will be is known before it is made: stopped in between, we do not leave one behind.
    chosen = kept or Kept(login.user_id, new_device_id())
    folder.keep_session(chosen)
    return await _by_password(server, login, chosen)


async def _by_token(server: Server, login: Login, kept: Kept | None, token: str) -> Kept:
    server.token = token
    try:
        said = await server.call("GET", "/account/whoami")
    except Refusal as refusal:
        if refusal.errcode in SENT_AWAY:
            _sent_away(refusal, login)
        raise
    found, device_id = said.get("user_id"), said.get("device_id") or login.device_id
    if found != login.user_id:
        raise BadConfig(OTHER_USER.format(found=found, user=login.user_id))
    server.device_id = str(device_id or "")
    if kept is not None and kept.device_id == server.device_id:
        return replace(kept, token=token)
    return Kept(login.user_id, server.device_id, token)


def _sent_away(refusal: Refusal, login: Login) -> NoReturn:
    sentence = DEACTIVATED if refusal.errcode == "M_USER_DEACTIVATED" else OLD_TOKEN
    raise BadConfig(sentence.format(user=login.user_id)) from None


async def _by_password(server: Server, login: Login, kept: Kept) -> Kept:
    server.token = ""
    body = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": login.user_id},
        "password": login.password,
        "device_id": kept.device_id,
        "initial_device_display_name": login.device_name,
    }
    try:
        said = await server.call("POST", "/login", body)
    except Refusal as refusal:
        await _explain(server, login, refusal)
    server.token, server.device_id = str(said["access_token"]), str(said["device_id"])
    return replace(kept, token=server.token)


async def _explain(server: Server, login: Login, refusal: Refusal) -> NoReturn:
    if refusal.errcode == "M_USER_DEACTIVATED":
        _sent_away(refusal, login)
    if refusal.status == 429:
        raise refusal
    if "m.login.password" not in await _flows(server):
        raise BadConfig(NO_PASSWORDS.format(homeserver=server.homeserver)) from None
    if refusal.errcode == "M_FORBIDDEN":
        raise BadConfig(WRONG_PASSWORD.format(user=login.user_id)) from None
    raise refusal


async def _flows(server: Server) -> set[str]:
    said: dict[str, Any] = await server.call("GET", "/login")
    return {str(flow.get("type")) for flow in said.get("flows", ()) if isinstance(flow, dict)}


def new_device_id() -> str:
    """Looks like the ones that homeservers choose."""
    return "".join(secrets.choice(string.ascii_uppercase) for _ in range(10))
