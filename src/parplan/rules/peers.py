"""What is wrong with what is known of other units: files of groups and summary figures, and tables
of scores.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from parplan.engine.identities import (
    Figure,
    Identity,
    half_published,
    made_up,
    printed_ceiling,
    slack_beside,
)
from parplan.ids import near
from parplan.model.peers import Count, Line, PeerGroup, PeersFile, Score, Table
from parplan.model.plan import Indicator, Plan
from parplan.points import readable, too_long
from parplan.rules.rule import Spot, also, rule
from parplan.rules.text import WHAT_ID, nothing_named
from parplan.text import Message, Text

if TYPE_CHECKING:
    from parplan.model.habits import Form

_PLAN = """\
  - {id: a, name: A, decimals: 2, max: 10, score: 7}
# peers
name: {vi: Các đơn vị, en: The field}
year: 2022
ranked: 4
"""


def _groups(high: str, *, first: int = 2, count: int = 2) -> str:
    return (
        f"groups:\n  a:\n    - "
        f"{{id: high, name: {{vi: Cao, en: High}}, low: 7.5, high: 8, count: {first}}}\n"
        f"    - {{id: low, name: {{vi: Thấp, en: Low}}, low: 5, high: {high}, count: {count}}}\n"
    )


_LOW_ABOVE_HIGH = Text(
    "điểm thấp nhất {low} lớn hơn điểm cao nhất {high}",
    "its lowest score, {low}, is above its highest, {high}",
)
_NOT_BELOW = Text(
    "từ {low} đến {high} không nằm dưới nhóm trước",
    "{low} to {high} does not lie below the group before",
)
_LARGEST_BELOW = Text("largest {high} nhỏ hơn p90 {low}", "largest {high} is below p90 {low}")
_LAST_BEFORE = Text("last {high} không sau first {low}", "last {high} is not after first {low}")
_HEAD = "unit,year,a\n"
_NO_UNIT = Text("không ghi đơn vị", "it names no unit")
_NO_YEAR = Text("“{text}” không phải là năm", "“{text}” is no year")
_LOOK_AT_GROUP = Text(
    "kiểm tra điểm của nhóm trong nguồn", "look at the group's scores in the source"
)
_NO_NEAR_COLUMN = Text(
    "bỏ cột này, hoặc đặt tên cột theo mã của tiêu chí",
    "leave the column out, or name it by a row's id",
)
_NO_NEAR_UNIT = Text(
    "thêm dòng của đơn vị, hoặc ghi tên như trong plan.unit",
    "add the unit's lines, or name it as plan.unit does",
)
_TOO_LONG = Text(
    "ghi điểm với nhiều nhất 7 chữ số trước dấu thập phân và 20 chữ số sau đó",
    "write points with at most 7 digits before the point and 20 behind it",
)
_MARK = Text("“{mark}” ({count} ô)", "“{mark}” ({count})")
_CELLS = Text(
    "dòng này có {count} ô, dòng tên cột có {needed}",
    "this line has {count} cells, and the line of heads {needed}",
)
_NAMELESS = Text("ô này ở dưới một cột không có tên", "this cell is below a column without a name")
QUOTE = Text(
    "ngoặc kép mở ở đây không đóng đúng", "a quote that opens here is not closed as it should be"
)
NOTHING = Text("không có dòng số liệu nào", "there is not a line of figures in it")


@also("S108", "peers")
def rows_exist(file: PeersFile, plan: Plan) -> Iterator[Spot]:
    """Every row that something is published of exists."""
    for key, rows in (("means", file.means), ("ranks", file.ranks), ("groups", file.groups)):
        for ident in rows:
            yield from nothing_named((key, ident), WHAT_ID, ident, plan.by_id, key=True)
    for ident in file.gains.rows if file.gains else ():
        yield from nothing_named(("gains", "rows", ident), WHAT_ID, ident, plan.by_id, key=True)


@rule(
    "P820",
    "group-that-cannot-be",
    on="peers",
    title=Text("Nhóm không thể có số đơn vị như vậy", "A group that cannot have so many units"),
    why=Text(
        "Một đơn vị chỉ có một điểm; nhóm từ điểm này đến điểm khác có ít nhất hai đơn vị.",
        "One unit has one score; a group that goes from one to another has at least two.",
    ),
    message=Text(
        "nhóm {count} đơn vị không thể từ {low} đến {high}",
        "a group with a count of {count} cannot go from {low} to {high}",
    ),
    help=Text(
        "kiểm tra count, low và high trong nguồn", "look at count, low and high in the source"
    ),
    wrong=_groups("7.4", first=1, count=3),
    right=_groups("7.4"),
    given=_PLAN,
)
def groups_have_enough_units(file: PeersFile, _: Plan) -> Iterator[Spot]:
    """A group from one score to another has at least two units."""
    for ident, groups in file.groups.items():
        for at, group in enumerate(groups):
            if group.count < 1 or (group.count == 1 and group.low != group.high):
                values = {"count": group.count, "low": group.low, "high": group.high}
                yield Spot(("groups", ident, at, "count"), values, ident)


@rule(
    "P821",
    "groups-overlap",
    on="peers",
    title=Text(
        "Các nhóm không tách rời hoặc không theo thứ tự", "Groups that overlap or are out of order"
    ),
    why=Text(
        "Xếp hạng theo nhóm cần các nhóm tách rời, từ cao xuống thấp.",
        "A rank among groups needs groups that lie apart, the highest first.",
    ),
    message=Text("nhóm {group}: {why}", "the group {group}: {why}"),
    help=Text(
        "ghi các nhóm từ cao xuống thấp, mỗi nhóm low ≤ high",
        "write the groups from high to low, each with low ≤ high",
    ),
    wrong=_groups("7.6"),
    right=_groups("7.4"),
    given=_PLAN,
)
def groups_lie_apart(file: PeersFile, _: Plan) -> Iterator[Spot]:
    """Groups go from high to low, and none reaches into the one before. Rounding may bring the ends
    of two together, and never across each other.
    """
    for ident, groups in file.groups.items():
        above: PeerGroup | None = None
        for at, group in enumerate(groups):
            overlaps = above is not None and group.high > above.low
            why = _LOW_ABOVE_HIGH if group.low > group.high else _NOT_BELOW if overlaps else None
            if why is not None:
                values = {
                    "group": group.name,
                    "why": Message(why, {"low": group.low, "high": group.high}),
                }
                yield Spot(("groups", ident, at, "high"), values, ident)
            above = group


@rule(
    "P822",
    "groups-do-not-add-up",
    on="peers",
    title=Text(
        "Số đơn vị trong các nhóm không bằng số được xếp hạng",
        "Groups that do not hold all who were ranked",
    ),
    why=Text(
        "Mẫu số của thứ hạng là số đơn vị được xếp hạng.",
        "The denominator of a rank is the number ranked.",
    ),
    message=Text(
        "các nhóm có {counted} đơn vị, nhưng {ranked} đơn vị được xếp hạng",
        "the groups hold {counted} units, and {ranked} were ranked",
    ),
    help=Text(
        "kiểm tra count của từng nhóm, hoặc ranked", "look at the count of each group, or at ranked"
    ),
    wrong=_groups("7.4", count=3),
    right=_groups("7.4"),
    given=_PLAN,
)
def groups_hold_all(file: PeersFile, plan: Plan) -> Iterator[Spot]:
    """The groups of a row hold all units that were ranked: in the row, where the plan says so."""
    for ident, groups in file.groups.items():
        row = plan.by_id.get(ident)
        own = row.node.ranked_in(file.year) if row is not None else None
        held, ranked = sum(group.count for group in groups), file.ranked if own is None else own
        if groups and held != ranked:
            yield Spot(("groups", ident), {"counted": held, "ranked": ranked}, ident, key=True)


@rule(
    "P823",
    "gains-out-of-order",
    on="peers",
    title=Text("Mức tăng không theo thứ tự", "Gains that are out of order"),
    why=Text(
        "Mức lớn nhất không thể nhỏ hơn mức của chín phần mười đơn vị.",
        "The largest cannot be below what nine in ten gained at most.",
    ),
    message=Text("mức tăng: {why}", "gains: {why}"),
    help=Text(
        "đổi chỗ hai số, hoặc kiểm tra lại nguồn", "exchange the two, or look at the source again"
    ),
    wrong="gains: {first: 2021, last: 2024, rows: {a: {p90: 0.9, largest: 0.4}}}",
    right="gains: {first: 2021, last: 2024, rows: {a: {p90: 0.4, largest: 0.9}}}",
    given=_PLAN,
)
def gains_in_order(file: PeersFile, _: Plan) -> Iterator[Spot]:
    """The years and the sizes of gains go from low to high."""
    if file.gains is None:
        return
    if file.gains.first >= file.gains.last:
        ends = {"low": file.gains.first, "high": file.gains.last}
        yield Spot(("gains", "last"), {"why": Message(_LAST_BEFORE, ends)})
    for ident, gain in file.gains.rows.items():
        if gain.p90 is not None and gain.p90 > gain.largest:
            why = Message(_LARGEST_BELOW, {"low": gain.p90, "high": gain.largest})
            yield Spot(("gains", "rows", ident, "largest"), {"why": why}, ident)


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
    wrong=_HEAD + "B,2022,7,1\n",
    right=_HEAD + "B,2022,7.1\n",
)
def as_many_cells_as_columns(line: Line, table: Table, _: Plan) -> Iterator[Spot]:
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
    right=_HEAD + "B,2022,7.1\n",
)
def has_its_columns(table: Table, plan: Plan) -> Iterator[Spot]:
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
    wrong=_HEAD + "B,22,7.1\n",
    right=_HEAD + "B,2022,7.1\n",
)
def says_unit_and_year(line: Line, table: Table, _: Plan) -> Iterator[Spot]:
    """A line names a unit and a year of four digits."""
    if not table.unit_of(line):
        yield Spot((line.number, table.unit), {"why": Message(_NO_UNIT)})
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
    right=_HEAD + "B,2022,7.1\n",
)
def columns_are_rows(table: Table, plan: Plan) -> Iterator[Spot]:
    """A column is named by a row's id."""
    for at, name in table.columns():
        if name not in plan.by_id:
            likely = near(name.casefold(), plan.by_id)
            values = {"name": name, "near": likely}
            yield Spot((table.header.number, at), values, help=None if likely else _NO_NEAR_COLUMN)


