"""Today's question: how it is shown, its hints, and the form to answer it in."""

from datetime import timedelta

from bot.domain.errors import StudyError
from bot.domain.ids import RoundId
from bot.domain.questions import Check, Item, Style
from bot.domain.rounds import ANSWER_LIMIT, Feedback, Phase, Round
from bot.engine import commands as c
from bot.engine import phrases
from bot.engine import views as v
from bot.engine.ports.bank import Bank
from bot.engine.ports.store import Tx
from bot.engine.tokens import Token
from bot.engine.turn import Rules, Turn, item_of

LATE = timedelta(minutes=2)
"""A post counts as late, and says so, from here on."""


def check_of(item: Item, round: Round) -> Check | None:
    """The check that this round asks; None in the open style."""
    return item.check(round.check) if round.check else None


def question_view(
    tx: Tx,
    bank: Bank,
    rules: Rules,
    round: Round,
    *,
    own: str | None = None,
    hints_taken: int = 0,
) -> v.QuestionView:
    """The question as it stands now; `own` is what the asker answered, in private."""
    item = item_of(tx, bank, round)
    check = check_of(item, round)
    is_open = round.phase in (Phase.PLANNED, Phase.OPEN)
    schedule = tx.schedules.get(round.schedule)
    due = schedule.timetable.due(round.day) if schedule else None
    buttons: list[v.Button] = []
    if is_open:
        label = "Change my answer" if own else "Answer"
        buttons.append(v.Button(label, Token("answer", round.id), main=True))
        if check is None:
            buttons += _hint_buttons(round, item, hints_taken)
    else:
        buttons.append(v.Button("Your verdict", Token("verdict", round.id)))
    return v.QuestionView(
        number=round.number,
        title=item.title,
        section=item.section,
        level=item.level,
        topics=item.topics,
        minutes=item.minutes,
        prompt=check.prompt if check else item.prompt,
        style=round.style,
        options=v.option_views(check),
        day=round.day,
        closes_at=round.closes_at,
        answered=round.answered,
        is_open=is_open,
        feedback=round.feedback,
        late=due is not None and round.opens_at - due > LATE,
        second_opinion=rules.second_opinion,
        buttons=tuple(buttons),
        own=own,
    )


def current_round(turn: Turn) -> Round:
    """The channel's open round; raises StudyError with what there is instead."""
    found = turn.tx.rounds.open_in(turn.asker.member.space, turn.asker.channel)
    if found is not None and found.takes_answers(turn.now):
        return found
    schedule = turn.tx.schedules.at(turn.member.space, turn.asker.channel)
    if schedule is None:
        step = "Set it up with `/study setup`." if turn.is_admin else "An admin can set it up with `/study setup`."
        raise StudyError("This channel has no daily question yet.", f"{step} Until then, practice with `/quiz`.")
    last = turn.tx.rounds.last(turn.member.space, turn.asker.channel)
    done = f"Question {last[0].number} is closed." if last else "No question has been asked here yet."
    raise StudyError(done, "`/reveal` shows the last model answer; practice goes on with `/quiz`.")


def open_round(turn: Turn, command: c.OpenAnswerForm | c.AnswerRound | c.TakeHint) -> Round:
    """The round behind a button, if it still takes answers."""
    found = known_round(turn, command.round)
    if not found.takes_answers(turn.now):
        raise StudyError(
            f"Question {found.number} is closed, so this can no longer count.",
            f"See the model answer with `/reveal {found.number}`, or practice with `/quiz`.",
        )
    return found


def known_round(turn: Turn, number: RoundId) -> Round:
    """A round of the asker's own space; others do not exist for the asker."""
    found = turn.tx.rounds.get(number)
    if found is None or found.space != turn.member.space or found.phase is Phase.VOID:
        raise StudyError("That question is not here any more.", "`/question` shows today's.")
    return found


def own_answer(turn: Turn, round: Round, check: Check | None) -> str | None:
    """What the asker answered so far, for people: words, or the letter and text of an option."""
    mine = turn.tx.submissions.get(round.id, turn.member)
    if mine is None:
        return None
    if check is not None and mine.choice is not None:
        return f"{'ABCDEF'[mine.choice]}: {check.options[mine.choice].text}"
    return mine.text


def show_question(turn: Turn, _: c.ShowQuestion) -> v.View:
    found = current_round(turn)
    item = turn.item(found)
    taken = turn.tx.submissions.hints(found.id, turn.member)
    return question_view(
        turn.tx,
        turn.bank,
        turn.rules,
        found,
        own=own_answer(turn, found, check_of(item, found)),
        hints_taken=len(taken),
    )


def answer_form(turn: Turn, command: c.OpenAnswerForm) -> v.View:
    found = open_round(turn, command)
    item = turn.item(found)
    check = check_of(item, found)
    mine = turn.tx.submissions.get(found.id, turn.member)
    if mine is not None and mine.locked:
        raise StudyError(f"Your answer to question {found.number} is final.", "Its verdict came with the receipt.")
    if found.feedback is Feedback.AT_ONCE:
        note = "You get the verdict at once; the answer is then final."
    else:
        note = "Private until the close, and you can change it until then."
    return v.AnswerFormView(
        token=Token("answer", found.id),
        title=f"Question {found.number}",
        prompt=check.prompt if check else item.prompt,
        style=found.style,
        options=v.option_views(check),
        limit=ANSWER_LIMIT,
        value=mine.text if mine else "",
        choice=mine.choice if mine else None,
        note=note,
    )


def take_hint(turn: Turn, command: c.TakeHint) -> v.View:
    """The next hint, or one taken before; each is charged once."""
    found = open_round(turn, command)
    if found.style is Style.CHECK:
        raise StudyError("There are no hints for a question with options.", "Choose the one that you think is right.")
    mine = turn.tx.submissions.get(found.id, turn.member)
    if mine is not None and mine.locked:
        raise StudyError(
            f"Your answer to question {found.number} is final.", "A hint is no use now; nothing was charged."
        )
    item = turn.item(found)
    taken = turn.tx.submissions.hints(found.id, turn.member)
    index = command.index if command.index is not None else min(len(taken), len(item.hints) - 1)
    if not 0 <= index < len(item.hints):
        raise StudyError("There is no such hint.", "`/question` shows what there is.")
    hint = item.hints[index]
    new = turn.tx.submissions.take_hint(found.id, turn.member, index, hint.cost)
    buttons = [v.Button("Answer", Token("answer", found.id), main=True), *_hint_buttons(found, item, index + 1)]
    return v.HintView(found.number, index, hint.text, hint.cost, not new, tuple(buttons))


def _hint_buttons(round: Round, item: Item, index: int) -> list[v.Button]:
    """A button for the hint with that index, its cost in the label; none when there is no such hint."""
    if index >= len(item.hints):
        return []
    return [v.Button(phrases.hint_label(index, item.hints[index].cost), Token("hint", round.id, str(index)))]
