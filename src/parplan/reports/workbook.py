"""`report -o FILE.xlsx`: a plan as a workbook that computes: yellow cells for what may be assumed,
formulas for all that follows.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from parplan.engine.baseline import Baseline
from parplan.engine.carry import Carry, carried
from parplan.engine.gap import Standing
from parplan.engine.identities.equations import Identity, Unknown, stated
from parplan.engine.identities.printed import Figure
from parplan.engine.identities.totals import between
from parplan.model.fields import turned
from parplan.model.plan import Plan
from parplan.model.results import LAYER_WORDS, LAYERS, Layer, Outcomes
from parplan.points import ONE, decimal_of, digits, exact
from parplan.render.table import Formula, Input, Kind, Ref, Table
from parplan.reports import gap, goals, project, tasks, units, validate
from parplan.reports.fields import At, Field, table, tree
from parplan.reports.rows import HEAD, Ground, Titles, footnotes, noted
from parplan.text import Message, Shown, Text, Word

Operand = Ref | Decimal | Fraction | Text


class Book(NamedTuple):
    """What a workbook is made of: where the plan stands, the scenario that its yellow cells start
    from, others to compare it with, what lies beside the plan, and what is said of where all this
    is from.
    """

    standings: gap.Standings
    baseline: Baseline
    ground: Ground
    start: project.Case
    compared: Sequence[project.Case]
    staff: units.Staff | None
    outcomes: Outcomes | None
    bases: Mapping[str, Text]
    source: Sequence[tuple[Text, object]]


def tables(book: Book) -> list[Table]:
    """The sheets: every index, what they rest on, who does what, and how to read it."""
    live = Live(book.standings, book.start, book.baseline)
    indices = [_index(book, live, index) for index in book.standings.chosen]
    found = noted(indices, book.ground.made)
    found += [_totals(book, live), _equations(live), validate.found(book.standings.findings)]
    if book.staff is not None:
        work = book.staff.work
        found += _each(units.answer(book.staff, None, matrix=False).tables(), "units", _UNITS)
        found.append(_named(tasks.tasks_table(work.tasks, work), "tasks sheet", _TASKS))
    found += _years(book)
    if len(book.compared) > 1:
        side_by_side = project.answer(book.compared, book.ground).tables()
        found += _each(side_by_side, "scenarios", _SCENARIOS)
    return [*found, _source(book)]


def _named(table: Table, code: str, name: Text) -> Table:
    return table._replace(name=Word(code, name))


def _each(several: Sequence[Table], code: str, name: Text) -> Iterator[Table]:
    """Tables of one kind, named by the index that they are of."""
    for number, one in enumerate(several, 1):
        index = next((at for at, it in enumerate(one.columns) if it.key == "index"), None)
        more = number if index is None or not one.lines else one.lines[0].cells[index].value
        yield _named(one, f"{code} {more}", Text(f"{name.vi} {more}", f"{name.en} {more}"))


class Stated(NamedTuple):
    """An equation of the plan, its number, and the rule that judges it."""

    number: str
    code: str
    found: Identity | Unknown
    decimals: int

    @property
    def decimals_of(self) -> Mapping[str, int]:
        """Halves of last digits have one digit more, and some of them more than that."""
        slack = digits(self.found.slack) if isinstance(self.found, Identity) else 0
        return {"slack": min(max(slack, self.decimals + 1), self.decimals + 3)}


# An index: what may be assumed, and what follows from it.


class Live:
    """The cells of rows that compute: a change stands once, where its fact is printed first."""

    def __init__(self, result: gap.Standings, case: project.Case, baseline: Baseline) -> None:
        self.plan = result.plan
        self.baseline = baseline
        self.carries = carried(baseline, case.projection)
        self.roots = {row.id: index.id for index in result.chosen for row in index.walk()}
        self.shown = {row.id: row for index in result.chosen for row in index.walk()}

    @cached_property
    def equations(self) -> Mapping[str, Sequence[Stated]]:
        """The equations that the plan's figures must satisfy, by whose they are."""
        found: dict[str, list[Stated]] = {}
        rows = (row for row in self.plan.by_id.values() if row.applies)
        each = ((row, code, it) for row in rows for code, it in stated(row, self.plan) if it)
        for number, (row, code, it) in enumerate(each, 1):
            one = Stated(str(number), code, it, row.decimals)
            found.setdefault(row.id, []).append(one)
        return found

    def carry(self, ident: str) -> Carry | None:
        """How the change of a row's fact comes about; None where that is not known."""
        return self.carries.get(self.baseline.fact[ident])

    def cell(self, ident: str, column: str) -> Ref:
        """A cell of a row, on the sheet of its index."""
        return Ref(self.roots[ident], ident, column)

    def assumed(self, at: At) -> object:
        """By how much a row is assumed to change: to be filled in, or made of its parts."""
        ident, carry = at.row.id, self.carry(at.row.id)
        if carry is None:
            return None
        fact = self.baseline.fact[ident]
        change = decimal_of(carry.change, at.row.decimals)
        if ident != fact:
            return Formula("{}", (self.cell(fact, "assumed"),), change)
        if carry.free:
            return self._input(at.row, change)
        return self._of_parts(carry, change) if carry.parts else change

    def _input(self, row: Standing, change: Decimal) -> Input:
        room = self.baseline.room[row.id]
        low, high = decimal_of(room.low, row.decimals), decimal_of(room.high, row.decimals)
        told = {"low": _bound(low, row.decimals), "high": _bound(high, row.decimals)}
        return Input(change, low, high, Message(_HINT, told))

    def _of_parts(self, carry: Carry, change: Decimal) -> Formula:
        cells = [self.cell(part, "assumed") for _, part in carry.parts]
        factors = [factor for factor, _ in carry.parts]
        operands: list[Operand] = list(cells)
        moved = "+".join(["{}"] * len(cells))
        if len(set(factors)) > 1:
            moved = "+".join(["{}*{}"] * len(cells))
            operands = [each for pair in zip(cells, factors, strict=True) for each in pair]
        elif factors[0] != 1:
            moved, operands = f"({moved})*{{}}", [*cells, factors[0]]
        text, all_operands = _bent(carry, moved, operands)
        if carry.is_open:
            text = f"IF(COUNT({','.join('{}' for _ in cells)})<{len(cells)},{{}},{text})"
            all_operands = [*cells, _UNKNOWN, *all_operands]
        return Formula(text, tuple(all_operands), change)

    def projected(self, at: At) -> object:
        """Where a row lands."""
        carry, score = self.carry(at.row.id), self.baseline.score[at.row.id]
        if carry is None or score is None:
            return None
        here = [self.cell(at.row.id, key) for key in ("score", "assumed")]
        value = decimal_of(score + carry.change, at.row.decimals)
        return _unless_open(carry, "{}+{}", here, here[1], value)

    def shortfall(self, at: At) -> object:
        """What lies between where it lands and its target."""
        carry, row = self.carry(at.row.id), at.row
        score, target = self.baseline.score[row.id], self.baseline.target[row.id]
        if carry is None or score is None or target is None or row.target is None:
            return None
        aim: Operand = row.target if _in_words(row) else self.cell(row.id, "target")
        lands = self.cell(row.id, "projected")
        way: list[Operand] = [aim, lands] if row.better == "higher" else [lands, aim]
        value = decimal_of(between(score + carry.change, target, row.better), row.decimals)
        return _unless_open(carry, "{}-{}", way, lands, value)

    def used(self, at: At) -> object:
        """Which share of its headroom a change takes."""
        carry, row = self.carry(at.row.id), at.row
        if carry is None or not row.headroom:
            return None
        sign = "" if row.better == "higher" else "-"
        assumed = self.cell(row.id, "assumed")
        value = turned(decimal_of(carry.change, row.decimals), row.better) / row.headroom
        return _unless_open(carry, f"{sign}{{}}/{{}}", [assumed, row.headroom], assumed, value)

    def figure(self, figure: Figure) -> Ref | Decimal:
        """The cell that has a figure, else the figure itself."""
        row, field = self.shown.get(figure.ident), figure.field
        if row is None or not row.applies or field not in _FIGURES:
            return figure.value
        in_words = field == "target" and _in_words(row)
        same = not in_words and getattr(row, field) == figure.value
        return self.cell(row.id, field) if same else figure.value


