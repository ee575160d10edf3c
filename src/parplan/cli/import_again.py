"""Importing once more: into files that a person has worked on since. Figures change where they
stand; what was added, and every comment, stays.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from parplan.cli.output import stop
from parplan.cli.writing import NO_PLACE
from parplan.location import Loc
from parplan.model.fields import FIGURE_FIELDS, TARGET_FIELDS
from parplan.points import exact
from parplan.text import Message, Text
from parplan.yaml_text.edit import CannotWrite, Records, appended, changed, with_values
from parplan.yaml_text.write import flow

if TYPE_CHECKING:
    from parplan.documents import records
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


def again(plan: "Plan", files: "Mapping[str, Source]", made: "records.Records") -> Again:
    """The plan's own files with the figures of a document that was read once more. Raises Stop
    where a file leaves no place for them.
    """
    found = Again()
    indicators: Record = made.indicators
    targets: Record = made.targets
    file, goals = files["indicators"], files["targets"]
    rows = {record["id"]: record for record in _rows(indicators["indices"])}
    for ident, record in rows.items():
        if ident in plan.by_id:
            figures = {key: record.get(key) for key in _OF_A_ROW}
            file = _with(found, file, plan.by_id[ident].loc[1:], figures, ident)
    for above, key, record in _new(indicators["indices"], plan):
        place = plan.by_id[above].loc[1:] if above else ()
        file = _added(file, (*place, key), [record])
        found.told.append(Message(_ADDED, {"id": record["id"]}))
    if rows:  # a document of tasks alone says nothing of rows
        found.told += [Message(_GONE, {"id": ident}) for ident in plan.by_id if ident not in rows]
        file = _sourced(file, indicators["plan"].get("source"))
    for ident, goal in targets["targets"].items():
        if goals.has(("targets", ident)):
            goals = _with(found, goals, ("targets", ident), goal, ident)
        else:
            goals = _added(goals, ("targets",), {ident: goal})
    found.told += _unknown_tasks(files.get("tasks"), made.tasks)
    now = {"indicators": file, "targets": goals}
    found.texts |= {
        f"{kind}.yaml": source.text
        for kind, source in now.items()
        if source.text != files[kind].text
    }
    return found


_OF_A_ROW = (*(key for key in FIGURE_FIELDS if key not in TARGET_FIELDS), "history")


def _unknown_tasks(file: "Source | None", tasks: Record | None) -> Iterator[Message]:
    """What is to be said of a document's tasks where there is a file of tasks already: it stays as
    it is.
    """
    if file is not None and tasks is not None:
        known = {task.get("id") for task in file.value(("tasks",)) or ()}
        for task in tasks["tasks"]:
            if task["id"] not in known:
                yield Message(_NO_TASK, {"id": task["id"], "name": task["name"]})


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


def _with(found: Again, file: "Source", loc: Loc, figures: Record, ident: str) -> "Source":
    """A file with the figures of a record where they differ, each difference told."""
    old = file.value(loc) or {}
    values = {}
    for key, figure in figures.items():
        before = old.get(key)
        if figure is None or _same(before, figure):
            continue
        told = {
            "path": f"{ident}.{key}",
            "before": _NOTHING if before is None else _spelled(before),
            "after": _spelled(figure),
        }
        if isinstance(before, Mapping):  # a target in other words, or of several years
            found.told.append(Message(_KEPT, told))
            continue
        values[key] = figure
        found.told.append(Message(_CHANGED, told))
    if not values:
        return file
    try:
        return changed(file, with_values(file, loc, values, [*values], next(iter(old), "id")))
    except CannotWrite as error:
        raise stop(Message(NO_PLACE, {"path": file.name})) from error


def _spelled(figure: object) -> str:
    if isinstance(figure, Mapping):
        return flow(figure)
    return exact(figure) if isinstance(figure, Decimal) else str(figure)


def _same(before: object, after: object) -> bool:
    """Whether two figures are one, whatever zeros stand behind them; those of years, year by
    year.
    """
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        years = {str(year): figure for year, figure in after.items()}
        return before.keys() == years.keys() and all(_same(before[it], years[it]) for it in before)
    try:
        return Decimal(str(before)) == Decimal(str(after))
    except InvalidOperation:
        return str(before) == str(after)


def _added(file: "Source", key: Loc, records: Records) -> "Source":
    try:
        return changed(file, appended(file, key, records))
    except CannotWrite as error:
        raise stop(Message(NO_PLACE, {"path": file.name})) from error


def _sourced(file: "Source", source: Record | None) -> "Source":
    if source is None or file.value(("plan", "source")) == source:
        return file
    try:
        return changed(file, with_values(file, ("plan",), {"source": source}, ["source"], "id"))
    except CannotWrite:
        return file


_NOTHING = Text("(trống)", "(nothing)")
_CHANGED = Text("{path}: {before} → {after}", "{path}: {before} → {after}")
_KEPT = Text(
    "{path}: văn bản ghi {after}; mục đã viết trong tệp vẫn giữ nguyên",
    "{path}: the document has {after}; what the file has is kept",
)
_ADDED = Text("{id}: mới trong văn bản, đã thêm", "{id}: new in the document, added")
_NO_TASK = Text(
    "tasks.yaml không có nhiệm vụ {id} của văn bản: {name}",
    "tasks.yaml does not have the document's task {id}: {name}",
)
_GONE = Text(
    "{id}: không còn trong văn bản, vẫn giữ trong tệp",
    "{id}: no longer in the document, kept in the file",
)
