"""A plan's printed figures, each with how far its digits may be off, by path; and what errata put
in the place of some.

A figure printed with d decimals stands for the interval of half a unit of its last digit around it.
Maxima are definitions, not measurements: they are exact.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from parplan.model.errata import Erratum
from parplan.model.fields import TARGET_FIELDS, FigureField, dated_of, field_of
from parplan.model.findings import Finding
from parplan.model.plan import Plan
from parplan.model.targets import AMOUNTS, Statement, Target
from parplan.model.tree import FACT_FIELDS, Indicator
from parplan.points import HUNDRED, ONE, ZERO, digits, half_unit, padded

Put = tuple[Decimal, Decimal]  # a figure as it is printed, and what is put there


class Figure(NamedTuple):
    """A printed figure: whose, which (its field, with its year where years are told apart), how
    much (points or percent), and how far its printed digits may be off; of points that are printed
    as a percent of the maximum, so many `percent`; of a target that is to be passed, by which
    `sign`.
    """

    ident: str
    field: str
    value: Decimal
    half: Decimal
    percent: Decimal | None = None
    sign: Literal[">", "<"] | None = None

    @property
    def path(self) -> str:
        """Id and field: ``par.5.score``."""
        return f"{self.ident}.{self.field}"

    @property
    def year(self) -> int:
        """The year of an increase that is told apart; 0 of any other figure."""
        dated = dated_of(self.field)
        return dated[1] if dated is not None and dated[0] == "planned" else 0

    @property
    def printed(self) -> Decimal:
        """What stands there: points or percent."""
        return self.value if self.percent is None else self.percent


def figure(indicator: Indicator, field: str) -> Figure | None:
    """A printed figure of an indicator with its precision; None where it is not printed, or is no
    number of points or percent.
    """
    if field == "target":
        return _target(indicator.by_itself, *indicator.printed_as(field))
    name = field
    if field in ("percent", "max", "change"):  # the printed maximum, whether or not all parts apply
        value = getattr(indicator.node, field)
    elif field in FACT_FIELDS or dated_of(field) is None:
        value = getattr(indicator, field)
        names = indicator.printed_as(field)
        name = names[0] if len(names) == 1 else field
    else:
        value = indicator.dated(field)
        if isinstance(value, Target):
            return _target(indicator.saying(field), field)
    if not isinstance(value, Decimal):
        return None
    return Figure(indicator.id, name, value, half_of(indicator, field))


def figure_of(indicator: Indicator, field: str, plan: Plan) -> Figure | None:
    """A printed figure of a fact: in its own place, else in the first other one that prints it
    with the most decimals; a target that is to be reached before one that is to be passed.
    """
    own, fact = figure(indicator, field), plan.fact(indicator.id)
    is_own = fact is None or (own is not None and own.sign is None)
    return own if fact is None or is_own else fact.once(field, finest)


def finest(places: Iterable[Indicator], field: str) -> Figure | None:
    """Of the figures that some places print, the first that is off by the least."""
    printed = (found for place in places if (found := figure(place, field)) is not None)
    return min(printed, key=lambda found: (found.sign is not None, found.half), default=None)


def met(indicator: Indicator) -> Statement | None:
    """The statement of a target that is met last: of those that ask for as much, one that asks to
    be passed.
    """
    last = [
        aim.statement
        for aim in indicator.aims
        if aim.statement.bounds == indicator.better
        and aim.amount(indicator.max, Decimal) == indicator.target
    ]
    return max(last, key=lambda said: said.is_strict, default=None)


def _target(indicator: Indicator, field: str) -> Figure | None:
    """The amount (points) of a target; a percent is printed with as many decimals as others."""
    said = met(indicator)
    value = None if said is None else said.amount(indicator.max, Decimal)
    if said is None or value is None:
        return None
    sign = next((sign for sign in _PASSED if sign == said.sign), None)
    if isinstance(said.asked, Decimal) and said.kind == "percent":
        told = padded(value, indicator.decimals)
        return Figure(indicator.id, field, told, half_of(indicator, "target"), said.asked, sign)
    return Figure(indicator.id, field, value, half_of(indicator, "target"), None, sign)


_PASSED: Final[tuple[Literal[">"], Literal["<"]]] = (">", "<")


def figures(indicator: Indicator, field: FigureField) -> tuple[Figure, ...]:
    """The printed figures that make up one together: the increases of several years, each by
    itself; without those, the one there is.
    """
    found = (figure(indicator, name) for name in indicator.printed_as(field))
    return tuple(part for part in found if part is not None)


def half_of(indicator: Indicator, field: str) -> Decimal:
    """How far a printed figure of an indicator may be off, in points, or percent of a percentage; a
    maximum is exact; what is planned in several years is off by as much as all of that.
    """
    if field == "max":
        return ZERO
    shares = _shares(indicator.by_itself) if field == "target" else ()
    if shares:
        declared = indicator.root.percent_decimals
        decimals = max(indicator.decimals if declared is None else declared, *map(digits, shares))
        return half_unit(decimals) * (indicator.max or ZERO) / HUNDRED
    printed = indicator.increase_count if field == "planned" else 1
    return printed * half_unit(indicator.decimals_in(field))


def _shares(indicator: Indicator) -> tuple[Decimal, ...]:
    """The percentages of the maximum that a target in points comes from, and from nothing else."""
    last = [
        aim.statement
        for aim in indicator.aims
        if aim.statement.kind in AMOUNTS and aim.amount(indicator.max, Decimal) == indicator.target
    ]
    asked = (said.asked for said in last if said.kind == "percent")
    found = tuple(it for it in asked if isinstance(it, Decimal))
    return found if len(found) == len(last) else ()


def half_published(row: Indicator, digits: int) -> Decimal:
    """How far a published score of a row may be off, in points, by its digits behind the point;
    more than its index has say no more.
    """
    return half_unit(min(digits, row.decimals_in("score")))


def slack_beside(row: Indicator, digits: int) -> Decimal:
    """By how much rounding alone may separate such a published score from the plan's own."""
    return half_published(row, digits) + half_of(row, "score")


