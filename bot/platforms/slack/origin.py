"""Where something was asked from, and so where its answer goes. Travels through a modal in its `private_metadata`."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.engine.tokens import Token, read
from bot.platforms.slack import limits


@dataclass(frozen=True, slots=True)
class Origin:
    """`response_url` answers privately where there is one, in `thread` if the
    button stood in one. `private` says that the button stood in a private message,
    which the answer may replace; `view` is the modal that the button stood in, `home` whether it was the App Home."""

    channel: str = ""
    response_url: str = ""
    thread: str = ""
    private: bool = False
    view: str = ""
    home: bool = False

    @property
    def in_view(self) -> bool:
        """Whether no message is near, so that the answer is shown in a modal."""
        return self.home or bool(self.view)


def packed(token: Token, origin: Origin) -> str:
    """For a modal's `private_metadata`; an address too long for it is left out."""
    text = json.dumps({"token": str(token), **asdict(origin)}, separators=(",", ":"))
    if len(text) > limits.PRIVATE_METADATA:
        return packed(token, replace(origin, response_url=""))
    return text


def unpacked(text: str) -> tuple[Token, Origin]:
    """What a modal carries; raises StudyError for one of another version."""
    try:
        data = json.loads(text)
        token = str(data.pop("token"))
        return read(token), Origin(**data)
    except (ValueError, TypeError, KeyError, AttributeError):
        return read(""), Origin()


def origin_of(body: Mapping[str, Any]) -> Origin:
    """Where a button stood."""
    container = body.get("container") or {}
    view = body.get("view") or {}
    if container.get("type") == "view" or view:
        if view.get("type") == "home":
            return Origin(home=True)
        _, before = unpacked(str(view.get("private_metadata", "")) or "{}")
        return replace(before, view=str(view.get("id", "")))
    return Origin(
        channel=str((body.get("channel") or {}).get("id") or container.get("channel_id") or ""),
        response_url=str(body.get("response_url") or ""),
        thread=str(container.get("thread_ts") or ""),
        private=bool(container.get("is_ephemeral")),
    )
