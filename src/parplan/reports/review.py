"""`review`: targets against the outcome, row by row, and how good the forecast was."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from parplan.engine.gap import Standing
from parplan.engine.review import Outcome, Record, tally, unsettled
from parplan.engine.verdicts import Judged
from parplan.model.fields import or_null
from parplan.model.findings import Finding
from parplan.model.plan import Plan
from parplan.model.results import LAYER_WORDS, Layer
from parplan.points import Lang, rounded
from parplan.render.table import Table
from parplan.reports import goals
from parplan.reports.bases import on_basis
from parplan.reports.fields import (
    COUNT,
    NUMBER,
    SHARE_DECIMALS,
    Answer,
    At,
    Field,
    cut,
    list_of,
    nested,
    nested_schema,
    object_of,
    one_of,
    picked,
    table,
    tree,
    whole,
)
from parplan.reports.footnotes import RESTS_ON, footnotes, found
from parplan.reports.odds import (
    CHANCES,
    SAID,
    SPANS,
    VIEWS,
    Forecast,
    Foretold,
    ViewName,
    points_alone,
    span_of,
)
from parplan.reports.progress import OBSERVATION, of_observation, sources, told
from parplan.reports.review_sentences import VERDICTS, on_targets, source, verdict_of
from parplan.reports.row_notes import NOT_PRINTED
from parplan.reports.rows import APPLIES, TARGET, Called, applying, head
from parplan.reports.titles import Titles
from parplan.text import Message, Tabled, Text, Word, percent

if TYPE_CHECKING:
    from parplan.engine.simulate import View


class Review(NamedTuple):
    """A plan against a year's outcome: the rows to show, whole indices for counting, each index's
    target on every basis; what was found in the plan's own figures; the scenario that the forecast
    is of, and the forecast; the rows that have interim results of the year."""

    plan: Plan
    year: int
    shown: tuple[Outcome, ...]
    whole: Mapping[str, Outcome]
    bases: Mapping[str, tuple[Standing, ...]]
    findings: tuple[Finding, ...]
    scenario: Text
    forecast: Forecast
    interim: frozenset[str] = frozenset()


_JUDGED = object_of({"goal": goals.STATEMENTS, "met": {"type": ["boolean", "null"]}})
_FORETOLD = object_of(
    {
        "low": {"type": "number", "description": "points: 5% of cases lie below"},
        "high": {"type": "number", "description": "points: 5% of cases lie above"},
        "holds": {
            "type": ["boolean", "null"],
            "description": "whether the outcome lies between the two",
        },
        "probability": {**NUMBER, "description": "the chance of meeting its target, a share of 1"},
    }
)
_FORECAST = object_of(dict.fromkeys(VIEWS, or_null(_FORETOLD)))


def _fields(review: Review | None = None, index: Outcome | None = None) -> tuple[Field, ...]:
    """What is told of every row of an index; people see no forecast where there is none. Without
    a review, for the schema. The layer is told where an outcome is not settled."""
    foretold = _foretold(review, index)
    tentative = index is not None and bool(unsettled(index))
    return (
        *head(review.plan if review else None),
        Field("base", "points", on="mj", like="score"),
        Field("base", "points", Titles.BASE, applying("base"), "h", like="score"),
        APPLIES,
        *TARGET,
        Field("outcome", "points", _OUTCOME, lambda at: at.row.score, "hm", like="score"),
        Field("score", "points", on="j", says="as observed, else the total of its rows, in points"),
        Field(
            "outcome",
            "text",
            value=lambda at: told(at.row.observation),
            on="j",
            schema=or_null(OBSERVATION),
        ),
        *layered("layers", lambda at: at.row.layers, "hm" if tentative else "m", _RESTS_ON),
        Field("change", "signed", _CHANGE, says="outcome - base, in points", like="score"),
        Field("difference", "signed", _DIFFERENCE, says="outcome - target, in points"),
        Field(
            "verdict",
            "word",
            Titles.VERDICT,
            lambda at: verdict_of(at.row),
            schema=one_of(*VERDICTS, None),
            says=_FELL_SAID,
        ),
        Field(
            "statements",
            "text",
            value=lambda at: [_judged(one) for one in at.row.judged],
            on="j",
            schema=list_of(_JUDGED),
            says="each statement of the target: whether it holds, null where that is not known",
        ),
        Field("rank", "rank", value=of_observation("rank"), on="m"),
        Field("date", "word", value=of_observation("date"), on="m"),
        Field(
            "source",
            "text",
            value=lambda at: sources([at.row.observation] if at.row.observation else ()),
            on="m",
        ),
        *(field for view in VIEWS for field in _of_view(view, foretold)),
        Field(
            "foretold",
            "text",
            value=lambda at: _forecast(at.row),
            on="j",
            schema=or_null(_FORECAST),
        ),
        found(review.findings if review else ()),
    )


def layered(
    key: str, value: Callable[[At], Sequence[Layer]], on: str, says: str
) -> tuple[Field, Field]:
    """Which layers of results something rests on."""

    def words(at: At) -> Word | None:
        layers = value(at)
        said = [LAYER_WORDS[layer] for layer in layers]
        told = Text(", ".join(it.vi for it in said), ", ".join(it.en for it in said))
        return Word(" ".join(layers), told) if layers else None

    return (
        Field(key, "word", Titles.LAYER, words, on),
        Field(
            key,
            "text",
            value=lambda at: list(value(at)),
            on="j",
            schema=list_of(one_of(*LAYER_WORDS)),
            says=says,
        ),
    )


def _of_view(view: ViewName, foretold: Foretold) -> Iterator[Field]:
    """What a view of the forecast had said of a row."""

    def end(key: str) -> Callable[[At], Decimal | None]:
        def points(at: At) -> Decimal | None:
            value: Decimal | None = getattr(_in(at.row, view), key, None)
            return None if value is None else rounded(value, at.row.decimals)

        return points

    def span(at: At) -> Message | None:
        return span_of(end("p5")(at), end("p95")(at), at.row.decimals)

    people = "h" if foretold.chances else ""
    yield Field(f"{view}_span", "word", SPANS[view], span, people, wide=True)
    yield Field(f"{view}_low", "points", value=end("p5"), on="m")
    yield Field(f"{view}_high", "points", value=end("p95"), on="m")
    yield from foretold.columns(view, CHANCES[view], f"{people}m")


def _in(row: Outcome, view: ViewName) -> "View | None":
    seen: View | None = getattr(row.forecast, view, None)
    return seen


def _foretold(review: Review | None, index: Outcome | None) -> Foretold:
    """What had been foretold of the rows of an index."""
    rows = index.walk() if index else ()
    chances = {row.id: row.forecast for row in rows if row.forecast is not None}
    return (review.forecast if review else Forecast()).told(chances)


def answer(review: Review) -> Answer:
    """The review in all forms: a table an index that has an outcome."""

    def record(lang: Lang) -> dict[str, Any]:
        return {
            "year": review.year,
            "indices": [
                {**nested(it, _fields(review, it), lang), **_counted(review, it)}
                for it in review.shown
            ],
        }

    return Answer("review", record, lambda: tables(review))


def tables(review: Review, called: Called = str) -> list[Table]:
    """A table an index that has an outcome; beneath it rows go by what they are called."""
    lacking = {index.id for index in missing(review)}
    return [_table(review, it, called) for it in review.shown if it.id not in lacking]


def schema() -> dict[str, Any]:
    """The schema of the JSON answer."""
    against = {
        "type": "object",
        "additionalProperties": object_of({"target": NUMBER, "difference": NUMBER}),
    }
    brier = {
        **NUMBER,
        "description": "mean squared error of the chances: 0 is perfect, 0.25 a coin's",
    }
    record = object_of({"foretold": COUNT, "held": COUNT, "share": NUMBER, "brier": brier})
    own = {
        "targets": {
            **object_of({"judged": COUNT, "met": COUNT}),
            "description": "rows with a printed target and an outcome",
        },
        "against": {
            **against,
            "description": "by basis: the target, and outcome - target, in points",
        },
        "forecast": object_of(dict.fromkeys(VIEWS, record)),
    }
    indices, definitions = nested_schema(_fields(), own)
    return {**whole("review", {"year": COUNT, "indices": indices}), "$defs": definitions}


def of_total() -> tuple[Field, ...]:
    """What is told of a total where it stands by itself."""
    return picked(
        _fields(),
        ("target", "outcome", "difference", "verdict"),
        ("base", "score", "goal", "change", "rank", "statements"),
    )


def missing(review: Review) -> list[Outcome]:
    """The indices without an outcome, of their own or of anything below them."""
    return [
        index
        for index in review.shown
        if all(row.observation is None for row in review.whole[index.id].walk())
    ]


def _table(review: Review, index: Outcome, called: Called) -> Table:
    """Rows in order, the total at the foot, and a note for every contradiction among the figures
    that they are held against."""
    values: dict[str, object] = {
        "name": index.name,
        "target_year": review.plan.about.target_year,
        "year": review.year,
        "scenario": review.scenario,
    }
    foretold = _foretold(review, index)
    title = Message(_TITLE_FORECAST if foretold.chances else _TITLE, values)
    feet = [*_feet(review, review.whole[index.id], called)]
    if any(row.target is not None and row.target_source != "printed" for row in index.walk()):
        feet.append(Message(NOT_PRINTED))
    feet += points_alone(index.walk(), foretold.chances, called)
    feet += foretold.feet(index.id)
    return table(
        title,
        _fields(review, index),
        tree(index),
        feet,
        *footnotes(review.findings, index.walk(), RESTS_ON, {"score": "base"}),
    )


def _judged(one: Judged) -> dict[str, Any]:
    key, asked = goals.keyed(one.statement)
    return {"goal": {key: asked}, "met": one.met}


def _forecast(row: Outcome) -> dict[str, Any] | None:
    return None if row.forecast is None else {view: _of(row, view) for view in VIEWS}


def _of(row: Outcome, view: ViewName) -> dict[str, Any] | None:
    seen = _in(row, view)
    if seen is None or seen.p5 is None:
        return None
    chance = cut(seen.probability)
    return {"low": seen.p5, "high": seen.p95, "holds": row.holds(seen), "probability": chance}


def _at(value: Decimal, row: Outcome) -> Tabled:
    return Tabled(value, row.decimals)


def _counted(review: Review, index: Outcome) -> dict[str, Any]:
    """What only an index tells in JSON: its rows counted, itself against its target on every basis,
    the forecast's record."""
    counted, score = tally(review.whole[index.id]), index.score
    return {
        "targets": {"judged": counted.judged, "met": counted.met},
        "against": {
            basis: {
                "target": target,
                "difference": None if score is None or target is None else score - target,
            }
            for basis, target in _targets(review, index).items()
        },
        "forecast": {view: _recorded(getattr(counted, view)) for view in VIEWS},
    }


