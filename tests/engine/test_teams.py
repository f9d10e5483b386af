"""Teams: groups inside a space; what was won for one stays with it."""

import pytest

from bot.engine import views as v
from bot.engine.teams import MOST
from tests.world import SPACE, World, seen


async def teams(world: World, line: str = "/study team list", name: str = "Ana", *, admin: bool = False) -> v.TeamsView:
    return seen(await world.type(line, name, admin=admin), v.TeamsView)


async def refused(world: World, line: str, *, admin: bool = True) -> str:
    return seen(await world.type(line, admin=admin), v.NoticeView).says


async def test_without_teams_the_list_says_who_can_create_them(world: World) -> None:
    assert [(await teams(world, admin=admin)).note for admin in (True, False)] == [
        "There are no teams yet. Create one with `/study team create Vision`.",
        "There are no teams yet. An admin can create them.",
    ]


@pytest.mark.parametrize("line", ["create Vision", "rename Vision Sight", "delete Vision"])
async def test_only_admins_change_teams(world: World, line: str) -> None:
    assert await refused(world, f"/study team {line}", admin=False) == f"Only admins can {line.split()[0]} teams."


async def test_a_team_is_created_joined_and_left(world: World) -> None:
    await teams(world, "/study team create Vision", admin=True)
    joined = await teams(world, "/study team join vision")
    assert (joined.note, joined.teams) == (
        "You are in Vision now. Answers from now on count for it.",
        (v.TeamLine("Vision", 1, True),),
    )
    left = await teams(world, "/study team leave")
    assert left.teams == (v.TeamLine("Vision", 0, False),)


async def test_a_member_is_in_one_team_at_most(world: World) -> None:
    for name in ("Vision", "Language"):
        await teams(world, f"/study team create {name}", admin=True)
        found = await teams(world, f"/study team join {name}")
    assert [(one.name, one.members) for one in found.teams] == [("Language", 1), ("Vision", 0)]


async def test_buttons_join_and_leave(world: World) -> None:
    found: v.View = await teams(world, "/study team create Vision", admin=True)
    found = seen(await world.press(found, "Join Vision"), v.TeamsView)
    assert [button.label for button in found.buttons] == ["Leave my team"]
    assert seen(await world.press(found, "Leave"), v.TeamsView).teams[0].mine is False


async def test_leaving_without_a_team_is_told_so(world: World) -> None:
    assert await refused(world, "/study team leave") == "You are in no team."


async def test_an_unknown_team_is_said_with_the_nearest(world: World) -> None:
    await teams(world, "/study team create Vision", admin=True)
    assert await refused(world, "/study team join Vison") == 'There is no team "Vison". Did you mean "vision"?'


@pytest.mark.parametrize("name", ['""', "x" * 41, '"\u201c \u201d"'])
async def test_a_name_has_one_to_forty_characters(world: World, name: str) -> None:
    assert await refused(world, f"/study team create {name}") == "A team's name has 1 to 40 characters."


async def test_a_name_keeps_no_white_space_at_its_ends(world: World) -> None:
    found = await teams(world, '/study team create " Deep   Vision "', admin=True)
    assert [one.name for one in found.teams] == ["Deep Vision"]


@pytest.mark.parametrize("line", ["create VISION", "rename Language vision"])
async def test_a_name_is_taken_whatever_its_case(world: World, line: str) -> None:
    for name in ("Vision", "Language"):
        await teams(world, f"/study team create {name}", admin=True)
    assert await refused(world, f"/study team {line}") == f'There is a team "{line.split()[-1]}" already.'


async def test_a_team_may_change_the_case_of_its_name(world: World) -> None:
    await teams(world, "/study team create vision", admin=True)
    found = await teams(world, "/study team rename vision Vision", admin=True)
    assert [one.name for one in found.teams] == ["Vision"]


async def test_there_are_at_most_a_hundred_teams(world: World) -> None:
    await teams(world)
    await world.store.run(lambda tx: [tx.people.add_team(SPACE, f"Team {i}") for i in range(MOST)])
    assert await refused(world, "/study team create More") == "There are 100 teams, which is the most."
    assert len((await teams(world)).buttons) == 10


async def a_round_for(world: World, team: str) -> None:
    """Ana and Ben answer a question, Ana for a team."""
    await teams(world, f"/study team create {team}", admin=True)
    await teams(world, f"/study team join {team}", "Ana")
    await world.open_day()
    for name in ("Ana", "Ben"):
        await world.answer((await world.item()).short, name)
    await world.close_round()


async def board(world: World) -> dict[str, int]:
    found = seen(await world.type("/leaderboard all teams"), v.BoardView)
    return {one.name: one.points for one in found.lines}


async def test_a_team_wins_what_its_members_win_and_one_for_taking_part(world: World) -> None:
    await a_round_for(world, "Vision")
    me = seen(await world.type("/study me", "Ana"), v.MeView)
    assert await board(world) == {"Vision": me.total + 1, "Without a team": me.total + 1}


async def test_the_own_team_is_marked_on_the_board(world: World) -> None:
    await a_round_for(world, "Vision")
    found = [seen(await world.type("/leaderboard teams", name), v.BoardView) for name in ("Ana", "Ben")]
    names = [next(line.name for line in one.lines if line.key == one.own_key) for one in found]
    assert names == ["Vision", "Without a team"]


async def test_moving_to_another_team_leaves_the_points_where_they_were_won(world: World) -> None:
    await a_round_for(world, "Vision")
    before = await board(world)
    await teams(world, "/study team create Language", admin=True)
    await teams(world, "/study team join Language", "Ana")
    assert await board(world) == before


async def test_an_answer_counts_for_the_team_at_the_time_of_the_answer(world: World) -> None:
    await teams(world, "/study team create Vision", admin=True)
    await world.open_day()
    await world.answer((await world.item()).short)
    await teams(world, "/study team join Vision")
    await world.close_round()
    assert list(await board(world)) == ["Without a team"]


async def test_a_renamed_team_keeps_its_points(world: World) -> None:
    await a_round_for(world, "Vision")
    points = (await board(world))["Vision"]
    await teams(world, "/study team rename Vision Sight", admin=True)
    assert (await board(world))["Sight"] == points


async def test_a_deleted_team_leaves_the_board_and_its_members_keep_their_points(world: World) -> None:
    await a_round_for(world, "Vision")
    before = seen(await world.type("/study me", "Ana"), v.MeView)
    found = await teams(world, "/study team delete vision", admin=True)
    after = seen(await world.type("/study me", "Ana"), v.MeView)
    assert found.note == "Team Vision is gone. Its members' points stay theirs."
    assert (list(await board(world)), after.total, after.team) == (["Without a team"], before.total, None)


async def test_the_best_three_count_so_that_size_does_not_decide(world: World) -> None:
    await world.open_day()
    item = await world.item()
    for i in range(5):
        await world.answer(item.short, f"Member {i}")
    await world.close_round()
    me = seen(await world.type("/study me", "Member 0"), v.MeView)
    assert await board(world) == {"Without a team": 3 * me.total + 5}


@pytest.mark.parametrize("name", ["a=b", '<@U1> "x" `y`', "🦉 Owls", "İstanbul"])
async def test_a_name_may_hold_anything_and_is_joined_by_its_button(world: World, name: str) -> None:
    created = await teams(world, f"/study team create {name}", admin=True)
    joined = seen(await world.press(created, "Join"), v.TeamsView)
    assert [(one.name, one.mine) for one in joined.teams] == [(name, True)]