@rule(
    "P827",
    "unit-twice-in-a-year",
    on="line",
    title=Text("Một đơn vị có hai dòng trong một năm", "A unit with two lines for one year"),
    why=Text("Hai dòng có thể có hai điểm khác nhau.", "Two lines may have two scores."),
    message=Text(
        "{unit}, năm {year}, đã có ở dòng {line}",
        "{unit} has a line for {year} already, line {line}",
    ),
    help=Text("giữ lại một dòng, hoặc sửa năm", "keep one of them, or fix its year"),
    wrong=_HEAD + "B,2022,7.1\nB,2022,7.2\n",
    right=_HEAD + "B,2022,7.1\nB,2023,7.2\n",
)
def one_line_a_year(line: Line, table: Table, _: Plan) -> Iterator[Spot]:
    """A unit has one line a year."""
    name, year = table.unit_of(line), table.year_of(line)
    before = table.listed.get((table.named[name], year or 0))
    if before is not None:
        yield Spot((line.number, table.unit), {"unit": name, "year": str(year), "line": before})


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
    wrong=_HEAD + 'B,2022,"7,1"\n',
    right=_HEAD + "B,2022,7.1\n",
)
def cells_are_scores(table: Table, _: Plan) -> Iterator[Spot]:
    """A cell below a row's id is a score, or empty."""
    for cell in table.cells:
        if cell.score is None:
            todo = _TOO_LONG if too_long(cell.text.replace(",", ".")) else None
            yield Spot((cell.line, cell.at), {"text": cell.text}, cell.ident, help=todo)


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
    wrong=_HEAD + "B,2022,71\n",
    right=_HEAD + "B,2022,7.1\n",
)
def scores_within_limits(table: Table, plan: Plan) -> Iterator[Spot]:
    """A score lies between the floor and the maximum of its row."""
    for cell in table.cells:
        indicator = plan.by_id[cell.ident]
        if cell.score is not None and _outside(indicator, plan, cell.score):
            yield Spot(
                (cell.line, cell.at), {"score": cell.score, **_limits(indicator, plan)}, cell.ident
            )


