"""Views of `/kit`. `views` gathers all views."""

from dataclasses import dataclass
from datetime import date

from bot.domain.ids import ItemId, KitId
from bot.domain.kits.values import Copy, Format, Role
from bot.domain.questions import Level
from bot.engine.ports.exporter import File
from bot.engine.setting_views import Button
from bot.engine.tokens import Token


@dataclass(frozen=True, slots=True)
class KitLine:
    """One item in the preview. `last_asked` None: this space has not seen it."""

    item: ItemId
    title: str
    level: Level
    section: str
    topics: tuple[str, ...]
    minutes: int
    role: Role
    why: str
    last_asked: date | None
    locked: bool
    buttons: tuple[Button, ...]
    """Swap, lock or unlock, up, down."""


@dataclass(frozen=True, slots=True)
class KitView:
    """A kit before it is downloaded: what is in it, why, and what could not be met.

    `minutes` is the whole interview, opening and closing included. `link` leads to the kit page where there is one.
    """

    kit: KitId
    code: str
    title: str
    minutes: int
    budget: int
    seed: int
    lines: tuple[KitLine, ...]
    topics: tuple[tuple[str, int], ...]
    """Each topic with the number of items on it, most first."""
    levels: tuple[tuple[Level, int], ...]
    unmet: tuple[str, ...]
    left_out: tuple[str, ...]
    """Sentences, the nearest misses first; a few, not the whole bank."""
    formats: tuple[tuple[Format, Copy], ...]
    """What can be downloaded."""
    buttons: tuple[Button, ...]
    link: str = ""


@dataclass(frozen=True, slots=True)
class KitFileView:
    """A file for the asker alone. `note` is one plain sentence that says what it is and how to use it fairly."""

    title: str
    file: File
    note: str
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class KitFormView:
    """The form of `/kit`, with what stands now."""

    token: Token
    title: str
    minutes: int
    level: Level
    draw: str
    count: int | None
    strict_days: int
    seed: int
    selectors: tuple[str, ...]
