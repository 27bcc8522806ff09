"""A person in front of a Discord client. They can do what the client lets them do, and nothing else."""

from collections.abc import Collection
from typing import Any, Final

from tests.doubles.discord import board
from tests.doubles.discord.acting import Refused, begin, carry_out, find_command, need, resolved
from tests.doubles.discord.bits import LINK_STYLE, SELECTS, THREADS, Act, Flag, P, Part
from tests.doubles.discord.filling import checked_values, chosen_ids, filled
from tests.doubles.discord.interaction import Shown
from tests.doubles.discord.permissions import permissions
from tests.doubles.discord.stage import PATIENCE, Stage
from tests.doubles.discord.wire import Json

SLASH, OF_PERSON, OF_MESSAGE = 1, 2, 3
GROUPS: Final = (1, 2)
"""Options that are subcommands or groups of them."""
Seen = Json | Shown
"""A message, or what an act brought up, if that is a message."""


class Person:
    """`at` is the channel they look at; whatever they do happens there unless told otherwise."""

    def __init__(self, stage: Stage, user: Json, at: Json | None, locale: str = "en-US") -> None:
        self._stage, self.user, self.id, self.at, self.locale = stage, user, str(user["id"]), at, locale
        self._dismissed: set[str] = set()

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    def direct(self) -> Json:
        """Their private channel with the bot."""
        return self._stage.world.add_direct(self.id)

    def close_directs(self) -> None:
        self._stage.world.closed_directs.add(self.id)

    def open_directs(self) -> None:
        self._stage.world.closed_directs.discard(self.id)

    # Commands

    async def slash(self, command: str, /, *, at: Json | None = None, **options: Any) -> Shown:
        """`command` may name a subcommand: "helpmod close"."""
        channel = self._here(at, P.USE_APPLICATION_COMMANDS)
        return await self._command(channel, command, options)

    async def complete(self, command: str, option: str, typed: str, *, at: Json | None = None) -> list[Any]:
        """What the client offers while `option` is being typed."""
        channel = self._here(at, P.USE_APPLICATION_COMMANDS)
        found = await self._command(channel, command, {option: typed}, focused=option)
        return found.choices or []

    async def message_menu(self, name: str, message: Seen) -> Shown:
        target = self._visible(message)
        return await self._menu(OF_MESSAGE, name, self._channel(target), target["id"], {"messages": target})

    async def user_menu(self, name: str, person: "Person", *, at: Json | None = None) -> Shown:
        channel = self._here(at, P.USE_APPLICATION_COMMANDS)
        found = resolved(self._stage, channel, self.id, [person.id])
        things = {kind: each[person.id] for kind, each in found.items()}
        return await self._menu(OF_PERSON, name, channel, person.id, things)

    # Components

    async def press(self, message: Seen, button: str) -> Shown:
        """`button` is its label or its custom_id."""
        target = self._visible(message)
        found = self._component(target, button, frozenset({Part.BUTTON}))
        if found["style"] >= LINK_STYLE:
            raise Refused(f"{button!r} is a link")
        data = {"custom_id": found["custom_id"], "component_type": int(Part.BUTTON), "id": found["id"]}
        return await self._act(Act.PRESS, self._channel(target), data, target["id"])

    async def choose(self, message: Seen, select: str, values: Any) -> Shown:
        """`select` is its placeholder or its custom_id; `values` as in a form."""
        target = self._visible(message)
        found, channel = self._component(target, select, SELECTS), self._channel(target)
        chosen = checked_values(found | {"required": found["min_values"] > 0}, values)
        data = {"custom_id": found["custom_id"], "component_type": found["type"], "id": found["id"], "values": chosen}
        if found["type"] != Part.SELECT:
            data["resolved"] = resolved(self._stage, channel, self.id, chosen)
        return await self._act(Act.PRESS, channel, data, target["id"])

    async def fill(self, opened: Shown, /, **values: Any) -> Shown:
        """Fills in the form that is open and sends it off. Fields are named by custom_id or label."""
        if opened.modal is None:
            raise Refused("no form is open")
        channel = self._stage.world.channel(opened.channel_id)
        rows = filled(opened.modal, values)
        data = {"custom_id": opened.modal["custom_id"], "components": rows}
        things = resolved(self._stage, channel, self.id, chosen_ids(rows))
        data |= {"resolved": things} if things else {}
        origin = self._stage.world.interactions[opened.token].message_id
        return await self._act(Act.SUBMIT, channel, data, origin)

    # Words and hands

    async def say(self, text: str, *, at: Json | None = None) -> Json:
        channel = self._here(at)
        is_thread = channel["type"] in THREADS
        need(self._stage, self.id, channel, P.SEND_MESSAGES_IN_THREADS if is_thread else P.SEND_MESSAGES)
        self._stage.deeds.append((self.id, {"content": text}))
        message = board.post(self._stage.world, channel["id"], self.id, {"content": text})
        self._stage.tell_message("MESSAGE_CREATE", message)
        return message

    async def delete(self, message: Seen) -> None:
        target = self._visible(message)
        if target["author"]["id"] != self.id:
            need(self._stage, self.id, self._channel(target), P.MANAGE_MESSAGES)
        self._stage.world.delete_message(target)
        self._stage.tell_deleted(target)

    async def react(self, message: Seen, emoji: str, *, is_told: bool = True) -> None:
        """Without `is_told` no event is sent, as when the bot is away for longer than a session lives."""
        target = self._visible(message)
        channel = self._channel(target)
        if self._stage.world.is_ephemeral(target["id"]):
            raise Refused("nobody can react to a private answer")
        if channel["type"] in THREADS and channel["thread_metadata"]["archived"]:
            raise Refused("the thread is archived")
        people = self._stage.world.reactions.setdefault(target["id"], {}).setdefault(emoji, [])
        need(self._stage, self.id, channel, P.READ_MESSAGE_HISTORY, *(() if people else (P.ADD_REACTIONS,)))
        if self.id in people:
            raise Refused(f"{emoji} is there already")
        people.append(self.id)
        if is_told:
            self._stage.tell_reaction(target, self.id, emoji, is_added=True)

    async def unreact(self, message: Seen, emoji: str, *, is_told: bool = True) -> None:
        target = self._visible(message)
        people = self._stage.world.reactions.get(target["id"], {}).get(emoji, [])
        if self.id not in people:
            raise Refused(f"no {emoji} of theirs is there")
        people.remove(self.id)
        if is_told:
            self._stage.tell_reaction(target, self.id, emoji, is_added=False)

    # Eyes

    def sees(self, at: Json | None = None) -> list[Json]:
        """Every message they can read, or those in one channel, oldest first."""
        channels = [at] if at else self._stage.world.channels.values()
        here = [each for channel in channels for each in self._stage.world.messages.get(channel["id"], {}).values()]
        found = [self._shown(each) for each in here if self._may_read(each)]
        return sorted(found, key=lambda each: int(each["id"]))

    def reads(self, seen: Seen) -> str:
        """All the words of it, as it is now."""
        return board.words(self._visible(seen))

    async def wait_for(self, text: str, *, at: Json | None = None, within: float = PATIENCE) -> Json:
        """The newest message they can read that holds this text, as soon as there is one."""

        def found() -> list[Json]:
            return [each for each in self.sees(at) if text in board.words(each)]

        try:
            await self._stage.until(lambda: bool(found()), within)
        except TimeoutError:
            what = "\n---\n".join(board.words(each) for each in self.sees(at))
            raise AssertionError(f"{self.user['username']} never saw {text!r}, but:\n{what}") from None
        return found()[-1]

    def restart_client(self) -> None:
        """Private answers do not outlive the client."""
        self._dismissed |= {key for key, reader in self._stage.world.reader_of.items() if reader == self.id}

    # How

    def _here(self, at: Json | None, *needed: P) -> Json:
        channel = at or self.at
        if channel is None:
            raise Refused(f"{self.user['username']} looks at no channel")
        there = self._stage.world.channels.get(channel["id"])
        if there is None:
            raise Refused("the channel is gone")
        need(self._stage, self.id, there, P.VIEW_CHANNEL, *needed)
        return there

    def _channel(self, message: Json) -> Json:
        return self._stage.world.channel(message["channel_id"])

    def _may_read(self, message: Json) -> bool:
        world = self._stage.world
        if message["id"] in self._dismissed:
            return False
        if message["id"] in world.reader_of:
            return world.reader_of[message["id"]] == self.id
        have = permissions(world, self.id, world.channels[message["channel_id"]])
        return bool(have & P.VIEW_CHANNEL and have & P.READ_MESSAGE_HISTORY)

    def _shown(self, message: Json) -> Json:
        return board.with_reactions(self._stage.world, message, self.id)

    def _visible(self, seen: Seen) -> Json:
        message_id = seen.message_id if isinstance(seen, Shown) else seen["id"]
        channel_id = seen.channel_id if isinstance(seen, Shown) else seen["channel_id"]
        message = self._stage.world.messages.get(channel_id, {}).get(message_id or "")
        if message is None or not self._may_read(message):
            raise Refused(f"{self.user['username']} cannot see that message")
        return message

    def _component(self, message: Json, name: str, kinds: frozenset[Part]) -> Json:
        if message["flags"] & Flag.LOADING:
            raise Refused("the message is still loading")
        for _, each in board.walk(message["components"]):
            names = (each.get("label"), each.get("placeholder"), each.get("custom_id"))
            if each["type"] in kinds and name in names and not each.get("disabled"):
                return each
        raise Refused(f"nothing to use is called {name!r} on: {board.words(message)!r}")

    async def _act(self, act: Act, channel: Json, data: Json, message_id: str | None = None) -> Shown:
        if channel["type"] in THREADS and channel["thread_metadata"]["archived"]:
            raise Refused("the thread is archived")
        interaction = begin(self._stage, act, self.id, channel, message_id)
        return await carry_out(self._stage, interaction, self.locale, data)

    async def _command(self, channel: Json, name: str, options: Json, focused: str = "") -> Shown:
        first, *rest = name.split()
        command = find_command(self._stage, self.id, channel, first, SLASH)
        node, path = command, []
        for each in rest:
            node = _option(node, each, GROUPS)
            path.append(node)
        declared = {key: _option(node, key, locale=self.locale) for key in options}
        sent = [_sent_option(declared[key], value, key == focused, self.locale) for key, value in options.items()]
        if not focused:
            _check_required(node, [each["name"] for each in declared.values()])
        things = resolved(self._stage, channel, self.id, [str(each["value"]) for each in sent if each["type"] > 5])
        for group in reversed(path):
            sent = [{"name": group["name"], "type": group["type"], "options": sent}]
        data = _named(command) | {"options": sent} | ({"resolved": things} if things else {})
        return await self._act(Act.COMPLETE if focused else Act.COMMAND, channel, data)

    async def _menu(self, kind: int, name: str, channel: Json, target_id: str, things: Json) -> Shown:
        command = find_command(self._stage, self.id, channel, name, kind)
        found = {key: {target_id: thing} for key, thing in things.items()}
        return await self._act(Act.COMMAND, channel, _named(command) | {"target_id": target_id, "resolved": found})


