"""Importing once more: into files that a person has worked on since. Figures change where they
stand; what was added, and every comment, stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import chain
from typing import TYPE_CHECKING, Any

from parplan.checks.expected import NOTHING
from parplan.cli.output import stop
from parplan.cli.writing import NO_PLACE
from parplan.documents import records
from parplan.documents.printed import plain
from parplan.ids import free
from parplan.location import Loc
from parplan.model.fields import FIGURE_FIELDS, TARGET_FIELDS
from parplan.text import Message, Text
from parplan.yaml_text.edit import (
    CannotWrite,
    Records,
    Values,
    appended,
    changed,
    with_values,
)
from parplan.yaml_text.write import flow

if TYPE_CHECKING:
    from parplan.model.plan import Plan
    from parplan.yaml_text.source import Source

Record = Mapping[str, Any]


@dataclass
class Again:
    """What comes of importing into a plan's files: their texts, and what differs from what stood
    there.
    """

    texts: dict[str, str] = field(default_factory=dict)
    told: list[Message] = field(default_factory=list)


def again(plan: "Plan", files: "Mapping[str, Source]", made: records.Records) -> Again:
    """The plan's own files with the figures of a document that was read once more. Raises Stop
    where a file leaves no place for them.
    """
    found = Again()
    indicators, targets, tasks = map(_settled, (made.indicators, made.targets, made.tasks))
    now = {
        "indicators": _indicators(found, files["indicators"], indicators, plan),
        "targets": _targets(found, files["targets"], targets["targets"]),
    }
    if "tasks" in files and tasks is not None:
        now["tasks"] = _tasks(found, files["tasks"], tasks)
    found.texts |= {
        f"{kind}.yaml": source.text
        for kind, source in now.items()
        if source.text != files[kind].text
    }
    return found


def _indicators(found: Again, file: "Source", made: Record, plan: "Plan") -> "Source":
    """The file of indicators with the figures of the document's rows, and with those that are
    new."""
    rows = {record["id"]: record for record in _rows(made["indices"])}
    changes: list[Values] = []
    # A plan that does not say where its figures are printed is told.
    keys = _OF_A_ROW if plan.tables else (*_OF_A_ROW, *_TABLE_KEYS)
    for ident, record in rows.items():
        if ident in plan.by_id:
            figures = {key: record.get(key) for key in keys}
            changes += _changes(found, file, plan.by_id[ident].loc[1:], figures, ident)
            found.told += _renamed(ident, plan.by_id[ident].node.name.vi, record["name"])
    file = _with(file, changes)
    fresh: dict[Loc, list[Record]] = {}
    for above, key, record in _new(made["indices"], plan):
        place = plan.by_id[above].loc[1:] if above else ()
        fresh.setdefault((*place, key), []).append(record)
    told = _rows(chain(*fresh.values())) if plan.tables else rows.values()
    named = {it.get(key) for it in told for key in _TABLE_KEYS}
    tables = made.get("tables") or {}
    new = {it: table for it, table in tables.items() if it in named and it not in plan.tables}
    file = _added(file, ("tables",), new)
    for place, below in fresh.items():
        file = _added(file, place, below)
        found.told += [Message(_ADDED, {"id": record["id"]}) for record in below]
    if rows:  # a document of tasks alone says nothing of rows
        found.told += [Message(_GONE, {"id": ident}) for ident in plan.by_id if ident not in rows]
        file = _sourced(file, made["plan"].get("source"))
    return file


def _targets(found: Again, file: "Source", made: Mapping[str, Record]) -> "Source":
    """The file of targets with those of the document."""
    changes: list[Values] = []
    new: dict[str, Record] = {}
    for ident, goal in made.items():
        if file.has(("targets", ident)):
            changes += _changes(found, file, ("targets", ident), goal, ident)
        else:
            new[ident] = goal
    return _added(_with(file, changes), ("targets",), new)


def _settled(value: Any) -> Any:
    """A value without the doubts about it."""
    if isinstance(value, records.Doubt):
        return value.value
    if isinstance(value, Mapping):
        return {key: _settled(below) for key, below in value.items()}
    return list(map(_settled, value)) if isinstance(value, list) else value


_OF_A_ROW = (*(key for key in FIGURE_FIELDS if key not in TARGET_FIELDS), "history")
_TABLE_KEYS = ("rows_in", "table")
_OF_A_TASK = ("lead", "coordinate", "deadline", "when")


def _renamed(ident: str, before: str, name: Text | str) -> Iterator[Message]:
    """What is to be said of a row that the document calls otherwise: the file keeps its name."""
    after = name if isinstance(name, str) else name.vi
    if plain(before) != plain(after):
        yield Message(_NAMED, {"id": ident, "before": before, "after": after})


def _tasks(found: Again, file: "Source", made: Record) -> "Source":
    """The file of tasks with what a document says of them: who leads and takes part, and by when; a
    task goes by its name. What was written down of their state stays.
    """
    units = {it.get("id") for it in file.value(("units",)) or ()}
    there = file.value(("tasks",)) or ()
    places = {plain(str(task.get("name"))): n for n, task in enumerate(there)}
    taken = [str(task.get("id")) for task in there]
    changes: list[Values] = []
    new: list[Record] = []
    for task in made["tasks"]:
        n = places.get(plain(task["name"]))
        if n is None:
            taken.append(free(task["id"], taken))
            new.append({**task, "id": taken[-1]})
            found.told.append(Message(_ADDED, {"id": taken[-1]}))
            continue
        said = {key: task[key] for key in _OF_A_TASK if isinstance(task[key], list | date | str)}
        changes += _changes(found, file, ("tasks", n), said, taken[n])
    file = _added(file, ("units",), [unit for unit in made["units"] if unit["id"] not in units])
    return _added(_with(file, changes), ("tasks",), new)


def _rows(records: Any) -> Iterator[Record]:
    for record in records:
        yield record
        yield from _rows(record.get("rows") or record.get("parts") or ())


def _new(
    records: Any, plan: "Plan", above: str = "", key: str = "indices"
) -> Iterator[tuple[str, str, Record]]:
    """Rows that the plan does not have, each below one that it has."""
    for record in records:
        if record["id"] in plan.by_id:
            below = "rows" if not above else "parts"
            held = record.get("rows") or record.get("parts") or ()
            yield from _new(held, plan, record["id"], below)
        else:
            yield above, key, record


def _changes(
    found: Again, file: "Source", loc: Loc, figures: Record, ident: str
) -> Iterator[Values]:
    """The figures of a record where they differ from those of the file, each difference told."""
    old = file.value(loc) or {}
    values = {}
    for key, figure in figures.items():
        before = old.get(key)
        if figure is None or _same(before, figure):
            continue
        told = {
            "path": f"{ident}.{key}",
            "before": NOTHING if before is None else _spelled(before),
            "after": _spelled(figure),
        }
        if isinstance(before, Mapping) and not _is_alike(before, figure):
            found.told.append(Message(_KEPT, told))  # a target in other words, or of several years
            continue
        values[key] = figure
        found.told.append(Message(_CHANGED, told))
    if values:
        yield Values(loc, values, [*values], next(iter(old), "id"))


def _is_alike(before: Record, after: object) -> bool:
    """Whether a record states the same things, however much."""
    return isinstance(after, Mapping) and before.keys() == set(map(str, after))


def _spelled(figure: object) -> object:
    """A figure as it is told: by the marks of the language, others as files have them."""
    if isinstance(figure, Mapping | list):
        return flow(figure)
    return figure if isinstance(figure, Decimal) else str(figure)


def _same(before: object, after: object) -> bool:
    """Whether two figures are one, whatever zeros stand behind them; those of years, year by
    year.
    """
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        years = {str(year): figure for year, figure in after.items()}
        return before.keys() == years.keys() and all(_same(before[it], years[it]) for it in before)
    if isinstance(before, list) and isinstance(after, list):
        return [*map(str, before)] == [*map(str, after)]
    try:
        return Decimal(str(before)) == Decimal(str(after))
    except InvalidOperation:
        return str(before) == str(after)


def _with(file: "Source", changes: Sequence[Values]) -> "Source":
    with _in_its_place(file):
        return changed(file, with_values(file, *changes)) if changes else file


def _added(file: "Source", key: Loc, records: Records) -> "Source":
    with _in_its_place(file):
        return changed(file, appended(file, key, records)) if records else file


@contextmanager
def _in_its_place(file: "Source") -> Iterator[None]:
    try:
        yield
    except CannotWrite as error:
        raise stop(Message(NO_PLACE, {"path": file.name})) from error


def _sourced(file: "Source", source: Record | None) -> "Source":
    if source is None or file.value(("plan", "source")) == source:
        return file
    change = Values(("plan",), {"source": source}, ["source"], "id")
    with suppress(CannotWrite):
        return changed(file, with_values(file, change))
    return file


_CHANGED = Text("{path}: {before} → {after}", "{path}: {before} → {after}")
_KEPT = Text(
    "{path}: văn bản ghi {after}; mục đã viết trong tệp vẫn giữ nguyên",
    "{path}: the document has {after}; what the file has is kept",
)
_ADDED = Text("{id}: mới trong văn bản, đã thêm", "{id}: new in the document, added")
_NAMED = Text(
    "{id}: văn bản ghi tên “{after}”; tên trong tệp, “{before}”, vẫn giữ nguyên",
    "{id}: the document says “{after}”; the name in the file, “{before}”, is kept",
)
_GONE = Text(
    "{id}: không còn trong văn bản, vẫn giữ trong tệp",
    "{id}: no longer in the document, kept in the file",
)
