"""Views of a question's way, of a quiz and of a board."""

from datetime import UTC, date, datetime

from bot.domain.questions import Check, CheckKind, Diagram, Level, Option, Style
from bot.domain.rounds import Feedback
from bot.domain.scoring import Score
from bot.domain.standings import Period, Scope, Standing
from bot.domain.streaks import Streak
from bot.domain.verdicts import Band, Covered, Mistake, Verdict
from bot.engine import views as v
from bot.engine.doors import line
from bot.engine.tokens import Token

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CLOSES = datetime(2026, 11, 24, 8, 50, tzinfo=UTC)
PROMPT = (
    "A 30-layer network hardly learns: the top layers change, the bottom ones do not. "
    "What is going on, and what would you change?"
)
SHORT = "Backpropagation multiplies one derivative per layer, so the *earliest* layers get almost no gradient."
FULL = """**What happens.** Going back from layer $n$ to layer 1, the size is roughly

$$\\text{size}_1 \\approx \\text{size}_n \\cdot (\\text{slope} \\times \\text{weight})^{n-1}$$

A sigmoid's slope is at most 0.25, so ten layers scale the gradient by $0.25^{10} \\approx 10^{-6}$.

| Remedy | What it does |
|---|---|
| ReLU and relatives | slope 1 on the active side, where sigmoid and tanh saturate |
| Residual blocks | $y = x + F(x)$ has the Jacobian $I + F'(x)$: a direct path |
| LSTM gates | an additive cell state carries gradients through time |

- *"ReLU solves it."* It eases the problem; units can die.
- Choose the variance: $\\frac{2}{n_{in} + n_{out}}$ for tanh.

```python
norms = [p.grad.norm() for p in model.parameters()]
```
"""
CHECK = Check(
    "why",
    CheckKind.CONCEPT,
    "Why do the first layers of a deep sigmoid network learn so slowly?",
    (
        Option(
            "They have already reached a minimum, so that their gradients have to be near zero",
            False,
            "A tiny gradient says nothing about a minimum.",
        ),
        Option(
            "They see the raw inputs, whose scale hides the part of the loss they can change",
            False,
            "Scaling can slow training, but that is not why.",
        ),
        Option(
            "They are given a lower learning rate, which falls with each layer",
            False,
            "Common optimizers start all layers at one rate.",
        ),
        Option(
            "Their gradient is a product of many factors below one, $0.25^n$ at best",
            True,
            "Each layer on the way back multiplies by at most $0.25$.",
        ),
    ),
)
DIAGRAM = Diagram(
    "", "Bars fall from layer 10 to layer 1.", "Gradient norm per layer, schematic", "diagrams/gradients.png"
)
SOURCES = (
    "Xavier Glorot, Yoshua Bengio: [Understanding the difficulty of training deep feedforward neural networks]"
    "(https://proceedings.mlr.press/v9/glorot10a.html) (2010)",
    "Kaiming He and others: *Deep Residual Learning* (2015), section 3",
)
STREAK = Streak(5, 12)


def question(
    number: int = 12, *, answered: int = 3, is_open: bool = True, own: str | None = None, style: Style = Style.OPEN
) -> v.QuestionView:
    buttons = (
        (
            v.Button("Change my answer" if own else "Answer", Token("answer", number), main=True),
            v.Button("Hint 1 (costs 10 %)", Token("hint", number, "0")),
        )
        if is_open
        else (v.Button("Your verdict", Token("verdict", number)),)
    )
    return v.QuestionView(
        number=number,
        title="Vanishing gradients",
        section="intermediate",
        level=Level.INTERMEDIATE,
        topics=("neural-networks", "optimization"),
        minutes=5,
        prompt=CHECK.prompt if style is Style.CHECK else PROMPT,
        style=style,
        options=v.option_views(CHECK) if style is Style.CHECK else (),
        day=date(2026, 11, 23),
        closes_at=CLOSES,
        answered=answered,
        is_open=is_open,
        feedback=Feedback.CLOSE,
        late=False,
        second_opinion=False,
        buttons=buttons,
        own=own,
    )


