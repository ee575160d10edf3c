"""The equations that a plan's figures must satisfy, each exact, with the slack that printed digits
leave it.

A figure printed with d decimals stands for the interval of half a unit of its last digit around it,
so an equation is broken only where the intervals cannot meet. Maxima are definitions, not
measurements: they are exact.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import partial
from operator import attrgetter
from typing import Any, Generic, Literal, NamedTuple

from parplan.engine.bend import Bend, bend
from parplan.model.errata import Erratum
from parplan.model.fields import Better, FigureField, Number, past_name, past_of, turned
from parplan.model.findings import Finding
from parplan.model.plan import (
    FACT_FIELDS,
    Indicator,
    Plan,
    applicable_max,
    counted,
    divisor,
)
from parplan.points import HUNDRED, ONE, ZERO, decimal_of, digits, half_unit


class Figure(NamedTuple):
    """A printed figure: whose, which (its field, with the year of an earlier one), how much (points
    or percent), and how far its printed digits may be off.
    """

    ident: str
    field: str
    value: Decimal
    half: Decimal

    @property
    def path(self) -> str:
        """Id and field: ``par.5.score``."""
        return f"{self.ident}.{self.field}"


class Identity(NamedTuple):
    """(sum of factor x figure) / divisor + constant = total. Kept undivided, so that comparing
    never rounds.
    """

    total: Figure
    terms: tuple[tuple[Decimal, Figure], ...]
    divisor: Decimal = ONE
    constant: Decimal = ZERO

    @property
    def value(self) -> Decimal:
        """What the terms come to, in the unit of the total."""
        summed = sum((factor * figure.value for factor, figure in self.terms), ZERO)
        return summed / self.divisor + self.constant

    @property
    def raw_delta(self) -> Decimal:
        """The difference before dividing: exactly 0 where the equation holds."""
        return sum(
            (factor * figure.value for factor, figure in self.terms), ZERO
        ) - self.divisor * (self.total.value - self.constant)

    @property
    def raw_slack(self) -> Decimal:
        """The slack before dividing."""
        return (
            sum((abs(factor) * figure.half for factor, figure in self.terms), ZERO)
            + abs(self.divisor) * self.total.half
        )

    @property
    def is_rounded(self) -> bool:
        """Whether the total is what the terms come to, rounded to its digits as a hand rounds."""
        half, delta = abs(self.divisor) * self.total.half, abs(self.raw_delta)
        return delta < half or (delta == half and abs(self.total.value) > abs(self.value))

    @property
    def is_within(self) -> bool:
        """Whether rounding alone may explain what separates the two sides."""
        return abs(self.raw_delta) <= self.raw_slack

    @property
    def delta(self) -> Decimal:
        """By how much the terms exceed the total."""
        return self.raw_delta / self.divisor

    @property
    def slack(self) -> Decimal:
        """By how much rounding alone may separate the two sides."""
        return self.raw_slack / abs(self.divisor)


class Unknown(NamedTuple):
    """An equation whose total is printed while some of its terms are not."""

    total: Figure
    missing: tuple[tuple[str, str], ...]


Found = Identity | Unknown | None


def figure(indicator: Indicator, field: str) -> Figure | None:
    """A printed figure of an indicator with its precision; None where it is not printed, or is no
    number of points or percent.
    """
    half = _half(indicator, field)
    if field in ("percent", "max"):  # of a row with parts that do not apply, the printed maximum
        printed: Decimal | None = getattr(indicator.node, field)
        return None if printed is None else Figure(indicator.id, field, printed, half)
    if field == "target":
        # Only an amount that is enough by itself can be what others add up to: a percent of a
        # maximum is exact.
        said = next(
            (
                aim.statement
                for aim in indicator.aims
                if aim.statement.bounds == indicator.better
                and not aim.statement.is_strict
                and aim.amount(indicator.max, Decimal) == indicator.target
            ),
            None,
        )
        value = None if said is None else said.amount(indicator.max, Decimal)
        if said is None or value is None:
            return None
        return Figure(indicator.id, field, value, half if said.kind == "points" else ZERO)
    past = None if field in FACT_FIELDS else past_of(field)
    if past is not None:
        told = indicator.node.past(*past)
        value = told if isinstance(told, Decimal) else None
    else:
        value = indicator.node.change if field == "change" else getattr(indicator, field)
    return None if value is None else Figure(indicator.id, field, value, half)


def _half(indicator: Indicator, field: str) -> Decimal:
    """How far a printed figure of an indicator may be off; a maximum is exact, and what is planned
    in several years is off by as much as all of that.
    """
    if field == "max":
        return ZERO
    printed = indicator.increases if field == "planned" else 1
    return printed * half_unit(indicator.decimals_in(field))


def apart(indicator: Indicator, *fields: FigureField) -> Decimal:
    """By how much rounding alone may separate some of an indicator's figures, in points."""
    return sum((_half(indicator, field) for field in fields), ZERO)


