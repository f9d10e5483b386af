"""What everybody in a drill writes down: one line per event, appended at once, so that it outlives its writer."""

import json
import os
import time
from pathlib import Path
from typing import Any


class Journal:
    """Appends events to a file. Many processes write to the same one; a line goes out in a single call."""

    def __init__(self, file: Path) -> None:
        self._fd = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)

    def write(self, event: str, **facts: Any) -> None:
        line = {"at": round(time.monotonic(), 4), "pid": os.getpid(), "event": event, **facts}
        os.write(self._fd, (json.dumps(line) + "\n").encode())


class Reader:
    """Reads a journal from where it stopped the last time."""

    def __init__(self, file: Path) -> None:
        self._file, self._at, self.lines = file, 0, list[dict[str, Any]]()

    def new(self) -> list[dict[str, Any]]:
        if not self._file.exists():
            return []
        with self._file.open("rb") as file:
            file.seek(self._at)
            data = file.read()
        whole = data[: data.rfind(b"\n") + 1]
        self._at += len(whole)
        found = [json.loads(line) for line in whole.splitlines()]
        self.lines += found
        return found
