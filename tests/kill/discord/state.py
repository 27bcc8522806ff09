"""The rows that are left after a trial on Discord, with names instead of Discord's ids."""

import re
from collections.abc import Mapping
from typing import Final

from tests.kill.final_state import State, final_state

SNOWFLAKE: Final = re.compile(r"\d{17,20}")
OF_HAND: Final = re.compile(r"discord:reaction:[0-9a-f?]+")
"""Discord gives a reaction no id, so ours is drawn."""
PASSING: Final = frozenset({"origins", "alembic_version"})
"""A command that is given again has another origin."""


async def state_of(url: str, names: Mapping[str, str]) -> State:
    rows = await final_state(url)

    def readable(row: str) -> str:
        return SNOWFLAKE.sub(lambda found: names.get(found[0], "?"), OF_HAND.sub("a hand", row))

    return {table: sorted(readable(row) for row in found) for table, found in rows.items() if table not in PASSING}
