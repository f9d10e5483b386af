"""A store on an empty database, of each kind."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import settings

from bot.engine.ports.store import Store
from bot.storage.database import connect
from bot.wiring import store_on

settings.register_profile("studybot", deadline=None, database=None, max_examples=80)
settings.load_profile("studybot")


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    made = store_on(connect(database_url))
    yield made
    await made.close()
