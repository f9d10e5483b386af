"""Puts the pieces together. The only file that names concrete classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import tzlocal
from sqlalchemy import Engine as DatabaseEngine

from bot.app import SENDS, Part, is_gone, own_name
from bot.bank.bank import PackBank
from bot.bank.loader import load
from bot.config import CoreConfig, Section
from bot.demo import DemoClock, Skipper, demo_clock
from bot.domain.errors import Problem, StudyError
from bot.domain.ids import ChannelId, SpaceId
from bot.domain.questions import selectors
from bot.engine.delivering import Delivering
from bot.engine.engine import Engine
from bot.engine.judging import Judge
from bot.engine.ports.clock import Clock, WallClock
from bot.engine.ports.platform import Platform
from bot.engine.ports.store import Store
from bot.engine.roll import Roll, is_first
from bot.engine.starting import first_schedule
from bot.export.exporter import KitExporter
from bot.grading.rubric import RubricGrader
from bot.heartbeat import Heartbeat
from bot.kitpage.pages import KitPages
from bot.kitpage.settings import WebSettings
from bot.platforms.discord.settings import DiscordSettings
from bot.platforms.local.platform import LocalPlatform
from bot.platforms.local.settings import LocalSettings
from bot.platforms.slack.settings import SlackSettings
from bot.storage.database import POOL, DatabaseProblem, connect, migrate, pending
from bot.storage.store import SqliteStore
from bot.web.pulse import Pulse
from bot.web.server import WebServer

if TYPE_CHECKING:
    from bot.web.metrics import Metrics

LACKING = "Install it: pip install 'studybot[{}]'"


class PlatformsSection(Section):
    local: LocalSettings = LocalSettings()
    slack: SlackSettings = SlackSettings()
    discord: DiscordSettings = DiscordSettings()


class Config(CoreConfig):
    """config.yaml, whole."""

    platforms: PlatformsSection = PlatformsSection()
    web: WebSettings = WebSettings()


class Problems(Exception):
    """Faults in files, all at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)


def data_folder(name: str) -> Path:
    """`questions` or `migrations`: inside the wheel, or beside `bot/` in a checkout."""
    packed = Path(str(files("bot"))) / "_data" / name
    return packed if packed.is_dir() else Path(__file__).resolve().parent.parent / name


def shipped_pack() -> Path:
    return data_folder("questions") / "ai-ml"


def open_bank(paths: Sequence[str]) -> PackBank:
    """The bank; raises Problems when a file is at fault or nothing is there."""
    places = [Path(path) for path in paths] or [shipped_pack()]
    loaded = load(places)
    if loaded.problems:
        raise Problems(sorted(loaded.problems))
    if not any(pack.items for pack in loaded.packs):
        raise Problems([Problem(str(places[0]), 1, "There is not a single question in the packs.")])
    return PackBank(loaded.packs)


def store_on(database: DatabaseEngine) -> Store:
    """The store that fits the database."""
    if database.dialect.name == "sqlite":
        return SqliteStore(database)
    from bot.storage.postgres_store import PostgresStore

    return PostgresStore(database)


def open_store(url: str, *, may_migrate: bool, pool: int = POOL) -> Store:
    """The store, its tables up to date."""
    database = connect(url, pool=pool)
    scripts = data_folder("migrations")
    todo = pending(database, scripts)
    if todo and not may_migrate:
        raise DatabaseProblem(
            f"The database lacks {len(todo)} migration(s): {', '.join(todo)}. "
            "Run `studybot migrate`, or start without --no-migrate."
        )
    if todo:
        migrate(database, scripts)
    return store_on(database)


def own_zone() -> str:
    """The machine's time zone, UTC where it cannot be told."""
    try:
        name = tzlocal.get_localzone_name() or "UTC"
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return "UTC"
    return name


@dataclass(slots=True)
class Running:
    """What `assemble` made, for `app.run`."""

    parts: list[Part]
    engine: Engine
    heartbeat: Heartbeat
    store: Store
    web: WebServer
    operations: WebServer | None


