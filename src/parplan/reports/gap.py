"""`gap`: how far every row is from its target."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Any, Literal, NamedTuple

from parplan.engine.gap import Standing, standings, target_of_rows, within_rounding
from parplan.engine.identities.basis import Basis
from parplan.model.fields import FIGURE_WORDS, WAY
from parplan.model.findings import Finding
from parplan.model.plan import Plan
from parplan.model.tree import FactField
from parplan.points import ZERO, Lang
from parplan.render.table import Table
from parplan.reports.bases import Corrections, Ground, noted, on_basis
from parplan.reports.fields import (
    COUNT,
    NUMBER,
    Answer,
    Field,
    nested,
    nested_schema,
    object_of,
    one_of,
    picked,
    table,
    tree,
    whole,
)
from parplan.reports.footnotes import footnotes, found
from parplan.reports.odds import CHANCES, Forecast, points_alone, rests_on
from parplan.reports.row_notes import (
    LANDS,
    STANDS,
    by_others,
    excerpts,
    just_missed,
    rounded_apart,
    unprinted,
)
from parplan.reports.rows import APPLIES, BETTER, TARGET, applying, gap_fields, head, leading
from parplan.reports.titles import Titles
from parplan.text import Message, Shown, Text

SortKey = Literal[
    "id", "gap", "share", "score", "target", "planned", "headroom", "shortfall", "rank"
]


class Standings(NamedTuple):
    """A plan's standings on the basis asked for, and on the others for comparison."""

    plan: Plan
    findings: tuple[Finding, ...]
    basis: str
    chosen: tuple[Standing, ...]
    printed: tuple[Standing, ...]
    parts: tuple[Standing, ...]
    corrected: tuple[Standing, ...] | None
    made: Corrections
    leads: Mapping[str, tuple[str, ...]] | None = (
        None  # the units that lead each row, where they are to be shown
    )
    forecast: Forecast | None = None  # where odds are to be shown

    @property
    def ground(self) -> Ground:
        """What answers start from that rest on the same."""
        return Ground(self.plan, self.findings, self.made)


def measured(
    plan: Plan, findings: tuple[Finding, ...], basis: str, corrected: Plan | None, made: Corrections
) -> Standings:
    """Standings on every basis. `plan` and `findings` are those of the basis asked for; `corrected`
    where errata decided any.
    """
    printed, parts = standings(plan, "printed"), standings(plan, "parts")
    better = standings(corrected, "printed") if corrected is not None else None
    return Standings(
        plan, findings, basis, parts if basis == "parts" else printed, printed, parts, better, made
    )


def ordered(rows: Sequence[Standing], key: SortKey) -> tuple[Standing, ...]:
    """Rows of each index by a figure, largest first (ranks: best first), unknown last; `id` is the
    order of the plan.
    """
    if key == "id":
        return tuple(rows)
    figure = _SORT.get(key) or attrgetter(key)

    def place(row: Standing) -> tuple[bool, Decimal]:
        value = figure(row)
        return (value is None, Decimal(0) if value is None else value if key == "rank" else -value)

    def sort(row: Standing) -> Standing:
        return row._replace(
            children=tuple(sort(child) for child in sorted(row.children, key=place))
        )

    return tuple(sort(row) for row in rows)


_SORT: Mapping[str, Callable[[Standing], Decimal | None]] = {
    "share": lambda row: row.headroom_used,
    "rank": lambda row: Decimal(row.rank.at) if row.rank else None,
}


