"""What a button carries: `verb:number:argument`, at most 100 characters (Discord's `custom_id`).

State stays in the database, so that a button works after a restart and days later.
"""

from dataclasses import dataclass

from bot.domain.errors import StudyError

MOST = 100


@dataclass(frozen=True, slots=True)
class Token:
    """`number` is the id of a round, quiz or delivery, 0 where there is none."""

    verb: str
    number: int = 0
    argument: str = ""

    def __str__(self) -> str:
        return f"{self.verb}:{self.number}:{self.argument}"


def read(text: str) -> Token:
    """The token in a button's payload; raises StudyError for anything that no button of ours carries."""
    verb, _, rest = text.partition(":")
    number, separator, argument = rest.partition(":")
    if not (
        verb.isidentifier()
        and verb.isascii()
        and separator
        and number.isascii()
        and number.isdigit()
        and len(number) < 16
        and len(text) <= MOST
    ):
        raise StudyError("This button is from another version of the bot.", "Type `/question` for today's question.")
    return Token(verb, int(number), argument)
