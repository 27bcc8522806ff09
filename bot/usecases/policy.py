"""How a community is set up, for its moderators."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.commands.homes import Prefer, SetPlace
from bot.commands.values import Ask, Settings
from bot.errors import BadText, Refused
from bot.model.digests import DigestKind
from bot.model.language import Language
from bot.model.outcome import FormAbout, FormView, Outcome
from bot.model.places import NO, ROOMS, YES, Community, PlaceKind, PlaceRef
from bot.model.policy import Kind
from bot.model.view import View
from bot.ports import Tx
from bot.rules import numbers
from bot.rules import policy as rules
from bot.texts.numbers import all_numbers, numbers_form
from bot.texts.parts import Facts
from bot.texts.policy import LOOK, NUMBERS, look_of, setup, zone_form
from bot.texts.refusals import sentence
from bot.texts.sentences import say
from bot.usecases import cards, digests, places, views
from bot.usecases.settling import meet

_NEEDED = (PlaceKind.HELP, PlaceKind.THANKS, PlaceKind.CARE)

SETUP, SETUP_LOOK = "setup", "setup look"
"""The results of outcomes that show how a community is set up, a page each."""

Look = Callable[[View], Outcome]
Page = Callable[[Tx, View], Outcome]


def show_setup(tx: Tx, command: Ask, now: datetime) -> Outcome:
    """`value` names the page, if it is not the first one."""
    return _as_moderator(tx, command, now, lambda view: _page(command.value)(tx, view))


def turn_kind(tx: Tx, command: Ask, now: datetime) -> Outcome:
    """`value` is a kind and "on" or "off"."""
    save = _saving(tx, command, _shown)
    return _as_moderator(tx, command, now, lambda view: save(view, lambda: _turned(view.community, command.value)))


def _turned(community: Community, value: str) -> Community:
    name, _, state = value.partition(" ")
    kind = next((kind for kind in Kind if kind.value == name), None)
    if kind is None or state not in ("on", "off"):
        raise Refused("not_a_choice")
    kinds = community.policy.kinds | {kind} if state == "on" else community.policy.kinds - {kind}
    if not kinds:
        raise Refused("one_kind_stays")
    return replace(community, policy=replace(community.policy, kinds=kinds))


def turn_digest(tx: Tx, command: Ask, now: datetime) -> Outcome:
    """`value` is a kind of digest and "on" or "off"."""
    save = _saving(tx, command, _look)
    return _as_moderator(tx, command, now, lambda view: save(view, lambda: _switched(view.community, command.value)))


def _switched(community: Community, value: str) -> Community:
    name, _, state = value.partition(" ")
    if name not in list(DigestKind) or state not in ("on", "off"):
        raise Refused("not_a_choice")
    policy, is_on = community.policy, state == "on"
    switched = replace(policy, digest=is_on) if name == DigestKind.OPEN else replace(policy, weekly=is_on)
    return replace(community, policy=switched)


def open_numbers(tx: Tx, command: Ask, now: datetime) -> Outcome:
    """`value` names the group of them, if it is not the first one."""
    page = _group(command.value)

    def look(view: View) -> Outcome:
        values = numbers.numbers_of(view.community.policy, page)
        return Outcome("form", form=numbers_form(view, values, {}, page))

    return _as_moderator(tx, command, now, look)


def set_numbers(tx: Tx, command: Settings, now: datetime) -> Outcome:
    page = _group(command.page)

    def change(community: Community) -> Community:
        return replace(community, policy=numbers.with_numbers(community.policy, command.values, page))

    def form(view: View, values: Facts, errors: Facts) -> FormView:
        return numbers_form(view, values, errors, page)

    return _filled(tx, command, now, change, form, _shown if page is FormAbout.NUMBERS else _all_numbers)


def _group(name: str) -> FormAbout:
    return next((page for page in numbers.PAGES if page.value == name), FormAbout.NUMBERS)


def choose_language(tx: Tx, command: Ask, now: datetime) -> Outcome:
    """Of what everybody reads; `value` is its tag. What is up already is said anew in it."""

    def change(community: Community) -> Community:
        if command.value not in list(Language):
            raise Refused("not_a_choice")
        cards.draw_all_again(tx, community.id)
        return replace(community, language=Language(command.value))

    save = _saving(tx, command, _look)
    return _as_moderator(tx, command, now, lambda view: save(view, lambda: change(view.community)))


def choose_zone(tx: Tx, command: Ask, now: datetime) -> Outcome:
    """`value` is the zone; without one the form opens in which it can be typed."""
    if command.value:
        chosen = Settings(command.actor, command.community_id, command.origin, {"zone": command.value})
        return set_zone(tx, chosen, now)

    def look(view: View) -> Outcome:
        return Outcome("form", form=zone_form(view, {"zone": view.community.timezone}, {}))

    return _as_moderator(tx, command, now, look)


def set_zone(tx: Tx, command: Settings, now: datetime) -> Outcome:
    def change(community: Community) -> Community:
        return replace(community, timezone=rules.zone(command.values.get("zone", "")))

    return _filled(tx, command, now, change, zone_form, _look)


def _filled(
    tx: Tx,
    command: Settings,
    now: datetime,
    change: Callable[[Community], Community],
    form: Callable[[View, Facts, Facts], FormView],
    page: Page,
) -> Outcome:
    """Saved, or handed back with the field that needs another look."""
    ask = Ask(command.actor, command.community_id, command.origin)
    save = _saving(tx, ask, page)

    def look(view: View) -> Outcome:
        try:
            return save(view, lambda: change(view.community))
        except BadText as no:
            once_more = form(view, command.values, {no.field: sentence(view, no.message, no.facts)})
            return Outcome(f"refused: {no.message}", form=once_more)

    return _as_moderator(tx, ask, now, look)


def _saving(tx: Tx, command: Ask, page: Page) -> Callable[[View, Callable[[], Community]], Outcome]:
    """To be asked for before the origin is settled: a repeat changes nothing, whatever has changed since."""
    is_repeat = tx.origins.known(command.community_id, command.origin)

    def save(view: View, change: Callable[[], Community]) -> Outcome:
        changed = view.community if is_repeat else change()
        if changed != view.community:
            tx.communities.save_policy(changed)
            digests.follow_policy(tx, changed, view.now)
        return page(tx, views.bare(tx, changed, view.reader_id, view.now))

    return save


def set_place(tx: Tx, command: SetPlace, now: datetime) -> Outcome:
    """Where requests, thanks and the care team's notes are read from now on."""

    def look(view: View) -> Outcome:
        if command.at.ref:
            places.set_place(tx, view.community.id, PlaceKind(command.kind), command.at)
            digests.look_soon(tx, view.community.id, view.now)
        return _shown(tx, view)

    return _as_moderator(tx, Ask(command.actor, command.community_id, command.origin), now, look)


