"""What is wrong with a table of units as it stands: its heads, lines, names and scores."""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from parplan.engine.identities.maxima import full_max, printed_ceiling
from parplan.ids import near
from parplan.model.plan import Plan
from parplan.model.tree import Indicator
from parplan.points import readable, too_long, unparted
from parplan.rules.rule import Spot, rule
from parplan.text import Message, Text

if TYPE_CHECKING:
    from parplan.model.peer_table import Count, Line, Table

HEAD = "unit,year,a\n"
_NO_UNIT = Text("không ghi đơn vị", "it names no unit")
_NO_YEAR = Text("“{text}” không phải là năm", "“{text}” is no year")
_OF_SEVERAL = Text("“{text}” không phải là tên một đơn vị", "“{text}” is no unit")
_TAKE_OUT = Text(
    "xóa dòng này; nếu có đơn vị tên như vậy thì ghi cả cấp, như “xã …”",
    "take this line out; if a unit is called so, write its kind too, as in “xã …”",
)
_NO_NEAR_COLUMN = Text(
    "bỏ cột này, hoặc đặt tên cột theo mã của tiêu chí",
    "leave the column out, or name it by a row's id",
)
_TOO_LONG = Text(
    "ghi điểm với nhiều nhất 7 chữ số trước dấu thập phân và 20 chữ số sau đó",
    "write points with at most 7 digits before the point and 20 after it",
)
_MARK = Text("“{mark}” ({count} ô)", "“{mark}” ({count})")
_CELLS = Text(
    "dòng này có {count} ô, dòng tên cột có {needed}",
    "cells in this line: {count}; titles of columns: {needed}",
)
_NAMELESS = Text("ô này ở dưới một cột không có tên", "this cell is below a column without a name")
QUOTE = Text(
    "ngoặc kép mở ở đây không đóng đúng", "a quote that opens here is not closed as it should be"
)
NOTHING = Text("không có dòng số liệu nào", "there is not a line of figures in it")


@rule(
    "P829",
    "not-a-table",
    on="line",
    title=Text("Không đọc được bảng", "A table that cannot be read"),
    why=Text(
        "Thừa hoặc thiếu ô thì các số lệch cột mà không ai thấy.",
        "With a cell too many or too few, figures slip into other columns unseen.",
    ),
    message=Text("không đọc được bảng: {why}", "the table cannot be read: {why}"),
    help=Text(
        "lưu lại dưới dạng CSV UTF-8; số có dấu phẩy thập phân thì ngăn cách các ô bằng dấu chấm "
        "phẩy",
        "save it as CSV in UTF-8; where figures have decimal commas, separate the cells with "
        "semicolons",
    ),
    wrong=HEAD + "B,2022,7,1\n",
    right=HEAD + "B,2022,7.1\n",
)
def as_many_cells_as_columns(line: "Line", table: "Table", _: Plan) -> Iterator[Spot]:
    """A line has as many cells as there are columns, and none below a column without a name. Before
    those that look into cells.
    """
    needed = len(table.header.cells)
    if len(line.cells) != needed:
        yield Spot(
            (line.number,), {"why": Message(_CELLS, {"count": len(line.cells), "needed": needed})}
        )
        return
    for at, name in enumerate(table.header.cells):
        if not name and line.cells[at]:
            yield Spot((line.number, at), {"why": _NAMELESS})


@rule(
    "P824",
    "table-without-its-columns",
    on="header",
    title=Text("Bảng thiếu cột cần thiết", "A table without the columns it needs"),
    why=Text(
        "Cần biết điểm của đơn vị nào, năm nào, tiêu chí nào.",
        "It takes a unit, a year and a row to know what a score is.",
    ),
    message=Text("bảng không có cột {missing}", "the table has no column {missing}"),
    help=Text(
        "trên các dòng số liệu cần một dòng ghi unit (hoặc đơn vị, tỉnh), year (hoặc năm) và mã "
        "các tiêu chí, ví dụ unit,year,par,par.1",
        "above the figures a line names unit (or đơn vị, tỉnh, province), year (or năm) and ids of "
        "rows, such as unit,year,par,par.1",
    ),
    wrong="name,year,a\nB,2022,7.1\n",
    right=HEAD + "B,2022,7.1\n",
)
def has_its_columns(table: "Table", plan: Plan) -> Iterator[Spot]:
    """A table has a column of units, one of years, and one of a row at least."""
    missing = table.missing or ([] if table.rows else [plan.indices[0].id])
    if missing:
        yield Spot((table.header.number,), {"missing": missing})


