"""A tree of rows: which of them are shown, how they are called in sentences, and the columns that
all such tables have.
"""

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Final, TypeVar

from parplan.ids import named
from parplan.model.aims import is_to_be_passed
from parplan.model.fields import WAY, Better, figure_words
from parplan.model.plan import Plan
from parplan.reports import goals
from parplan.reports.amounts import total_name
from parplan.reports.fields import NAMES, At, Field, one_of
from parplan.reports.names import full_names, short_names
from parplan.reports.titles import Titles
from parplan.text import Listed, Message, Text, Word

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
    return is_to_be_passed(row.target, row.aims, row.max)


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


NOT_APPLICABLE = Text("không áp dụng", "n/a")
