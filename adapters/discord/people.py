"""Who acts, as Discord vouches for it at this moment."""

from dataclasses import replace

import discord

from bot.model.language import Language, language_of
from bot.model.people import Account, Actor, Role

PLATFORM = "discord"
NAME_LIMIT = 100
"""Characters of the longest name there is, a server's."""
NAMELESS = "A neighbour"


def account(user_id: int) -> Account:
    return Account(PLATFORM, str(user_id))


def actor_in(interaction: discord.Interaction) -> Actor:
    """Whoever may manage the server looks after the community. In private nobody does."""
    is_moderator = interaction.guild_id is not None and interaction.permissions.manage_guild
    roles = frozenset({Role.MEMBER, Role.MODERATOR}) if is_moderator else frozenset({Role.MEMBER})
    user = interaction.user
    return Actor(account(user.id), readable(user.display_name), roles, user.bot, str(interaction.locale))


def language_in(interaction: discord.Interaction) -> Language:
    """Of the person; for those who read one that we don't speak, of the server."""
    return language_of(str(interaction.locale)) or language_of(str(interaction.guild_locale)) or Language.ENGLISH


def member(user: discord.abc.User) -> Actor:
    return Actor(account(user.id), readable(user.display_name), is_bot=user.bot)


def volunteer(actor: Actor) -> Actor:
    return replace(actor, roles=actor.roles | {Role.VOLUNTEER})


def readable(name: str, otherwise: str = NAMELESS) -> str:
    """A name without what cannot be seen, turns text around, or fits into no database."""
    return "".join(sign for sign in name if sign.isprintable()).strip()[:NAME_LIMIT] or otherwise
