"""The local page's part of the configuration."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]


class LocalSettings(BaseModel):
    """`platforms.local` of config.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    enabled: bool = False
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    space: Annotated[str, StringConstraints(pattern=r"^local:[\w.-]{1,60}$")] = "local:studio"
    channel: Name = "daily-question"
