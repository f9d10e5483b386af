"""The tables of installations are what the migrations make, and the settings say what they lack."""

from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import inspect

from bot import wiring
from bot.platforms.slack import tables
from bot.platforms.slack.settings import SlackSettings
from bot.storage.database import connect, migrate


def test_the_migrations_make_exactly_the_tables_that_are_used(database: Path) -> None:
    engine = connect(f"sqlite:///{database}")
    found = inspect(engine)
    for table in tables.metadata.sorted_tables:
        made = {one["name"]: (str(one["type"]), one["nullable"]) for one in found.get_columns(table.name)}
        assert made == {one.name: (str(one.type), bool(one.nullable)) for one in table.columns}
        indexes = {(one["name"], tuple(one["column_names"])) for one in found.get_indexes(table.name)}
        assert indexes == {(str(one.name), tuple(column.name for column in one.columns)) for one in table.indexes}
    engine.dispose()


def test_the_migration_can_be_taken_back(database: Path) -> None:
    engine = connect(f"sqlite:///{database}")
    scripts = wiring.data_folder("migrations")
    migrate(engine, scripts, "base")
    assert not set(tables.metadata.tables) & set(inspect(engine).get_table_names())
    migrate(engine, scripts)
    assert set(tables.metadata.tables) <= set(inspect(engine).get_table_names())
    engine.dispose()


@pytest.mark.parametrize(
    ("given", "lacks"),
    [
        ({}, "bot_token, app_token"),
        ({"bot_token": "xoxb-1"}, "app_token"),
        ({"mode": "http", "bot_token": "xoxb-1"}, "signing_secret"),
        ({"mode": "http", "client_id": "1.2"}, "signing_secret, client_secret, encryption_key, public_url"),
    ],
)
def test_what_is_missing_is_named(given: dict[str, str], lacks: str) -> None:
    with pytest.raises(ValidationError, match=f"lacks {lacks}"):
        SlackSettings(enabled=True, **given)  # type: ignore[arg-type]


def test_secrets_are_not_in_the_words_of_the_settings() -> None:
    settings = SlackSettings(enabled=True, bot_token="xoxb-secret", app_token="xapp-secret")  # type: ignore[arg-type]
    assert "secret" not in repr(settings).replace("client_secret", "").replace("signing_secret", "").replace(
        "Secret", ""
    )
