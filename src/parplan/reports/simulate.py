"""`simulate`: how likely each row and total meets its target, where the total may land, and what
moves it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, get_args

from parplan.engine.movement import Evidence, Movement
from parplan.engine.simulate import Chance, Odds, View
from parplan.model.fields import Better, or_null
from parplan.points import ZERO, Lang, rounded
from parplan.render.table import Span, Table
from parplan.reports.bases import Ground, noted
from parplan.reports.fields import (
    COUNT,
    FIGURE,
    NUMBER,
    Answer,
    At,
    Field,
    cut,
    described,
    list_of,
    nested,
    nested_schema,
    object_of,
    one_of,
    record,
    table,
    tree,
    whole,
)
from parplan.reports.footnotes import RESTS_ON, footnotes, found
from parplan.reports.odds import (
    MIDDLES,
    SPANS,
    VIEWS,
    Forecast,
    Foretold,
    ViewName,
    points_alone,
    rests_on,
    span_of,
)
from parplan.reports.project import UNSAID
from parplan.reports.row_notes import by_others, unprinted
from parplan.reports.rows import APPLIES, TARGET, Called, applying, head, several
from parplan.reports.titles import Titles
from parplan.text import Count, Message, Shown, Text, percent

_ERROR_DECIMALS = 6
_MOST_SWINGS = 10


class Run(NamedTuple):
    """What was drawn, how, of which scenario, and what came of it."""

    forecast: Forecast
    n: int
    seed: int
    correlation: Decimal | None
    scenario: Text


def _points(key: str, title: Text) -> Iterator[Field]:
    """Where a total lies with a row at one end: as declared in tables, two decimals more in
    JSON."""

    def figure(at: At, more: int) -> Decimal:
        value: Decimal = getattr(at.row, key)
        return rounded(value, at.index.decimals + more)

    yield Field(key, "points", title, lambda at: figure(at, 0), "hm")
    yield Field(key, "points", value=lambda at: figure(at, 2), on="j")


def _of_view(view: ViewName, foretold: Foretold) -> Iterator[Field]:
    """What a view says of a row: its columns, and one record in JSON."""

    def at_end(key: str, more: int = 0) -> Callable[[At], Decimal | None]:
        def figure(at: At) -> Decimal | None:
            value: Decimal | None = getattr(getattr(at.row, view), key)
            return None if value is None else rounded(value, at.row.decimals + more)

        return figure

    def span(at: At) -> Message | None:
        return span_of(at_end("p5")(at), at_end("p95")(at), at.row.decimals)

    def error(at: At) -> Decimal | None:
        return cut(getattr(at.row, view).standard_error, _ERROR_DECIMALS)

    def told(at: At) -> dict[str, Any]:
        odds: View = getattr(at.row, view)
        return {
            "probability": cut(odds.probability),
            "standard_error": cut(odds.standard_error, _ERROR_DECIMALS),
            **{key: at_end(key, 2)(at) for key in _FIGURES},
        }

    yield from foretold.columns(view, VIEWS[view], "hm")
    yield Field(f"{view}_span", "rank", SPANS[view], span, "h")
    yield Field(f"{view}_middle", "points", MIDDLES[view], at_end("p50"), "h", wide=True)
    yield Field(f"{view}_standard_error", "points", value=error, on="m")
    for key in _FIGURES:
        yield Field(f"{view}_{key}", "points", value=at_end(key), on="m")
    yield Field(view, "text", value=told, on="j", schema=_VIEW, says=_SAID_OF[view])


def _range(at: At) -> Message | str:
    if at.row.range is None:
        return ""
    shown = {name: Shown(value, at.row.decimals) for name, value in at.row.range._asdict().items()}
    return Message(_RANGE_OF, shown)


def _end(key: str) -> Field:
    return Field(
        key, "points", value=lambda at: at.row.range and getattr(at.row.range, key), on="m"
    )


def _movement(at: At) -> dict[str, Any] | None:
    moving: Movement | None = at.row.movement
    if moving is None:
        return None
    figures = ("middle", "slope", "spread", "together")
    return {"ground": moving.ground, **{key: cut(getattr(moving, key)) for key in figures}}


_FIGURES = ("mean", "p5", "p50", "p95")
_RANGE = Text("Khoảng", "Range")
_RANGE_OF = Text("{low} · {likely} · {high}", "{low} · {likely} · {high}")
_VIEW = object_of(
    {
        "probability": {**NUMBER, "description": "the share of scenarios that meet the target"},
        "standard_error": {
            **NUMBER,
            "description": "Monte-Carlo error of the probability, to 6 places; 0 where the "
            "distribution itself is known",
        },
        **dict.fromkeys(_FIGURES, NUMBER),
    }
)
_SAID_OF: Mapping[ViewName, str] = {
    "outside": "as scores move by themselves, whatever is planned",
    "inside": "if the plan, or the scenario, is carried out",
}
_ENDS = ("low", "likely", "high")
_GROUNDS = get_args(Evidence)
_MOVEMENT = object_of(
    {
        "ground": one_of(*_GROUNDS),
        "middle": {**NUMBER, "description": "the field's mean, in points"},
        "slope": {
            "type": "number",
            "description": "the part of the distance to it that is made up in a year, of 1",
        },
        "spread": {
            "type": "number",
            "description": "the standard deviation around that, in points",
        },
        "together": {"type": "number", "description": "its correlation with other rows' moves"},
    }
)


def _fields(foretold: Foretold, ground: Ground | None = None) -> tuple[Field, ...]:
    """What is told of every row of an index."""
    ranged = any(row.range is not None for row in foretold.chances.values())
    return (
        *head(ground and ground.plan),
        Field("score", "points", on="mj"),
        Field("score", "points", Titles.SCORE, applying("score"), "h", wide=True),
        APPLIES,
        Field("range", "rank", _RANGE, _range, "h" if ranged else "", wide=True),
        *(_end(key) for key in _ENDS),
        Field(
            "range",
            "text",
            value=lambda at: at.row.range and at.row.range._asdict(),
            on="j",
            schema=or_null(object_of(dict.fromkeys(_ENDS, FIGURE))),
            says="the points that the scenario says the row may come to",
        ),
        *TARGET,
        Field(
            "ground", "text", value=lambda at: at.row.movement and at.row.movement.ground, on="m"
        ),
        Field(
            "movement",
            "text",
            value=_movement,
            on="j",
            schema=or_null(_MOVEMENT),
            says=(
                "how the row moves by itself in a year: by a table of units, by the mean of a year "
                "alone, or by its scale; null where it follows from its parts"
            ),
        ),
        *(field for view in VIEWS for field in _of_view(view, foretold)),
        found(ground.findings if ground else ()),
    )


def _histogram_fields(most: float = 1.0) -> tuple[Field, ...]:
    """A stretch of the histogram: from its low end up to but without its high end; `most` is the
    longest bar's share.
    """

    def of(view: ViewName) -> Iterator[Field]:
        def share(at: At) -> Decimal | None:
            part: float | None = getattr(at.row, view)
            return None if part is None else Decimal(part)

        yield Field(view, "share", VIEWS[view], share, says="the share of its scenarios")
        yield Field(
            f"{view}_bar", "bar", value=lambda at: (share(at) or ZERO) / Decimal(most), on="h"
        )

    return (
        Field("from", "points", value=lambda at: at.row.low, on="j", schema=FIGURE),
        Field("to", "points", value=lambda at: at.row.high, on="j", schema=FIGURE),
        Field("range", "rank", _FROM_TO, _ends, "h"),
        *(field for view in VIEWS for field in of(view)),
    )


def _ends(at: At) -> Message | None:
    return span_of(at.row.low, at.row.high, at.index.decimals)


def _tornado_fields(low: Decimal = ZERO, width: Decimal = ZERO) -> tuple[Field, ...]:
    """How one row moves the total; the bars go from `low`, `width` points."""

    def span(at: At) -> Span | None:
        return Span((at.row.low - low) / width, (at.row.high - low) / width) if width else None

    return (
        Field("id", "id", Titles.ID),
        Field("name", "text", Titles.NAME, on="h"),
        *_points("low", _LOW_TOTAL),
        *_points("high", _HIGH_TOTAL),
        Field(
            "contribution",
            "share",
            _CONTRIBUTION,
            lambda at: Decimal(at.row.contribution),
            says="its share of the total's variance",
        ),
        Field("swing", "span", value=span, on="h"),
    )


def answer(run: Run, ground: Ground, called: Called = str) -> Answer:
    """The odds in all forms; a spreadsheet gets the rows alone."""

    def rows() -> list[Table]:
        return [_rows(run, odds, ground, called) for odds in run.forecast.odds]

    def with_pictures() -> list[Table]:
        return [
            each
            for odds in run.forecast.odds
            for each in (_rows(run, odds, ground, called), *_pictures(odds, run.scenario))
        ]

    def recorded(lang: Lang) -> dict[str, Any]:
        return {
            **record(At(run), _RUN, lang),
            "indices": [_record(odds, run, ground, lang) for odds in run.forecast.odds],
        }

    return Answer("simulate", recorded, lambda: noted(with_pictures(), ground.made), rows)


_RUN = (
    Field("n", "points", schema=COUNT),
    Field("seed", "points", schema=COUNT),
    Field(
        "correlation",
        "points",
        schema=NUMBER,
        says="of all rows, as asked; null: as each row's movement has it",
    ),
)


def _record(odds: Odds, run: Run, ground: Ground, lang: Lang) -> dict[str, Any]:
    index = odds.chance
    fields = _fields(run.forecast.of(index.id), ground)
    histogram = [record(At(each, index), _histogram_fields(), lang) for each in odds.histogram]
    tornado = [record(At(swing, index), _tornado_fields(), lang) for swing in odds.tornado]
    return {**nested(index, fields, lang), "histogram": histogram, "tornado": tornado}


def schema() -> dict[str, Any]:
    """The schema of the JSON answer."""
    pictures = {"histogram": _histogram_fields(), "tornado": _tornado_fields()}
    listed = {name: list_of(object_of(described(fields))) for name, fields in pictures.items()}
    indices, definitions = nested_schema(_fields(Forecast().of("")), listed)
    return {**whole("simulate", {**described(_RUN), "indices": indices}), "$defs": definitions}


def _rows(run: Run, odds: Odds, ground: Ground, called: Called) -> Table:
    """An index's rows with the total at the foot, and a note for every contradiction among the
    figures that the odds rest on."""
    index = odds.chance
    values = {
        "name": index.name,
        "target_year": ground.plan.about.target_year,
        "scenario": run.scenario,
    }
    return table(
        Message(_TITLE, values),
        _fields(run.forecast.of(index.id), ground),
        tree(index),
        _feet(run, odds, called),
        *footnotes(ground.findings, index.walk(), RESTS_ON),
    )


def _feet(run: Run, odds: Odds, called: Called) -> Iterator[Message]:
    index = odds.chance

    def listed(ids: Iterable[str]) -> dict[str, object]:
        return {"ids": several(map(called, ids), called)}

    asked = [row for row in index.walk() if row.target is not None and row.target_source is None]
    for row in asked:
        values = {"id": called(row.id), "target": Shown(row.target or ZERO, row.decimals)}
        yield Message(_ASKED[row.better], values)
    yield from by_others(index.walk(), called)
    yield from points_alone(index.walk(), {row.id: row for row in index.walk()}, called)
    if as_now := tuple(row.id for row in index.walk() if _is_by_others(row)):
        yield Message(
            _AS_OTHERS_ARE, {**listed(as_now), "see": _SEE if called is str else _NOTHING}
        )
    yield from unprinted(index)
    yield from run.forecast.of(index.id).feet(index.id)
    yield from rests_on(odds)
    if odds.unknown:
        yield Message(_NOBODY, listed(odds.unknown))
    known = {below.id for row in index.walk() if row.inside != View() for below in row.walk()}
    alone = [row.id for row in index.walk() if not row.is_unknown and row.inside == View()]
    for words, ids in (
        (_UNDIVIDED, tuple(each for each in alone if each in known)),
        (UNSAID, tuple(each for each in alone if each not in known)),
    ):
        if ids:
            yield Message(words, listed(ids))
    errors = [view.standard_error for view in (index.outside, index.inside)]
    told = [error for error in errors if error is not None]
    if index.movement is not None and told:
        yield Message(_KNOWN)
    elif told:
        # Where all or none of the scenarios met the target, the rule of three says how far that may
        # be off.
        error = percent(Decimal(max(told) or min(3 / run.n, 1)), 2)
        yield Message(_DRAWN, {"n": Count(run.n), "seed": run.seed, "error": error})


def _is_by_others(row: Chance) -> bool:
    """Whether its odds are of points that tell a rank or a group as others are now."""
    return row.probability is not None and any(aim.takes is not None for aim in row.aims)


def _pictures(odds: Odds, scenario: Text) -> Iterator[Table]:
    """Its histogram, then its tornado."""
    index = odds.chance
    values = {"name": index.name, "scenario": scenario}
    if odds.histogram:
        most = max(share or 0 for each in odds.histogram for share in each[2:]) or 1.0
        yield table(
            Message(_HISTOGRAM, values),
            _histogram_fields(most),
            _listed(odds.histogram, index),
        )
    moving = [swing for swing in odds.tornado if swing.high > swing.low]
    if len(moving) > 1:
        swings, more = moving[:_MOST_SWINGS], len(moving) - _MOST_SWINGS
        low = min(swing.low for swing in swings)
        fields = _tornado_fields(low, max(swing.high for swing in swings) - low)
        feet = [Message(_MORE_SWINGS, {"count": more})] if more > 0 else []
        yield table(Message(_TORNADO, values), fields, _listed(swings, index), feet)


def _listed(rows: Sequence[object], index: Chance) -> Iterator[At]:
    return (At(row, index, index.id, 1) for row in rows)


_TITLE = Text(
    "{name}: xác suất đạt mục tiêu năm {target_year}. {scenario}",
    "{name}: chances for {target_year}. {scenario}",
)
_AS_OTHERS_ARE = Text(
    "{ids}: xác suất đạt mức điểm ở cột Mục tiêu, nếu các đơn vị khác giữ nguyên{see}",
    "{ids}: the chance is of the points under Target, if the others stay where they are{see}",
)
_SEE = Text("; xem “parplan rank --odds”", "; see `parplan rank --odds`")
_NOTHING = Text("", "")
_DRAWN = Text(
    "{n} lần mô phỏng, hạt giống {seed}; sai số Monte-Carlo của xác suất: ±{error}",
    "{n} random draws, seed {seed}; Monte-Carlo error of a chance: ±{error}",
)
_KNOWN = Text(
    "phân phối biết chính xác, không cần mô phỏng",
    "the distribution itself is known: nothing had to be drawn",
)
_UNDIVIDED = Text(
    "{ids}: kế hoạch hoặc khoảng điểm chỉ nêu cho tiêu chí cấp trên, không nêu cho từng tiêu chí "
    "này",
    "{ids}: the plan, or a range, speaks of the row above and not of these one by one",
)
HOW_DRAWN = (_DRAWN, _KNOWN)  # of little use to who only reads
_ASKED: Mapping[Better, Text] = {
    "higher": Text(
        "{id}: đạt ít nhất {target} theo --at-least, thay cho mục tiêu của kế hoạch",
        "{id}: at least {target} as asked, in place of the plan's target",
    ),
    "lower": Text(
        "{id}: không quá {target} theo --at-least, thay cho mục tiêu của kế hoạch",
        "{id}: at most {target} as asked, in place of the plan's target",
    ),
}
_NOBODY = Text(
    "{ids}: chưa có xác suất, vì chưa biết điểm hoặc điểm tối đa",
    "{ids}: no chance is known, because the score or the maximum is not",
)
_HISTOGRAM = Text("{name}: phân bố điểm. {scenario}", "{name}: where it may land. {scenario}")
_FROM_TO = Text("Điểm", "Points")
_TORNADO = Text(
    "{name}: tiêu chí ảnh hưởng nhiều nhất đến chỉ số. {scenario}",
    "{name}: which rows move the index. {scenario}",
)
_CONTRIBUTION = Text("Mức ảnh hưởng", "Of the variance")
_LOW_TOTAL = Text("Chỉ số khi tiêu chí ở phân vị 5%", "Index at its 5th percentile")
_HIGH_TOTAL = Text("Chỉ số khi tiêu chí ở phân vị 95%", "Index at its 95th percentile")
_MORE_SWINGS = Text(
    "và {count} tiêu chí khác, ảnh hưởng nhỏ hơn", "and {count} more, each moving it less"
)
