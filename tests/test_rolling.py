"""A rolling restart under load: every process ends in time, nothing is lost, nothing is doubled."""

import asyncio
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from bot.domain.ids import ChannelId, UserId
from bot.engine.ports.store import Tx
from tests.harness import FakeSlack
from tests.harness.common import needs_specs
from tests.platforms.discord.town import eventually
from tests.replicas import SLACK, Fleet, just_now

pytestmark = [needs_specs, pytest.mark.slow]
CROWD = 10
CHANNELS = 4
IN_ORDER = 0
"""The exit status of a process whose parts all stopped in time. The hard deadline ends it with another."""


async def test_a_rolling_restart_under_load_loses_and_doubles_nothing(tmp_path: Path, postgres_url: str) -> None:
    async with FakeSlack() as slack, Fleet(tmp_path, postgres_url, slack) as fleet:
        boss = slack.add_user("boss", is_admin=True)
        people = [slack.add_user(f"p{n}") for n in range(CROWD)]
        channels = [slack.add_channel(f"c{n}", members=[boss, *people]) for n in range(CHANNELS)]
        await fleet.grow("one", "two")
        for channel in channels:
            words = f"/study setup time={just_now()} zone=UTC days=mon-sun draw=beginner"
            assert "is set up" in await fleet.reply(words, boss, channel)
        first, *rest = [channel["id"] for channel in channels]
        await fleet.due_now(SLACK, [first])
        await slack.wait_message(channels[0], timeout=15)

        # All answer and change the answer, while questions come due and one process after the other is replaced.
        sure: set[str] = set()
        over = asyncio.Event()

        async def answer() -> None:
            count = 0
            while not over.is_set() or count < CROWD:
                user = people[count % CROWD]
                said = await fleet.reply(f"/answer My answer, number {count}.", user, channels[0])
                if "saved" in said or "hanged" in said:
                    sure.add(user["id"])
                count += 1

        answering = [asyncio.create_task(answer())]
        old = list(fleet.running)
        await fleet.grow("three")
        for one, channel in zip(old, rest, strict=False):
            await fleet.due_now(SLACK, [channel])
            await fleet.retire(one)
        await fleet.due_now(SLACK, rest[2:])
        over.set()
        await asyncio.gather(*answering)
        for channel in channels[1:]:
            await slack.wait_message(channel, timeout=20)

        assert [one.process.returncode for one in old] == [IN_ORDER, IN_ORDER]
        for one in old:
            assert "did not stop in time" not in one.said, one.said
            assert "Traceback" not in one.said, one.said
        await eventually(lambda: fleet.unsettled(SLACK, [first, *rest]), lambda left: left == [], 20)
        assert slack.doubled() == {}
        assert [len(slack.bot_messages(channel)) for channel in channels] == [1] * CHANNELS

        def saved(tx: Tx) -> set[UserId]:
            last = tx.rounds.last(SLACK, ChannelId(first))[0]
            return {one.member.user for one in tx.submissions.of(last.id)}

        assert sure == {user["id"] for user in people}
        assert await fleet.store.run(saved) == sure


async def test_a_post_that_hangs_does_not_hold_up_the_end_and_is_settled_by_another_process(
    tmp_path: Path, postgres_url: str
) -> None:
    async with FakeSlack() as slack, Fleet(tmp_path, postgres_url, slack) as fleet:
        boss = slack.add_user("boss", is_admin=True)
        study = slack.add_channel("study", members=[boss])
        await fleet.grow("one")
        await fleet.reply(f"/study setup time={just_now()} zone=UTC days=mon-sun draw=beginner", boss, study)
        slack.faults.add("chat.postMessage", "hang", delay=6.0)
        await fleet.due_now(SLACK, [study["id"]])
        await slack.wait_until(lambda: slack.find("chat.postMessage"), 15, "the post on its way")
        one = fleet.running[0]
        assert one.process.proc is not None
        one.process.proc.send_signal(signal.SIGTERM)
        with suppress(TimeoutError):
            await asyncio.wait_for(one.process.proc.wait(), 20)
        assert one.process.returncode == IN_ORDER, one.said
        # Nobody knows whether it arrived, so it is neither lost nor sent again blindly.
        assert len(await fleet.unsettled(SLACK, [study["id"]])) == 1