def _recorded(record: Record) -> dict[str, Any]:
    held = Decimal(record.held)
    share = rounded(held / Decimal(record.foretold), SHARE_DECIMALS) if record.foretold else None
    counted = {"foretold": record.foretold, "held": record.held, "share": share}
    return {**counted, "brier": cut(record.brier)}


def _targets(review: Review, index: Outcome) -> dict[str, Decimal | None]:
    """An index's target on every basis."""
    return {
        basis: next((row.target for row in rows if row.id == index.id), None)
        for basis, rows in review.bases.items()
    }


def _feet(review: Review, index: Outcome, called: Called) -> Iterable[Message]:
    counted = tally(index)
    yield from on_targets(index, called, review.plan.about.year, review.year)
    yield from source(index, called)
    if index.score is not None and (against := _against(review, index, tuple(review.bases))):
        yield Message(_TOTAL, {"score": _at(index.score, index), "against": against})
    yield from corrected(review, index, called)
    for view, words in SAID.items():
        record: Record = getattr(counted, view)
        if record.foretold:
            share = percent(Decimal(record.held) / Decimal(record.foretold))
            values = {"held": record.held, "foretold": record.foretold, "share": share}
            brier = cut(record.brier, 3)
            counting = _FORETOLD_ALONE if brier is None else _FORETOLD_SCORED
            yield Message(counting, {**values, "view": words, "brier": brier})