_FIGURES = ("score", "max", "planned", "target")


def _in_words(row: Standing) -> bool:
    """Whether a target stands there as words, not as a number."""
    aimed = goals.aimed(row, printed=row.target_source == "printed")
    return aimed is not None and aimed.said is not None


def _bent(carry: Carry, moved: str, operands: list[Operand]) -> tuple[str, list[Operand]]:
    """What parts that move bring a total, with what it adds itself, as a formula."""
    own: list[Operand] = [carry.own] if carry.own else []
    lead = "{}+" if own else ""
    if carry.bent is None:
        return lead + moved, own + operands
    rule, raw = carry.bent.rule, carry.bent.raw
    if rule is None or raw is None:
        return f"IF(ROUND({moved},6)=0,{{}},{{}})", [*operands, carry.own, _UNKNOWN]
    then: list[Operand] = [raw, *operands]
    before = rule.of(raw)
    if rule.counts == "capped":
        text = f"{lead}MIN(MAX({{}}+{moved},{{}}),{{}})-{{}}"
        return text, [*own, *then, rule.low, rule.high, before]
    text = f"{lead}IF(ROUND({{}}+{moved}-{{}},6)<0,{{}},{{}}+{moved})-{{}}"
    return text, [*own, *then, rule.high, rule.low, *then, before]


