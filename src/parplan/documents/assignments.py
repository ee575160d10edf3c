"""Who does what by when, as tables of tasks print it: units apart, and days."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from parplan.documents.blocks import Cell, Row
from parplan.documents.nesting import Item
from parplan.documents.printed import plain
from parplan.documents.vocabulary import Assigned, Deadlines
from parplan.ids import free, slug
from parplan.model.habits import Form

_MARK = re.compile(r"^(?:[-–—+•*]|[0-9]{1,2}[.)])\s*", re.ASCII)  # before a unit in a list
_OF = r"(?:19|20)[0-9]{2}"
_D, _M = "([0-3]?[0-9])", "([01]?[0-9])"
_DAY = re.compile(rf"(?<![0-9/.]){_D}[/.-]{_M}[/.-]({_OF})(?![0-9])", re.ASCII)
_OF_THE_YEAR = re.compile(rf"(?<![0-9/.]){_D}/{_M}(?![0-9/])", re.ASCII)
_MONTH = re.compile(rf"(?<![0-9/.]){_M}[/.-]({_OF})(?![0-9])", re.ASCII)
_YEAR = re.compile(rf"(?<![0-9]){_OF}(?![0-9])", re.ASCII)
_YEARS = re.compile(rf"\W*{_OF}(?:\W+{_OF})*\W*", re.ASCII)
_COUNT = re.compile(r"[01]?[0-9]|iv|i{1,3}", re.ASCII)
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
    it: Item,
    serves: tuple[str, ...],
    words: Assigned,
    days: Deadlines,
    year: int | None,
    unknown: str = "",
) -> Assignment | None:
    """The task that a row of a table has; None where it has none. `year` is that of days that name
    none.
    """
    told: dict[str, list[str]] = {"lead": [], "coordinate": []}
    for key in [*told]:
        for role, text in _by_role(it.cells.get(key, ""), words, key):
            told[role] += units(text, words)
    lead, coordinate = (tuple(dict.fromkeys(names)) for names in told.values())
    text = it.cells.get("task", "").strip()
    if not (lead or coordinate or text):
        return None
    due = it.cells.get("due", "").strip()
    before = day(due, days, year)
    return Assignment(it.number, text or it.label, serves, unknown, lead, coordinate, before, due)


def as_above(
    rows: Sequence[Row], places: Sequence[int], words: Assigned
) -> tuple[tuple[Row, ...], int]:
    """Rows with what stands above in some columns, where a mark says so or a cell only goes on from
    there; and how many cells have such a mark.
    """
    marks = {*map(plain, words.as_above)}
    made: list[Row] = []
    marked = 0
    above = {at: Cell() for at in places}  # the last that has something
    for row in rows:
        cells = list(row.cells)
        for at in places:
            own = cells[at]
            says_so = _alone(own.text) in marks
            if says_so or (own.above and not own.text):
                cells[at] = own._replace(text=above[at].text, lines=above[at].lines)
            above[at] = cells[at] if cells[at].text else above[at]
            marked += says_so
        made.append(row._replace(cells=tuple(cells)))
    return tuple(made), marked


def _alone(text: str) -> str:
    """A text without the dashes and points around it."""
    return plain(text).strip(" -–—.,()") or plain(text)


def are_units(cell: str, words: Assigned) -> bool:
    """Whether all that a cell names begins as units do."""
    named = [*units(cell, words)]
    return bool(named) and all(_begins(it, words) for it in named)


def units(text: str, words: Assigned) -> Iterator[str]:
    """The units that a cell names: a line each, but for one that goes on in the next; or apart by
    semicolons, and by commas before what begins as one, or is no end of a name with “and” in it
    (“Sở Văn hóa, Thể thao và Du lịch”); by “and”, where both begin with the same word.
    """
    for part in re.split(r"\s*[;\n]\s*", _lines(text, words)):
        held: list[str] = []
        for it in re.split(r"\s*,\s*", part):
            ends_a_name = not it[:1].isupper() or (_joins(it) and not _begins(it, words))
            if held and ends_a_name:
                held[-1] = f"{held[-1]}, {it}"
            else:
                held.append(it)
        for name in (_MARK.sub("", it).strip(" .,;:-–—") for it in held):
            first = re.escape(name.partition(" ")[0])
            yield from filter(None, re.split(rf"\s+(?:và|and)\s+(?={first}\s)", name))


def _joins(name: str) -> bool:
    return re.search(r"\s(?:và|and)\s", name) is not None


def _lines(text: str, words: Assigned) -> str:
    """The lines of a cell, those put together that are one unit's name."""
    ends = tuple(map(plain, words.goes_on))
    held: list[str] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        before = plain(held[-1]) if held else ""
        whole = before not in map(plain, words.begins) and before.split(" ")[-1] not in ends
        if not held or (whole and _begins(line, words)):
            held.append(line)
        else:
            held[-1] = f"{held[-1]} {line}"
    return "\n".join(held)


def _begins(text: str, words: Assigned) -> bool:
    """Whether a text begins as a unit does, or with a mark or a number of its own."""
    own = _MARK.match(text)
    return own is not None or (text[:1].isupper() and _is_unit(text, words))