async def assemble(config: Config, *, may_migrate: bool = True, demo: bool = False) -> Running:
    """All pieces of one process; nothing runs yet but the database's thread. `demo` gives the movable clock."""
    bank = open_bank(config.questions)
    store: Store = open_store(config.database, may_migrate=may_migrate, pool=config.postgresql_connections)
    metrics = _metrics(config, bank)
    if metrics is not None:
        store = metrics.store(store)
    clock: Clock = await demo_clock(store) if demo else WallClock()
    rules = config.rules.value()
    judge = Judge(store, bank, RubricGrader())
    zone = config.zone or own_zone()
    engine = Engine(store, bank, clock, judge, rules, zone=zone, exporter=KitExporter(bank.folders))
    if metrics is not None:
        engine = metrics.engine(engine)
    platforms: dict[str, Platform] = {}
    owner = own_name()
    delivering = Delivering(store, bank, clock, platforms, judge, rules, owner)
    pulse = Pulse()
    # The demo's button moves the clock on and shows what came of it, so its beats wait for what they begin.
    beat = delivering.tick if demo else delivering.beat
    heartbeat = Heartbeat(pulse.around(metrics.beat(beat) if metrics else beat))
    if metrics is not None:
        metrics.follow(delivering.tally)
    roll = Roll(store, owner, gone=is_gone)
    settings = config.platforms.local
    web = WebServer(settings.host, settings.port)
    parts = [Part("database", _nothing, store.close), Part("roll", roll.start, roll.stop)]
    operations = None
    if metrics is not None:
        operations = _operations(config, store, clock, pulse, metrics, delivering, owner)
        parts.append(Part("operations", operations.start, operations.stop))
    kits = _kits(config, engine, bank, store)
    if settings.enabled:
        skipper = (
            Skipper(store, clock, heartbeat, SpaceId(settings.space), ChannelId(settings.channel))
            if isinstance(clock, DemoClock)
            else None
        )
        local = LocalPlatform(
            engine, settings, bank.folders, skipper, selectors=selectors(bank.items.values(), bank.topics)
        )
        platforms["local"] = local
        web.add_routes(local.routes())
        web.add_routes(kits.on_this_machine(local.visitor))
        web.on_stop(local.close)
        parts.append(Part("web", web.start, web.stop))
        if demo:
            parts.append(
                Part(
                    "first question",
                    lambda: first_schedule(store, clock, SpaceId(settings.space), ChannelId(settings.channel), zone),
                    _nothing,
                )
            )
    if config.platforms.slack.enabled:
        parts.append(_slack(config, engine, bank, platforms, store, kits))
    if config.platforms.discord.enabled:
        parts.append(_discord(config, engine, bank, store, platforms, owner, kits))
    if config.web.public_url:
        at = config.web
        outside = WebServer(at.host, at.port, public=urlsplit(at.public_url).hostname or "")
        outside.add_routes(kits.behind_links())
        parts.append(Part("kit page", outside.start, outside.stop))
    parts.append(Part("posts on their way", _nothing, lambda: delivering.stop(SENDS)))
    parts.append(Part("heartbeat", heartbeat.start, heartbeat.stop))
    return Running(parts, engine, heartbeat, store, web, operations)


def _metrics(config: Config, bank: PackBank) -> "Metrics | None":
    """Numbers are kept only where somebody can ask for them."""
    if not config.operations.port:
        return None
    from bot.web.metrics import Metrics

    return Metrics(bank=bank.label)


def _operations(
    config: Config, store: Store, clock: Clock, pulse: Pulse, metrics: "Metrics", delivering: Delivering, owner: str
) -> WebServer:
    from bot.web.operations import Operations

    at = config.operations
    return Operations(
        at.host,
        at.port,
        store=store,
        clock=clock,
        pulse=pulse,
        metrics=metrics,
        replica=owner,
        doubt=lambda: delivering.clock_is_wrong,
    ).web


def _kits(config: Config, engine: Engine, bank: PackBank, store: Store) -> KitPages:
    """The kit page. Without an address of its own, it takes the one that Slack has for its requests."""
    slack = config.platforms.slack
    return KitPages(
        engine,
        bank.items.values(),
        selectors(bank.items.values(), bank.topics),
        base=config.web.public_url or (slack.public_url if slack.enabled and slack.has_web else ""),
        read_note=lambda name: store.run(lambda tx: tx.note(name)),
        keep_note=lambda name, value: store.run(lambda tx: tx.keep_note(name, value)),
    )


def _slack(
    config: Config, engine: Engine, bank: PackBank, platforms: dict[str, Platform], store: Store, kits: KitPages
) -> Part:
    try:
        from bot.platforms.slack.connect import Slack
    except ImportError as error:
        raise StudyError(f"Slack needs a library that is missing: {error.name}.", LACKING.format("slack")) from None
    words = selectors(bank.items.values(), bank.topics)
    slack = Slack(
        engine,
        config.platforms.slack,
        bank.folders,
        database=config.database,
        selectors=words,
        kit_link=kits.link,
        first=lambda event: store.run(lambda tx: is_first(tx, f"slack:{event}")),
    )
    if slack.web is not None and not config.web.public_url:
        slack.web.add_routes(kits.behind_links())
    platforms["slack"] = slack.platform
    return Part("slack", slack.start, slack.stop)


def _discord(
    config: Config,
    engine: Engine,
    bank: PackBank,
    store: Store,
    platforms: dict[str, Platform],
    owner: str,
    kits: KitPages,
) -> Part:
    try:
        from bot.platforms.discord.platform import DiscordPlatform
    except ImportError as error:
        raise StudyError(f"Discord needs a library that is missing: {error.name}.", LACKING.format("discord")) from None
    discord = DiscordPlatform(
        engine,
        config.platforms.discord,
        bank.folders,
        selectors=selectors(bank.items.values(), bank.topics),
        items={item.id: item.title for item in bank.items.values() if not item.retired},
        store=store,
        owner=owner,
        kit_link=kits.link,
    )
    platforms["discord"] = discord
    return Part("discord", discord.start, discord.stop)


async def _nothing() -> None:
    pass
