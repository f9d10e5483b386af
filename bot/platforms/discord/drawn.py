"""Prepared JSON in the clothes that discord.py sends: it asks a view or a modal for its components, and gets ours."""

import hashlib
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import discord

from bot.platforms.discord.message import Message
from bot.platforms.discord.parts import CONTAINER, TEXT, Json


class Drawn(discord.ui.LayoutView):
    """A message's components. It is finished from the start, so discord.py keeps nothing of it in memory."""

    def __init__(self, components: Sequence[Json]) -> None:
        super().__init__(timeout=None)
        self._drawn = list(components)
        self.stop()

    def to_components(self) -> list[dict[str, Any]]:
        return self._drawn

    def has_components_v2(self) -> bool:
        return True


class Form(discord.ui.Modal):
    """A modal. What it carries is read from the submission itself, so that it survives a restart."""

    def __init__(self, payload: Json) -> None:
        super().__init__(title=payload["title"], custom_id=payload["custom_id"])
        self._drawn = payload
        self.stop()

    def to_dict(self) -> dict[str, Any]:
        return self._drawn


def attached(message: Message) -> list[discord.File]:
    """The message's files, opened."""
    return [
        *(discord.File(one.path, filename=one.name, description=one.alt[:1024]) for one in message.pictures),
        *(discord.File(BytesIO(one.data), filename=one.name) for one in message.files),
    ]


def marked(message: Message, mark: int, role: str | None) -> list[Json]:
    """The components of a post: its first box carries the mark, and the one role that may be called stands above."""
    components = [dict(one) for one in message.components]
    for one in components:
        if one["type"] == CONTAINER:
            one["id"] = mark
            break
    return [{"type": TEXT, "content": f"<@&{role}>"}, *components] if role else components


def mark_of(key: str) -> int:
    """A number for a post's key that Discord keeps as a component's id; 31 bits, as ids are signed 32-bit numbers."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") >> 1 | 1 << 20


def part_key(key: str, part: int) -> str:
    """The key of a further part of a post; the first part has the post's own."""
    return f"{key}#{part}" if part else key


def nonce_of(key: str, part: int = 0) -> str:
    """The same 25 characters for the same key and part, for ever."""
    return hashlib.sha256(f"{key}#{part}".encode()).hexdigest()[:25]
