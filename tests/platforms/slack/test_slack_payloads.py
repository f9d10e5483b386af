"""Every payload that the bot can send, against third parties' schemas: every view, every item, the longest texts."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.bank.bank import PackBank
from bot.domain.questions import Item, Style
from bot.domain.rounds import ANSWER_LIMIT
from bot.engine import views as v
from bot.engine.verbs import VERBS
from bot.platforms.slack import forms, limits
from bot.platforms.slack.home import Home, home_view
from bot.platforms.slack.manifest import clashes, command_names, manifest
from bot.platforms.slack.message import Message, parts, weight
from bot.platforms.slack.origin import Origin
from bot.platforms.slack.parts import Look
from bot.platforms.slack.render import render
from bot.platforms.slack.replies import shown
from bot.platforms.slack.teams import team_form
from tests.harness.common import SPECS, needs_specs
from tests.harness.validate_slack import check_blocks, check_view
from tests.platforms.local import every_view, samples

HOSTILE = "<!channel> @here <@U0BOSS> *x* _y_ `z` &amp; <https://evil.example|safe>\n" + "W" * 60
WIDE = "𝔘😀é" * 1000


def messages(view: v.View, look: Look = Look()) -> list[Message]:  # noqa: B008
    return parts(render(view, look))


def assert_fits(view: v.View, look: Look = Look()) -> None:  # noqa: B008
    """All parts of the message pass every validator."""
    for message in messages(view, look):
        issues = [issue for issue in check_blocks(list(message.blocks), "message") if issue[1] == "error"]
        assert not issues, (type(view).__name__, issues[:3])
        assert weight(message.blocks) <= limits.MESSAGE_TEXT + 600
        assert message.text
        assert len(json.dumps(message.payload)) < 120_000


def questions(item: Item) -> Iterator[v.View]:
    """Everything that can be said about an item."""
    base = samples.question()
    yield replace(base, title=item.title, prompt=item.prompt, topics=item.topics, own="x" * ANSWER_LIMIT)
    yield replace(
        samples.reveal(),
        title=item.title,
        prompt=item.prompt,
        short=item.short,
        full=item.full,
        diagram=item.diagram,
        sources=v.source_lines(item),
        counts=tuple(v.PointCount(point.says, 3) for point in item.key_points),
    )
    yield replace(
        samples.verdict("x" * ANSWER_LIMIT),
        title=item.title,
        short=item.short,
        full=item.full,
        points=tuple(v.JudgedPoint(point.says, "words " * 30) for point in item.key_points),
    )
    for hint in item.hints:
        yield v.HintView(1, 0, hint.text, hint.cost, False, ())
    for check in item.checks:
        options = v.option_views(check)
        yield replace(samples.card(chosen=0), title=item.title, prompt=check.prompt, options=options, check=check)
        yield replace(base, style=Style.CHECK, prompt=check.prompt, options=options)
    yield replace(samples.reveal(), check=item.checks[0], style=Style.CHECK, option_counts=(1, 2, 3, 4))


def forms_of(item: Item) -> Iterator[v.AnswerFormView]:
    for check in item.checks:
        yield replace(samples.answer_form(style=Style.CHECK), prompt=check.prompt, options=v.option_views(check))
    yield replace(samples.answer_form("x" * 3000), prompt=item.prompt, title=f"Practice: {item.title}")


@needs_specs
def test_every_view_passes_every_validator_with_hostile_names_and_the_longest_answers() -> None:
    for name, answer in (
        ("Ana", "short"),
        (HOSTILE, HOSTILE),
        ("W" * 120, "x" * ANSWER_LIMIT),
        ("ś" * 120, WIDE[:3000]),
    ):
        for view in every_view.every_view(name, answer):
            for look in (Look(), Look(prefix="team-", in_thread=True, has_pictures=True, is_admin=True)):
                if not isinstance(view, v.FeedView):
                    assert_fits(view, look)


@needs_specs
def test_every_item_of_the_bank_passes_every_validator(bank: PackBank) -> None:
    for item in bank.items.values():
        for view in questions(item):
            assert_fits(view)
        for form in forms_of(item):
            issues = [one for one in check_view(forms.answer_form(form, ORIGIN)) if one[1] == "error"]
            assert not issues, (item.id, issues[:3])


ORIGIN = Origin(channel="C0123456789", response_url="https://hooks.slack.com/actions/T0/1/abc", thread="1.2")


@needs_specs
@pytest.mark.parametrize("name", ["Ana", HOSTILE, "W" * 120])
def test_every_modal_and_the_home_pass_every_validator(name: str) -> None:
    teams = v.TeamsView(tuple(v.TeamLine(f"{i} {name}"[:40], i, i == 0) for i in range(120)), "", ())
    setup = replace(every_view.setup_form(), draw="beginner,llm", notice="C0123456789")
    modals = [
        forms.setup_form(setup, ORIGIN),
        forms.setup_form(every_view.setup_form(), ORIGIN),
        team_form(teams, ORIGIN),
        team_form(v.TeamsView((), "", ()), ORIGIN),
    ]
    modals += [
        shown(view, ORIGIN, Look(), name)
        for view in every_view.every_view(name, name)
        if not isinstance(view, v.FeedView)
    ]
    for modal in modals:
        assert not [one for one in check_view(modal) if one[1] == "error"]
    me = next(view for view in every_view.every_view(name) if isinstance(view, v.MeView))
    for home in (
        Home(me, samples.question(own=name), "C1", every_view.schedules("C1"), (every_view.schedules("C1"),)),
        Home(replace(me, rounds=0, total=0), None, "", None, ()),
        Home(None, None, "C1", v.SchedulesView("", (), (), ()), ()),
    ):
        assert not [one for one in check_view(home_view(home, Look()), "views.publish") if one[1] == "error"]


def test_nothing_that_people_wrote_becomes_a_mention_a_link_or_a_command() -> None:
    for view in every_view.every_view(HOSTILE, HOSTILE):
        for message in messages(view):
            assert "<!channel>" not in message.text
            for text in mrkdwn(message.blocks):
                for mark in ("<!channel>", "<@U0BOSS>", "<https://evil"):
                    assert mark not in text, text


def mrkdwn(node: object) -> Iterator[str]:
    """Texts that Slack would interpret."""
    if isinstance(node, dict):
        if node.get("type") == "mrkdwn":
            yield node["text"]
        for value in node.values():
            yield from mrkdwn(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from mrkdwn(value)


def test_a_text_that_is_too_long_for_one_message_becomes_several_and_loses_nothing() -> None:
    full = "\n\n".join(f"Paragraph {at} " + "word " * 120 for at in range(60))
    made = messages(replace(samples.reveal(), full=full))
    assert len(made) > 2
    said = json.dumps([message.blocks for message in made])
    assert all(f"Paragraph {at} " in said for at in range(60))
    assert [block["type"] for block in made[-1].blocks][-1] == "actions"
    assert not any(block["type"] == "actions" for message in made[:-1] for block in message.blocks)


def test_times_are_written_in_the_readers_own_zone() -> None:
    said = json.dumps(render(samples.question()).blocks)
    assert "<!date^" in said


@needs_specs
@pytest.mark.parametrize("given", [{}, {"prefix": "team-"}, {"url": "https://study.example.com"}, {"optional": False}])
def test_the_manifest_is_valid(given: dict[str, str]) -> None:
    import jsonschema

    schema = json.loads((SPECS / "slack.manifest.json").read_text())
    jsonschema.validate(manifest(**given), schema)  # type: ignore[arg-type]


def test_no_command_bears_a_name_that_slack_keeps_for_itself() -> None:
    assert clashes() == []
    assert set(command_names()) == {verb.path[0] for verb in VERBS}
    assert len(command_names()) <= limits.COMMANDS


def test_the_least_manifest_asks_for_two_scopes() -> None:
    assert manifest(optional=False)["oauth_config"]["scopes"] == {"bot": ["commands", "chat:write"]}
