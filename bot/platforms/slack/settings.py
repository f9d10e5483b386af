"""Slack's part of the configuration."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, field_validator, model_validator

Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]


class SlackSettings(BaseModel):
    """`platforms.slack` of config.yaml. Secrets belong into the environment: `bot_token: ${SLACK_BOT_TOKEN}`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    enabled: bool = False
    mode: Literal["socket", "http"] = "socket"
    bot_token: SecretStr = SecretStr("")
    app_token: SecretStr = SecretStr("")
    signing_secret: SecretStr = SecretStr("")
    client_id: str = ""
    client_secret: SecretStr = SecretStr("")
    encryption_key: SecretStr = SecretStr("")
    public_url: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8090, ge=0, le=65535)
    admins: list[str] = []
    kit_users: list[str] = []
    """Who makes interview kits, besides admins."""
    prefix: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{0,16}$")] = ""
    connections: int = Field(default=2, ge=1, le=10)
    api_base_url: Address = "https://slack.com/api/"
    authorize_url: Address = "https://slack.com/oauth/v2/authorize"
    proxy: str = ""

    @field_validator("api_base_url")
    @classmethod
    def _ends_with_a_slash(cls, value: str) -> str:
        return value if value.endswith("/") else f"{value}/"

    @field_validator("encryption_key")
    @classmethod
    def _is_a_key(cls, value: SecretStr) -> SecretStr:
        """44 characters of URL-safe base64: 32 bytes. Checked without the library, which may not be installed."""
        key = value.get_secret_value()
        if key and (len(key) != 44 or not key.endswith("=")):
            raise ValueError(
                "is no key. Make one with `studybot manifest slack --new-key` and keep it in the environment"
            )
        return value

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        """What is missing, in words; only where Slack is switched on."""
        if not self.enabled:
            return self
        lacks = [name for name in self._needs() if not self._has(name)]
        if lacks:
            raise ValueError(f"{self.mode} mode lacks {', '.join(lacks)}; docs/slack.md says where to find it")
        return self

    @property
    def has_web(self) -> bool:
        """Whether Slack, or people who install the app, reach a web server of ours."""
        return self.mode == "http" or self.has_oauth

    @property
    def has_oauth(self) -> bool:
        """Whether several workspaces install the app by themselves."""
        return bool(self.client_id)

    def _needs(self) -> tuple[str, ...]:
        if self.has_oauth:
            return ("signing_secret", "client_secret", "encryption_key", "public_url") + (
                ("app_token",) if self.mode == "socket" else ()
            )
        return ("bot_token", "app_token" if self.mode == "socket" else "signing_secret")

    def _has(self, name: str) -> bool:
        value = getattr(self, name)
        return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)
