"""The equations that a plan's figures must satisfy."""

from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from operator import attrgetter
from typing import Any

from parplan.engine.bend import bend
from parplan.engine.identities.identity import Found, Identity, Unknown
from parplan.engine.identities.maxima import full_max, maximum_of
from parplan.engine.identities.printed import (
    Figure,
    figure,
    figure_of,
    figures,
    finest,
    half_of,
)
from parplan.engine.identities.stands import (
    Part,
    Sum,
    Terms,
    percent_of_maximum,
    printed_part,
    scored,
    stand_for,
    sum_of,
)
from parplan.engine.identities.totals import ceiling
from parplan.model.fields import LAST_YEAR, FigureField, dated_name, dated_of
from parplan.model.plan import Plan
from parplan.model.tree import FACT_FIELDS, Indicator, applicable_max, exact_max
from parplan.points import HUNDRED, ONE, ZERO, decimal_of, exactly


def adds_up(indicator: Indicator, field: str, plan: Plan) -> Found:
    """The children's figures make up the indicator's own."""
    if not indicator.children:
        return None
    if field == "max":
        return _maxima_add_up(indicator, plan)
    if field == "planned":
        return increases_add_up(indicator, plan)[-1]
    total = _total(indicator, field, plan)
    return made_up(indicator, total, printed_part(plan, field), plan, field)


def increases_add_up(indicator: Indicator, plan: Plan) -> list[Found]:
    """The children's increases make up the indicator's own, over the years until each one by which
    all of them print it; last, until the year that the plan is on its way to.
    """
    if not indicator.children:
        return [None]
    total = _total(indicator, "planned", plan)
    target = figure_of(indicator, "target", plan)
    aimed = target is not None and target.sign is None  # by which the parts are judged too
    part = printed_part(plan, "planned") if aimed else _asked(plan)
    found = made_up(indicator, total, part, plan, "planned")
    if not aimed and not isinstance(found, Identity):
        found = _to_targets(indicator, total, plan) or found
    if not isinstance(found, Identity):
        found = _of_one_year(indicator, plan) or found
    found = _by_year(found, plan)
    if not isinstance(found, Identity) or indicator.node.counts is not None:
        return [found]
    return [*_spans(found)]


def _of_one_year(indicator: Indicator, plan: Plan) -> Found:
    """The increases of the last year alone, where nobody knows what those until then come to;
    nothing where not all of them are printed, or not all are on top of those of the same year.
    """
    if len(plan.target_years) == 1 or indicator.node.counts is not None:
        return None
    then = plan.about.target_year
    name = dated_name("planned", then)
    total = _total(indicator, name, plan)
    found = made_up(indicator, total, printed_part(plan, name), plan, "planned")
    if not isinstance(found, Identity):
        return None
    goals = (plan.goals[it.ident] for it in (found.total, *(part for _, part in found.terms)))
    since = {max((it for it in goal.years_of("planned") if it < then), default=0) for goal in goals}
    return found if len(since) == 1 else None


def _to_targets(indicator: Indicator, total: Figure | None, plan: Plan) -> Found:
    """An increase as what leads from the printed score to the targets of the parts, whose scores
    are not known; nothing where that is not known either.
    """
    ends = made_up(indicator, total, printed_part(plan, "target"), plan, "target")
    start, missing = printed_part(plan, "score")(indicator)
    if not isinstance(ends, Identity) or missing or indicator.node.counts is not None:
        return None
    with exactly():
        less = tuple((-ends.divisor * factor, each) for factor, each in start)
    return ends._replace(terms=(*ends.terms, *less))


def _asked(plan: Plan) -> Part:
    """What a part is to gain: as it is printed, else from its score to its target."""
    planned, target, score = (printed_part(plan, field) for field in ("planned", "target", "score"))

    def part(row: Indicator) -> tuple[Terms, tuple[str, ...]]:
        own, missing = planned(row)
        end, start = target(row)[0], score(row)[0]
        if missing and end and start:
            return (*end, *((-factor, each) for factor, each in start)), ()
        return own, missing

    return part


def _total(indicator: Indicator, field: str, plan: Plan) -> Figure | None:
    """A printed figure of a total: its own, or that of the same fact where nothing makes it up."""
    own = figure(indicator, field)
    if own is not None:
        return own
    below = {row.id for row in indicator.walk()}  # a row may be said to be its own part
    bare = (it for it in plan.twins(indicator.id) if not it.children and it.id not in below)
    return finest(bare, field)