@rule(
    "P825",
    "no-unit-or-year",
    on="line",
    title=Text("Dòng không có đơn vị hoặc năm", "A line without a unit or a year"),
    why=Text(
        "Điểm không rõ của ai, năm nào thì không so được.",
        "A score of nobody, or of no year, compares with nothing.",
    ),
    message=Text("dòng này không dùng được ({why})", "this line cannot be used ({why})"),
    help=Text(
        "ghi tên đơn vị và năm gồm bốn chữ số", "write the unit's name, and the year in four digits"
    ),
    wrong=HEAD + "B,22,7.1\n",
    right=HEAD + "B,2022,7.1\n",
)
def says_unit_and_year(line: "Line", table: "Table", plan: Plan) -> Iterator[Spot]:
    """A line names a unit and a year of four digits."""
    unit = table.unit_of(line)
    if not unit:
        yield Spot((line.number, table.unit), {"why": Message(_NO_UNIT)})
    elif table.is_of_several(unit, plan):
        why = Message(_OF_SEVERAL, {"text": unit})
        yield Spot((line.number, table.unit), {"why": why}, help=_TAKE_OUT)
    elif table.year_of(line) is None:
        yield Spot(
            (line.number, table.year), {"why": Message(_NO_YEAR, {"text": line.cells[table.year]})}
        )


@rule(
    "P826",
    "column-of-no-row",
    "warning",
    on="header",
    title=Text("Cột không phải mã của tiêu chí nào", "A column that is no row's id"),
    why=Text(
        "Cột gõ sai mã sẽ bị bỏ qua mà không ai biết.",
        "A mistyped id would lose its column without a word.",
    ),
    message=Text(
        "cột “{name}” không phải mã của tiêu chí nào, nên không dùng",
        "the column “{name}” is no row's id, and is left out",
    ),
    help=Text(
        "có phải là {near}? nếu không thì bỏ cột này",
        "did you mean {near}? if not, leave the column out",
    ),
    wrong="unit,year,a,b\nB,2022,7.1,3\n",
    right=HEAD + "B,2022,7.1\n",
)
def columns_are_rows(table: "Table", plan: Plan) -> Iterator[Spot]:
    """A column is named by a row's id."""
    for at, name in table.columns():
        if name not in plan.by_id:
            likely = near(name.casefold(), plan.by_id)
            values = {"name": name, "near": likely}
            yield Spot((table.header.number, at), values, help=None if likely else _NO_NEAR_COLUMN)


@rule(
    "P828",
    "not-a-score",
    on="table",
    title=Text("Ô không phải là điểm", "A cell that is no score"),
    why=Text(
        "Đơn vị không được xếp hạng thì để trống ô.",
        "The cell of a unit that was not ranked stays empty.",
    ),
    message=Text("“{text}” không phải là điểm", "“{text}” is no score"),
    help=Text(
        "ghi số như 7.97; muốn dùng dấu phẩy thập phân thì ngăn cách các ô bằng dấu chấm phẩy; "
        "chưa có điểm thì để trống",
        "write points such as 7.97; with decimal commas, separate the cells with semicolons; "
        "leave it empty where there is none",
    ),
    wrong=HEAD + 'B,2022,"7,1"\n',
    right=HEAD + "B,2022,7.1\n",
)
def cells_are_scores(table: "Table", _: Plan) -> Iterator[Spot]:
    """A cell below a row's id is a score, or empty."""
    for cell in table.cells:
        if cell.score is None:
            values, todo = _as_thousands(cell.text, table)
            if too_long(cell.text.replace(",", ".")):
                todo = _TOO_LONG
            yield Spot((cell.line, cell.at), {"text": cell.text, **values}, cell.ident, help=todo)


def _as_thousands(text: str, table: "Table") -> tuple[Mapping[str, object], Text | None]:
    """How to write a figure whose thousands a mark may part; nothing for what is no such."""
    whole, both = unparted(text), "." in text and "," in text
    if whole is None or not (both or table.mixed):
        return {}, None
    other = text.translate(_EXCHANGED)
    return {"whole": whole, "decimal": other}, _WITHOUT_MARK if both else _WITHOUT_MARK_OR


_EXCHANGED = str.maketrans(".,", ",.")
_WITHOUT_MARK = Text(
    "ghi {whole}, không có dấu phân cách hàng nghìn",
    "write {whole}, without a mark between the thousands",
)
_WITHOUT_MARK_OR = Text(
    "ghi {whole}, không có dấu phân cách hàng nghìn; nếu đó là dấu thập phân thì ghi {decimal} như "
    "các ô khác",
    "write {whole}, without a mark between the thousands; if it is the decimal mark, {decimal} as "
    "other cells have it",
)


