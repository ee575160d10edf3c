"""What a table of units says, against itself, the plan and its results."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from parplan.engine.identities.equations import made_up
from parplan.engine.identities.identity import Identity
from parplan.engine.identities.printed import Figure, half_published, slack_beside
from parplan.engine.identities.stands import score_alone
from parplan.model.fields import turned
from parplan.model.plan import Plan
from parplan.model.results import SETTLED
from parplan.model.tree import Indicator
from parplan.points import Rank, readable
from parplan.rules.rule import Spot, rule
from parplan.text import Message, Text

if TYPE_CHECKING:
    from parplan.model.peer_table import Score, Table

_FEW = 3  # lines of one kind that are told one by one
_MORE = Text("; {count} dòng khác cũng vậy", "; likewise in other lines: {count}")
_SUMS = (
    "  - {id: a, name: A, decimals: 2, max: 20, rows: [{id: a.1, name: B}, {id: a.2, name: C}]}\n"
)
_MERGED = (
    "  - {id: a, name: A, decimals: 2, max: 10}\n"
    "# mergers\nunits: {B: {from: [B, C], since: 2025-07-01}}\n"
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
def lines_add_up(table: "Table", plan: Plan) -> Iterator[Spot]:
    """The rows of a line make up its total, as the plan's do, within rounding."""
    columns = frozenset(table.rows.values())
    totals = [
        row
        for row in plan.walk()
        if row.children
        and columns.issuperset([row.id, *(child.id for child in row.children)])
        and not row.partial  # to other units other rows apply
        and row.node.rebase is None
    ]
    halves = {
        row.id: half_published(row, table.digits.get(row.id, 0))
        for row in plan.walk()
        if row.id in columns
    }

    def broken(line: "Mapping[str, Score]") -> "tuple[Score, Identity] | None":
        def score(row: Indicator) -> Decimal | None:
            return line[row.id].score if row.id in line else None

        def printed(row: Indicator) -> Figure | None:
            value = score(row)
            return None if value is None else Figure(row.id, "score", value, halves[row.id])

        for row in totals:
            if row.plain_sum and score(row) == sum(score(child) or 0 for child in row.children):
                continue  # the usual case, without building the equation
            found = made_up(row, printed(row), lambda part: score_alone(printed(part)), plan)
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


_THE_PLAN = Text("kế hoạch", "the plan")
_RESULTS = Text("results.yaml", "results.yaml")


class _Own(NamedTuple):
    """A score of the plan's own unit in a table, of a year; and what the plan prints of it, or
    where it prints nothing, what results of the whole year say: `who` of them, a score (points) and
    by how much rounding alone may separate it from the table's, a rank.
    """

    year: int
    cell: "Score"
    who: Text
    score: Decimal | None
    slack: Decimal
    rank: Rank | None


def _own_lines(table: "Table", plan: Plan) -> Iterator[_Own]:
    """The scores of the plan's own unit of which the plan or a result says something: not those of
    a unit that became it, or that it became, which may have the same name.
    """
    mergers, own = table.mergers, table.own or ""
    for line, (unit, year) in table.whose.items():
        if unit != table.own:
            continue
        seen = {} if table.outcomes is None else table.outcomes.of_year(year, SETTLED)
        for ident, cell in table.scores[line].items():
            row, digits = plan.by_id[ident], table.digits.get(ident, 0)
            if mergers is not None and not mergers.stands(own, row.root.id, year, table.view):
                continue
            slack = slack_beside(row, digits)
            printed, rank = plan.score_in(ident, year), plan.rank_in(ident, year)
            if printed is not None or rank is not None:
                yield _Own(year, cell, _THE_PLAN, printed, slack, rank)
            elif (it := seen.get(ident)) is not None:
                slack = half_published(row, digits) + half_published(row, it.digits)
                yield _Own(year, cell, _RESULTS, it.score, slack, it.rank)


@rule(
    "P841",
    "own-score-differs",
    "warning",
    on="panel",
    title=Text(
        "Điểm của đơn vị trong bảng khác điểm trong kế hoạch hoặc kết quả",
        "The unit's score in the table differs from that of the plan or of a result",
    ),
    why=Text(
        "Một trong hai nơi ghi sai, và thứ hạng tính theo nơi sai cũng sai.",
        "One of the two is wrong, and so is a rank that rests on it.",
    ),
    message=Text(
        "{unit} năm {year}: bảng ghi {score}, {who} ghi {printed}",
        "{unit} in {year}: {score} in the table, {printed} in {who}",
    ),
    help=Text("so cả hai với nguồn đã công bố", "compare both with what was published"),
    given=_RANKED,
    wrong="# table\nunit,year,a\nA,2022,7.12\n",
    right="# table\nunit,year,a\nA,2022,7.00\n",
)
def own_scores_are_the_plans(table: "Table", plan: Plan) -> Iterator[Spot]:
    """The own unit's scores are those of the plan, or of final results of years of which it prints
    none, within rounding.
    """
    for own in _own_lines(table, plan):
        cell = own.cell
        if cell.score is None or own.score is None:
            continue
        if abs(cell.score - own.score) > own.slack:
            values: dict[str, object] = {
                "unit": table.own,
                "year": str(own.year),
                "score": cell.score,
                "printed": own.score,
                "who": own.who,
            }
            yield Spot((cell.line, cell.at), values, cell.ident)


