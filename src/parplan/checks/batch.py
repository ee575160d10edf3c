"""Scenarios by the thousand, one a line: what each asks for, or what is wrong with it.

CSV: a header of `name`, `base`, `share` (of the whole plan) and ids, wildcards included; a cell
holds a projected score (9.00), points to add (+0.4), or a share of the planned increase (50%);
where a score may be below 0, a figure below 0 is refused, for it may be either.
JSON lines: records as in a scenario's file. A line is a scenario, whatever quotes are open at its
end, so that no line takes another with it.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple, NoReturn, TextIO

from parplan.ids import matching
from parplan.model.fixed import EMPTY
from parplan.model.scenario import Ambiguous, Base, Change, ChangeKind
from parplan.model.tree import Indicator
from parplan.points import NotAFigure, exact
from parplan.text import Message, Text

NAME, BASE, SHARE = "name", "base", "share"
_BASES: dict[str, Base | None] = {"": None, "plan": "plan", "current": "current"}
_LONGEST = 100_000  # characters of a line
_MOST_SHOWN = 60  # characters of a cell in a message
_MOST_KEPT = 50_000  # cells whose meaning is remembered
_LOST = "\ufffd"
_MOST_DIGITS = 20  # of a number, before it is written out to be read


class Row(NamedTuple):
    """One scenario; `base` is None where the line does not say."""

    name: str
    base: Base | None
    changes: tuple[Change, ...]


class BadHeader(ValueError):
    """The names of the columns cannot be read, or name a column twice; says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.say("en"))
        self.message = message


Rows = Iterator[tuple[int, Row | Message]]


class _BadLine(Exception):
    """A line that is no scenario; says why."""

    def __init__(self, message: Message) -> None:
        super().__init__()
        self.message = message


def csv_rows(text: TextIO, of: Mapping[str, Indicator]) -> Rows:
    """The scenarios of a CSV file by line. Raises UnknownId for a column of no id, and
    BadHeader.
    """
    lines = _lines(text)
    _, head = next(lines, (1, ""))
    separator = max(",;\t", key=(head or "").count)  # a spreadsheet in Vietnamese writes semicolons
    try:
        header = [] if head == "" else [title.strip() for title in _cells(head, separator)]
    except _BadLine as error:
        raise BadHeader(error.message) from error
    twice = tuple(sorted(title for title in {*header} if header.count(title) > 1))
    for title in header:
        if title not in (NAME, BASE, SHARE):
            matching(title, of)
    if twice:
        raise BadHeader(Message(_TWICE, {"names": twice}))
    return _csv(lines, header, separator, of)


def _csv(
    lines: Iterator[tuple[int, str | None]],
    header: list[str],
    separator: str,
    of: Mapping[str, Indicator],
) -> Rows:
    width, kept, commas = len(header), _MOST_KEPT // (len(header) + 1), separator != ","
    columns = [_Column(title, kept, of, commas=commas) for title in header]
    name, base, share = (
        header.index(title) if title in header else None for title in (NAME, BASE, SHARE)
    )
    for number, line in lines:
        if line == "":
            continue
        try:
            cells = _cells(line, separator)
            if len(cells) != width:
                _refuse(_CELLS, count=len(cells), needed=width)
            named, start, whole = (_taken(cells, at) for at in (name, base, share))
            starting_at = _base(start) if start else None
            # The share of the whole plan is what the others change, wherever its column stands.
            changes = [columns[share][whole]] if share is not None and whole else []
            changes += [columns[at][cell] for at, cell in enumerate(cells) if cell]
            yield number, Row(_name(named), starting_at, tuple(filter(None, changes)))
        except _BadLine as error:
            yield number, error.message


def _taken(cells: list[str], at: int | None) -> str:
    """A cell that asks for no change of a row, taken out of its line."""
    if at is None:
        return ""
    text, cells[at] = cells[at], ""
    return text


def _lines(text: TextIO) -> Iterator[tuple[int, str | None]]:
    """The lines with their numbers and without their ends; None for one that is too long to be
    one.
    """
    number = 0
    while line := text.readline(_LONGEST):
        number += 1
        end = line
        while len(end) == _LONGEST and end[-1] not in "\r\n":
            end = text.readline(_LONGEST)
        yield number, line.rstrip("\r\n") if end is line else None


def _cells(line: str | None, separator: str) -> list[str]:
    if line is None:
        _refuse(_LONG, most=_LONGEST)
    if '"' not in line:
        return line.split(separator)
    try:
        return next(csv.reader([line], delimiter=separator, strict=True))
    except csv.Error as error:
        raise _BadLine(Message(_QUOTES)) from error


class _Column(dict[str, Change | None]):
    """Cells of a column and what they ask for, each read once; forgotten all at once where they
    become too many.
    """

    def __init__(self, title: str, kept: int, of: Mapping[str, Indicator], *, commas: bool) -> None:
        super().__init__()
        self.title = title
        self.kept = kept
        self.of = of
        self.commas = (
            commas  # figures may have decimal commas, because commas do not separate the cells
        )

    def __missing__(self, text: str) -> Change | None:
        if len(self) >= self.kept:
            self.clear()
        plain = text.strip()
        if self.commas and plain.count(",") == 1 and "." not in plain:
            plain = plain.replace(",", ".")
        typed = None if self.title == SHARE else self.title
        try:
            change = _read(typed, plain, text, of=self.of) if plain else None
        except Ambiguous as error:
            _refuse(
                _AMBIGUOUS,
                column=self.title,
                id=error.ident,
                text=plain,
                amount=exact(error.amount),
            )
        if change and change.typed is None and change.kind != "share":
            _refuse_cell(self.title, text)
        self[text] = change
        return change


