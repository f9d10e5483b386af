"""Posts to channels: once, with one mention at most, and with a word to the admin where something is in the way."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import discord
import pytest

from bot.domain.ids import ChannelId
from bot.engine.ports.platform import Post, Refused, Trace, Unreachable
from bot.engine.views import NoticeView, QuestionView
from bot.platforms.discord.drawn import nonce_of
from tests.harness.common import needs_specs
from tests.harness.fake_discord import ALL_PERMS, P_ATTACH, P_CREATE_THREAD, P_HISTORY, P_SEND, P_SEND_THREAD
from tests.platforms.discord.town import Town, town
from tests.platforms.local.samples import question, reveal
from tests.world import World

pytestmark = needs_specs
POST = "POST /channels/{channel_id}/messages"


def post_of(
    study: Town,
    view: object = None,
    *,
    key: str = "question:1:2026-11-23",
    channel: str = "",
    first: datetime | None = None,
    reply_to: str | None = None,
) -> Post:
    return Post(
        key,
        study.space,
        ChannelId(channel or study.channel["id"]),
        view or question(),
        reply_to,  # type: ignore[arg-type]
        first or study.world.clock.at,
    )


async def test_every_post_carries_a_nonce_that_depends_on_its_key_alone(study: Town) -> None:
    await study.open_day()
    body = study.fake.find(POST)[0].args["body"]
    key = body["nonce"]
    assert body["enforce_nonce"] is True
    assert len(key) == 25
    assert nonce_of("a") == nonce_of("a") != nonce_of("b")


async def test_nobody_is_mentioned(study: Town) -> None:
    await study.open_day()
    assert study.fake.find(POST)[0].args["body"]["allowed_mentions"].get("parse", []) == []


async def test_the_one_role_is_mentioned_by_a_question_and_by_nothing_else(make_world: Callable[..., World]) -> None:
    role = "123456789012345678"
    async with town(make_world, roles=lambda server: {server["id"]: role}) as study:
        await study.open_day()
        await study.close_round()
        asked, *others = (one.args["body"] for one in study.fake.find(POST) if one.args["body"])
        assert asked["allowed_mentions"]["roles"] == [int(role)]
        assert asked["components"][0]["content"] == f"<@&{role}>"
        assert all(f"<@&{role}>" not in str(one) for one in others)
        study.fake.assert_clean()


@pytest.mark.parametrize("fault", ["drop_after", "status_after"])
async def test_a_post_whose_answer_was_lost_is_sent_again_and_stands_there_once(study: Town, fault: str) -> None:
    study.fake.faults.add(POST, fault, status=503)
    with pytest.raises(Exception) as lost:  # noqa: PT011  (whatever it is, it must not be one of the engine's)
        await study.platform.post(post_of(study))
    assert not isinstance(lost.value, Refused | Unreachable)
    assert await study.platform.trace(post_of(study)) == (Trace.ABSENT, None)
    message = await study.platform.post(post_of(study))
    assert [one["id"] for one in study.fake.bot_messages(study.channel)] == [message]


async def test_after_the_nonce_window_the_channel_is_read(study: Town) -> None:
    study.world.clock.at = datetime.now(UTC)
    old = study.world.clock.at - timedelta(minutes=3)
    message = await study.platform.post(post_of(study, first=old))
    for number in range(150):
        study.fake.say(study.channel, f"chatter {number}", user=study.person("ana"))
    assert await study.platform.trace(post_of(study, first=old)) == (Trace.FOUND, message)
    assert await study.platform.trace(post_of(study, first=old, key="question:2:2026-11-23")) == (Trace.ABSENT, None)


async def test_without_the_right_to_read_a_history_an_empty_one_proves_nothing(study: Town) -> None:
    study.world.clock.at = datetime.now(UTC)
    old = study.world.clock.at - timedelta(minutes=3)
    await study.platform.post(post_of(study, first=old))
    study.channel["_bot_permissions"] &= ~P_HISTORY
    study.fake.channels[study.channel["id"]]["_bot_permissions"] &= ~P_HISTORY
    assert await study.platform.trace(post_of(study, first=old)) == (Trace.CANNOT_LOOK, None)


async def test_a_server_that_cannot_be_reached_was_certainly_not_sent_to(study: Town) -> None:
    await study.platform.stop()
    with pytest.raises(Unreachable):
        await study.platform.post(post_of(study))


async def test_a_short_429_is_waited_for(study: Town) -> None:
    study.fake.faults.ratelimit(POST, 0.2)
    assert await study.platform.post(post_of(study))
    assert len(study.fake.find(POST)) == 2


async def test_a_long_429_comes_back_with_its_time(study: Town) -> None:
    study.fake.faults.ratelimit(POST, 45.0)
    with pytest.raises(Unreachable) as late:
        await study.platform.post(post_of(study))
    assert late.value.retry_after == pytest.approx(45, abs=1)


@pytest.mark.parametrize(
    ("code", "status", "says"),
    [
        (50001, 403, "may not see"),
        (50013, 403, "may not post"),
        (10003, 404, "not there"),
        (50035, 400, "refused"),
    ],
)
async def test_a_refusal_says_what_to_do(study: Town, code: int, status: int, says: str) -> None:
    study.fake.faults.error(POST, (status, code, "no"))
    with pytest.raises(Refused) as refused:
        await study.platform.post(post_of(study))
    assert says in refused.value.reason
    assert refused.value.advice


async def test_the_admin_is_told_once_of_a_missing_permission(study: Town) -> None:
    other = study.fake.add_channel(study.server, "admins")
    await study.slash(
        "study setup", study.boss, time="09:00", zone="UTC", days="daily", draw="beginner", notice=other["id"]
    )
    study.fake.channels[study.channel["id"]]["_bot_permissions"] &= ~P_SEND
    for day in (23, 24, 25):
        await study.until(datetime(2026, 11, day, 9, 0, tzinfo=UTC))
    told = [study.fake.text_of(one) for one in study.fake.bot_messages(other)]
    assert len(told) == 1
    assert "may not post" in told[0]


async def test_notices_go_to_the_admin_who_wants_them_by_direct_message_without_buttons(study: Town) -> None:
    view = NoticeView("Only three questions are left.", "Add a pack.", buttons=question().buttons)
    await study.platform.post(post_of(study, view, channel=f"dm:{study.boss['id']}"))
    sent = study.fake.bot_messages(study.fake.dm(study.boss))
    assert "Only three questions" in study.fake.text_of(sent[0])
    assert study.fake.components(sent[0]) == []


async def test_closed_direct_messages_are_refused_with_a_way_out(study: Town) -> None:
    shy = study.fake.add_user("shy", dm_closed=True)
    with pytest.raises(Refused, match="takes none"):
        await study.platform.post(post_of(study, NoticeView("x"), channel=f"dm:{shy['id']}"))


async def test_a_notice_place_that_is_no_channel_is_refused(study: Town) -> None:
    with pytest.raises(Refused, match="no channel"):
        await study.platform.post(post_of(study, NoticeView("x"), channel="somewhere"))


@pytest.mark.parametrize("without", [P_CREATE_THREAD, P_SEND_THREAD])
async def test_without_threads_the_model_answer_is_hidden_in_the_channel_and_the_admin_told(
    study: Town, without: int
) -> None:
    await study.open_day()
    study.fake.channels[study.channel["id"]]["_bot_permissions"] &= ~without
    await study.close_round()
    await study.tick()
    shown = study.fake.bot_messages(study.channel)
    assert any(one.get("spoiler") for message in shown for one in message["components"])
    assert sum("could not be put into a thread" in study.fake.text_of(one) for one in shown) == 1


async def test_a_locked_thread_sends_the_model_answer_to_the_channel(study: Town) -> None:
    asked = await study.platform.post(post_of(study))
    await study.platform.post(post_of(study, reveal(), key="reveal:1", reply_to=asked))
    study.fake.channels[asked]["thread_metadata"]["locked"] = True
    study.fake.channels[asked]["_bot_permissions"] &= ~(1 << 34)
    await study.platform.post(post_of(study, reveal(), key="reveal:2", reply_to=asked))
    assert "Model answer" in study.fake.text_of(study.fake.bot_messages(study.channel)[1])


async def test_an_archived_thread_is_woken_up(study: Town) -> None:
    asked = await study.platform.post(post_of(study))
    await study.platform.post(post_of(study, reveal(), key="reveal:1", reply_to=asked))
    study.fake.channels[asked]["thread_metadata"]["archived"] = True
    await study.platform.post(post_of(study, reveal(), key="reveal:2", reply_to=asked))
    assert len(study.fake.bot_messages(study.channel)) == 1


async def test_the_model_answer_of_a_deleted_question_goes_to_the_channel(study: Town) -> None:
    await study.platform.post(post_of(study, reveal(), key="reveal:1", reply_to="123456789012345678"))
    assert "Model answer" in study.fake.text_of(study.fake.bot_messages(study.channel)[0])


async def test_without_files_the_diagram_is_told_in_words(study: Town) -> None:
    await study.open_day(thread="no")
    study.fake.channels[study.channel["id"]]["_bot_permissions"] &= ALL_PERMS & ~P_ATTACH
    await study.close_round()
    shown = [study.fake.text_of(one) for one in study.fake.bot_messages(study.channel)]
    assert any("**Diagram**" in one for one in shown)


async def test_a_picture_goes_with_its_alternative_text(study: Town) -> None:
    await study.open_day()
    await study.close_round()
    thread = study.fake.channels[study.fake.bot_messages(study.channel)[0]["id"]]
    galleries = [
        part
        for message in study.fake.bot_messages(thread)
        for box in message["components"]
        for part in box.get("components", [])
        if part["type"] == 12
    ]
    item = study.world.bank.items[(await study.round()).item]
    assert [one["items"][0]["description"] for one in galleries] == [item.diagram.alt if item.diagram else None]


async def test_a_second_part_that_was_lost_comes_without_the_first_one_doubled(study: Town) -> None:
    long = reveal()
    long = type(long)(**{name: getattr(long, name) for name in long.__slots__} | {"full": "word " * 700})
    study.fake.faults.drop(POST, after=1)
    with pytest.raises(Exception, match="part 2"):
        await study.platform.post(post_of(study, long, key="reveal:9"))
    await study.platform.post(post_of(study, long, key="reveal:9"))
    assert len(study.fake.bot_messages(study.channel)) == 2


async def test_a_question_that_was_deleted_is_not_edited_and_nothing_breaks(study: Town) -> None:
    await study.platform.edit(study.space, ChannelId(study.channel["id"]), "123456789012345678", question())
    assert isinstance(question(), QuestionView)


async def test_while_discord_is_not_well_a_post_is_not_given_up_as_one_that_nobody_can_look_for(study: Town) -> None:
    study.fake.faults.server_error("GET /channels/*/messages", 503)
    with pytest.raises(discord.HTTPException):
        await study.platform.trace(post_of(study))
    assert await study.platform.trace(post_of(study)) == (Trace.ABSENT, None)


async def test_a_part_in_the_channel_is_found_though_by_now_the_post_belongs_into_a_thread(study: Town) -> None:
    study.world.clock.at = datetime.now(UTC)
    asked = await study.platform.post(post_of(study))
    long = reveal()
    long = type(long)(**{name: getattr(long, name) for name in long.__slots__} | {"full": "word " * 700})
    study.fake.faults.drop(POST, after=1)
    with pytest.raises(Exception, match="part 2"):
        await study.platform.post(post_of(study, long, key="reveal:9"))
    first = study.fake.bot_messages(study.channel)[-1]["id"]
    assert await study.platform.trace(post_of(study, long, key="reveal:9", reply_to=asked)) == (Trace.PARTIAL, first)
