"""The kit page's part of the configuration."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Address = Annotated[str, StringConstraints(pattern=r"^(https?://[^/\s?#]+/?)?$")]


class WebSettings(BaseModel):
    """`web` of config.yaml: where people of Slack and Discord reach the kit page."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    public_url: Address = ""
    """The address outside, without a path. Empty: `/kit` gives no link, unless Slack's own address can be used."""
    host: str = "127.0.0.1"
    port: int = Field(default=8092, ge=0, le=65535)
