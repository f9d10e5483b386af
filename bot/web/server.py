"""One small web server that the rim hangs its routes on: health, the local page, Slack's HTTP mode, kits."""

import errno
from collections.abc import Callable, Iterable

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.domain.errors import StudyError
from bot.web import guards, look

BODY_LIMIT = 512 * 1024
"""Bytes. An answer of 10,000 characters, each escaped in JSON as a surrogate pair, takes 120,000."""
EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104  (only compared with)
STOP_SECONDS = 0.5
"""How long a request may still take when the server stops; streams are told to end before that."""


class PortInUse(StudyError):
    """Another program listens on the port."""

    def __init__(self, host: str, port: int, setting: str) -> None:
        super().__init__(
            f"Port {port} on {host} is already in use, perhaps by another Study Bot.",
            f"Stop the other program, or choose another port: {setting} {port + 1}",
        )


class CannotListen(StudyError):
    """The machine does not let us listen there: no such address, or a port that needs more rights."""

    def __init__(self, host: str, port: int, reason: str, setting: str) -> None:
        super().__init__(
            f"Cannot listen on {host}, port {port}: {reason}.",
            f"Choose another address, such as 127.0.0.1, or another port: {setting} 8081",
        )


class WebServer:
    """Listens on `host` and `port` (0: any free one). Add routes before `start`; stopping takes under a second.
    `public` is the name under which a proxy on this machine is reached from outside, `setting` what an operator
    changes when the port is taken."""

    def __init__(
        self, host: str, port: int, *, public: str = "", setting: str = "--port", health: Handler | None = None
    ) -> None:
        self.host, self._setting = host, setting
        self._port = port
        self._signed: set[str] = set()
        self._farewells: list[Callable[[], None]] = []
        self._runner: web.AppRunner | None = None
        self._app = web.Application(
            client_max_size=BODY_LIMIT,
            middlewares=[
                guards.explain,
                guards.only_known_hosts(host, public=public),
                guards.only_own_pages(self._signed),
            ],
        )
        self._app.on_response_prepare.append(guards.add_headers)
        self._app.on_shutdown.append(self._say_farewell)
        self._app.router.add_get("/health", health or _health)
        self._app.router.add_static("/look", look.FOLDER)

    def add_routes(self, routes: Iterable[web.AbstractRouteDef], *, signed: bool = False) -> None:
        """Adds routes. `signed` ones prove by themselves where a request comes from (Slack's signature), so their
        POSTs need neither JSON nor the header that only our own pages send."""
        for route in routes:
            for added in route.register(self._app.router):
                if signed and added.resource is not None:
                    self._signed.add(added.resource.canonical)

    def on_stop(self, farewell: Callable[[], None]) -> None:
        """Has `farewell` called when the server stops, before open requests are waited for: end your streams there."""
        self._farewells.append(farewell)

    @property
    def port(self) -> int:
        """The port in use; before the start, the one asked for."""
        addresses = self._runner.addresses if self._runner else []
        return int(addresses[0][1]) if addresses else self._port

    @property
    def url(self) -> str:
        """Where a browser on this machine finds it."""
        host = "127.0.0.1" if self.host in EVERYWHERE else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"

    async def start(self) -> None:
        """Listens from here on; raises PortInUse or CannotListen."""
        runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=STOP_SECONDS)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.host, self._port).start()
        except OSError as error:
            await runner.cleanup()
            if error.errno == errno.EADDRINUSE:
                raise PortInUse(self.host, self._port, self._setting) from None
            raise CannotListen(self.host, self._port, error.strerror or str(error), self._setting) from None
        self._runner = runner

    async def stop(self) -> None:
        """Frees the port, ends streams, and lets open requests finish for a moment. Harmless when not started."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def _say_farewell(self, _: web.Application) -> None:
        for farewell in self._farewells:
            farewell()


async def _health(_: web.Request) -> web.Response:
    return web.json_response({"ok": True})
