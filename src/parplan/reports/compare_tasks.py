"""`compare` of a plan's tasks: which are new or gone, and what is other in the rest."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from parplan.engine.compare import Side, TaskPair, tasks_compared
from parplan.model.tasks import STATUS_WORDS, TaskRecord, Work
from parplan.points import Lang
from parplan.render.table import Table
from parplan.reports.fields import At, Field, Schema, described, list_of, object_of, one_of, table
from parplan.reports.fields import record as record_of
from parplan.reports.tasks import named, promised, shown
from parplan.reports.titles import Titles
from parplan.text import Message, Text, Word


class _Told(NamedTuple):
    """What is told of a task: what it is called, and how, with the units of its side."""

    words: Text
    told: Callable[[TaskRecord, Work], object]


def _units(key: str) -> Callable[[TaskRecord, Work], object]:
    return lambda task, work: named(getattr(task, key), work)


def _ids(key: str) -> Callable[[TaskRecord, Work], object]:
    return lambda task, _: " ".join(getattr(task, key)) or None


def _own(key: str) -> Callable[[TaskRecord, Work], object]:
    return lambda task, _: getattr(task, key)


def _status(task: TaskRecord, _: Work) -> object:
    return Word(task.status, STATUS_WORDS[task.status]) if task.status else None


_TOLD: Mapping[str, _Told] = {  # by the keys of tasks.yaml
    "name": _Told(Text("nội dung", "wording"), _own("name")),
    "clause": _Told(Text("mục", "clause"), _own("clause")),
    "paragraph": _Told(
        Text("đoạn", "paragraph"), lambda task, _: str(task.paragraph) if task.paragraph else None
    ),
    "lead": _Told(Text("đơn vị chủ trì", "lead"), _units("lead")),
    "coordinate": _Told(Text("đơn vị phối hợp", "coordinating"), _units("coordinate")),
    "asked": _Told(Text("đơn vị được đề nghị", "asked to"), _units("asked")),
    "in_annex": _Told(Text("do phụ lục nêu", "left to an annex"), _ids("in_annex")),
    "serves": _Told(Text("tiêu chí liên quan", "serves"), _ids("serves")),
    "other_indices": _Told(
        Text("chỉ số khác", "other indices"), lambda task, _: "; ".join(task.other_indices) or None
    ),
    "commitment": _Told(Text("cam kết", "commitment"), lambda task, _: promised(task.commitment)),
    "deadline": _Told(Text("thời hạn (trước ngày)", "due before"), _own("deadline")),
    "when": _Told(Text("thời hạn bằng lời", "when"), lambda task, _: task.in_words),
    "status": _Told(Text("tình trạng", "status"), _status),
    "since": _Told(Text("có tình trạng này từ", "status since"), _own("since")),
    "evidence": _Told(
        Text("tài liệu kiểm chứng", "evidence"), lambda task, _: shown(task.evidence)
    ),
}
_ADDED = Word("added", Text("nhiệm vụ mới", "added"))
_REMOVED = Word("removed", Text("bị bỏ", "removed"))


class _Line(NamedTuple):
    """What is other in a task."""

    id: str
    name: Text
    what: Word
    first: object = None
    second: object = None


class Tasks(NamedTuple):
    """The tasks of two sides, and what is other; `of` is how many there are, None where they are
    not compared.
    """

    of: int | None = None
    lines: tuple[_Line, ...] = ()


def compared(first: Side, second: Side) -> Tasks:
    """The tasks of one plan at two times: those of two plans have nothing to do with one another,
    whatever their ids.
    """
    if first.work is None or second.work is None or first.ident != second.ident:
        return Tasks()
    pairs = tasks_compared(first.work, second.work)
    lines = (line for pair in pairs for line in _lines(pair, first.work, second.work))
    return Tasks(len(pairs), tuple(lines))


def _lines(pair: TaskPair, before: Work, after: Work) -> Iterator[_Line]:
    ident, name = pair.own.id, pair.own.name
    if pair.first is None or pair.second is None:
        yield _Line(ident, name, _ADDED if pair.first is None else _REMOVED)
        return
    for key, told in _TOLD.items():
        if getattr(pair.first, key) != getattr(pair.second, key):
            sides = told.told(pair.first, before), told.told(pair.second, after)
            yield _Line(ident, name, Word(key, told.words), *sides)


def not_compared(first: Side, second: Side) -> Iterator[Message]:
    """That only one side has tasks."""
    if first.ident is not None and first.ident == second.ident:
        for side, other in ((first, second), (second, first)):
            if side.work is not None and side.work.tasks and other.work is None:
                values = {"side": side.name, "other": other.name, "count": len(side.work.tasks)}
                yield Message(_ONLY_ONE, values)


def _fields(first: str = "", second: str = "") -> tuple[Field, ...]:
    return (
        Field("id", "id", Titles.ID),
        Field("name", "text", _TASK),
        Field(
            "what",
            "word",
            Titles.CHANGE,
            schema=one_of(*_TOLD, _ADDED.code, _REMOVED.code),
            says="a key of tasks.yaml, or that the task is new or gone",
        ),
        Field("first", "word", Text(first, first)),
        Field("second", "word", Text(second, second)),
    )


def table_of(tasks: Tasks, sides: Mapping[str, str]) -> Table:
    """What is other in tasks, a line each."""
    rows = [At(line, None, "", 1) for line in tasks.lines]
    foot = Message(_CHANGED, {"count": len({line.id for line in tasks.lines}), "of": tasks.of})
    return table(Message(_TITLE, sides), _fields(sides["first"], sides["second"]), rows, [foot])


def records(tasks: Tasks, lang: Lang) -> list[dict[str, Any]]:
    """The same as JSON-ready records."""
    return [record_of(At(line), _fields(), lang) for line in tasks.lines]


_TASK = Text("Nhiệm vụ", "Task")
_TITLE = Text("Nhiệm vụ: {first} → {second}", "Tasks: {first} → {second}")
_CHANGED = Text("nhiệm vụ có thay đổi: {count} trong {of}", "tasks that differ: {count} of {of}")
_ONLY_ONE = Text(
    "{other} không có tasks.yaml dùng được, nên không so sánh {count} nhiệm vụ của {side}",
    "{other} has no tasks.yaml that can be used, so the {count} tasks of {side} are not compared",
)
SCHEMA: Schema = list_of(object_of(described(_fields())))
