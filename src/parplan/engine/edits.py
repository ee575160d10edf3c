"""What figures must satisfy, as inequalities between them: the edits of statistical data editing (Fellegi and Holt 1976).

An equation holds within its rounding slack, a limit on one side only. Either way, the figures that are free to change stand on one
side and everything else is a number, so that any set of figures can be asked which values it may take.
"""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from parplan import identities
from parplan.identities import Figure, Identity, figure
from parplan.model import Indicator, Plan
from parplan.points import HUNDRED, ONE, ZERO, half_unit

Values = Mapping[str, Decimal]  # other figures than the printed ones, by path


class Row(NamedTuple):
    """Sum of factor x figure <= bound."""

    factors: tuple[Decimal, ...]  # one a free figure, in the order asked for
    bound: Decimal
    edit: "Edit"


class Edit:
    """low <= sum of factor x figure <= high (None: no bound on that side). `code` is the rule that judges it, `total` where."""

    __slots__ = ("code", "derived", "figures", "high", "low", "terms", "total")

    def __init__(self, code: str, total: Figure, terms: tuple[tuple[Decimal, Figure], ...], low: Decimal | None, high: Decimal) -> None:
        self.code = code
        self.total = total
        self.low, self.high = low, high
        self.figures = {part.path: part for _, part in terms}
        self.terms: dict[str, Decimal] = {}
        for factor, part in terms:
            self.terms[part.path] = self.terms.get(part.path, ZERO) + factor
        # What parts are to reach, where they print no targets, follows from their scores and increases.
        self.derived = code == "A305" and any(part.field != "target" for part in self.figures.values())

    @property
    def is_equation(self) -> bool:
        """Whether both sides are bounded."""
        return self.low is not None

    def residual(self, changed: Values) -> Decimal:
        """What is left of the equation, undivided: 0 where it holds to the last digit."""
        return sum((factor * changed.get(path, self.figures[path].value) for path, factor in self.terms.items()), ZERO)

    def holds(self, changed: Values) -> bool:
        """Whether it holds, with other figures in some places."""
        residual = self.residual(changed)
        return residual <= self.high and (self.low is None or self.low <= residual)

    def rows(self, free: tuple[str, ...]) -> Iterator[Row]:
        """The inequalities that it leaves for the free figures."""
        factors = tuple(self.terms.get(path, ZERO) for path in free)
        rest = sum((factor * self.figures[path].value for path, factor in self.terms.items() if path not in free), ZERO)
        yield Row(factors, self.high - rest, self)
        if self.low is not None:
            yield Row(tuple(-factor for factor in factors), rest - self.low, self)


class Percent(Edit):
    """100 x score = maximum x percent: linear in whichever of the three is free, but not in maximum and percent together."""

    __slots__ = ("maximum", "percent", "score")

    def __init__(self, identity: Identity, maximum: Figure) -> None:
        score = identity.terms[0][1]
        slack = identity.raw_slack
        super().__init__("A306", identity.total, ((HUNDRED, score), (-identity.divisor, identity.total)), -slack, slack)
        self.figures[maximum.path] = maximum
        self.score, self.percent, self.maximum = score, identity.total, maximum

    def residual(self, changed: Values) -> Decimal:
        """100 x score - maximum x percent."""
        score, percent, maximum = self._values(changed)
        return HUNDRED * score - maximum * percent

    def holds(self, changed: Values) -> bool:
        """Whether it holds; the slack of the percent grows with the maximum."""
        return abs(self.residual(changed)) <= HUNDRED * self.score.half + abs(self._values(changed)[2]) * self.percent.half

    def rows(self, free: tuple[str, ...]) -> Iterator[Row]:
        """As for any edit; nothing where maximum and percent are both free, because then any score has its percent."""
        if self.maximum.path not in free:
            yield from super().rows(free)
            return
        if self.percent.path in free:
            return
        half, percent, score = self.percent.half, self.percent.value, self.score
        by_score = HUNDRED if score.path in free else ZERO
        rest = ZERO if by_score else HUNDRED * score.value
        for sign in (ONE, -ONE):
            factors = {score.path: sign * by_score, self.maximum.path: -sign * percent - half}
            yield Row(tuple(factors.get(path, ZERO) for path in free), HUNDRED * score.half - sign * rest, self)

    def _values(self, changed: Values) -> tuple[Decimal, Decimal, Decimal]:
        score, percent, maximum = (changed.get(part.path, part.value) for part in (self.score, self.percent, self.maximum))
        return score, percent, maximum


def edits_of(indicator: Indicator, plan: Plan) -> Iterator[Edit]:
    """Every equation and limit whose total is a figure of this indicator."""
    for code, found in identities.stated(indicator, plan):
        if not isinstance(found, Identity):
            continue
        maximum = figure(indicator, "max") if code == "A306" else None
        if maximum is not None:
            yield Percent(found, maximum)
        else:
            slack = found.raw_slack
            yield Edit(code, found.total, (*found.terms, (-found.divisor, found.total)), -slack, slack)
    yield from _limits(indicator)


def _limits(indicator: Indicator) -> Iterator[Edit]:
    """At most the maximum, at least the floor, and no target below the score: as the rules of ranges have it."""
    score, planned, target, maximum = (figure(indicator, field) for field in ("score", "planned", "target", "max"))
    apart = 2 * half_unit(indicator.decimals)
    for code_above, code_below, part in (("R201", "R202", score), ("R203", "R204", target)):
        if part is not None:
            yield Edit(code_below, part, ((-ONE, part),), None, -indicator.floor)
            if maximum is not None:
                yield Edit(code_above, part, ((ONE, part), (-ONE, maximum)), None, _on_top(indicator))
    if score is not None and target is not None:
        yield Edit("R205", target, ((ONE, score), (-ONE, target)), None, apart)
    if score is not None and planned is not None and maximum is not None:
        yield Edit("R207", planned, ((ONE, score), (ONE, planned), (-ONE, maximum)), None, _on_top(indicator) + apart)


def _on_top(indicator: Indicator) -> Decimal:
    """What bonus rows put on top of the maximum, in points."""
    return (indicator.ceiling or ZERO) - (indicator.max or ZERO)


class System:
    """The edits of a plan, made as they are asked for: which of them a figure stands in."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._of: dict[str, tuple[Edit, ...]] = {}
        self._with: dict[str, tuple[Edit, ...]] = {}

    def of(self, ident: str) -> tuple[Edit, ...]:
        """The edits whose total is a figure of this indicator."""
        found = self._of.get(ident)
        if found is None:
            found = self._of[ident] = tuple(edits_of(self.plan.by_id[ident], self.plan))
        return found

    def holding(self, path: str) -> tuple[Edit, ...]:
        """The edits that a figure stands in."""
        found = self._with.get(path)
        if found is None:
            ident = path.rpartition(".")[0]
            above = self.plan.parents.get(ident)
            owners = [ident, *([above.id] if above else []), *(twin.id for twin in self.plan.twins.get(ident, ()))]
            found = self._with[path] = tuple(edit for owner in owners for edit in self.of(owner) if path in edit.figures)
        return found

    def around(self, paths: Collection[str]) -> list[Edit]:
        """The edits that any of several figures stands in, each once."""
        return list(dict.fromkeys(edit for path in paths for edit in self.holding(path)))
