"""The tags of a forum that say how far a request is. Servers make them; we use those that are there."""

from collections.abc import Iterable
from functools import cache

import discord

from adapters.discord.texts import TAGS, say
from bot.model.language import Language
from bot.model.wording import Stage

MOST = 5
"""Tags that one post may carry."""
_MEANT = {
    Stage.OPEN: ("open",),
    Stage.CLAIMED: ("claimed",),
    Stage.DONE: ("done", "closed"),
    Stage.CLOSED: ("closed", "done"),
}
"""The first that the forum has is used."""


@cache
def _names(stage: Stage) -> tuple[str, ...]:
    """What such a tag may be called: moderators make them, in a language of theirs."""
    return tuple(say(each, TAGS[meant]).casefold() for meant in _MEANT[stage] for each in Language)


def tags_for(
    forum: discord.ForumChannel, stage: Stage, applied: Iterable[discord.ForumTag] = (), *, may_moderate: bool = False
) -> list[discord.ForumTag]:
    """What people have applied stays, but for the tag that said how far it was before."""
    kept = [tag for tag in applied if not _is_ours(tag)]
    by_name = {_name(tag): tag for tag in forum.available_tags if may_moderate or not tag.moderated}
    fitting = next((by_name[name] for name in _names(stage) if name in by_name), None)
    return kept if fitting is None else [*kept[: MOST - 1], fitting]


def lacks_tags(forum: discord.ForumChannel) -> bool:
    """Whether a post of ours could not be made there: it must carry a tag, and none says how far it is."""
    return forum.flags.require_tag and not all(tags_for(forum, stage) for stage in Stage)


def _is_ours(tag: discord.ForumTag) -> bool:
    return any(_name(tag) in _names(stage) for stage in Stage)


def _name(tag: discord.ForumTag) -> str:
    return tag.name.strip().casefold()
