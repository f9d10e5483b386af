"""No spoiler by the back door: what is open in the space is not in anybody's practice."""

from bot.domain.ids import ChannelId
from bot.engine import commands as c
from bot.engine import views as v
from tests.world import SPACE, World, seen


async def test_an_open_item_is_not_in_a_quiz(world: World) -> None:
    await world.open_day()
    open_one = await world.item()
    card: v.View = await world.type("/quiz beginner 20 open")
    titles = []
    while isinstance(card, v.QuizCardView):
        titles.append(card.title)
        card = await world.press(card, "Skip")
    assert open_one.title not in titles
    assert len(titles) > 5


async def test_a_quiz_about_an_open_item_is_refused(world: World) -> None:
    await world.open_day()
    told = seen(await world.type(f"/quiz {(await world.item()).id}"), v.NoticeView)
    assert told.says == "Everything there is about this is an open question right now."


async def about_the_open_item(world: World, style: str = "check", count: int = 1) -> v.QuizCardView:
    """A quiz that was begun before its item became today's question."""
    card = seen(await world.type(f"/quiz beginner/overfitting {count} {style}"), v.QuizCardView)
    await world.set_up()
    await world.type("/study schedule pin beginner/overfitting", admin=True)
    await world.next_day()
    assert (await world.item()).id == "beginner/overfitting"
    return card


async def test_a_card_that_became_an_open_question_cannot_be_answered(world: World) -> None:
    card = await about_the_open_item(world)
    assert isinstance(await world.press(card, "A"), v.QuizSummaryView)


async def test_a_card_in_words_that_became_an_open_question_is_not_judged(world: World) -> None:
    card = await about_the_open_item(world, "open")
    found = await world.do(c.AnswerQuiz(card.buttons[0].token.number, 0, "words"))  # type: ignore[arg-type]
    assert isinstance(found, v.QuizSummaryView)


async def test_cards_that_became_an_open_question_are_passed_over(world: World) -> None:
    card = await about_the_open_item(world, count=3)
    found = await world.do(c.NextCard(card.buttons[0].token.number, 1))  # type: ignore[arg-type]
    assert isinstance(found, v.QuizSummaryView)


async def test_an_open_item_of_another_space_is_not_withheld(world: World) -> None:
    await world.open_day()
    line = f"/quiz {(await world.item()).id}"
    assert isinstance(await world.type(line, space="test:other"), v.QuizCardView)  # type: ignore[arg-type]


async def test_two_channels_of_a_space_never_have_the_same_item_open(world: World) -> None:
    channels = [ChannelId(f"c{i}") for i in range(5)]
    for channel in channels:
        await world.type("/study setup time=09:00 zone=UTC days=daily draw=beginner", admin=True, channel=channel)
    await world.later(hours=1)
    for _ in range(3):
        await world.later(days=1)
        items = [(await world.round(channel)).item for channel in channels]
        assert len(set(items)) == 5


async def test_what_is_closed_everywhere_may_be_practised(world: World) -> None:
    await world.open_day()
    line = f"/quiz {(await world.item()).id}"
    await world.close_round()
    assert await world.store.run(lambda tx: tx.rounds.withheld(SPACE)) == set()
    assert isinstance(await world.type(line), v.QuizCardView)
