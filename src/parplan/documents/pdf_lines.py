"""The lines of a page of a PDF that tables are known by, and those that a table lacks at its sides,
where the others end together behind words.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from parplan.documents.pdf_limits import too_much

if TYPE_CHECKING:
    from pdfplumber.page import Page as Drawn
    from pdfplumber.table import Table as Ruled

MAX_CROSSINGS = 20_000  # where strokes of a page may cross
SNAP = 3  # points within which lines are one
_Letter = dict[str, Any]
_Point = tuple[float, float]


class _Stroke(NamedTuple):
    """A line by its place, and from where to where it goes across that."""

    at: float
    start: float
    end: float


def ruled(drawn: "Drawn", letters: Sequence[_Letter]) -> "list[Ruled]":
    """The tables of a page by its lines. Raises Unreadable."""
    from pdfplumber.table import merge_edges

    edges = merge_edges(drawn.edges, SNAP, SNAP, SNAP, SNAP)
    count = Counter(edge["orientation"] for edge in edges)
    if count["h"] * count["v"] > MAX_CROSSINGS:
        raise too_much()
    level, upright = (
        sorted(_Stroke(it[at], it[start], it[end]) for it in edges if it["orientation"] == way)
        for way, at, start, end in (("h", "top", "x0", "x1"), ("v", "x0", "top", "bottom"))
    )
    middles = [((it["x0"] + it["x1"]) / 2, (it["top"] + it["bottom"]) / 2) for it in letters]
    missing_v = _missing(level, upright, middles)
    missing_h = _missing(upright, level, [(y, x) for x, y in middles])
    found = drawn.find_tables(
        {
            "explicit_vertical_lines": [_line(it.at, it.start, it.at, it.end) for it in missing_v],
            "explicit_horizontal_lines": [
                _line(it.start, it.at, it.end, it.at) for it in missing_h
            ],
        }
    )
    # A frame round words is no table.
    return [table for table in found if len(table.cells) > 1]


def _line(x0: float, top: float, x1: float, bottom: float) -> _Letter:
    box = {"x0": x0, "top": top, "x1": x1, "bottom": bottom}
    return {**box, "width": x1 - x0, "height": bottom - top, "object_type": "line"}


def _missing(
    lines: Sequence[_Stroke], across: Sequence[_Stroke], letters: Sequence[_Point]
) -> Iterator[_Stroke]:
    """The lines that are missing where some end together: there are others across these, and words
    between the last of those and the end. `letters` are their places along the lines and across.
    """
    for side in ("start", "end"):
        for together in _clusters(sorted(lines, key=lambda it: getattr(it, side)), side):
            place = getattr(together[0], side)
            for first, last, inner in _open(sorted(together), place, across):
                left, right = sorted((place, inner.at))
                if any(left < x < right and first < y < last for x, y in letters):
                    # As far as the last of the others, where none of these goes on there.
                    on = [
                        it.at
                        for it in lines
                        if it.start < place < it.end and inner.start <= it.at <= inner.end
                    ]
                    start = first if any(at < first for at in on) else min(first, inner.start)
                    end = last if any(at > last for at in on) else max(last, inner.end)
                    yield _Stroke(place, start, end)


def _clusters(lines: Sequence[_Stroke], side: str) -> Iterator[list[_Stroke]]:
    """Lines in order of their ends, those together that end at one place."""
    held: list[_Stroke] = []
    for line in lines:
        if held and getattr(line, side) - getattr(held[0], side) > SNAP:
            yield held
            held = []
        held.append(line)
    if held:
        yield held


def _open(
    lines: Sequence[_Stroke], place: float, across: Sequence[_Stroke]
) -> Iterator[tuple[float, float, _Stroke]]:
    """From where to where lines that end at a place have others across them, and none there; and
    the last of those.
    """
    run: tuple[float, float, _Stroke] | None = None
    for one, other in pairwise(lines):
        both = [
            it
            for it in across
            if it.start <= one.at + SNAP
            and it.end >= other.at - SNAP
            and max(one.start, other.start) - SNAP <= it.at <= min(one.end, other.end) + SNAP
        ]
        inner = min(both, key=lambda it: abs(it.at - place), default=None)
        if inner is not None and abs(inner.at - place) > SNAP:
            goes_on = run is not None and run[1] == one.at and run[2] == inner
            if run is not None and not goes_on:
                yield run
            run = (run[0] if run is not None and goes_on else one.at, other.at, inner)
    if run is not None:
        yield run
