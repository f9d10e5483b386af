"""A whole day on Slack, from the post to the board."""

from tests.harness.common import needs_specs
from tests.platforms.slack.workspace import SPACE, Workspace

pytestmark = needs_specs


async def test_a_day_from_the_post_to_the_board_with_three_members(team: Workspace) -> None:
    card = await team.open_question()
    assert "Nobody has answered yet" in team.text(card)
    found = (await team.store.run(lambda tx: tx.rounds.last(SPACE, team.channel)))[0]
    item = team.bank.items[found.item]
    good = " ".join(point.phrasings[0] for point in item.key_points if point.phrasings)
    for who, text in ((team.ana, f"In my words: {good}."), (team.ben, "I do not know much."), (team.chloe, item.short)):
        receipt = await team.answer_by_form(text, who)
        assert "Your answer is saved" in team.text(receipt)
        assert text in team.text(receipt)
        assert "First time here?" in team.text(receipt)
    await team.later(seconds=11)
    await team.fake.wait_until(lambda: "3 answered" in team.text(team.card()), 5, "the live count")
    assert "Verdict" not in team.text(team.card())

    await team.restart()
    reveal = await team.close_question()
    assert reveal["thread_ts"] == card["ts"]
    assert "The full answer" in team.text(reveal)
    verdict = await team.press(reveal, "Your verdict")
    assert "Your verdict on question 1" in team.text(verdict)
    again = await team.press(team.card(), "Your verdict", team.ben)
    assert "could not match" in team.text(again).casefold()
    shared = await team.press(verdict, "Share my answer in the channel")
    assert "goes to the channel" in team.text(shared)
    await team.tick()
    await team.fake.wait_message(team.study, lambda one: "shares an answer" in team.text(one))
    board = await team.type_("/leaderboard")
    assert "ana" in team.text(board)
    assert "chloe" in team.text(board)
    team.fake.assert_clean()
