"""A page with the fake engine behind it, a visitor of it, and a browser for whole modules."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.platforms.local.browsing import ARGUMENTS, CHROMIUM
from tests.platforms.local.fakes import Studio, Visitor, studio


@pytest_asyncio.fixture
async def home(tmp_path: Path) -> AsyncIterator[Studio]:
    async with studio(tmp_path, skips=True) as running:
        yield running


@pytest_asyncio.fixture
async def ana(home: Studio) -> AsyncIterator[Visitor]:
    visitor = Visitor(home)
    yield visitor
    await visitor.session.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="module")
async def browser(chromium: Browser) -> AsyncIterator[Browser]:
    """The browser, without a page at the beginning and at the end."""
    yield chromium
    for context in chromium.contexts:
        await context.close()
