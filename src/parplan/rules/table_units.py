"""What is wrong with the units of a table: each once a year, under one name, in every year."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from parplan.ids import near
from parplan.model.plan import Plan
from parplan.rules.rule import Spot, rule
from parplan.rules.tables import HEAD
from parplan.text import Message, Text

if TYPE_CHECKING:
    from parplan.model.habits import Form
    from parplan.model.peer_table import Line, Table

_FEW = 3  # names that stand for more
_IN_LINE = Text("dòng {line}", "line {line}")
_IN_PLAN = Text("“plan.unit_aliases”", "`plan.unit_aliases`")

_MERGED = (
    "plan: {id: a, name: A, year: 2022, target_year: 2026, unit: A}\n"
    "indices: [{id: a, name: A, decimals: 2, max: 10}]\n"
    "# mergers\nunits: {Bắc B: {from: [Bắc B, Hà C], since: 2025-07-01}}\n# table\n"
)
_NO_NEAR_UNIT = Text(
    "thêm dòng của đơn vị, hoặc ghi tên như trong “plan.unit”",
    "add the unit's lines, or name it as `plan.unit` does",
)


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
    wrong=HEAD + "B,2022,7.1\nB,2022,7.2\n",
    right=HEAD + "B,2022,7.1\nB,2023,7.2\n",
)
def one_line_a_year(line: "Line", table: "Table", _: Plan) -> Iterator[Spot]:
    """A unit has one line a year."""
    name, year = table.unit_of(line), table.year_of(line)
    before = table.listed.get((table.named[name], year or 0))
    if before is not None:
        yield Spot((line.number, table.unit), {"unit": name, "year": str(year), "line": before})


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
    help=Text(
        "thêm dòng nếu bị sót; nếu đơn vị hợp nhất hoặc đổi tên thì ghi vào peers/units.yaml",
        "add the line if it was forgotten; if the unit was merged or renamed, say so in "
        "peers/units.yaml",
    ),
    wrong=HEAD + "B,2021,7\nB,2022,7.1\nC,2022,7.2\n",
    right=HEAD + "B,2022,7.1\nC,2022,7.2\n",
)
def every_unit_every_year(table: "Table", plan: Plan) -> Iterator[Spot]:
    """A unit has a line for every year in which others have one."""
    years = sorted({year for _, year in table.listed})
    first = {unit: line for (unit, _), line in reversed(table.listed.items())}
    for unit, line in first.items():
        absent = [
            str(year)
            for year in years
            if (unit, year) not in table.listed and not table.is_elsewhere(unit, year, plan)
        ]
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
        "the table does not have “{unit}”, the plan's own unit",
    ),
    help=Text(
        "có phải là {near}? ghi tên như trong “plan.unit”, hoặc ghi tên đó vào “plan.unit_aliases”",
        "did you mean {near}? name it as `plan.unit` does, or put that name into "
        "`plan.unit_aliases`",
    ),
    wrong=HEAD + "B,2022,7.1\n",
    right=HEAD + "A,2022,7.1\n",
)
def own_unit_is_there(table: "Table", plan: Plan) -> Iterator[Spot]:
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
        "“plan.unit_aliases”",
        "if they are one, spell the name alike, or add `{other}: {unit}` to `plan.unit_aliases`",
    ),
    wrong=HEAD + "Bắc B,2021,7.1\nBac B,2022,7.2\nA,2022,7\n",
    right=HEAD + "Bắc B,2021,7.1\nBắc B,2022,7.2\nA,2022,7\n",
)
def names_lie_apart(table: "Table", _: Plan) -> Iterator[Spot]:
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
    "P837",
    "another-name-of-two-units",
    on="table",
    title=Text("Tên khác của hai đơn vị", "Another name of two units"),
    why=Text(
        "Nếu hai đơn vị có chung một tên thì không biết điểm ghi dưới tên đó là của đơn vị nào.",
        "Where two units share a name, it is not known which of them a score is of.",
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
def an_alias_is_of_one_unit(table: "Table", plan: Plan) -> Iterator[Spot]:
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


@rule(
    "P864",
    "merged-unit-without-its-marks",
    on="table",
    title=Text("Tên đơn vị hợp nhất thiếu dấu", "A merged unit by a name without its marks"),
    why=Text(
        "Tên thiếu dấu là đơn vị khác, nên bảng sẽ lẫn đơn vị cũ với đơn vị mới.",
        "Without its marks a name is another unit: old ones would stand among the new.",
    ),
    message=Text(
        "tên trong bảng khác tên trong peers/units.yaml ở dấu ({names})",
        "names without the marks that they have in peers/units.yaml ({names})",
    ),
    help=Text(
        "ghi tên như nhau, hoặc thêm vào “plan.unit_aliases”: {pairs}",
        "spell them alike, or add to `plan.unit_aliases`: {pairs}",
    ),
    given=_MERGED,
    wrong=HEAD + "Bắc B,2022,7.1\nHa C,2022,7\n",
    right=HEAD + "Bắc B,2022,7.1\nHà C,2022,7\n",
)
def merged_units_have_their_marks(table: "Table", _: Plan) -> Iterator[Spot]:
    """Where units became others, the table names none of them without its marks; told once."""
    alike = table.mergers.alike(table.view) if table.mergers is not None else {}
    first = {unit: line for (unit, _), line in reversed(table.listed.items())}
    if alike:
        line = min(first[unit] for unit in alike)
        names = [*alike] if len(alike) <= _FEW else [*[*alike][:_FEW], "…"]
        pairs = [f"{typed}: {name}" for typed, name in alike.items()]
        yield Spot((line, table.unit), {"names": names, "pairs": pairs})