def _unless_open(
    carry: Carry, text: str, operands: Sequence[Operand], known: Ref, value: object
) -> Formula:
    """A formula of what may turn out to be unknown, which then says so."""
    if not carry.is_open:
        return Formula(text, tuple(operands), value)
    return Formula(f"IF(ISNUMBER({{}}),{text},{{}})", (known, *operands, _UNKNOWN), value)


def _bound(value: Decimal | None, decimals: int) -> object:
    return _NO_BOUND if value is None else Shown(value, decimals)


def _index(book: Book, live: Live, index: Standing) -> Table:
    """An index as `gap` lays it out, with what may be assumed instead of what is asked for."""
    result = book.standings
    fields = (
        *HEAD,
        Field("rank", "rank", Titles.RANK),
        Field("score", "points", Titles.SCORE),
        Field("max", "points", Titles.MAX, gap.maximum),
        Field("planned", "signed", Titles.PLANNED),
        Field("assumed", "signed", _ASSUMED, live.assumed),
        Field("projected", "points", project.PROJECTED, live.projected),
        Field(
            "target",
            "target",
            Titles.TARGET,
            lambda at: goals.aimed(at.row, printed=at.row.target_source == "printed"),
        ),
        Field("shortfall", "points", Titles.SHORTFALL, live.shortfall),
        Field("used", "bar", _USED, live.used),
        Field("check", "word", _CHECK, lambda at: _check(live, at.row)),
    )
    feet = (*gap.feet(result, index), *_of_start(book, live, index.id))
    notes = footnotes(result.findings, index.walk())
    found = table(gap.title(result, index), fields, tree(index), feet, *notes)
    return _named(found, index.id, Text(index.id, index.id))


def _of_start(book: Book, live: Live, ident: str) -> Iterator[Message]:
    """From which scenario the yellow cells start, and what is said of it."""
    index = next(row for row in book.start.projection.indices if row.id == ident)
    yield Message(_STARTS, {"scenario": book.start.name})
    held = tuple(
        it
        for it in book.start.projection.held
        if (carry := live.carry(it.ident)) is not None and carry.free
    )
    projection = book.start.projection._replace(held=held)
    yield from project.limits(book.start._replace(projection=projection), index)
    yield from project.landed(book.start, index)


# The equations that the figures must satisfy.


def _equations(live: Live) -> Table:
    fields = (
        Field("number", "id", Text("STT", "No.")),
        Field("code", "id", Text("Quy tắc", "Rule")),
        Field("path", "id", Text("Số liệu", "Figure"), lambda at: at.row.found.total.path),
        Field("terms", "text", Text("Tính từ", "Made of"), lambda at: _terms(at.row.found)),
        Field("value", "points", Text("Tính được", "Comes to"), lambda at: _value(live, at.row)),
        Field(
            "printed",
            "points",
            Text("Văn bản ghi", "Printed"),
            lambda at: _same(live.figure(at.row.found.total), at.row.found.total.value),
        ),
        Field("delta", "signed", Text("Chênh lệch", "Difference"), lambda at: _delta(at.row)),
        Field(
            "slack",
            "points",
            Text("Sai số làm tròn cho phép", "Rounding explains"),
            lambda at: at.row.found.slack if isinstance(at.row.found, Identity) else None,
        ),
        Field(
            "verdict",
            "word",
            Text("Kết luận", "Verdict"),
            lambda at: _verdict([at.row], at.row.decimals),
        ),
    )
    rows = (At(it) for each in live.equations.values() for it in each)
    return _named(table(Message(_EQUATIONS), fields, rows), _EQUATIONS_SHEET, _EQUATIONS_NAME)


