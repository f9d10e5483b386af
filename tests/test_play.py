"""`studybot play` as a process: a restart in the middle, a crash, bad input at the start."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.process import Play

pytestmark = pytest.mark.slow


def bot(*words: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        timeout=60,
        env={**os.environ, "PYTHONPATH": os.getcwd(), **(env or {})},
    )


def token(play: Play, label: str, who: str = "Ana") -> str:
    """The token of the first button in the channel with that label."""
    html = "".join(post["html"] for post in play.get("api/feed", who)["posts"])
    button = html[: html.index(f">{label}<")].rsplit('data-token="', 1)[1]
    return button.split('"', 1)[0]


def answer(play: Play, text: str, who: str = "Ana", button: str | None = None) -> dict[str, object]:
    return play.post("api/submit", {"token": button or token(play, "Answer", who), "fields": {"text": text}}, who)


def test_a_crash_in_the_middle_of_a_round_loses_nothing_and_posts_nothing_twice(tmp_path: Path) -> None:
    database = tmp_path / "play.db"
    with Play(database) as first:
        button = token(first, "Answer")
        assert answer(first, "The test error is far above the training error.", button=button)["kind"] == "receipt"
        before = first.get("api/feed")["posts"]
        first.kill()
    with Play(database) as second:
        after = second.get("api/feed")["posts"]
        assert [post["key"] for post in after] == [post["key"] for post in before]
        again = answer(second, "I change it after the restart.", button=button)
        assert again["kind"] == "receipt"
        assert "changed" in str(again["html"])
        second.post("api/skip", {})
        assert [post["kind"] for post in second.get("api/feed")["posts"]] == ["question", "reveal"]
        assert second.stop() < 5


def test_a_day_can_be_lived_in_seconds_by_two_visitors(tmp_path: Path) -> None:
    with Play(tmp_path / "play.db") as play:
        for who in ("Ana", "Ben"):
            answer(play, play.good_answer(), who)
        play.post("api/skip", {})
        board = play.post("api/command", {"line": "/leaderboard"}, "Ben")
        assert board["kind"] == "board"
        assert "Ana" in board["html"]
        verdict = play.post("api/press", {"token": token(play, "Your verdict")}, "Ana")
        assert verdict["kind"] == "verdict"
        play.post("api/skip", {})
        assert [post["kind"] for post in play.get("api/feed")["posts"]] == ["question", "reveal", "question"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("/kwiz", "There is no command"),
        ("/quiz regularisaton", "Did you mean"),
        ("/reveal 99", "There is no question 99"),
        ("/answer", "needs text"),
        ("/study team join <b>x</b>", "&lt;b&gt;"),
        ("/study setup zone=Berlino", "There is no time zone"),
        ("no command at all", "/"),
    ],
)
def test_nonsense_gets_a_clear_sentence(shared_play: Play, line: str, says: str) -> None:
    assert says in shared_play.post("api/command", {"line": line})["html"]


def test_an_answer_of_ten_thousand_characters_is_refused_without_a_loss(shared_play: Play) -> None:
    reply = answer(shared_play, "x" * 10_000)
    assert reply["kind"] == "notice"
    assert "10,000 characters; 3,000 fit" in str(reply["html"])


def test_markup_and_mentions_in_names_and_answers_stay_text(shared_play: Play) -> None:
    name, text = "<img src=x onerror=alert(1)> @everyone", "<script>alert(1)</script> <!channel> **bold**"
    reply = answer(shared_play, text, name)
    assert "<script>" not in str(reply["html"])
    assert "&lt;script&gt;" in str(reply["html"])


@pytest.fixture(scope="module")
def shared_play(tmp_path_factory: pytest.TempPathFactory):
    with Play(tmp_path_factory.mktemp("play") / "play.db") as play:
        yield play


def test_a_port_in_use_is_named_with_the_next_step(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = bot("play", "--port", str(port), "--database", f"sqlite:///{tmp_path / 'p.db'}")
    assert found.returncode == 1
    assert f"Port {port} on 127.0.0.1 is already in use" in found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ("databse: sqlite:///x.db", '"databse" is not a known key. Did you mean "database"?'),
        ("database: [", "This is not valid YAML"),
        ("database: ${NOT_SET_ANYWHERE}", "The environment variable NOT_SET_ANYWHERE is not set"),
        ("rules: {grace_minutes: soon}", "rules.grace_minutes"),
        ("zone: Europe/Berln", "there is no time zone"),
        ("questions: [nowhere]\nplatforms: {local: {enabled: true}}", "There is no such folder"),
        ("database: mysql://x/y\nplatforms: {local: {enabled: true}}", "mysql"),
        ("database: sqlite:////proc/nope/x.db\nplatforms: {local: {enabled: true}}", "cannot be written"),
        ("log: {level: info}", "No platform is switched on"),
    ],
)
def test_a_bad_configuration_gets_a_sentence_and_no_stack_trace(tmp_path: Path, config: str, says: str) -> None:
    (tmp_path / "config.yaml").write_text(config)
    found = bot("run", cwd=tmp_path)
    assert found.returncode == 1
    assert says in found.stderr
    assert "Traceback" not in found.stderr


def test_a_missing_configuration_says_where_to_start(tmp_path: Path) -> None:
    found = bot("run", cwd=tmp_path)
    assert (found.returncode, "config.example.yaml" in found.stderr) == (1, True)


def test_broken_questions_are_named_with_file_and_line(tmp_path: Path) -> None:
    section = tmp_path / "pack" / "basics"
    section.mkdir(parents=True)
    (section.parent / "pack.yaml").write_text(
        "name: ours\ntitle: Our questions\ndescription: A pack for a test\nlicense: MIT\nversion: '2026.11'\n"
        "sections: [basics]\ntopics: {data: all about data}\n"
    )
    (section / "broken.yaml").write_text("id: basics/broken\ntitle: Broken: very\n")
    (section / "short.yaml").write_text("id: basics/short\ntitel: Short\n")
    found = bot("check", str(section.parent))
    assert found.returncode == 1
    assert "broken.yaml:2: This is not valid YAML" in found.stderr
    assert 'short.yaml:2: "titel" is not a known key. Did you mean "title"?' in found.stderr


def test_help_teaches(tmp_path: Path) -> None:
    for words in ((), ("play",), ("run",), ("check",), ("migrate",), ("doctor",)):
        found = bot(*words, "--help", cwd=tmp_path)
        assert found.returncode == 0
        assert len(found.stdout) > 250, words


def test_doctor_finds_nothing_to_mend_in_a_fresh_folder_and_changes_nothing(tmp_path: Path) -> None:
    found = bot("doctor", cwd=tmp_path)
    assert found.returncode == 0, found.stdout
    assert list(tmp_path.iterdir()) == []


def test_migrate_brings_a_database_up_to_date_and_run_can_refuse_to(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'm.db'}"
    (tmp_path / "config.yaml").write_text(f"database: {url}\nplatforms: {{local: {{enabled: true, port: 0}}}}\n")
    assert "Run `studybot migrate`" in bot("run", "--no-migrate", cwd=tmp_path).stderr
    assert "would apply 0001" in bot("migrate", "--dry-run", cwd=tmp_path).stdout
    assert "up to date" in bot("migrate", cwd=tmp_path).stdout
    assert "applying" not in bot("migrate", cwd=tmp_path).stdout
