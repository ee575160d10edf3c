"""`review`: what the promise came to, row by row, and how well the odds had foretold it."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from parplan.engine.gap import Standing
from parplan.engine.review import Outcome, tally
from parplan.labels import JUDGED, Gap, Reviewed
from parplan.model.plan import Plan
from parplan.model.results import LAYER_WORDS, Observation
from parplan.points import ONE, Lang, rounded, shown
from parplan.render.table import AtLeast, Column, Mark, Table
from parplan.reports.fields import plain
from parplan.reports.progress import told
from parplan.reports.rows import lines_of
from parplan.text import Message, Shown, Text, Word, percent

SHARE_DECIMALS = 4
_BASES = {"printed": Reviewed.ON_PRINTED, "parts": Reviewed.ON_PARTS, "corrected": Reviewed.ON_CORRECTED}


class Review(NamedTuple):
    """A plan against a year's outcome: the rows to show, whole indices for counting, and each index's target on every basis."""

    plan: Plan
    year: int
    shown: tuple[Outcome, ...]
    whole: Mapping[str, Outcome]
    bases: Mapping[str, tuple[Standing, ...]]


COLUMNS = (
    Column("index", Gap.INDEX, "id", human=False),
    Column("id", Gap.ID, "id"),
    Column("parent", Gap.PARENT, "id", human=False),
    Column("level", Gap.LEVEL, "text", human=False),
    Column("name", Gap.NAME, "text", human=False),
    Column("label", Gap.NAME, "text", machine=False),
    Column("base", Gap.SCORE, "points"),
    Column("target", Gap.TARGET, "target"),
    Column("outcome", Reviewed.OUTCOME, "points"),
    Column("change", Reviewed.CHANGE, "signed"),  # since the base year, whose score stands first
    Column("difference", Reviewed.DIFFERENCE, "signed"),
    Column("verdict", Reviewed.VERDICT, "word"),
    Column("rank", Reviewed.RANK, "rank", human=False),
    Column("range", Reviewed.FORETOLD, "word", machine=False, wide=True),
    Column("low", Reviewed.LOW, "points", human=False),
    Column("high", Reviewed.HIGH, "points", human=False),
    Column("probability", Reviewed.PROBABILITY, "share"),
)


_ODDS = ("range", "probability")  # what only a forecast fills


def tables(review: Review) -> list[Table]:
    """A table an index that has an outcome: its rows in order, its total at the foot, and the count beneath."""
    return [_table(review, index) for index in review.shown if _has_outcome(index)]


def missing(review: Review) -> list[Outcome]:
    """The indices without an outcome."""
    return [index for index in review.shown if not _has_outcome(index)]


def _has_outcome(index: Outcome) -> bool:
    return any(row.observation is not None for row in index.walk())


def _table(review: Review, index: Outcome) -> Table:
    def cells(row: Outcome, parent: str, depth: int) -> tuple[Mark, ...]:
        return tuple(Mark(_cell(column.key, row, index, parent, depth)) for column in COLUMNS)

    foretold = any(row.foretold is not None for row in index.walk())
    columns = COLUMNS if foretold else tuple(column._replace(human=False) if column.key in _ODDS else column for column in COLUMNS)
    values: dict[str, object] = {"name": index.name, "target_year": review.plan.about.target_year, "year": review.year}
    return Table(Message(Reviewed.TITLE, values), columns, lines_of(index, cells), tuple(_feet(review, review.whole[index.id])))


def _cell(key: str, row: Outcome, index: Outcome, parent: str, depth: int) -> object:
    seen, odds = row.observation, row.foretold
    special: dict[str, object] = {
        "index": index.id,
        "parent": parent or None,
        "level": depth,
        "label": Gap.TOTAL if not depth and row.children else row.name,
        "target": AtLeast(row.target) if row.target is not None and row.printed else row.target,
        "outcome": row.score,
        "verdict": None if row.verdict is None else Word(row.verdict, JUDGED[row.verdict]),
        "rank": None if seen is None else seen.rank,
        "range": None if odds is None else Message(Reviewed.RANGE, {"low": _at(odds.low, row), "high": _at(odds.high, row)}),
        "low": None if odds is None else odds.low,
        "high": None if odds is None else odds.high,
        "probability": None if odds is None or odds.probability is None else _share(odds.probability),
    }
    return special[key] if key in special else getattr(row, key)


def _at(value: Decimal, row: Outcome) -> Shown:
    return Shown(value, row.decimals)


def _share(probability: float) -> Decimal:
    return rounded(Decimal(repr(probability)), SHARE_DECIMALS)


def _feet(review: Review, index: Outcome) -> Iterable[Message]:
    counted = tally(index)
    rows = [row for child in index.children for row in child.walk() if row.stated]
    if index.children and counted.judged:
        met = tuple(row.id for row in rows if row.verdict == "met")
        values: dict[str, object] = {"met": counted.met, "judged": counted.judged, "ids": met}
        yield Message(Reviewed.MET if met else Reviewed.NONE_MET, values)
        for verdict, words in (("missed", Reviewed.MISSED), ("fell", Reviewed.FELL)):
            named = tuple(_by(row) for row in rows if row.verdict == verdict)
            if named:
                yield Message(words, {"rows": named})
    if index.observation is not None:
        yield _seen(index.observation)
    elif index.score is not None:
        yield Message(Reviewed.ADDED_UP)
    if index.score is not None and (against := tuple(_against(review, index, index.score))):
        yield Message(Reviewed.TOTAL, {"score": _at(index.score, index), "against": against})
    if counted.foretold:
        share = percent(Decimal(counted.inside) / Decimal(counted.foretold))
        values = {"inside": counted.inside, "foretold": counted.foretold, "share": share}
        if counted.brier is None:
            yield Message(Reviewed.ODDS_ALONE, values)
        else:
            yield Message(Reviewed.ODDS, {**values, "brier": rounded(Decimal(repr(counted.brier)), 3)})


def _seen(seen: Observation) -> Message:
    """Who says so, since when, and the rank."""
    values: dict[str, object] = {"layer": LAYER_WORDS[seen.layer], "day": seen.date, "source": seen.source, "rank": seen.rank}
    return Message(Reviewed.SEEN if seen.rank is None else Reviewed.SEEN_RANKED, values)


def _by(row: Outcome) -> Message:
    difference = row.change if row.verdict == "fell" else row.difference
    return Message(Reviewed.BY, {"id": row.id, "difference": signed(difference or ONE, row.decimals)})


def _against(review: Review, index: Outcome, score: Decimal) -> Iterable[Message]:
    """The total against its target on every basis that has another one."""
    told: set[Decimal] = set()
    for basis, standings in review.bases.items():
        target = next((row.target for row in standings if row.id == index.id), None)
        if target is not None and target not in told:
            told.add(target)
            difference = signed(score - target, index.decimals)
            only_rows = basis == "parts" and all(not row.children for row in index.children)
            words = Reviewed.ON_INCREASES if only_rows else _BASES[basis]
            yield Message(Reviewed.AGAINST, {"difference": difference, "value": _at(target, index), "basis": words})


def signed(value: Decimal, decimals: int) -> Text:
    """A difference in points with its sign, in words."""
    return Text(*(shown(value, decimals, lang, sign=bool(value)) for lang in ("vi", "en")))


def payload(review: Review, lang: Lang) -> dict[str, Any]:
    """The indices as JSON-ready records: points as exact decimals, shares of 1 rounded to 4 places."""
    return {"year": review.year, "indices": [_index_record(review, index, lang) for index in review.shown]}


def _index_record(review: Review, index: Outcome, lang: Lang) -> dict[str, Any]:
    counted = tally(review.whole[index.id])
    targets = {basis: next((row.target for row in rows if row.id == index.id), None) for basis, rows in review.bases.items()}
    score = index.score
    against = {
        basis: {"target": target, "difference": None if score is None or target is None else score - target}
        for basis, target in targets.items()
    }
    return {
        **_record(index, lang, below="rows"),
        "targets": {"judged": counted.judged, "met": counted.met},
        "against": against,
        "forecast": {
            "foretold": counted.foretold,
            "inside": counted.inside,
            "share": _ratio(counted.inside, counted.foretold),
            "brier": None if counted.brier is None else _share(counted.brier),
        },
    }


def _ratio(part: int, whole: int) -> Decimal | None:
    return rounded(Decimal(part) / Decimal(whole), SHARE_DECIMALS) if whole else None


def _record(row: Outcome, lang: Lang, below: str = "parts") -> dict[str, Any]:
    odds = row.foretold
    return {
        "id": row.id,
        "name": row.name.say(lang),
        "base": row.base,
        "target": row.target,
        "score": row.score,
        "outcome": None if row.observation is None else plain(told(row.observation), lang),
        "change": row.change,
        "difference": row.difference,
        "verdict": row.verdict,
        "foretold": None if odds is None else _odds_record(row),
        below: [_record(child, lang) for child in row.children],
    }


def _odds_record(row: Outcome) -> dict[str, Any]:
    odds = row.foretold
    if odds is None:
        return {}
    probability = None if odds.probability is None else _share(odds.probability)
    return {"low": odds.low, "high": odds.high, "inside": row.inside, "probability": probability}
