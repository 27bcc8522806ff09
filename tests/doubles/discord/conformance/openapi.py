"""Requests and responses against the OpenAPI document.

A request body is checked twice: as the document stands, and with every object closed, so that a mistyped field is
seen. Where an alternative fails, the one that was meant is found by its `type`, so that the message names the field.
"""

import copy
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import jsonschema_rs

from tests.doubles.discord.conformance.overlays import overlaid
from tests.doubles.discord.conformance.violation import Violation, without_known
from tests.doubles.discord.wire import Json

METHODS: Final = ("get", "post", "put", "patch", "delete")
DEEPEST: Final = 12
JSON_TYPES: Final[dict[Any, str]] = {dict: "object", list: "array", str: "string"}


@dataclass(frozen=True)
class Operation:
    id: str
    method: str
    template: str
    pattern: re.Pattern[str]
    raw: Json
    parameters: Mapping[tuple[str, str], Json]

    @property
    def needs_token(self) -> bool:
        ways = self.raw.get("security", [])
        return {"BotToken": []} in ways and {} not in ways


class OpenApi:
    def __init__(self, document: Json) -> None:
        self._document = overlaid(document)
        self._open: Json = document["components"]
        self._closed: Json = _close(copy.deepcopy(document["components"]))
        self._validators: dict[Any, Any] = {}
        self._operations: dict[tuple[str, int], list[Operation]] = {}
        for operation in _operations(document):
            key = (operation.method, operation.template.count("/"))
            self._operations.setdefault(key, []).append(operation)

    def find(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        for operation in self._operations.get((method, path.count("/")), []):
            if found := operation.pattern.match(path):
                return operation, found.groupdict()
        return None

    def check_body(self, operation: Operation, body: Any) -> list[Violation]:
        wanted = operation.raw.get("requestBody")
        if wanted is None or body is None:
            return _check_presence(operation, wanted, body)
        content = wanted["content"].get("application/json")
        if content is None:
            return []
        for is_closed in (False, True):
            checked = without_known(operation.id, body) if is_closed else body
            if not self._validator((operation.id, "body"), content["schema"], is_closed).is_valid(checked):
                return list(self._walk(Search("request", operation.id, is_closed), content["schema"], checked))
        return []

    def check_response(self, operation: Operation, status: int, body: Any) -> list[Violation]:
        answers = operation.raw["responses"]
        known = answers.get(str(status)) or (answers.get("4XX") if 400 <= status < 500 else None)
        if known is None:
            return [Violation("response", operation.id, "", f"status {status} is not in the document")]
        content = self._follow(known).get("content", {}).get("application/json")
        if content is None:
            return [] if body is None else [Violation("response", operation.id, "", f"status {status} has no body")]
        if self._validator((operation.id, status), content["schema"], False).is_valid(body):
            return []
        return list(self._walk(Search("response", operation.id, False), content["schema"], body))

    def check_parameters(
        self, operation: Operation, path: Mapping[str, str], query: Mapping[str, str]
    ) -> list[Violation]:
        given = {("path", name): value for name, value in path.items()}
        given |= {("query", name): value for name, value in query.items()}
        found: list[Violation] = []
        for (where, name), parameter in operation.parameters.items():
            if (where, name) in given:
                found += self._check_parameter(operation, where, parameter, given[where, name])
            elif where in ("path", "query") and parameter.get("required"):
                found.append(Violation(where, operation.id, name, "it is required"))
        extra = [name for name in query if ("query", name) not in operation.parameters]
        return found + [
            Violation("query", operation.id, name, f"{name} is not in the document", True) for name in extra
        ]

    def _check_parameter(self, operation: Operation, where: str, parameter: Json, raw: str) -> list[Violation]:
        schema, name = parameter["schema"], parameter["name"]
        validator = self._validator((operation.id, where, name), schema, False)
        if any(validator.is_valid(value) for value in _readings(raw, self._follow(schema))):
            return []
        return [Violation(where, operation.id, name, f"{raw!r} does not fit")]

    def _validator(self, key: Any, schema: Json, is_closed: bool) -> Any:
        if (key, is_closed) not in self._validators:
            made = {"components": self._closed, **_close(copy.deepcopy(schema))} if is_closed else None
            formats = {"snowflake": lambda _: True, "nonce": lambda _: True}
            self._validators[key, is_closed] = jsonschema_rs.Draft202012Validator(
                made or {"components": self._open, **schema}, validate_formats=True, formats=formats
            )
        return self._validators[key, is_closed]

    def _follow(self, schema: Json) -> Json:
        while "$ref" in schema:
            node: Any = self._document
            for part in schema["$ref"].removeprefix("#/").split("/"):
                node = node[part]
            schema = node
        return schema

    def _walk(self, search: "Search", schema: Json, body: Any, base: str = "", depth: int = 0) -> Iterator[Violation]:
        validator = self._validator(json.dumps(schema, sort_keys=True), schema, search.is_closed)
        for error in validator.iter_errors(body):
            inner = body
            for part in error.instance_path:
                inner = inner[part]
            here = base + "".join(f"/{part}" for part in error.instance_path)
            keyword = error.schema_path[-1] if error.schema_path else ""
            meant = self._meant(search, schema, list(error.schema_path), inner) if depth < DEEPEST else None
            if meant is not None:
                yield from self._walk(search, meant, inner, here, depth + 1)
            else:
                is_unknown = keyword == "additionalProperties"
                yield Violation(search.where, search.operation, here, error.message[:300], is_unknown)

    def _meant(self, search: "Search", schema: Json, path: list[Any], body: Any) -> Json | None:
        """The alternative that `body` was meant to be, if an alternative is what failed."""
        if not path or path[-1] not in ("oneOf", "anyOf"):
            return None
        parts = self._closed if search.is_closed else self._open
        node: Any = {"components": parts, **schema}
        for part in path[:-1]:
            if isinstance(node, dict) and part == "$ref":
                node = self._follow(node)
            else:
                node = node[int(part)] if isinstance(node, list) else node[part]
        alternatives = [self._follow(each) for each in node.get("oneOf") or node.get("anyOf") or []]
        return self._closest(alternatives, body)

    def _closest(self, alternatives: list[Json], body: Any) -> Json | None:
        if body is not None:
            alternatives = [each for each in alternatives if each.get("type") != "null"]
        if isinstance(body, dict):
            by_type = [each for each in alternatives if body.get("type") in self._types_of(each)]
            ranked = sorted(by_type or alternatives, key=lambda each: -len(body.keys() & each.get("properties", {})))
            return ranked[0] if ranked and ranked[0].get("properties") else None
        same = [each for each in alternatives if each.get("type") == JSON_TYPES.get(type(body))]
        return same[0] if len(same) == 1 else None

    def _types_of(self, schema: Json) -> list[Any]:
        return self._follow(schema.get("properties", {}).get("type", {})).get("enum") or []


@dataclass(frozen=True)
class Search:
    where: str
    operation: str
    is_closed: bool


def _operations(document: Json) -> list[Operation]:
    """Literal segments win over parameters: `@original` over `{message_id}`."""
    found = []
    for template, item in document["paths"].items():
        pattern = re.compile("^" + re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template)) + "$")
        for method in METHODS:
            if method in item:
                raw = item[method]
                listed = item.get("parameters", []) + raw.get("parameters", [])
                parameters = {(each["in"], each["name"]): each for each in listed}
                found.append(Operation(raw["operationId"], method.upper(), template, pattern, raw, parameters))
    return sorted(found, key=lambda operation: operation.template.count("{"))


def _close(node: Any) -> Any:
    if isinstance(node, dict):
        is_plain = "additionalProperties" not in node and "allOf" not in node
        if node.get("type") == "object" and "properties" in node and is_plain:
            node["additionalProperties"] = False
        for each in node.values():
            _close(each)
    elif isinstance(node, list):
        for each in node:
            _close(each)
    return node


def _check_presence(operation: Operation, wanted: Json | None, body: Any) -> list[Violation]:
    if wanted is None and body is not None:
        return [Violation("request", operation.id, "", "a body was sent to an operation that takes none")]
    if wanted is not None and wanted.get("required"):
        return [Violation("request", operation.id, "", "no body was sent")]
    return []


def _readings(raw: str, schema: Json) -> list[Any]:
    """What the text in a URL may stand for. 0 and 1 are booleans there, by the reference."""
    kinds = schema.get("type", "string")
    readings: list[Any] = [raw]
    if raw.lstrip("-").isdigit():
        readings.append(int(raw))
    if raw.lower() in ("true", "false"):
        readings.append(raw.lower() == "true")
    if "boolean" in kinds and raw in ("0", "1"):
        readings.append(raw == "1")
    if "array" in kinds:
        readings.append([raw])
    return readings
