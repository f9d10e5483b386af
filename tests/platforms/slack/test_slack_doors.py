"""Every command and button, every modal and menu, as a person uses them."""

import pytest

from bot.engine.verbs import VERBS
from tests.harness.common import needs_specs
from tests.platforms.slack.workspace import Make, Workspace

pytestmark = needs_specs


async def test_every_example_of_every_command_is_answered_privately_and_in_time(team: Workspace) -> None:
    await team.open_question()
    for verb in VERBS:
        for example in verb.examples:
            if example in ("study setup", "kit"):
                command, _, text = f"/{example}".partition(" ")
                sent = await team.fake.command(command, text, user=team.boss, channel=team.study)
                await team.fake.wait_modal(team.boss)
                assert sent.in_time
                continue
            said = await team.type_(f"/{example}", team.boss)
            assert "went wrong" not in team.text(said), example
    assert len(team.fake.bot_messages(team.study)) == 1
    team.fake.assert_clean()


async def test_a_quiz_is_one_message_from_its_first_card_to_its_summary(team: Workspace) -> None:
    card = await team.type_("/quiz beginner 2")
    for label in ("A", "Next question", "B", "Result"):
        before = team.text(card)
        await team.fake.click(card, text=label, user=team.ana)
        await team.fake.wait_until(lambda before=before: team.text(card) != before, 5, label)
    assert "of 2 right" in team.text(card)
    assert len(team.private(team.ana)) == 1
    assert len(team.fake.find("response_url")) == 5
    team.fake.assert_clean()


async def test_an_open_quiz_is_answered_in_a_modal_and_its_verdict_takes_the_place_of_the_card(team: Workspace) -> None:
    card = await team.type_("/quiz beginner 1 open")
    form = await team.form(card, "Answer")
    await team.fake.submit(form, {"text": "It memorizes noise, so the test error is high."}, user=team.ana)
    await team.fake.wait_until(lambda: "Your verdict" in team.text(card), 5, "the verdict")
    assert len(team.private(team.ana)) == 1
    team.fake.assert_clean()


async def test_the_board_turns_its_pages_in_place(team: Workspace) -> None:
    board = await team.type_("/leaderboard")
    await team.fake.click(board, text="Month", user=team.ana)
    await team.fake.wait_until(lambda: "This month" in team.text(board), 5, "the month")
    assert len(team.private(team.ana)) == 1


async def test_the_setup_modal_changes_the_schedule_and_shows_faults_beside_their_fields(team: Workspace) -> None:
    await team.fake.command("/study", "setup", user=team.boss, channel=team.study)
    form = await team.fake.wait_modal(team.boss)
    zones = await team.fake.suggest(form, "zone", "berl", user=team.boss)
    assert [one["value"] for one in zones] == ["Europe/Berlin"]
    draws = await team.fake.suggest(form, "draw", "llm", user=team.boss)
    assert "llm" in [one["value"] for one in draws]
    wrong = await team.fake.submit(form, {"reveal": "never"}, user=team.boss)
    assert "not a time of day" in wrong.ack_payload["errors"]["reveal"]
    before = len(team.private(team.boss))
    sent = await team.fake.submit(
        form,
        {
            "time": "10:30",
            "zone": "Europe/Berlin",
            "days": ["mon", "wed"],
            "draw": ["beginner", "expert"],
            "style": "check",
            "reveal": "17:00",
            "thread": "no",
            "notice": "me",
        },
        user=team.boss,
    )
    assert sent.in_time
    said = team.text(await team.fake.wait_ephemeral(team.boss, after=before))
    for fact in ("mon,wed, 10:30 (Europe/Berlin)", "beginner, expert", "choose an option", "17:00 the same day"):
        assert fact in said
    team.fake.assert_clean()


async def test_only_admins_set_up_and_others_are_told_how_to_become_one(make: Make) -> None:
    team = await make()
    assert "Only admins can" in team.text(await team.type_("/study setup time=09:00"))
    assert "Workspace admins can" in team.text(await team.type_("/study status"))


async def test_a_named_admin_needs_no_scope(make: Make, fake: object) -> None:
    team = await make(admins=["U0NAMED"])
    named = team.fake._mk_user("U0NAMED", "named", "T0HARNESS")
    team.study["_members"].append(named["id"])
    assert "is set up" in team.text(await team.type_("/study setup time=09:00 zone=UTC", named))
    assert not team.fake.find("users.info")


async def test_the_check_style_is_answered_with_radio_buttons(team: Workspace) -> None:
    await team.open_question("time=09:00 zone=UTC days=mon-fri draw=beginner style=check")
    form = await team.form(team.card(), "Answer")
    before = len(team.private(team.ana))
    await team.fake.submit(form, {"choice": "1"}, user=team.ana)
    receipt = await team.fake.wait_ephemeral(team.ana, after=before)
    assert "B: " in team.text(receipt)
    team.fake.assert_clean()


async def test_an_answer_can_be_changed_until_the_close_and_is_then_refused_but_not_lost(team: Workspace) -> None:
    await team.open_question()
    receipt = await team.answer_by_form("My first words on this.")
    form = await team.form(receipt, "Change my answer")
    assert "My first words on this." in str(form)
    await team.close_question()
    before = len(team.private(team.ana))
    await team.fake.submit(form, {"text": "Far better words, alas too late."}, user=team.ana)
    said = team.text(await team.fake.wait_ephemeral(team.ana, after=before))
    assert "is closed" in said
    assert "Far better words, alas too late." in said


