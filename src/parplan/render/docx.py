"""A document in the official form, for word processors: what stands above, between and below. By
annex I of decree 30/2020/NĐ-CP, whose paper and faces stand in `faces`.
"""

import re
from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Length, Mm, Pt
from docx.text.paragraph import Paragraph

from parplan.points import Lang
from parplan.render.archive import settled
from parplan.render.docx_table import table_in
from parplan.render.faces import (
    FACES,
    PADDING,
    Out,
    child,
    faced,
    gridded,
    laid,
    length,
    room,
    set_up,
)
from parplan.render.table import (
    Annex,
    Block,
    Close,
    Heading,
    Letterhead,
    Paper,
    Table,
)
from parplan.text import Message, Sentence, plain

_LEFT_SIDE = Mm(66)  # of the two sides of the head and of the close
_LINE = 6  # eighths of a point
_OF_TEXT = 0.42  # a line below a title is a third to half as long as it


def render(paper: Paper, lang: Lang) -> bytes:
    """A document as the bytes of its file; the same document is the same bytes."""
    document = Document()
    set_up(document, lang)
    out = Out(document, lang, document)
    section = document.sections[0]
    laid(section, wide=False)
    _page_number(section)
    _head(out, paper.head)
    _titled(out, paper)
    _blocks(out, paper.blocks, section)
    _close(out, paper.close)
    for annex in paper.annexes:
        _annexed(out, annex)
    _hold_minus(document)
    _described(document, paper, lang)
    held = BytesIO()
    document.save(held)
    return settled(held.getvalue())


# The document as a whole.


def _page_number(section: Section) -> None:
    """Arabic, in the middle of the top margin, not on the first page, from 1 in every section."""
    section.different_first_page_header_footer = True
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(numbers, "w:cols")  # the library has no name for it
    section.header.is_linked_to_previous = False
    run = faced(section.header.paragraphs[0], "Page").add_run()._r  # nor for fields
    child(run, "w:fldChar", fldCharType="begin")
    child(run, "w:instrText").text = "PAGE"
    child(run, "w:fldChar", fldCharType="end")


_MINUS = re.compile(r"(?<!\w)-(?=\d)")


def _hold_minus(document: Docx) -> None:
    """A minus stays with its number: behind a plain hyphen word processors begin a new line."""
    for text in [*document.element.body.iter(qn("w:t"))]:
        first, *rest = _MINUS.split(text.text or "")
        if rest:
            text.text, before = first, text
            text.set(qn("xml:space"), "preserve")
            for number in rest:
                hyphen, after = OxmlElement("w:noBreakHyphen"), OxmlElement("w:t")
                after.text = number
                after.set(qn("xml:space"), "preserve")
                before.addnext(hyphen)
                hyphen.addnext(after)
                before = after


_MOST_PROPERTY = 255  # letters of what a file says of itself


def _described(document: Docx, paper: Paper, lang: Lang) -> None:
    """What the file says of itself: no day, because the same plan is to be the same bytes."""
    about = document.core_properties
    title = paper.subject or paper.head.about or paper.head.issuer
    about.title = plain(title.say(lang))[:_MOST_PROPERTY]
    about.author = plain(paper.head.issuer.say(lang))[:_MOST_PROPERTY]
    about.comments = about.last_modified_by = ""
    own = about._element  # the library always dates it
    for name in ("created", "modified"):
        for element in own.findall(qn(f"dcterms:{name}")):
            own.remove(element)


# What stands above and below.


def _sides(out: Out) -> tuple[Out, Out]:
    """Two parts of the page side by side, on one page, without the empty paragraph that every new
    cell begins with.
    """
    right = Length(room(out.document.sections[-1]) - _LEFT_SIDE)
    grid = out.document.add_table(1, 2)
    gridded(grid, (_LEFT_SIDE, right), ruled=False)
    child(grid.rows[0]._tr.get_or_add_trPr(), "w:cantSplit")  # no name for it
    left, right = grid.rows[0].cells
    for cell in (left, right):
        cell._tc.remove(cell.paragraphs[0]._p)  # the library cannot take one away
    return out._replace(place=left), out._replace(place=right)


def _head(out: Out, head: Letterhead) -> None:
    left, right = _sides(out)
    beside = room(out.document.sections[0]) - _LEFT_SIDE
    _said(left, head.superior, "Superior")
    _said(left, head.issuer, "Issuer")
    _line_below(left, head.issuer, "Issuer", _OF_TEXT, _LEFT_SIDE - 2 * PADDING)
    _said(left, head.number, "Number")
    if head.about is not None:
        _said(left, head.about, "About")
    _said(right, head.nation, "Nation")
    _said(right, head.motto, "Motto")
    _line_below(right, head.motto, "Motto", 1, beside - 2 * PADDING)
    _said(right, head.day, "Day")


def _said(out: Out, message: Message, name: str) -> None:
    out.paragraph(out.said(message), name)


def _line_below(out: Out, message: Message, name: str, share: float, wide: int) -> None:
    """A line in the middle below a title, a share of its length: the upper border of an empty
    paragraph between indents, in so wide a space.
    """
    face = FACES[name]
    text = out.said(message).upper() if face.capitals else out.said(message)
    long = min(length(text, face), wide) * share
    paragraph = out.paragraph("", "Cell")
    # Before what the library puts behind it, as the format has it.
    borders = child(paragraph._p.get_or_add_pPr(), "w:pBdr")  # the library has no name for it
    child(borders, "w:top", val="single", sz=str(_LINE), space="1", color="000000")
    how = paragraph.paragraph_format
    how.left_indent = how.right_indent = Length(int((wide - long) / 2))
    how.line_spacing = Pt(4)


def _titled(out: Out, paper: Paper) -> None:
    """The kind of document and its subject; to whom it is sent."""
    if paper.kind is not None:
        _said(out, paper.kind, "Kind")
    if paper.subject is not None:
        _said(out, paper.subject, "Subject")
        _line_below(out, paper.subject, "Subject", _OF_TEXT, room(out.document.sections[0]))
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


def _close(out: Out, close: Close) -> None:
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


def _annexed(out: Out, annex: Annex) -> None:
    section = out.document.add_section(WD_SECTION.NEW_PAGE)
    ends = Paragraph(out.document.element.body.p_lst[-1], out.document).paragraph_format
    ends.space_after, ends.line_spacing = Pt(0), Pt(1)  # on no page by itself
    laid(section, wide=annex.wide)
    _said(out, annex.number, "Annex")
    _said(out, annex.title, "Annex title")
    _said(out, annex.of, "Annex of")
    _blocks(out, annex.blocks, section)


# What stands between.


def _blocks(out: Out, blocks: Sequence[Block], section: Section) -> None:
    for above, block, below in zip((None, *blocks), blocks, (*blocks[1:], None), strict=False):
        if isinstance(block, Table):
            table_in(out, block, section)
        elif isinstance(block, Heading):
            if isinstance(above, Table):  # LibreOffice leaves a heading right below one alone
                out.paragraph("", "Cell").paragraph_format.line_spacing = Pt(1)
            text = f"{block.number} {out.said(block.said)}".strip()
            out.paragraph(text, "Part" if block.is_first else "Point")
        else:
            how = out.paragraph(out.said(Sentence(block)), "Body").paragraph_format
            how.space_before = Pt(FACES["Body"].after) if isinstance(above, Table) else None
            how.keep_with_next = isinstance(below, Table)
