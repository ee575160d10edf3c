"""A tree of rows: which of them are shown, the columns that all such tables have, what stands below
every total, and the notes on figures that contradict others."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeVar

from parplan.engine.verdicts import sign_of
from parplan.ids import named
from parplan.model.aims import Takes
from parplan.model.fields import TARGET_FIELDS, WAY, Better, field_of, figure_words
from parplan.model.findings import Finding
from parplan.model.plan import Plan
from parplan.model.targets import Sign
from parplan.model.tree import FACT_FIELDS
from parplan.points import decimals_in, in_column
from parplan.render.table import Table
from parplan.reports import goals
from parplan.reports.amounts import total_name
from parplan.reports.fields import NAMES, At, Field, one_of
from parplan.reports.names import few, full_names, short_names
from parplan.reports.titles import Titles
from parplan.text import Listed, Message, Shown, Tabled, Text, Word

if TYPE_CHECKING:
    from parplan.engine.gap import Standing
    from parplan.engine.layers import Layered
    from parplan.engine.progress import Progress
    from parplan.engine.project import Projected
    from parplan.engine.review import Outcome
    from parplan.engine.simulate import Chance

Row = TypeVar("Row", "Standing", "Projected", "Chance", "Progress", "Outcome", "Layered")
Observed = TypeVar("Observed", "Progress", "Outcome")


def selected(rows: Iterable[Row], ids: frozenset[str]) -> tuple[Row, ...]:
    """The rows whose ids are asked for with all below them, and the rows above those with nothing
    else."""
    kept: list[Row] = []
    for row in rows:
        below = row.children if row.id in ids else selected(row.children, ids)
        if row.id in ids or below:
            kept.append(row._replace(children=tuple(below)))
    return tuple(kept)


def without_parts(
    rows: Iterable[Row], but: Callable[[Row], bool] = lambda _: False
) -> tuple[Row, ...]:
    """Indices and their rows, of what the rows are made of only what leads to some parts."""

    def kept(row: Row) -> Row:
        return row._replace(
            children=tuple(kept(it) for it in row.children if any(map(but, it.walk())))
        )

    return tuple(
        row._replace(children=tuple(kept(child) for child in row.children)) for row in rows
    )


def with_observed(
    rows: Iterable[Observed], but: Callable[[Observed], bool] = lambda _: False
) -> tuple[Observed, ...]:
    """Indices and their rows, and what these are made of where any of it was observed: then all of
    it, for what has no result yet is told as well; else only what leads to some parts.
    """

    def below(row: Observed) -> Observed:
        seen = any(it.observation for child in row.children for it in child.walk())
        kept = (child for child in row.children if seen or any(map(but, child.walk())))
        return row._replace(children=tuple(map(below, kept)))

    return tuple(row._replace(children=tuple(map(below, row.children))) for row in rows)


# How rows are called in a sentence, by their ids or patterns: as they are, or `by_name`.
Called = Callable[[str], Text | Message | str]


def by_name(plan: Plan) -> Called:
    """Rows by their full names."""
    names = full_names(plan)

    def called(typed: str) -> Text | Message | str:
        rows = [names[ident] for ident in named(typed, plan.by_id)]
        return Message(_EACH, {"rows": Listed(rows)}) if rows else typed

    return called


def several(each: Iterable[object], called: Called) -> object:
    """Several in a sentence: ids apart by commas, names, which may hold some, by semicolons."""
    return tuple(each) if called is str else Listed(tuple(each))


def figure_name(row: Text | Message, field: str) -> Message:
    """A figure by the name of its row."""
    return Message(_FIGURE_OF, {"row": row, "figure": figure_words(field)})


_EACH = Text("{rows}", "{rows}")
_FIGURE_OF = Text("{row} ({figure})", "{row} ({figure})")


def head(plan: Plan | None) -> tuple[Field, ...]:
    """What every row of a tree begins with; without a plan, for the schema."""
    short = short_names(plan) if plan else {}

    def label(at: At) -> Text:
        is_total = plan is not None and at.row.children and not at.depth
        named: Text = total_name(plan.by_id[at.row.id]) if plan and is_total else at.row.name
        return named

    return (
        Field("index", "id", value=lambda at: Word(at.index.id, short[at.index.id]), on="m"),
        Field("id", "id", Titles.ID),
        Field("parent", "id", value=lambda at: at.parent or None, on="m"),
        Field("level", "text", value=lambda at: at.depth, on="m"),
        Field("name", "text", on="mj"),
        Field("label", "text", Titles.NAME, label, "h"),
    )


def own_total(plan: Plan, ident: str) -> Mapping[str, Text]:
    """What an index is called below a title that has its name, by its id; nothing for a row."""
    row = plan.by_id.get(ident)
    return {ident: total_name(row)} if row is not None and row.node is row.root else {}


def label(totals: Mapping[str, Text] = {}) -> Field:
    """What people call every row of a flat list; totals, by id, as they are called below a title
    that has their name already.
    """
    return Field("label", "text", Titles.NAME, lambda at: totals.get(at.row.id, at.row.name), "h")


# A target as the plan states it, and in points.
TARGET = (
    Field(
        "target",
        "target",
        Titles.TARGET,
        lambda at: goals.aimed(at.row, printed=at.row.target_source == "printed"),
    ),
    goals.FIELD,
    Field("goal", "text", value=lambda at: goals.goal_text(at.row), on="m"),
)


def gap_fields(rows: "Iterable[Standing | Progress]", english: str) -> tuple[Field, Field]:
    """What is left of the way to the target, under a heading that says which way that leads in
    these rows.
    """
    ways = {row.better for row in rows if row.gap is not None}
    title = _BOTH if len(ways) > 1 else _DOWN if ways == {"lower"} else _UP
    return left_fields("gap", Text(title, english), _GAP_SAID)


def left_fields(key: str, title: Text, says: str) -> tuple[Field, Field]:
    """What is left to a target: for people it is not 0 on one that is to be passed."""

    def value(at: At) -> object:
        left = getattr(at.row, key)
        return MORE_THAN_0 if left == 0 and is_to_pass(at.row) else left

    return Field(key, "left", title, value, "h"), Field(key, "points", on="mj", says=says)


def is_to_pass(row: "Standing | Projected | Progress | Outcome") -> bool:
    """Whether what just comes to a row's target misses it."""
    return sign_of(row.target, row.aims, row.max, row.better) in _TO_BE_PASSED


