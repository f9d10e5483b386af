"""One day on two real processes and one PostgreSQL: whichever of them a payload comes to, the boards are right."""

import asyncio
from pathlib import Path

import pytest

from bot.bank.bank import PackBank
from bot.domain.ids import ChannelId, SpaceId
from bot.engine.ports.store import Tx
from tests.harness import FakeDiscord, FakeSlack
from tests.harness.common import needs_specs
from tests.platforms.discord.town import MANAGER, MEMBER, eventually
from tests.replicas import SLACK, Fleet, just_now

pytestmark = [needs_specs, pytest.mark.slow]


async def holders(fleet: Fleet) -> dict[int, str]:
    held = await fleet.store.run(lambda tx: tx.leases.running("discord:shard:"))
    return {int(one.name.rpartition(":")[2]): one.owner.split(":")[1] for one in held}


async def good_answer(fleet: Fleet, bank: PackBank, space: SpaceId, channel: str) -> str:
    """A good answer to the open question."""
    found = await fleet.store.run(lambda tx: tx.rounds.last(space, ChannelId(channel))[0])
    return bank.items[found.item].short


async def test_a_day_on_two_processes_of_which_one_is_killed(tmp_path: Path, postgres_url: str, bank: PackBank) -> None:
    async with (
        FakeSlack() as slack,
        FakeDiscord(shards=2, max_concurrency=2) as discord,
        Fleet(tmp_path, postgres_url, slack, discord) as fleet,
    ):
        boss, ana, ben = slack.add_user("boss", is_admin=True), slack.add_user("ana"), slack.add_user("ben")
        study = slack.add_channel("study", members=[boss, ana, ben])
        chief, dora = discord.add_user("chief"), discord.add_user("dora")
        server = discord.add_guild(shard=0, members=[])
        discord.add_member(server, chief, permissions=MANAGER)
        discord.add_member(server, dora, permissions=MEMBER)
        club, there = discord.add_channel(server, "club"), SpaceId(f"discord:{server['id']}")

        await fleet.grow("one", "two")
        one, two = fleet.running
        # Each process holds one of the bot's two shards.
        pids = {str(one.pid), str(two.pid)}
        await eventually(lambda: holders(fleet), lambda now: set(now.values()) == pids, 15)
        await discord.wait_ready()

        set_up = await fleet.reply(f"/study setup time={just_now()} zone=UTC days=mon-sun draw=beginner", boss, study)
        assert "is set up" in set_up
        await discord.slash(
            "study setup",
            user=chief,
            channel=club,
            options={"time": just_now(), "zone": "UTC", "days": "mon-sun", "draw": "beginner"},
        )
        await eventually(lambda: fleet.store.run(lambda tx: tx.schedules.at(there, ChannelId(club["id"]))), bool)
        await fleet.due_now(SLACK, [study["id"]])
        await fleet.due_now(there, [club["id"]])
        await slack.wait_message(study, timeout=15)
        await discord.wait_until(lambda: discord.bot_messages(club), 15, "the question on Discord")

        good = await good_answer(fleet, bank, SLACK, study["id"])
        # Everybody's answers come to one process or the other, a change and a doubled payload too.
        await fleet.reply(f"/answer {good}", ana, study, at=one)
        await fleet.reply("/answer I do not know.", ben, study, at=two)
        await fleet.reply(f"/answer {good}", ben, study, at=one)
        await asyncio.gather(*(fleet.type(f"/answer {good}", ana, study, at=at) for at in (one, two)))
        theirs = await good_answer(fleet, bank, there, club["id"])
        used = await discord.slash("answer", user=dora, channel=club, options={"text": theirs})
        await discord.wait_until(lambda: used.messages, 10, "a receipt on Discord")

        # The holder of the server's shard dies in the middle of the day; the other takes over.
        holder = (await holders(fleet))[0]
        dead, alive = (one, two) if holder == str(one.pid) else (two, one)
        await fleet.kill(dead)
        await eventually(lambda: holders(fleet), lambda now: now == {0: str(alive.pid), 1: str(alive.pid)}, 15)
        await discord.wait_ready()
        await discord.slash("study schedule close", user=chief, channel=club)
        await fleet.reply("/study schedule close", boss, study)
        await slack.wait_until(lambda: len(slack.bot_messages(study)) == 2, 15, "the model answer")
        await discord.wait_until(lambda: len(discord.accepted) == 2, 15, "the model answer on Discord")

        board = await fleet.reply("/leaderboard", ana, study)
        assert "ana" in board
        assert "ben" in board
        assert "boss" not in board

        def ledger(tx: Tx) -> tuple[int, list[int], int]:
            lines, _ = tx.ledger.board(SLACK, f"channel:{study['id']}", "all", 9)
            last = tx.rounds.last(SLACK, ChannelId(study["id"]))[0]
            return tx.ledger.rebuild(), [line.points for line in lines], len(tx.submissions.of(last.id))

        drift, points, answers = await fleet.store.run(ledger)
        # The same answer, whichever process it came to and however often: the same points, once.
        assert (drift, answers, len(points), len(set(points))) == (0, 2, 2, 1), points
        for space, place in ((SLACK, study), (there, club)):
            await eventually(lambda at=(space, [place["id"]]): fleet.unsettled(*at), lambda left: left == [], 20)
        assert slack.doubled() == {}
        assert discord.doubled() == {}
        for replica in fleet.all:
            assert "Traceback" not in replica.said, replica.said
            assert slack.bot_token not in replica.said
            assert discord.token not in replica.said
