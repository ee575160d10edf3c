"""What is written into a plan's files as it is carried out: results that became known, and how far a task is."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from parplan.location import Loc
from parplan.model.results import Layer, Stage
from parplan.model.tasks import Status, TaskRecord
from parplan.points import Rank, exact
from parplan.yaml_text.edit import CannotWrite, appended, as_item, value_at, with_values
from parplan.yaml_text.source import Source, read
from parplan.yaml_text.write import quoted, written_id


class NewResult(NamedTuple):
    """A result that is to be written: scores (points) and ranks by id."""

    year: int
    date: date
    layer: Layer
    stage: Stage
    source: str
    scores: Mapping[str, Decimal]
    ranks: Mapping[str, Rank]
    evidence: Sequence[str]


def with_result(source: Source | None, result: NewResult) -> str:
    """The text of the results with one more at its end. Raises CannotWrite where it has no place."""
    lines = result_lines(result)
    if source is None:
        return _HEAD + "\nresults:\n" + "\n".join(as_item(lines, 2)) + "\n"
    return appended(source, ("results",), [lines])


def result_lines(result: NewResult) -> list[str]:
    """A result as the lines of its file."""
    scores = ", ".join(f"{written_id(ident)}: {exact(score)}" for ident, score in result.scores.items())
    ranks = ", ".join(f"{written_id(ident)}: {rank}" for ident, rank in result.ranks.items())
    lines = [f"year: {result.year}", f"date: {result.date.isoformat()}", f"layer: {result.layer}", f"stage: {result.stage}"]
    lines += [f"source: {quoted(result.source)}", f"scores: {{{scores}}}"]
    if ranks:
        lines.append(f"ranks: {{{ranks}}}")
    if result.evidence:
        lines.append("evidence:")
        lines += [f"  - {shown}" for shown in (_evidence(each, "") for each in result.evidence)]
    return lines


def with_status(source: Source, at: int, status: Status | None, evidence: Sequence[str], note: str) -> str:
    """The text of the tasks with another status of task number `at` (from 0), and further evidence of it. Raises CannotWrite where that
    has no place."""
    loc = ("tasks", at)
    text = source.text if status is None else with_values(source, loc, {"status": status}, ("status",), _last(source, loc, "status"))
    if not evidence:
        return text
    changed = read(source.name, text.encode())
    records = [_evidence(each, note) for each in evidence]
    if changed.value((*loc, "evidence")):
        return appended(changed, (*loc, "evidence"), [[record] for record in records])
    put = {"evidence": "".join(f"\n  - {record}" for record in records)}
    text = with_values(changed, loc, put, ("evidence",), _last(changed, loc, "evidence"))
    if len(value_at(source, text, (*loc, "evidence")) or ()) != len(records):
        raise CannotWrite
    return text


def _last(source: Source, loc: Loc, key: str) -> str:
    """The last of a task's keys that a further key goes behind, in the order of the model."""
    before = list(TaskRecord.model_fields)[: list(TaskRecord.model_fields).index(key)]
    return next(known for known in reversed(before) if source.has((*loc, known)))


def _evidence(shown: str, note: str) -> str:
    key = "link" if "://" in shown else "file"
    said = f", note: {quoted(note)}" if note else ""
    return f"{{{key}: {quoted(shown)}{said}}}"


_HEAD = "# Kết quả theo dõi của parplan · What has been observed since. parplan schema results\n"
