"""`parplan project --batch`: one scenario a line, streamed through, whatever their number."""

import contextlib
import csv
import io
import itertools
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import IO, Any, Literal, NamedTuple

import numpy as np

from parplan.cli.opening import unknown_id
from parplan.cli.output import remark, spoken_to_stdout, stop, unwritten, writing_whole
from parplan.cli.progress import watched
from parplan.engine.batch import ADD, SET, SHARE, SHARE_UNITS, Batch, Ints, Moved
from parplan.engine.ground import Ground
from parplan.engine.projection import Base, Landing, Projection, Refusal, Refused, project
from parplan.ids import UnknownId, matching
from parplan.labels import Cli, Message
from parplan.load import why
from parplan.points import NotAFigure, decimal_of, exact, padded, readable
from parplan.scenario import refusal_words
from parplan.sheet import BASE, NAME, BadLine, Row, cell, row_of_cells, row_of_record
from parplan.sheet import SHARE as SHARE_COLUMN

Form = Literal["csv", "jsonl"]
_BLOCK = 8192
_MOST_KEPT = 100_000  # cells and figures whose meaning is remembered; forgotten all at once beyond that
_BAD = -1 << 62
_KINDS = {"set": SET, "add": ADD, "share": SHARE}
_JSON_NAMES = (".jsonl", ".ndjson")
_STDIN = "-"
_FORMULA = ("=", "+", "-", "@")
_IN_QUOTES = (",", '"', "\r", "\n")


class Given(NamedTuple):
    """What holds for every line unless it says otherwise."""

    ground: Ground
    base: Base
    clamp: bool


def run(file: Path, ground: Ground, *, base: Base | None, clamp: bool, result: Path | None) -> int:
    """Project every line of a file; returns 1 where a line could not be."""
    given = Given(ground, base or "plan", clamp)
    with _opened(file) as (raw, size):
        text = io.TextIOWrapper(raw, encoding="utf-8-sig", errors="surrogateescape", newline="")
        read: Form = "jsonl" if file.suffix in _JSON_NAMES or (file.name == _STDIN and _begins_json(raw)) else "csv"
        write: Form = read if result is None else "jsonl" if result.suffix in _JSON_NAMES else "csv"
        lines = _Csv(text, given) if read == "csv" else _JsonLines(text, given)
        writer = _Writer(given, write)
        bad = 0
        with _written(result) as out, watched(size) as watch:
            out.write(writer.head())
            for block in lines.blocks():
                told, wrong = writer.block(block)
                out.write(told)
                bad += len(wrong)
                for number, message in wrong:
                    remark(Message(Cli.BAD_LINE, {"file": file, "line": number, "message": message}))
                if size:
                    watch(raw.tell())
    if bad:
        remark(Message(Cli.BAD_LINES, {"count": bad}))
    return 1 if bad else 0


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[tuple[io.BufferedReader, int]]:
    """The file's bytes and their number (0: unknown). Raises Stop where it cannot be read."""
    try:
        if file.name == _STDIN:
            yield io.BufferedReader(sys.stdin.buffer.raw) if hasattr(sys.stdin.buffer, "raw") else sys.stdin.buffer, 0  # type: ignore[misc]
            return
        with file.open("rb") as raw:
            yield raw, file.stat().st_size
    except OSError as error:
        raise stop(Message(Cli.CANNOT_READ, {"path": file, "why": why(error)})) from error


def _begins_json(raw: io.BufferedReader) -> bool:
    return raw.peek(1).lstrip()[:1] == b"{"


@contextlib.contextmanager
def _written(result: Path | None) -> Iterator[IO[bytes]]:
    """Where the answer goes: a file that is there whole or not at all, or standard output as it comes."""
    if result is None:
        with spoken_to_stdout():
            yield sys.stdout.buffer
        return
    try:
        with writing_whole(result) as out:
            yield out
    except OSError as error:
        raise unwritten(str(result), error) from error


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

    def __init__(self, batch: Batch) -> None:
        super().__init__()
        self.batch = batch

    def __missing__(self, text: str) -> int:
        if len(self) > _MOST_KEPT:
            self.clear()
        try:
            found = cell(text)
            code = 0 if found is None else self.batch.code(_KINDS[found[0]], found[1])
        except NotAFigure:
            code = None
        self[text] = _BAD if code is None else code
        return self[text]


