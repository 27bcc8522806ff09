"""The device's keys and sessions: nio's Olm machine, where each event is on its own.

Whatever an event holds, it changes nothing but what it is entitled to, and the next one is looked at. nio's loggers
are silenced, because their warnings repeat what an event held.
"""

import json
import logging
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from nio.crypto import Olm, OutboundSession
from nio.events import OlmEvent, ToDeviceEvent

from adapters.matrix.connection.store import open_store
from bot.errors import StorageStopped

log = logging.getLogger(__name__)

MEGOLM = "m.megolm.v1.aes-sha2"
POLLS = ("m.poll.start", "m.poll.response", "m.poll.end")
SAID = frozenset(
    {"m.room.message", "m.reaction", "m.sticker", *POLLS, *(f"org.matrix.msc3381.{kind[2:]}" for kind in POLLS)}
)
"""What somebody may say in ciphertext. State, membership and redactions count only where the homeserver sees them."""
WITHHELD_AT_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Undecryptable:
    """`code` is why its sender keeps the key from us (`m.unverified`, ...), or "" if it just has not come."""

    room_id: str
    session_id: str
    code: str = ""


def silence_nio() -> None:
    """Not even an error: its messages hold names and what was said, and those of its database hold keys."""
    for name in ("nio", "peewee"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


class Machine(Olm):  # type: ignore[misc]
    def __init__(self, user_id: str, device_id: str, folder: Path) -> None:
        silence_nio()
        super().__init__(user_id, device_id, open_store(user_id, device_id, folder))
        self._stored = {session.id for session in self.inbound_group_store}
        self._withheld: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._owners: dict[str, str] | None = None
        self._arrived: set[tuple[str, str]] = set()

    def close(self) -> None:
        self.store.database.close()

    def at_once(self) -> AbstractContextManager[None]:
        """What is saved within reaches the disk together: each time by itself would take as long as all of it.

        Nothing may be sent before it is left.
        """
        together: AbstractContextManager[None] = self.store.database.atomic()
        return together

    @property
    def fingerprint(self) -> str:
        return str(self.account.identity_keys["ed25519"])

    def device_keys(self) -> dict[str, Any]:
        """What others know the device by; everybody who vouches for it signs this."""
        own = self.account.identity_keys
        return {
            "user_id": self.user_id,
            "device_id": self.device_id,
            "algorithms": list(self._algorithms),
            "keys": {f"{kind}:{self.device_id}": own[kind] for kind in ("curve25519", "ed25519")},
        }

    # Whom we write to: every device of whoever may read, as docs/decisions/0012 says. So nobody's trust is kept, and
    # nio's table of it needs not be asked three times for each device.

    def is_device_verified(self, device: object) -> bool:
        return False

    def is_device_blacklisted(self, device: object) -> bool:
        return False

    def is_device_ignored(self, device: object) -> bool:
        return True

    def create_session(self, one_time_key: str, curve_key: str) -> Any:
        """With another device, which changes nothing about our own keys: they need not be saved."""
        session = OutboundSession(self.account, curve_key, one_time_key)
        self.session_store.add(curve_key, session)
        self.save_session(curve_key, session)
        return session

    # What comes to this device

    def receive(self, raw: object) -> bool:
        """One to-device event. False if nothing could be made of it. Raises StorageStopped."""
        try:
            return self._receive(raw)
        except StorageStopped:
            raise
        except Exception:
            # Whoever knows our name can send anything: what exactly broke is theirs to know.
            return False

    def _receive(self, raw: Any) -> bool:
        match raw["type"]:
            case "m.room.encrypted":
                return self._receive_encrypted(ToDeviceEvent.parse_event(raw))
            case "m.room_key.withheld":
                self._note_withheld(raw["content"])
        return True

    def _receive_encrypted(self, event: object) -> bool:
        if not isinstance(event, OlmEvent):
            return False
        try:
            return self.decrypt_event(event) is not None
        except Exception:
            # A session that got out of step is begun anew; nio sees to it that this happens once an hour at most.
            self._mark_device_for_unwedging(event.sender, event.sender_key)
            raise

    def _note_withheld(self, content: Mapping[str, Any]) -> None:
        self._withheld[str(content["room_id"]), str(content["session_id"])] = str(content["code"])
        while len(self._withheld) > WITHHELD_AT_MOST:
            self._withheld.popitem(last=False)

    def create_group_session(
        self, sender_key: str, sender_fp_key: str, room_id: str, session_id: str, session_key: str
    ) -> None:
        """A key that is there is not replaced: a later copy of it opens less."""
        if self.inbound_group_store.get(room_id, sender_key, session_id) is None:
            super().create_group_session(sender_key, sender_fp_key, room_id, session_id, session_key)
            self._withheld.pop((room_id, session_id), None)
            self._arrived.add((room_id, session_id))

    def arrived(self) -> set[tuple[str, str]]:
        """Rooms and sessions whose key has come since this was asked last."""
        arrived, self._arrived = self._arrived, set()
        return arrived

    def save_inbound_group_session(self, session: Any) -> None:
        """nio's table knows one session of each id, and would replace it with whatever came last."""
        if session.id not in self._stored:
            self._stored.add(session.id)
            super().save_inbound_group_session(session)

    # What is said in rooms

    def decrypted(self, raw: Mapping[str, Any], room_id: str) -> dict[str, Any] | Undecryptable | None:
        """The event in clear; None for one that nobody may send in ciphertext, or that is not what it says it is."""
        try:
            return self._decrypted(raw, raw["content"], room_id)
        except Exception as trouble:
            log.info("an encrypted event is passed over: %s", type(trouble).__name__)
            return None

    def _decrypted(self, raw: Any, content: Any, room_id: str) -> dict[str, Any] | Undecryptable | None:
        session_id, ciphertext = content["session_id"], content["ciphertext"]
        if content["algorithm"] != MEGOLM or not isinstance(session_id, str) or not isinstance(ciphertext, str):
            return None
        session = self._session(room_id, content.get("sender_key"), session_id)
        if session is None:
            return Undecryptable(room_id, session_id, self._withheld.get((room_id, session_id), ""))
        try:
            plaintext, index = session.decrypt(ciphertext)
        except Exception:
            return Undecryptable(room_id, session_id, "")
        if not self._is_sender(raw["sender"], session) or not self._is_first(raw, session, index):
            return None
        return _said(raw, json.loads(plaintext), room_id)

    def _session(self, room_id: str, sender_key: object, session_id: str) -> Any:
        """Clients need not name their key any more, so the session's id may have to do."""
        by_sender = self.inbound_group_store[room_id]
        if isinstance(sender_key, str) and (found := by_sender.get(sender_key, {}).get(session_id)):
            return found
        return next((sessions[session_id] for sessions in by_sender.values() if session_id in sessions), None)

    def _is_sender(self, sender: str, session: Any) -> bool:
        """A session belongs to a device, and that to one person. Of a device that was never seen nothing is known."""
        if session.sender_key == self.account.identity_keys["curve25519"]:
            return bool(sender == self.user_id)
        if self._owners is None:
            self._owners = {device.curve25519: device.user_id for device in self.device_store}
        return self._owners.get(session.sender_key, sender) == sender

    def _is_first(self, raw: Mapping[str, Any], session: Any, index: int) -> bool:
        """The same ciphertext in another event is a copy."""
        event = SimpleNamespace(
            sender_key=session.sender_key,
            session_id=session.id,
            event_id=raw["event_id"],
            server_timestamp=raw["origin_server_ts"],
        )
        return bool(self.message_index_ok(index, event))

    def forget_owners(self) -> None:
        """Somebody's devices have changed."""
        self._owners = None


def _said(raw: Mapping[str, Any], payload: Any, room_id: str) -> dict[str, Any] | None:
    content = payload["content"]
    is_said = payload["type"] in SAID and "state_key" not in payload and payload["room_id"] == room_id
    if not is_said or not isinstance(content, dict):
        return None
    if "m.relates_to" not in content and isinstance(raw["content"].get("m.relates_to"), dict):
        content["m.relates_to"] = raw["content"]["m.relates_to"]
    kept = {key: raw[key] for key in ("event_id", "sender", "origin_server_ts", "unsigned") if key in raw}
    return {**kept, "room_id": room_id, "type": payload["type"], "content": content}
