"""What the page tells: where each index stands and lands, row by row, what is contradictory, who
leads it, how likely it is, what came of it. Plain data with texts in both languages; tables as the
other reports make them.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from parplan.engine.baseline import Baseline
from parplan.engine.gap import Standing
from parplan.engine.project import Projected
from parplan.engine.verdicts import meets, sign_of
from parplan.ids import named
from parplan.model.aims import is_to_be_passed
from parplan.model.cells import Cell
from parplan.model.fields import FIGURE_WORDS
from parplan.model.findings import KNOWN_WORD, SEVERITY_WORDS, Finding
from parplan.model.scenario import Change
from parplan.points import HUNDRED, Lang, exact, readable, rounded, tabled
from parplan.render.table import Aimed, Table
from parplan.reports import gap, goals, kernel
from parplan.reports import project as projections
from parplan.reports import review as reviews
from parplan.reports import units as stakes
from parplan.reports.fields import At, Field, table
from parplan.reports.odds import likelihood
from parplan.reports.project import HELD, Case
from parplan.reports.review import Review
from parplan.reports.rows import Ground, Titles, without_parts
from parplan.reports.units import Staff
from parplan.rules.scenarios import refusal_words
from parplan.text import Message, Text, plain, spoken

if TYPE_CHECKING:
    from parplan.reports.simulate import Drawn  # rests on numpy

Both = dict[str, str]  # the same in each language, by its code


class Page(NamedTuple):
    """What a page is made of: the standings on every basis; the plan carried out in full, which
    starts what-ifs; scenarios; who leads what; odds; the outcome. None is not there, nothing asked
    for or nothing known.
    """

    standings: gap.Standings
    baseline: Baseline
    basis: str
    plan: str  # how the plan is named; empty for the example
    call: str  # of `parplan project`, up to what is tried
    whole: Case
    clamped: bool  # the plan itself passes a limit, and is held there
    cases: tuple[Case, ...]
    ground: Ground
    staff: Staff | None
    drawn: "Drawn | None"
    review: Review | None


def told(page: Page) -> dict[str, Any]:
    """Everything that the page tells."""
    about = page.ground.about
    return {
        "title": _both(about.name),
        "unit": plain(about.unit or ""),
        "years": f"{about.year} → {about.target_year}",
        "basis": _both(_BASIS[page.basis]),
        "source": _both(
            Message(_SOURCE if page.plan else _NAME, {"name": about.id, "folder": page.plan})
        ),
        "call": page.call,
        "clamped": page.clamped,
        "indices": [_index(page, index) for index in page.whole.projection.indices],
        "sections": [_section(*each) for each in _sections(page)],
        "kernel": _kernel(page),
        "words": {key: _both(text) for key, text in _WORDS.items()},
        "script_words": {key: _both(text) for key, text in _SCRIPT_WORDS.items()},
        "refusals": {code: _refusal(code) for code in _REFUSALS},
    }


# The rows, as they stand and as they land.


def _index(page: Page, index: Projected) -> dict[str, Any]:
    return _row(page, index, 0, _noted(page.ground.findings))


def _row(page: Page, row: Projected, depth: int, notes: Mapping[str, list[int]]) -> dict[str, Any]:
    """A row with all below it. Points stand as text in both languages, and exactly."""
    standing = page.baseline.standing[row.id]
    printed = row.target_source == "printed"
    decimals = row.decimals_of["projected"]
    return {
        "id": row.id,
        "name": _both(row.name),
        "depth": depth,
        "rank": str(standing.rank) if standing.rank else "",
        "applies": standing.applies,
        "score": _points(row.score, decimals),
        "max": _points(row.max, row.decimals),
        "change": _points(row.change, row.decimals),
        "projected": _points(row.projected, decimals),
        "target": _target(goals.aimed(row, printed=printed), row.decimals),
        "verdict": _verdict(page, row),
        "odds": None if depth else _odds(page, row.id),
        "outcome": None if depth else _came(page, row),
        "bar": _bar(page.baseline, row),
        "notes": sorted({number for path in _paths(row.id) for number in notes.get(path, ())}),
        "rows": [_row(page, child, depth + 1, notes) for child in row.children],
    }


def _bar(on: Baseline, row: Projected) -> dict[str, str]:
    """Where things lie between the least and the most that a row can come to, in percent."""
    top = on.standing[row.id].ceiling
    low = on.plan.by_id[row.id].floor
    if top is None or top <= low:
        return {}
    places = {"score": row.score, "projected": row.projected, "target": row.target}
    return {
        key: exact(
            rounded(min(max((value - low) / (top - low), Decimal(0)), Decimal(1)) * HUNDRED, 2)
        )
        for key, value in places.items()
        if value is not None
    }


def _verdict(page: Page, row: Projected) -> dict[str, str]:
    """Whether the target is met as projected, and by how much it is passed or missed."""
    on, moved = page.baseline, page.whole.projection.moved
    score, target = on.score[row.id], on.target[row.id]
    if row.target is None:
        return {"kind": "none", "vi": "", "en": ""}
    if score is None or target is None or row.shortfall is None or row.id not in moved:
        return {"kind": "unknown", **_both(_SCRIPT_WORDS["unknown"])}
    sign = sign_of(row.target, row.aims, row.max, row.better)
    met, beyond = meets(score + moved[row.id], sign, target), abs(row.shortfall)
    kind = key = "met" if met else "missed"
    if beyond and not (met and row.better == "lower"):
        key = "passed" if met else "missing" if row.better == "higher" else "beyond"
    value = Text(*(tabled(beyond, row.decimals, lang) for lang in _LANGUAGES))
    return {"kind": kind, **_both(Message(_SCRIPT_WORDS[key], {"value": value}))}


def _odds(page: Page, ident: str) -> Both | None:
    """The chance of meeting an index's target."""
    chances = {} if page.drawn is None else {it.chance.id: it.chance for it in page.drawn.odds}
    chance = likelihood(chances[ident].probability) if ident in chances else None
    return None if chance is None else {lang: chance.say(lang) for lang in _LANGUAGES}


