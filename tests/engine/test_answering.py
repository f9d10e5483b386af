"""Answers: private, changeable until the close, refused kindly afterwards, and kept word for word."""

from datetime import timedelta

import pytest

from bot.domain.verdicts import Band
from bot.engine import commands as c
from bot.engine import views as v
from tests.world import CHANNEL, SPACE, World, seen

NASTY = '<script>alert("x")</script> <@U123> @everyone `code` *bold* [link](http://x) & {{x}} \x07'


async def kept(world: World, name: str = "Ana") -> str:
    """The answer as the database has it."""
    round = await world.round()
    found = await world.store.run(lambda tx: tx.submissions.get(round.id, world.asker(name).member))
    assert found is not None
    return found.text


async def test_an_answer_gets_a_private_receipt(world: World) -> None:
    question = await world.open_day()
    receipt = seen(await world.answer("It fits the noise."), v.ReceiptView)
    assert (receipt.answer, receipt.changed, receipt.closes_at, receipt.streak.current) == (
        "It fits the noise.",
        False,
        question.closes_at,
        1,
    )


async def test_the_channel_sees_only_how_many_answered(world: World) -> None:
    await world.open_day()
    await world.answer("My secret answer")
    await world.tick()
    assert [view.answered for _, view in world.platform.edits if isinstance(view, v.QuestionView)] == [1]
    assert "secret" not in repr(world.platform)


async def test_the_last_answer_before_the_close_counts(world: World) -> None:
    await world.open_day()
    await world.answer("First")
    receipt = seen(await world.answer("Second"), v.ReceiptView)
    assert (receipt.changed, await kept(world), (await world.round()).answered) == (True, "Second", 1)


async def test_a_verdict_belongs_to_the_answer_as_it_was_changed(world: World) -> None:
    await world.open_day()
    await world.answer("no idea")
    await world.tick()
    await world.answer((await world.item()).short)
    verdict = seen(await world.press(await world.close_round(), "Your verdict"), v.VerdictView)
    assert verdict.verdict.band is not Band.NONE


async def test_the_form_holds_what_was_answered(world: World) -> None:
    question = await world.open_day()
    await world.answer("First")
    form = seen(await world.press(question, "Answer"), v.AnswerFormView)
    assert (form.value, form.limit, form.token.verb) == ("First", 3000, "answer")


async def test_the_question_shows_the_own_answer_to_its_member_alone(world: World) -> None:
    await world.open_day()
    await world.answer("Mine", "Ana")
    shown = [seen(await world.type("/question", name), v.QuestionView) for name in ("Ana", "Ben")]
    assert [(one.own, one.buttons[0].label) for one in shown] == [("Mine", "Change my answer"), (None, "Answer")]


async def test_the_typed_answer_counts_like_the_form(world: World) -> None:
    await world.open_day()
    assert isinstance(await world.type("/answer It fits\nthe noise."), v.ReceiptView)
    assert await kept(world) == "It fits\nthe noise."


async def test_a_late_answer_is_refused_kindly_and_offered_as_practice(world: World) -> None:
    await world.open_day()
    closed = await world.round()
    world.clock.at = closed.closes_at
    refused = seen(await world.do(c.AnswerRound(closed.id, "late")), v.NoticeView)
    assert refused.says == "Question 1 is closed, so this can no longer count."
    assert "/quiz" in refused.next_step


async def test_a_late_typed_answer_is_told_what_is_there_instead(world: World) -> None:
    await world.open_day()
    await world.close_round()
    refused = seen(await world.type("/answer late"), v.NoticeView)
    assert (refused.says, "/reveal" in refused.next_step) == ("Question 1 is closed.", True)


async def test_an_answer_in_a_channel_without_a_schedule_says_what_to_do(world: World) -> None:
    told = [seen(await world.type("/question", admin=admin), v.NoticeView).next_step for admin in (True, False)]
    assert told == [
        "Set it up with `/study setup`. Until then, practice with `/quiz`.",
        "An admin can set it up with `/study setup`. Until then, practice with `/quiz`.",
    ]


async def test_an_answer_before_the_first_question_is_told_so(world: World) -> None:
    await world.set_up()
    assert seen(await world.type("/answer early"), v.NoticeView).says == "No question has been asked here yet."


@pytest.mark.parametrize("text", ["", "   ", "\n\t "])
async def test_an_empty_answer_saves_nothing(world: World, text: str) -> None:
    await world.open_day()
    assert seen(await world.answer(text), v.NoticeView).says == "The answer is empty, so nothing was saved."
    assert (await world.round()).answered == 0


