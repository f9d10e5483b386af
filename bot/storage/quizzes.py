"""Practice sessions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.domain.ids import ItemId, Member, QuizId, SpaceId, UserId
from bot.domain.questions import Style
from bot.engine.ports.store import Quiz, QuizAnswer
from bot.storage.statements import added, insert_new
from bot.storage.tables import quiz_answers, quizzes

REMEMBERED = 40
"""How many of a member's latest quizzes decide what is shown next; older ones are forgotten."""


class QuizRows:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(
        self, member: Member, what: str, style: Style, cards: Sequence[tuple[ItemId, str | None]], at: datetime
    ) -> Quiz:
        new = self._db.execute(
            quizzes.insert().returning(quizzes.c.id),
            {
                "space": member.space,
                "user": member.user,
                "what": what,
                "style": style,
                "cards": [list(card) for card in cards],
                "started_at": at,
            },
        ).scalar_one()
        return Quiz(QuizId(new), member, what, style, tuple(cards), 0, ended=False)

    def get(self, quiz: QuizId, member: Member) -> Quiz | None:
        # Held: of two presses at once, the second finds the answer of the first.
        row = self._db.execute(
            select(quizzes)
            .where(quizzes.c.id == quiz, quizzes.c.space == member.space, quizzes.c.user == member.user)
            .with_for_update(key_share=True)
        ).one_or_none()
        return (
            None
            if row is None
            else Quiz(
                QuizId(row.id),
                Member(SpaceId(row.space), UserId(row.user)),
                row.what,
                Style(row.style),
                tuple((ItemId(item), check) for item, check in row.cards),
                row.position,
                row.ended,
            )
        )

    def answer(self, quiz: QuizId, answer: QuizAnswer) -> bool:
        return added(
            self._db,
            insert_new(quiz_answers),
            {
                "quiz": quiz,
                "position": answer.position,
                "choice": answer.choice,
                "right": answer.right,
                "gained": answer.gained,
            },
        )

    def answers(self, quiz: QuizId) -> list[QuizAnswer]:
        rows = self._db.execute(
            select(quiz_answers).where(quiz_answers.c.quiz == quiz).order_by(quiz_answers.c.position)
        )
        return [QuizAnswer(row.position, row.choice, row.right, row.gained) for row in rows]

    def move(self, quiz: QuizId, position: int, *, ended: bool) -> None:
        self._db.execute(update(quizzes).where(quizzes.c.id == quiz).values(position=position, ended=ended))

    def seen(self, member: Member) -> Mapping[tuple[ItemId, str | None], int]:
        cards = self._db.scalars(
            select(quizzes.c.cards)
            .where(quizzes.c.space == member.space, quizzes.c.user == member.user)
            .order_by(quizzes.c.id.desc())
            .limit(REMEMBERED)
        )
        return Counter((ItemId(item), check) for quiz in cards for item, check in quiz)
