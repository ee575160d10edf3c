"""What figures must satisfy, as inequalities between them: the edits of statistical data editing
(Fellegi and Holt 1976).

An equation holds within its rounding slack; a limit, or a target that is to be passed, on one side
only. Either way, the figures that are free to change stand on one side and everything else is a
number, so that any set of figures can be asked which values it may take.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from parplan.engine.identities.equations import stated
from parplan.engine.identities.identity import Identity
from parplan.engine.identities.maxima import maxima_of, printed_ceiling
from parplan.engine.identities.printed import Figure, figure, figure_of, figures, half_of
from parplan.engine.identities.stands import percent_of_maximum, scored
from parplan.engine.identities.totals import on_top
from parplan.engine.repair.beside import Said
from parplan.model.fields import field_of, turned
from parplan.model.findings import Site
from parplan.model.plan import Plan
from parplan.model.tree import Indicator
from parplan.points import MOST_DECIMALS, ONE, ZERO, last_digit

# No product of a factor and a figure has more digits behind the point: what is moved by so many
# places is whole.
_PLACES = 4 * MOST_DECIMALS
_INFINITE = Decimal("Infinity")
_A_HAIR = last_digit(2 * MOST_DECIMALS)  # more than a quotient is cut by
Values = Mapping[str, Decimal]  # other figures than the printed ones, by path
Event = tuple[str, ...]  # figures, by path, that move by the same amount: usually one


class Row(NamedTuple):
    """Sum of factor x move <= bound, in whole numbers; `edits` are those it comes from."""

    factors: tuple[
        int, ...
    ]  # one an event, in the order asked for; each event moves in whole units of its last digit
    bound: int
    edits: frozenset["Edit"]


class Edit:
    """low <= sum of factor x figure <= high (None: no bound on that side). `code` is the rule that
    judges it, `total` where.
    """

    __slots__ = (
        "_holds",
        "_printed",
        "code",
        "derived",
        "figures",
        "high",
        "low",
        "terms",
        "total",
    )

    binds = True  # whether nothing that repairs may break it

    @property
    def site(self) -> Site:
        """The rule that judges it, and its total."""
        return self.code, self.total.path

    def __init__(
        self,
        code: str,
        total: Figure,
        terms: tuple[tuple[Decimal, Figure], ...],
        low: Decimal | None,
        high: Decimal,
        *,
        derived: bool = False,
    ) -> None:
        self.code = code
        self.derived = derived
        self.total = total
        self.low, self.high = low, high
        self._printed: Decimal | None = None
        self._holds: bool | None = None
        self.figures: dict[str, Figure] = {}
        self.terms: dict[str, Decimal] = {}
        for factor, part in terms:
            path = part.path
            self.terms[path] = self.terms[path] + factor if path in self.terms else factor
            self.figures[path] = part

    @property
    def is_equation(self) -> bool:
        """Whether both sides are bounded."""
        return self.low is not None

    def residual(self, changed: Values) -> Decimal:
        """What is left of the equation, undivided: 0 where it holds to the last digit."""
        moved = self.printed
        for path in changed if len(changed) < len(self.terms) else self.terms:
            if path in self.terms and path in changed:
                moved += self.terms[path] * (changed[path] - self.figures[path].value)
        return moved

    def within(self, one: Figure) -> tuple[Decimal, Decimal]:
        """From which value of one figure to which it holds, with nothing else changed: no less,
        and no more by more than a last digit that no figure has.
        """
        factor = self.terms.get(one.path)
        if not factor:
            return -_INFINITE, _INFINITE
        low = -_INFINITE if self.low is None else self.low
        ends = sorted(one.value + (end - self.printed) / factor for end in (low, self.high))
        return ends[0] - _A_HAIR, ends[1] + _A_HAIR

    def holds(self, changed: Values) -> bool:
        """Whether it holds, with other figures in some places."""
        residual = self.residual(changed)
        return residual <= self.high and (self.low is None or self.low <= residual)

    def holds_exchanged(self, one: Figure, other: Figure) -> bool:
        """Whether it holds with the values of two figures exchanged."""
        by = self.terms.get(one.path, ZERO) - self.terms.get(other.path, ZERO)
        residual = self.printed + by * (other.value - one.value)
        return residual <= self.high and (self.low is None or self.low <= residual)

    def rows(self, events: Sequence[Event], units: Sequence[Decimal]) -> Iterator[Row]:
        """How far the events may move, each in its unit (points), with everything else as
        printed.
        """
        factors = [
            sum((self.terms.get(path, ZERO) for path in event), ZERO) * unit
            for event, unit in zip(events, units, strict=True)
        ]
        now = self.printed
        yield self._whole(factors, self.high - now)
        if self.low is not None:
            yield self._whole([-factor for factor in factors], now - self.low)

    def moves_with(self, event: Event) -> bool:
        """Whether an event changes what is left of it; figures on both sides may cancel out."""
        return bool(sum((self.terms.get(path, ZERO) for path in event), ZERO))

    @property
    def printed(self) -> Decimal:
        """The residual of the printed figures."""
        if self._printed is None:
            self._printed = self._undivided()
        return self._printed

    def _undivided(self) -> Decimal:
        return sum((by * self.figures[path].value for path, by in self.terms.items()), ZERO)

    @property
    def delta(self) -> Decimal:
        """By how much the printed figures are off its total."""
        return self.printed / -self.terms[self.total.path]

    @property
    def slack(self) -> Decimal:
        """By how much rounding alone may separate the two."""
        return self.high / abs(self.terms[self.total.path])

    def breaks(self, new: Values) -> bool:
        """Whether it holds as printed, and would not any more."""
        return not self.holds(new) and self.holds_now

    @property
    def holds_now(self) -> bool:
        """Whether it holds as printed."""
        if self._holds is None:
            self._holds = self.holds({})
        return self._holds

    def _whole(self, factors: Sequence[Decimal], bound: Decimal) -> Row:
        return Row(
            tuple([int(factor.scaleb(_PLACES)) for factor in factors]),
            int(bound.scaleb(_PLACES)),
            frozenset((self,)),
        )


class Percent(Edit):
    """100 x score = maximum x percent, all of it so many times that what makes up the score counts
    in whole factors: linear in whichever of the three is free, but not in maximum and percent
    together.
    """

    __slots__ = ("apart", "by", "maximum", "percent")

    def __init__(self, identity: Identity, maximum: Figure) -> None:
        slack, terms = identity.raw_slack, (*identity.terms, (-identity.divisor, identity.total))
        super().__init__("A306", identity.total, terms, -slack, slack)
        self.by = identity.divisor / maximum.value
        self.apart = slack - identity.divisor * identity.total.half  # by rounding of the score
        self.figures[maximum.path] = maximum
        self.percent, self.maximum = identity.total, maximum

    def residual(self, changed: Values) -> Decimal:
        """100 x score - maximum x percent."""
        percent, maximum = self._values(changed)
        scores = (
            factor * changed.get(path, self.figures[path].value)
            for path, factor in self.terms.items()
            if path != self.percent.path
        )
        return sum(scores, ZERO) - self.by * maximum * percent

    def _undivided(self) -> Decimal:
        return self.residual({})

    def holds(self, changed: Values) -> bool:
        """Whether it holds; the slack of the percent grows with the maximum, and of nothing there
        is no percent.
        """
        maximum = self._values(changed)[1]
        slack = self.apart + self.by * maximum * self.percent.half
        return maximum > 0 and abs(self.residual(changed)) <= slack

    def moves_with(self, event: Event) -> bool:
        """Whether an event changes what is left of it."""
        return not self.figures.keys().isdisjoint(event)

    def holds_exchanged(self, one: Figure, other: Figure) -> bool:
        """Whether it holds with the values of two figures exchanged."""
        return self.holds({one.path: other.value, other.path: one.value})

    def rows(self, events: Sequence[Event], units: Sequence[Decimal]) -> Iterator[Row]:
        """As for any edit; nothing where maximum and percent both move, because then any score has
        its percent.
        """
        free = {path for event in events for path in event}
        if self.maximum.path not in free:
            yield from super().rows(events, units)
            return
        down = [
            -unit * (self.maximum.path in event) for event, unit in zip(events, units, strict=True)
        ]
        yield self._whole(down, self.maximum.value - last_digit(MOST_DECIMALS))
        if self.percent.path not in free:
            half, percent = self.percent.half, self.percent.value
            slack = self.apart + self.by * self.maximum.value * half
            for sign in (ONE, -ONE):
                by = {path: sign * factor for path, factor in self.terms.items()}
                by[self.maximum.path] = self.by * (-sign * percent - half)
                factors = [
                    sum((by.get(path, ZERO) for path in event), ZERO) * unit
                    for event, unit in zip(events, units, strict=True)
                ]
                yield self._whole(factors, slack - sign * self.printed)

    def _values(self, changed: Values) -> tuple[Decimal, Decimal]:
        percent, maximum = (
            changed.get(part.path, part.value) for part in (self.percent, self.maximum)
        )
        return percent, maximum


class Witness(Edit):
    """A figure is what somebody beside the plan says that it is. It speaks for a value and binds
    nobody: what it says may be wrong itself, or copied from the plan.
    """

    __slots__ = ("said",)
    binds = False

    def __init__(self, part: Figure, said: Said) -> None:
        super().__init__("", part, ((ONE, part),), -said.slack, said.slack)
        self.said = said

    def _undivided(self) -> Decimal:
        return super()._undivided() - self.said.value

    def agrees(self, changed: Values) -> bool:
        """Whether the figure is what is said, as far as the digits of both go."""
        return abs(self.residual(changed)) <= self.said.half


def edits_of(indicator: Indicator, plan: Plan) -> Iterator[Edit]:
    """Every equation and limit whose total is a figure of this indicator."""
    equations = stated(indicator, plan)
    judged = {
        (code, found.total.field if code == "A301" else field_of(found.total.field))
        for code, found in equations
        if isinstance(found, Identity)
    }
    for code, found in equations:
        if not isinstance(found, Identity) or code in _beyond_edits(indicator):
            continue
        maximum = figure_of(indicator, "max", plan) if code == "A306" else None
        if maximum is not None and not indicator.partial and indicator.node.rebase is None:
            yield Percent(found, maximum)
        else:
            slack, terms = found.raw_slack, (*found.terms, (-found.divisor, found.total))
            derived = code == "A305" and _follows(found, judged)
            low = -slack if found.total.sign is None else None
            if found.total.sign == ">":
                terms = tuple((-factor, part) for factor, part in terms)
            yield Edit(code, found.total, terms, low, slack, derived=derived)
    yield from _limits(indicator, plan)


def _follows(reached: Identity, judged: Set[tuple[str, str]]) -> bool:
    """Whether what parts are to reach, where they print no targets, follows from their scores and
    increases: those add up to the total's own, which make up its target."""
    of_parts = any(field_of(part.field) != "target" for _, part in reached.terms)
    return of_parts and judged >= {("A301", "score"), ("A303", "planned"), ("A304", "target")}


