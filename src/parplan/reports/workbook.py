"""`report -o FILE.xlsx`: a plan as a workbook that computes: yellow cells for what may be assumed,
formulas for all that follows.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from parplan.engine.baseline import Baseline
from parplan.engine.gap import Standing
from parplan.engine.observed import came_to
from parplan.engine.verdicts import sign_of
from parplan.model.findings import Finding
from parplan.model.plan import Plan
from parplan.model.results import LAYER_WORDS, LAYERS, Layer, Outcomes
from parplan.model.targets import Sign
from parplan.render.table import Formula, Input, Kind, Table
from parplan.reports import equations, gap, project, tasks, units, validate
from parplan.reports.bases import BASES, ON_EACH_BASIS, noted
from parplan.reports.fields import At, Field, table, tree
from parplan.reports.footnotes import footnotes
from parplan.reports.live import Live
from parplan.reports.names import short_names
from parplan.reports.review_sentences import WORKED_OUT
from parplan.reports.row_notes import STANDS
from parplan.reports.rows import TARGET, applying, by_name, head
from parplan.reports.staff import Staff
from parplan.reports.titles import Titles
from parplan.text import Message, Text, Word


class Book(NamedTuple):
    """What a workbook is made of: where the plan stands, the scenario that its yellow cells start
    from, others to compare it with, what lies beside the plan, what is found in both, and what is
    said of where all this is from.
    """

    standings: gap.Standings
    baseline: Baseline
    start: project.Case
    compared: Sequence[project.Case]
    staff: Staff | None
    outcomes: Outcomes | None
    findings: Sequence[Finding]
    source: Sequence[tuple[Text, object]]


def tables(book: Book) -> list[Table]:
    """The sheets: every index, what they rest on, who does what, and how to read it."""
    live = Live(book.standings, book.start, book.baseline)
    stated = equations.of_plan(book.standings.plan)
    indices = [_index(book, live, stated, index) for index in book.standings.chosen]
    short = short_names(book.standings.plan)
    found = noted(indices, book.standings.made)
    checked = (equations.sheet(live, stated, book.standings.basis), validate.found(book.findings))
    found += [_totals(book, live), *(it for it in checked if it.lines)]
    if book.staff is not None:
        work = book.staff.work
        led = units.by_index(book.staff)
        found += [_of_index(it, "units", _UNITS, short, ident) for ident, it in led]
        found.append(_named(tasks.tasks_table(work.tasks, work), "tasks sheet", _TASKS))
    found += _years(book)
    if len(book.compared) > 1:
        side_by_side = project.answer(book.compared, book.standings.ground).tables()
        found += [
            _of_index(it, "scenarios", _SCENARIOS, short, index.id)
            for it, index in zip(side_by_side, book.standings.chosen, strict=True)
        ]
    return [*found, _source(book)]


def _named(table: Table, code: str, name: Text) -> Table:
    return table._replace(name=Word(code, name))


def _of_index(table: Table, code: str, name: Text, short: Mapping[str, Text], ident: str) -> Table:
    """A table of a kind that every index has, named by its index."""
    of = short[ident]
    return _named(table, f"{code} {ident}", Text(f"{name.vi} {of.vi}", f"{name.en} {of.en}"))


# An index: what may be assumed, and what follows from it.


def _index(
    book: Book, live: Live, stated: Mapping[str, Sequence[equations.Stated]], index: Standing
) -> Table:
    """An index as `gap` lays it out, with what may be assumed instead of what is asked for."""
    result = book.standings
    fields = (
        *head(result.plan),
        Field("rank", "rank", Titles.RANK),
        Field("score", "points", Titles.SCORE),
        Field("max", "points", Titles.MAX, applying("max")),
        Field("planned", "signed", Titles.PLANNED),
        Field("assumed", "signed", _ASSUMED, live.assumed, like="score"),
        Field("projected", "points", Titles.PROJECTED, live.projected, like="score"),
        *TARGET,
        Field("shortfall", "left", Titles.SHORTFALL, live.shortfall),
        Field("used", "bar", _USED, live.used),
        Field("check", "word", _CHECK, lambda at: _check(live, stated.get(at.row.id, ()), at.row)),
    )
    # Where a row lands is worked out in its cells, and judged there.
    feet = (*gap.feet(result, index, {"score": STANDS}), *_of_start(book, live, index.id))
    notes = footnotes(result.findings, index.walk())
    shown = [field for field in fields if "h" in field.on]
    found = table(gap.title(result, index), shown, tree(index), feet, *notes)
    return _named(found, index.id, short_names(result.plan)[index.id])


def _of_start(book: Book, live: Live, ident: str) -> Iterator[Message]:
    """From which scenario the yellow cells start, and what is said of it."""
    index = next(row for row in book.start.projection.indices if row.id == ident)
    yellow = [live.baseline.fact[row.id] for row in index.walk() if live.is_yellow(row.id)]
    here = [fact for fact in yellow if live.roots[fact] == ident]
    if here:
        yield Message(_STARTS, {"scenario": book.start.name})
    elif yellow:
        short = short_names(live.plan)
        sheets = tuple(short[root] for root in dict.fromkeys(live.roots[it] for it in yellow))
        yield Message(_ELSEWHERE, {"sheets": sheets})
    held = tuple(it for it in book.start.projection.held if live.is_yellow(it.ident))
    projection = book.start.projection._replace(held=held)
    start = book.start._replace(projection=projection)
    said = (*project.limits(start, index), *project.landed(start, index))
    yield from project.in_scenario(start, said)


def _check(live: Live, stated: Sequence[equations.Stated], row: Standing) -> Formula | None:
    """Whether a row's figures agree, and where it lands is possible."""
    carry, room = live.carry(row.id), live.baseline.room[live.baseline.fact[row.id]]
    verdict = equations.verdict(stated, row.decimals)
    if carry is None:
        return verdict
    text, operands, now, calm = verdict or Formula("{}", (_NOTHING,), _NOTHING, equations.CALM)
    asked = sign_of(row.target, row.aims, row.max, row.better)
    if asked in _ON_TARGET and isinstance(short := live.shortfall(At(row)), Formula):
        missed = _ON_TARGET[asked] if verdict is None else _ALSO[asked]
        cell = live.cell(row.id, "shortfall")
        text = f"{text}&IF(AND(ISNUMBER({{}}),ROUND(N({{}}),6)=0),{{}},{{}})"
        operands = (*operands, cell, cell, missed, _NOTHING)
        now = now if short.value else Message(_BOTH, {"verdict": now, "target": missed})
    for bound, sign, words in ((room.high, 1, _ABOVE), (room.low, -1, _BELOW)):
        if bound is not None:
            beyond = ">" if sign > 0 else "<"
            text = f"IF(ROUND(N({{}})-{{}},6){beyond}0,{{}},{text})"
            operands = (live.cell(row.id, "assumed"), bound, words, *operands)
            now = words if sign * (carry.change - bound) > 0 else now
    return Formula(text, operands, now, calm) if len(operands) > 1 else None


