"""Kits that are exported once for all tests: a few questions, and the whole bank."""

from collections.abc import Callable
from functools import cache

import pytest

from bot.bank.bank import PackBank
from bot.domain.kits.values import Copy, Format, Sheet
from bot.engine.ports.exporter import File
from bot.export.exporter import KitExporter
from tests.export import sheets

Made = Callable[[Format, Copy], File]


@pytest.fixture(scope="session")
def exporter(bank: PackBank) -> KitExporter:
    return KitExporter(bank.folders)


@pytest.fixture(scope="session")
def few(bank: PackBank) -> Sheet:
    return sheets.few(bank)


@pytest.fixture(scope="session")
def whole(bank: PackBank) -> Sheet:
    """Every item of the shipped bank in one kit."""
    return sheets.sheet(list(bank.items.values()), title="The whole bank")


@pytest.fixture(scope="session")
def made(exporter: KitExporter, few: Sheet) -> Made:
    return cache(lambda format, copy: exporter.export(few, format, copy))


@pytest.fixture(scope="session")
def made_whole(exporter: KitExporter, whole: Sheet) -> Made:
    return cache(lambda format, copy: exporter.export(whole, format, copy))


@pytest.fixture(scope="session")
def made_some(exporter: KitExporter, bank: PackBank) -> Made:
    """Every eighth item: reading a Word file of all of them takes longer than it teaches."""
    some = sheets.sheet(list(bank.items.values())[::8], title="A part of the bank")
    return cache(lambda format, copy: exporter.export(some, format, copy))
