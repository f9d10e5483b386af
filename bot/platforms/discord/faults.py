"""What went wrong with a message, as the engine needs to know it: not sent, refused, or unknown."""

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord

from bot.engine.ports.platform import Refused, TooFast, Unreachable

UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, UNKNOWN_INTERACTION = 10003, 10008, 10062
MISSING_ACCESS, MISSING_PERMISSIONS = 50001, 50013
TOKEN_EXPIRED, THREAD_EXISTS, ALREADY_ANSWERED = 50027, 160004, 40060

SET_UP = "Set up another channel with `/study setup`."
GRANTS = "View Channel, Send Messages, Send Messages in Threads, Attach Files and Read Message History"
ALLOW = f"In the channel's settings, under Permissions, add the bot and allow {GRANTS}."
UNLOCK = "Unlock it, or set up another channel with `/study setup`."
REFUSALS = {
    UNKNOWN_CHANNEL: ("The channel is not there any more.", SET_UP),
    10004: ("The bot is not in that server any more.", "Invite it again."),
    MISSING_ACCESS: ("The bot may not see the channel.", ALLOW),
    MISSING_PERMISSIONS: ("The bot may not post in the channel.", ALLOW),
    50007: (
        "The person who wanted direct messages takes none from this server.",
        "Choose another place with `/study setup notice:here`.",
    ),
    50083: ("The thread is archived.", UNLOCK),
    160005: ("The thread is locked.", UNLOCK),
}
"""By Discord's error code (topics/opcodes-and-status-codes, JSON Error Codes): what is wrong, and what to do."""

TOKEN_WAIT = 300.0
"""Seconds until a refused token is tried again: Discord bans an address after 10,000 invalid requests in 10 minutes."""


@contextmanager
def told() -> Iterator[None]:
    """Turns discord.py's errors into the engine's; those with an unknown outcome pass as they are."""
    try:
        yield
    except discord.RateLimited as error:
        raise TooFast("Discord asks to slow down", error.retry_after) from error
    except discord.HTTPException as error:
        fault = of(error)
        if fault is None:
            raise
        raise fault from error
    except aiohttp.ClientConnectorError as error:
        raise Unreachable("Discord cannot be reached") from error


def of(error: discord.HTTPException) -> Refused | Unreachable | None:
    """The engine's word for an answer of Discord; None where nobody knows what came of the request."""
    if error.status >= 500:
        return None
    if error.status == 429:
        wide = error.response.headers.get("X-RateLimit-Scope") == "global"
        return TooFast("Discord asks to slow down", _retry_after(error), wide=wide)
    if error.status == 401:
        return Unreachable("Discord does not accept the bot's token any more", TOKEN_WAIT)
    reason, advice = REFUSALS.get(
        error.code,
        (f"Discord refused the message: {error.text[:200] or error.status}.", "`/study status` shows the details."),
    )
    return Refused(reason, advice)


def _retry_after(error: discord.HTTPException) -> float:
    try:
        return max(1.0, float(error.response.headers.get("Retry-After", "")))
    except ValueError:
        return 30.0
