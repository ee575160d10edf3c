"""A table of peers: units by year, a column a row of the plan. CSV as spreadsheets write it, to scores; nothing in it is lost silently.

The standard library's reader does it: a table of 63 units, 14 years and 30 columns takes 20 ms, which is less than importing any of the
libraries for data frames does.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from parplan.ids import near, same_word
from parplan.location import Span
from parplan.model.findings import Finding
from parplan.model.peers import Panel
from parplan.model.plan import Plan
from parplan.points import NotAFigure, parse
from parplan.rules import REGISTRY
from parplan.rules.peers import CELLS, NAMELESS, NO_NEAR_COLUMN, NO_NEAR_UNIT, NO_UNIT, NO_YEAR, NOT_UTF8, NOTHING, QUOTE
from parplan.text import Message, Text

UNIT, YEAR = ("unit", "province"), "year"
_YEAR = re.compile(r"(?:19|20)[0-9]{2}", re.ASCII)
_SEPARATORS = (",", ";", "\t")
_SEPARATOR = re.compile(r"sep=([,;\t])(?=[\r\n])", re.IGNORECASE)
_BREAK = re.compile(r"\r\n|\r|\n")


class ReadPanel(NamedTuple):
    """A table of peers, where it holds no error, and everything that was found."""

    panel: Panel | None
    findings: tuple[Finding, ...]


class _Line(NamedTuple):
    """A line of the table: its number in the file, and its cells."""

    number: int
    cells: list[str]


class _Reader:
    """A table while it is read."""

    def __init__(self, data: bytes, name: str, plan: Plan, folder: str) -> None:
        self.name = name
        self.plan = plan
        self.folder = folder
        self.found: list[Finding] = []
        self.raw: list[str] = []
        self.separator = ","
        self.lines = self._split(data)

    def tell(
        self, code: str, line: int, column: int | None, values: Mapping[str, object], path: str = "", todo: Text | None = None
    ) -> None:
        """Something found in a line, in the cell of a column where one is named; `todo` says what to do where the rule does not know."""
        rule = REGISTRY[code]
        text = self.raw[line - 1] if line <= len(self.raw) else ""
        start, end = self._extent(text, column)
        span = Span(line, start, line, end)
        message, then = Message(rule.message, values), Message(todo or rule.help, values)
        self.found.append(Finding(code, rule.severity, message, self.folder, path, self.name, span, text, help=then))

    def _extent(self, text: str, column: int | None) -> tuple[int, int]:
        if column is None or '"' in text:  # a quoted cell may hold what separates the others
            return 1, len(text) + 1
        cells = text.split(self.separator)
        start = sum(len(cell) + 1 for cell in cells[:column]) + 1
        return start, start + max(1, len(cells[column])) if column < len(cells) else start + 1

    def _split(self, data: bytes) -> list[_Line]:
        try:
            text = unicodedata.normalize("NFC", data.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            self.raw = _BREAK.split(data.decode("utf-8-sig", "replace"))
            self.tell("P829", line, None, {"why": NOT_UTF8})
            return []
        self.raw = _BREAK.split(text)
        named = _SEPARATOR.match(text)  # how some spreadsheets name the separator
        head = next((line for line in self.raw[1 if named else 0 :] if line.strip()), "")
        self.separator = named[1] if named else max(_SEPARATORS, key=head.count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=self.separator, strict=True)
        lines: list[_Line] = []
        read = 0
        try:
            for cells in reader:
                read = reader.line_num
                lines.append(_Line(read, [cell.strip() for cell in cells]))
        except csv.Error:
            self.tell("P829", read + 1, None, {"why": QUOTE})
            return []
        lines = [line for line in lines[1 if named else 0 :] if any(line.cells)]
        if len(lines) < 2:
            self.tell("P829", 1, None, {"why": NOTHING})
        return lines


def read_panel(data: bytes, name: str, plan: Plan, folder: str = "") -> ReadPanel:
    """Check a table of peers against a plan: its text, header, years, scores and limits. Never raises for what it holds.

    `name` is how the user named the table, `folder` how they named the plan.

    Cells are separated by commas, semicolons or tabs, whichever the header has most of; where commas do not separate, figures may have
    decimal commas.
    """
    reader = _Reader(data, name, plan, folder)
    if reader.found:
        return ReadPanel(None, tuple(reader.found))
    header, *lines = reader.lines
    columns = _columns(reader, header)
    if columns is None:
        return ReadPanel(None, tuple(reader.found))
    scores: dict[str, dict[int, dict[str, Decimal]]] = {ident: {} for ident in columns.rows.values()}
    listed: dict[tuple[str, int], int] = {}
    for line in lines:
        _read_line(reader, line, columns, len(header.cells), scores, listed)
    alike = _alike(reader, listed, columns)
    if not any(finding.severity == "error" for finding in reader.found):  # a line that could not be read is not one that is missing
        _gaps(reader, {(alike[unit], year): line for (unit, year), line in listed.items()}, columns)
    own = _own(reader, list(dict.fromkeys(alike.values())))
    named = {
        ident: {year: {alike[unit]: score for unit, score in units.items()} for year, units in years.items()}
        for ident, years in scores.items()
    }
    broken = any(finding.severity == "error" for finding in reader.found)
    return ReadPanel(None if broken else Panel(name, named, own), tuple(sorted(reader.found, key=lambda finding: finding.place)))


class _Columns(NamedTuple):
    """Which column is what: the unit, the year, the rows of the plan, and what has no name."""

    unit: int
    year: int
    rows: Mapping[int, str]
    nameless: tuple[int, ...]


def _columns(reader: _Reader, header: _Line) -> _Columns | None:
    names = [cell.casefold() for cell in header.cells]
    missing = [wanted[0] for wanted in (UNIT, (YEAR,)) if not any(name in wanted for name in names)]
    if missing:
        reader.tell("P824", header.number, None, {"missing": missing})
        return None
    unit, year = next(at for at, name in enumerate(names) if name in UNIT), names.index(YEAR)
    rows: dict[int, str] = {}
    for at, name in enumerate(header.cells):
        if at in (unit, year) or not name:
            continue
        if name in rows.values():
            reader.tell("P834", header.number, at, {"name": name}, name)
        elif name in reader.plan.by_id:
            rows[at] = name
        else:
            likely = near(name.casefold(), reader.plan.by_id)
            reader.tell("P826", header.number, at, {"name": name, "near": likely}, todo=None if likely else NO_NEAR_COLUMN)
    if not rows:
        reader.tell("P824", header.number, None, {"missing": [reader.plan.indices[0].id]})
        return None
    return _Columns(unit, year, rows, tuple(at for at, name in enumerate(header.cells) if not name))


def _read_line(
    reader: _Reader,
    line: _Line,
    columns: _Columns,
    width: int,
    scores: dict[str, dict[int, dict[str, Decimal]]],
    listed: dict[tuple[str, int], int],
) -> None:
    if len(line.cells) != width:
        reader.tell("P829", line.number, None, {"why": Message(CELLS, {"count": len(line.cells), "needed": width})})
        return
    nameless = next((at for at in columns.nameless if line.cells[at]), None)
    if nameless is not None:
        reader.tell("P829", line.number, nameless, {"why": NAMELESS})
        return
    unit, year = line.cells[columns.unit], line.cells[columns.year]
    if not unit or not _YEAR.fullmatch(year):
        why = Message(NO_YEAR, {"text": year}) if unit else Message(NO_UNIT)
        reader.tell("P825", line.number, columns.year if unit else columns.unit, {"why": why})
        return
    key = (unit, int(year))
    if key in listed:
        reader.tell("P827", line.number, columns.unit, {"unit": unit, "year": year, "line": listed[key]})
        return
    listed[key] = line.number
    for at, ident in columns.rows.items():
        score = _score(reader, line, at, ident)
        if score is not None:
            scores[ident].setdefault(int(year), {})[unit] = score


def _score(reader: _Reader, line: _Line, at: int, ident: str) -> Decimal | None:
    text = line.cells[at]
    if not text:
        return None
    plainly = text.replace(",", ".") if reader.separator != "," and text.count(",") == 1 and "." not in text else text
    try:
        score = parse(plainly)
    except NotAFigure:
        reader.tell("P828", line.number, at, {"text": text}, ident)
        return None
    indicator = reader.plan.by_id[ident]
    ceiling = indicator.ceiling
    if score < indicator.floor or (ceiling is not None and score > ceiling):
        high: object = "∞" if ceiling is None else ceiling
        reader.tell("P830", line.number, at, {"score": score, "low": indicator.floor, "high": high}, ident)
        return None
    return score


def _alike(reader: _Reader, listed: Mapping[tuple[str, int], int], columns: _Columns) -> dict[str, str]:
    """The name that each unit goes by: spellings that differ in case, spaces or marks only, and never stand in one year, are one unit."""
    years: dict[str, set[int]] = {}
    for unit, year in listed:
        years.setdefault(unit, set()).add(year)
    alike: dict[str, str] = {}
    for unit, own in years.items():
        same = next((other for other in dict.fromkeys(alike.values()) if same_word(other, unit) and years[other].isdisjoint(own)), unit)
        alike[unit] = same
        if same != unit:
            years[same] |= own
            line = next(line for (name, _), line in listed.items() if name == unit)
            reader.tell("P833", line, columns.unit, {"unit": same, "other": unit})
    return alike


def _gaps(reader: _Reader, listed: Mapping[tuple[str, int], int], columns: _Columns) -> None:
    """Tell of units that have no line in a year in which others have."""
    years = sorted({year for _, year in listed})
    first = {unit: line for (unit, _), line in reversed(list(listed.items()))}
    for unit, line in first.items():
        absent = [year for year in years if (unit, year) not in listed]
        if absent:
            reader.tell("P831", line, columns.unit, {"unit": unit, "years": [str(year) for year in absent]})


def _own(reader: _Reader, units: Sequence[str]) -> str | None:
    """The plan's own unit, as the table names it."""
    own = reader.plan.about.unit
    if own is None:
        return None
    found = own if own in units else next((unit for unit in units if same_word(own, unit)), None)
    if found is None and units:
        likely = near(own, units)
        reader.tell("P832", 1, None, {"unit": own, "near": likely}, todo=None if likely else NO_NEAR_UNIT)
    return found
