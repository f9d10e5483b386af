"""Practice: in private, explained at once, and no way to an open question's answer."""

from datetime import timedelta

import pytest

from bot.domain.ids import ItemId
from bot.domain.questions import Check
from bot.domain.scoring import Points
from bot.domain.verdicts import Band
from bot.engine import commands as c
from bot.engine import views as v
from bot.engine.turn import Rules
from tests.engine.banks import FewItems
from tests.world import World, seen


def check_of(world: World, card: v.QuizCardView) -> Check:
    checks = [check for item in world.bank.items.values() if item.title == card.title for check in item.checks]
    return next(check for check in checks if check.prompt == card.prompt)


async def pick(world: World, card: v.View, *, right: bool = True, name: str = "Ana") -> v.QuizCardView:
    """Presses the right option of a card, or a wrong one."""
    shown = seen(card, v.QuizCardView)
    check = check_of(world, shown)
    index = check.right if right else (check.right + 1) % len(check.options)
    return seen(await world.press(shown, "ABCDEF"[index], name), v.QuizCardView)


async def test_a_quiz_asks_checks_with_lettered_buttons(world: World) -> None:
    card = seen(await world.type("/quiz beginner 3"), v.QuizCardView)
    assert (card.what, card.position, card.count, card.check) == ("beginner", 0, 3, None)
    assert [button.label for button in card.buttons] == ["A", "B", "C", "D", "End the quiz"]


async def test_a_choice_is_explained_at_once(world: World) -> None:
    card = seen(await world.type("/quiz"), v.QuizCardView)
    after = await pick(world, card, right=False)
    assert after.check == check_of(world, card)
    assert [button.label for button in after.buttons] == ["Next question", "End the quiz"]


async def test_the_quiz_ends_with_a_summary_and_what_to_read(world: World) -> None:
    card: v.View = await world.type("/quiz beginner 2")
    card = await world.press(await pick(world, card, right=False), "Next")
    missed = seen(card, v.QuizCardView)
    done = seen(await world.press(await pick(world, card), "Result"), v.QuizSummaryView)
    assert (done.right, done.answered, len(done.missed), done.gained) == (1, 2, 1, 1)
    assert done.missed[0].title != missed.title
    assert done.missed[0].sources


async def test_another_quiz_is_one_press_away(world: World) -> None:
    card: v.View = await world.type("/quiz beginner 1 open")
    done = await world.press(card, "End")
    again = seen(await world.press(done, "Another quiz"), v.QuizCardView)
    assert (again.what, again.count, again.style) == ("beginner", 1, "open")


async def test_another_quiz_about_everything_is_about_everything(world: World) -> None:
    done = await world.press(await world.type("/quiz 1"), "End")
    assert seen(await world.press(done, "Another quiz"), v.QuizCardView).what == "everything"


@pytest.mark.parametrize("what", ["beginner", "expert", "llm", "generative-ai", "beginner/overfitting", "All", "LLM"])
async def test_a_quiz_is_about_a_section_a_level_a_topic_an_item_or_everything(world: World, what: str) -> None:
    assert isinstance(await world.type(f"/quiz {what} 1"), v.QuizCardView)


async def test_an_unknown_subject_is_said_with_the_nearest(world: World) -> None:
    told = seen(await world.type("/quiz regularisation"), v.NoticeView)
    assert told.says == ('There is no section, level or topic "regularisation". Did you mean "regularization"?')


async def test_different_items_come_before_a_second_check_of_one(world: World) -> None:
    card = seen(await world.type("/quiz beginner 5"), v.QuizCardView)
    titles = [card.title]
    for _ in range(4):
        card = seen(await world.press(await pick(world, card), "Next"), v.QuizCardView)
        titles.append(card.title)
    assert len(set(titles)) == 5


async def test_what_was_seen_least_comes_first(make_world) -> None:
    world: World = make_world()
    world.engine.bank = FewItems(world.bank, 2)  # type: ignore[assignment]
    prompts = [seen(await world.type("/quiz 1"), v.QuizCardView).prompt for _ in range(6)]
    assert len(set(prompts)) == 6


async def test_a_quiz_is_as_long_as_there_are_cards(world: World) -> None:
    assert seen(await world.type("/quiz beginner/overfitting 20"), v.QuizCardView).count == 3


async def test_a_second_press_shows_the_first_choice(world: World) -> None:
    card = seen(await world.type("/quiz"), v.QuizCardView)
    first = await pick(world, card, right=False)
    second = await pick(world, card, right=True)
    assert (second.chosen, second.gained) == (first.chosen, 0)


async def test_practice_earns_the_first_time_a_check_is_right_in_a_season(world: World) -> None:
    gained = []
    for _ in range(2):
        card: v.View = await world.type("/quiz beginner/overfitting 3")
        for step in range(3):
            after = await pick(world, card)
            gained.append(after.gained)
            card = await world.press(after, "Next" if step < 2 else "Result")
    assert gained == [1, 1, 1, 0, 0, 0]


async def test_in_a_new_season_practice_earns_again(world: World) -> None:
    gained = []
    for _ in range(2):
        gained.append((await pick(world, await world.type("/quiz beginner/overfitting 1"))).gained)
        world.clock.at += timedelta(days=90)
        await world.type("/quiz beginner/overfitting 2")  # so that the same check is the least seen again
    assert gained == [1, 1]


