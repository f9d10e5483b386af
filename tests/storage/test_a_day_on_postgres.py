"""The engine's days on PostgreSQL: the same as on SQLite, with two replicas that share the work."""

import asyncio
from collections.abc import Callable

from bot.engine import views as v
from tests.world import CHANNEL, SPACE, World, seen


async def test_a_day_from_the_question_to_the_board(make_world: Callable[..., World], postgres_url: str) -> None:
    world = make_world(url=postgres_url)
    await world.open_day()
    item = await world.item()
    receipts = await asyncio.gather(*(world.answer(item.full, name) for name in ("Ana", "Ben", "Cy")))
    changed = await world.answer("I have no idea, sorry", "Cy")
    reveal = await world.close_round()
    verdict = seen(await world.press(reveal, "Your verdict", "Ana"), v.VerdictView)
    board = seen(await world.type("/leaderboard"), v.BoardView)
    assert [type(one) for one in (*receipts, changed)] == [v.ReceiptView] * 4
    assert reveal.answered == 3
    assert verdict.score is not None
    assert [(line.name, line.points) for line in board.lines][:2] == [
        ("Ana", verdict.score.total),
        ("Ben", verdict.score.total),
    ]
    assert await world.store.run(lambda tx: tx.ledger.rebuild()) == 0


async def test_two_replicas_post_each_question_and_each_reveal_once(
    make_world: Callable[..., World], postgres_url: str
) -> None:
    world, other = make_world(url=postgres_url), make_world(url=postgres_url)
    other.clock, other.platform = world.clock, world.platform
    await world.set_up()
    replicas = [world.delivering, other.replica("two")]
    for _ in range(3):
        schedule = await world.store.run(lambda tx: tx.schedules.at(SPACE, CHANNEL))
        assert schedule is not None
        assert schedule.next_due is not None
        world.clock.at = schedule.next_due
        for _ in range(4):
            await asyncio.gather(*(one.tick() for one in replicas))
    assert [one.number for one in world.platform.said(v.QuestionView)] == [1, 2, 3]
    assert [one.number for one in world.platform.said(v.RevealView)] == [1, 2]
