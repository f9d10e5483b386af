"""Looking at what the bot needs, and mending it: `check`, `migrate`, `doctor`."""

import sys
from pathlib import Path

import click

from bot.cli.base import CONFIG, configured, counted, fail, guarded, main


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