def _by_year(found: Found, plan: Plan) -> Found:
    """An equation of planned increases with each of those of several years as a figure of its own:
    where they make up its total, the last of them is what the others leave.
    """
    if not isinstance(found, Identity):
        return found
    *earlier, total = _each_year(found.total, plan)
    terms = [(by, each) for by, part in found.terms for each in _each_year(part, plan)]
    terms += [(-found.divisor, each) for each in earlier]
    return found._replace(total=total, terms=tuple(terms))


def _each_year(part: Figure, plan: Plan) -> tuple[Figure, ...]:
    """What several years are to gain as the increase of each; any other figure as it is."""
    row = plan.by_id[part.ident]
    if part.field != "planned" or row.increase_count == 1:
        return (part,)
    *earlier, last = figures(row, "planned")
    more = part.half - half_of(row, "planned")  # where its parts know it no better
    return (*earlier, last._replace(half=last.half + more))


def _spans(found: Identity) -> Iterator[Identity]:
    """An equation of increases by year, cut behind each year that its total and all of its terms
    print one of: what holds until two such years holds between them.
    """
    terms = (*found.terms, (-found.divisor, found.total))
    told: dict[str, set[int]] = {}
    for _, part in terms:
        told.setdefault(part.ident, set()).add(part.year)
    cuts = sorted(set.intersection(*told.values()) - {0})
    for since, until in pairwise((-1, *cuts, LAST_YEAR)):
        own = [part for part in (*found.earlier, found.total) if since < part.year <= until]
        if own:  # its total may stop before its terms
            within = (each for each in terms if since < each[1].year <= until)
            others = (each for each in within if each != (-found.divisor, own[-1]))
            yield found._replace(total=own[-1], terms=tuple(others))


def _maxima_add_up(indicator: Indicator, plan: Plan) -> Found:
    """The maxima below make up the printed one: of all rows, or of those that apply. A cap is no
    sum, and what a total is rebased to is none either, but all maxima have to be known for it.
    """
    total = _total(indicator, "max", plan)
    if indicator.node.rebase is not None:
        return _rebased(indicator)
    if indicator.node.counts == "capped":
        return None
    if not indicator.partial:
        return made_up(indicator, total, printed_part(plan, "max"), plan, "max")
    found = made_up(indicator, total, _applicable, plan, "max")
    every = full_max(indicator)
    if total is None or every is None or not isinstance(found, Identity) or not found.raw_delta:
        return found
    return None if every == total.value else found


def _rebased(indicator: Indicator) -> Found:
    """Nothing where all that a total is rebased by is known, else what is missing."""
    rows = [row for row in indicator.children if row.counts_in(indicator) and not row.node.bonus]
    missing = tuple((row.id, "max") for row in rows if exact_max(row) is None)
    total = Figure(indicator.id, "max", indicator.node.rebase or ZERO, ZERO)
    return Unknown(total, missing) if missing and not indicator.node.is_excerpt else None


def _applicable(row: Indicator) -> tuple[Terms, tuple[str, ...]]:
    value = applicable_max(row)
    return ((), ("max",)) if value is None else (((ONE, Figure(row.id, "max", value, ZERO)),), ())


def made_up(
    indicator: Indicator,
    total: Figure | None,
    part: Part,
    plan: Plan,
    field: str = "score",
) -> Found:
    """A part of each child makes up a total of the indicator. An increase of one that has a rule of
    its own also hangs on the printed scores.
    """
    if total is None:
        return None
    found = sum_of(indicator, part, field, plan)
    if not found.terms:
        return None
    if found.missing:
        return Unknown(total, found.missing)
    identity = Identity(total, found.terms, found.divisor)
    if indicator.node.counts is None or field == "max":
        return identity
    before = _before(indicator, plan) if field == "planned" else None
    return _as_counted(indicator, identity, before)


def _before(indicator: Indicator, plan: Plan) -> Found:
    """What the printed scores of the parts come to, with no rule."""
    found = sum_of(indicator, printed_part(plan, "score"), "score", plan)
    total = Figure(indicator.id, "score", ZERO, ZERO)
    if found.missing:
        return Unknown(total, found.missing)
    return Identity(total, found.terms, found.divisor)


