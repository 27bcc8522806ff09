"""Looks at every byte the bot sends in every test: nobody is named to anybody they did not agree to be named to.

Names and ids are looked for in addresses, headers, bodies, files, Gateway frames and log lines. What people typed
themselves is theirs to say; a mention, a key or a title that we made is not.
"""

import json
import logging
import re
from collections.abc import AsyncIterator, Iterator
from typing import Final

from bot.ports import Store
from tests.discord.agreed import Asked, may_know
from tests.discord.audience import ANYBODY, is_for_discord_only, readers_in, readers_of
from tests.discord.traces import chosen, is_thanks, joined_in, numbers_in, plain, said, stands_in, typed, words_of
from tests.doubles.discord import Discord
from tests.doubles.discord.board import PERSON, ROLE
from tests.doubles.discord.person import Person
from tests.doubles.discord.rest import Exchange

OURS: Final = ("bot", "adapters", "storage")
MEMBERS_ASKED: Final = 8
"""The Gateway's question for members by id, which nobody else hears."""
RANDOM: Final = ("nonce",)
"""Random letters may happen to be somebody's short name; never somebody's id."""
TITLE: Final = "body/name"
"""Of a thread or a post: people see it before they are let in."""
READ: Final = ("content", "label", "description", "title", "text", "value", "placeholder", "name", "topic")
"""Where what people typed may stand."""


