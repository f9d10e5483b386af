"""Daily questions that are answered by choosing an option."""

import pytest

from bot.domain.questions import Check
from bot.engine import commands as c
from bot.engine import views as v
from tests.world import World, seen

CHECK = "time=09:00 zone=UTC days=mon-fri draw=beginner style=check"


async def check_of(world: World) -> Check:
    round = await world.round()
    found = (await world.item()).check(round.check or "")
    assert found is not None
    return found


def letter(index: int) -> str:
    return "ABCDEF"[index]


async def test_a_check_is_posted_with_lettered_options_and_without_hints(world: World) -> None:
    question = await world.open_day(CHECK)
    check = await check_of(world)
    assert [option.letter for option in question.options] == list("ABCDEF"[: len(check.options)])
    assert (question.prompt, [button.label for button in question.buttons]) == (check.prompt, ["Answer"])


async def test_the_post_does_not_say_which_option_is_right(world: World) -> None:
    question = await world.open_day(CHECK)
    check = await check_of(world)
    assert all(option.because not in repr(question) for option in check.options)


async def test_the_form_offers_the_options(world: World) -> None:
    question = await world.open_day(CHECK)
    form = seen(await world.press(question, "Answer"), v.AnswerFormView)
    assert (form.options, form.choice, form.prompt) == (question.options, None, question.prompt)


async def test_a_choice_by_form_is_kept_with_its_letter(world: World) -> None:
    question = await world.open_day(CHECK)
    receipt = seen(await world.answer(choice=1), v.ReceiptView)
    form = seen(await world.press(question, "Answer"), v.AnswerFormView)
    own = seen(await world.type("/question"), v.QuestionView).own
    text = f"B: {question.options[1].text}"
    assert (receipt.answer, form.choice, own) == (text, 1, text)


@pytest.mark.parametrize("typed", ["b", "B", "b)", "B.", "b:"])
async def test_a_typed_letter_chooses_however_it_is_typed(world: World, typed: str) -> None:
    await world.open_day(CHECK)
    assert seen(await world.type(f"/answer {typed}"), v.ReceiptView).answer.startswith("B: ")


@pytest.mark.parametrize("typed", ["Z", "AB", "the second one", "1", "ß"])
async def test_a_letter_that_is_no_option_is_refused(world: World, typed: str) -> None:
    await world.open_day(CHECK)
    refused = seen(await world.type(f"/answer {typed}"), v.NoticeView)
    assert refused.next_step == "Choose one of A, B, C, D, for example `/answer B`."
    assert (await world.round()).answered == 0


@pytest.mark.parametrize("choice", [-1, 4, 99])
async def test_a_choice_out_of_range_is_refused(world: World, choice: int) -> None:
    await world.open_day(CHECK)
    refused = seen(await world.answer(choice=choice), v.NoticeView)
    assert refused.says == "This question is answered by choosing an option."


async def test_a_choice_can_be_changed_until_the_close(world: World) -> None:
    await world.open_day(CHECK)
    check = await check_of(world)
    await world.answer(choice=(check.right + 1) % 4)
    await world.answer(choice=check.right)
    verdict = seen(await world.press(await world.close_round(), "Your verdict"), v.VerdictView)
    assert (verdict.verdict.coverage, verdict.choice, verdict.check) == (1.0, check.right, check)


async def test_a_right_choice_earns_the_level_and_a_wrong_one_only_the_attempt(world: World) -> None:
    await world.open_day(CHECK)
    check = await check_of(world)
    await world.answer(choice=check.right, name="Ana")
    await world.answer(choice=(check.right + 1) % 4, name="Ben")
    reveal = await world.close_round()
    scores = [seen(await world.press(reveal, "Your verdict", name), v.VerdictView).score for name in ("Ana", "Ben")]
    assert [(one.answer, one.attempt, one.streak) for one in scores if one] == [(10, 2, 1), (0, 2, 1)]


async def test_a_check_has_no_hints(world: World) -> None:
    await world.open_day(CHECK)
    told = seen(await world.do(c.TakeHint((await world.round()).id)), v.NoticeView)
    assert told.says == "There are no hints for a question with options."


async def test_a_choice_cannot_be_shared(world: World) -> None:
    await world.open_day(CHECK)
    await world.answer(choice=0)
    verdict = seen(await world.press(await world.close_round(), "Your verdict"), v.VerdictView)
    told = seen(await world.do(c.ShareAnswer((await world.round()).id)), v.NoticeView)
    assert (verdict.buttons, told.says) == ((), "There is no answer of yours to share.")


async def test_at_once_a_choice_gets_its_verdict_and_is_final(world: World) -> None:
    await world.open_day(f"{CHECK} feedback=at-once")
    check = await check_of(world)
    verdict = seen(await world.answer(choice=check.right), v.VerdictView)
    again = await world.answer(choice=0)
    assert (verdict.verdict.coverage, verdict.points, type(again)) == (1.0, (), v.NoticeView)


async def test_the_reveal_explains_every_option_and_counts_them_from_five_on(world: World) -> None:
    await world.open_day(CHECK)
    check = await check_of(world)
    for i in range(5):
        await world.answer(choice=0 if i else 1, name=f"Member {i}")
    reveal = await world.close_round()
    assert (reveal.check, reveal.option_counts, reveal.counts) == (check, (4, 1, 0, 0), ())


async def test_four_answers_are_not_counted_by_option(world: World) -> None:
    await world.open_day(CHECK)
    for i in range(4):
        await world.answer(choice=0, name=f"Member {i}")
    assert (await world.close_round()).option_counts == ()
