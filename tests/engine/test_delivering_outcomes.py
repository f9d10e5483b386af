"""What becomes of a send: not sent, refused, accepted, or unknown."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.ids import ChannelId
from bot.domain.rounds import Phase
from bot.engine import views as v
from bot.engine.delivering import Delivering
from bot.engine.ports.platform import Post, Refused, Trace, Unreachable
from bot.engine.ports.store import DeliveryKind, DeliveryState
from bot.engine.turn import Rules
from tests.world import CHANNEL, MONDAY, SPACE, MemoryPlatform, World, seen

NINE = MONDAY.replace(hour=9)
OVER = timedelta(seconds=-1)


async def test_what_was_not_sent_is_sent_at_its_time_and_not_counted(world: World) -> None:
    world.platform.before = [Unreachable("no route", 30)]
    await world.first_morning()
    waiting = (await world.deliveries())[0]
    await world.later(seconds=29)
    too_early = len(world.platform.posts)
    await world.later(seconds=1)
    assert (waiting.state, waiting.attempt, waiting.error) == (DeliveryState.PENDING, 0, "no route")
    assert (too_early, len(world.platform.posts), (await world.deliveries())[0].attempt) == (0, 1, 1)


async def test_what_was_not_sent_keeps_its_round_and_its_question(world: World) -> None:
    world.platform.before = [Unreachable("no route")] * 3
    await world.first_morning()
    planned = await world.round()
    for _ in range(3):
        await world.later(seconds=5)
    assert (world.question().number, (await world.round()).item) == (1, planned.item)


async def test_a_refused_question_fails_and_its_round_is_void(world: World) -> None:
    world.platform.before = [Refused("not in the channel", "Invite the bot.")]
    await world.first_morning()
    found = (await world.deliveries())[0]
    rounds = await world.store.run(lambda tx: tx.rounds.last(SPACE, CHANNEL))
    assert (found.state, found.error) == (DeliveryState.FAILED, "not in the channel Invite the bot.")
    assert rounds == []


async def test_a_refused_question_uses_up_neither_its_number_nor_its_item(world: World) -> None:
    world.platform.before = [Refused("not in the channel")]
    await world.first_morning()
    asked = await world.store.run(lambda tx: tx.rounds.asked(SPACE))
    await world.later(days=1)
    assert (asked, world.question().number) == (({}, []), 1)


async def test_admins_are_told_once_of_a_refusal_at_their_place(world: World) -> None:
    world.platform.before = [Refused("not in the channel", "Invite the bot.")]
    await world.first_morning("time=09:00 zone=UTC draw=beginner notice=admins")
    for _ in range(2):
        world.platform.before = [Refused("not in the channel", "Invite the bot.")]
        await world.later(days=1)
    told = [post for post in world.platform.posts if isinstance(post.view, v.NoticeView)]
    assert [(post.channel, post.view) for post in told] == [
        ("admins", v.NoticeView("A post could not be made: not in the channel", "Invite the bot."))
    ]


async def test_a_notice_that_is_refused_makes_no_further_notice(world: World) -> None:
    world.platform.before = [Refused("gone")] * 9
    await world.first_morning()
    await world.later(minutes=1)
    assert len(world.platform.before) == 7


async def test_a_refused_question_breaks_no_streak(make_world) -> None:
    world: World = make_world(Rules(freezes=False))
    await world.open_day()
    await world.answer("Mine")
    await world.close_round()
    world.platform.before = [Refused("full")]
    await world.next_morning()
    await world.next_morning()
    assert seen(await world.answer("Again"), v.ReceiptView).streak.current == 2


async def test_a_post_that_arrived_without_a_word_is_found_and_not_made_again(world: World) -> None:
    world.platform.after = [ConnectionResetError()]
    await world.first_morning()
    found = (await world.deliveries())[0]
    assert (len(world.platform.posts), found.state, found.message) == (1, DeliveryState.SENT, "m1")
    assert (await world.round()).phase is Phase.OPEN


async def test_a_post_that_got_lost_without_a_word_is_made_again(world: World) -> None:
    world.platform.before = [TimeoutError()]
    await world.first_morning()
    assert (len(world.platform.posts), (await world.deliveries())[0].state) == (1, DeliveryState.SENT)


async def test_nothing_is_looked_up_before_it_has_settled(world: World) -> None:
    world.platform.before, world.platform.settle_seconds = [TimeoutError()], 3600
    await world.first_morning()
    waiting = (await world.deliveries())[0].state
    world.platform.settle_seconds = 0
    await world.tick(2)
    assert (waiting, len(world.platform.posts)) == (DeliveryState.UNKNOWN, 1)


class Hanging(MemoryPlatform):
    async def post(self, post: Post) -> str:
        await asyncio.Event().wait()
        return ""


async def test_a_platform_that_never_answers_leaves_an_unknown_outcome(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.engine.sending.SEND_TIMEOUT", 0.01)
    world.delivering = world.replica("hanging", {"test": Hanging(settle_seconds=3600)})
    await world.first_morning()
    found = (await world.deliveries())[0]
    assert (found.state, found.error) == (DeliveryState.UNKNOWN, "nobody knows whether it arrived: TimeoutError")


async def test_a_sender_that_died_in_the_middle_is_found_out_and_the_post_is_made(world: World) -> None:
    world.platform.before = [Unreachable("no route", 600)]
    await world.first_morning()
    number = (await world.deliveries())[0].id
    await world.store.run(
        lambda tx: tx.deliveries.claim(number, owner="dead", lease=timedelta(seconds=-1), now=world.clock.at)
    )
    await world.later(minutes=10)
    assert (len(world.platform.posts), (await world.deliveries())[0].state) == (1, DeliveryState.SENT)


async def test_a_database_that_is_too_slow_for_the_lease_gives_the_post_back(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.engine.sending.SEND_TIMEOUT", 61.0)
    await world.first_morning()
    found = (await world.deliveries())[0]
    assert (world.platform.posts, found.state, found.attempt, found.error) == (
        [],
        DeliveryState.PENDING,
        0,
        "the database was slow",
    )
    monkeypatch.setattr("bot.engine.sending.SEND_TIMEOUT", 15.0)
    await world.tick()
    assert len(world.platform.posts) == 1


class Moody(MemoryPlatform):
    """Outcomes are unknown in every channel, and one channel cannot even be looked at without an error."""

    async def post(self, post: Post) -> str:
        await super().post(post)
        raise ConnectionResetError

    async def trace(self, post: Post) -> tuple[Trace, str | None]:
        if post.channel == "a":
            raise ConnectionError("look-up")
        return await super().trace(post)


async def test_a_look_up_that_fails_stops_no_other(world: World) -> None:
    moody = Moody()
    world.delivering = world.replica("moody", {"test": moody})
    for channel in ("a", "b"):
        await world.type("/study setup time=09:00 zone=UTC", admin=True, channel=ChannelId(channel))
    await world.until(NINE)
    states = [(await world.deliveries(ChannelId(channel)))[0].state for channel in ("a", "b")]
    assert states == [DeliveryState.UNKNOWN, DeliveryState.SENT]


async def test_a_bug_in_one_delivery_stops_no_other(world: World, caplog: pytest.LogCaptureFixture) -> None:
    await world.set_up()
    await world.store.run(
        lambda tx: tx.deliveries.plan(
            key="notice:broken",
            kind=DeliveryKind.NOTICE,
            space=SPACE,
            channel=CHANNEL,
            due_at=MONDAY,
            text="says\nnext\nnonsense|label",
        )
    )
    await world.until(NINE)
    assert len(world.platform.said(v.QuestionView)) == 1
    assert "delivery notice:broken failed" in caplog.text


async def test_a_post_about_nothing_is_dropped(world: World) -> None:
    await world.set_up()
    await world.store.run(
        lambda tx: tx.deliveries.plan(
            key="reveal:none", kind=DeliveryKind.REVEAL, space=SPACE, channel=CHANNEL, due_at=MONDAY
        )
    )
    number = await world.store.run(lambda tx: tx.deliveries.waiting(MONDAY, ["test"], 9)[0].id)
    await world.tick()
    found = await world.store.run(lambda tx: tx.deliveries.get(number))
    assert found is not None
    assert (found.state, found.error) == (DeliveryState.SKIPPED, "what it was about is gone")


async def test_an_unknown_post_about_nothing_is_dropped(world: World) -> None:
    await world.set_up()
    await world.store.run(
        lambda tx: tx.deliveries.plan(
            key="reveal:none", kind=DeliveryKind.REVEAL, space=SPACE, channel=CHANNEL, due_at=MONDAY
        )
    )
    number = await world.store.run(lambda tx: tx.deliveries.waiting(MONDAY, ["test"], 9)[0].id)
    await world.store.run(
        lambda tx: tx.deliveries.claim(number, owner="dead", lease=timedelta(seconds=-1), now=world.clock.at)
    )
    await world.tick()
    found = await world.store.run(lambda tx: tx.deliveries.get(number))
    assert found is not None
    assert found.state is DeliveryState.SKIPPED


class Dozing(MemoryPlatform):
    """Takes a message, and then lets another replica tick before it says so."""

    other: Delivering

    async def post(self, post: Post) -> str:
        message = await super().post(post)
        await self.other.tick()
        return message


async def test_a_sender_whose_lease_ran_out_while_it_sent_settles_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.engine.claiming.LEASE", timedelta(seconds=-1))
    dozing = Dozing()
    dozing.other = world.replica("awake", {"test": dozing})
    world.delivering = world.replica("dozing", {"test": dozing})
    await world.first_morning()
    found = (await world.deliveries())[0]
    assert (len(dozing.posts), found.state, found.message) == (1, DeliveryState.SENT, "m1")
    assert found.fence > 2


class Settled(MemoryPlatform):
    """While it looks, another replica does so as well, and is faster."""

    other: Delivering | None = None

    async def trace(self, post: Post) -> tuple[Trace, str | None]:
        found = await super().trace(post)
        other, self.other = self.other, None
        if other is not None:
            await other.tick()
        return found


async def test_of_two_who_look_up_the_same_post_one_confirms_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engine.tracing.LEASE", timedelta(seconds=-1))
    settled = Settled(after=[ConnectionResetError()])
    settled.other = world.replica("fast", {"test": settled})
    world.delivering = world.replica("slow", {"test": settled})
    await world.first_morning()
    found = (await world.deliveries())[0]
    assert (len(settled.posts), found.state, world.delivering.tally.counts["sent"]) == (1, DeliveryState.SENT, 0)


async def test_a_part_of_the_tick_with_a_bug_stops_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await world.open_day()

    async def broken(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(world.delivering, "_close_due", broken)
    await world.engine.tell(SPACE, CHANNEL, "x", "Still here.", "")
    await world.until((await world.round()).closes_at)
    assert [one.says for one in world.platform.said(v.NoticeView)] == ["Still here."]
    assert "a part of the tick failed; the next tick tries again" in caplog.text


async def test_a_process_with_nothing_on_its_way_stops_at_once(world: World) -> None:
    await world.delivering.stop()
    assert world.platform.posts == []