MORE_THAN_0: Final = Text("> 0", "> 0")


def way_of(betters: Iterable[Better]) -> Text:
    """Which way rows are to go, in a sentence about all of them."""
    ways = set(betters)
    return _EITHER_WAY if len(ways) > 1 else WAY[ways.pop() if ways else "higher"]


_EITHER_WAY = Text("tăng, giảm", "change")
_UP, _DOWN, _BOTH = "Cần tăng thêm", "Cần giảm thêm", "Cần tăng/giảm"
_GAP_SAID = "target - score, in points; where less is better, score - target"
# Whether more or less of a row is better, for machines.
BETTER = Field("better", "word", on="mj", schema=one_of("higher", "lower"))

# Whether a row counts at all, for machines; people see it where a figure would stand.
APPLIES = Field(
    "applies",
    "text",
    on="mj",
    schema={"type": "boolean"},
    says="false where it does not apply to the unit, and counts in no total",
)


def applying(name: str) -> "Callable[[At], object]":
    """A figure as people see it; of a row that does not apply, none."""
    figure: Callable[[object], object] = attrgetter(name)
    return lambda at: figure(at.row) if at.row.applies else NOT_APPLICABLE


def leading(leads: Mapping[str, tuple[str, ...]] | None) -> tuple[Field, ...]:
    """Who leads each row, by its id; nothing where that was not asked for."""
    if leads is None:
        return ()
    return (
        Field(
            "lead",
            "text",
            Titles.LEAD,
            lambda at: list(leads.get(at.row.id, ())),
            schema=NAMES,
            says="the units that lead it; only with --leads or --unit",
        ),
    )


def by_others(
    rows: "Iterable[Standing | Projected | Outcome | Progress | Chance]", called: Called = str
) -> Iterator[Message]:
    """The notes on targets that come to points by a field of other units, and on those that would
    if one told; to whom rows are told by id, also where that is looked for.
    """
    rows = list(rows)
    yield from told_by_others(rows, called)
    yield from untold(rows, called)


def told_by_others(
    rows: "Iterable[Standing | Projected | Outcome | Progress | Chance]", called: Called = str
) -> Iterator[Message]:
    """The notes on targets that come to points by a field of other units."""
    for row in rows:
        for aim in row.aims:
            if aim.takes is not None:
                said = goals.words_of(aim, row.decimals)
                yield taken(called(row.id), said, aim.takes, row.decimals)


