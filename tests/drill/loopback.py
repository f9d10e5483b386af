"""The platforms of a drill, in a process of their own: they outlive every replica and remember every message."""

import asyncio
import json
import math
import os
import time
from typing import Any

from tests.drill.journal import Journal
from tests.drill.plan import Plan
from tests.harness import FakeDiscord, FakeSlack
from tests.harness.common import Accepted, Recorder

POSTS = {"slack": "chat.postMessage", "discord": "POST /channels/*/messages"}
LOOKS = {"slack": "conversations.*", "discord": "GET /channels/*/messages"}
SIGHTED = ("channels:history", "channels:read", "chat:write", "chat:write.public")
BLIND = ("chat:write", "chat:write.public")


def serve(plan: Plan, journal: Journal, channels: int, ready: int) -> None:
    """Runs until it is killed. Addresses, tokens and channels go to the descriptor `ready` as one line of JSON."""
    asyncio.run(_serve(plan, journal, channels, ready))


async def _serve(plan: Plan, journal: Journal, channels: int, ready: int) -> None:
    slack = FakeSlack(self_check=False, scopes=SIGHTED, seed=plan.seed)
    discord = FakeDiscord(self_check=False, seed=plan.seed)
    discord.nonce_window = plan.times.nonce_window
    slack.history_lag = discord.history_lag = plan.history_lag
    for name, fake in (("slack", slack), ("discord", discord)):
        _remember(name, fake, journal)
        _trouble(plan, name, fake)
    async with slack, discord:
        blind = slack.add_team("T0BLIND", "Blind", "blind")
        blind_token = slack.install(blind, scopes=BLIND)
        server = discord.add_guild(members=[])
        told: dict[str, Any] = {
            "slack_url": slack.api_url,
            "discord_url": discord.api_url,
            "discord_token": discord.token,
            "tokens": {"slack": slack.bot_token, "blind": blind_token},
            "scopes": {"slack": SIGHTED, "blind": BLIND},
            "channels": {
                "slack": [slack.add_channel(f"s{i}")["id"] for i in range(channels)],
                "blind": [slack.add_channel(f"b{i}", blind)["id"] for i in range(channels)],
                "discord": [discord.add_channel(server, f"d{i}")["id"] for i in range(channels)],
            },
        }
        os.write(ready, (json.dumps(told) + "\n").encode())
        os.close(ready)
        while True:
            await asyncio.sleep(1)
            # The log of calls is not what judges, and would only grow.
            slack.calls.clear()
            discord.calls.clear()


def _remember(name: str, fake: Recorder, journal: Journal) -> None:
    def accepted(one: Accepted) -> None:
        journal.write("accepted", platform=name, key=one.key, channel=one.channel, message=one.message)

    def deleted(channel: str, message: str) -> None:
        journal.write("deleted", platform=name, channel=channel, message=message)

    fake.on_accepted, fake.on_deleted = accepted, deleted


def _trouble(plan: Plan, name: str, fake: FakeSlack | FakeDiscord) -> None:
    """The faults of the plan, and as many time-outs and 5xx for look-ups."""
    times = plan.times
    options: dict[str, dict[str, Any]] = {
        "ratelimit": {"retry_after": 0.2},
        "delay": {"delay": times.timeout * 1.25},
        "hang": {"delay": 60.0},
        "late": {"delay": plan.late_seconds},
    }
    if plan.storm_seconds:
        until = time.monotonic() + plan.storm_seconds
        fake.faults.mix(POSTS[name], {"ratelimit": 1.0}, until=until, ratelimit={"retry_after": plan.storm_seconds})
    if plan.faults:
        fake.faults.mix(POSTS[name], dict(plan.faults), seed=plan.seed, until=math.inf, **options)
        fake.faults.mix(LOOKS[name], {"status": 0.03, "drop": 0.02, "hang": 0.01}, seed=plan.seed + 1, **options)
