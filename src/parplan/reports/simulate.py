"""`simulate`: how likely each row and total meets its target, where the total may land, and what
moves it.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from parplan.engine.simulate import Chance, Odds
from parplan.model.findings import Finding
from parplan.points import ZERO, Lang, rounded
from parplan.render.table import Span, Table
from parplan.reports.fields import (
    COUNT,
    Answer,
    At,
    Field,
    described,
    list_of,
    nested,
    nested_schema,
    object_of,
    one_of,
    or_null,
    record,
    table,
    tree,
    whole,
)
from parplan.reports.odds import Corrected, as_corrected, likelihood, said_of_corrected
from parplan.reports.rows import (
    HEAD,
    RESTS_ON,
    TARGET,
    Corrections,
    Ground,
    Titles,
    footnotes,
    found,
    noted,
    unprinted,
)
from parplan.text import Count, Message, Shown, Text, percent

_ERROR_DECIMALS = 6
_MOST_SWINGS = 10
_POINTS = {"type": "number"}


class Drawn(NamedTuple):
    """What was drawn, and what came of it; `corrected` has the chances on the corrected basis, by
    id, of the rows that the errata's decided corrections (`decided`) have to do with, None where
    there are none because the scenario passes a limit.
    """

    odds: tuple[Odds, ...]
    n: int
    seed: int
    correlation: Decimal
    scenario: Text
    corrected: Corrected
    decided: Corrections


def _points(key: str, title: Text) -> Iterator[Field]:
    """A figure of the distribution: with the declared decimals in tables, two more in JSON."""

    def cut(at: At, more: int) -> Decimal | None:
        value: Decimal | None = getattr(at.row, key)
        return (
            None
            if value is None
            else rounded(value, getattr(at.row, "decimals", at.index.decimals) + more)
        )

    yield Field(key, "points", title, lambda at: cut(at, 0), "hm")
    yield Field(key, "points", value=lambda at: cut(at, 2), on="j")


def _range(at: At) -> object:
    row: Chance = at.row
    if row.low is None or row.likely is None or row.high is None:
        return ""
    shown = {"low": row.low, "likely": row.likely, "high": row.high}
    return Message(_RANGE_OF, {name: Shown(value, row.decimals) for name, value in shown.items()})


def _error(at: At) -> Decimal | None:
    return (
        None
        if at.row.standard_error is None
        else rounded(Decimal(at.row.standard_error), _ERROR_DECIMALS)
    )


_P5 = Text("5%", "5\u00a0%")
_P50 = Text("50%", "50\u00a0%")
_P95 = Text("95%", "95\u00a0%")
_MEAN = Text("Trung bình", "Mean")
_RANGE = Text("Khoảng", "Range")
_RANGE_OF = Text("{low} · {likely} · {high}", "{low} · {likely} · {high}")
_MEETS = Text("Xác suất đạt mục tiêu", "Chance of meeting it")
_KEYS = ("low", "likely", "high", "source")
_FIELDS = (
    *HEAD,
    Field("score", "points", Titles.SCORE),
    *(Field(key, "text" if key == "source" else "points", on="m") for key in _KEYS),
    Field("range", "rank", _RANGE, _range, "h", wide=True),
    Field(
        "range",
        "text",
        value=lambda at: {key: getattr(at.row, key) for key in _KEYS} if at.row.source else None,
        on="j",
        schema=or_null(
            object_of(
                {
                    **dict.fromkeys(_KEYS, _POINTS),
                    "source": one_of("scenario", "administration", "survey"),
                }
            )
        ),
        says=(
            "the points that a row is drawn from, and where they come from: the scenario, or the "
            "default for how the row is scored"
        ),
    ),
    *(
        field
        for key, title in {"mean": _MEAN, "p5": _P5, "p50": _P50, "p95": _P95}.items()
        for field in _points(key, title)
    ),
    *TARGET,
    Field(
        "probability",
        "share",
        _MEETS,
        lambda at: likelihood(at.row.probability),
        says="the share of scenarios that meet the target",
    ),
    Field(
        "standard_error",
        "points",
        value=_error,
        on="mj",
        says=(
            "Monte-Carlo error of the probability, to 6 places; 0 where the distribution itself "
            "is known"
        ),
    ),
)
_BAR = Field("bar", "bar", value=lambda at: likelihood(at.row.probability), on="h")


def _fields(
    chance: Chance | None = None, corrected: Corrected = None, findings: Sequence[Finding] = ()
) -> tuple[Field, ...]:
    """What is told of every row of an index; without one, for the schema."""
    beside = as_corrected(corrected, _chances(chance) if chance else {})
    return (*_FIELDS, *beside, _BAR, found(findings))


def _chances(index: Chance) -> dict[str, float | None]:
    return {row.id: row.probability for row in index.walk()}


def _histogram_fields(most: float = 1.0) -> tuple[Field, ...]:
    """A stretch of the histogram: from its low end up to but without its high end; `most` is the
    longest bar's share.
    """
    return (
        Field("from", "points", value=lambda at: at.row.low, on="j", schema=_POINTS),
        Field("to", "points", value=lambda at: at.row.high, on="j", schema=_POINTS),
        Field("range", "rank", _FROM_TO, _ends, "h"),
        Field("share", "share", _PART_OF_ALL, lambda at: Decimal(at.row.share)),
        Field("bar", "bar", value=lambda at: Decimal(at.row.share / most), on="h"),
    )


def _ends(at: At) -> Message:
    return Message(
        _BIN,
        {
            "low": Shown(at.row.low, at.index.decimals),
            "high": Shown(at.row.high, at.index.decimals),
        },
    )


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


def answer(drawn: Drawn, ground: Ground) -> Answer:
    """The odds in all forms; a spreadsheet gets the rows alone."""

    def rows() -> list[Table]:
        return [_rows(drawn, odds, ground) for odds in drawn.odds]

    def with_pictures() -> list[Table]:
        return [
            each
            for odds in drawn.odds
            for each in (_rows(drawn, odds, ground), *_pictures(odds, drawn.scenario))
        ]

    def recorded(lang: Lang) -> dict[str, Any]:
        return {
            **record(At(drawn), _RUN, lang),
            "indices": [_record(odds, drawn, ground, lang) for odds in drawn.odds],
        }

    return Answer("simulate", recorded, lambda: noted(with_pictures(), ground.made), rows)


_RUN = (
    Field("n", "points", schema=COUNT),
    Field("seed", "points", schema=COUNT),
    Field("correlation", "points", schema=_POINTS),
)


def _record(odds: Odds, drawn: Drawn, ground: Ground, lang: Lang) -> dict[str, Any]:
    index = odds.chance
    fields = _fields(index, drawn.corrected, ground.findings)
    histogram = [record(At(each, index), _histogram_fields(), lang) for each in odds.histogram]
    tornado = [record(At(swing, index), _tornado_fields(), lang) for swing in odds.tornado]
    return {**nested(index, fields, lang), "histogram": histogram, "tornado": tornado}


def schema() -> dict[str, Any]:
    """The schema of the JSON answer."""
    pictures = {"histogram": _histogram_fields(), "tornado": _tornado_fields()}
    listed = {name: list_of(object_of(described(fields))) for name, fields in pictures.items()}
    indices, definitions = nested_schema(_fields(), listed)
    return {**whole("simulate", {**described(_RUN), "indices": indices}), "$defs": definitions}


def _rows(drawn: Drawn, odds: Odds, ground: Ground) -> Table:
    """An index's rows with the total at the foot, and a note for every contradiction among the
    figures that the odds rest on."""
    index = odds.chance
    values = {
        "name": index.name,
        "target_year": ground.about.target_year,
        "scenario": drawn.scenario,
    }
    return table(
        Message(_TITLE, values),
        _fields(index, drawn.corrected, ground.findings),
        tree(index),
        _feet(drawn, index),
        *footnotes(ground.findings, index.walk(), RESTS_ON),
    )


def _feet(drawn: Drawn, index: Chance) -> Iterator[Message]:
    asked = [row for row in index.walk() if row.target is not None and row.target_source is None]
    for row in asked:
        yield Message(_ASKED, {"id": row.id, "target": Shown(row.target or ZERO, row.decimals)})
    rest = tuple(
        row.id
        for row in index.walk()
        if row.probability is not None and any(aim.is_relative for aim in row.aims)
    )
    if rest:
        yield Message(_POINTS_ALONE, {"ids": rest})
    yield from unprinted(index)
    yield from said_of_corrected(drawn.corrected, _chances(index), index.id, drawn.decided)
    if index.source is not None:
        yield Message(_KNOWN)
    elif index.standard_error is not None:
        # Where all or none of the scenarios met the target, the rule of three says how far that may
        # be off.
        error = percent(Decimal(index.standard_error or 3 / drawn.n), 2)
        yield Message(
            _DRAWN,
            {
                "n": Count(drawn.n),
                "seed": drawn.seed,
                "correlation": drawn.correlation,
                "error": error,
            },
        )
    if any(row.source not in (None, "scenario") for row in index.walk()):
        yield Message(_DEFAULTS)


def _pictures(odds: Odds, scenario: Text) -> Iterator[Table]:
    """Its histogram, then its tornado."""
    index = odds.chance
    values = {"name": index.name, "scenario": scenario}
    if odds.histogram:
        most = max(each.share for each in odds.histogram) or 1.0
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
    "{name}: odds for {target_year}. {scenario}",
)
_POINTS_ALONE = Text(
    "{ids}: xác suất chỉ của mức điểm trong mục tiêu, phần còn lại chưa biết",
    "{ids}: the odds are of the target's points alone, what else it says is not known",
)
_DRAWN = Text(
    "{n} kịch bản ngẫu nhiên, hạt giống {seed}, tương quan {correlation}; sai số Monte-Carlo của "
    "xác suất: ±{error}",
    "{n} random scenarios, seed {seed}, correlation {correlation}; Monte-Carlo error of the odds: "
    "±{error}",
)
_KNOWN = Text(
    "phân phối biết chính xác, không cần mô phỏng",
    "the distribution itself is known: nothing had to be drawn",
)
_DEFAULTS = Text(
    "tiêu chí không có khoảng trong kịch bản: từ điểm hiện tại, qua mức dự báo, đến vượt mức tăng "
    "thêm 10%;"
    " phần điều tra XHH thêm 5% thang điểm mỗi phía",
    "without a range in the scenario: from the score over what is projected to 10\u00a0% of the "
    "increase more;"
    " surveys 5\u00a0% of the scale more each way",
)
_ASKED = Text(
    "{id}: đạt ít nhất {target} theo --at-least, thay cho mục tiêu của kế hoạch",
    "{id}: at least {target} as asked, in place of the plan's target",
)
_HISTOGRAM = Text("{name}: phân bố điểm. {scenario}", "{name}: where it may land. {scenario}")
_FROM_TO = Text("Điểm", "Points")
_BIN = Text("{low} – {high}", "{low} – {high}")
_PART_OF_ALL = Text("Tỷ lệ", "Share")
_TORNADO = Text(
    "{name}: tiêu chí ảnh hưởng nhiều nhất đến tổng điểm. {scenario}",
    "{name}: which rows move the total. {scenario}",
)
_CONTRIBUTION = Text("Mức ảnh hưởng", "Of the variance")
_LOW_TOTAL = Text("Tổng điểm khi tiêu chí ở mức 5%", "With it at 5\u00a0%")
_HIGH_TOTAL = Text("Tổng điểm khi tiêu chí ở mức 95%", "With it at 95\u00a0%")
_MORE_SWINGS = Text(
    "và {count} tiêu chí khác, ảnh hưởng nhỏ hơn", "and {count} more, each moving it less"
)
