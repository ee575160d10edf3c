"""The paper and the faces of the official form: every rule of annex I of decree 30/2020/NĐ-CP on
sizes, weights, margins and lines stands here, and nowhere else.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import cache
from typing import Any, Literal, NamedTuple
from unicodedata import normalize

from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Length, Mm, Pt
from docx.table import Table as Grid
from docx.table import _Cell as Square
from docx.text.paragraph import Paragraph

from parplan.points import Lang
from parplan.text import Message, Sentence, plain

_GRID = "Table Grid"
_KEPT = ("Normal", "Default Paragraph Font", "Normal Table", "No List", _GRID)
# A4; the margins may be 20-25 (top, bottom), 30-35 (left) and 15-20 mm (right).
_SHORT, _LONG = Mm(210), Mm(297)
_TOP, _BOTTOM, _LEFT, _EDGE = Mm(20), Mm(20), Mm(30), Mm(15)
_FONT = "Times New Roman"

_Side = Literal["left", "center", "right", "both"]


class Face(NamedTuple):
    """How one element is set: its size in points, its face, its place on the line, the indent of
    its first line (36 are 1.27 cm), and the space before and after it, in points too.
    """

    size: int
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    side: _Side = "center"
    first: int = 0
    before: int = 0
    after: int = 0
    rank: int | None = None  # among headings, from 0
    keep: bool = False  # on the page of what follows


_CELLS: Mapping[str, _Side] = {"Cell": "left", "Figure": "right"}
FACES: Mapping[str, Face] = {
    "Nation": Face(12, bold=True, capitals=True),
    "Motto": Face(13, bold=True),
    "Superior": Face(12, capitals=True),
    "Issuer": Face(12, bold=True, capitals=True),
    "Number": Face(13, before=6),
    "About": Face(12),
    "Day": Face(13, italic=True, before=6),
    "Kind": Face(14, bold=True, capitals=True, before=18, keep=True),
    "Subject": Face(14, bold=True, keep=True),
    "To": Face(14, before=18, after=6),
    "Addressee": Face(14, side="left"),
    "Body": Face(14, side="both", first=36, after=6),
    "Part": Face(
        14, bold=True, capitals=True, side="both", first=36, before=12, after=6, rank=0, keep=True
    ),
    "Point": Face(14, bold=True, side="both", first=36, before=6, after=6, rank=1, keep=True),
    "Caption": Face(13, bold=True, before=6, after=3, keep=True),
    "Title": Face(12, bold=True, keep=True),
    **{
        f"{kind}{role}": Face(12, bold=role == " total", italic=role == " part", side=side)
        for kind, side in _CELLS.items()
        for role in ("", " total", " part")
    },
    "Note": Face(12, italic=True, side="both"),
    "Authority": Face(14, bold=True, capitals=True),
    "Office": Face(14, bold=True, capitals=True),
    "Name": Face(14, bold=True, before=72),
    "Copies": Face(12, bold=True, italic=True, side="left"),
    "Copy": Face(11, side="left"),
    "Annex": Face(14, bold=True, keep=True),
    "Annex title": Face(14, bold=True, capitals=True, keep=True),
    "Annex of": Face(14, italic=True, after=6, keep=True),
    "Page": Face(14),
}


def set_up(document: Docx, lang: Lang) -> None:
    """Our styles, in place of the hundred and more that every document begins with. They are
    written as the format has them, which takes a third of the time of the library's own way.
    """
    own = document.styles.element
    for known in own.style_lst:
        if known.name_val not in _KEPT:
            own.remove(known)
    for name, face in FACES.items():
        own.append(parse_xml(_style(name, face)))
    normal = document.styles["Normal"].element.get_or_add_rPr()
    normal.append(parse_xml(f"<w:rFonts {_NAMES} {_FONTS}/>"))
    child(normal, "w:lang", val={"vi": "vi-VN", "en": "en-GB"}[lang])


def laid(section: Section, *, wide: bool) -> None:
    """A page's paper and margins, across where it is wide."""
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if wide else (_SHORT, _LONG)
    section.top_margin, section.bottom_margin = _TOP, _BOTTOM
    section.left_margin, section.right_margin = _LEFT, _EDGE
    section.header_distance = section.footer_distance = Mm(10)


