"""A store on an empty database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.storage.database import connect
from bot.storage.store import SqliteStore

settings.register_profile("studybot", deadline=None, database=None, max_examples=80)
settings.load_profile("studybot")


@pytest.fixture
async def store(database: Path) -> AsyncIterator[SqliteStore]:
    made = SqliteStore(connect(f"sqlite:///{database}"))
    yield made
    await made.close()
