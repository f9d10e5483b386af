"""What a command is made of: its words, its parameters and how they are typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.engine import commands as c


class Kind(StrEnum):
    """How a parameter is typed; REST takes all that is left of the line, SELECTOR completes from the bank."""

    REST = "rest"
    WORD = "word"
    CHOICE = "choice"
    NUMBER = "number"
    SELECTOR = "selector"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter. In a typed line it stands at its place, or anywhere as `name=value`."""

    name: str
    about: str
    kind: Kind = Kind.WORD
    required: bool = False
    choices: tuple[str, ...] = ()
    least: int = 1
    most: int = 100


Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Verb:
    """A command as people see it. `path` is its words; `build` makes the engine's command from read values."""

    path: tuple[str, ...]
    about: str
    build: Callable[[Values], c.Command]
    params: tuple[Param, ...] = ()
    admin: bool = False
    examples: tuple[str, ...] = ()
    hiring: bool = False
    """For admins, and those whom the platform's settings name as makers of interview kits."""

    @property
    def name(self) -> str:
        return " ".join(self.path)

    @property
    def who(self) -> str:
        """Who may use it, in words."""
        if self.hiring:
            return "admins, hiring managers"
        return "admins" if self.admin else "all"

    @property
    def usage(self) -> str:
        """`quiz [what] [count] [style]`."""
        return " ".join([self.name, *(f"<{p.name}>" if p.required else f"[{p.name}]" for p in self.params)])
