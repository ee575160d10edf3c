"""PDF files as they are printed: lines of words as paragraphs, lines that are drawn as tables.

A PDF knows letters and strokes by their places, nothing else. A table that a page cuts comes as two
tables, its rows whole, and a sentence that goes on as one paragraph; page numbers and running
titles are left out.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING

from parplan.documents.blocks import (
    TOO_MANY,
    Block,
    Notice,
    Paragraph,
    Printed,
    Row,
    Unreadable,
    struck_out,
)
from parplan.documents.pdf_limits import check, limited
from parplan.documents.pdf_page import NOTED, SOME, Line, Page, Table, page, way
from parplan.documents.pdf_pages import further, mended, parted
from parplan.text import Count, Message, Text

if TYPE_CHECKING:
    from pdfminer.pdfpage import PDFPage
    from pdfplumber.page import Page as Drawn
    from pdfplumber.pdf import PDF

MAX_PAGES, MAX_TABLES = 300, 500


def read(data: bytes, name: str) -> Printed:
    """A PDF that has its text. Raises Unreadable: for a scan, for one with a password, for what is
    larger than documents are or broken.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError
    from pdfminer.pdfpage import PDFPage

    check(data)
    try:
        with limited(), pdfplumber.open(BytesIO(data)) as pdf:
            held = list(islice(PDFPage.create_pages(pdf.doc), MAX_PAGES + 1))
            if len(held) > MAX_PAGES:
                raise Unreadable(Message(_TOO_LONG, {"most": Count(MAX_PAGES)}))
            pages = [page(_upright(pdf, it, n)) for n, it in enumerate(held, 1)]
    except Unreadable:
        raise
    except Exception as error:  # of a broken file the libraries raise more than they name
        causes = [error, *(it for it in error.args if isinstance(it, Exception))]
        asked = next((it.said for it in causes if isinstance(it, Unreadable)), None)
        locked = any(isinstance(it, PDFEncryptionError) for it in causes)
        raise Unreadable(asked or Message(_LOCKED if locked else _BROKEN)) from error
    if not any(it.lines or it.tables for it in pages):
        raise Unreadable(Message(_SCAN))
    return Printed.of(name, _blocks(mended(parted(pages))), _notices(pages))


def _upright(pdf: "PDF", laid: "PDFPage", number: int) -> "Drawn":
    """A page, turned so that most of its letters are upright."""
    from pdfplumber.page import Page

    drawn = Page(pdf, laid, page_number=number)
    ways = Counter(way(it) for it in drawn.chars)
    turned = max(ways, key=lambda it: ways[it], default=0)
    if not turned:
        return drawn
    laid.rotate = laid.attrs["Rotate"] = (drawn.rotation + 90 * turned) % 360
    drawn.close()
    return Page(pdf, laid, page_number=number)


def _notices(pages: Sequence[Page]) -> Iterator[Notice]:
    """What is to be known of pages that are pictures or hold columns of others, of rows without
    lines around them, of what is struck out, and of cells so narrow that words are cut in them or
    no figure is shown.
    """
    unseen = [at for at, it in enumerate(pages, 1) if any(map(_NO_ROOM.fullmatch, _texts(it)))]
    for what, how, numbers in ((_BESIDE, _ONE_WIDE, further(pages)), (_UNSEEN, _WIDEN, unseen)):
        if numbers:
            more = ", …" if len(numbers) > _FEW else ""
            on = ", ".join(map(str, numbers[:_FEW])) + more
            where = Text(f"trang {on} của tệp PDF", f"page {on} of the PDF")
            yield Notice("I870", values=(("where", where), ("what", what), ("how", how)))
    pictured = [at for at, it in enumerate(pages, 1) if it.pictured]
    bare = [at for at, it in enumerate(pages, 1) if _bare(it) >= SOME]
    for code, numbers in (("I890", pictured), ("I893", bare)):
        if numbers:
            values = (("count", len(numbers)), ("pages", tuple(map(str, numbers[:_FEW]))))
            yield Notice(code, values=values)
    struck = [text for it in pages for text in it.struck]
    if struck:
        yield struck_out(struck)
    tables = [table for it in pages for table in it.tables]
    cells = sum(bool(text) for it in pages for text in _texts(it))
    figures, words = (sum(getattr(it, of) for it in tables) for of in ("figures_cut", "words_cut"))
    if figures or words > _MUCH * cells:
        yield Notice("I892", values=(("count", figures + words),))


def _bare(page: Page) -> int:
    """How many rows of figures have no lines around them."""
    outside = sum(line.figures > 1 for line in page.lines)
    return outside + sum(table.bare for table in page.tables)


