"""The count under a post: at most every so often, and never worth an error."""

import logging
from datetime import timedelta

import pytest

from bot.domain.ids import ChannelId, SpaceId
from bot.engine import views as v
from bot.engine.ports.platform import Refused
from tests.world import MemoryPlatform, World, seen


def counts(world: World) -> list[int]:
    return [view.answered for _, view in world.platform.edits if isinstance(view, v.QuestionView)]


async def test_the_post_shows_how_many_answered(world: World) -> None:
    await world.open_day()
    for name in ("Ana", "Ben"):
        await world.answer("Mine", name)
        await world.tick()
    assert counts(world) == [1, 2]


async def test_a_post_that_is_up_to_date_is_not_edited(world: World) -> None:
    await world.open_day()
    await world.answer("Mine")
    await world.answer("Mine, changed")
    await world.tick(5)
    assert counts(world) == [1]


async def test_many_answers_make_one_edit_in_ten_seconds(world: World) -> None:
    world.platform.edit_seconds = 10
    await world.open_day()
    for second in range(1, 31):
        await world.answer("Mine", f"Member {second}")
        world.clock.at += timedelta(seconds=1)
        await world.tick()
    assert counts(world) == [10, 20, 30]


async def test_the_last_count_comes_though_nobody_answers_any_more(world: World) -> None:
    world.platform.edit_seconds = 10
    await world.open_day()
    await world.answer("Mine")
    await world.later(seconds=5)
    early = counts(world)
    await world.later(seconds=5)
    assert (early, counts(world)) == ([], [1])


async def test_the_post_is_closed_at_the_close(world: World) -> None:
    await world.open_day()
    await world.close_round()
    message, shown = world.platform.edits[-1]
    question = seen(shown, v.QuestionView)
    assert (message, question.is_open) == ("m1", False)
    assert [button.label for button in question.buttons] == ["Your verdict"]


async def test_edits_go_on_after_the_clock_was_set_back(world: World) -> None:
    world.platform.edit_seconds = 10
    await world.open_day()
    world.clock.at -= timedelta(hours=1)
    await world.answer("Mine")
    await world.tick(2)
    assert counts(world) == [1]


@pytest.mark.parametrize(("closed", "level"), [(False, logging.INFO), (True, logging.WARNING)])
async def test_an_edit_that_fails_harms_nothing(
    world: World,
    caplog: pytest.LogCaptureFixture,
    closed: bool,
    level: int,
) -> None:
    caplog.set_level(logging.INFO)
    await world.open_day()
    world.platform.broken_edits = True
    if closed:
        await world.close_round()
    else:
        await world.answer("Mine")
        await world.tick()
    told = [record for record in caplog.records if "could not be edited" in record.message]
    assert {record.levelno for record in told} == {level}
    assert (await world.round()).answered == (0 if closed else 1)


async def test_one_replica_edits_and_the_others_need_not(world: World) -> None:
    await world.open_day()
    await world.answer("Mine")
    for name in ("two", "three"):
        await world.replica(name).tick()
    assert counts(world) == [1]


async def test_a_closing_edit_that_was_lost_is_made_later(world: World) -> None:
    await world.open_day()
    world.platform.broken_edits = True
    await world.close_round()
    world.platform.broken_edits = False
    await world.later(minutes=5)
    assert [seen(view, v.QuestionView).is_open for _, view in world.platform.edits] == [False]


async def test_a_closing_edit_that_fails_for_an_hour_is_given_up(world: World) -> None:
    await world.open_day("time=09:00 zone=UTC days=mon draw=beginner")
    world.platform.broken_edits = True
    await world.close_round()
    await world.later(minutes=61)
    world.platform.broken_edits = False
    await world.later(minutes=5)
    assert world.platform.edits == []
    assert world.delivering.tally.counts["edits failed"] > 3


class Gone(MemoryPlatform):
    """Messages that somebody deleted cannot be edited."""

    tried: int = 0

    async def edit(self, space: SpaceId, channel: ChannelId, message: str, view: v.View) -> None:
        self.tried += 1
        raise Refused("it is gone")


async def test_a_message_that_is_gone_is_not_edited_again(world: World) -> None:
    gone = Gone()
    world.platform, world.delivering = gone, world.replica("gone", {"test": gone})
    await world.open_day()
    await world.close_round()
    await world.tick(3)
    assert gone.tried == 1
