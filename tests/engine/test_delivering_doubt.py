"""After a doubt: what the configuration decides, what is completed, and what stood in the channel twice."""

from datetime import timedelta

import pytest

from bot.domain.rounds import Phase
from bot.engine import doors
from bot.engine import views as v
from bot.engine.notices import count_of
from bot.engine.ports.platform import Copy, Post, Trace
from bot.engine.ports.store import Delivery, DeliveryKind, DeliveryState
from bot.engine.turn import OnUnknown, Rules
from tests.world import CHANNEL, MONDAY, SPACE, MemoryPlatform, World, seen

NINE = MONDAY.replace(hour=9)
AFTER = timedelta(minutes=11)


async def doubtful_morning(world: World, *, arrived: bool) -> None:
    """The first question's outcome is unknown, and nobody can look."""
    (world.platform.after if arrived else world.platform.before).append(ConnectionResetError())
    world.platform.can_look = False
    await world.first_morning()


async def question(world: World) -> Delivery:
    return (await world.deliveries())[0]


async def test_where_nobody_can_look_and_the_configuration_says_resend_it_is_sent_again(make_world) -> None:
    world: World = make_world(Rules(on_unknown=OnUnknown.RESEND))
    await doubtful_morning(world, arrived=True)
    await world.later(minutes=1)
    assert (len(world.platform.said(v.QuestionView)), (await question(world)).state) == (2, DeliveryState.SENT)


async def test_what_is_lost_again_and_again_is_sent_three_times_and_then_held(make_world) -> None:
    world: World = make_world(Rules(on_unknown=OnUnknown.RESEND))
    world.platform.after, world.platform.can_look = [ConnectionResetError()] * 5, False
    await world.first_morning()
    for _ in range(4):
        await world.later(minutes=1)
    assert (len(world.platform.said(v.QuestionView)), (await question(world)).state) == (3, DeliveryState.UNCERTAIN)


async def test_where_nobody_can_look_and_the_configuration_says_drop_it_counts_as_posted(make_world) -> None:
    world: World = make_world(Rules(on_unknown=OnUnknown.DROP))
    await doubtful_morning(world, arrived=True)
    await world.later(minutes=1)
    assert (len(world.platform.posts), (await question(world)).state) == (1, DeliveryState.SENT)
    assert ((await world.round()).phase, (await world.round()).message) == (Phase.OPEN, "")


@pytest.mark.parametrize("label", ["there", "again"])
async def test_an_uncertain_reveal_is_decided_whole(world: World, label: str) -> None:
    await world.open_day()
    world.platform.before, world.platform.can_look = [ConnectionResetError()], False
    await world.until((await world.round()).closes_at)
    status = seen(await world.type("/study status", "Boss", admin=True), v.StatusView)
    waiting = next(one for one in status.uncertain if one.what == "reveal of 2026-11-23")
    button = next(one for one in waiting.buttons if one.token.argument == label)
    assert seen(await world.do(doors.pressed(button.token), "Boss", admin=True), v.NoticeView).good
    await world.later(minutes=1)
    assert len(world.platform.said(v.RevealView)) == (1 if label == "again" else 0)
    assert seen(await world.type("/study status", "Boss", admin=True), v.StatusView).uncertain == ()


@pytest.mark.parametrize("label", ["there", "again"])
async def test_an_uncertain_notice_is_told_by_its_words_and_decided(world: World, label: str) -> None:
    await world.set_up()
    world.platform.before, world.platform.can_look = [ConnectionResetError()], False
    await world.engine.tell(SPACE, CHANNEL, "x", "Only three are left.", "Add a pack.")
    await world.tick(3)
    status = seen(await world.type("/study status", "Boss", admin=True), v.StatusView)
    assert [one.what for one in status.uncertain] == ['notice "Only three are left."']
    button = next(one for one in status.uncertain[0].buttons if one.token.argument == label)
    assert seen(await world.do(doors.pressed(button.token), "Boss", admin=True), v.NoticeView).good
    await world.tick()
    assert len(world.platform.said(v.NoticeView)) == (1 if label == "again" else 0)