async def test_practice_is_capped_by_the_day(make_world) -> None:
    world: World = make_world(Rules(points=Points(practice=2, practice_daily=3)))
    card: v.View = await world.type("/quiz beginner 4")
    gained = []
    for step in range(4):
        if step == 3:
            await world.later(days=1)
        after = await pick(world, card)
        gained.append(after.gained)
        card = await world.press(after, "Next" if step < 3 else "Result")
    assert gained == [2, 1, 0, 2]


async def test_a_quiz_belongs_to_its_member(world: World) -> None:
    card = seen(await world.type("/quiz", "Ana"), v.QuizCardView)
    told = [seen(await world.press(card, label, "Ben"), v.NoticeView).says for label in ("A", "End")]
    quiz = card.buttons[0].token.number
    told.append(seen(await world.do(c.NextCard(quiz, 0), "Ben"), v.NoticeView).says)  # type: ignore[arg-type]
    assert told == ["This quiz is not yours, or is not here any more."] * 3


async def test_a_press_that_fits_no_card_is_refused(world: World) -> None:
    card = seen(await world.type("/quiz 1"), v.QuizCardView)
    quiz = card.buttons[0].token.number
    told = [seen(await world.do(c.PickOption(quiz, *press)), v.NoticeView).says for press in ((0, 9), (7, 0), (-1, 0))]  # type: ignore[arg-type]
    assert told == ["There is no such option.", *["This quiz is not yours, or is not here any more."] * 2]


async def test_an_open_card_is_answered_in_a_form_and_judged_at_once(world: World) -> None:
    card = seen(await world.type("/quiz beginner/overfitting 1 open"), v.QuizCardView)
    form = seen(await world.press(card, "Answer"), v.AnswerFormView)
    item = world.bank.items[ItemId("beginner/overfitting")]
    verdict = seen(await world.do(c.AnswerQuiz(form.token.number, 0, item.short)), v.VerdictView)  # type: ignore[arg-type]
    done = seen(await world.press(verdict, "Result"), v.QuizSummaryView)
    assert (verdict.number, verdict.full, verdict.verdict.band) == (None, item.full, Band.EXCELLENT)
    assert (done.right, done.answered, done.gained) == (1, 1, 1)


async def test_an_open_card_can_be_skipped(world: World) -> None:
    card = seen(await world.type("/quiz beginner 2 open"), v.QuizCardView)
    second = seen(await world.press(card, "Skip"), v.QuizCardView)
    done = seen(await world.press(second, "Skip"), v.QuizSummaryView)
    assert (second.position, done.right, done.answered) == (1, 0, 0)


async def test_an_open_answer_that_is_given_again_after_the_model_answer_earns_nothing(world: World) -> None:
    card = seen(await world.type("/quiz beginner/overfitting 1 open"), v.QuizCardView)
    quiz = card.buttons[0].token.number
    item = world.bank.items[ItemId("beginner/overfitting")]
    await world.do(c.AnswerQuiz(quiz, 0, "no idea"))  # type: ignore[arg-type]
    await world.do(c.AnswerQuiz(quiz, 0, item.full))  # type: ignore[arg-type]
    assert seen(await world.type("/study me"), v.MeView).total == 0


async def test_a_check_is_not_answered_in_words_nor_an_open_card_by_a_letter(world: World) -> None:
    check = seen(await world.type("/quiz 1"), v.QuizCardView).buttons[0].token.number
    words = seen(await world.type("/quiz 1 open"), v.QuizCardView).buttons[0].token.number
    told = [
        seen(await world.do(c.AnswerQuiz(check, 0, "words")), v.NoticeView).says,  # type: ignore[arg-type]
        seen(await world.do(c.PickOption(words, 0, 0)), v.NoticeView).says,  # type: ignore[arg-type]
    ]
    assert told == ["This question is answered by its buttons.", "There is no such option."]


async def test_an_empty_practice_answer_is_told_so(world: World) -> None:
    words = seen(await world.type("/quiz 1 open"), v.QuizCardView).buttons[0].token.number
    told = seen(await world.do(c.AnswerQuiz(words, 0, " ")), v.NoticeView)  # type: ignore[arg-type]
    assert told.says == "The answer is empty, so nothing was saved."


async def test_an_item_that_left_the_bank_ends_its_card(world: World) -> None:
    card = seen(await world.type("/quiz beginner/overfitting 1"), v.QuizCardView)
    world.engine.bank = FewItems(world.bank, 1, "expert")  # type: ignore[assignment]
    told = [await world.press(card, label) for label in ("A", "End")]
    assert seen(told[0], v.NoticeView).says == "This question is no longer in the bank."
    assert seen(told[1], v.QuizSummaryView).missed == ()


async def test_a_missed_item_that_left_the_bank_is_not_in_the_summary(world: World) -> None:
    card = seen(await world.type("/quiz beginner/overfitting 1"), v.QuizCardView)
    after = await pick(world, card, right=False)
    world.engine.bank = FewItems(world.bank, 1, "expert")  # type: ignore[assignment]
    assert seen(await world.press(after, "Result"), v.QuizSummaryView).missed == ()
