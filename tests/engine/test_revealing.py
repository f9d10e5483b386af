"""After the close: the model answer for all, a verdict for each answerer, and the own answer to share."""

import pytest

from bot.domain.ids import ChannelId
from bot.domain.verdicts import Band
from bot.engine import commands as c
from bot.engine import views as v
from tests.world import World, seen


async def test_the_reveal_goes_under_the_question_when_threads_are_wanted(world: World) -> None:
    await world.open_day()
    await world.close_round()
    assert world.platform.posts[-1].reply_to == "m1"


async def test_the_reveal_goes_into_the_channel_when_threads_are_not_wanted(world: World) -> None:
    await world.open_day("time=09:00 zone=UTC draw=beginner thread=no")
    await world.close_round()
    assert world.platform.posts[-1].reply_to is None


async def test_a_reveal_without_answers_shows_the_model_answer(world: World) -> None:
    await world.open_day()
    item = await world.item()
    reveal = await world.close_round()
    assert (reveal.answered, reveal.short, reveal.full, reveal.counts) == (0, item.short, item.full, ())


@pytest.mark.parametrize(("answerers", "counted"), [(4, False), (5, True)])
async def test_points_are_counted_only_from_five_answerers_on(world: World, answerers: int, counted: bool) -> None:
    await world.open_day()
    item = await world.item()
    for i in range(answerers):
        await world.answer(item.short if i else "no idea", f"Member {i}")
    counts = (await world.close_round()).counts
    assert [one.says for one in counts] == ([point.says for point in item.key_points] if counted else [])
    assert not counted or max(one.covered for one in counts) == answerers - 1


async def test_a_closed_question_is_revealed_by_number_and_without(world: World) -> None:
    await world.open_day()
    await world.close_round()
    found = [seen(await world.type(line), v.RevealView).number for line in ("/reveal", "/reveal 1")]
    assert found == [1, 1]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("/reveal", "No question of this channel is closed yet."),
        ("/reveal 1", "Question 1 is still open, so its model answer stays hidden."),
        ("/reveal 7", "There is no question 7 in this channel."),
    ],
)
async def test_what_is_not_closed_is_not_revealed(world: World, line: str, says: str) -> None:
    await world.open_day()
    assert seen(await world.type(line), v.NoticeView).says == says


async def test_the_verdict_lists_covered_points_with_their_evidence_first(world: World) -> None:
    await world.open_day()
    item = await world.item()
    await world.answer(item.short)
    verdict = seen(await world.press(await world.close_round(), "Your verdict"), v.VerdictView)
    evidence = [point.evidence is not None for point in verdict.points]
    assert (evidence, len(verdict.points)) == (sorted(evidence, reverse=True), len(item.key_points))
    assert evidence[0]


async def test_a_verdict_is_only_for_those_who_answered(world: World) -> None:
    await world.open_day()
    told = seen(await world.press(await world.close_round(), "Your verdict"), v.NoticeView)
    assert told.says == "You did not answer question 1, so there is no verdict."


async def test_a_verdict_of_another_space_does_not_exist(world: World) -> None:
    await world.open_day()
    round = await world.round()
    stranger = world.asker("Ana", space="test:other")  # type: ignore[arg-type]
    told = seen(await world.engine.handle(c.ShowVerdict(round.id), stranger), v.NoticeView)
    assert told.says == "That question is not here any more."


async def test_an_answer_that_is_being_read_has_no_verdict_yet(world: World) -> None:
    await world.open_day()
    await world.answer("First")
    round = await world.round()
    await world.store.run(lambda tx: tx.rounds.close(round.id, world.clock.at))
    told = seen(await world.do(c.ShowVerdict(round.id)), v.NoticeView)
    assert told.says == "Your answer is being read at this moment."


async def shared(world: World, text: str = "My own words") -> v.View:
    """A day on which Ana answers, and shares her answer after the close."""
    await world.open_day()
    await world.answer(text)
    verdict = await world.press(await world.close_round(), "Your verdict")
    return await world.press(verdict, "Share my answer")


async def test_an_own_answer_is_shared_once_after_the_close_by_a_button(world: World) -> None:
    told = seen(await shared(world), v.NoticeView)
    await world.tick()
    assert (told.good, world.platform.said(v.ShareView)) == (True, [v.ShareView(1, "Ana", "My own words")])
    assert world.platform.posts[-1].reply_to == "m1"


