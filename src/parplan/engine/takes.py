"""What it takes, in points, to have a rank, to gain places, or to be in a group: by what is known
of other units.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from parplan.engine.rank import among_groups, mirrored, scale_of
from parplan.model.aims import Takes, entry
from parplan.model.fields import Exact, turned
from parplan.model.indicators import titled
from parplan.model.mergers import less, more, points_of
from parplan.model.peers import Moves, Panel, Published
from parplan.model.plan import Plan
from parplan.model.targets import Statement
from parplan.model.tree import Indicator
from parplan.points import Rank, one_field, raised
from parplan.text import Text


def takes(
    plan: Plan,
    ident: str,
    said: Statement,
    fields: Iterable[Panel | Published],
) -> Takes | None:
    """What a statement of a row's target takes, by a field of as many units as its rank is one of;
    of several by the table that has the plan's own year, or else by what is published of it, or
    else by the latest year; None where none of them tells.
    """
    indicator, wanted = plan.by_id[ident], plan.about.year
    found: list[Takes | None] = []
    for field in sorted(fields, key=lambda it: not isinstance(it, Panel)):  # tables first
        if isinstance(field, Panel):
            for year in field.years(ident):
                score = plan.known(indicator, "score") if year == wanted else None
                ahead = max(plan.about.target_year - year, 0)
                found.append(_in_table(indicator, said, field, year, score, ahead))
        elif ident in field.groups:
            found.append(_in_groups(plan, indicator, said, field))
    known = (told for told in found if told is not None)
    return max(
        known,
        key=lambda told: (told.units is None, told.year == wanted, told.year),
        default=None,
    )


def _apart(plan: Plan, ident: str, said: Statement, units: int) -> int | None:
    """The number of units of a field, where it is another than that which a statement's rank is one
    of: it names that, or means those of the plan's own year.
    """
    named = said.asked.of if isinstance(said.asked, Rank) else None
    return None if one_field(named or plan.field(ident, plan.about.year), units) else units


def _in_table(
    indicator: Indicator,
    said: Statement,
    panel: Panel,
    year: int,
    score: Decimal | None,
    ahead: int,
) -> Takes | None:
    """By a table, in which the scores of all others are known: of an excerpt they are not.
    Where units rank by shares of different maxima, how the others would move is not known; by the
    target year they have moved.
    """
    ident, measures = indicator.id, panel.measures(indicator.id, year)
    others = {unit: each for unit, each in measures.items() if unit != panel.own}
    named, units = said.asked.of if isinstance(said.asked, Rank) else None, len(others) + 1
    if panel.ranked_beyond(ident, year) and named != units:
        return None
    own = measures.get(panel.own or "")
    if score is not None:
        true = more(score, panel.unprinted(ident, year, score))
        own = panel.own_measure(ident, year, true)

    def enough(rivals: Iterable[Exact]) -> Decimal | None:
        """Of rivals with such measures: the worst that there is, where nobody has to be caught up
        with.
        """
        listed = list(rivals)
        at = _asked(said, listed, own)
        if at is None or not 1 <= at <= len(listed) + 1:
            return None  # there is no such rank among them: some are not listed
        if at > len(listed):
            return indicator.floor if indicator.better == "higher" else indicator.max
        return _level(sorted(listed, reverse=True)[at - 1], indicator, panel, year, score)

    least = enough(others.values())
    if least is None:
        return None
    is_still = panel.by_share(ident, year) or not ahead
    moves = Moves(1, {}) if is_still else panel.moves(ident, over=ahead)
    scale = scale_of(panel, ident, year)
    moved = {
        then: points
        for then, each in sorted(moves.by_year.items())
        if (points := enough(scale.moved(others, each))) is not None
    }
    still = any(others.keys() - moves.by_year[then].keys() for then in moved)
    apart, name = _apart(panel.plan, ident, said, units), Text(panel.name, panel.name)
    return Takes(least, name, year, moved, moves.over, max(ahead, 1), still, units=apart)


def _asked(said: Statement, rivals: Iterable[Exact], own: Exact | None) -> int | None:
    """The rank that is asked for, by what all rank by: ties share the better one."""
    if isinstance(said.asked, Rank):
        return said.asked.at
    if isinstance(said.asked, int) and own is not None:
        return sum(measure > own for measure in rivals) + 1 - said.asked
    return None


def _level(
    rival: Exact, indicator: Indicator, panel: Panel, year: int, score: Decimal | None
) -> Decimal | None:
    """The own score that is level with a rival, by what both rank by; raised where it has more
    digits than a file can hold: a mean is not to be fallen short of. A score that the plan prints
    with fewer digits than the table has passes or misses it as those do.
    """
    points = panel.own_points(indicator.id, year, rival)
    if points is None:
        return None
    level = turned(points, indicator.better)
    found = raised(points_of(level))
    if score is not None:
        printed = turned(score, indicator.better)
        beyond = turned(panel.unprinted(indicator.id, year, score), indicator.better)
        missing = less(level, more(printed, beyond))
        if missing <= 0:
            found = min(found, printed)
        elif found <= printed:
            found = raised(points_of(more(printed, missing)))
    return turned(found, indicator.better)


def _in_groups(plan: Plan, indicator: Indicator, said: Statement, field: Published) -> Takes | None:
    """By published groups: the score that is just good enough for a group, or the end of one that
    just makes a rank certain: the lowest of these where more is better, the highest where less is.
    """
    record, groups = field.record, field.groups[indicator.id]
    if said.kind == "group":
        group = titled(str(said.asked), groups)
        if group is None:
            return None
        enough = entry(group.low, group.high, indicator.better)
        return Takes(enough, record.name, record.year, group=group.name)
    is_own = record.year == plan.about.year
    own = plan.known(indicator, "score") if is_own else None
    rank = record.ranks.get(indicator.id) or (plan.rank(indicator) if is_own else None)
    asked = said.rank_from(rank)
    stands = field.own_rank(indicator.id, plan.rank(indicator))
    least = None if asked is None else _certain(indicator, asked.at, field, own, stands)
    apart = _apart(plan, indicator.id, said, field.units(indicator.id))
    return None if least is None else Takes(least, record.name, record.year, units=apart)


def _certain(
    indicator: Indicator, at: int, field: Published, own: Decimal | None, rank: int | None
) -> Decimal | None:
    """The lowest score, of the own one and the ends of groups, that is certain to rank so well."""
    groups, of = mirrored(field.groups[indicator.id], indicator.better), field.units(indicator.id)
    own = None if own is None else turned(own, indicator.better)
    ends = {end for group in groups for end in (group.low, group.high)}
    scores = sorted(ends if own is None else {own, *ends})
    places = (
        (each, among_groups(each, groups, of, own, indicator.decimals, rank)) for each in scores
    )
    found = next((each for each, place in places if place.worst <= at), None) if at >= 1 else None
    return None if found is None else turned(found, indicator.better)


def all_taken(
    plan: Plan, fields: Sequence[Panel | Published]
) -> dict[tuple[str, Statement], Takes]:
    """What every statement of the plan takes that other units decide on, where they tell."""
    asked = (
        (row.id, aim.statement)
        for row in plan.by_id.values()
        for aim in row.aims
        if aim.is_relative
    )
    found = ((each, takes(plan, *each, fields)) for each in asked)
    return {each: told for each, told in found if told is not None}
