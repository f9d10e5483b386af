"""The link that adds the bot to a server, with the least permissions."""

import base64
import binascii
from urllib.parse import urlencode

PERMISSIONS = {
    "View Channel": 1 << 10,
    "Send Messages": 1 << 11,
    "Attach Files": 1 << 15,
    "Read Message History": 1 << 16,
    "Create Public Threads": 1 << 35,
    "Send Messages in Threads": 1 << 38,
}
WHY = {
    "View Channel": "to post in the channel of the daily question",
    "Send Messages": "to post the question",
    "Attach Files": "for the diagram of a model answer; without it, the diagram is told in words",
    "Read Message History": "to look up whether a post arrived after Discord did not answer; nobody's words are kept",
    "Create Public Threads": "for the model answer below its question; without it, it is hidden behind a spoiler",
    "Send Messages in Threads": "for the model answer in that thread",
}
ADMINISTRATOR = 1 << 3
ADDRESS = "https://discord.com/oauth2/authorize"


def link(application: str) -> str:
    """The address to open in a browser."""
    asked = {
        "client_id": application,
        "scope": "bot applications.commands",
        "permissions": str(sum(PERMISSIONS.values())),
        "integration_type": "0",
    }
    return f"{ADDRESS}?{urlencode(asked)}"


def lacking(granted: int) -> tuple[tuple[str, str], ...]:
    """What the bot was not granted in a channel, and what it would be for."""
    if granted & ADMINISTRATOR:
        return ()
    return tuple((name, WHY[name]) for name, bit in PERMISSIONS.items() if not granted & bit)


def application_of(token: str) -> str | None:
    """The application's id, which is the first part of its bot's token; None where that is no token."""
    first = token.strip().partition(".")[0]
    try:
        found = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        return None
    return found if found.isdigit() and len(found) >= 15 else None
