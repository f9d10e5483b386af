"""JSON: fits the published schema, and reads back as the same sheet."""

import dataclasses
import json
from pathlib import Path

import jsonschema
import pytest

import bot.export
from bot.domain.errors import StudyError
from bot.domain.kits.values import Copy, Format, Sheet
from bot.export.data import from_json, schema
from tests.export.conftest import Made

SCHEMA = Path(bot.export.__file__).parent / "kit.schema.json"


def test_the_published_schema_is_the_one_that_kits_are_written_by() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json.loads(json.dumps(schema())), (
        "bot/export/kit.schema.json is out of date; write json.dumps(bot.export.data.schema(), indent=2) there."
    )


@pytest.mark.parametrize("copy", list(Copy))
def test_a_kit_fits_the_published_schema(copy: Copy, made_whole: Made) -> None:
    published = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(published)

    jsonschema.Draft202012Validator(published).validate(json.loads(made_whole(Format.JSON, copy).data))


def test_the_schema_refuses_a_kit_without_questions_or_of_another_copy(made: Made) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    kit = json.loads(made(Format.JSON, Copy.INTERVIEWER).data)

    assert not validator.is_valid({name: value for name, value in kit.items() if name != "questions"})
    assert not validator.is_valid({**kit, "copy": "candidate"})


def test_the_interviewers_copy_reads_back_as_the_same_sheet(made_whole: Made, whole: Sheet) -> None:
    assert from_json(made_whole(Format.JSON, Copy.INTERVIEWER).data) == whole


def test_what_could_not_be_met_stands_in_the_preview_and_in_no_file(whole: Sheet, made_whole: Made) -> None:
    """A kit made again from its code knows nothing of it, and must have the same bytes."""
    told = dataclasses.replace(whole, kit=dataclasses.replace(whole.kit, unmet=("Too short.",), notes=("Seen.",)))

    from bot.export import data, interviewer

    assert data.write(told, Copy.INTERVIEWER) == made_whole(Format.JSON, Copy.INTERVIEWER).data
    assert interviewer.document(told, lambda pack, path: b"") == interviewer.document(whole, lambda pack, path: b"")


def test_the_candidates_copy_is_no_kit_to_go_on_from(made: Made) -> None:
    with pytest.raises(StudyError) as raised:
        from_json(made(Format.JSON, Copy.CANDIDATE).data)
    assert raised.value.next_step == "Open the interviewer's copy, or the kit code."


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"copy": "interviewer"}', "\ud800", '{"copy": 3}'])
def test_a_file_that_is_no_kit_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(StudyError) as raised:
        from_json(text)
    assert raised.value.says.startswith("This is no kit that was written by Study Bot: ")
    assert raised.value.next_step == "Export the kit again as json."
