"""How likely it is: outcomes drawn for every unit, carried up to the totals, counted.

Everything is counted in whole last digits, so totals are exact. Scenarios are drawn in blocks that fit a processor's cache, each block
from its own stream, so that neither memory nor the answer depends on how many there are or how many workers share them. Units hang
together by one common factor (a Gaussian copula with one factor: O. Vasicek, Probability of loss on loan portfolio, 1987): each has
the normal score sqrt(c) f + sqrt(1 - c) e, f common and e its own. Normal scores live on a grid of 1/4096, on which the distribution
of every unit is a table: one draw is a random 16-bit number and two look-ups.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import erf, sqrt
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from parplan.engine.baseline import NOTHING, Baseline, common_step
from parplan.engine.distributions import Floats, Unit, units, varies_whole
from parplan.engine.project import Projected, Projection
from parplan.model.scenario import Spread
from parplan.points import ZERO, decimal_of, rounded
from parplan.text import Text

BLOCK = 1 << 15
_GRID = 1 << 16  # 16-bit draws, and normal scores from -8 to 8
_SCORES = 4096  # steps of the grid in one standard deviation
_MOST_BINS = 1 << 17
_FAR = 5.6  # the common factor beyond this many standard deviations is held there: 1 in 50 million

Ints = npt.NDArray[Any]
Run = Callable[["Drawing", Sequence["Stretch"]], Iterable["Counts"]]


class Chance(NamedTuple):
    """One row's odds. Points are exact; `probability` is the share of scenarios that meet the target, `standard_error` its
    Monte-Carlo error (0 where the distribution itself is known); `low`, `likely`, `high` and `source` are of the units that vary."""

    id: str
    name: Text
    decimals: int
    score: Decimal | None
    target: Decimal | None
    probability: float | None
    standard_error: float | None
    mean: Decimal | None
    p5: Decimal | None
    p50: Decimal | None
    p95: Decimal | None
    low: Decimal | None
    likely: Decimal | None
    high: Decimal | None
    source: str | None
    children: tuple["Chance", ...]

    def walk(self) -> Iterator["Chance"]:
        """This row and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


class Swing(NamedTuple):
    """How one unit moves a total: where it would lie with the unit at its 5 % and 95 % and all else at the mean, in points, and the
    share of the total's variance that comes with it (of 1)."""

    id: str
    name: Text
    low: Decimal
    high: Decimal
    contribution: float


class Bin(NamedTuple):
    """A stretch of a histogram, from `low` up to but without `high`, in points, and its share of the scenarios."""

    low: Decimal
    high: Decimal
    share: float


class Odds(NamedTuple):
    """An index: its odds with all below it, its histogram, and its tornado, the largest swing first."""

    chance: Chance
    histogram: tuple[Bin, ...]
    tornado: tuple[Swing, ...]


class Node(NamedTuple):
    """A row that follows from others: its score plus `unit` x (what is counted) + `offset`, within `least` and `most`.

    Counted is the sum of multiplier x what is counted of each part, at its extreme `extreme` from 0. It goes into bins of `width`
    units, each known by its upper end, the last of which is `most`. From `meets` on the target is met.
    """

    ident: str
    parts: tuple[tuple[str, int], ...]
    unit: Fraction
    offset: Fraction
    least: int
    most: int
    extreme: int
    clipped: bool
    width: int
    meets: tuple[int | None, ...]

    @property
    def bins(self) -> int:
        """How many bins there are."""
        return (self.most - self.least) // self.width + 1

    @property
    def origin(self) -> int:
        """Where the first bin begins."""
        return self.most - self.bins * self.width + 1


class Drawing(NamedTuple):
    """How scenarios are drawn: the same for every worker."""

    seed: int
    correlation: float
    tables: "tuple[Table, ...]"
    own: Ints | None
    nodes: tuple[Node, ...]


class Stretch(NamedTuple):
    """Some of the scenarios: whole blocks from the `first` on, only the last of all cut short."""

    first: int
    scenarios: int


class Counts(NamedTuple):
    """How often every node came to what, the sum of what was counted, and how often each of its places met its target."""

    bins: dict[str, Ints]
    sums: dict[str, int]
    met: dict[str, list[int]]


