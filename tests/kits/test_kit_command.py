"""`studybot kit` as a stranger uses it: no configuration, no bot, nothing but the shipped bank."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import wiring
from bot.bank.bank import PackBank
from bot.cli import main
from bot.domain.ids import ItemId
from tests.world import MONDAY, SPACE, World

NUMBERED = ["--seed", "7"]


@pytest.fixture(autouse=True)
def read_once(bank: PackBank, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading the shipped bank takes longer than all the rest; the tests share one."""
    from_files = wiring.open_bank
    monkeypatch.setattr(wiring, "open_bank", lambda paths: from_files(paths) if paths else bank)


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["kit", *words], catch_exceptions=False)


def told(*words: str) -> str:
    """What is said about a request that cannot be met; nothing is printed but that."""
    found = run(*words)
    assert found.exit_code == 1
    assert found.stdout == ""
    return found.stderr.removeprefix("Error: ").strip()


def code_in(output: str) -> str:
    found = re.search(r"^Kit code: (K1-[0-9A-Z-]+)$", output, re.MULTILINE)
    assert found is not None
    return found[1]


def test_a_kit_without_a_word_is_a_plan_with_its_code_and_the_way_on(bank: PackBank) -> None:
    found = run()
    assert found.exit_code == 0
    lines = found.stdout.splitlines()
    assert lines[0] == "Intermediate interview"
    assert re.fullmatch(r"4\d of 45 minutes, \d questions, \d+ topics, seed \d+", lines[1])
    assert " 0:00    3  Opening" in lines
    assert any(re.fullmatch(r" 0:4\d    5  Closing .*", line) for line in lines)
    assert lines[-1] == f"Documents: studybot kit --code {code_in(found.stdout)} --format pdf --copy both"


def test_two_kits_without_a_seed_differ_and_two_with_the_same_do_not() -> None:
    assert len({code_in(run().stdout) for _ in range(3)}) > 1
    assert run(*NUMBERED).stdout == run(*NUMBERED).stdout


def test_the_plan_gives_for_each_question_its_time_part_and_reason() -> None:
    said = run("--level", "expert", "--topics", "llm,rag", "--title", "ML engineer", *NUMBERED).stdout
    assert said.startswith("ML engineer\n42 of 45 minutes, 5 questions, 9 topics, seed 7\n")
    assert re.search(r" 0:03    5  Warm-up          Vector databases\n +generative-ai/vector-databases, inter", said)
    assert "Warms up below expert level, on retrieval" in said
    assert "What could not be met:\n- There is no troubleshooting case, as there is none to choose from." in said
    assert "What nearly came in:\n- " in said


def test_a_code_gives_the_same_documents_again_byte_for_byte(tmp_path: Path) -> None:
    wish = ["--level", "expert", "--minutes", "30", "--title", "It's the panel", *NUMBERED]
    said = run(*wish, "--format", "md,csv", "--copy", "both", "--out", str(tmp_path / "one")).stdout
    plan = run(*wish).stdout
    again = shlex.split(plan.splitlines()[-1])[3:]
    assert again[2:4] == ["--title", "It's the panel"]
    run(*again[:4], "--format", "csv markdown", "--copy", "both", "--out", str(tmp_path / "two"))
    files = {file.name: file.read_bytes() for file in (tmp_path / "one").iterdir()}
    assert files == {file.name: file.read_bytes() for file in (tmp_path / "two").iterdir()}
    assert sorted(name.rsplit("-", 1)[-1] for name in files) == [
        "candidate.csv",
        "candidate.md",
        "interviewer.csv",
        "interviewer.md",
    ]
    code = code_in(said).encode()
    assert {name for name, data in files.items() if code in data} == {n for n in files if "-interviewer" in n}
    assert all(f"Wrote {tmp_path / 'one' / name}\n" in said for name in files)
    assert said.count("For the interviewer: it holds the answers") == 1


def test_a_quiz_has_no_copy_for_candidates(tmp_path: Path) -> None:
    said = run("--minutes", "20", "--format", "gift", "--copy", "both", "--out", str(tmp_path), *NUMBERED).stdout
    assert len(list(tmp_path.iterdir())) == 1
    assert said.splitlines()[-1] == "Holds the right answers: for people who learn, not for candidates."
    refused = run("--minutes", "20", "--format", "gift", "--copy", "candidate", "--out", str(tmp_path), *NUMBERED)
    assert (refused.exit_code, refused.stderr.split(":")[1]) == (1, " There is no candidate's copy as gift")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    found = run("--minutes", "20", "--format", "csv", "--out", str(tmp_path / "file" / "folder"))
    assert found.exit_code == 1
    assert "cannot be written: Not a directory. Choose another folder with --out." in found.stderr


