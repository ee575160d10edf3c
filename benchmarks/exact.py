"""The answers without chance: the parts' rounded triangular distributions, convolved. What every
contestant's answers are held against.
"""

import csv
from collections.abc import Sequence
from math import sqrt
from pathlib import Path
from typing import NamedTuple

SHARES = (0.05, 0.5, 0.95)


class Spread(NamedTuple):
    """A distribution over hundredths from `low` on."""

    low: int
    chances: Sequence[float]

    def mean(self) -> float:
        return sum(points * chance for points, chance in enumerate(self.chances, self.low))

    def deviation(self) -> float:
        mean = self.mean()
        return sqrt(
            sum(
                (points - mean) ** 2 * chance
                for points, chance in enumerate(self.chances, self.low)
            )
        )

    def reaches(self, target: int) -> float:
        return sum(
            chance for points, chance in enumerate(self.chances, self.low) if points >= target
        )

    def quantile(self, share: float) -> tuple[int, float]:
        """The least that at least this share keeps to, and how likely it is itself."""
        upto = 0.0
        for points, chance in enumerate(self.chances, self.low):
            upto += chance
            if upto >= share:
                return points, chance
        raise ValueError(share)


class Answer(NamedTuple):
    """What is said of a row or a total; all but the probability in hundredths."""

    mean: float
    quantiles: tuple[float, float, float]
    probability: float


def triangular(low: int, likely: int, high: int) -> Spread:
    """What is within half a hundredth of each."""

    def upto(points: float) -> float:
        if points <= likely:
            return max(0.0, points - low) ** 2 / ((high - low) * (likely - low))
        return 1 - max(0.0, high - points) ** 2 / ((high - low) * (high - likely))

    return Spread(low, [upto(points + 0.5) - upto(points - 0.5) for points in range(low, high + 1)])


def added(one: Spread, other: Spread) -> Spread:
    """The distribution of the sum."""
    chances = [0.0] * (len(one.chances) + len(other.chances) - 1)
    for at, chance in enumerate(one.chances):
        for further, much in enumerate(other.chances, at):
            chances[further] += chance * much
    return Spread(one.low + other.low, chances)


def spreads(folder: Path) -> dict[str, Spread]:
    """Every row's distribution and the total's, by id."""
    rows: dict[str, Spread] = {}
    with (folder / "leaves.csv").open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            leaf = triangular(int(line["low"]), int(line["likely"]), int(line["high"]))
            row = line["row"]
            rows[row] = added(rows[row], leaf) if row in rows else leaf
    total = Spread(0, [1.0])
    for spread in rows.values():
        total = added(spread, total)
    return rows | {"x": total}


def targets(folder: Path) -> dict[str, int]:
    """What is to be reached, in hundredths, by id."""
    with (folder / "targets.csv").open(encoding="utf-8") as file:
        return {line["id"]: int(line["target"]) for line in csv.DictReader(file)}


def furthest(answers: dict[str, Answer], folder: Path, count: int) -> float:
    """How far off the exact answers these are, after so many scenarios: the most standard errors of
    any figure of any row.
    """
    its = targets(folder)
    found = spreads(folder)
    if answers.keys() != its.keys():
        raise SystemExit(f"answers for {sorted(answers)}, but asked for {sorted(its)}")
    return max(
        error
        for ident, answer in answers.items()
        for error in _errors(answer, found[ident], its[ident], count)
    )


def _errors(answer: Answer, spread: Spread, target: int, count: int) -> list[float]:
    """Of mean, probability and quantiles. A quantile that is a whole hundredth may be off by one
    for nothing.
    """
    chance = spread.reaches(target)
    errors = [
        abs(answer.mean - spread.mean()) / (spread.deviation() / sqrt(count)),
        abs(answer.probability - chance) / sqrt(chance * (1 - chance) / count),
    ]
    for share, said in zip(SHARES, answer.quantiles, strict=True):
        points, density = spread.quantile(share)
        errors.append(
            max(0.0, abs(said - points) - 1) / (sqrt(share * (1 - share) / count) / density)
        )
    return errors
