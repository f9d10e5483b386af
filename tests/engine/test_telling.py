"""What a platform notices by itself: told once per condition, and a space that was left is paused."""

from bot.domain.ids import ChannelId
from bot.engine import views as v
from tests.world import CHANNEL, SPACE, World, seen


async def tell(world: World, channel: ChannelId = CHANNEL, condition: str = "scope:files") -> None:
    await world.engine.tell(SPACE, channel, condition, "Files cannot be sent.", "Grant the scope.")


async def test_admins_are_told_once_per_condition_at_their_place(world: World) -> None:
    await world.set_up("time=09:00 zone=UTC notice=admins")
    for condition in ("scope:files", "scope:files", "scope:history"):
        await tell(world, condition=condition)
    await world.tick()
    assert [(post.channel, post.view) for post in world.platform.posts] == [
        ("admins", v.NoticeView("Files cannot be sent.", "Grant the scope."))
    ] * 2


async def test_a_channel_without_a_schedule_has_nobody_to_tell(world: World) -> None:
    await world.set_up()
    await tell(world, ChannelId("other"))
    await world.tick()
    assert world.platform.posts == []


async def listed(world: World) -> list[str]:
    found = seen(await world.type("/study schedule list", admin=True), v.SchedulesView)
    return [one.paused.partition(" until ")[2] for one in found.schedules]


async def test_a_space_that_was_left_is_paused_until_somebody_resumes_it(world: World) -> None:
    await world.set_up()
    await world.engine.leave(SPACE, "the bot was removed")
    await world.later(days=1)
    told, posts = await listed(world), list(world.platform.posts)
    await world.type("/study schedule resume", admin=True)
    await world.next_day()
    assert (told, posts) == (["somebody resumes it (the bot was removed)"], [])
    assert len(world.platform.said(v.QuestionView)) == 1


async def test_a_channel_that_was_paused_before_keeps_its_reason(world: World) -> None:
    await world.set_up()
    await world.type("/study schedule pause", admin=True)
    await world.engine.leave(SPACE, "the bot was removed")
    assert await listed(world) == ["somebody resumes it"]
