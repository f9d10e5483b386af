"""The kit page in a real browser: the live preview, changes by mouse and keyboard, undo, files, the look."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from bot.bank.bank import PackBank
from bot.grading.rubric import RubricGrader
from tests.kitpage.house import House, house
from tests.platforms.local.browsing import DESK, IN_A_BROWSER, PHONE
from tests.platforms.local.test_browser_looks import CONTRAST
from tests.world import World

pytestmark = IN_A_BROWSER
Visit = Callable[..., Awaitable[Page]]
LINES = "#lines > li"
TOO_WIDE = """() => [...document.querySelectorAll("html, main, .panel, .line")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.className || one.tagName)"""


@pytest_asyncio.fixture(loop_scope="module")
async def home(database: Path, bank: PackBank, grader: RubricGrader) -> AsyncIterator[House]:
    world = World(database, bank, grader)
    async with house(world) as running:
        yield running
    await world.close()


@pytest_asyncio.fixture(loop_scope="module")
async def visit(browser: Browser, home: House) -> AsyncIterator[Visit]:
    """Opens the page; at the end nothing stands in any console."""
    said: list[str] = []

    async def opened(path: str = "kit?as=Ana", size: object = DESK, *, dark: bool = False) -> Page:
        context = await browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="en-GB",
        )
        page = await context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        await page.goto(home.here.url + path)
        return page

    yield opened
    assert said == []


async def titles(page: Page) -> list[str]:
    return await page.locator(f"{LINES} h3").all_inner_texts()


async def settled(page: Page) -> None:
    await expect(page.locator("#kit")).to_have_attribute("aria-busy", "false")


async def ready(page: Page) -> list[str]:
    await expect(page.locator(f"{LINES} >> nth=2")).to_be_visible()
    await settled(page)
    return await titles(page)


async def test_the_preview_follows_the_settings_drops_old_answers_and_says_what_cannot_be_met(visit: Visit) -> None:
    page = await visit()
    await ready(page)
    held: list[Route] = []

    async def hold_the_first(route: Route) -> None:
        held.append(route)
        if len(held) > 1:
            await route.continue_()

    await page.route("**/kit/api/make", hold_the_first)
    async with page.expect_request("**/kit/api/make"):
        await page.fill("#title", "Too early")
    await page.fill("#title", "Speech scientist")
    await page.check("[name=level][value=expert]", force=True)
    await held[0].continue_()
    await expect(page.locator("#kit-title")).to_have_text("Speech scientist")
    await settled(page)
    assert "Expert" in await page.inner_text("#levels")
    assert await page.locator("#time-bar .piece").count() >= await page.locator(LINES).count() + 2
    assert "#code=K1-" in page.url
    assert "title=Speech+scientist" in page.url

    await page.check("[name=topics][value=llm]", force=True)
    await page.fill("#minutes", "120")
    await expect(page.locator("#unmet")).to_contain_text("expert")
    await page.fill("#minutes", "5")
    await expect(page.locator("#problem")).not_to_be_empty()
    await page.fill("#minutes", "45")
    await expect(page.locator("#problem")).to_be_hidden()


async def test_questions_are_moved_by_keys_buttons_and_mouse_removed_searched_and_added(
    visit: Visit, home: House
) -> None:
    page = await visit()
    first, second, *_ = await ready(page)
    handle = page.locator(f"{LINES} >> nth=0 >> .handle")
    await handle.press("ArrowDown")
    await expect(page.locator("#announcer")).to_contain_text(f"{first} is now question 2 of")
    assert (await titles(page))[:2] == [second, first]
    focused = "() => document.activeElement.closest('li').querySelector('h3').textContent"
    assert await page.evaluate(focused) == first
    await page.click(f"{LINES} >> nth=1 >> [data-deed=up]")
    await expect(page.locator(f"{LINES} h3 >> nth=0")).to_have_text(first)
    await settled(page)
    await page.drag_and_drop(f"{LINES} >> nth=0 >> .handle", f"{LINES} >> nth=2", target_position={"x": 200, "y": 100})
    await expect(page.locator(f"{LINES} h3 >> nth=2")).to_have_text(first)
    await settled(page)
    await page.click(f"{LINES} >> nth=2 >> [data-deed=drop]")
    await expect(page.locator("#lines")).not_to_contain_text(first)
    await page.click("#add")
    await page.fill("#search", "overfitting beginner")
    await page.press("#search", "Enter")
    item = next(one for one in home.world.bank.items.values() if one.id == "beginner/overfitting")
    await expect(page.locator("#lines")).to_contain_text(item.title)
    await page.fill("#search", "no such words")
    await expect(page.locator("#found")).to_have_text("No other question fits these words.")
    await page.press("#search", "Escape")
    assert await page.evaluate("document.activeElement.id") == "add"


async def test_a_swap_can_be_undone_a_locked_question_stays_and_a_reload_keeps_everything(visit: Visit) -> None:
    page = await visit()
    before = await ready(page)
    await page.click(f"{LINES} >> nth=1 >> [data-deed=swap]")
    await expect(page.locator(f"{LINES} h3 >> nth=1")).not_to_have_text(before[1])
    await page.click("#undo")
    await expect(page.locator(f"{LINES} h3 >> nth=1")).to_have_text(before[1])
    await page.click(f"{LINES} >> nth=1 >> [data-deed=lock]")
    await expect(page.locator(".chip.locked")).to_have_count(1)
    assert await page.evaluate("document.activeElement.dataset.deed") == "unlock"
    code = await page.input_value("#code")
    await page.click("#again")
    await expect(page.locator("#code")).not_to_have_value(code)
    drawn = await titles(page)
    assert before[1] in drawn
    await page.reload()
    await expect(page.locator(".chip.locked")).to_have_count(1)
    assert await titles(page) == drawn
    await page.go_back()
    await expect(page.locator("#code")).to_have_value(code)
    await expect(page.locator(".chip.locked")).to_have_count(1)


async def test_files_are_downloaded_printed_and_a_code_is_copied_and_opened(visit: Visit) -> None:
    page = await visit()
    made = await ready(page)
    async with page.expect_download() as download:
        await page.click("[data-format=docx][data-copy=candidate]")
    assert (await download.value).suggested_filename == "interview-kit-candidate.docx"
    await expect(page.locator("#making")).to_have_text("interview-kit-candidate.docx is in your downloads.")
    async with page.expect_popup() as popup:
        await page.click("[data-print=interviewer]")
    printed = await popup.value
    await expect(printed.locator("h1")).to_have_css("color", "rgb(1, 2, 3)")
    await page.bring_to_front()
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.click("#copy-code")
    code = await page.evaluate("navigator.clipboard.readText()")
    assert code == await page.input_value("#code")
    await page.click("#again")
    await expect(page.locator("#code")).not_to_have_value(code)
    await page.fill("#other-code", code.lower())
    await page.press("#other-code", "Enter")
    await expect(page.locator("#code")).to_have_value(code)
    await settled(page)
    assert await titles(page) == made
    await page.fill("#other-code", code[:-1] + ("0" if code[-1] != "0" else "1"))
    await page.press("#other-code", "Enter")
    await expect(page.locator("#problem")).not_to_be_empty()
    assert await titles(page) == made


async def test_a_link_opens_its_kit_and_leaves_no_trace_in_the_address(visit: Visit, home: House) -> None:
    from tests.kitpage.test_kit_requests import linked

    sealed, view = await linked(home)
    page = await visit("kit?as=Nobody")
    await page.goto(f"{home.outside.url}kit#link={sealed}&code={view.code}&title=ML+engineer")
    assert await ready(page) == [line.title for line in view.lines]
    assert "link=" not in page.url
    await page.reload()
    assert await ready(page) == [line.title for line in view.lines]


async def test_every_text_has_enough_contrast_in_the_light_and_in_the_dark(visit: Visit) -> None:
    page = await visit(dark=True)
    await ready(page)
    await page.check("[name=topics][value=debugging]", force=True)
    await page.fill("#minutes", "120")
    await expect(page.locator("#unmet")).to_be_visible()
    await page.click(f"{LINES} >> nth=0 >> [data-deed=lock]")
    await expect(page.locator(".chip.locked")).to_have_count(1)
    await page.click("#add")
    await settled(page)
    assert await page.evaluate(CONTRAST) == []
    await page.click("#theme")
    assert await page.evaluate("document.documentElement.dataset.theme") == "light"
    assert await page.evaluate(CONTRAST) == []


async def test_a_narrow_phone_shows_everything_without_scrolling_sideways(visit: Visit) -> None:
    page = await visit(size=PHONE)
    await ready(page)
    await page.fill("#title", "x" * 100)
    await expect(page.locator("#kit-title")).to_have_text("x" * 100)
    await page.click("#add")
    for fold in await page.locator("summary").all():
        await fold.click()
    assert await page.evaluate(TOO_WIDE) == []