def _came(page: Page, row: Projected) -> Both | None:
    """What an index came to in the year of its target."""
    outcome = None if page.review is None else page.review.whole[row.id]
    return None if outcome is None else _points(outcome.score, outcome.decimals)


def _target(aimed: Aimed | None, decimals: int) -> Both | None:
    if aimed is None:
        return None
    if aimed.said is not None:
        return _both(aimed.said)
    sign = f"{aimed.sign}\u00a0" if aimed.sign else ""
    points = _points(aimed.points, decimals)
    return points and {**points, **{lang: sign + points[lang] for lang in ("vi", "en")}}


def _points(value: Decimal | None, decimals: int) -> Both | None:
    """Points as tables show them, and every digit (`exact`)."""
    if value is None:
        return None
    return {
        "exact": exact(readable(value)),
        **{str(lang): tabled(value, decimals, lang) for lang in _LANGUAGES},
    }


# What the kernel needs, and what it says.


def _kernel(page: Page) -> dict[str, Any]:
    """The baseline, and of every row what its figures are held against."""
    data, on = kernel.record(page.baseline), page.baseline
    rows = {row.id: row for index in page.whole.projection.indices for row in index.walk()}
    for ident, record in data["rows"].items():
        row, scale = rows[ident], on.compiled.scale[record["at"]]
        target = on.target[ident]
        record["decimals"] = row.decimals_of["projected"]
        if row.better == "lower":
            record["lower"] = True
        if target is not None:
            record["target"] = str(target * scale)
            if is_to_be_passed(row.target, row.aims, row.max):
                record["strict"] = True
    return data


_REFUSALS = ("W701", "W702", "W703", "W704", "W705", "W709", "S108")


def _refusal(code: str) -> Both:
    """Why something cannot be, and what to do, with the places of what fills it in."""
    names = ("id", "value", "limit", "asked", "nearest", "row", "part", "increase", "what")
    said, todo = refusal_words(code, {name: f"{{{name}}}" for name in names if name != "what"})
    if code == "S108":
        return _both(said)
    return {lang: f"{said.say(lang)}; {todo.say(lang)}" for lang in _LANGUAGES}


_LANGUAGES: tuple[Lang, ...] = ("vi", "en")


# Sections below the rows.

_Made = tuple[str, Text, Sequence[Message | Text], Sequence[Table], Sequence[dict[str, Any]]]


