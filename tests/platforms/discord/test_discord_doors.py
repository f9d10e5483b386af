"""Every command, every button, every form: privately answered, by the person who asked."""

from typing import Any

import pytest

from bot.engine import catalog
from bot.engine.catalog import VERBS, Verb
from tests.harness.common import needs_specs
from tests.platforms.discord.town import Town, eventually

pytestmark = needs_specs
BAD = ("Something went wrong", "another version")


def example(verb: Verb, line: str) -> dict[str, Any]:
    """The options that a person would fill in for a typed example."""
    rest = line.removeprefix(verb.name).strip()
    given = catalog._read(verb, rest)
    kinds = {one.name: one.kind for one in verb.params}
    return {name: int(value) if kinds[name] is catalog.Kind.NUMBER else value for name, value in given.items()}


async def test_every_command_is_answered_in_private(study: Town) -> None:
    await study.open_day()
    for verb in VERBS:
        for line in verb.examples:
            found = catalog.find(line.split())
            if found is None or found[0] is not verb:
                continue
            used = await study.fake.slash(
                verb.name, user=study.boss, channel=study.channel, options=example(verb, line)
            )
            await study.settled(used)
            assert used.in_time
            if used.kind == "modal":
                continue
            assert used.ephemeral, line
            assert not any(bad in study.said(used) for bad in BAD), (line, study.said(used))


async def test_a_quiz_is_one_message_from_the_first_card_to_the_summary(study: Town) -> None:
    used = await study.slash("quiz", what="beginner", count=2)
    card = used.messages[0]
    for _ in range(2):
        picked = await study.press(card, "A")
        assert picked.kind == "deferred_update"
        assert "right" in study.fake.text_of(card)
        label = next(one["label"] for one in study.fake.components(card) if one["label"] in ("Next question", "Result"))
        await study.press(card, label)
    assert "of 2** right" in study.fake.text_of(card)
    assert len(study.fake.messages(study.channel, user=study.person("ana"))) == 1


async def test_an_open_quiz_is_answered_in_a_form_and_judged_in_its_place(study: Town) -> None:
    used = await study.slash("quiz", what="beginner", count=1, style="open")
    form = await study.press(used.messages[0], "Answer")
    sent = await study.send(form, {"text": "It memorizes the training data, so the test error is high."})
    assert sent.kind == "deferred_update"
    assert "Your verdict:" in study.said(sent)


async def test_the_tabs_of_the_board_change_it_in_place(study: Town) -> None:
    used = await study.slash("leaderboard")
    board = used.messages[0]
    await study.press(board, "Month")
    assert "This month, this channel" in study.fake.text_of(board)
    await study.press(board, "Teams")
    assert "This month, teams" in study.fake.text_of(board)


async def test_hints_are_private_and_charged_once(study: Town) -> None:
    post = await study.open_day()
    hint = await study.press(post, "Hint 1 (costs 10 %)")
    assert hint.ephemeral
    assert "It costs 10 %" in study.said(hint)
    again = await study.press(post, "Hint 1 (costs 10 %)")
    assert "nothing more" in study.said(again)


async def test_an_answer_can_be_changed_by_its_button_and_stands_in_the_form(study: Town) -> None:
    post = await study.open_day()
    receipt = await study.answer(post, "first try of an answer")
    form = await study.press(receipt.messages[0], "Change my answer")
    box = form.modal["components"][1]["component"]  # type: ignore[index]
    assert box["value"] == "first try of an answer"
    changed = await study.send(form, {"text": "second try of an answer"})
    assert "Your answer is changed" in study.said(changed)


async def test_a_question_with_options_is_answered_by_radio_buttons(study: Town) -> None:
    post = await study.open_day(style="check")
    form = await study.press(post, "Answer")
    radio = form.modal["components"][1]["component"]  # type: ignore[index]
    assert [one["label"][:2] for one in radio["options"]] == ["A:", "B:", "C:", "D:"]
    receipt = await study.send(form, {"choice": "2"})
    assert "\\> C" not in study.said(receipt)
    assert "> C:" in study.said(receipt)


async def test_the_set_up_takes_two_pages_and_the_second_keeps_the_first(study: Town) -> None:
    form = await study.slash("study setup", study.boss)
    first = await study.send(form, {"time": "8:30", "zone": "Europe/Berlin", "days": ["mon", "wed"]})
    assert "mon,wed, 08:30 (Europe/Berlin)" in study.said(first)
    more = await study.press(first.messages[0], "More settings", study.boss)
    other = study.fake.add_channel(study.server, "admins")
    second = await study.send(more, {"thread": "no", "notice": "there", "notice_channel": [other["id"]]})
    assert "mon,wed, 08:30 (Europe/Berlin)" in study.said(second)
    assert f"<#{other['id']}>" in study.said(second)


async def test_members_are_told_that_the_set_up_is_for_admins(study: Town) -> None:
    used = await study.slash("study setup")
    assert used.kind == "message"
    assert used.ephemeral
    assert "Only admins" in study.said(used)


