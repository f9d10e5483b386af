"""The configuration and the invite link."""

import base64
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from click.testing import CliRunner
from pydantic import ValidationError

from bot import wiring
from bot.cli import main
from bot.config import load
from bot.platforms.discord.invite import application_of
from bot.platforms.discord.settings import DiscordSettings

TOKEN = base64.urlsafe_b64encode(b"123456789012345678").decode().rstrip("=") + ".Gabcde." + "x" * 30


def test_the_token_is_nowhere_to_be_read() -> None:
    assert TOKEN not in repr(DiscordSettings(enabled=True, token=TOKEN))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"enabled": True}, "token is missing"),
        ({"shard_ids": [0]}, "needs shard_count"),
        ({"shard_ids": [2], "shard_count": 2}, "run from 0 to 1"),
        ({"admin_roles": ["moderators"]}, "pattern"),
        ({"tokens": "x"}, "tokens"),
    ],
)
def test_a_wrong_setting_is_said(given: dict[str, object], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        DiscordSettings(**given)  # type: ignore[arg-type]


def test_a_configuration_takes_the_token_from_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text("platforms:\n  discord:\n    enabled: true\n    token: ${DISCORD_TOKEN}\n")
    config, problems = load(wiring.Config, file, {"DISCORD_TOKEN": TOKEN})
    assert problems == []
    assert config is not None
    assert config.platforms.discord.token.get_secret_value() == TOKEN


def test_the_invite_link_asks_for_six_permissions_and_no_more(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(f"platforms:\n  discord:\n    token: {TOKEN}\n")
    result = CliRunner().invoke(main, ["invite", "discord", "-c", str(file)])
    link = parse_qs(urlparse(result.output.strip().splitlines()[-1]).query)
    assert link["client_id"] == ["123456789012345678"]
    assert int(link["permissions"][0]).bit_count() == 6
    assert link["scope"] == ["bot applications.commands"]


def test_something_that_is_no_token_names_no_application() -> None:
    assert application_of("hello") is None
    assert application_of("") is None