def untold(
    rows: "Iterable[Standing | Projected | Outcome | Progress | Chance]", called: Called = str
) -> Iterator[Message]:
    """The note on those that no field tells of."""
    each = [called(row.id) for row in rows if any(aim.is_relative for aim in row.aims)]
    if each:
        where = _WHERE if called is str else _NOWHERE
        yield Message(_UNTOLD, {"ids": each if called is str else few(each), "where": where})


def taken(ident: object, said: Message, told: Takes, decimals: int) -> Message:
    """What a statement takes by a field of other units, and if that moved once more."""
    values: dict[str, object] = {
        "id": ident,
        "said": said,
        "points": Shown(told.points, decimals),
        "field": told.field,
        "year": Message(_AMONG, {"year": str(told.year), "units": told.units})
        if told.units
        else str(told.year),
    }
    if not told.moved:
        return Message(_TAKES, values)
    again = (
        Message(_AGAIN, {"points": Shown(points, decimals), "then": then - told.over, "year": then})
        for then, points in told.moved.items()
    )
    words = _TAKES_MOVED if told.over == told.ahead else _TAKES_IN_ONE_YEAR
    still = _SOME_STAY if told.still else _NONE_STAY
    return Message(words, {**values, "again": tuple(again), "ahead": told.ahead, "still": still})


_UNTOLD = Text(
    "{ids}: không có số liệu nào{where} cho biết cần bao nhiêu điểm để đạt thứ hạng hoặc nhóm đó; "
    "cần bảng điểm của mọi đơn vị được xếp hạng, hoặc các nhóm công bố",
    "{ids}: nothing{where} tells how many points that rank or group takes: it needs a table of all "
    "units that were ranked, or published groups",
)
_WHERE, _NOWHERE = Text(" trong peers/", " in peers/"), Text("", "")
_TAKES = Text(
    "{id}: {said} cần {points} điểm, theo {field} ({year})",
    "{id}: {said} takes {points}, by {field} ({year})",
)
_TAKES_MOVED = Text(
    "{id}: {said} cần {points} điểm, theo {field} ({year}); nếu các đơn vị khác thay đổi như "
    "trước{still}: {again}",
    "{id}: {said} takes {points}, by {field} ({year}); if the others move as they did{still}: "
    "{again}",
)
_TAKES_IN_ONE_YEAR = Text(
    "{id}: {said} cần {points} điểm, theo {field} ({year}); nếu các đơn vị khác thay đổi thêm một "
    "năm như trước{still}: {again}; mục tiêu còn cách {ahead} năm",
    "{id}: {said} takes {points}, by {field} ({year}); if the others move for one more year as "
    "they did{still}: {again}; the target is {ahead} years ahead",
)
_AMONG = Text("{year}, {units} đơn vị", "{year}, {units} units")
_SOME_STAY = Text(
    " (đơn vị chưa biết thay đổi thì giữ nguyên)", " (those of which that is not known stay)"
)
_NONE_STAY = Text("", "")
_AGAIN = Text("{points} (như {then}–{year})", "{points} (as {then}–{year})")
NOT_PRINTED = Text(
    "mục tiêu không kèm dấu (≥, ≤) là số tính ra (điểm + dự kiến tăng, hoặc tính từ các dòng)",
    "a target without a sign (≥, ≤) is not printed: it follows from the increase, or from the rows",
)


def unprinted(index: "Standing | Projected | Chance") -> Iterator[Message]:
    """The note on targets that follow from other figures, where an index has any."""
    if any(
        row.target is not None and row.target_source in ("implied", "sum") for row in index.walk()
    ):
        yield Message(NOT_PRINTED)


def just_missed(
    rows: "Iterable[Standing | Projected | Progress | Outcome]",
    figures: Mapping[str, Text],
    called: Called = str,
) -> Iterator[Message]:
    """The notes on figures, with what these are, that lie on a target to be passed: nothing is
    missing to that, and it is missed all the same.
    """
    for row in rows:
        sign = sign_of(row.target, row.aims, row.max, row.better)
        for name, figure in figures.items():
            value = getattr(row, name)
            if sign in _TO_BE_PASSED and value is not None and value == row.target:
                values = {"id": called(row.id), "figure": figure, "sign": sign}
                points = Shown(value, row.decimals)
                yield Message(_TO_BE_PASSED[sign], {**values, "points": points})


