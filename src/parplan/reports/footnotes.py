"""The notes on figures that contradict others, and which figures they are on."""

from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple, Protocol

from parplan.model.fields import TARGET_FIELDS, field_of
from parplan.model.findings import Finding
from parplan.model.tree import FACT_FIELDS
from parplan.reports.fields import NAMES, Field
from parplan.text import Message, Text

# Contradictions are marked on the figures; realism and bookkeeping are for `validate`.
_MARKED = ("A", "R")
# What is worked out from a plan rests on these; its ranks and percentages it leaves alone.
RESTS_ON: tuple[str, ...] = FACT_FIELDS


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


class Footnotes(NamedTuple):
    """Notes, and their numbers (from 1) by the figure they are on (``par.5.score``), as a table
    takes them."""

    said: list[Message]
    marks: dict[str, list[int]]


def footnotes(
    findings: Iterable[Finding],
    rows: "Iterable[_Identified]",
    figures: Container[str] | None = None,
    columns: Mapping[str, str] = {},
) -> Footnotes:
    """A note for every contradiction that a figure of the rows shown is part of; `figures` are the
    kinds that the answer rests on, without them all. `columns` says in which column a figure
    stands, where that has another key.
    """
    shown = {row.id for row in rows}
    notes = Footnotes([], {})

    def concerns(path: str) -> bool:
        ident, field = column_of(path)
        return ident in shown and (figures is None or field in figures)

    for finding in findings:
        others = [operand.path for operand in finding.operands]
        if finding.code.startswith(_MARKED) and any(map(concerns, (finding.path, *others))):
            notes.said.append(_note(finding))
            for ident, field in marked_at(finding):
                at = f"{ident}.{columns.get(field, field)}"
                notes.marks.setdefault(at, []).append(len(notes.said))
    return notes


def marked_at(finding: Finding) -> list[tuple[str, str]]:
    """The figures that a contradiction is marked on, each by its row and column: that where it
    stands, of a fact printed twice the one in the other place as well.
    """
    others = finding.operands if finding.code == "A307" else ()
    return [column_of(path) for path in (finding.path, *(it.path for it in others))]


def column_of(path: str) -> tuple[str, str]:
    """Whose figure a path names, and in which column it stands: the targets of all years in one."""
    ident, _, name = path.rpartition(".")
    return ident, field_of(name) if field_of(name) in TARGET_FIELDS else name


def _note(finding: Finding) -> Message:
    values: dict[str, object] = {
        "path": finding.path,
        "message": finding.message,
        "erratum": finding.erratum,
    }
    return Message(_NOTE if finding.erratum is None else _KNOWN, values)


_NOTE = Text("{path}: {message}", "{path}: {message}")
_KNOWN = Text("{path}: {message} [đã ghi nhận: {erratum}]", "{path}: {message} [known: {erratum}]")


def found(findings: Iterable[Finding]) -> Field:
    """The codes of what was found at each row, for machines."""
    codes: dict[str, list[str]] = {}
    for finding in findings:
        codes.setdefault(finding.path.rpartition(".")[0], []).append(finding.code)
    return Field(
        "findings",
        "text",
        value=lambda at: codes.get(at.row.id, []),
        on="mj",
        schema=NAMES,
        says="codes of what the checks find in the plan's own figures of the row",
    )