def _named(command: Json) -> Json:
    told = {key: command[key] for key in ("id", "name", "type")}
    return told | ({"guild_id": command["guild_id"]} if "guild_id" in command else {})


def _option(node: Json, name: str, kinds: tuple[int, ...] = (), locale: str = "") -> Json:
    for each in node.get("options") or []:
        if name in (each["name"], _shown(each, locale)) and (not kinds or each["type"] in kinds):
            return dict(each)
    raise Refused(f"{node['name']} has no option {name!r}")


def _shown(thing: Json, locale: str) -> str:
    """The name of an option or a choice as a client in this language shows it."""
    return str((thing.get("name_localizations") or {}).get(locale) or thing["name"])


def _sent_option(declared: Json, value: Any, is_focused: bool, locale: str) -> Json:
    """Things with an id travel as their id; a choice may be named as the client shows it."""
    choices = declared.get("choices") or []
    by_name = {each["name"]: each["value"] for each in choices}
    by_name |= {_shown(each, locale): each["value"] for each in choices}
    if by_name and not is_focused:
        if value not in by_name and value not in by_name.values():
            raise Refused(f"{declared['name']}: {value!r} is not offered")
        value = by_name.get(value, value)
    if isinstance(value, dict | Person):
        value = value["id"] if isinstance(value, dict) else value.id
    sent = {"name": declared["name"], "type": declared["type"], "value": value}
    return sent | ({"focused": True} if is_focused else {})


def _check_required(node: Json, given: Collection[str]) -> None:
    missing = [each["name"] for each in node.get("options") or [] if each.get("required")]
    for name in missing:
        if name not in given:
            raise Refused(f"{name} is required")