def half_published(row: Indicator, digits: int) -> Decimal:
    """How far a published score of a row may be off, in points, by its digits behind the point;
    more than its index has say no more.
    """
    return half_unit(min(digits, row.decimals_in("score")))


def slack_beside(row: Indicator, digits: int) -> Decimal:
    """By how much rounding alone may separate such a published score from the plan's own."""
    return half_published(row, digits) + _half(row, "score")


POINT_FIELDS: tuple[FigureField, ...] = ("score", "max", "percent", "planned", "target")


def figure_at(plan: Plan, path: str) -> Figure | None:
    """The figure that a path such as ``par.5.score`` names; None where there is none."""
    ident, _, field = path.rpartition(".")
    indicator = plan.by_id.get(ident)
    known = field in _IN_POINTS or past_of(field) is not None
    return figure(indicator, field) if indicator and known else None


_IN_POINTS = (*POINT_FIELDS, "change")  # of the plan's own year


def figure_paths(plan: Plan) -> list[str]:
    """The paths of all printed figures, in the order of the plan."""
    return [
        f"{ident}.{field}"
        for ident, indicator in plan.by_id.items()
        for field in (*_IN_POINTS, *indicator.node.past_names)
        if figure(indicator, field) is not None
    ]


def figures_of(plan: Plan, finding: Finding) -> dict[str, Decimal]:
    """The printed figures of a contradiction, by path."""
    own = figure_at(plan, finding.path)
    figures = {} if own is None else {own.path: own.value}
    return figures | {operand.path: operand.value for operand in finding.operands}


def in_force(plan: Plan) -> Iterator[tuple[str, Erratum]]:
    """The errata whose figures are the printed ones still, by path: only of them was anything
    decided.
    """
    for path, erratum in plan.errata.items():
        said = {path: erratum.printed, **erratum.against}
        if all(
            (part := figure_at(plan, each)) is not None and part.value == value
            for each, value in said.items()
        ):
            yield path, erratum


def corrections(plan: Plan) -> dict[str, Decimal]:
    """The figures that the errata put instead of the printed ones, by path
    (``par.8.sipas.score``).
    """
    decided = ((path, erratum) for path, erratum in in_force(plan) if erratum.decision == "correct")
    return {path: erratum.correct for path, erratum in decided if erratum.correct is not None}


def shares(indicator: Indicator, field: FigureField = "score") -> dict[str, Fraction]:
    """What a point of each child is worth in an indicator, by id; nothing where nothing adds up."""
    by = Fraction(divisor(indicator))
    return {child.id: Fraction(factor) / by for factor, child in counted(indicator, field) or ()}


def on_top(indicator: Indicator) -> Iterator[tuple[Fraction, Indicator | Decimal]]:
    """What lifts an indicator above its maximum, at whatever depth: the maxima of bonus rows and
    the ceilings that are said, each with what a point of it is worth there.
    """
    said = indicator.node.ceiling
    if said is not None and applicable_max(indicator) is not None:
        yield from ((Fraction(1), said), (Fraction(-1), indicator))
    elif indicator.lifted:
        worth = shares(indicator)
        for child in indicator.children:
            if child.id in worth:
                if child.node.bonus:
                    yield worth[child.id], child
                yield from ((worth[child.id] * part, below) for part, below in on_top(child))