def _same(figure: Ref | Decimal, value: Decimal) -> object:
    """A figure that stands on another sheet, else as it is."""
    return Formula("{}", (figure,), value) if isinstance(figure, Ref) else value


def _terms(found: Identity | Unknown) -> object:
    """What an equation is made of, in figures by their names."""
    if isinstance(found, Unknown):
        missing = tuple(f"{ident}.{field}" for ident, field in found.missing)
        return Message(_MISSING, {"paths": missing})
    said = "".join(
        f" {'-' if factor < 0 else '+'} {'' if abs(factor) == 1 else f'{exact(abs(factor))} × '}"
        f"{figure.path}"
        for factor, figure in found.terms
    ).removeprefix(" + ")
    if found.divisor != ONE:
        said = f"({said}) / {exact(found.divisor)}"
    return f"{said} + {exact(found.constant)}" if found.constant else said


def _value(live: Live, row: Stated) -> object:
    """What an equation's terms come to."""
    found = row.found
    if isinstance(found, Unknown):
        return None
    text, operands = "0", list[Operand]()
    for factor, figure in found.terms:
        text += "+{}" if factor == 1 else "+{}*{}"
        operands += [live.figure(figure), *([] if factor == 1 else [factor])]
    text = text.removeprefix("0+")
    if found.divisor != ONE:
        text, operands = f"({text})/{{}}", [*operands, found.divisor]
    if found.constant:
        text, operands = f"{text}+{{}}", [*operands, found.constant]
    return Formula(text, tuple(operands), found.value)


def _delta(row: Stated) -> object:
    if isinstance(row.found, Unknown):
        return None
    value, printed = (Ref(_EQUATIONS_SHEET, row.number, key) for key in ("value", "printed"))
    return Formula("{}-{}", (value, printed), row.found.delta)


def _verdict(rows: Sequence[Stated], decimals: int) -> object:
    """Whether equations hold: all to the last digit, within rounding, or off by how much at most;
    of those that can be told.
    """
    known = [row for row in rows if isinstance(row.found, Identity)]
    if not known:
        return None
    broken = f"MAX({','.join(['IF(ROUND(ABS({})-{},6)>0,ABS({}),0)'] * len(known))})"
    deltas = [Ref(_EQUATIONS_SHEET, row.number, "delta") for row in known]
    slacks = [Ref(_EQUATIONS_SHEET, row.number, "slack") for row in known]
    off = [each for d, s in zip(deltas, slacks, strict=True) for each in (d, s, d)]
    apart = f"MAX({','.join(['ABS({})'] * len(known))})"
    now, places = _now([row.found for row in known if isinstance(row.found, Identity)], decimals)
    text = f"IF({broken}>0,{{}}&FIXED({broken},{places},TRUE),IF(ROUND({apart},6)>0,{{}},{{}}))"
    operands: list[Operand] = [*off, _OFF_BY, *off, *deltas, _ROUNDED, _AGREES]
    return Formula(text, tuple(operands), now, _CALM)


def _now(found: Sequence[Identity], decimals: int) -> tuple[Text | Message, int]:
    """What is said of equations as they are, and with how many decimals."""
    off = max((abs(each.delta) for each in found if not each.is_within), default=None)
    if off is not None:
        places = min(max(decimals, digits(off.normalize())), decimals + 2)
        return Message(_OFF, {"by": Shown(off, decimals)}), places
    return (_ROUNDED if any(each.raw_delta for each in found) else _AGREES), decimals


