"""The pack that ships: whole, and its pictures up to date."""

import importlib.util
from pathlib import Path

import pytest
import yaml

from bot import wiring
from bot.bank.bank import PackBank
from bot.bank.check import check, missing_ids
from bot.bank.loader import load

CATALOGUE = Path(__file__).resolve().parents[3] / "shared" / "catalogue.yaml"
IDS = Path(__file__).with_name("shipped_ids.txt").read_text().split()

spec = importlib.util.spec_from_file_location("draw", wiring.data_folder("questions") / "draw.py")
assert spec is not None
assert spec.loader is not None
draw = importlib.util.module_from_spec(spec)
spec.loader.exec_module(draw)


def test_the_shipped_pack_has_no_problem() -> None:
    assert [str(problem) for problem in check(load([wiring.shipped_pack()]))] == []


def test_every_item_that_ever_shipped_is_there() -> None:
    assert missing_ids(load([wiring.shipped_pack()]), IDS) == []


@pytest.mark.skipif(not CATALOGUE.is_file(), reason="the catalogue of questions stands beside the checkout")
def test_the_pack_covers_the_catalogue_with_its_levels_minutes_topics_and_overlaps(bank: PackBank) -> None:
    wanted = {one["id"]: one for one in yaml.load(CATALOGUE.read_bytes(), Loader=yaml.CSafeLoader)["questions"]}
    assert set(wanted) == set(IDS)
    for name, one in wanted.items():
        item = bank.items[name]
        assert (item.level, item.minutes, sorted(item.topics)) == (
            one["level"],
            one["minutes"],
            sorted(one["topics"]),
        ), name
        assert item.overlaps == {other["id"] for other in one["overlaps"]}, name
        # `suggested: false` means that the source demands the picture, not that we may do without it.
        assert item.diagram or (one.get("diagram") or {}).get("suggested") is not False, name


def test_every_picture_is_drawn_from_the_source_as_it_stands(bank: PackBank) -> None:
    stale = [
        item.id
        for item in bank.items.values()
        if item.diagram and draw.drawn_digest(wiring.shipped_pack() / item.diagram.path) != draw.digest(item.diagram)
    ]
    assert stale == [], "run: make diagrams"


def test_no_picture_is_left_without_its_item(bank: PackBank) -> None:
    kept = {str(file.relative_to(wiring.shipped_pack())) for file in wiring.shipped_pack().glob("diagrams/*/*.png")}
    assert kept == {item.diagram.path for item in bank.items.values() if item.diagram}
