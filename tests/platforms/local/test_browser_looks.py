"""The page in a real browser: dark and light, contrast, narrow phones, screen readers."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.engine import views as v
from tests.platforms.local import samples
from tests.platforms.local.browsing import IN_A_BROWSER, OPEN_QUESTION, PHONE, type_line, visit
from tests.platforms.local.fakes import Studio, studio

pytestmark = IN_A_BROWSER


@pytest_asyncio.fixture(loop_scope="module")
async def home(tmp_path: Path) -> AsyncIterator[Studio]:
    async with studio(tmp_path, skips=True) as running:
        yield running


async def test_dark_comes_from_the_system_and_can_be_switched_and_is_kept(browser: Browser, home: Studio) -> None:
    page = await visit(browser, home, dark=True)
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = await page.evaluate(ground)
    await page.click("#theme")
    light = await page.evaluate(ground)
    assert (dark, light) == ("rgb(17, 21, 22)", "rgb(246, 247, 246)")
    await page.reload()
    assert await page.evaluate(ground) == light


CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const linear = (c) => (c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
  const light = (color) => [.2126, .7152, .0722].reduce((sum, share, i) => sum + share * linear(color[i] / 255), 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = rgba(getComputedStyle(at).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255, 255];
  };
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    const element = walker.currentNode.parentElement;
    if (!text || !element.checkVisibility() || element.closest("svg, :disabled, template")) continue;
    const [a, b] = [light(rgba(getComputedStyle(element).color)), light(ground(element))].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < 4.5) poor.push(`${ratio.toFixed(2)} ${element.className} ${text.slice(0, 30)}`);
  }
  return poor;
}"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_every_text_has_enough_contrast(browser: Browser, home: Studio, dark: bool) -> None:
    page = await visit(browser, home, dark=dark)
    for line in ("/quiz", "/leaderboard", "/study me", "/study status", "/study help", "/study schedule list"):
        await type_line(page, line)
    await page.click(f"{OPEN_QUESTION.replace('23', '20')} [data-token='verdict:11:']")
    await page.click(".private .pick >> nth=0")
    await expect(page.locator(".outcome")).to_be_visible()
    await page.fill("#line", "/")
    await expect(page.locator("#offers")).to_be_visible()
    assert await page.evaluate(CONTRAST) == []


TOO_WIDE = """() => [...document.querySelectorAll("html, #timeline, .card")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.className || one.tagName)"""


async def test_a_narrow_phone_shows_everything_without_scrolling_sideways(browser: Browser, home: Studio) -> None:
    home.engine.answers["x" * 40] = "y" * 10_000
    page = await visit(browser, home, "x" * 40, PHONE)
    lines = (
        "/quiz",
        "/leaderboard",
        "/study me",
        "/study status",
        "/study history",
        "/study help",
        "/reveal",
        "/study team list",
    )
    for number, line in enumerate(lines, 1):
        await type_line(page, line)
        await expect(page.locator(".message.private")).to_have_count(number)
    await page.click("[data-token='verdict:11:'] >> nth=0")
    await expect(page.locator(".message.private")).to_have_count(len(lines) + 1)
    assert await page.evaluate(TOO_WIDE) == []
    await page.click(f"{OPEN_QUESTION} button.main")
    await expect(page.locator("#form button[type=submit]")).to_be_in_viewport()


async def test_new_posts_are_told_to_screen_readers(browser: Browser, home: Studio) -> None:
    page = await visit(browser, home)
    home.engine.posts.append(v.Posted("share:1", samples.CLOSES, v.ShareView(11, "Ben", "Mine.")))
    home.platform._pages.publish()
    await expect(page.locator("#announcer")).to_have_text("Ben shares an answer to question 11")