def reveal(number: int = 11, *, counts: bool = True) -> v.RevealView:
    return v.RevealView(
        number=number,
        title="Vanishing gradients",
        level=Level.INTERMEDIATE,
        prompt=PROMPT,
        style=Style.OPEN,
        check=None,
        short=SHORT,
        full=FULL,
        diagram=DIAGRAM,
        pack="ai-ml",
        sources=SOURCES,
        answered=6,
        counts=(
            v.PointCount("The gradient shrinks as it is propagated backward", 5),
            v.PointCount("The earliest layers suffer most", 2),
        )
        if counts
        else (),
        option_counts=(),
        buttons=(v.Button("Your verdict", Token("verdict", number), main=True),),
    )


def verdict(answer: str, number: int | None = 11) -> v.VerdictView:
    return v.VerdictView(
        number=number,
        title="Vanishing gradients",
        verdict=Verdict(
            0.62,
            Band.GOOD,
            (Covered("shrinks", answer[:200]),),
            ("gates",),
            (
                Mistake(
                    "Gradient clipping cures vanishing gradients.",
                    "Clipping caps norms that are *too large*; it lifts none.",
                    answer[:80],
                ),
            ),
        ),
        points=(
            v.JudgedPoint(
                "The gradient shrinks as it is propagated backward, because many factors below one are multiplied",
                answer[:200],
            ),
            v.JudgedPoint("ReLU and its relatives have slope 1 on the active side", "use ReLU instead of sigmoid"),
            v.JudgedPoint("LSTM gates treat the problem along time, not along layers", None),
            v.JudgedPoint("Gradient norms logged per layer show it", None),
        ),
        score=Score(12, 2, -2, 3) if number else None,
        answer=answer,
        short=SHORT,
        full=FULL,
        diagram=DIAGRAM,
        pack="ai-ml",
        check=None,
        choice=None,
        buttons=(v.Button("Share my answer in the channel", Token("share", 11)),)
        if number
        else (v.Button("Next question", Token("next", 5, "1"), main=True),),
    )


def card(position: int = 0, chosen: int | None = None) -> v.QuizCardView:
    picks = tuple(v.Button("ABCD"[i], Token("pick", 5, f"{position}.{i}")) for i in range(4))
    onward = (v.Button("Next question", Token("next", 5, str(position + 1)), main=True),)
    return v.QuizCardView(
        what="beginner",
        position=position,
        count=3,
        title="Vanishing gradients",
        level=Level.BEGINNER,
        prompt=CHECK.prompt,
        style=Style.CHECK,
        options=v.option_views(CHECK),
        buttons=(*(picks if chosen is None else onward), v.Button("End the quiz", Token("end", 5))),
        check=None if chosen is None else CHECK,
        chosen=chosen,
        gained=1 if chosen == 3 else 0,
    )


def board(name: str, period: Period = Period.WEEK, scope: Scope = Scope.CHANNEL) -> v.BoardView:
    names = ("Ben", name, "Chloe", "Dev", "Emil")
    return v.BoardView(
        period=period,
        scope=scope,
        label="2026-W48",
        lines=tuple(Standing(n.casefold(), n, 84 - 13 * i, 5 - i // 2, i + 1, 6 - i) for i, n in enumerate(names)),
        own=Standing("hana", "Hana", 4, 1, 17),
        own_key=name.casefold(),
        members=23,
        hidden=True,
        previous=False,
        team_streak=4,
        buttons=(
            *(v.Button(p.value.capitalize(), line(f"leaderboard {p} {scope}"), main=p is period) for p in Period),
            *(v.Button(s.value.capitalize(), line(f"leaderboard {period} {s}"), main=s is scope) for s in Scope),
        ),
    )


def answer_form(value: str = "", style: Style = Style.OPEN) -> v.AnswerFormView:
    return v.AnswerFormView(
        token=Token("answer", 12),
        title="Question 12",
        prompt=CHECK.prompt if style is Style.CHECK else PROMPT,
        style=style,
        options=v.option_views(CHECK) if style is Style.CHECK else (),
        limit=3000,
        value=value,
        choice=1 if style is Style.CHECK else None,
        note="Private until the close, and you can change it until then.",
    )