async def test_an_empty_answer_is_told_in_the_form_itself(team: Workspace) -> None:
    await team.open_question()
    form = await team.form(team.card(), "Answer")
    sent = await team.fake.submit(form, {"text": "   "}, user=team.ana)
    assert sent.ack_payload["errors"] == {"text": "Write at least a sentence."}


async def test_the_home_welcomes_shows_the_question_and_takes_an_answer(team: Workspace) -> None:
    await team.open_question()
    await team.fake.open_home(team.ana)
    home = await team.fake.wait_home(team.ana)
    assert "Welcome to Study Bot" in team.text(home)
    assert "Question 1:" in team.text(home)
    assert "Schedules" not in team.text(home)
    form = await team.form(home, "Answer")
    await team.fake.submit(form, {"text": "From the home tab."}, user=team.ana)
    await team.fake.wait_modal(team.ana, lambda one: "Your answer is saved" in team.text(one))
    await team.fake.wait_home(team.ana, lambda one: "From the home tab." in team.text(one))
    assert not team.private(team.ana)
    await team.fake.open_home(team.boss)
    admins = await team.fake.wait_home(team.boss)
    assert "Coming up" in team.text(admins)
    team.fake.assert_clean()


async def test_a_quiz_from_the_home_goes_on_in_one_modal(team: Workspace) -> None:
    await team.fake.open_home(team.ana)
    home = await team.fake.wait_home(team.ana)
    await team.fake.click(home, text="Practice now", user=team.ana)
    modal = await team.fake.wait_modal(team.ana)
    await team.fake.click(modal, text="A", user=team.ana)
    await team.fake.wait_modal(team.ana, lambda one: "Next question" in team.text(one))
    await team.fake.click(await team.fake.wait_home(team.ana), text="Hide me from boards", user=team.ana)
    await team.fake.wait_home(team.ana, lambda one: "you are hidden" in team.text(one))
    team.fake.assert_clean()


async def test_teams_are_made_in_a_modal_and_joined_from_a_menu(team: Workspace) -> None:
    listed = await team.type_("/study team list", team.boss)
    await team.fake.click(listed, text="Manage teams", user=team.boss)
    form = await team.fake.wait_modal(team.boss)
    await team.fake.submit(form, {"deed": "create", "name": "Vision"}, user=team.boss)
    await team.fake.wait_until(lambda: "Vision" in team.text(listed), 5, "the new team")
    menu = await team.type_("/study team list")
    assert "Manage teams" not in team.text(menu)
    await team.fake.click(menu, "join-team", value="run:0:study team join Vision", user=team.ana)
    await team.fake.wait_until(lambda: "your team" in team.text(menu), 5, "the joined team")
    team.fake.assert_clean()


async def test_a_prefix_is_in_the_commands_the_manifest_and_the_texts(make: Make) -> None:
    team = await make(prefix="team-")
    said = team.text(await team.type_("/team-question"))
    assert "/team-quiz" in said
    assert "`/quiz" not in said
    assert "/team-quiz" in team.text(await team.type_("/team-study help"))


@pytest.mark.parametrize("scope", ["space", "teams"])
async def test_a_guest_by_slack_connect_sees_this_channel_only(team: Workspace, scope: str) -> None:
    other = team.fake.add_team("T0OTHER", "Other")
    guest = team.fake.add_user("guest", other, is_admin=True)
    team.study["_members"].append(guest["id"])
    await team.open_question()
    card = team.card()
    payload_user = {"id": guest["id"], "name": "guest", "username": "guest", "team_id": "T0OTHER"}
    for value, expected in (
        (f"run:0:leaderboard week {scope}", "this channel only"),
        ("run:0:study status", "Only admins"),
    ):
        before = len(team.private(guest))
        payload = {
            "type": "block_actions",
            "user": payload_user,
            "team": {"id": "T0HARNESS", "domain": "harness"},
            "api_app_id": team.fake.app_id,
            "token": "t",
            "trigger_id": team.fake.trigger(guest["id"]),
            "container": {
                "type": "message",
                "message_ts": card["ts"],
                "channel_id": team.channel,
                "is_ephemeral": False,
            },
            "channel": {"id": team.channel, "name": "study"},
            "enterprise": None,
            "is_enterprise_install": False,
            "response_url": team.fake._mk_response_url("T0HARNESS", team.channel, guest["id"], card["ts"]),
            "state": {"values": {}},
            "message": {"type": "message", "ts": card["ts"], "text": "x"},
            "actions": [
                {
                    "action_id": value,
                    "block_id": "b",
                    "type": "button",
                    "value": value,
                    "action_ts": "1.1",
                    "text": {"type": "plain_text", "text": "x", "emoji": True},
                }
            ],
        }
        await team.fake.deliver("interactive", payload)
        assert expected in team.text(await team.fake.wait_ephemeral(guest, after=before))


async def test_a_button_of_another_version_is_told_kindly(team: Workspace) -> None:
    await team.open_question()
    team.card()["blocks"].append(
        {
            "type": "actions",
            "block_id": "old",
            "elements": [
                {
                    "type": "button",
                    "action_id": "old:thing",
                    "value": "no token at all",
                    "text": {"type": "plain_text", "text": "Old", "emoji": True},
                }
            ],
        }
    )
    said = await team.press(team.card(), "Old")
    assert "another version" in team.text(said)
