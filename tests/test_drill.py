"""Posting exactly once, under fire. The large drills are in tests/benchmarks/drill.py."""

import json
import subprocess
import sys
from datetime import timedelta
from typing import Any

import aiohttp
import discord
import pytest

from bot.domain.ids import ChannelId, SpaceId
from bot.engine.ports.store import DeliveryState
from bot.platforms.discord.drawn import nonce_of
from bot.platforms.slack.api import Api, NobodyKnows, connection
from bot.platforms.slack.settings import SlackSettings
from bot.storage.problems import DatabaseProblem
from tests.drill.judge import Outcome, judge
from tests.drill.plan import POINTS, Plan, Times
from tests.harness import FakeDiscord, FakeSlack
from tests.harness.common import needs_specs
from tests.world import MONDAY, World

NINE = MONDAY.replace(hour=9)


def drilled(plan: Plan, url: str) -> dict[str, Any]:
    """The outcome of a drill. It runs in a process of its own, since it forks."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.drill", json.dumps(plan.to_json()), url],
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@needs_specs
@pytest.mark.slow
def test_replicas_that_are_killed_at_every_moment_lose_nothing_and_double_nothing(database_url: str) -> None:
    found = drilled(Plan(replicas=4, channels=6, eager=1.0, limit_seconds=150, times=Times(open=2.0)), database_url)
    story = "\n".join(found["stories"])
    assert (found["lost"], found["unknown_to_us"], found["doubled"], found["unsettled"]) == ([], [], [], []), story
    assert found["missing"] == []
    assert {
        point: sum(n for where, n in found["hits"].items() if where.startswith(point)) >= 3 for point in POINTS
    } == (dict.fromkeys(POINTS, True))
    assert set(found["uncertain"]) <= {"blind"}
    assert (found["differed"], found["answers"] > 0) == (0, True)


def outcome(*events: dict[str, Any], state: str = "sent", space: str = "slack:S1", plan: Plan | None = None) -> Outcome:
    """What the judge says of one delivery."""
    row = {"key": "question:1", "space": space, "state": state, "attempt": 1, "fence": 1, "owner": "r1", "error": ""}
    given = [{"pid": 1, "key": "question:1", **event} for event in events]
    return judge(plan or Plan(), Outcome(1, "sqlite"), [row], given)


CLAIM, POST = {"event": "claim", "at": 1.0}, {"event": "post", "at": 1.0}


def taken(at: float, message: str = "m1") -> dict[str, Any]:
    return {"event": "accepted", "at": at, "channel": "C1", "message": message}


def test_the_judge_sees_a_post_that_was_lost() -> None:
    assert outcome(CLAIM, POST).lost == ["slack question:1: sent, 0 messages"]


def test_the_judge_sees_a_post_that_was_doubled_and_tells_its_story() -> None:
    found = outcome(CLAIM, POST, CLAIM, POST, taken(1.1), taken(1.2, "m2"))
    assert found.doubled == ["slack question:1: sent, 2 messages"]
    assert found.stories[0].count("accepted") == 2
    assert not found.clean


def test_the_judge_sees_a_post_that_the_database_knows_nothing_of() -> None:
    assert outcome(CLAIM, POST, taken(1.1), state="skipped").unknown_to_us == ["slack question:1: skipped, 1 messages"]


def test_the_judge_tells_a_double_from_a_promise_that_did_not_apply() -> None:
    found = outcome(CLAIM, POST, CLAIM, POST, taken(1.1), taken(9.0, "m2"))
    assert (found.doubled, len(found.beyond)) == ([], 1)
    assert "a message came more than 1.0 s after it was sent" in found.beyond[0]


def test_the_judge_does_not_mistake_a_late_message_for_that_of_a_later_send() -> None:
    again = [{**CLAIM, "at": 5.0}, {**POST, "at": 5.0}]
    assert len(outcome(CLAIM, POST, *again, taken(5.1), taken(5.3, "m2")).beyond) == 1
    assert len(outcome(CLAIM, POST, *again, taken(1.1), taken(5.3, "m2")).doubled) == 1


def test_the_judge_counts_what_is_held_for_an_admin() -> None:
    assert outcome(CLAIM, POST, state="uncertain", space="slack:B1").uncertain == {"blind": 1}


class Away:
    """The database, until it is away."""

    def __init__(self, world: World) -> None:
        self._store, self.is_away = world.store, False

    async def run(self, work: Any) -> Any:
        if self.is_away:
            raise DatabaseProblem("The server is away.")
        return await self._store.run(work)

    async def close(self) -> None:
        await self._store.close()


@pytest.mark.parametrize(("away", "posted", "skipped"), [(timedelta(minutes=10), 12, 0), (timedelta(hours=3), 0, 12)])
async def test_a_database_that_is_away_at_posting_time_makes_all_late_or_all_skipped(
    world: World, away: timedelta, posted: int, skipped: int, caplog: pytest.LogCaptureFixture
) -> None:
    spaces = [SpaceId(f"test:{i}") for i in range(12)]
    for space in spaces:
        await world.type("/study setup time=09:00 zone=UTC days=mon-fri draw=beginner", "Boss", admin=True, space=space)
    store = Away(world)
    world.store = store  # type: ignore[assignment]  # it runs what the real one runs
    world.delivering = world.replica("one")
    await world.until(NINE - timedelta(seconds=30))
    store.is_away = True
    await world.until(NINE)
    store.is_away = False
    # In steps, as in life: a jump of the clock holds a tick.
    await world.until(NINE + away)
    found = [(await world.deliveries(ChannelId("study"), space))[0] for space in spaces]
    states = [one.state for one in found]
    assert (states.count(DeliveryState.SENT), states.count(DeliveryState.SKIPPED)) == (posted, skipped)
    assert len({one.key for one in world.platform.posts if one.key.startswith("question:")}) == posted
    assert {one.error for one in found} == ({""} if posted else {"the bot was not running at the time"})
    assert "a part of the tick failed" in caplog.text


@needs_specs
@pytest.mark.parametrize("fault", ["drop_after", "status_after", "garbage_after"])
async def test_slack_sdk_posts_a_message_once_though_the_answer_is_lost(fault: str) -> None:
    async with FakeSlack() as fake:
        channel = fake.add_channel("study")["id"]
        fake.faults.add("chat.postMessage", fault, times=9)
        client, session = connection(SlackSettings(api_base_url=fake.api_url))
        metadata = {"event_type": "study_post", "event_payload": {"key": "question:1"}}
        with pytest.raises(NobodyKnows):
            await Api(client, session).call(
                "chat.postMessage", fake.bot_token, channel=channel, text="?", metadata=metadata
            )
        await session.close()
        assert [one.key for one in fake.accepted] == ["question:1"]


@needs_specs
@pytest.mark.parametrize(
    ("fault", "status", "tries"), [("drop_after", 0, 1), ("status_after", 503, 1), ("status_after", 500, 2)]
)
async def test_discord_py_makes_one_message_though_the_answer_is_lost(
    fault: str, status: int, tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with FakeDiscord() as fake:
        channel = fake.add_channel(fake.add_guild(members=[]), "study")
        fake.faults.add("POST /channels/*/messages", fault, status=status)
        monkeypatch.setattr(discord.http.Route, "BASE", fake.api_url)
        async with discord.Client(intents=discord.Intents(guilds=True)) as client:
            await client.login(fake.token)
            sending = client.get_partial_messageable(int(channel["id"])).send("?", nonce=nonce_of("question:1"))
            if tries == 1:
                with pytest.raises((discord.HTTPException, aiohttp.ClientError)):
                    await sending
            else:
                await sending
        assert len(fake.find("POST /channels/*/messages")) == tries
        assert [one.key for one in fake.accepted] == [nonce_of("question:1")]
