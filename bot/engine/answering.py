"""Answers: saved first, with a receipt; judged afterwards, outside of the transaction."""

from dataclasses import dataclass

from bot.domain.errors import StudyError
from bot.domain.questions import Check
from bot.domain.rounds import ANSWER_LIMIT, Feedback, Round, Submission
from bot.engine import commands as c
from bot.engine import views as v
from bot.engine.asking import check_of, current_round, open_round
from bot.engine.tokens import Token
from bot.engine.turn import Turn


@dataclass(frozen=True, slots=True)
class JudgeNow:
    """What a use case returns in place of a view when the verdict comes at once."""

    round: Round


def answer_today(turn: Turn, command: c.AnswerToday) -> v.View | JudgeNow:
    return _save(turn, current_round(turn), command.text, None)


def answer_round(turn: Turn, command: c.AnswerRound) -> v.View | JudgeNow:
    return _save(turn, open_round(turn, command), command.text, command.choice)


def checked_text(text: str) -> str:
    """The answer without outer white space; raises StudyError when it is empty or too long."""
    trimmed = c.clean(text).strip()
    if not trimmed:
        raise StudyError("The answer is empty, so nothing was saved.", "Write at least a sentence.")
    if len(trimmed) > ANSWER_LIMIT:
        raise StudyError(
            f"The answer has {len(trimmed):,} characters; {ANSWER_LIMIT:,} fit. Nothing was saved.",
            f"Shorten it by {len(trimmed) - ANSWER_LIMIT:,} and send it again.",
        )
    return trimmed


def _save(turn: Turn, round: Round, text: str, choice: int | None) -> v.View | JudgeNow:
    check = check_of(turn.item(round), round)
    if check is not None:
        choice = _choice(check, text, choice)
        text, shown = "", f"{'ABCDEF'[choice]}: {check.options[choice].text}"
    else:
        choice, text = None, checked_text(text)
        shown = text
    new = turn.tx.submissions.save(
        Submission(round.id, turn.member, turn.person.team, text, choice, turn.now), day=round.day
    )
    if new is None:
        raise StudyError(
            f"Your answer to question {round.number} is final, so nothing was changed.",
            "The model answer comes with the close.",
        )
    if round.feedback is Feedback.AT_ONCE:
        turn.tx.submissions.lock(round.id, turn.member)
        return JudgeNow(round)
    return v.ReceiptView(
        number=round.number,
        answer=shown,
        changed=not new,
        closes_at=round.closes_at,
        streak=turn.streak(turn.member),
        buttons=(v.Button("Change my answer", Token("answer", round.id)),),
    )


def _choice(check: Check, text: str, choice: int | None) -> int:
    """The index of the chosen option, from a form or from a typed letter."""
    if choice is None:
        letter = text.strip().rstrip(".):").upper()
        choice = "ABCDEF".find(letter) if len(letter) == 1 else -1
    if not 0 <= choice < len(check.options):
        letters = ", ".join("ABCDEF"[: len(check.options)])
        raise StudyError(
            "This question is answered by choosing an option.", f"Choose one of {letters}, for example `/answer B`."
        )
    return choice