@rule(
    "P842",
    "rank-is-not-the-tables",
    "note",
    on="panel",
    title=Text(
        "Thứ hạng trong kế hoạch hoặc kết quả không khớp với bảng",
        "A rank of the plan or of a result that the table contradicts",
    ),
    why=Text(
        "Thứ hạng suy ra từ điểm của các đơn vị; khác đi là ghi nhầm hoặc xếp theo số liệu khác.",
        "A rank follows from all units' scores; another one is a typing error, or rests on "
        "other figures.",
    ),
    message=Text(
        "{who} ghi hạng {rank} năm {year}, nhưng theo điểm trong bảng thì hạng {range}",
        "{who} says rank {rank} for {year}, but by the scores of this table it is {range}",
    ),
    help=Text(
        "khi so sánh thứ hạng, dùng thứ hạng theo bảng",
        "where ranks are compared, use the one that follows from the table",
    ),
    given=_RANKED,
    wrong="# table\nunit,year,a\nA,2022,7.00\nB,2022,6.50\nC,2022,8.12\n",
    right="# table\nunit,year,a\nA,2022,7.00\nB,2022,7.50\nC,2022,8.12\n",
)
def ranks_follow_from_scores(table: "Table", plan: Plan) -> Iterator[Spot]:
    """A rank of the plan, or of a result, is one that the scores of the table leave possible.

    Scores that rounding may have brought together may rank either way; units that were ranked and
    are not in the table may rank anywhere.
    """
    others: dict[int, list[Mapping[str, Score]]] = {}
    for line, (unit, year) in table.whose.items():
        if unit != table.own:
            others.setdefault(year, []).append(table.scores[line])
    for year, cell, who, said, slack, rank in _own_lines(table, plan):
        row, own = plan.by_id[cell.ident], cell.score if said is None else said
        by_share = row.id in table.totals(plan) and len({each.points for each in table.maxima}) > 1
        if own is None or rank is None or by_share:
            continue
        apart = [
            turned(other.score - own, row.better)
            for line in others.get(year, ())
            if (other := line.get(row.id)) is not None and other.score is not None
        ]
        fields = (rank.of, plan.field(row.id, year), table.declared.get(year))
        ranked = max((each for each in fields if each is not None), default=0)
        unlisted = max(0, ranked - len(apart) - 1)
        best = 1 + sum(more > slack for more in apart)
        worst = 1 + sum(more > -slack for more in apart) + unlisted
        if not best <= rank.at <= worst:
            likely = str(best) if best == worst else f"{best}–{worst}"
            values = {"who": who, "rank": rank, "year": str(year), "range": likely}
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
def totals_have_the_same_rows(table: "Table", plan: Plan) -> Iterator[Spot]:
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
        "kiểm tra “ranked” trong indicators.yaml, hoặc để trống điểm của đơn vị không được xếp "
        "hạng",
        "look at `ranked` in indicators.yaml, or leave empty the scores of units that were not "
        "ranked",
    ),
    given='  - {id: a, name: A, decimals: 2, max: 10, ranked: {"2022": 1}}\n',
    wrong="# table\nunit,year,a\nA,2022,7\nB,2022,6\n",
    right="# table\nunit,year,a\nA,2022,7\nB,2022,\n",
)
def no_more_than_were_ranked(table: "Table", plan: Plan) -> Iterator[Spot]:
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


@rule(
    "P863",
    "unit-and-what-became-it",
    "warning",
    on="panel",
    title=Text(
        "Một năm có cả đơn vị mới và đơn vị cũ đã nhập vào đó",
        "A year with a unit and one that it was made from",
    ),
    why=Text(
        "Trong một năm, bảng theo đơn vị cũ hoặc theo đơn vị mới, không lẫn cả hai.",
        "A year is of the old units or of the new ones, never of both.",
    ),
    message=Text(
        "năm {year} có điểm của {unit}, và cả của {old} là đơn vị đã nhập vào đó",
        "{year} has scores of {unit}, and of {old}, which is part of it",
    ),
    help=Text(
        "bỏ một trong hai, hoặc xem lại ngày “since” trong peers/units.yaml",
        "take one of them out, or look at its date (`since`) in peers/units.yaml",
    ),
    wrong=_MERGED + "# table\nunit,year,a\nB,2026,7\nC,2026,6\n",
    right=_MERGED + "# table\nunit,year,a\nB,2024,7\nC,2024,6\n",
)
def no_unit_beside_what_it_became(table: "Table", plan: Plan) -> Iterator[Spot]:
    """No year has a line of a unit and of one that it was made from."""
    mergers = table.mergers
    if mergers is None:
        return
    indices = {plan.by_id[ident].root.id for ident in table.rows.values()}
    for line, (unit, year) in table.whose.items():
        new = mergers.became.get(unit)
        if new is None or new == unit or (new, year) not in table.listed:
            continue
        if any(mergers.is_new(new, index, year) for index in indices):
            yield Spot((line, table.unit), {"year": str(year), "unit": new, "old": unit})
