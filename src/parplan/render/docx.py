"""A document in the official form, for word processors: every rule of annex I of decree
30/2020/NĐ-CP on paper, margins, faces, lines and page numbers stands here, and nowhere else.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import cache, partial
from io import BytesIO
from itertools import groupby
from typing import Any, Literal, NamedTuple
from unicodedata import normalize

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Cm, Length, Mm, Pt
from docx.table import Table as Grid
from docx.table import _Cell as Square
from docx.text.paragraph import Paragraph

from parplan.points import Lang
from parplan.render.archive import settled
from parplan.render.table import (
    DRAWN,
    RIGHT,
    Annex,
    Block,
    Close,
    Heading,
    Letterhead,
    Line,
    Mark,
    Paper,
    Table,
    marked,
)
from parplan.render.values import for_people
from parplan.text import Message, plain

_GRID = "Table Grid"
_KEPT = ("Normal", "Default Paragraph Font", "Normal Table", "No List", _GRID)
# A4; the margins may be 20-25 (top, bottom), 30-35 (left) and 15-20 mm (right).
_SHORT, _LONG = Mm(210), Mm(297)
_TOP, _BOTTOM, _LEFT, _EDGE = Mm(20), Mm(20), Mm(30), Mm(15)
_FONT = "Times New Roman"
_LEFT_SIDE = Mm(66)  # of the two sides of the head and of the close
_LINE = 6  # eighths of a point
_OF_TEXT = 0.42  # a line below a title is a third to half as long as it

Side = Literal["left", "center", "right", "both"]


class Face(NamedTuple):
    """How one element is set: its size in points, its face, its place on the line, the indent of
    its first line (36 are 1.27 cm), and the space before and after it, in points too.
    """

    size: int
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    side: Side = "center"
    first: int = 0
    before: int = 0
    after: int = 0
    rank: int | None = None  # among headings, from 0
    keep: bool = False  # on the page of what follows


_CELLS: Mapping[str, Side] = {"Cell": "left", "Figure": "right"}
_FACES: Mapping[str, Face] = {
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
    "Title": Face(12, bold=True),
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


def render(paper: Paper, lang: Lang) -> bytes:
    """A document as the bytes of its file; the same document is the same bytes."""
    document = Document()
    _set_up(document, lang)
    out = _Out(document, lang, document)
    section = document.sections[0]
    _laid(section, wide=False)
    _page_number(section)
    _head(out, paper.head)
    _titled(out, paper)
    _blocks(out, paper.blocks, section)
    _close(out, paper.close)
    for annex in paper.annexes:
        _annexed(out, annex)
    _described(document, paper, lang)
    held = BytesIO()
    document.save(held)
    return settled(held.getvalue())


class _Out(NamedTuple):
    """Where something is written: the document, its language, and the part of it."""

    document: Docx
    lang: Lang
    place: Docx | Square

    def said(self, message: Message) -> str:
        """A message in the document's language, on one line."""
        return plain(message.say(self.lang))

    def paragraph(self, text: str, name: str) -> Paragraph:
        """A paragraph in the face of this name."""
        return _faced_as(self.place.add_paragraph(text), name)


# The document as a whole.


def _set_up(document: Docx, lang: Lang) -> None:
    """Our styles, in place of the hundred and more that every document begins with. They are
    written as the format has them, which takes a third of the time of the library's own way.
    """
    own = document.styles.element
    for style in own.style_lst:
        if style.name_val not in _KEPT:
            own.remove(style)
    for name, face in _FACES.items():
        own.append(parse_xml(_style(name, face)))
    normal = document.styles["Normal"].element.get_or_add_rPr()
    normal.append(parse_xml(f"<w:rFonts {_NAMES} {_FONTS}/>"))
    _child(normal, "w:lang", val={"vi": "vi-VN", "en": "en-GB"}[lang])


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


def _faced_as(paragraph: Paragraph, name: str) -> Paragraph:
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
    _child(properties, "w:pStyle", val=_id(name))
    return properties


def _child(parent: Any, tag: str, **values: str) -> Any:
    """A new element of the format below another, with values in its namespace."""
    element = OxmlElement(tag)
    for name, value in values.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
    return element


