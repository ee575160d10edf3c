"""`errata letter`: what the authors of a document are asked to correct or confirm, and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from parplan.engine.identities.printed import corrections, figure_at, figures_of, in_force
from parplan.engine.repair.groups import Group, Repair
from parplan.model.cells import Cell, cell_of, in_other_words, raw_figure
from parplan.model.fields import FIGURE_WORDS, field_of, figure_words
from parplan.model.findings import Finding
from parplan.model.plan import Plan
from parplan.model.targets import AMOUNTS
from parplan.model.tree import Indicator
from parplan.points import digits, exact, padded
from parplan.render.table import Table
from parplan.reports import goals
from parplan.reports.fields import (
    UNTITLED,
    At,
    Field,
    table,
)
from parplan.reports.suggest_sentences import SLIPS
from parplan.reports.titles import Titles
from parplan.text import Message, Text, sentences

_MOST_WAYS = 6  # on one page


# A row is a line of the letter, with the number of its group.
_NUMBER = Field("number", "id", Titles.NUMBER, lambda at: f"{at.index}{at.row.way}")
_PLACE = Field("place", "text", Text("Vị trí", "Place"), lambda at: at.row.cells[0])
_PRINTED = Field("printed", "id", Titles.PRINTED, lambda at: at.row.cells[1])
_REASON = Field("reason", "text", Text("Căn cứ", "Reason"))


def _letter_fields(vi: str, en: str) -> tuple[Field, ...]:
    wanted = Field("proposed", "id", Text(vi, en), lambda at: at.row.cells[2])
    return (_NUMBER, _PLACE, _PRINTED, wanted, _REASON)


class Letter(NamedTuple):
    """What the authors of a document are asked to correct or confirm: a line a figure, alternatives
    with a letter each; and the corrections that were decided, which nobody has to answer.
    """

    asked: Table
    decided: Table


def letter(plan: Plan, findings: Iterable[Finding], groups: Sequence[Group]) -> Letter:
    """The letter on a plan; `findings` are what nobody has decided, `groups` those of them that
    share figures.
    """
    found = list(findings)
    by_place = {finding.site: finding for finding in found}
    asking = [rows for group in groups for rows in _asked(plan, group, by_place)]
    grouped = {edit.site for group in groups for edit in group.every}
    asking += [
        [_confirmed(plan, [it])]
        for it in found
        if it.is_contradiction and it.site not in grouped
        if field_of(it.path.rpartition(".")[2]) in FIGURE_WORDS
    ]
    # What is proposed comes before what is to be confirmed, which it may answer.
    asking.sort(key=lambda rows: len(rows) == 1 and rows[0].cells[-1] is _CONFIRM)
    rows = _each_once(asking)
    asked = [
        At(row, number) for number, group in enumerate(rows, 1) for row in _reasoned(group, number)
    ]
    decided = [
        At(_Row("", path, _figure(plan, path, value), sentences(plan.errata[path].because)), number)
        for number, (path, value) in enumerate(corrections(plan).items(), len(rows) + 1)
    ]
    return Letter(
        table(UNTITLED, _letter_fields("Đề nghị sửa thành", "Proposed"), asked),
        table(UNTITLED, _letter_fields("Đính chính thành", "Corrected"), decided),
    )


def _each_once(asked: Iterable[list["_Row"]]) -> list[list["_Row"]]:
    """What is asked, once for the reasons of both where two ask the same, or one only for a figure
    to be confirmed that the other asks for too.
    """
    found: list[list[_Row]] = []
    for rows in asked:
        known = next((it for it in found if _asks(it, rows)), None)
        if known is None:
            found.append(rows)
        else:
            said = sentences(known[0].reason, rows[0].reason)
            known[:] = [row._replace(reason=said) for row in known]
    return found


def _asks(known: Sequence["_Row"], rows: Sequence["_Row"]) -> bool:
    if [row.cells for row in known] == [row.cells for row in rows]:
        return True
    row, *more = rows
    return not more and row.cells[-1] is _CONFIRM and row.path in [it.path for it in known]


def text(plan: Plan, found: Letter) -> list[Message | Table]:
    """The letter as paragraphs and tables."""
    about = plan.about
    values: dict[str, object] = {"name": about.name, "year": about.year}
    document = Message(_ABOUT, {**values, "target_years": plan.target_years})
    told = [*to_confirm(found)]
    if not told:
        return [document, Message(_NOTHING)]
    return [document, *told, Message(_CLOSING if found.asked.lines else _PLEASE)]


def to_confirm(found: Letter) -> Iterator[Message | Table]:
    """What is to be confirmed or corrected, and what was decided; nothing where neither is."""
    if found.asked.lines:
        yield Message(_OPENING)
        yield found.asked
    if found.decided.lines:
        yield Message(_DECIDED)
        yield found.decided


class _Row(NamedTuple):
    """A line of the letter: the letter of its alternative, the figure, its place, printed and
    proposed, and the reason.
    """

    way: str
    path: str
    cells: tuple[object, ...]
    reason: Message


def _asked(
    plan: Plan, group: Group, by_place: Mapping[tuple[str, str], Finding]
) -> Iterator[list[_Row]]:
    """What the finder proposes and nobody has decided otherwise; where it does not know, or nothing
    may be wrong, each figure that the contradictions stand at, to be confirmed.
    """
    found = [by_place[edit.code, edit.total.path] for edit in group.broken]
    answered = {path for path, erratum in in_force(plan) if erratum.decision != "undecided"}
    worth = [
        repair
        for repair in (() if group.caps else group.repairs)
        if repair.verdict != "weak" and answered.isdisjoint(it.path for it in repair.changes)
    ][:_MOST_WAYS]
    for path in () if worth else dict.fromkeys(finding.path for finding in found):
        yield [_confirmed(plan, [finding for finding in found if finding.path == path])]
    said, letters = _said(plan, found), "abcdef" if len(worth) > 1 else ("",)
    if len(worth) == 1:
        said = _why_that(plan, worth[0], said)
    if worth:
        yield [
            _Row(letter, change.path, _figure(plan, change.path, change.new), said)
            for letter, repair in zip(letters, worth, strict=False)
            for change in repair.changes
        ]


def _why_that(plan: Plan, repair: Repair, said: Message) -> Message:
    """The reason, and why of several figures that would agree this one is proposed."""
    change, *more = repair.changes
    if more or change.low == change.high:
        return said
    new, low, high = (
        _figure(plan, change.path, value)[-1] for value in (change.new, change.low, change.high)
    )
    slip = SLIPS[change.slip] if change.slip not in (None, "other") else None
    words = _ANY if slip is None else _MOST_LIKELY
    return sentences(said, Message(words, {"new": new, "low": low, "high": high, "slip": slip}))


def _confirmed(plan: Plan, found: Sequence[Finding]) -> _Row:
    """A line that asks whether a figure of contradictions is right, or what stands there that is no
    figure.
    """
    cells, told = _figure(plan, found[0].path, None), _not_in_points(plan, found[0])
    if told is not None:
        cells = (cells[0], told, *cells[2:])
    return _Row("", found[0].path, cells, _said(plan, found))


def _not_in_points(plan: Plan, finding: Finding) -> Message | None:
    """What a target asks for that is no amount, such as a rank, where a contradiction is about
    that, and the document's own cell does not say it.
    """
    ident, _, name = finding.path.rpartition(".")
    indicator = plan.by_id[ident]
    if field_of(name) != "target" or figures_of(plan, finding) or in_other_words(indicator, name):
        return None
    row = indicator.saying(name)
    aims = tuple(aim for aim in row.aims if aim.statement.kind not in AMOUNTS)
    if finding.source is not None and [aim.statement.asked for aim in aims] == [
        raw_figure(row, "target")
    ]:
        return None
    return goals.listed(aims or row.aims, row.decimals)


def _said(plan: Plan, found: Sequence[Finding]) -> Message:
    """What contradicts what, with which corrections, and what the errata say of it."""
    entries = dict.fromkeys(finding.erratum for finding in found if finding.erratum)
    reasons = [plan.errata[path].because for path in entries]
    told = (_once_corrected(plan, it) for it in found)
    return sentences(*told, *(it for it in reasons if it.vi.strip()))


def _once_corrected(plan: Plan, finding: Finding) -> Message:
    """What a contradiction is, and which of its figures are not as the document prints them."""
    put = corrections(plan)
    paths = dict.fromkeys((finding.path, *(part.path for part in finding.operands)))
    told = tuple(
        Message(_PUT, {"place": place, "value": new})
        for place, _, new in (_figure(plan, path, put[path]) for path in paths if path in put)
    )
    return Message(_ONCE, {"put": told, "said": finding.message}) if told else finding.message


def _reasoned(rows: Sequence[_Row], number: int) -> Iterator[_Row]:
    """The reason once, and then which lines are alternatives and which go together."""
    ways = list(dict.fromkeys(f"{number}{row.way}" for row in rows))
    for at, row in enumerate(rows):
        if at and row.way == rows[at - 1].way and row.reason is rows[at - 1].reason:
            yield row._replace(reason=Message(_TOGETHER))
        elif at and row.way != rows[at - 1].way:
            yield row._replace(reason=Message(_INSTEAD, {"way": ways[0]}))
        elif len(ways) > 1:
            choose = Message(_ONE_OF, {"ways": tuple(ways)})
            yield row._replace(reason=sentences(row.reason, choose))
        else:
            yield row


def _figure(plan: Plan, path: str, value: Decimal | None) -> tuple[object, ...]:
    """Where a figure stands, how it reads there, and how it should."""
    ident, _, field = path.rpartition(".")
    indicator = plan.by_id[ident]
    cell, own = cell_of(plan, indicator, field), figure_at(plan, path)
    is_share = own is not None and (own.percent is not None or field_of(field) == "percent")
    old = _as_printed(plan, own.printed) if own else ""
    sign = f"{own.sign}\u00a0" if own is not None and own.sign else ""
    printed = cell.printed if cell else sign + old or str(getattr(indicator.node, field, ""))
    unit = "%" if is_share else ""
    printed += "" if "%" in printed else unit
    if value is None or own is None:
        return (_place(plan, indicator, field, cell), printed, _CONFIRM)
    places = min(digits(own.printed), indicator.decimals_in(own.field))
    new = _as_printed(plan, padded(value, places))
    return (
        _place(plan, indicator, field, cell),
        printed,
        printed.replace(old, new) if printed.count(old) == 1 else sign + new + unit,
    )


def _as_printed(plan: Plan, value: Decimal) -> str:
    return exact(value).replace(".", plan.about.decimal_mark)


def _place(plan: Plan, indicator: Indicator, field: str, cell: Cell | None) -> Message:
    """The cell, or where the document has none, the names from the index down."""
    if cell is not None:
        return cell.place
    names = [plan.by_id[at].node.name for at in reversed(plan.up(indicator.id))]
    values: dict[str, object] = {
        **{f"n{at}": name for at, name in enumerate(names)},
        "field": figure_words(field),
    }
    words = " › ".join(f"{{n{at}}}" for at in range(len(names))) + ", {field}"
    return Message(Text(words, words), values)


IN_SHORT = Text("đề nghị đính chính số liệu", "request for correction")
TITLE = Text("Đề nghị đính chính số liệu", "Request for correction")
_ABOUT = Text(
    "Văn bản: {name} (số liệu năm {year}, mục tiêu năm {target_years}).",
    "Document: {name} (figures of {year}, targets of {target_years}).",
)
_OPENING = Text(
    "Qua đối chiếu, một số số liệu nêu trong văn bản chưa thống nhất. Đề nghị cơ quan soạn thảo "
    "kiểm tra, xác nhận hoặc đính chính"
    " các số liệu sau:",
    "On checking, some of the printed figures contradict one another. Please confirm or correct "
    "the following:",
)
_DECIDED = Text(
    "Các số liệu sau đã được xác định, đề nghị đính chính theo số đúng:",
    "The following have been decided; please correct them as given here:",
)
_CLOSING = Text(
    "Kính đề nghị Quý cơ quan xem xét, phúc đáp bằng văn bản để thống nhất số liệu.",
    "We would be grateful for your reply in writing, so that the figures can be put right.",
)
_PLEASE = Text("Kính đề nghị Quý cơ quan xem xét, đính chính.", "Please correct these figures.")
_NOTHING = Text("Không có số liệu nào cần đính chính.", "There is nothing to correct.")
_ONE_OF = Text("đề nghị chọn một trong các phương án {ways}", "please choose one of {ways}")
_MOST_LIKELY = Text(
    "Đề nghị {new} vì nhiều khả năng văn bản {slip}; các số từ {low} đến {high} đều khớp.",
    "{new} is proposed: most likely {slip}; any figure from {low} to {high} agrees.",
)
_ANY = Text("Các số từ {low} đến {high} đều khớp.", "Any figure from {low} to {high} agrees.")
_INSTEAD = Text("Phương án thay cho {way}.", "Instead of {way}.")
_TOGETHER = Text("Sửa đồng thời với dòng trên.", "Together with the line above.")
_PUT = Text("{place} thành {value}", "{place} is corrected to {value}")
_ONCE = Text("sau khi đính chính {put}: {said}", "once {put}: {said}")
_CONFIRM = Text("(đề nghị xác nhận)", "(please confirm)")
