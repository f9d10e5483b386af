"""Packs on disk, right and wrong."""

from pathlib import Path

import pytest

from bot.bank.bank import PackBank
from bot.bank.loader import load
from bot.domain.ids import ItemId
from tests.bank.packs import item, pack


def problems(*folders: Path) -> list[str]:
    return [f"{Path(problem.file).name}:{problem.line}: {problem.says}" for problem in load(folders).problems]


def test_a_good_pack_loads_without_a_problem(tmp_path: Path) -> None:
    loaded = load([pack(tmp_path / "ours", item())])
    assert loaded.problems == []
    assert [one.id for one in loaded.packs[0].items] == ["basics/gap"]


def test_an_item_comes_back_from_its_kept_source_as_it_was(tmp_path: Path) -> None:
    bank = PackBank(load([pack(tmp_path / "ours", item())]).packs)
    digest, source = bank.source(ItemId("basics/gap"))
    assert bank.revive(source) == bank.items[ItemId("basics/gap")]
    assert len(digest) == 16


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"titel": "x"}, '"titel" is not a known key. Did you mean "title"?'),
        ({"minutes": "long"}, '"minutes": Input should be a valid integer'),
        ({"title": 12}, '"title" must be a text, but YAML reads it as 12. Put it in quotes.'),
        ({"prompt": "Too short"}, '"prompt" has 9 characters; at least 40 are needed.'),
        ({"why": "w" * 401}, '"why" has 401 characters; at most 400 fit.'),
        ({"probes": ["Only one probe, which is too few"]}, '"probes" has 1 entries; at least 2 are needed.'),
        ({"replaced_by": "basics/other"}, '"replaced_by" needs "retired"'),
        ({"id": "basics/other"}, 'The id is "basics/other", but this file\'s place says "basics/gap".'),
    ],
)
def test_a_fault_is_told_with_what_to_mend(tmp_path: Path, changes: dict[str, object], says: str) -> None:
    folder = pack(tmp_path / "ours", item())
    wrong = {**item(), **changes}
    (folder / "basics" / "gap.yaml").write_text(__import__("yaml").safe_dump(wrong, sort_keys=False))
    assert any(says in one for one in problems(folder)), problems(folder)


def test_a_missing_key_stands_at_the_nearest_line(tmp_path: Path) -> None:
    wrong = item()
    del wrong["hints"]
    assert problems(pack(tmp_path / "ours", wrong)) == ['gap.yaml:1: "hints" is missing.']


def test_a_fault_deep_inside_is_told_with_its_own_line(tmp_path: Path) -> None:
    wrong = item()
    wrong["checks"][1]["options"][2]["right"] = True
    found = problems(pack(tmp_path / "ours", wrong))
    assert len(found) == 1
    assert found[0].endswith('"checks.1": exactly one option must be right, 2 are.')
    line = int(found[0].split(":")[1])
    assert "role-of-cross-validation" in (tmp_path / "ours/basics/gap.yaml").read_text().splitlines()[line - 1]


@pytest.mark.parametrize(
    ("point", "says"),
    [
        ({"phrasings": []}, 'give either "phrasings" or "parts"'),
        ({"phrasings": ["a phrase"], "at_least": 1}, '"at_least" belongs to "parts"'),
        ({"parts": [["one phrase"]], "phrasings": [], "at_least": 2}, '"at_least" is 2, but there are only 1 parts'),
    ],
)
def test_a_key_point_has_phrasings_or_parts(tmp_path: Path, point: dict[str, object], says: str) -> None:
    wrong = item()
    wrong["key_points"][0] = {"id": "one", "says": "Something that is said", **point}
    assert any(says in one for one in problems(pack(tmp_path / "ours", wrong)))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id: [", "This is not valid YAML"),
        ("- a\n- b\n", "The file must hold keys with values"),
        ("id: \x00", "This is not valid YAML"),
        ("", "The file must hold keys with values"),
    ],
)
def test_a_file_that_is_no_item_is_named(tmp_path: Path, text: str, says: str) -> None:
    folder = pack(tmp_path / "ours", item())
    (folder / "basics" / "odd.yaml").write_text(text)
    assert any(one.startswith("odd.yaml:") and says in one for one in problems(folder))


def test_places_that_are_no_packs_are_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "There is no such folder." in problems(tmp_path / "nowhere")[0]
    assert "The file is missing." in problems(tmp_path / "empty")[0]


def test_files_that_nobody_would_read_are_named(tmp_path: Path) -> None:
    folder = pack(tmp_path / "ours", item(), item("basic/stray"))
    (folder / "basics" / "other.yml").write_text("id: basics/other")
    assert any('not among the sections of pack.yaml. Did you mean "basics"?' in one for one in problems(folder))
    assert any("must end in .yaml" in one for one in problems(folder))


def test_the_same_id_in_two_packs_is_refused(tmp_path: Path) -> None:
    first, second = pack(tmp_path / "a", item()), pack(tmp_path / "b", item())
    assert f'The id "basics/gap" is taken by the pack in {first}.' in problems(first, second)[0]
