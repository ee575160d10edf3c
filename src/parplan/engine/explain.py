"""Where a figure comes from: value, formula and operands, down to what is printed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from parplan.engine.bend import bend
from parplan.engine.gap import Standing, standings
from parplan.engine.identities.basis import Basis, figures
from parplan.engine.identities.equations import adds_up, is_of_parts
from parplan.engine.identities.identity import Identity
from parplan.engine.identities.totals import aggregate, on_top
from parplan.model.aims import Aim
from parplan.model.cells import Cell, cell_of
from parplan.model.fields import dated_name, dated_of, field_of
from parplan.model.plan import Plan
from parplan.model.targets import Target
from parplan.model.tree import FACT_FIELDS, FactField, Indicator, counted, divisor
from parplan.points import MOST_DECIMALS, ONE, Rank, decimal_of, digits
from parplan.text import brief

Kind = Literal["points", "share", "percent", "rank", "signed"]
FIELDS: Final = (
    "score",
    "max",
    "percent",
    "rank",
    "planned",
    "target",
    "gap",
    "headroom",
    "headroom_used",
    "shortfall",
    "change",
    "previous_score",
    "rank_change",
    "previous_rank",
)
_KINDS: Final[dict[str, Kind]] = {
    "percent": "percent",
    "headroom_used": "share",
    "rank": "rank",
    "previous_rank": "rank",
    "planned": "signed",
    "change": "signed",
    "rank_change": "rank",
}


class Formula(NamedTuple):
    """How a figure follows from others: the operands with their signs or factors, and what they
    come to (exact points).
    """

    text: str
    result: Decimal


class Step(NamedTuple):
    """A figure: `value` as it counts on the basis asked for, its cell if it is printed, and what it
    follows from.
    """

    path: str
    indicator: Indicator
    field: str
    kind: Kind
    value: Decimal | Rank | int | None
    cell: Cell | None
    formula: Formula | None
    operands: tuple["Step", ...]
    aims: tuple[Aim, ...] = ()  # the statements of a target

    def __repr__(self) -> str:
        return brief(self, "path", "kind", "value", "operands")

    @property
    def decimals(self) -> int:
        """How many decimals its points are declared with."""
        field = next((known for known in FACT_FIELDS if known == self.field), None)
        return self.indicator.decimals if field is None else self.indicator.decimals_in(field)


class Explainer:
    """Explains the figures of one plan on one basis; `document` is the plan as it is printed, where
    that is another one.
    """

    def __init__(self, plan: Plan, basis: Basis, document: Plan | None = None) -> None:
        self.plan = plan
        self.basis = basis
        self.document = document or plan
        self.rows: dict[str, Standing] = {
            row.id: row for index in standings(plan, basis) for row in index.walk()
        }
        self.exact = figures(plan, basis, Fraction)
        self._ways = {plan.about.target_year: plan}

    def figure(self, ident: str, field: str, depth: int = 99) -> Step | None:
        """One figure, `depth` levels down; None where it is neither printed nor follows from
        anything.
        """
        indicator, row = self.plan.by_id[ident], self.rows[ident]
        dated = dated_of(field)
        if dated is not None and dated[0] == "target":
            return self._target_of(ident, dated[1], depth)
        value = self._value(indicator, row, field)
        aims = row.aims if field == "target" else ()
        if value is None and not aims:
            return None
        formula, operands = self._formula(indicator, row, field, depth) if depth > 0 else (None, ())
        names = indicator.printed_as(field)
        of_rows = field == "planned" and indicator.planned is None
        name = field if of_rows or len(names) > 1 else names[0]
        cell = cell_of(self.document, self.document.by_id[ident], name)
        return Step(
            f"{ident}.{name}",
            indicator,
            name,
            _KINDS.get(field_of(field), "points"),
            value,
            cell,
            formula,
            operands,
            aims,
        )

    def _target_of(self, ident: str, year: int, depth: int) -> Step | None:
        """The target of a year, of a row that tells them apart; None where the plan has none."""
        then = self._aiming(year) if year in self.plan.target_years else None
        if then is None or then.by_id[ident].due_as("target") != dated_name("target", year):
            return None
        printed = self.document.aiming(year)
        explainer = self if then is self.plan else Explainer(then, self.basis, printed)
        return explainer.figure(ident, "target", depth)

    def _aiming(self, year: int) -> Plan:
        """The plan on its way to one of its target years."""
        if year not in self._ways:
            self._ways[year] = self.plan.aiming(year)
        return self._ways[year]

    def _is_summed(self, indicator: Indicator, field: str) -> bool:
        """Whether the increase of a year is what the parts are to gain in that year alone."""
        dated = dated_of(field)
        if dated is None or dated[0] != "planned" or indicator.node.counts is not None:
            return False
        then = self._aiming(dated[1])
        found = adds_up(then.by_id[indicator.id], "planned", then)
        return isinstance(found, Identity) and found.years == [dated[1]]

    def _value(
        self, indicator: Indicator, row: Standing, field: str
    ) -> Decimal | Rank | int | None:
        node = indicator.node
        if dated_of(field) is not None:
            told = indicator.dated(field)
            return None if isinstance(told, Target) else told
        if field == "previous_score":
            return None if node.score is None or node.change is None else node.score - node.change
        if field == "previous_rank":
            return (
                None
                if node.rank is None or node.rank_change is None
                else node.rank.at + node.rank_change
            )
        value: Decimal | Rank | int | None = getattr(
            node if field in ("percent", "change", "rank_change") else row, field
        )
        return value

    def _formula(
        self, indicator: Indicator, row: Standing, field: str, depth: int
    ) -> tuple[Formula | None, tuple[Step, ...]]:
        lower = row.better == "lower"
        if field == "headroom":
            return (None, ()) if lower else self._headroom(indicator, depth)  # else: to the floor
        of_parts = indicator.score is None and is_of_parts(indicator, self.plan)
        if field == "percent" and indicator.score is None and not of_parts:
            return None, ()  # the score follows from it
        if field in _DERIVED:
            names, result = (_TURNED if lower and field in _TURNED else _DERIVED)[field]
            return self._from(indicator, names, result, depth)
        if field == "change":
            before = dated_name("score", self.plan.about.since)
            return self._from(indicator, ("score", "−", before), lambda a, b: a - b, depth)
        if field in indicator.node.past_names or self._is_summed(indicator, field):
            return self._added(indicator, field, depth)
        years = indicator.printed_as(field)
        if field == "planned" and indicator.planned is not None and len(years) > 1:
            summed = tuple(name for year in years for name in ("+", year))[1:]
            return self._from(indicator, summed, lambda *each: sum(each, _NOTHING), depth)
        if dated_of(field) is not None:
            return None, ()
        by_percent = indicator.score is None and indicator.node.percent is not None
        if field == "score" and by_percent and not of_parts:
            return self._from(indicator, *_OF_PERCENT, depth)
        fact = next((known for known in FACT_FIELDS if known == field), None)
        if fact is not None and _here(indicator, fact) is None:
            found = self._elsewhere(indicator, fact, depth)
            if found is not None:
                return found
        if field == "rank" and indicator.node.rank is None:
            twins = self.plan.twins(indicator.id)
            found_at = next((twin.id for twin in twins if twin.node.rank is not None), None)
            step = None if found_at is None else self.figure(found_at, field, depth - 1)
            return None, () if step is None else (step,)
        if field == "target":
            return self._target(indicator, row, depth)
        return (None, ()) if fact is None else self._added(indicator, fact, depth)

    def _headroom(
        self, indicator: Indicator, depth: int
    ) -> tuple[Formula | None, tuple[Step, ...]]:
        """What is left to the maximum, and to those of the bonus rows on top; no formula where a
        row has a ceiling of its own, or is beyond.
        """
        factors = {"max": Fraction(1), "score": Fraction(-1)}
        own = [(factors[name], self.figure(indicator.id, name, depth - 1)) for name in factors]
        lifts = [
            (worth, self.figure(lift.id, "max", depth - 1))
            for worth, lift in on_top(indicator)
            if isinstance(lift, Indicator)
        ]
        terms = [(by, step) for by, step in (own[0], *lifts, own[1]) if step is not None]
        values = [by * value for by, step in terms if (value := self._exact(step)) is not None]
        steps: tuple[Step, ...] = tuple(step for _, step in terms)
        headroom = self.exact[indicator.id].headroom
        if headroom is None or sum(values, _NOTHING) != headroom:
            return None, ()
        text = " ".join(
            f"{'−' if by < 0 else '+'} {'' if abs(by) == 1 else f'{abs(by)} × '}{step.path}"
            for by, step in terms
        )
        return Formula(text.removeprefix("+ "), _cut(headroom, steps)), steps

    def _elsewhere(
        self, indicator: Indicator, field: FactField, depth: int
    ) -> tuple[Formula, tuple[Step, ...]] | None:
        """A figure that is printed where the same fact stands elsewhere; None where it is not, or
        its rows make it up here.
        """
        if self.basis == "parts" and counted(self.plan.whole(indicator), "score"):
            return None
        found = [
            self.figure(twin.id, field, depth - 1)
            for twin in self.plan.twins(indicator.id)
            if _here(twin, field) is not None or (field == "score" and twin.node.percent)
        ]
        step = next((step for step in found if step is not None), None)
        if step is None or not isinstance(step.value, Decimal):
            return None
        return Formula(step.path, step.value), (step,)

    def _target(
        self, indicator: Indicator, row: Standing, depth: int
    ) -> tuple[Formula | None, tuple[Step, ...]]:
        kinds = {aim.statement.kind for aim in row.aims}
        if kinds and ("points" not in kinds or row.is_estimate):
            return None, ()  # as the plan states it
        if row.target_source != "sum" and row.score is not None and row.planned is not None:
            return self._from(indicator, _DERIVED_TARGET[0], _DERIVED_TARGET[1], depth)
        return self._added(indicator, "target", depth)

    def _from(
        self,
        indicator: Indicator,
        names: tuple[str, ...],
        result: Callable[..., Fraction],
        depth: int,
    ) -> tuple[Formula | None, tuple[Step, ...]]:
        """A figure from others of the same indicator; `names` alternate signs and fields."""
        fields = [name for name in names if is_field(name)]
        found = [self.figure(indicator.id, field, depth - 1) for field in fields]
        steps = [step for step in found if step is not None]
        values = [value for step in steps if (value := self._exact(step)) is not None]
        if len(values) < len(fields):
            return None, ()
        paths = {name: step.path for name, step in zip(fields, steps, strict=True)}
        text = " ".join(paths.get(name, name) for name in names)
        return Formula(text, _cut(result(*values), steps)), tuple(steps)

    def _exact(self, step: Step) -> Fraction | None:
        """The figure of a step, which its value may be cut from; None where that is none."""
        plain = Fraction(step.value) if isinstance(step.value, Decimal) else None
        target = step.field in step.indicator.printed_as("target")
        name = "target" if target else step.field
        exact: Fraction | None = getattr(self.exact[step.indicator.id], name, plain)
        return exact

    def _added(
        self, indicator: Indicator, field: str, depth: int
    ) -> tuple[Formula | None, tuple[Step, ...]]:
        place = self.plan.whole(indicator)
        if place is not indicator:
            return self._made_at(place, indicator, field, depth)
        steps = {
            child.id: [
                step
                for name in self._end(child, field)
                if (step := self.figure(child.id, name, depth - 1))
            ]
            for _, child in counted(indicator, field) or ()
        }
        every = tuple(step for each in steps.values() for step in each)

        def value(child: Indicator) -> Fraction | None:
            found = [value for step in steps[child.id] if (value := self._exact(step)) is not None]
            whole = len(found) == len(self._end(child, field))
            return sum(found, Fraction(0)) if whole else None

        total, node = aggregate(indicator, value, field), indicator.node
        is_cap = field == "max" and node.counts == "capped" and node.max is not None
        if total is None or is_cap:  # which is no sum
            return None, ()
        text = _added_up(indicator, field, steps)
        if node.counts is not None and field != "max":
            return self._counted(indicator, total, text, field, every, depth)
        return Formula(text, _cut(total, every)), every

    def _made_at(
        self, place: Indicator, indicator: Indicator, field: str, depth: int
    ) -> tuple[Formula | None, tuple[Step, ...]]:
        """A figure that the rows of another place of the same fact make up, unless it is as it is
        printed.
        """
        fact = next((known for known in FACT_FIELDS if known == field), None)
        is_printed = fact is None or (
            self.basis == "printed" and _here(indicator, fact) is not None
        )
        step = None if is_printed else self.figure(place.id, field, depth - 1)
        if step is None or not isinstance(step.value, Decimal):
            return None, ()
        return Formula(step.path, step.value), (step,)

    def _end(self, row: Indicator, field: str) -> tuple[str, ...]:
        """The figures of a part that count in a total: where a target is no points, what leads to
        where the plan does.
        """
        is_open = field == "target" and self.rows[row.id].target is None
        return ("score", "planned") if is_open else (field,)

    def _counted(
        self,
        indicator: Indicator,
        total: Fraction,
        text: str,
        field: str,
        steps: tuple[Step, ...],
        depth: int,
    ) -> tuple[Formula | None, tuple[Step, ...]]:
        """What a total with a rule of its own makes of what its parts come to; of increases, beyond
        what it makes of their scores.
        """
        rule = bend(indicator, self.exact[indicator.id].ceiling)
        if rule is None:
            return None, steps
        counts = indicator.node.counts
        if field != "planned":
            return Formula(f"{counts}({text})", _cut(rule.of(total), steps)), steps
        rows = (child for _, child in counted(indicator, "score") or ())
        before = {it.id: self.figure(it.id, "score", depth - 1) for it in rows}
        told = {ident: [step] for ident, step in before.items() if step is not None}
        raw = aggregate(indicator, lambda child: self.exact[child.id].score)
        gain = rule.gain(raw, total)
        if gain is None or len(told) < len(before):
            return None, steps
        scores = _added_up(indicator, "score", told)
        both = (*(step for each in told.values() for step in each), *steps)
        formula = f"{counts}({scores} + {text}) − {counts}({scores})"
        return Formula(formula, _cut(gain, both)), both


def _added_up(indicator: Indicator, field: str, steps: Mapping[str, Sequence[Step]]) -> str:
    """How parts make up a figure, each by the paths of what counts of it."""

    def told(factor: Decimal, child: Indicator) -> str:
        path = " + ".join(step.path for step in steps[child.id])
        if factor == ONE:
            return path
        return f"{factor} × {path}" if len(steps[child.id]) == 1 else f"{factor} × ({path})"

    text = " + ".join(told(*term) for term in counted(indicator, field) or ())
    by = divisor(indicator)
    return text if by == ONE else f"({text}) / {by}"


def fields_of(indicator: Indicator) -> tuple[str, ...]:
    """What all figures of an indicator may go by, those of years that are told apart behind the
    rest.
    """
    return (*FIELDS, *indicator.dated_names)


def is_field(name: str) -> bool:
    """Whether figures go by such a name."""
    return name in FIELDS or dated_of(name) is not None


def _here(indicator: Indicator, field: FactField) -> Decimal | None:
    """A figure that is printed in its own place, or is what a total is rebased to."""
    if field == "max" and indicator.node.rebase is None:
        return indicator.node.max
    found: Decimal | None = getattr(indicator, field)
    return found


def _cut(result: Fraction, steps: Iterable[Step]) -> Decimal:
    """What a formula comes to, with as many digits as its operands are printed with."""
    printed = (digits(step.value) for step in steps if isinstance(step.value, Decimal))
    return decimal_of(result, max((many for many in printed if many <= MOST_DECIMALS), default=0))


_DERIVED_TARGET: Final[tuple[tuple[str, ...], Callable[..., Fraction]]] = (
    ("score", "+", "planned"),
    lambda a, b: a + b,
)
_OF_PERCENT: Final[tuple[tuple[str, ...], Callable[..., Fraction]]] = (
    ("percent", "×", "max", "/", "100"),
    lambda a, b: a * b / 100,
)
_NOTHING = Fraction(0)
_DERIVED: Final[dict[str, tuple[tuple[str, ...], Callable[..., Fraction]]]] = {
    "percent": (("100", "×", "score", "/", "max"), lambda a, b: 100 * a / b if b else _NOTHING),
    "gap": (("target", "−", "score"), lambda a, b: a - b),
    "headroom_used": (("gap", "/", "headroom"), lambda a, b: a / b if b else _NOTHING),
    "shortfall": (("target", "−", "score", "−", "planned"), lambda a, b, c: a - b - c),
    "previous_score": (("score", "−", "change"), lambda a, b: a - b),
}
# Where less is better.
_TURNED: Final[dict[str, tuple[tuple[str, ...], Callable[..., Fraction]]]] = {
    "gap": (("score", "−", "target"), lambda a, b: a - b),
    "shortfall": (("score", "+", "planned", "−", "target"), lambda a, b, c: a + b - c),
}