@also("P830", "peers")
def groups_within_limits(file: PeersFile, plan: Plan) -> Iterator[Spot]:
    """The ends of a group lie between the floor and the maximum of its row."""
    for ident, groups in file.groups.items():
        for at, group in enumerate(groups if ident in plan.by_id else ()):
            indicator = plan.by_id[ident]
            end = "low" if group.low < indicator.floor else "high"
            score = group.low if end == "low" else group.high
            if _outside(indicator, plan, score):
                loc = ("groups", ident, at, "low" if score == group.low else "high")
                yield Spot(
                    loc, {"score": score, **_limits(indicator, plan)}, ident, help=_LOOK_AT_GROUP
                )


def _outside(indicator: Indicator, plan: Plan, score: Decimal) -> bool:
    ceiling = printed_ceiling(indicator, plan)
    return score < indicator.floor or (ceiling is not None and score > ceiling)


def _limits(indicator: Indicator, plan: Plan) -> Mapping[str, object]:
    ceiling = printed_ceiling(indicator, plan)
    return {"low": indicator.floor, "high": "∞" if ceiling is None else ceiling}


@rule(
    "P831",
    "unit-without-a-year",
    "note",
    on="panel",
    title=Text("Đơn vị thiếu dòng của một số năm", "A unit without a line for some years"),
    why=Text(
        "Không có dòng thì coi như không được xếp hạng năm đó.",
        "Without a line it counts as not ranked in that year.",
    ),
    message=Text(
        "{unit} không có dòng năm {years}: coi như không được xếp hạng",
        "{unit} has no line for {years}: it counts as not ranked",
    ),
    help=Text("thêm dòng nếu bị sót", "add the line if it was forgotten"),
    wrong=_HEAD + "B,2021,7\nB,2022,7.1\nC,2022,7.2\n",
    right=_HEAD + "B,2022,7.1\nC,2022,7.2\n",
)
def every_unit_every_year(table: Table, _: Plan) -> Iterator[Spot]:
    """A unit has a line for every year in which others have one."""
    years = sorted({year for _, year in table.listed})
    first = {unit: line for (unit, _), line in reversed(table.listed.items())}
    for unit, line in first.items():
        absent = [str(year) for year in years if (unit, year) not in table.listed]
        if absent:
            yield Spot((line, table.unit), {"unit": unit, "years": absent})