def ceiling(indicator: Indicator, max_of: Callable[[Indicator], Number | None]) -> Number | None:
    """The highest possible score, in points: as its ceiling says, or else the maximum and what
    lifts it; None where no maximum is known.
    """
    maximum, said = max_of(indicator), indicator.node.ceiling
    if maximum is None or not indicator.lifted:
        return maximum
    number = type(maximum)
    if said is not None:
        return number(said)
    for worth, row in on_top(indicator):
        most = number(row) if isinstance(row, Decimal) else max_of(row)
        if most is not None:
            maximum += most * number(worth.numerator) / number(worth.denominator)
    return maximum


def printed_ceiling(indicator: Indicator, plan: Plan) -> Decimal | None:
    """The ceiling by the printed maxima, each wherever the same fact is printed."""
    maximum = plan.known(indicator, "max")
    if maximum is None or not indicator.lifted:
        return maximum

    def exact(row: Indicator) -> Fraction | None:
        most = plan.known(row, "max")
        return None if most is None else Fraction(most)

    return decimal_of(ceiling(indicator, exact), digits(maximum))


def aggregate(
    indicator: Indicator, value: Callable[[Indicator], Number | None], field: str = "score"
) -> Number | None:
    """What the children's values come to in an indicator, in points; None where one is missing,
    which is not 0, or nothing adds up.
    """
    terms: list[Number] = []
    for factor, child in counted(indicator, field) or ():
        own = value(child)
        if own is None:
            return None
        terms.append(own * type(own)(factor))
    if not terms:
        return None
    terms.sort()  # a quotient is cut somewhere: the order of rows shall not matter
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total / type(total)(divisor(indicator))


def minus(first: Number | None, second: Number | None) -> Number | None:
    """What lies between two figures, in points; None where one is not known."""
    return None if first is None or second is None else first - second


def between(start: Number | None, end: Number | None, better: Better) -> Number | None:
    """The way from one score to another, in points: above 0 where it leads to the better one; None
    where one is not known.
    """
    way = minus(end, start)
    return None if way is None else turned(way, better)


Basis = Literal["printed", "parts"]
TargetSource = Literal["printed", "implied", "sum"]


class Figures(NamedTuple, Generic[Number]):
    """A row's figures on a basis, in points; None is unknown. What each is stands at
    `gap.Standing`.
    """

    score: Number | None
    max: Number | None
    ceiling: Number | None
    planned: Number | None
    target: Number | None
    target_source: TargetSource | None
    floor: Number
    better: Better

    @property
    def gap(self) -> Number | None:
        """What lies between score and target: above 0 where that is still to be gone."""
        return between(self.score, self.target, self.better)

    @property
    def headroom(self) -> Number | None:
        """What lies between the score and the best possible one, never below 0."""
        best = self.ceiling if self.better == "higher" else self.floor
        left = between(self.score, best, self.better)
        return None if left is None else max(left, type(left)(0))

    @property
    def increase(self) -> Number | None:
        """Planned, or else what leads to the target."""
        return minus(self.target, self.score) if self.planned is None else self.planned

    @property
    def projected(self) -> Number | None:
        """Score + planned."""
        return _plus(self.score, self.planned)

    @property
    def shortfall(self) -> Number | None:
        """What lies between the projected score and the target: above 0 where it is missing."""
        return between(self.projected, self.target, self.better)


def figures(plan: Plan, basis: Basis, number: type[Number]) -> dict[str, Figures[Number]]:
    """The figures of every row, by id: as decimals, whose quotients are cut, or as fractions."""
    found: dict[str, Figures[Number]] = {}
    for index in plan.indices:
        _measure(plan, index, basis, number, found)
    return found


