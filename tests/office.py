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


# A workbook.

HIDDEN = ' state="hidden"'  # of a sheet whose name begins with ~
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"


def workbook(
    sheets: Mapping[str, str],
    more: str = "",
    targets: Mapping[str, str] | None = None,
    **parts: str,
) -> bytes:
    """A workbook: the XML in each sheet by the sheet's name; `more` goes before the sheets of the workbook, `parts` are
    what `styles` and `sharedStrings` hold; `targets`: where another part than sheetN.xml has a sheet, and how it is named.
    """
    named = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"{HIDDEN if name[0] == "~" else ""}/>' for n, name in enumerate(sheets, 1)
    )
    at = {name: (targets or {}).get(name, f"worksheets/sheet{n}.xml") for n, name in enumerate(sheets, 1)}
    links = "".join(f'<Relationship Id="r{n}" Type="{_RELATIONSHIP}" Target="{at[name]}"/>' for n, name in enumerate(sheets, 1))
    roots = {"styles": "styleSheet", "sharedStrings": "sst"}
    return zipped(
        {
            "[Content_Types].xml": _TYPES,
            "xl/workbook.xml": f"<workbook {_S}>{more}<sheets>{named}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>',
        }
        | {f"xl/{name}.xml": f"<{roots[name]} {_S}>{text}</{roots[name]}>" for name, text in parts.items()}
        | {
            (at[name][1:] if at[name][0] == "/" else f"xl/{at[name]}"): f"<worksheet {_S}>{text}</worksheet>"
            for name, text in sheets.items()
        }
    )