# What stands beside the indices.


class OnBasis(NamedTuple):
    """An index on a basis; `is_live` where that is the one that its sheet computes on."""

    basis: str
    row: Standing
    is_live: bool

    @property
    def decimals(self) -> int:
        """How many decimals its points are declared with."""
        return self.row.decimals

    @property
    def decimals_of(self) -> Mapping[str, int]:
        """Those of its figures that have others, by field."""
        return self.row.decimals_of


def _totals(book: Book, live: Live) -> Table:
    """Every total on every basis, beside the one that is worked with where it lands."""
    result = book.standings
    rows = [
        At(OnBasis(basis, row, basis == result.basis))
        for index in result.chosen
        for basis, row in gap.on_each_basis(result, index.id).items()
    ]

    def landed(key: str, kind: Kind, title: Text) -> Field:
        """What the sheet of the index says of its total."""

        def value(at: At) -> object:
            if not at.row.is_live:
                return ""
            index = at.row.row
            found = getattr(live, key)(At(index, index))
            now = found.value if isinstance(found, Formula | Input) else found
            return Formula("{}", (live.cell(index.id, key),), now)

        return Field(key, kind, title, value)

    fields = (
        Field("id", "id", Titles.ID, lambda at: at.row.row.id),
        Field("name", "text", Titles.INDEX, lambda at: at.row.row.name),
        Field("basis", "word", Titles.BASIS, lambda at: BASES[at.row.basis]),
        Field("score", "points", Titles.SCORE, lambda at: at.row.row.score),
        Field("max", "points", Titles.MAX, lambda at: at.row.row.max),
        Field("planned", "signed", Titles.PLANNED, lambda at: at.row.row.planned),
        Field("target", "points", Titles.TARGET, lambda at: at.row.row.target),
        landed("assumed", "signed", _ASSUMED)._replace(like="score"),
        landed("projected", "points", Titles.PROJECTED)._replace(like="score"),
        landed("shortfall", "left", Titles.SHORTFALL),
    )
    return _named(table(Message(ON_EACH_BASIS), fields, rows), "totals sheet", _TOTALS_NAME)


