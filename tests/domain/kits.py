"""Small banks for tests of kits: items that differ in nothing but what a test is about."""

from dataclasses import replace
from datetime import date

from bot.bank.bank import PackBank
from bot.domain.ids import ItemId
from bot.domain.kits.pool import Pool
from bot.domain.kits.selecting import select
from bot.domain.kits.values import Kit, Request
from bot.domain.questions import Item, Level

TODAY = date(2026, 11, 23)
Asked = dict[ItemId, date]


def item(
    bank: PackBank,
    name: str,
    *,
    minutes: int = 5,
    level: Level = Level.INTERMEDIATE,
    topics: tuple[str, ...] = ("a", "b", "c"),
    overlaps: tuple[str, ...] = (),
    case: bool = False,
    retired: date | None = None,
) -> Item:
    """`name` is the slug; the section is `some`, or `faults` for a case."""
    like = bank.items[ItemId("troubleshooting/missing-values" if case else "beginner/overfitting")]
    section = "faults" if case else "some"
    return replace(
        like,
        id=ItemId(f"{section}/{name}"),
        title=name.capitalize(),
        minutes=minutes,
        level=level,
        topics=topics,
        overlaps=frozenset(ItemId(f"some/{other}") for other in overlaps),
        retired=retired,
    )


def made(items: list[Item], asked: Asked | None = None, /, **wishes: object) -> Kit:
    return select(items, Request(**wishes), asked or {}, TODAY)  # type: ignore[arg-type]


def pool(items: list[Item], asked: Asked | None = None, /, **wishes: object) -> Pool:
    return Pool.of(items, Request(**wishes), asked or {}, TODAY)  # type: ignore[arg-type]


def names(kit: Kit) -> list[str]:
    return [entry.item.id.rsplit("/", 1)[-1] for entry in kit.entries]