def _laid(section: Section, *, wide: bool) -> None:
    """A page's paper and margins, across where it is wide."""
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if wide else (_SHORT, _LONG)
    section.top_margin, section.bottom_margin = _TOP, _BOTTOM
    section.left_margin, section.right_margin = _LEFT, _EDGE
    section.header_distance = section.footer_distance = Mm(10)


def _page_number(section: Section) -> None:
    """Arabic, in the middle of the top margin, not on the first page, from 1 in every section."""
    section.different_first_page_header_footer = True
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "1")
    section._sectPr.append(numbers)  # the library has no name for it
    section.header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    _faced_as(paragraph, "Page")
    run = paragraph.add_run()._r  # likewise
    for kind in ("begin", None, "end"):
        if kind is None:
            _child(run, "w:instrText").text = "PAGE"
        else:
            _child(run, "w:fldChar", fldCharType=kind)


def _described(document: Docx, paper: Paper, lang: Lang) -> None:
    """What the file says of itself: no day, because the same plan is to be the same bytes."""
    about = document.core_properties
    about.title = plain((paper.subject or paper.head.about or paper.head.issuer).say(lang))
    about.author = plain(paper.head.issuer.say(lang))
    about.comments = about.last_modified_by = ""
    own = about._element  # the library always dates it
    for name in ("created", "modified"):
        for element in own.findall(qn(f"dcterms:{name}")):
            own.remove(element)


# What stands above and below.


def _sides(out: _Out) -> tuple[_Out, _Out]:
    """Two parts of the page side by side, on one page."""
    right = Length(_width(out.document.sections[-1]) - _LEFT_SIDE)
    grid = out.document.add_table(1, 2)
    _gridded(grid, (_LEFT_SIDE, right), ruled=False)
    _child(grid.rows[0]._tr.get_or_add_trPr(), "w:cantSplit")  # likewise
    cells = grid.rows[0].cells
    return out._replace(place=cells[0]), out._replace(place=cells[1])


def _head(out: _Out, head: Letterhead) -> None:
    left, right = _sides(out)
    beside = _width(out.document.sections[0]) - _LEFT_SIDE
    _said(left, head.superior, "Superior")
    _said(left, head.issuer, "Issuer")
    _line_below(left, head.issuer, "Issuer", _OF_TEXT, _LEFT_SIDE - 2 * _PADDING)
    _said(left, head.number, "Number")
    if head.about is not None:
        _said(left, head.about, "About")
    _said(right, head.nation, "Nation")
    _said(right, head.motto, "Motto")
    _line_below(right, head.motto, "Motto", 1, beside - 2 * _PADDING)
    _said(right, head.day, "Day")
    for side in (left, right):
        _without_first(side)


def _without_first(out: _Out) -> None:
    """Take away the empty paragraph that every new cell begins with."""
    first = out.place.paragraphs[0]._p  # the library cannot take one away
    first.getparent().remove(first)


def _said(out: _Out, message: Message, name: str) -> None:
    out.paragraph(out.said(message), name)


def _line_below(out: _Out, message: Message, name: str, share: float, room: int) -> None:
    """A line in the middle below a title, a share of its length: the upper border of an empty
    paragraph between indents that leave it so much of the room.
    """
    face = _FACES[name]
    text = out.said(message).upper() if face.capitals else out.said(message)
    long = min(_length(text, face), room) * share
    paragraph = out.paragraph("", "Cell")
    how = paragraph.paragraph_format
    how.left_indent = how.right_indent = Length(int((room - long) / 2))
    how.line_spacing = Pt(4)
    borders = _child(paragraph._p.get_or_add_pPr(), "w:pBdr")  # no name for it
    _child(borders, "w:top", val="single", sz=str(_LINE), space="1", color="000000")


def _titled(out: _Out, paper: Paper) -> None:
    """The kind of document and its subject; to whom it is sent."""
    if paper.kind is not None:
        _said(out, paper.kind, "Kind")
    if paper.subject is not None:
        _said(out, paper.subject, "Subject")
        _line_below(out, paper.subject, "Subject", _OF_TEXT, _width(out.document.sections[0]))
    if not paper.to:
        return
    to, *addressees = map(out.said, paper.to)
    if len(addressees) == 1:
        out.paragraph(f"{to} {addressees[0]}", "To")
        return
    out.paragraph(to, "To")
    for text in _listed(addressees):
        out.paragraph(text, "Addressee").paragraph_format.left_indent = Cm(5)


