"""Who forecasts: the engine's two views, and what they are held against.

Everybody knows what was known in the year before: for the engine the table is cut there, for the
others the changes end there.
"""

from collections.abc import Callable, Mapping
from functools import cache
from math import sqrt
from typing import NamedTuple

import numpy as np
from odds_cases import FLOOR, MOST, SCALE, TOTAL, Floats, Knows, Year, came, known, shares
from odds_scores import Draws, Judged, Law, Normal, judged

from parplan.engine.distributions import beyond, moving
from parplan.engine.draws import normal_chances
from parplan.engine.movement import Movement

TOGETHER = 0.3  # the old default's correlation
DRAWS, SEED = 2000, 1


class Forecast(NamedTuple):
    """Of each row of a year, for all units (NaN for one without), and of the sum of the rows, for
    the units that have them all; None where nobody makes one."""

    rows: Mapping[str, Law]
    total: Law | None


Method = Callable[[Year], Forecast]


def forecasts(method: Method, year: Year, *, printed: bool = False) -> list[Judged]:
    """A method's forecasts of a year, against what came about. The total is judged where all of its
    rows compare."""
    forecast, planned = method(year), targets(year, printed=printed)
    found = [
        judged(row, year.year, forecast.rows[row], year.last[:, n], year.came[:, n], planned[:, n])
        for n, row in enumerate(year.rows)
        if row in forecast.rows
    ]
    if year.is_whole and forecast.total is not None:
        sums = (figures[year.ranked].sum(1) for figures in (year.last, year.came, planned))
        found.append(judged(TOTAL, year.year, forecast.total, *sums))
    return found


def targets(year: Year, *, printed: bool = False) -> Floats:
    """What everybody would aim at with the embedded plan's shares of what is left, points; of its
    increases, or of its targets as printed."""
    share = np.array([shares(printed)[row] for row in year.rows])
    return np.asarray(year.last + share * (MOST - year.last))


def outside(year: Year, knows: Knows = "table") -> Forecast:
    """The engine's outside view."""
    moves = known(year.base, year.year, knows)
    means, spreads = _moved(year, moves)
    together = moves[year.rows[0]].together
    variance = (1 - together) * (spreads**2).sum(1) + together * spreads.sum(1) ** 2
    whole = year.ranked
    return Forecast(
        {row: Normal(means[:, n], spreads[:, n]) for n, row in enumerate(year.rows)},
        Normal(means[whole].sum(1), np.sqrt(variance[whole])),
    )


def _moved(year: Year, moves: Mapping[str, Movement]) -> tuple[Floats, Floats]:
    """Mean and deviation of every unit's rows, points."""
    after = [
        [moves[row].after(score, year.over) for row, score in zip(year.rows, line, strict=True)]
        for line in year.last.tolist()
    ]
    found = np.array(after)
    return found[:, :, 0], found[:, :, 1]


def inside(year: Year) -> Forecast:
    """The engine's inside view, as if everybody had planned what the embedded plan does."""
    moves, planned = known(year.base, year.year), targets(year)
    means, spreads = _moved(year, moves)
    scores = _scores(len(year.rows), moves[year.rows[0]].together)

    def law(unit: int, row: int) -> Callable[[Floats], Floats]:
        mean, deviation = float(means[unit, row]), float(spreads[unit, row])
        more = beyond(float(planned[unit, row]), float(year.last[unit, row]), mean)
        edges = np.linspace(
            mean + min(more, 0) - 5 * deviation, mean + max(more, 0) + 5 * deviation, 200
        )
        upto = moving(edges, mean, deviation, more)
        return lambda chances: np.interp(chances, upto, edges)

    return _drawn(year, scores, law)


def old_default(year: Year) -> Forecast:
    """What was shipped before: triangular around what is planned, as if everybody had planned what
    the embedded plan does; a survey's margin of 5 % of the scale on either side, and a tenth of the
    increase more at best."""
    planned, margin = targets(year), 0.05 * SCALE

    def law(unit: int, row: int) -> Callable[[Floats], Floats]:
        score, likely = float(year.last[unit, row]), float(planned[unit, row])
        low, high = score - margin, likely + 0.1 * (likely - score) + margin
        return lambda chances: triangular(chances, low, likely, high)

    return _drawn(year, _scores(len(year.rows), TOGETHER), law)


def triangular(chances: Floats, low: float, likely: float, high: float) -> Floats:
    """The triangular distribution's quantiles, within the limits of a row."""
    left, right = (likely - low) * (high - low), (high - likely) * (high - low)
    points = np.where(
        chances < (likely - low) / (high - low),
        low + np.sqrt(chances * left),
        high - np.sqrt((1 - chances) * right),
    )
    return np.clip(points, FLOOR, MOST)


@cache
def _scores(rows: int, together: float) -> Floats:
    """How likely at most what is drawn of every row is: rows go together by one common factor."""
    random = np.random.default_rng(SEED)
    own, common = random.standard_normal((rows, DRAWS)), random.standard_normal(DRAWS)
    return normal_chances(sqrt(together) * common + sqrt(1 - together) * own)


def _drawn(
    year: Year, scores: Floats, law: Callable[[int, int], Callable[[Floats], Floats]]
) -> Forecast:
    even = (np.arange(DRAWS) + 0.5) / DRAWS
    whole = np.flatnonzero(year.ranked).tolist()
    units = range(len(year.units))
    return Forecast(
        {
            row: Draws(np.array([law(unit, n)(even) for unit in units]))
            for n, row in enumerate(year.rows)
        },
        Draws(
            np.array(
                [
                    np.sum([law(unit, n)(scores[n]) for n in range(len(year.rows))], 0)
                    for unit in whole
                ]
            )
        ),
    )


def no_change(year: Year) -> Forecast:
    """As likely up as down, normal, as far as a row's changes went before."""
    rows = {
        row: Normal(year.last[:, n], np.full(len(year.units), _root(_changes(row, year.base))))
        for n, row in enumerate(year.rows)
    }
    last = year.last[year.ranked].sum(1)
    spread = len(year.rows) * _root(_changes(TOTAL, year.base))
    return Forecast(rows, Normal(last, np.full(len(last), spread)))


def field_changes(year: Year) -> Forecast:
    """As any unit's row changed before, each alike likely."""
    rows = {
        row: Draws(year.last[:, n, None] + _changes(row, year.base))
        for n, row in enumerate(year.rows)
    }
    last = year.last[year.ranked].sum(1)
    return Forecast(rows, Draws(last[:, None] + len(year.rows) * _changes(TOTAL, year.base)))


def _root(changes: Floats) -> float:
    return float(np.sqrt((changes**2).mean()))


@cache
def _changes(row: str, before: int) -> Floats:
    """All changes of a row until a year, points; those of all rows where it has none. Of the total
    it is a row's mean: there were fewer of them."""
    seen = [came(year) for year in range(2012, before + 1)]
    if row == TOTAL:
        parts = [(each.came - each.last)[each.ranked].mean(1) for each in seen if each.is_whole]
    else:
        parts = [
            (each.came - each.last)[:, each.rows.index(row)] for each in seen if row in each.rows
        ]
    found = np.concatenate(parts or [(each.came - each.last).ravel() for each in seen])
    return np.asarray(found[np.isfinite(found)])
