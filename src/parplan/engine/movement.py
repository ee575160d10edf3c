"""How scores move by themselves, whatever is planned: the outside view of a forecast.

A score makes up a part of its distance to the field's middle in a year (regression towards the
mean: F. Galton, 1886), and something comes on top that is normal, has its own spread, and is in
part common to all rows:

    next = last + slope (middle - last) + spread e

What a table of units tells of a row is held against what it tells of all rows, and that against
the constants below: each year counts once, and what it is held against as much as one year
(shrinkage, as in B. Efron and C. Morris, Stein's paradox in statistics, 1977). docs/odds.md has the
years that the constants are fitted on, and what came of forecasts for others.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import sqrt
from statistics import fmean
from typing import Final, Literal, NamedTuple, get_args

from parplan.engine.baseline import Baseline
from parplan.model.fixed import Fixed
from parplan.model.peers import Panel, Published
from parplan.text import Text

SLOPE: Final = 0.45  # of the distance to the middle, made up in a year
SPREAD: Final = 0.043  # of the scale, around that
SPREAD_ALONE: Final = 0.049  # of the scale, where nobody knows the middle, around no change
TOGETHER: Final = 0.25  # the correlation of what comes on top, row with row
FEWEST: Final = 10  # units: a year of fewer says little
_MOST_TOGETHER = 0.95

Evidence = Literal["table", "mean", "scale"]
_GROUNDS = get_args(Evidence)


class Movement(NamedTuple):
    """How one row moves in a year: towards `middle` (points; None where nobody knows it: then as
    likely up as down), with a normal `spread` (points), `together` with other rows (a correlation).
    It rests on a table of units (`fit`), on the mean of a year alone, which a `source` published or
    a `table` has the scores of, or on the row's scale.
    """

    middle: float | None
    slope: float
    spread: float
    together: float
    ground: Evidence
    fit: "Fit | None" = None
    source: Text | None = None
    table: str | None = None

    def after(self, score: float, years: int) -> tuple[float, float]:
        """Mean and standard deviation of a score after so many years, in points."""
        if self.middle is None:
            return score, self.spread * sqrt(years)
        left = 1 - self.slope
        around = sum(left ** (2 * year) for year in range(years))
        return self.middle + left**years * (score - self.middle), self.spread * sqrt(around)


class Fit(NamedTuple):
    """What a table of units tells of how they moved, from one year to the next, `first` to `last`:
    each row's slope, the spread (points) around it, and how far rows moved together; of so many
    units at most in a year, from so many `changes` of rows.
    """

    name: str
    first: int
    last: int
    units: int
    changes: int
    slopes: Mapping[str, float]
    spreads: Mapping[str, float]
    together: float


def movements(baseline: Baseline, fields: Iterable[Published | Panel]) -> dict[str, Movement]:
    """How every row moves whose scale or field is known, by id, as it was known before the target
    year: nothing that the forecast is of, or that came after it, is looked at. Of several tables
    that which has the most changes counts.
    """
    plan = baseline.plan
    base, before = plan.about.year, plan.about.target_year
    scales = dict(_scales(baseline))
    found = {
        ident: Movement(None, 0.0, SPREAD_ALONE * scale, TOGETHER, "scale")
        for ident, scale in scales.items()
    }

    def towards(middle: float, ident: str) -> Movement:
        """How a row moves of whose field no more than the mean is known."""
        return Movement(middle, SLOPE, SPREAD * scales[ident], TOGETHER, "mean")

    listed = list(fields)
    for field in listed:
        if isinstance(field, Published) and field.record.year == base:
            for ident, mean in field.record.means.items():
                if ident in scales:
                    found[ident] = towards(float(mean), ident)._replace(source=field.source)
    for field in listed:
        if isinstance(field, Panel):
            for ident in field.scores.keys() & scales.keys():
                middle = _middle(field, ident, base)
                if middle is not None and found[ident].ground == "scale":
                    found[ident] = towards(middle, ident)._replace(table=field.name)
            fit = fitted(field, scales, before)
            if fit is None:
                continue
            for ident, spread in fit.spreads.items():
                middle, other = _middle(field, ident, base), found[ident].fit
                if middle is not None and (other is None or other.changes < fit.changes):
                    slope = fit.slopes[ident]
                    found[ident] = Movement(middle, slope, spread, fit.together, "table", fit)
    return found


class Drift(NamedTuple):
    """How far a fact moves by itself until the target year, in points: by `shift` on average, and
    around that with the variance `own` and the standard deviation `common`, what it has in common
    with all others.
    """

    shift: float
    own: float
    common: float

    @property
    def deviation(self) -> float:
        """The standard deviation of both together."""
        return sqrt(self.own + self.common**2)

    @property
    def together(self) -> float:
        """Its correlation with others like it."""
        return self.common**2 / (self.own + self.common**2) if self.deviation else 0.0


def drift(baseline: Baseline, movements: Mapping[str, Movement], fact: str) -> Drift | None:
    """How a fact moves by itself: as a table has it, and else a total as its rows do together, but
    towards its own mean where one is published. None where nobody knows.
    """
    if _is_fixed(baseline, fact):
        return Drift(0.0, 0.0, 0.0)
    place = best_known(baseline, movements, fact)
    movement, score = movements.get(place), baseline.score[place]
    alone = None if movement is None else _alone(movement, score, baseline)
    shares, better = baseline.shares[fact], is_known_better(baseline, movements, fact)
    if not shares or fact in baseline.bends or (better and movement and movement.fit):
        return alone
    parts = [(float(by), drift(baseline, movements, part)) for by, part in shares]
    known = [(by, part) for by, part in parts if part is not None]
    if len(known) < len(parts):
        return alone
    own = sum(by**2 * part.own for by, part in known)
    common = sum(by * part.common for by, part in known)
    if better and alone is not None:
        return Drift(alone.shift, own, common)
    return Drift(sum(by * part.shift for by, part in known), own, common)


def _alone(movement: Movement, score: Fraction | None, baseline: Baseline) -> Drift:
    """What a movement says; of a score that is not known, no more than how far it may go."""
    start, years = float(score or 0), baseline.plan.years_ahead(baseline.plan.about.year)
    mean, deviation = movement.after(start, years)
    common = deviation * sqrt(movement.together)
    return Drift(0.0 if score is None else mean - start, deviation**2 - common**2, common)


def best_known(baseline: Baseline, movements: Mapping[str, Movement], fact: str) -> str:
    """The place of a fact that has a score, and whose movement is known best."""
    return min(
        baseline.places[fact],
        key=lambda place: (baseline.score[place] is None, _rank(movements.get(place))),
    )


def is_known_better(baseline: Baseline, movements: Mapping[str, Movement], fact: str) -> bool:
    """Whether more is known of how a total moves than of how its rows do."""
    if fact in baseline.bends:
        return False
    own = _rank(movements.get(best_known(baseline, movements, fact)))
    parts = (_least_known(baseline, movements, part) for _, part in baseline.shares[fact])
    return own < max(parts, default=0)


def _is_fixed(baseline: Baseline, fact: str) -> bool:
    """Whether a fact has nowhere to go: the most it can come to is the least."""
    room = baseline.room[fact]
    return room.low is not None and room.low == room.high


def _least_known(baseline: Baseline, movements: Mapping[str, Movement], fact: str) -> int:
    if _is_fixed(baseline, fact):
        return 0
    own = _rank(movements.get(best_known(baseline, movements, fact)))
    parts = [_least_known(baseline, movements, part) for _, part in baseline.shares[fact]]
    return min(own, max(parts)) if parts else own


def _rank(movement: Movement | None) -> int:
    """How much is known of a movement: the less, the larger."""
    return len(_GROUNDS) if movement is None else _GROUNDS.index(movement.ground)


def _scales(baseline: Baseline) -> Iterator[tuple[str, float]]:
    """How many points each row's scale has, from its floor to the most it can have."""
    for row in baseline.plan.walk():
        ceiling = baseline.standing[row.id].ceiling
        if ceiling is not None and ceiling > row.floor:
            yield row.id, float(ceiling - row.floor)