def _listed(texts: Sequence[str]) -> list[str]:
    """A list as documents have it: dashes before, semicolons behind, a full stop at its end."""
    return [f"- {text}{'.' if n == len(texts) else ';'}" for n, text in enumerate(texts, 1)]


def _close(out: _Out, close: Close) -> None:
    for last in (out.document.paragraphs[-1], out.paragraph("", "Copy")):
        last.paragraph_format.keep_with_next = True  # no signature stands alone on a page
    left, right = _sides(out)
    title, *copies = map(left.said, close.copies)
    left.paragraph(title, "Copies")
    for text in _listed(copies):
        left.paragraph(text, "Copy")
    if close.authority is not None:
        _said(right, close.authority, "Authority")
    _said(right, close.office, "Office")
    _said(right, close.name, "Name")
    for side in (left, right):
        _without_first(side)


def _annexed(out: _Out, annex: Annex) -> None:
    section = out.document.add_section(WD_SECTION.NEW_PAGE)
    _laid(section, wide=annex.wide)
    _said(out, annex.number, "Annex")
    _said(out, annex.title, "Annex title")
    _said(out, annex.of, "Annex of")
    _blocks(out, annex.blocks, section)


# What stands between.


def _blocks(out: _Out, blocks: Sequence[Block], section: Section) -> None:
    for above, block, below in zip((None, *blocks), blocks, (*blocks[1:], None), strict=False):
        if isinstance(block, Table):
            _table(out, block, section)
        elif isinstance(block, Heading):
            text = f"{block.number} {out.said(block.said)}".strip()
            out.paragraph(text, "Part" if block.is_first else "Point")
        else:
            how = out.paragraph(_sentence(out.said(block)), "Body").paragraph_format
            how.space_before = Pt(_FACES["Body"].after) if isinstance(above, Table) else None
            how.keep_with_next = isinstance(below, Table)


def _sentence(text: str) -> str:
    """A paragraph begins with a capital, and ends with a sign."""
    ended = text if not text[-1:].isalnum() and text[-1:] not in ")%" else f"{text}."
    return ended[:1].upper() + ended[1:]


def _table(out: _Out, table: Table, section: Section) -> None:
    """A table with its title, its notes below; its heads are repeated on every page, and no row is
    torn.
    """
    shown = [
        n for n, column in enumerate(table.columns) if column.human and column.kind not in DRAWN
    ]
    table = marked(table, shown)
    if title := out.said(table.title):
        out.paragraph(title, "Caption")
    titles = [_levels(out.said(Message(table.columns[n].title))) for n in shown]
    depth = max(len(levels) for levels in titles)
    texts = [[_text(out, table, line, n) for n in shown] for line in table.lines]
    grid = out.document.add_table(depth + len(texts), len(shown))
    right = [table.columns[n].kind in RIGHT for n in shown]
    marks = [[_signs(line.cells[n]) for n in shown] for line in table.lines]
    long = [[*map(str.__add__, cells, signs)] for cells, signs in zip(texts, marks, strict=True)]
    _gridded(grid, _widths(titles, long, right, _width(section)), ruled=True)
    _heads(grid, titles, depth)
    for row, line, cells in zip(grid.rows[depth:], table.lines, texts, strict=True):
        _child(row._tr.get_or_add_trPr(), "w:cantSplit")  # no name for it
        for n, text, cell in zip(shown, cells, row.cells, strict=True):
            _put(cell, text, line.cells[n], line, right=table.columns[n].kind in RIGHT)
    for number, note in enumerate(table.notes, 1):
        paragraph = out.paragraph("", "Note")
        paragraph.add_run(str(number)).font.superscript = True
        paragraph.add_run(f" {_sentence(out.said(note))}")
    for foot in table.feet:
        out.paragraph(_sentence(out.said(foot)), "Note")


def _text(out: _Out, table: Table, line: Line, at: int) -> str:
    """What a cell reads: here is room for names."""
    column = table.columns[at]
    named = column._replace(kind="text") if column.kind == "names" else column
    text = for_people(named, line.cells[at], line, out.lang)
    return text.replace(" ", "\u00a0") if len(text) < _SHORTEST else text


def _signs(mark: Mark) -> str:
    """The numbers of the notes on a figure."""
    return ",".join(map(str, mark.notes))


