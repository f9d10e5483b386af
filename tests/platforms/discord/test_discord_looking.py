"""Looking into Discord's channels: parts that got lost, messages that stand there twice, and what time it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ids import ChannelId
from bot.engine.ports.platform import Copy, Post, Refused, TooFast, Trace
from bot.engine.views import NoticeView, RevealView, View
from bot.platforms.discord.platform import DiscordPlatform
from tests.harness.common import needs_specs
from tests.harness.fake_discord import P_HISTORY
from tests.platforms.discord.town import Town
from tests.platforms.local.samples import reveal

pytestmark = needs_specs
POST = "POST /channels/{channel_id}/messages"


def old_post(study: Town, view: View, key: str = "reveal:9") -> Post:
    """A post that was first tried so long ago that its nonce is not trusted any more."""
    study.world.clock.at = datetime.now(UTC)
    first = study.world.clock.at - timedelta(minutes=3)
    return Post(key, study.space, ChannelId(study.channel["id"]), view, None, first)


def long_reveal() -> RevealView:
    return replace(reveal(), full="word " * 700)


async def half(study: Town, post: Post) -> str:
    """The post, of which only the first part arrived."""
    study.fake.faults.drop(POST, after=1)
    with pytest.raises(Exception, match="part 2"):
        await study.platform.post(post)
    return str(study.fake.bot_messages(study.channel)[0]["id"])


async def test_a_part_that_got_lost_is_found_out_after_the_nonce_window_and_completed(study: Town) -> None:
    post = old_post(study, long_reveal())
    first = await half(study, post)
    assert await study.platform.trace(post) == (Trace.PARTIAL, first)
    assert await study.platform.post(replace(post, begun=first)) == first
    assert len(study.fake.bot_messages(study.channel)) == 2
    assert await study.platform.trace(post) == (Trace.FOUND, first)


async def test_a_first_part_that_was_deleted_meanwhile_is_not_completed(study: Town) -> None:
    post = old_post(study, long_reveal())
    assert await study.platform.post(replace(post, begun="123456789012345678")) == "123456789012345678"
    assert study.fake.bot_messages(study.channel) == []


async def test_all_parts_of_a_message_that_stands_there_twice_are_seen_and_can_be_removed(study: Town) -> None:
    post = old_post(study, long_reveal())
    await study.platform.post(post)
    study.fake.nonce_window = 0.0
    await study.platform.post(post)
    copies = await study.platform.trace_all(post)
    assert copies is not None
    assert sorted(copy.part for copy in copies) == [0, 0, 1, 1]
    for part in (0, 1):
        await study.platform.delete(study.space, [copy for copy in copies if copy.part == part][1])
    left = await study.platform.trace_all(post)
    assert left is not None
    assert sorted(copy.part for copy in left) == [0, 1]


async def test_what_is_gone_already_cannot_be_removed(study: Town) -> None:
    with pytest.raises(Refused):
        await study.platform.delete(study.space, Copy(ChannelId(study.channel["id"]), "123456789012345678"))


async def test_without_the_right_to_read_nobody_can_look_twice(study: Town) -> None:
    post = old_post(study, NoticeView("x"))
    await study.platform.post(post)
    study.fake.channels[study.channel["id"]]["_bot_permissions"] &= ~P_HISTORY
    assert await study.platform.trace_all(post) is None


async def test_discord_tells_what_time_it_is(study: Town) -> None:
    found = await DiscordPlatform.server_time(study.platform)
    assert found is not None
    assert abs(found - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.parametrize("wide", [True, False])
async def test_a_limit_on_everything_is_told_from_one_on_a_channel(study: Town, wide: bool) -> None:
    study.fake.faults.add(POST, "ratelimit", retry_after=0.01, times=9, is_global=wide)
    with pytest.raises(TooFast) as late:
        await study.platform.post(old_post(study, NoticeView("x")))
    assert late.value.wide is wide
