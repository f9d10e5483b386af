"""Discord's part of the configuration."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, model_validator

Snowflake = Annotated[str, StringConstraints(pattern=r"^\d{15,20}$")]
"""An id as Discord's "Copy ID" gives it. In YAML it stands in quotes."""

Address = Annotated[str, StringConstraints(pattern=r"^(https?|wss?)://\S+[^/\s]$|^$")]

API = "https://discord.com/api/v10"


class DiscordSettings(BaseModel):
    """`platforms.discord` of config.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    enabled: bool = False
    token: SecretStr = SecretStr("")
    admin_roles: tuple[Snowflake, ...] = ()
    """Roles whose members administer the bot, besides those who may manage the server."""
    kit_roles: tuple[Snowflake, ...] = ()
    """Roles whose members make interview kits, besides admins."""
    ping_roles: dict[Snowflake, Snowflake] = {}
    """By server: the one role that a new question mentions. No other mention is ever made."""
    development_server: Snowflake | None = None
    """Commands are registered in this server alone, where changes show at once."""
    shard_count: int = Field(default=0, ge=0, le=100_000)
    """0 takes what Discord recommends, which is one shard up to about a thousand servers."""
    shard_ids: tuple[int, ...] = ()
    """The shards of this process, when several processes share them; all when empty."""
    api_base_url: Address = API
    gateway_url: Address = ""
    """Empty: the address that the API gives."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.enabled and not self.token.get_secret_value().strip():
            raise ValueError(
                'token is missing. Copy it from https://discord.com/developers/applications, your application, "Bot"'
            )
        if self.shard_ids and not self.shard_count:
            raise ValueError("shard_ids needs shard_count, the number of shards of all processes together")
        if any(not 0 <= one < self.shard_count for one in self.shard_ids):
            raise ValueError(f"shard_ids run from 0 to {self.shard_count - 1}")
        return self
