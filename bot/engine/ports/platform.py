"""What the engine needs of a platform: post, edit, look up. The engine owns the port; `bot.platforms.*` fill it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.ids import ChannelId, SpaceId
from bot.engine.views import View


class PlatformError(Exception):
    """The platform did not take the message. Any other exception means that nobody knows."""


class Unreachable(PlatformError):
    """Certainly not sent; try again after `retry_after` seconds."""

    def __init__(self, says: str, retry_after: float = 5.0) -> None:
        super().__init__(says)
        self.retry_after = retry_after


class Refused(PlatformError):
    """Certainly not sent, and trying again is no use: tell the admin. `advice` is what the admin can do."""

    def __init__(self, reason: str, advice: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Post:
    """One message for a channel. `key` names it for all time; `reply_to` is the message whose thread it belongs in."""

    key: str
    space: SpaceId
    channel: ChannelId
    view: View
    reply_to: str | None
    first_tried: datetime


class Trace(StrEnum):
    """What a look-up found. On FOUND the message's id comes with it."""

    FOUND = "found"
    ABSENT = "absent"
    CANNOT_LOOK = "cannot-look"


class Platform(Protocol):
    @property
    def name(self) -> str:
        """The first part of its space ids: `slack`, `discord`, `local`."""

    @property
    def edit_seconds(self) -> float:
        """The least time between two live edits of one message."""

    @property
    def settle_seconds(self) -> float:
        """How long after an unknown outcome a look-up can be trusted."""

    async def post(self, post: Post) -> str:
        """Sends the message, returns its id. Raises Unreachable, Refused, or anything else for an unknown outcome."""

    async def edit(self, space: SpaceId, channel: ChannelId, message: str, view: View) -> None:
        """Replaces the content of a message. Best effort."""

    async def trace(self, post: Post) -> tuple[Trace, str | None]:
        """Whether the message with this key is in the channel."""


Platforms = Mapping[str, Platform]