@rule(
    "P832",
    "own-unit-not-there",
    "warning",
    on="table",
    title=Text("Bảng không có đơn vị của kế hoạch", "A table without the plan's own unit"),
    why=Text(
        "Không có đơn vị lập kế hoạch thì thứ hạng tính như thêm một đơn vị.",
        "Without it, ranks are counted as if one unit more were ranked.",
    ),
    message=Text(
        "bảng không có “{unit}”, đơn vị của kế hoạch",
        "the table does not have “{unit}”, whose plan it is",
    ),
    help=Text(
        "có phải là {near}? ghi tên như trong plan.unit, hoặc ghi tên đó vào plan.unit_aliases",
        "did you mean {near}? name it as plan.unit does, or put that name into plan.unit_aliases",
    ),
    wrong=_HEAD + "B,2022,7.1\n",
    right=_HEAD + "A,2022,7.1\n",
)
def own_unit_is_there(table: Table, plan: Plan) -> Iterator[Spot]:
    """The plan's own unit has a line."""
    units = list(dict.fromkeys(unit for unit, _ in table.listed))
    if table.own is None and plan.about.unit is not None and units:
        likely = near(plan.about.unit, units)
        yield Spot(
            (table.header.number,),
            {"unit": plan.about.unit, "near": likely},
            help=None if likely else _NO_NEAR_UNIT,
        )


