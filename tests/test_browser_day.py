"""A newcomer's first minutes, in a real browser: answer, quiz, close, verdict, board. Two visitors at once."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.process import CHROMIUM, CHROMIUM_FLAGS, Play

# A busy machine takes its time; a page that is wrong stays wrong.
expect.set_options(timeout=20_000)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (apt-get install chromium)"),
]

ANSWER = (
    "It memorizes noise in the training data instead of the pattern, so the training error is low but it fails on "
    "unseen data. I would collect more data, add regularization such as weight decay, and use early stopping."
)


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield found
        found.close()


def visit(browser: Browser, url: str, who: str) -> Page:
    """A page of somebody's own, in a browser of their own."""
    page = browser.new_context(viewport={"width": 1120, "height": 900}).new_page()
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: pytest.fail(f"script error on {who}'s page: {error}"))
    page.goto(f"{url}?as={who}")
    expect(page.locator("article.question").first).to_be_visible()
    return page


def type_line(page: Page, line: str) -> None:
    box = page.get_by_role("combobox")
    box.fill(line)
    box.press("Enter")


def answer(page: Page, text: str) -> None:
    page.get_by_role("button", name="Answer", exact=True).first.click()
    dialog = page.locator("dialog[open]")
    dialog.locator("textarea").fill(text)
    dialog.locator("textarea").press("Control+Enter")
    expect(page.locator("article.receipt")).to_contain_text("Your answer is saved")


def test_two_visitors_live_a_day_in_the_browser(browser: Browser, tmp_path: Path) -> None:
    with Play(tmp_path / "play.db") as play:
        ana, ben = visit(browser, play.url, "Ana"), visit(browser, play.url, "Ben")
        answer(ana, play.good_answer())
        expect(ben.locator("article.question")).to_contain_text("1 answered")
        answer(ben, "no idea")
        expect(ana.locator("article.question").first).to_contain_text("2 answered")

        type_line(ana, "/quiz beginner 2")
        card = ana.locator("article.quiz")
        for _ in range(2):
            card.get_by_role("button", name=re.compile("^A")).first.click()
            card.get_by_role("button", name=re.compile("Next question|Result")).click()
        expect(ana.locator("body")).to_contain_text(re.compile("[012] of 2"))

        ana.get_by_role("button", name="Skip to the close").click()
        for page in (ana, ben):
            expect(page.locator("article.reveal")).to_be_visible()
            expect(page.locator("article.question").first).to_contain_text("closed", ignore_case=True)
        ana.locator("article.reveal").get_by_role("button", name="Your verdict").click()
        expect(ana.locator("article.verdict")).to_be_visible()
        expect(ben.locator("article.verdict")).to_have_count(0)

        type_line(ben, "/leaderboard")
        expect(ben.locator("article.board")).to_contain_text("Ana")
        ana.get_by_role("button", name="Skip to the next question").click()
        expect(ben.locator("article.question")).to_have_count(2)


def test_the_page_finds_the_bot_again_after_a_restart(browser: Browser, tmp_path: Path) -> None:
    with Play(tmp_path / "play.db") as first:
        page = visit(browser, first.url, "Ana")
        port = first.url.rsplit(":", 1)[1].strip("/")
        first.stop()
        expect(page.locator("body")).to_contain_text(re.compile("connection|reconnect", re.IGNORECASE))
    with Play(tmp_path / "play.db", "--port", port):
        answer(page, ANSWER)


def test_the_picture_for_the_readme(browser: Browser, tmp_path: Path) -> None:
    """Draws docs/images/local.png anew when STUDYBOT_PICTURES is set; otherwise only looks for sideways scrolling."""
    with Play(tmp_path / "play.db") as play:
        ana, ben = visit(browser, play.url, "Ana"), visit(browser, play.url, "Ben")
        answer(ana, ANSWER)
        answer(ben, "The gap between training and test error is large.")
        ana.set_viewport_size({"width": 360, "height": 740})
        assert ana.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        if folder := os.environ.get("STUDYBOT_PICTURES"):
            ana.set_viewport_size({"width": 1120, "height": 980})
            ana.evaluate("window.scrollTo(0, 0)")
            ana.screenshot(path=Path(folder) / "local.png")