def _measure(
    plan: Plan,
    indicator: Indicator,
    basis: Basis,
    number: type[Number],
    found: dict[str, Figures[Number]],
) -> None:
    for child in indicator.children:
        _measure(plan, child, basis, number, found)
    added = {
        "score": aggregate(indicator, lambda child: found[child.id].score),
        "max": aggregate(indicator, lambda child: found[child.id].max, "max"),
        "planned": aggregate(indicator, lambda child: found[child.id].planned),
        "target": aggregate(indicator, lambda child: found[child.id].target),
    }
    printed = {field: plan.known(indicator, field) for field in FACT_FIELDS}
    own = {field: None if value is None else number(value) for field, value in printed.items()}
    maximum = _either(own["max"], added["max"])
    share = indicator.node.percent
    if own["score"] is None and share is not None and maximum is not None:
        own["score"] = number(share) * maximum / number(HUNDRED)  # where only that is printed
    if own["target"] is None and indicator.aims:  # a percent may be of a maximum that adds up
        own["target"] = indicator.aim(maximum, number)
    highest = ceiling(indicator, lambda row: maximum if row is indicator else found[row.id].max)
    if indicator.node.counts:
        added |= _counted(bend(indicator, highest), **added)
    leaf = not indicator.children
    first, second = (own, added) if basis == "printed" or leaf else (added, own)
    score = _either(first["score"], second["score"])
    planned = _either(first["planned"], second["planned"])
    target, source = _target(
        _plus(score, planned), own["target"], added["target"], basis, leaf=leaf
    )
    if not indicator.applies:
        score = planned = target = source = maximum = highest = None
    floor, better = number(indicator.floor), indicator.better
    found[indicator.id] = Figures(score, maximum, highest, planned, target, source, floor, better)


def _counted(
    rule: Bend[Number] | None,
    score: Number | None,
    planned: Number | None,
    target: Number | None,
    **_: Number | None,
) -> dict[str, Number | None]:
    """What a total with a rule of its own comes to, from what its parts do."""
    if rule is None:
        return dict.fromkeys(("score", "planned", "target"))
    return {
        "score": None if score is None else rule.of(score),
        "planned": rule.gain(score, planned),
        "target": None if target is None else rule.of(target),
    }


def increases(plan: Plan) -> dict[str, Decimal | None]:
    """What the plan adds to every row, in points, by id; None is unknown."""
    plain, exact = figures(plan, "printed", Decimal), figures(plan, "printed", Fraction)
    return {
        ident: row.increase
        if (true := exact[ident].increase) is None or row.increase == true
        else decimal_of(true, plan.by_id[ident].decimals)
        for ident, row in plain.items()
    }


def _target(
    implied: Number | None,
    printed: Number | None,
    added: Number | None,
    basis: Basis,
    *,
    leaf: bool,
) -> tuple[Number | None, TargetSource | None]:
    choices: tuple[tuple[Number | None, TargetSource], ...] = (
        ((printed, "printed"), (added, "sum"), (implied, "implied"))
        if basis == "printed"
        else ((implied, "implied"), (printed, "printed"))
        if leaf
        else ((added, "sum"), (implied, "implied"), (printed, "printed"))
    )
    return next(((value, source) for value, source in choices if value is not None), (None, None))


def _either(first: Number | None, second: Number | None) -> Number | None:
    return second if first is None else first


def _plus(first: Number | None, second: Number | None) -> Number | None:
    return None if first is None or second is None else first + second


def adds_up(indicator: Indicator, field: str) -> Found:
    """The children's figures make up the indicator's own."""
    if not indicator.children:
        return None
    if field == "max":
        return _maxima_add_up(indicator)
    return made_up(indicator, figure(indicator, field), lambda child: figure(child, field), field)


def _maxima_add_up(indicator: Indicator) -> Found:
    """The maxima below make up the printed one: of all rows, or of those that apply. A cap is no
    sum, and what a total is rebased to is none either, but all maxima have to be known for it.
    """
    total = figure(indicator, "max")
    if indicator.node.rebase is not None:
        return _rebased(indicator)
    if indicator.node.counts == "capped":
        return None
    if not indicator.partial:
        return made_up(indicator, total, lambda child: figure(child, "max"), "max")
    found = made_up(indicator, total, lambda child: _maximum(child, applicable_max(child)), "max")
    every = full_max(indicator)
    if total is None or every is None or not isinstance(found, Identity) or not found.raw_delta:
        return found
    return None if every == total.value else found


def _rebased(indicator: Indicator) -> Found:
    """Nothing where all that a total is rebased by is known, else what is missing."""
    rows = [row for row in indicator.children if row.is_scored and not row.node.bonus]
    missing = tuple((row.id, "max") for row in rows if applicable_max(row) is None)
    total = Figure(indicator.id, "max", indicator.node.rebase or ZERO, ZERO)
    return Unknown(total, missing) if missing and not indicator.node.is_excerpt else None


