"""The interviewer's copy says everything, the candidate's gives nothing away: all items, read from the files."""

import pytest

from bot.bank.bank import PackBank
from bot.domain.errors import StudyError
from bot.domain.kits.values import Copy, Format, Sheet
from bot.export.exporter import LEARNERS, KitExporter
from tests.export.conftest import Made
from tests.export.readers import READERS, of_docx
from tests.export.texts import normal, other_secrets, pieces, rubric

PRINTED = list(READERS)


@pytest.fixture(scope="module")
def rubrics(bank: PackBank) -> dict[str, list[str]]:
    return {item.id: rubric(item) for item in bank.items.values()}


@pytest.fixture(scope="module")
def secrets(bank: PackBank, rubrics: dict[str, list[str]]) -> list[str]:
    """Every sentence that gives an answer away and does not stand in a prompt as well."""
    prompts = " ".join(normal(item.prompt) for item in bank.items.values())
    found = [piece for item in bank.items.values() for piece in (*rubrics[item.id], *other_secrets(item))]
    return [piece for piece in found if piece not in prompts]


@pytest.mark.parametrize("format", PRINTED)
def test_no_candidate_copy_holds_a_sentence_of_a_rubric(format: Format, made_whole: Made, secrets: list[str]) -> None:
    text = normal(READERS[format](made_whole(format, Copy.CANDIDATE).data))

    assert len(secrets) > 5_000
    assert [piece for piece in secrets if piece in text] == []


@pytest.mark.parametrize("format", PRINTED)
def test_every_candidate_copy_holds_every_prompt_and_no_title(format: Format, made_whole: Made, bank: PackBank) -> None:
    text = normal(READERS[format](made_whole(format, Copy.CANDIDATE).data))
    prompts = " ".join(normal(item.prompt) for item in bank.items.values())
    titles = [normal(item.title) for item in bank.items.values() if normal(item.title) not in prompts]

    assert [piece for item in bank.items.values() for piece in pieces(item.prompt) if piece not in text] == []
    assert [title for title in titles if title in text and len(title.split()) > 2] == []


@pytest.mark.parametrize("format", [Format.MARKDOWN, Format.HTML, Format.PDF])
def test_the_same_look_finds_every_sentence_in_the_interviewers_copy(
    format: Format, made_whole: Made, rubrics: dict[str, list[str]]
) -> None:
    text = normal(READERS[format](made_whole(format, Copy.INTERVIEWER).data))

    assert [piece for pieces in rubrics.values() for piece in pieces if piece not in text] == []


def test_the_same_look_finds_every_sentence_in_the_word_file(made_some: Made, rubrics: dict[str, list[str]]) -> None:
    text = normal(of_docx(made_some(Format.DOCX, Copy.INTERVIEWER).data))

    assert [piece for pieces in list(rubrics.values())[::8] for piece in pieces if piece not in text] == []


@pytest.mark.parametrize("format", LEARNERS)
def test_a_quiz_format_has_no_candidate_copy_and_says_what_to_take(
    format: Format, exporter: KitExporter, few: Sheet
) -> None:
    with pytest.raises(StudyError) as raised:
        exporter.export(few, format, Copy.CANDIDATE)

    assert raised.value.says == f"There is no candidate's copy as {format.value}: that format holds the answers."
    assert "md, html, pdf, docx, csv, json" in raised.value.next_step


@pytest.mark.parametrize("format", PRINTED)
def test_the_candidate_copy_does_not_name_the_code_from_which_the_answers_can_be_made(
    format: Format, made: Made, few: Sheet
) -> None:
    assert few.code not in READERS[format](made(format, Copy.CANDIDATE).data)