def plainly_adds_up(indicator: Indicator, field: FigureField) -> bool:
    """Whether a plain sum holds to the last digit: the usual case, told without building the
    equation. Of increases of several years each has to hold by itself.
    """
    if not indicator.plain_sum or (field == "planned" and indicator.increase_count > 1):
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
    rule = bend(indicator, ceiling(indicator, exact_max))
    if rule is None:
        return Unknown(found.total, ((indicator.id, "max"),))
    if isinstance(before, Unknown):
        return before._replace(total=found.total)
    if before is not None:  # the two may go down to parts of different depths
        found, before = _times(found, before.divisor), _times(before, found.divisor)
    raw = Fraction(0) if before is None else before.exact
    then, from_raw = raw + found.exact, before is not None and rule.is_plain(raw)
    if rule.is_plain(then) and (before is None or from_raw):
        return found
    free = Decimal(rule.is_plain(then))  # held at a bound, the parts have no say in it
    terms = [(free * factor, part) for factor, part in found.terms]
    constant = ZERO if free else decimal_of(rule.of(then))
    if before is not None:
        terms += [((free - from_raw) * factor, part) for factor, part in before.terms]
        constant -= ZERO if from_raw else decimal_of(rule.of(raw))
    return Identity(found.total, tuple(terms), found.divisor, constant)


def _times(identity: Identity, by: Decimal) -> Identity:
    """The same equation, all of it so many times."""
    with exactly():
        terms = tuple((factor * by, part) for factor, part in identity.terms)
        return identity._replace(terms=terms, divisor=identity.divisor * by)


def increase_reaches_target(indicator: Indicator, plan: Plan) -> Found:
    """Score + planned increase = target; an increase that another place prints, which prints no
    target, or that of the parts where these are not known to reach anything.
    """
    total = figure(indicator, "target")
    if total is None:
        return None
    place: Indicator | None = indicator
    if indicator.planned is None:
        twins = (it for it in plan.twins(indicator.id) if it.planned is not None)
        said = [it for it in twins if (end := figure(it, "target")) is None or end.sign]
        place = max(said, key=lambda it: it.decimals_in("planned"), default=None)
    if place is not None:
        planned = Sum(tuple((ONE, each) for each in figures(place, "planned")), ONE, ())
    else:
        planned = stand_for(indicator, printed_part(plan, "planned"), "planned", plan)
        by_parts = parts_reach_target(plan.whole(indicator), plan)
        if planned.missing or isinstance(by_parts, Identity):
            return None
    score = scored(indicator, plan)
    if score.missing:
        return Unknown(total, score.missing) if place is not None else None
    with exactly():
        terms = [(factor * planned.divisor, each) for factor, each in score.terms]
        terms += [(factor * score.divisor, each) for factor, each in planned.terms]
        found = Identity(total, tuple(terms), score.divisor * planned.divisor)
    return _by_year(found, plan)


def parts_reach_target(indicator: Indicator, plan: Plan) -> Found:
    """The children's targets, printed or else score + planned increase, make up the indicator's own
    target.
    """
    total = _total(indicator, "target", plan)
    return _by_year(made_up(indicator, total, part_reaching(plan), plan, "target"), plan)


def part_reaching(plan: Plan) -> Part:
    """What a part is to reach: its printed target, else its score and planned increase."""

    def part(row: Indicator) -> tuple[Terms, tuple[str, ...]]:
        target, no_target = printed_part(plan, "target")(row)
        if not no_target:
            return target, ()
        score, no_score = printed_part(plan, "score")(row)
        planned, no_increase = printed_part(plan, "planned")(row)
        if no_increase and dated_of(*no_target):  # the row tells targets of other years
            no_increase = no_target
        return ((*score, *planned) if planned else ()), (*no_score, *no_increase)

    return part


def is_cause(code: str, field: str, target: str) -> bool:
    """Whether what a row's equation is off by, by its rule and the field of its total, is what its
    parts are to reach is off by as well, in the year of such a `target`.
    """
    now, then = dated_of(field), dated_of(target)
    if code == "A303":
        return now is None or then is None or now[1] <= then[1]
    return (code, field) in (("A301", "score"), ("A304", target))


def follows(delta: Decimal, slack: Decimal, causes: Collection[Decimal]) -> bool:
    """Whether what parts are to reach is off only by what the row's score, increases and target
    are, within rounding: settled there, it holds.
    """
    return bool(causes) and abs(sum(causes, ZERO) - delta) <= slack


