"""Where the two documents are, and what happens where they are not.

They are looked for in the folder BARNRAISER_DISCORD_SPEC, else in `../shared/data` beside the repository.
`fetch_spec.py` gets them from their public homes. Without them the double works and checks nothing: it says so,
and with BARNRAISER_REQUIRE_ALL=1 it refuses to work.
"""

import functools
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.doubles.discord.conformance.gateway import GatewaySchema
from tests.doubles.discord.conformance.openapi import OpenApi

ROOT: Final = Path(__file__).parents[4]
OPENAPI: Final = "discord-openapi.json"
GATEWAY: Final = "discord-gateway.schema.json"
NO_DOCUMENTS: Final = "no Discord documents"


class Missing(Exception):
    """The documents were asked for and are not there."""


@dataclass(frozen=True)
class Documents:
    rest: OpenApi
    gateway: GatewaySchema


def folder() -> Path | None:
    named = os.environ.get("BARNRAISER_DISCORD_SPEC")
    place = Path(named) if named else ROOT.parent / "shared" / "data"
    if (place / OPENAPI).is_file() and (place / GATEWAY).is_file():
        return place
    if named or os.environ.get("BARNRAISER_REQUIRE_ALL") == "1":
        raise Missing(f"{place} does not hold {OPENAPI} and {GATEWAY}; see tests/doubles/discord/fetch_spec.py")
    return None


@functools.cache
def load() -> Documents | None:
    """Once in a process: reading and compiling takes a moment."""
    place = folder()
    if place is None:
        sys.stderr.write(f"\nNOTHING IS CHECKED AGAINST DISCORD'S OWN DOCUMENTS: {NO_DOCUMENTS}\n")
        return None
    rest = OpenApi(json.loads((place / OPENAPI).read_text()))
    return Documents(rest, GatewaySchema(json.loads((place / GATEWAY).read_text())))