class _Csv:
    """Scenarios in a CSV file: a column an id."""

    def __init__(self, text: io.TextIOWrapper, given: Given) -> None:
        self.given = given
        self.batch = Batch(given.ground, clamp=given.clamp)
        head = text.readline()
        separator = max(",;\t", key=head.count)  # a spreadsheet in Vietnamese writes semicolons
        self.header = [name.strip() for name in next(csv.reader([head], delimiter=separator), [])]
        self.reader = csv.reader(text, delimiter=separator)
        self.idents = _idents(self.header, given.ground)
        self.codes = _Codes(self.batch)
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
        return Block(numbers, names, levels, moved, odd, lambda at: row_of_cells(self.header, given[at]))


def _idents(header: Sequence[str], ground: Ground) -> list[tuple[str, ...]]:
    """The rows that each column names. Raises Stop for a column that names none."""
    found: list[tuple[str, ...]] = []
    for name in header:
        if name in (NAME, BASE, SHARE_COLUMN) and name not in ground.fact:
            found.append(())
            continue
        try:
            found.append(tuple(matching(name, ground.fact)))
        except UnknownId as error:
            raise stop(Message(Cli.BAD_COLUMN, {"message": unknown_id(error)})) from error
    if len({*header}) != len(header):
        raise stop(Message(Cli.TWO_COLUMNS, {"names": tuple(sorted(name for name in {*header} if header.count(name) > 1))}))
    return found


class _JsonLines:
    """Scenarios as JSON, a record a line."""

    def __init__(self, text: io.TextIOWrapper, given: Given) -> None:
        self.given = given
        self.text = text
        self.batch = Batch(given.ground, clamp=given.clamp)
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
                    self.known[change.typed] = tuple(matching(change.typed, self.given.ground.fact))
                except UnknownId:
                    return False
            codes = group.setdefault(change.typed, np.zeros(len(levels), np.int64))
            if codes[at]:
                return False
            codes[at] = code
        return len(row.changes) < 2 or self._order_is_plain(row)

    def _order_is_plain(self, row: Row) -> bool:
        """Whether no two changes of a scenario concern the same fact, so that their order does not matter."""
        facts = [self.given.ground.fact[ident] for change in row.changes if change.typed for ident in self.known[change.typed]]
        return len({*facts}) == len(facts)


def _json(line: str) -> Any:
    try:
        return json.loads(line, parse_float=Decimal, parse_int=Decimal)
    except ValueError as error:
        raise BadLine(Message(Cli.NOT_JSON)) from error


class _Figures(dict[int, str]):
    """What an index's totals read like, each worked out once: projected, change, shortfall."""

    def __init__(self, index: Landing, ground: Ground, batch: Batch, form: Form) -> None:
        super().__init__()
        self.form, self.scale, self.decimals = _FORMS[form].format(id=json.dumps(index.id)), batch.scale, index.decimals
        self.places = len(str(batch.scale)) - 1
        self.round = batch.scale == 10**self.places  # else a mean of three, say, whose digits do not come to an end
        self.nothing = "" if form == "csv" else "null"
        self.score = self._units(ground.score[index.id])
        self.target = self._units(None if index.target is None else Fraction(index.target))

    def _units(self, value: Fraction | None) -> int | None:
        """Points in the batch's unit; None where they are not known, or do not come out whole."""
        units = None if value is None else value * self.scale
        return int(units) if units is not None and units.denominator == 1 else None

    def __missing__(self, units: int) -> str:
        if len(self) > _MOST_KEPT:
            self.clear()
        change = None if self.score is None else units - self.score
        shortfall = None if self.target is None else self.target - units
        self[units] = self.form % (self._figure(units), self._figure(change), self._figure(shortfall))
        return self[units]

    def _figure(self, units: int | None) -> str:
        if units is None:
            return self.nothing
        if not self.round:
            return _figure(Fraction(units, self.scale), self.decimals)
        whole, rest = divmod(abs(units), self.scale)
        digits = str(rest).zfill(self.places).rstrip("0").ljust(self.decimals, "0") if rest or self.decimals else ""
        return f"{'-' if units < 0 else ''}{whole}{'.' if digits else ''}{digits}"


_FORMS: dict[Form, str] = {"csv": "%s,%s,%s", "jsonl": '{id}: {{"projected": %s, "change": %s, "shortfall": %s}}'}


def _told(index: Landing, form: Form) -> str:
    """What an index's totals read like where the exact engine has worked them out; unknown where it has not."""
    nothing = "" if form == "csv" else "null"
    values = (index.projected, index.change, None if index.projected is None else index.shortfall)
    texts = (nothing if value is None else _figure(Fraction(value), index.decimals) for value in values)
    return _FORMS[form].format(id=json.dumps(index.id)) % tuple(texts)


