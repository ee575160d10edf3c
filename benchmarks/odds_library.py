"""A forecasting library's simplest model, where it fits: simple exponential smoothing of
statsmodels (`pip install statsmodels`), which nothing else here needs.

Fourteen points a year apart, with breaks, are little for one series: since its criteria changed a
row has as few as one. So a series is a province's distance to the field's mean in each year, which
a change of criteria leaves alone that moves all alike; it is smoothed where it has at least five
years, and lands on the mean of the last one. Autoregression was left: it has more to fit.
"""

import warnings
from collections.abc import Iterable
from math import sqrt
from statistics import fmean

import numpy as np
from odds_cases import LAST, Year, panel
from odds_methods import outside, targets
from odds_scores import Judged, Normal, judged

LEAST = 5  # years
_INCOMPLETE = ("D8", 2018)


def against_it(years: Iterable[Year]) -> tuple[list[Judged], list[Judged]]:
    """The library's forecasts of rows, and the outside view's of the same cases."""
    theirs: list[Judged] = []
    ours: list[Judged] = []
    for year in years:
        forecast, planned = outside(year), targets(year)
        for n, row in enumerate(year.rows):
            smoothed = _smoothed(year, row, n)
            can = np.isfinite(smoothed.mean) & (smoothed.deviation > 0)
            if can.any():
                cases = (year.last[can, n], year.came[can, n], planned[can, n])
                for found, law in ((theirs, smoothed), (ours, forecast.rows[row])):
                    found.append(judged(row, year.year, law.of(can), *cases))
    return theirs, ours


def _smoothed(year: Year, row: str, n: int) -> Normal:
    """A row's forecasts, a unit each; NaN for one with too few years."""
    from statsmodels.tsa.holtwinters import SimpleExpSmoothing

    series, middle = _distances(year, row)
    found = np.full((len(year.units), 2), np.nan)
    for at, unit in enumerate(year.units):
        points = np.array(series[unit])
        if len(points) >= LEAST and np.isfinite(year.last[at, n]):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # that it had to stop before it was sure
                fit = SimpleExpSmoothing(points, initialization_method="estimated").fit()
            left = points - fit.fittedvalues
            spread = sqrt(float((left**2).sum()) / (len(points) - 2))
            found[at] = middle + float(fit.forecast(1)[0]), spread
    return Normal(found[:, 0], found[:, 1])


def _distances(year: Year, row: str) -> tuple[dict[str, list[float]], float]:
    """By unit, how far its score was from the mean, year by year, points; and the last mean."""
    table = panel(LAST, LAST + 1)
    series: dict[str, list[float]] = {unit: [] for unit in year.units}
    middle = 0.0
    for then in table.years(row):
        if then <= year.base and (row, then) != _INCOMPLETE:
            scores = table.ranked_in(row, then)
            middle = fmean(map(float, scores.values()))
            for unit in series.keys() & scores.keys():
                series[unit].append(float(scores[unit]) - middle)
    return series, middle
