"""The process that is killed, playing the cycle of the core."""

from datetime import datetime
from functools import partial
from typing import Any

from bot.delivery import LEASE_SECONDS
from storage.store import open_store
from tests.doubles.clock import HandClock
from tests.doubles.platform_process import Wire
from tests.doubles.village import PLATFORM
from tests.kill.courier import WireCourier
from tests.kill.final_state import final_state, where_words_are
from tests.kill.forking import Tell, serve
from tests.kill.order import Orderly
from tests.kill.plants import PLANTS
from tests.kill.points import Points, count_on_postgres, sqlite_connection
from tests.kill.script import Player


async def live(order: dict[str, Any], tell: Tell) -> None:
    """Play the script once; the order says where to die."""
    points = Points(order["kill_at"], lambda name: tell(died=name))
    clock = HandClock(datetime.fromisoformat(order["awake_at"]))
    clock.machine_forward(order["restarts"] * (LEASE_SECONDS + 1))
    url: str = order["url"]
    if url.startswith("postgres"):
        count_on_postgres(points)
    store = await open_store(url, clock, sqlite_connection=sqlite_connection(points))
    wire = Wire(order["platform"], order["world"])
    wire.ask("come")
    plant = PLANTS[order["plant"]]
    planted = plant.store(Orderly(store, in_groups=url.startswith("sqlite")), wire)
    delivery = plant.delivery(planted, {PLATFORM: WireCourier(wire, points)}, clock, "sender")
    find_words = partial(where_words_are, url)
    await Player(planted, clock, delivery, wire, lambda at: tell(awake_at=at.isoformat()), find_words).play()
    await store.close()
    points.disarm()
    tell(points=points.names)
    tell(state=await final_state(url))


if __name__ == "__main__":
    serve(live)