def simulate(
    baseline: Baseline,
    projection: Projection,
    spreads: Sequence[Spread],
    *,
    n: int,
    seed: int,
    correlation: float,
    stretches: int = 1,
    run: "Run | None" = None,
    watch: Callable[[int], None] = lambda _: None,
) -> tuple[Odds, ...]:
    """Draw `n` scenarios around a projection; the same seed gives the same answer, whoever draws the blocks.

    `run` draws the scenarios, cut into so many `stretches`, here or in other processes; `watch` hears how many are done.
    """
    model = Model(baseline, projection, spreads)
    drawing = _drawing(model, seed, correlation)
    parts = (run or _drawn_here)(drawing, _stretches(n, stretches))
    counts = _added(model, parts, watch)
    means = _factor_means(model.units, correlation)
    return tuple(_odds(model, index, counts, n, means) for index in projection.indices)


class Model:
    """The units that vary, and the rows that follow from them, in the order in which they can be worked out."""

    def __init__(self, baseline: Baseline, projection: Projection, spreads: Sequence[Spread]) -> None:
        self.baseline = baseline
        self.landings = projection.rows()
        given = frozenset(baseline.fact[spread.ident] for spread in spreads)
        self.units = units(baseline, self.landings, spreads)
        self.nodes: dict[str, Node] = {}
        for fact in baseline.order:
            if fact not in self.units and not varies_whole(baseline, self.landings, fact, given):
                known = all(part in self.units or part in self.nodes or self._moves_only(part) for _, part in baseline.shares[fact])
                if known and self.landings[fact].change is not None:
                    self.nodes[fact] = self._node(fact)

    def _moves_only(self, fact: str) -> bool:
        """Whether a fact has no score to vary around, but a change that is known."""
        scored = any(self.baseline.score[place] is not None for place in self.baseline.places[fact])
        return not scored and self.landings[fact].change is not None

    def _node(self, fact: str) -> Node:
        # What the plan adds to a row beyond what its parts bring stays as it is projected; ranges for what it does not divide say it all.
        shares = self.baseline.shares[fact]
        changes = [self.landings[part].change for _, part in shares]
        offset = NOTHING if None in changes else Fraction(self.landings[fact].change or 0)
        terms: list[tuple[str, Fraction, int, int]] = []
        for (factor, part), change in zip(shares, changes, strict=True):
            if part not in self.units and part not in self.nodes:
                continue
            offset += factor * (self._start(part) - (NOTHING if None in changes else Fraction(change or 0)))
            unit, least, most = self._extent(part)
            terms.append((part, factor * unit, least, most))
        unit = common_step([size for _, size, _, _ in terms]) if terms else Fraction(1)
        parts = tuple((part, int(size / unit)) for part, size, _, _ in terms)
        lowest = sum(times * low for (_, times), (_, _, low, _) in zip(parts, terms, strict=True))
        highest = sum(times * high for (_, times), (_, _, _, high) in zip(parts, terms, strict=True))
        room = self.baseline.room[fact]
        floor = lowest if room.low is None else -int(-(room.low - offset) // unit)
        ceiling = highest if room.high is None else int((room.high - offset) // unit)
        least, most = (min(max(end, floor), max(ceiling, floor)) for end in (lowest, highest))
        width = 1
        while (most - least) // width >= _MOST_BINS:
            width *= 10
        extreme = max(abs(lowest), abs(highest), abs(least), abs(most))
        meets = tuple(self._meets(place, offset, unit) for place in self.baseline.places[fact])
        return Node(fact, parts, unit, offset, least, most, extreme, lowest < floor or highest > ceiling, width, meets)

    def _meets(self, place: str, offset: Fraction, unit: Fraction) -> int | None:
        """The least that has to be counted for a place to meet its target."""
        score, target = self.baseline.score[place], self.landings[place].target
        return None if score is None or target is None else -int(-(Fraction(target) - score - offset) // unit)

    def _start(self, part: str) -> Fraction:
        """The change of a part where nothing is counted of it."""
        if part in self.units:
            return self.first(part) - (self.baseline.score[self.units[part].ident] or NOTHING)
        return self.nodes[part].offset

    def _extent(self, part: str) -> tuple[Fraction, int, int]:
        """The size of what is counted of a part in points, and the least and most of it."""
        if part in self.units:
            return self.units[part].digit, 0, len(self.units[part].upto) - 1
        node = self.nodes[part]
        return node.unit, node.least, node.most

    def first(self, fact: str) -> Fraction:
        """The lowest outcome of a unit, in points."""
        return self.units[fact].first * self.units[fact].digit

    def needed(self) -> tuple[Node, ...]:
        """The nodes in the order in which they can be worked out."""
        return tuple(self.nodes.values())

    def weights(self, ident: str) -> dict[str, Fraction]:
        """What a point of every unit is worth in a row."""
        found: dict[str, Fraction] = {}

        def gather(fact: str, factor: Fraction) -> None:
            if fact in self.units:
                found[fact] = found.get(fact, NOTHING) + factor
                return
            for share, part in self.baseline.shares[fact]:
                gather(part, factor * share)

        gather(self.baseline.fact[ident], Fraction(1))
        return found


# Normal scores on a grid of 16 bits.


class _Scores(NamedTuple):
    """The normal distribution's probability of at most each point of the grid, and the score of each 16-bit draw."""

    upto: Floats
    drawn: Floats


def _normal_scores() -> _Scores:
    points = (np.arange(_GRID) - _GRID // 2) / _SCORES
    upper = np.array([0.5 * (1 + erf(point / sqrt(2))) for point in points[_GRID // 2 :]])
    upto = np.concatenate([[0.0], 1 - upper[:0:-1], upper])
    chances = (np.arange(_GRID) + 0.5) / _GRID
    return _Scores(upto, np.interp(chances, upto, points))


class Table(NamedTuple):
    """What every point of a grid of probabilities comes to: the outcomes, and how many points each has. Spelt out it would be
    65,536 numbers; kept like this, those of all units together fit a processor's cache."""

    fact: str
    outcomes: Ints
    points: Ints

    def spelt_out(self) -> Ints:
        """The outcome of every point."""
        return np.repeat(self.outcomes, self.points)


def _table(unit: Unit, grid: Floats) -> Table:
    ends = np.searchsorted(grid, unit.upto[:-1], side="right")
    kind = np.uint8 if len(unit.upto) <= 1 << 8 else np.int16 if len(unit.upto) <= 1 << 15 else np.int32
    return Table(unit.fact, np.arange(len(unit.upto), dtype=kind), np.diff(ends, prepend=0, append=len(grid)))


def _drawing(model: Model, seed: int, correlation: float) -> Drawing:
    own: Ints | None = None
    grid: Floats = (np.arange(_GRID) + 0.5) / _GRID
    if correlation:
        scores = _normal_scores()
        grid = scores.upto
        own = np.rint(scores.drawn * sqrt(1 - correlation) * _SCORES).astype(np.int16)
    tables = tuple(_table(unit, grid) for unit in model.units.values())
    return Drawing(seed, correlation, tables, own, model.needed())


def _stretches(n: int, parts: int) -> list[Stretch]:
    """So many scenarios cut into at most so many stretches of whole blocks."""
    blocks = -(-n // BLOCK)
    each = max(1, -(-blocks // parts))
    return [Stretch(first, min(n, (first + each) * BLOCK) - first * BLOCK) for first in range(0, blocks, each)]


def _drawn_here(drawing: Drawing, stretches: Iterable[Stretch]) -> Iterator[Counts]:
    return (draw(drawing, stretch) for stretch in stretches)


def draw(drawing: Drawing, stretch: Stretch) -> Counts:
    """Draw the scenarios of a stretch, and count what every node comes to."""
    bins = {node.ident: np.zeros(node.bins, np.int64) for node in drawing.nodes}
    sums = dict.fromkeys(bins, 0)
    met = {node.ident: [0] * len(node.meets) for node in drawing.nodes}
    above: dict[str, list[tuple[str, int]]] = {}
    for node in drawing.nodes:
        for part, times in node.parts:
            above.setdefault(part, []).append((node.ident, times))
    totals = {node.ident: np.zeros(BLOCK, _kind(node)) for node in drawing.nodes}
    spare = np.empty(BLOCK, np.int16)
    done = 0
    for block in range(stretch.first, stretch.first + -(-stretch.scenarios // BLOCK)):
        stream = np.random.SFC64(np.random.SeedSequence(drawing.seed, spawn_key=(block,)))
        common = _common_factor(stream, drawing.correlation)
        for total in totals.values():
            total.fill(0)
        for table in drawing.tables:
            drawn = stream.random_raw(BLOCK // 4).view(np.uint16)
            if drawing.own is not None:
                np.take(drawing.own, drawn, out=spare, mode="clip")
                np.add(spare, common, out=spare)
                drawn = spare.view(np.uint16)
                drawn ^= np.uint16(_GRID // 2)
            outcome = np.take(table.spelt_out(), drawn)
            for higher, times in above.get(table.fact, ()):
                _add(totals[higher], outcome, times)
        size = min(BLOCK, stretch.scenarios - done)
        for node in drawing.nodes:
            total = totals[node.ident]
            if node.clipped:
                np.clip(total, node.least, node.most, out=total)
            for higher, times in above.get(node.ident, ()):
                _add(totals[higher], total, times)
            counted = total[:size]
            if node.width > 1:
                sums[node.ident] += int(counted.sum(dtype=np.int64))
                met[node.ident] = [
                    times if least is None else times + int(np.count_nonzero(counted >= least))
                    for times, least in zip(met[node.ident], node.meets, strict=True)
                ]
            bins[node.ident] += np.bincount((counted - node.origin) // node.width, minlength=node.bins)
        done += size
    return Counts(bins, sums, met)


def _kind(node: Node) -> type[np.signedinteger[Any]]:
    """The smallest whole numbers that hold all that is added up for a node."""
    return np.int16 if node.extreme < 1 << 14 else np.int32 if node.extreme < 1 << 30 else np.int64


def _add(total: Ints, part: Ints, times: int) -> None:
    if times == 1:
        np.add(total, part, out=total, casting="unsafe")
    else:
        total += part.astype(total.dtype) * total.dtype.type(times)


def _common_factor(stream: np.random.SFC64, correlation: float) -> Ints:
    if not correlation:
        return np.zeros(0, np.int16)
    factor = np.clip(np.random.Generator(stream).standard_normal(BLOCK), -_FAR, _FAR)
    return np.rint(factor * (sqrt(correlation) * _SCORES)).astype(np.int16)


def _added(model: Model, parts: Iterable[Counts], watch: Callable[[int], None]) -> Counts:
    bins: dict[str, Ints] = {}
    sums: dict[str, int] = {}
    met: dict[str, list[int]] = {}
    for part in parts:
        for ident, counted in part.bins.items():
            bins[ident] = bins[ident] + counted if ident in bins else counted
            sums[ident] = sums.get(ident, 0) + part.sums[ident]
            so_far = met.get(ident, [0] * len(part.met[ident]))
            met[ident] = [times + more for times, more in zip(so_far, part.met[ident], strict=True)]
        watch(int(next(iter(bins.values())).sum()) if bins else 0)
    for node in model.nodes.values():
        counted = bins[node.ident]
        if node.width == 1:  # then the bins say all
            sums[node.ident] = sum((node.least + at) * int(counted[at]) for at in np.flatnonzero(counted).tolist())
            met[node.ident] = [0 if least is None else int(counted[max(0, least - node.least) :].sum()) for least in node.meets]
    return Counts(bins, sums, met)


# From counts to odds.


def _odds(model: Model, index: Projected, counts: Counts, n: int, means: Mapping[str, Floats]) -> Odds:
    fact = model.baseline.fact[index.id]
    chance = _chance(model, index, counts, n)
    weights = model.weights(index.id) if fact in model.units or fact in model.nodes else {}
    swings = _swings(model, weights, chance, means)
    return Odds(chance, tuple(_histogram(model, index, counts, n)), tuple(swings))


class _Values(NamedTuple):
    """The lowest value of a row, the step to the next, the share of each, the mean, and the share that meets the target, if counted."""

    first: Fraction
    step: Fraction
    shares: Floats
    mean: Fraction
    met: float | None = None

    def at(self, number: int) -> Fraction:
        """The value that stands at a number."""
        return self.first + self.step * number

    def first_from(self, value: Fraction) -> int:
        """The number of the first value at or above one."""
        return max(0, -int(-(value - self.first) // self.step))


def _values(model: Model, ident: str, counts: Counts, n: int) -> _Values | None:
    """What a row's scenarios come to; None where it is not known."""
    fact, score = model.baseline.fact[ident], model.baseline.score[ident]
    if score is None or (fact not in model.units and fact not in model.nodes):
        return None
    if fact in model.units:
        unit = model.units[fact]
        first = model.first(fact) + score - (model.baseline.score[unit.ident] or NOTHING)
        shares = unit.chances
        return _Values(first, unit.digit, shares, first + unit.digit * Fraction(float(shares @ np.arange(len(shares)))))
    node = model.nodes[fact]
    start = score + node.offset
    met = counts.met[fact][model.baseline.places[fact].index(ident)]
    first = start + node.unit * (node.origin + node.width - 1)
    mean = start + node.unit * Fraction(counts.sums[fact], n)
    return _Values(first, node.unit * node.width, counts.bins[fact] / n, mean, met / n)


def _chance(model: Model, landing: Projected, counts: Counts, n: int) -> Chance:
    values = _values(model, landing.id, counts, n)
    unit = model.units.get(model.baseline.fact[landing.id])
    known = model.baseline.fact[landing.id] in model.units
    children = tuple(_chance(model, child, counts, n) for child in landing.children)
    moved = ZERO if unit is None or unit.ident == landing.id else (landing.score or ZERO) - (model.landings[unit.ident].score or ZERO)
    figures = _NO_FIGURES if values is None else _figures(landing, values, n=None if known else n)
    return Chance(
        landing.id,
        landing.name,
        landing.decimals,
        landing.score,
        landing.target,
        figures.probability,
        figures.standard_error,
        figures.mean,
        *figures.quantiles,
        None if unit is None else unit.low + moved,
        None if unit is None else unit.likely + moved,
        None if unit is None else unit.high + moved,
        None if unit is None else unit.source,
        children,
    )


class _Figures(NamedTuple):
    """What one row's scenarios come to."""

    probability: float | None
    standard_error: float | None
    mean: Decimal | None
    quantiles: tuple[Decimal | None, Decimal | None, Decimal | None]


_NO_FIGURES = _Figures(None, None, None, (None, None, None))


def _figures(landing: Projected, values: _Values, *, n: int | None) -> _Figures:
    """Probability, its error, mean, and the 5, 50 and 95 % points; `n` is None where the distribution itself is known."""
    upto = np.cumsum(values.shares)
    p5, p50, p95 = (_printed(values.at(min(int(np.searchsorted(upto, at - _HAIR)), len(upto) - 1)), landing.decimals) for at in _POINTS)
    probability = error = None
    if landing.target is not None:
        least = values.first_from(Fraction(landing.target))
        probability = min(1.0, float(values.shares[least:].sum())) if values.met is None else values.met
        error = 0.0 if n is None else sqrt(probability * (1 - probability) / n)
    return _Figures(probability, error, decimal_of(values.mean), (p5, p50, p95))


def _printed(value: Fraction, decimals: int) -> Decimal:
    """A value as it is told: a mean of three, whose digits do not come to an end, with two more than the index prints."""
    shown = decimal_of(value, decimals)
    return shown if len(shown.as_tuple().digits) < _ENDLESS else rounded(shown, decimals + 2)


_ENDLESS = 20  # digits
_POINTS = (0.05, 0.5, 0.95)
_HAIR = 1e-12  # what adding up shares may be off by
_NICE = (1, 2, 5)
_BINS = 16


def _histogram(model: Model, index: Projected, counts: Counts, n: int) -> Iterator[Bin]:
    """About a dozen bins of a round width, between the first and last thousandth."""
    values = _values(model, index.id, counts, n)
    if values is None:
        return
    upto = np.cumsum(values.shares)
    low, high = (values.at(min(int(np.searchsorted(upto, at)), len(upto) - 1)) for at in (0.001, 0.999))
    sizes = (scale * nice for scale in (Fraction(10) ** power for power in range(-6, 9)) for nice in _NICE)
    size = next(size for size in sizes if size >= values.step and (high - low) / size <= _BINS)
    at = low // size * size
    while at <= high:
        share = float(values.shares[values.first_from(at) : values.first_from(at + size)].sum())
        yield Bin(decimal_of(at, index.decimals), decimal_of(at + size, index.decimals), share)
        at += size


def _factor_means(units_by_fact: Mapping[str, Unit], correlation: float) -> dict[str, Floats]:
    """The mean outcome of every unit, in points, where the common factor stands at each node of a rule."""
    nodes = _RULE[0]
    found: dict[str, Floats] = {}
    points = (np.arange(_GRID) - _GRID // 2) / _SCORES
    upto = _normal_scores().upto
    for fact, unit in units_by_fact.items():
        stride = -(-len(unit.upto) // _MOST_CUTS)
        cuts = np.interp(unit.upto[:-1:stride], upto, points)  # normal scores between one outcome and the next
        above = np.zeros(len(nodes))
        for cut in np.array_split(cuts, -(-len(cuts) // _AT_ONCE) or 1):  # some at a time, to spare memory
            given = (cut[:, None] - sqrt(correlation) * nodes[None, :]) / sqrt(1 - correlation)
            above += (1 - np.interp(given, points, upto)).sum(axis=0)
        found[fact] = float(unit.digit) * stride * above
    return found


# The common factor at the middle of equally wide stretches, and how likely each is: fine enough for steps of single digits too.
_FACTOR = np.linspace(-6, 6, 241)
_RULE = (_FACTOR, np.exp(-(_FACTOR**2) / 2))
_MOST_CUTS, _AT_ONCE = 2048, 256
_FAR_AWAY = Fraction(10) ** 12


def _swings(model: Model, weights: Mapping[str, Fraction], chance: Chance, means: Mapping[str, Floats]) -> list[Swing]:
    """Every unit's swing. The total's variance is split by each unit's covariance with it: its own variance, and what it shares with
    the others through the common factor."""
    if chance.mean is None:
        return []
    rule = _RULE[1] / _RULE[1].sum()
    together = sum((float(weight) * means[fact] for fact, weight in weights.items()), np.zeros(len(rule)))
    mean_of_all = float(rule @ together)
    swings: list[tuple[Unit, Fraction, float]] = []
    for fact, weight in weights.items():
        unit, by_factor = model.units[fact], means[fact]
        outcomes = np.arange(len(unit.upto)) * float(unit.digit)
        mean = float(unit.chances @ outcomes)
        variance = float(unit.chances @ (outcomes - mean) ** 2)
        explained = float(rule @ (by_factor - float(rule @ by_factor)) ** 2)
        shared = float(rule @ ((by_factor - float(rule @ by_factor)) * (together - mean_of_all)))
        covariance = shared + float(weight) * (variance - explained)
        swings.append((unit, weight, float(weight) * covariance))
    variance_of_all = sum(part for _, _, part in swings)
    room, score = model.baseline.room[model.baseline.fact[chance.id]], model.baseline.score[chance.id] or NOTHING
    lowest = score + room.low if room.low is not None else -_FAR_AWAY
    highest = score + room.high if room.high is not None else _FAR_AWAY
    found = []
    for unit, weight, part in swings:
        low, high = (unit.first + int(np.searchsorted(unit.upto, at - _HAIR)) for at in (0.05, 0.95))
        mean_of_unit = unit.first + Fraction(float(unit.chances @ np.arange(len(unit.upto))))
        from_mean, to_mean = (
            min(max(Fraction(chance.mean) + weight * unit.digit * (end - mean_of_unit), lowest), highest) for end in (low, high)
        )
        share = part / variance_of_all if variance_of_all > 0 else 0.0
        found.append(Swing(unit.ident, model.landings[unit.ident].name, decimal_of(from_mean), decimal_of(to_mean), share))
    return sorted(found, key=lambda swing: -swing.contribution)
