"""The ledger of a document's own contradictions: what an entry is about, and how entries are written into the file.

A file is never written anew: lines are put in, values are replaced where they stand, and everything else stays as its author left it.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from parplan.findings import Finding
from parplan.identities import figure_at
from parplan.model import Erratum, Plan
from parplan.points import exact
from parplan.quoting import quoted, written_id
from parplan.source import Loc, Source, lines_of, read

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
    lines = lines_of(source.text)
    ending = _ending(source.text)
    listed = source.value(("errata",))
    at, indent, apart = _behind_the_last(source, lines, len(listed)) if listed else (_below_the_key(source, lines), 2, False)
    if at and not lines[at - 1].endswith(("\n", "\r", *_OTHER_ENDS)):
        lines[at - 1] += ending
    put: list[str] = []
    for number, entry in enumerate(entries):
        put += ["", *_written(entry, indent)] if apart or number else _written(entry, indent)
    text = "".join([*lines[:at], *(line + ending for line in put), *lines[at:]])
    after = _entries(source, text)
    before = listed or []
    if after[: len(before)] != before or [entry.get("id") for entry in after[len(before) :]] != [entry.id for entry in entries]:
        raise CannotWrite
    return text


def written(entries: Sequence[Entry]) -> str:
    """Entries as the lines of a file."""
    return "\n".join("\n".join(_written(entry, 2)) + "\n" for entry in entries)


def with_decision(source: Source, at: int, entry: Entry) -> str:
    """The text of the ledger with another decision in its entry number `at`, from 0. Raises CannotWrite where that has no place."""
    loc = ("errata", at)
    new = _decided(entry)
    cuts = [_cut(source, (*loc, key), new.get(key)) for key in _DECIDED if source.has((*loc, key))]
    missing = [key for key in new if not source.has((*loc, key))]
    if missing:
        cuts.append(_put_in(source, (*loc, "decision"), [f"{key}: {new[key]}" for key in missing]))
    text = source.text
    for start, end, put in sorted(cuts, reverse=True):
        text = text[:start] + put + text[end:]
    before, after = source.value(("errata",)), _entries(source, text)
    wished = {"decision": entry.decision, "because": entry.because}
    same = len(before) == len(after) and all(one == other for n, (one, other) in enumerate(zip(before, after, strict=True)) if n != at)
    if not same or _undecided(before[at]) != _undecided(after[at]) or any(after[at].get(key) != text for key, text in wished.items()):
        raise CannotWrite
    return text


def _undecided(entry: Mapping[str, object]) -> dict[str, object]:
    """An entry without what was decided."""
    return {key: value for key, value in entry.items() if key not in _DECIDED}


def _entries(source: Source, text: str) -> list[dict[str, object]]:
    """The entries of a text, read anew. Raises CannotWrite where it cannot be read."""
    again = read(source.name, text.encode())
    found = again.value(("errata",))
    if again.faults or not isinstance(found, list):
        raise CannotWrite
    return found


def _cut(source: Source, loc: Loc, value: str | None) -> tuple[int, int, str]:
    """From where to where the text changes, and into what: another value where one stands, or without the key and its lines."""
    start, end = _extent(source, loc)
    if value is not None:
        return start, end, value + (_ending(source.text) if source.text[start:end].endswith(("\n", "\r")) else "")
    key = source.span(loc, key=True)
    line = source.offset(key.line, 1)
    behind = end if end == len(source.text) or source.text[start:end].endswith(("\n", "\r")) else source.text.find("\n", end) + 1
    if source.text[line : source.offset(key.line, key.column)].strip() or not behind:
        raise CannotWrite
    return line, behind, ""


def _put_in(source: Source, loc: Loc, said: Sequence[str]) -> tuple[int, int, str]:
    """Further lines of an entry, below one of its keys."""
    key = source.span(loc, key=True)
    if source.text[source.offset(key.line, 1) : source.offset(key.line, key.column)].strip(" -"):
        raise CannotWrite  # in braces
    _, end = _extent(source, loc)
    lines = lines_of(source.text[end:])
    at = end if source.text[:end].endswith(("\n", "\r")) else end + (len(lines[0]) if lines else 0)
    lead = "" if source.text[:at].endswith(("\n", "\r")) else _ending(source.text)
    return at, at, lead + "".join(" " * (key.column - 1) + line + _ending(source.text) for line in said)


def _extent(source: Source, loc: Loc) -> tuple[int, int]:
    """From where to where in the text a value stands."""
    span = source.span(loc)
    start = source.offset(span.line, span.column)
    value = source.value(loc)
    if not isinstance(value, dict | list) or not value:
        end = source.offset(span.end_line, span.end_column)
        if source.text[start : start + 1] in ("|", ">"):  # libyaml ends a block of text behind the blank lines that follow
            text = source.text[start:end]
            rest = lines_of(text[len(text.rstrip()) :])[:1]
            return start, start + len(text.rstrip()) + len(rest[0] if rest else "")
        return start, end if value not in ({}, []) else source.text.index("}" if value == {} else "]", start) + 1
    last = list(value)[-1] if isinstance(value, dict) else len(value) - 1
    _, end = _extent(source, (*loc, last))
    closing = {"{": "}", "[": "]"}.get(source.text[start])
    return start, end if closing is None else source.text.index(closing, end) + 1


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


def _written(entry: Entry, indent: int) -> list[str]:
    head = [f"id: {written_id(entry.id)}", f"rule: {entry.rule}", f"at: {entry.at}", f"figures: {_figures(entry.figures)}"]
    lines = head + [f"{key}: {value}" for key, value in _decided(entry).items()]
    return [" " * indent + ("  " if number else "- ") + line for number, line in enumerate(lines)]


def _figures(figures: Mapping[str, Decimal]) -> str:
    return "{" + ", ".join(f"{path}: {exact(value)}" for path, value in figures.items()) + "}"


def _ending(text: str) -> str:
    """How a text ends its lines: as its first line does."""
    first = lines_of(text)[:1]
    return "\r\n" if first and first[0].endswith("\r\n") else "\r" if first and first[0].endswith("\r") else "\n"


_OTHER_ENDS = ("\x85", "\u2028", "\u2029")


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
    if "".join(bare.split()) not in (":", ":[]", ":null", ":~"):
        raise CannotWrite
    end = line[len(line.rstrip()) :]
    lines[key.line - 1] = line[: key.end_column - 1] + ":" + (f" {mark}{comment}" if mark else end)
    return key.line
