"""Practice in private: checks with an explanation after each, or open questions that are judged at once."""

from dataclasses import dataclass

from bot.domain.errors import StudyError, did_you_mean
from bot.domain.ids import ItemId, QuizId
from bot.domain.questions import Check, Item, Style, select, selectors
from bot.domain.rotation import place
from bot.domain.rounds import ANSWER_LIMIT
from bot.domain.timetable import season_key
from bot.domain.verdicts import Band, Verdict
from bot.engine import commands as c
from bot.engine import views as v
from bot.engine.answering import checked_text
from bot.engine.doors import line
from bot.engine.ports.store import Award, Quiz, QuizAnswer
from bot.engine.revealing import judged_points
from bot.engine.tokens import Token
from bot.engine.turn import Turn, season_source

Card = tuple[ItemId, str | None]


@dataclass(frozen=True, slots=True)
class JudgeQuiz:
    """What a use case returns in place of a view when an open answer waits for its verdict."""

    quiz: Quiz
    position: int
    item: Item
    text: str


def start(turn: Turn, command: c.StartQuiz) -> v.View:
    """A new quiz: what the member has seen least comes first; items of open rounds are withheld."""
    known = selectors(turn.bank.items.values(), turn.bank.topics)
    what = command.what.strip().casefold()
    if what in ("", "all", "everything"):
        what = ""
    elif what not in known and ItemId(what) not in turn.bank.items:
        raise StudyError(
            f'There is no section, level or topic "{command.what.strip()[:60]}".{did_you_mean(what, list(known))}',
            f"There are {', '.join(list(known)[:8])} and more; leave it out for everything.",
        )
    withheld = turn.tx.rounds.withheld(turn.member.space)
    items = [item for item in select(turn.bank.items.values(), [what] if what else []) if item.id not in withheld]
    cards: list[Card] = [
        (item.id, check.id if check else None)
        for item in items
        for check in (item.checks if command.style is Style.CHECK else (None,))
    ]
    if not cards:
        raise StudyError("Everything there is about this is an open question right now.", "Try again after its close.")
    chosen = _choose(turn, cards, max(1, min(command.count, 20)))
    quiz = turn.tx.quizzes.add(turn.member, what or "everything", command.style, chosen, turn.now)
    return _card(turn, quiz, 0)


def _choose(turn: Turn, cards: list[Card], count: int) -> list[Card]:
    seen = turn.tx.quizzes.seen(turn.member)
    seed = f"{turn.member.user}:{turn.now.isoformat()}"
    order = sorted(
        cards, key=lambda card: (seen.get(card, 0), place(ItemId(f"{card[0]}#{card[1]}"), seed=seed, turn=0))
    )
    # Different items before a second check of the same one.
    first: list[Card] = []
    later: list[Card] = []
    taken: set[ItemId] = set()
    for card in order:
        (later if card[0] in taken else first).append(card)
        taken.add(card[0])
    return (first + later)[:count]


def _quiz(turn: Turn, number: QuizId, position: int) -> Quiz:
    """The asker's quiz, standing at that card."""
    quiz = turn.tx.quizzes.get(number, turn.member)
    if quiz is None or not 0 <= position < len(quiz.cards):
        raise StudyError("This quiz is not yours, or is not here any more.", "Start one with `/quiz`.")
    return quiz


def _content(turn: Turn, quiz: Quiz, position: int) -> tuple[Item, Check | None]:
    item_id, check_id = quiz.cards[position]
    item = turn.bank.items.get(item_id)
    check = item.check(check_id) if item and check_id else None
    if item is None or (check_id and check is None):
        raise StudyError("This question is no longer in the bank.", "Start a new quiz with `/quiz`.")
    return item, check


def _card(turn: Turn, quiz: Quiz, position: int, *, chosen: QuizAnswer | None = None) -> v.View:
    item, check = _content(turn, quiz, position)
    if item.id in turn.tx.rounds.withheld(turn.member.space):
        return _skip_withheld(turn, quiz, position)
    buttons: list[v.Button] = []
    if chosen is not None:
        buttons.append(_onward(quiz, position))
    elif check is not None:
        buttons += [v.Button("ABCDEF"[i], Token("pick", quiz.id, f"{position}.{i}")) for i in range(len(check.options))]
    else:
        buttons.append(v.Button("Answer", Token("write", quiz.id, str(position)), main=True))
        buttons.append(v.Button("Skip", Token("next", quiz.id, str(position + 1))))
    if position + 1 < len(quiz.cards) or chosen is None:
        buttons.append(v.Button("End the quiz", Token("end", quiz.id)))
    return v.QuizCardView(
        what=quiz.what,
        position=position,
        count=len(quiz.cards),
        title=item.title,
        level=item.level,
        prompt=check.prompt if check else item.prompt,
        style=quiz.style,
        options=v.option_views(check),
        buttons=tuple(buttons),
        check=check if chosen else None,
        chosen=chosen.choice if chosen else None,
        gained=chosen.gained if chosen else 0,
    )


def _skip_withheld(turn: Turn, quiz: Quiz, position: int) -> v.View:
    """An item that became an open question since the quiz began is passed over: no spoiler by the back door."""
    return next_card(turn, c.NextCard(quiz.id, position + 1))


def _onward(quiz: Quiz, position: int) -> v.Button:
    last = position + 1 >= len(quiz.cards)
    return v.Button("Result" if last else "Next question", Token("next", quiz.id, str(position + 1)), main=True)


