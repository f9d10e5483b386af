"""Files on their way to Slack: an address to send the bytes to, then the message that shares them."""

from bot.platforms.slack import limits
from bot.platforms.slack.api import Api
from bot.platforms.slack.text import shortened
from bot.platforms.slack.workspaces import Workspace

FILES, DIRECT = "files:write", "im:write"
"""The scopes for sending files, and for opening a direct message."""


async def upload(
    api: Api, place: Workspace, name: str, data: bytes, *, title: str, channel: str, alt: str = "", thread: str = ""
) -> None:
    """Shares a file in a channel. `alt` is a picture's description. Raises Unreachable, Refused, NobodyKnows, or what
    aiohttp raises where the bytes got lost."""
    described = {"alt_txt": alt[: limits.PICTURE_ALT]} if alt else {}
    slot = await api.read(
        "files.getUploadURLExternal", place.token, filename=name, length=len(data), **described
    )  # fmt: skip
    async with api.session.post(str(slot["upload_url"]), data=data, proxy=api.proxy) as answer:
        answer.raise_for_status()
    shared = {"thread_ts": thread} if thread else {}
    files = [{"id": slot["file_id"], "title": shortened(title, limits.FILE_TITLE)}]
    await api.call("files.completeUploadExternal", place.token, files=files, channel_id=channel, **shared)
