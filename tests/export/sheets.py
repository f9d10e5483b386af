"""Sheets made by hand from the shipped bank."""

import dataclasses
from collections.abc import Sequence

from hypothesis import settings

from bot.bank.bank import PackBank
from bot.domain.kits.values import Entry, Kit, Role, Sheet
from bot.domain.questions import Item

FEW = (
    "beginner/overfitting",
    "intermediate/optimizers",
    "intermediate/l1-vs-l2",
    "troubleshooting/biased-predictions",
    "expert/rl-q-learning-policy-gradients",
)
"""An interview of 37 minutes: formulas, tables, code, a case, diagrams."""


law = settings(deadline=None, database=None, max_examples=100)
"""For property tests: no deadline on busy machines, no database of examples in the checkout."""


def sheet(items: Sequence[Item], title: str = "Machine learning engineer", code: str = "K1-7F3Q-9XWD") -> Sheet:
    roles = [Role.TROUBLESHOOTING if item.case else Role.CORE for item in items]
    entries = tuple(
        Entry(item, role, f"At {item.level} level: brings in {item.topics[0]}.")
        for item, role in zip(items, roles, strict=True)
    )
    return Sheet(Kit(title, 45, 7, entries), code, f"ai-ml 2026.11 ({len(items)} items)", "MIT")


def few(bank: PackBank) -> Sheet:
    return sheet([bank.items[name] for name in FEW])


def changed(item: Item, **fields: object) -> Item:
    return dataclasses.replace(item, **fields)
