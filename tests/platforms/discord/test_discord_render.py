"""Every view, every item and every form fits Discord's limits and its published description."""

from dataclasses import replace
from typing import Any

import pytest

from bot.bank.bank import PackBank
from bot.domain.questions import Style
from bot.domain.verdicts import Band, Covered, Mistake, Verdict
from bot.engine import views as v
from bot.platforms.discord import commands, forms
from bot.platforms.discord.drawn import marked
from bot.platforms.discord.look import Look
from bot.platforms.discord.markdown import escape, words
from bot.platforms.discord.render import render
from tests.harness import validate_discord as rules
from tests.harness.common import needs_specs
from tests.platforms.local.every_view import every_view, setup_form
from tests.platforms.local.samples import answer_form, reveal, verdict

V2 = 1 << 15
HOSTILE = [
    "`" * 3000,
    "*_~|`<>[]\\" * 300,
    "> " * 1500,
    "1. \n" * 750,
    "@everyone @here <@1> <@&2> <#3> <t:0> <:x:1>",
    "```\n" * 700,
    "\u202e\u200bx" * 1000,
    "-# small\n# big\n- list\n||spoiler||",
    "😀" * 1500,
    "a" * 3000,
]


def problems(view: v.View, look: Look) -> list[Any]:
    """What Discord would refuse of a view's messages."""
    found: list[Any] = []
    for message in render(view, look):
        body = {"components": marked(message, 7, None), "flags": V2}
        found += [one for one in rules.check_message(body, has_files=bool(message.pictures)) if one[1] == "error"]
        found += [one for one in rules.check_body("POST", "/channels/{channel_id}/messages", body) if one[1] == "error"]
    return found


@needs_specs
@pytest.mark.parametrize("text", ["Ana", *HOSTILE], ids=lambda text: repr(text[:12]))
def test_every_view_is_accepted_whatever_people_write(text: str, bank: PackBank) -> None:
    for view in every_view(text[:120], text):
        for look in (Look(bank.folders), Look(bank.folders, hidden=True), Look(bank.folders, pictures=False)):
            assert problems(view, look) == [], view


@needs_specs
def test_every_item_fits_as_question_model_answer_and_verdict_at_its_longest(bank: PackBank) -> None:
    for item in bank.items.values():
        points = tuple(v.JudgedPoint(one.says, "x " * 200) for one in item.key_points)
        judged = Verdict(
            0.5,
            Band.MIXED,
            (Covered("p", "x " * 90),),
            ("q",),
            tuple(Mistake(one.says, one.correction, "y" * 300) for one in item.false_claims),
        )
        for check in (None, *item.checks):
            common = {
                "title": item.title,
                "check": check,
                "short": item.short,
                "full": item.full,
                "diagram": item.diagram,
                "pack": item.pack,
            }
            counts = tuple(v.PointCount(one.says, 12345) for one in item.key_points) if check is None else ()
            shown = replace(
                reveal(),
                **common,
                prompt=check.prompt if check else item.prompt,
                counts=counts,
                option_counts=(99999,) * 4 if check else (),
                sources=v.source_lines(item),
            )
            mine = replace(verdict("*" * 3000), **common, points=() if check else points, verdict=judged, choice=1)
            for look in (Look(bank.folders), Look(bank.folders, hidden=True), Look(bank.folders, threaded=True)):
                assert problems(shown, look) == []
                assert problems(mine, look) == []
                assert len(render(shown, look)) <= 2, "a model answer is at most two messages"


@needs_specs
def test_every_form_fits(bank: PackBank) -> None:
    made = [
        forms.setup_form(setup_form()),
        forms.setup_form(setup_form(), 2),
        forms.setup_form(replace(setup_form(), notice="123456789012345678"), 2),
    ]
    made += [forms.answer_form(answer_form(text)) for text in ("", *HOSTILE)]
    for item in bank.items.values():
        made.append(forms.answer_form(replace(answer_form(), prompt=item.prompt, title=f"Practice: {item.title}")))
        made += [
            forms.answer_form(replace(answer_form(style=Style.CHECK), prompt=one.prompt, options=v.option_views(one)))
            for one in item.checks
        ]
    path = "/interactions/{interaction_id}/{interaction_token}/callback"
    for form in made:
        assert [one for one in rules.check_components(form["components"], modal=True) if one[1] == "error"] == []
        assert [one for one in rules.check_body("POST", path, {"type": 9, "data": form}) if one[1] == "error"] == []


@needs_specs
def test_the_tree_of_commands_is_accepted() -> None:
    tree = commands.payload()
    assert rules.check_commands(tree) == []
    path = "/applications/{application_id}/commands"
    assert [one for one in rules.check_body("PUT", path, tree) if one[1] == "error"] == []
    assert all(one["contexts"] == [0] for one in tree), "commands are for servers only"
    assert len(tree) <= 100


def test_the_hash_changes_with_the_tree() -> None:
    tree = commands.payload()
    assert commands.digest(tree) == commands.digest(commands.payload())
    assert commands.digest(tree) != commands.digest(tree[1:])


def test_a_command_that_only_admins_have_is_hidden_from_others() -> None:
    verbs = [replace(one, path=("kit",), admin=True) for one in commands.VERBS[:1]]
    assert commands.payload(verbs)[0]["default_member_permissions"] == str(1 << 5)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*bold* _it_ ~~no~~", r"\*bold\* \_it\_ \~\~no\~\~"),
        ("# not a title", r"\# not a title"),
        ("1. not a list", r"1\. not a list"),
        ("- neither", r"\- neither"),
        ("<@123> [x](y)", r"\<@123\> \[x\](y)"),
        ("@everyone", "@\u200beveryone"),
    ],
)
def test_what_people_write_is_shown_as_it_is(text: str, shown: str) -> None:
    assert escape(text) == shown


def test_an_answer_whose_escapes_break_the_budget_loses_nothing_in_a_code_block() -> None:
    answer = "*" * 3000
    assert words(answer, 3400) == f"```\n{answer}\n```"


def test_the_words_of_an_answer_stand_in_a_quotation() -> None:
    assert words("one\ntwo", 100) == "> one\n> two"