def pick(turn: Turn, command: c.PickOption) -> v.View:
    """A choice in a check. A second press of anything shows the first choice again."""
    quiz = _quiz(turn, command.quiz, command.position)
    item, check = _content(turn, quiz, command.position)
    if check is None or not 0 <= command.choice < len(check.options):
        raise StudyError("There is no such option.", "Press one of the lettered buttons.")
    if item.id in turn.tx.rounds.withheld(turn.member.space):
        return _skip_withheld(turn, quiz, command.position)
    right = check.options[command.choice].right
    given = turn.tx.quizzes.answers(quiz.id)
    before = next((one for one in given if one.position == command.position), None)
    if before is None:
        gained = _practice_points(turn, item, check.id) if right else 0
        before = QuizAnswer(command.position, command.choice, right, gained)
        turn.tx.quizzes.answer(quiz.id, before)
    return _card(turn, quiz, command.position, chosen=before)


def _practice_points(turn: Turn, item: Item, what: str) -> int:
    """A few points, the first time in a season, up to the daily cap."""
    points = turn.rules.points
    room = points.practice_daily - turn.tx.ledger.practice_today(turn.member, turn.today)
    worth = min(points.practice, room)
    if worth <= 0:
        return 0
    source = f"{season_source(item.id, season_key(turn.today))}#{what}"
    award = Award(turn.member, source, "practice", worth, turn.today, turn.asker.channel)
    return worth if turn.tx.ledger.award(award) else 0


def quiz_form(turn: Turn, command: c.OpenQuizForm) -> v.View:
    quiz = _quiz(turn, command.quiz, command.position)
    item, _ = _content(turn, quiz, command.position)
    return v.AnswerFormView(
        token=Token("write", quiz.id, str(command.position)),
        title=f"Practice: {item.title}",
        prompt=item.prompt,
        style=Style.OPEN,
        options=(),
        limit=ANSWER_LIMIT,
        value="",
        choice=None,
        note="Practice is private. The verdict and the model answer come at once.",
    )


def answer(turn: Turn, command: c.AnswerQuiz) -> v.View | JudgeQuiz:
    quiz = _quiz(turn, command.quiz, command.position)
    item, check = _content(turn, quiz, command.position)
    if check is not None:
        raise StudyError("This question is answered by its buttons.", "Press one of the letters.")
    if item.id in turn.tx.rounds.withheld(turn.member.space):
        return _skip_withheld(turn, quiz, command.position)
    return JudgeQuiz(quiz, command.position, item, checked_text(command.text))


def judged(turn: Turn, waiting: JudgeQuiz, verdict: Verdict) -> v.View:
    """The verdict on an open practice answer, with the model answer and the way on."""
    right = verdict.band in (Band.EXCELLENT, Band.GOOD)
    # The model answer was shown with the first verdict: a second try earns nothing.
    again = any(one.position == waiting.position for one in turn.tx.quizzes.answers(waiting.quiz.id))
    gained = _practice_points(turn, waiting.item, "open") if right and not again else 0
    turn.tx.quizzes.answer(waiting.quiz.id, QuizAnswer(waiting.position, None, right, gained))
    item = waiting.item
    return v.VerdictView(
        number=None,
        title=item.title,
        verdict=verdict,
        points=judged_points(item, verdict, Style.OPEN),
        score=None,
        answer=waiting.text,
        short=item.short,
        full=item.full,
        diagram=item.diagram,
        pack=item.pack,
        check=None,
        choice=None,
        buttons=(_onward(waiting.quiz, waiting.position),),
    )


def next_card(turn: Turn, command: c.NextCard) -> v.View:
    quiz = turn.tx.quizzes.get(command.quiz, turn.member)
    if quiz is None:
        raise StudyError("This quiz is not yours, or is not here any more.", "Start one with `/quiz`.")
    if command.position >= len(quiz.cards):
        return end(turn, c.EndQuiz(quiz.id))
    turn.tx.quizzes.move(quiz.id, command.position, ended=False)
    given = next((one for one in turn.tx.quizzes.answers(quiz.id) if one.position == command.position), None)
    return _card(turn, quiz, command.position, chosen=given if quiz.style is Style.CHECK else None)


def end(turn: Turn, command: c.EndQuiz) -> v.View:
    """The summary: how many were right, and what to read about the others."""
    quiz = turn.tx.quizzes.get(command.quiz, turn.member)
    if quiz is None:
        raise StudyError("This quiz is not yours, or is not here any more.", "Start one with `/quiz`.")
    turn.tx.quizzes.move(quiz.id, len(quiz.cards), ended=True)
    given = turn.tx.quizzes.answers(quiz.id)
    missed: dict[str, v.MissedItem] = {}
    for one in given:
        item = turn.bank.items.get(quiz.cards[one.position][0])
        if item is not None and not one.right:
            missed[item.id] = v.MissedItem(item.title, v.source_lines(item))
    what = "" if quiz.what == "everything" else f"{quiz.what} "
    again = v.Button("Another quiz", line(f"quiz {what}{len(quiz.cards)} {quiz.style}"), main=True)
    return v.QuizSummaryView(
        what=quiz.what,
        right=sum(one.right for one in given),
        answered=len(given),
        gained=sum(one.gained for one in given),
        missed=tuple(missed.values()),
        buttons=(again,),
    )