def test_the_list_shows_what_a_kit_can_be_drawn_from() -> None:
    said = run("--list").stdout
    assert re.search(r"^retrieval +4  embeddings, similarity search, RAG, recommendation$", said, re.MULTILINE)
    assert re.search(r"^beginner/overfitting +beginner +4 min  Overfitting", said, re.MULTILINE)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("--topics llm,audio", 'There is no section or topic "audio". There are beginner, intermediate, expert,'),
        ("--topics evaluatio", 'There is no section or topic "evaluatio". Did you mean "evaluation"'),
        ("--minutes soon", 'An interview takes 1 to 480 minutes, not "soon". Write a whole number.'),
        ("--minutes 9", "9 minutes are too short: opening and closing take 8, the shortest question 3. Give it 11"),
        ("--include rag --include vector-databases", "“Retrieval-augmented generation (RAG)” and “Vector databases”"),
        ("--include rag --exclude rag", "“Retrieval-augmented generation (RAG)” is both included and left out."),
        ("--include ragg", 'There is no item "ragg". Did you mean "rag"?'),
        ("--mix expert", '"expert" is not a share of the mix. For example: expert=2,intermediate=1'),
        ("--format pd", 'There is no format "pd". Did you mean "pdf"? There are md, html, pdf,'),
        ("--strict-days 30", "--strict-days needs to know what your team was asked. Give --database or --config;"),
        ("--database sqlite:///nowhere.db", "There is no database at nowhere.db."),
        ("--config nowhere.yaml", "There is no nowhere.yaml."),
        ("--code K1-ABCDE-FGHJK", "This kit code has a typo: letters are missing, added or mixed up."),
        ("--code K1-ABC --level expert --seed 3", "A code holds the whole kit, so --level, --seed cannot stand"),
    ],
)
def test_what_cannot_be_is_said_with_the_next_step(words: str, says: str) -> None:
    assert told(*words.split()).startswith(says)
    assert not Path("nowhere.db").exists()


async def test_with_a_database_what_the_team_was_asked_is_known(world: World, database: Path) -> None:
    import asyncio

    await world.open_day()
    item = (await world.item()).id
    await world.close()
    address = ["--database", f"sqlite:///{database}", "--level", "beginner", "--minutes", "200", *NUMBERED]
    said = (await asyncio.to_thread(run, *address, "--include", item)).stdout
    assert f"{item}, beginner (last asked here on {MONDAY.day} November 2026)" in " ".join(said.split())
    assert "(not asked here yet)" in " ".join(said.split())
    strict = (await asyncio.to_thread(run, *address, "--strict-days", "3650")).stdout
    assert item not in strict
    assert "Good to know:\n- Left out, as your team was asked it in the last 3650 days: 1 question" in strict
    other = await asyncio.to_thread(told, *address, "--space", "test:spcae")
    assert other == f'This database knows no space "test:spcae". Did you mean "{SPACE}"? It knows {SPACE}.'


async def test_a_database_of_several_spaces_asks_which(world: World, database: Path) -> None:
    import asyncio

    await world.open_day()
    await world.store.run(lambda tx: tx.kits.spaces())
    await world.type("/study setup time=09:00 zone=UTC", "Boss", admin=True, space="test:other")  # type: ignore[arg-type]
    await world.next_morning()
    await world.close()
    address = ["--database", f"sqlite:///{database}"]
    assert await asyncio.to_thread(told, *address) == (
        "This database holds several spaces. Say which with --space: test:other, test:space."
    )
    assert (await asyncio.to_thread(run, *address, "--space", "test:other")).exit_code == 0


def test_a_pack_of_your_own_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    pack = tmp_path / "ours"
    (pack / "beginner").mkdir(parents=True)
    shipped = wiring.shipped_pack()
    head = (shipped / "pack.yaml").read_text()
    (pack / "pack.yaml").write_text(head.replace("name: ai-ml", "name: ours"))
    for slug in ("overfitting", "regression-metrics"):
        text = (shipped / "beginner" / f"{slug}.yaml").read_text()
        (pack / "beginner" / f"{slug}.yaml").write_text(text)
    said = run("--questions", str(pack), "--level", "beginner", *NUMBERED).stdout
    assert {ItemId("beginner/overfitting"), ItemId("beginner/regression-metrics")} == set(
        re.findall(r"beginner/[\w-]+", said)
    )
