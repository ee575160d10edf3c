"""`simulate`: how likely each row and total meets its target, where the total may land, and what moves it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from parplan.engine.simulate import Chance, Odds, Swing
from parplan.labels import Gap, Likely, Project
from parplan.model.plan import About
from parplan.points import ZERO, Lang, rounded, share_shown
from parplan.render.table import Column, Line, Mark, Span, Table
from parplan.reports.rows import lines_of
from parplan.text import Message, Shown, Text

SHARE_DECIMALS = 4
ERROR_DECIMALS = 6
_MOST_SWINGS = 10
_LEAST_SHOWN = Decimal("0.001")


class Drawn(NamedTuple):
    """What was drawn, and what came of it."""

    odds: tuple[Odds, ...]
    n: int
    seed: int
    correlation: Decimal
    scenario: Text


def payload(drawn: Drawn, lang: Lang) -> dict[str, Any]:
    """The odds as a JSON-ready record: points with 2 digits more than declared, probabilities as shares of 1."""
    return {
        "n": drawn.n,
        "seed": drawn.seed,
        "correlation": drawn.correlation,
        "indices": [_index(odds, lang) for odds in drawn.odds],
    }


def _index(odds: Odds, lang: Lang) -> dict[str, Any]:
    record = _chance(odds.chance, lang)
    del record["parts"]
    return {
        **record,
        "rows": [_chance(row, lang) for row in odds.chance.children],
        "histogram": [{"from": each.low, "to": each.high, "share": _share(each.share)} for each in odds.histogram],
        "tornado": [_swing(swing, odds.chance.decimals) for swing in odds.tornado],
    }


def _swing(swing: Swing, decimals: int) -> dict[str, Any]:
    return {
        "id": swing.id,
        "low": rounded(swing.low, decimals + 2),
        "high": rounded(swing.high, decimals + 2),
        "contribution": _share(swing.contribution),
    }


def _chance(row: Chance, lang: Lang) -> dict[str, Any]:
    known = None if row.source is None else {"low": row.low, "likely": row.likely, "high": row.high, "source": row.source}
    return {
        "id": row.id,
        "name": row.name.say(lang),
        "score": row.score,
        "target": row.target,
        "probability": _share(row.probability),
        "standard_error": None if row.standard_error is None else rounded(Decimal(row.standard_error), ERROR_DECIMALS),
        "mean": None if row.mean is None else rounded(row.mean, row.decimals + 2),
        "p5": row.p5,
        "p50": row.p50,
        "p95": row.p95,
        "range": known,
        "parts": [_chance(part, lang) for part in row.children],
    }


def _share(share: float | None) -> Decimal | None:
    return None if share is None else rounded(Decimal(share), SHARE_DECIMALS)


COLUMNS = (
    Column("index", Gap.INDEX, "id", human=False),
    Column("id", Gap.ID, "id"),
    Column("parent", Gap.PARENT, "id", human=False),
    Column("level", Gap.LEVEL, "text", human=False),
    Column("name", Gap.NAME, "text", human=False),
    Column("label", Gap.NAME, "text", machine=False),
    Column("score", Gap.SCORE, "points"),
    Column("low", Likely.LOW, "points", human=False),
    Column("likely", Likely.LIKELY, "points", human=False),
    Column("high", Likely.HIGH, "points", human=False),
    Column("source", Likely.SOURCE, "text", human=False),
    Column("range", Likely.RANGE, "rank", machine=False, wide=True),
    Column("mean", Likely.MEAN, "points"),
    Column("p5", Likely.P5, "points"),
    Column("p50", Likely.P50, "points"),
    Column("p95", Likely.P95, "points"),
    Column("target", Gap.TARGET, "points"),
    Column("probability", Likely.MEETS, "share"),
    Column("standard_error", Likely.ERROR, "points", human=False),
    Column("bar", Gap.BAR, "bar", machine=False),
)


def tables(drawn: Drawn, about: About) -> list[Table]:
    """For every index its rows with the total at the foot, then its histogram, then its tornado."""
    return [table for odds in drawn.odds for table in (_rows(drawn, odds, about), *_pictures(odds))]


def rows(drawn: Drawn, about: About) -> list[Table]:
    """The rows alone: what a spreadsheet takes."""
    return [_rows(drawn, odds, about) for odds in drawn.odds]


def _rows(drawn: Drawn, odds: Odds, about: About) -> Table:
    index = odds.chance

    def cells(row: Chance, parent: str, depth: int) -> tuple[Mark, ...]:
        return _cells(row, index, parent, depth)

    title = Message(Likely.TITLE, {"name": index.name, "target_year": about.target_year, "scenario": drawn.scenario})
    return Table(title, COLUMNS, lines_of(index, cells), tuple(_feet(drawn, index)))


def _cells(row: Chance, index: Chance, parent: str, depth: int) -> tuple[Mark, ...]:
    special: dict[str, object] = {
        "index": index.id,
        "parent": parent or None,
        "level": depth,
        "label": Gap.TOTAL if row.id == index.id and row.children else row.name,
        "range": _range(row),
        **{key: None if (value := getattr(row, key)) is None else rounded(value, row.decimals) for key in ("mean", "p5", "p50", "p95")},
        "target": row.target,
        "probability": _Likelihood(row.probability) if row.probability is not None else None,
        "standard_error": None if row.standard_error is None else rounded(Decimal(row.standard_error), ERROR_DECIMALS),
        "bar": None if row.probability is None else Decimal(row.probability),
    }
    return tuple(Mark(special[column.key] if column.key in special else getattr(row, column.key)) for column in COLUMNS)


class _Likelihood(Decimal):
    """A probability; what is nearly 0 or nearly 1 is not called either."""

    def say(self, lang: Lang) -> str:
        """The probability in percent."""
        if ZERO < self < _LEAST_SHOWN:
            return Likely.LESS_THAN.say(lang, share=share_shown(_LEAST_SHOWN, lang))
        if 1 - _LEAST_SHOWN < self < 1:
            return Likely.MORE_THAN.say(lang, share=share_shown(1 - _LEAST_SHOWN, lang))
        return share_shown(self, lang)


def _range(row: Chance) -> object:
    if row.low is None or row.likely is None or row.high is None:
        return ""
    shown = {"low": row.low, "likely": row.likely, "high": row.high}
    return Message(Likely.RANGE_OF, {name: Shown(value, row.decimals) for name, value in shown.items()})


def _feet(drawn: Drawn, index: Chance) -> Iterator[Message]:
    if index.source is not None:
        yield Message(Likely.KNOWN)
    elif index.standard_error is not None:
        # Where all or none of the scenarios met the target, the rule of three says how far that may be off.
        error = share_shown_precisely(index.standard_error or 3 / drawn.n)
        values = {"n": drawn.n, "seed": drawn.seed, "correlation": drawn.correlation, "error": error}
        yield Message(Likely.DRAWN, values)
    if any(row.source not in (None, "scenario") for row in index.walk()):
        yield Message(Likely.DEFAULTS)


def share_shown_precisely(share: float) -> Message:
    """A small share of 1 as percent with two decimals."""
    return Message(Project.PERCENT, {"value": rounded(Decimal(share) * 100, 2)})


def _pictures(odds: Odds) -> Iterator[Table]:
    index = odds.chance
    if odds.histogram:
        yield _histogram(index, odds)
    swings = [swing for swing in odds.tornado if swing.high > swing.low]
    if len(swings) > 1:
        yield _tornado(index, swings[:_MOST_SWINGS], len(swings) - _MOST_SWINGS)


def _histogram(index: Chance, odds: Odds) -> Table:
    columns = (
        Column("range", Likely.FROM_TO, "rank"),
        Column("share", Likely.PART_OF_ALL, "share"),
        Column("bar", Gap.BAR, "bar", machine=False),
    )
    most = max(each.share for each in odds.histogram) or 1.0
    lines = []
    for each in odds.histogram:
        ends = Message(Likely.BIN, {"low": Shown(each.low, index.decimals), "high": Shown(each.high, index.decimals)})
        lines.append(Line((Mark(ends), Mark(Decimal(each.share)), Mark(Decimal(each.share / most))), "row", 1, index.decimals))
    return Table(Message(Likely.HISTOGRAM, {"name": index.name}), columns, tuple(lines))


def _tornado(index: Chance, swings: Sequence[Swing], more: int) -> Table:
    columns = (
        Column("id", Gap.ID, "id"),
        Column("name", Gap.NAME, "text"),
        Column("low", Likely.LOW_TOTAL, "points"),
        Column("high", Likely.HIGH_TOTAL, "points"),
        Column("contribution", Likely.CONTRIBUTION, "share"),
        Column("swing", Gap.BAR, "span", machine=False),
    )
    low = min(swing.low for swing in swings)
    width = max(swing.high for swing in swings) - low
    lines = []
    for swing in swings:
        span = Span((swing.low - low) / width, (swing.high - low) / width) if width else None
        ends = (rounded(end, index.decimals) for end in (swing.low, swing.high))
        cells = (swing.id, swing.name, *ends, Decimal(swing.contribution), span)
        lines.append(Line(tuple(Mark(value) for value in cells), "row", 1, index.decimals))
    feet = (Message(Likely.MORE_SWINGS, {"count": more}),) if more > 0 else ()
    return Table(Message(Likely.TORNADO, {"name": index.name}), columns, tuple(lines), feet)
