"""Word documents, workbooks and PDFs spoiled at random: bytes of the file, bytes of the XML in it,
elements moved, attributes changed, words and objects of a PDF; and imported. Most remain documents,
so that tables are reached.
"""

import random
import re
import zipfile
from collections.abc import Callable
from functools import cache
from io import BytesIO
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from reportlab import rl_config

import pdfs
from attacks.ground import Files
from attacks.inputs import Case
from mutations import NUMBERS, SPECIALS
from office import p, table, tc, word, workbook, zipped

Parts = dict[str, bytes]

# A plan that nothing in the documents is: its names, so that no call reads the large example.
_KNOWN = {
    "plan/indicators.yaml": b"plan: {id: p, name: P, year: 2023, target_year: 2024}\n"
    b"indices:\n  - id: abc\n    name: ABC\n    decimals: 2\n"
    b"    rows: [{id: abc.1, row: 1, name: A, max: 10}]\n",
    "plan/targets.yaml": b"plan: p\ntargets: {}\n",
}
_VALUES = [*NUMBERS, *SPECIALS, "100000000", "-2147483648", "A1:XFD1048576", "A1", "XFD1048576"]
_VALUES += [
    "s",
    "inlineStr",
    "restart",
    "continue",
    "true",
    "off",
    "upperRoman",
    "/xl/workbook.xml",
]
_VALUES += ["General", "0.00", "dd/mm/yyyy", '"' * 9, "../../etc/passwd", "file:///etc/passwd"]


_HEADS = ["STT", "Tiêu chí", "Xếp hạng", "Điểm", "Điểm tối đa", "Dự kiến tăng", "Mục tiêu năm 2024"]
_LISTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
_CHANGED = (
    "<w:p><w:ins><w:r><w:t>7,5</w:t></w:r></w:ins>"
    "<w:del><w:r><w:delText>7</w:delText></w:r></w:del></w:p>"
)
_NOTED = '<w:p><w:r><w:t>Đạt</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
_CONTROLLED = f"<w:sdt><w:sdtPr><w:tag/></w:sdtPr><w:sdtContent>{tc('10')}</w:sdtContent></w:sdt>"
_WIDE = tc("Năm 2023", '<w:gridSpan w:val="2"/>')
_DOWN = tc("STT", '<w:vMerge w:val="restart"/>'), tc("", "<w:vMerge/>")
_BOXED = (
    "<w:p><w:r><w:t>Hai</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>"
    f"<w:txbxContent>{p('khung')}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
    "<mc:Fallback/></mc:AlternateContent></w:r></w:p>"
)
_ROWS = [
    [p("", _LISTED), "Công khai", "5/11", _CHANGED, _CONTROLLED, "+1", "≥ 8,5"],
    [p("", _LISTED), _BOXED, "3/11", "12,25", "15", "+ 0,75", "≥ 13,00"],
    ["", "Đúng hạn", "", "8", "10", "+0,5", ""],
    ["", p("Trực tuyến") + table([["a", "b"]]) + p(""), "", "4,25", "5", "0,25", ""],
]
_DOCUMENT = word(
    p("KẾ HOẠCH năm 2024")
    + _NOTED
    + p("Chỉ số ABC năm 2023", '<w:pStyle w:val="Muc"/>')
    + table(
        [[_DOWN[0], "Tiêu chí", _WIDE, *_HEADS[4:]], [_DOWN[1], "", *_HEADS[2:4], "", "", ""]], 2
    ).removesuffix("</w:tbl>")
    + table(_ROWS).removeprefix("<w:tbl>")
    + p("Nhiệm vụ")
    + table(
        [
            ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"],
            ["1", "Công khai kết quả", "Sở Nội vụ", "trước ngày 30/6/2024"],
        ]
    ),
    numbering='<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="1"/></w:lvlOverride></w:num>',
    styles='<w:style w:styleId="Muc"><w:basedOn w:val="Chung"/></w:style><w:style '
    'w:styleId="Chung"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
    footnotes=f'<w:footnote w:id="2">{p("Chỉ số ABC đạt 19,75/25 điểm, xếp hạng 3/11")}'
    "</w:footnote>",
)


def _sheet_row(n: int, cells: str) -> str:
    return f'<row r="{n}">{cells}</row>'


