"""A day on Discord: three members, the whole way from the set-up to the verdict."""

from tests.harness.common import needs_specs
from tests.platforms.discord.town import Town

pytestmark = needs_specs


async def test_a_day_with_three_members(study: Town) -> None:
    post = await study.open_day()
    text = study.fake.text_of(post)
    assert "Question 1:" in text
    assert "Nobody has answered yet" in text
    for name in ("ana", "ben", "chloe"):
        receipt = await study.answer(post, by=name)
        assert receipt.ephemeral
        assert "Your answer is saved" in study.said(receipt)
    study.world.clock.at = study.world.clock.at.replace(minute=1)
    await study.tick()
    assert "3 answered" in study.fake.text_of(study.fake.bot_messages(study.channel)[0])
    await study.close_round()
    assert "closed" in study.fake.text_of(study.fake.bot_messages(study.channel)[0])
    thread = study.fake.channels[post["id"]]
    reveal = study.fake.bot_messages(thread)[-1]
    assert "Model answer to question 1" in study.fake.text_of(reveal)
    verdict = await study.press(reveal, "Your verdict", "ana")
    assert verdict.ephemeral
    assert "Your verdict on question 1" in study.said(verdict)
    board = await study.slash("leaderboard")
    assert "This week" in study.said(board)
    assert all(name in study.said(board) for name in ("Ana", "Ben", "Chloe"))
    assert len(study.fake.bot_messages(study.channel)) == 1
