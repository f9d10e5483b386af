"""The learners' formats: Moodle XML, GIFT, QTI, Anki, each read by a program that is not ours where there is one."""

import base64
import dataclasses
import html
import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
import qti_convert
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.bank import PackBank
from bot.domain.kits.values import Copy, Format, Sheet
from bot.domain.questions import Check, Option
from bot.export import gift, quiz
from bot.export.exporter import KitExporter
from tests.export import sheets
from tests.export.conftest import Made
from tests.export.gift_reader import parse
from tests.export.readers import of_html
from tests.export.texts import normal

NASTY = "a~b=c#d{e}f:g\\h // ->%50% <b>&amp;</b> \"q\" 'a' $x_1$ ]]> \u202e end"


def nasty(bank: PackBank) -> Sheet:
    """An item whose every text is made of what the formats give a meaning to."""
    item = bank.items["beginner/overfitting"]
    options = tuple(Option(f"{NASTY} {at}", at == 1, f"because {NASTY} {at}") for at in range(3))
    check = Check("nasty", item.checks[0].kind, NASTY, options)
    return sheets.sheet([sheets.changed(item, title=NASTY, prompt=NASTY, full=NASTY, checks=(check,))], title=NASTY)


def checks(sheet: Sheet) -> list[Check]:
    return [check for entry in sheet.kit.entries for check in entry.item.checks]


# Moodle XML: no reader of it is on PyPI, so this reads the elements that docs.moodle.org, "Moodle XML format", names.


def moodle(data: bytes) -> dict[str, list[ElementTree.Element]]:
    found: dict[str, list[ElementTree.Element]] = {}
    for question in ElementTree.fromstring(data):
        assert question.tag == "question"
        found.setdefault(question.attrib["type"], []).append(question)
    return found


def test_moodle_gets_every_check_with_one_right_answer_and_a_reason_for_each(made_whole: Made, whole: Sheet) -> None:
    found = moodle(made_whole(Format.MOODLE, Copy.INTERVIEWER).data)["multichoice"]

    for question, check in zip(found, checks(whole), strict=True):
        answers = question.findall("answer")
        assert [answer.attrib["fraction"] for answer in answers] == ["100" if o.right else "0" for o in check.options]
        assert [answer.findtext("feedback/text") for answer in answers] == [
            quiz.paragraph(option.because) for option in check.options
        ]
        assert question.findtext("single") == "true"
        assert question.findtext("questiontext/text") == quiz.html(check.prompt)
    numbers = [question.findtext("idnumber") for question in found]
    assert len(set(numbers)) == len(numbers)
    assert all(len(number or "") <= 100 for number in numbers)


def test_moodle_gets_every_prompt_as_an_essay_with_rubric_and_diagram_for_graders(
    made_whole: Made, whole: Sheet, bank: PackBank
) -> None:
    found = moodle(made_whole(Format.MOODLE, Copy.INTERVIEWER).data)["essay"]

    for question, entry in zip(found, whole.kit.entries, strict=True):
        item = entry.item
        assert normal(of_html(question.findtext("graderinfo/text") or "")).startswith("a passing answer has")
        picture = question.find("graderinfo/file")
        assert (picture is None) == (item.diagram is None)
        if picture is not None and item.diagram:
            assert base64.b64decode(picture.text or "") == (bank.folders["ai-ml"] / item.diagram.path).read_bytes()
            assert f"@@PLUGINFILE@@/{picture.attrib['name']}" in (question.findtext("graderinfo/text") or "")


def test_formulas_reach_moodle_as_tex_for_its_filter(made: Made) -> None:
    text = "".join(ElementTree.fromstring(made(Format.MOODLE, Copy.INTERVIEWER).data).itertext())

    assert "\\(" in text
    assert "<math" not in text