def _read(
    typed: str | None,
    text: str,
    shown: str,
    kind: ChangeKind | None = None,
    of: Mapping[str, Indicator] = EMPTY,
) -> Change:
    try:
        return Change.read(typed, text, kind, of)
    except NotAFigure as error:
        _refuse_cell(typed or SHARE, shown, error.meant)


def _refuse_cell(title: str, text: str, meant: str | None = None) -> NoReturn:
    short = text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…"
    _refuse(_CELL_MEANT if meant else _CELL, column=title, text=short, meant=meant)


def _refuse(words: Text, /, **values: object) -> NoReturn:
    raise _BadLine(Message(words, values))


def _base(text: str) -> Base | None:
    if text.strip() not in _BASES:
        _refuse(_BASE, text=text)
    return _BASES[text.strip()]


def _name(text: str) -> str:
    if not text.isprintable() or _LOST in text:  # bytes that are no text come as one or the other
        _refuse(_NAME)
    return text


def json_rows(text: TextIO) -> Rows:
    """The scenarios of JSON lines by line."""
    for number, line in _lines(text):
        if line is None or line.strip():
            try:
                yield number, _recorded(line)
            except _BadLine as error:
                yield number, error.message


def _recorded(line: str | None) -> Row:
    if line is None:
        _refuse(_LONG, most=_LONGEST)
    try:
        record: Any = _JSON.decode(line)
    except _BadLine:
        raise
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise _BadLine(Message(_NOT_JSON)) from error
    if not isinstance(record, dict):
        _refuse(_RECORD)
    strange = next((key for key in record if key not in (NAME, BASE, "changes")), None)
    if strange is not None:
        _refuse(_KEY, key=strange, allowed=(NAME, BASE, "changes"))
    name, changes, base = record.get(NAME, ""), record.get("changes", []), record.get(BASE) or ""
    if isinstance(name, dict):
        name = next(iter(name.values()), "")
    if not isinstance(name, str) or not isinstance(base, str) or not isinstance(changes, list):
        _refuse(_RECORD)
    return Row(name, _base(base), tuple(map(_change, changes)))


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A record, none of whose keys stands there twice: the last one would win without a word."""
    record: dict[str, object] = {}
    for key, value in pairs:
        if key in record:
            _refuse(_KEY_TWICE, key=key)
        record[key] = value
    return record


_JSON = json.JSONDecoder(object_pairs_hook=_once, parse_float=Decimal, parse_int=Decimal)


def _change(record: object) -> Change:
    if not isinstance(record, dict):
        _refuse(_RECORD)
    given = {key: value for key, value in record.items() if key not in ("id", "because")}
    ident = record.get("id")
    if len(given) == 1 and (ident is None or isinstance(ident, str)):
        ((kind, amount),) = given.items()
        if kind == "share" and isinstance(amount, str):
            return _read(ident, amount, amount, "share")
        if kind in ("set", "add") and ident is not None and isinstance(amount, Decimal):
            if abs(amount.adjusted()) > _MOST_DIGITS:
                _refuse_cell(ident, str(amount))
            return _read(ident, format(amount, "f"), str(amount), "set" if kind == "set" else "add")
    _refuse(_ONE)


_TWICE = Text("cột lặp lại: {names}", "columns given twice: {names}")
_LONG = Text("dòng dài quá {most} ký tự", "the line is longer than {most} characters")
_QUOTES = Text(
    "không đọc được dòng này: dấu ngoặc kép mở ra mà không đóng, hoặc đứng sai chỗ",
    "the line cannot be read: a quotation mark is not closed, or stands in the wrong place",
)
_CELLS = Text("có {count} ô, cần {needed}", "cells: {count}, where {needed} are needed")
_NAME = Text(
    "tên không phải văn bản UTF-8 in được", "the name is not UTF-8 text that can be printed"
)
_BASE = Text(
    "base “{text}”: cần “plan” hoặc “current”", "base “{text}”: `plan` or `current` is needed"
)
_CELL = Text(
    "{column}: “{text}” không phải số điểm (9.0), số cộng thêm (+0.4) hoặc tỷ lệ (60%)",
    "{column}: “{text}” is not a score (9.0), points to add (+0.4) or a share (60%)",
)
_CELL_MEANT = Text(
    "{column}: “{text}”, có phải là {meant}?", "{column}: “{text}”, did you mean {meant}?"
)
_AMBIGUOUS = Text(
    "{column}: “{text}” có thể là điểm hoặc số điểm giảm, vì {id} có điểm sàn dưới 0; dùng tệp "
    '.jsonl để nói rõ: {{"id": "{id}", "set": {amount}}} hoặc "add"',
    "{column}: “{text}” may be a score or points to take off, because the floor of {id} is below "
    '0; a .jsonl file says which: {{"id": "{id}", "set": {amount}}}, or "add"',
)
_RECORD = Text(
    'cần một kịch bản như {"name": "A", "changes": [{"id": "par.1", "set": 9.0}]}',
    'a scenario such as {"name": "A", "changes": [{"id": "par.1", "set": 9.0}]} is needed',
)
_KEY = Text(
    "không có khóa “{key}”; các khóa: {allowed}", "there is no key “{key}”; the keys are {allowed}"
)
_KEY_TWICE = Text("khóa “{key}” lặp lại", "the key “{key}” is given twice")
_ONE = Text(
    'mỗi thay đổi cần đúng một trong “set”, “add” (số) và “share” ("60%"); “set” và “add” cần “id”',
    'a change needs exactly one of `set`, `add` (numbers) and `share` ("60%"); `set` and `add` '
    "need an `id`",
)
_NOT_JSON = Text("không phải JSON", "not JSON")