def corrected(review: Review, index: Outcome, called: Called) -> Iterable[Message]:
    """The rows of an index against their targets as printed and as corrected, where these are
    others.
    """
    for row in index.walk():
        against = () if row is index else _against(review, row, ("printed", "corrected"))
        if len(against) > 1:
            yield Message(_ROW, {"row": called(row.id), "against": against})


def _against(review: Review, came: Outcome, bases: Iterable[str]) -> tuple[Message, ...]:
    """What a row or a total came to, against its target on each of the bases that has another
    one.
    """
    told: dict[Decimal, Message] = {}
    for basis in bases:
        each = (row for index in review.bases.get(basis, ()) for row in index.walk())
        row = next((row for row in each if row.id == came.id), None)
        if row is None or row.is_estimate or row.target is None or came.score is None:
            continue
        if row.target not in told:
            target = on_basis(basis, row, "target", _at(row.target, came))
            by = Tabled(came.score - row.target, came.decimals, signed=True)
            told[row.target] = Message(_AGAINST, {"difference": by, "target": target})
    return tuple(told.values())


_FELL_SAID = "fell: missed, and worse than in the base year"
_TITLE = Text(
    "{name}: mục tiêu {target_year} và kết quả {year}",
    "{name}: the targets of {target_year} and the outcome of {year}",
)
_TITLE_FORECAST = Text(
    "{name}: mục tiêu {target_year} và kết quả {year}. Dự báo: {scenario}",
    "{name}: the targets of {target_year} and the outcome of {year}. Forecast: {scenario}",
)
_OUTCOME = Text("Kết quả", "Outcome")
_CHANGE = Text("Tăng, giảm", "Change")
_DIFFERENCE = Text("So với mục tiêu", "Against target")
_RESTS_ON = "the layers of results that the outcome rests on, that looked at least first"
_TOTAL = Text("chỉ số đạt {score}: {against}", "the index, {score}: {against}")
_ROW = Text("{row}: {against}", "{row}: {against}")
_AGAINST = Text("{difference} so với {target}", "{difference} against {target}")
_FORETOLD_ALONE = Text(
    "dự báo {view}: {held} trong {foretold} tiêu chí nằm trong khoảng 5–95% ({share})",
    "forecast {view}: rows inside 5–95%: {held} of {foretold} ({share})",
)
_FORETOLD_SCORED = Text(
    "dự báo {view}: {held} trong {foretold} tiêu chí nằm trong khoảng 5–95% ({share}); điểm Brier "
    "{brier}",
    "forecast {view}: rows inside 5–95%: {held} of {foretold} ({share}); Brier score {brier}",
)
