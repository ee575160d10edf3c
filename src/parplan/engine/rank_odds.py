"""How likely a row comes to which rank when the whole field moves: every other unit as scores move
by themselves, the own one as its odds say.

What moves all units alike moves nobody's rank; beyond that units move independently of each other.
So how many are ahead of an outcome is a Poisson binomial count, and its distribution is worked out
unit by unit (R. E. Barlow and K. D. Heidtmann, Computing k-out-of-n system reliability, 1984):
nothing is drawn but what the own odds are drawn from. What a spread holds of a year that moved all
alike is left in it, so ranges are rather too wide than too narrow.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import inf, sqrt
from typing import Literal, NamedTuple

import numpy as np

from parplan.engine.baseline import Baseline
from parplan.engine.distributions import Floats
from parplan.engine.draws import Distribution, Ints, normal_chances
from parplan.engine.movement import Movement
from parplan.engine.rank import mirrored
from parplan.engine.swings import HIGH, LOW
from parplan.model.fields import Better
from parplan.model.peers import Panel, PeerGroup
from parplan.points import last_digit
from parplan.text import Text

_AT_ONCE = 1 << 15  # chances of ranks, of so many outcomes together: these fit a cache

# Why there are no chances of a row: not all units of its field are listed, they rank by shares of
# different maxima, its total is no weighted sum of its rows, the table does not tell how it (or one
# of its rows) moves, or the own score is not known.
Why = Literal["excerpt", "shares", "bent", "movement", "score"]


class RankView(NamedTuple):
    """What one view says of a rank: the likeliest; the first that it is at least as good as in 5,
    50 and 95 % of all cases; and the chance of each rank (a share of 1), from the first on.
    """

    likeliest: int
    p5: int
    p50: int
    p95: int
    chances: tuple[float, ...]


class Band(NamedTuple):
    """The ranks, from `first` to `last`, that a published group had, and the chance of one of them
    in each view (a share of 1); None where it is not known.
    """

    id: str
    name: Text
    group_id: str
    first: int
    last: int
    outside: float | None
    inside: float | None


class RankChances(NamedTuple):
    """A row's chances of each rank among so many units, in both views (None where one is not
    known), and of each published group, where as many were ranked.
    """

    id: str
    name: Text
    of: int
    outside: RankView | None
    inside: RankView | None
    groups: tuple[Band, ...]


def rank_chances(
    ident: str,
    name: Text,
    own: tuple[Distribution | None, Distribution | None],
    others: "Others | Why",
    groups: Sequence[PeerGroup],
) -> RankChances | Why:
    """A row's chances, from what it comes to in both views and how its field moves; with the groups
    that are published of that field.
    """
    if isinstance(others, str):
        return others
    if own == (None, None):
        return "score"
    outside, inside = (None if each is None else ranks(each, others) for each in own)
    of = len(others.means) + 1
    bands = tuple(_bands(ident, mirrored(groups, others.better), outside, inside))
    known = bands if bands and bands[-1].last == of else ()
    return RankChances(ident, name, of, _view(outside), _view(inside), known)


def _view(found: Distribution | None) -> RankView | None:
    if found is None:
        return None
    p5, p50, p95 = (int(found.quantile(share)) for share in (LOW, 0.5, HIGH))
    return RankView(int(found.shares.argmax()) + 1, p5, p50, p95, tuple(found.shares.tolist()))


def _bands(
    ident: str,
    groups: Sequence[PeerGroup],
    outside: Distribution | None,
    inside: Distribution | None,
) -> Iterator[Band]:
    """The ranks that groups, the best first, span, with their chances."""
    last = 0
    for group in groups:
        first, last = last + 1, last + group.count
        ends = Fraction(first), Fraction(last + 1)
        chances = (None if each is None else each.share(*ends) for each in (outside, inside))
        yield Band(ident, group.name, group.id, first, last, *chances)


class Others(NamedTuple):
    """The scores that the other units of a field come to: each normal with its mean and deviation
    (points), held between the least and the most that a row can have and printed in whole digits
    (of so many points), `least` and `most` as so many of them.
    """

    means: Floats
    deviation: float
    digit: Fraction
    least: float
    most: float
    better: Better

    def ahead(self, outcomes: Ints) -> Floats:
        """How likely each unit (a line) is ahead of each outcome (a column), in digits. Where less
        is better, it is all the other way round.
        """
        way = 1 if self.better == "higher" else -1
        edges = (outcomes + 0.5 * way) * float(self.digit)  # printed beyond is nearer to the next
        ahead = normal_chances(way * (self.means[:, None] - edges) / self.deviation)
        worst, best = (self.least, self.most)[::way]
        ahead[:, way * outcomes >= way * best] = 0.0
        ahead[:, way * outcomes < way * worst] = 1.0
        return ahead


def ranks(own: Distribution, others: Others) -> Distribution:
    """The rank that a score comes to, from what it comes to in points; ties share the better
    rank.
    """
    outcomes, shares = _printed(own, others.digit)
    found = np.zeros(len(others.means) + 1)
    size = -(-_AT_ONCE // len(found))
    for at in range(0, len(outcomes), size):
        ahead = others.ahead(outcomes[at : at + size])
        counts = np.zeros((len(found), ahead.shape[1]))  # a line for each number of units ahead
        counts[0] = shares[at : at + size]
        for of, chance in enumerate(ahead, 1):
            more = counts[:of] * chance
            counts[:of] -= more
            counts[1 : of + 1] += more
        found += counts.sum(axis=1)
    return Distribution(Fraction(1), Fraction(1), found)


def _printed(own: Distribution, digit: Fraction) -> tuple[Ints, Floats]:
    """What a score comes to in whole digits, halves up, and the share of each."""
    first, step = own.first / digit + Fraction(1, 2), own.step / digit
    below = first.denominator * step.denominator
    start, each = int(first * below), int(step * below)
    seen = np.flatnonzero(own.shares)
    whole = np.array([(start + each * at) // below for at in seen.tolist()])
    outcomes, where = np.unique(whole, return_inverse=True)
    return outcomes, np.bincount(where, weights=own.shares[seen]).astype(np.float64)


def others_of(
    baseline: Baseline, movements: Mapping[str, Movement], panel: Panel, ident: str
) -> Others | Why:
    """What the other units of a row's field come to in the target year, from where they were in the
    plan's year; or why nobody knows.
    """
    plan, year = baseline.plan, baseline.plan.about.year
    if not panel.is_whole(ident, year):
        return "excerpt"
    if panel.by_share(ident, year):
        return "shares"
    weights = _weights(baseline, movements, panel, ident)
    if isinstance(weights, str):
        return weights
    row, years = plan.by_id[ident], plan.years_ahead(year)
    means = {unit: float(at) for unit, at in panel.scores[ident][year].items() if unit != panel.own}
    own = common = 0.0  # of the variance: each row's own part, and the root of what they share
    for place, weight in weights.items():
        moving, scores = movements[place], panel.scores[place].get(year, {})
        for unit in (
            means.keys() & scores.keys()
        ):  # a row that it lacks changes by nobody knows what
            start = float(scores[unit])
            means[unit] += weight * (moving.after(start, years)[0] - start)
        spread = weight * moving.after(0.0, years)[1]
        own += spread**2 * (1 - moving.together)
        common += spread * sqrt(moving.together)
    digit, ceiling = Fraction(last_digit(row.decimals)), baseline.standing[ident].ceiling
    return Others(
        np.array(list(means.values())),
        sqrt(own + common**2),
        digit,
        -(-Fraction(row.floor) // digit),
        inf if ceiling is None else Fraction(ceiling) // digit,
        row.better,
    )


def _weights(
    baseline: Baseline, movements: Mapping[str, Movement], panel: Panel, ident: str
) -> dict[str, float] | Literal["bent", "movement"]:
    """The rows of the table that a row moves with, and what a point of each is worth in it: it
    itself, or all that it is made of.
    """
    moving, fact = movements.get(ident), baseline.fact[ident]
    if moving is not None and moving.fit is not None and moving.fit.name == panel.name:
        return {ident: 1.0}
    if fact in baseline.bends:
        return "bent"
    found: dict[str, float] = {}
    for factor, part in baseline.shares[fact]:
        places = (_weights(baseline, movements, panel, each) for each in baseline.places[part])
        of = next((each for each in places if isinstance(each, dict)), None)
        if of is None:
            return "movement"
        for row, weight in of.items():
            found[row] = found.get(row, 0.0) + float(factor) * weight
    return found or "movement"