@rule(
    "P830",
    "score-out-of-range",
    on="table",
    title=Text("Điểm ngoài thang điểm", "A score outside its scale"),
    why=Text(
        "Không thể vượt điểm tối đa hoặc thấp hơn mức sàn.",
        "Nobody scores above the maximum or below the floor.",
    ),
    message=Text(
        "{score} không nằm trong khoảng từ {low} đến {high}",
        "{score} is not between {low} and {high}",
    ),
    help=Text(
        "kiểm tra lại điểm; chưa có điểm thì để trống",
        "look at the score again; leave it empty where there is none",
    ),
    wrong=HEAD + "B,2022,71\n",
    right=HEAD + "B,2022,7.1\n",
)
def scores_within_limits(table: "Table", plan: Plan) -> Iterator[Spot]:
    """A score lies between the floor and the maximum of its row."""
    maxima = {maximum.line: maximum.points for maximum in table.maxima}
    totals = table.totals(plan)
    limits = {ident: limits_of(plan.by_id[ident], plan) for ident in table.rows.values()}
    for cell in table.cells:
        own = maxima.get(cell.line) if totals == [cell.ident] else None
        between = limits[cell.ident]
        if own is not None:
            between = limits_of(plan.by_id[cell.ident], plan, own)
        if cell.score is not None and between.exclude(cell.score):
            values = {"score": cell.score, **between.said}
            yield Spot((cell.line, cell.at), values, cell.ident)


class Limits(NamedTuple):
    """What a score lies between, in points; None is no limit."""

    low: Decimal
    high: Decimal | None

    def exclude(self, score: Decimal) -> bool:
        """Whether a score lies outside of them."""
        return score < self.low or (self.high is not None and score > self.high)

    @property
    def said(self) -> Mapping[str, object]:
        """As sentences have them."""
        return {"low": self.low, "high": "∞" if self.high is None else readable(self.high)}


def limits_of(indicator: Indicator, plan: Plan, own: Decimal | None = None) -> Limits:
    """The floor and the maximum of a row, with that of a unit in its place, where it has its
    own.
    """
    return Limits(indicator.floor, _ceiling(indicator, plan, own))


def _of_any_unit(indicator: Indicator, plan: Plan) -> Decimal | None:
    """The highest possible score, of units too to which everything applies."""
    if indicator.partial:
        return None if indicator.lifted else full_max(indicator)
    return printed_ceiling(indicator, plan)


def _ceiling(indicator: Indicator, plan: Plan, own: Decimal | None) -> Decimal | None:
    """The maximum of a row, its bonus rows on top; that of a unit in place of the row's."""
    ceiling = _of_any_unit(indicator, plan)
    if own is None or ceiling is None or indicator.max is None:
        return ceiling if own is None else own
    return ceiling - indicator.max + own


@rule(
    "P834",
    "column-twice",
    on="header",
    title=Text("Một tiêu chí có hai cột", "A row with two columns"),
    why=Text("Hai cột có thể có hai điểm khác nhau.", "Two columns may have two scores."),
    message=Text("cột “{name}” có hai lần", "the column “{name}” is there twice"),
    help=Text("giữ lại một cột", "keep one of them"),
    wrong="unit,year,a,a\nA,2022,7.1,7.2\n",
    right=HEAD + "A,2022,7.1\n",
)
def one_column_a_row(table: "Table", _: Plan) -> Iterator[Spot]:
    """A row has one column."""
    for at, name in table.columns():
        if name in table.rows.values() and at not in table.rows:
            yield Spot((table.header.number, at), {"name": name}, name)


@rule(
    "P835",
    "marks-of-not-ranked",
    "note",
    on="table",
    title=Text("Ô ghi rằng không xếp hạng", "Cells that say not ranked"),
    why=Text(
        "Bảng được công bố ghi “–”, “x”, “khuyết” ở đơn vị không có điểm; đó không phải là 0.",
        "Published tables have “–”, “x” or “N/A” where a unit has no score; that is not 0.",
    ),
    message=Text("{marks} được coi là không được xếp hạng", "{marks} stand for not ranked"),
    help=Text(
        "nếu đơn vị có điểm thì ghi điểm vào ô", "where a unit has a score, write it into the cell"
    ),
    wrong=HEAD + "A,2022,7.1\nB,2022,–\n",
    right=HEAD + "A,2022,7.1\nB,2022,\n",
)
def marks_are_told_once(table: "Table", _: Plan) -> Iterator[Spot]:
    """No cell says in words that a unit was not ranked; told once a table."""
    if table.unranked:
        counts = Counter(cell.text for cell in table.unranked)
        marks = [Message(_MARK, {"mark": mark, "count": count}) for mark, count in counts.items()]
        first = table.unranked[0]
        yield Spot((first.line, first.at), {"marks": marks})


