"""Hints and points, as they add up at the close."""

from bot.domain.scoring import Points
from bot.engine import commands as c
from bot.engine import views as v
from bot.engine.turn import Rules
from tests.world import CHANNEL, SPACE, World, seen


async def verdict_of(world: World, name: str = "Ana") -> v.VerdictView:
    """The member's verdict after the close of the newest round."""
    return seen(await world.press(await world.close_round(), "Your verdict", name), v.VerdictView)


async def total(world: World, name: str = "Ana", period: str = "all") -> int:
    return await world.store.run(lambda tx: tx.ledger.total(world.asker(name).member, "space", period))


async def test_a_hint_has_its_cost_in_the_label_before_it_is_taken(world: World) -> None:
    question = await world.open_day()
    cost = (await world.item()).hints[0].cost
    assert [button.label for button in question.buttons] == ["Answer", f"Hint 1 (costs {cost} %)"]


async def test_a_hint_is_private_and_offers_the_next_one(world: World) -> None:
    question = await world.open_day()
    hints = (await world.item()).hints
    hint = seen(await world.press(question, "Hint 1"), v.HintView)
    assert (hint.text, hint.cost, hint.taken_before) == (hints[0].text, hints[0].cost, False)
    assert [button.label for button in hint.buttons] == ["Answer", f"Hint 2 (costs {hints[1].cost} %)"]


async def test_the_last_hint_offers_no_further_one(world: World) -> None:
    question = await world.open_day()
    hint = seen(await world.press(await world.press(question, "Hint 1"), "Hint 2"), v.HintView)
    assert [button.label for button in hint.buttons] == ["Answer"]


async def test_a_hint_that_was_taken_is_shown_again_for_nothing(world: World) -> None:
    question = await world.open_day()
    await world.press(question, "Hint 1")
    again = seen(await world.press(question, "Hint 1"), v.HintView)
    round = await world.round()
    taken = await world.store.run(lambda tx: tx.submissions.hints(round.id, world.asker("Ana").member))
    assert (again.taken_before, list(taken)) == (True, [0])


async def test_a_press_without_a_number_takes_the_next_hint_and_at_the_end_the_last(world: World) -> None:
    await world.open_day()
    round = await world.round()
    found = [seen(await world.do(c.TakeHint(round.id)), v.HintView) for _ in range(3)]
    assert [(one.index, one.taken_before) for one in found] == [(0, False), (1, False), (1, True)]


async def test_the_private_question_offers_the_hint_that_comes_next(world: World) -> None:
    question = await world.open_day()
    await world.press(question, "Hint 1")
    mine = seen(await world.type("/question"), v.QuestionView)
    assert [button.label[:6] for button in mine.buttons] == ["Answer", "Hint 2"]


async def test_a_hint_that_does_not_exist_is_refused(world: World) -> None:
    await world.open_day()
    told = seen(await world.do(c.TakeHint((await world.round()).id, 7)), v.NoticeView)
    assert told.says == "There is no such hint."


async def test_a_hint_after_the_close_is_refused(world: World) -> None:
    question = await world.open_day()
    await world.close_round()
    assert seen(await world.press(question, "Hint 1"), v.NoticeView).says.startswith("Question 1 is closed")


async def test_a_hint_after_a_final_answer_costs_nothing(world: World) -> None:
    question = await world.open_day("time=09:00 zone=UTC days=mon-fri draw=beginner feedback=at-once")
    await world.answer((await world.item()).short)
    await world.press(question, "Hint 1")
    score = (await verdict_of(world)).score
    assert score is not None
    assert score.hints == 0


async def test_points_are_the_level_times_coverage_plus_attempt_minus_hints_plus_streak(world: World) -> None:
    question = await world.open_day()
    item = await world.item()
    await world.press(question, "Hint 1")
    await world.answer(item.short)
    found = await verdict_of(world)
    score = found.score
    assert score is not None
    assert (score.answer, score.attempt, score.hints, score.streak) == (
        round(10 * found.verdict.coverage),
        2,
        -round(10 * item.hints[0].cost / 100),
        1,
    )
    assert score.total == await total(world)


async def test_the_streak_bonus_grows_by_the_day_up_to_its_most(make_world) -> None:
    world: World = make_world(Rules(points=Points(streak=2, streak_most=5)))
    await world.open_day()
    bonuses = []
    for _ in range(4):
        await world.answer((await world.item()).short)
        score = (await verdict_of(world)).score
        assert score is not None
        bonuses.append(score.streak)
        await world.next_day()
    assert bonuses == [2, 4, 5, 5]


async def test_an_answer_that_says_nothing_earns_nothing(world: World) -> None:
    await world.open_day()
    await world.answer("asdf qwer")
    found = await verdict_of(world)
    assert found.score is not None
    assert (found.score.total, await total(world)) == (0, 0)


async def twice(world: World, first: str, second: str) -> tuple[v.VerdictView, v.VerdictView]:
    """The same item on two days running, with two answers of Ana's."""
    await world.set_up()
    found = []
    for text in (first, second):
        await world.type("/study schedule pin beginner/overfitting", "Boss", admin=True)
        await world.next_day()
        await world.answer(text)
        found.append(await verdict_of(world))
    return found[0], found[1]


async def test_an_item_earns_points_once_per_season(world: World) -> None:
    text = world.bank.items["beginner/overfitting"].short  # type: ignore[index]
    first, second = await twice(world, text, text)
    assert (first.earned_before, second.earned_before) == (False, True)
    assert (second.score and (second.score.answer, second.score.attempt, second.score.streak)) == (0, 0, 2)


async def test_an_item_that_has_earned_nothing_may_still_earn(world: World) -> None:
    _, second = await twice(world, "asdf qwer", world.bank.items["beginner/overfitting"].short)  # type: ignore[index]
    assert second.score is not None
    assert (second.earned_before, second.score.attempt) == (False, 2)


async def test_two_channels_on_one_day_give_one_streak_bonus_to_the_member_and_to_the_team(world: World) -> None:
    await world.set_up()
    await world.type("/study setup time=09:00 zone=UTC days=mon-fri draw=beginner", admin=True, channel="two")  # type: ignore[arg-type]
    await world.until(world.clock.at.replace(hour=9))
    for channel in (CHANNEL, "two"):
        await world.answer((await world.item(channel)).short, channel=channel)  # type: ignore[arg-type]
    await world.close_round()
    board = await world.store.run(lambda tx: tx.ledger.team_board(SPACE, "all"))
    assert board[0].points == await total(world) + 2


async def test_points_count_in_every_period_and_in_the_channel(world: World) -> None:
    await world.open_day()
    await world.answer((await world.item()).short)
    await verdict_of(world)
    assert len({await total(world, period=period) for period in ("2026-W48", "2026-11", "2026-Q4", "all")}) == 1


async def test_the_ledger_rebuilds_to_the_same_totals(world: World) -> None:
    await world.open_day()
    for day in range(3):
        for name in ("Ana", "Ben", "Cleo")[: day + 1]:
            await world.answer((await world.item()).short, name)
        await world.close_round()
        await world.next_day()
    assert await world.store.run(lambda tx: tx.ledger.rebuild()) == 0