STANDS: Final = Text("điểm hiện tại", "the score")
LANDS: Final = Text("điểm dự báo", "the projected score")
_TO_BE_PASSED: Mapping[Sign, Text] = {
    ">": Text(
        "{id}: {figure} {points} chưa đạt mục tiêu {sign}\u00a0{points}: phải cao hơn mức này",
        "{id}: {figure} {points} misses the target {sign}\u00a0{points}, which asks for more",
    ),
    "<": Text(
        "{id}: {figure} {points} chưa đạt mục tiêu {sign}\u00a0{points}: phải thấp hơn mức này",
        "{id}: {figure} {points} misses the target {sign}\u00a0{points}, which asks for less",
    ),
}


def rounded_apart(
    rows: "Iterable[Standing | Projected | Progress | Outcome]",
    between: Mapping[str, tuple[str, str]],
    called: Called = str,
) -> Iterator[Message]:
    """The note on rows where what lies between two figures is not the difference of the two as they
    are shown, each rounded by itself: what they are before that. `between` has the two by the key
    of that.
    """
    told = []
    for row in rows:
        apart: dict[Decimal, None] = {}
        for left, figures in between.items():
            values = [getattr(row, key) for key in (*figures, left)]
            if None not in values:
                places = [decimals_in(row, _LIKE.get(key, key)) for key in (*figures, left)]
                seen = list(map(in_column, values, places))
                if abs(seen[0] - seen[1]) != abs(seen[2]):
                    cut = zip(values[:2], seen[:2], strict=True)
                    apart |= dict.fromkeys(value for value, it in cut if value != it)
        if apart:
            points = tuple(Shown(value, row.decimals) for value in apart)
            told.append(Message(_BEFORE, {"id": called(row.id), "points": points}))
    if told:
        yield Message(_UNROUNDED, {"each": Listed(told)})


_LIKE = dict.fromkeys(("now", "base", "change"), "score")  # what has decimals as another figure
_BEFORE = Text("{id} {points}", "{id} {points}")
_UNROUNDED = Text("trước khi làm tròn: {each}", "before rounding: {each}")
NOT_APPLICABLE = Text("không áp dụng", "n/a")
_EXCERPT = Text(
    "{id}: {count} trong {of} dòng của bảng, nên không cộng tổng",
    "{id}: {count} of {of} rows, so nothing is added up",
)


def excerpts(index: "Standing | Projected", called: Called = str) -> Iterator[Message]:
    """The note on every total of whose rows only some are known."""
    for row in index.walk():
        if row.excerpt_of is not None:
            values = {"id": called(row.id), "count": len(row.children), "of": row.excerpt_of}
            yield Message(_EXCERPT, values)


# Contradictions are marked on the figures; realism and bookkeeping are for `validate`.
_MARKED = ("A", "R")
# What is worked out from a plan rests on these; its ranks and percentages it leaves alone.
RESTS_ON: tuple[str, ...] = FACT_FIELDS


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


class Footnotes(NamedTuple):
    """Notes, and their numbers (from 1) by the figure they are on (``par.5.score``), as a table
    takes them."""

    said: list[Message]
    marks: dict[str, list[int]]


def footnotes(
    findings: Iterable[Finding],
    rows: "Iterable[_Identified]",
    figures: Container[str] | None = None,
    columns: Mapping[str, str] = {},
) -> Footnotes:
    """A note for every contradiction that a figure of the rows shown is part of; `figures` are the
    kinds that the answer rests on, without them all. `columns` says in which column a figure
    stands, where that has another key.
    """
    shown = {row.id for row in rows}
    notes = Footnotes([], {})

    def concerns(path: str) -> bool:
        ident, field = column_of(path)
        return ident in shown and (figures is None or field in figures)

    for finding in findings:
        others = [operand.path for operand in finding.operands]
        if finding.code.startswith(_MARKED) and any(map(concerns, (finding.path, *others))):
            notes.said.append(_note(finding))
            for ident, field in marked_at(finding):
                at = f"{ident}.{columns.get(field, field)}"
                notes.marks.setdefault(at, []).append(len(notes.said))
    return notes


def marked_at(finding: Finding) -> list[tuple[str, str]]:
    """The figures that a contradiction is marked on, each by its row and column: that where it
    stands, of a fact printed twice the one in the other place as well.
    """
    others = finding.operands if finding.code == "A307" else ()
    return [column_of(path) for path in (finding.path, *(it.path for it in others))]


def column_of(path: str) -> tuple[str, str]:
    """Whose figure a path names, and in which column it stands: the targets of all years in one."""
    ident, _, name = path.rpartition(".")
    return ident, field_of(name) if field_of(name) in TARGET_FIELDS else name


