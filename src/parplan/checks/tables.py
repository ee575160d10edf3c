"""A table of peers: units by year, a column a row of the plan. CSV as spreadsheets write it, to
scores; nothing in it is lost silently.

The standard library's reader does it: a table of 63 units, 14 years and 30 columns takes 20 ms,
which is less than importing any of the libraries for data frames does.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from parplan.ids import same_word
from parplan.location import Span
from parplan.model.findings import Finding, Read, in_order
from parplan.model.peers import Line, Panel, Score, Table
from parplan.model.plan import Plan
from parplan.points import NotAFigure, parse
from parplan.rules import REGISTRY
from parplan.rules.peers import NOT_UTF8, NOTHING, QUOTE
from parplan.rules.rule import Spot, Subject, found
from parplan.text import Message

_SEPARATORS = (",", ";", "\t")
_SEPARATOR = re.compile(r"sep=([,;\t])(?=[\r\n])", re.IGNORECASE)
_BREAK = re.compile(r"\r\n|\r|\n")


class _Reader:
    """A table's text while it is read: its lines as cells, and what is found in it."""

    def __init__(self, data: bytes, name: str, plan: Plan, folder: str) -> None:
        self.name = name
        self.plan = plan
        self.folder = folder
        self.found: list[Finding] = []
        self.raw: list[str] = []
        self.separator = ","
        self.lines = self._split(data)

    @property
    def broken(self) -> bool:
        """Whether an error was found."""
        return any(finding.severity == "error" for finding in self.found)

    def run(self, on: Subject, table: Table) -> None:
        """Take up what the rules on a kind of subject say of the table."""
        for told in found(on, table, self.plan):
            self.tell(*told)

    def tell(self, code: str, spot: Spot) -> None:
        """Something found in a line, in the cell of a column where one is named."""
        rule = REGISTRY[code]
        line, column = (*spot.loc, None)[:2]
        number = line if isinstance(line, int) else 1
        text = self.raw[number - 1] if number <= len(self.raw) else ""
        start, end = self._extent(text, column if isinstance(column, int) else None)
        span = Span(number, start, number, end)
        message, then = (
            Message(rule.message, spot.values),
            Message(spot.help or rule.help, spot.values),
        )
        self.found.append(
            Finding(
                code,
                rule.severity,
                message,
                self.folder,
                spot.ident or "",
                self.name,
                span,
                text,
                help=then,
            )
        )

    def _extent(self, text: str, column: int | None) -> tuple[int, int]:
        if column is None or '"' in text:  # a quoted cell may hold what separates the others
            return 1, len(text) + 1
        cells = text.split(self.separator)
        start = sum(len(cell) + 1 for cell in cells[:column]) + 1
        return start, start + max(1, len(cells[column])) if column < len(cells) else start + 1

    def _split(self, data: bytes) -> list[Line]:
        try:
            text = unicodedata.normalize("NFC", data.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            self.raw = _BREAK.split(data.decode("utf-8-sig", "replace"))
            self.tell("P829", Spot((line,), {"why": NOT_UTF8}))
            return []
        self.raw = _BREAK.split(text)
        named = _SEPARATOR.match(text)  # how some spreadsheets name the separator
        head = next((line for line in self.raw[1 if named else 0 :] if line.strip()), "")
        self.separator = named[1] if named else max(_SEPARATORS, key=head.count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=self.separator, strict=True)
        lines: list[Line] = []
        read = 0
        try:
            for cells in reader:
                read = reader.line_num
                lines.append(Line(read, [cell.strip() for cell in cells]))
        except csv.Error:
            self.tell("P829", Spot((read + 1,), {"why": QUOTE}))
            return []
        lines = [line for line in lines[1 if named else 0 :] if any(line.cells)]
        if len(lines) < 2:
            self.tell("P829", Spot((1,), {"why": NOTHING}))
        return lines


def read_panel(data: bytes, name: str, plan: Plan, folder: str = "") -> Read[Panel]:
    """Check a table of peers against a plan: its text, header, years, scores and limits. Never
    raises for what it holds.

    `name` is how the user named the table, `folder` how they named the plan.

    Cells are separated by commas, semicolons or tabs, whichever the header has most of; where
    commas do not separate, figures may have decimal commas.
    """
    reader = _Reader(data, name, plan, folder)
    if reader.found:
        return Read(None, tuple(reader.found))
    header, *lines = reader.lines
    table = Table(header)
    table.rows = _rows(table, plan)
    reader.run("header", table)
    scores: dict[str, dict[int, dict[str, Decimal]]] = {}
    if not table.missing and table.rows:
        kept = list(_kept(reader, table, lines))
        table.named = _named(table)
        table.own = _own(table, plan)
        scores = _scores(reader, table, kept)
        reader.run("table", table)
        if not reader.broken:  # a line that could not be read is not one that is missing
            reader.run("panel", table)
    findings = in_order(reader.found)
    return Read(None if reader.broken else Panel(name, scores, table.own, plan), findings)


def _rows(table: Table, plan: Plan) -> dict[int, str]:
    """The rows of the plan that columns are named by, the first column of each."""
    first = {name: at for at, name in reversed(table.columns()) if name in plan.by_id}
    return {at: name for name, at in sorted(first.items(), key=lambda item: item[1])}


def _kept(reader: _Reader, table: Table, lines: list[Line]) -> Iterator[tuple[Line, str, int]]:
    """The lines that nothing is wrong with, each with its unit and year."""
    for line in lines:
        first = next(found("line", line, table, reader.plan), None)
        if first is not None:
            reader.tell(*first)
            continue
        unit, year = table.unit_of(line), table.year_of(line) or 0
        table.listed[unit, year] = line.number
        yield line, unit, year


def _scores(
    reader: _Reader, table: Table, lines: list[tuple[Line, str, int]]
) -> dict[str, dict[int, dict[str, Decimal]]]:
    """The scores of every row by year and unit; all cells are noted in the table, those that are no
    scores among them.
    """
    scores: dict[str, dict[int, dict[str, Decimal]]] = {ident: {} for ident in table.rows.values()}
    for line, unit, year in lines:
        for at, ident in table.rows.items():
            text = line.cells[at]
            if text:
                score = _score(text, commas=reader.separator != ",")
                table.cells.append(Score(line.number, at, ident, text, score))
                if score is not None:
                    scores[ident].setdefault(year, {})[table.named[unit]] = score
    return scores


def _score(text: str, *, commas: bool) -> Decimal | None:
    """A cell's points; where commas do not separate the cells, it may have a decimal comma."""
    try:
        return parse(
            text.replace(",", ".") if commas and text.count(",") == 1 and "." not in text else text
        )
    except NotAFigure:
        return None


def _named(table: Table) -> dict[str, str]:
    """The name that each unit goes by: spellings that differ in case, spaces or marks only, and
    never stand in one year, are one unit.
    """
    years: dict[str, set[int]] = {}
    for unit, year in table.listed:
        years.setdefault(unit, set()).add(year)
    named: dict[str, str] = {}
    for unit, own in years.items():
        same = next(
            (
                other
                for other in dict.fromkeys(named.values())
                if same_word(other, unit) and years[other].isdisjoint(own)
            ),
            unit,
        )
        named[unit] = same
        if same != unit:
            years[same] |= own
    return named


def _own(table: Table, plan: Plan) -> str | None:
    """The plan's own unit, as the table names it."""
    own, units = plan.about.unit, list(dict.fromkeys(table.named.values()))
    return (
        own
        if own in units
        else next((unit for unit in units if own is not None and same_word(own, unit)), None)
    )
