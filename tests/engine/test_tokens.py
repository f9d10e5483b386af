"""What buttons carry, and the commands behind buttons and forms."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import StudyError
from bot.domain.ids import QuizId, RoundId
from bot.domain.questions import Style
from bot.domain.rounds import Feedback
from bot.engine import commands as c
from bot.engine import doors
from bot.engine import views as v
from bot.engine.tokens import MOST, Token, read
from tests.world import World

VERBS = st.from_regex(r"\A[a-z_]{1,10}\Z")
ARGUMENTS = st.text(max_size=60)


@given(VERBS, st.integers(0, 10**15 - 1), ARGUMENTS)
def test_a_token_comes_back_as_it_was(verb: str, number: int, argument: str) -> None:
    token = Token(verb, number, argument)
    assert read(str(token)) == token


@given(st.text() | st.from_regex(r"\w*:\d*:.*"))
def test_any_text_is_a_token_or_an_error_for_people(text: str) -> None:
    with suppress(StudyError):
        found = read(text)
        assert read(str(found)) == found


@pytest.mark.parametrize("text", ["", "run", "run:1", "run:x:", "run:-1:", "run:²:", "1:1:", "run:1:" + "x" * MOST])
def test_a_text_that_no_button_of_ours_carries_is_refused(text: str) -> None:
    with pytest.raises(StudyError, match="another version"):
        read(text)


@given(VERBS | st.sampled_from(["run", "hint", "pick", "write", "next", "post"]), st.integers(0, 10**9), ARGUMENTS)
def test_a_press_gives_a_command_or_an_error_for_people(verb: str, number: int, argument: str) -> None:
    with suppress(StudyError):
        doors.pressed(Token(verb, number, argument))


@given(
    st.sampled_from(["answer", "write", "setup", "other"]),
    ARGUMENTS,
    st.dictionaries(
        st.sampled_from(["text", "choice", "style", "feedback", "thread", "time"]),
        st.text(max_size=5) | st.sampled_from(["open", "close", "2", "²", "yes"]),
    ),
)
def test_a_form_gives_a_command_or_an_error_for_people(verb: str, argument: str, fields: dict[str, str]) -> None:
    with suppress(StudyError):
        doors.submitted(Token(verb, 1, argument), fields)


@pytest.mark.parametrize(
    ("token", "command"),
    [
        (Token("run", 0, "leaderboard month"), "ShowBoard"),
        (Token("answer", 1), "OpenAnswerForm"),
        (Token("hint", 1), "TakeHint"),
        (Token("verdict", 1), "ShowVerdict"),
        (Token("share", 1), "ShareAnswer"),
        (Token("pick", 1, "0.2"), "PickOption"),
        (Token("write", 1, "0"), "OpenQuizForm"),
        (Token("next", 1, "1"), "NextCard"),
        (Token("end", 1), "EndQuiz"),
        (Token("post", 1, "there"), "DecidePost"),
    ],
)
def test_each_button_has_its_command(token: Token, command: str) -> None:
    assert type(doors.pressed(token)).__name__ == command


def test_a_hint_button_may_name_its_hint() -> None:
    assert [doors.pressed(Token("hint", 7, name)) for name in ("", "1")] == [
        c.TakeHint(RoundId(7)),
        c.TakeHint(RoundId(7), 1),
    ]


def test_an_admin_posts_again_only_by_that_word() -> None:
    assert [doors.pressed(Token("post", 3, word)) for word in ("again", "there")] == [
        c.DecidePost(3, again=True),
        c.DecidePost(3, again=False),
    ]


def test_an_answer_form_gives_words_or_a_choice() -> None:
    token = Token("answer", 7)
    assert [doors.submitted(token, fields) for fields in ({"text": "words"}, {"choice": "2"})] == [
        c.AnswerRound(RoundId(7), "words"),
        c.AnswerRound(RoundId(7), "", 2),
    ]


def test_a_practice_form_gives_words() -> None:
    assert doors.submitted(Token("write", 7, "1"), {"text": "words"}) == c.AnswerQuiz(QuizId(7), 1, "words")


def test_a_setup_form_gives_what_was_filled_in() -> None:
    fields = {"time": " 10:00 ", "zone": "", "style": "check", "feedback": "at-once", "thread": "yes"}
    assert doors.submitted(Token("setup"), fields) == c.SetUp(
        time="10:00", style=Style.CHECK, feedback=Feedback.AT_ONCE, thread=True
    )


def test_an_empty_setup_form_changes_nothing() -> None:
    assert doors.submitted(Token("setup"), {}) == c.SetUp()


def test_an_unknown_form_is_from_another_version() -> None:
    with pytest.raises(StudyError, match="another version"):
        doors.submitted(Token("poem", 1), {})


def tokens(view: v.View) -> list[Token]:
    """What the buttons and the form of a view carry."""
    form = [view.token] if isinstance(view, v.AnswerFormView | v.SetupFormView) else []
    lines = [one.button for one in view.rounds if one.button] if isinstance(view, v.HistoryView) else []
    posts = [button for one in view.uncertain for button in one.buttons] if isinstance(view, v.StatusView) else []
    return [*form, *(button.token for button in (*getattr(view, "buttons", ()), *lines, *posts))]


async def test_every_button_that_the_engine_makes_fits_and_is_understood(world: World) -> None:
    views: list[v.View] = [await world.type(f"/study team create {'x' * 40}", admin=True), await world.open_day()]
    views += [await world.press(views[-1], label) for label in ("Answer", "Hint")]
    views += [await world.type("/question"), await world.answer("Mine"), await world.close_round()]
    views += [await world.press(views[-1], "Your verdict"), await world.type("/study history")]
    longest = max(world.bank.items, key=len)
    quiz = await world.type(f"/quiz {longest} 1")
    views += [quiz, await world.press(quiz, "A"), await world.press(quiz, "End")]
    words = await world.type(f"/quiz {longest} 1 open")
    views += [words, await world.press(words, "Answer")]
    views += [await world.type(line) for line in ("/leaderboard season teams", "/study me", "/study team list")]
    world.platform.before, world.platform.can_look = [OSError()], False
    await world.next_morning()
    views += [
        await world.type(line, admin=True) for line in ("/study status", "/study schedule preview", "/study setup")
    ]
    found = [token for view in views for token in tokens(view)]
    assert len(found) >= 40
    assert all(len(str(token)) <= MOST and read(str(token)) == token for token in found)
