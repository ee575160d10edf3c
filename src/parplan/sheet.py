"""A table of scenarios, one a line: what its cells and records mean.

CSV: a header of `name`, `base`, `share` (of the whole plan) and ids, wildcards included; a cell holds a projected score (9.00), points
to add (+0.4), or a share of the planned increase (50%). JSON lines: records as in a scenario's file.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from parplan.model.scenario import Base, Change, ChangeKind
from parplan.points import NotAFigure, parse, parse_change, parse_share
from parplan.text import Message, Text

NAME, BASE, SHARE = "name", "base", "share"
_BASES: dict[str, Base] = {"": "plan", "plan": "plan", "current": "current"}


class Row(NamedTuple):
    """One scenario of a table."""

    name: str
    base: Base | None
    changes: tuple[Change, ...]


class BadLine(Exception):
    """A line that is no scenario; says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.say("en"))
        self.message = message


def cell(text: str, *, commas: bool = False) -> tuple[ChangeKind, Decimal] | None:
    """What a cell asks for; None where it asks for nothing. Raises NotAFigure.

    `commas`: figures may have decimal commas, because commas do not separate the cells.
    """
    text = text.strip()
    if commas and text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    if not text:
        return None
    if text.endswith("%"):
        return "share", parse_share(text)
    if text.startswith(("+", "-")):
        return "add", parse_change(text)
    return "set", parse(text)


def row_of_cells(header: Sequence[str], cells: Sequence[str], *, commas: bool = False) -> Row:
    """A CSV line as a scenario. Raises BadLine."""
    if len(cells) != len(header):
        raise BadLine(Message(_CELLS, {"count": len(cells), "needed": len(header)}))
    name, base, changes = "", None, []
    for column, text in zip(header, cells, strict=True):
        if column == NAME:
            name = text
        elif column == BASE:
            base = _base(text)
        else:
            change = _change(column, text, commas=commas)
            if change is not None:
                changes.append(change)
    if not name.isprintable() or any("\udc80" <= letter <= "\udcff" for letter in name):
        raise BadLine(Message(_NAME))
    return Row(name, base, tuple(changes))


def _base(text: str) -> Base | None:
    if text.strip() not in _BASES:
        raise BadLine(Message(_BASE, {"text": text}))
    return _BASES[text.strip()] if text.strip() else None


def _change(column: str, text: str, *, commas: bool) -> Change | None:
    try:
        found = cell(text, commas=commas)
    except NotAFigure as error:
        values: dict[str, object] = {"column": column, "text": text, "meant": error.meant}
        raise BadLine(Message(_CELL_MEANT if error.meant else _CELL, values)) from error
    if found is None:
        return None
    if column == SHARE:
        if found[0] != "share":
            raise BadLine(Message(_CELL, {"column": column, "text": text}))
        return Change("share", None, found[1])
    return Change(found[0], column, found[1])


def row_of_record(record: Any) -> Row:
    """A line of JSON as a scenario; its numbers are Decimals. Raises BadLine."""
    if not isinstance(record, dict):
        raise BadLine(Message(_RECORD))
    for key in record:
        if key not in (NAME, BASE, "changes"):
            raise BadLine(Message(_KEY, {"key": key, "allowed": (NAME, BASE, "changes")}))
    name, changes = record.get(NAME, ""), record.get("changes", [])
    base = record.get(BASE) or ""
    if isinstance(name, dict):
        name = next(iter(name.values()), "")
    if not isinstance(name, str) or not isinstance(base, str) or not isinstance(changes, list):
        raise BadLine(Message(_RECORD))
    return Row(name, _base(base), tuple(_recorded(change) for change in changes))


def _recorded(record: Any) -> Change:
    if not isinstance(record, dict):
        raise BadLine(Message(_RECORD))
    given = {key: value for key, value in record.items() if key not in ("id", "because")}
    ident = record.get("id")
    if len(given) != 1 or not (ident is None or isinstance(ident, str)):
        raise BadLine(Message(_ONE))
    kind, amount = next(iter(given.items()))
    if kind == "share" and isinstance(amount, str):
        return Change("share", ident, _read(str(ident or SHARE), amount))
    if kind in ("set", "add") and ident is not None and isinstance(amount, Decimal | int) and not isinstance(amount, bool):
        return Change("set" if kind == "set" else "add", ident, _figure(ident, amount))
    raise BadLine(Message(_ONE))


def _read(column: str, text: str) -> Decimal:
    try:
        return parse_share(text)
    except NotAFigure as error:
        values: dict[str, object] = {"column": column, "text": text, "meant": error.meant}
        raise BadLine(Message(_CELL_MEANT if error.meant else _CELL, values)) from error


def _figure(column: str, amount: Decimal | int) -> Decimal:
    try:
        return parse_change(format(Decimal(amount), "f"))
    except NotAFigure as error:
        raise BadLine(Message(_CELL, {"column": column, "text": str(amount)})) from error


_CELLS = Text("có {count} ô, cần {needed}", "{count} cells, where {needed} are needed")
_NAME = Text("tên không phải văn bản UTF-8 in được", "the name is not UTF-8 text that can be printed")
_BASE = Text("base “{text}”: cần plan hoặc current", "base “{text}”: plan or current is needed")
_CELL = Text(
    "{column}: “{text}” không phải số điểm (9.0), số cộng thêm (+0.4) hoặc tỷ lệ (60%)",
    "{column}: “{text}” is not a score (9.0), points to add (+0.4) or a share (60%)",
)
_CELL_MEANT = Text("{column}: “{text}”, có phải là {meant}?", "{column}: “{text}”, did you mean {meant}?")
_RECORD = Text(
    'cần một kịch bản như {"name": "A", "changes": [{"id": "par.1", "set": 9.0}]}',
    'a scenario such as {"name": "A", "changes": [{"id": "par.1", "set": 9.0}]} is needed',
)
_KEY = Text("không có khóa “{key}”; các khóa: {allowed}", "there is no key “{key}”; the keys are {allowed}")
_ONE = Text(
    'mỗi thay đổi cần đúng một trong set, add (số) và share ("60%"); set và add cần id',
    'a change needs exactly one of set, add (numbers) and share ("60%"); set and add need an id',
)
