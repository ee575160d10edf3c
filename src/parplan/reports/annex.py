"""The plan's own tables, as it prints them: under its titles, every figure as it is written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from parplan.model.cells import (
    aimed_in,
    in_other_words,
    in_percent,
    is_unprinted,
    name_in,
    names,
    printed,
    tables_of,
)
from parplan.model.fields import (
    FIGURE_WORDS,
    PAST_FIELDS,
    TARGET_FIELDS,
    dated_of,
    field_of,
    figure_words,
    of_year,
)
from parplan.model.plan import Plan
from parplan.model.tree import Indicator
from parplan.points import exact
from parplan.render.table import Block, Column, Kind, Line, Mark, Table
from parplan.reports import goals
from parplan.reports.amounts import counted_in, difference, total_name
from parplan.reports.fields import UNTITLED
from parplan.reports.official import Part
from parplan.reports.rows import NOT_APPLICABLE
from parplan.reports.titles import Titles
from parplan.text import Message, Text, capital


def tables(plan: Plan) -> list[Part]:
    """An annex for every table that the plan says it prints; of an index that says nothing of that,
    one of its rows under our titles, in the document's language. Names without a figure are none.
    """
    found: dict[str, list[Indicator]] = {}
    alone: list[tuple[str | None, Message]] = []  # of an index in no table, and where its rows are
    for index in plan.indices:
        placed = [(row, tables_of(plan, row)) for row in (*_below(index), index)]
        named = any(where for _, where in placed)
        home, printed_in = None, []
        for row, where in placed:
            printed_in = [each for each in where if _has_columns(plan, each)]
            for each in printed_in or (() if named else (index.id,)):
                found.setdefault(each, []).append(row)
                home = home or each
        if named and not printed_in and (said := stands(plan, index)) is not None:
            alone.append((home, Message(_as_printed(plan, said))))
    parts = {where: _annex(plan, where, rows) for where, rows in found.items()}
    if not parts and alone:
        return [Part(Message(plan.about.name), tuple(said for _, said in alone))]
    for home, said in alone:
        place = home or next(iter(parts))
        parts[place] = parts[place]._replace(blocks=(*parts[place].blocks, said))
    return [part for part in parts.values() if any(map(_says_any, part.blocks))]


def _says_any(block: Block) -> bool:
    """Whether there is anything but names in it."""
    if not isinstance(block, Table):
        return True
    keys = [column.key for column in block.columns]
    return any(_has_figures(line, keys) for line in block.lines)


def _below(index: Indicator) -> Iterator[Indicator]:
    """The rows of an index, whose own line documents print last."""
    return (row for row in index.walk() if row is not index)


def _has_columns(plan: Plan, where: str) -> bool:
    table = plan.tables.get(where)
    return table is not None and bool(table.columns)


def _as_printed(plan: Plan, said: Text | Message) -> Text:
    """Words in the language of the document, whatever that of the report."""
    return Text(*[said.say(plan.about.language)] * 2)


def stands(plan: Plan, index: Indicator) -> Message | None:
    """Where an index stands, in a sentence as documents have it; None where neither a score nor a
    percentage is printed.
    """
    node, about = index.node, plan.about
    if node.score is None and node.percent is None:
        return None
    changes, has_score = tuple(_changes(index)), node.score is not None
    said = (
        (_STANDS if has_score else _STANDS_AT, True),
        (_OUT_OF, has_score and node.max is not None),
        (_POINTS, has_score and counted_in(index) == "points"),
        (_PERCENT, has_score and node.percent is not None),
        (_RANKED, node.rank is not None),
        (_CHANGED, bool(changes)),
        (_END, True),
    )
    words = [it for it, there in said if there]
    values: dict[str, object] = {
        "row": _called(plan, index),
        "year": about.year,
        "score": node.score,
        "max": node.max,
        "percent": node.percent,
        "rank": node.rank,
        "changes": changes,
        "since": about.since,
    }
    return Message(Text("".join(it.vi for it in words), "".join(it.en for it in words)), values)


def _called(plan: Plan, index: Indicator) -> Text:
    """An index by its name; in the document's language as a sentence of it begins, where its
    figures stand in one, but for the year that it may say first.
    """
    node = index.node
    if node.row is None or any(_has_columns(plan, where) for where in tables_of(plan, index)):
        return node.name
    lead, _, name = node.row.partition(", ")
    said = f"{name[:1].upper()}{name[1:]}" if name and str(plan.about.year) in lead else node.row
    both = {"vi": node.name.vi, "en": node.name.en, plan.about.language: said}
    return Text(both["vi"], both["en"])


def _changes(index: Indicator) -> Iterator[Message]:
    node = index.node
    if node.change is not None:
        words = _FELL if node.change < 0 else _ROSE
        yield Message(words, {"by": difference(index, abs(node.change))})
    if node.rank_change is not None:
        yield Message(_DOWN if node.rank_change < 0 else _UP, {"by": abs(node.rank_change)})


def _annex(plan: Plan, where: str, rows: Sequence[Indicator]) -> Part:
    table = plan.tables.get(where)
    titles = _titles(plan, rows)
    numbers = {row.id: _number(row) for row in rows}
    if table is not None and table.columns:
        titles = {key: Text(title, title) for key, title in table.columns.items()}
    elif len(rows) > 1 and not any(numbers.values()):
        numbers = dict(_counted(plan.by_id[rows[-1].root.id]))
    heading = table.heading if table is not None else None
    named = rows[0].root.name if heading is None else Text(heading, heading)
    columns = tuple(Column(key, words, _KINDS.get(key, "points")) for key, words in titles.items())
    ours = table is None and len(rows) > 1
    each = (_line(plan, row, tuple(titles), numbers[row.id], ours=ours) for row in rows)
    lines = tuple(line for line in each if line.role != "total" or _has_figures(line, titles))
    return Part(Message(named), (Table(UNTITLED, columns, lines),), wide=True)


def _has_figures(line: Line, keys: Iterable[str]) -> bool:
    """Whether a line says more than its number and name: a total that is not printed has none."""
    cells = zip(keys, line.cells, strict=True)
    return any(mark.value for key, mark in cells if key not in ("row", "name"))


def _titles(plan: Plan, rows: Sequence[Indicator]) -> dict[str, Text]:
    """The columns of what rows print where nothing says how they stand: earlier years, the plan's
    own, and those of targets that are told apart.
    """
    there = {name for row in rows for name in names(row) if printed(plan, row, name)}
    there |= {"max" for row in rows if not row.applies}  # in whose place it is said
    weighted = any(_weight(plan, row) for row in rows)
    numbered = ["row"] if len(rows) > 1 else []
    heads = [*numbered, "name", *(["weight"] if weighted else [])]
    own = [name for name in _COLUMNS if name in there]
    dated = sorted((name for name in there if dated_of(name)), key=lambda it: it.rsplit("_")[::-1])
    past = [name for name in dated if field_of(name) in PAST_FIELDS]
    ahead = [name for name in dated if name not in past]
    titles = {name: _title(plan, name) for name in (*heads, *past, *own, *ahead)}
    return {name: _as_printed(plan, capital(title)) for name, title in titles.items()}


def _title(plan: Plan, name: str) -> Text:
    """What stands over a column, with the year of its figures: the table is all that tells it."""
    title = _COLUMNS.get(name)
    if title is None or name not in _OF_A_YEAR:
        return title or figure_words(name)
    return of_year(title, plan.final if name in TARGET_FIELDS else plan.about.year)


def _number(row: Indicator) -> str:
    """What a row is numbered by: an index has the name there that a document calls it by."""
    return "" if row.node is row.root else row.node.row or ""


def _counted(above: Indicator, number: str = "") -> Iterator[tuple[str, str]]:
    """The numbers of rows that have none: 1, 1.1, 1.2, 2; none of the index."""
    yield above.id, number
    for n, row in enumerate(above.children, 1):
        yield from _counted(row, f"{number}.{n}" if number else f"{n}")


def _line(plan: Plan, row: Indicator, keys: Sequence[str], number: str, *, ours: bool) -> Line:
    depth = len(plan.up(row.id)) - 1
    known = {"row": number, "weight": _weight(plan, row)}
    if ours and not depth:  # as any reader knows a total
        known["name"] = total_name(row).say(plan.about.language)
    if ours and not row.applies:
        known["max"] = NOT_APPLICABLE.say(plan.about.language)
    cells = (Mark(known[key] if key in known else _cell(plan, row, key)) for key in keys)
    return Line(tuple(cells), "total" if not depth else "row" if depth == 1 else "part", depth)


def _weight(plan: Plan, row: Indicator) -> str:
    """The weight of a row, where that is what it counts by in what is above it."""
    above = plan.parents.get(row.id)
    if above is None or above.node.aggregate != "weighted":
        return ""
    return exact(row.node.weight).replace(".", plan.about.decimal_mark)


def _cell(plan: Plan, row: Indicator, key: str) -> str:
    """What a cell reads: nothing where the document prints nothing."""
    name, is_total = row.node.name.say(plan.about.language), row.node is row.root
    if key == "name":
        return (row.node.row or name) if is_total else name
    figure = name_in(plan, row, key)
    said = aimed_in(row, figure)
    stated = goals.goal(said)
    as_column = stated is not None and [*stated] == ["percent"] and in_percent(plan, row, figure)
    as_it_says = in_other_words(row, figure) or is_unprinted(row, figure)
    if stated is not None and not (as_column or as_it_says):
        # Nothing tells how it is written: every statement as plans print it.
        return goals.listed(said.aims, None).say(plan.about.language)
    return printed(plan, row, figure) or ""


_STANDS = Text("{row} năm {year} đạt {score}", "{row} in {year}: {score}")
_STANDS_AT = Text("{row} năm {year} đạt {percent}%", "{row} in {year}: {percent}%")
_OUT_OF = Text("/{max}", "/{max}")
_POINTS = Text(" điểm", " points")
_PERCENT = Text(" ({percent}%)", " ({percent}%)")
_RANKED = Text(", xếp hạng {rank}", ", rank {rank}")
_CHANGED = Text(" ({changes} so với năm {since})", " ({changes} since {since})")
_END = Text(".", ".")
_FELL = Text("giảm {by}", "down {by}")
_ROSE = Text("tăng {by}", "up {by}")
_DOWN = Text("giảm {by} bậc", "down {by} in rank")
_UP = Text("tăng {by} bậc", "up {by} in rank")
_COLUMNS: Mapping[str, Text] = {
    "row": Titles.NUMBER,
    "name": Titles.NAME,
    "weight": Titles.WEIGHT,
    "rank": Titles.RANK,
    "score": Titles.SCORE,
    "percent": capital(FIGURE_WORDS["percent"]),
    "max": Titles.MAX,
    "planned": Titles.PLANNED,
    "target": Titles.TARGET,
}
_OF_A_YEAR = ("rank", "score", "percent", *TARGET_FIELDS)
_KINDS: Mapping[str, Kind] = {"row": "id", "name": "text"}