class Audit(logging.Handler):
    def __init__(self, discord: Discord, store: Store) -> None:
        super().__init__()
        self._discord, self._store = discord, store
        self._leaks: list[str] = []
        self._lines: list[str] = []
        self._levels: dict[str, int] = {}

    def begin(self) -> None:
        self._discord.rest.witness = self._look_at
        logging.getLogger().addHandler(self)
        self._levels = {name: logging.getLogger(name).level for name in OURS}
        for name in OURS:
            logging.getLogger(name).setLevel(logging.DEBUG)

    def end(self) -> None:
        logging.getLogger().removeHandler(self)
        for name, level in self._levels.items():
            logging.getLogger(name).setLevel(level)

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(self.format(record))

    def take(self) -> list[str]:
        """What was found so far, which then no longer fails the test: for tests that leak on purpose."""
        leaks, self._leaks = [*self._leaks, *self._told_to_logs(), *self._told_to_gateway()], []
        self._lines.clear()
        return leaks

    def check(self) -> None:
        leaks = self.take()
        assert not leaks, "somebody is named to others without having agreed:\n" + "\n".join(leaks)

    # What was called

    async def _look_at(self, exchange: Exchange) -> None:
        try:
            self._leaks += [leak async for leak in self._leaks_of(exchange)]
            self._leaks += [leak async for leak in self._who_is_there(exchange)]
            self._leaks += self._pings(exchange)
        except Exception as broken:
            self._leaks.append(f"could not look at {exchange.method} {exchange.path}: {broken!r}")

    async def _leaks_of(self, exchange: Exchange) -> AsyncIterator[str]:
        if is_for_discord_only(exchange):
            return
        world, found = self._discord.world, list(words_of(exchange))
        readers, numbers = readers_of(world, exchange), numbers_in(found)
        whole = "\n".join(words for _, words in found)
        for person in self._discord.people.values():
            if not any(stands_in(each, whole) for each in self._called_by(person)):
                continue  # which is nearly always so, and seen at one look
            where = next((place for place, words in found if self._names(person, place, words)), None)
            for reader in sorted(readers - {person.id}) if where else ():
                if not await self._may_know(reader, person, numbers):
                    who = f"{self._called(reader)} of {person.user['username']}"
                    yield f"{exchange.method} {exchange.path} tells {who}, at {where}"

    async def _who_is_there(self, exchange: Exchange) -> AsyncIterator[str]:
        """Who comes into a thread sees who is there already."""
        if (joined := joined_in(exchange)) is None:
            return
        if not self._wanted_to_join(*joined):
            yield f"{exchange.path} lets {self._called(joined[1])} in, who never said yes to that"
        for person_id in sorted(readers_in(self._discord.world, joined[0]) - {joined[1]}):
            there = self._discord.people.get(person_id)
            if there is not None and not await self._may_know(joined[1], there, frozenset()):
                yield f"{exchange.path} lets {self._called(joined[1])} see {there.user['username']} in the thread"

    def _wanted_to_join(self, thread_id: str, person_id: str) -> bool:
        """Their own hand said so: for the request that the title names."""
        number = self._discord.world.channel(thread_id)["name"].partition(" ")[0].removeprefix("#")
        deeds = (deed for who, deed in self._discord.stage.deeds if who == person_id)
        return any(f":room_yes|{number}|" in str(deed.get("custom_id", "")) for deed in deeds)

    async def _may_know(self, reader: str, person: Person, numbers: frozenset[int]) -> bool:
        deeds = self._discord.stage.deeds
        has_chosen = any(who == reader and person.id in chosen(deed) for who, deed in deeds)
        has_thanked = any(who == person.id and is_thanks(deed) and reader in chosen(deed) for who, deed in deeds)
        return has_chosen or has_thanked or await self._store.read(may_know, Asked(reader, person.id, numbers))

    def _called(self, reader: str) -> str:
        return self._discord.world.users[reader]["username"] if reader != ANYBODY else "everybody"

    def _names(self, person: Person, place: str, words: str) -> bool:
        if f"<@{person.id}>" in words or f"<@!{person.id}>" in words:
            return True
        key = place.rpartition("/")[2]
        sought = [person.id] if key in RANDOM else self._called_by(person)
        stands = [each for each in sought if stands_in(each, words)]
        if key not in READ or place == TITLE:
            return bool(stands)
        return any(not self._was_typed(each) for each in stands)

    def _called_by(self, person: Person) -> list[str]:
        nicks = [each["nick"] for (_, user), each in self._discord.world.members.items() if user == person.id]
        names = {person.id, person.user["username"], person.user["global_name"], *nicks}
        return [plain(name) for name in names if name and any(map(str.isalnum, name))]

    def _was_typed(self, called: str) -> bool:
        return any(stands_in(called, words) for _, deed in self._discord.stage.deeds for words in typed(deed))

    # Who was called out to

    def _pings(self, exchange: Exchange) -> Iterator[str]:
        """In private the one reader may be; elsewhere nobody."""
        if exchange.method not in ("POST", "PATCH") or not isinstance(exchange.body, dict):
            return
        message = exchange.body.get("data") or exchange.body.get("message") or exchange.body
        words = said(message)
        allowed = message.get("allowed_mentions", {"parse": ["users", "roles", "everyone"]}) or {}
        parse, users = allowed.get("parse") or [], [str(each) for each in allowed.get("users") or []]
        called = {each for each in PERSON.findall(words) if "users" in parse or each in users}
        everyone = "everyone" in parse and re.search("@everyone|@here", words)
        roles = [each for each in ROLE.findall(words) if "roles" in parse or each in (allowed.get("roles") or [])]
        if everyone or roles or called - readers_of(self._discord.world, exchange):
            yield f"{exchange.method} {exchange.path} pings {sorted(called) or roles or 'everyone'}"

    # What else can be read

    def _told_to_logs(self) -> Iterator[str]:
        yield from self._plainly_named("a line of the log", self._lines)

    def _told_to_gateway(self) -> Iterator[str]:
        frames = [frame for frame in self._discord.gateway.heard if frame["op"] != MEMBERS_ASKED]
        yield from self._plainly_named("a frame", [json.dumps(frame, ensure_ascii=False) for frame in frames])

    def _plainly_named(self, what: str, lines: list[str]) -> Iterator[str]:
        for line in lines:
            for person in self._discord.people.values():
                if any(stands_in(each, line) for each in self._called_by(person)):
                    yield f"{what} names {person.user['username']}: {line[:200]}"