def _middle(panel: Panel, ident: str, year: int) -> float | None:
    """The mean of the units that were ranked in a year, in points; None where too few are listed,
    the table is an excerpt, whose others nobody knows, or scores are out of different maxima.
    """
    scores = panel.ranked_in(ident, year)
    unknown = panel.by_share(ident, year) or not panel.is_whole(ident, year)
    return None if len(scores) < FEWEST or unknown else fmean(map(float, scores.values()))


class _Year(NamedTuple):
    """A row in a year: by unit, how far it had been from the middle, and its change (points)."""

    away: dict[str, float]
    change: dict[str, float]

    @property
    def slope(self) -> float:
        """The part of the distance that was made up, by least squares: none to all of it."""
        square = sum(away * away for away in self.away.values())
        made_up = -sum(away * self.change[unit] for unit, away in self.away.items())
        return min(max(made_up / square, 0.0), 1.0)

    def left(self, slope: float) -> dict[str, float]:
        """What came on top of a slope, by unit, in points."""
        return {unit: self.change[unit] + slope * away for unit, away in self.away.items()}


def fitted(panel: Panel, scales: Mapping[str, float], before: int) -> Fit | None:
    """What a table tells of the years before one; None where that is nothing. `scales` are the
    points of each row's scale: by these, spreads of different rows compare."""
    rows = [ident for ident in panel.scores if ident in scales and not _parts(panel, ident, before)]
    years = {(ident, year): seen for ident in rows for year, seen in _years(panel, ident, before)}
    if not years:
        return None
    slope = _held([seen.slope for seen in years.values()], SLOPE)
    slopes = {
        ident: _held([years[at].slope for at in years if at[0] == ident], slope) for ident in rows
    }
    left = {at: seen.left(slopes[at[0]]) for at, seen in years.items()}
    around = {
        at: fmean(each * each for each in units.values()) / scales[at[0]] ** 2
        for at, units in left.items()
    }
    common = _held(around.values(), SPREAD**2)
    spreads = {
        ident: scales[ident] * sqrt(_held([around[at] for at in around if at[0] == ident], common))
        for ident in rows
    }
    return Fit(
        panel.name,
        min(year for _, year in years) - 1,
        max(year for _, year in years),
        max(len(seen.away) for seen in years.values()),
        sum(len(seen.away) for seen in years.values()),
        Fixed(slopes),
        Fixed(spreads),
        min(max(_held(list(_together(left)), TOGETHER), 0.0), _MOST_TOGETHER),
    )