@rule(
    "P833",
    "two-names-much-alike",
    "note",
    on="table",
    title=Text("Hai tên rất giống nhau", "Two names that are much alike"),
    why=Text(
        "Tên khác nhau ở dấu hoặc ở cấp (huyện, xã) là hai đơn vị, trừ khi kế hoạch hoặc bảng ghi "
        "khác.",
        "Names that differ in a mark or in the kind of unit are two units, unless the plan or the "
        "table says otherwise.",
    ),
    message=Text(
        "“{other}” và “{unit}” được tính là hai đơn vị", "“{other}” and “{unit}” count as two units"
    ),
    help=Text(
        "nếu là một đơn vị thì viết tên như nhau, hoặc thêm “{other}: {unit}” vào "
        "plan.unit_aliases",
        "if they are one, spell the name alike, or add “{other}: {unit}” to plan.unit_aliases",
    ),
    wrong=_HEAD + "Bắc B,2021,7.1\nBac B,2022,7.2\nA,2022,7\n",
    right=_HEAD + "Bắc B,2021,7.1\nBắc B,2022,7.2\nA,2022,7\n",
)
def names_lie_apart(table: Table, _: Plan) -> Iterator[Spot]:
    """No two units have names that may be one: names of one year may, where they say both kinds or
    differ in marks, for there they are two.
    """
    years: dict[str, set[int]] = {}
    for unit, year in table.listed:
        years.setdefault(unit, set()).add(year)
    alike: dict[str, list[str]] = {}
    for unit, own in years.items():
        before = alike.setdefault(table.names.without_marks(unit), [])
        for other in before:
            if own.isdisjoint(years[other]) or table.names.may_be_one(unit, other):
                line = next(line for (name, _), line in table.listed.items() if name == unit)
                yield Spot((line, table.unit), {"unit": other, "other": unit})
                break
        before.append(unit)


@rule(
    "P834",
    "column-twice",
    on="header",
    title=Text("Một tiêu chí có hai cột", "A row with two columns"),
    why=Text("Hai cột có thể có hai điểm khác nhau.", "Two columns may have two scores."),
    message=Text("cột “{name}” có hai lần", "the column “{name}” is there twice"),
    help=Text("giữ lại một cột", "keep one of them"),
    wrong="unit,year,a,a\nA,2022,7.1,7.2\n",
    right=_HEAD + "A,2022,7.1\n",
)
def one_column_a_row(table: Table, _: Plan) -> Iterator[Spot]:
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
    wrong=_HEAD + "A,2022,7.1\nB,2022,–\n",
    right=_HEAD + "A,2022,7.1\nB,2022,\n",
)
def marks_are_told_once(table: Table, _: Plan) -> Iterator[Spot]:
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
def counts_are_one_number_a_year(table: Table, _: Plan) -> Iterator[Spot]:
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


_IN_LINE = Text("dòng {line}", "line {line}")
_IN_PLAN = Text("plan.unit_aliases", "plan.unit_aliases")


@rule(
    "P837",
    "another-name-of-two-units",
    on="table",
    title=Text("Tên khác của hai đơn vị", "Another name of two units"),
    why=Text(
        "Nếu hai đơn vị có chung một tên thì không biết điểm ghi dưới tên đó là của đơn vị nào.",
        "Where two units share a name, nobody knows whose scores stand under it.",
    ),
    message=Text(
        "“{alias}” ở đây là tên khác của {unit}, nhưng theo {where} là tên khác của {other}",
        "“{alias}” is another name of {unit} here, and of {other} in {where}",
    ),
    help=Text(
        "chỉ ghi tên này cho một đơn vị; nếu hai đơn vị là một thì viết tên như nhau",
        "leave the name with one of them; if the two are one unit, spell its name alike",
    ),
    wrong="unit,year,a,aliases\nA,2022,7,C\nB,2022,6,C\n",
    right="unit,year,a,aliases\nA,2022,7,C\nB,2022,6,D\n",
)
def an_alias_is_of_one_unit(table: Table, plan: Plan) -> Iterator[Spot]:
    """Another name of a unit is not said, by the plan or in another line, to be another unit's;
    told once for each unit.
    """
    first: dict[Form, tuple[str, Message]] = {}
    for alias, unit in plan.about.unit_aliases.items():
        first.setdefault(table.habits.form(alias), (unit, Message(_IN_PLAN)))
    told: dict[tuple[Form, str], Spot] = {}
    for line, alias, unit in table.aliased:
        form, own = table.habits.form(alias), Message(_IN_LINE, {"line": line})
        other, where = first.setdefault(form, (unit, own))
        if not table.names.are_one(alias, unit):
            values = {"alias": alias, "unit": unit, "other": other, "where": where}
            told.setdefault((form, table.named[unit]), Spot((line, table.aliases or 0), values))
    yield from told.values()


