"""The ledger of a document's own contradictions: what an entry is about, and how entries are written into the file."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from parplan.engine.identities import figure_at
from parplan.model.errata import Erratum
from parplan.model.findings import Finding
from parplan.model.plan import Plan
from parplan.points import exact
from parplan.yaml_text.edit import CannotWrite, appended, as_item, value_at, with_values
from parplan.yaml_text.source import Source
from parplan.yaml_text.write import quoted, written_id

Decision = Literal["keep", "correct", "follows", "undecided"]


class Entry(NamedTuple):
    """An entry that is to be written: figures and corrections in points or percent, by path."""

    id: str
    rule: str
    at: str
    figures: Mapping[str, Decimal]
    decision: Decision
    because: str
    correct: Mapping[str, Decimal] = {}
    follows: tuple[str, ...] = ()


def figures_of(plan: Plan, finding: Finding) -> dict[str, Decimal]:
    """The figures of a contradiction as printed, by path: what an entry has to name."""
    own = figure_at(plan, finding.path)
    figures = {} if own is None else {own.path: own.value}
    return figures | {operand.path: operand.value for operand in finding.operands}


def in_force(plan: Plan) -> Iterator[Erratum]:
    """The entries whose figures are the printed ones still: only for them was anything decided."""
    for erratum in plan.errata:
        printed = {path: part.value for path in erratum.figures if (part := figure_at(plan, path)) is not None}
        if printed == erratum.figures:
            yield erratum


def with_entries(source: Source | None, entries: Sequence[Entry]) -> str:
    """The text of the ledger with further entries at its end. Raises CannotWrite where they have no place."""
    if source is None:
        return _HEAD + "\nerrata:\n" + written(entries)
    text = appended(source, ("errata",), [_lines(entry) for entry in entries])
    before = len(source.value(("errata",)) or [])
    if [entry.get("id") for entry in value_at(source, text, ("errata",))[before:]] != [entry.id for entry in entries]:
        raise CannotWrite
    return text


def written(entries: Sequence[Entry]) -> str:
    """Entries as the lines of a file."""
    return "\n".join("\n".join(as_item(_lines(entry), 2)) + "\n" for entry in entries)


def with_decision(source: Source, at: int, entry: Entry) -> str:
    """The text of the ledger with another decision in its entry number `at`, from 0. Raises CannotWrite where that has no place."""
    loc = ("errata", at)
    text = with_values(source, loc, _decided(entry), _DECIDED, "decision")
    decided = value_at(source, text, loc)
    wished = {"decision": entry.decision, "because": entry.because}
    if any(decided.get(key) != said for key, said in wished.items()):
        raise CannotWrite
    return text


def _decided(entry: Entry) -> dict[str, str]:
    """What was decided, as the values of its keys."""
    said = {"decision": str(entry.decision)}
    if entry.correct:
        said["correct"] = _figures(entry.correct)
    if entry.follows:
        said["follows"] = f"[{', '.join(map(written_id, entry.follows))}]"
    if entry.because:
        said["because"] = quoted(entry.because)
    return said


_DECIDED = ("decision", "correct", "follows", "because")
_HEAD = "# Sổ đính chính của parplan · parplan's ledger of errata. parplan schema errata\n"


def _lines(entry: Entry) -> list[str]:
    head = [f"id: {written_id(entry.id)}", f"rule: {entry.rule}", f"at: {entry.at}", f"figures: {_figures(entry.figures)}"]
    return head + [f"{key}: {value}" for key, value in _decided(entry).items()]


def _figures(figures: Mapping[str, Decimal]) -> str:
    return "{" + ", ".join(f"{path}: {exact(value)}" for path, value in figures.items()) + "}"