def _sections(page: Page) -> Iterator[_Made]:
    """Those that have something to tell: a name, a title, what is said, tables, a list."""
    bases = _bases(page.standings)
    if bases is not None:
        yield "bases", _BASES, (_BASES_SAID,), (bases,), ()
    if page.cases:
        cases = [_rows_only(case) for case in (page.whole, *page.cases)]
        tables = projections.answer(cases, page.ground).tables()
        links = [_try(case, page.baseline) for case in page.cases]
        yield "scenarios", _SCENARIOS, (_SCENARIOS_SAID,), _plain(tables, ("id",)), links
    found = [_finding(at, it) for at, it in enumerate(_contradictions(page.ground.findings), 1)]
    said = _FOUND_SAID if found else _NOTHING_FOUND
    yield "findings", _FINDINGS, (said,), (), found
    if page.staff is not None:
        led = [stakes.of_index(page.staff, index, stakes.SHORT) for index in page.staff.indices]
        names = {row.id: row.name for index in page.staff.indices for row in index.walk()}
        unled = tuple(names[ident] for ident, _ in page.staff.unled())
        nobody = (Message(_NOBODY_LEADS, {"rows": unled}),) if unled else ()
        tables = [it for it in _named(page, led) if it.lines]
        yield "units", _UNITS, (_UNITS_SAID, *nobody), tables, ()
    if page.drawn is not None:
        from parplan.reports import simulate as simulations

        odds = [each.showing(without_parts((each.chance,))[0]) for each in page.drawn.odds]
        answer = simulations.answer(page.drawn._replace(odds=tuple(odds)), page.ground)
        tables = _named(page, (answer.sheets or answer.tables)())
        yield "odds", _ODDS, (_ODDS_SAID,), _plain(tables, _NOT_OF_ODDS, _ODDS_TITLES), ()
    if page.review is not None:
        tables = reviews.answer(page.review).tables()
        if tables:
            left_out = ("id", "range", "probability", "change", "probability_corrected")
            yield "outcome", _OUTCOME, (), _plain(tables, left_out), ()


