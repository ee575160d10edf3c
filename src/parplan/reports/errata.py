"""`errata list`, `show` and `letter`: the ledger as a table and as a payload, and what goes back to the authors."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from parplan.cells import cell_of
from parplan.engine.repair import Group
from parplan.findings import Cell, Finding
from parplan.identities import figure_at
from parplan.labels import DECISIONS, Errata, Message, Text
from parplan.model import Erratum, Plan
from parplan.points import Lang, exact, padded
from parplan.table import Column, Line, Mark, Table

COLUMNS = (
    Column("id", Errata.ID, "id"),
    Column("rule", Errata.RULE, "id"),
    Column("at", Errata.AT, "id"),
    Column("status", Errata.STATUS, "id"),
    Column("decision", Errata.DECISION, "id"),
    Column("correct", Errata.CORRECT, "id"),
    Column("because", Errata.BECAUSE, "text"),
)
LETTER_COLUMNS = (
    Column("number", Errata.NUMBER, "id"),
    Column("place", Errata.PLACE_OF, "text"),
    Column("printed", Errata.PRINTED, "id"),
    Column("proposed", Errata.PROPOSED, "id"),
    Column("reason", Errata.REASON, "text"),
)
_MOST_WAYS = 6  # on one page
_STATUS = {"known": Errata.KNOWN, "stale": Errata.STALE, "open": Errata.OPEN}


class Item(NamedTuple):
    """An entry of the ledger, or a contradiction that is not in it."""

    id: str | None
    rule: str
    at: str
    status: str
    erratum: Erratum | None
    finding: Finding | None


def items(plan: Plan, findings: Iterable[Finding]) -> list[Item]:
    """Every entry in the order of the file, then what is open."""
    found = list(findings)
    known = {finding.erratum: finding for finding in found if finding.erratum is not None}
    entries = [
        Item(erratum.id, erratum.rule, erratum.at, "known" if erratum.id in known else "stale", erratum, known.get(erratum.id))
        for erratum in plan.errata
    ]
    loose = [finding for finding in found if finding.severity == "error" and finding.status == "open" and finding.code[0] in "AR"]
    return entries + [Item(None, finding.code, finding.path, "open", None, finding) for finding in loose]


def table(listed: Sequence[Item]) -> Table:
    """Entries a line each."""
    lines = [Line(tuple(Mark(value) for value in _cells(item))) for item in listed]
    open_ones = sum(item.status == "open" for item in listed)
    feet = (Message(Errata.OPEN_ONES, {"count": open_ones}),) if open_ones else ()
    return Table(Message(Errata.TITLE if listed else Errata.EMPTY), COLUMNS, tuple(lines), feet)


def _cells(item: Item) -> tuple[object, ...]:
    erratum = item.erratum
    if erratum is None:
        return (None, item.rule, item.at, _STATUS[item.status], None, None, item.finding.message if item.finding else None)
    put = tuple(Message(Errata.PUT, {"path": path, "value": value}) for path, value in erratum.correct.items())
    return (item.id, item.rule, item.at, _STATUS[item.status], DECISIONS[erratum.decision], put or None, erratum.because)


def payload(listed: Iterable[Item], lang: Lang) -> list[dict[str, Any]]:
    """Entries as JSON-ready records; `id` and what was decided are null for what is open."""
    return [_record(item, lang) for item in listed]


def _record(item: Item, lang: Lang) -> dict[str, Any]:
    erratum = item.erratum
    return {
        "id": item.id,
        "rule": item.rule,
        "at": item.at,
        "status": item.status,
        "decision": erratum.decision if erratum else None,
        "figures": dict(erratum.figures) if erratum else {},
        "correct": dict(erratum.correct) if erratum else {},
        "follows": list(erratum.follows) if erratum else [],
        "because": erratum.because.say(lang) if erratum else None,
        "message": item.finding.message.say(lang) if item.finding else None,
    }


def letter(plan: Plan, findings: Iterable[Finding], groups: Iterable[Group]) -> Table:
    """What the authors of a document are asked to correct or confirm: a line a figure."""
    by_place = {(finding.code, finding.path): finding for finding in findings}
    lines: list[Line] = []
    number = 0
    for group in groups:
        rows = list(_asked(plan, group, by_place))
        number += bool(rows)
        for at, row in enumerate(rows):
            name = str(number) if len(rows) == 1 else f"{number}{'abcdefghijklmnopqrstuvwxyz'[min(at, 25)]}"
            lines.append(Line(tuple(Mark(value) for value in (name, *row))))
    return Table(Message(Errata.LETTER), LETTER_COLUMNS, tuple(lines))


def _asked(plan: Plan, group: Group, by_place: dict[tuple[str, str], Finding]) -> Iterator[tuple[object, ...]]:
    found = [by_place[edit.code, edit.total.path] for edit in group.broken]
    errata = [erratum for erratum in plan.errata if erratum.id in {finding.erratum for finding in found}]
    corrected = {path: (value, erratum) for erratum in errata for path, value in erratum.correct.items()}
    if corrected:
        for path, (value, erratum) in corrected.items():
            yield _row(plan, path, value, erratum.because)
    elif errata and all(erratum.decision == "keep" for erratum in errata):
        return
    else:
        yield from _proposed(plan, group, found)


def _proposed(plan: Plan, group: Group, found: Sequence[Finding]) -> Iterator[tuple[object, ...]]:
    """What the finder proposes; where it does not know, the figure that the contradiction stands at, to be confirmed."""
    worth = [repair for repair in group.repairs if repair.verdict != "weak"][:_MOST_WAYS]
    said = Message(_several(len(found)), {f"m{at}": finding.message for at, finding in enumerate(found)})
    if not worth:
        yield _row(plan, found[0].path, None, said)
    for repair in worth:
        for change in repair.changes:
            yield _row(plan, change.path, change.new, Message(Errata.EITHER, {"message": said}) if len(worth) > 1 else said)


def _several(count: int) -> Text:
    braces = "; ".join(f"{{m{at}}}" for at in range(count))
    return Text(braces, braces)


def _row(plan: Plan, path: str, value: Decimal | None, reason: object) -> tuple[object, ...]:
    ident, _, field = path.rpartition(".")
    indicator = plan.by_id[ident]
    cell = cell_of(plan, indicator, field)
    own = figure_at(plan, path)
    printed = cell.printed if cell else _as_printed(plan, own.value if own else None, indicator.decimals)
    return (_place(plan, path, cell), printed, _as_printed(plan, value, indicator.decimals) or Errata.ANY, reason)


def _as_printed(plan: Plan, value: Decimal | None, decimals: int) -> str | None:
    return None if value is None else exact(padded(value, decimals)).replace(".", plan.about.decimal_mark)


def _place(plan: Plan, path: str, cell: Cell | None) -> object:
    if cell is None:
        return path
    heading = plan.tables[cell.table].heading or cell.table
    return Message(Errata.CELL, {"table": heading, "row": cell.row, "column": cell.column})