async def test_a_reveal_that_is_a_day_old_is_not_promised_again(world: World) -> None:
    await world.open_day()
    world.platform.before, world.platform.can_look = [ConnectionResetError()], False
    await world.until((await world.round()).closes_at)
    await world.later(hours=25)
    status = seen(await world.type("/study status", "Boss", admin=True), v.StatusView)
    waiting = next(one for one in status.uncertain if one.what == "reveal of 2026-11-23")
    assert [button.token.argument for button in waiting.buttons] == ["there"]


class Halved(MemoryPlatform):
    """Posts have two parts; the second one of the first try gets lost."""

    rest: int = 0

    async def post(self, post: Post) -> str:
        if post.begun:
            self.rest += 1
            return post.begun
        await super().post(post)
        raise ConnectionResetError

    async def trace(self, post: Post) -> tuple[Trace, str | None]:
        found, message = await super().trace(post)
        return (Trace.PARTIAL if found is Trace.FOUND else found), message


async def test_a_post_of_which_only_a_part_is_there_is_completed(world: World) -> None:
    halved = Halved()
    world.platform, world.delivering = halved, world.replica("halved", {"test": halved})
    await world.first_morning()
    found = await question(world)
    assert (len(halved.posts), halved.rest, found.state, found.message) == (1, 1, DeliveryState.SENT, "m1")
    assert world.delivering.tally.counts["partial"] == 1


class Late(MemoryPlatform):
    """The first try takes effect, but shows only after the look-up."""

    hidden: int = 1

    async def trace(self, post: Post) -> tuple[Trace, str | None]:
        self.hidden -= 1
        return (Trace.ABSENT, None) if self.hidden >= 0 else await super().trace(post)


async def doubled(world: World, **more: bool) -> Late:
    """A question that stands in its channel twice."""
    late = Late(after=[ConnectionResetError()])
    for name, value in more.items():
        setattr(late, name, value)
    world.platform, world.delivering = late, world.replica("late", {"test": late})
    await world.first_morning()
    assert len(late.said(v.QuestionView)) == 2
    return late


async def test_of_two_messages_with_one_key_the_younger_is_removed_and_the_admin_told(world: World) -> None:
    late = await doubled(world)
    early = list(late.deleted)
    world.clock.at += AFTER
    await world.tick(4)
    assert (early, late.deleted) == ([], ["m2"])
    told = [one.says for one in late.said(v.NoticeView)]
    assert told == ["A post stood here twice, because the connection broke in the middle."]
    assert world.delivering.tally.counts["doubled"] == 1


async def test_from_then_on_the_older_message_is_the_question(world: World) -> None:
    late = await doubled(world)
    before = (await world.round()).message
    world.clock.at += AFTER
    await world.tick(4)
    await world.answer("Mine")
    await world.tick(2)
    assert (before, (await world.round()).message, (await question(world)).message) == ("m2", "m1", "m1")
    assert late.edits[-1][0] == "m1"


async def test_what_may_not_be_removed_is_only_told(world: World) -> None:
    late = await doubled(world, may_delete=False)
    world.clock.at += AFTER
    await world.tick(4)
    assert late.said(v.NoticeView)[-1].next_step == (
        "The younger one could not be removed (it may not). Please remove it."
    )
    assert late.deleted == []


async def test_a_second_look_finds_nothing_where_all_is_well_and_is_not_repeated(world: World) -> None:
    world.platform.after = [ConnectionResetError()]
    await world.first_morning()
    looks = []
    original = world.platform.trace_all

    async def counted(post: Post) -> tuple[Copy, ...] | None:
        looks.append(post.key)
        return await original(post)

    world.platform.trace_all = counted  # type: ignore[method-assign]  # counts on the way
    for _ in range(3):
        world.clock.at += AFTER
        await world.tick(2)
    assert (looks, world.platform.said(v.NoticeView)) == (["question:1:2026-11-23"], [])


