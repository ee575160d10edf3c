"""`compare`: what differs, figure by figure, and whether scores compare at all."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from parplan.engine.compare import SUMS, Comparison, Figures, Pair, Side, in_other_years
from parplan.model.fields import FIGURE_WORDS
from parplan.model.plan import Plan
from parplan.model.tree import FACT_FIELDS, FactField
from parplan.points import Lang, Rank, decimals_in, one_field
from parplan.render.table import Aimed, Table
from parplan.reports import compare_tasks, goals
from parplan.reports.bases import BASES, Corrections, put_below
from parplan.reports.fields import (
    NAMES,
    TEXT,
    Answer,
    At,
    Field,
    Schema,
    described,
    list_of,
    object_of,
    one_of,
    plain,
    record,
    table,
    whole,
)
from parplan.reports.rows import label
from parplan.reports.titles import Titles
from parplan.text import Message, Text, Word

# The bases that plans are compared on.
ON = {basis: BASES[basis] for basis in ("printed", "corrected")}


class Compared(NamedTuple):
    """Two sides compared; whether to show what does not differ as well, and the parts of rows;
    and what else is to be said of them.
    """

    first: Side
    second: Side
    comparisons: Sequence[Comparison]
    every: bool
    parts: bool
    remarks: Sequence[Message]


class _Line(NamedTuple):
    """A figure on both sides, or a row that only one side has."""

    root: str
    id: str
    name: Text
    decimals: int
    decimals_of: Mapping[str, int]  # of each side
    figure: Word
    first: Decimal | Aimed | None
    second: Decimal | Aimed | None
    rows: tuple[Figures, Figures]
    change: Decimal | None
    share_first: Decimal | None
    share_second: Decimal | None
    rank_first: Rank | None
    rank_second: Rank | None
    printed: bool


def beside(first: Side, second: Side) -> Iterable[Message]:
    """What is to be said of years of targets, and of tasks, that were not compared."""
    yield from compare_tasks.not_compared(first, second)
    for year, count in in_other_years(first, second).items():
        yield Message(_IN_OTHER_YEARS, {"year": str(year), "count": count})
    for side, other in ((first, second), (second, first)):
        only = side.other_years.keys() - {*other.other_years, other.target_year}
        if only and other.target_year is not None:
            years = tuple(map(str, sorted(only)))
            yield Message(_ONLY_THERE, {"side": side.name, "years": years})


def differs(comparison: Comparison) -> bool:
    """Whether anything differs."""
    return (
        not comparison.comparable
        or any(comparison.differing())
        or any(pair.other_rank for pair in comparison.pairs)
        or any(map(_told, comparison.pairs))
    )


def _told(pair: Pair) -> bool:
    return pair.renamed or pair.first.id != pair.second.id


def _without_parts(comparison: Comparison) -> Comparison:
    return comparison._replace(
        pairs=tuple(pair for pair in comparison.pairs if not pair.second.part),
        added=tuple(row for row in comparison.added if not row.part),
        removed=tuple(row for row in comparison.removed if not row.part),
    )


_SHARE = Text("% điểm tối đa, {side}", "Of max, {side}")
_RANK = Text("Xếp hạng, {side}", "Rank, {side}")


def _goals(key: str, side: int) -> tuple[Field, Field]:
    """The target of a side as its plan states it, for targets: what no points say of it."""

    def row(at: At) -> Figures | None:
        return at.row.rows[side] if at.row.figure.code == "target" else None

    return (
        goals.FIELD._replace(key=key, value=lambda at: goals.goal(it) if (it := row(at)) else None),
        Field(
            key, "text", value=lambda at: goals.goal_text(it) if (it := row(at)) else None, on="m"
        ),
    )


def _fields(
    first: str = "",
    second: str = "",
    totals: Mapping[str, Text] = {},
    *,
    comparable: bool = True,
    ranked: bool = False,
) -> tuple[Field, ...]:
    """What is told of every difference; people see shares of the maximum where scores do not
    compare, and ranks where there are any.
    """
    on, ranks = "mj" if comparable else "hmj", "hmj" if ranked else "mj"
    return (
        Field("index", "id", value=lambda at: at.row.root, on="m"),
        Field("id", "id", Titles.ID),
        Field("name", "text", on="m"),
        label(totals),
        Field("figure", "word", Titles.FIGURE, schema=one_of(*FACT_FIELDS)),
        Field("first", "points", Text(first, first)),
        Field("second", "points", Text(second, second)),
        Field("change", "signed", Titles.CHANGE, says="null where the two do not compare"),
        Field(
            "printed",
            "word",
            on="mj",
            schema={"type": "boolean"},
            says="false for what the rows of an index come to, where neither side prints it",
        ),
        Field(
            "share_first",
            "share",
            _SHARE.filled(side=first),
            on=on,
            says="score / maximum, for scores",
        ),
        Field("share_second", "share", _SHARE.filled(side=second), on=on),
        Field(
            "rank_first", "rank", _RANK.filled(side=first), on=ranks, says="the rank, for scores"
        ),
        Field("rank_second", "rank", _RANK.filled(side=second), on=ranks),
        *_goals("goal_first", 0),
        *_goals("goal_second", 1),
        Field("old_id", "id", value=lambda at: _old(at, "id"), on="m"),
        Field("old_name", "text", value=lambda at: _old(at, "name"), on="m"),
        Field("comparable", "word", value=lambda _: comparable, on="m"),
    )


def _old(at: At, key: str) -> object:
    """The id or name that a row had on the first side, where that is another."""
    first, second = (getattr(row, key) for row in at.row.rows)
    return None if first == second else first


_INDEX = (
    Field("id", "id", value=lambda at: at.row.root),
    Field("name", "text"),
    Field("comparable", "word", schema={"type": "boolean"}),
    Field("maxima", "text", schema=NAMES),
    Field(
        "rules",
        "text",
        schema=NAMES,
        says="rows that count by another rule: aggregate, scale, weight, bonus, floor, ceiling, "
        "rebase, counts, applies, better or excerpt_of differ",
    ),
)
_ONE_SIDED = (
    Field("id", "id"),
    Field("name", "text"),
    Field("max", "points"),
    Field("score", "points"),
)
_RENAMED = (
    Field("id", "id", value=lambda at: at.row.first.id),
    Field("name", "text", value=lambda at: at.row.first.name),
    Field("new_id", "id", value=lambda at: at.row.second.id),
    Field("new_name", "text", value=lambda at: at.row.second.name),
)
_LISTS = {"added": _ONE_SIDED, "removed": _ONE_SIDED, "renamed": _RENAMED, "changes": _fields()}


def answer(result: Compared) -> Answer:
    """What differs, in all forms: a table an index that has anything to say."""
    sides = {"first": result.first.name, "second": result.second.name}

    work = compare_tasks.compared(result.first, result.second)

    def tables(*, machine: bool = False) -> list[Table]:
        told = [each for each in result.comparisons if result.every or differs(each)]
        figures = [_table(result, each, machine=machine) for each in told]
        return [*figures, *([compare_tasks.table_of(work, sides)] if work.lines else [])]

    same = _SAME if work.of is None else _SAME_TASKS

    return Answer(
        "compare",
        lambda lang: {
            **sides,
            "indices": [_record(result, each, lang) for each in result.comparisons],
            "tasks": compare_tasks.records(work, lang),
            "remarks": plain(list(result.remarks), lang),
        },
        lambda: tables() or [Table(Message(_NOTHING, sides), (), (), (Message(same),))],
        lambda: tables(machine=True),
        result.remarks,
    )


def schema() -> dict[str, Any]:
    """The schema of the JSON answer."""
    lists = {name: list_of(object_of(described(fields))) for name, fields in _LISTS.items()}
    indices = list_of(object_of({**described(_INDEX), **lists}))
    plan: Schema = {
        "type": ["string", "null"],
        "description": "the plan that years, units and revisions are of; null for two plans",
    }
    keys = {
        "basis": one_of(*ON),
        "first": TEXT,
        "second": TEXT,
        "indices": indices,
        "tasks": compare_tasks.SCHEMA,
        "remarks": NAMES,
    }
    return whole("compare", keys, plan=plan, basis=False)


def _record(result: Compared, comparison: Comparison, lang: Lang) -> dict[str, Any]:
    shown = comparison if result.parts else _without_parts(comparison)
    lists = {
        "added": shown.added,
        "removed": shown.removed,
        "renamed": list(filter(_told, shown.pairs)),
        "changes": list(_both(shown, comparable=comparison.comparable)),
    }
    listed = {
        name: [record(At(row, shown), _LISTS[name], lang) for row in rows]
        for name, rows in lists.items()
    }
    return {**record(At(comparison), _INDEX, lang), **listed}


def _table(result: Compared, comparison: Comparison, *, machine: bool) -> Table:
    """What differs of an index; for machines rows of another name or id are lines, for people they
    stand below.
    """
    shown, comparable = (
        comparison if result.parts else _without_parts(comparison),
        comparison.comparable,
    )
    none = (None, None)
    lines = [
        *(
            _line((pair.first, pair.second), _RENAMED_LINE, none, none, none)
            for pair in shown.pairs
            if machine and _told(pair)
        ),
        *_both(shown, comparable=comparable, every=result.every),
        *(
            _line((row, row), _ADDED, (None, row.score), (None, row.share), (None, row.rank))
            for row in shown.added
        ),
        *(
            _line((row, row), _REMOVED, (row.score, None), (row.share, None), (row.rank, None))
            for row in shown.removed
        ),
    ]
    several = len(shown.pairs) > 1
    rows = [At(line, None, shown.root, 1) for line in lines if line.id != shown.root or not several]
    total = [At(line, line) for line in lines if line.id == shown.root and several]
    title = Message(
        _TITLE, {"name": comparison.name, "first": result.first.name, "second": result.second.name}
    )
    ranked = any(line.rank_first or line.rank_second for line in lines)
    sides = (result.first.name, result.second.name)
    totals = {at.row.id: _total_name(at.row) for at in total}
    fields = _fields(*sides, totals, comparable=comparable, ranked=ranked)
    return table(title, fields, [*rows, *total], _feet(comparison, shown, result))


def _total_name(line: _Line) -> Text:
    return Titles.TOTAL if all(row.adds_up for row in line.rows) else Titles.OVERALL


def _both(comparison: Comparison, *, comparable: bool, every: bool = False) -> Iterable[_Line]:
    """The figures that differ, or all of them."""
    for pair in comparison.pairs:
        for field in FACT_FIELDS:
            before, after = getattr(pair.first, field), getattr(pair.second, field)
            known = before is not None or after is not None
            # Of other criteria it is the share of the maximum that tells.
            told = field == "score" and (pair.other_rank or pair.change("max"))
            if pair.differs(field) or (known and (every or told)):
                first, second = pair.first, pair.second
                shares = (first.share, second.share) if field == "score" else (None, None)
                ranks = (first.rank, second.rank) if field == "score" else (None, None)
                change = pair.change(field) if comparable or field == "max" else None
                word = Word(field, FIGURE_WORDS[field])
                sides = (_side(first, field), _side(second, field))
                yield _line((first, second), word, sides, shares, ranks, change, field)


def _side(row: Figures, field: FactField) -> Decimal | Aimed | None:
    """A figure of one side; a target that is not points alone as the plan states it."""
    value: Decimal | None = getattr(row, field)
    return goals.aimed(row, printed=True) if field == "target" and goals.goal(row) else value


_Sides = tuple[Decimal | None, Decimal | None]
_Ranks = tuple[Rank | None, Rank | None]


def _line(
    rows: tuple[Figures, Figures],
    figure: Word,
    sides: tuple[Decimal | Aimed | None, Decimal | Aimed | None],
    shares: _Sides,
    ranks: _Ranks,
    change: Decimal | None = None,
    field: FactField = "score",
) -> _Line:
    row, (before, after) = rows[1], (decimals_in(each, field) for each in rows)
    own = {"first": before, "second": after, "change": max(before, after)}
    head = (row.root, row.id, row.name, row.decimals, own)
    printed = figure.code not in row.unprinted
    return _Line(*head, figure, *sides, rows, change, *shares, *ranks, printed)


def _feet(comparison: Comparison, shown: Comparison, result: Compared) -> Iterable[Message]:
    if not comparison.comparable:
        one_year = result.first.year is not None and result.first.year == result.second.year
        words = _OTHER_CRITERIA if one_year else _NOT_COMPARABLE
        yield Message(words, {"why": tuple(_why(comparison))})
        yield from _misprints(comparison, result)
    for pair in shown.pairs:
        if pair.first.id != pair.second.id:
            yield Message(
                _MOVED, {"old": pair.first.id, "new": pair.second.id, "name": pair.second.name}
            )
        elif pair.renamed:
            yield Message(
                _RENAMED_TO, {"id": pair.second.id, "old": pair.first.name, "new": pair.second.name}
            )
    across = [pair.second.id for pair in shown.pairs if _over_others(pair)]
    if across:
        yield Message(_OVER_OTHERS, {"ids": across})
    for pair in shown.pairs:
        summed = [field for field in SUMS if field in pair.second.unprinted and pair.change(field)]
        if summed:
            told = tuple(FIGURE_WORDS[field] for field in summed)
            yield Message(_SUMMED, {"id": pair.second.id, "figures": told})
    count = sum(1 for _ in shown.differing()) + sum(pair.other_rank for pair in shown.pairs)
    if count:
        yield Message(_CHANGED, {"count": count})
    elif not differs(comparison):
        yield Message(_SAME)


def _misprints(comparison: Comparison, result: Compared) -> Iterable[Message]:
    """Which of the maxima that differ are misprints, as errata have decided."""
    other = [pair for pair in comparison.pairs if pair.change("max")]
    for side, at in ((result.first, 0), (result.second, 1)):
        ids = [pair[at].id for pair in other if f"{pair[at].id}.max" in side.misprinted]
        if ids:
            yield Message(_MISPRINTED, {"side": side.name, "ids": ids})


def as_corrected(side: Side, plan: Plan, made: Corrections) -> Side:
    """A side that says which figures stand corrected there."""
    put = put_below([index.id for index in plan.indices], made)
    said = Message(_CORRECTED, {"side": side.name, "put": put})
    return side._replace(remarks=(*side.remarks, said)) if put else side


def _over_others(pair: Pair) -> bool:
    """Whether both ranks are known to be over different numbers of units."""
    ranks = (pair.first.rank, pair.second.rank)
    return not one_field(*(rank.of for rank in ranks if rank is not None))


def _why(comparison: Comparison) -> Iterable[Message]:
    if comparison.apart:
        yield Message(_SAID)
    rows = tuple(row.id for row in (*comparison.removed, *comparison.added))
    if comparison.maxima:
        yield Message(_MAXIMA, {"ids": comparison.maxima})
    if comparison.rules:
        yield Message(_RULES, {"ids": comparison.rules})
    if rows:
        yield Message(_ROWS, {"ids": rows})


_TITLE = Text("{name}: {first} → {second}", "{name}: {first} → {second}")
_NOTHING = Text("{first} → {second}", "{first} → {second}")
_SAME = Text(
    "điểm, thứ hạng, điểm tối đa, mức tăng và mục tiêu đều như nhau",
    "no score, rank, maximum, increase or target differs",
)
_SAME_TASKS = Text(
    "điểm, thứ hạng, điểm tối đa, mức tăng, mục tiêu và nhiệm vụ đều như nhau",
    "no score, rank, maximum, increase, target or task differs",
)
_CHANGED = Text("số liệu khác nhau: {count}", "figures that differ: {count}")
_ADDED = Word("added", Text("tiêu chí mới", "added"))
_REMOVED = Word("removed", Text("bị bỏ", "removed"))
_RENAMED_LINE = Word("renamed", Text("đổi tên hoặc mã", "renamed"))
_RENAMED_TO = Text("đổi tên: {id} “{old}” → “{new}”", "renamed: {id} “{old}” → “{new}”")
_MOVED = Text("đổi mã: {old} → {new} “{name}”", "other id: {old} → {new} “{name}”")
_NOT_COMPARABLE = Text(
    "bộ tiêu chí đã thay đổi ({why}): điểm không so sánh được, chỉ so được tỷ lệ trên điểm tối đa",
    "the criteria changed ({why}): scores do not compare, only shares of the maximum do",
)
_OTHER_CRITERIA = Text(
    "bộ tiêu chí hai bên khác nhau ({why}): điểm không so sánh được, chỉ so được tỷ lệ trên điểm "
    "tối đa",
    "the two have other criteria ({why}): scores do not compare, only shares of the maximum do",
)
_RULES = Text("cách tính của {ids}", "the counting of {ids}")
_MAXIMA = Text("điểm tối đa của {ids}", "the maximum of {ids}")
_MISPRINTED = Text(
    "{side}: điểm tối đa của {ids} đã được xác định là ghi sai; so sánh theo đính chính bằng "
    "--basis corrected",
    "{side}: the maximum of {ids} is a misprint, as its errata have decided; --basis corrected "
    "compares without it",
)
_CORRECTED = Text("{side}: các số đã đính chính: {put}", "{side}: figures as corrected: {put}")
_SAID = Text("kế hoạch ghi rõ", "the plan says so")
_IN_OTHER_YEARS = Text(
    "mức tăng và mục tiêu năm {year} khác nhau: {count}; xem --target-year {year}",
    "increases and targets of {year} that differ: {count}; see --target-year {year}",
)
_ONLY_THERE = Text("chỉ {side} có mục tiêu các năm: {years}", "only {side} has targets of: {years}")
_OVER_OTHERS = Text(
    "thứ hạng tính trên số đơn vị khác nhau, không so sánh được: {ids}",
    "ranks over different numbers of units do not compare: {ids}",
)
_ROWS = Text("các tiêu chí {ids}", "the rows {ids}")
_SUMMED = Text(
    "{id}: số tính từ các tiêu chí, văn bản không ghi: {figures}",
    "{id}: not printed, but worked out from its rows: {figures}",
)