def test_signs_with_a_meaning_come_through_moodle_xml_as_they_are(bank: PackBank, exporter: KitExporter) -> None:
    found = moodle(exporter.export(nasty(bank), Format.MOODLE, Copy.INTERVIEWER).data)

    assert found["multichoice"][0].findtext("name/text") == f"1.1 {NASTY} (application)"
    assert found["category"][0].findtext("category/text") == f"$course$/top/{NASTY.replace('/', '//')}"
    shown = of_html(found["multichoice"][0].findtext("answer/text") or "")
    assert shown.strip() == NASTY.replace("$x_1$", "\\(x_1\\)").replace("&amp;", "&") + " 0"


# GIFT, by pygiftparser, which knows no general feedback: that of essays is taken out before it reads.


def read_gift(data: bytes) -> list[object]:
    found: list[object] = parse(re.sub(r"\{####[^}]*\}", "{}", data.decode())).questions
    return found


def shown(text: str) -> str:
    """What a reader of GIFT shows: escapes resolved, then HTML."""
    return of_html(re.sub(r"\\([~=#{}:\\])", r"\1", text).replace("\\n", "\n")).strip()


def test_gift_gives_every_check_and_essay_to_an_independent_parser(made_whole: Made, whole: Sheet) -> None:
    found = read_gift(made_whole(Format.GIFT, Copy.INTERVIEWER).data)
    essays, multiple = found[: len(whole.kit.entries)], found[len(whole.kit.entries) :]

    assert [len(question.answer.options) for question in essays] == [0] * len(whole.kit.entries)
    for question, check in zip(multiple, checks(whole), strict=True):
        options = question.answer.options
        assert [option.prefix for option in options] == ["=" if option.right else "~" for option in check.options]
        assert [normal(shown(one.feedback)) for one in options] == [
            normal(of_html(quiz.paragraph(option.because))) for option in check.options
        ]
        assert normal(shown(question.text.removeprefix("[html]"))) == normal(of_html(quiz.html(check.prompt)))


def test_signs_with_a_meaning_come_through_gift_as_they_are(bank: PackBank, exporter: KitExporter) -> None:
    _, question = read_gift(exporter.export(nasty(bank), Format.GIFT, Copy.INTERVIEWER).data)
    said = NASTY.replace("$x_1$", "\\(x_1\\)").replace("&amp;", "&")

    assert [shown(option.text) for option in question.answer.options] == [f"{said} 0", f"{said} 1", f"{said} 2"]
    assert shown(question.answer.options[1].feedback) == f"because {said} 1"


@sheets.law
@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=60))
def test_no_sign_of_gift_is_left_unescaped(text: str) -> None:
    written = gift.escaped_html(html.escape(text))

    assert not re.search(r"(?<!\\)(?:\\\\)*[~=#{}:]", written)
    assert html.unescape(re.sub(r"\\(.)", r"\1", written)) == text


# QTI 2.1, by qti_convert, which reads items and manifest to make QTI 3 of them. Item, test and manifest files of the
# whole bank were also validated against the official XSDs by hand; these may not be shipped here.


@pytest.fixture(scope="module")
def package(made_whole: Made) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made_whole(Format.QTI, Copy.INTERVIEWER).data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_qti_manifest_and_test_name_every_file_and_no_other(package: dict[str, bytes], whole: Sheet) -> None:
    manifest = ElementTree.fromstring(package["imsmanifest.xml"])
    files = [node.attrib["href"] for node in manifest.iter("{http://www.imsglobal.org/xsd/imscp_v1p1}file")]
    test = ElementTree.fromstring(package["test.xml"])
    items = [node.attrib["href"] for node in test.iter("{http://www.imsglobal.org/xsd/imsqti_v2p1}assessmentItemRef")]

    assert sorted([*files, "imsmanifest.xml"]) == sorted(package)
    assert len(items) == len(checks(whole))
    assert set(items) == set(package) - {"imsmanifest.xml", "test.xml"}


