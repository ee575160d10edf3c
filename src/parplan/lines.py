"""Scenarios by the thousand, one a line: CSV or JSON lines to columns of changes, a block at a time."""

import contextlib
import csv
import itertools
import json
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, TextIO

import numpy as np

from parplan.engine.baseline import Baseline
from parplan.engine.batch import ADD, SET, SHARE, SHARE_UNITS, Batch, Ints, Moved
from parplan.ids import UnknownId, matching
from parplan.model.scenario import Base
from parplan.points import NotAFigure
from parplan.sheet import BASE, NAME, BadLine, Row, cell, row_of_cells, row_of_record
from parplan.sheet import SHARE as SHARE_COLUMN
from parplan.text import Message, Text

_BLOCK = 4096
_MOST_KEPT = 20_000  # cells whose meaning is remembered; forgotten all at once beyond that
_BAD = -1 << 62
_KINDS = {"set": SET, "add": ADD, "share": SHARE}


class TwoColumns(ValueError):
    """A header names the same column twice; says which."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names


class Given(NamedTuple):
    """What holds for every line unless it says otherwise."""

    baseline: Baseline
    base: Base
    clamp: bool


class Block(NamedTuple):
    """Some lines: their numbers and names, what they ask for in columns, and how to read one of them exactly.

    `odd` are places in the block that only the exact engine can judge.
    """

    numbers: Sequence[int]
    names: Sequence[str]
    levels: Ints
    columns: list[Moved]
    odd: set[int]
    row: Callable[[int], Row]


class _Codes(dict[str, int]):
    """Cells to codes, each worked out once."""

    def __init__(self, batch: Batch, *, commas: bool) -> None:
        super().__init__()
        self.batch = batch
        self.commas = commas

    def __missing__(self, text: str) -> int:
        if len(self) > _MOST_KEPT:
            self.clear()
        try:
            found = cell(text, commas=self.commas)
            code = 0 if found is None else self.batch.code(_KINDS[found[0]], found[1])
        except NotAFigure:
            code = None
        self[text] = _BAD if code is None else code
        return self[text]


class CsvLines:
    """Scenarios in a CSV file: a column an id."""

    def __init__(self, text: TextIO, given: Given) -> None:
        self.given = given
        self.batch = Batch(given.baseline, clamp=given.clamp)
        head = text.readline()
        separator = max(",;\t", key=head.count)  # a spreadsheet in Vietnamese writes semicolons
        self.header = [name.strip() for name in next(csv.reader([head], delimiter=separator), [])]
        self.reader = csv.reader(text, delimiter=separator)
        self.idents = _idents(self.header, given.baseline)
        self.commas = separator != ","  # a spreadsheet that writes semicolons writes decimal commas too
        self.codes = _Codes(self.batch, commas=self.commas)
        self.line = 1

    def blocks(self) -> Iterator[Block]:
        """The lines, some thousands at a time."""
        while True:
            before = self.reader.line_num
            rows: list[list[str]] = []
            with contextlib.suppress(csv.Error):
                rows.extend(itertools.islice(self.reader, _BLOCK))
            taken = self.reader.line_num - before
            if not taken:
                return
            numbers: Sequence[int] = range(before + 2, before + 2 + len(rows))
            if taken != len(rows):  # lines that break within quotes, or cannot be read at all
                numbers = [before + 2 + at for at in range(len(rows))]
            yield self._block(numbers, rows)

    def _block(self, numbers: Sequence[int], rows: list[list[str]]) -> Block:
        width = len(self.header)
        if [] in rows:
            kept = [at for at, row in enumerate(rows) if row]
            numbers, rows = [numbers[at] for at in kept], [rows[at] for at in kept]
        odd = {at for at, row in enumerate(rows) if len(row) != width} if {*map(len, rows)} - {width} else set()
        given, blank = rows, [""] * width
        columns = (
            list(zip(*(blank if at in odd else row for at, row in enumerate(rows)), strict=True)) if odd else list(zip(*rows, strict=True))
        )
        levels = np.full(len(rows), SHARE_UNITS if self.given.base == "plan" else 0, np.int64)
        names: Sequence[str] = [""] * len(rows)
        moved: list[Moved] = []
        for name, idents, column in zip(self.header, self.idents, columns, strict=False):
            if name == NAME:
                names = column
            elif name == BASE:
                odd |= {at for at, text in enumerate(column) if text not in ("plan", "current", "")}
                levels = np.array(
                    [{"plan": SHARE_UNITS, "current": 0}.get(text, level) for text, level in zip(column, levels, strict=True)]
                )
            else:
                codes = np.fromiter(map(self.codes.__getitem__, column), np.int64, len(rows))
                wrong = (codes == _BAD) | ((codes & 3 != SHARE) & (codes != 0) if name == SHARE_COLUMN else False)
                if wrong.any():
                    odd |= set(np.flatnonzero(wrong).tolist())
                    codes[wrong] = 0
                if name == SHARE_COLUMN:
                    levels = np.where(codes != 0, codes >> 2, levels)
                else:
                    moved.append(Moved(idents, codes))
        if not "".join(names).isprintable():
            odd |= {at for at, name in enumerate(names) if not name.isprintable()}
        return Block(numbers, names, levels, moved, odd, lambda at: row_of_cells(self.header, given[at], commas=self.commas))


def _idents(header: Sequence[str], baseline: Baseline) -> list[tuple[str, ...]]:
    """The rows that each column names. Raises UnknownId for a column that names none, and TwoColumns."""
    found: list[tuple[str, ...]] = []
    for name in header:
        if name in (NAME, BASE, SHARE_COLUMN) and name not in baseline.fact:
            found.append(())
            continue
        found.append(tuple(matching(name, baseline.fact)))
    twice = tuple(sorted(name for name in {*header} if header.count(name) > 1))
    if twice:
        raise TwoColumns(twice)
    return found


class JsonLines:
    """Scenarios as JSON, a record a line."""

    def __init__(self, text: TextIO, given: Given) -> None:
        self.given = given
        self.text = text
        self.batch = Batch(given.baseline, clamp=given.clamp)
        self.known: dict[str, tuple[str, ...]] = {}

    def blocks(self) -> Iterator[Block]:
        """The lines, some thousands at a time."""
        numbered = enumerate(self.text, 1)
        while lines := list(itertools.islice(numbered, _BLOCK)):
            yield self._block([(number, line) for number, line in lines if line.strip()])

    def _block(self, lines: list[tuple[int, str]]) -> Block:
        levels = np.full(len(lines), SHARE_UNITS if self.given.base == "plan" else 0, np.int64)
        shares: dict[str, Ints] = {}
        moves: dict[str, Ints] = {}
        names: list[str] = []
        odd: set[int] = set()
        for at, (_, line) in enumerate(lines):
            try:
                row = row_of_record(_json(line))
            except BadLine:
                odd.add(at)
                names.append("")
                continue
            names.append(row.name)
            if row.base is not None:
                levels[at] = SHARE_UNITS if row.base == "plan" else 0
            if not self._put(at, row, levels, shares, moves) or not row.name.isprintable():
                odd.add(at)
        columns = [Moved(self.known[typed], codes) for group in (shares, moves) for typed, codes in group.items()]
        return Block([number for number, _ in lines], names, levels, columns, odd, lambda at: row_of_record(_json(lines[at][1])))

    def _put(self, at: int, row: Row, levels: Ints, shares: dict[str, Ints], moves: dict[str, Ints]) -> bool:
        """A scenario's changes into the columns; False where their order matters, or one does not fit."""
        moved = False
        for change in row.changes:
            code = self.batch.code(_KINDS[change.kind], change.amount)
            group = shares if change.kind == "share" else moves
            if code is None or (moved and change.kind == "share"):
                return False
            if change.typed is None:
                levels[at] = code >> 2
                continue
            moved = moved or change.kind != "share"
            if change.typed not in self.known:
                try:
                    self.known[change.typed] = tuple(matching(change.typed, self.given.baseline.fact))
                except UnknownId:
                    return False
            codes = group.setdefault(change.typed, np.zeros(len(levels), np.int64))
            if codes[at]:
                return False
            codes[at] = code
        return len(row.changes) < 2 or self._order_is_plain(row)

    def _order_is_plain(self, row: Row) -> bool:
        """Whether no two changes of a scenario concern the same fact, so that their order does not matter."""
        facts = [self.given.baseline.fact[ident] for change in row.changes if change.typed for ident in self.known[change.typed]]
        return len({*facts}) == len(facts)


def _json(line: str) -> Any:
    try:
        return json.loads(line, parse_float=Decimal, parse_int=Decimal)
    except ValueError as error:
        raise BadLine(Message(_NOT_JSON)) from error


_NOT_JSON = Text("không phải JSON", "not JSON")
