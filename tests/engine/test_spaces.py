"""Two spaces never meet, though their channels and people carry the same ids."""

from bot.domain.ids import SpaceId
from bot.engine import commands as c
from bot.engine import views as v
from bot.engine.engine import Engine
from bot.engine.ports.store import DeliveryState
from tests.world import CHANNEL, MONDAY, SPACE, World, seen

OTHER = SpaceId("test:other")
SETUP = "/study setup time=09:00 zone=UTC days=mon-fri draw=beginner"


async def both_open(world: World) -> None:
    """The same channel id in two spaces, each with its first question."""
    for space in (SPACE, OTHER):
        await world.type(SETUP, "Boss", admin=True, space=space)
    await world.until(MONDAY.replace(hour=9))


async def answer(world: World, text: str, name: str = "Ana", space: SpaceId = SPACE) -> v.View:
    return await world.type(f"/answer {text}", name, space=space)


async def test_each_space_has_its_own_question_numbers(world: World) -> None:
    await both_open(world)
    assert [question.number for question in world.platform.said(v.QuestionView)] == [1, 1]


async def test_the_same_user_answers_in_both_spaces_as_two_members(world: World) -> None:
    await both_open(world)
    receipts = [seen(await answer(world, space, space=space), v.ReceiptView) for space in (SPACE, OTHER)]
    counts = [(await world.round(CHANNEL, space)).answered for space in (SPACE, OTHER)]
    assert ([one.changed for one in receipts], counts) == ([False, False], [1, 1])


async def test_points_streaks_and_boards_of_one_space_do_not_show_in_the_other(world: World) -> None:
    await both_open(world)
    await answer(world, (await world.item()).short)
    await world.close_round()
    mine, other = [seen(await world.type("/study me", space=space), v.MeView) for space in (SPACE, OTHER)]
    boards = [seen(await world.type("/leaderboard all space", space=space), v.BoardView) for space in (SPACE, OTHER)]
    assert (mine.total > 0, other.total, other.streak.current) == (True, 0, 0)
    assert [len(one.lines) for one in boards] == [1, 0]


async def test_buttons_of_one_space_do_nothing_in_the_other(world: World) -> None:
    await both_open(world)
    round = await world.round()
    stranger = world.asker("Ana", space=OTHER)
    commands: list[c.Command] = [
        c.AnswerRound(round.id, "from elsewhere"),
        c.OpenAnswerForm(round.id),
        c.TakeHint(round.id),
        c.ShowVerdict(round.id),
        c.ShareAnswer(round.id),
    ]
    told = {seen(await world.engine.handle(one, stranger), v.NoticeView).says for one in commands}
    assert (told, (await world.round()).answered) == ({"That question is not here any more."}, 0)


async def test_a_quiz_of_one_space_is_not_the_others(world: World) -> None:
    card = seen(await world.type("/quiz"), v.QuizCardView)
    press = c.PickOption(card.buttons[0].token.number, 0, 0)  # type: ignore[arg-type]
    told = seen(await world.engine.handle(press, world.asker("Ana", space=OTHER)), v.NoticeView)
    assert told.says == "This quiz is not yours, or is not here any more."


async def test_teams_of_one_space_are_not_the_others(world: World) -> None:
    await world.type("/study team create Vision", admin=True)
    joined = seen(await world.type("/study team join Vision", space=OTHER), v.NoticeView)
    created = seen(await world.type("/study team create Vision", admin=True, space=OTHER), v.TeamsView)
    assert (joined.says, len(created.teams)) == ('There is no team "Vision".', 1)


async def test_schedules_and_history_of_one_space_are_not_the_others(world: World) -> None:
    await world.open_day()
    listed = seen(await world.type("/study schedule list", admin=True, space=OTHER), v.SchedulesView)
    status = seen(await world.type("/study status", admin=True, space=OTHER), v.StatusView)
    history = seen(await world.type("/study history", space=OTHER), v.NoticeView)
    assert (listed.schedules, status.channels) == ((), ())
    assert history.says == "No question has been asked in this channel yet."


async def test_pausing_one_space_does_not_pause_the_other(world: World) -> None:
    await both_open(world)
    await world.type("/study schedule pause", admin=True)
    await world.later(days=1)
    assert [post.space for post in world.platform.posts if isinstance(post.view, v.QuestionView)][2:] == [OTHER]


async def test_an_admin_of_one_space_cannot_decide_about_the_others_posts(world: World) -> None:
    world.platform.before, world.platform.can_look = [OSError("gone")], False
    await world.first_morning()
    number = (await world.store.run(lambda tx: tx.deliveries.uncertain(SPACE)))[0].id
    boss = world.asker("Boss", admin=True, space=OTHER)
    told = seen(await world.engine.handle(c.DecidePost(number, again=False), boss), v.NoticeView)
    found = await world.store.run(lambda tx: tx.deliveries.get(number))
    assert told.says == "There is nothing to decide about this post any more."
    assert found is not None
    assert found.state is DeliveryState.UNCERTAIN


async def test_hiding_in_one_space_does_not_hide_in_the_other(world: World) -> None:
    await world.type("/study hide")
    hidden = [seen(await world.type("/study me", space=space), v.MeView).hidden for space in (SPACE, OTHER)]
    assert hidden == [True, False]


async def test_what_is_asked_in_one_space_is_still_new_in_the_other(world: World) -> None:
    await world.open_day()
    asked = [await world.store.run(lambda tx, space=space: tx.rounds.asked(space)[1]) for space in (SPACE, OTHER)]  # type: ignore[misc]
    assert [len(one) for one in asked] == [1, 0]


async def test_every_space_has_a_secret_of_its_own(world: World) -> None:
    engine = Engine(world.store, world.bank, world.clock, world.judge, world.rules, zone="UTC")
    spaces = [SpaceId("test:one"), SpaceId("test:two")]
    for space in spaces:
        await engine.handle(c.ShowHelp(), world.asker("Ana", space=space))
    kept = [await world.store.run(lambda tx, space=space: tx.people.space(space)) for space in spaces]
    assert len({one.seed for one in kept if one}) == 2