def _parts(panel: Panel, ident: str, before: int) -> list[str]:
    """The rows that the table has of a total in the years before one."""
    listed = ((part, panel.scores[part]) for part in panel.rows(ident))
    return [part for part, years in listed if any(years[at] for at in years if at < before)]


def _years(panel: Panel, ident: str, before: int) -> Iterator[tuple[int, _Year]]:
    """A row in each year before one whose scores compare with those of the year before."""
    changes: dict[int, dict[str, float]] = {}
    for gain in panel.gains(ident):
        if gain.year < before:
            changes.setdefault(gain.year, {})[gain.unit] = float(gain.change)
    for year, change in changes.items():
        whole = panel.is_whole(ident, year) and panel.is_whole(ident, year - 1)
        if len(change) >= FEWEST and whole and not panel.by_share(ident, year - 1):
            scores = panel.scores[ident][year - 1]
            start = {unit: float(scores[unit]) for unit in change}
            middle = fmean(start.values())
            if len(set(start.values())) > 1:  # else nobody had a distance to make up
                yield year, _Year({unit: at - middle for unit, at in start.items()}, change)


def _held(values: Iterable[float], against: float) -> float:
    """The mean of what was seen, with what it is held against counted as once seen."""
    return fmean([*values, against])


def _together(left: Mapping[tuple[str, int], Mapping[str, float]]) -> Iterator[float]:
    """How far rows moved together in each year: the mean product of what came on top in two rows,
    in units of its spread, over all pairs of rows and all units."""
    for year in dict.fromkeys(year for _, year in left):
        units: dict[str, list[float]] = {}
        for (_, then), found in left.items():
            spread = sqrt(fmean(each * each for each in found.values()))
            if then == year and spread:
                for unit, each in found.items():
                    units.setdefault(unit, []).append(each / spread)
        pairs = sum(len(each) * (len(each) - 1) for each in units.values())
        if pairs:
            products = (sum(each) ** 2 - sum(one * one for one in each) for each in units.values())
            yield sum(products) / pairs
