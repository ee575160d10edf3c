"""Word documents and workbooks as tests need them: the parts that say something, around them what Office wants."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive with these parts; the same parts are the same bytes."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def word(body: str, **parts: str) -> bytes:
    """A Word document with this body; `numbering`, `styles`, `footnotes` hold what stands in those parts."""
    whole = {f"word/{name}.xml": f"<w:{name} {_W} {_MORE}>{text}</w:{name}>" for name, text in parts.items()}
    return zipped(
        {"[Content_Types].xml": _TYPES, "word/document.xml": f"<w:document {_W} {_MORE}><w:body>{body}</w:body></w:document>"} | whole
    )


def p(text: str, more: str = "") -> str:
    """A paragraph."""
    return f"<w:p><w:pPr>{more}</w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def table(rows: Sequence[Sequence[str]], heads: int = 0) -> str:
    """A table of cells; a cell that is XML stands as it is."""
    return "<w:tbl>" + "".join(tr(cells, heads=at < heads) for at, cells in enumerate(rows)) + "</w:tbl>"


def tr(cells: Sequence[str], *, heads: bool = False, more: str = "") -> str:
    """A row."""
    said = f"<w:trPr>{'<w:tblHeader/>' if heads else ''}{more}</w:trPr>"
    return f"<w:tr>{said}{''.join(map(tc, cells))}</w:tr>"


def tc(text: str, more: str = "") -> str:
    """A cell: its text, or the XML of a whole cell or of what stands in it."""
    if text.startswith(("<w:tc>", "<w:sdt>")):
        return text
    return f"<w:tc><w:tcPr>{more}</w:tcPr>{text if text.startswith('<w:') else p(text)}</w:tc>"


def plan_of(text: str) -> bytes:
    """A Word document of what a plan's text has on the clipboard: lines with tabs become tables, all others paragraphs."""
    body, rows = [], []
    for line in [*text.split("\n"), ""]:
        if "\t" in line:
            rows.append([cell.replace("<i>", "").replace("</i>", "") for cell in line.split("\t")])
            continue
        if rows:
            body.append(table(rows))
            rows = []
        body.append(p(line))
    return word("".join(body))
