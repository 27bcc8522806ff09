"""A chat platform in a process of its own, which survives when the bot is killed.

It keeps what platforms promise: one message per wire key, whoever repeats it, and edits that change nothing
when they are repeated. It holds many worlds, one for each trial. Run as a module it is the server.
"""

import asyncio
import json
import socket
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass
class Message:
    """As it reads now. `offered` is every choice it ever had."""

    ref: str
    place: str
    text: str
    offered: list[str]
    is_removed: bool = False


@dataclass
class World:
    """One platform of its own. `repeats` counts the sends that it knew already by their key."""

    messages: list[Message] = field(default_factory=list)
    keys: dict[str, Message] = field(default_factory=dict)
    repeats: int = 0
    visitors: int = 0
    """Connections of bots, dead or alive, whose last word has not been read yet."""
    is_quiet: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.is_quiet.set()

    def come(self) -> dict[str, Any]:
        self.visitors += 1
        self.is_quiet.clear()
        return {}

    def leave(self) -> None:
        self.visitors -= 1
        if not self.visitors:
            self.is_quiet.set()

    def send(self, key: str, place: str, text: str, choices: list[str]) -> dict[str, Any]:
        known = self.keys.get(key)
        if known is None:
            known = self.keys[key] = Message(f"m{len(self.messages) + 1}", place, text, choices)
            self.messages.append(known)
        else:
            self.repeats += 1
        return {"ref": known.ref, "place": known.place}

    def edit(self, ref: str, text: str, choices: list[str]) -> dict[str, Any]:
        known = self._standing(ref)
        if known is None:
            return {"gone": True}
        known.text = text
        known.offered += [choice for choice in choices if choice not in known.offered]
        return {"ref": known.ref, "place": known.place}

    def remove(self, ref: str) -> dict[str, Any]:
        known = self._standing(ref)
        if known is not None:
            known.is_removed = True
        return {}

    def _standing(self, ref: str) -> Message | None:
        return next((each for each in self.messages if each.ref == ref and not each.is_removed), None)


class Server:
    def __init__(self) -> None:
        self._worlds: dict[str, World] = {}

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One line is one request; each is carried out even if whoever asked is dead by now."""
        visited: list[World] = []
        try:
            while line := await reader.readline():
                request = json.loads(line)
                world = self._worlds.setdefault(request.pop("world"), World())
                if request["do"] == "come":
                    visited.append(world)
                writer.write(json.dumps(await _answer(world, **request)).encode() + b"\n")
                await writer.drain()
        except OSError:
            return
        finally:
            for world in visited:
                world.leave()
            writer.close()


async def _answer(world: World, do: str, **arguments: Any) -> dict[str, Any]:
    if do == "quiet":
        await world.is_quiet.wait()
        return {}
    if do == "look":
        return {"messages": [asdict(message) for message in world.messages], "repeats": world.repeats}
    answer: dict[str, Any] = getattr(world, do)(**arguments)
    return answer


async def serve(address: str) -> None:
    server = await asyncio.start_unix_server(Server().talk, address)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await server.serve_forever()


class Wire:
    """One connection to the platform. It blocks: a bot that is to be killed at an exact point needs no hurry."""

    def __init__(self, address: str, world: str) -> None:
        self._world = world
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.connect(address)
        self._lines = self._socket.makefile("rb")

    def ask(self, do: str, **arguments: Any) -> dict[str, Any]:
        self.write(do, **arguments)
        return self.answer()

    def write(self, do: str, **arguments: Any) -> None:
        line = json.dumps({"do": do, "world": self._world, **arguments})
        self._socket.sendall(line.encode() + b"\n")

    def answer(self) -> dict[str, Any]:
        line = self._lines.readline()
        if not line:
            raise ConnectionResetError("the platform hung up")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        self._lines.close()
        self._socket.close()


class PlatformProcess:
    def __init__(self, folder: Path) -> None:
        self.address = str(folder / "platform.sock")
        command = [sys.executable, "-m", "tests.doubles.platform_process", self.address]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def stop(self) -> None:
        self._process.terminate()
        self._process.communicate()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
