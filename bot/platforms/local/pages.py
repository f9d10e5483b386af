"""The pages that are open at the moment, and how they are told that the channel has changed."""

import asyncio

from aiohttp import web

KEEP_ALIVE_SECONDS = 15.0
RETRY_MS = 1000
"""How soon a browser asks again after the stream broke; a restarted server is found within that time."""


class OpenPages:
    """One flag per open page. Ten changes in a row are one news: the page reads the whole channel anyway."""

    def __init__(self) -> None:
        self._flags: set[asyncio.Event] = set()
        self._closing = False

    def publish(self) -> None:
        """Tells every open page to read the channel again."""
        for flag in self._flags:
            flag.set()

    def close(self) -> None:
        """Ends all streams, now."""
        self._closing = True
        self.publish()

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events until the page or the server goes away."""
        response = web.StreamResponse(headers={
            "Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no",
        })
        # Listens before the first byte goes out, so that nothing falls between the page's first reading and the stream.
        flag = asyncio.Event()
        self._flags.add(flag)
        try:
            await response.prepare(request)
            await response.write(f"retry: {RETRY_MS}\nevent: hello\ndata: .\n\n".encode())
            news = await _next(flag)
            while not self._closing:
                await response.write(news)
                news = await _next(flag)
        except ConnectionError:
            pass  # The page was closed.
        finally:
            self._flags.discard(flag)
        return response


async def _next(flag: asyncio.Event) -> bytes:
    """The next thing to send: news, or after some quiet a comment that keeps the connection open."""
    try:
        async with asyncio.timeout(KEEP_ALIVE_SECONDS):
            await flag.wait()
    except TimeoutError:
        return b": still here\n\n"
    flag.clear()
    return b"event: feed\ndata: .\n\n"