# What a table says, against itself and against the plan.

_FEW = 3  # lines of one kind that are told one by one
_MORE = Text("; {count} dòng khác cũng vậy", "; so in {count} other lines")
_SUMS = (
    "  - {id: a, name: A, decimals: 2, max: 20, rows: [{id: a.1, name: B}, {id: a.2, name: C}]}\n"
)
_RANKED = "  - {id: a, name: A, decimals: 2, max: 10, score: 7, rank: 3/3}\n"


@rule(
    "P840",
    "table-does-not-add-up",
    "warning",
    on="panel",
    title=Text(
        "Tổng điểm trong bảng không khớp các tiêu chí", "A line of a table that does not add up"
    ),
    why=Text(
        "Tổng điểm khác tổng các tiêu chí quá mức làm tròn thì có số bị gõ sai.",
        "Where rows and total differ by more than rounding, one of them is mistyped.",
    ),
    message=Text(
        "các tiêu chí cộng được {sum}, bảng ghi {total} (chênh lệch {delta}, vượt sai số làm tròn "
        "cho phép {slack}){more}",
        "the rows total {sum}, but the table has {total} (difference {delta}; rounding explains at "
        "most {slack}){more}",
    ),
    help=Text("kiểm tra lại dòng này trong nguồn", "look at this line in the source"),
    given=_SUMS,
    wrong="# table\nunit,year,a,a.1,a.2\nB,2022,7.19,3.07,4.02\n",
    right="# table\nunit,year,a,a.1,a.2\nB,2022,7.09,3.07,4.02\n",
)
def lines_add_up(table: Table, plan: Plan) -> Iterator[Spot]:
    """The rows of a line make up its total, as the plan's do, within rounding."""
    columns = frozenset(table.rows.values())
    totals = [
        row
        for row in plan.walk()
        if row.children and columns.issuperset([row.id, *(child.id for child in row.children)])
    ]
    halves = {
        row.id: half_published(row, table.digits.get(row.id, 0))
        for row in plan.walk()
        if row.id in columns
    }

    def broken(line: Mapping[str, Score]) -> tuple[Score, Identity] | None:
        def score(row: Indicator) -> Decimal | None:
            return line[row.id].score if row.id in line else None

        def printed(row: Indicator) -> Figure | None:
            value = score(row)
            return None if value is None else Figure(row.id, "score", value, halves[row.id])

        for row in totals:
            if row.plain_sum and score(row) == sum(score(child) or 0 for child in row.children):
                continue  # the usual case, without building the equation
            found = made_up(row, printed(row), printed)
            if isinstance(found, Identity) and abs(found.raw_delta) > found.raw_slack:
                return line[row.id], found
        return None

    found = [each for line in table.scores.values() if (each := broken(line)) is not None]
    for at, (cell, identity) in enumerate(found[:_FEW]):
        last = at == _FEW - 1 and len(found) > _FEW
        values: dict[str, object] = {
            "sum": readable(identity.value),
            "total": identity.total.value,
            "delta": readable(abs(identity.delta)),
            "slack": readable(identity.slack),
            "more": Message(_MORE, {"count": len(found) - _FEW}) if last else "",
        }
        yield Spot((cell.line, cell.at), values, cell.ident)


def _own_line(table: Table, plan: Plan) -> list[Score]:
    """The scores of the plan's own unit in the plan's year."""
    wanted = (table.own, plan.about.year)
    lines = [table.scores[line] for line, whose in table.whose.items() if whose == wanted]
    return [cell for line in lines for cell in line.values()]