def _check(live: Live, row: Standing) -> object:
    """Whether a row's figures agree, and where it lands is possible."""
    carry, room = live.carry(row.id), live.baseline.room[live.baseline.fact[row.id]]
    verdict = _verdict(live.equations.get(row.id, ()), row.decimals)
    text, operands = "{}", list[Operand]([_NOTHING])
    now: object = _NOTHING
    if isinstance(verdict, Formula):
        text, operands, now = verdict.text, [*verdict.operands], verdict.value
    if carry is None:
        return verdict
    for bound, sign, words in ((room.high, 1, _ABOVE), (room.low, -1, _BELOW)):
        if bound is not None:
            beyond = ">" if sign > 0 else "<"
            text = f"IF(ROUND(N({{}})-{{}},6){beyond}0,{{}},{text})"
            operands = [live.cell(row.id, "assumed"), bound, words, *operands]
            now = words if sign * (carry.change - bound) > 0 else now
    return Formula(text, tuple(operands), now, _CALM) if len(operands) > 1 else None


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


def _totals(book: Book, live: Live) -> Table:
    """Every total on every basis, beside the one that is worked with where it lands."""
    result = book.standings
    rows = [
        At(OnBasis(basis, row, basis == result.basis))
        for index in result.chosen
        for basis, row in gap.on_each_basis(result, index.id).items()
    ]

    def landed(key: str) -> Field:
        """What the sheet of the index says of its total."""
        titles = {
            "assumed": _ASSUMED,
            "projected": project.PROJECTED,
            "shortfall": Titles.SHORTFALL,
        }
        kind: Kind = "signed" if key == "assumed" else "points"

        def value(at: At) -> object:
            if not at.row.is_live:
                return ""
            index = at.row.row
            found = getattr(live, key)(At(index, index))
            now = found.value if isinstance(found, Formula | Input) else found
            return Formula("{}", (live.cell(index.id, key),), now)

        return Field(key, kind, titles[key], value)

    fields = (
        Field("id", "id", Titles.ID, lambda at: at.row.row.id),
        Field("name", "text", Text("Chỉ số", "Index"), lambda at: at.row.row.name),
        Field(
            "basis", "word", Text("Số liệu tính theo", "Basis"), lambda at: book.bases[at.row.basis]
        ),
        Field("score", "points", Titles.SCORE, lambda at: at.row.row.score),
        Field("max", "points", Titles.MAX, lambda at: at.row.row.max),
        Field("planned", "signed", Titles.PLANNED, lambda at: at.row.row.planned),
        Field("target", "points", Titles.TARGET, lambda at: at.row.row.target),
        *map(landed, ("assumed", "projected", "shortfall")),
    )
    return _named(table(Message(_TOTALS), fields, rows), "totals sheet", _TOTALS_NAME)


def _years(book: Book) -> Iterator[Table]:
    """What the document prints of earlier years, the base year, and what later ones came to."""
    plan, year = book.standings.plan, book.standings.plan.about.year
    past = {known for row in plan.by_id.values() for known in row.node.history or ()}
    outcomes = book.outcomes or Outcomes(())
    observed = (it for it in outcomes.observations if it.stage == "final")
    finals = sorted({(it.year, LAYERS.index(it.layer)) for it in observed})
    if not past and not finals:
        return
    fields = [*HEAD]
    for before in sorted(past):
        told = {ident: row.node.past for ident, row in plan.by_id.items()}
        scores = {ident: past("score", before) for ident, past in told.items()}
        fields += _of_year(
            before, None, scores, {i: past("rank", before) for i, past in told.items()}
        )
    base = {row.id: row for index in book.standings.chosen for row in index.walk()}
    scores = {ident: row.score for ident, row in base.items()}
    fields += _of_year(year, None, scores, {ident: row.rank for ident, row in base.items()})
    for after, number in finals:
        seen = outcomes.of_year(after, (LAYERS[number],))
        scores = {ident: it.score for ident, it in seen.items()}
        fields += _of_year(after, LAYERS[number], scores, {i: it.rank for i, it in seen.items()})
    rows = (at for index in book.standings.chosen for at in tree(index))
    yield _named(table(Message(_YEARS), fields, rows), "years sheet", _YEARS_NAME)


def _of_year(
    year: int, layer: Layer | None, scores: Mapping[str, object], ranks: Mapping[str, object]
) -> Iterator[Field]:
    """The columns of a year: its scores, of a layer where several look at it, and its ranks."""
    title = Text(f"Điểm {year}", f"Score {year}")
    if layer is not None:
        said = LAYER_WORDS[layer]
        title = Text(f"{title.vi} ({said.vi})", f"{title.en} ({said.en})")
    key = f"{year}_{layer}"
    yield Field(f"score_{key}", "points", title, lambda at: scores.get(at.row.id))
    if any(rank is not None for rank in ranks.values()):
        words = Text(f"Xếp hạng {year}", f"Rank {year}")
        yield Field(f"rank_{key}", "rank", words, lambda at: ranks.get(at.row.id))


