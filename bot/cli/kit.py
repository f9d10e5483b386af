"""`studybot kit`: an interview kit from the shipped bank or your own, without a bot, a database or a network."""

import asyncio
import re
import secrets
import shlex
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from bot.cli.base import configured, fail, guarded, main
from bot.domain.errors import StudyError, did_you_mean
from bot.domain.ids import SpaceId
from bot.domain.kits.values import FOR_CANDIDATES, Copy, Format, Kit, LastAsked

if TYPE_CHECKING:
    from bot.bank.bank import PackBank

LEVELS = ("beginner", "intermediate", "expert")
BOTH = "both"


@main.command()
@click.option("--level", type=click.Choice(LEVELS), help="How hard; intermediate when left out.")
@click.option(
    "--minutes", metavar="MINUTES", help="Of the whole interview, opening and closing included; 45 when left out."
)
@click.option(
    "--topics", metavar="WORDS", help="Sections or topics with commas between them; everything when left out."
)
@click.option("--count", metavar="NUMBER", help="How many questions; as many as fit when left out.")
@click.option("--mix", metavar="SHARES", help="Shares per level, such as expert=2,intermediate=1.")
@click.option("--include", multiple=True, metavar="ITEM", help="Must be in it, such as generative-ai/rag; repeatable.")
@click.option("--exclude", multiple=True, metavar="ITEM", help="Must not be in it; repeatable.")
@click.option("--seed", metavar="NUMBER", help="A number: the same request with the same seed gives the same kit.")
@click.option("--strict-days", metavar="DAYS", help="Leave out what your team was asked in the last so many days.")
@click.option(
    "--database", metavar="ADDRESS", help="Where to look when your team was asked what, such as sqlite:///study.db."
)
@click.option(
    "--config", "-c", "file", metavar="FILE", help="A configuration, for its database and its question packs."
)
@click.option("--space", metavar="SPACE", default="", help="The workspace or server, where the database holds several.")
@click.option("--questions", multiple=True, metavar="FOLDER", help="A pack instead of the shipped one; repeatable.")
@click.option("--code", metavar="CODE", help="Open the kit of a code instead of making one.")
@click.option(
    "--title", metavar="TEXT", default="", help='Stands on the documents, such as "ML engineer, first round".'
)
@click.option(
    "--format", "formats", metavar="FORMATS", help="Files to write: " + ", ".join(Format) + "; commas between."
)
@click.option(
    "--copy",
    type=click.Choice([*(one.value for one in Copy), BOTH]),
    default=Copy.INTERVIEWER.value,
    show_default=True,
    help="For whom the files are; the candidate's copy holds the questions only.",
)
@click.option("--out", default=".", show_default=True, type=click.Path(file_okay=False), help="The folder for files.")
@click.option("--list", "listing", is_flag=True, help="Show what a kit can be drawn from, and nothing else.")
def kit(
    level: str | None,
    minutes: str | None,
    topics: str | None,
    count: str | None,
    mix: str | None,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    seed: str | None,
    strict_days: str | None,
    database: str | None,
    file: str | None,
    space: str,
    questions: tuple[str, ...],
    code: str | None,
    title: str,
    formats: str | None,
    copy: str,
    out: str,
    listing: bool,
) -> None:
    """Make a question set for an interview: balanced, timed, and the same again by its code.

    Prints the plan; with --format it writes the documents. Works offline, with no configuration.

    \b
    studybot kit                                         a plan for 45 minutes, to look at
    studybot kit --level expert --topics llm,retrieval --format pdf --copy both
                                                         two files: one for you, one for the candidate
    studybot kit --code K1-… --format docx               the same kit again, tomorrow or for the panel
    studybot kit --minutes 60 --mix expert=2,intermediate=1 --include generative-ai/rag
    studybot kit --database sqlite:///study.db --strict-days 30
                                                         nothing that your team saw in the last 30 days
    studybot kit --list                                  sections, topics and questions
    """
    words = {
        "level": level or "",
        "minutes": minutes or "",
        "topics": topics or "",
        "count": count or "",
        "mix": mix or "",
        "strict_days": strict_days or "",
    }

    def work() -> None:
        from bot import wiring

        config = configured(file) if file else None
        bank = wiring.open_bank(questions or (config.questions if config else []))
        if listing:
            _list(bank)
            return
        wanted = _formats(formats or "")
        asked = _last_asked(database or (config.database if config else ""), space)
        if strict_days and asked is None:
            raise StudyError(
                "--strict-days needs to know what your team was asked.",
                "Give --database or --config; without them nothing is known, and nothing is left out.",
            )
        if code:
            _alone({**words, "seed": seed, "include": include, "exclude": exclude})
            made = _opened(bank, code, title)
        else:
            made = _selected(bank, words | {"title": title}, include, exclude, seed or "", asked or {})
        _write(bank, made, title, wanted, copy, Path(out), asked)

    guarded(work)


