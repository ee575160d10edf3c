"""PDF files as tests need them: words and tables as an office prints them, by ReportLab."""

import zlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import fontpkg_roboto
from PIL import Image
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

WIDTHS = (34, 122, 50, 45, 60, 90, 90)  # points
BODY = 11


@cache
def _style(size: int) -> ParagraphStyle:
    folder = Path(fontpkg_roboto.__file__).parent / "files"
    for name, file in (("Roboto", "Roboto[wdth,wght].ttf"), ("RobotoItalic", "Roboto-Italic[wdth,wght].ttf")):
        pdfmetrics.registerFont(TTFont(name, str(folder / file)))
    pdfmetrics.registerFontFamily("Roboto", normal="Roboto", bold="Roboto", italic="RobotoItalic", boldItalic="RobotoItalic")
    return ParagraphStyle("body", fontName="Roboto", fontSize=size, leading=size * 1.3)


def said(text: str, size: int = BODY) -> Flowable:
    """A paragraph; `<i>` and `</i>` are slanted."""
    whole = escape(text).replace("&lt;i&gt;", "<i>").replace("&lt;/i&gt;", "</i>")
    return Paragraph(whole, _style(size))


def table(rows: Sequence[Sequence[str]], heads: int = 0, widths: Sequence[float] = WIDTHS) -> Flowable:
    """A table with all its lines, its titles again on each page; an empty cell of a title belongs to the one above it or, where
    something stands below it, to the one on its left.
    """
    spans = []
    for at in range(len(rows[0])) if heads == 2 else ():
        if not rows[1][at]:
            spans.append(("SPAN", (at, 0), (at, 1)))
        elif not rows[0][at]:
            spans.append(("SPAN", (at - 1, 0), (at, 0)))
    cells = [[said(cell, 10) for cell in row] for row in rows]
    return Table(cells, widths[: len(rows[0])], repeatRows=heads, style=[("GRID", (0, 0), (-1, -1), 0.5, "black"), *spans])


class Picture(Flowable):
    """Fills the page that it stands on, as a scanner does."""

    def wrap(self, wide: float, _: float) -> tuple[float, float]:
        return wide, 600

    def draw(self) -> None:
        self.canv.drawInlineImage(Image.new("L", (9, 9), 128), 0, 0, 400, 600)


def pdf(content: Iterable[Flowable], *, numbered: bool = True, password: str | None = None) -> bytes:
    """A file of these, page by page; the same are the same bytes."""
    rl_config.invariant = 1
    held = BytesIO()

    def number(canvas: Canvas, _: object) -> None:
        if numbered:
            canvas.setFont("Roboto", 9)
            canvas.drawCentredString(A4[0] / 2, 30, f"- {canvas.getPageNumber()} -")

    made = SimpleDocTemplate(held, pagesize=A4, leftMargin=50, rightMargin=50, encrypt=password)
    made.build(list(content), onFirstPage=number, onLaterPages=number)
    return held.getvalue()


def laid(pages: Sequence[Callable[[Canvas], object]]) -> bytes:
    """A file whose pages are drawn by hand, as a word processor does."""
    rl_config.invariant = 1
    held = BytesIO()
    canvas = Canvas(held, pagesize=A4)
    for draw in pages:
        _style(BODY)
        canvas.setFont("Roboto", BODY)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return held.getvalue()


def grid(canvas: Canvas, top: float, rows: Sequence[Sequence[str]], widths: Sequence[float] = WIDTHS, height: float = 20) -> None:
    """A table by its lines. What stands in a cell is cut off at its edges; lines of it are apart by line breaks."""
    left, across = 50.0, [50.0]
    for width in widths[: len(rows[0])]:
        across.append(across[-1] + width)
    for n in range(len(rows) + 1):
        canvas.line(left, top - n * height, across[-1], top - n * height)
    for x in across:
        canvas.line(x, top, x, top - len(rows) * height)
    for n, row in enumerate(rows):
        for x, end, text in zip(across, across[1:], row, strict=False):
            canvas.saveState()
            path = canvas.beginPath()
            path.rect(x, top - (n + 1) * height, end - x, height)
            canvas.clipPath(path, stroke=0, fill=0)
            for m, line in enumerate(text.split("\n")):
                canvas.drawString(x + 2, top - n * height - 10 - m * 12, line)
            canvas.restoreState()


def plan_of(text: str) -> bytes:
    """A PDF of what a plan's text has on the clipboard: lines with tabs become tables with two rows of titles."""
    content: list[Flowable] = []
    rows: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            content.append(table(rows, 2))
            rows = []
        content.append(said(line) if line.strip() else Spacer(1, 8))
    return pdf(content)


def drawn(content: bytes, *, packing: str = "Flate", pages: int = 1) -> bytes:
    """A file whose pages have this content, packed."""
    packed = zlib.compress(content, 9) if packing == "Flate" else content
    kids = " ".join(f"{number} 0 R" for number in range(5, 5 + pages))
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources << /Font << /F 4 0 R >> >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Filter /%bDecode /Length %d >>\nstream\n%b\nendstream" % (packing.encode(), len(packed), packed),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *[page.encode()] * pages,
    ]
    whole, places = b"%PDF-1.7\n", []
    for number, held in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%b\nendobj\n" % (number, held)
    index = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    whole += b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, index)
    return whole + b"trailer\n<< /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (size, whole.rindex(b"xref\n0"))
