"""`studybot`: the commands of the operator and of question authors. Members' commands are in the chat."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from bot import __version__
from bot.domain.errors import StudyError, Unavailable

if TYPE_CHECKING:
    from bot.wiring import Config

T = TypeVar("T")

# Imports of the rim stand inside the commands: `studybot --help` should not wait for a web server to load.


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="studybot")
def main() -> None:
    """A daily AI/ML interview question for your team, on Slack, Discord or a local page.

    \b
    New here?      studybot play            the whole product on a local page, no token needed
    For your team  studybot run             needs config.yaml; start from config.example.yaml
    Something off  studybot doctor          looks at everything and says what to mend
    Authors        studybot check           finds every problem in question files
    """


def fail(says: str) -> NoReturn:
    click.echo(click.style("Error: ", fg="red", bold=True) + says, err=True)
    sys.exit(1)


def guarded(work: Callable[[], T]) -> T:
    """Does the work; what a person can mend is told in a sentence, without a stack trace."""
    from bot.wiring import Problems

    try:
        return work()
    except Problems as found:
        click.echo("\n".join(map(str, found.problems)), err=True)
        fail(f"{counted(len(found.problems))} found; nothing was started.")
    except StudyError as error:
        fail(f"{error.says} {error.next_step}".strip())
    except Unavailable as error:
        fail(str(error))


def counted(number: int) -> str:
    return "1 problem" if number == 1 else f"{number} problems"


def configured(file: str) -> "Config":
    """The configuration in a file."""
    from bot import wiring
    from bot.config import load

    path = Path(file)
    if not path.is_file():
        fail(f"There is no {file}. Copy config.example.yaml to {file} and fill it in, or try `studybot play` first.")
    config, problems = load(wiring.Config, path)
    if config is None:
        raise wiring.Problems(problems)
    return config


CONFIG = click.option(
    "--config", "-c", "file", default="config.yaml", show_default=True, help="The configuration file."
)


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

    async def work() -> None:
        running = await wiring.assemble(config, may_migrate=may_migrate, demo=demo)

        def ready() -> None:
            running_on = [name for name, platform in config.platforms if platform.enabled and name != "local"]
            page = [f"at {click.style(running.web.url, bold=True)}"] if config.platforms.local.enabled else []
            click.echo(f"Study Bot {__version__} is {' and '.join([*page, *(f'on {name}' for name in running_on)])}")
            click.echo("Ctrl+C stops it; everything is kept." if demo else "Ctrl+C or SIGTERM stops it.")

        await app.run(running.parts, ready=ready)

    asyncio.run(work())


@main.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--quiet", "-q", is_flag=True, help="Print problems only.")
def check(paths: tuple[str, ...], quiet: bool) -> None:
    """Find every problem in question packs; the shipped pack when no folder is given.

    Problems are printed as file:line: sentence, which editors can jump to. The exit status is 1 when there are any.

    \b
    studybot check                     the shipped pack
    studybot check our-questions/      your own
    """
    from bot import wiring
    from bot.bank.check import check as find
    from bot.bank.check import report
    from bot.bank.loader import load

    loaded = load([Path(path) for path in paths] or [wiring.shipped_pack()])
    problems = find(loaded)
    for problem in problems:
        click.echo(str(problem), err=True)
    if not quiet:
        for line in report(loaded):
            click.echo(line)
    if problems:
        fail(f"{counted(len(problems))} found.")
    if not quiet:
        click.echo(click.style("No problems.", fg="green"))


@main.command()
@CONFIG
@click.option("--database", default="", help="An address, instead of the one in the configuration.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
def migrate(file: str, database: str, dry_run: bool) -> None:
    """Bring the database up to date. `studybot run` does this by itself, unless told --no-migrate."""

    def work() -> None:
        from bot import wiring
        from bot.storage import database as db

        engine = db.connect(database or configured(file).database)
        todo = db.pending(engine, wiring.data_folder("migrations"))
        for name in todo:
            click.echo(f"{'would apply' if dry_run else 'applying'} {name}")
        if todo and not dry_run:
            db.migrate(engine, wiring.data_folder("migrations"))
        click.echo("The database is up to date." if not (todo and dry_run) else f"{len(todo)} to apply.")

    guarded(work)


@main.group()
def manifest() -> None:
    """Write what a platform wants to know about the app before it can be installed."""


@manifest.command("slack")
@click.option("--prefix", default="", help="Put before every command, for example team- for /team-quiz.")
@click.option("--name", default="Study Bot", show_default=True, help="The app's name in Slack.")
@click.option("--url", default="", help="The public address, for HTTP mode; without it, the app uses Socket Mode.")
@click.option("--least", is_flag=True, help="Only the scopes that the core needs.")
@click.option("--new-key", is_flag=True, help="Print a fresh encryption_key for installations by OAuth instead.")
def manifest_slack(prefix: str, name: str, url: str, least: bool, new_key: bool) -> None:
    """The app manifest to paste at api.slack.com/apps, as JSON."""
    import base64
    import json
    import secrets

    from bot.platforms.slack.manifest import clashes
    from bot.platforms.slack.manifest import manifest as written

    if new_key:
        click.echo(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
        return
    if clashing := clashes(prefix):
        fail(f"Slack keeps {', '.join(clashing)} for itself. Choose another --prefix.")
    click.echo(json.dumps(written(prefix=prefix, name=name, url=url, optional=not least), indent=2, ensure_ascii=False))


@main.group()
def invite() -> None:
    """The link that adds the bot to a server."""


@invite.command("discord")
@CONFIG
@click.option("--application", default="", help="The application's id; by default it is read from the token.")
def invite_discord(file: str, application: str) -> None:
    """The link that adds the bot to a Discord server, with the least permissions, and what each is for."""

    def work() -> None:
        from bot.platforms.discord import invite as rights

        known = application or rights.application_of(configured(file).platforms.discord.token.get_secret_value())
        if not known or not known.isdigit():
            raise StudyError(
                "The application's id is not known.",
                'Give it with --application; it stands under "General Information" in Discord\'s developer portal.',
            )
        for name, why in rights.WHY.items():
            click.echo(f"{name:24} {why}")
        click.echo(rights.link(known))

    guarded(work)


@main.command()
@CONFIG
def doctor(file: str) -> None:
    """Look at everything the bot needs, and say what to mend. Changes nothing.

    Python, time zones, configuration, questions, database and port, in this order. The exit status is 1 when there
    is something to mend, so that it can stand in a start script.
    """
    from bot.doctor import examine

    found = examine(Path(file))
    for finding in found:
        mark = click.style("ok  ", fg="green") if finding.good else click.style("mend", fg="red", bold=True)
        click.echo(f"{mark}  {finding.what}: {finding.says}")
    if not all(finding.good for finding in found):
        sys.exit(1)
