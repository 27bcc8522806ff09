"""The link that brings the bot into a server."""

from urllib.parse import urlencode

from adapters.discord.setup.permissions import ever_needed

AUTHORIZE = "https://discord.com/oauth2/authorize"
SCOPES = "bot applications.commands"


def invitation(application_id: int) -> str:
    asked = {"client_id": application_id, "scope": SCOPES, "permissions": ever_needed().value}
    return f"{AUTHORIZE}?{urlencode(asked)}"
