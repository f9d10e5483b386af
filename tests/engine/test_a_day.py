"""A whole day in a channel, from the set-up to the board."""

from datetime import timedelta

from bot.domain.verdicts import Band
from bot.engine import commands as c
from bot.engine import views as v
from tests.world import CHANNEL, MONDAY, SPACE, World, seen

NINE = MONDAY.replace(hour=9)


async def answer(world: World, name: str, text: str) -> v.View:
    round = await world.store.run(lambda tx: tx.rounds.last(SPACE, CHANNEL)[0])
    return await world.do(c.AnswerRound(round.id, text), name)


async def test_three_members_live_a_day_from_the_post_to_the_board(world: World) -> None:
    question = await world.open_day()
    assert (question.number, question.is_open, question.answered) == (1, True, 0)
    item = next(item for item in world.bank.items.values() if item.title == question.title)

    receipt = seen(await answer(world, "Ana", item.full), v.ReceiptView)
    assert receipt.streak.current == 1
    await answer(world, "Ben", item.alternatives[0])
    await answer(world, "Cleo", "I have no idea, sorry")
    await world.tick()
    assert seen(world.platform.edits[-1][1], v.QuestionView).answered == 3

    early = seen(await world.type("/reveal 1"), v.NoticeView)
    assert early.says == "Question 1 is still open, so its model answer stays hidden."

    await world.until(NINE + timedelta(hours=23, minutes=50))
    reveal = world.platform.said(v.RevealView)[-1]
    assert (reveal.number, reveal.answered, reveal.counts) == (1, 3, ())
    assert not seen(world.platform.edits[-1][1], v.QuestionView).is_open

    verdict = seen(await world.press(reveal, "Your verdict", "Ana"), v.VerdictView)
    assert verdict.verdict.band is Band.EXCELLENT
    assert verdict.score is not None
    board = seen(await world.type("/leaderboard", "Ana"), v.BoardView)
    assert [line.name for line in board.lines][:2] == ["Ana", "Ben"]
    assert board.lines[0].points == verdict.score.total

    await world.until(NINE + timedelta(days=1))
    assert world.question().number == 2
    assert world.question().title != question.title


async def test_nothing_is_posted_twice_after_a_restart_in_the_middle(make_world) -> None:
    first: World = make_world()
    await first.open_day()
    second: World = make_world(start=first.clock.at)
    second.platform = first.platform
    second.delivering = second.replica("two")
    await second.tick(5)
    assert len(first.platform.posts) == 1
    item = next(item for item in second.bank.items.values() if item.title == first.question().title)
    form = seen(await second.press(first.question(), "Answer"), v.AnswerFormView)
    assert form.limit == 3000
    assert isinstance(await answer(second, "Ana", item.short), v.ReceiptView)
