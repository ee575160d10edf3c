"""The plan's own tables, as it prints them: under its titles, every figure as it is written."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from parplan.model.cells import (
    BELOW,
    aimed_in,
    has_scores_and_percentages,
    in_other_words,
    in_percent,
    is_shared,
    key_in,
    name_in,
    names,
    printed,
    raw_figure,
    spelled,
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
from parplan.model.targets import AMOUNTS
from parplan.model.tree import Indicator
from parplan.points import HUNDRED, Rank, exact
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
    What stands in no column there has one of ours behind them.
    """
    found: dict[str, list[Indicator]] = {}
    alone: list[tuple[str | None, Message]] = []  # of an index in no table, and where its rows are
    for index in plan.indices:
        home, is_in = _placed(plan, index, found)
        said = None if is_in else stands(plan, index)
        if not is_in and any(_beside(plan, index)):
            home = home or index.id
            found.setdefault(home, []).append(index)
        if said is not None:
            alone.append((home, Message(_as_printed(plan, said))))
    parts = {where: _annex(plan, where, rows) for where, rows in found.items()}
    if not parts and alone:
        return [Part(Message(plan.about.name), tuple(said for _, said in alone))]
    for home, said in alone:
        place = home or next(iter(parts))
        parts[place] = parts[place]._replace(blocks=(*parts[place].blocks, said))
    return [part for part in parts.values() if any(map(_says_any, part.blocks))]


def _placed(
    plan: Plan, index: Indicator, found: dict[str, list[Indicator]]
) -> tuple[str | None, bool]:
    """Put the rows of an index, and its own line, to the tables that have them; the first of these,
    and whether its own line is in any, or stands in one of ours.
    """
    rows = [*_below(index)]  # behind their index only where others stand below it in its table
    ordered = (index, *rows) if is_shared(plan, index) else (*rows, index)
    placed = [(row, tables_of(plan, row)) for row in ordered]
    named = any(where for _, where in placed)
    home = None
    for row, _ in placed:
        for each in _homes(plan, row) or (() if named else (index.id,)):
            found.setdefault(each, []).append(row)
            home = home or each
    return home, not named or bool(_homes(plan, index))


def _held(row: Indicator) -> Iterator[str]:
    """The figures of a row that are known, whether or not the document prints them."""
    for name in names(row):
        if raw_figure(row, name) is not None or aimed_in(row, name).aims:
            yield name


def _beside(plan: Plan, row: Indicator) -> Iterator[str]:
    """Those of them that are not told in the sentence of an index in no table."""
    told = row.node is row.root and not any(_homes(plan, row)) and stands(plan, row) is not None
    return (name for name in _held(row) if not (told and name in _IN_SENTENCES))