def _figure(value: Fraction, decimals: int) -> str:
    return exact(padded(readable(decimal_of(value)), decimals))


class _Writer:
    """Results, a line for every scenario that could be projected."""

    def __init__(self, given: Given, form: Form) -> None:
        self.given = given
        self.form = form
        self.batch = Batch(given.ground, clamp=given.clamp)
        start = project(given.ground, "current", ())
        self.indices = start.indices if isinstance(start, Projection) else ()
        self.figures = {index.id: _Figures(index, given.ground, self.batch, form) for index in self.indices}

    def head(self) -> bytes:
        """The names of the columns."""
        if self.form == "jsonl":
            return b""
        held = ["held"] if self.given.clamp else []
        keys = [f"{index.id}_{key}" for index in self.indices for key in ("projected", "change", "shortfall")]
        return (",".join(["line", "name", *held, *keys]) + "\r\n").encode()

    def block(self, block: Block) -> tuple[bytes, list[tuple[int, Message]]]:
        """The lines of a block, and what is wrong with those that are left out."""
        if not len(block.numbers):
            return b"", []
        size = len(block.numbers)
        if self.batch.scale:
            landed = self.batch.project(block.levels, block.columns)
            odd = block.odd | set(np.flatnonzero(landed.odd).tolist())
            projected, held = landed.projected, landed.held
        else:
            odd, projected, held = {*range(size)}, {}, np.zeros(size, np.int64)
        columns: list[Iterable[str]] = [map(str, block.numbers), self._names(block.names)]
        if self.given.clamp:
            columns.append(map(str, held.tolist()))
        columns += [self._column(index, projected.get(index.id), size) for index in self.indices]
        lines = list(map(",".join if self.form == "csv" else self._joined, zip(*columns, strict=True)))
        wrong: list[tuple[int, Message]] = []
        for at in sorted(odd):
            told = self._exactly(block, at)
            lines[at] = "" if isinstance(told, Message) else told
            if isinstance(told, Message):
                wrong.append((block.numbers[at], told))
        end = "\r\n" if self.form == "csv" else "\n"
        kept = [line for line in lines if line] if wrong else lines
        return (end.join(kept) + end).encode("utf-8", "replace") if kept else b"", wrong

    def _column(self, index: Landing, projected: Ints | int | None, size: int) -> Iterable[str]:
        if projected is None:
            return itertools.repeat(_told(index._replace(projected=None, change=None), self.form), size)
        figures = self.figures[index.id]
        if isinstance(projected, int):
            return itertools.repeat(figures[projected], size)
        return map(figures.__getitem__, projected.tolist())

    def _names(self, names: Sequence[str]) -> Iterable[str]:
        if self.form == "jsonl":
            return (json.dumps(name, ensure_ascii=False) for name in names)
        together = "\n" + "\n".join(names)
        plain = not any(sign in together for sign in (*_IN_QUOTES[:-1], *("\n" + sign for sign in _FORMULA)))
        return names if plain else map(_quoted, names)

    def _joined(self, texts: tuple[str, ...]) -> str:
        if self.form == "csv":
            return ",".join(texts)
        head = ["line", "name", *(["held"] if self.given.clamp else [])]
        return "{" + ", ".join([*(f'"{key}": {text}' for key, text in zip(head, texts, strict=False)), *texts[len(head) :]]) + "}"

    def _exactly(self, block: Block, at: int) -> str | Message:
        """One line by the exact engine: its result, or what is wrong with it."""
        try:
            row = block.row(at)
        except BadLine as error:
            return error.message
        result = project(self.given.ground, row.base or self.given.base, row.changes, clamp=self.given.clamp)
        if isinstance(result, Refused):
            return Message(Cli.REFUSED_LINE, {"reasons": tuple(map(_reason, result.refusals))})
        name = json.dumps(row.name, ensure_ascii=False) if self.form == "jsonl" else _quoted(row.name)
        held = [str(len(result.held))] if self.given.clamp else []
        told = [_told(index, self.form) for index in result.indices]
        return self._joined((str(block.numbers[at]), name, *held, *told))


def _reason(refusal: Refusal) -> Message:
    message, help_text = refusal_words(refusal)
    return Message(Cli.REFUSED_BASE, {"message": message, "help": help_text})


def _quoted(name: str) -> str:
    """A name as a CSV cell that nothing runs as a formula."""
    if name.startswith(_FORMULA):
        name = "'" + name
    return '"' + name.replace('"', '""') + '"' if any(sign in name for sign in _IN_QUOTES) else name
