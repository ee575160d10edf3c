"""A page of a PDF: letters by their places, in lines of words or in cells whose lines are drawn."""

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from parplan.documents.blocks import MAX_COLUMNS, TOO_WIDE, Cell, Unreadable
from parplan.documents.docx import SYMBOLS
from parplan.documents.pdf_lines import SNAP, ruled
from parplan.documents.printed import says_figure
from parplan.ids import bare, composed
from parplan.text import Message

if TYPE_CHECKING:
    from pdfplumber.page import Page as Drawn
    from pdfplumber.table import Table as Ruled

_Letter = dict[str, Any]
_Box = tuple[float, float, float, float]  # left, top, right, bottom; from the upper left


class Line(NamedTuple):
    """A line of words outside of tables: its place on its page, in points from the upper left;
    `figures` are those of its figures that stand apart.
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    figures: int


class Table(NamedTuple):
    """A table by its lines; how many of its cells cut a word, and how many a figure; how many rows
    of figures stand in it without lines between; the heights of its rows; and how many letters its
    last row has room for, column by column, behind the last of each cell.
    """

    rows: tuple[tuple[Cell, ...], ...]
    top: float
    words_cut: int = 0
    figures_cut: int = 0
    bare: int = 0
    heights: tuple[float, ...] = ()
    room: tuple[float, ...] = ()


class Page(NamedTuple):
    """What stands on a page, from above; `right` is where its lines end, `rule` the short line that
    footnotes stand below (infinite where it has none); `pictured`: pictures are all there is;
    `struck`: the texts that are struck out, which stand nowhere else.
    """

    lines: list[Line]
    tables: list[Table]
    notes: list[Line]
    right: float
    rule: float
    pictured: bool
    struck: list[str]


def page(drawn: "Drawn") -> Page:
    """What stands on a page; what the libraries keep of it is let go. Raises Unreadable."""
    letters = _once({**it, "text": _known(it["text"])} for it in drawn.chars)
    letters, struck = _struck(letters, drawn.edges)
    pictured = not letters and bool(drawn.images)
    found = sorted(ruled(drawn, letters), key=_area)  # a table in a cell has its letters first
    boxes = [table.bbox for table in found]
    edges = [it for it in drawn.edges if not any(_is_within(it, box) for box in boxes)]
    tables = []
    for it in found:
        made, others = _grid(it, letters)
        if made.bare < SOME or len(made.rows[0]) > 1:  # stripes of colour are no table
            letters = others
            tables.append(made)
    drawn.close()
    tables.sort(key=lambda table: table.top)
    lines = _lines(letters)
    right = max((drawn.width * _WIDTH, *(line.right for line in lines)))
    rule = _rule(edges, lines, boxes, drawn.width)
    return Page(lines, tables, [], right, rule, pictured, struck)


def _is_within(edge: _Letter, box: _Box) -> bool:
    return bool(box[1] - SNAP <= edge["top"] <= box[3] + SNAP)


def _rule(
    edges: Sequence[_Letter], lines: Sequence[Line], tables: Sequence[_Box], width: float
) -> float:
    """Where the short line is drawn that footnotes stand below: at the margin, below all tables,
    with a footnote right below it, and no words above it that it underlines.
    """
    margin = min((line.left for line in lines), default=0)
    last = max((box[3] for box in tables), default=0)
    for edge in edges:
        short = edge["orientation"] == "h" and _NOTE < edge["width"] < width / 2
        if not short or edge["top"] < last or abs(edge["x0"] - margin) > SNAP:
            continue
        above = [line for line in lines if 0 <= edge["top"] - line.bottom + SNAP < line.size]
        below = next((line for line in lines if line.top > edge["top"] - SNAP), None)
        if not above and below is not None and NOTED.match(below.text):
            return float(edge["top"])
    return math.inf


def _known(letter: str) -> str:
    """A letter as it is read. One of a font that does not say what it means is no other letter, so
    that its figure is none; those that Word takes from the font Symbol are known.
    """
    if len(letter) == 1 and "\uf000" <= letter <= "\uf0ff":
        letter = SYMBOLS.get(f"{ord(letter) & 0xFF:02X}", _UNKNOWN)
    return _UNKNOWN if _UNSAID.match(letter) else letter


def _once(letters: Iterable[_Letter]) -> list[_Letter]:
    """Letters without those that are drawn again at their place, which makes them bold."""
    places: dict[tuple[str, int, int], list[_Letter]] = {}
    held = []
    for it in letters:
        x, y = int(it["x0"]), int(it["top"])
        near = (
            other
            for column in (x - 1, x, x + 1)
            for row in (y - 1, y, y + 1)
            for other in places.get((it["text"], column, row), ())
        )
        most = min(_AGAIN, (it["x1"] - it["x0"]) * _OVER)
        if not any(_apart(it, other) <= most for other in near):
            places.setdefault((it["text"], x, y), []).append(it)
            held.append(it)
    return held


def _apart(one: _Letter, other: _Letter) -> float:
    return max(abs(float(one[side] - other[side])) for side in ("x0", "x1", "top", "bottom"))


def _struck(letters: list[_Letter], edges: Iterable[_Letter]) -> tuple[list[_Letter], list[str]]:
    """Letters without those that a line strikes out, from the first to the last of them; and what
    these say.
    """
    heights: dict[int, list[_Letter]] = {}
    tall = max((it["size"] * _HIGH for it in letters), default=0)
    for it in letters:
        if it["upright"]:
            heights.setdefault(int(_base(it)), []).append(it)
    for each in heights.values():
        each.sort(key=lambda it: it["x0"])
    gone: set[int] = set()
    said = []
    for edge in edges:
        if edge["orientation"] != "h" or edge["width"] < SNAP:
            continue
        under = [
            it
            for height in range(int(edge["top"]), int(edge["top"] + tall) + 1)
            for it in _under(edge, heights.get(height, []))
        ]
        text = "".join(it["text"] for it in under).strip()
        if text and not all(id(it) in gone for it in under):
            said.append(composed(text))
        gone.update(map(id, under))
    return [it for it in letters if id(it) not in gone], said


def _under(edge: _Letter, letters: Sequence[_Letter]) -> list[_Letter]:
    """The letters, from the left, that a line goes through from end to end, if it does."""
    first = bisect_left(letters, edge["x0"] - _AGAIN, key=lambda it: float(it["x0"]))
    line = letters[first : first + _LONGEST]
    line = [*takewhile(lambda it: it["x1"] <= edge["x1"] + _AGAIN, line)]
    found = [it for it in line if _is_through(edge, it)]
    if not found:
        return []
    behind = edge["x1"] - found[-1]["x1"] - found[-1]["size"] * _BLANK
    return found if max(found[0]["x0"] - edge["x0"], behind) <= _AGAIN else []


def _is_through(edge: _Letter, letter: _Letter) -> bool:
    return bool(_LOW * letter["size"] < _base(letter) - edge["top"] < _HIGH * letter["size"])


def _base(letter: _Letter) -> float:
    """Where the line is on which a letter stands, from above."""
    return float(letter["bottom"] + letter["y0"] - letter["matrix"][5])


# Tables.


def _area(table: "Ruled") -> float:
    left, top, right, bottom = table.bbox
    return (right - left) * (bottom - top)


def _grid(table: "Ruled", letters: list[_Letter]) -> tuple[Table, list[_Letter]]:
    """A table by the lines that are drawn, and the letters that are not in it."""
    columns = sorted({at for cell in table.cells for at in (cell[0], cell[2])})
    rows = sorted({at for cell in table.cells for at in (cell[1], cell[3])})
    if len(columns) - 1 > MAX_COLUMNS:
        raise Unreadable(Message(TOO_WIDE, {"most": MAX_COLUMNS}))
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    across: dict[tuple[int, int], int] = {}
    for left, top, right, bottom in table.cells:
        first, last = columns.index(left), columns.index(right)
        at = rows.index(top), first
        across[at] = last - first
        for row in range(at[0], rows.index(bottom)):
            owners.update(((row, column), at) for column in range(first, last))
    held: dict[tuple[int, int], list[_Letter]] = {}
    rest: list[_Letter] = []
    for letter in letters:
        x, y = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
        owner = owners.get((bisect_right(rows, y) - 1, bisect_right(columns, x) - 1))
        (rest if owner is None else held.setdefault(owner, [])).append(letter)
    cuts = Counter[str]()
    lines: dict[tuple[int, int], list[Line]] = {}

    def cell(at: tuple[int, int]) -> Cell:
        owner = owners.get(at)
        if owner != at:
            return Cell(above=owner is not None and owner[0] < at[0])
        inside = held.get(at, [])
        end = math.inf if any(map(way, inside)) else columns[at[1] + across[at]]
        lines[at] = _lines(inside)
        text, cut = _wrapped(lines[at], inside, end)
        cuts[cut] += 1
        upright = [it for it in inside if it["text"].strip() and not _is_italic(it)]
        italic = bool(text) and not upright
        return Cell.of(text)._replace(across=across[at], italic=italic)

    made = tuple(
        tuple(cell((row, column)) for column in range(len(columns) - 1))
        for row in range(len(rows) - 1)
    )
    heights = tuple(below - above for above, below in pairwise(rows))
    ends = [lines.get((len(made) - 1, column), []) for column in range(len(columns) - 1)]
    room = tuple(
        (right - it[-1].right) / (it[-1].size * _MEAN) if it and it[-1].size else math.inf
        for it, right in zip(ends, columns[1:], strict=True)
    )
    of_rows: dict[int, list[list[Line]]] = {}
    for at, told in lines.items():
        of_rows.setdefault(at[0], []).append(told)
    bare = sum(map(_bare, of_rows.values()))
    return Table(made, rows[0], cuts[_WORD], cuts[_FIGURE], bare, heights, room), rest


def _bare(cells: Sequence[Sequence[Line]]) -> int:
    """How many rows of figures the cells of one row of a table hold, without lines between."""
    apart = sum(line.figures > 1 for cell in cells for line in cell)
    stacked = sorted(sum(says_figure(line.text) for line in cell) for cell in cells)[-2:]
    return max(apart, stacked[0] if len(stacked) > 1 and stacked[0] >= SOME else 0)


def _is_italic(letter: _Letter) -> bool:
    return bool(_ITALIC.search(letter["fontname"]))


# Words that did not fit into a cell.


def _wrapped(lines: Sequence[Line], letters: Sequence[_Letter], end: float) -> tuple[str, str]:
    """The lines of a cell that ends there, put together where a word or a figure goes on that did
    not fit; and which of these did.
    """
    said, cut = lines[0].text if lines else "", ""
    for before, line in pairwise(lines):
        full = before.right + _LETTER_WIDE * before.size > end
        what = _goes_on(said, line.text) if full and not _has_a_blank(before, letters) else ""
        said += line.text if what else f"\n{line.text}"
        cut = _FIGURE if _FIGURE in (cut, what) else what or cut
    return composed(said), cut


def _has_a_blank(line: Line, letters: Sequence[_Letter]) -> bool:
    """Whether a blank is drawn behind a line."""
    return any(
        it["text"].isspace()
        and it["x1"] > line.right
        and line.top < (it["top"] + it["bottom"]) / 2 < line.bottom
        for it in letters
    )


def _goes_on(before: str, after: str) -> str:
    """What goes on in the next line, if anything: a figure at its decimal mark or behind it, or a
    word, of which letters are left that are no syllable.
    """
    first = before[before.rfind("\n") + 1 :].rpartition(" ")[2]
    rest = after.partition(" ")[0].strip(".,;:)")
    if _IN_A_FIGURE.search(f"{first}\n{after.partition(' ')[0]}"):
        return _FIGURE
    if not first[-1:].isalpha() or not rest.isalpha():
        return ""
    acronym = first.isupper() and len(rest) <= _FEW_LETTERS
    ends = not _is_syllable(rest) and (rest.islower() or acronym)
    begins = first.isalpha() and first.islower() and not _is_syllable(first)
    return _WORD if ends or begins or rest == "i" else ""


def _is_syllable(word: str) -> bool:
    return not _VOWELS.isdisjoint(bare(word))


# Lines.


def _lines(letters: Iterable[_Letter]) -> list[Line]:
    """Letters as lines of words, from above; those that are written up or down the page apart."""
    ways: dict[int, list[_Letter]] = {}
    for it in letters:
        ways.setdefault(way(it), []).append(it)
    found = [line for at, each in ways.items() for line in _lines_of(each, at)]
    if len(ways) < 2:  # one above the other already
        return found
    return sorted(found, key=lambda line: (line.top + line.bottom) / 2)


def way(letter: _Letter) -> int:
    """By how many quarters a letter is turned to the left: 1 where it is written up the page."""
    across, up = letter["matrix"][:2]
    if abs(across) >= abs(up):
        return 0 if across >= 0 else 2
    return 1 if up > 0 else 3


def _lines_of(letters: list[_Letter], quarters: int) -> list[Line]:
    """Letters that are turned so as lines, from the first one."""
    from pdfplumber.utils.clustering import cluster_objects
    from pdfplumber.utils.text import extract_words

    if quarters:
        letters = [_upright(it, quarters) for it in letters]
    words = extract_words(letters, extra_attrs=["size"], use_text_flow=False)
    lines = cluster_objects(words, lambda word: (word["top"] + word["bottom"]) / 2, SNAP)
    made = [_line(sorted(line, key=lambda word: word["x0"])) for line in lines]
    return [_in_place(it, quarters) for it in made] if quarters else made


def _upright(letter: _Letter, quarters: int) -> _Letter:
    box = _turned((letter["x0"], letter["top"], letter["x1"], letter["bottom"]), quarters)
    left, top, right, bottom = box
    own = {"x0": left, "top": top, "x1": right, "bottom": bottom, "doctop": top}
    return {**letter, **own, "size": bottom - top, "upright": True}


def _in_place(line: Line, quarters: int) -> Line:
    box = _turned((line.left, line.top, line.right, line.bottom), 4 - quarters)
    return line._replace(left=box[0], top=box[1], right=box[2], bottom=box[3])


def _turned(box: _Box, quarters: int) -> _Box:
    """A box, turned to the right."""
    for _ in range(quarters):
        left, top, right, bottom = box
        box = (-bottom, left, -top, right)
    return box


def _line(words: list[_Letter]) -> Line:
    sizes = Counter[float]()
    for word in words:
        sizes[word["size"]] += len(word["text"])
    size = sizes.most_common(1)[0][0]
    # A small raised number marks a note, and is no digit of a figure.
    base = max((word["bottom"] for word in words if word["size"] == size), default=0)
    words = [it for it in words if not _is_raised(it, size, base)] or words
    apart = [after for before, after in pairwise(words) if after["x0"] - before["x1"] > size]
    return Line(
        composed(" ".join(word["text"] for word in words)),
        words[0]["x0"],
        max(word["x1"] for word in words),
        min(word["top"] for word in words),
        max(word["bottom"] for word in words),
        size,
        sum(says_figure(word["text"]) for word in apart),
    )


def _is_raised(word: _Letter, size: float, base: float) -> bool:
    small = word["size"] < size * _SMALL and word["bottom"] < base - size * _RAISED
    return small and not any(map(str.isalpha, word["text"]))


# How a footnote begins: with a mark, or a number.
NOTED = re.compile(r"[-–—•+*¹²³]|\(?[0-9]{1,2}\)?\s?\D")
_FIGURE, _WORD = "figure", "word"  # what a cell cuts
_IN_A_FIGURE = re.compile(r"[0-9IVX](?:[,./][0-9]*\n[0-9]|\n[,./%])", re.ASCII)
_VOWELS = frozenset("aeiouy")
_FEW_LETTERS = 2  # of an acronym that go on
_LETTER_WIDE = 1.5  # of its size: a letter with what is left free in a cell
_UNKNOWN = "\ufffd"
# What pdfminer gives for a letter without a meaning; and what is none.
_UNSAID = re.compile(r"\(cid:|[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff]")
_ITALIC = re.compile("italic|oblique", re.IGNORECASE)
_SMALL, _RAISED = 0.8, 0.1  # of a line's size: that of a raised number, and how high it stands
SOME = 3  # rows with figures apart, that lack their lines
_MEAN, _BLANK = 0.5, 0.3  # of its size: how wide a letter is in the mean, and a blank
_AGAIN, _OVER = 1, 0.4  # points, and of its width: how far from its place a letter is drawn again
# Where a line strikes a letter out: so much of its size above the line that it stands on.
_LOW, _HIGH, _LONGEST = 0.15, 0.45, 400  # and how many letters at most
_NOTE = 36  # points that the line above footnotes is long at least
_WIDTH = 0.8  # of a page: where its lines end at least
