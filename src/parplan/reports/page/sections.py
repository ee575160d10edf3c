"""The sections below the rows of the page: tables as the other reports make them, contradictions,
scenarios to try.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from parplan.engine.baseline import Baseline
from parplan.engine.gap import Standing
from parplan.ids import named
from parplan.model.cells import Cell
from parplan.model.draws import SCENARIOS, SEED
from parplan.model.fields import FIGURE_WORDS, field_of
from parplan.model.findings import KNOWN_WORD, SEVERITY_WORDS, Finding
from parplan.model.scenario import Change
from parplan.points import HUNDRED, MOST_DECIMALS, decimal_of, decimals_in, digits, exact, rounded
from parplan.render.table import Column, Line, Mark, Scale, Span, Table
from parplan.reports import gap, goals
from parplan.reports import project as projections
from parplan.reports import review as reviews
from parplan.reports import units as stakes
from parplan.reports.bases import BASES, ON_EACH_BASIS
from parplan.reports.fields import At, Field, table
from parplan.reports.names import full_names
from parplan.reports.odds import VIEWS, Forecast, ViewName
from parplan.reports.page.made import Both, Page
from parplan.reports.page.rows import place
from parplan.reports.page.words import WORDS
from parplan.reports.project import Case
from parplan.reports.row_notes import NOT_PRINTED, by_others
from parplan.reports.rows import by_name, figure_name, way_of, without_parts
from parplan.reports.titles import Titles
from parplan.reports.units_sentences import nobody_leads, what_is_planned
from parplan.text import Message, Sentence, Text, both, capital, plain, sentences

if TYPE_CHECKING:
    from parplan.engine.simulate import Chance, View  # rest on numpy


class Section(NamedTuple):
    """A section: its name for addresses, its title, what it says, its tables; contradictions, and
    scenarios to try.
    """

    name: str
    title: Text
    said: Sequence[Message | Text]
    tables: Sequence[Table] = ()
    findings: Sequence[dict[str, Any]] = ()
    links: Sequence[dict[str, Any]] = ()


def told(page: Page) -> list[dict[str, Any]]:
    """Those that have something to tell."""
    each = (_bases, _others, _scenarios, _findings, _units, _odds, _outcome)
    return [
        {
            **section._asdict(),
            "title": both(section.title),
            "said": [both(said) for said in section.said],
        }
        for of in each
        if (section := of(page)) is not None
    ]


def _bases(page: Page) -> Section | None:
    totals = _totals(page.standings)
    return None if totals is None else Section("bases", ON_EACH_BASIS, (_BASES_SAID,), (totals,))


def _others(page: Page) -> Section | None:
    rows = (row for index in page.whole.projection.indices for row in index.walk())
    said = [*map(sentences, by_others(rows, by_name(page.baseline.plan)))]
    return Section("others", _OTHERS, said) if said else None


def _scenarios(page: Page) -> Section | None:
    if not page.cases:
        return None
    cases = [
        case.showing(without_parts(case.projection.indices)) for case in (page.whole, *page.cases)
    ]
    called = by_name(page.baseline.plan)
    tables = projections.answer(cases, page.standings.ground, called).tables()
    changes = [
        sentences(Message(_NAMED, {"name": case.name}), *told)
        for case in page.cases
        if (told := projections.all_changes(case, called))
    ]
    links = [it for case in page.cases if (it := _try(case, page.baseline)) is not None]
    said: list[Message | Text] = [_SCENARIOS_SAID, *changes]
    return Section("scenarios", _SCENARIOS, said, _plain(tables, ("id",)), links=links)


def _findings(page: Page) -> Section:
    names = full_names(page.baseline.plan)
    found = [_finding(names, *each) for each in enumerate(page.contradictions, 1)]
    said = _FOUND_SAID if found else _NOTHING_FOUND
    return Section("findings", _FINDINGS, (said,), findings=found)


def _units(page: Page) -> Section | None:
    staff = page.staff
    if staff is None:
        return None
    led = [stakes.of_index(staff, index, stakes.SHORT) for index in staff.indices]
    tables = [it._replace(feet=it.feet[:1]) for it in _named(page, led) if it.lines]
    way = way_of(index.better for index in staff.indices)
    said: list[Message | Text] = [Message(_UNITS_SAID, {"way": way})]
    said += [*nobody_leads(staff), *what_is_planned(staff)]
    return Section("units", _UNITS, said, tables)


def _odds(page: Page) -> Section | None:
    if not page.odds:
        return None
    from parplan.reports import simulate as simulations

    odds = tuple(each.showing(without_parts((each.chance,))[0]) for each in page.odds)
    run = simulations.Run(Forecast(odds), SCENARIOS, SEED, None, page.whole.name)
    answer = simulations.answer(run, page.standings.ground, by_name(page.baseline.plan))
    tables = _named(page, (answer.sheets or answer.tables)())
    every, own = _said_once(tables, (*simulations.HOW_DRAWN, NOT_PRINTED))
    drawn = [
        _drawn(each, page.baseline, it.chance)
        for each, it in zip(_plain(own, _NOT_OF_ODDS), odds, strict=True)
    ]
    return Section("odds", _ODDS, (_ODDS_SAID, sentences(*every)), drawn)


def _drawn(it: Table, on: Baseline, index: "Chance") -> Table:
    """A table of odds, with a picture behind the names: in each view from where to where a row may
    land, nine times of ten, and where its target is.
    """
    rows = {row.id: row for row in index.walk()}
    keys = [column.key for column in it.columns]
    ident, at = keys.index("id"), keys.index("label") + 1

    def span(row: "Chance", view: ViewName) -> Span | None:
        ends: View = getattr(row, view)
        low, high = (place(on, row.id, points) for points in (ends.p5, ends.p95))
        return None if low is None or high is None else Span(low, high)

    def scale(line: Line) -> Mark:
        row = rows[str(line.cells[ident].value)]
        spans = tuple(span(row, view) for view in VIEWS)
        return Mark(Scale(spans, place(on, row.id, row.target)) if any(spans) else None)

    column = Column("picture", WORDS["bar"], "span")
    lines = (
        line._replace(cells=(*line.cells[:at], scale(line), *line.cells[at:])) for line in it.lines
    )
    return it._replace(columns=(*it.columns[:at], column, *it.columns[at:]), lines=tuple(lines))


def _outcome(page: Page) -> Section | None:
    if page.review is None:
        return None
    tables = reviews.tables(page.review, by_name(page.baseline.plan))
    return Section("outcome", _OUTCOME, (), _plain(tables, _NOT_OF_OUTCOME)) if tables else None


_NOT_OF_OUTCOME = (
    "id",
    "change",
    *(f"{view}_{key}" for view in VIEWS for key in ("span", "probability", "corrected")),
)
_NOT_OF_ODDS = ("id", "score", "target", *(f"{view}_middle" for view in VIEWS))


def _said_once(
    tables: Sequence[Table], without: Container[Text]
) -> tuple[list[Message], list[Table]]:
    """What stands below every table, and the tables without that, and without some words."""
    feet = [[foot for foot in each.feet if foot.text not in without] for each in tables]
    every = [foot for foot in feet[0] if all(foot in others for others in feet[1:])]
    own = (tuple(foot for foot in each if foot not in every) for each in feet)
    return every, [each._replace(feet=kept) for each, kept in zip(tables, own, strict=True)]


def _named(page: Page, tables: Iterable[Table]) -> list[Table]:
    """Tables of the indices, which the section's title says all else of, by the index's name."""
    indices = page.whole.projection.indices
    return [
        each._replace(title=Message(_NAME, {"name": index.name}))
        for each, index in zip(tables, indices, strict=True)
    ]


def _plain(tables: Iterable[Table], without: Container[str]) -> list[Table]:
    """Tables without some columns, and without the notes on contradictions, which have a section
    of their own.
    """
    return [
        each._replace(
            columns=tuple(
                column._replace(human=column.human and column.key not in without)
                for column in each.columns
            ),
            notes=(),
        )
        for each in tables
    ]


class _Total(NamedTuple):
    """A figure of an index, on every basis."""

    name: Text
    decimals: int
    field: str
    each: Mapping[str, Standing]


def _shown(points: Decimal | None, decimals: int) -> Decimal | None:
    return None if points is None else rounded(points, decimals)


def _totals(result: gap.Standings) -> Table | None:
    """The totals of the indices on every basis, where one of them makes a difference in what is
    shown.
    """
    rows = [
        _Total(index.name, decimals_in(index, field), field, each)
        for index in result.chosen
        for each in (gap.on_each_basis(result, index.id),)
        for field in ("score", "planned", "target")
        if len({_shown(getattr(row, field), decimals_in(row, field)) for row in each.values()}) > 1
    ]
    if not rows:
        return None

    def on(basis: str) -> Callable[[At], object]:
        return lambda at: _as_stated(at.row.each[basis], at.row.field)

    there = [basis for basis in BASES if basis in rows[0].each]
    fields = (
        Field("name", "text", Titles.INDEX),
        Field("figure", "text", Titles.FIGURE, lambda at: FIGURE_WORDS[at.row.field]),
        *(Field(basis, "target", capital(BASES[basis]), on(basis)) for basis in there),
    )
    return table(Message(_BASES_TABLE), fields, (At(row) for row in rows))


def _as_stated(row: Standing, field: str) -> object:
    """A figure of a total, a target as the document states it where it does."""
    if field == "target" and row.target_source == "printed":
        return goals.aimed(row, printed=True)
    return getattr(row, field)


def _finding(names: Mapping[str, Text], number: int, finding: Finding) -> dict[str, Any]:
    """A contradiction: which figure it stands at, the sentence, and the cells that it is about."""
    known, above = finding.erratum is not None, ""
    cells = []
    for cell in (finding.source, *(it.cell for it in finding.operands)):
        if cell:
            cells.append({"printed": cell.printed, "place": _place(cell, above)})
            above = cell.heading or ""
    return {
        "number": number,
        "code": finding.code,
        "figure": both(_figure(names, finding.path)),
        "said": both(Sentence(finding.message)),
        "status": both(KNOWN_WORD if known else SEVERITY_WORDS[finding.severity]),
        "cells": cells,
    }


def _figure(names: Mapping[str, Text], path: str) -> Text | Message:
    """A figure by the name of its row; what is no figure by its path."""
    ident, _, field = path.rpartition(".")
    if ident not in names or field_of(field) not in FIGURE_WORDS:
        return Text(path, path)
    return figure_name(names[ident], field)


def _place(cell: Cell, above: str) -> Both:
    """Where the document has a figure: in its own words, which are the same in each language, with
    the table where the cell above stands in another one.
    """
    if cell.sentence or not cell.heading:
        return both(cell.place)
    page = "" if cell.page is None else f" ({cell.page})"
    table = "" if cell.heading == above else f"{cell.heading}{page} › "
    return both(Text(*[plain(f"{table}{cell.row} › {cell.column}")] * 2))


def _try(case: Case, on: Baseline) -> dict[str, Any] | None:
    """A scenario as the page's address has it, so that it can be tried on from there; None where
    that cannot say it.
    """
    typed = ["base=current"] if case.base == "current" else []
    typed += [each for change in case.changes for each in _typed(change, on, case.base)]
    typed += ["clamp"] if case.projection.held else []
    if _NOT_READ in typed:
        return None
    return {"said": both(Message(_TRY, {"name": case.name})), "address": "&".join(typed)}


_NOT_READ = ""  # stands for what has more digits than the page reads


def _typed(change: Change, on: Baseline, base: str) -> Iterator[str]:
    if change.kind == "share":
        amount = f"{exact((change.amount * HUNDRED).normalize())}%"
    else:
        sign = "+" if change.kind == "add" and change.amount >= 0 else ""
        amount = sign + exact(change.amount)
    if change.typed is None:
        yield f"share={amount}"
        return
    idents = named(change.typed, on.fact)
    for ident in idents:
        if change.kind != "share" and not on.plan.by_id[ident].applies and len(idents) > 1:
            continue
        score = on.score[ident]
        if change.kind == "set" and change.amount < 0 and score is not None:
            # A sign is read as points to add: to today's score, then, of which the plan is taken.
            more = decimal_of(Fraction(change.amount) - score)
            if base == "plan":
                yield f"{ident}=0%"
            sign = "+" if more >= 0 else ""
            yield _NOT_READ if digits(more) > MOST_DECIMALS else f"{ident}={sign}{exact(more)}"
        else:
            yield f"{ident}={amount}"


_BASES_TABLE = Text("Những tổng điểm có khác biệt", "The totals that differ")
_BASES_SAID = Text(
    "Tổng điểm khác nhau tùy cách tính, nêu ở đầu mỗi cột. Chỉ ghi số có khác biệt.",
    "A total depends on what it rests on, as each column is headed. Only what differs is shown.",
)
_OTHERS = Text("Số điểm cần để đạt thứ hạng, nhóm mục tiêu", "What ranks and groups take")
_SCENARIOS = Text("Các kịch bản", "Scenarios side by side")
_SCENARIOS_SAID = Text(
    "Điểm dự báo của từng kịch bản, bên cạnh kế hoạch thực hiện đầy đủ.",
    "Where each scenario lands, beside the plan carried out in full.",
)
_NAMED = Text("“{name}”:", "“{name}”:")
_TRY = Text("Thử: {name}", "Try: {name}")
_FINDINGS = Text("Mâu thuẫn trong văn bản", "Contradictions in the document")
_FOUND_SAID = Text(
    "Số liệu của văn bản không khớp nhau ở những chỗ sau. Chương trình không tự sửa số nào.",
    "The document's figures do not agree in these places. None has been changed silently.",
)
_NOTHING_FOUND = Text("Không phát hiện mâu thuẫn.", "No contradiction was found.")
_UNITS = Text("Đơn vị chủ trì", "Who leads what")
_UNITS_SAID = Text(
    "Mức dự kiến {way} mà từng đơn vị chủ trì.", "The planned points that each unit leads."
)
_ODDS = Text("Xác suất đạt mục tiêu", "Chances of meeting the targets")
_NAME = Text("{name}", "{name}")
_ODDS_SAID = Text(
    "Xác suất là của kế hoạch hiện tại, không theo phương án đang thử ở trên.",
    "These chances are of the plan as it stands, not of what is tried above.",
)
_OUTCOME = Text("Kết quả thực tế", "Outcome")