def _is_unit(text: str, words: Assigned) -> bool:
    """Whether a text begins with a word for a unit."""
    first = "|".join(re.escape(plain(it)) for it in words.begins)
    return re.match(rf"(?:{first})(?!\w)", plain(text)) is not None


def _by_role(text: str, words: Assigned, own: str) -> list[tuple[str, str]]:
    """What a cell says of those who lead and those who take part, whatever its column: behind a
    word that says so (“Phối hợp: …”), or before it (“… chủ trì”). Where such a word stands among
    others, all of it is of its column.
    """
    roles = {plain(it): role for role in ("lead", "coordinate") for it in getattr(words, role)}
    said = "|".join(re.escape(it) for it in sorted(roles, key=len, reverse=True))
    found = [*re.finditer(rf"(?i)\(?(?<!\w)({said})(?!\w)\s*[:)]?", text)]
    told: list[tuple[str, str]] = []
    role, end = own, 0
    for it, nearest in zip(found, [*(it.start() for it in found[1:]), len(text)], strict=False):
        before, behind = text[end : it.start()].rstrip(), text[it.end() : nearest].strip(" ")
        names = bool(behind) and behind[0] not in ",;\n"
        parted = not before or before[-1] in ",;\n" or it[0].endswith(":")
        if names and not it[0].startswith("(") and not parted and not _is_unit(behind, words):
            return [(own, text)]
        ends = it[0].startswith("(") or (bool(before.strip(" ,;\n")) and not names)
        of = roles[plain(it[1])]
        told.append((of if ends else role, before))
        role, end = (own if ends else of), it.end()
    return [*told, (role, text[end:])]


def day(text: str, words: Deadlines, year: int | None) -> date | None:
    """The day before which something is to be done; None where none is said. A day that stands
    there by itself is the last on which it may be; a month, a quarter or a year is so to its end.
    """
    said = plain(text)
    years = _YEAR.findall(said)
    of = int(years[-1]) if years else year
    spans = []
    for months, phrases in words.first.items():
        first = _span(phrases, counted=False)
        spans += [_end(span, months, of) for span in first.finditer(said)]
        said = first.sub(" ", said)
    if _any_of(words.vague).search(said):
        return None
    if days := [*_days(said, words, of)]:
        last = max(filter(None, days), default=None)
        before = re.search(rf"{_any_of(words.before).pattern}\s+(?:\w+\s+)?(?=[0-9])", said)
        return last if before or last is None else last + timedelta(days=1)
    spans += [
        _end(span, each, of)
        for phrases, each in ((words.quarter, 3), (words.month, 1))
        for span in _span(phrases, counted=True).finditer(said)
    ]
    spans += [_after(int(it[2]), int(it[1])) for it in _MONTH.finditer(said)]
    ends = [it for it in spans if it is not None]
    named = _YEARS.fullmatch(said) or _span(words.year, counted=False).search(said)
    if not ends and years and of is not None and named:
        ends = [date(of + 1, 1, 1)]
    return max(ends, default=None)


def _days(said: str, words: Deadlines, year: int | None) -> Iterator[date | None]:
    """The days that a text names, in digits or with the word for a month, of a year where none
    stands behind them; None for one that is none.
    """
    months = "|".join(re.escape(plain(it)) for it in words.month)
    worded = rf"(?<![0-9]){_D}\s+(?:{months})\s+{_M}(?:\W+(?:\w+\s+)?({_OF}))?(?!\w)"
    for pattern in (_DAY, _OF_THE_YEAR, re.compile(worded, re.ASCII)):
        for found in pattern.finditer(said):
            number, month, *behind = map(int, filter(None, found.groups()))
            try:
                yield date(behind[0] if behind else year or 0, month, number)
            except ValueError:
                yield None


def _end(span: re.Match[str], each: int, year: int | None) -> date | None:
    """The day after so many months of a year; of several, after the last."""
    of = span["year"] or year
    counts = _COUNT.findall(span["count"]) if "count" in span.re.groupindex else ["1"]
    return None if of is None else _after(int(of), each * max(map(_count, counts)))


def _after(year: int, months: int) -> date | None:
    """The day after some months of a year."""
    if not 1 <= months <= _MONTHS:
        return None
    return date(year + months // _MONTHS, months % _MONTHS + 1, 1)


@lru_cache(maxsize=16)
def _span(phrases: tuple[str, ...], *, counted: bool) -> re.Pattern[str]:
    """One of some words, its number or numbers where it has these, and a year behind it."""
    words = "|".join(re.escape(plain(it)) for it in sorted(phrases, key=len, reverse=True))
    each = rf"(?:{_COUNT.pattern})(?![a-z0-9])"
    count = rf"\s*(?P<count>{each}(?:\s*(?:[,;&-]|và|and)\s*{each})*)" if counted else ""
    return re.compile(rf"(?<!\w)(?:{words}){count}(?:\W*(?:\w+\s+)?(?P<year>{_OF}))?")


@lru_cache(maxsize=16)
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """One of some words, and no part of another."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(plain(it)) for it in phrases)})(?!\w)")


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
