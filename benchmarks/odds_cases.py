"""What the odds are tested on: what 63 provinces came to, and what was known before.

benchmarks/papi-panel.csv has the scores. A forecast is given the table as it was in its own year:
every later line is cut away before the engine reads it. Where a row's criteria changed, its scores
of the two years are not compared, neither to fit nor to test.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from math import sqrt
from pathlib import Path
from statistics import fmean
from typing import Any, Literal, NamedTuple, TypeVar

import numpy as np

from parplan import api
from parplan.checks.peers import read_peers
from parplan.checks.plan import check
from parplan.checks.tables import read_panel
from parplan.engine import movement
from parplan.engine.baseline import Baseline
from parplan.engine.movement import Movement, movements
from parplan.engine.project import Projected
from parplan.model.peers import Panel, Published
from parplan.model.plan import Plan
from parplan.workspace import beside
from parplan.yaml_text.read import read
from parplan.yaml_text.source import Sources

TABLE = Path(__file__).with_name("papi-panel.csv")
# By row the last years before its criteria changed.
CHANGED = {
    "D1": (2015,),
    "D2": (2017,),
    "D3": (2015, 2020),
    "D4": (),
    "D5": (2015, 2020),
    "D6": (2020,),
    "D7": (2018,),
    "D8": (2018,),
}
ROWS = tuple(CHANGED)
TOTAL = "total"
FIRST, HELD, LAST = (
    2015,
    2022,
    2024,
)  # forecasts are of these years; the constants are of before HELD
FLOOR, MOST = 1.0, 10.0  # points of a row
SCALE = MOST - FLOOR

RECENT = 2021  # the first year of the table that lies beside the embedded plan
Knows = Literal["table", "recent", "means", "nothing"]

Floats = np.ndarray[Any, np.dtype[np.float64]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]


class Year(NamedTuple):
    """What units came to in a year, and had been at `over` years before: points, a line a unit, a
    column each of the `rows` that compare; NaN where a unit was not ranked in both. `is_whole`
    where these are all rows of the total.
    """

    year: int
    over: int
    rows: tuple[str, ...]
    units: tuple[str, ...]
    last: Floats
    came: Floats
    is_whole: bool

    @property
    def base(self) -> int:
        """The year that it is forecast in."""
        return self.year - self.over

    @property
    def ranked(self) -> Mask:
        """Which units have all rows in both years."""
        return np.asarray(np.isfinite(self.last).all(1))


class Constants(NamedTuple):
    """What movement.py has as constants, as fitted on so many years of rows: the last year of them,
    slope (a part of 1), spreads (parts of the scale), and a correlation."""

    last: int
    row_years: int
    SLOPE: float
    SPREAD: float
    SPREAD_ALONE: float
    TOGETHER: float


SHIPPED = Constants(
    HELD - 1, 0, movement.SLOPE, movement.SPREAD, movement.SPREAD_ALONE, movement.TOGETHER
)


@cache
def plan(base: int, target: int) -> Plan:
    """The index as a plan in a year for another."""
    lines = [
        f"plan: {{id: odds, name: Odds, year: {base}, target_year: {target}}}",
        "indices:",
        f"- {{id: {TOTAL}, name: Total, decimals: 4, max: 80, floor: 8, rows: [",
    ]
    for row, years in CHANGED.items():
        past = ", ".join(f"{year}: {{comparable: false}}" for year in years if year < base)
        lines.append(f"{{id: {row}, name: {row}, max: 10, floor: 1, history: {{{past}}}}},")
    text = "\n".join((*lines, "]}\n")).replace(", history: {}", "")
    files = {"indicators": text, "targets": "plan: odds\ntargets: {}\n"}
    sources = {kind: read(f"{kind}.yaml", each.encode()) for kind, each in files.items()}
    return sure(check(Sources("odds", sources)).plan)


@cache
def panel(base: int, target: int, first: int = 0) -> Panel:
    """The table as it was in a year, of a plan for another; of the years from one on."""
    lines = TABLE.read_text(encoding="utf-8").splitlines(keepends=True)
    known = [line for line in lines if not _year(line) or first <= _year(line) <= base]
    text = "".join(known).encode()
    return sure(read_panel(text, TABLE.name, plan(base, target), "", beside.habits()).made)


def _year(line: str) -> int:
    """The year of a line of the table; 0 for those above."""
    cell = (*line.split(","), "")[1]
    return int(cell) if cell.isdigit() and not line.startswith("#") else 0


def known(base: int, target: int, knows: Knows = "table") -> Mapping[str, Movement]:
    """How the engine lets rows move from a year on, with what was known in it. For years that are
    not held out its constants are fitted anew, on the years up to that one."""
    fields: Mapping[Knows, Callable[[], list[Published | Panel]]] = {
        "table": lambda: [panel(base, target)],
        "recent": lambda: [panel(base, target, RECENT)],
        "means": lambda: [_means(base, target)],
        "nothing": list,
    }
    with using(constants(base + 1) if base + 1 < HELD else SHIPPED):
        return movements(Baseline(plan(base, target)), fields[knows]())


def _means(base: int, target: int) -> Published:
    """The means of a year, as a file of peers has them."""
    table = panel(base, target)
    means = {
        row: round(fmean(map(float, scores.values())), 4)
        for row in ROWS
        if (scores := table.ranked_in(row, base))
    }
    text = f"plan: odds\nname: Means\nyear: {base}\nranked: {len(table.listed(base))}\nmeans: "
    source = read("means.yaml", f"{text}{json.dumps(means)}\n".encode())
    return sure(read_peers(source, plan(base, target), "").made)


@cache
def constants(before: int) -> Constants:
    """The constants as the years before one have them: plain means, each row counting once a
    year."""
    table = panel(before - 1, before)
    scales = dict.fromkeys(ROWS, SCALE)
    years = {
        (row, year): seen for row in ROWS for year, seen in movement._years(table, row, before)
    }
    slope = fmean(seen.slope for seen in years.values())
    with using(Constants(before - 1, len(years), slope, 0.0, 0.0, 0.0)):
        fit = sure(movement.fitted(table, scales, before))
    left = {at: seen.left(fit.slopes[at[0]]) for at, seen in years.items()}
    return Constants(
        before - 1,
        len(years),
        slope,
        _spread(left),
        _spread({at: seen.change for at, seen in years.items()}),
        fmean(movement._together(left)),
    )


def _spread(found: Mapping[tuple[str, int], Mapping[str, float]]) -> float:
    """What comes on top, as a part of the scale: the root of the mean square."""
    return sqrt(fmean(fmean(x * x for x in units.values()) for units in found.values())) / SCALE


@contextmanager
def using(found: Constants) -> Iterator[None]:
    """The engine with other constants."""
    names = ("SLOPE", "SPREAD", "SPREAD_ALONE", "TOGETHER")
    before = {name: getattr(movement, name) for name in names}
    try:
        for name in names:
            setattr(movement, name, getattr(found, name))
        yield
    finally:
        for name, value in before.items():
            setattr(movement, name, value)


@cache
def came(year: int, over: int = 1) -> Year:
    """What came about in a year, of the rows that compare with so many years before."""
    table = panel(LAST, LAST + 1)
    last: dict[str, dict[str, float]] = {}
    now: dict[str, dict[str, float]] = {}
    for row in ROWS:
        scores = table.scores[row].get(year, {})
        for gain in table.gains(row, year - over, over=over):
            if gain.year == year:
                score = float(scores[gain.unit])
                now.setdefault(row, {})[gain.unit] = score
                last.setdefault(row, {})[gain.unit] = score - float(gain.change)
    rows, scored = tuple(last), tuple(row for row in ROWS if table.scores[row].get(year))
    units = tuple(sorted({unit for found in last.values() for unit in found}))

    def figures(found: Mapping[str, Mapping[str, float]]) -> Floats:
        return np.array([[found[row].get(unit, np.nan) for row in rows] for unit in units])

    return Year(year, over, rows, units, figures(last), figures(now), rows == scored)


def years(first: int = FIRST) -> list[Year]:
    """Every year that is forecast from the year before."""
    return [came(year) for year in range(first, LAST + 1)]


@cache
def shares(printed: bool = False) -> Mapping[str, float]:
    """By row, the part of what is left to its maximum that the embedded plan means to gain: what it
    plans carried out in full, or its targets as printed."""
    landed = api.load().project()
    return {row: _share(landed[f"papi.{row[1]}"], printed) for row in ROWS}


def _share(landing: Projected, printed: bool) -> float:
    score = float(sure(landing.score))
    aim = float(sure(landing.target if printed else landing.projected))
    return (aim - score) / (MOST - score)


Found = TypeVar("Found")


def sure(found: Found | None) -> Found:
    """What is in the repository, and so must be there."""
    if found is None:
        raise SystemExit(f"{TABLE.name} or the embedded plan cannot be read")
    return found