def _homes(plan: Plan, row: Indicator) -> list[str]:
    """The tables with columns that a row stands in; of an index also one of its rows that has a
    column for what of its own these have none for.
    """
    homes = [where for where in tables_of(plan, row) if _has_columns(plan, where)]
    further = row.node.rows_in or () if row.node is row.root and homes else ()
    for where in (it for it in further if it not in homes and _has_columns(plan, it)):
        columns = [plan.tables[it].columns or {} for it in (*homes, where)]
        held = [it for it in _held(row) if key_in(plan, columns[-1], it) in columns[-1]]
        if any(all(key_in(plan, own, it) not in own for own in columns[:-1]) for it in held):
            homes.append(where)
    return homes


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
    called = _called(plan, index)
    in_percent = _is_said_in_percent(plan, index)
    of_score = bool(changes) and node.rank_change is None  # which is not said of the rank
    said = (
        (_ROW, True),
        (_IN_YEAR, str(about.year) not in called.say(plan.about.language)),
        (_AT_SCORE if has_score else _AT_PERCENT, True),
        (_OUT_OF, has_score and node.max is not None),
        (_AS_PERCENT, has_score and in_percent),
        (_POINTS, has_score and not in_percent and counted_in(index) == "points"),
        (_PERCENT, has_score and node.percent is not None),
        (_CHANGED, of_score),
        (_RANKED, node.rank is not None),
        (_CHANGED, bool(changes) and not of_score),
        (_END, True),
    )
    words = [it for it, there in said if there]
    values: dict[str, object] = {
        "row": called,
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
    figures stand in one.
    """
    node = index.node
    if node.row is None or any(_has_columns(plan, where) for where in tables_of(plan, index)):
        return node.name
    both = {"vi": node.name.vi, "en": node.name.en, plan.about.language: node.row}
    return Text(both["vi"], both["en"])


def _is_said_in_percent(plan: Plan, index: Indicator) -> bool:
    """Whether a sentence of the document gives the score of an index as a percentage."""
    said = (plan.tables[it].sentences or {} for it in tables_of(plan, index) if it in plan.tables)
    return any("%" in each.get("score", "") for each in said)


def _changes(index: Indicator) -> Iterator[Message]:
    node = index.node
    if node.change is not None:
        words = _FELL if node.change < 0 else _ROSE
        yield Message(words, {"by": difference(index, abs(node.change))})
    if node.rank_change is not None:
        yield Message(_DOWN if node.rank_change < 0 else _UP, {"by": abs(node.rank_change)})


def _annex(plan: Plan, where: str, rows: Sequence[Indicator]) -> Part:
    table = plan.tables.get(where)
    titles, beside = _titles(plan, rows), tuple[Text, ...]()
    if table is not None and table.columns:
        own = {key: Text(title, title) for key, title in table.columns.items()}
        if has_scores_and_percentages(table):
            own = dict(
                _with_units(plan, own, signed="%" in (table.printed or {}).get("percent", ""))
            )
        lacking = {name for row in rows for name in _lacking(plan, row, where)}
        added = {key: title for key, title in titles.items() if key in lacking}
        titles, beside = own | added, tuple(added.values())
    titles = dict(_with_ranks(plan, rows, titles))
    numbers = _numbers(plan, rows, is_ours=table is None or not table.columns)
    heading = table.heading if table is not None else None
    named = rows[0].root.name if heading is None else Text(heading, heading)
    columns = tuple(Column(key, words, _KINDS.get(key, "points")) for key, words in titles.items())
    ours = table is None and len(rows) > 1
    each = [_line(plan, row, where, tuple(titles), numbers[row.id], ours=ours) for row in rows]
    if all(row.node is row.root for row in rows):  # none of them adds up others there
        each = [line._replace(role="row") for line in each]
    lines = tuple(line for line in each if line.role != "total" or _has_figures(line, titles))
    feet = (Message(_ADDED, {"titles": beside}),) if beside else ()
    return Part(Message(named), (Table(UNTITLED, columns, lines, feet),), wide=True)


def _numbers(plan: Plan, rows: Sequence[Indicator], *, is_ours: bool) -> dict[str, str]:
    """The numbers of rows: their own; in a table of ours without any, and in one of indices alone,
    as they are counted.
    """
    numbers = {row.id: _number(row) for row in rows}
    if len(rows) == 1 or any(numbers.values()):
        return numbers
    if all(row.node is row.root for row in rows):
        return {row.id: f"{n}" for n, row in enumerate(rows, 1)}
    return dict(_counted(plan.by_id[rows[-1].root.id])) if is_ours else numbers


def _with_units(
    plan: Plan, titles: Mapping[str, Text], *, signed: bool
) -> Iterator[tuple[str, Text]]:
    """The columns of a table that has scores and percentages in one, with one for the unit of each
    row where these are not `signed`.
    """
    for key, title in titles.items():
        if key != "percent":
            yield key, title
        if key == "name" and not signed:
            yield "unit", _as_printed(plan, capital(_UNIT))


def _with_ranks(
    plan: Plan, rows: Sequence[Indicator], titles: Mapping[str, Text]
) -> Iterator[tuple[str, Text]]:
    """The columns of a table, with one for the ranks of targets that state points or a percentage
    as well, below the title that both share.
    """
    for key, title in titles.items():
        yield key, title
        if field_of(key) == "target" and any(_states_both(plan, row, key) for row in rows):
            above, below, _ = title.vi.rpartition(BELOW)
            _, year = dated_of(key) or (key, plan.final)
            words = Titles.RANK if above else of_year(_RANK_AIMED, year)
            said = f"{above}{below}{words.say(plan.about.language)}"
            yield f"{key}{_OF_RANK}", Text(said, said)


def _states_both(plan: Plan, row: Indicator, key: str) -> bool:
    figure = name_in(plan, row, key)
    said = aimed_in(row, figure)
    kinds = {aim.statement.kind for aim in said.aims}
    both = not kinds.isdisjoint(_RANKS) and not kinds.isdisjoint(AMOUNTS)
    return both and not _in_one_cell(said, figure)


def _in_one_cell(row: Indicator, figure: str) -> bool:
    """Whether the words that the document has for a target say its rank too."""
    words = in_other_words(row, figure) or ""
    asked = (it.statement.asked for it in row.aims if it.statement.kind == "rank")
    ranks = [it.at for it in asked if isinstance(it, Rank)]
    return any(re.search(rf"(?<![0-9.,]){it}(?![0-9]|[.,][0-9])", words) for it in ranks)


def _lacking(plan: Plan, row: Indicator, where: str) -> Iterator[str]:
    """What no table that has a row has a column for, in the first of these."""
    homes = _homes(plan, row) or [where]
    if homes[0] != where:
        return
    columns = [plan.tables[it].columns or {} for it in homes]
    named = (it for it in _beside(plan, row) if it != "max" or not _is_of_percentages(plan, row))
    yield from (it for it in named if all(key_in(plan, own, it) not in own for own in columns))
    if _weight(plan, row):
        yield "weight"


def _is_of_percentages(plan: Plan, row: Indicator) -> bool:
    """Whether the maximum of a row is but what the percentages are of that its table has."""
    node = row.node
    return node.max == HUNDRED and node.score is None and in_percent(plan, row, "percent")


def _has_figures(line: Line, keys: Iterable[str]) -> bool:
    """Whether a line says more than its number and name: a total that is not printed has none."""
    cells = zip(keys, line.cells, strict=True)
    return any(mark.value for key, mark in cells if key not in ("row", "name"))


def _titles(plan: Plan, rows: Sequence[Indicator]) -> dict[str, Text]:
    """The columns of what rows print where nothing says how they stand: earlier years, the plan's
    own, and those of targets that are told apart.
    """
    there = {name for row in rows for name in _held(row)}
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


def _line(
    plan: Plan, row: Indicator, where: str, keys: Sequence[str], number: str, *, ours: bool
) -> Line:
    depth = len(plan.up(row.id)) - 1
    is_share = row.node.score is None and row.node.percent is not None
    unit = "%" if is_share else _POINT.say(plan.about.language)
    known = {"row": number, "weight": _weight(plan, row), "unit": unit}
    if (ours or where not in (row.id, *tables_of(plan, row))) and not depth:
        # As any reader knows a total.
        known["name"] = total_name(row).say(plan.about.language)
    if ours and not row.applies:
        known["max"] = NOT_APPLICABLE.say(plan.about.language)
    held = {"score": "percent"} if is_share and "percent" not in keys else {}  # both in one column
    cells = (
        Mark(known[key] if key in known else _cell(plan, row, held.get(key, key), where, keys))
        for key in keys
    )
    return Line(tuple(cells), "total" if not depth else "row" if depth == 1 else "part", depth)


def _weight(plan: Plan, row: Indicator) -> str:
    """The weight of a row, where that is what it counts by in what is above it."""
    above = plan.parents.get(row.id)
    if above is None or above.node.aggregate != "weighted":
        return ""
    return exact(row.node.weight).replace(".", plan.about.decimal_mark)


def _cell(plan: Plan, row: Indicator, key: str, where: str, keys: Sequence[str]) -> str:
    """What a cell reads: what the document prints elsewhere as the table would write it."""
    name, is_total = row.node.name.say(plan.about.language), row.node is row.root
    if key == "name":
        return (row.node.row or name) if is_total else name
    figure = name_in(plan, row, key.removesuffix(_OF_RANK))
    said, own = aimed_in(row, figure), in_other_words(row, figure)
    together = _in_one_cell(said, figure)
    if key.endswith(_OF_RANK):
        ranked = tuple(it for it in said.aims if it.statement.kind in _RANKS)
        ranks = [str(it.statement.asked) for it in ranked if it.statement.kind == "rank"]
        return (
            ""
            if together
            else "".join(ranks) or goals.listed(ranked, None).say(plan.about.language)
        )
    if f"{key}{_OF_RANK}" in keys and said.aims and not together:
        others = (it for it in said.aims if it.statement.kind not in _RANKS)
        said = said._replace(aims=tuple(others))
        if not said.aims:
            return ""
    stated = goals.goal(said)
    as_column = stated is not None and [*stated] == ["percent"] and in_percent(plan, row, figure)
    if stated is not None and not (as_column or own):
        # Nothing tells how it is written: every statement as plans print it.
        return goals.listed(said.aims, None).say(plan.about.language)
    return printed(plan, row, figure) or spelled(plan, row, figure, where)


_ROW = Text("{row}", "{row}")
_IN_YEAR = Text(" năm {year}", " in {year}")
_AT_SCORE = Text(" đạt {score}", ": {score}")
_AT_PERCENT = Text(" đạt {percent}%", ": {percent}%")
_AS_PERCENT = Text("%", "%")
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
_ADDED = Text(
    "Bổ sung từ số liệu của kế hoạch: cột {titles}.", "Added from the plan's figures: {titles}."
)
_UNIT, _POINT = Text("đơn vị tính", "unit of measure"), Text("Điểm", "Points")
_RANKS = ("rank", "places", "group")
_OF_RANK = ".rank"  # behind the key of a target's column: its rank alone
_RANK_AIMED = Text("Xếp hạng mục tiêu", "Target rank")
_IN_SENTENCES = ("score", "max", "percent", "rank", "change", "rank_change")
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
