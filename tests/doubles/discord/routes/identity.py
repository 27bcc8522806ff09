"""Who the bot is, where its Gateway is, and who somebody is."""

from typing import Final

from tests.doubles.discord.call import Call, Routes
from tests.doubles.discord.telling import APPLICATION_FLAGS
from tests.doubles.discord.wire import Answer, DiscordError


def me(call: Call) -> Answer:
    private = {"mfa_enabled": True, "locale": "en-US", "verified": True, "email": None, "premium_type": 0}
    return 200, call.world.bot | private


def application(call: Call) -> Answer:
    world = call.world
    told = {"id": world.bot["id"], "name": "Barnraiser", "icon": None, "description": "mutual aid", "type": None}
    told |= {"bot": world.bot, "owner": world.bot, "bot_public": True, "bot_require_code_grant": False, "team": None}
    told |= {"verify_key": "00" * 32, "flags": APPLICATION_FLAGS, "flags_new": str(APPLICATION_FLAGS)}
    told |= {
        "redirect_uris": [],
        "interactions_endpoint_url": world.interactions_endpoint_url,
        "role_connections_verification_url": None,
    }
    told |= {"approximate_guild_count": len(world.guilds), "approximate_user_install_count": 0}
    told |= {"approximate_user_authorization_count": 0, "explicit_content_filter": 0}
    return 200, told | {"eligible_oauth2_scopes": ["bot", "applications.commands"]}


def gateway(call: Call) -> Answer:
    start = {"total": 1000, "remaining": call.stage.gateway.starts_left, "reset_after": 14400000, "max_concurrency": 16}
    known = call.stage.gateway
    return 200, {"url": known.address, "shards": known.shards, "session_start_limit": start}


def user(call: Call) -> Answer:
    user_id = call.values["user_id"]
    if user_id not in call.world.users:
        raise DiscordError(10013)
    return 200, call.world.users[user_id]


ROUTES: Final[Routes] = {
    ("GET", "/users/@me"): me,
    ("GET", "/oauth2/applications/@me"): application,
    ("GET", "/applications/@me"): application,
    ("GET", "/gateway/bot"): gateway,
    ("GET", "/users/{user_id}"): user,
}
