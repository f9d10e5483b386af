"""Starting the bot: `play` and `run`."""

import asyncio
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import __version__
from bot.cli.base import CONFIG, configured, guarded, main
from bot.domain.errors import StudyError

if TYPE_CHECKING:
    from bot.wiring import Config


@main.command()
@click.option(
    "--port",
    default=8080,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Where the page listens on 127.0.0.1; 0 takes any free port.",
)
@click.option(
    "--database",
    default="",
    help="Keep the data here instead of in your user data folder, for example sqlite:///play.db",
)
@click.option(
    "--questions", multiple=True, type=click.Path(), help="A pack folder instead of the shipped one; repeatable."
)
@click.option("--fresh", is_flag=True, help="Forget everything from earlier plays first.")
@click.option("--zone", default="", help="Your time zone, such as Europe/Berlin; by default this machine's.")
@click.option("--verbose", is_flag=True, help="Show what happens inside.")
def play(port: int, database: str, questions: tuple[str, ...], fresh: bool, zone: str, verbose: bool) -> None:
    """The whole product on a local page: no configuration, no token.

    The first question appears at once. Answer it, run /quiz beginner, press "Skip to the close", read your
    verdict and the model answer, look at the leaderboard. Open a second tab as somebody else. Your play is kept
    for next time; Ctrl+C stops.
    """
    guarded(lambda: _play(port, database, questions, fresh, zone, verbose))


def _play(port: int, database: str, questions: tuple[str, ...], fresh: bool, zone: str, verbose: bool) -> None:
    from platformdirs import user_data_path

    from bot import log, wiring
    from bot.config import known_zone
    from bot.platforms.local.settings import LocalSettings

    try:
        known_zone(zone)
    except ValueError as error:
        raise StudyError(f"{str(error).capitalize()}.", "For example: --zone Europe/Berlin") from None
    log.start("info" if verbose else "warning", "text")
    own = user_data_path("studybot", appauthor=False) / "play.db"
    url = database or f"sqlite:///{own}"
    if fresh:
        place = Path(url.removeprefix("sqlite:///"))
        for file in (place, place.with_name(place.name + "-wal"), place.with_name(place.name + "-shm")):
            file.unlink(missing_ok=True)
    config = wiring.Config(
        database=url,
        questions=list(questions),
        zone=zone,
        platforms=wiring.PlatformsSection(local=LocalSettings(enabled=True, port=port)),
    )
    _serve(config, demo=True, may_migrate=True)


@main.command()
@CONFIG
@click.option("--no-migrate", is_flag=True, help="Refuse to start when the database lacks migrations.")
def run(file: str, no_migrate: bool) -> None:
    """Run the bot for your team, with the platforms in config.yaml.

    \b
    Start:   cp config.example.yaml config.yaml, then fill in what your platform needs
    Check:   studybot doctor
    Run:     studybot run
    """

    def work() -> None:
        from bot import log

        config = configured(file)
        log.start(config.log.level, config.log.format)
        if not any(platform.enabled for _, platform in config.platforms):
            raise StudyError(
                "No platform is switched on.", f"Set `enabled: true` for one under `platforms:` in {file}."
            )
        _serve(config, demo=False, may_migrate=not no_migrate)

    guarded(work)


def _serve(config: "Config", *, demo: bool, may_migrate: bool) -> None:
    from bot import app, wiring

    # Until the event loop takes the signals. In a container we are process number one, which ignores them otherwise.
    signal.signal(signal.SIGTERM, signal.default_int_handler)

    async def work() -> None:
        running = await wiring.assemble(config, may_migrate=may_migrate, demo=demo)

        def ready() -> None:
            running_on = [name for name, platform in config.platforms if platform.enabled and name != "local"]
            page = [f"at {click.style(running.web.url, bold=True)}"] if config.platforms.local.enabled else []
            click.echo(f"Study Bot {__version__} is {' and '.join([*page, *(f'on {name}' for name in running_on)])}")
            click.echo("Ctrl+C stops it; everything is kept." if demo else "Ctrl+C or SIGTERM stops it.")

        await app.run(running.parts, ready=ready, end=app.end_at_once)

    asyncio.run(work())
