"""`tasks`: what is to be done, by whom, for what, by when, and how far it is; deadlines as events
of a calendar."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from parplan.model.about import About
from parplan.model.fields import or_null
from parplan.model.tasks import STATUS_WORDS, Commitment, Evidence, Task, TaskRecord, Work
from parplan.points import LANGUAGES, Lang
from parplan.render.table import Event, Table
from parplan.reports.fields import (
    NAMES,
    NUMBER,
    TEXT,
    Answer,
    At,
    Field,
    described,
    list_of,
    object_of,
    one_of,
    record,
    table,
    whole,
)
from parplan.reports.progress import DAY
from parplan.reports.titles import Titles
from parplan.text import Message, Text, Word, both, plain


def named(units: Sequence[str], work: Work) -> Word | None:
    """Units by their ids, and by their names where there is room."""
    names = [work.units[unit].name for unit in units]
    return (
        Word(
            " ".join(units),
            Text(", ".join(it.vi for it in names), ", ".join(it.en for it in names)),
        )
        if units
        else None
    )


def _listed(key: str) -> Callable[[At], str | None]:
    return lambda at: " ".join(getattr(at.row, key)) or None


def _fields(work: Work | None) -> tuple[Field, ...]:
    """What is told of every task; without units, for JSON and its schema. A row is a task's record,
    in the task."""

    def lead(at: At) -> Word | None:
        units: Sequence[str] = at.row.lead
        return (
            named(units, work)
            if units and work
            else Word("", _IN_ANNEX)
            if "lead" in at.row.in_annex
            else None
        )

    return (
        Field("id", "id", Titles.ID),
        Field("clause", "id", _CLAUSE, on="mj"),
        Field("paragraph", "text", on="mj", schema={"type": ["integer", "null"]}),
        Field("name", "text", _NAME),
        Field("lead", "names", Titles.LEAD, lead, "hm"),
        *(
            Field(key, "text", value=_listed(key), on="m")
            for key in ("coordinate", "asked", "in_annex")
        ),
        *(Field(key, "text", on="j", schema=NAMES) for key in ("lead", "coordinate", "asked")),
        Field("in_annex", "text", on="j", schema=list_of(one_of("lead", "deadline"))),
        Field("serves", "text", _SERVES, lambda at: [*at.row.serves, *at.row.other_indices], "hm"),
        Field("serves", "text", on="j", schema=NAMES, says="as the file names them"),
        Field(
            "rows",
            "text",
            value=lambda at: list(at.index.serves),
            on="j",
            schema=NAMES,
            says="the ids that these stand for",
        ),
        Field("other_indices", "text", on="j", schema=NAMES),
        Field("commitment", "text", value=lambda at: promised(at.row.commitment), on="m"),
        Field(
            "commitment",
            "text",
            value=lambda at: _commitment(at.row.commitment),
            on="j",
            schema=or_null(_COMMITMENT_SCHEMA),
        ),
        Field(
            "deadline",
            "word",
            _DEADLINE,
            lambda at: at.row.deadline or (Word("", it) if (it := at.row.in_words) else None),
            "hm",
        ),
        Field(
            "deadline",
            "word",
            on="j",
            schema=or_null(DAY),
            says="it is to be done before this day",
        ),
        Field(
            "when",
            "text",
            value=lambda at: at.row.in_words,
            on="mj",
            schema=or_null(TEXT),
            says="the deadline in words, where it names no day",
        ),
        Field(
            "status",
            "word",
            Titles.STATUS,
            lambda at: Word(at.row.status or "", _status(at.row)),
            "hm",
        ),
        Field(
            "status",
            "id",
            on="j",
            schema=one_of(*STATUS_WORDS, None),
            says="null where none is recorded",
        ),
        Field("since", "word", on="m"),
        Field("since", "text", on="j", schema=or_null(DAY), says="the day since which that is so"),
        Field(
            "evidence",
            "text",
            value=lambda at: shown(at.row.evidence),
            on="m",
        ),
        Field(
            "evidence",
            "text",
            value=lambda at: list(map(evidence_told, at.row.evidence)),
            on="j",
            schema=list_of(EVIDENCE),
        ),
    )


def answer(tasks: Sequence[Task], work: Work, left_out: int = 0) -> Answer:
    """Tasks in all forms; `left_out` is how many were left out for want of a deadline."""
    fields = _fields(None)
    return Answer(
        "tasks",
        lambda lang: {"tasks": [record(At(task.record, task), fields, lang) for task in tasks]},
        lambda: [tasks_table(tasks, work, left_out)],
    )


def schema() -> dict[str, Any]:
    """The schema of the JSON answer."""
    return whole("tasks", {"tasks": list_of(object_of(described(_fields(None))))}, basis=False)


def by_id(task: TaskRecord) -> str:
    """A task as commands know it."""
    return task.id


def by_name(task: TaskRecord) -> Text:
    """A task where nobody knows ids."""
    return task.name


def tasks_table(
    tasks: Sequence[Task],
    work: Work,
    left_out: int = 0,
    called: Callable[[TaskRecord], Text | str] = by_id,
) -> Table:
    """Tasks a line each, in the order of the file; commitments and evidence below, each task there
    as it is called, and how many were left out."""
    rows = [At(task.record, task) for task in tasks]
    return table(
        Message(_TITLE, {"count": len(tasks)}),
        _fields(work),
        rows,
        _feet([task.record for task in tasks], left_out, called),
    )


def _feet(
    tasks: Sequence[TaskRecord], left_out: int, called: Callable[[TaskRecord], Text | str]
) -> Iterator[Message]:
    for task in tasks:
        if (said := promised(task.commitment)) is not None:
            yield Message(_PLEDGED, {"task": called(task), "said": said})
    for task in tasks:
        for evidence in task.evidence:
            values = {"task": called(task), "said": _noted(evidence)}
            yield Message(_SHOWN, values)
    if left_out:
        yield Message(_NO_DAY, {"count": left_out})
    in_annex = sum("lead" in task.in_annex for task in tasks)
    if in_annex:
        yield Message(_ANNEX, {"count": in_annex})


def _status(task: TaskRecord) -> Text:
    """A status with its day, where that is known; of what is done also whether it was late."""
    if task.since is None:
        return task.status_words
    words = _LATE if task.was_late else _ON_DAY if task.status == "done" else _SINCE
    return Text(**both(Message(words, {"status": task.status_words, "day": task.since})))


def promised(commitment: Commitment | None) -> Message | None:
    """A commitment in words."""
    if commitment is None:
        return None
    if commitment.percent is not None:
        return Message(_PERCENT, {"amount": commitment.percent, "of": commitment.of})
    return Message(_AT_LEAST, {"amount": commitment.at_least, "of": commitment.of})


def _commitment(commitment: Commitment | None) -> dict[str, Any] | None:
    if commitment is None:
        return None
    return {"at_least": commitment.at_least, "percent": commitment.percent, "of": commitment.of}


def where(evidence: Evidence) -> str:
    """The file, the document or the address that shows it."""
    return evidence.file or evidence.link or ""


def shown(evidence: Sequence[Evidence]) -> Text | None:
    """Evidence in a cell, each with its note; None where there is none."""
    each = [both(_noted(it)) for it in evidence]
    return Text(*("; ".join(it[lang] for it in each) for lang in LANGUAGES)) if each else None


def _noted(evidence: Evidence) -> Message:
    noted = evidence.note.vi.strip() or evidence.note.en.strip()
    values = {"where": where(evidence), "note": evidence.note}
    return Message(_NOTED if noted else _WHERE, values)


def evidence_told(evidence: Evidence) -> dict[str, Any]:
    """Evidence as a record."""
    note = evidence.note if evidence.note.vi or evidence.note.en else None
    return {"file": evidence.file, "link": evidence.link, "date": evidence.date, "note": note}


# Deadlines as events of a calendar.


def calendar_title(about: About, lang: Lang) -> str:
    """What the calendar of a plan's deadlines is called, on one line."""
    return " ".join(plain(_CALENDAR.say(lang, plan=about.name)).split())


