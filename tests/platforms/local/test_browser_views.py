"""The page in a real browser, with the fake engine behind it: what it does."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.domain.ids import RoundId
from bot.domain.questions import Style
from bot.engine import commands as c
from bot.engine import views as v
from tests.platforms.local import samples
from tests.platforms.local.browsing import IN_A_BROWSER, OPEN_QUESTION, type_line, visit
from tests.platforms.local.fakes import FakeEngine, Studio, studio

pytestmark = IN_A_BROWSER


@pytest_asyncio.fixture(loop_scope="module")
async def home(tmp_path: Path) -> AsyncIterator[Studio]:
    async with studio(tmp_path, skips=True) as running:
        yield running


async def test_a_newcomer_is_asked_for_a_name_once_and_enter_goes_on(browser: Browser, home: Studio) -> None:
    page = await visit(browser, home, "")
    await expect(page.locator("#who")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#who")).to_be_visible()
    assert home.engine.heard == []
    await page.keyboard.press("Enter")
    await expect(page.locator(OPEN_QUESTION)).to_be_visible()
    await expect(page.locator("#visitor-name")).to_have_text("Ana")
    assert page.url.endswith("?as=Ana")
    await page.reload()
    await expect(page.locator(OPEN_QUESTION)).to_be_visible()
    await expect(page.locator("#who")).to_be_hidden()


async def test_nothing_on_the_page_breaks_its_own_security_policy(browser: Browser, home: Studio) -> None:
    page = await visit(browser, home)
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.reload()
    for line in ("/quiz", "/leaderboard", "/study me", "/study status", "/study history", "/study help", "/reveal"):
        await type_line(page, line)
    await expect(page.locator(".message.private")).to_have_count(7)
    assert complaints == []


async def test_an_answer_is_typed_in_a_dialog_kept_as_a_draft_and_sent_by_the_keyboard(
    browser: Browser, home: Studio
) -> None:
    page = await visit(browser, home)
    await page.click(f"{OPEN_QUESTION} button.main")
    text = page.locator("dialog textarea")
    await expect(text).to_be_focused()
    await expect(page.locator("#form button[type=submit]")).to_be_disabled()
    await page.keyboard.type("Factors below one.")
    await page.keyboard.press("Escape")
    await expect(page.locator("#form")).to_be_hidden()
    await page.reload()
    await page.click(f"{OPEN_QUESTION} button.main")
    await expect(text).to_have_value("Factors below one.")
    await expect(page.locator(".count")).to_have_text("18 of 3,000 characters")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".private .receipt")).to_contain_text("Factors below one.")
    await expect(page.locator(f"{OPEN_QUESTION} .figures")).to_contain_text("4 answered")
    assert home.engine.answers == {"ana": "Factors below one."}


async def test_a_text_that_is_too_long_is_counted_refused_and_never_lost(browser: Browser, home: Studio) -> None:
    page = await visit(browser, home)
    await page.click(f"{OPEN_QUESTION} button.main")
    await page.fill("dialog textarea", "🙂" * 3_120)
    await expect(page.locator(".count")).to_contain_text("3,120 of 3,000 characters: 120 too many.")
    await expect(page.locator("#form button[type=submit]")).to_be_disabled()
    # Even a page that does not count gets the engine's own refusal, inside the dialog.
    await page.eval_on_selector("#form button[type=submit]", "button => { button.disabled = false; }")
    await page.click("#form button[type=submit]")
    await expect(page.locator(".form-problem")).to_contain_text("3,000 fit. Nothing was saved.")
    assert await page.input_value("dialog textarea") == "🙂" * 3_120


async def test_completion_works_by_keyboard_alone(browser: Browser, home: Studio) -> None:
    page = await visit(browser, home)
    await page.focus("#line")
    await page.keyboard.type("/qu")
    options = page.locator("#offers [role=option]")
    await expect(options).to_have_count(2)
    await expect(page.locator("#line")).to_have_attribute("aria-expanded", "true")
    await page.keyboard.press("Tab")
    await expect(page.locator("#line")).to_have_value("/quiz ")
    await expect(options).to_have_count(3)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await expect(page.locator("#line")).to_have_attribute("aria-activedescendant", "offer-1")
    await expect(page.locator("#offer-1")).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Enter")
    await expect(page.locator("#line")).to_have_value("/quiz intermediate ")
    await page.keyboard.press("Enter")
    await expect(page.locator(".private .quiz")).to_be_visible()
    await expect(page.locator("#line")).to_have_value("")


async def test_a_quiz_is_played_by_keys_in_one_message(browser: Browser, home: Studio) -> None:
    page = await visit(browser, home)
    await type_line(page, "/quiz beginner")
    await expect(page.locator(".quiz .pick")).to_have_count(4)
    for key, outcome in (("2", "Not quite: D is right."), ("d", "Right."), ("A", "Not quite: D is right.")):
        await page.keyboard.press(key)
        await expect(page.locator(".outcome")).to_contain_text(outcome)
        await page.keyboard.press("Enter")
        await expect(page.locator(".outcome")).to_have_count(0)
    await expect(page.locator(".quiz-summary")).to_be_visible()
    await expect(page.locator(".message.private")).to_have_count(1)


async def test_a_board_is_turned_in_place(browser: Browser, home: Studio) -> None:
    page = await visit(browser, home)
    await page.click("[data-run='/leaderboard']")
    await page.click("button:text-is('Month')")
    await expect(page.locator(".board [aria-pressed=true]").first).to_have_text("Month")
    await expect(page.locator(".message.private")).to_have_count(1)


async def test_two_visitors_see_one_channel_and_each_their_own_messages(browser: Browser, home: Studio) -> None:
    ana = await visit(browser, home)
    ben = await visit(browser, home, "Ben")
    await type_line(ana, "/study me")
    await expect(ana.locator(".private .me")).to_be_visible()
    await ben.click(f"{OPEN_QUESTION} button.main")
    await ben.fill("dialog textarea", "It is the labels.")
    await ben.click("#form button[type=submit]")
    await expect(ana.locator(f"{OPEN_QUESTION} .figures")).to_contain_text("4 answered")
    assert await ben.locator(".private .me").count() == 0
    assert "It is the labels." not in await ana.content()


async def test_a_tab_can_turn_into_somebody_else_and_back(browser: Browser, home: Studio) -> None:
    page = await visit(browser, home)
    await type_line(page, "/study me")
    await expect(page.locator(".private")).to_have_count(1)
    await page.click("#visitor")
    await page.fill("#people-name", "<b>Łucja</b> 🙂")
    await page.keyboard.press("Enter")
    await expect(page.locator("#visitor-name")).to_have_text("<b>Łucja</b> 🙂")
    await expect(page.locator(".private")).to_have_count(0)
    await type_line(page, "/study me")
    await expect(page.locator(".private .title")).to_have_text("<b>Łucja</b> 🙂, this is you")
    await page.click("#visitor")
    await page.click(".person:has-text('Ana')")
    await expect(page.locator(".private .title")).to_have_text("Ana, this is you")


async def test_private_messages_survive_a_reload_and_can_be_dismissed(browser: Browser, home: Studio) -> None:
    page = await visit(browser, home)
    await type_line(page, "/study me")
    await expect(page.locator(".private")).to_contain_text("Only you can see this")
    await page.reload()
    await expect(page.locator(".private .me")).to_be_visible()
    await page.click(".dismiss:visible")
    await expect(page.locator(".private")).to_have_count(0)
    await page.reload()
    await expect(page.locator(OPEN_QUESTION)).to_be_visible()
    await expect(page.locator(".private")).to_have_count(0)


async def test_words_without_a_slash_become_the_beginning_of_an_answer(browser: Browser, home: Studio) -> None:
    page = await visit(browser, home)
    await type_line(page, "the factors are below one")
    await page.click(".private .notice button.main")
    await expect(page.locator("dialog textarea")).to_have_value("the factors are below one")


async def test_the_model_answer_comes_into_the_questions_thread_when_the_demo_moves_on(
    browser: Browser, home: Studio
) -> None:
    page = await visit(browser, home)
    await page.click("#skip")
    await expect(page.locator("#toast")).to_contain_text("Question 12 is closed.")
    reveal = page.locator(f"{OPEN_QUESTION} .thread .reveal")
    await expect(reveal).to_be_in_viewport()
    await expect(reveal.locator(".asked")).to_be_hidden()
    await expect(page.locator("#demo-time")).to_contain_text("24 Nov")


async def test_a_restarted_server_is_found_again_and_old_buttons_work(browser: Browser, tmp_path: Path) -> None:
    engine = FakeEngine()
    async with studio(tmp_path, engine=engine) as first:
        page = await visit(browser, first)
        port = first.server.port
    await expect(page.locator("#offline")).to_be_visible()
    await type_line(page, "/study me")
    await expect(page.locator("#toast")).to_contain_text("cannot be reached")
    await expect(page.locator("#line")).to_have_value("/study me")
    engine.posts[-1] = samples_with(engine, answered=9)
    async with studio(tmp_path, engine=engine, port=port):
        await expect(page.locator("#offline")).to_be_hidden()
        await expect(page.locator(f"{OPEN_QUESTION} .figures")).to_contain_text("9 answered")
        await page.click(f"{OPEN_QUESTION} button.main")
        await expect(page.locator("dialog textarea")).to_be_visible()


def samples_with(engine: FakeEngine, *, answered: int) -> v.Posted:
    """The last post with another number of answers."""
    last = engine.posts[-1]
    return v.Posted(last.key, last.at, samples.question(12, answered=answered))


async def test_an_option_is_chosen_in_a_dialog_of_radio_buttons(browser: Browser, home: Studio) -> None:
    class Checks(FakeEngine):
        async def handle(self, command: c.Command, asker: c.Asker) -> v.View:
            if isinstance(command, c.OpenAnswerForm):
                return samples.answer_form(style=Style.CHECK)
            return await super().handle(command, asker)

    home.engine.__class__ = Checks
    page = await visit(browser, home)
    await page.click(f"{OPEN_QUESTION} button.main")
    await expect(page.locator("dialog input[value='1']")).to_be_checked()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("#form")).to_be_hidden()
    assert c.AnswerRound(RoundId(12), "", 2) in [command for command, _ in home.engine.heard]
