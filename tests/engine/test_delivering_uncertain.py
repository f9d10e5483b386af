"""Posts that may or may not have arrived, and cannot be looked up: held, told once, and decided by an admin."""

from dataclasses import replace

import pytest

from bot.domain.rounds import Phase
from bot.engine import doors
from bot.engine import views as v
from bot.engine.ports.store import DeliveryState
from bot.engine.turn import Rules
from tests.world import CHANNEL, SPACE, World, seen


async def uncertain_morning(world: World, *, arrived: bool = False) -> None:
    """The first question's outcome is unknown, and the channel cannot be looked at."""
    (world.platform.after if arrived else world.platform.before).append(ConnectionResetError())
    world.platform.can_look = False
    await world.first_morning()


async def decide(world: World, label: str, *, admin: bool = True) -> v.NoticeView:
    status = seen(await world.type("/study status", "Boss", admin=True), v.StatusView)
    # The first button is always there; the second carries the same number, and is not offered when it is too late.
    token = replace(status.uncertain[0].buttons[0].token, argument=label)
    return seen(await world.do(doors.pressed(token), "Boss", admin=admin), v.NoticeView)


async def test_what_cannot_be_looked_up_is_held_and_not_posted_blindly(world: World) -> None:
    await uncertain_morning(world)
    await world.later(minutes=30)
    assert (await world.deliveries())[0].state is DeliveryState.UNCERTAIN
    assert world.platform.said(v.QuestionView) == []


async def test_admins_are_told_once_and_led_to_the_decision(world: World) -> None:
    await uncertain_morning(world)
    await world.later(minutes=30)
    notices = world.platform.said(v.NoticeView)
    led = seen(await world.press(notices[0], "Decide", "Boss", admin=True), v.StatusView)
    assert (len(notices), [one.what for one in led.uncertain]) == (1, ["question of 2026-11-23"])


async def test_a_member_decides_nothing(world: World) -> None:
    await uncertain_morning(world)
    assert (await decide(world, "again", admin=False)).says == "Only admins can decide about posts."


async def test_posted_again_by_an_admin_it_comes_once(world: World) -> None:
    await uncertain_morning(world)
    told = await decide(world, "again")
    await world.later(minutes=1)
    assert (told.good, len(world.platform.said(v.QuestionView))) == (True, 1)
    assert (await world.round()).phase is Phase.OPEN


async def test_marked_as_there_it_is_open_and_not_posted_again(world: World) -> None:
    await uncertain_morning(world, arrived=True)
    await decide(world, "there")
    await world.later(minutes=1)
    assert len(world.platform.said(v.QuestionView)) == 1
    assert isinstance(await world.answer("Mine"), v.ReceiptView)


async def test_a_post_that_was_only_marked_is_never_edited(world: World) -> None:
    await uncertain_morning(world, arrived=True)
    await decide(world, "there")
    await world.answer("Mine")
    await world.later(minutes=1)
    assert world.platform.edits == []


async def test_the_reveal_of_a_post_that_was_only_marked_is_no_reply(world: World) -> None:
    await uncertain_morning(world, arrived=True)
    await decide(world, "there")
    await world.close_round()
    assert world.platform.posts[-1].reply_to is None


async def test_what_was_decided_is_not_decided_again(world: World) -> None:
    await uncertain_morning(world)
    status = seen(await world.type("/study status", "Boss", admin=True), v.StatusView)
    tokens = [button.token for button in status.uncertain[0].buttons]
    told = [seen(await world.do(doors.pressed(token), "Boss", admin=True), v.NoticeView).good for token in tokens]
    assert told == [True, False]


async def test_an_uncertain_question_takes_answers(world: World) -> None:
    await uncertain_morning(world, arrived=True)
    assert isinstance(await world.answer("I can see it"), v.ReceiptView)


async def test_a_reveal_that_is_marked_as_there_leaves_the_question_where_it_was(world: World) -> None:
    await world.open_day()
    world.platform.after, world.platform.can_look = [ConnectionResetError()], False
    await world.close_round()
    await decide(world, "there")
    assert (await world.round()).message == "m1"


async def test_an_uncertain_day_breaks_no_streak(make_world) -> None:
    world: World = make_world(Rules(freezes=False))
    await world.open_day()
    await world.answer("Mine")
    await world.close_round()
    world.platform.before, world.platform.can_look = [ConnectionResetError()], False
    await world.next_morning()
    await world.next_morning()
    assert seen(await world.answer("Again"), v.ReceiptView).streak.current == 2


async def test_a_closed_round_stays_closed_whatever_is_decided_later(world: World) -> None:
    await uncertain_morning(world, arrived=True)
    await world.answer("I can see it")
    closed = await world.round()
    await world.until(closed.closes_at)
    await decide(world, "again")
    await world.later(minutes=1)
    found = await world.store.run(lambda tx: tx.rounds.get(closed.id))
    assert found is not None
    assert found.phase is Phase.CLOSED


@pytest.mark.parametrize("label", ["there", "again"])
async def test_after_the_decision_nothing_is_uncertain(world: World, label: str) -> None:
    await uncertain_morning(world)
    await decide(world, label)
    assert await world.store.run(lambda tx: tx.deliveries.uncertain(SPACE)) == []
    assert seen(await world.type("/study status", admin=True), v.StatusView).uncertain == ()
    assert (await world.round(CHANNEL)).number == 1


async def test_a_question_that_was_closed_meanwhile_is_not_posted_again(world: World) -> None:
    await uncertain_morning(world)
    await world.type("/study schedule close", admin=True)
    await decide(world, "again")
    await world.later(minutes=1)
    found = (await world.deliveries())[0]
    assert (found.state, found.error) == (DeliveryState.SKIPPED, "its question is closed")
    assert world.platform.said(v.QuestionView) == []


async def test_an_admin_who_decides_too_late_is_promised_nothing(world: World) -> None:
    await uncertain_morning(world)
    await world.later(hours=5)
    told = await decide(world, "again")
    await world.later(minutes=1)
    assert (told.says, world.platform.said(v.QuestionView)) == ("It is too late to post this again.", [])


async def test_posting_again_is_offered_only_in_time(world: World) -> None:
    await uncertain_morning(world)
    labels = []
    for hours in (0, 5):
        await world.later(hours=hours)
        status = seen(await world.type("/study status", "Boss", admin=True), v.StatusView)
        labels.append([button.label for button in status.uncertain[0].buttons])
    assert labels == [["It is there", "It is not: post again"], ["It is there"]]
