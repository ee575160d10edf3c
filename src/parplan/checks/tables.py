"""A table of peers: units by year, a column a row of the plan. CSV as spreadsheets write it, to
scores; nothing in it is lost silently.

The standard library's reader does it: a table of 63 units, 14 years and 30 columns takes 20 ms,
which is less than importing any of the libraries for data frames does.
"""

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from parplan.checks.encoding import SAVE_ANEW, NotText, decoded
from parplan.checks.plan import finding_at
from parplan.ids import composed
from parplan.location import Span
from parplan.model.findings import Finding, Read, in_order
from parplan.model.habits import Habits, Names
from parplan.model.mergers import Mergers, MergersFile
from parplan.model.peer_table import Alias, Count, Line, Maximum, Score, Table
from parplan.model.peers import Panel
from parplan.model.plan import Plan
from parplan.model.results import Outcomes
from parplan.points import NotAFigure, has_mark, parse_published, unparted
from parplan.rules.rule import Spot, Subject, found
from parplan.rules.tables import NOTHING, QUOTE

_SEPARATORS = (",", ";", "\t")
_SEPARATOR = re.compile(r"sep=([,;\t])(?=[\r\n])", re.IGNORECASE)
_BREAK = re.compile(r"\r\n|\r|\n")
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_MOST_TITLES = 40  # lines that may stand above the head
_LONGEST_HEAD = 20_000  # characters
_A_HEAD = 4  # says a line that names a column of units and one of years


class _Reader:
    """A table's text while it is read: its lines as cells, and what is found in it."""

    def __init__(self, data: bytes, name: str, plan: Plan, folder: str, habits: Habits) -> None:
        self.name = name
        self.plan = plan
        self.folder = folder
        self.habits = habits
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
        line, column = (*spot.loc, None)[:2]
        number = line if isinstance(line, int) else 1
        text = self.raw[number - 1] if number <= len(self.raw) else ""
        start, end = self._extent(text, column if isinstance(column, int) else None)
        span = Span(number, start, number, end)
        path = spot.ident or ""
        self.found.append(
            finding_at(code, self.name, text, span, self.folder, path, spot.values, todo=spot.help)
        )

    def _extent(self, text: str, column: int | None) -> tuple[int, int]:
        # A quoted cell may hold what separates the others, or go on in the next line.
        masked = _QUOTED.sub(lambda cell: "x" * len(cell[0]), text)
        if column is None or '"' in masked:
            return 1, len(text) + 1
        cells = masked.split(self.separator)
        start = sum(len(cell) + 1 for cell in cells[:column]) + 1
        return start, start + max(1, len(cells[column])) if column < len(cells) else start + 1

    def _split(self, data: bytes) -> list[Line]:
        """The lines from the head on; titles above it are passed over."""
        try:
            text = composed(decoded(data))
        except NotText as error:
            line = 1
            if error.at is not None:
                line = data[: error.at].count(b"\n") + 1
                self.raw = _BREAK.split(data.decode("utf-8-sig", "replace"))
            self.tell("P829", Spot((line,), {"why": error.why}, help=SAVE_ANEW))
            return []
        self.raw = _BREAK.split(text)
        head = self._head(text)
        self.separator = head.separator
        rest = io.StringIO(text[head.start :], newline="")
        reader = csv.reader(rest, delimiter=self.separator, strict=True)
        lines: list[Line] = []
        read = head.above
        try:
            for cells in reader:
                width = len(lines[0].cells if lines else cells)
                if any(self._holds_line(cell, width) for cell in cells):
                    raise csv.Error
                read = head.above + reader.line_num
                lines.append(Line(read, [cell.strip() for cell in cells]))
        except csv.Error:
            self.tell("P829", Spot((read + 1,), {"why": QUOTE}))
            return []
        lines = [line for line in lines if any(line.cells)]
        if len(lines) < 2:
            self.tell("P829", Spot((1,), {"why": NOTHING}))
        return lines

    def _holds_line(self, cell: str, width: int) -> bool:
        """Whether a line of the table stands in one cell: two quotation marks took what lies
        between them.
        """
        return "\n" in cell and any(
            part.count(self.separator) >= max(width - 1, 1) for part in cell.split("\n")
        )

    def _head(self, text: str) -> "_Head":
        """The first line that names a column of units and one of years; where none does, the one
        that names most of what a head names, or else the first.
        """
        starts = [0, *(found.end() for found in _BREAK.finditer(text))]
        named = _SEPARATOR.match(text)  # how some spreadsheets name the separator
        above = 1 if named else 0
        lines = [at for at in range(above, len(self.raw)) if self.raw[at].strip()]
        first = next(iter(lines), above)
        separator = named[1] if named else max(_SEPARATORS, key=self.raw[first].count)
        most, best = 0, _Head(first, starts[first], separator)
        for at in lines[:_MOST_TITLES]:
            beginning = text[starts[at] : starts[at] + _LONGEST_HEAD]
            for mark in named[1] if named else _SEPARATORS:
                said = self._said(beginning, mark)
                if said > most:
                    most, best = said, _Head(at, starts[at], mark)
            if most >= _A_HEAD:
                break
        return best

    def _said(self, text: str, separator: str) -> int:
        """How much of what a head names the first line of a text does: units and years count most,
        then a row of the plan.
        """
        try:
            heads = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
        except csv.Error:
            return 0
        columns = (self.habits.column("unit", heads), self.habits.column("year", heads))
        row = any(head.strip() in self.plan.by_id for head in heads)
        return 2 * sum(at is not None for at in columns) + row


class _Head(NamedTuple):
    """The line of heads: how many lines stand above it, where in the text it begins, and what
    separates its cells.
    """

    above: int
    start: int
    separator: str