def _maximum(indicator: Indicator, value: Decimal | None) -> Figure | None:
    return None if value is None else Figure(indicator.id, "max", value, ZERO)


def full_max(indicator: Indicator) -> Decimal | None:
    """The maximum for units to which all of it applies, where its rows are added up."""
    if not indicator.partial:
        return indicator.node.max
    if not indicator.node.is_plain_sum:
        return None
    rows = [row for row in indicator.children if not row.node.bonus]
    known = [most for row in rows if (most := full_max(row)) is not None]
    return sum(known, ZERO) if len(known) == len(rows) else None


def made_up(
    indicator: Indicator,
    total: Figure | None,
    part: Callable[[Indicator], Figure | None],
    field: str = "score",
) -> Found:
    """A part of each child makes up a total of the indicator."""
    terms = counted(indicator, field)
    if not terms or total is None:
        return None
    below = [(factor, child, part(child)) for factor, child in terms]
    if all(own is None for _, _, own in below):
        return None
    missing = tuple((child.id, str(field)) for _, child, own in below if own is None)
    if missing:
        return Unknown(total, missing)
    found = Identity(
        total,
        tuple((factor, own) for factor, _, own in below if own is not None),
        divisor(indicator),
    )
    if indicator.node.counts is None or field == "max":
        return found
    return _as_counted(indicator, found, _before(indicator) if field == "planned" else None)


def _before(indicator: Indicator) -> Found:
    """What the printed scores of the parts come to, with no rule."""
    below = [
        (factor, child, figure(child, "score"))
        for factor, child in counted(indicator, "score") or ()
    ]
    missing = tuple((child.id, "score") for _, child, own in below if own is None)
    total = Figure(indicator.id, "score", ZERO, ZERO)
    terms = tuple((factor, own) for factor, _, own in below if own is not None)
    return Unknown(total, missing) if missing else Identity(total, terms, divisor(indicator))


def plainly_adds_up(indicator: Indicator, field: FigureField) -> bool:
    """Whether a plain sum holds to the last digit: the usual case, told without building the
    equation.
    """
    if not indicator.plain_sum:
        return False
    value = _FIELDS[field]
    try:
        return bool(sum(map(value, indicator.children), ZERO) == value(indicator))
    except TypeError:  # a figure that is not known does not add up
        return False


_FIELDS: Mapping[str, Callable[[Indicator], Any]] = {
    field: attrgetter(field) for field in FACT_FIELDS
}


def _as_counted(indicator: Indicator, found: Identity, before: Found) -> Found:
    """The equation of a total with a rule of its own, from that of its plain sum; of an increase,
    also from what the scores `before` it come to. What is held at a bound is the bound.
    """
    rule = bend(indicator, ceiling(indicator, applicable_max))
    if rule is None:
        return Unknown(found.total, ((indicator.id, "max"),))
    if isinstance(before, Unknown):
        return before._replace(total=found.total)
    raw = ZERO if before is None else before.value
    then, from_raw = raw + found.value, before is not None and rule.is_plain(raw)
    if rule.is_plain(then) and (before is None or from_raw):
        return found
    free = Decimal(rule.is_plain(then))  # held at a bound, the parts have no say in it
    terms = [(free * factor, part) for factor, part in found.terms]
    constant = ZERO if free else rule.of(then)
    if before is not None:
        terms += [((free - from_raw) * factor, part) for factor, part in before.terms]
        constant -= ZERO if from_raw else rule.of(raw)
    return Identity(found.total, tuple(terms), found.divisor, constant)


def increase_reaches_target(indicator: Indicator) -> Found:
    """Score + planned increase = target."""
    if indicator.planned is None:
        return None
    total = figure(indicator, "target")
    if total is None:
        return None
    if indicator.score is None:
        return Unknown(total, ((indicator.id, "score"),))
    score = Figure(indicator.id, "score", indicator.score, _half(indicator, "score"))
    planned = Figure(indicator.id, "planned", indicator.planned, _half(indicator, "planned"))
    return Identity(total, ((ONE, score), (ONE, planned)))


