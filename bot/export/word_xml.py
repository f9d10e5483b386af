"""What python-docx has no words for: fields, borders, links, numbering (WordprocessingML, ECMA-376, part 1)."""

from collections.abc import Iterator, Sequence
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.shared import Length
from docx.table import Table
from docx.text.paragraph import Paragraph

_NUMBERED = 5
"""The definition of decimal lists in python-docx's own template; a new list refers to it with a start of its own."""


def element(tag: str, **attributes: str) -> Any:
    found = OxmlElement(tag)
    for name, value in attributes.items():
        found.set(qn(f"w:{name}"), value)
    return found


def add_paragraph(document: Any, style: str) -> Paragraph:
    """A paragraph at the end, in a style of that name.

    python-docx goes through all that stands before it, and through its 160 styles: four times as slow for a whole bank.
    """
    paragraph = Paragraph(element("w:p"), document._body)
    # The section's properties are always the last of a body.
    document.element.body[-1].addprevious(paragraph._p)
    restyle(paragraph, style)
    return paragraph


def add_table(document: Any, rows: int, columns: int, width: Length) -> Table:
    """An empty table at the end, as wide as that."""
    table = CT_Tbl.new_tbl(rows, columns, width)
    document.element.body[-1].addprevious(table)
    table.tblStyle_val = "TableGrid"
    return Table(table, document._body)


def restyle(paragraph: Paragraph, style: str) -> None:
    paragraph._p.style = style.replace(" ", "")


def field(paragraph: Paragraph, instruction: str) -> None:
    """A field that Word fills in, such as PAGE; `1` until it does."""
    simple = element("w:fldSimple", instr=instruction)
    run = element("w:r")
    text = element("w:t")
    text.text = "1"
    run.append(text)
    simple.append(run)
    paragraph._p.append(simple)


def hyperlink(paragraph: Paragraph, href: str) -> Any:
    """An empty link at the end of the paragraph; runs are put into it."""
    found = OxmlElement("w:hyperlink")
    found.set(qn("r:id"), paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(found)
    return found


def shade(cell: Any, color: str) -> None:
    cell.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=color))


def box(style: Any, *, fill: str, bar: str) -> None:
    """Gives a paragraph style a tinted ground and a bar at its left."""
    properties = style.element.get_or_add_pPr()
    borders = element("w:pBdr")
    borders.append(element("w:left", val="single", sz="24", space="8", color=bar))
    for child in (borders, element("w:shd", val="clear", color="auto", fill=fill)):
        # The schema fixes an order: borders and shading stand before spacing and indentation.
        properties.insert_element_before(child, *_AFTER_BORDERS if child is borders else _AFTER_SHADING)


def rule(style: Any, color: str) -> None:
    """Gives a paragraph style a line to write upon."""
    borders = element("w:pBdr")
    for side in ("bottom", "between"):
        borders.append(element(f"w:{side}", val="single", sz="4", space="1", color=color))
    style.element.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)


_AFTER_SHADING = (
    "w:tabs",
    "w:suppressAutoHyphens",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
    "w:outlineLvl",
)
_AFTER_BORDERS = ("w:shd", *_AFTER_SHADING)


def cells(
    table: Any, widths: Sequence[Length], *, header: bool, whole: bool, leads_on: bool
) -> Iterator[tuple[int, int, Any, Paragraph]]:
    """(row, column, cell, its paragraph) of a new table, each as wide as it should be.

    A row stays on one page, a header comes again on each; a `whole` table stays on one page altogether, and one that
    `leads_on` stays with what follows. All of it is done on the elements: python-docx reads a table anew for each cell.
    """
    table.autofit = False
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width
    rows = table._tbl.tr_lst
    for at, row in enumerate(rows):
        properties = row.get_or_add_trPr()
        properties.append(element("w:cantSplit"))
        if header and at == 0:
            properties.append(element("w:tblHeader"))
        for column, (cell, width) in enumerate(zip(row.tc_lst, widths, strict=True)):
            cell.width = width
            paragraph = Paragraph(cell.p_lst[0], table)
            restyle(paragraph, "Kit Cell")
            if (whole and at < len(rows) - 1) or leads_on:
                paragraph.paragraph_format.keep_with_next = True
            yield at, column, cell, paragraph


def soften(style: Any, color: str) -> None:
    """Gives the lines of a table style another color."""
    for line in style.element.iter(
        *(qn(f"w:{side}") for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    ):
        if qn("w:color") in line.attrib:
            line.set(qn("w:color"), color)


def describe_table(table: Any, about: str) -> None:
    table._tbl.tblPr.append(element("w:tblDescription", val=about))


def describe_picture(run: Any, name: str, alt: str) -> None:
    for properties in run._r.iter(qn("wp:docPr")):
        properties.set("name", name)
        properties.set("descr", alt)


def new_list(document: Any, start: int) -> int:
    """Begins a numbered list of its own; Word would else go on counting through the whole document."""
    numbering = document.part.numbering_part.element
    abstract = numbering.num_having_numId(_NUMBERED).abstractNumId.val
    number = numbering.add_num(abstract)
    number.add_lvlOverride(ilvl=0).add_startOverride(start)
    return int(number.numId)


def put_in_list(paragraph: Paragraph, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    numbering = properties.get_or_add_numPr()
    numbering.get_or_add_ilvl().val = 0
    numbering.get_or_add_numId().val = number


def page_footer(paragraph: Paragraph, words: str) -> None:
    """The words, then `3 of 12`."""
    restyle(paragraph, "Footer")
    paragraph.add_run(f"{words}   ·   ")
    field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    field(paragraph, "NUMPAGES")
