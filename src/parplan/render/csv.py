"""Tables as one CSV: English keys, decimal points, and nothing that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable

from parplan.points import Lang
from parplan.render.table import Column, Mark, Table
from parplan.render.values import for_machines
from parplan.text import Word, defused


def render(tables: Iterable[Table], lang: Lang) -> str:
    """All tables below one header; texts in `lang`, everything else as for machines."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    header: tuple[str, ...] = ()
    for table in tables:
        columns = [column for column in table.columns if column.machine]
        keys = tuple(column.key for column in columns)
        if keys != header:
            writer.writerow(keys)
            header = keys
        for line in table.lines:
            cells = zip(table.columns, line.cells, strict=True)
            writer.writerow([_safe(column, mark, lang) for column, mark in cells if column.machine])
    return out.getvalue()


def _safe(column: Column, mark: Mark, lang: Lang) -> str:
    if column.kind not in ("text", "names", "id", "word", "target"):
        return for_machines(column, mark)
    value = mark.value
    say = None if isinstance(value, Word) else getattr(value, "say", None)
    text = say(lang) if say is not None else for_machines(column, mark)
    is_number = text.removeprefix("-").replace(".", "", 1).isdigit()  # which may be below 0
    return text if is_number else defused(text)
