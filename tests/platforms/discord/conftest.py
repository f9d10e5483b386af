"""A town per test."""

import warnings
from collections.abc import AsyncIterator, Callable

import pytest

with warnings.catch_warnings():
    # discord.py imports `audioop` for voice, which this bot does not use.
    warnings.simplefilter("ignore", DeprecationWarning)
    import discord  # noqa: F401

from tests.platforms.discord.town import Town, town
from tests.world import World


@pytest.fixture
async def study(make_world: Callable[..., World]) -> AsyncIterator[Town]:
    """The town; at its end nothing that the bot sent broke a rule of Discord."""
    async with town(make_world) as running:
        yield running
        running.fake.assert_clean()
        assert [str(bug) for bug in running.fake.harness_bugs] == []
