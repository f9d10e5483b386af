"""A kit's questions for Moodle's question bank (Moodle XML): checks as multiple choice, prompts as essays.

After docs.moodle.org, "Moodle XML format". An essay carries the rubric and the diagram as information for graders.
Formulas stay TeX in \\(…\\), which Moodle's MathJax filter sets.
"""

import base64
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from bot.domain.kits.values import Sheet
from bot.domain.questions import Item
from bot.export import quiz
from bot.export.pictures import Pictures
from bot.prose.text import clean

_PICTURE = "diagram.png"


def write(sheet: Sheet, pictures: Pictures) -> bytes:
    root = Element("quiz")
    _category(root, sheet)
    for number, entry in enumerate(sheet.kit.entries, 1):
        item = entry.item
        png = pictures(item.pack, item.diagram.path) if item.diagram else b""
        _essay(root, f"{number}. {item.title}", item, png)
    for quizzed in quiz.checks(sheet):
        _multiple_choice(root, quizzed)
    indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode").encode() + b"\n"


def _category(root: Element, sheet: Sheet) -> None:
    question = SubElement(root, "question", type="category")
    # Moodle reads // as a slash within a name.
    _text(SubElement(question, "category"), f"$course$/top/{sheet.kit.title.replace('/', '//')}")
    _rich(question, "info", f"<p>{sheet.code}</p>")


def _question(root: Element, type_: str, name: str, text: str, key: str) -> Element:
    question = SubElement(root, "question", type=type_)
    _text(SubElement(question, "name"), name)
    _rich(question, "questiontext", text)
    _rich(question, "generalfeedback", "")
    SubElement(question, "defaultgrade").text = "1"
    SubElement(question, "penalty").text = "0.3333333" if type_ == "multichoice" else "0"
    SubElement(question, "hidden").text = "0"
    SubElement(question, "idnumber").text = key
    return question


def _essay(root: Element, name: str, item: Item, png: bytes) -> None:
    question = _question(root, "essay", name, quiz.html(item.prompt), item.id)
    for tag, value in (
        ("responseformat", "editor"),
        ("responserequired", "1"),
        ("responsefieldlines", "15"),
        ("attachments", "0"),
        ("attachmentsrequired", "0"),
    ):
        SubElement(question, tag).text = value
    info = _rich(question, "graderinfo", quiz.for_grader(item, f"@@PLUGINFILE@@/{_PICTURE}" if png else ""))
    if png:
        file = SubElement(info, "file", name=_PICTURE, path="/", encoding="base64")
        file.text = base64.b64encode(png).decode()
    _rich(question, "responsetemplate", "")
    _tags(question, item)


def _multiple_choice(root: Element, quizzed: quiz.Quizzed) -> None:
    check = quizzed.check
    question = _question(root, "multichoice", quizzed.name, quiz.html(check.prompt), quizzed.key)
    for tag, value in (("single", "true"), ("shuffleanswers", "true"), ("answernumbering", "ABCD")):
        SubElement(question, tag).text = value
    for option in check.options:
        answer = SubElement(question, "answer", fraction="100" if option.right else "0", format="html")
        _text(answer, quiz.paragraph(option.text))
        _rich(answer, "feedback", quiz.paragraph(option.because))
    _tags(question, quizzed.item)


def _tags(question: Element, item: Item) -> None:
    tags = SubElement(question, "tags")
    for tag in (item.level.value, *item.topics):
        _text(SubElement(tags, "tag"), tag)


def _rich(parent: Element, tag: str, html: str) -> Element:
    child = SubElement(parent, tag, format="html")
    _text(child, html)
    return child


def _text(parent: Element, value: str) -> None:
    SubElement(parent, "text").text = clean(value)
