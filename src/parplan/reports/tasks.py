"""`tasks`: what is to be done, by whom, for what, by when, and how far it is."""

from collections.abc import Iterable, Sequence
from typing import Any

from parplan.labels import STATUSES, Tasks
from parplan.model.tasks import Commitment, Evidence, Task, TaskRecord
from parplan.points import Lang
from parplan.render.table import Column, Line, Mark, Table
from parplan.text import Message, Word

COLUMNS = (
    Column("id", Tasks.ID, "id"),
    Column("clause", Tasks.CLAUSE, "id", human=False),
    Column("paragraph", Tasks.CLAUSE, "id", human=False),
    Column("name", Tasks.NAME, "text"),
    Column("lead", Tasks.LEAD, "text"),
    Column("coordinate", Tasks.COORDINATE, "text", human=False),
    Column("asked", Tasks.ASKED, "text", human=False),
    Column("in_annex", Tasks.LEAD, "text", human=False),
    Column("serves", Tasks.SERVES, "text"),
    Column("commitment", Tasks.COMMITMENT, "text", human=False),
    Column("deadline", Tasks.DEADLINE, "word"),
    Column("status", Tasks.STATUS, "word"),
    Column("evidence", Tasks.EVIDENCE, "text", human=False),
)


def table(tasks: Sequence[Task], left_out: int = 0) -> Table:
    """Tasks a line each, in the order of the file; commitments and evidence below, and how many were left out for want of a deadline."""
    lines = [Line(tuple(Mark(value) for value in _cells(task.record))) for task in tasks]
    notes = {task.record.id: message for task in tasks if (message := commitment_said(task.record.commitment)) is not None}
    feet = [Message(Tasks.BENEATH, {"id": ident, "said": said}) for ident, said in notes.items()]
    feet += [Message(Tasks.BENEATH, {"id": task.record.id, "said": _shown(it)}) for task in tasks for it in task.record.evidence]
    if left_out:
        feet.append(Message(Tasks.NO_DAY, {"count": left_out}))
    in_annex = sum("lead" in task.record.in_annex for task in tasks)
    if in_annex:
        feet.append(Message(Tasks.ANNEX, {"count": in_annex}))
    return Table(Message(Tasks.TITLE, {"count": len(tasks)}), COLUMNS, tuple(lines), tuple(feet))


def _cells(task: TaskRecord) -> Iterable[object]:
    return (
        task.id,
        task.clause,
        None if task.paragraph is None else str(task.paragraph),
        task.name,
        " ".join(task.lead) or (Word("", Tasks.IN_ANNEX) if "lead" in task.in_annex else None),
        " ".join(task.coordinate) or None,
        " ".join(task.asked) or None,
        " ".join(task.in_annex) or None,
        " ".join((*task.serves, *task.other_indices)) or None,
        commitment_said(task.commitment),
        task.deadline,
        Word(task.status, STATUSES[task.status]),
        "; ".join(evidence.file or evidence.link or "" for evidence in task.evidence) or None,
    )


def commitment_said(commitment: Commitment | None) -> Message | None:
    """A commitment in words."""
    if commitment is None:
        return None
    if commitment.percent is not None:
        return Message(Tasks.PERCENT, {"amount": commitment.percent, "of": commitment.of})
    return Message(Tasks.AT_LEAST, {"amount": commitment.at_least, "of": commitment.of})


def _shown(evidence: Evidence) -> Message:
    where = evidence.file or evidence.link or ""
    noted = evidence.note.vi.strip() or evidence.note.en.strip()
    return Message(Tasks.SHOWN_NOTED if noted else Tasks.SHOWN, {"where": where, "note": evidence.note})


def payload(tasks: Iterable[Task], lang: Lang) -> list[dict[str, Any]]:
    """Tasks as JSON-ready records; `serves` are ids as the file names them, `rows` the ids they stand for."""
    return [_record(task, lang) for task in tasks]


def _record(task: Task, lang: Lang) -> dict[str, Any]:
    record = task.record
    return {
        "id": record.id,
        "clause": record.clause,
        "paragraph": record.paragraph,
        "name": record.name.say(lang),
        "lead": list(record.lead),
        "coordinate": list(record.coordinate),
        "asked": list(record.asked),
        "in_annex": list(record.in_annex),
        "serves": list(record.serves),
        "rows": list(task.serves),
        "other_indices": list(record.other_indices),
        "commitment": _commitment(record.commitment, lang),
        "deadline": None if record.deadline is None else record.deadline.isoformat(),
        "status": record.status,
        "evidence": [_evidence(evidence, lang) for evidence in record.evidence],
    }


def _commitment(commitment: Commitment | None, lang: Lang) -> dict[str, Any] | None:
    if commitment is None:
        return None
    return {"at_least": commitment.at_least, "percent": commitment.percent, "of": commitment.of.say(lang)}


def _evidence(evidence: Evidence, lang: Lang) -> dict[str, Any]:
    day = None if evidence.date is None else evidence.date.isoformat()
    return {"file": evidence.file, "link": evidence.link, "date": day, "note": evidence.note.say(lang) or None}