async def test_an_answer_that_was_shared_is_not_shared_again(world: World) -> None:
    await shared(world)
    again = seen(await world.do(c.ShareAnswer((await world.round()).id)), v.NoticeView)
    await world.tick(2)
    assert (again.says, len(world.platform.said(v.ShareView))) == ("You have shared this answer already.", 1)


async def test_the_verdict_offers_to_share_only_once(world: World) -> None:
    await shared(world)
    verdict = seen(await world.do(c.ShowVerdict((await world.round()).id)), v.VerdictView)
    assert verdict.buttons == ()


@pytest.mark.parametrize("closed", [True, False])
async def test_without_an_own_answer_or_before_the_close_nothing_is_shared(world: World, closed: bool) -> None:
    await world.open_day()
    if closed:
        await world.close_round()
    else:
        await world.answer("Mine")
    told = seen(await world.do(c.ShareAnswer((await world.round()).id)), v.NoticeView)
    assert told.says == "There is no answer of yours to share."


async def test_an_answer_that_nobody_shares_is_shown_to_nobody(world: World) -> None:
    await world.open_day()
    await world.answer("My own words")
    await world.close_round()
    await world.next_day()
    views = [await world.type(line, "Ben") for line in ("/reveal 1", "/study history", "/leaderboard", "/question")]
    assert "My own words" not in repr((views, world.platform.posts, world.platform.edits))


async def test_the_history_lists_questions_with_their_numbers(world: World) -> None:
    await world.open_day()
    await world.answer("Mine")
    await world.next_day()
    found = seen(await world.type("/study history"), v.HistoryView).rounds
    assert [(one.number, one.answered, one.is_open) for one in found] == [(2, 0, True), (1, 1, False)]
    assert [one.button and one.button.label for one in found] == [None, "Reveal 1"]


async def test_a_channel_without_questions_has_no_history(world: World) -> None:
    assert seen(await world.type("/study history"), v.NoticeView).says == (
        "No question has been asked in this channel yet."
    )


async def test_a_changed_bank_does_not_change_yesterdays_question(world: World) -> None:
    await world.open_day()
    item = await world.item()
    await world.answer(item.short)
    del world.bank.items[item.id]
    try:
        reveal = await world.close_round()
        verdict = seen(await world.press(reveal, "Your verdict"), v.VerdictView)
    finally:
        world.bank.items[item.id] = item
    assert (reveal.full, verdict.verdict.band is Band.NONE) == (item.full, False)


async def open_twice(world: World) -> str:
    """An item that was asked and closed here is open in another channel now; gives its model answer."""
    await world.open_day()
    item = await world.item()
    await world.answer(item.short)
    await world.close_round()
    await world.type("/study setup time=10:00 zone=UTC days=daily draw=beginner", admin=True, channel=ChannelId("two"))
    await world.type(f"/study schedule pin {item.id}", admin=True, channel=ChannelId("two"))
    await world.later(hours=2)
    assert (await world.round(ChannelId("two"))).item == item.id
    return item.full


async def test_an_item_that_is_open_elsewhere_is_not_revealed_here(world: World) -> None:
    await open_twice(world)
    told = seen(await world.type("/reveal 1"), v.NoticeView)
    assert told.says.startswith("This question is open in a channel of this space right now")


async def test_an_item_that_is_open_elsewhere_is_not_revealed_by_an_old_verdict(world: World) -> None:
    full = await open_twice(world)
    shown = await world.press(world.platform.said(v.RevealView)[-1], "Your verdict")
    assert getattr(shown, "full", "") != full


async def test_an_item_that_is_open_elsewhere_is_not_asked_even_where_it_is_pinned(world: World) -> None:
    await world.set_up()
    await world.type("/study setup time=09:00 zone=UTC days=daily draw=beginner", admin=True, channel=ChannelId("two"))
    for channel in (ChannelId("study"), ChannelId("two")):
        await world.type("/study schedule pin beginner/overfitting", admin=True, channel=channel)
    await world.later(hours=1)
    assert (await world.round()).item != (await world.round(ChannelId("two"))).item