def _selected(
    bank: "PackBank",
    words: Mapping[str, str],
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    seed: str,
    asked: LastAsked,
) -> Kit:
    from bot import wiring
    from bot.domain.kits.request import LAST_SEED
    from bot.domain.kits.selecting import select
    from bot.engine.kit_reading import read_request, read_seed

    chosen = read_seed(seed)
    if chosen is None:
        # By chance, unless told: whoever knows the bank must not be able to guess the kit.
        chosen = secrets.randbelow(LAST_SEED + 1)
    request = read_request(bank, seed=chosen, include=_split(include), exclude=_split(exclude), **words)
    today = datetime.now(ZoneInfo(wiring.own_zone())).date()
    return select(bank.items.values(), request, asked, today)


def _alone(others: Mapping[str, object]) -> None:
    """Raises StudyError when something stands beside a code that the code holds already."""
    given = [f"--{name.replace('_', '-')}" for name, value in others.items() if value]
    if given:
        raise StudyError(f"A code holds the whole kit, so {', '.join(given)} cannot stand beside it.")


def _opened(bank: "PackBank", code: str, title: str) -> Kit:
    from bot.domain.kits.codes import kit_of

    return kit_of(code, title, bank.items, lambda item: bank.source(item)[0], bank.label)


def _write(
    bank: "PackBank", kit: Kit, title: str, formats: list[Format], copy: str, out: Path, asked: LastAsked | None
) -> None:
    """Prints the plan and writes the files, which follow from code and title alone."""
    from bot.cli.plan import plan
    from bot.domain.kits.codes import code_of
    from bot.engine.interviewing import sheet_of
    from bot.engine.kit_phrases import note
    from bot.export.exporter import KitExporter

    code = code_of(kit, lambda item: bank.source(item)[0], bank.label)
    for line in plan(kit, code, asked):
        click.echo(line)
    if not formats:
        titled = f" --title {shlex.quote(title)}" if title else ""
        click.echo(f"Documents: studybot kit --code {code}{titled} --format pdf --copy both")
        return
    sheet, exporter = sheet_of(bank, code, title), KitExporter(bank.folders)
    notes: list[str] = []
    for format in formats:
        for one in _copies(format, copy):
            made = exporter.export(sheet, format, one)
            try:
                out.mkdir(parents=True, exist_ok=True)
                (out / made.name).write_bytes(made.data)
            except OSError as error:
                fail(f"{out / made.name} cannot be written: {error.strerror}. Choose another folder with --out.")
            click.echo(f"Wrote {out / made.name}")
            notes.append(note(format, one))
    for says in dict.fromkeys(notes):
        click.echo(says)


def _copies(format: Format, copy: str) -> list[Copy]:
    """A quiz has no copy for candidates: `both` means its only one."""
    if copy != BOTH:
        return [Copy(copy)]
    return list(Copy) if format in FOR_CANDIDATES else [Copy.INTERVIEWER]


def _formats(text: str) -> list[Format]:
    known = {format.value: format for format in Format} | {"markdown": Format.MARKDOWN, "anki": Format.ANKI}
    found = []
    for word in filter(None, re.split(r"[\s,]+", text.casefold())):
        if word not in known:
            raise StudyError(
                f'There is no format "{word}".{did_you_mean(word, list(known))}', f"There are {', '.join(Format)}."
            )
        found.append(known[word])
    return list(dict.fromkeys(found))


def _split(items: tuple[str, ...]) -> list[str]:
    return [one for text in items for one in re.split(r"[\s,]+", text) if one]


def _last_asked(database: str, space: str) -> LastAsked | None:
    """When each item was last asked, None where no database was named."""
    file = Path(database.removeprefix("sqlite:///"))
    if database.startswith("sqlite:///") and not file.is_file():
        raise StudyError(f"There is no database at {file}.", "Give the address that stands in your config.yaml.")
    return asyncio.run(_read_last_asked(database, space)) if database else None


async def _read_last_asked(database: str, space: str) -> LastAsked:
    from bot import wiring

    store = wiring.open_store(database, may_migrate=False)
    try:
        spaces = await store.run(lambda tx: tx.kits.spaces())
        if space and space not in spaces:
            known = f"It knows {', '.join(spaces)}." if spaces else "It is empty."
            raise StudyError(f'This database knows no space "{space}".{did_you_mean(space, list(spaces))}', known)
        if not space and len(spaces) > 1:
            raise StudyError("This database holds several spaces.", f"Say which with --space: {', '.join(spaces)}.")
        chosen = SpaceId(space) if space else next(iter(spaces), SpaceId(""))
        return await store.run(lambda tx: tx.kits.last_asked(chosen))
    finally:
        await store.close()


def _list(bank: "PackBank") -> None:
    from bot.engine.kit_reading import topic_words

    in_use = [item for item in bank.items.values() if item.retired is None]
    for word in topic_words(bank):
        number = sum(item.answers_to(word) for item in in_use)
        click.echo(f"{word:24} {number:>3}  {bank.topics.get(word, 'section')}")
    click.echo()
    for item in in_use:
        click.echo(f"{item.id:50} {item.level:13} {item.minutes:>2} min  {item.title}")
