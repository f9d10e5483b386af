"""A kit's checks as an IMS QTI 2.1 package: a manifest, a test, and one item file per check with feedback per option.

After the QTI 2.1 information model and its conformance to IMS Content Packaging 1.1. Formulas are MathML.
"""

from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from bot.domain.kits.values import Sheet
from bot.domain.questions import Check
from bot.export import quiz
from bot.export.names import reference
from bot.export.zips import packed
from bot.prose.html import line_to_html, to_html
from bot.prose.parse import parse, parse_line
from bot.prose.text import clean

_QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
_MATH = "http://www.w3.org/1998/Math/MathML"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_ALLOWED = {"a": ("href",), "th": ("scope", "class"), "td": ("class",), "div": ("class",), "code": ("class",)}
"""What QTI's XHTML lets stand on these elements; on the others of ours it lets nothing stand."""
_LETTERS = "ABCDEFGHIJ"


def write(sheet: Sheet) -> bytes:
    checks = {_identifier(quizzed): quizzed for quizzed in quiz.checks(sheet)}
    files = {f"items/{name}.xml": _file(_item(name, quizzed)) for name, quizzed in checks.items()}
    files["test.xml"] = _file(_test(sheet, list(checks)))
    files["imsmanifest.xml"] = _file(_manifest(sheet, list(checks)))
    return packed(files, first="imsmanifest.xml")


def _identifier(quizzed: quiz.Quizzed) -> str:
    """Letters, digits, hyphens and points: a name that XML and file systems take."""
    return f"check.{quizzed.item.id.replace('/', '.')}.{quizzed.check.id}"


def _file(root: Element) -> bytes:
    # Not indented: a line break between two inline elements would be read as a space.
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode").encode() + b"\n"


def _root(tag: str, namespace: str, schema: str, **attributes: str) -> Element:
    # Not registered with ElementTree, which knows prefixes for the whole process: written as plain attributes.
    return Element(
        tag, {"xmlns": namespace, "xmlns:xsi": _XSI, "xsi:schemaLocation": f"{namespace} {schema}", **attributes}
    )


def _item(name: str, quizzed: quiz.Quizzed) -> Element:
    check = quizzed.check
    item = _root(
        "assessmentItem",
        _QTI,
        "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
        identifier=name,
        title=clean(quizzed.name),
        adaptive="false",
        timeDependent="false",
    )
    response = SubElement(
        item, "responseDeclaration", identifier="RESPONSE", cardinality="single", baseType="identifier"
    )
    SubElement(SubElement(response, "correctResponse"), "value").text = _LETTERS[check.right]
    score = SubElement(item, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    SubElement(SubElement(score, "defaultValue"), "value").text = "0"
    SubElement(item, "outcomeDeclaration", identifier="FEEDBACK", cardinality="single", baseType="identifier")
    body = SubElement(item, "itemBody")
    body.extend(_blocks(check.prompt))
    choices = SubElement(body, "choiceInteraction", responseIdentifier="RESPONSE", shuffle="true", maxChoices="1")
    for letter, option in zip(_LETTERS, check.options, strict=False):
        SubElement(choices, "simpleChoice", identifier=letter).append(_paragraph(option.text))
    item.append(_processing())
    item.extend(_feedback(check))
    return item


def _processing() -> Element:
    """One point for the right option; the option chosen decides which feedback is shown."""
    processing = Element("responseProcessing")
    condition = SubElement(SubElement(processing, "responseCondition"), "responseIf")
    match = SubElement(condition, "match")
    SubElement(match, "variable", identifier="RESPONSE")
    SubElement(match, "correct", identifier="RESPONSE")
    score = SubElement(condition, "setOutcomeValue", identifier="SCORE")
    SubElement(score, "baseValue", baseType="float").text = "1"
    feedback = SubElement(processing, "setOutcomeValue", identifier="FEEDBACK")
    SubElement(feedback, "variable", identifier="RESPONSE")
    return processing


def _feedback(check: Check) -> list[Element]:
    found = []
    for letter, option in zip(_LETTERS, check.options, strict=False):
        feedback = Element("modalFeedback", outcomeIdentifier="FEEDBACK", identifier=letter, showHide="show")
        feedback.append(_paragraph(option.because))
        found.append(feedback)
    return found


def _blocks(markdown: str) -> list[Element]:
    return list(_read(str(to_html(parse(markdown), headings_from=4))))


def _paragraph(markdown: str) -> Element:
    return _read(f"<p>{line_to_html(parse_line(markdown))}</p>")[0]


def _read(html: str) -> Element:
    """Our own HTML as elements: void ones closed, attributes that QTI does not know left out."""
    root = fromstring(f"<div>{html.replace('<br>', '<br/>').replace('<hr>', '<hr/>')}</div>")  # noqa: S314  (our own)
    for element in root.iter():
        if element.tag.startswith(f"{{{_MATH}}}"):
            # As prefixed names: a default namespace within the default namespace confuses some readers.
            element.tag = f"m:{element.tag.removeprefix(f'{{{_MATH}}}')}"
            if element.tag == "m:math":
                element.set("xmlns:m", _MATH)
        else:
            keep = _ALLOWED.get(element.tag, ())
            element.attrib = {name: value for name, value in element.attrib.items() if name in keep}
    return root


def _test(sheet: Sheet, names: list[str]) -> Element:
    test = _root(
        "assessmentTest",
        _QTI,
        "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
        identifier=f"kit.{reference(sheet.code)}",
        title=clean(sheet.kit.title),
    )
    part = SubElement(test, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="individual")
    section = SubElement(part, "assessmentSection", identifier="section", title=clean(sheet.kit.title), visible="true")
    for name in names:
        SubElement(section, "assessmentItemRef", identifier=name, href=f"items/{name}.xml")
    return test


def _manifest(sheet: Sheet, names: list[str]) -> Element:
    manifest = _root(
        "manifest", _CP, "http://www.imsglobal.org/xsd/imscp_v1p1.xsd", identifier=f"manifest.{reference(sheet.code)}"
    )
    metadata = SubElement(manifest, "metadata")
    SubElement(metadata, "schema").text = "QTIv2.1 Package"
    SubElement(metadata, "schemaversion").text = "1.0.0"
    SubElement(manifest, "organizations")
    resources = SubElement(manifest, "resources")
    test = SubElement(
        resources, "resource", identifier=f"test.{reference(sheet.code)}", type="imsqti_test_xmlv2p1", href="test.xml"
    )
    SubElement(test, "file", href="test.xml")
    for name in names:
        SubElement(test, "dependency", identifierref=name)
    for name in names:
        resource = SubElement(
            resources, "resource", identifier=name, type="imsqti_item_xmlv2p1", href=f"items/{name}.xml"
        )
        SubElement(resource, "file", href=f"items/{name}.xml")
    return manifest
