"""`errata list`, `show` and `letter`: errata as a table and as a payload, and what goes back to the authors."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from parplan.engine.identities import corrections, figure_at, figures_of
from parplan.engine.repair.find import Group
from parplan.model.cells import Cell, cell_of
from parplan.model.errata import Erratum
from parplan.model.fields import FIGURE_WORDS
from parplan.model.findings import Finding
from parplan.model.plan import Indicator, Plan
from parplan.points import Lang, digits, exact, padded
from parplan.render.table import Column, Line, Mark, Table
from parplan.rules.errata import DECISIONS
from parplan.text import Message, Text, Word

TITLE = Text("Danh mục đính chính", "Errata")
EMPTY = Text("chưa có mục nào, và kế hoạch không có mâu thuẫn", "there are no errata, and the plan does not contradict itself")
OPEN_ONES = Text(
    "{count} mâu thuẫn chưa ghi; xem “parplan errata suggest”, ghi bằng “parplan errata accept”",
    "{count} not in the errata; see `parplan errata suggest`, enter them with `parplan errata accept`",
)
PLACE = Text("{code} {path}", "{code} {path}")
COLUMNS = (
    Column("id", Text("Số liệu", "Figure"), "id"),
    Column("status", Text("Tình trạng", "Status"), "id"),
    Column("decision", Text("Quyết định", "Decision"), "id"),
    Column("printed", Text("Văn bản ghi", "Printed"), "id"),
    Column("correct", Text("Số đúng", "Correct"), "id"),
    Column("findings", Text("Mâu thuẫn", "Contradictions"), "text", wide=True),
    Column("because", Text("Lý do", "Because"), "text", wide=True),
)
_STATUS = {"known": Text("đã ghi nhận", "known"), "stale": Text("không còn hiệu lực", "stale"), "open": Text("chưa ghi nhận", "open")}

LETTER = Text("Đề nghị đính chính số liệu", "Request for correction")
LETTER_ABOUT = Text(
    "Văn bản: {name} (số liệu năm {year}, mục tiêu năm {target_year}).",
    "Document: {name} (figures of {year}, targets of {target_year}).",
)
LETTER_OPENING = Text(
    "Qua đối chiếu, một số số liệu nêu trong văn bản chưa thống nhất. Đề nghị cơ quan soạn thảo kiểm tra, xác nhận hoặc đính chính"
    " các số liệu sau:",
    "On checking, some of the printed figures contradict one another. Please confirm or correct the following:",
)
LETTER_CLOSING = Text(
    "Đề nghị Quý cơ quan phúc đáp bằng văn bản để thống nhất số liệu.", "Please answer in writing, so that the data can follow."
)
LETTER_NOTHING = Text("Không có số liệu nào cần đính chính.", "There is nothing to correct.")
LETTER_COLUMNS = (
    Column("number", Text("TT", "No"), "id"),
    Column("place", Text("Vị trí", "Place"), "text"),
    Column("printed", Text("Văn bản ghi", "Printed"), "id"),
    Column("proposed", Text("Đề nghị sửa thành", "Proposed"), "id"),
    Column("reason", Text("Căn cứ", "Reason"), "text"),
)
ONE_OF = Text("{message}; đề nghị chọn một trong các phương án {ways}", "{message}; please choose one of {ways}")
INSTEAD = Text("phương án thay cho {way}", "instead of {way}")
TOGETHER = Text("sửa đồng thời với dòng trên", "together with the line above")
CELL = Text("{table}, dòng {row}, cột {column}", "{table}, row {row}, column {column}")
CONFIRM = Text("(đề nghị xác nhận)", "(please confirm)")
_MOST_WAYS = 6  # on one page


class Item(NamedTuple):
    """An erratum with what it settles or knows of, or a contradiction without one."""

    id: str | None
    status: str
    erratum: Erratum | None
    findings: tuple[Finding, ...]


def items(plan: Plan, findings: Iterable[Finding]) -> list[Item]:
    """Every erratum in the order of the file, then what is open."""
    found = list(findings)
    stale = {finding.path for finding in found if finding.code == "L501"}
    entries = [
        Item(path, "stale" if path in stale else "known", erratum, tuple(finding for finding in found if finding.erratum == path))
        for path, erratum in plan.errata.items()
    ]
    loose = [it for it in found if it.severity == "error" and it.status == "open" and it.code[0] in "AR" and figures_of(plan, it)]
    return entries + [Item(None, "open", None, (finding,)) for finding in loose]


def table(listed: Sequence[Item]) -> Table:
    """Entries a line each."""
    lines = [Line(tuple(Mark(value) for value in _cells(item))) for item in listed]
    open_ones = sum(item.status == "open" for item in listed)
    feet = (Message(OPEN_ONES, {"count": open_ones}),) if open_ones else ()
    return Table(Message(TITLE if listed else EMPTY), COLUMNS, tuple(lines), feet)


def _cells(item: Item) -> tuple[object, ...]:
    erratum, status = item.erratum, Word(item.status, _STATUS[item.status])
    places = tuple(Message(PLACE, {"code": finding.code, "path": finding.path}) for finding in item.findings) or None
    if erratum is None:
        return (item.id, status, None, None, None, places, item.findings[0].message)
    decided = Word(erratum.decision, DECISIONS[erratum.decision])
    return (item.id, status, decided, erratum.printed, erratum.correct, places, erratum.because)


def payload(listed: Iterable[Item], lang: Lang) -> list[dict[str, Any]]:
    """Entries as JSON-ready records; `id` and what was decided are null for what is open."""
    return [_record(item, lang) for item in listed]


def _record(item: Item, lang: Lang) -> dict[str, Any]:
    erratum = item.erratum
    return {
        "id": item.id,
        "status": item.status,
        "decision": erratum.decision if erratum else None,
        "printed": erratum.printed if erratum else None,
        "correct": erratum.correct if erratum else None,
        "against": dict(erratum.against) if erratum else {},
        "because": erratum.because.say(lang) if erratum else None,
        "findings": [{"code": it.code, "path": it.path, "message": it.message.say(lang)} for it in item.findings],
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
    return Table(Message(LETTER), LETTER_COLUMNS, tuple(lines))


class _Row(NamedTuple):
    """A line of the letter: the letter of its alternative, its place, printed and proposed, and the reason."""

    way: str
    cells: tuple[object, ...]
    reason: Message | Text


def _asked(plan: Plan, group: Group, by_place: Mapping[tuple[str, str], Finding]) -> Iterator[_Row]:
    found = [by_place[edit.code, edit.total.path] for edit in group.broken]
    figures = {path for finding in found for path in figures_of(plan, finding)}
    decided = {path: value for path, value in corrections(plan).items() if path in figures}
    for path, value in decided.items():
        yield _Row("", _figure(plan, path, value), plan.errata[path].because)
    if not decided and any(_is_undecided(plan, finding) for finding in found):
        yield from _proposed(plan, group, found)


def _is_undecided(plan: Plan, finding: Finding) -> bool:
    return finding.erratum is None or plan.errata[finding.erratum].decision == "undecided"


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
            yield row._replace(reason=TOGETHER)
        elif at and row.way != rows[at - 1].way:
            yield row._replace(reason=Message(INSTEAD, {"way": ways[0]}))
        elif len(ways) > 1:
            yield row._replace(reason=Message(ONE_OF, {"message": row.reason, "ways": tuple(ways)}))
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
        return (_place(plan, indicator, field, cell), printed, CONFIRM)
    new = _as_printed(plan, padded(value, digits(own.value)))
    return (_place(plan, indicator, field, cell), printed, printed.replace(old, new) if printed.count(old) == 1 else new)


def _as_printed(plan: Plan, value: Decimal) -> str:
    return exact(value).replace(".", plan.about.decimal_mark)


def _place(plan: Plan, indicator: Indicator, field: str, cell: Cell | None) -> Message:
    """The cell, or where the document has none, the names from the index down."""
    if cell is not None:
        heading = plan.tables[cell.table].heading or cell.table
        return Message(CELL, {"table": heading, "row": cell.row, "column": cell.column})
    names = [indicator.node.name]
    above = plan.parents.get(indicator.id)
    while above is not None:
        names.insert(0, above.node.name)
        above = plan.parents.get(above.id)
    values: dict[str, object] = {**{f"n{at}": name for at, name in enumerate(names)}, "field": FIGURE_WORDS[field]}
    words = " › ".join(f"{{n{at}}}" for at in range(len(names))) + ", {field}"
    return Message(Text(words, words), values)
