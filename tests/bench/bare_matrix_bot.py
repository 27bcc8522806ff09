"""The least that a bot can do: matrix-nio as its examples use it, answering every command with the same words.

    python -m tests.bench.bare_matrix_bot HOMESERVER USER DEVICE TOKEN FOLDER ANSWER

ANSWER is a file with what it says, in JSON. Nothing is decided and nothing is written down; it begins when it has seen
what was there before.
"""

import asyncio
import json
import sys
from pathlib import Path

import nio

TEN_SECONDS = 10_000


async def run(homeserver: str, user: str, device: str, token: str, folder: str, answer: str) -> None:
    content = json.loads(Path(answer).read_text("utf-8"))  # noqa: ASYNC240
    config = nio.AsyncClientConfig(encryption_enabled=True, store_sync_tokens=False)
    client = nio.AsyncClient(homeserver, user, device_id=device, store_path=folder, config=config)
    client.restore_login(user, device, token)
    await client.sync(timeout=0, full_state=True)

    async def answer_it(room: nio.MatrixRoom, event: nio.RoomMessageText) -> None:
        if event.body.startswith("!"):
            await client.room_send(room.room_id, "m.room.message", content)

    client.add_event_callback(answer_it, nio.RoomMessageText)
    await client.sync_forever(timeout=TEN_SECONDS)


if __name__ == "__main__":
    asyncio.run(run(*sys.argv[1:]))