def _style(name: str, face: Face) -> str:
    """A face as a style."""
    flags = {"b": face.bold, "i": face.italic, "caps": face.capitals}
    letters = "".join(f"<w:{flag}/>" for flag, there in flags.items() if there)
    keep = "<w:keepNext/>" if face.keep else ""
    rank = "" if face.rank is None else f'<w:outlineLvl w:val="{face.rank}"/>'
    return f"""\
<w:style {_NAMES} w:type="paragraph" w:customStyle="1" w:styleId="{_id(name)}">
<w:name w:val="{_styled(name)}"/><w:basedOn w:val="Normal"/><w:qFormat/>
<w:pPr>{keep}<w:spacing w:before="{_twips(face.before)}" w:after="{_twips(face.after)}"
 w:line="240" w:lineRule="auto"/><w:ind w:firstLine="{_twips(face.first)}"/>
<w:jc w:val="{face.side}"/>{rank}</w:pPr>
<w:rPr><w:rFonts {_FONTS}/>{letters}<w:sz w:val="{2 * face.size}"/></w:rPr></w:style>"""


_NAMES = nsdecls("w")
_FONTS = " ".join(f'w:{of}="{_FONT}"' for of in ("ascii", "hAnsi", "cs", "eastAsia"))


def _twips(points: int) -> int:
    return 20 * points


def _id(name: str) -> str:
    return _styled(name).replace(" ", "")


def _styled(name: str) -> str:
    """The style of a face: its name is none of the library's own."""
    return f"Official {name}"


def faced(paragraph: Paragraph, name: str) -> Paragraph:
    """A new paragraph, in a face: by a copy of what names its style, which is several times as
    quick as the library's own way.
    """
    if paragraph._p.pPr is not None:
        paragraph._p.remove(paragraph._p.pPr)
    paragraph._p.insert(0, deepcopy(_naming(name)))
    return paragraph


@cache
def _naming(name: str) -> Any:
    """What of a paragraph names the style of a face."""
    properties = OxmlElement("w:pPr")
    child(properties, "w:pStyle", val=_id(name))
    return properties


def child(parent: Any, tag: str, **values: str) -> Any:
    """A new element of the format below another, with values in its namespace."""
    element = OxmlElement(tag)
    for name, value in values.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
    return element


class Out(NamedTuple):
    """Where something is written: the document, its language, and the part of it."""

    document: Docx
    lang: Lang
    place: Docx | Square

    def said(self, message: Message | Sentence) -> str:
        """A message in the document's language, on one line."""
        return plain(message.say(self.lang))

    def paragraph(self, text: str, name: str) -> Paragraph:
        """A paragraph in the face of this name."""
        return faced(self.place.add_paragraph(text), name)


# How long and how wide things are, in EMU as the library counts.


def room(section: Section) -> Length:
    """How wide what stands on a page can be."""
    page, left, right = section.page_width, section.left_margin, section.right_margin
    return Length((page or _SHORT) - (left or _LEFT) - (right or _EDGE))


# Advance widths of Times Bold in thousandths of its size (Adobe's font metrics, Times-Bold.afm);
# letters with marks are as wide as those without.
_WIDTHS = {
    letter: width
    for width, letters in (
        (250, " \u00a0.,"),
        (278, "il/"),
        (333, "fjt()-:;"),
        (389, "sI"),
        (444, "cerz"),
        (556, "bdhknpquS≥≤+<>="),
        (611, "FP"),
        (667, "BELTZ"),
        (722, "wACDNRUVXY"),
        (778, "GHKOQ"),
        (833, "m"),
        (944, "M"),
        (1000, "W%"),
    )
    for letter in letters
}
_LETTER = 500


def length(text: str, face: Face) -> int:
    """How long a text is, in EMU, about: its letters without their marks."""
    bare = normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    letters = [letter for letter in bare if not _is_mark(letter)]
    return int(Pt(face.size) * sum(_WIDTHS.get(letter, _LETTER) for letter in letters) / 1000)


def _is_mark(letter: str) -> bool:
    return "\u0300" <= letter <= "\u036f"


PADDING = Mm(1.9)  # of a cell, left and right, as word processors have it
TIGHT = Mm(0.8)  # where there is no room for that


def gridded(
    grid: Grid, widths: Sequence[Length], *, ruled: bool, padding: Length = PADDING
) -> None:
    """A table's widths, on its columns and on every cell, as some word processors read one and some
    the other; with lines around the cells where it is ruled.
    """
    grid.autofit, grid.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    if ruled:
        grid.style = _GRID
    if padding != PADDING:
        margins = OxmlElement("w:tblCellMar")
        for side in ("left", "right"):
            child(margins, f"w:{side}", w=str(padding.twips), type="dxa")
        grid._tblPr.find(qn("w:tblLook")).addprevious(margins)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for row in grid.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