def _beyond_edits(indicator: Indicator) -> tuple[str, ...]:
    """The rules whose equations are not linear in the printed figures: of totals that are capped or
    lost whole, and of maxima among which some do not apply.
    """
    return ("A320", "A302") if indicator.partial else ("A320",)


def _limits(indicator: Indicator, plan: Plan) -> Iterator[Edit]:
    """At most the maximum, at least the floor, and no target below the score: as the rules of
    ranges have it.
    """
    score, planned, target = (figure(indicator, name) for name in ("score", "planned", "target"))
    began = scored(indicator, plan)
    by, limits, constant = _ceiling(indicator, plan)
    said = percent_of_maximum(indicator, plan) if score is None else (ONE, score)
    aimed = None if target is None else (ONE, target)
    for code_above, code_below, one in (("R201", "R202", said), ("R203", "R204", aimed)):
        if one is not None:
            worth, part = one
            yield Edit(code_below, part, ((-worth, part),), None, -indicator.floor)
            if limits or constant is not None:
                yield Edit(code_above, part, ((by * worth, part), *limits), None, constant or ZERO)
    way = turned(ONE, indicator.better)
    if target is not None and not began.missing:
        slack = began.divisor * (began.half + target.half)
        up = ((way * factor, part) for factor, part in began.terms)
        yield Edit("R205", target, (*up, (-way * began.divisor, target)), None, slack)
    elif score is not None:  # a group's ends are no figures of the plan
        for group in (aim.group for aim in indicator.aims if aim.group is not None):
            end = group.high if indicator.better == "higher" else group.low
            yield Edit("R205", score, ((way, score),), None, way * end)
    if planned is None or began.missing:
        return
    adds = figures(indicator, "planned")
    reached = (*began.terms, *((began.divisor, part) for part in adds))
    slack = began.divisor * (began.half + half_of(indicator, "planned"))
    if indicator.better == "lower":
        down = tuple((-factor, part) for factor, part in reached)
        yield Edit("R207", adds[-1], down, None, slack - began.divisor * indicator.floor)
    elif limits or constant is not None:
        up = ((by * factor, part) for factor, part in reached)
        most = ((began.divisor * factor, part) for factor, part in limits)
        over = by * slack + began.divisor * (constant or ZERO)
        yield Edit("R207", adds[-1], (*up, *most), None, over)


def _ceiling(
    indicator: Indicator, plan: Plan
) -> tuple[Decimal, tuple[tuple[Decimal, Figure], ...], Decimal | None]:
    """What a score may reach, as terms to take away: the printed maxima that make up its own, and
    those of the bonus rows on top. All of it, and the score, so many times that factors are whole.
    Where it is no sum of printed maxima, a constant; nothing where no maximum is known.
    """
    lifts = list(on_top(indicator))
    rows = [(worth, row) for worth, row in lifts if isinstance(row, Indicator)]
    every = [(Fraction(1), indicator), *rows]
    odd = any(row.partial or row.node.rebase is not None for _, row in every)
    made = [(worth, maxima_of(row, plan)) for worth, row in every]
    if odd or len(rows) < len(lifts) or any(found is None for _, found in made):
        return ONE, (), printed_ceiling(indicator, plan)
    terms = [(worth * factor, part) for worth, found in made for factor, part in found or ()]
    by = lcm(*(factor.denominator for factor, _ in terms))
    return Decimal(by), tuple((-Decimal(int(factor * by)), part) for factor, part in terms), None