def _years(book: Book) -> Iterator[Table]:
    """What the document prints of earlier years, the base year, and what later ones came to."""
    plan, year = book.standings.plan, book.standings.plan.about.year
    known = {year for row in plan.by_id.values() for year in row.node.history or ()}
    outcomes = book.outcomes or Outcomes(())
    observed = (it for it in outcomes.observations if it.stage == "final")
    finals = sorted({(it.year, LAYERS.index(it.layer)) for it in observed})
    if not known and not finals:
        return
    fields = [*head(plan)]
    for before in sorted(known):
        scores, ranks = (
            {ident: row.node.past(figure, before) for ident, row in plan.by_id.items()}
            for figure in ("score", "rank")
        )
        fields += _of_year(before, None, scores, ranks)
    base = {row.id: row for index in book.standings.chosen for row in index.walk()}
    scores = {ident: row.score for ident, row in base.items()}
    fields += _of_year(year, None, scores, {ident: row.rank for ident, row in base.items()})
    feet = []
    for after, number in finals:
        layer = LAYERS[number]
        came = came_to(book.baseline, outcomes, after, (layer,))
        scores = {ident: it.points(base[ident].decimals) for ident, it in came.items()}
        own = {ident: it.observation for ident, it in came.items()}
        ranks = {ident: it.rank for ident, it in own.items() if it is not None}
        fields += _of_year(after, layer, scores, ranks)
        if worked_out := [ident for ident in base if ident in own and own[ident] is None]:
            values = {"year": _when(after, layer), "rows": tuple(worked_out)}
            feet.append(Message(WORKED_OUT, values))
    rows = (at for index in book.standings.chosen for at in tree(index))
    yield _named(table(Message(_YEARS), fields, rows, feet), "years sheet", _YEARS_NAME)


def _of_year(
    year: int, layer: Layer | None, scores: Mapping[str, object], ranks: Mapping[str, object]
) -> Iterator[Field]:
    """The columns of a year: its scores, of a layer where several look at it, and its ranks."""
    when, key = _when(year, layer), str(year) if layer is None else f"{year}_{layer}"
    title = Text(f"Điểm {when.vi}", f"Score {when.en}")
    yield Field(f"score_{key}", "points", title, lambda at: scores.get(at.row.id), like="score")
    if any(rank is not None for rank in ranks.values()):
        words = Text(f"Xếp hạng {year}", f"Rank {year}")
        yield Field(f"rank_{key}", "rank", words, lambda at: ranks.get(at.row.id))


def _when(year: int, layer: Layer | None) -> Text:
    """Of which year a score is, and of which layer, where several look at it."""
    said = Text("", "") if layer is None else LAYER_WORDS[layer]
    return Text(f"{year} ({said.vi})", f"{year} ({said.en})") if said.vi else Text(*[str(year)] * 2)


def origin(
    plan: Plan, files: Sequence[str], call: str, version: str
) -> Sequence[tuple[Text, object]]:
    """Where a workbook is from: whose plan, which files, which version, which equal call."""
    about = plan.about
    document = () if about.source is None else ((_DOCUMENT, about.source.file),)
    return (
        (Titles.PLAN, about.name),
        (_ID, about.id),
        *document,
        (_FILES, tuple(files)),
        (_CALL, call),
        (_VERSION, f"parplan {version}"),
    )


