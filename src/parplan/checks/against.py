"""A plan's figures against the document's own text: where each is said to stand, what stands there,
and what of all that the document does not have.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from parplan.checks.beyond import beyond
from parplan.checks.stated import Reading, Wanted, differ, says_something
from parplan.checks.where import Where, cut, where_in
from parplan.documents import worded
from parplan.documents.blocks import WHICH
from parplan.documents.grid import Grid
from parplan.documents.text import Document, figure_in
from parplan.ids import near
from parplan.location import Loc
from parplan.model import cells
from parplan.model.fields import field_of
from parplan.model.indicators import PrintedTable
from parplan.model.plan import Plan
from parplan.model.tree import Indicator
from parplan.rules.cells import BEGINS, BEGINS_WITH_THEM, HAS_WORDS, Absent, Compared, Kind
from parplan.text import Text

_FIGURES = re.compile(r"(?:[^\W\d_]+ )?[0-9]+(?: ?[.,/] ?[0-9]+)*(?: ?%)?")
_BETWEEN = re.compile("[#…]+")
_MOST_NAMED = 6  # figures in one sentence


class Against(NamedTuple):
    """Every figure that has its place in the document, and every place that is not there."""

    compared: tuple[Compared, ...]
    absent: tuple[Absent, ...]


def against(plan: Plan, document: Document) -> Against:
    """Every figure of a plan compared with the document; what is not there at its root, once."""
    return _Comparison(plan, document).made()


class _Root(NamedTuple):
    """What is not there: a table, say, which is named in one place of the plan."""

    kind: Kind
    loc: Loc
    path: str
    values: tuple[tuple[str, object], ...] = ()
    near: tuple[str, ...] = ()


class _Comparison:
    def __init__(self, plan: Plan, document: Document) -> None:
        self.plan = plan
        self.document = document
        self.grids: dict[str, list[Grid]] = {}
        self.taken: dict[str, Collection[int]] = {}  # where in a table rows of the plan stand
        self.cells: dict[tuple[str, tuple[int, ...]], list[str]] = {}  # of a table's columns
        self.missing: dict[Loc, _Root] = {}  # what is named once for all figures that need it
        self.lost: dict[_Root, list[str]] = {}

    def made(self) -> Against:
        compared = tuple(
            each
            for indicator in self.plan.walk()
            for name in cells.names(indicator)
            if cells.raw_figure(indicator, name) is not None or cells.aimed_in(indicator, name).aims
            for each in self._compared(indicator, name)
        )
        found = any(each.found for each in compared)
        beyond = self._beyond() if found else ()
        return Against(self._at_their_root(compared), (*self._absent(found=found), *beyond))

    def _absent(self, *, found: bool) -> Iterator[Absent]:
        """What is not there; of a document that has nothing of the plan, that alone."""
        whole = ("table", "sentence")
        if not found and len(self.lost) > 1 and all(root.kind in whole for root in self.lost):
            count = sum(map(len, self.lost.values()))
            values = {"name": self.document.name, "count": count}
            yield Absent("document", ("indicators", "tables"), "tables", values)
            return
        for root, figures in self.lost.items():
            named = (*figures[:_MOST_NAMED], *(["…"] if len(figures) > _MOST_NAMED else []))
            values = {**dict(root.values), "count": len(figures), "figures": named}
            yield Absent(root.kind, root.loc, root.path, values, root.near)

    def _beyond(self) -> Iterator[Absent]:
        """What tables print that the plan says nothing of: not those of an excerpt, or where some
        of the plan's own figures are not found.
        """
        rows = [it for it in self.plan.walk() if it.root.is_excerpt]
        apart = {table for it in rows for table in cells.tables_of(self.plan, it)}
        lost = {dict(root.values).get("table") for root in self.lost}
        for name, table in self.plan.tables.items():
            if name in apart or table.lines or table.heading in lost or not table.columns:
                continue
            for grid in self._grids(name, table)[:1]:
                told = list(beyond(self.plan, name, table, grid))
                loc: Loc = ("indicators", "tables", name, "heading")
                more = (*told[:_MOST_NAMED], *(["…"] if len(told) > _MOST_NAMED else []))
                if told:
                    values = {"table": table.heading, "where": more}
                    yield Absent("figures", loc, _path(loc), values)

    def _at_their_root(self, compared: Sequence[Compared]) -> tuple[Compared, ...]:
        """Those that stand. A sentence without any of its figures is lost with all of them, and so
        are words that no sentence has.
        """
        found = [each for each in compared if each.found or not each.cell.sentence]
        rows = {each.ident for each in found}
        words = {(each.cell.table, each.field) for each in found}
        kept = []
        for each in compared:
            cell = each.cell
            if each.found or not cell.sentence:
                kept.append(each)
            elif (cell.table, each.field) not in words:
                key = cells.key_in(
                    self.plan, self.plan.tables[cell.table].sentences or {}, each.field
                )
                loc: Loc = ("indicators", "tables", cell.table, "sentences", key)
                said = " … ".join(part.strip() for part in _BETWEEN.split(cell.column)).strip()
                values = (("how", HAS_WORDS), ("what", said))
                self._lose(_Root("phrase", loc, _path(loc), values), each.ident, each.field)
            elif each.ident not in rows:
                root = self._no_sentence(self.plan.by_id[each.ident], BEGINS_WITH_THEM, cell.row)
                self._lose(root, each.ident, each.field)
            else:
                kept.append(each)
        return tuple(kept)

    def _compared(self, indicator: Indicator, name: str) -> Iterator[Compared]:
        is_printed = not cells.is_unprinted(indicator, name)
        places = list(cells.placed(self.plan, indicator, name))
        is_figure = cells.raw_figure(indicator, name) is not None
        if not places and is_printed and is_figure:
            self._lose(self._root(indicator, name), indicator.id, name)
        for cell in places:
            found = self._found(indicator, name, cell)
            if isinstance(found, _Root):
                if is_printed and is_figure:
                    self._lose(found, indicator.id, name)
            elif is_printed:
                wanted = Wanted(self.plan, indicator, name, cell)
                words, told = wanted.words(found), wanted.in_file(found.text)
                alike = wanted.is_said(found, words)
                others = tuple(it for it in found.others if differ(found.text, it))
                yield Compared(
                    indicator.id, name, cell, words, found.text, alike, told, others[:_MOST_NAMED]
                )
            elif says_something(found.text):
                yield Compared(indicator.id, name, cell, None, found.text, alike=False)

    def _lose(self, root: _Root, ident: str, name: str) -> None:
        self.lost.setdefault(root, []).append(f"{ident}.{name}")

    def _root(self, indicator: Indicator, name: str) -> _Root:
        """Where it should be said in which place a figure stands."""
        tables = cells.tables_of(self.plan, indicator)
        known = next((table for table in tables if table in self.plan.tables), None)
        if known is None:
            index = self.plan.by_id[self.plan.up(indicator.id)[-1]]
            return _Root("place", (*index.loc, "id"), index.id)
        loc: Loc = ("indicators", "tables", known)
        return _Root("place", loc, f"{_path(loc)}.{name}")

    def _found(self, indicator: Indicator, name: str, cell: cells.Cell) -> Reading | _Root:
        """What the document reads there, or what keeps it from having such a place."""
        table = self.plan.tables[cell.table]
        path = cells.row_of(self.plan, indicator)
        if table.columns is None:
            lines = self.document.sentences(path[-1])
            if not lines:
                return self._no_sentence(indicator, BEGINS, path[-1])
            return Reading(cut(figure_in(lines, cell.column) or ""), _said_in(lines))
        grids = self._grids(cell.table, table)
        if not grids:
            return self._no_table(cell.table, table)
        grid, *others = grids
        titles = {str(key): title for key, title in table.columns.items()}
        own = cells.key_in(self.plan, titles, name)
        where = where_in(grid, titles, own)
        if where is None:
            first = [key for key in ("row", "name") if key in titles][:1]
            needed = (key for key in (*first, own) if grid.column(titles[key]) is None)
            return self._no_column(cell.table, table, grid, next(needed, None))
        line = cells.line_of(table, name)
        row = where.row(self.plan, indicator, line)
        if row is not None:
            held = {grid.column(title) for title in titles.values()}
            beside = [text for n, text in enumerate(grid.rows[row]) if n not in held]
            told = [it for other in others if (it := where_in(other, titles, own)) is not None]
            further = self._further(cell.table, indicator, line, row, (where, *told))
            return Reading(where.reads(row), beside, tuple(further))
        if "name" in titles and where.labels is None:
            return self._no_column(cell.table, table, grid, "name")
        if line is not None:
            return self._no_line(cell, name, line, grid)
        above = 0 if len(path) == 1 or where.place(path[:1]) is not None else len(path) - 1
        columns = tuple(at for at in (where.numbers, where.labels) if at is not None)
        known = self._cells(cell.table, grid, columns)
        return self._no_row(self.plan.by_id[self.plan.up(indicator.id)[above]], table, known)

    def _further(
        self,
        name: str,
        indicator: Indicator,
        line: str | None,
        row: int,
        tables: Sequence[Where],
    ) -> Iterator[str]:
        """What stands in rows of a table, and in others under its heading, that are a figure's
        place as much as the row that was found: called alike, and no other row of the plan.
        """
        first, *others = tables
        path = cells.row_of(self.plan, indicator)
        if line is None and not WHICH.search(path[-1]):
            again = first.grid.again(row, path, first.numbers, first.labels)
            yield from (first.reads(n) for n in again if n not in self._taken(name, first))
        for other in others:
            at = other.row(self.plan, indicator, line)
            if at is not None and other.called(at) == first.called(row):
                yield other.reads(at)

    def _taken(self, name: str, where: Where) -> Collection[int]:
        """Where in a table rows of the plan stand."""
        if name not in self.taken:
            self.taken[name] = where.held(self.plan, name).keys()
        return self.taken[name]

    def _cells(self, name: str, grid: Grid, columns: tuple[int, ...] | None = None) -> list[str]:
        """The cells of a table, or of some of its columns: the same list whenever asked for."""
        key = name, columns or ()
        if key not in self.cells:
            self.cells[key] = [
                row[at]
                for row in grid.rows
                for at in (range(len(row)) if columns is None else columns)
                if at < len(row)
            ]
        return self.cells[key]

    def _no_row(self, indicator: Indicator, table: PrintedTable, known: Sequence[str]) -> _Root:
        loc, at = _own_row(indicator)
        if loc not in self.missing:
            path = cells.row_of(self.plan, indicator)
            values = (("table", table.heading), ("row", " / ".join(path)))
            self.missing[loc] = _Root("row", loc, at, values, near(path[-1], known)[:1])
        return self.missing[loc]

    def _no_line(self, cell: cells.Cell, name: str, line: str, grid: Grid) -> _Root:
        loc: Loc = ("indicators", "tables", cell.table, "lines", field_of(name))
        values = (("table", cell.heading), ("row", cell.row))
        return _Root("row", loc, _path(loc), values, near(line, self._cells(cell.table, grid))[:1])

    def _no_sentence(self, indicator: Indicator, how: Text, beginning: str) -> _Root:
        values = (("how", how), ("what", beginning))
        return _Root("sentence", *_own_row(indicator), values)

    def _grids(self, name: str, table: PrintedTable) -> list[Grid]:
        if name not in self.grids:
            titles = (table.columns or {}).values()
            others = [
                it.heading for key, it in self.plan.tables.items() if it.heading and key != name
            ]
            self.grids[name] = self.document.grids(table.heading or "", titles, others)
        return self.grids[name]

    def _no_table(self, name: str, table: PrintedTable) -> _Root:
        loc: Loc = ("indicators", "tables", name)
        if table.heading is None:
            return _Root("place", loc, _path(loc))
        at = (*loc, "heading")
        if at not in self.missing:
            most = 2 * len(table.heading)  # a sentence is no heading
            likely = tuple(
                line
                for line in near(table.heading, self.document.stripped)[:1]
                if line != table.heading and len(line) <= most
            )
            values = (("table", table.heading),)
            self.missing[at] = _Root("table", at, _path(at), values, likely)
        return self.missing[at]

    def _no_column(self, name: str, table: PrintedTable, grid: Grid, key: str | None) -> _Root:
        loc: Loc = ("indicators", "tables", name, "columns")
        title = next(
            (title for field, title in (table.columns or {}).items() if field == key), None
        )
        if title is None:
            return _Root("place", loc, _path(loc))
        at = (*loc, str(key))
        if at not in self.missing:
            values = (("table", table.heading), ("column", title))
            likely = near(title, self._cells(name, grid))[:1]
            self.missing[at] = _Root("column", at, _path(at), values, likely)
        return self.missing[at]


def _said_in(lines: Sequence[str]) -> list[str]:
    """What sentences may state: each figure with the word before it, and what stands between
    commas.
    """
    return [it for line in lines for it in (*_FIGURES.findall(line), *worded.parts(line))]


def _own_row(indicator: Indicator) -> tuple[Loc, str]:
    """Where the plan says which row or sentence it is."""
    key = "name" if indicator.node.row is None else "row"
    return (*indicator.loc, key), f"{indicator.id}.{key}"


def _path(loc: Loc) -> str:
    return ".".join(map(str, loc[1:]))
