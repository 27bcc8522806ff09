"""`python -m tests.doubles.discord --port 0`: prints the port of its control socket when it is ready."""

import argparse
import asyncio
import contextlib

from tests.doubles.discord.control import serve

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="tests.doubles.discord", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="of the control socket; 0 for any that is free")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(parser.parse_args().port))
