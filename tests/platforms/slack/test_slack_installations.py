"""Installations are kept, found, rotated and forgotten on both databases, encrypted on each."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from cryptography.fernet import Fernet
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.platforms.slack import tables
from bot.platforms.slack.api import Api, connection
from bot.platforms.slack.installations import Installed, connect
from bot.platforms.slack.settings import SlackSettings

SETTINGS = SlackSettings(client_id="1.2", client_secret="s", encryption_key=Fernet.generate_key().decode())  # type: ignore[arg-type]


@pytest.fixture
async def installed(database_url: str) -> AsyncIterator[Installed]:
    client, session = connection(SETTINGS)
    api = Api(client, session, "")
    made = Installed(api, SETTINGS, connect(database_url))
    yield made
    await made.close()
    await api.close()


async def save(installed: Installed, team: str | None = "T1", token: str = "xoxb-secret") -> None:
    await installed.store.async_save(
        Installation(
            app_id="A1",
            enterprise_id="E1",
            team_id=team,
            bot_token=token,
            bot_id="B1",
            bot_user_id="U1",
            bot_scopes=["chat:write"],
            user_id="U9",
            is_enterprise_install=team is None,
            installed_at=datetime.now(UTC).timestamp(),
        )
    )


async def test_an_installation_is_found_with_its_token_which_lies_encrypted(installed: Installed) -> None:
    await save(installed)
    found = await installed.find("T1", "E1")
    assert found is not None
    assert (found.token, found.installer, found.scopes) == ("xoxb-secret", "U9", {"chat:write"})
    async with installed.engine.connect() as connection:
        kept = (await connection.execute(text("SELECT bot_token FROM slack_bots"))).scalar_one()
    assert "xoxb" not in kept


async def test_a_workspace_of_an_organisation_is_found_by_its_name_alone_afterwards(installed: Installed) -> None:
    await save(installed, team=None)
    first = await installed.find("T7", "E1")
    installed.changed("T7", None)
    again = await installed.find("T7", None)
    assert first is not None
    assert again is not None
    assert again.token == "xoxb-secret"


async def test_the_newest_installation_counts_and_an_uninstalled_one_is_gone(installed: Installed) -> None:
    for token in ("xoxb-old", "xoxb-new"):
        await save(installed, token=token)
    found = await installed.find("T1", None)
    assert found is not None
    assert found.token == "xoxb-new"
    await installed.forget("T1", None)
    assert await installed.find("T1", None) is None


async def test_a_state_of_oauth_is_good_once(installed: Installed) -> None:
    engine: AsyncEngine = installed.engine
    states = AsyncSQLAlchemyOAuthStateStore(expiration_seconds=600, engine=engine, table_name=tables.STATES)
    state = await states.async_issue()
    assert [await states.async_consume(state) for _ in range(2)] == [True, False]
