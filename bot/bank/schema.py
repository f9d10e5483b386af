"""The file format of packs and items, as pydantic models; `questions/schema.json` is made from them."""

import re
from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, StringConstraints, model_validator

from bot.domain.ids import ItemId
from bot.domain.questions import (
    Anchors,
    Case,
    Check,
    CheckKind,
    Diagram,
    FalseClaim,
    Hint,
    Item,
    KeyPoint,
    Level,
    Option,
    Source,
)


def text(least: int, most: int) -> object:
    """A string of `least` to `most` characters after trimming."""
    return StringConstraints(strip_whitespace=True, min_length=least, max_length=most)


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Phrase = Annotated[str, text(2, 160)]
Sentence = Annotated[str, text(10, 220)]
Paragraph = Annotated[str, text(20, 600)]


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class KeyPointFile(Model):
    """One thing a good answer says, and the many ways people say it."""

    id: Slug
    says: Annotated[str, text(10, 180)]
    weight: Annotated[int, Field(ge=1, le=3)] = 1
    must: bool = False
    phrasings: list[Phrase] = []
    parts: list[Annotated[list[Phrase], Field(min_length=1)]] = []
    at_least: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def either_phrasings_or_parts(self) -> Self:
        if bool(self.phrasings) == bool(self.parts):
            raise ValueError('give either "phrasings" or "parts"')
        if bool(self.parts) != (self.at_least is not None):
            raise ValueError('"at_least" belongs to "parts": say how many of them are enough')
        if self.at_least is not None and self.at_least > len(self.parts):
            raise ValueError(f'"at_least" is {self.at_least}, but there are only {len(self.parts)} parts')
        return self

    def value(self) -> KeyPoint:
        return KeyPoint(
            self.id,
            self.says,
            self.weight,
            self.must,
            tuple(self.phrasings),
            tuple(tuple(part) for part in self.parts),
            self.at_least or 0,
        )


class FalseClaimFile(Model):
    """A wrong belief with its correction. The only thing that the grader ever calls wrong."""

    says: Sentence
    phrasings: Annotated[list[Phrase], Field(min_length=1)]
    correction: Annotated[str, text(10, 300)]

    def value(self) -> FalseClaim:
        return FalseClaim(self.says, tuple(self.phrasings), self.correction)


class HintFile(Model):
    text: Annotated[str, text(15, 240)]
    cost: Annotated[int, Field(ge=5, le=50)]

    def value(self) -> Hint:
        return Hint(self.text, self.cost)


class OptionFile(Model):
    text: Annotated[str, text(1, 160)]
    right: bool = False
    because: Annotated[str, text(15, 260)]

    def value(self) -> Option:
        return Option(self.text, self.right, self.because)


class CheckFile(Model):
    id: Slug
    kind: CheckKind
    prompt: Annotated[str, text(15, 600)]
    options: Annotated[list[OptionFile], Field(min_length=4, max_length=4)]

    @model_validator(mode="after")
    def one_right_option(self) -> Self:
        right = sum(option.right for option in self.options)
        if right != 1:
            raise ValueError(f"exactly one option must be right, {right} are")
        folded = [option.text.casefold() for option in self.options]
        if len(set(folded)) < len(folded):
            raise ValueError("two options read the same")
        return self

    def value(self) -> Check:
        return Check(self.id, self.kind, self.prompt, tuple(option.value() for option in self.options))


class AnswerFile(Model):
    short: Annotated[str, text(60, 700)]
    full: Annotated[str, text(400, 3400)]
    alternatives: Annotated[list[Annotated[str, text(60, 900)]], Field(min_length=2, max_length=3)]


class AnchorsFile(Model):
    poor: Annotated[str, text(20, 320)]
    mixed: Annotated[str, text(20, 320)]
    good: Annotated[str, text(20, 320)]
    excellent: Annotated[str, text(20, 320)]

    def value(self) -> Anchors:
        return Anchors(self.poor, self.mixed, self.good, self.excellent)


class SourceFile(Model):
    title: Annotated[str, text(3, 200)]
    authors: Annotated[str, text(2, 200)]
    year: Annotated[int, Field(ge=1900, le=2100)]
    url: HttpUrl | None = None
    where: Annotated[str, text(1, 120)] | None = None

    def value(self) -> Source:
        return Source(self.title, self.authors, self.year, str(self.url or ""), self.where or "")


class DiagramFile(Model):
    """A Mermaid source, drawn by `make diagrams` to `diagrams/<section>/<slug>.png` in the pack."""

    mermaid: Annotated[str, text(20, 3000)]
    alt: Annotated[str, text(20, 600)]
    caption: Annotated[str, text(5, 160)]