def test_an_independent_reader_finds_question_options_key_and_feedback(package: dict[str, bytes], whole: Sheet) -> None:
    namespace = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
    order = [
        node.attrib["href"]
        for node in ElementTree.fromstring(package["test.xml"]).iter()
        if node.tag.endswith("assessmentItemRef")
    ]
    for name, check in list(zip(order, checks(whole), strict=True))[::5]:
        item = ElementTree.fromstring(qti_convert.upgrade_qti2_to_qti3(package[name].decode()))
        choices = list(item.iter(f"{namespace}qti-simple-choice"))
        feedback = {node.attrib["identifier"]: node for node in item.iter(f"{namespace}qti-modal-feedback")}
        right = next(item.iter(f"{namespace}qti-correct-response"))
        assert "".join(right.itertext()).strip() == "ABCD"[check.right]
        for choice, option in zip(choices, check.options, strict=True):
            assert _words(choice) == normal(of_html(str(quiz.to_html(quiz.parse(option.text)))))
            assert _words(feedback[choice.attrib["identifier"]]) == normal(
                of_html(str(quiz.to_html(quiz.parse(option.because))))
            )


def _words(element: ElementTree.Element) -> str:
    return normal(of_html(ElementTree.tostring(element, encoding="unicode").replace("ns0:", "").replace("ns1:", "")))


def test_signs_with_a_meaning_come_through_qti_as_they_are(bank: PackBank, exporter: KitExporter) -> None:
    data = exporter.export(nasty(bank), Format.QTI, Copy.INTERVIEWER).data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        item = ElementTree.fromstring(archive.read("items/check.beginner.overfitting.nasty.xml"))

    assert item.attrib["title"] == f"1.1 {NASTY} (application)"
    text = "".join(next(item.iter("{http://www.imsglobal.org/xsd/imsqti_v2p1}simpleChoice")).itertext())
    assert text.startswith(NASTY.split("$")[0].replace("&amp;", "&"))


# Anki, by Anki.


def taken_in(collection: Collection, data: bytes, folder: Path) -> None:
    file = folder / "kit.apkg"
    file.write_bytes(data)
    collection.import_anki_package(
        ImportAnkiPackageRequest(package_path=str(file), options=ImportAnkiPackageOptions(merge_notetypes=True))
    )


def test_anki_takes_the_deck_in_once_and_updates_what_has_changed(
    made: Made, few: Sheet, exporter: KitExporter, tmp_path: Path
) -> None:
    first = few.kit.entries[0].item
    mended = dataclasses.replace(first.checks[0], prompt="A mended question?")
    newer = dataclasses.replace(
        few.kit.entries[0], item=sheets.changed(first, revision=2, checks=(mended, *first.checks[1:]))
    )
    later = dataclasses.replace(few, kit=dataclasses.replace(few.kit, entries=(newer, *few.kit.entries[1:])))
    collection = Collection(str(tmp_path / "collection.anki2"))
    try:
        taken_in(collection, made(Format.ANKI, Copy.INTERVIEWER).data, tmp_path)
        taken_in(collection, made(Format.ANKI, Copy.INTERVIEWER).data, tmp_path)
        twice = collection.note_count(), collection.card_count()
        taken_in(collection, exporter.export(later, Format.ANKI, Copy.INTERVIEWER).data, tmp_path)

        assert twice == (15, 15)
        assert collection.note_count() == 15
        assert len(collection.find_notes('"A mended question?"')) == 1
        assert sorted(path.name for path in (tmp_path / "collection.media").iterdir()) == sorted(
            f"studybot-{entry.item.id.replace('/', '-')}.png" for entry in few.kit.entries if entry.item.diagram
        )
        card = collection.get_card(collection.find_cards('"A mended question?"')[0])
        assert "A mended question?" in card.question()
        assert "✓ right" in card.answer()
        assert "✓ right" not in card.question()
    finally:
        collection.close()
