"""`studybot`: the commands of the operator and of question authors. Members' commands are in the chat."""

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
    Interviews     studybot kit             a balanced, timed question set with its rubric
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