def _fields(result: Standings | None, index: Standing | None = None) -> tuple[Field, ...]:
    """What is told of every row, in a table of an index; without a result, for the schema."""
    leads = result.leads if result else {}
    odds = _odds(result.forecast if result else Forecast(), index)
    led = leads is not None or bool(odds)
    return (
        *head(result.plan if result else None),
        Field("rank", "rank", Titles.RANK, wide=led),
        Field("score", "points", Titles.SCORE),
        Field("max", "points", on="mj", says="in points, of what applies to the unit"),
        Field("max", "points", Titles.MAX, applying("max"), "h", wide=led),
        APPLIES,
        Field(
            "excerpt_of",
            "count",
            on="mj",
            schema={"type": ["integer", "null"]},
            says="how many rows the printed table has, where only some stand here; else null",
        ),
        Field("planned", "signed", Titles.PLANNED, wide=led),
        *TARGET,
        Field(
            "target_source",
            "word",
            on="mj",
            schema=one_of("printed", "implied", "sum", None),
            says="printed; implied: score + planned; sum: of the rows",
        ),
        *gap_fields(index.walk() if index else (), "Gap"),
        Field(
            "headroom",
            "points",
            on="mj",
            says="max - score, in points; with bonus rows on top, and at least 0; where less is "
            "better, score - floor",
        ),
        Field(
            "headroom_used",
            "share",
            Titles.HEADROOM_USED,
            lambda at: at.row.headroom_used and max(at.row.headroom_used, ZERO),
            "h",
            wide=led,
        ),
        Field("headroom_used", "share", on="mj", says="gap / headroom, a share of 1"),
        Field("bar", "bar", value=lambda at: at.row.headroom_used, on="h", wide=led),
        Field(
            "shortfall",
            "points",
            on="mj",
            says="target - (score + planned), in points; the other way round where less is better",
        ),
        BETTER,
        *odds,
        *leading(leads),
        found(result.findings if result else ()),
    )


def _odds(forecast: Forecast | None, index: Standing | None) -> tuple[Field, ...]:
    """The chances of meeting targets, where they are to be shown."""
    if forecast is None:
        return ()
    foretold = forecast.of(index.id if index else "")
    return tuple(field for view in CHANCES for field in foretold.columns(view, CHANCES[view]))


def answer(result: Standings) -> Answer:
    """The standings in all forms."""
    return Answer(
        "gap",
        lambda lang: {"indices": [_record(result, index, lang) for index in result.chosen]},
        lambda: noted([_table(result, index) for index in result.chosen], result.made),
    )


def _record(result: Standings, index: Standing, lang: Lang) -> dict[str, Any]:
    about = result.plan.about
    each = on_each_basis(result, index.id)
    bases = {basis: {key: getattr(row, key) for key in _TOTALS} for basis, row in each.items()}
    return {
        **nested(index, _fields(result, index), lang),
        "year": about.year,
        "target_year": about.target_year,
        "bases": bases,
        "rows_target": _target_of_rows(result, index),
    }


_TOTALS: tuple[FactField, ...] = ("score", "planned", "target")
_ROWS_TARGET = {
    **NUMBER,
    "description": "what the rows' targets come to, in points, where the index has one of its own",
}


def schema() -> dict[str, Any]:
    """The schema of the JSON answer."""
    bases = {"type": "object", "additionalProperties": object_of(dict.fromkeys(_TOTALS, NUMBER))}
    indices, definitions = nested_schema(
        _fields(None),
        {"year": COUNT, "target_year": COUNT, "bases": bases, "rows_target": _ROWS_TARGET},
        optional=("lead", *(field.key for field in _odds(Forecast(), None))),
    )
    return {**whole("gap", {"indices": indices}), "$defs": definitions}


def of_total() -> tuple[Field, ...]:
    """What is told of a total where it stands by itself."""
    return picked(
        _fields(None),
        ("score", "max", "target", "gap", "headroom_used", "bar"),
        ("rank", "planned", "goal", "target_source", "headroom", "shortfall", "better"),
    )


def on_each_basis(result: Standings, ident: str) -> dict[str, Standing]:
    """A row on every basis that there is."""
    each = {"printed": result.printed, "parts": result.parts, "corrected": result.corrected or ()}
    if result.basis == "corrected":
        del each["printed"]
    found = {
        basis: next((row for row in rows if row.id == ident), None) for basis, rows in each.items()
    }
    return {basis: row for basis, row in found.items() if row is not None}


def _table(result: Standings, index: Standing) -> Table:
    """An index's rows in order, its total at the foot, and a note for every contradiction among
    them.
    """
    return table(
        title(result, index),
        _fields(result, index),
        tree(index),
        feet(result, index),
        *footnotes(result.findings, index.walk()),
    )


