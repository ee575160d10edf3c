"""The equations that a plan's figures must satisfy, each exact, with the slack that printed digits
leave it: one is broken only where the intervals that its figures stand for cannot meet.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple

from parplan.engine.bend import bend
from parplan.engine.identities.printed import Figure, figure, figures, half_of
from parplan.engine.identities.totals import ceiling, full_max
from parplan.model.fields import FigureField, dated_name, dated_of
from parplan.model.plan import Plan
from parplan.model.tree import FACT_FIELDS, Indicator, applicable_max, counted, divisor
from parplan.points import HUNDRED, ONE, ZERO


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


def adds_up(indicator: Indicator, field: str) -> Found:
    """The children's figures make up the indicator's own."""
    if not indicator.children:
        return None
    if field == "max":
        return _maxima_add_up(indicator)
    found = made_up(indicator, figure(indicator, field), lambda child: figure(child, field), field)
    return _by_year(found, (indicator, *indicator.children)) if field == "planned" else found


def _by_year(found: Found, rows: Iterable[Indicator]) -> Found:
    """An equation of planned increases with each of those of several years as a figure of its own:
    where they make up its total, the last of them is what the others leave.
    """
    apart = {(row.id, "planned"): figures(row, "planned") for row in rows if row.increase_count > 1}
    if not apart or not isinstance(found, Identity):
        return found
    terms = [
        (factor, each)
        for factor, part in found.terms
        for each in apart.get((part.ident, part.field), (part,))
    ]
    *earlier, total = apart.get((found.total.ident, found.total.field), (found.total,))
    terms += [(-found.divisor, each) for each in earlier]
    return found._replace(total=total, terms=tuple(terms))


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
    rows = [row for row in indicator.children if row.counts_in(indicator) and not row.node.bonus]
    missing = tuple((row.id, "max") for row in rows if applicable_max(row) is None)
    total = Figure(indicator.id, "max", indicator.node.rebase or ZERO, ZERO)
    return Unknown(total, missing) if missing and not indicator.node.is_excerpt else None


def _maximum(indicator: Indicator, value: Decimal | None) -> Figure | None:
    return None if value is None else Figure(indicator.id, "max", value, ZERO)


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
    score = Figure(indicator.id, "score", indicator.score, half_of(indicator, "score"))
    planned = ((ONE, each) for each in figures(indicator, "planned"))
    return Identity(total, ((ONE, score), *planned))


def parts_reach_target(indicator: Indicator) -> Found:
    """The children's targets, printed or else score + planned increase, make up the indicator's own
    target.
    """
    parts = counted(indicator, "target")
    total = figure(indicator, "target") if parts else None
    if not parts or total is None:
        return None
    targets = {child.id: figure(child, "target") for _, child in parts}
    if all(targets[child.id] is None and child.planned is None for _, child in parts):
        return None
    terms: list[tuple[Decimal, Figure]] = []
    missing: list[tuple[str, str]] = []
    for factor, child in parts:
        target = targets[child.id]
        made_of: tuple[FigureField, ...] = ("score", "planned")
        each = (
            {name: figure(child, name) for name in made_of}
            if target is None
            else {"target": target}
        )
        for field, part in each.items():
            if part is None:
                missing.append((child.id, field))
            else:
                terms.append((factor, part))
    if missing:
        return Unknown(total, tuple(missing))
    found = Identity(total, tuple(terms), divisor(indicator))
    bent = found if indicator.node.counts is None else _as_counted(indicator, found, None)
    return _by_year(bent, indicator.children)


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
    found = (
        _by_year(Identity(here, ((ONE, there),)), (indicator, other))
        for here, there in pairs
        if here is not None and there is not None
    )
    return [equation for equation in found if isinstance(equation, Identity)]


def past_adds_up(indicator: Indicator, plan: Plan) -> Iterator[Found]:
    """The children's scores of each earlier year make up the indicator's own, where the criteria
    are the same ones.
    """
    for name in indicator.node.past_names if indicator.children else ():
        past = dated_of(name)
        if past is not None and plan.compares_with_now(indicator.id, past[1]):
            yield adds_up(indicator, name)


def change_since(indicator: Indicator, plan: Plan) -> Found:
    """Score - the printed score of the year compared with = change."""
    change = figure(indicator, "change")
    if change is None:
        return None
    name = dated_name("score", plan.about.since)
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