def origin(
    plan: Plan, files: Sequence[str], call: str, version: str
) -> Sequence[tuple[Text, object]]:
    """Where a workbook is from: whose plan, which files, which version, which equal call."""
    about = plan.about
    document = () if about.source is None else ((_DOCUMENT, about.source.file),)
    return (
        (_PLAN, about.name),
        (_ID, about.id),
        *document,
        (_FILES, tuple(f"{name}.yaml" for name in files)),
        (_CALL, call),
        (_VERSION, f"parplan {version}"),
    )


def _source(book: Book) -> Table:
    """Where all this is from, and how to read it."""
    fields = (
        Field("what", "text", Text("Mục", "What"), lambda at: at.row[0]),
        Field("said", "text", Text("Nội dung", "Details"), lambda at: at.row[1]),
    )
    rows = [*book.source, *_HOW_TO_READ]
    return _named(table(Message(_SOURCE), fields, map(At, rows)), "source sheet", _SOURCE_NAME)


# With a blank, which no id of an index has, whose sheets go by it.
_EQUATIONS_SHEET = "equations sheet"
_UNKNOWN = Text("—", "—")
_NOTHING = Text("", "")
_NO_BOUND = Text("…", "…")
_ASSUMED = Text("Mức tăng giả định", "Assumed increase")
_USED = Text("% dư địa sử dụng", "Headroom used")
_CHECK = Text("Kiểm tra", "Check")
_HINT = Text(
    "Mức tăng giả định, từ {low} đến {high} điểm.",
    "The increase to assume, from {low} to {high} points.",
)
_STARTS = Text(
    "ô vàng nhập được, ban đầu theo kịch bản: {scenario}",
    "yellow cells may be changed; they start from: {scenario}",
)
_AGREES = Text("khớp", "agrees")
_ROUNDED = Text("làm tròn", "rounding")
_OFF_BY = Text("lệch ", "off by ")
_OFF = Text("lệch {by}", "off by {by}")
_CALM = (_AGREES, _ROUNDED, _NOTHING)
_ABOVE = Text("vượt mức tối đa", "above the maximum")
_BELOW = Text("dưới mức tối thiểu", "below the minimum")
_MISSING = Text("chưa có: {paths}", "not known: {paths}")
_TOTALS = Text("Tổng điểm theo từng cách tính", "Totals on each basis")
_TOTALS_NAME = Text("Tổng điểm", "Totals")
_EQUATIONS = Text(
    "Các số liệu phải khớp với nhau", "The equations that the plan's figures must satisfy"
)
_EQUATIONS_NAME = Text("Kiểm tra số liệu", "Equations")
_UNITS = Text("Đơn vị", "Units")
_TASKS = Text("Nhiệm vụ", "Tasks")
_YEARS = Text("Điểm các năm và kết quả đã công bố", "Earlier years, and what came of the plan")
_YEARS_NAME = Text("Các năm", "Years")
_SCENARIOS = Text("Kịch bản", "Scenarios")
_SOURCE = Text("Nguồn số liệu và cách đọc", "Where this is from, and how to read it")
_SOURCE_NAME = Text("Nguồn", "Source")
_PLAN = Text("Kế hoạch", "Plan")
_ID = Text("Mã kế hoạch", "Plan id")
_DOCUMENT = Text("Văn bản", "Document")
_FILES = Text("Tệp số liệu", "Files")
_CALL = Text("Lệnh cho cùng kết quả", "The equal command")
_VERSION = Text("Phần mềm", "Made by")
_HOW_TO_READ: tuple[tuple[Text, Text], ...] = (
    (
        Text("Ô vàng", "Yellow cells"),
        Text(
            "Mức tăng giả định của một tiêu chí; chỉ các ô này nhập được. Mọi ô khác tự tính lại.",
            "What a row is assumed to gain; only these may be changed. All others follow from "
            "them.",
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
            "vượt mức tối đa: mức giả định không thể đạt.",
            "agrees; rounding: digits that were not printed explain the difference; off by: the "
            "printed figures contradict one another; above the maximum: what is assumed is "
            "impossible.",
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
