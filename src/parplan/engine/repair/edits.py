"""What figures must satisfy, as inequalities between them: the edits of statistical data editing
(Fellegi and Holt 1976).

An equation holds within its rounding slack; a limit, or a target that is to be passed, on one side
only. Either way, the figures that are free to change stand on one side and everything else is a
number, so that any set of figures can be asked which values it may take.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from parplan.engine.identities.equations import stated
from parplan.engine.identities.identity import Identity
from parplan.engine.identities.maxima import maxima_of, printed_ceiling
from parplan.engine.identities.printed import Figure, figure, figures, half_of
from parplan.engine.identities.products import DIVIDED, Taken, of_percents, of_rebased
from parplan.engine.identities.stands import Terms, percent_of_maximum, scored
from parplan.engine.identities.totals import on_top
from parplan.engine.repair.beside import Said
from parplan.model.fields import field_of, turned
from parplan.model.findings import Site
from parplan.model.plan import Plan
from parplan.model.tree import Indicator
from parplan.points import MOST_DECIMALS, ONE, ZERO, decimal_of, last_digit

# The rules that judge them.
EQUATIONS = frozenset({"A301", "A302", "A303", "A304", "A305", "A306", "A307", "A309"})
LIMITS = frozenset({"R201", "R202", "R203", "R204", "R205", "R207"})
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


class _Product(NamedTuple):
    """What is taken times a maximum (see `Taken`), in an edit."""

    other: str
    factor: Decimal
    is_target: bool


class Edit:
    """low <= sum of factor x figure <= high (None: no bound on that side), linear in whatever is
    free but for the `products` of maxima. `code` is the rule that judges it, `total` where.
    """

    __slots__ = (
        "_holds",
        "_printed",
        "code",
        "derived",
        "figures",
        "high",
        "low",
        "products",
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
        products: Iterable[Taken] = (),
        *,
        derived: bool = False,
    ) -> None:
        self.code = code
        self.derived = derived
        self.total = total
        taken = list(products)
        times = lcm(*(_uneven(it.factor.denominator) for it in taken))
        self.low, self.high = None if low is None else low * times, high * times
        self._printed: Decimal | None = None
        self._holds: bool | None = None
        self.figures: dict[str, Figure] = {}
        self.terms: dict[str, Decimal] = {}
        for factor, part in terms:
            path = part.path
            self.terms[path] = self.terms.get(path, ZERO) + factor * times
            self.figures[path] = part
        self.products: dict[str, list[_Product]] = {}
        for maximum, other, each, is_target in taken:
            product = _Product(other, decimal_of(each * times), is_target)
            self.products.setdefault(maximum.path, []).append(product)
            self.figures[maximum.path] = maximum

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
        for path in self.products:
            if path in changed:
                more = changed[path] - self.figures[path].value
                moved += more * sum((self._times(it, changed) for it in self.products[path]), ZERO)
        return moved

    def _times(self, product: _Product, changed: Values) -> Decimal:
        """What a maximum is taken times, undivided."""
        if product.is_target:
            return ZERO if product.other in changed else product.factor
        figure = self.figures[product.other]
        return product.factor * changed.get(product.other, figure.value)

    def _wider(self, path: str) -> Decimal:
        """By how much more rounding may separate the two for each point that a maximum has more."""
        taken = (it for it in self.products.get(path, ()) if not it.is_target)
        return sum((abs(it.factor) * self.figures[it.other].half for it in taken), ZERO)

    def _by(self, path: str) -> Decimal:
        """By how much more it comes to where one figure moves by 1 and nothing else does."""
        return self.terms.get(path, ZERO) + sum(
            (self._times(it, {}) for it in self.products.get(path, ())), ZERO
        )

    def within(self, one: Figure) -> tuple[Decimal, Decimal]:
        """From which value of one figure to which it holds, with nothing else changed: no less,
        and no more by more than a last digit that no figure has.
        """
        factor = self.terms.get(one.path)
        if not factor or one.path in self.products:
            return -_INFINITE, _INFINITE
        low = -_INFINITE if self.low is None else self.low
        ends = sorted(one.value + (end - self.printed) / factor for end in (low, self.high))
        return ends[0] - _A_HAIR, ends[1] + _A_HAIR

    def holds(self, changed: Values) -> bool:
        """Whether it holds, with other figures in some places; of no maximum there is a percent."""
        residual, wider = self.residual(changed), ZERO
        for path in self.products:
            if path in changed:
                if changed[path] <= 0:
                    return False
                wider += self._wider(path) * (changed[path] - self.figures[path].value)
        return residual <= self.high + wider and (self.low is None or self.low - wider <= residual)

    def holds_exchanged(self, one: Figure, other: Figure) -> bool:
        """Whether it holds with the values of two figures exchanged."""
        if self.products:
            return self.holds({one.path: other.value, other.path: one.value})
        by = self.terms.get(one.path, ZERO) - self.terms.get(other.path, ZERO)
        residual = self.printed + by * (other.value - one.value)
        return residual <= self.high and (self.low is None or self.low <= residual)

    def rows(self, events: Sequence[Event], units: Sequence[Decimal]) -> Iterator[Row]:
        """How far the events may move, each in its unit (points), with everything else as printed.

        Where a maximum and what it is taken times both move, nothing, because then anything may be
        a percent of anything; a target that is a percent of it does not.
        """

        def factors(of: Callable[[str], Decimal]) -> list[Decimal]:
            return [
                sum(map(of, event), ZERO) * unit for event, unit in zip(events, units, strict=True)
            ]

        free = {path for event in events for path in event}
        maxima = [path for path in self.products if path in free]
        for path in maxima:
            down = [-unit * (path in event) for event, unit in zip(events, units, strict=True)]
            yield self._whole(down, self.figures[path].value - last_digit(MOST_DECIMALS))
        others = [it for path in maxima for it in self.products[path] if it.other in free]
        if others:
            if any(it.is_target for it in others):
                yield self._whole([ZERO] * len(events), -ONE)
            return
        wider, now = factors(self._wider), self.printed
        for sign, end in ((ONE, self.high), (-ONE, self.low)):
            if end is not None:
                by = zip(factors(self._by), wider, strict=True)
                yield self._whole([sign * one - more for one, more in by], sign * (end - now))

    def moves_with(self, event: Event) -> bool:
        """Whether an event changes what is left of it; figures on both sides may cancel out."""
        return bool(sum(map(self._by, event), ZERO))

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


def _uneven(number: int) -> int:
    """A number without the factors 2 and 5, by which decimals come out even."""
    for factor in (2, 5):
        while not number % factor:
            number //= factor
    return number


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
        slack, terms = found.raw_slack, (*found.terms, (-found.divisor, found.total))
        products = [*of_percents(terms, plan)]
        if code in DIVIDED:
            products += of_rebased(indicator, found, plan)
        derived = code == "A305" and _follows(found, judged)
        low = -slack if found.total.sign is None else None
        if found.total.sign == ">":
            terms = tuple((-factor, part) for factor, part in terms)
            products = [it._replace(factor=-it.factor) for it in products]
        yield Edit(code, found.total, terms, low, slack, products, derived=derived)
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

    def limit(code: str, part: Figure, terms: Terms, high: Decimal) -> Edit:
        return Edit(code, part, terms, None, high, of_percents(terms, plan))

    score, planned, target = (figure(indicator, name) for name in ("score", "planned", "target"))
    began = scored(indicator, plan)
    by, limits, constant = _ceiling(indicator, plan)
    said = percent_of_maximum(indicator, plan) if score is None else (ONE, score)
    aimed = None if target is None else (ONE, target)
    for code_above, code_below, one in (("R201", "R202", said), ("R203", "R204", aimed)):
        if one is not None:
            worth, part = one
            yield limit(code_below, part, ((-worth, part),), -indicator.floor)
            if limits or constant is not None:
                yield limit(code_above, part, ((by * worth, part), *limits), constant or ZERO)
    way = turned(ONE, indicator.better)
    if target is not None and not began.missing:
        slack = began.divisor * (began.half + target.half)
        up = ((way * factor, part) for factor, part in began.terms)
        yield limit("R205", target, (*up, (-way * began.divisor, target)), slack)
    elif score is not None:  # a group's ends are no figures of the plan
        for group in (aim.group for aim in indicator.aims if aim.group is not None):
            end = group.high if indicator.better == "higher" else group.low
            yield limit("R205", score, ((way, score),), way * end)
    if planned is None or began.missing:
        return
    adds = figures(indicator, "planned")
    reached = (*began.terms, *((began.divisor, part) for part in adds))
    slack = began.divisor * (began.half + half_of(indicator, "planned"))
    if indicator.better == "lower":
        down = tuple((-factor, part) for factor, part in reached)
        yield limit("R207", adds[-1], down, slack - began.divisor * indicator.floor)
    elif limits or constant is not None:
        up = ((by * factor, part) for factor, part in reached)
        most = ((began.divisor * factor, part) for factor, part in limits)
        over = by * slack + began.divisor * (constant or ZERO)
        yield limit("R207", adds[-1], (*up, *most), over)


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
