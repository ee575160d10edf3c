"""Who does what by when, as tables of tasks print it: units apart, and days."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from parplan.documents.nesting import Item
from parplan.documents.printed import plain
from parplan.ids import bare
from parplan.model.habits import Form

# Units stand apart by semicolons; by commas only before a capital: “Các sở, ngành” are one.
_APART = re.compile(r"\s*[;\n]\s*|\s*,\s*(?=[A-ZĐÀ-Ỹ])")
_OF = r"((?:19|20)[0-9]{2})"
_DAY = re.compile(rf"(?<![0-9])([0-3]?[0-9])[/.-]([01]?[0-9])[/.-]{_OF}(?![0-9])", re.ASCII)
_MONTH = re.compile(rf"(?:tháng|month|t)\s*([01]?[0-9])(?:\s*(?:/|năm|-)\s*{_OF})?(?![0-9])")
_QUARTER = re.compile(
    rf"(?:quý|qúy|quarter|q)\s*([1-4]|iv|i{{1,3}})(?![a-z0-9])(?:\s*(?:/|năm|-)?\s*{_OF})?"
)
_HALF = re.compile(rf"6 tháng đầu năm(?:\s*{_OF})?")
_YEAR = re.compile(rf"năm\s*{_OF}")
_BEFORE = re.compile(r"^(?:hoàn thành\s+)?(?:trước|before)\b")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


class Assignment(NamedTuple):
    """A task as a table has it: what is to be done for which row, by which units, before which day;
    `due` is how that is printed.
    """

    number: str
    text: str
    serves: str
    lead: tuple[str, ...]
    coordinate: tuple[str, ...]
    before: date | None
    due: str


def assignment(it: Item, serves: str, year: int | None) -> Assignment | None:
    """The task that a row of a table has; None where it has none. `year` is that of days that name
    none.
    """
    lead, coordinate = (tuple(units(it.cells.get(key, ""))) for key in ("lead", "coordinate"))
    text = it.cells.get("task", "").strip()
    if not (lead or coordinate or text):
        return None
    due = it.cells.get("due", "").strip()
    return Assignment(it.number, text or it.label, serves, lead, coordinate, day(due, year), due)


def units(text: str) -> Iterator[str]:
    """The units that a cell names."""
    for part in _APART.split(text):
        name = part.strip(" .,;-")
        if name:
            yield name


def day(text: str, year: int | None) -> date | None:
    """The day before which something is to be done; None where none is said. A day that stands
    there by itself is the last on which it may be; a month, a quarter or a year is so to its end.
    """
    words = plain(text)
    found = _DAY.search(words)
    if found:
        try:
            last = date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            return None
        return last if _BEFORE.match(words) else last + timedelta(days=1)
    for pattern, months in _SPANS:
        span = pattern.search(words)
        if span:
            of = int(span[span.lastindex or 1]) if _has_year(span) else year
            month = months(span[1] or "")
            if of is None or not 1 <= month <= _MONTHS:
                return None
            return date(of + month // _MONTHS, month % _MONTHS + 1, 1)
    return None


def _has_year(span: re.Match[str]) -> bool:
    last = span[span.lastindex or 0]
    return bool(span.lastindex) and len(last) == len("2023")


_MONTHS = 12
_SPANS: tuple[tuple[re.Pattern[str], Callable[[str], int]], ...] = (
    (_HALF, lambda _: 6),
    (_QUARTER, lambda said: 3 * _ROMAN.get(said, int(said) if said.isdigit() else 0)),
    (_MONTH, lambda said: int(said or 0)),
    (_YEAR, lambda _: _MONTHS),
)


class Named(NamedTuple):
    """Units by id, with the name that each was met by first."""

    ids: dict[Form, str]
    names: dict[str, str]


def named(
    names: Iterable[str], known: Iterable[tuple[str, str]], form: Callable[[str], Form]
) -> Named:
    """Ids for units: those of units that are known, by their names in normal form; for others made
    of their words.
    """
    ids = {form(name): ident for ident, name in known}
    told: dict[str, str] = {}
    for name in names:
        own = form(name)
        if own not in ids:
            ident = "-".join(re.findall(r"[a-z0-9]+", bare(name))[:_WORDS]) or "x"
            ids[own] = _free(ident, {*ids.values()})
        told.setdefault(ids[own], name)
    return Named(ids, told)


_WORDS = 5


def _free(ident: str, taken: set[str]) -> str:
    """An id that nothing has yet."""
    number = 2
    free = ident
    while free in taken:
        free, number = f"{ident}-{number}", number + 1
    return free
