"""The tags of a forum that say how far a request is. Servers make them; we use those that are there."""

from collections.abc import Iterable

import discord

from bot.model.wording import Stage

MOST = 5
"""Tags that one post may carry."""
_NAMES = {
    Stage.OPEN: ("open",),
    Stage.CLAIMED: ("claimed",),
    Stage.DONE: ("done", "closed"),
    Stage.CLOSED: ("closed", "done"),
}
"""The first that the forum has is used."""
_OURS = frozenset(name for names in _NAMES.values() for name in names)


def tags_for(
    forum: discord.ForumChannel, stage: Stage, applied: Iterable[discord.ForumTag] = (), *, may_moderate: bool = False
) -> list[discord.ForumTag]:
    """What people have applied stays, but for the tag that said how far it was before."""
    kept = [tag for tag in applied if not _is_ours(tag)]
    by_name = {_name(tag): tag for tag in forum.available_tags if may_moderate or not tag.moderated}
    fitting = next((by_name[name] for name in _NAMES[stage] if name in by_name), None)
    return kept if fitting is None else [*kept[: MOST - 1], fitting]


def lacks_tags(forum: discord.ForumChannel) -> bool:
    """Whether a post of ours could not be made there: it must carry a tag, and none says how far it is."""
    return forum.flags.require_tag and not all(tags_for(forum, stage) for stage in Stage)


def _is_ours(tag: discord.ForumTag) -> bool:
    return _name(tag) in _OURS


def _name(tag: discord.ForumTag) -> str:
    return tag.name.strip().casefold()
