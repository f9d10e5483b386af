"""What `studybot doctor` looks at. Nothing is changed."""

import platform
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import available_timezones

from bot import wiring
from bot.bank.check import check
from bot.bank.loader import load
from bot.config import load as load_config
from bot.domain.errors import Unavailable
from bot.storage.database import connect, pending, shown


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    says: str
    good: bool = True


def examine(file: Path) -> list[Finding]:
    """All findings, in the order in which they matter."""
    return list(_findings(file))


def _findings(file: Path) -> Iterator[Finding]:
    version = platform.python_version()
    yield Finding(
        "Python",
        version if sys.version_info >= (3, 11) else f"{version}; 3.11 or newer is needed",
        sys.version_info >= (3, 11),
    )
    yield Finding("Time zones", f"{len(available_timezones())} known; this machine is in {wiring.own_zone()}")
    config: wiring.Config | None = wiring.Config()
    if file.is_file():
        config, problems = load_config(wiring.Config, file)
        yield from (Finding("Configuration", str(problem), good=False) for problem in problems)
        if config is not None:
            yield Finding("Configuration", f"{file} is in order")
    else:
        yield Finding(
            "Configuration",
            f"there is no {file}; `studybot play` needs none, `studybot run` does: copy config.example.yaml",
        )
    if config is None:
        return
    yield _questions(config)
    yield _database(config)
    if config.platforms.local.enabled:
        yield _port(config.platforms.local.host, config.platforms.local.port)


def _questions(config: wiring.Config) -> Finding:
    loaded = load([Path(path) for path in config.questions] or [wiring.shipped_pack()])
    problems = check(loaded)
    if problems:
        return Finding("Questions", f"{len(problems)} to mend, the first: {problems[0]}", good=False)
    return Finding(
        "Questions", ", ".join(f"{pack.name} {pack.version} with {len(pack.items)} items" for pack in loaded.packs)
    )


def _database(config: wiring.Config) -> Finding:
    def work() -> str:
        database = connect(config.database, create=False)
        if database.dialect.name == "sqlite" and not Path(database.url.database or "").exists():
            return f"{shown(database)} will be made at the start"
        todo = pending(database, wiring.data_folder("migrations"))
        return (
            f"{shown(database)} is up to date"
            if not todo
            else (f"{shown(database)} will be brought up to date at the start ({', '.join(todo)})")
        )

    return _tried("Database", work)


def _tried(what: str, work: Callable[[], str]) -> Finding:
    try:
        return Finding(what, work())
    except Unavailable as error:
        return Finding(what, str(error), good=False)


def _port(host: str, port: int) -> Finding:
    with socket.socket() as probe:
        taken = probe.connect_ex((host, port)) == 0
    if taken:
        return Finding("Port", f"{port} on {host} is taken, perhaps by a running Study Bot", good=False)
    return Finding("Port", f"{port} on {host} is free")
