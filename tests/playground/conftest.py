from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser

from tests.playground.browser import chromium


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all tests; each test opens a window of its own that remembers nothing."""
    async with chromium() as started:
        yield started