def _note(finding: Finding) -> Message:
    values: dict[str, object] = {
        "path": finding.path,
        "message": finding.message,
        "erratum": finding.erratum,
    }
    return Message(_NOTE if finding.erratum is None else _KNOWN, values)


_NOTE = Text("{path}: {message}", "{path}: {message}")
_KNOWN = Text("{path}: {message} [đã ghi nhận: {erratum}]", "{path}: {message} [known: {erratum}]")


def found(findings: Iterable[Finding]) -> Field:
    """The codes of what was found at each row, for machines."""
    codes: dict[str, list[str]] = {}
    for finding in findings:
        codes.setdefault(finding.path.rpartition(".")[0], []).append(finding.code)
    return Field(
        "findings",
        "text",
        value=lambda at: codes.get(at.row.id, []),
        on="mj",
        schema=NAMES,
        says="codes of what the checks find in the plan's own figures of the row",
    )


def on_basis(basis: str, row: "Standing", field: str, value: Shown | Tabled) -> Message:
    """A total's figure, and on which basis it is that: a target that adds up rows without parts
    follows from their increases, or from their targets where no increase is planned, one that is
    printed is so whatever its rows add up to, and one that no document prints follows from what is.
    """
    source = row.target_source if field == "target" else None
    if basis == "parts" and source == "printed":
        basis = "printed"
    only_rows = (
        basis == "parts" and field == "target" and all(not child.children for child in row.children)
    )
    worked_out = _WORKED_OUT.get(source or "") if basis == "printed" else None
    if only_rows:
        planned = any(child.planned is not None for child in row.children)
        worked_out = _INCREASES if planned or not row.children else _WORKED_OUT["sum"]
    return Message(worked_out or _ON[basis], {"value": value})


# What figures are worked out from, by the name of a basis.
BASES: Mapping[str, Text] = {
    "printed": Text("văn bản gốc", "as printed"),
    "parts": Text("tổng các tiêu chí thành phần", "from the parts"),
    "corrected": Text("số liệu đã đính chính", "corrected"),
}
ON_EACH_BASIS = Text("Tổng điểm theo từng cách tính", "Totals on each basis")
_ON: Mapping[str, Text] = {
    "printed": Text("{value} theo văn bản", "{value} printed"),
    "rows": Text("{value} tính từ số ghi của các tiêu chí", "{value} from its rows as printed"),
    "parts": Text("{value} tính từ các tiêu chí thành phần", "{value} from parts"),
    "corrected": Text("{value} theo số liệu đã đính chính", "{value} corrected"),
}
_INCREASES = Text("{value} tính từ mức dự kiến tăng", "{value} from increases")
_WORKED_OUT: Mapping[str, Text] = {  # by the source of a target that is not printed
    "sum": Text("{value} tính từ mục tiêu của các tiêu chí", "{value} from its rows' targets"),
    "implied": Text("{value} tính từ điểm và mức dự kiến tăng", "{value} from score and increase"),
}
Corrections = Mapping[
    str, tuple[Decimal, Decimal]
]  # printed and corrected, in points or percent, by path


class Ground(NamedTuple):
    """What an answer starts from: the plan, what was found in its own figures, and the corrections
    that the basis makes."""

    plan: Plan
    findings: tuple[Finding, ...]
    made: Corrections


def noted(tables: Iterable[Table], made: Corrections) -> list[Table]:
    """The tables, each total with the corrections that lie below it."""
    return [_noted(table, made) if made else table for table in tables]


def _noted(table: Table, made: Corrections) -> Table:
    cells = (
        pair
        for line in table.lines
        if line.role == "total"
        for pair in zip(table.columns, line.cells, strict=True)
    )
    said = put_below([mark.value for column, mark in cells if column.key == "id"], made)
    return table._replace(feet=(Message(_CORRECTED, {"put": said}), *table.feet)) if said else table


def put_below(totals: Iterable[object], made: Corrections) -> tuple[Message, ...]:
    """The corrections that lie at or below some rows, in words."""
    below = tuple(f"{total}." for total in totals)
    return tuple(
        Message(_PUT, {"path": path, "old": old, "new": new})
        for path, (old, new) in made.items()
        if path.startswith(below)
    )


_PUT = Text("{path} {old} → {new}", "{path} {old} → {new}")
_CORRECTED = Text("các số đã đính chính: {put}", "figures as corrected: {put}")