def parts_reach_target(indicator: Indicator) -> Found:
    """The children's targets, printed or else score + planned increase, make up the indicator's own
    target.
    """
    parts = counted(indicator, "target")
    total = figure(indicator, "target") if parts else None
    if (
        not parts
        or total is None
        or all(figure(child, "target") is None and child.planned is None for _, child in parts)
    ):
        return None
    terms: list[tuple[Decimal, Figure]] = []
    missing: list[tuple[str, str]] = []
    for factor, child in parts:
        fields: tuple[FigureField, ...] = (
            ("score", "planned") if figure(child, "target") is None else ("target",)
        )
        for field in fields:
            part = figure(child, field)
            if part is None:
                missing.append((child.id, field))
            else:
                terms.append((factor, part))
    if missing:
        return Unknown(total, tuple(missing))
    found = Identity(total, tuple(terms), divisor(indicator))
    return found if indicator.node.counts is None else _as_counted(indicator, found, None)


def percent_is_share(indicator: Indicator) -> Found:
    """Percent = 100 x score / maximum."""
    percent, score = figure(indicator, "percent"), figure(indicator, "score")
    if percent is None or score is None:
        return None
    if not indicator.max:
        return Unknown(percent, ((indicator.id, "max"),))
    return Identity(percent, ((HUNDRED, score),), indicator.max)


def _of_parts(indicator: Indicator, field: str) -> Figure | None:
    """A printed figure, off by as much as its parts may be together where it could be their sum."""
    own = figure(indicator, field)
    if own is None or not indicator.children or not own.half:
        return own
    sum_of = parts_reach_target if field == "target" else partial(adds_up, field=field)
    made = sum_of(indicator)
    return (
        own._replace(half=max(own.half, made.slack - own.half))
        if isinstance(made, Identity)
        else own
    )


def same_fact(indicator: Indicator, plan: Plan) -> list[Identity]:
    """Figures printed in two places are the same in both; places that do not print one have nothing
    to say of it.

    A total may be added up from the printed parts in one place and rounded from unrounded ones in
    the other, so it is known no better than its parts let it be.
    """
    other = plan.by_id.get(indicator.node.same_as or "")
    if other is None or other.id == indicator.id:
        return []
    fields = (*FACT_FIELDS, *indicator.node.past_names)
    pairs = ((_of_parts(indicator, field), _of_parts(other, field)) for field in fields)
    return [
        Identity(here, ((ONE, there),))
        for here, there in pairs
        if here is not None and there is not None
    ]


def past_adds_up(indicator: Indicator, plan: Plan) -> Iterator[Found]:
    """The children's scores of each earlier year make up the indicator's own, where the criteria
    are the same ones.
    """
    for name in indicator.node.past_names if indicator.children else ():
        past = past_of(name)
        if past is not None and plan.compares_with_now(indicator.id, past[1]):
            yield adds_up(indicator, name)


def change_since(indicator: Indicator, plan: Plan) -> Found:
    """Score - the printed score of the year compared with = change."""
    change = figure(indicator, "change")
    if change is None:
        return None
    name = past_name("score", plan.about.since)
    places = (indicator, *plan.twins(indicator.id))
    before = next((part for place in places if (part := figure(place, name))), None)
    if before is None:
        return None
    score = figure(indicator, "score")
    if score is None:
        return Unknown(change, ((indicator.id, "score"),))
    return Identity(change, ((ONE, score), (-ONE, before)))


def stated(indicator: Indicator, plan: Plan) -> list[tuple[str, Found]]:
    """Every equation whose total is a figure of this indicator, with the code of the rule that
    judges it.
    """
    by_rule = indicator.node.counts is not None
    found: list[tuple[str, Found]] = [
        ("A320" if by_rule else "A301", adds_up(indicator, "score")),
        ("A302", adds_up(indicator, "max")),
        ("A320" if by_rule else "A303", adds_up(indicator, "planned")),
        ("A304", increase_reaches_target(indicator)),
        ("A320" if by_rule else "A305", parts_reach_target(indicator)),
        ("A306", percent_is_share(indicator)),
        ("A309", change_since(indicator, plan)),
    ]
    found += [("A301", equation) for equation in past_adds_up(indicator, plan)]
    return found + [("A307", identity) for identity in same_fact(indicator, plan)]
