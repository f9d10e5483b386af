"""What can be asked for around interview kits. `commands` gathers all commands.

Numbers and lists come as people type them; the engine reads them and says what is wrong.
"""

from dataclasses import dataclass

from bot.domain.ids import KitId
from bot.domain.kits.values import Copy, Format


@dataclass(frozen=True, slots=True)
class OpenKitForm:
    """The form of `/kit`; with a kit, filled in with what that one was made from."""

    kit: KitId | None = None


@dataclass(frozen=True, slots=True)
class MakeKit:
    """A new kit, or, with `kit`, that one made again around its locked items. Empty texts mean the usual.

    `topics` are sections or topics with commas between them, `mix` is `expert=2,intermediate=1`; `include` and
    `exclude` are item ids. With `format` the file comes at once.
    """

    title: str = ""
    minutes: str = ""
    level: str = ""
    topics: str = ""
    count: str = ""
    strict_days: str = ""
    seed: str = ""
    mix: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    format: Format | None = None
    copy: Copy = Copy.INTERVIEWER
    kit: KitId | None = None


@dataclass(frozen=True, slots=True)
class OpenKitCode:
    """The kit that a code names; the title travels beside the code."""

    code: str
    title: str = ""
    format: Format | None = None
    copy: Copy = Copy.INTERVIEWER


@dataclass(frozen=True, slots=True)
class ShowKit:
    kit: KitId


@dataclass(frozen=True, slots=True)
class DrawKitAgain:
    """Another draw by the next seed; locked items stay."""

    kit: KitId


@dataclass(frozen=True, slots=True)
class SwapKitItem:
    """Another item with the same part to play. `item` is an id, or the short key that buttons carry."""

    kit: KitId
    item: str


@dataclass(frozen=True, slots=True)
class LockKitItem:
    kit: KitId
    item: str
    locked: bool


@dataclass(frozen=True, slots=True)
class MoveKitItem:
    """To a place, counted from 0; places beyond the ends mean the ends."""

    kit: KitId
    item: str
    to: int


@dataclass(frozen=True, slots=True)
class ShiftKitItem:
    """By so many places: -1 is one up."""

    kit: KitId
    item: str
    by: int


@dataclass(frozen=True, slots=True)
class DropKitItem:
    kit: KitId
    item: str


@dataclass(frozen=True, slots=True)
class AddKitItem:
    kit: KitId
    item: str


@dataclass(frozen=True, slots=True)
class GetKitFile:
    kit: KitId
    format: Format
    copy: Copy = Copy.INTERVIEWER


KitCommand = (
    OpenKitForm
    | MakeKit
    | OpenKitCode
    | ShowKit
    | DrawKitAgain
    | SwapKitItem
    | LockKitItem
    | MoveKitItem
    | ShiftKitItem
    | DropKitItem
    | AddKitItem
    | GetKitFile
)
