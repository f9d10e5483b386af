"""What time a server says it is: the Date header, which comes with every answer."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp


async def server_time(session: aiohttp.ClientSession, url: str, *, proxy: str | None = None) -> datetime | None:
    """The time at the server, to the second; None where the answer does not tell. Raises aiohttp's errors."""
    async with session.get(url, proxy=proxy, allow_redirects=False) as answer:
        shown = answer.headers.get("Date", "")
    try:
        return parsedate_to_datetime(shown).astimezone(UTC)
    except ValueError:
        return None
