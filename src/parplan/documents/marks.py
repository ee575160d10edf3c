"""Which mark parts the decimals of a document, and what figures are by it."""

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

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


def commonest(marks: Counter[str]) -> str:
    """The mark of most figures; else the comma."""
    return "." if marks["."] > marks[","] else ","


_FRACTION = re.compile(
    r"(?:(?<=[0-9])[.,](?=(?:[0-9]{1,2}|[0-9]{4,6})(?![0-9])))|(?<=\b0)[.,](?=[0-9])", re.ASCII
)
_GROUP = re.compile(r"(?<=[0-9])[.,](?=[0-9]{3}(?![0-9]))", re.ASCII)
