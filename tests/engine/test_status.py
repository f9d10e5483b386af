"""`/study status`, `/study help`, the channel's feed, and the local page's first question."""

from datetime import timedelta

import pytest

from bot.domain.ids import ChannelId, SpaceId
from bot.engine import commands as c
from bot.engine import phrases
from bot.engine import views as v
from bot.engine.ports.platform import Refused, Unreachable
from bot.engine.ports.store import DeliveryKind
from bot.engine.roll import Roll
from bot.engine.starting import first_schedule
from bot.engine.turn import Rules
from tests.world import CHANNEL, MONDAY, SPACE, World, seen


async def status(world: World) -> v.StatusView:
    return seen(await world.type("/study status", "Boss", admin=True), v.StatusView)


async def test_the_status_of_an_empty_space_is_a_status(world: World) -> None:
    found = await status(world)
    assert (found.channels, found.uncertain, found.failures, found.zone) == ((), (), (), "UTC")


async def test_the_status_says_how_many_processes_run(world: World) -> None:
    roll = Roll(world.store, "one")
    await roll.start()
    assert phrases.running(await status(world)) == "1 process"
    await roll.stop()
    assert phrases.running(await status(world)) == "0 processes"


async def test_the_status_says_what_was_posted_last_and_what_comes_next(world: World) -> None:
    await world.open_day()
    channel = (await status(world)).channels[0]
    assert (channel.last, channel.last_at, channel.why_not) == ("Question 1", MONDAY.replace(hour=9), "")
    assert (channel.next_due, channel.pool - channel.unseen) == (MONDAY.replace(day=24, hour=9), 1)


async def test_before_the_first_question_there_is_no_last_one(world: World) -> None:
    await world.set_up()
    channel = (await status(world)).channels[0]
    assert (channel.last, channel.last_at, channel.why_not) == ("", None, "")


@pytest.mark.parametrize(("line", "why"), [("pause", "paused"), ("pause 2026-11-23 2026-11-24", "paused")])
async def test_the_status_says_that_a_channel_is_paused(world: World, line: str, why: str) -> None:
    await world.set_up()
    await world.type(f"/study schedule {line}", admin=True)
    assert (await status(world)).channels[0].why_not == why


async def test_the_status_says_why_a_channel_was_paused_by_itself(make_world) -> None:
    world: World = make_world(Rules(silent_days=1))
    await world.open_day()
    await world.close_round()
    assert (await status(world)).channels[0].why_not == "paused: no answers on 1 days with a question"


async def test_the_status_says_why_a_day_was_skipped(world: World) -> None:
    await world.set_up()
    await world.until(MONDAY.replace(hour=20))
    why = (await status(world)).channels[0].why_not
    assert why == "2026-11-23: skipped, the bot was not running at the time"


async def test_the_status_lists_what_was_refused_and_what_waits(world: World) -> None:
    world.platform.before = [Refused("not in the channel", "Invite the bot.")]
    await world.first_morning()
    assert (await status(world)).failures == ("study, 2026-11-23: not in the channel Invite the bot.",)
    world.platform.before = [Unreachable("no route", 600)]
    await world.later(days=1)
    assert (await status(world)).failures[0] == "study, 2026-11-24: no route"


async def test_a_member_is_offered_the_commands_of_members(world: World) -> None:
    shown = {admin: seen(await world.type("/study help", admin=admin), v.HelpView) for admin in (True, False)}
    assert {verb.admin for verb in shown[False].verbs} == {False}
    assert {verb.admin for verb in shown[True].verbs} == {True, False}


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("/study help quiz", ["quiz"]),
        ("/study help /quiz", ["quiz"]),
        ("/study help study team", ["study team list", "study team join", "study team leave"]),
        ("/study help me", ["study me"]),
    ],
)
async def test_help_is_given_for_a_command_or_a_group(world: World, line: str, names: list[str]) -> None:
    assert [verb.name for verb in seen(await world.type(line), v.HelpView).verbs] == names


async def test_an_unknown_command_is_answered_with_help(world: World) -> None:
    found = seen(await world.type("/quizz"), v.HelpView)
    assert found.about == 'There is no command `/quizz`. Did you mean "quiz"?'
    assert len(found.verbs) > 5


async def test_help_for_what_a_member_may_not_do_shows_what_the_member_may(world: World) -> None:
    found = seen(await world.type("/study help setup"), v.HelpView)
    assert (found.about, len(found.verbs) > 5) == ("There is no command `/setup`.", True)


async def feed(world: World, channel: ChannelId = CHANNEL) -> v.FeedView:
    asker = world.asker("Ana", channel=channel)
    return seen(await world.engine.handle(c.ReadChannel(), asker), v.FeedView)


async def test_the_channel_reads_as_it_was_posted_with_replies_below_their_question(world: World) -> None:
    await world.open_day()
    await world.answer("Mine")
    await world.press(await world.press(await world.close_round(), "Your verdict"), "Share")
    await world.next_day()
    found = (await feed(world)).posts
    assert [type(one.view).__name__ for one in found] == ["QuestionView", "RevealView", "ShareView", "QuestionView"]
    assert [one.reply_to for one in found] == [None, "question:1:2026-11-23", "question:1:2026-11-23", None]


async def test_without_threads_nothing_in_the_channel_is_a_reply(world: World) -> None:
    await world.open_day("time=09:00 zone=UTC draw=beginner thread=no")
    await world.close_round()
    assert [one.reply_to for one in (await feed(world)).posts] == [None, None]


async def test_a_notice_stands_in_the_channel_and_what_is_gone_does_not(world: World) -> None:
    world.platform.before = [Refused("full")]
    await world.first_morning()
    gone = {"key": "reveal:none", "kind": DeliveryKind.REVEAL, "space": SPACE, "channel": CHANNEL}
    await world.store.run(lambda tx: tx.deliveries.plan(**gone, due_at=MONDAY))  # type: ignore[arg-type]
    number = await world.store.run(lambda tx: tx.deliveries.waiting(MONDAY, ["test"], 9)[0].id)
    await world.store.run(lambda tx: tx.deliveries.claim(number, owner="x", lease=timedelta(seconds=9), now=MONDAY))
    assert [type(one.view).__name__ for one in (await feed(world)).posts] == ["NoticeView"]


async def test_an_empty_channel_reads_empty(world: World) -> None:
    assert (await feed(world, ChannelId("quiet"))).posts == ()


async def test_the_local_page_gets_a_question_at_once_and_then_one_a_day(world: World) -> None:
    space, channel = SpaceId("test:local"), ChannelId("daily")
    for _ in range(2):
        await first_schedule(world.store, world.clock, space, channel, "Europe/Berlin")
    await world.tick()
    await world.later(days=1)
    assert [question.day.day for question in world.platform.said(v.QuestionView)] == [23, 24]


async def test_the_status_says_of_a_post_that_nobody_knows_about_what_happens_to_it(world: World) -> None:
    world.platform.settle_seconds, world.platform.can_look = 60.0, False
    world.platform.after = [ConnectionError("drop")]
    await world.first_morning()
    assert (await status(world)).channels[0].why_not == (
        "2026-11-23: nobody knows yet whether it arrived; it is being looked up"
    )
    world.platform.settle_seconds = 0.0
    await world.tick()
    assert (await status(world)).channels[0].why_not == (
        "2026-11-23: it may or may not be there, and waits for your decision"
    )