@rule(
    "P841",
    "own-score-differs",
    "warning",
    on="panel",
    title=Text(
        "Điểm của đơn vị trong bảng khác điểm trong kế hoạch",
        "The own unit's score differs from the plan's",
    ),
    why=Text(
        "Một trong hai nơi ghi sai, và thứ hạng tính theo nơi sai cũng sai.",
        "One of the two is wrong, and so is a rank that rests on it.",
    ),
    message=Text(
        "{unit} năm {year}: bảng ghi {score}, kế hoạch ghi {printed}",
        "{unit} in {year}: {score} in the table, {printed} in the plan",
    ),
    help=Text("so bảng và kế hoạch với nguồn đã công bố", "hold both against what was published"),
    given=_RANKED,
    wrong="# table\nunit,year,a\nA,2022,7.12\n",
    right="# table\nunit,year,a\nA,2022,7.00\n",
)
def own_scores_are_the_plans(table: Table, plan: Plan) -> Iterator[Spot]:
    """The own unit's scores of the plan's year are the plan's, within rounding."""
    for cell in _own_line(table, plan):
        row = plan.by_id[cell.ident]
        if cell.score is None or row.score is None:
            continue
        if abs(cell.score - row.score) > slack_beside(row, table.digits[row.id]):
            values: dict[str, object] = {
                "unit": table.own,
                "year": str(plan.about.year),
                "score": cell.score,
                "printed": row.score,
            }
            yield Spot((cell.line, cell.at), values, cell.ident)


@rule(
    "P842",
    "rank-is-not-the-tables",
    "note",
    on="panel",
    title=Text(
        "Thứ hạng trong kế hoạch không khớp với bảng", "A printed rank that the table contradicts"
    ),
    why=Text(
        "Thứ hạng suy ra từ điểm của các đơn vị; khác đi là ghi nhầm hoặc xếp theo số liệu khác.",
        "A rank follows from all units' scores; another one is a slip, or counted from others.",
    ),
    message=Text(
        "kế hoạch ghi hạng {rank}, nhưng theo điểm trong bảng thì hạng {range}",
        "the plan prints rank {rank}, but by the scores of this table it is {range}",
    ),
    help=Text(
        "khi so sánh thứ hạng, dùng thứ hạng theo bảng",
        "where ranks are compared, use the one that follows from the table",
    ),
    given=_RANKED,
    wrong="# table\nunit,year,a\nA,2022,7.00\nB,2022,6.50\nC,2022,8.12\n",
    right="# table\nunit,year,a\nA,2022,7.00\nB,2022,7.50\nC,2022,8.12\n",
)
def ranks_follow_from_scores(table: Table, plan: Plan) -> Iterator[Spot]:
    """A printed rank of the plan's year is one that the scores of the table leave possible.

    Scores that rounding may have brought together may rank either way; units that were ranked and
    are not in the table may rank anywhere.
    """
    year = plan.about.year
    others = [
        table.scores[line]
        for line, (unit, then) in table.whose.items()
        if unit != table.own and then == year
    ]
    for cell in _own_line(table, plan):
        row = plan.by_id[cell.ident]
        own, rank = row.score if row.score is not None else cell.score, row.node.rank
        if own is None or rank is None:
            continue
        apart = [
            other.score - own
            for line in others
            if (other := line.get(row.id)) is not None and other.score is not None
        ]
        slack = slack_beside(row, table.digits.get(row.id, 0))
        said = (rank.of, plan.field(row.id, year), table.declared.get(year))
        ranked = max((each for each in said if each is not None), default=0)
        unlisted = max(0, ranked - len(apart) - 1)
        best = 1 + sum(more > slack for more in apart)
        worst = 1 + sum(more > -slack for more in apart) + unlisted
        if not best <= rank.at <= worst:
            values = {"rank": rank, "range": str(best) if best == worst else f"{best}–{worst}"}
            yield Spot((cell.line, cell.at), values, row.id)