POINT_FIELDS: tuple[FigureField, ...] = ("score", "max", "percent", "planned", "target")


def figure_at(plan: Plan, path: str) -> Figure | None:
    """The figure that a path such as ``par.5.score`` names; None where there is none."""
    ident, _, field = path.rpartition(".")
    indicator = plan.by_id.get(ident)
    plain = (field,) if field in _IN_POINTS else ()
    if indicator is None or not (dated_of(field) or indicator.undated(plain)):
        return None
    return figure(indicator.saying(field), field)


_IN_POINTS = (*POINT_FIELDS, "change")  # where no years are told apart


def _names(indicator: Indicator) -> tuple[str, ...]:
    """What its figures in points or percent may go by, each by one name."""
    return (*indicator.undated(_IN_POINTS), *indicator.dated_names)


def figure_paths(plan: Plan) -> list[str]:
    """The paths of all printed figures, in the order of the plan."""
    return [
        f"{ident}.{field}"
        for ident, indicator in plan.by_id.items()
        for field in _names(indicator)
        if figure_at(plan, f"{ident}.{field}") is not None
    ]


# Contradictions of ranks, and of which way a target points: of no figure, whatever points a target
# asks for beside that.
_OF_NO_FIGURE = frozenset({"R206", "R208", "R209", "R210", "A310"})


def figures_of(plan: Plan, finding: Finding) -> dict[str, Decimal]:
    """The printed figures of a contradiction, in points or percent as they are printed, by path;
    none where it is of no such figure, so that no errata can hold it.
    """
    if finding.code in _OF_NO_FIGURE:
        return {}
    own = figure_at(plan, finding.path)
    figures = {} if own is None else {own.path: own.printed}
    for operand in finding.operands:
        part = figure_at(plan, operand.path)
        figures[operand.path] = operand.value if part is None else part.printed
    return figures


def in_points(plan: Plan, figures: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Figures as they would be printed, by path, in points; percents of scores stay what they
    are.
    """
    parts = {path: figure_at(plan, path) for path in figures}
    return {path: worth(plan, parts[path], figures) * value for path, value in figures.items()}


def worth(plan: Plan, part: Figure | None, figures: Mapping[str, Decimal] = {}) -> Decimal:
    """How many points one is, of what a figure is printed in; with other figures in some places."""
    if part is None or part.percent is None:
        return ONE
    return figures.get(f"{part.ident}.max", plan.by_id[part.ident].max or ZERO) / HUNDRED


def in_force(plan: Plan) -> Iterator[tuple[str, Erratum]]:
    """The errata whose figures are the printed ones still, by path: only of them was anything
    decided.
    """
    for path, erratum in plan.errata.items():
        said = {path: erratum.printed, **erratum.against}
        if all(
            (part := figure_at(plan, each)) is not None and part.printed == value
            for each, value in said.items()
        ):
            yield path, erratum


def decided(plan: Plan) -> dict[str, Put]:
    """The figures, printed and corrected, that the errata decided on, by path."""
    return {
        path: (part.printed, value)
        for path, value in corrections(plan).items()
        if (part := figure_at(plan, path))
    }


def of_now(plan: Plan, made: Mapping[str, Put]) -> dict[str, Put]:
    """Those among corrections that a plan shows: of targets of several years, those of the year
    that it is on its way to, and the increases until then.
    """

    def is_shown(path: str) -> bool:
        ident, _, name = path.rpartition(".")
        field = field_of(name)
        return field not in TARGET_FIELDS or name in plan.by_id[ident].printed_as(field)

    return {path: put for path, put in made.items() if is_shown(path)}


def corrections(plan: Plan) -> dict[str, Decimal]:
    """The figures that the errata put instead of the printed ones, as they would be printed, by
    path (``par.8.sipas.score``).
    """
    decided = ((path, erratum) for path, erratum in in_force(plan) if erratum.decision == "correct")
    return {path: erratum.correct for path, erratum in decided if erratum.correct is not None}