def title(result: Standings, index: Standing) -> Message:
    """The index, and from which year to which."""
    about = result.plan.about
    return Message(
        _TITLE, {"name": index.name, "year": about.year, "target_year": about.target_year}
    )


def _target_of_rows(result: Standings, index: Standing) -> Decimal | None:
    """What the targets of all rows of an index come to, whichever of them are shown."""
    whole = {"parts": result.parts, "corrected": result.corrected}.get(result.basis)
    row = next(row for row in whole or result.printed if row.id == index.id)
    return target_of_rows(result.plan, row)


_FIGURES: Mapping[str, Text] = {"score": STANDS, "projected": LANDS}


def feet(
    result: Standings, index: Standing, figures: Mapping[str, Text] = _FIGURES
) -> Iterable[Message]:
    """What stands below an index's table: its total on other bases, where its targets are from,
    and which of some figures just miss them.
    """
    each, rows = on_each_basis(result, index.id), _target_of_rows(result, index)
    for field in _TOTALS:
        values = {basis: getattr(row, field) for basis, row in each.items()}
        known = {basis: value for basis, value in values.items() if value is not None}
        if known.get("corrected") == known.get("printed"):
            known.pop("corrected", None)
        if field == "target" and known.get("parts") == rows != index.target:
            known.pop("parts", None)  # which is told below
        printed = _printed_as(result.plan, index.id, field)
        if printed != "printed" and known.get("printed") == known.get("parts"):
            known.pop("printed", None)
        if len(set(known.values())) > 1:
            said = tuple(
                on_basis(
                    printed if basis == "printed" else basis,
                    each[basis],
                    field,
                    Shown(value, index.decimals),
                )
                for basis, value in known.items()
            )
            yield Message(_BASES, {"field": FIGURE_WORDS[field], "values": said})
    if rows is not None and index.target is not None and rows != index.target:
        own, added = (Shown(value, index.decimals) for value in (index.target, rows))
        yield Message(_OWN_TARGET, {"own": own, "rows": added})
    yield from unprinted(index)
    yield from by_others(index.walk())
    yield from just_missed(index.walk(), figures)
    yield from rounded_apart(index.walk(), {"gap": ("target", "score")})
    yield from excerpts(index)
    for odds in result.forecast.odds if result.forecast else ():
        if odds.chance.id == index.id:
            yield from rests_on(odds)
    if result.forecast is not None:
        foretold = result.forecast.of(index.id)
        yield from points_alone(index.walk(), foretold.chances)
        yield from foretold.feet(index.id)
    basis: Basis = "parts" if result.basis == "parts" else "printed"
    short = index.shortfall
    every = result.parts if basis == "parts" else result.printed
    if short and not within_rounding(result.plan, index, basis, every):
        words = _SHORT if short > 0 else _EXCEED
        by = Shown(abs(short), index.decimals)
        yield Message(words, {"value": by, "way": WAY[index.better]})


def _printed_as(plan: Plan, ident: str, field: FactField) -> str:
    """What the printed basis is for a total: its rows, where no place prints that figure of it."""
    row = plan.by_id[ident]
    is_by_percent = field == "score" and row.node.percent is not None
    is_told = field == "target" or is_by_percent or plan.known(row, field) is not None
    return "printed" if is_told else "rows"


_TITLE = Text("{name}: {year} → {target_year}", "{name}: {year} → {target_year}")
_BASES = Text("{field} {values}", "{field} {values}")
_OWN_TARGET = Text(
    "mục tiêu của chính chỉ số {own}, tính từ mục tiêu của các tiêu chí được {rows}",
    "the index's own target is {own}, those of its rows give {rows}",
)
_SHORT = Text(
    "mức dự kiến {way} hụt {value} so với mục tiêu",
    "the planned {way}s fall {value} short of the target",
)
_EXCEED = Text(
    "mức dự kiến {way} vượt mục tiêu {value}",
    "the planned {way}s exceed the target by {value}",
)
