"""Gateway frames, both ways, against a JSON Schema generated from discord-api-types."""

import json
import urllib.parse
from typing import Any, Final

import jsonschema_rs

from tests.doubles.discord.conformance.violation import Violation
from tests.doubles.discord.wire import Json

COMMANDS: Final = {
    1: "GatewayHeartbeat",
    2: "GatewayIdentify",
    3: "GatewayUpdatePresence",
    6: "GatewayResume",
    8: "GatewayRequestGuildMembers",
}
"""What a client sends."""
BIT_FIELDS: Final = ("flags", "public_flags", "system_channel_flags", "intents")


class GatewaySchema:
    def __init__(self, document: Json) -> None:
        self._definitions: Json = document["definitions"]
        self._by_event: dict[str, str] = {}
        self._by_code: dict[int, str] = {}
        self._validators: dict[str, Any] = {}
        for name, schema in self._definitions.items():
            self._index(name, schema.get("properties", {}))
        # Overlay "acknowledged heartbeat": the types say `d` is never there; the live service sends null.
        self._definitions["GatewayHeartbeatAck"]["properties"]["d"] = {"type": "null"}
        # Overlay "resumed with a trace": the types say `d` is never there; the live service sends an object.
        self._definitions[self._by_event["RESUMED"]]["properties"]["d"] = {"type": "object"}
        # Overlay "sums of flags": enums of single flags became lists of values; sums of them travel.
        _open_bit_fields(self._definitions)

    def check_out(self, frame: Json) -> list[Violation]:
        """What the double says. A frame the schema does not know is wrong."""
        told = str(frame.get("t") or f"op {frame['op']}")
        name = self._by_event.get(told) if frame["op"] == 0 else self._by_code.get(frame["op"])
        if name is None:
            return [Violation("frame out", told, "", "the schema does not know it")]
        return self._check("frame out", name, frame)

    def check_in(self, frame: Json) -> list[Violation]:
        """What the client says."""
        name = COMMANDS.get(frame.get("op", -1))
        if name is None:
            return [Violation("frame in", f"op {frame.get('op')}", "", "the schema does not know it")]
        return self._check("frame in", name, frame)

    def _index(self, name: str, properties: Json) -> None:
        if not properties.keys() >= {"op", "d"} or name.startswith(("structure", "alias")):
            return
        code, event = properties["op"].get("const"), properties.get("t", {})
        for each in [event["const"]] if "const" in event else event.get("enum", []):
            # The plain "Gateway…Dispatch" wins over the generator's own names.
            if isinstance(each, str) and code in (0, None) and (each not in self._by_event or name[:7] == "Gateway"):
                self._by_event[each] = name
        if code not in (0, None) and name.startswith("Gateway") and "t" in properties:
            self._by_code[code] = name

    def _check(self, where: str, name: str, frame: Json) -> list[Violation]:
        if name not in self._validators:
            schema = {"definitions": self._definitions, "$ref": "#/definitions/" + urllib.parse.quote(name)}
            self._validators[name] = jsonschema_rs.Draft7Validator(schema)
        validator, frame = self._validators[name], _whole(frame)
        if validator.is_valid(frame):
            return []
        errors = validator.iter_errors(frame)
        return [Violation(where, name, "/".join(map(str, each.instance_path)), each.message[:220]) for each in errors]


def _whole(frame: Json) -> Json:
    """Half a character can be typed and travels as an escape, but the validator only takes whole ones."""
    whole: Json = json.loads(json.dumps(frame, ensure_ascii=False).encode(errors="replace"))
    return whole


def _open_bit_fields(node: Any) -> None:
    if isinstance(node, list):
        for each in node:
            _open_bit_fields(each)
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        if key in BIT_FIELDS and isinstance(value, dict) and value.keys() & {"$ref", "enum", "const"}:
            node[key] = {"type": "integer"}
        else:
            _open_bit_fields(value)
