"""What the promise came to: every row's target against what its year finally came to, and how well
the odds had foretold it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from parplan.engine.baseline import Baseline
from parplan.engine.gap import Standing
from parplan.engine.identities.basis import TargetSource
from parplan.engine.identities.totals import minus
from parplan.engine.observed import Seen, State, ends
from parplan.engine.verdicts import AnyGroup, Came, Judged, judged, together
from parplan.model.aims import Aim
from parplan.model.fields import Better, turned
from parplan.model.fixed import EMPTY
from parplan.model.results import LAYERS, Layer, Observation, settle
from parplan.model.targets import AMOUNTS
from parplan.points import ZERO, as_everywhere, as_told, decimal_of, digits, half_unit
from parplan.text import Text, brief

if TYPE_CHECKING:
    from parplan.engine.simulate import Chance, View

Verdict = Literal["met", "missed", "fell"]


class Outcome(NamedTuple):
    """One row: its base year's score, its target, and its outcome. Points are exact; None is
    unknown. `change` is outcome - base, `difference` outcome - target: where more is better, it was
    missed below 0, where less is, above.

    A total without an observation of its own moves by what its rows have moved, where all of them
    were observed; one of which there is an observation moves on from there where its rows have been
    looked at more. `layers` are those that it rests on, the one that has been looked at least
    first.
    """

    id: str
    name: Text
    decimals: int
    decimals_of: Mapping[str, int]
    base: Decimal | None
    target: Decimal | None
    stated: bool  # whether the plan states a target for it
    max: Decimal | None
    target_source: TargetSource | None
    aims: tuple[Aim, ...]
    score: Decimal | None
    change: Decimal | None
    difference: Decimal | None
    observation: Observation | None  # its own, where that holds
    layers: tuple[Layer, ...]
    forecast: "Chance | None"  # what the odds had said, where the plan had said anything
    better: Better
    applies: bool
    judged: tuple[Judged, ...]
    children: tuple["Outcome", ...]

    def __repr__(self) -> str:
        return brief(self, "id", "base", "target", "score", "verdict")

    @property
    @as_everywhere
    def verdict(self) -> Verdict | None:
        """Met; missed; or fell: missed, and worse than in the base year. None where the target or
        the outcome is not known. A target that nobody states, but that of rows, is met by a total
        that was published with fewer digits and may be it.
        """
        met = together(self.judged)
        if not self.judged and self.difference is not None:
            own = self.observation if self.target_source == "sum" else None
            slack = ZERO if own is None else half_unit(max(digits(own.score), self.decimals))
            met = turned(self.difference, self.better) >= -slack
        if met is None:
            return None
        worse = self.change is not None and turned(self.change, self.better) < 0
        return "met" if met else "fell" if worse else "missed"

    def holds(self, view: "View") -> bool | None:
        """Whether it came to lie where a view had foretold nine of ten cases; None where that is
        not known.
        """
        if self.score is None or view.p5 is None or view.p95 is None:
            return None
        return view.p5 <= as_told(self.score, self.decimals) <= view.p95

    def walk(self) -> Iterator["Outcome"]:
        """This row and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def reviewed(
    baseline: Baseline,
    seen: Seen,
    chances: Mapping[str, "Chance"] | None = None,
    groups: Mapping[str, Sequence[AnyGroup]] = EMPTY,
) -> tuple[Outcome, ...]:
    """Every index with all that is below it, against what was finally observed of a year and, where
    given, what had been foretold: of the rows that the plan says something of. `groups` are those
    that were published of that year, by id.
    """
    came = ends(baseline, seen)
    return tuple(
        _outcome(baseline, index, came, chances or {}, groups) for index in baseline.indices
    )


def _outcome(
    baseline: Baseline,
    row: Standing,
    came: Mapping[str, State],
    chances: Mapping[str, "Chance"],
    groups: Mapping[str, Sequence[AnyGroup]],
) -> Outcome:
    state, base = came[row.id], baseline.score[row.id]
    own, score = state.observation, state.score
    rank, maximum = own.rank if own else None, None if row.max is None else Fraction(row.max)
    ranked = baseline.plan.field(row.id, baseline.plan.about.year)
    published = groups.get(row.id, ())
    facts = Came(base, score, row.rank, ranked, rank, maximum, row.better, published)
    return Outcome(
        row.id,
        row.name,
        row.decimals,
        row.decimals_of,
        row.score,
        row.target,
        bool(baseline.plan.by_id[row.id].aims),
        row.max,
        row.target_source,
        row.aims,
        state.points(row.decimals),
        decimal_of(minus(score, base), row.decimals),
        None
        if row.is_estimate  # what others had then says nothing of what they have now
        else decimal_of(minus(score, baseline.target[row.id]), row.decimals),
        own,
        state.layers,
        chances.get(row.id) if row.increase is not None else None,
        row.better,
        row.applies,
        judged(row.aims, facts),
        tuple(_outcome(baseline, child, came, chances, groups) for child in row.children),
    )


class Record(NamedTuple):
    """How one view did: of how many rows the outcome was foretold, and lay where nine of ten cases
    had been; and the Brier score of its odds."""

    foretold: int
    held: int
    brier: float | None


class Tally(NamedTuple):
    """An index counted: how many targets, of its rows and its own, have an outcome, and are met;
    and how each view of the forecast did."""

    judged: int
    met: int
    outside: Record
    inside: Record


def tally(index: Outcome) -> Tally:
    """Count the targets that the plan states for an index and its rows, and the forecasts of the
    rows, or of the index itself where it has none.
    """
    judged = [row for row in aimed(index) if row.verdict is not None]
    rows = [(row, it) for row in _below(index) or [index] if (it := row.forecast) is not None]
    return Tally(
        len(judged),
        sum(row.verdict == "met" for row in judged),
        _record([(row, chance.outside) for row, chance in rows]),
        _record([(row, chance.inside) for row, chance in rows]),
    )


def _record(rows: "Sequence[tuple[Outcome, View]]") -> Record:
    held = [held for row, view in rows if (held := row.holds(view)) is not None]
    odds = [
        (view.probability, row.verdict == "met")
        for row, view in rows
        # The odds are of points alone, and of those that the plan states.
        if row.stated
        and row.verdict is not None
        and view.probability is not None
        and all(aim.statement.kind in AMOUNTS for aim in row.aims)
    ]
    return Record(len(held), sum(held), brier(odds))


def layers_in(index: Outcome) -> tuple[Layer, ...]:
    """The layers that anything of an index rests on, the one that has been looked at least
    first."""
    found = {layer for row in index.walk() for layer in row.layers}
    return tuple(layer for layer in LAYERS if layer in found)


def unsettled(index: Outcome) -> list[Outcome]:
    """The rows of an index, and behind them the index itself, whose outcome rests on what a unit
    thinks of itself, in whole or in part.
    """
    return [row for row in (*_below(index), index) if not settle(row.layers)]


def aimed(index: Outcome) -> list[Outcome]:
    """The rows of an index that the plan states a target for, and behind them the index itself."""
    return [row for row in (*_below(index), index) if row.stated]


def _below(index: Outcome) -> list[Outcome]:
    return [row for child in index.children for row in child.walk()]


def brier(forecasts: Iterable[tuple[float, bool]]) -> float | None:
    """The mean squared error of probabilities against what came about: 0 is perfect, 0.25 a coin's;
    None without any.

    Source: G. Brier, Verification of forecasts expressed in terms of probability, Monthly Weather
    Review 78 (1950), in the form with one event in use since.
    """
    errors = [(probability - met) ** 2 for probability, met in forecasts]
    return sum(errors) / len(errors) if errors else None