async def test_a_second_look_where_nobody_can_look_any_more_ends_quietly(world: World) -> None:
    world.platform.after = [ConnectionResetError()]
    await world.first_morning()
    world.platform.can_look = False
    world.clock.at += AFTER
    await world.tick(3)
    assert world.platform.said(v.NoticeView) == []
    later = world.clock.at + timedelta(hours=1)
    again = await world.store.run(lambda tx: tx.deliveries.to_check(later, ["test"], again=later, limit=9))
    assert again == []


async def test_a_second_look_that_fails_is_tried_again(world: World) -> None:
    late = await doubled(world)

    async def broken(post: Post) -> tuple[Copy, ...] | None:
        raise ConnectionError("look")

    works, late.trace_all = late.trace_all, broken  # type: ignore[method-assign]
    world.clock.at += AFTER
    await world.tick(2)
    late.trace_all = works  # type: ignore[method-assign]
    world.clock.at += AFTER
    await world.tick(2)
    assert late.deleted == ["m2"]


async def test_a_reveal_that_stood_there_twice_leaves_its_question_where_it_is(world: World) -> None:
    await world.open_day()
    late = Late(after=[ConnectionResetError()], posts=list(world.platform.posts))
    world.platform, world.delivering = late, world.replica("late", {"test": late})
    await world.close_round()
    revealed = (await world.round()).id
    world.clock.at += AFTER
    await world.tick(4)
    found = await world.store.run(lambda tx: tx.rounds.get(revealed))
    assert found is not None
    assert (late.deleted, found.message) == (["m3"], "m1")


async def test_what_is_about_nothing_any_more_is_not_looked_for_twice(world: World) -> None:
    await world.set_up()
    await world.store.run(
        lambda tx: tx.deliveries.plan(
            key="reveal:none", kind=DeliveryKind.REVEAL, space=SPACE, channel=CHANNEL, due_at=MONDAY
        )
    )

    def sent(tx):  # type: ignore[no-untyped-def]
        mine = tx.deliveries.claim(1, owner="dead", lease=timedelta(60), now=MONDAY)
        tx.deliveries.finish(mine, DeliveryState.UNKNOWN, "?")
        tx.deliveries.confirm(mine, "m1", check_at=MONDAY)

    await world.store.run(sent)
    await world.tick(2)
    assert await world.store.run(lambda tx: tx.deliveries.to_check(MONDAY, ["test"], again=MONDAY, limit=9)) == []


async def test_looks_under_way_leave_room_for_no_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engine.tracing.LOOKS", 0)
    monkeypatch.setattr("bot.engine.tracing.CHECKS", 0)
    monkeypatch.setattr("bot.engine.editing.EDITS", 0)
    world.platform.before = [TimeoutError()]
    await world.first_morning()
    await world.delivering._tracing.check(world.clock.at)
    await world.delivering._editing.edit(world.clock.at)
    assert (await question(world)).state is DeliveryState.UNKNOWN


async def test_the_story_of_a_doubt_can_be_read(world: World) -> None:
    world.platform.before = [TimeoutError()]
    await world.first_morning()
    number = (await question(world)).id
    story = await world.store.run(lambda tx: tx.deliveries.story(number))
    assert [one.outcome for one in story] == ["claimed", "unknown", "absent", "claimed", "sent"]


async def test_a_process_counts_what_it_did(world: World) -> None:
    world.platform.before = [TimeoutError()]
    await world.first_morning()
    counts = world.delivering.tally.counts
    assert {name: counts[name] for name in ("sent", "unknown", "absent", "late")} == {
        "sent": 1,
        "unknown": 1,
        "absent": 1,
        "late": 0,
    }
    assert list(world.delivering.tally.lateness) == [0.0]


@pytest.mark.parametrize(("number", "words"), [(1, "once"), (2, "twice"), (5, "5 times")])
def test_how_often_is_told_in_words(number: int, words: str) -> None:
    assert count_of(number) == words
