"""`studybot run` as a process, killed in the middle of a day; the bot finds everything again."""

import sys
from pathlib import Path

import pytest

from tests.harness import BotProcess, FakeSlack
from tests.harness.common import needs_specs

ROOT = Path(__file__).resolve().parents[3]
CONFIG = """
database: sqlite:///{folder}/study.db
zone: UTC
platforms:
  slack:
    enabled: true
    bot_token: ${{SLACK_BOT_TOKEN}}
    app_token: ${{SLACK_APP_TOKEN}}
    api_base_url: {address}
"""
TRAPS = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "secret",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "SLACK_SIGNING_SECRET": "other",
}


@needs_specs
@pytest.mark.slow
async def test_a_killed_bot_goes_on_where_it_was_whatever_stands_in_the_environment(
    tmp_path: Path, fake: FakeSlack
) -> None:
    boss, ana = fake.add_user("boss", is_admin=True), fake.add_user("ana")
    study = fake.add_channel("study", members=[boss, ana])
    config = tmp_path / "config.yaml"
    config.write_text(CONFIG.format(folder=tmp_path, address=fake.api_url))
    argv = [sys.executable, "-m", "bot", "run", "-c", str(config)]
    process = BotProcess(argv, {**fake.env(), **TRAPS}, cwd=str(ROOT))
    await process.start()
    await process.wait_line("Study Bot")
    await fake.wait_socket(2)
    card = await fake.command("/quiz", "beginner 2", user=ana, channel=study)
    assert card.in_time
    quiz = await fake.wait_ephemeral(ana)
    await process.kill()
    async with BotProcess(argv, {**fake.env(), **TRAPS}, cwd=str(ROOT)) as again:
        await again.wait_line("Study Bot")
        await fake.wait_socket(2)
        pressed = await fake.click(quiz, text="A", user=ana)
        assert pressed.in_time
        await fake.wait_until(lambda: "Next question" in fake.text_of(quiz), 5, "the reasons")
        assert await again.stop() < 5
    said = "\n".join([*process.lines, *again.lines])
    assert fake.bot_token not in said
    assert fake.app_token not in said
    assert "Traceback" not in said, said
    fake.assert_clean()


@needs_specs
@pytest.mark.slow
async def test_a_wrong_token_is_told_in_a_sentence(tmp_path: Path, fake: FakeSlack) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(CONFIG.format(folder=tmp_path, address=fake.api_url))
    argv = [sys.executable, "-m", "bot", "run", "-c", str(config)]
    async with BotProcess(argv, {**fake.env(), "SLACK_BOT_TOKEN": "xoxb-wrong"}, cwd=str(ROOT)) as process:
        assert process.proc is not None
        assert await process.proc.wait() == 1
        said = "\n".join(process.lines)
    assert "The bot token was refused" in said
    assert "xoxb-wrong" not in said
    assert "Traceback" not in said
