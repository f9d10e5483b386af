"""Log lines for people, or JSON for machines. Secrets are kept out by pattern, whoever logs them."""

import json
import logging
import re
import sys
from datetime import UTC, datetime

SECRET = re.compile(
    r"https://hooks\.slack\.com/\S+|(?<=/webhooks/)\d+/[\w-]+|(?<=/interactions/)\d+/[\w-]+"
    r"|xox[a-z]-[\w-]+|xapp-[\w-]+|xoxe\.[\w.-]+"
    r"|(?:Bot |Bearer )[\w.-]{20,}|[\w-]{23,28}\.[\w-]{6}\.[\w-]{27,}"
)
"""Slack tokens and reply addresses, authorization headers, Discord bot and interaction tokens."""


def clean(text: str) -> str:
    """The text without anything that looks like a token."""
    return SECRET.sub("[secret]", text)


class TextFormat(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return clean(super().format(record))


class JsonFormat(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return clean(json.dumps(line, ensure_ascii=False))


def start(level: str, style: str) -> None:
    """Sends all log records to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        JsonFormat() if style == "json" else TextFormat("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # APScheduler says twice a second that it runs a job; only its troubles are news.
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