async def test_in_a_thread_commands_are_about_its_channel(study: Town) -> None:
    post = await study.open_day()
    await study.answer(post)
    await study.close_round()
    used = await study.slash("study history", channel=study.fake.channels[post["id"]])
    assert "The last questions" in study.said(used)


@pytest.mark.parametrize(
    ("path", "option", "typed", "first"),
    [
        ("quiz", "what", "beg", "beginner"),
        ("study schedule pin", "item", "beginner/overf", "beginner/overfitting"),
        ("study setup", "zone", "europe/ber", "Europe/Berlin"),
        ("study setup", "draw", "beginner,exp", "beginner,expert"),
        ("study help", "command", "quiz", "quiz"),
        ("study schedule skip", "day", "", "2026-11-24"),
    ],
)
async def test_what_is_typed_is_completed(study: Town, path: str, option: str, typed: str, first: str) -> None:
    await study.open_day()
    used = await study.fake.autocomplete(path, option, typed, user=study.boss, channel=study.channel)
    assert used.choices[0]["value"] == first


async def test_numbers_of_closed_questions_and_names_of_teams_are_completed(study: Town) -> None:
    await study.open_day()
    await study.close_round()
    await study.slash("study team create", study.boss, name="Vision")
    ana = study.person("ana")
    numbers = await study.fake.autocomplete("reveal", "number", "", user=ana, channel=study.channel)
    assert [one["value"] for one in numbers.choices] == [1]
    teams = await study.fake.autocomplete("study team join", "name", "v", user=ana, channel=study.channel)
    assert [one["value"] for one in teams.choices] == ["Vision"]


async def test_an_interaction_that_comes_twice_counts_once(study: Town) -> None:
    post = await study.open_day()
    form = await study.press(post, "Answer")
    sent = await study.fake.submit_modal(form, {"text": "an answer that is long enough"}, duplicates=2)
    await study.settled(sent)
    assert len(sent.responses) == 1
    assert sent.rejected == []
    assert (await study.round()).answered == 1


async def test_an_acknowledgement_that_is_lost_is_made_again(study: Town) -> None:
    post = await study.open_day()
    form = await study.press(post, "Answer")
    study.fake.faults.drop("POST /interactions/*")
    study.fake.faults.drop_after("POST /interactions/*")
    sent = await study.send(form, {"text": "an answer that is long enough"})
    assert "Your answer is saved" in study.said(sent)
    study.fake.violations.clear()  # the third try is answered by 40060, as it must be


async def test_an_answer_that_discord_gave_up_on_is_saved_all_the_same(study: Town) -> None:
    post = await study.open_day()
    form = await study.press(post, "Answer")
    study.fake.faults.error("POST /interactions/*", (404, 10062, "Unknown interaction"))
    sent = await study.fake.submit_modal(form, {"text": "an answer that is long enough"}, wait=False)
    await study.fake.wait_call("POST /interactions/*", lambda call: call.fault == "error")
    assert await eventually(study.round, lambda found: found.answered == 1)
    assert sent.responses == []


async def test_an_answer_is_shown_although_its_first_way_back_was_cut(study: Town) -> None:
    study.fake.faults.drop("PATCH /webhooks/*")
    study.fake.faults.server_error("PATCH /webhooks/*", 502)
    used = await study.slash("study help")
    assert "/quiz" in study.said(used)


async def test_a_button_of_another_version_says_so(study: Town) -> None:
    post = await study.open_day()
    post["components"][0]["components"][-1]["components"][0]["custom_id"] = "elsewhat:1:"
    used = await study.fake.click(post, custom_id="elsewhat:1:", user=study.person("ana"))
    assert "another version" in study.said(used)


async def test_nobody_but_the_asker_sees_anything(study: Town) -> None:
    post = await study.open_day()
    await study.answer(post)
    await study.slash("question")
    await study.slash("study me")
    ben = study.person("ben")
    assert [one["id"] for one in study.fake.messages(study.channel, user=ben)] == [post["id"]]


async def test_an_answer_whose_token_has_expired_is_dropped_quietly(study: Town) -> None:
    post = await study.open_day()
    form = await study.press(post, "Answer")
    study.fake.interaction_ttl = 0.0
    mark = study.fake.mark
    await study.fake.submit_modal(form, {"text": "an answer that is long enough"})
    call = await study.fake.wait_call("PATCH /webhooks/*", since=mark)
    assert call.status == 401
    assert (await study.round()).answered == 1
    assert len(study.fake.find("PATCH /webhooks/*", since=mark)) == 1


async def test_an_interaction_that_another_process_answered_is_left_to_it(study: Town) -> None:
    post = await study.open_day()
    form = await study.press(post, "Answer")
    study.fake.faults.error("POST /interactions/*", (400, 40060, "Interaction has already been acknowledged."))
    await study.fake.submit_modal(form, {"text": "an answer that is long enough"}, wait=False)
    await study.fake.wait_call("POST /interactions/*", lambda call: call.fault == "error")
    used = await study.slash("study help")
    assert "/quiz" in study.said(used)
    assert (await study.round()).answered == 0
