"""What travels: plain JSON objects, and the service's own errors with their numbers."""

from types import MappingProxyType
from typing import Any, Final

Json = dict[str, Any]
Answer = tuple[int, Any]
"""A status and the body, None for none."""

ERRORS: Final = MappingProxyType(
    {
        0: (404, "404: Not Found"),
        10003: (404, "Unknown Channel"),
        10004: (404, "Unknown Guild"),
        10007: (404, "Unknown Member"),
        10008: (404, "Unknown Message"),
        10013: (404, "Unknown User"),
        10014: (400, "Unknown Emoji"),
        10015: (404, "Unknown Webhook"),
        10062: (404, "Unknown interaction"),
        10063: (404, "Unknown application command"),
        30010: (400, "Maximum number of reactions reached (20)"),
        30046: (429, "Maximum number of edits to messages older than 1 hour reached. Try again later"),
        40003: (403, "You are opening direct messages too fast."),
        40060: (400, "Interaction has already been acknowledged."),
        40067: (400, "A tag is required to create a forum post in this channel"),
        50001: (403, "Missing Access"),
        50005: (403, "Cannot edit a message authored by another user"),
        50006: (400, "Cannot send an empty message"),
        50007: (403, "Cannot send messages to this user"),
        50008: (400, "Cannot send messages in a non-text channel"),
        50013: (403, "Missing Permissions"),
        50024: (403, "Cannot execute action on this channel type"),
        50027: (401, "Invalid Webhook Token"),
        50033: (400, "Invalid Recipient(s)"),
        50035: (400, "Invalid Form Body"),
        50083: (400, "Thread is archived"),
        50278: (403, "Cannot send messages to this user due to having no mutual guilds"),
        160004: (400, "A thread has already been created for this message"),
    }
)


class DiscordError(Exception):
    """The service says no. `errors` is the tree that says which field is meant."""

    def __init__(self, code: int, errors: Json | None = None, *, status: int = 0, message: str = "") -> None:
        usual_status, usual_message = ERRORS.get(code, (400, "Bad Request"))
        self.code, self.errors = code, errors
        self.status, self.message = status or usual_status, message or usual_message
        super().__init__(f"{self.status} {code} {self.message}")

    def body(self) -> Json:
        return {"message": self.message, "code": self.code} | ({"errors": self.errors} if self.errors else {})


class TooMany(Exception):
    """A 429. `code` is 0 but for the limits that have a number of their own."""

    def __init__(self, wait: float, scope: str, headers: dict[str, str], code: int = 0) -> None:
        super().__init__(f"429 {scope} {wait:.3f}")
        self.wait, self.scope, self.headers, self.code = wait, scope, headers, code

    def body(self) -> Json:
        words = ERRORS[self.code][1] if self.code else "You are being rate limited."
        told = {"message": words, "retry_after": round(self.wait, 3), "global": self.scope == "global"}
        return told | ({"code": self.code} if self.code else {})

    def all_headers(self) -> dict[str, str]:
        scope = {"X-RateLimit-Scope": self.scope, "Retry-After": str(int(self.wait) + 1)}
        return self.headers | scope | ({"X-RateLimit-Global": "true"} if self.scope == "global" else {})


def bad_form(path: str, message: str, code: str = "BASE_TYPE_BAD_LENGTH") -> DiscordError:
    """One wrong field, as the service says it: the tree of names down to `_errors`."""
    return DiscordError(50035, form_errors([(path, message, code)]))


def form_errors(wrong: list[tuple[str, str, str]]) -> Json:
    root: Json = {}
    for path, message, code in wrong:
        node = root
        for part in filter(None, path.split("/")):
            node = node.setdefault(part, {})
        node.setdefault("_errors", []).append({"code": code, "message": message})
    return root
