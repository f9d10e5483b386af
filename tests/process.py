"""Real processes of the bot, and a browser, for the tests that use it as a person does."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from markupsafe import escape

from bot import wiring

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class Play:
    """`studybot play` as a process on a free port."""

    def __init__(
        self,
        database: Path,
        *more: str,
        command: tuple[str, ...] = (sys.executable, "-m", "bot"),
        cwd: Path | None = None,
    ) -> None:
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [*command, "play", "--port", "0", "--database", f"sqlite:///{database}", "--zone", "UTC", *more],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=cwd,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        self._started = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.url = self._wait_for_url()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if "http://" in line:
                self._started.set()
        self._started.set()

    def _wait_for_url(self) -> str:
        assert self._started.wait(30), "the bot said nothing for 30 seconds"
        found = re.search(r"http://\S+/", "\n".join(self.lines))
        assert found, "\n".join(self.lines)
        return found[0]

    def get(self, path: str, who: str = "Ana") -> Any:
        return self._ask(urllib.request.Request(self.url + path, headers=self._headers(who)))

    def post(self, path: str, body: dict[str, Any], who: str = "Ana") -> Any:
        return self._ask(
            urllib.request.Request(
                self.url + path,
                data=json.dumps(body).encode(),
                method="POST",
                headers={**self._headers(who), "Content-Type": "application/json"},
            )
        )

    def good_answer(self) -> str:
        """A good answer to whatever question is open."""
        html = "".join(post["html"] for post in self.get("api/feed")["posts"] if post["kind"] == "question")
        items = wiring.open_bank([]).items.values()
        return next(item.short for item in items if f": {escape(item.title)}<" in html)

    @staticmethod
    def _headers(who: str) -> dict[str, str]:
        return {"X-Visitor": quote(who), "X-Study-Bot": "1"}

    @staticmethod
    def _ask(request: urllib.request.Request) -> Any:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def memory_mb(self) -> float:
        """Resident memory, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1000  # type: ignore[index]

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> float:
        """Seconds from SIGTERM to the end."""
        before = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
        self._reader.join(5)
        return time.monotonic() - before

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop()
        if self.process.stdout is not None:
            self._reader.join(5)
            self.process.stdout.close()
