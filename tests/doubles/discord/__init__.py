"""A Discord on loopback: REST v10 and Gateway for the real discord.py, over real sockets.

    async with loopback() as discord:
        village = discord.add_guild()
        room = discord.add_channel(village, "help-wanted")
        ana = discord.add_person("ana", village, at=room)
        ...  # start the bot with discord.token, discord.api_base and discord.gateway_url
        shown = await ana.slash("needhelp")
        await ana.fill(shown, what="a ride")

Where a thing is: `world` is what is true, `routes` changes it as the bot asks, `moderation` as others do, `person` as
somebody with a client does; `gateway` and `telling` say what changed; `limits` and `faults` get in the way;
`conformance` compares all that travels with Discord's own documents. `process` and `control` run it as a process of
its own, which survives when the bot is killed.
"""

from tests.doubles.discord.acting import Refused
from tests.doubles.discord.bits import Permission, Place
from tests.doubles.discord.interaction import Shown
from tests.doubles.discord.limits import Limits, observed
from tests.doubles.discord.person import Person
from tests.doubles.discord.server import Discord, loopback
from tests.doubles.discord.timing import HeldClock, MachineClock

__all__ = [
    "Discord",
    "HeldClock",
    "Limits",
    "MachineClock",
    "Permission",
    "Person",
    "Place",
    "Refused",
    "Shown",
    "loopback",
    "observed",
]
