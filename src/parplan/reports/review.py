"""`review`: targets against the outcome, row by row, and how good the forecast was."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from parplan.engine.gap import Standing
from parplan.engine.review import Outcome, Record, aimed, tally, unsettled
from parplan.engine.verdicts import Judged, Lack
from parplan.model.fields import or_null
from parplan.model.findings import Finding
from parplan.model.plan import Plan
from parplan.model.results import LAYER_WORDS, LAYERS, Layer, Observation
from parplan.points import Lang, rounded
from parplan.render.table import Table
from parplan.reports import goals
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
from parplan.reports.names import few
from parplan.reports.odds import (
    CHANCES,
    SAID,
    SPANS,
    VIEWS,
    Forecast,
    Foretold,
    ViewName,
    span_of,
)
from parplan.reports.progress import OBSERVATION, told
from parplan.reports.rows import (
    APPLIES,
    HEAD,
    NOT_PRINTED,
    RESTS_ON,
    TARGET,
    Called,
    applying,
    footnotes,
    found,
    just_missed,
    on_basis,
    several,
)
from parplan.reports.titles import Titles
from parplan.text import Message, Tabled, Text, Word, percent

if TYPE_CHECKING:
    from parplan.engine.simulate import View


class Review(NamedTuple):
    """A plan against a year's outcome: the rows to show, whole indices for counting, each index's
    target on every basis; what was found in the plan's own figures; the scenario that the forecast
    is of, and the forecast."""

    plan: Plan
    year: int
    shown: tuple[Outcome, ...]
    whole: Mapping[str, Outcome]
    bases: Mapping[str, tuple[Standing, ...]]
    findings: tuple[Finding, ...]
    scenario: Text
    forecast: Forecast


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
        *HEAD,
        Field("base", "points", on="mj", like="score"),
        Field("base", "points", Titles.SCORE, applying("base"), "h", like="score"),
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
            lambda at: _verdict(at.row),
            schema=one_of(*_VERDICTS, None),
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
        Field(
            "rank", "rank", value=lambda at: at.row.observation and at.row.observation.rank, on="m"
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


def _verdict(row: Outcome) -> Word | None:
    if row.verdict is None:
        return None
    worse = row.verdict == "fell" and row.better == "lower"
    return Word(row.verdict, _ROSE if worse else _VERDICTS[row.verdict])


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


def verdicts(index: Outcome, called: Called) -> Iterator[Message]:
    """How many of an index's targets were met, and which rows met, missed and fell, each by how
    many points: by their names only the first.
    """
    counted, rows = tally(index), aimed(index)
    if not index.children or not counted.judged:
        return
    by: dict[Text, list[Message | Text | str]] = {}
    for row in rows:
        if (judged := _verdict(row)) is not None:
            by.setdefault(judged.text, []).append(_by(row, called))
    told = {verdict: each if called is str else few(each) for verdict, each in by.items()}
    met = told.get(_VERDICTS["met"])
    values = {"met": counted.met, "judged": counted.judged, "rows": met}
    yield Message(_MET if met else _NONE_MET, values)
    for verdict, words in _NOT_MET.items():
        if verdict in told:
            yield Message(words, {"rows": told[verdict]})


def statements(index: Outcome, called: Called) -> Iterator[Message]:
    """Each statement of the targets that state several, or more than points: whether it holds,
    beside the rank that came out.
    """
    for row in index.walk():
        rank = None if row.observation is None else row.observation.rank
        if len(row.judged) > 1 or (rank and any(aim.is_among_others for aim in row.aims)):
            said = zip(row.aims, row.judged, strict=True)
            each = tuple(
                Message(_HOLDS[one.met], {"said": goals.words_of(aim, row.decimals)})
                for aim, one in said
            )
            values = {"row": called(row.id), "each": each, "rank": rank}
            yield Message(_EACH if rank is None else _EACH_RANKED, values)


def just_missing(index: Outcome, called: Called) -> Iterator[Message]:
    """The notes on outcomes that lie on a target to be passed."""
    return just_missed(index.walk(), {"score": _CAME}, called)


def _feet(review: Review, index: Outcome, called: Called) -> Iterable[Message]:
    counted = tally(index)
    yield from verdicts(index, called)
    yield from statements(index, called)
    yield from just_missing(index, called)
    yield from lacking(review, index, called)
    yield from source(index, called)
    if index.score is not None and (against := tuple(_against(review, index, index.score))):
        yield Message(_TOTAL, {"score": _at(index.score, index), "against": against})
    for view, words in SAID.items():
        record: Record = getattr(counted, view)
        if record.foretold:
            share = percent(Decimal(record.held) / Decimal(record.foretold))
            values = {"held": record.held, "foretold": record.foretold, "share": share}
            brier = cut(record.brier, 3)
            counting = _FORETOLD_ALONE if brier is None else _FORETOLD_SCORED
            yield Message(counting, {**values, "view": words, "brier": brier})


def source(index: Outcome, called: Called) -> Iterator[Message]:
    """Who says what an index came to, nothing where nobody does; and what of it is not settled."""
    if index.observation is not None:
        yield seen(index.observation)
    elif index.score is not None:
        yield Message(_ADDED_UP)
    rows = unsettled(index)
    if rows:
        alone = all(row.layers in ((), LAYERS[:1]) for row in index.walk())
        values = {"rows": tuple(called(row.id) for row in rows)}
        yield Message(_UNSETTLED if alone else _UNSETTLED_ROWS, values)


def lacking(review: Review, index: Outcome, called: Called) -> Iterator[Message]:
    """Why statements of targets are not judged although there is an outcome; to whom rows are told
    by id, also which file could say more.
    """
    each = [(one.lacks, row.id) for row in index.walk() for one in row.judged]
    for lack, words in _LACKS.items():
        if ids := dict.fromkeys(ident for lacks, ident in each if lacks == lack):
            year = review.plan.about.year if lack == "rank_before" else review.year
            where = f" ({_FILES[lack]})" if called is str and lack in _FILES else ""
            rows = several(map(called, ids), called)
            values: dict[str, object] = {"rows": rows, "year": year, "where": where}
            yield Message(words, values)


def seen(own: Observation) -> Message:
    """Who says so, since when, and the rank."""
    values: dict[str, object] = {
        "layer": LAYER_WORDS[own.layer],
        "on": Message(_ON_DAY, {"day": own.date}) if own.date else Text("", ""),
        "source": own.source,
        "rank": own.rank,
    }
    return Message(_SEEN if own.rank is None else _SEEN_RANKED, values)


def _by(row: Outcome, called: Called) -> Message | Text | str:
    """By how many points; of a target that is not points, by itself."""
    points = row.change if row.verdict == "fell" else row.difference
    if points is None:
        return called(row.id)
    return Message(
        _BY, {"row": called(row.id), "points": Tabled(points, row.decimals, signed=True)}
    )


def _against(review: Review, index: Outcome, score: Decimal) -> Iterable[Message]:
    """The total against its target on every basis that has another one."""
    said: set[Decimal] = set()
    for basis, rows in review.bases.items():
        row = next((row for row in rows if row.id == index.id), None)
        if row is None or row.is_estimate:
            continue
        if row.target is not None and row.target not in said:
            said.add(row.target)
            target = on_basis(basis, row, "target", _at(row.target, index))
            by = Tabled(score - row.target, index.decimals, signed=True)
            yield Message(_AGAINST, {"difference": by, "target": target})


_VERDICTS: Mapping[str, Text] = {
    "met": Text("đạt", "met"),
    "missed": Text("không đạt", "missed"),
    "fell": Text("giảm", "fell"),
}
_ROSE = Text("tăng", "rose")  # where less is better
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
_CAME = Text("kết quả", "the outcome")
_CHANGE = Text("Tăng, giảm", "Change")
_DIFFERENCE = Text("So với mục tiêu", "Against target")
_MET = Text("đạt {met} trong {judged} mục tiêu: {rows}", "{met} of {judged} targets met: {rows}")
_NONE_MET = Text("số mục tiêu đạt: 0 trong {judged}", "targets met: none of {judged}")
_NOT_MET: Mapping[Text, Text] = {
    _VERDICTS["missed"]: Text(
        "không đạt (so với mục tiêu): {rows}", "missed (against the target): {rows}"
    ),
    _VERDICTS["fell"]: Text(
        "giảm điểm (so với năm gốc): {rows}", "fell (against the base year): {rows}"
    ),
    _ROSE: Text("tăng (so với năm gốc): {rows}", "rose (against the base year): {rows}"),
}
_BY = Text("{row} ({points})", "{row} ({points})")
_EACH_RANKED = Text("{row} xếp hạng {rank}: {each}", "{row}, rank {rank}: {each}")
_EACH = Text("{row}: {each}", "{row}: {each}")
_HOLDS: Mapping[bool | None, Text] = {
    True: Text("{said} đạt", "{said} met"),
    False: Text("{said} không đạt", "{said} missed"),
    None: Text("{said} chưa rõ", "{said} not known"),
}
_FILES: Mapping[Lack, str] = {"groups": "peers/", "rank": "results.yaml"}
_LACKS: Mapping[Lack, Text] = {
    "groups": Text(
        "{rows}: chưa đánh giá được mục tiêu theo nhóm: chưa có nhóm điểm công bố của năm "
        "{year}{where}",
        "{rows}: the target is a group, and not judged: there are no published groups of "
        "{year}{where}",
    ),
    "group": Text(
        "{rows}: chưa đánh giá được mục tiêu theo nhóm: các nhóm điểm công bố của năm {year} không "
        "có nhóm này",
        "{rows}: the target is a group, and not judged: no such group was published of {year}",
    ),
    "rank": Text(
        "{rows}: chưa đánh giá được mục tiêu theo thứ hạng: chưa có thứ hạng năm {year}{where}",
        "{rows}: the target is a rank, and not judged: there is no rank of {year}{where}",
    ),
    "field": Text(
        "{rows}: chưa đánh giá được mục tiêu theo thứ hạng: thứ hạng năm {year} tính trên số đơn "
        "vị khác, không so sánh được",
        "{rows}: the target is a rank, and not judged: that of {year} is over another number of "
        "units, and does not compare",
    ),
    "rank_before": Text(
        "{rows}: chưa đánh giá được mục tiêu tăng bậc: kế hoạch không ghi thứ hạng năm {year}",
        "{rows}: the target is places gained, and not judged: the plan has no rank of {year}",
    ),
}
_SEEN = Text("{layer}{on}: {source}", "{layer}{on}: {source}")
_SEEN_RANKED = Text("{layer}{on}, xếp hạng {rank}: {source}", "{layer}{on}, rank {rank}: {source}")
_ON_DAY = Text(" ngày {day}", " on {day}")
_ADDED_UP = Text(
    "tổng điểm không được công bố: tính theo thay đổi của các tiêu chí",
    "the total was not published: it moves with its rows",
)
_RESTS_ON = "the layers of results that the outcome rests on, that looked at least first"
_UNSETTLED = Text(
    "các điểm này mới là tự đánh giá, chưa được thẩm định",
    "these scores are self-assessed, and not appraised yet",
)
_UNSETTLED_ROWS = Text(
    "mới là tự đánh giá, toàn bộ hoặc một phần, chưa được thẩm định: {rows}",
    "self-assessed, in whole or in part, and not appraised yet: {rows}",
)
_TOTAL = Text("tổng điểm {score}: {against}", "total {score}: {against}")
_AGAINST = Text("{difference} so với {target}", "{difference} against {target}")
_FORETOLD_ALONE = Text(
    "dự báo {view}: {held} trong {foretold} tiêu chí nằm trong khoảng 5–95% ({share})",
    "forecast {view}: rows inside 5–95\u00a0%: {held} of {foretold} ({share})",
)
_FORETOLD_SCORED = Text(
    "dự báo {view}: {held} trong {foretold} tiêu chí nằm trong khoảng 5–95% ({share}); điểm Brier "
    "{brier}",
    "forecast {view}: rows inside 5–95\u00a0%: {held} of {foretold} ({share}); Brier score {brier}",
)