_NO_COUNT = Text(
    "“{text}” không phải là số nguyên lớn hơn 0", "“{text}” is no whole number above 0"
)
_OTHER_COUNT = Text(
    "năm {year}: dòng này ghi {text}, dòng {line} ghi {other}",
    "for {year} it says {text} here and {other} in line {line}",
)


@rule(
    "P836",
    "not-how-many-were-ranked",
    on="table",
    title=Text(
        "Ô không cho biết có bao nhiêu đơn vị được xếp hạng",
        "A cell that does not say how many were ranked",
    ),
    why=Text(
        "Cột này cho biết bảng chỉ có một phần số đơn vị; thứ hạng tính theo số ghi ở đó.",
        "That column declares an excerpt, and the ranks in an excerpt rest on it.",
    ),
    message=Text(
        "không rõ số đơn vị được xếp hạng ({why})", "how many were ranked is not clear ({why})"
    ),
    help=Text(
        "ghi số đơn vị được xếp hạng năm đó, giống nhau ở mọi dòng của năm; hoặc để trống ô",
        "write how many units were ranked that year, the same in all its lines, or leave the cell "
        "empty",
    ),
    wrong="unit,year,a,ranked\nA,2022,7.1,all\n",
    right="unit,year,a,ranked\nA,2022,7.1,9\n",
)
def counts_are_one_number_a_year(table: "Table", _: Plan) -> Iterator[Spot]:
    """What a table says of how many units were ranked is one whole number above 0 a year; told once
    for each other one.
    """
    first: dict[int, Count] = {}
    told: dict[tuple[int, str], Spot] = {}
    for count in table.counts:
        why = Message(_NO_COUNT, {"text": count.text})
        if count.ranked is not None:
            before = first.setdefault(count.year, count)
            if count.ranked == before.ranked:
                continue
            at = {"year": str(count.year), "other": before.text, "line": before.line}
            why = Message(_OTHER_COUNT, {"text": count.text, **at})
        spot = Spot((count.line, table.ranked or 0), {"why": why})
        told.setdefault((count.year, count.text), spot)
    yield from told.values()


_NO_MAXIMUM = Text("“{text}” không phải là số lớn hơn 0", "“{text}” is no figure above 0")
_OF_WHICH = Text(
    "bảng có điểm của {indices}, không rõ là điểm tối đa của chỉ số nào",
    "the table has scores of {indices}, and it does not say of which index it is",
)
_NO_TOTAL = Text(
    "bảng không có cột tổng điểm của chỉ số nào", "the table has no column of an index's total"
)
_A_TABLE_AN_INDEX = Text(
    "tách thành mỗi chỉ số một bảng, có cột tổng điểm",
    "make it a table for each index, with a column of the index's total",
)


@rule(
    "P845",
    "not-a-maximum",
    on="table",
    title=Text("Ô không phải là điểm tối đa", "A cell that is no maximum"),
    why=Text(
        "Khi điểm tối đa của các đơn vị khác nhau, thứ hạng tính theo tỷ lệ so với điểm tối đa.",
        "Units with different maxima rank by their shares of them.",
    ),
    message=Text("không rõ điểm tối đa ({why})", "the maximum is not clear ({why})"),
    help=Text(
        "ghi điểm tối đa của đơn vị ở chỉ số, ví dụ 84; bằng điểm tối đa trong kế hoạch thì để "
        "trống",
        "write what the unit's total is out of, such as 84; leave it empty where that is what the "
        "plan says",
    ),
    wrong="unit,year,a,max\nA,2022,7.1,none\n",
    right="unit,year,a,max\nA,2022,7.1,8.4\n",
)
def maxima_are_figures(table: "Table", plan: Plan) -> Iterator[Spot]:
    """What a table says that totals are out of is a figure above 0, and there is one total."""
    totals, column = table.totals(plan), table.max or 0
    if table.maxima and len(totals) != 1:
        why = Message(_OF_WHICH, {"indices": totals}) if totals else Message(_NO_TOTAL)
        yield Spot((table.header.number, column), {"why": why}, help=_A_TABLE_AN_INDEX)
    for maximum in table.maxima:
        if maximum.points is None:
            values, todo = _as_thousands(maximum.text, table)
            why = Message(_NO_MAXIMUM, {"text": maximum.text})
            yield Spot((maximum.line, column), {"why": why, **values}, help=todo)