def percent_is_share(indicator: Indicator, plan: Plan) -> Found:
    """Percent = 100 x score / maximum; of a total whose score is not printed, by what its parts
    come to.
    """
    percent, score = figure(indicator, "percent"), figure_of(indicator, "score", plan)
    if percent is None:
        return None
    found: Found = None if score is None else Identity(percent, ((ONE, score),))
    if score is None and indicator.node.counts is None:
        found = made_up(indicator, percent, printed_part(plan, "score"), plan)
    if not isinstance(found, Identity):
        return found
    printed = figure_of(indicator, "max", plan)
    whole = not indicator.partial and indicator.node.rebase is None
    maximum = Fraction(printed.value) if whole and printed else maximum_of(indicator, plan)
    if not maximum:
        return Unknown(percent, ((indicator.id, "max"),))
    most, by = map(Decimal, maximum.as_integer_ratio())
    with exactly():
        terms = tuple((HUNDRED * by * factor, part) for factor, part in found.terms)
        return Identity(percent, terms, found.divisor * most)


def is_of_parts(indicator: Indicator, plan: Plan) -> bool:
    """Whether a total's score is printed as a percent alone, and its parts come to that within
    rounding: then they say more exactly what it is.
    """
    indicator = plan.whole(indicator)
    if not indicator.children or figure_of(indicator, "score", plan) is not None:
        return False
    found = percent_is_share(indicator, plan)
    return isinstance(found, Identity) and found.is_within


def _of_parts(indicator: Indicator, field: str, plan: Plan) -> Figure | None:
    """A printed figure, off by as much as its parts may be together where it could be their sum."""
    own = figure(indicator, field)
    if own is None or not indicator.children or not own.half:
        return own
    is_target = field == "target"
    made = parts_reach_target(indicator, plan) if is_target else adds_up(indicator, field, plan)
    if not isinstance(made, Identity):
        return own
    each = (made.total, *(part for _, part in made.terms))
    alone = sum((part.half for part in each if part.ident == own.ident), ZERO)
    return own._replace(half=own.half + max(made.slack - 2 * alone, ZERO))


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
    pairs = ((_of_parts(it, field, plan) for it in (indicator, other)) for field in fields)
    found = (
        _by_year(Identity(here._replace(sign=None), ((ONE, there),)), plan)
        for here, there in pairs
        if here is not None and there is not None and here.sign == there.sign
    )
    last = ([*_spans(equation)][-1] for equation in found if isinstance(equation, Identity))
    return [equation for equation in last if equation.terms]


def past_adds_up(indicator: Indicator, plan: Plan) -> Iterator[Found]:
    """The children's scores of each earlier year make up the indicator's own, where the criteria
    are the same ones.
    """
    for name in indicator.node.past_names if indicator.children else ():
        past = dated_of(name)
        if past is not None and plan.compares_with_now(indicator.id, past[1]):
            yield adds_up(indicator, name, plan)


def change_since(indicator: Indicator, plan: Plan) -> Found:
    """Score, or percent of the maximum, - the printed score of the year compared with = change."""
    change = figure(indicator, "change")
    if change is None:
        return None
    name = dated_name("score", plan.about.since)
    before = figure_of(indicator, name, plan)
    if before is None:
        return None
    score = figure(indicator, "score")
    now = percent_of_maximum(indicator, plan) if score is None else (ONE, score)
    if now is None:
        return Unknown(change, ((indicator.id, "score"),))
    return Identity(change, (now, (-ONE, before)))


def stated(indicator: Indicator, plan: Plan) -> list[tuple[str, Found]]:
    """Every equation whose total is a figure of this indicator, with the code of the rule that
    judges it.
    """
    by_rule = indicator.node.counts is not None
    found: list[tuple[str, Found]] = [
        ("A320" if by_rule else "A301", adds_up(indicator, "score", plan)),
        ("A302", adds_up(indicator, "max", plan)),
        *(("A320" if by_rule else "A303", it) for it in increases_add_up(indicator, plan)),
        ("A304", increase_reaches_target(indicator, plan)),
        ("A320" if by_rule else "A305", parts_reach_target(indicator, plan)),
        ("A306", percent_is_share(indicator, plan)),
        ("A309", change_since(indicator, plan)),
    ]
    found += [("A301", equation) for equation in past_adds_up(indicator, plan)]
    return found + [("A307", identity) for identity in same_fact(indicator, plan)]