_WORKBOOK = workbook(
    {
        "Chỉ số ABC năm 2023": '<dimension ref="A1:G6"/>'
        '<cols><col min="8" max="9" hidden="1"/></cols>'
        "<sheetData>"
        + _sheet_row(
            1,
            "".join(f'<c r="{letter}1" t="s"><v>{n}</v></c>' for n, letter in enumerate("ABCDEFG")),
        )
        + _sheet_row(
            2,
            '<c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><r><t>Công </t></r>'
            '<r><t>khai</t></r></is></c><c r="C2" t="s"><v>7</v></c><c r="D2" s="1"><v>7.5</v></c>'
            '<c r="E2"><v>10</v></c><c r="F2" s="2"><v>1</v></c><c r="G2" s="1"><f>D2+F2</f>'
            "<v>8.5</v></c>",
        )
        + _sheet_row(
            3,
            '<c r="A3"><v>2</v></c><c r="B3" t="str"><v>Giải quyết</v></c><c r="D3">'
            '<v>12.25</v></c><c r="E3"><v>15</v></c><c r="F3" t="s"><v>8</v></c>'
            '<c r="G3"><f>D3+F3</f></c>'
            '<c r="H3" s="3"><v>45000</v></c><c r="I3" t="b"><v>1</v></c>'
            '<c r="J3" t="e"><v>#N/A</v></c>',
        )
        + '<row r="4" hidden="1"><c r="B4"><v>5</v></c></row>'
        + '</sheetData><mergeCells><mergeCell ref="A1:A1"/><mergeCell ref="C2:C3"/></mergeCells>',
        "~ẩn": "<sheetData/>",
    },
    '<workbookPr date1904="0"/>',
    sharedStrings="".join(f"<si><t>{text}</t></si>" for text in _HEADS)
    + "<si><r><t>5/11</t></r><rPh><t>x</t></rPh></si><si><t>0,75</t></si>",
    styles='<numFmts><numFmt numFmtId="164" formatCode="+0.00;-0.00;0"/></numFmts>'
    '<fonts><font/><font><i/></font></fonts><cellXfs><xf numFmtId="0"/>'
    '<xf numFmtId="2" fontId="1"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs>',
)


_ONE = ""  # the name of what is no archive of parts


@cache
def _sound() -> dict[str, Parts]:
    """A document, a workbook and a PDF with something of everything, part by part."""
    return {
        "document.docx": _unzipped(_DOCUMENT),
        "document.xlsx": _unzipped(_WORKBOOK),
        "document.pdf": {_ONE: _pdf()},
    }


def _pdf() -> bytes:
    """A PDF whose pages are not packed, so that what they draw is changed too."""
    rl_config.pageCompression = 0
    rows = [[cell if not cell.startswith("<w:") else "7,5" for cell in row] for row in _ROWS]
    words = [pdfs.said("KẾ HOẠCH năm 2024"), pdfs.said("Chỉ số ABC năm 2023")]
    note = pdfs.said("1 Chỉ số ABC đạt 19,75/25 điểm, xếp hạng 3/11", 8)
    return pdfs.pdf([*words, pdfs.table([_HEADS, *rows], 1), note])


def _unzipped(data: bytes) -> Parts:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def case(seed: int, number: int) -> Case:
    """What is drawn for this number."""
    rng = random.Random(f"documents {seed}/{number}")
    name = rng.choice(list(_sound()))
    files: Files = {**_KNOWN, name: _spoiled(rng, _sound()[name])}
    arguments = ["import", name, "-o", "out/new", "--like", "plan", *_options(rng)]
    if rng.random() < 0.05:
        arguments = ["validate", "plan", "--against", name]
    return Case(name, files, arguments, b"", {}, "")


def _options(rng: random.Random) -> list[str]:
    drawn = []
    for words in (
        ["--dry-run"],
        ["--lang", "vi"],
        ["--format", "json"],
        ["--table", rng.choice(["1=abc", "2=no", "9=x"])],
        ["--column", rng.choice(["Điểm=score", "STT=no", "Tiêu chí=target", "=x"])],
        ["--year", rng.choice(["2023", "0", "-1", "99999"])],
        ["--target-year", rng.choice(["2024", "2023"])],
    ):
        if rng.random() < 0.1:
            drawn += words
    return drawn


def _spoiled(rng: random.Random, sound: Parts) -> bytes:
    parts = dict(sound)
    if rng.random() < 0.9:
        for _ in range(rng.choice([1, 1, 1, 2, 3, 5])):
            part = rng.choice(list(parts))
            changes = _OF_A_PDF if part == _ONE else _OF_XML
            parts[part] = rng.choice(changes)(rng, parts[part])
    if _ONE in parts:
        return parts[_ONE]
    if rng.random() < 0.02:
        parts.pop(rng.choice(list(parts)))
    if rng.random() < 0.02:
        parts[rng.choice(list(parts))] = rng.choice(list(parts.values()))
    data = zipped(parts)
    return _bytes(rng, data) if rng.random() < 0.1 else data