def _section(
    name: str,
    title: Text,
    said: Sequence[Message | Text],
    tables: Sequence[Table],
    listed: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    return {
        "name": name,
        "title": _both(title),
        "said": [_both(each) for each in said],
        "tables": tables,
        "findings": listed if name == "findings" else (),
        "links": listed if name == "scenarios" else (),
    }


_NOT_OF_ODDS = ("id", "score", "range", "mean", "p50")


def _named(page: Page, tables: Iterable[Table]) -> list[Table]:
    """Tables of the indices, which the section's title says all else of, by the index's name."""
    indices = page.whole.projection.indices
    return [
        each._replace(title=Message(_NAME, {"name": index.name}))
        for each, index in zip(tables, indices, strict=True)
    ]


def _plain(
    tables: Iterable[Table], without: Container[str], titles: Mapping[str, Text] = {}
) -> list[Table]:
    """Tables without some columns, some with shorter titles, and without the notes on
    contradictions, which have a section of their own."""
    return [
        each._replace(
            columns=tuple(
                column._replace(
                    human=column.human and column.key not in without,
                    title=titles.get(column.key, column.title),
                )
                for column in each.columns
            ),
            notes=(),
        )
        for each in tables
    ]


def _rows_only(case: Case) -> Case:
    indices = without_parts(case.projection.indices)
    return case._replace(projection=case.projection._replace(indices=indices))


class _Total(NamedTuple):
    """A figure of an index, on every basis."""

    name: Text
    decimals: int
    field: str
    each: Mapping[str, Standing]


def _bases(result: gap.Standings) -> Table | None:
    """The totals of the indices on every basis, where one of them makes a difference."""
    rows = [
        _Total(index.name, index.decimals, field, each)
        for index in result.chosen
        for each in (gap.on_each_basis(result, index.id),)
        for field in ("score", "planned", "target")
        if len({getattr(row, field) for row in each.values()}) > 1
    ]
    if not rows:
        return None

    def on(basis: str) -> Callable[[At], object]:
        return lambda at: getattr(at.row.each[basis], at.row.field)

    there = [basis for basis in _BASIS if basis in rows[0].each]
    fields = (
        Field("name", "text", _INDEX),
        Field("figure", "text", _FIGURE, lambda at: FIGURE_WORDS[at.row.field]),
        *(Field(basis, "points", _BASIS[basis], on(basis)) for basis in there),
    )
    return table(Message(_BASES_TABLE), fields, (At(row) for row in rows))


def _contradictions(findings: Iterable[Finding]) -> list[Finding]:
    """What does not add up, or cannot be."""
    return [it for it in findings if it.is_contradiction or it.code.startswith(("A", "R"))]


def _paths(ident: str) -> tuple[str, ...]:
    return tuple(f"{ident}.{field}" for field in ("score", "max", "planned", "target"))


def _noted(findings: Iterable[Finding]) -> dict[str, list[int]]:
    """Which contradictions a figure is part of, by its path: their places in the list."""
    notes: dict[str, list[int]] = {}
    for number, finding in enumerate(_contradictions(findings), 1):
        for path in {finding.path, *(part.path for part in finding.operands)}:
            notes.setdefault(path, []).append(number)
    return notes


def _finding(number: int, finding: Finding) -> dict[str, Any]:
    """A contradiction: the sentence, and the cells that it is about."""
    cells = [(finding.path, finding.source), *((it.path, it.cell) for it in finding.operands)]
    known = finding.erratum is not None
    return {
        "number": number,
        "code": finding.code,
        "path": finding.path,
        "said": _both(finding.message),
        "status": _both(KNOWN_WORD if known else SEVERITY_WORDS[finding.severity]),
        "cells": [
            {"path": path, "printed": cell.printed, "place": _place(cell)}
            for path, cell in cells
            if cell
        ],
    }


def _place(cell: Cell) -> Both:
    """Where the document has a figure: in its own words, which are the same in each language."""
    if cell.sentence or not cell.heading:
        return _both(cell.place)
    page = "" if cell.page is None else f" ({cell.page})"
    return _both(Text(*[plain(f"{cell.heading}{page} › {cell.row} › {cell.column}")] * 2))


def _try(case: Case, on: Baseline) -> dict[str, Any]:
    """A scenario as the page's address has it, so that it can be tried on from there."""
    typed = ["base=current"] if case.base == "current" else []
    typed += [each for change in case.changes for each in _typed(change, on)]
    return {"said": _both(Message(_TRY, {"name": case.name})), "address": "&".join(typed)}


def _typed(change: Change, on: Baseline) -> Iterator[str]:
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
        if change.kind == "share" or on.plan.by_id[ident].applies or len(idents) == 1:
            yield f"{ident}={amount}"


def _both(said: Text | Message) -> Both:
    return {lang: spoken(said, lang) for lang in _LANGUAGES}


_SOURCE = Text("{folder} ({name})", "{folder} ({name})")
_INDEX = Text("Chỉ số", "Index")
_FIGURE = Text("Số liệu", "Figure")
_BASIS: Mapping[str, Text] = {
    "printed": Text("Theo văn bản", "As printed"),
    "parts": Text("Cộng tiêu chí thành phần", "From the parts"),
    "corrected": Text("Theo đính chính", "As corrected"),
}
_BASES = Text("Tổng điểm theo từng cách tính", "Totals on each basis")
_BASES_TABLE = Text("Những tổng điểm có khác biệt", "The totals that differ")
_BASES_SAID = Text(
    "Văn bản có chỗ mâu thuẫn, nên tổng điểm phụ thuộc cách tính: lấy số ghi trong văn bản, cộng "
    "lại từ tiêu chí thành phần, hoặc lấy số đã quyết định đính chính. Chỉ nêu số có khác biệt.",
    "The document contradicts itself in places, so a total depends on what it rests on: the "
    "printed figures, the parts added up, or the corrections decided on. Only what differs is "
    "shown.",
)
_SCENARIOS = Text("Các kịch bản", "Scenarios side by side")
_SCENARIOS_SAID = Text(
    "Điểm dự báo của từng kịch bản, bên cạnh kế hoạch thực hiện đầy đủ.",
    "Where each scenario lands, beside the plan carried out in full.",
)
_TRY = Text("Thử: {name}", "Try: {name}")
_FINDINGS = Text("Mâu thuẫn trong văn bản", "Contradictions in the document")
_FOUND_SAID = Text(
    "Số liệu của văn bản không khớp nhau ở những chỗ sau. Không số nào được tự ý sửa.",
    "The document's figures do not agree in these places. None has been changed silently.",
)
_NOTHING_FOUND = Text("Không phát hiện mâu thuẫn.", "No contradiction was found.")
_UNITS = Text("Đơn vị chủ trì", "Who leads what")
_NOBODY_LEADS = Text("Chưa có đơn vị chủ trì: {rows}.", "No unit leads: {rows}.")
_UNITS_SAID = Text(
    "Điểm dự kiến tăng mà từng đơn vị chủ trì.", "The planned points that each unit leads."
)
_ODDS = Text("Xác suất đạt mục tiêu", "Odds of meeting the targets")
_ODDS_TITLES = {"probability": Text("Xác suất", "Odds")}
_NAME = Text("{name}", "{name}")
_ODDS_SAID = Text(
    "Xác suất là của kế hoạch hiện tại, không theo phương án đang thử ở trên.",
    "The odds are of the plan as it stands, not of what is tried above.",
)
_OUTCOME = Text("Kết quả thực tế", "What came of it")

# Words that the page itself says, also from its script.
_WORDS: Mapping[str, Text] = {
    "skip": Text("Đến nội dung chính", "Skip to the content"),
    "language": Text("Ngôn ngữ", "Language"),
    "summary": Text("Tóm tắt", "At a glance"),
    "try": Text("Thử phương án", "What if"),
    "share": Text(
        "Thực hiện được bao nhiêu mức dự kiến tăng?", "How much of the plan comes about?"
    ),
    "clamp": Text("Giữ ở mức tối đa, mức sàn", "Hold at maxima and floors"),
    "reset": Text("Trở về kế hoạch", "Back to the plan"),
    "call": Text("Lệnh tương đương", "The same on the command line"),
    "copy": Text("Sao chép lệnh", "Copy the command"),
    "row": Titles.NAME,
    "bar": Text("Biểu đồ", "Bar"),
    "rank": Text("hạng", "rank"),
    "ranked": Titles.RANK,
    "score": Titles.SCORE,
    "planned": Titles.PLANNED,
    "projected": Text("Dự báo", "Projected"),
    "target": Titles.TARGET,
    "verdict": Text("Đánh giá", "Verdict"),
    "total": Titles.TOTAL,
    "chance": Text("Xác suất đạt (theo kế hoạch)", "Odds (of the plan as it stands)"),
    "outcome": Text("Kết quả thực tế", "Outcome"),
    "not_applicable": Text("không áp dụng", "does not apply"),
    "parts": Text("Tiêu chí thành phần của", "Parts of"),
    "open": Text("Hiện tiêu chí thành phần", "Show all parts"),
    "back": Text("Bỏ thay đổi của", "Undo the change of"),
    "plan": Text("Kế hoạch", "Plan"),
    "basis": Text("Số liệu tính theo", "Basis"),
    "legend_score": Text("điểm hiện tại", "score"),
    "legend_gain": Text("mức tăng dự báo", "projected gain"),
    "legend_loss": Text("mức giảm", "projected loss"),
    "legend_target": Text("mục tiêu", "target"),
    "note": Text("mâu thuẫn", "contradiction"),
    "made": Text(
        "Trang này tự tính, không gửi gì ra ngoài. Lập bằng parplan.",
        "This page computes by itself and sends nothing anywhere. Made with parplan.",
    ),
}
# Those that its script says as well.
_SCRIPT_WORDS: Mapping[str, Text] = {
    "met": Text("✓ sẽ đạt", "✓ would meet"),
    "passed": Text("✓ vượt {value}", "✓ by {value}"),
    "missing": Text("▾ hụt {value}", "▾ short {value}"),
    "beyond": Text("▴ quá {value}", "▴ over by {value}"),
    "missed": Text("▾ chưa đạt", "▾ missed"),
    "unknown": Text("chưa rõ", "not known"),
    "copied": Text("Đã sao chép", "Copied"),
    "not_a_figure": Text(
        "“{text}” không phải là số, ví dụ 1,74 hoặc 50%",
        "“{text}” is not a figure such as 1.74 or 50%",
    ),
    "not_clear": Text(
        "không hiểu “{text}” trong địa chỉ trang", "“{text}” in the address is not clear"
    ),
    "held": HELD,
}
