"""A real browser for the tests of the page."""

import shutil

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.platforms.local.fakes import Studio

# A busy machine takes its time; a page that is wrong stays wrong.
expect.set_options(timeout=20_000)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
IN_A_BROWSER = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
    # One loop for the module, since one browser serves all its tests.
    pytest.mark.asyncio(loop_scope="module"),
]
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
]  # fmt: skip
OPEN_QUESTION = "[data-key='question:1:2026-11-23']"
DESK: ViewportSize = {"width": 1280, "height": 860}
PHONE: ViewportSize = {"width": 360, "height": 740}


async def visit(
    browser: Browser, home: Studio, name: str = "Ana", size: ViewportSize = DESK, *, dark: bool = False
) -> Page:
    """A page with storage of its own."""
    context = await browser.new_context(
        viewport=size, color_scheme="dark" if dark else "light", reduced_motion="reduce", locale="en-GB"
    )
    page = await context.new_page()
    await page.goto(f"{home.url}/?as={name}" if name else home.url)
    if name:
        await expect(page.locator(OPEN_QUESTION)).to_be_visible()
    return page


async def type_line(page: Page, line: str) -> None:
    await page.fill("#line", line)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Enter")
