"""What the engine needs of a platform: post, edit, look up. The engine owns the port; `bot.platforms.*` fill it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.ids import ChannelId, SpaceId
from bot.engine.pacing import Pace
from bot.engine.views import View


class PlatformError(Exception):
    """The platform did not take the message. Any other exception means that nobody knows."""


class Unreachable(PlatformError):
    """Certainly not sent; try again after `retry_after` seconds."""

    def __init__(self, says: str, retry_after: float = 5.0) -> None:
        super().__init__(says)
        self.retry_after = retry_after


class TooFast(Unreachable):
    """Certainly not sent: the platform asks to slow down. `wide` where it says that it means all channels."""

    def __init__(self, says: str, retry_after: float = 5.0, *, wide: bool = False) -> None:
        super().__init__(says, retry_after)
        self.wide = wide


class Refused(PlatformError):
    """Certainly not sent, and trying again is no use: tell the admin. `advice` is what the admin can do."""

    def __init__(self, reason: str, advice: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Post:
    """One message for a channel. `key` names it for all time; `reply_to` is the message whose thread it belongs in.

    `begun` is its first part, where only that is there: the rest is still to be sent.
    """

    key: str
    space: SpaceId
    channel: ChannelId
    view: View
    reply_to: str | None
    first_tried: datetime
    due_at: datetime | None = None
    begun: str | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """A message that carries a post's key, and where it stands. Long posts have several parts."""

    channel: ChannelId
    message: str
    part: int = 0


class Trace(StrEnum):
    """What a look-up found. On FOUND and PARTIAL the message's id comes with it; PARTIAL lacks later parts."""

    FOUND = "found"
    PARTIAL = "partial"
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

    def paces(self, space: SpaceId, channel: ChannelId, *, edit: bool = False) -> tuple[Pace, ...]:
        """What limits a message, or an edit, there; the widest scope first, the channel's own last.

        Scopes that belong to a space or a channel are named `space` and `space/channel`.
        """

    async def post(self, post: Post) -> str:
        """Sends the message, returns its id. Raises Unreachable, Refused, or anything else for an unknown outcome."""

    async def edit(self, space: SpaceId, channel: ChannelId, message: str, view: View) -> None:
        """Replaces the content of a message. Raises Refused where it never will, anything else where it did not."""

    async def trace(self, post: Post) -> tuple[Trace, str | None]:
        """Whether the message with this key is in the channel."""

    async def trace_all(self, post: Post) -> tuple[Copy, ...] | None:
        """Every message with this key, oldest first; None where nobody can look."""

    async def delete(self, space: SpaceId, copy: Copy) -> None:
        """Takes a message away. Raises Refused where the bot may not."""

    async def server_time(self) -> datetime | None:
        """What time it is at the platform; None where it cannot be told at the moment."""


Platforms = Mapping[str, Platform]
