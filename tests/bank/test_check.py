"""The rules between the parts of an item, between items, and over a whole pack."""

from pathlib import Path
from typing import Any

import pytest

from bot.bank.check import check, guessing, missing_ids, report
from bot.bank.loader import load
from tests.bank.packs import item, pack


def says(folder: Path) -> list[str]:
    return [problem.says for problem in check(load([folder]))]


def changed(**changes: Any) -> dict[str, Any]:
    return item(**changes)


def test_a_good_pack_has_no_problem_and_reports_its_figures(tmp_path: Path) -> None:
    loaded = load([pack(tmp_path / "ours", item())])
    assert check(loaded) == []
    assert report(loaded)[0] == "ours 2026.11: 1 items, 3 checks, 0 diagrams"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"topics": ["dta"]}, 'The topic "dta" is not in pack.yaml. Did you mean "data"?'),
        ({"overlaps": ["basics/gap"]}, "An item cannot overlap with itself."),
        ({"retired": "2026-01-01", "replaced_by": "basics/none"}, 'There is no item "basics/none".'),
        (
            {
                "diagram": {
                    "mermaid": "flowchart TB\n  a --> b\n",
                    "alt": "An arrow from a to b, and no more",
                    "caption": "An arrow",
                }
            },
            "diagrams/basics/gap.png is missing. `make diagrams` draws it.",
        ),
        ({"why": "Because $\\frac{1}{2$ is not a formula."}, "brace"),
    ],
)
def test_a_broken_rule_is_told(tmp_path: Path, changes: dict[str, Any], problem: str) -> None:
    found = says(pack(tmp_path / "ours", changed(**changes)))
    assert any(problem in one for one in found), found


def test_overlaps_are_listed_on_both_sides(tmp_path: Path) -> None:
    first = changed(overlaps=["basics/other"])
    found = says(pack(tmp_path / "ours", first, item("basics/other")))
    assert '"basics/other" does not list this item among its overlaps; both sides must.' in found


def test_each_item_has_a_must_and_checks_of_every_kind(tmp_path: Path) -> None:
    wrong = item()
    for point in wrong["key_points"]:
        point["must"] = False
    wrong["checks"][2]["kind"] = "concept"
    found = says(pack(tmp_path / "ours", wrong))
    assert any("No key point has `must: true`" in one for one in found)
    assert any("There is no check of the kind `mistake`" in one for one in found)


def test_a_right_option_that_gives_itself_away_is_told(tmp_path: Path) -> None:
    wrong = item()
    wrong["checks"][0]["options"][1]["text"] = "Those of epoch 12, " + "with every detail anybody could ask for, " * 3
    wrong["checks"][1]["options"][0]["text"] = "All of the above"
    found = says(pack(tmp_path / "ours", wrong))
    assert "The right option is far longer than the others, which gives it away." in found
    assert "An option stands for itself; name no other options." in found


def test_no_sentence_and_no_check_stands_in_two_items(tmp_path: Path) -> None:
    found = says(pack(tmp_path / "ours", item(), item("basics/other")))
    assert any("stands in basics/gap too" in one for one in found)
    assert any("This check is the same as basics/gap, check what-the-curves-say." in one for one in found)


def test_troubleshooting_tells_its_story(tmp_path: Path) -> None:
    folder = pack(tmp_path / "ours", item("troubleshooting/gap"), sections=["troubleshooting"])
    assert "A troubleshooting item tells its story in `case`." in says(folder)


def test_a_pack_that_can_be_guessed_is_refused(tmp_path: Path) -> None:
    items = []
    for i in range(25):
        one = item(f"basics/gap-{i}")
        for asked in one["checks"]:
            asked["options"].sort(key=lambda option: not option.get("right", False))
        items.append(one)
    found = says(pack(tmp_path / "ours", *items))
    assert "Always choosing option A is right in 100% of 75 checks; at most 30% is fair." in found


def test_equally_long_options_share_the_credit(tmp_path: Path) -> None:
    wrong = item()
    for option, text in zip(wrong["checks"][0]["options"], ("aaaa", "bbbb", "cccc", "dddd"), strict=True):
        option["text"] = text
    loaded = load([pack(tmp_path / "ours", wrong)])
    assert guessing(loaded.packs[0].items[0].checks[:1]).by_length == (0.25, 0.25, 0.25, 0.25)


def test_missing_ids_are_named(tmp_path: Path) -> None:
    assert missing_ids(load([pack(tmp_path / "ours", item())]), ["basics/gap", "basics/b"]) == ["basics/b"]
