"""`errata list`, `show` and `letter`: the ledger as a table and as a payload, and what goes back to the authors."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from parplan.engine.identities import figure_at
from parplan.engine.repair.find import Group
from parplan.labels import DECISIONS, Errata
from parplan.ledger import figures_of
from parplan.model.cells import Cell, cell_of
from parplan.model.errata import Erratum
from parplan.model.fields import FIGURE_WORDS
from parplan.model.findings import Finding
from parplan.model.plan import Indicator, Plan
from parplan.points import Lang, digits, exact, padded
from parplan.render.table import Column, Line, Mark, Table
from parplan.text import Message, Text, Word

COLUMNS = (
    Column("id", Errata.ID, "id"),
    Column("rule", Errata.RULE, "id"),
    Column("at", Errata.AT, "id"),
    Column("status", Errata.STATUS, "id"),
    Column("decision", Errata.DECISION, "id"),
    Column("correct", Errata.CORRECT, "id"),
    Column("because", Errata.BECAUSE, "text", wide=True),
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
    loose = [it for it in found if it.severity == "error" and it.status == "open" and it.code[0] in "AR" and figures_of(plan, it)]
    return entries + [Item(None, finding.code, finding.path, "open", None, finding) for finding in loose]


def table(listed: Sequence[Item]) -> Table:
    """Entries a line each."""
    lines = [Line(tuple(Mark(value) for value in _cells(item))) for item in listed]
    open_ones = sum(item.status == "open" for item in listed)
    feet = (Message(Errata.OPEN_ONES, {"count": open_ones}),) if open_ones else ()
    return Table(Message(Errata.TITLE if listed else Errata.EMPTY), COLUMNS, tuple(lines), feet)


def _cells(item: Item) -> tuple[object, ...]:
    erratum, where = item.erratum, (item.id, item.rule, item.at, Word(item.status, _STATUS[item.status]))
    if erratum is None:
        return (*where, None, None, item.finding.message if item.finding else None)
    put = tuple(Message(Errata.PUT, {"path": path, "value": value}) for path, value in erratum.correct.items())
    return (*where, Word(erratum.decision, DECISIONS[erratum.decision]), put or None, erratum.because)


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


def letter(plan: Plan, findings: Iterable[Finding], groups: Sequence[Group]) -> Table:
    """What the authors of a document are asked to correct or confirm: a line a figure, alternatives with a letter each."""
    found = list(findings)
    by_place = {(finding.code, finding.path): finding for finding in found}
    asked = [rows for group in groups if (rows := list(_asked(plan, group, by_place)))]
    grouped = {(edit.code, edit.total.path) for group in groups for edit in (*group.broken, *group.follows)}
    alone = [it for it in found if it.code[0] == "R" and it.severity == "error" and (it.code, it.path) not in grouped]
    asked += [[_Row("", _figure(plan, it.path, None), it.message)] for it in alone if _is_undecided(plan, it)]
    lines = [
        Line(tuple(Mark(value) for value in (f"{number}{row.way}", *row.cells, row.reason)))
        for number, rows in enumerate(asked, 1)
        for row in _reasoned(rows, number)
    ]
    return Table(Message(Errata.LETTER), LETTER_COLUMNS, tuple(lines))


class _Row(NamedTuple):
    """A line of the letter: the letter of its alternative, its place, printed and proposed, and the reason."""

    way: str
    cells: tuple[object, ...]
    reason: Message | Text


def _asked(plan: Plan, group: Group, by_place: Mapping[tuple[str, str], Finding]) -> Iterator[_Row]:
    found = [by_place[edit.code, edit.total.path] for edit in group.broken]
    names = {finding.erratum for finding in found}
    decided = [erratum for erratum in plan.errata if erratum.id in names and erratum.decision == "correct"]
    for path, (value, because) in {path: (value, it.because) for it in decided for path, value in it.correct.items()}.items():
        yield _Row("", _figure(plan, path, value), because)
    if not decided and any(_is_undecided(plan, finding) for finding in found):
        yield from _proposed(plan, group, found)


def _is_undecided(plan: Plan, finding: Finding) -> bool:
    decisions = {erratum.id: erratum.decision for erratum in plan.errata}
    return decisions.get(finding.erratum or "", "undecided") == "undecided"


def _proposed(plan: Plan, group: Group, found: Sequence[Finding]) -> Iterator[_Row]:
    """What the finder proposes; where it does not know, the figures that the contradictions stand at, to be confirmed."""
    worth = [repair for repair in group.repairs if repair.verdict != "weak"][:_MOST_WAYS]
    said = Message(_several(len(found)), {f"m{at}": finding.message for at, finding in enumerate(found)})
    for finding in () if worth else found:
        yield _Row("", _figure(plan, finding.path, None), finding.message)
    for letter, repair in zip("abcdef", worth, strict=False):
        for change in repair.changes:
            yield _Row(letter if len(worth) > 1 else "", _figure(plan, change.path, change.new), said)


def _reasoned(rows: Sequence[_Row], number: int) -> Iterator[_Row]:
    """The reason once, and then which lines are alternatives and which go together."""
    ways = list(dict.fromkeys(f"{number}{row.way}" for row in rows))
    for at, row in enumerate(rows):
        if at and row.way == rows[at - 1].way and row.reason is rows[at - 1].reason:
            yield row._replace(reason=Errata.TOGETHER)
        elif at and row.way != rows[at - 1].way:
            yield row._replace(reason=Message(Errata.INSTEAD, {"way": ways[0]}))
        elif len(ways) > 1:
            yield row._replace(reason=Message(Errata.ONE_OF, {"message": row.reason, "ways": tuple(ways)}))
        else:
            yield row


def _several(count: int) -> Text:
    braces = "; ".join(f"{{m{at}}}" for at in range(count))
    return Text(braces, braces)


def _figure(plan: Plan, path: str, value: Decimal | None) -> tuple[object, ...]:
    """Where a figure stands, how it reads there, and how it should."""
    ident, _, field = path.rpartition(".")
    indicator = plan.by_id[ident]
    cell, own = cell_of(plan, indicator, field), figure_at(plan, path)
    old = _as_printed(plan, own.value) if own else ""
    printed = cell.printed if cell else old or str(getattr(indicator.node, field, ""))
    if value is None or own is None:
        return (_place(plan, indicator, field, cell), printed, Errata.ANY)
    new = _as_printed(plan, padded(value, digits(own.value)))
    return (_place(plan, indicator, field, cell), printed, printed.replace(old, new) if printed.count(old) == 1 else new)


def _as_printed(plan: Plan, value: Decimal) -> str:
    return exact(value).replace(".", plan.about.decimal_mark)


def _place(plan: Plan, indicator: Indicator, field: str, cell: Cell | None) -> Message:
    """The cell, or where the document has none, the names from the index down."""
    if cell is not None:
        heading = plan.tables[cell.table].heading or cell.table
        return Message(Errata.CELL, {"table": heading, "row": cell.row, "column": cell.column})
    names = [indicator.node.name]
    above = plan.parents.get(indicator.id)
    while above is not None:
        names.insert(0, above.node.name)
        above = plan.parents.get(above.id)
    values: dict[str, object] = {**{f"n{at}": name for at, name in enumerate(names)}, "field": FIGURE_WORDS[field]}
    words = " › ".join(f"{{n{at}}}" for at in range(len(names))) + ", {field}"
    return Message(Text(words, words), values)