def _levels(title: str) -> tuple[str, ...]:
    """A column's title, and the one above it that several share: “2022 / Score” is both."""
    return tuple(title.split(" / ", 1))


def _heads(grid: Grid, titles: Sequence[tuple[str, ...]], depth: int) -> None:
    """The titles, those that columns share above them once."""
    for row in grid.rows[:depth]:
        more = row._tr.get_or_add_trPr()  # no name for it
        _child(more, "w:cantSplit")
        _child(more, "w:tblHeader")
    if depth == 1:
        for cell, (title,) in zip(grid.rows[0].cells, titles, strict=True):
            _fill(cell, title, "Title")
        return
    for (above, is_shared), columns in groupby(
        enumerate(titles), key=lambda it: (it[1][0], len(it[1]) > 1)
    ):
        at = [n for n, _ in columns]
        if not is_shared:
            for n in at:
                cell = grid.cell(0, n).merge(grid.cell(depth - 1, n))
                _fill(cell, titles[n][0], "Title")
            continue
        _fill(grid.cell(0, at[0]).merge(grid.cell(0, at[-1])), above, "Title")
        for n in at:
            _fill(grid.cell(1, n), titles[n][1], "Title")


def _fill(cell: Square, text: str, name: str) -> Paragraph:
    paragraph = _faced_as(cell.paragraphs[0], name)
    paragraph.add_run(text)
    return paragraph


def _put(cell: Square, text: str, mark: Mark, line: Line, *, right: bool) -> None:
    role = "" if line.role == "row" else f" {line.role}"
    paragraph = _fill(cell, text, f"{'Figure' if right else 'Cell'}{role}")
    if mark.notes:
        paragraph.add_run(_signs(mark)).font.superscript = True


# Widths, in EMU as the library counts.

_PADDING = Mm(1.9)  # of a cell, left and right
_AROUND = 2 * _PADDING + Mm(1)
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
_SHORTEST = 16  # letters that are worth a second line
_LINES = 3  # of the title of a column of figures


def _length(text: str, face: Face) -> int:
    """How long a text is, in EMU, about: its letters without their marks."""
    bare = normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    letters = [letter for letter in bare if not _is_mark(letter)]
    return int(Pt(face.size) * sum(_WIDTHS.get(letter, _LETTER) for letter in letters) / 1000)


def _is_mark(letter: str) -> bool:
    return "\u0300" <= letter <= "\u036f"


def _width(section: Section) -> Length:
    """How wide what stands on a page can be."""
    page, left, right = section.page_width, section.left_margin, section.right_margin
    return Length((page or _SHORT) - (left or _LEFT) - (right or _EDGE))


def _widths(
    titles: Sequence[tuple[str, ...]],
    texts: Sequence[Sequence[str]],
    right: Sequence[bool],
    whole: Length,
) -> list[Length]:
    """The widths of columns: figures as wide as they are, words share what is left by how much they
    have to say.
    """
    length = partial(_length, face=_FACES["Title"])
    least, wish = [], []
    for n, (*_, title) in enumerate(titles):
        longest = max((length(row[n]) for row in texts), default=0)
        words = [word for text in (title, *(row[n] for row in texts)) for word in text.split(" ")]
        figures = [longest, length(title) // _LINES] if right[n] else []
        least.append(max([0, *map(length, words), *figures]) + _AROUND)
        wish.append(max(0, longest + _AROUND - least[-1]))
    left = whole - sum(least)
    if left < 0:
        return [Length(int(width * whole / sum(least))) for width in least]
    return [Length(width + more) for width, more in zip(least, _shared(left, wish), strict=True)]


def _shared(left: int, wish: Sequence[int]) -> list[int]:
    """What is left, by how much each wishes: nobody gets more, unless something is left over; then
    those that have most to say get it.
    """
    wished = sum(wish)
    if wished <= left:
        most = max(range(len(wish)), key=wish.__getitem__)
        return [more + (left - wished if n == most else 0) for n, more in enumerate(wish)]
    return [left * more // wished for more in wish]


def _gridded(grid: Grid, widths: Sequence[Length], *, ruled: bool) -> None:
    """A table's widths, on its columns and on every cell, as some word processors read one and some
    the other; with lines around the cells where it is ruled.
    """
    grid.autofit, grid.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    if ruled:
        grid.style = _GRID
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for row in grid.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