def events(tasks: Iterable[Task], work: Work, about: About, lang: Lang) -> list[Event]:
    """A whole-day event for every task with a deadline, on the last day that is left: it is to be
    done before its deadline."""
    found = []
    for task in (task.record for task in tasks):
        if task.deadline is not None:
            day = task.deadline - timedelta(days=1)
            summary = plain(_EVENT.say(lang, name=task.name, day=task.deadline))
            description = "\n".join(
                plain(message.say(lang)) for message in _description(task, work)
            )
            found.append(Event(f"{about.id}.{task.id}@parplan", day, day, summary, description))
    return found


def _description(task: TaskRecord, work: Work) -> Iterator[Message]:
    for title, units in (
        (Titles.LEAD, task.lead),
        (_COORDINATE, task.coordinate),
        (_ASKED, task.asked),
    ):
        if units:
            yield Message(
                _OF, {"what": title, "said": tuple(work.units[unit].name for unit in units)}
            )
    yield Message(_OF, {"what": _CLAUSE, "said": task.clause})
    if task.serves:
        yield Message(_OF, {"what": _SERVES, "said": task.serves})
    if (said := promised(task.commitment)) is not None:
        yield Message(_OF, {"what": _COMMITMENT, "said": said})


_COMMITMENT_SCHEMA = object_of({"at_least": NUMBER, "percent": NUMBER, "of": TEXT})
EVIDENCE = object_of(
    {"file": or_null(TEXT), "link": or_null(TEXT), "date": or_null(DAY), "note": or_null(TEXT)}
)
_TITLE = Text("Nhiệm vụ ({count})", "Tasks ({count})")
_CLAUSE = Text("Mục", "Clause")
_NAME = Text("Nội dung", "Task")
_COORDINATE = Text("Phối hợp", "Coordinate")
_ASKED = Text("Được đề nghị", "Asked to")
_SERVES = Text("Tiêu chí liên quan", "Serves")
_DEADLINE = Text("Thời hạn (trước ngày)", "Due before")
_COMMITMENT = Text("Cam kết", "Commitment")
_AT_LEAST = Text("ít nhất {amount} {of}", "at least {amount} {of}")
_PERCENT = Text("{amount}% {of}", "{amount}% of {of}")
_IN_ANNEX = Text("(theo phụ lục)", "(see annex)")
_NO_DAY = Text(
    "{count} nhiệm vụ không ghi thời hạn nên không có ở đây",
    "tasks without a deadline, which are left out: {count}",
)
_ON_DAY = Text("{status} ngày {day}", "{status} on {day}")
_LATE = Text("{status} ngày {day}, quá hạn", "{status} on {day}, late")
_SINCE = Text("{status} từ {day}", "{status} since {day}")
_ANNEX = Text(
    "{count} nhiệm vụ không nêu đơn vị chủ trì: văn bản dẫn chiếu phụ lục, nhưng phụ lục không "
    "kèm theo",
    "tasks without a lead in the text: {count}; only the annexes, which are missing, would name it",
)
_PLEDGED = Text("{task}: cam kết {said}", "{task}: the commitment is {said}")
_SHOWN = Text("{task}: tài liệu kiểm chứng {said}", "{task}: evidence {said}")
_WHERE, _NOTED = Text("{where}", "{where}"), Text("{where} ({note})", "{where} ({note})")
_CALENDAR = Text("Thời hạn: {plan}", "Deadlines: {plan}")
_EVENT = Text("{name} (trước {day})", "{name} (before {day})")
_OF = Text("{what}: {said}", "{what}: {said}")
