"""Where the indices stand, what is promised, by whom, and where scenarios land."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from parplan.engine.gap import Standing, standings
from parplan.model.fields import Better
from parplan.model.plan import Plan
from parplan.points import ZERO, rounded
from parplan.render.table import Block, Heading, Paper, Table, read_by_people
from parplan.reports import annex, gap, goals, project, units
from parplan.reports.amounts import difference
from parplan.reports.bases import on_basis
from parplan.reports.report.kept import kept
from parplan.reports.report.known import Known, paper
from parplan.reports.row_notes import (
    LANDS,
    STANDS,
    excerpts,
    just_missed,
    rounded_apart,
    told_by_others,
    unprinted,
    untold,
)
from parplan.reports.rows import by_name, gap_fields, without_parts
from parplan.reports.staff import Staff
from parplan.reports.units_sentences import nobody_leads, what_is_planned
from parplan.text import Message, Tabled, Text, percent, sentences


def of_plan(
    known: Known, cases: Sequence[project.Case], beside: Sequence[project.Case] = ()
) -> Paper:
    """Where the indices stand, what is promised, by whom, where scenarios land, `beside` others
    that they are held against, and which figures are to be confirmed; the plan's own tables are
    annexed.
    """
    blocks: list[Block] = [Heading(Message(_STANDING), is_first=True), _totals(known)]
    rows = [row for index in known.standings.chosen for row in index.walk()]
    blocks += map(sentences, untold(rows, by_name(known.plan)))
    for index in known.standings.chosen:
        told = [*_stands(known, index), *_rows_of(known, index)]
        years = {"year": known.plan.about.year, "target_year": known.plan.about.target_year}
        blocks += [Heading(Message(index.name)), *(told or [Message(_SILENT, years)])]
    if known.staff is not None:
        blocks += [Heading(Message(_WHO), is_first=True), *_led(known.plan, known.staff)]
    if cases:
        blocks += [Heading(Message(_SCENARIOS), is_first=True), *_landed(known, cases, beside)]
    return paper(known, "plan", Message(_OF_PLAN, {"name": known.plan.about.name}), blocks)


def _totals(known: Known) -> Table:
    """A line an index."""
    result = known.standings
    rows = tuple(index._replace(children=()) for index in result.chosen)
    told = gap.answer(result._replace(chosen=rows, findings=())).tables()
    lines = tuple(line._replace(role="row") for table in told for line in table.lines)
    title = gap_fields(rows, "Gap")[0].title  # of rows in which more and in which less is better
    columns = tuple(it._replace(title=title) if it.key == "gap" else it for it in told[0].columns)
    return kept(known.plan, told[0]._replace(lines=lines, columns=columns), _TOTAL_COLUMNS)


def _rows_of(known: Known, index: Standing) -> Iterator[Block]:
    if index.children and any(map(_says_any, index.walk())):
        rows = without_parts([index])
        told = gap.answer(known.standings._replace(chosen=rows)).tables()[0]
        last = "headroom_used" if any(it.headroom for it in rows[0].walk()) else "gap"
        columns = tuple(
            it._replace(human=True) if last == "gap" and it.kind == "left" else it
            for it in told.columns
        )
        table = kept(known.plan, told._replace(columns=columns), (*_GAP_COLUMNS, last))
        below = [row for child in rows[0].children for row in child.walk()]
        called = by_name(known.plan)
        feet = (*told_by_others(below, called), *just_missed(below, _FIGURES, called))
        yield table._replace(feet=(*unprinted(rows[0]), *feet, *excerpts(index, called)))


def _says_any(row: Standing) -> bool:
    figures = (row.score, row.planned, row.target)
    return bool(row.aims) or any(it is not None for it in figures)


def _led(plan: Plan, staff: Staff) -> Iterator[Block]:
    yield from nobody_leads(staff)
    yield from what_is_planned(staff)
    for _, told in units.by_index(staff):
        if told.lines:  # what nobody leads is said above
            yield Heading(Message(_INDEX, told.title.values))
            yield told.feet[0]
            yield kept(plan, told, _LED_COLUMNS)


def _landed(
    known: Known, cases: Sequence[project.Case], beside: Sequence[project.Case]
) -> Iterator[Block]:
    result, called = known.standings, by_name(known.plan)
    for case in cases:
        yield Message(_SCENARIO, {"name": case.name})
        yield from project.all_changes(case, called)
    rows = [case.showing(without_parts(case.projection.indices)) for case in (*beside, *cases)]
    tables = project.answer(rows, result.ground).tables()
    for index, told in zip(result.chosen, tables, strict=True):
        keys = [told.columns[at].key for at in read_by_people(told)]
        if beside:  # there is room for names alone
            keys = [key for key in keys if key != "id"]
        yield Heading(Message(index.name))
        yield kept(known.plan, told, keys)
        for case in cases:
            landed = next(it for it in case.projection.indices if it.id == index.id)
            missed = just_missed(landed.walk(), {"projected": LANDS}, called)
            noted = (*project.limits(case, landed, called), *missed)
            yield from project.in_scenario(case, noted) if len(cases) > 1 else noted
        yield from excerpts(index, called)


def _stands(known: Known, index: Standing) -> Iterator[Message]:
    """Where an index stands, as documents say it; what is promised, and what that takes."""
    about = known.plan.about
    row = known.plan.by_id[index.id]
    own = annex.stands(known.plan, row)
    if own is not None:
        yield own
        score, printed = index.score, row.node.score
        if score is not None and printed not in (None, rounded(score, index.decimals)):
            on = on_basis(known.standings.basis, index, "score", Tabled(score, index.decimals))
            yield Message(_ANOTHER, {"said": on})
        yield from _of_past(known, index)
    if index.target is not None or index.aims:
        yield Message(_AIMS, {"year": about.target_year, "targets": tuple(_targets(known, index))})
    yield from map(sentences, told_by_others([index], by_name(known.plan)))
    yield from just_missed([index], _FIGURES, by_name(known.plan))
    yield from rounded_apart([index], {"gap": ("target", "score")}, by_name(known.plan))
    if index.gap is not None and index.gap < ZERO:
        yield Message(_PASSED[index.better], {"by": difference(row, -index.gap)})
    elif index.gap and index.headroom:
        left = (("gap", index.gap), ("headroom", index.headroom))
        needs = {name: difference(row, value) for name, value in left}
        yield Message(_NEEDS[index.better], {**needs, "share": percent(index.gap / index.headroom)})


def _of_past(known: Known, index: Standing) -> Iterator[Message]:
    """What is to be known of the ranks and changes that a document prints of an index."""
    paths = {f"{index.id}.{field}" for field in ("rank", "change", "rank_change")}
    yield from (it.message for it in known.standings.findings if it.path in paths)


def _targets(known: Known, index: Standing) -> Iterator[Message]:
    """The target of an index, on every basis that has another one; what it rests on where the
    document does not print it.
    """
    told: set[Decimal | None] = set()
    own = known.standings.basis
    each = gap.on_each_basis(known.standings, index.id)
    for basis, row in sorted(each.items(), key=lambda it: it[0] != own):
        points = None if row.target is None else rounded(row.target, row.decimals)
        if points in told or (points is None and not row.aims):
            continue
        told.add(points)
        is_anew = basis == "corrected" and (own != basis or _is_corrected(known, row))
        if row.aims and (row.target is None or row.target_source == "printed"):
            words = _STATED_ANEW if is_anew else _STATED
            yield Message(words, {"said": goals.listed(row.aims, row.decimals)})
        elif row.target is not None:
            as_printed = basis == "corrected" and not is_anew
            value = Tabled(row.target, row.decimals)
            yield on_basis("printed" if as_printed else basis, row, "target", value)


def _is_corrected(known: Known, row: Standing) -> bool:
    """Whether the errata change what an index is to reach."""
    document = known.document.aiming(known.plan.about.target_year)
    before = next(it for it in standings(document) if it.id == row.id)
    return (before.target, before.aims) != (row.target, row.aims)


_FIGURES = {"score": STANDS, "projected": LANDS}
_INDEX = Text("{name}", "{name}")
_TOTAL_COLUMNS = ("label", "score", "max", "rank", "planned", "target", "gap", "headroom_used")
_GAP_COLUMNS = ("id", "label", "rank", "score", "max", "planned", "target")
_LED_COLUMNS = ("name", "rows", "alone", "alone_share", "shared")
_OF_PLAN = Text(
    "Hiện trạng và mục tiêu các chỉ số theo {name}", "Where the indices stand and aim: {name}"
)
_STANDING = Text("Hiện trạng và mục tiêu", "Where the indices stand, and their targets")
_WHO = Text("Đơn vị chủ trì", "Lead units")
_SCENARIOS = Text("Các kịch bản", "Scenarios")
_SCENARIO = Text("Kịch bản “{name}”:", "Scenario “{name}”:")
_SILENT = Text(
    "Kế hoạch không ghi điểm năm {year} và mục tiêu năm {target_year} của chỉ số này.",
    "The plan gives no score of {year} and no target of {target_year} for this index.",
)
_ANOTHER = Text("Điểm tính lại: {said}.", "The score is {said}.")
_AIMS = Text("Mục tiêu năm {year}: {targets}.", "Target of {year}: {targets}.")
_STATED = Text("{said} theo văn bản", "{said} as printed")
_STATED_ANEW = Text("{said} theo số liệu đã đính chính", "{said} as corrected")
_PASSED: Mapping[Better, Text] = {
    "higher": Text(
        "Hiện đã vượt {by} so với mục tiêu.", "That is {by} below where it stands already."
    ),
    "lower": Text(
        "Hiện đã thấp hơn {by} so với mục tiêu.", "That is {by} above where it stands already."
    ),
}
_NEEDS: Mapping[Better, Text] = {
    "higher": Text(
        "Cần tăng thêm {gap}, bằng {share} dư địa ({headroom}).",
        "That takes {gap}, {share} of the headroom ({headroom}).",
    ),
    "lower": Text(
        "Cần giảm thêm {gap}, bằng {share} dư địa ({headroom}).",
        "That takes {gap} less, {share} of the headroom ({headroom}).",
    ),
}
