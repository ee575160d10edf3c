"""A plan's rows as one tree: each node joined with its goal, and how the rows below make it up."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Literal, NamedTuple, get_args

from parplan.location import Loc
from parplan.model.aims import Aim, aim_of
from parplan.model.fields import (
    PAST_FIELDS,
    TARGET_FIELDS,
    Better,
    Number,
    dated_name,
    dated_of,
    field_of,
)
from parplan.model.fixed import Fixed
from parplan.model.indicators import Index, Node
from parplan.model.targets import Goal, Target, tightest
from parplan.points import ONE, ZERO, Rank, even, exactly
from parplan.text import Text

# What a fact is printed with, wherever that is.
FactField = Literal["score", "max", "planned", "target"]
FACT_FIELDS: Final[tuple[FactField, ...]] = get_args(FactField)


class Indicator(NamedTuple):
    """A node of the tree joined with its goal: what rules and the engine work on. Points are exact;
    None is unknown, never 0.

    `max` is the applicable maximum: what is printed of the fact, or what its total is rebased to,
    or where nothing is printed, or something below it does not apply (`partial`), what the rows
    that do come to; `applies` is false below a row that does not apply, and where none of the parts
    does.
    """

    id: str
    node: Node
    root: Index
    children: tuple["Indicator", ...]
    loc: Loc
    score: Decimal | None
    max: Decimal | None
    floor: Decimal
    planned: Decimal | None
    target: Decimal | None
    goal: Goal | None
    plain_sum: (
        bool  # its figures are the plain sums of its children's, all of them: what most totals are
    )
    lifted: bool  # bonus rows lift it above its maximum, at whatever depth, or its own ceiling
    applies: bool
    partial: bool
    better: Better
    aims: tuple[Aim, ...] = ()
    increases: tuple[Decimal, ...] = ()  # the printed ones until the year that it is on its way to
    lacks: int | None = None  # the first year that they leave out, so that `planned` is not known
    towards: int = 0  # that year: of the target, and the last of these increases
    between: bool = False  # the plan says something of earlier years, of that one nothing

    @property
    def is_scored(self) -> bool:
        """Whether it takes part in what is above it; where something is planned of it, its maximum
        of 0 is rather a misprint.
        """
        return self.applies and (self.node.is_scored or bool(self.planned) or bool(self.target))

    @property
    def decimals(self) -> int:
        """How many decimals its index's points are printed with."""
        return self.root.decimals

    @property
    def increase_count(self) -> int:
        """How many printed increases make up what is planned."""
        return max(len(self.increases), 1)

    def aim(self, maximum: Number | None, number: Callable[[Decimal], Number]) -> Number | None:
        """The points that its target comes to, with a maximum: those of the statement that is met
        last. What bounds it on its other side is none to be reached.
        """
        return tightest(
            (
                aim.amount(maximum, number)
                for aim in self.aims
                if aim.statement.bounds in (None, self.better)
            ),
            self.better,
        )

    @property
    def dated_names(self) -> tuple[str, ...]:
        """What its figures of years that are told apart go by, earlier years first."""
        return (*self.node.past_names, *(self.goal.dated_names if self.goal else ()))

    def dated(self, name: str) -> Decimal | Rank | Target | None:
        """A figure of a year that is told apart, as the document prints it; None where it prints
        none.
        """
        found = dated_of(name)
        if found is None:
            return None
        field, year = found
        past = next((known for known in PAST_FIELDS if known == field), None)
        if past is not None:
            return self.node.past(past, year)
        return None if self.goal is None else self.goal.of_year(field, year)

    def printed_as(self, field: str) -> tuple[str, ...]:
        """What the printed figures of a field go by: where years are told apart, its target of the
        year that it is on its way to, or the increases until then.
        """
        told = self.goal if field == "planned" else None
        years = () if told is None else told.years_of(field)
        until = tuple(dated_name(field, year) for year in years if year <= self.towards)
        return until or (self.due_as(field),)

    def due_as(self, field: str) -> str:
        """What its target, or the increase that it lacks, goes by where years are told apart; any
        other field as it is.
        """
        told = field in TARGET_FIELDS and self.goal is not None and self.goal.years_of(field)
        if not told:
            return field
        lacks = self.lacks if field == "planned" else None
        return dated_name(field, lacks or self.towards)

    def undated(self, fields: Iterable[str]) -> tuple[str, ...]:
        """Those of some fields whose figures go by no year: what is said of it by year has a name
        for each.
        """
        return tuple(field for field in fields if self.printed_as(field) == (field,))

    def aiming(self, target: Target) -> "Indicator":
        """The same, with another target, of which nothing is known from other units."""
        said = target.statements(self.better)
        aims = tuple(aim_of(each, self.node.groups, None, self.better) for each in said)
        found = self._replace(aims=aims)
        return found._replace(target=found.aim(found.max, Decimal))

    def saying(self, name: str) -> "Indicator":
        """The same on its way to the target, or with the increase, of such a name, whichever year
        it is looked at: one of a year that is told apart, or one that says no year.
        """
        known = self.goal is not None and name in TARGET_FIELDS
        said = getattr(self.goal, name) if known else self.dated(name)
        if isinstance(said, Target):
            return self.aiming(said)
        return self._replace(planned=said) if isinstance(said, Decimal) and known else self

    @property
    def by_itself(self) -> "Indicator":
        """The same, by what the plan says alone: without what statements take by other units."""
        if all(aim.takes is None for aim in self.aims):
            return self
        alone = self._replace(aims=tuple(aim._replace(takes=None) for aim in self.aims))
        return alone._replace(target=alone.aim(alone.max, Decimal))

    def counts_in(self, total: "Indicator") -> bool:
        """Whether its figures count in those of what it is a part of: not where it is not scored,
        nor where more of it is better and more of the total worse, or the other way round.
        """
        return self.is_scored and self.better == total.better

    @property
    def decimals_of(self) -> Mapping[str, int]:
        """How many decimals those of its figures are printed with, by field, that are not printed
        with its index's.
        """
        said = (self.node.decimals_of, None if self.goal is None else self.goal.decimals_of)
        return Fixed({str(field): count for each in said if each for field, count in each.items()})

    def decimals_in(self, field: str) -> int:
        """How many decimals one of its figures is printed with."""
        record, name = self._record_of(field)
        said: Mapping[Any, int] | None = record.decimals_of if record is not None else None
        own = said.get(name) if said is not None else None
        if own is None and field == "percent":
            own = self.root.percent_decimals
        return self.decimals if own is None else own

    @property
    def decimals_of_sum(self) -> int:
        """How many decimals its score has with what is planned: those of the finer of the two."""
        return max(self.decimals_in("score"), self.decimals_in("planned"))

    def source_of(self, field: str) -> Text | None:
        """Where one of its figures is from, in words; None where that is not said."""
        record, name = self._record_of(field)
        said: Mapping[Any, Text] | None = record.source_of if record is not None else None
        return said.get(name) if said is not None else None

    def _record_of(self, field: str) -> "tuple[Goal | Node | None, str]":
        """The record that says more of a figure, and what the figure goes by there: years share
        what is said of what is to be, not of what was.
        """
        shared = field_of(field)
        return (self.goal, shared) if shared in TARGET_FIELDS else (self.node, field)

    def walk(self) -> Iterator["Indicator"]:
        """This indicator and everything below it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()


def counted(indicator: Indicator, field: str) -> tuple[tuple[Decimal, Indicator], ...] | None:
    """The children that make up a figure, each with its factor (not yet divided by `divisor`); None
    where nothing adds up: by rule, in an excerpt, or where a maximum to rebase by is not known.

    A bonus comes on top of a mean or of a rebased total as it does of a sum: whole, and without a
    say in what is divided by. What is not scored or does not apply takes no part.
    """
    node = indicator.node
    if node.aggregate == "none" or not indicator.children or node.is_excerpt:
        return None
    by = divisor(indicator)
    if not by:
        return None
    with exactly():
        regular = node.scale if node.rebase is None else node.rebase * _rebased_by(indicator)[1]
        return tuple(
            (
                by
                if child.node.bonus
                else regular * child.node.weight
                if node.aggregate == "weighted"
                else regular,
                child,
            )
            for child in indicator.children
            if child.counts_in(indicator) and not (field == "max" and child.node.bonus)
        )


def divisor(indicator: Indicator) -> Decimal:
    """What the factors of `counted` are divided by: 1 for a sum, the count for a mean, the weights
    for a weighted mean, the applicable maxima for a rebased total; 0 where one of these is not
    known.
    """
    node = indicator.node
    if node.rebase is not None:
        return _rebased_by(indicator)[0]
    regular = [
        child for child in indicator.children if child.counts_in(indicator) and not child.node.bonus
    ]
    if node.aggregate == "sum" or not regular:
        return ONE
    if node.aggregate == "mean":
        return Decimal(len(regular))
    return sum((child.node.weight for child in regular), ZERO)


def _rebased_by(indicator: Indicator) -> tuple[Decimal, Decimal]:
    """What a total is rebased by, its applicable maxima, as a quotient: more than 1 below where
    they do not come out even. 0 where one of them is not known.
    """
    regular = (it for it in indicator.children if it.counts_in(indicator) and not it.node.bonus)
    total = Fraction(0)
    for child in regular:
        most = exact_max(child)
        if most is None:
            return ZERO, ONE
        total += most
    whole = even(total)
    return (Decimal(total.numerator), Decimal(total.denominator)) if whole is None else (whole, ONE)


def exact_max(indicator: Indicator) -> Fraction | None:
    """The applicable maximum, in points: its own, or else what the maxima below come to; None where
    one is not known.
    """
    if indicator.max is not None:
        return Fraction(indicator.max)
    total, terms = Fraction(0), counted(indicator, "max") or ()
    for factor, child in terms:
        most = exact_max(child)
        if most is None:
            return None
        total += Fraction(factor) * most
    return total / Fraction(divisor(indicator)) if terms else None


def applicable_max(indicator: Indicator) -> Decimal | None:
    """The applicable maximum as a decimal; None also where it does not come out even."""
    if indicator.max is not None:
        return indicator.max
    most = exact_max(indicator)
    return None if most is None else even(most)


def applicable(
    node: Node, index: Index, children: tuple[Indicator, ...], loc: Loc, better: Better
) -> Decimal | None:
    """What the maxima of the rows that apply come to, a cap still being one; nothing where none of
    them does; where nothing adds up, what is printed stands.
    """
    bare = Indicator(
        node.id, node, index, children, loc, score=None, max=None, floor=node.floor, planned=None,
        target=None, goal=None, plain_sum=False, lifted=False, applies=True, partial=True,
        better=better,
    )  # fmt: skip
    if not counted(bare, "max"):
        regular = [row for row in children if not row.node.bonus]
        none = bool(regular) and node.is_plain_sum and not any(row.applies for row in regular)
        return ZERO if none else node.max
    most = exact_max(bare)
    if most is None:
        return None
    is_cap = node.counts == "capped" and node.max is not None and Fraction(node.max) <= most
    return node.max if is_cap else even(most)
