"""How well the grader agrees with people, and how fast it is: `python -m tests.benchmarks.grading [folder]`.

The public sets have no key points, so there the reference view stands alone. The answers to our own items are in
`tests/grading/answers.yaml`, written and scored by one author; no rule was made for the third that is held out.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import correlation, fmean, median
from time import process_time
from typing import Any

import yaml
from rapidfuzz.fuzz import token_set_ratio

from bot.bank.loader import load
from bot.domain.questions import Item, Rubric
from bot.grading.rubric import RubricGrader
from bot.grading.text import read

HERE = Path(__file__).resolve().parent
SETS = HERE.parents[2] / "shared" / "grading"
ANSWERS = HERE.parent / "grading" / "answers.yaml"
QUESTIONS = HERE.parents[1] / "questions" / "ai-ml"

PUBLISHED = {
    "saf": {"token_set_ratio": "0.68", "stem recall": "0.63", "this grader": "0.66"},
    "beetle": {"token_set_ratio": "0.41", "stem recall": "0.41", "this grader": "0.44"},
}
"""Zero-shot figures known for the same sets; beside "this grader" stands the lexical formula that it started from."""

Judge = Callable[[str, Rubric], float]


def stem_recall(answer: str, rubric: Rubric) -> float:
    """Share of the reference's content stems that the answer has."""
    wanted = {token.stem for token in read(rubric.model_answers[0]).tokens if token.content}
    said = {token.stem for token in read(answer).tokens}
    return len(wanted & said) / max(1, len(wanted))


def fuzzy(answer: str, rubric: Rubric) -> float:
    return token_set_ratio(answer.lower(), rubric.model_answers[0].lower()) / 100


def rows(file: Path) -> list[dict[str, str]]:
    """The rows with an answer that is not blank."""
    csv.field_size_limit(10_000_000)
    with file.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["answer"].strip()]


def table(head: Sequence[str], body: Iterable[Sequence[object]]) -> None:
    lines = [[str(cell) for cell in line] for line in (head, *body)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for number, line in enumerate(lines):
        cells = (
            cell.ljust(width) if not column else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        print("  " + "  ".join(cells).rstrip())
        if number == 0:
            print("  " + "  ".join("-" * width for width in widths))
    print()


def public_sets(folder: Path, judges: dict[str, Judge]) -> None:
    print(f"Pearson r with people, reference answers only ({folder})\n")
    body = []
    for file in sorted(folder.glob("*.csv")):
        found = rows(file)
        human = [float(row["score_normalised_0_1"]) for row in found]
        rubrics = [Rubric(row["question"], (row["reference"],), ()) for row in found]
        for name, judge in judges.items():
            scores = [judge(row["answer"], rubric) for row, rubric in zip(found, rubrics, strict=True)]
            published = PUBLISHED.get(file.stem, {}).get(name, "–")
            body.append((file.stem, len(found), name, f"{correlation(human, scores):.3f}", published))
    table(("set", "answers", "grader", "r", "published"), body)


def own_answers(items: dict[str, Item], judges: dict[str, Judge]) -> None:
    answers: list[dict[str, Any]] = yaml.safe_load(ANSWERS.read_text(encoding="utf-8"))
    answers = [answer for answer in answers if answer["item"] in items]
    scores = {
        name: [judge(answer["answer"], items[answer["item"]].rubric) for answer in answers]
        for name, judge in judges.items()
    }
    print(f"Answers to our own items ({len(answers)}, a third held out)\n")
    body = []
    for name, found in scores.items():
        for part, held_out in (("tuned on", False), ("held out", True)):
            pairs = [
                (answer["score"], score)
                for answer, score in zip(answers, found, strict=True)
                if bool(answer.get("held_out")) is held_out
            ]
            human, machine = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
            error = fmean(abs(one - other) for one, other in pairs)
            body.append((name, part, len(pairs), f"{correlation(human, machine):.3f}", f"{error:.3f}"))
    table(("grader", "part", "answers", "r", "mean error"), body)
    by_kind(answers, scores)


def by_kind(answers: Sequence[dict[str, Any]], scores: dict[str, list[float]]) -> None:
    print("Mean score by kind of answer\n")
    kinds: dict[str, list[int]] = defaultdict(list)
    for which, answer in enumerate(answers):
        kinds[answer["kind"]].append(which)
    table(
        ("kind", "answers", "by hand", *scores),
        (
            (
                kind,
                len(which),
                f"{fmean(answers[at]['score'] for at in which):.2f}",
                *(f"{fmean(found[at] for at in which):.2f}" for found in scores.values()),
            )
            for kind, which in sorted(kinds.items(), key=lambda kind: -fmean(answers[at]["score"] for at in kind[1]))
        ),
    )


def speed(items: Iterable[Item], judges: dict[str, Judge]) -> None:
    """CPU time, not wall time: other programs on the machine do not count."""
    long = [(item.rubric, " ".join((item.full, item.short, *item.alternatives))[:3_000]) for item in items]
    short = [(item.rubric, item.short) for item in items]
    body = []
    for name, judge in judges.items():
        costs = []
        for cases in (short, long):
            for rubric, answer in cases:
                judge(answer, rubric)
            costs.append(median(_cost(judge, answer, rubric) for rubric, answer in cases))
        body.append((name, costs))
    base = dict(body)["token_set_ratio"]
    print("Time per grade (median over the items; CPU milliseconds, and as a ratio to token_set_ratio)\n")
    table(
        ("grader", "500 characters", "3,000 characters", "ratio", "ratio"),
        (
            (
                name,
                *(f"{cost * 1000:.2f} ms" for cost in costs),
                *(f"{cost / other:.0f} x" for cost, other in zip(costs, base, strict=True)),
            )
            for name, costs in body
        ),
    )


def _cost(judge: Judge, answer: str, rubric: Rubric, *, rounds: int = 5) -> float:
    started = process_time()
    for _ in range(rounds):
        judge(answer, rubric)
    return max((process_time() - started) / rounds, 1e-9)


def main(folder: Path) -> None:
    grader = RubricGrader()
    judges: dict[str, Judge] = {
        "token_set_ratio": fuzzy,
        "stem recall": stem_recall,
        "this grader": lambda answer, rubric: grader.grade(answer, rubric).coverage,
    }
    print(f"Grader {grader.version}\n")
    if list(folder.glob("*.csv")):
        public_sets(folder, judges)
    else:
        print(f"No public sets in {folder}: give the folder with saf.csv and beetle.csv as an argument.\n")
    items = [item for pack in load([QUESTIONS]).packs for item in pack.items]
    own_answers({item.id: item for item in items}, judges)
    speed(items, judges)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SETS)