def _bytes(rng: random.Random, data: bytes) -> bytes:
    """Bytes of a file changed, doubled, taken out or cut off."""
    at, much = rng.randrange(len(data) + 1), rng.choice([1, 1, 2, 8, 200])
    return rng.choice(
        [
            data[:at] + rng.randbytes(much) + data[at + much :],
            data[:at] + rng.randbytes(much) + data[at:],
            data[:at] + data[at + much :],
            data[:at] + data[at : at + much] * 2 + data[at + much :],
            data[:at],
        ]
    )


_WORD = re.compile(rb">[^<>]+<")
_ATTRIBUTE = re.compile(rb'(?<= )([A-Za-z:0-9]+)="([^"]*)"')


def _text(rng: random.Random, data: bytes) -> bytes:
    """What stands between two tags is something else."""
    return _one(rng, data, _WORD, lambda _: f">{_safe(rng.choice(_VALUES))}<".encode())


def _attribute(rng: random.Random, data: bytes) -> bytes:
    """An attribute has another value, another name, or is not there."""

    def other(found: re.Match[bytes]) -> bytes:
        value = f'"{_safe(rng.choice(_VALUES))}"'.encode()
        name = b"w:x" if b":" in found[1] else b"x"
        return rng.choice([found[1] + b"=" + value] * 4 + [b"", name + b'="' + found[2] + b'"'])

    return _one(rng, data, _ATTRIBUTE, other)


def _one(
    rng: random.Random,
    data: bytes,
    pattern: re.Pattern[bytes],
    other: Callable[[re.Match[bytes]], bytes],
) -> bytes:
    found = list(pattern.finditer(data))
    if not found:
        return data
    match = rng.choice(found)
    return data[: match.start()] + other(match) + data[match.end() :]


def _safe(text: str) -> str:
    """Letters that XML may have, escaped."""
    told = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return "".join(letter for letter in told if letter >= " " and letter != "\ufffe")


def _elements(rng: random.Random, data: bytes) -> bytes:
    """An element is moved, doubled, taken out, or nested in itself."""
    try:
        root = ET.fromstring(data)  # noqa: S314  # this file has made what is parsed here: no stranger's XML
    except (ET.ParseError, ValueError):
        return data
    pairs = [(parent, child) for parent in root.iter() for child in parent]
    if not pairs:
        return data
    parent, child = rng.choice(pairs)
    kind = rng.randrange(5)
    if kind == 0:
        parent.remove(child)
    elif kind == 1:
        _put(rng, parent, child)
    elif kind == 2:
        parent.remove(child)
        inside = {id(it) for it in child.iter()}
        _put(rng, rng.choice([it for it in root.iter() if id(it) not in inside]), child)
    elif kind == 3:
        around = Element(child.tag, child.attrib)
        parent.remove(child)
        around.append(child)
        _put(rng, parent, around)
    else:
        child.tag = rng.choice(pairs)[1].tag
    return ET.tostring(root, encoding="unicode").encode()


def _put(rng: random.Random, parent: Element, child: Element) -> None:
    parent.insert(rng.randrange(len(parent) + 1), child)


_TOKEN = re.compile(rb"(?<=[ \[(/<\n])(?:-?[0-9.]+|[A-Z][A-Za-z]*)(?=[ \])/>\n])")
_OBJECT = re.compile(rb"[0-9]+ 0 obj\n.*?endobj\n", re.DOTALL)
_ODD = [b"[", b"]", b"<<", b">>", b"(", b")", b"null", b"1 0 R", b"999 0 R", b"/", b"endobj"]


def _token(rng: random.Random, data: bytes) -> bytes:
    """A number or a name of a PDF is another one, or something else."""
    known = [it[0] for it in _TOKEN.finditer(data)]
    others = [rng.choice(known or _ODD), rng.choice(NUMBERS).encode(), rng.choice(_ODD)]
    return _one(rng, data, _TOKEN, lambda _: rng.choice(others))


def _object(rng: random.Random, data: bytes) -> bytes:
    """An object of a PDF is gone, or another one stands in its place."""
    known = [it[0] for it in _OBJECT.finditer(data)]
    return _one(rng, data, _OBJECT, lambda _: rng.choice([b"", *known]))


_Change = Callable[[random.Random, bytes], bytes]
_OF_XML: list[_Change] = [*[_text] * 3, *[_attribute] * 4, *[_elements] * 5, _bytes]
_OF_A_PDF: list[_Change] = [*[_token] * 6, *[_object] * 2, *[_bytes] * 2]
