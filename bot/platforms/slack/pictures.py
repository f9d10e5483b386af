"""Diagrams: a file in the thread, where `files:write` was granted. Best effort; the words stand in the message."""

import asyncio
import logging
from collections.abc import Mapping
from pathlib import Path

from bot.domain.questions import Diagram
from bot.engine.ports.platform import PlatformError
from bot.platforms.slack.api import Api, NobodyKnows
from bot.platforms.slack.uploads import FILES, upload
from bot.platforms.slack.workspaces import Workspace

log = logging.getLogger(__name__)


class Pictures:
    """Finds diagrams in the packs and sends them."""

    def __init__(self, api: Api, packs: Mapping[str, Path]) -> None:
        self._api, self._packs = api, packs
        self._tasks: set[asyncio.Task[None]] = set()

    def file(self, diagram: Diagram | None, pack: str, place: Workspace) -> Path | None:
        """The picture, if there is one and the app may send it."""
        root = self._packs.get(pack)
        if diagram is None or not diagram.path or root is None or not place.may(FILES):
            return None
        file = (root / diagram.path).resolve()
        return file if file.is_relative_to(root.resolve()) and file.is_file() else None

    def send(self, file: Path, diagram: Diagram, place: Workspace, channel: str, thread: str) -> None:
        """Sends the picture into a thread, behind the message that it belongs to; nobody waits for it."""
        task = asyncio.create_task(self._send(file, diagram, place, channel, thread))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, file: Path, diagram: Diagram, place: Workspace, channel: str, thread: str) -> None:
        try:
            data = await asyncio.to_thread(file.read_bytes)
            await upload(
                self._api, place, file.name, data, title=diagram.caption or diagram.alt, alt=diagram.alt,
                channel=channel, thread=thread,
            )  # fmt: skip
        except (PlatformError, NobodyKnows) as error:
            log.warning("the diagram %s did not go out: %s", file.name, error)
        except Exception:
            log.exception("the diagram %s did not go out", file.name)

    async def close(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=1.0)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
