"""The ledger of a document's own contradictions: what an entry is about, and how entries are written into the file.

A file is never written anew: lines are put in or replaced, and everything else stays as its author left it.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from parplan.findings import Finding
from parplan.identities import figure_at
from parplan.model import Plan
from parplan.points import exact
from parplan.quoting import quoted, written_id
from parplan.source import Source, read

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


class CannotWrite(Exception):
    """The file's form leaves no place to write to; it stays as it is."""


def figures_of(plan: Plan, finding: Finding) -> dict[str, Decimal]:
    """The figures of a contradiction as printed, by path: what an entry has to name."""
    own = figure_at(plan, finding.path)
    figures = {} if own is None else {own.path: own.value}
    return figures | {operand.path: operand.value for operand in finding.operands}


def with_entries(source: Source | None, entries: Sequence[Entry]) -> str:
    """The text of the ledger with further entries at its end. Raises CannotWrite where they have no place."""
    if source is None:
        return _HEAD + "\nerrata:\n" + written(entries)
    listed = source.value(("errata",))
    lines, ending = _lines(source.text)
    if listed:
        at, indent, apart = _behind_the_last(source, lines, len(listed))
    else:
        at, indent, apart = _below_the_key(source, lines), 2, False
    put: list[str] = []
    for number, entry in enumerate(entries):
        put += ["", *_written(entry, indent)] if apart or number else _written(entry, indent)
    return _checked(source, ending.join([*lines[:at], *put, *lines[at:]]), len(entries))


def written(entries: Sequence[Entry]) -> str:
    """Entries as the lines of a file."""
    return "\n".join("\n".join(_written(entry, 2)) + "\n" for entry in entries)


def with_decision(source: Source, at: int, entry: Entry) -> str:
    """The text of the ledger with another decision in its entry number `at`, from 0. Raises CannotWrite where it is not in lines."""
    loc = ("errata", at)
    keys = list(source.value(loc))
    lines, ending = _lines(source.text)
    starts = {key: source.span((*loc, key), key=True).line - 1 for key in keys}
    if len(set(starts.values())) < len(keys):
        raise CannotWrite
    indent = source.span((*loc, keys[0]), key=True).column - 1
    new = {key: [" " * indent + line for line in said] for key, said in _decided(entry).items()}
    behind = source.span(("errata", at + 1)).line - 1 if at + 1 < len(source.value(("errata",))) else len(lines)
    for key, start in sorted(starts.items(), key=lambda item: -item[1]):
        if key in _DECIDED:
            end = min([line for line in starts.values() if line > start] + [behind])
            end = _without_comments(lines, start, end)
            lead = lines[start][:indent] if key == keys[0] else None
            lines[start:end] = new.pop(key, []) if lead is None else [lead + line[indent:] for line in new.pop(key, [])]
            behind -= 0
    last = _decision_line(read(source.name, ending.join(lines).encode()), at)
    lines[last:last] = [line for said in new.values() for line in said]
    return _checked(source, ending.join(lines), 0)


def _decision_line(source: Source, at: int) -> int:
    """The line behind the decision of an entry."""
    return source.span(("errata", at, "decision")).line


def _decided(entry: Entry) -> dict[str, list[str]]:
    """The lines that say what was decided, by key."""
    said = {"decision": [f"decision: {entry.decision}"]}
    if entry.correct:
        said["correct"] = [f"correct: {_figures(entry.correct)}"]
    if entry.follows:
        said["follows"] = [f"follows: [{', '.join(map(written_id, entry.follows))}]"]
    if entry.because:
        said["because"] = [f"because: {quoted(entry.because)}"]
    return said


_DECIDED = ("decision", "correct", "follows", "because")
_HEAD = "# Sổ đính chính của parplan · parplan's ledger of errata. parplan schema errata\n"


def _written(entry: Entry, indent: int) -> list[str]:
    head = [f"id: {written_id(entry.id)}", f"rule: {entry.rule}", f"at: {entry.at}", f"figures: {_figures(entry.figures)}"]
    lines = head + [line for said in _decided(entry).values() for line in said]
    return [" " * indent + ("  " if number else "- ") + line for number, line in enumerate(lines)]


def _figures(figures: Mapping[str, Decimal]) -> str:
    return "{" + ", ".join(f"{path}: {exact(value)}" for path, value in figures.items()) + "}"


def _lines(text: str) -> tuple[list[str], str]:
    """The lines of a text without their ends, and how it ends them; the last is empty where the text ends with a line."""
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(ending)
    return (lines if lines[-1] == "" else [*lines, ""]), ending


def _behind_the_last(source: Source, lines: list[str], count: int) -> tuple[int, int, bool]:
    """Where the next entry goes, how far it is indented, and whether entries stand a blank line apart."""
    span = source.span(("errata", count - 1))
    start = lines[span.line - 1]
    indent = start.find("-")
    if indent < 0 or start[:indent].strip() or start[indent + 1 : span.column - 1].strip():
        raise CannotWrite
    last = max(at for at, line in enumerate(lines) if _belongs(line, indent))
    before = lines[span.line - 2].strip() if span.line > 1 else ""
    return last + 1, indent, not before or before.startswith("#")


def _belongs(line: str, indent: int) -> bool:
    """Whether a line is part of the list: anything but blank lines, and comments that stand no further in than its dashes."""
    text = line.strip()
    return bool(text) and text != "..." and not (text.startswith("#") and len(line) - len(line.lstrip()) <= indent)


def _below_the_key(source: Source, lines: list[str]) -> int:
    """The line below `errata:`, which then holds nothing else but a comment."""
    if source.value(("errata",)) is None and "errata" not in (source.tree or {}):
        raise CannotWrite
    key = source.span(("errata",), key=True)
    line = lines[key.line - 1]
    rest = line[key.end_column - 1 :]
    bare, mark, comment = rest.partition("#")
    if bare.replace(" ", "") not in (":", ":[]", ":null", ":~"):
        raise CannotWrite
    lines[key.line - 1] = line[: key.end_column - 1] + ":" + (f" {mark}{comment}" if mark else "")
    return key.line


def _without_comments(lines: list[str], start: int, end: int) -> int:
    """Where a key's own lines end, without the blank lines and comments that lead to the next."""
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return end


def _checked(source: Source, text: str, more: int) -> str:
    """The text, once it reads as the same entries and so many more. Raises CannotWrite."""
    again = read(source.name, text.encode())
    before, after = source.value(("errata",)) or [], again.value(("errata",)) or []
    same = more == 0 or after[: len(before)] == before
    if again.faults or len(after) != len(before) + more or not same:
        raise CannotWrite
    return text