class CaseFile(Model):
    symptom: Paragraph
    shown: Annotated[str, text(20, 800)]
    order_of_checks: Annotated[list[Sentence], Field(min_length=3, max_length=8)]
    cause: Paragraph
    fix: Paragraph
    prevention: Paragraph

    def value(self) -> Case:
        return Case(self.symptom, self.shown, tuple(self.order_of_checks), self.cause, self.fix, self.prevention)


class ItemFile(Model):
    """One question file: `<pack>/<section>/<slug>.yaml`."""

    id: Id
    revision: Annotated[int, Field(ge=1)] = 1
    title: Annotated[str, text(3, 60)]
    level: Level
    minutes: Annotated[int, Field(ge=1, le=30)]
    topics: Annotated[list[Slug], Field(min_length=1, max_length=5)]
    reviewed: date
    overlaps: list[Id] = []
    retired: date | None = None
    replaced_by: Id | None = None
    prompt: Annotated[str, text(40, 700)]
    why: Annotated[str, text(20, 400)]
    answer: AnswerFile
    key_points: Annotated[list[KeyPointFile], Field(min_length=4, max_length=8)]
    false_claims: Annotated[list[FalseClaimFile], Field(min_length=2, max_length=10)]
    hints: Annotated[list[HintFile], Field(min_length=2, max_length=2)]
    rubric: AnchorsFile
    probes: Annotated[list[Annotated[str, text(15, 260)]], Field(min_length=2, max_length=3)]
    red_flags: Annotated[list[Annotated[str, text(10, 220)]], Field(min_length=2, max_length=5)]
    checks: Annotated[list[CheckFile], Field(min_length=3, max_length=6)]
    diagram: DiagramFile | None = None
    case: CaseFile | None = None
    sources: Annotated[list[SourceFile], Field(min_length=1, max_length=8)]

    @model_validator(mode="after")
    def ids_are_unique(self) -> Self:
        for name, ids in (("key_points", [k.id for k in self.key_points]), ("checks", [c.id for c in self.checks])):
            twice = sorted({one for one in ids if ids.count(one) > 1})
            if twice:
                raise ValueError(f'"{name}" has the id {twice[0]} twice')
        if self.replaced_by and not self.retired:
            raise ValueError('"replaced_by" needs "retired": the day from which the successor stands in')
        return self

    def value(self, pack: str) -> Item:
        """The domain's item; a diagram's path is filled by convention."""
        diagram = (
            None
            if self.diagram is None
            else Diagram(self.diagram.mermaid, self.diagram.alt, self.diagram.caption, f"diagrams/{self.id}.png")
        )
        return Item(
            id=ItemId(self.id),
            pack=pack,
            revision=self.revision,
            title=self.title,
            level=self.level,
            minutes=self.minutes,
            topics=tuple(self.topics),
            reviewed=self.reviewed,
            prompt=self.prompt,
            why=self.why,
            short=self.answer.short,
            full=self.answer.full,
            alternatives=tuple(self.answer.alternatives),
            key_points=tuple(k.value() for k in self.key_points),
            false_claims=tuple(f.value() for f in self.false_claims),
            hints=tuple(h.value() for h in self.hints),
            anchors=self.rubric.value(),
            probes=tuple(self.probes),
            red_flags=tuple(self.red_flags),
            checks=tuple(c.value() for c in self.checks),
            sources=tuple(s.value() for s in self.sources),
            overlaps=frozenset(ItemId(other) for other in self.overlaps),
            diagram=diagram,
            case=self.case.value() if self.case else None,
            retired=self.retired,
            replaced_by=ItemId(self.replaced_by) if self.replaced_by else None,
        )


class PackFile(Model):
    """`pack.yaml`: what the pack is, and the topics its items may carry."""

    name: Slug
    title: Annotated[str, text(3, 80)]
    description: Annotated[str, text(10, 400)]
    license: Annotated[str, text(2, 40)]
    version: Annotated[str, StringConstraints(pattern=re.compile(r"^\d{4}\.\d{1,2}(\.\d+)?$").pattern)]
    topics: Annotated[dict[Slug, Annotated[str, text(3, 160)]], Field(min_length=1)]
    sections: Annotated[list[Slug], Field(min_length=1)]


def json_schema() -> dict[str, object]:
    """The JSON schema of an item file, for editors (`# yaml-language-server: $schema=…`)."""
    schema = ItemFile.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


if __name__ == "__main__":
    import json

    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))