def _texts(page: Page) -> Iterator[str]:
    return (cell.text for table in page.tables for row in table.rows for cell in row)


def _blocks(pages: Sequence[Page]) -> Iterator[Block]:
    """Paragraphs and rows in the order of reading; footnotes behind all, since between two pages
    they would stand in the middle of a table.
    """
    number = 0
    held: list[Line] = []  # the lines of a paragraph that may go on
    for at, of in enumerate(pages, 1):
        begins = True
        items: list[Line | Table] = [*of.lines, *of.tables]
        for item in sorted(items, key=lambda it: it.top):
            if isinstance(item, Line):
                if held and not _goes_on(held[-1], item, of.right, over=begins):
                    yield _paragraph(held)
                    held = []
                held.append(item)
            else:
                if held:
                    yield _paragraph(held)
                    held = []
                number += 1
                if number > MAX_TABLES:
                    raise Unreadable(Message(TOO_MANY, {"most": MAX_TABLES}))
                for line, cells in enumerate(item.rows, 1):
                    yield Row(cells, number, line, page=at)
            begins = False
    if held:
        yield _paragraph(held)
    for of in pages:
        yield from _noted(of.notes)


def _noted(notes: Sequence[Line]) -> Iterator[Paragraph]:
    """The footnotes of a page: what begins with neither a mark nor a number goes on."""
    held: list[Line] = []
    for line in notes:
        if held and NOTED.match(line.text):
            yield _paragraph(held)._replace(kind="footnote")
            held = []
        held.append(line)
    if held:
        yield _paragraph(held)._replace(kind="footnote")


def _goes_on(line: Line, after: Line, right: float, *, over: bool) -> bool:
    """Whether a line goes on in the next one: it reaches the margin, and what comes is of its size
    and begins nothing; over a page, with a small letter.
    """
    full = line.right > right - (right - line.left) * _SHORT
    alike = abs(line.size - after.size) < 1 and not _BEGINS.match(after.text)
    near = after.text[:1].islower() if over else after.top - line.bottom < line.size * _APART
    return full and alike and near


def _paragraph(lines: Sequence[Line]) -> Paragraph:
    return Paragraph(" ".join(" ".join(line.text for line in lines).split()))


# A dash, a bullet, a number, a letter with a bracket.
_BEGINS = re.compile(r"[-–—•+*¹²³]|[0-9]+(?:[.)]\s|\.[0-9])|[a-zđ]\)|[IVX]+\.|\([0-9]+\)")
_FEW = 6  # pages that are told
_NO_ROOM = re.compile(r"[+-]?##[# ]*")  # what a spreadsheet shows where a figure did not fit
_MUCH = 0.05  # of the cells, in which words are cut
_SHORT = 0.15  # of its width that a line may lack and still be full
_APART = 1.2  # sizes between two lines of a paragraph
_BESIDE = Text(
    "các cột có lẽ thuộc bảng ở trang trước", "columns that seem to be a table's on a page before"
)
_ONE_WIDE = Text(
    "in lại cho vừa bề ngang một trang (Fit to 1 page wide), hoặc nhập tệp Excel",
    "print the sheet one page wide (Fit to 1 page wide), or import the workbook",
)
_UNSEEN = Text("ô hiện ### thay cho số", "cells that show ### in place of a figure")
_WIDEN = Text(
    "mở rộng cột trong Excel rồi in lại ra PDF, hoặc nhập tệp Excel",
    "widen the column in Excel and print it to a PDF again, or import the workbook",
)
_TOO_LONG = Text(
    "văn bản có hơn {most} trang; lưu riêng phần của kế hoạch thành một tệp rồi dùng tệp đó",
    "the document has more than {most} pages: save the plan's part as a file of its own",
)
_BROKEN = Text(
    "tệp PDF bị hỏng hoặc chưa tải về hết; tải lại, hoặc lấy bản Word (.docx)",
    "the PDF is broken, or not all of it is there: download it again, or take the Word document "
    "(.docx)",
)
_LOCKED = Text(
    "tệp PDF đặt mật khẩu; mở ra rồi in lại ra PDF không đặt mật khẩu, hoặc lấy bản Word (.docx)",
    "the PDF has a password: open it and print it to a PDF without one, or take the Word document "
    "(.docx)",
)
_SCAN = Text(
    "tệp PDF là ảnh chụp, không có chữ; lấy bản Word (.docx) hoặc bản PDF ký số, hoặc cho nhận "
    "dạng chữ (OCR) rồi đối chiếu từng số",
    "the PDF is a scan, without text: take the Word document (.docx) or the PDF that was signed "
    "digitally, or have its text recognised (OCR) and compare every figure",
)
