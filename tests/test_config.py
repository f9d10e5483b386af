"""config.yaml: every problem at once, with its line; secrets only by name."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import CoreConfig, load
from bot.domain.scoring import Points
from bot.engine.turn import Rules
from bot.wiring import Config


def written(folder: Path, text: str) -> Path:
    file = folder / "config.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def problems(folder: Path, text: str, environment: dict[str, str] | None = None) -> list[str]:
    """What is wrong with a configuration, as `line: sentence`; nothing of it is used then."""
    found, faults = load(Config, written(folder, text), environment or {})
    assert (found is None) == bool(faults)
    return [f"{fault.line}: {fault.says}" for fault in faults]


def good(folder: Path, text: str, environment: dict[str, str] | None = None) -> Config:
    found, faults = load(Config, written(folder, text), environment or {})
    assert found is not None, faults
    return found


def test_a_file_with_one_line_gives_everything_else_its_default(tmp_path: Path) -> None:
    found = good(tmp_path, "database: sqlite:///other.db")
    assert found.model_copy(update={"database": "sqlite:///study.db"}) == Config()


def test_the_defaults_of_the_rules_are_those_of_the_engine() -> None:
    assert CoreConfig().rules.value() == Rules()


def test_the_defaults_of_the_points_are_those_of_the_domain() -> None:
    assert CoreConfig().rules.points.value() == Points()


def test_every_rule_reaches_the_engine(tmp_path: Path) -> None:
    rules = good(
        tmp_path,
        "rules: {grace_minutes: 30, least_open_minutes: 5, freezes: false, silent_days: 3,"
        " team_streak_least: 2, counts_from: 7, bag_low: 0, board_lines: 25, points: {expert: 99}}",
    )
    assert rules.rules.value() == Rules(
        points=Points(expert=99),
        grace=timedelta(minutes=30),
        least_open=timedelta(minutes=5),
        freezes=False,
        silent_days=3,
        team_streak_least=2,
        counts_from=7,
        bag_low=0,
        board_lines=25,
    )


def test_an_unknown_key_is_told_with_its_line_and_the_nearest_known_one(tmp_path: Path) -> None:
    assert problems(tmp_path, "database: sqlite:///a.db\n\nquestion: [a]\n") == [
        '3: "question" is not a known key. Did you mean "questions"?'
    ]


def test_an_unknown_key_inside_a_section_is_told_with_its_path(tmp_path: Path) -> None:
    assert problems(tmp_path, "rules:\n  points:\n    begginer: 5\n") == [
        '3: "rules.points.begginer" is not a known key. Did you mean "beginner"?'
    ]


def test_an_unknown_platform_is_told(tmp_path: Path) -> None:
    assert problems(tmp_path, "platforms:\n  locl: {enabled: true}\n") == [
        '2: "platforms.locl" is not a known key. Did you mean "local"?'
    ]


def test_every_problem_is_told_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    text = "databse: x\nzone: Europe/Berln\nrules:\n  freezes: perhaps\n  counts_from: 2\nlog:\n  level: loud\n"
    assert [one.split(":")[0] for one in problems(tmp_path, text)] == ["1", "2", "4", "5", "7"]


def test_every_kind_of_problem_is_told_in_one_go(tmp_path: Path) -> None:
    text = "zon: UTC\nquestions:\n  - ${FIRST}\n  - ${SECOND}\nrules: {board_lines: 1}\n"
    found = problems(tmp_path, text)
    assert [one.split(":")[0] for one in found] == ["1", "3", "4", "5"]


def test_a_zone_that_does_not_exist_is_told_with_the_nearest(tmp_path: Path) -> None:
    told = problems(tmp_path, "zone: europe/berln")
    assert told[0].startswith('1: "zone": there is no time zone "europe/berln".')


@pytest.mark.parametrize("zone", ["", "UTC", "America/New_York"])
def test_a_zone_is_an_iana_name_or_left_to_the_machine(tmp_path: Path, zone: str) -> None:
    assert good(tmp_path, f"zone: '{zone}'").zone == zone


def test_a_variable_is_filled_in(tmp_path: Path) -> None:
    found = good(tmp_path, "database: sqlite:///${PLACE}/${NAME}.db", {"PLACE": "/data", "NAME": "study"})
    assert found.database == "sqlite:////data/study.db"


def test_a_variable_is_filled_in_wherever_a_text_stands(tmp_path: Path) -> None:
    text = "questions: ['${PACK}']\nplatforms: {local: {channel: '${ROOM}'}}"
    found = good(tmp_path, text, {"PACK": "q", "ROOM": "r"})
    assert (found.questions, found.platforms.local.channel) == (["q"], "r")


def test_a_missing_variable_is_told_by_name_and_line_and_no_value_is_shown(tmp_path: Path) -> None:
    told = problems(tmp_path, "zone: ${ZONE}\ndatabase: sqlite:///${SECRET}\n", {"ZONE": "UTC", "OTHER": "hush"})
    assert [one.split(". ")[0] for one in told] == ["2: The environment variable SECRET is not set"]
    assert "hush" not in told[0]


def test_a_variable_that_is_missing_twice_is_told_where_each_stands(tmp_path: Path) -> None:
    told = problems(tmp_path, "database: ${GONE}\nquestions:\n  - ${GONE}\n")
    assert {one.split(":")[0] for one in told} == {"1", "3"}


def test_the_value_of_a_secret_is_in_no_problem(tmp_path: Path) -> None:
    text = "log: {level: '${TOKEN}'}\nplatforms: {local: {space: '${TOKEN}', port: '${TOKEN}'}}\n"
    assert "xoxb-1-secret" not in repr(problems(tmp_path, text, {"TOKEN": "xoxb-1-secret"}))


def test_a_dollar_that_begins_no_variable_stays(tmp_path: Path) -> None:
    assert good(tmp_path, "database: 'sqlite:///$a$${}.db'").database == "sqlite:///$a$${}.db"


def test_the_environment_of_the_process_is_read_when_none_is_given(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STUDY_PLACE", "here")
    found, _ = load(Config, written(tmp_path, "database: sqlite:///${STUDY_PLACE}.db"))
    assert found is not None
    assert found.database == "sqlite:///here.db"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("rules: {silent_days: 0}", '"rules.silent_days"'),
        ("rules: {counts_from: 4}", '"rules.counts_from"'),
        ("rules: {points: {expert: -1}}", '"rules.points.expert"'),
        ("rules: {board_lines: many}", '"rules.board_lines"'),
        ("questions: one", '"questions"'),
        ("log: {format: xml}", '"log.format"'),
        ("log: loud", '"log"'),
        ("database: 5", '"database" must be a text, but YAML reads it as 5. Put it in quotes.'),
        ("platforms: {local: {port: 99999}}", '"platforms.local.port"'),
        ("platforms: {local: {space: 'slack:T1'}}", '"platforms.local.space"'),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_by_its_key(tmp_path: Path, text: str, says: str) -> None:
    told = problems(tmp_path, text)
    assert len(told) == 1
    assert told[0].startswith(f"1: {says}")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "The file must hold keys with values"),
        ("- a\n- b\n", "The file must hold keys with values"),
        ("a: b: c", "This is not valid YAML"),
        ("a: [", "This is not valid YAML"),
        ("zone: '\x00'", "This is not valid YAML"),
    ],
)
def test_a_file_that_is_no_configuration_is_told_so(tmp_path: Path, text: str, says: str) -> None:
    told = problems(tmp_path, text)
    assert len(told) == 1
    assert says in told[0]


def test_a_file_that_is_not_there_is_told_so(tmp_path: Path) -> None:
    found, faults = load(Config, tmp_path / "none.yaml", {})
    assert found is None
    assert faults[0].says == "The file cannot be read: No such file or directory."


def test_a_configuration_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        CoreConfig().zone = "UTC"  # type: ignore[misc]
