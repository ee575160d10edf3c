"""How far beyond a goal to plan, so that it is met with a chance although scores move.

What is planned beyond where a score stands and would come to by itself is taken to come about in
full, and around that it moves as in the outside view (`simulate`), where nothing is planned.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from parplan.engine.baseline import NOTHING, Baseline
from parplan.engine.movement import Movement
from parplan.engine.project import Projection
from parplan.model.draws import SCENARIOS, SEED
from parplan.model.fields import Better
from parplan.points import MOST_DECIMALS, decimal_of, raised, rounded

if TYPE_CHECKING:
    from parplan.engine.draws import Distribution  # needs numpy, which is there for odds alone


class Margin(NamedTuple):
    """What a goal takes to be met with the `odds` that are asked: what is to be `planned`, and how
    many `points` that is beyond the goal; None where it is met with them by itself. Its chance
    `alone`, with nothing planned, and the `chance` where the total comes to what the rows bring it
    to. Odds and chances are shares of 1."""

    odds: Decimal
    planned: Decimal | None
    points: Decimal | None
    alone: float
    chance: float


class Outlook(NamedTuple):
    """The `odds` that are asked (a share of 1), and what a row comes to with nothing planned, in
    points: `alone` says how often what, `level` is where it stands or comes to on average,
    whichever is better."""

    odds: Decimal
    alone: "Distribution"
    level: Fraction
    better: Better
    decimals: int
    limit: Fraction | None = None  # beyond which nothing is reached

    @classmethod
    def of(
        cls,
        odds: Decimal,
        alone: "Distribution",
        score: Fraction,
        better: Better,
        decimals: int,
        limit: Fraction | None = None,
    ) -> "Outlook":
        """The outlook of a row with a score."""
        # Shares are floats: what adding them up is off by is not to cost a last digit.
        mean = Fraction(rounded(decimal_of(alone.mean), MOST_DECIMALS))
        best = max if better == "higher" else min
        return cls(odds, alone, best(score, mean), better, decimals, limit)

    def margin(self, goal: Fraction, total: Fraction) -> Margin:
        """What a goal takes, where the rows bring the total to so much."""
        planned = self.planned(goal)
        told = decimal_of(planned, self.decimals)
        points = None if planned is None else decimal_of(planned - goal, self.decimals)
        return Margin(self.odds, told, points, self.chance(goal), self.chance(goal, total))

    def planned(self, goal: Fraction) -> Fraction | None:
        """The least to plan, to the last digit, so that a goal is met with the odds; None where it
        is by itself."""
        sense = self._sense
        more = sense * (goal - self._reached())
        if more <= 0:
            return None
        return sense * Fraction(raised(decimal_of(sense * self.level + more), self.decimals))

    def chance(self, goal: Fraction, planned: Fraction | None = None) -> float:
        """The chance of meeting a goal, a share of 1, if so much is planned."""
        sense = self._sense
        if self.limit is not None and sense * (goal - self.limit) > 0:
            return 0.0
        on_top = NOTHING if planned is None else max(sense * (planned - self.level), NOTHING)
        return self.alone.meeting(goal - sense * on_top, "≥" if sense > 0 else "≤")

    @property
    def _sense(self) -> int:
        return 1 if self.better == "higher" else -1

    def _reached(self) -> Fraction:
        """The best that is reached with the odds by itself."""
        if self.better == "lower":
            return self.alone.quantile(float(self.odds))
        last = self.alone.first + self.alone.step * (len(self.alone.shares) - 1)
        turned = self.alone._replace(first=-last, shares=self.alone.shares[::-1])
        return -turned.quantile(float(self.odds))


def outlook(
    asked: Decimal,
    ident: str,
    baseline: Baseline,
    start: Projection,
    movements: Mapping[str, Movement],
) -> tuple[Outlook, tuple[Movement, ...]] | None:
    """What a row comes to with nothing planned, for the odds that are asked (a share of 1), and
    what that rests on; None where that is not known. Needs numpy.
    """
    from parplan.engine.simulate import simulate

    for odds in simulate(baseline, start, (), movements, n=SCENARIOS, seed=SEED):
        row = next((row for row in odds.chance.walk() if row.id == ident), None)
        if row is not None:
            alone, score = odds.outcomes(ident)[0], baseline.score[ident]
            if alone is None or score is None:
                return None
            better, room = row.better, baseline.room[baseline.fact[ident]]
            end = room.high if better == "higher" else room.low
            limit = None if end is None else score + end
            return Outlook.of(asked, alone, score, better, row.decimals, limit), row.movements
    return None
