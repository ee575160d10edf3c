"""Whether planned gains are within what has ever been done: against the headroom, the unit's own
past, and the past of others.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from math import ceil
from typing import Literal, NamedTuple

from parplan.engine.gap import Standing
from parplan.model.fields import Better, Exact, turned
from parplan.model.peers import Panel, Published
from parplan.model.plan import Plan
from parplan.model.results import Outcomes
from parplan.model.tree import Indicator
from parplan.points import ZERO
from parplan.text import Text

Verdict = Literal["beyond", "rare", "usual"]


class Precedent(NamedTuple):
    """What units ever gained `over` so many years, in points, as changes of the score (below 0
    where less is better): nine in ten at most `p90`, none more than `largest`; over which years,
    from which source, and who gained the most of how many, where that is known."""

    p90: Exact | None
    largest: Exact
    first: int
    last: int
    source: Text
    unit: str | None = None
    units: int | None = None
    over: int = 1


class Feasible(NamedTuple):
    """A planned gain of one row, in points, beside what it can be measured by, all as changes of
    the score; None is unknown. The gain is planned `over` so many years, and `own` is the largest
    one of the unit itself in as many."""

    id: str
    name: Text
    decimals: int
    planned: Decimal
    better: Better
    headroom_used: Decimal | None  # planned / headroom, a share of 1
    own: Exact | None
    precedent: Precedent | None
    over: int = 1

    @property
    def verdict(self) -> Verdict | None:
        """Beyond what any unit ever gained, the own one too; rare: more than nine in ten did; or
        usual. None where no past of as many years is known.
        """
        if self.precedent is None or self.precedent.over != self.over:
            return None
        if self._passes(self.precedent.largest):
            return "beyond" if self.own is None or self._passes(self.own) else "rare"
        if self.precedent.p90 is None:
            return None
        return "rare" if self._passes(self.precedent.p90) else "usual"

    def _passes(self, change: Exact) -> bool:
        return turned(self.planned, self.better) > turned(change, self.better)


def feasible(
    index: Standing, precedents: Mapping[str, Precedent], own: Mapping[str, Exact], over: int = 1
) -> Iterator[Feasible]:
    """Every gain of an index that is planned over so many years, its own last, beside the past of
    others and of the unit itself (points, by id).
    """
    rows = list(index.walk())
    for row in (*rows[1:], rows[0]):
        if row.increase is not None and turned(row.increase, row.better) > ZERO:
            used = abs(row.increase) / row.headroom if row.headroom else None
            yield Feasible(
                row.id,
                row.name,
                row.decimals,
                row.increase,
                row.better,
                used,
                own.get(row.id),
                precedents.get(row.id),
                over,
            )


def own_best(
    plan: Plan, outcomes: Outcomes | None, panels: Iterable[Panel], since: int, over: int = 1
) -> dict[str, Exact]:
    """The unit's own largest gain over a year since one, or over so many, by row, before the plan
    and after: from the plan with its earlier years, its results, and tables of units. Years that do
    not compare gain nothing.
    """
    fields, base = [panel for panel in panels if panel.own is not None], plan.about.year
    observed = {seen.year for seen in outcomes.observations} if outcomes else set()
    told = {year: outcomes.of_year(year) for year in observed - {base}} if outcomes else {}

    def score(ident: str, year: int) -> Decimal | None:
        seen = told.get(year, {}).get(ident)
        return plan.score_in(ident, year) if seen is None else seen.score

    def compares(ident: str, year: int) -> bool:
        return all(plan.compares(ident, at) for at in range(year - over + 1, year + 1))

    def changes(row: Indicator) -> Iterator[Exact]:
        printed, as_long = row.node.change, plan.about.since == base - over >= since
        if printed is not None and as_long and compares(row.id, base):
            yield printed
        for field in fields:
            yield from (gain.change for gain in field.gains(row.id, since, field.own, over))
        years = (year for year in {*plan.years(), *told} if year - over >= since)
        for year in filter(partial(compares, row.id), years):
            now, before = score(row.id, year), score(row.id, year - over)
            if now is not None and before is not None:
                yield now - before

    best = ((row, list(changes(row))) for row in plan.walk())
    return {row.id: max(made, key=partial(turned, better=row.better)) for row, made in best if made}


def precedents(
    fields: Iterable[Published | Panel],
    rows: Mapping[str, Better],
    since: int | None = None,
    over: int = 1,
) -> dict[str, Precedent]:
    """What units ever gained (since a year) over so many years, or over one where no more is known,
    by row, each with what is better of it: of several fields that with the longest history counts,
    of equally long ones a table, which knows who it was. What is published of more years than are
    asked for cannot be told apart, and does not count.
    """
    found: dict[str, Precedent] = {}
    for field in sorted(fields, key=lambda field: not isinstance(field, Panel)):
        own = (
            _in_table(field, rows, since, over)
            if isinstance(field, Panel)
            else _as_published(field)
        )
        for ident, precedent in own:
            before = found.get(ident)
            if precedent.first < (since or 0):
                continue
            length = (precedent.over, precedent.last - precedent.first)
            if before is None or length > (before.over, before.last - before.first):
                found[ident] = precedent
    return {
        ident: precedent._replace(
            p90=None if precedent.p90 is None else turned(precedent.p90, rows.get(ident, "higher")),
            largest=turned(precedent.largest, rows.get(ident, "higher")),
        )
        for ident, precedent in found.items()
    }


def _as_published(field: Published) -> Iterator[tuple[str, Precedent]]:
    history, source = field.record.gains, field.record.source
    if history is not None:
        for ident, gains in history.rows.items():
            yield ident, Precedent(gains.p90, gains.largest, history.first, history.last, source)


def _in_table(
    panel: Panel, rows: Mapping[str, Better], since: int | None, over: int
) -> Iterator[tuple[str, Precedent]]:
    for ident, better in rows.items():
        changes = list(panel.gains(ident, since, over=over))
        as_long = over if changes else 1
        changes = changes or list(panel.gains(ident, since))
        gains = [gain._replace(change=turned(gain.change, better)) for gain in changes]
        if gains:
            years = [gain.year for gain in gains]
            first, last = min(years) - as_long, max(years)
            name = f"{panel.name}, {first}–{last}"
            most = max(gains, key=lambda gain: gain.change)
            p90 = ninth_tenth(gain.change for gain in gains)
            units = len({gain.unit for gain in gains})
            source = Text(name, name)
            yield ident, Precedent(p90, most.change, first, last, source, most.unit, units, as_long)


def ninth_tenth(gains: Iterable[Exact]) -> Exact:
    """The gain that nine in ten do not pass: the nearest rank, so that it is a gain somebody made.
    Raises ValueError without any.
    """
    ordered = sorted(gains)
    if not ordered:
        raise ValueError("no gains")
    return ordered[ceil(len(ordered) * 9 / 10) - 1]