async def test_an_answer_of_ten_thousand_characters_is_told_how_much_to_cut(world: World) -> None:
    await world.open_day()
    refused = seen(await world.answer("x" * 10_000), v.NoticeView)
    assert (refused.says, refused.next_step) == (
        "The answer has 10,000 characters; 3,000 fit. Nothing was saved.",
        "Shorten it by 7,000 and send it again.",
    )


async def test_an_answer_of_exactly_three_thousand_characters_fits(world: World) -> None:
    await world.open_day()
    assert isinstance(await world.answer("x" * 3000), v.ReceiptView)


async def test_markup_and_mentions_are_carried_word_for_word(world: World) -> None:
    await world.open_day()
    receipt = seen(await world.answer(NASTY, NASTY), v.ReceiptView)
    me = seen(await world.type("/study me", NASTY), v.MeView)
    assert (receipt.answer, await kept(world, NASTY), me.name) == (NASTY, NASTY, NASTY)


async def test_a_long_name_is_cut_to_what_the_database_keeps(world: World) -> None:
    me = seen(await world.type("/study me", "x" * 500), v.MeView)
    assert me.name == "x" * 120


async def test_a_changed_name_is_the_one_that_is_shown(world: World) -> None:
    await world.type("/study me", "Ana")
    asker = c.Asker(world.asker("Ana").member, "Ana Lovelace", CHANNEL)
    assert seen(await world.engine.handle(c.ShowMe(), asker), v.MeView).name == "Ana Lovelace"


async def test_the_question_of_another_channel_is_not_this_channels(world: World) -> None:
    await world.open_day()
    await world.answer("Mine")
    told = seen(await world.type("/question", channel="other"), v.NoticeView)  # type: ignore[arg-type]
    assert told.says == "This channel has no daily question yet."


AT_ONCE = "time=09:00 zone=UTC days=mon-fri draw=beginner feedback=at-once"


async def test_at_once_the_verdict_comes_with_the_answer(world: World) -> None:
    await world.open_day(AT_ONCE)
    item = await world.item()
    verdict = seen(await world.answer(item.short), v.VerdictView)
    assert (verdict.verdict.band is Band.NONE, verdict.score, verdict.full) == (False, None, item.full)


async def test_at_once_the_answer_is_final(world: World) -> None:
    question = await world.open_day(AT_ONCE)
    await world.answer("First")
    again = seen(await world.answer("Second"), v.NoticeView)
    form = seen(await world.press(question, "Answer"), v.NoticeView)
    assert (again.says, form.says, await kept(world)) == (
        "Your answer to question 1 is final, so nothing was changed.",
        "Your answer to question 1 is final.",
        "First",
    )


async def test_at_once_the_form_says_that_the_answer_will_be_final(world: World) -> None:
    question = await world.open_day(AT_ONCE)
    form = seen(await world.press(question, "Answer"), v.AnswerFormView)
    assert form.note == "You get the verdict at once; the answer is then final."


async def test_at_once_another_member_sees_no_verdict_before_the_close(world: World) -> None:
    await world.open_day(AT_ONCE)
    await world.answer("First", "Ana")
    told = seen(await world.do(c.ShowVerdict((await world.round()).id), "Ben"), v.NoticeView)
    assert told.says == "Question 1 is still open."


async def test_at_once_points_are_still_given_at_the_close(world: World) -> None:
    await world.open_day(AT_ONCE)
    await world.answer((await world.item()).short)
    verdict = seen(await world.press(await world.close_round(), "Your verdict"), v.VerdictView)
    assert verdict.score is not None
    assert verdict.score.total > 0


async def test_an_answer_a_second_before_the_close_counts(world: World) -> None:
    question = await world.open_day()
    world.clock.at = question.closes_at - timedelta(seconds=1)
    await world.answer("Just in time")
    assert (await world.close_round()).answered == 1


async def test_nobody_reads_an_answer_through_another_ones_round(world: World) -> None:
    await world.open_day()
    await world.answer("Mine", "Ana")
    found = await world.store.run(lambda tx: tx.rounds.last(SPACE, CHANNEL)[0])
    form = seen(await world.do(c.OpenAnswerForm(found.id), "Ben"), v.AnswerFormView)
    assert form.value == ""


@pytest.mark.parametrize("text", ["half an emoji \ud83d", "a null \x00 byte"])
async def test_a_broken_character_is_no_bug(world: World, text: str) -> None:
    await world.open_day()
    told = [await world.answer(text), await world.type("/study me", text)]
    assert "Something went wrong" not in repr(told)
