"""Files that were just made, until they are downloaded."""

import secrets
from collections import OrderedDict

from bot.engine.ports.exporter import File

MOST = 20
"""Files kept at a time; the oldest goes first, and its button makes it again."""


class Shelf:
    """Gives a file an address that cannot be guessed."""

    def __init__(self) -> None:
        self._files: OrderedDict[str, File] = OrderedDict()

    def put(self, file: File) -> str:
        """The address of the file on the page."""
        name = secrets.token_urlsafe(16)
        self._files[name] = file
        if len(self._files) > MOST:
            self._files.popitem(last=False)
        return f"/files/{name}"

    def get(self, name: str) -> File | None:
        return self._files.get(name)
