"""How a community is set up, for its moderators."""

from dataclasses import replace
from datetime import datetime

from bot.commands.values import Ask, Prefer, SetPlace
from bot.errors import Refused
from bot.model.outcome import Outcome
from bot.model.places import Community, PlaceKind, PlaceRef
from bot.model.policy import Kind
from bot.ports import Tx
from bot.texts.boards import setup
from bot.texts.sentences import say
from bot.usecases import places, views
from bot.usecases.settling import meet

_NEEDED = (PlaceKind.HELP, PlaceKind.THANKS, PlaceKind.CARE)


def show_setup(tx: Tx, command: Ask, now: datetime) -> Outcome:
    return _as_moderator(tx, command, now, "")


def turn_kind(tx: Tx, command: Ask, now: datetime) -> Outcome:
    """`value` is a kind and "on" or "off"."""
    return _as_moderator(tx, command, now, command.value)


def set_place(tx: Tx, command: SetPlace, now: datetime) -> Outcome:
    """Where requests, thanks and the care team's notes are read from now on."""
    community, me = meet(tx, Ask(command.actor, command.community_id, command.origin), now)
    if not command.actor.is_moderator:
        return Outcome("refused: moderators_only", say("moderators_only", views.bare(community, me, now), {}))
    if command.at.ref:
        places.set_place(tx, community.id, PlaceKind(command.kind), command.at)
    return Outcome("setup", setup(community, _missing(tx, community)))


def prefer(tx: Tx, command: Prefer, now: datetime) -> Outcome:
    """How the adapter draws and arranges things in this home from now on."""
    community, me = meet(tx, Ask(command.actor, command.community_id, command.origin), now)
    if not command.actor.is_moderator:
        return Outcome("refused: moderators_only", say("moderators_only", views.bare(community, me, now), {}))
    home = tx.communities.home(command.home)
    if home is not None and home.community_id == community.id:
        preferences = home.preferences | {command.name: command.value}
        tx.communities.save_home(replace(home, preferences=preferences))
    return Outcome("setup", setup(community, _missing(tx, community)))


def preferences(tx: Tx, home: PlaceRef, now: datetime) -> dict[str, str]:
    found = tx.communities.home(home)
    return {} if found is None else found.preferences


def _missing(tx: Tx, community: Community) -> tuple[str, ...]:
    return tuple(kind.value for kind in _NEEDED if tx.places.of_kind(community.id, kind) is None)


def _as_moderator(tx: Tx, command: Ask, now: datetime, change: str) -> Outcome:
    is_repeat = tx.origins.known(command.community_id, command.origin)
    community, me = meet(tx, command, now)
    try:
        if not command.actor.is_moderator:
            raise Refused("moderators_only")
        changed = _changed(community, change) if change and not is_repeat else community
    except Refused as no:
        return Outcome(f"refused: {no.message}", say(no.message, views.bare(community, me, now), no.facts))
    if changed != community:
        tx.communities.save_policy(changed)
    return Outcome("setup", setup(changed, _missing(tx, community)))


def _changed(community: Community, change: str) -> Community:
    name, _, state = change.partition(" ")
    kind = next((kind for kind in Kind if kind.value == name), None)
    if kind is None or state not in ("on", "off"):
        raise Refused("not_a_choice")
    kinds = community.policy.kinds | {kind} if state == "on" else community.policy.kinds - {kind}
    if not kinds:
        raise Refused("one_kind_stays")
    return replace(community, policy=replace(community.policy, kinds=kinds))