def read_panel(
    data: bytes,
    name: str,
    plan: Plan,
    folder: str,
    habits: Habits,
    mergers: MergersFile | None = None,
    outcomes: Outcomes | None = None,
) -> Read[Panel]:
    """Check a table of peers against a plan: its text, header, years, scores and limits. Never
    raises for what it holds.

    `name` is how the user named the table, `folder` how they named the plan, `habits` how people
    write tables; `mergers` are the units that others became, `outcomes` what was observed of the
    plan. The panel shows the field as the plan's target year sees it.

    Cells are separated by commas, semicolons or tabs, as the header has it; where commas do not
    separate, figures may have decimal commas.
    """
    reader = _Reader(data, name, plan, folder, habits)
    if reader.found:
        return Read(None, tuple(reader.found))
    header, *lines = reader.lines
    table = Table(header, habits, outcomes=outcomes)
    table.rows = _rows(table, plan)
    reader.run("header", table)
    scores: dict[str, dict[int, dict[str, Decimal]]] = {}
    if not table.missing and table.rows:
        _name_units(table, lines, plan, mergers)
        kept = list(_kept(reader, table, lines))
        scores = _scores(reader, table, kept)
        reader.run("table", table)
        if not reader.broken:  # a line that could not be read is not one that is missing
            reader.run("panel", table)
    findings = in_order(reader.found)
    if reader.broken:
        return Read(None, findings)
    panel = Panel(
        name,
        scores,
        table.own,
        table.names,
        plan,
        table.digits,
        table.declared,
        tuple(dict.fromkeys(table.named.values())),
        _maxima(table, plan),
        table.mergers,
    )
    return Read(panel.seen(table.view), findings)


def _maxima(table: Table, plan: Plan) -> dict[str, dict[int, dict[str, Decimal]]]:
    """What the totals of a table's lines are out of, by its index, year and unit: as the line says,
    else as the plan does. Nothing where the table has no such column.
    """
    found: dict[str, dict[int, dict[str, Decimal]]] = {}
    said = {maximum.line: maximum.points for maximum in table.maxima}
    for index in table.totals(plan) if said else ():
        for line, (unit, year) in table.whose.items():
            points = said.get(line, plan.by_id[index].max)
            if points is not None:
                found.setdefault(index, {}).setdefault(year, {})[unit] = points
    return found


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
        unit, year = table.named[table.unit_of(line)], table.year_of(line) or 0
        table.listed[unit, year] = line.number
        yield line, unit, year


def _scores(
    reader: _Reader, table: Table, lines: list[tuple[Line, str, int]]
) -> dict[str, dict[int, dict[str, Decimal]]]:
    """The scores of every row by year and unit; all cells are noted in the table, those that are no
    scores among them, and those that say how many units were ranked or what a total is out of.
    """
    commas = reader.separator != ","
    figures = [
        line.cells[at] for line, *_ in lines for at in (*table.rows, table.max) if at is not None
    ]
    table.mixed = all(
        any(has_mark(text, mark) for text in figures if mark in text) for mark in ",."
    )
    scores: dict[str, dict[int, dict[str, Decimal]]] = {ident: {} for ident in table.rows.values()}
    for line, unit, year in lines:
        said = table.ranked_of(line)
        if said:
            table.counts.append(Count(line.number, year, said, _count(said, table, commas=commas)))
        said = table.maximum_of(line)
        if said:
            points = _score(said, table, commas=commas)
            above = points is not None and points > 0
            table.maxima.append(Maximum(line.number, said, points if above else None))
        for at, ident in table.rows.items():
            text = line.cells[at]
            if text:
                score = _score(text, table, commas=commas)
                cell = Score(line.number, at, ident, text, score)
                if score is None and table.habits.says_not_ranked(text):
                    table.unranked.append(cell)
                    continue
                table.cells.append(cell)
                if score is not None:
                    scores[ident].setdefault(year, {})[unit] = score
    return scores


def _score(text: str, table: Table, *, commas: bool) -> Decimal | None:
    """A cell's points; where commas do not separate the cells, it may have a decimal comma. Beside
    decimal commas nobody knows whether 1.024 is 1 or 1024, nor 1,024 beside decimal points.
    """
    if commas and table.mixed and unparted(text) is not None:
        return None
    try:
        return parse_published(
            text.replace(",", ".") if commas and text.count(",") == 1 and "." not in text else text
        )
    except NotAFigure:
        return None


def _count(text: str, table: Table, *, commas: bool) -> int | None:
    """The whole number above 0 that a cell says; spreadsheets write some as 7.0."""
    number = _score(text, table, commas=commas)
    return int(number) if number is not None and number > 0 and number == int(number) else None


def _name_units(table: Table, lines: list[Line], plan: Plan, mergers: MergersFile | None) -> None:
    """Say which unit every line is of, and which is the plan's own, by the aliases of the table and
    of the plan; and what units others became.
    """
    whole = [line for line in lines if len(line.cells) == len(table.header.cells)]
    table.aliased = [
        Alias(line.number, other, table.unit_of(line))
        for line in whole
        for other in table.others_of(line)
    ]
    aliases = [(alias.name, alias.unit) for alias in table.aliased]
    table.names = Names(table.habits, [*plan.about.unit_aliases.items(), *aliases])
    years: dict[str, set[int]] = {}
    for line in whole:
        years.setdefault(table.unit_of(line), set()).add(table.year_of(line) or 0)
    table.named = table.names.units(years)
    units = list(dict.fromkeys(table.named.values()))
    table.view = plan.about.target_year
    if mergers is not None:
        table.mergers = Mergers(mergers, table.names, units)
        units += [unit for unit in table.mergers.made if unit not in units]
    if plan.about.unit is not None:
        table.own = table.names.find(plan.about.unit, units)