def _source(book: Book) -> Table:
    """Where all this is from, and how to read it."""
    fields = (
        Field("what", "text", Text("Mục", "What"), lambda at: at.row[0]),
        Field("said", "text", Text("Nội dung", "Details"), lambda at: at.row[1]),
    )
    called = by_name(book.standings.plan)
    why = ((_WHY, it) for case in book.compared for it in project.all_changes(case, called))
    rows = [*book.source, *why, *_HOW_TO_READ]
    return _named(table(Message(_SOURCE), fields, map(At, rows)), "source sheet", _SOURCE_NAME)


_WHY = Text("Căn cứ của kịch bản", "Why in a scenario")
_NOTHING = Text("", "")
_ASSUMED = Text("Mức tăng giả định", "Assumed increase")
_USED = Text("% dư địa dùng theo giả định", "Headroom the assumption uses")
_CHECK = Text("Kiểm tra", "Check")
_STARTS = Text(
    "ô vàng nhập được, ban đầu theo kịch bản: {scenario}",
    "yellow cells may be changed; they start from: {scenario}",
)
_ELSEWHERE = Text(
    "mức tăng nhập ở ô vàng của trang {sheets}, vì số liệu này cũng ghi ở đó",
    "what is assumed is typed in yellow cells of the sheet {sheets}, where the same figure stands",
)
_ABOVE = Text("vượt mức tối đa", "above the maximum")
_BELOW = Text("dưới mức sàn", "below the floor")
_ON_TARGET: Mapping[Sign, Text] = {
    ">": Text("bằng mục tiêu, phải cao hơn", "on the target, which asks for more"),
    "<": Text("bằng mục tiêu, phải thấp hơn", "on the target, which asks for less"),
}
_ALSO = {sign: Text(f"; {it.vi}", f"; {it.en}") for sign, it in _ON_TARGET.items()}
_BOTH = Text("{verdict}{target}", "{verdict}{target}")
_TOTALS_NAME = Text("Tổng điểm", "Totals")
_UNITS = Text("Đơn vị", "Units")
_TASKS = Text("Nhiệm vụ", "Tasks")
_YEARS = Text("Điểm các năm và kết quả đã có", "Scores of earlier years, and results so far")
_YEARS_NAME = Text("Các năm", "Years")
_SCENARIOS = Text("Kịch bản", "Scenarios")
_SOURCE = Text("Nguồn số liệu và cách đọc", "Where this is from, and how to read it")
_SOURCE_NAME = Text("Nguồn", "Source")
_ID = Text("Mã kế hoạch", "Plan id")
_DOCUMENT = Text("Văn bản", "Document")
_FILES = Text("Tệp số liệu", "Files")
_CALL = Text("Lệnh cho cùng kết quả", "The equal command")
_VERSION = Text("Phần mềm", "Made by")
_HOW_TO_READ: tuple[tuple[Text, Text], ...] = (
    (
        Text("Ô vàng", "Yellow cells"),
        Text(
            "Mức tăng giả định của một tiêu chí, để trống là không tăng; chỉ các ô này nhập được. "
            "Mọi ô khác tự tính lại.",
            "What a row is assumed to gain, nothing where it is left empty; only these may be "
            "changed. All others follow from them.",
        ),
    ),
    (
        Text("Dấu —", "A dash"),
        Text(
            "Chưa có số liệu, hoặc không tính được: không thay bằng số 0.",
            "Not known, or not to be worked out: nothing takes its place.",
        ),
    ),
    (
        Text("Cột Kiểm tra", "The column Check"),
        Text(
            "khớp; làm tròn: chênh lệch do làm tròn số; lệch: số liệu trong văn bản mâu thuẫn; "
            "vượt mức tối đa: mức giả định không thể đạt; bằng mục tiêu, phải cao hơn: chưa đạt.",
            "agrees; rounding: digits that were not printed explain the difference; off by: the "
            "printed figures contradict one another; above the maximum: what is assumed is "
            "impossible; on the target, which asks for more: it is missed.",
        ),
    ),
    (
        Text("Cách tính", "How it is worked out"),
        Text(
            "Thay đổi của tiêu chí thành phần được cộng lên (có trọng số); số ghi trong văn bản "
            "không bị cộng lại, nên sai lệch của văn bản giữ nguyên.",
            "What parts change is carried up, with its weight; printed figures are never added up "
            "again, so that what a document gets wrong stays where it is.",
        ),
    ),
)
