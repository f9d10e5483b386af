"""Double clicks and repeated deliveries are settled by keys: everything happens once."""

import asyncio

from bot.engine import commands as c
from bot.engine import views as v
from tests.world import CHANNEL, MONDAY, World, seen


async def test_the_same_answer_five_times_by_sixteen_members_at_once_is_sixteen_answers(world: World) -> None:
    await world.open_day()
    found = await world.round()
    names = [f"Member {i}" for i in range(16)]
    views = await asyncio.gather(
        *(world.do(c.AnswerRound(found.id, f"{name} thinks so"), name) for name in names for _ in range(5))
    )
    saved = await world.store.run(lambda tx: tx.submissions.of(found.id))
    assert all(isinstance(view, v.ReceiptView) for view in views)
    assert [view.changed for view in views].count(False) == 16  # type: ignore[union-attr]
    assert (len(saved), (await world.round()).answered) == (16, 16)


async def test_after_many_answers_at_once_the_totals_agree_with_the_ledger(world: World) -> None:
    await world.open_day()
    found, text = await world.round(), (await world.item()).short
    await asyncio.gather(*(world.do(c.AnswerRound(found.id, text), f"Member {i % 16}") for i in range(80)))
    await world.close_round()
    board = seen(await world.type("/leaderboard", "Member 0"), v.BoardView)
    assert (board.members, len({one.points for one in board.lines})) == (16, 1)
    assert await world.store.run(lambda tx: tx.ledger.rebuild()) == 0


async def test_answering_while_the_round_closes_leaves_nobody_without_a_verdict(world: World) -> None:
    await world.open_day()
    found = await world.round()
    world.clock.at = found.closes_at
    await asyncio.gather(*(world.do(c.AnswerRound(found.id, "late"), f"Member {i}") for i in range(8)), world.tick(3))
    saved = await world.store.run(lambda tx: tx.submissions.of(found.id))
    assert all(one.verdict is not None for one in saved)


async def test_one_quiz_option_pressed_ten_times_at_once_earns_once(world: World) -> None:
    card = seen(await world.type("/quiz beginner/overfitting 1"), v.QuizCardView)
    checks = world.bank.items["beginner/overfitting"].checks  # type: ignore[index]
    check = next(one for one in checks if one.prompt == card.prompt)
    press = c.PickOption(card.buttons[0].token.number, 0, check.right)  # type: ignore[arg-type]
    views = await asyncio.gather(*(world.do(press) for _ in range(10)))
    assert {seen(view, v.QuizCardView).chosen for view in views} == {check.right}
    assert seen(await world.type("/study me"), v.MeView).total == 1


async def test_one_hint_pressed_ten_times_at_once_is_charged_once(world: World) -> None:
    question = await world.open_day()
    found = await world.round()
    views = await asyncio.gather(*(world.press(question, "Hint 1") for _ in range(10)))
    taken = await world.store.run(lambda tx: tx.submissions.hints(found.id, world.asker("Ana").member))
    assert [seen(view, v.HintView).taken_before for view in views].count(False) == 1
    assert len(taken) == 1


async def test_one_share_pressed_ten_times_at_once_is_one_post(world: World) -> None:
    await world.open_day()
    await world.answer("Mine")
    verdict = await world.press(await world.close_round(), "Your verdict")
    await asyncio.gather(*(world.press(verdict, "Share") for _ in range(10)))
    await world.tick(2)
    assert len(world.platform.said(v.ShareView)) == 1


async def test_one_team_created_ten_times_at_once_is_one_team(world: World) -> None:
    views = await asyncio.gather(*(world.type("/study team create Vision", admin=True) for _ in range(10)))
    assert [type(view) for view in views].count(v.TeamsView) == 1
    assert len(seen(await world.type("/study team list"), v.TeamsView).teams) == 1


async def test_setting_up_ten_times_at_once_is_one_schedule_and_one_question(world: World) -> None:
    await asyncio.gather(*(world.set_up() for _ in range(10)))
    await world.until(MONDAY.replace(hour=9))
    assert len(world.platform.posts) == 1


async def test_closing_ten_times_at_once_reveals_once_and_pays_once(world: World) -> None:
    await world.open_day()
    await world.answer((await world.item()).short)
    await world.tick()
    views = await asyncio.gather(*(world.type("/study schedule close", admin=True) for _ in range(10)))
    await world.tick(2)
    me = seen(await world.type("/study me"), v.MeView)
    assert [seen(view, v.NoticeView).good for view in views].count(True) == 1
    assert (len(world.platform.said(v.RevealView)), me.total <= 13) == (1, True)


async def test_a_first_command_by_many_at_once_makes_one_space(world: World) -> None:
    views = await asyncio.gather(*(world.type("/study me", f"Member {i}", channel=CHANNEL) for i in range(12)))
    assert all(isinstance(view, v.MeView) for view in views)