def prefer(tx: Tx, command: Prefer, now: datetime) -> Outcome:
    """How the adapter draws and arranges things in this home from now on."""

    def look(view: View) -> Outcome:
        home = tx.communities.home(command.home)
        if home is not None and home.community_id == view.community.id:
            rooms = {} if command.offers_rooms is None else {ROOMS: YES if command.offers_rooms else NO}
            preferences = home.preferences | {command.name: command.value} | rooms
            tx.communities.save_home(replace(home, preferences=preferences))
        return _page(command.page)(tx, view)

    return _as_moderator(tx, Ask(command.actor, command.community_id, command.origin), now, look)


def preferences(tx: Tx, home: PlaceRef, now: datetime) -> dict[str, str]:
    found = tx.communities.home(home)
    return {} if found is None else found.preferences


def _as_moderator(tx: Tx, command: Ask, now: datetime, look: Look) -> Outcome:
    view = views.bare(tx, *meet(tx, command, now), now)
    try:
        if not command.actor.is_moderator:
            raise Refused("moderators_only")
        return look(view)
    except Refused as no:
        return Outcome(f"refused: {no.message}", say(no.message, view, no.facts))


def _page(name: str) -> Page:
    return {LOOK: _look, NUMBERS: _all_numbers}.get(name, _shown)


def _shown(tx: Tx, view: View) -> Outcome:
    missing = tuple(kind.value for kind in _NEEDED if tx.places.of_kind(view.community.id, kind) is None)
    return Outcome(SETUP, setup(view, missing))


def _look(tx: Tx, view: View) -> Outcome:
    return Outcome(SETUP_LOOK, look_of(view))


def _all_numbers(tx: Tx, view: View) -> Outcome:
    return Outcome("setup numbers", all_numbers(view))
