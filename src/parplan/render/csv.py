"""Tables as one CSV: English keys, decimal points, and nothing that a spreadsheet would run; or for
people who open it in Excel.
"""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from parplan.points import HUNDRED, Lang, exact, readable, rounded
from parplan.render.table import Aimed, Column, Mark, Table, read_by_people
from parplan.render.values import for_machines
from parplan.text import Word, defused, spoken

_BYTE_ORDER_MARK = "\ufeff"  # by which Excel knows that it is UTF-8
# What Excel would make a date or a number of: a rank 5/12, an id 1.1.
_TAKEN_FOR_OTHERS = re.compile(r"[-\d./:,]*\d[-\d./:,]*")


def render(tables: Iterable[Table], lang: Lang, *, excel: bool = False) -> str:
    """All tables below one header; one with another header follows behind an empty line. Texts in
    `lang`, everything else as for machines.

    For `excel` with the columns that people get, headings in words, semicolons, and decimals as the
    language writes them.
    """
    out = io.StringIO()
    out.write(_BYTE_ORDER_MARK if excel else "")
    writer = csv.writer(out, lineterminator="\r\n", delimiter=";" if excel else ",")
    header: tuple[str, ...] = ()
    for table in tables:
        machine = (at for at, column in enumerate(table.columns) if column.machine)
        shown = read_by_people(table) if excel else list(machine)
        columns = [table.columns[at] for at in shown]
        heads = tuple(column.title.say(lang) if excel else column.key for column in columns)
        if heads != header:
            out.write("\r\n" if header else "")
            writer.writerow(heads)
            header = heads
        cell = _for_excel if excel else _safe
        for line in table.lines:
            marks = (line.cells[at] for at in shown)
            pairs = zip(columns, marks, strict=True)
            writer.writerow([cell(column, mark, lang) for column, mark in pairs])
    return out.getvalue()


def _safe(column: Column, mark: Mark, lang: Lang) -> str:
    if column.kind not in ("text", "names", "id", "word", "target"):
        return for_machines(column, mark)
    value = mark.value
    say = None if isinstance(value, Word) else getattr(value, "say", None)
    text = say(lang) if say is not None else for_machines(column, mark)
    is_number = text.removeprefix("-").replace(".", "", 1).isdigit()  # which may be below 0
    return text if is_number else defused(text)


def _for_excel(column: Column, mark: Mark, lang: Lang) -> str:
    """A value as Excel reads it where the language is spoken: figures as figures, all else as text;
    nothing where it is unknown.
    """
    value = mark.value
    if isinstance(value, Aimed):
        value = value.points if value.said is None else value.said
    if value is None:
        return ""
    if isinstance(value, Decimal) and column.kind == "share":
        return f"{exact(rounded(value * HUNDRED, 2), lang)}%"
    if isinstance(value, Decimal):
        return exact(readable(value), lang)
    text = defused(spoken(value, lang))
    is_taken = (
        column.kind != "count" and not isinstance(value, date) and _TAKEN_FOR_OTHERS.fullmatch(text)
    )
    return f"\u00a0{text}" if is_taken else text  # a no-break space, by which it stays text
