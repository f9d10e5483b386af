"""Boards, and what members see of their own work."""

from datetime import timedelta

import pytest

from bot.domain.ids import ChannelId, Member, SpaceId, UserId
from bot.domain.standings import Period, Scope
from bot.engine import commands as c
from bot.engine import views as v
from bot.engine.ports.store import Award
from bot.engine.turn import Rules
from tests.world import CHANNEL, MONDAY, SPACE, World, seen


async def give(world: World, name: str, points: int, *, channel: ChannelId = CHANNEL, space: SpaceId = SPACE) -> None:
    """Writes points into the ledger as if they had been earned today."""
    await world.type("/study me", name, space=space)
    member = Member(space, UserId(name.casefold()))
    award = Award(member, f"test:{channel}", "attempt", points, MONDAY.date(), channel)
    assert await world.store.run(lambda tx: tx.ledger.award(award))


async def board(world: World, line: str = "/leaderboard", name: str = "Ana") -> v.BoardView:
    return seen(await world.type(line, name), v.BoardView)


async def test_an_empty_board_is_a_board(world: World) -> None:
    found = await board(world)
    assert (found.lines, found.own, found.members) == ((), None, 0)


async def test_equal_points_share_a_rank_on_the_board(world: World) -> None:
    for name, points in (("Ana", 9), ("Ben", 9), ("Cleo", 4)):
        await give(world, name, points)
    assert [(one.name, one.rank) for one in (await board(world)).lines] == [("Ana", 1), ("Ben", 1), ("Cleo", 3)]


async def test_the_own_line_is_shown_below_a_full_board(make_world) -> None:
    world: World = make_world(Rules(board_lines=3))
    for i, name in enumerate(("Ana", "Ben", "Cleo", "Dan", "Eve")):
        await give(world, name, 50 - 10 * i)
    found = await board(world, name="Eve")
    assert [one.name for one in found.lines] == ["Ana", "Ben", "Cleo"]
    assert found.own is not None
    assert (found.own.name, found.own.rank, found.members) == ("Eve", 5, 5)


async def test_a_board_is_of_the_channel_or_of_the_space(world: World) -> None:
    await give(world, "Ana", 5)
    await give(world, "Ben", 7, channel=ChannelId("two"))
    names = [
        [one.name for one in (await board(world, line)).lines]
        for line in ("/leaderboard channel", "/leaderboard space")
    ]
    assert names == [["Ana"], ["Ben", "Ana"]]


@pytest.mark.parametrize(
    ("period", "label"),
    [
        (Period.WEEK, "2026-W48"),
        (Period.MONTH, "2026-11"),
        (Period.SEASON, "2026-Q4"),
        (Period.ALL, "all"),
    ],
)
async def test_each_period_has_its_board(world: World, period: Period, label: str) -> None:
    await give(world, "Ana", 5)
    found = await board(world, f"/leaderboard {period}")
    assert (found.label, found.period, len(found.lines)) == (label, period, 1)


async def test_a_running_week_that_is_still_empty_shows_how_the_last_one_ended(world: World) -> None:
    await give(world, "Ana", 5)
    world.clock.at += timedelta(days=7)
    found = await board(world)
    assert ([one.points for one in found.lines], found.label) == ([5], "2026-W48")


async def test_the_week_before_last_is_over(world: World) -> None:
    await give(world, "Ana", 5)
    world.clock.at += timedelta(days=14)
    found = [await board(world, line) for line in ("/leaderboard", "/leaderboard all")]
    assert [len(one.lines) for one in found] == [0, 1]


async def test_the_week_of_a_board_is_that_of_the_spaces_zone(world: World) -> None:
    await world.set_up("time=09:00 zone=Pacific/Kiritimati draw=beginner")
    world.clock.at = MONDAY.replace(day=29, hour=12)
    assert (await board(world)).label == "2026-W49"


async def test_buttons_lead_to_every_period_and_scope(world: World) -> None:
    found = await board(world, "/leaderboard month space")
    assert [button.label for button in found.buttons if button.main] == ["Month", "Space"]
    views = [seen(await world.press(found, button.label), v.BoardView) for button in found.buttons]
    assert {(one.period, one.scope) for one in views} == {
        *((period, Scope.SPACE) for period in Period),
        *((Period.MONTH, scope) for scope in Scope),
    }


