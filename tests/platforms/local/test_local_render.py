"""From views to HTML: every kind, with hostile names and answers."""

import dataclasses
from collections.abc import Iterator
from datetime import UTC
from html.parser import HTMLParser
from typing import get_args

import pytest

from bot.domain.questions import Diagram, Level, Style
from bot.engine import views as v
from bot.engine.catalog import VERBS
from bot.engine.tokens import Token
from bot.platforms.local.render import html, kind, takes_the_place
from tests.platforms.local import samples
from tests.platforms.local.every_view import every_view, setup_form

HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</textarea></form><b>out", "{{7*7}} ${7*7} `x`",
    "@everyone <@U123> <!channel>", "\u202eevil\u2066", "Z̷̢̛̺͎a̴̡͉̐l̵͕̈́g̶̦͒o̸̺͝",
    "[x](javascript:alert(1)) $\\text{<script>}$", "x" * 10_000,
)  # fmt: skip
VOID = {"br", "hr", "img", "input", "meta", "link", "col", "option"}
ALLOWED_ATTRIBUTES_START = ("aria-", "data-")


class Reader(HTMLParser):
    """Reads a fragment and holds every tag to be closed by its own end tag."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID - {"option"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _values(value: object, wanted: type) -> Iterator[object]:
    """Every value of a type inside a view."""
    if isinstance(value, wanted):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from _values(getattr(value, field.name), wanted)
    elif isinstance(value, tuple):
        for part in value:
            yield from _values(part, wanted)


def test_the_samples_hold_every_kind_of_view() -> None:
    assert {type(view) for view in every_view()} == set(get_args(v.View))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_names_and_answers_stay_text_whatever_they_hold(text: str) -> None:
    for view in every_view(text, text):
        for tag, attributes in Reader(html(view, UTC)).tags:
            assert tag not in ("script", "style", "iframe", "object", "b")
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
            assert not str(attributes.get("href", "")).startswith("javascript")
            assert attributes.get("src", "/diagrams/") is not None
            assert str(attributes.get("src", "/diagrams/")).startswith("/diagrams/")


@pytest.mark.parametrize("view", every_view(), ids=lambda view: type(view).__name__)
def test_every_button_of_a_view_can_be_pressed(view: v.View) -> None:
    shown = [attributes.get("data-token") for _, attributes in Reader(html(view)).tags]
    for button in _values(view, v.Button):
        assert isinstance(button, v.Button)
        assert str(button.token) in shown


@pytest.mark.parametrize("view", every_view(), ids=lambda view: type(view).__name__)
def test_rendering_is_pure(view: v.View) -> None:
    assert html(view, UTC) == html(view, UTC)


def test_only_quizzes_boards_and_kits_take_the_place_of_the_message_they_came_from() -> None:
    replacing = {kind(view) for view in every_view() if takes_the_place(view)}
    assert replacing == {"quiz", "board", "kit", "verdict"}
    assert not takes_the_place(samples.verdict("x", 11))


def test_a_level_is_a_letter_and_a_word_besides_its_colour() -> None:
    text = html(samples.question())
    assert '<span class="letter" aria-hidden="true">I</span>Intermediate' in text


def test_instants_are_written_for_machines_and_people() -> None:
    text = html(samples.question(), UTC)
    assert '<time datetime="2026-11-24T08:50:00+00:00" data-show="moment">Tue 24 Nov, 08:50</time>' in text
    assert 'data-until="2026-11-24T08:50:00+00:00"' in text


def test_a_right_and_a_chosen_option_are_named_in_words() -> None:
    wrong, right = html(samples.card(chosen=0)), html(samples.card(chosen=3))
    assert "Not quite: D is right." in wrong
    assert wrong.count("Your choice") == wrong.count("</svg>Right") == 1
    assert "Right. 1 point for practice." in right


def test_a_verdict_on_a_choice_says_right_or_not_and_speaks_of_no_matching() -> None:
    chosen = dataclasses.replace(samples.verdict(""), check=samples.CHECK, choice=1, points=())
    assert "Not quite: D is right." in html(chosen)
    assert "matched" not in html(chosen)


def test_a_quiz_shows_each_option_with_its_letter_and_text_until_one_is_chosen() -> None:
    open_card, done = html(samples.card()), html(samples.card(chosen=0))
    assert open_card.count('class="pick"') == 4
    assert 'data-token="pick:5:0.2" data-letter="C"' in open_card
    assert 'class="pick"' not in done


def test_covered_points_quote_their_evidence_and_missed_ones_are_never_called_wrong() -> None:
    text = html(samples.verdict("use ReLU"))
    assert '<q dir="auto">use ReLU instead of sigmoid</q>' in text
    assert "Could not match (2)" in text
    assert "wrong" not in text.casefold()


def test_counts_are_left_out_where_the_engine_gives_none() -> None:
    assert "5 of 6" in html(samples.reveal())
    assert "What the answers covered" not in html(samples.reveal(counts=False))


def test_a_diagram_has_its_alt_text_and_is_left_out_until_it_is_drawn() -> None:
    text = html(samples.reveal())
    assert (
        '<img src="/diagrams/ai-ml/diagrams/gradients.png" alt="Bars fall from layer 10 to layer 1." loading="lazy">'
        in text
    )
    undrawn = dataclasses.replace(samples.reveal(), diagram=Diagram("graph", "alt", "caption"))
    assert "<img" not in html(undrawn)


def test_the_forms_fields_are_the_ones_that_the_engine_reads() -> None:
    names = {attributes.get("name") for _, attributes in Reader(html(setup_form())).tags} - {None}
    assert names == {"time", "zone", "days", "draw", "style", "feedback", "reveal", "thread", "notice"}
    choices = [a for tag, a in Reader(html(samples.answer_form(style=Style.CHECK))).tags if tag == "input"]
    assert [a["value"] for a in choices] == ["0", "1", "2", "3"]
    assert ["checked" in a for a in choices] == [False, True, False, False]


def test_an_answer_keeps_its_first_line_break_in_the_form() -> None:
    # HTML drops one line break right behind <textarea>.
    assert ">\n\nfirst" in html(samples.answer_form("\nfirst"))


def test_commands_between_backticks_can_be_clicked_and_other_words_cannot() -> None:
    text = html(v.NoticeView("Try `/quiz llm` or `mon-fri`."))
    assert 'data-fill="/quiz llm"' in text
    assert "<code>mon-fri</code>" in text


def test_help_shows_all_commands_or_all_about_one() -> None:
    everything, one = html(v.HelpView("", VERBS)), html(v.HelpView("", VERBS[:1]))
    assert everything.count("data-fill") == len(VERBS)
    assert "/quiz [what] [count] [style]" in one


def test_the_board_marks_the_asker_in_words_and_shows_the_pressed_tabs() -> None:
    text = html(samples.board("Ana"))
    assert '<bdi>Ana</bdi><span class="you">you</span>' in text
    assert text.count('aria-pressed="true"') == 2


@pytest.mark.parametrize("level", list(Level))
def test_every_level_has_a_badge(level: Level) -> None:
    assert f'data-level="{level}"' in html(dataclasses.replace(samples.question(), level=level))


def test_a_quiz_of_open_questions_has_its_answer_button() -> None:
    view = dataclasses.replace(
        samples.card(), style=Style.OPEN, options=(), buttons=(v.Button("Answer", Token("write", 5, "0"), main=True),)
    )
    text = html(view)
    assert 'data-token="write:5:0"' in text
    assert "Keys:" not in text