@rule(
    "P843",
    "total-of-other-rows",
    "note",
    on="panel",
    title=Text(
        "Tổng điểm hai năm gồm các tiêu chí khác nhau", "A total of other rows than the year before"
    ),
    why=Text(
        "Thêm hoặc bớt tiêu chí thì tổng điểm thay đổi mà không tiêu chí nào tăng hay giảm.",
        "With a row more or less a total changes though nothing was gained or lost.",
    ),
    message=Text(
        "tổng điểm năm {year} gồm các tiêu chí khác năm {before} ({rows}; {count} đơn vị): không "
        "tính là mức tăng",
        "the total of {year} has other rows than that of {before} ({rows}; units: {count}): it is "
        "no gain",
    ),
    help=Text(
        "bổ sung điểm nếu bị sót; nếu không, so sánh từng tiêu chí",
        "fill in what was forgotten; else compare row by row",
    ),
    given=_SUMS,
    wrong="# table\nunit,year,a,a.1,a.2\nA,2021,3,3,\nA,2022,7,3,4\n",
    right="# table\nunit,year,a,a.1,a.2\nA,2021,7,3,4\nA,2022,7,3,4\n",
)
def totals_have_the_same_rows(table: Table, plan: Plan) -> Iterator[Spot]:
    """A unit's total is made of the same rows as in the year before."""
    by_unit = {whose: table.scores[line] for line, whose in table.whose.items()}
    for total in plan.walk():
        rows = frozenset(child.id for child in total.children)
        apart: dict[int, list[tuple[Score, frozenset[str]]]] = {}
        for (unit, year), now in by_unit.items() if rows else ():
            before = by_unit.get((unit, year - 1), {})
            if total.id in now and total.id in before:
                first, second = rows & before.keys(), rows & now.keys()
                if first and second and first != second:  # of neither are there no rows at all
                    apart.setdefault(year, []).append((now[total.id], first ^ second))
        for year, found in sorted(apart.items()):
            cell = found[0][0]
            values = {
                "year": str(year),
                "before": str(year - 1),
                "rows": sorted(frozenset().union(*(other for _, other in found))),
                "count": len(found),
            }
            yield Spot((cell.line, cell.at), values, total.id)


_THE_PLAN = Text("kế hoạch", "the plan")
_ITSELF = Text("chính bảng", "the table itself")
_LOOK_AT_COLUMN = Text(
    "kiểm tra số đơn vị được xếp hạng ở cột này, hoặc để trống điểm của đơn vị không được xếp hạng",
    "look at how many were ranked in this column, or leave empty the scores of units that were not",
)


@rule(
    "P844",
    "more-than-were-ranked",
    "warning",
    on="panel",
    title=Text(
        "Bảng có nhiều đơn vị hơn số được xếp hạng", "A table with more units than were ranked"
    ),
    why=Text(
        "Mẫu số của thứ hạng là số đơn vị được xếp hạng.",
        "The denominator of a rank is the number ranked.",
    ),
    message=Text(
        "bảng có điểm của {count} đơn vị năm {year}, nhưng {who} ghi {ranked} đơn vị được xếp hạng",
        "the table has scores of {count} units in {year}, but {ranked} were ranked, says {who}",
    ),
    help=Text(
        "kiểm tra ranked trong indicators.yaml, hoặc để trống điểm của đơn vị không được xếp hạng",
        "look at ranked in indicators.yaml, or leave empty the scores of units that were not "
        "ranked",
    ),
    given='  - {id: a, name: A, decimals: 2, max: 10, ranked: {"2022": 1}}\n',
    wrong="# table\nunit,year,a\nA,2022,7\nB,2022,6\n",
    right="# table\nunit,year,a\nA,2022,7\nB,2022,\n",
)
def no_more_than_were_ranked(table: Table, plan: Plan) -> Iterator[Spot]:
    """A row has no more units with a score than the plan says were ranked in it, and a year no more
    than the table itself says.
    """
    counts: dict[tuple[str, int], int] = {}
    lines: dict[int, int] = {}
    for line, (_, year) in table.whose.items():
        lines[year] = lines.get(year, 0) + bool(table.scores[line])
        for ident in table.scores[line]:
            counts[ident, year] = counts.get((ident, year), 0) + 1
    for year, ranked in table.declared.items():
        if lines[year] > ranked:
            at = next(count.line for count in table.counts if count.year == year)
            yield Spot(
                (at, table.ranked or 0),
                {"count": lines[year], "year": str(year), "ranked": ranked, "who": _ITSELF},
                help=_LOOK_AT_COLUMN,
            )
    columns = {ident: at for at, ident in table.rows.items()}
    for (ident, year), count in sorted(counts.items()):
        said = plan.by_id[ident].node.ranked_in(year)
        if said is not None and count > said:
            values = {"count": count, "year": str(year), "ranked": said, "who": _THE_PLAN}
            yield Spot((table.header.number, columns[ident]), values, ident)
