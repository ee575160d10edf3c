"""Which mark parts the decimals of a document, and what figures are by it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations

from parplan.documents.printed import figures


def by_mark(found: frozenset[Decimal], text: str, mark: str) -> Decimal | None:
    """The figure that a text is: of two readings, the one with the document's decimal mark."""
    if len(found) < 2:
        return next(iter(found), None)
    with_fraction = min(found, key=abs)
    return with_fraction if mark in text else max(found, key=abs)


def marks_of(texts: Iterable[str]) -> Counter[str]:
    """How many figures among texts have which decimal mark."""
    cells = [text for text in texts if figures(text)]
    # Three digits may be thousands: they count where nothing else tells.
    for pattern in (_FRACTION, _GROUP):
        found = Counter(mark for text in cells for mark in pattern.findall(text))
        if found:
            return found
    return Counter()


def mark_of(rows: Sequence[Sequence[str]]) -> str:
    """The decimal mark of tables, by the cells of their rows: that of most figures; where three
    digits stand behind each, and may be thousands, that by which more rows add up.
    """
    texts = [text for row in rows for text in row]
    usual = commonest(marks_of(texts))
    if any(_FRACTION.search(text) for text in texts if figures(text)):
        return usual
    return max((usual, ",", "."), key=lambda mark: _adding_up(rows, mark))


def _adding_up(rows: Iterable[Sequence[str]], mark: str) -> int:
    """In how many rows one figure is the sum of two others."""
    found = 0
    for row in rows:
        read = [by_mark(figures(text), text, mark) for text in row]
        values = [value for value in read if value]
        found += any(one + other in values for one, other in combinations(values, 2))
    return found


def commonest(marks: Counter[str]) -> str:
    """The mark of most figures; else the comma."""
    return "." if marks["."] > marks[","] else ","


_FRACTION = re.compile(
    r"(?:(?<=[0-9])[.,](?=(?:[0-9]{1,2}|[0-9]{4,6})(?![0-9])))|(?<=\b0)[.,](?=[0-9])", re.ASCII
)
_GROUP = re.compile(r"(?<=[0-9])[.,](?=[0-9]{3}(?![0-9]))", re.ASCII)