async def test_a_hidden_member_is_off_the_board_for_all_and_still_sees_the_own_line(world: World) -> None:
    await give(world, "Ana", 9)
    await give(world, "Ben", 5)
    await world.type("/study hide", "Ana")
    hers, his = await board(world, name="Ana"), await board(world, name="Ben")
    assert [one.name for one in hers.lines] == [one.name for one in his.lines] == ["Ben"]
    assert hers.own is not None
    assert (hers.own.points, hers.own.rank, hers.hidden, his.members) == (9, 1, True, 1)


async def test_a_hidden_member_takes_nobodys_rank(world: World) -> None:
    for name, points in (("Ana", 9), ("Ben", 5), ("Cleo", 4)):
        await give(world, name, points)
    await world.type("/study hide", "Ana")
    assert [(one.name, one.rank) for one in (await board(world)).lines] == [("Ben", 1), ("Cleo", 2)]


async def test_a_member_comes_back_to_the_board(world: World) -> None:
    await give(world, "Ana", 9)
    for line in ("/study hide on", "/study hide off"):
        assert seen(await world.type(line), v.NoticeView).good
    assert [one.name for one in (await board(world)).lines] == ["Ana"]


async def test_a_streak_is_on_the_board_unless_it_is_hidden(world: World) -> None:
    await world.open_day()
    for name in ("Ana", "Ben"):
        await world.answer((await world.item()).short, name)
    await world.close_round()
    await world.type("/study hide-streak", "Ben")
    assert {one.name: one.streak for one in (await board(world, "/leaderboard all")).lines} == {"Ana": 1, "Ben": 0}
    await world.type("/study hide-streak off", "Ben")
    assert {one.streak for one in (await board(world, "/leaderboard all")).lines} == {1}


async def test_the_team_streak_counts_days_with_enough_answers(make_world) -> None:
    world: World = make_world(Rules(team_streak_least=2))
    await world.open_day()
    for names in (("Ana",), ("Ana", "Ben"), ("Ana", "Ben", "Cleo")):
        for name in names:
            await world.answer("I think so", name)
        await world.next_day()
    assert (await board(world)).team_streak == 2


async def test_me_shows_points_streak_and_team(world: World) -> None:
    await world.type("/study team create Vision", admin=True)
    await world.type("/study team join Vision")
    await world.open_day()
    await world.answer((await world.item()).short)
    await world.close_round()
    me = seen(await world.type("/study me"), v.MeView)
    assert (me.name, me.team, me.streak.current, me.rounds) == ("Ana", "Vision", 1, 1)
    assert me.week == me.season == me.total > 0


async def test_me_sorts_topics_into_strong_and_weak(world: World) -> None:
    await world.open_day()
    strong = await world.item()
    await world.answer(strong.full)
    await world.next_day()
    weak = await world.item()
    await world.answer("asdf")
    await world.close_round()
    me = seen(await world.type("/study me"), v.MeView)
    assert {one.topic for one in me.strong} <= set(strong.topics)
    assert {one.topic for one in me.weak} & set(weak.topics)
    assert all(one.coverage < 0.6 for one in me.weak)


async def test_a_topic_counts_only_after_the_close(world: World) -> None:
    await world.open_day()
    await world.answer("asdf")
    await world.tick()
    me = seen(await world.type("/study me"), v.MeView)
    assert (me.strong, me.weak) == ((), ())


async def test_an_item_that_left_the_bank_is_no_topic(world: World) -> None:
    await world.open_day()
    item = await world.item()
    await world.answer("asdf")
    await world.close_round()
    del world.bank.items[item.id]
    try:
        assert seen(await world.type("/study me"), v.MeView).weak == ()
    finally:
        world.bank.items[item.id] = item


async def test_the_switches_of_me_turn_over(world: World) -> None:
    for label in ("Hide me", "Hide my", "Show me", "Show my"):
        assert seen(await world.press(await world.type("/study me"), label), v.NoticeView).good
    me = seen(await world.type("/study me"), v.MeView)
    assert (me.hidden, me.streak_hidden) == (False, False)


async def test_only_the_member_sees_the_own_me(world: World) -> None:
    await world.type("/study me", "Ana")
    assert seen(await world.type("/study me", "Ben"), v.MeView).name == "Ben"


async def test_points_of_a_round_survive_a_rebuild_of_the_totals(world: World) -> None:
    await give(world, "Ana", 5)
    await world.store.run(
        lambda tx: tx.ledger.award(Award(world.asker("Ana").member, "other", "practice", 2, MONDAY.date(), CHANNEL))
    )
    assert await world.store.run(lambda tx: tx.ledger.rebuild()) == 0
    assert seen(await world.do(c.ShowMe()), v.MeView).total == 7
