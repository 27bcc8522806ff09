"""Keys on their way: ours to the homeserver, those of others from it, and room keys to whoever may read a room.

Our private halves are on the disk before their public halves leave it: a key that others use and we lost is worse than
one that nobody uses.
"""

import asyncio
import logging
import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from nio import KeysClaimResponse, KeysQueryResponse, KeysUploadResponse, ToDeviceResponse

from adapters.matrix.connection.machine import Machine
from adapters.matrix.connection.server import Server

log = logging.getLogger(__name__)

SIGNED = "signed_curve25519"
USERS_AT_ONCE = 200
REMOTE_MILLISECONDS = 10_000
"""How long our homeserver waits for others."""
FAILED_SECONDS = 600.0
"""Somebody whose homeserver did not tell their devices is asked about again after so long, or when they change."""


class Keys:
    def __init__(self, server: Server, machine: Machine) -> None:
        self._server, self._machine = server, machine
        self._lacks_fallback = False
        self._failed: dict[str, float] = {}
        self._news: Counter[str] = Counter()
        """How often we heard of whose devices: an answer to what was asked before is older."""

    def take_counts(self, sync: Mapping[str, Any]) -> None:
        """What the homeserver still has of ours. None left is a number too."""
        counts, unused = sync.get("device_one_time_keys_count"), sync.get("device_unused_fallback_key_types")
        if isinstance(counts, dict):
            left = counts.get(SIGNED, 0)
            self._machine.uploaded_key_count = left if isinstance(left, int) else None
        if isinstance(unused, list):
            self._lacks_fallback = SIGNED not in unused

    def take_changes(self, sync: Mapping[str, Any]) -> None:
        """Whose devices are not what they were. Of those we never encrypted for nothing is known anyway, and of those
        who share no room with us any more we hear nothing."""
        machine, lists = self._machine, sync.get("device_lists")
        changed, left = (lists.get(part) or () if isinstance(lists, dict) else () for part in ("changed", "left"))
        machine.tracked_users.difference_update(left)
        self._news.update([*changed, *left])
        for user_id in changed:
            self._failed.pop(user_id, None)
            if user_id in machine.tracked_users:
                machine.users_for_key_query.add(user_id)

    # Ours

    async def upload(self) -> None:
        """The device's own keys the first time, and one-time keys whenever others used some up."""
        machine = self._machine
        if machine.should_upload_keys:
            keys = self._unpublished()
            machine.save_account()
            said = await self._server.call("POST", "/keys/upload", keys)
            left = said.get("one_time_key_counts", {}).get(SIGNED, 0)
            machine.handle_response(KeysUploadResponse(0, left))
        if self._lacks_fallback:
            await self._upload_fallback()

    def _unpublished(self) -> dict[str, Any]:
        """Those that could not be published the last time first, so that trying again makes no more of them."""
        machine = self._machine
        account = machine.account
        waiting = len(account.one_time_keys["curve25519"]) + (machine.uploaded_key_count or 0)
        if waiting < account.max_one_time_keys:
            account.generate_one_time_keys(account.max_one_time_keys - waiting)
        keys = {
            f"{SIGNED}:{name}": self._signed({"key": key}) for name, key in account.one_time_keys["curve25519"].items()
        }
        return {"one_time_keys": keys} | (
            {} if account.shared else {"device_keys": self._signed(machine.device_keys())}
        )

    async def _upload_fallback(self) -> None:
        """For those who want to begin a session when all one-time keys are used up and we are not there."""
        machine = self._machine
        account = machine.account._account
        if not account.fallback_key:
            account.generate_fallback_key()
        machine.save_account()
        public = {name: {"key": key.to_base64(), "fallback": True} for name, key in account.fallback_key.items()}
        keys = {f"{SIGNED}:{name}": self._signed(key) for name, key in public.items()}
        await self._server.call("POST", "/keys/upload", {"fallback_keys": keys})
        machine.mark_keys_as_published()
        machine.save_account()
        self._lacks_fallback = False

    def _signed(self, content: dict[str, Any]) -> dict[str, Any]:
        signature = self._machine.sign_json(content)
        return content | {"signatures": {self._server.user_id: {f"ed25519:{self._server.device_id}": signature}}}

    # Those of others

    async def query(self, users: Collection[str] = (), unheard: Collection[str] = ()) -> set[str]:
        """Fetch the devices of `users`, where they are not known, and of everybody whose devices have changed.

        Those of `unheard` are asked for each time, because nobody tells us when they change.

        Returns those whose devices turned out to be others than before.
        """
        machine, now = self._machine, asyncio.get_running_loop().time()
        wanted = (set(users) - machine.tracked_users) | machine.users_for_key_query | set(unheard)
        changed: set[str] = set()
        due = sorted(user_id for user_id in wanted if now >= self._failed.get(user_id, 0.0))
        for first in range(0, len(due), USERS_AT_ONCE):
            some = due[first : first + USERS_AT_ONCE]
            changed |= await self._ask(some)
        return changed

    async def _ask(self, users: Collection[str]) -> set[str]:
        """Who changed meanwhile is asked about again. Of those we know something of, the older answer is not taken."""
        machine, before = self._machine, {user_id: self._news[user_id] for user_id in users}
        asked = {"device_keys": {user_id: [] for user_id in users}, "timeout": REMOTE_MILLISECONDS}
        said = await self._server.call("POST", "/keys/query", asked)
        late = {user_id for user_id in users if self._news[user_id] != before[user_id]}
        changed = self._take_devices(said.get("device_keys"), set(users) - late | late - machine.tracked_users)
        machine.users_for_key_query |= late
        return changed

    def _take_devices(self, said: object, asked: Iterable[str]) -> set[str]:
        found = said if isinstance(said, dict) else {}
        with self._machine.at_once():
            changed = {user_id for user_id in asked if self._take_devices_of(user_id, found.get(user_id))}
        if changed:
            self._machine.forget_owners()
        return changed

    def _take_devices_of(self, user_id: str, devices: object) -> bool:
        """Nobody's strange devices stand in the way of anybody else's."""
        if not isinstance(devices, dict):
            self._failed[user_id] = asyncio.get_running_loop().time() + FAILED_SECONDS
            return False
        usable = {name: device for name, device in devices.items() if self._is_usable(user_id, name, device)}
        response = KeysQueryResponse({user_id: usable}, {})
        self._machine.handle_response(response)
        return bool(response.changed)

    def _is_usable(self, user_id: str, device_id: str, device: Any) -> bool:
        try:
            key = device["keys"][f"ed25519:{device_id}"]
            names = device["user_id"], device["device_id"], type(device["keys"][f"curve25519:{device_id}"])
            unsigned = device.get("unsigned", {}).get("device_display_name") or ""
            is_whole = names == (user_id, device_id, str) and isinstance(unsigned, str)
            return is_whole and bool(self._machine.verify_json(dict(device), key, user_id, device_id))
        except Exception:
            return False

    async def claim(self, devices: Mapping[str, Iterable[str]]) -> None:
        """Begin a session with each of these devices, by user."""
        wanted = {user_id: dict.fromkeys(names, SIGNED) for user_id, names in devices.items()}
        asked = {"one_time_keys": wanted, "timeout": REMOTE_MILLISECONDS}
        said = (await self._server.call("POST", "/keys/claim", asked)).get("one_time_keys")
        with self._machine.at_once():
            for user_id, claimed in (said if isinstance(said, dict) else {}).items():
                for device_id, key in (claimed if isinstance(claimed, dict) else {}).items():
                    self._begin(user_id, device_id, key)

    def _begin(self, user_id: str, device_id: str, key: object) -> None:
        """One key that cannot be used keeps nobody else from being written to."""
        try:
            self._machine.handle_response(KeysClaimResponse({user_id: {device_id: key}}, {}))
        except Exception as trouble:
            log.warning("no session could be begun with one of the devices: %s", type(trouble).__name__)

    async def mend(self) -> None:
        """Begin anew with devices whose sessions got out of step, and say so to them."""
        machine = self._machine
        if machine.wedged_devices:
            try:
                await self.claim(machine.get_users_for_key_claiming())
            finally:
                machine.wedged_devices.clear()
        for message in tuple(machine.outgoing_to_device_messages):
            await self._server.call("PUT", _to_device(message.type), message.as_dict())
            machine.handle_response(ToDeviceResponse(message))

    async def share(self, room_id: str, members: Collection[str]) -> None:
        """Give the room's key to every device of its members, unless all of them have it.

        Whoever got it does not get it again when this is broken off and tried anew.
        """
        machine = self._machine
        if not machine.should_share_group_session(room_id):
            return
        if missing := machine.get_missing_sessions([*members]):
            await self.claim(missing)
        shares = machine.share_group_session_parallel(room_id, sorted(members), ignore_unverified_devices=True)
        while (share := self._next(shares)) is not None:
            devices, messages = share
            await self._server.call("PUT", _to_device("m.room.encrypted"), messages)
            machine.outbound_group_sessions[room_id].users_shared_with.update(devices)
        machine.outbound_group_sessions[room_id].mark_as_shared()

    def _next(self, shares: Iterator[tuple[set[Any], dict[str, Any]]]) -> tuple[set[Any], dict[str, Any]] | None:
        with self._machine.at_once():
            return next(shares, None)


def _to_device(kind: str) -> str:
    return f"/sendToDevice/{kind}/{secrets.token_hex(8)}"
