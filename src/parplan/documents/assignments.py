"""Who does what by when, as tables of tasks print it: units apart, and days."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from parplan.documents.nesting import Item
from parplan.documents.printed import plain
from parplan.documents.vocabulary import Deadlines
from parplan.ids import free, slug
from parplan.model.habits import Form

# Units stand apart by semicolons; by commas only before a capital: “Các sở, ngành” are one.
_APART = re.compile(r"\s*[;\n]\s*|\s*,\s*(?=[A-ZĐÀ-Ỹ])")
_OF = r"(?:19|20)[0-9]{2}"
_DAY = re.compile(rf"(?<![0-9])([0-3]?[0-9])[/.-]([01]?[0-9])[/.-]({_OF})(?![0-9])", re.ASCII)
_YEAR = re.compile(rf"(?<![0-9]){_OF}(?![0-9])", re.ASCII)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


class Assignment(NamedTuple):
    """A task as a table has it: what is to be done for which rows, by which units, before which
    day; `due` is how that is printed, `unknown` what stands where a row is named and names none.
    """

    number: str
    text: str
    serves: tuple[str, ...]
    unknown: str
    lead: tuple[str, ...]
    coordinate: tuple[str, ...]
    before: date | None
    due: str


def assignment(
    it: Item, serves: tuple[str, ...], words: Deadlines, year: int | None, unknown: str = ""
) -> Assignment | None:
    """The task that a row of a table has; None where it has none. `year` is that of days that name
    none.
    """
    lead, coordinate = (tuple(units(it.cells.get(key, ""))) for key in ("lead", "coordinate"))
    text = it.cells.get("task", "").strip()
    if not (lead or coordinate or text):
        return None
    due = it.cells.get("due", "").strip()
    before = day(due, words, year)
    return Assignment(it.number, text or it.label, serves, unknown, lead, coordinate, before, due)


def units(text: str) -> Iterator[str]:
    """The units that a cell names."""
    for part in _APART.split(text):
        name = part.strip(" .,;-")
        if name:
            yield name


def day(text: str, words: Deadlines, year: int | None) -> date | None:
    """The day before which something is to be done; None where none is said. A day that stands
    there by itself is the last on which it may be; a month, a quarter or a year is so to its end.
    """
    said = plain(text)
    found = _DAY.search(said)
    if found:
        try:
            last = date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            return None
        return (
            last if said.startswith(tuple(map(plain, words.before))) else last + timedelta(days=1)
        )
    years = _YEAR.findall(said)
    of = int(years[-1]) if years else year
    days = (
        _end(span, each, of)
        for phrases, each in ((words.half, 6), (words.quarter, 3), (words.month, 1))
        for span in _span(phrases, counted=each in (1, 3)).finditer(said)
    )
    ends = [it for it in days if it is not None]
    if not ends and years and of is not None and _span(words.year, counted=False).search(said):
        ends = [date(of + 1, 1, 1)]
    return max(ends, default=None)


def _end(span: re.Match[str], each: int, year: int | None) -> date | None:
    """The day after so many months of a year."""
    months = each * (_count(span["count"]) if each in (1, 3) else 1)
    if year is None or not 1 <= months <= _MONTHS:
        return None
    of = int(span["year"] or year)
    return date(of + months // _MONTHS, months % _MONTHS + 1, 1)


@lru_cache(maxsize=16)
def _span(phrases: tuple[str, ...], *, counted: bool) -> re.Pattern[str]:
    """One of some words, its number where it has one, and a year behind it."""
    words = "|".join(re.escape(plain(it)) for it in sorted(phrases, key=len, reverse=True))
    count = r"\s*(?P<count>[01]?[0-9]|iv|i{1,3})(?![a-z0-9])" if counted else ""
    return re.compile(rf"(?<!\w)(?:{words}){count}(?:\W*(?:\w+\s+)?(?P<year>{_OF}))?")


def _count(text: str) -> int:
    return _ROMAN.get(text) or int(text)


_MONTHS = 12


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
            ids[own] = free(slug(name, _WORDS) or "x", {*ids.values()})
        told.setdefault(ids[own], name)
    return Named(ids, told)


_WORDS = 5
