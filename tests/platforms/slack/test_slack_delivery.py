"""Posting, answering and editing while Slack misbehaves: nothing lost, nothing doubled, the admin told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.engine.ports.platform import Post, Trace
from bot.engine.ports.store import DeliveryState
from bot.engine.views import NoticeView
from tests.harness.common import needs_specs
from tests.platforms.slack.workspace import SPACE, Make, Workspace
from tests.world import MONDAY

pytestmark = needs_specs
NINE = MONDAY.replace(hour=9)


async def questions(team: Workspace) -> list[dict[str, Any]]:
    return [one for one in team.fake.bot_messages(team.study) if "Question 1" in team.text(one)]


async def state(team: Workspace) -> DeliveryState:
    return (await team.store.run(lambda tx: tx.deliveries.recent(SPACE, team.channel, 1)))[0].state


async def test_a_rate_limit_is_honoured_to_the_second_and_nothing_is_sent_meanwhile(team: Workspace) -> None:
    await team.set_up_slack()
    team.fake.faults.ratelimit("chat.postMessage", retry_after=30)
    await team.until(NINE)
    assert not await questions(team)
    await team.later(seconds=29)
    assert len(team.fake.find("chat.postMessage")) == 1
    await team.later(seconds=3)
    assert len(await questions(team)) == 1


async def test_one_slow_channel_holds_up_no_other(team: Workspace) -> None:
    other = team.fake.add_channel("other", members=[team.boss])
    await team.set_up_slack()
    await team.type_("/study setup time=09:00 zone=UTC", team.boss, channel=other)
    team.fake.faults.ratelimit("chat.postMessage", retry_after=60, where=lambda args: args["channel"] == team.channel)
    await team.until(NINE)
    assert len(team.fake.bot_messages(other)) == 1
    assert not await questions(team)


@pytest.mark.parametrize("fault", ["drop_after", "status_after", "drop", "status", "garbage"])
async def test_an_unknown_outcome_is_looked_up_and_posted_once(team: Workspace, fault: str) -> None:
    await team.set_up_slack()
    team.fake.faults.add("chat.postMessage", fault)
    await team.until(NINE)
    for _ in range(4):
        await team.later(seconds=2)
    assert len(await questions(team)) == 1
    assert await state(team) is DeliveryState.SENT
    assert team.fake.find("conversations.history")


async def test_without_a_history_scope_the_admin_decides_and_nothing_is_posted_blindly(make: Make) -> None:
    team = await make()
    team.fake.tokens[team.fake.bot_token]["scopes"] -= {"channels:history", "groups:history", "im:history"}
    await team.restart()
    await team.set_up_slack()
    team.fake.faults.add("chat.postMessage", "drop_after")
    await team.until(NINE)
    for _ in range(4):
        await team.later(seconds=2)
    assert len(await questions(team)) == 1
    assert await state(team) is DeliveryState.UNCERTAIN
    assert not team.fake.find("conversations.history")
    status = await team.type_("/study status", team.boss)
    await team.press(status, "It is there", team.boss)
    assert await state(team) is DeliveryState.SENT


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        ("not_in_channel", "/invite"),
        ("is_archived", "Unarchive"),
        ("token_revoked", "Install the app again"),
        ("channel_not_found", "/invite"),
        ("restricted_action", "workspace admin"),
    ],
)
async def test_what_slack_refuses_is_told_to_the_admin_with_what_to_type(
    team: Workspace, error: str, advice: str
) -> None:
    await team.type_(f"/study setup time=09:00 zone=UTC notice={(await lounge(team))['id']}", team.boss)
    team.fake.faults.error("chat.postMessage", error)
    await team.until(NINE)
    await team.later(seconds=2)
    told = [team.text(one) for one in team.fake.messages(await lounge(team))]
    assert len(told) == 1
    assert advice in told[0]
    assert len(team.fake.find("chat.postMessage")) == 2


async def lounge(team: Workspace) -> dict[str, Any]:
    known = [one for one in team.fake.channels.values() if one.get("name") == "lounge"]
    return known[0] if known else team.fake.add_channel("lounge", members=[team.boss])


async def test_a_notice_to_me_comes_as_a_direct_message(team: Workspace) -> None:
    await team.set_up_slack("time=09:00 zone=UTC notice=me")
    team.fake.faults.error("chat.postMessage", "is_archived")
    await team.until(NINE)
    await team.later(seconds=2)
    assert "archived" in team.text(await team.fake.wait_message(team.fake.dm(team.boss)))


async def test_an_admin_whose_account_is_switched_off_stops_nothing(team: Workspace) -> None:
    await team.set_up_slack("time=09:00 zone=UTC notice=me")
    team.fake.faults.error("chat.postMessage", "is_archived", where=lambda args: args["channel"] == team.channel)
    team.fake.faults.error("chat.postMessage", "user_disabled", times=5, where=lambda args: args["channel"][0] == "U")
    await team.until(NINE)
    await team.later(seconds=2)
    await team.until(NINE + timedelta(days=1))
    assert len(await team_questions(team)) == 1


async def team_questions(team: Workspace) -> list[dict[str, Any]]:
    return [one for one in team.fake.bot_messages(team.study) if "answered yet" in team.text(one)]


async def test_the_count_is_edited_once_for_many_answers_and_again_after_a_rate_limit(team: Workspace) -> None:
    await team.open_question()
    for who in (team.ana, team.ben, team.chloe):
        await team.answer_by_form("Something about it.", who)
    team.fake.faults.ratelimit("chat.update", retry_after=1)
    await team.later(seconds=11)
    await team.fake.wait_until(lambda: "3 answered" in team.text(team.card()), 5, "the count")
    assert len(team.fake.find("chat.update")) == 2


@pytest.mark.parametrize("fault", ["drop", "status", "ratelimit"])
async def test_an_answer_whose_receipt_meets_a_fault_still_gets_one(team: Workspace, fault: str) -> None:
    await team.open_question()
    team.fake.faults.add("response_url", fault)
    receipt = await team.answer_by_form("Something about it.")
    assert "Your answer is saved" in team.text(receipt)
    assert len(team.private(team.ana)) == 1


@pytest.mark.parametrize("same", [True, False])
async def test_envelopes_that_come_twice_are_done_once(team: Workspace, same: bool) -> None:
    await team.open_question()
    form = await team.form(team.card(), "Answer")
    sent = await team.fake.submit(form, {"text": "Only once."}, user=team.ana, duplicates=2, same_envelope=same)
    assert len(sent.acks) == 3
    await team.fake.wait_ephemeral(team.ana)
    await team.fake.command("/quiz", "beginner 1", user=team.ana, channel=team.study, duplicates=2)
    await team.fake.wait_until(lambda: len(team.private(team.ana)) == 2, 5, "the quiz")
    await team.type_("/study me", team.ben)
    assert len(team.private(team.ana)) == 2
    assert "changed" not in team.text(team.private(team.ana)[0])


async def test_a_double_click_opens_one_form(team: Workspace) -> None:
    await team.open_question()
    await team.fake.click(team.card(), text="Answer", user=team.ana)
    await team.fake.click(team.card(), text="Answer", user=team.ana)
    await team.fake.wait_modal(team.ana)
    await team.type_("/study me")
    assert len(team.fake.find("views.open")) == 1


async def test_after_a_lost_socket_the_next_press_is_answered(make: Make) -> None:
    team = await make(connections=2)
    opened = team.fake.socket_opens
    await team.fake.disconnect_sockets(abrupt=True)
    await team.fake.wait_socket(2, timeout=15, opens=opened + 2)
    assert "Study Bot" in team.text(await team.type_("/study help"))


async def test_the_diagram_follows_in_the_thread_where_files_may_be_written(team: Workspace) -> None:
    await team.set_up_slack()
    await team.type_("/study schedule pin beginner/overfitting", team.boss)
    await team.until(NINE)
    await team.close_question()
    shared = await team.fake.wait_message(team.study, lambda one: bool(one.get("files")))
    assert shared["thread_ts"] == team.card()["ts"]


async def test_without_that_scope_the_diagram_is_told_in_words(make: Make) -> None:
    team = await make()
    team.fake.tokens[team.fake.bot_token]["scopes"] = {"commands", "chat:write", "users:read"}
    await team.restart()
    await team.set_up_slack()
    await team.type_("/study schedule pin beginner/overfitting", team.boss)
    await team.until(NINE)
    assert "Diagram, in words" in team.text(await team.close_question())
    assert not team.fake.find("files.*")
    team.fake.assert_clean()


async def test_a_post_in_the_channel_is_found_though_by_now_it_belongs_into_a_thread(team: Workspace) -> None:
    platform, now = team.slack.platform, datetime.now(UTC)
    asked, told = [
        await platform.post(Post(key, SPACE, team.channel, NoticeView(key, ""), None, now)) for key in ("one", "two")
    ]
    looked = [
        await platform.trace(Post(key, SPACE, team.channel, NoticeView(key, ""), asked, now))
        for key in ("two", "three")
    ]
    assert looked == [(Trace.FOUND, told), (Trace.ABSENT, None)]
