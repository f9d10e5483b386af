"""Looking into Slack's channels: parts that got lost, messages that stand there twice, and what time it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.engine.ports.platform import Post, Refused, Trace
from bot.engine.views import NoticeView, RevealView, View
from bot.platforms.slack.api import NobodyKnows
from tests.harness.common import needs_specs
from tests.platforms.local.samples import reveal
from tests.platforms.slack.workspace import SPACE, Make, Workspace

pytestmark = needs_specs

LONG = " ".join(["A sentence about the learning rate and its schedule."] * 260)


def long_reveal() -> RevealView:
    return replace(reveal(), full=LONG, diagram=None)


def post_of(team: Workspace, view: View, **more: Any) -> Post:
    given = {"key": "reveal:9", "reply_to": None, "first_tried": datetime.now(UTC)} | more
    return Post(space=SPACE, channel=team.channel, view=view, **given)


async def test_a_part_of_a_long_message_that_got_lost_is_found_out_and_completed(team: Workspace) -> None:
    platform, post = team.slack.platform, post_of(team, long_reveal())
    team.fake.faults.add("chat.postMessage", "status", where=lambda args: "thread_ts" in args, times=9)
    first = await platform.post(post)
    assert await platform.trace(post) == (Trace.PARTIAL, first)
    team.fake.faults.clear()
    assert await platform.post(replace(post, begun=first)) == first
    assert await platform.trace(post) == (Trace.FOUND, first)
    copies = await platform.trace_all(post)
    assert copies is not None
    assert [copy.part for copy in copies] == list(range(len(copies)))


async def test_a_message_that_stands_there_twice_is_seen_twice_and_the_younger_can_be_removed(team: Workspace) -> None:
    platform, post = team.slack.platform, post_of(team, NoticeView("Twice."))
    messages = [await platform.post(post) for _ in range(2)]
    copies = await platform.trace_all(post)
    assert copies is not None
    assert [copy.message for copy in copies] == messages
    await platform.delete(SPACE, copies[1])
    assert [one["ts"] for one in team.fake.bot_messages(team.study)] == messages[:1]


async def test_without_a_history_scope_nobody_can_look_twice(make: Make) -> None:
    team = await make()
    team.fake.tokens[team.fake.bot_token]["scopes"] -= {"channels:history", "groups:history", "im:history"}
    await team.restart()
    assert await team.slack.platform.trace_all(post_of(team, NoticeView("x"))) is None


async def test_slack_tells_what_time_it_is(team: Workspace) -> None:
    del team.slack.platform.server_time
    found = await team.slack.platform.server_time()
    assert found is not None
    assert abs(found - datetime.now(UTC)) < timedelta(seconds=5)


async def test_an_edit_that_slack_refuses_is_told_and_one_that_fails_too(
    team: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.slack.edits.LONGEST", 0.0)
    platform, card = team.slack.platform, await team.open_question()
    with pytest.raises(Refused):
        await platform.edit(SPACE, team.channel, "123.456", NoticeView("x"))
    team.fake.faults.add("chat.update", "status", times=9)
    with pytest.raises(NobodyKnows):
        await platform.edit(SPACE, team.channel, card["ts"], NoticeView("x"))
