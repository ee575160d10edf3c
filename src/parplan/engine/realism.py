"""Whether planned gains are within what has ever been done: against the headroom, the unit's own
past, and the past of others that started as low or as high.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from math import ceil
from typing import Literal, NamedTuple

from parplan.engine.baseline import Baseline
from parplan.engine.gap import Standing
from parplan.engine.observed import State, came_to
from parplan.engine.rank import among
from parplan.model.fields import Better, Exact, turned
from parplan.model.mergers import more
from parplan.model.peers import Gain, Panel, Published
from parplan.model.plan import Plan
from parplan.model.results import SETTLED, Outcomes
from parplan.model.tree import Indicator
from parplan.points import ZERO, Rank
from parplan.text import Text

Verdict = Literal["never", "rare", "ambitious", "usual"]
HALF, NINE_IN_TEN = Fraction(1, 2), Fraction(9, 10)
_ALIKE = Fraction(1, 4)  # of all gains: those that a planned one is compared with
_ENOUGH = Fraction(10)  # gains at least; of fewer it cannot be told what one in ten is


class Precedent(NamedTuple):
    """What units ever gained `over` so many years, in points, as changes of the score (below 0
    where less is better): none more than `largest`; over which years, from which source, and who
    gained the most of how many, where that is known.

    `gains` are those that a planned one is compared with, the smallest first: of the units that
    started nearest to where the own one does (`start`), or of all of them where that is not known;
    nine in ten are at most `p90`, half of them at most `median`. Of what is published as summary
    figures there are none, and no more than `p90` is known.
    """

    p90: Exact | None
    largest: Exact
    first: int
    last: int
    source: Text
    unit: str | None = None
    units: int | None = None
    over: int = 1
    median: Exact | None = None
    gains: tuple[Exact, ...] = ()
    start: Rank | None = None


class Feasible(NamedTuple):
    """A planned gain of one row, in points, beside what it can be measured by, all as changes of
    the score; None is unknown. The gain is planned `over` so many years, and `own` is the largest
    one of the unit itself in as many."""

    id: str
    name: Text
    decimals: int
    decimals_of: Mapping[str, int]
    planned: Decimal
    better: Better
    headroom_used: Decimal | None  # planned / headroom, a share of 1
    own: Exact | None
    precedent: Precedent | None
    over: int = 1

    @property
    def verdict(self) -> Verdict | None:
        """Never done: beyond what any unit ever gained, the own one too. Rare: more than nine in
        ten of the gains that it is compared with. Ambitious: more than half of them, where these
        are known. Or usual. None where no past of as many years is known.
        """
        past = self._past
        if past is None:
            return None
        if self._passes(past.largest):
            return "never" if self.own is None or self._passes(self.own) else "rare"
        if past.p90 is None:
            return None
        if self._passes(past.p90):
            return "rare"
        return "ambitious" if past.median is not None and self._passes(past.median) else "usual"

    @property
    def percentile(self) -> Decimal | None:
        """Which share of the gains that it is compared with is no larger, a share of 1; None where
        they are not known, or are of other spans of years.
        """
        if self._past is None or not self._past.gains:
            return None
        planned = turned(self.planned, self.better)
        no_larger = sum(turned(gain, self.better) <= planned for gain in self._past.gains)
        return Decimal(no_larger) / len(self._past.gains)

    @property
    def _past(self) -> Precedent | None:
        """What was gained in as many years."""
        past = self.precedent
        return past if past is not None and past.over == self.over else None

    def _passes(self, change: Exact) -> bool:
        return turned(self.planned, self.better) > turned(change, self.better)


def feasible(
    index: Standing, precedents: Mapping[str, Precedent], own: Mapping[str, Exact], over: int
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
                row.decimals_of,
                row.increase,
                row.better,
                used,
                own.get(row.id),
                precedents.get(row.id),
                over,
            )


def own_best(
    plan: Plan, outcomes: Outcomes | None, panels: Iterable[Panel], since: int, over: int
) -> dict[str, Exact]:
    """The unit's own largest gain over a year since one, or over so many, by row, before the plan
    and after: from the plan with its earlier years, its results, and tables of units. What it
    assessed itself is no gain, and years that do not compare gain nothing.
    """
    fields, base = [panel for panel in panels if panel.own is not None], plan.about.year
    told: dict[int, dict[str, State]] = {}
    if outcomes is not None:
        baseline, observed = Baseline(plan), {seen.year for seen in outcomes.observations}
        told = {year: came_to(baseline, outcomes, year, SETTLED) for year in observed - {base}}

    def score(ident: str, year: int) -> Decimal | None:
        seen = told.get(year, {}).get(ident)
        decimals = plan.by_id[ident].decimals
        return plan.score_in(ident, year) if seen is None else seen.points(decimals)

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
    rows: Mapping[str, Standing],
    since: int | None,
    over: int,
) -> dict[str, Precedent]:
    """What units ever gained (since a year) over so many years, or over one where no more is known,
    by row (each with where it stands now): of several fields that with the longest history counts,
    of equally long ones a table, which knows who it was. What is published of more years than are
    asked for cannot be told apart, and does not count.
    """
    found: dict[str, Precedent] = {}
    for field in sorted(fields, key=lambda field: not isinstance(field, Panel)):
        own = (
            _in_table(field, rows.values(), since, over)
            if isinstance(field, Panel)
            else _as_published(field, rows)
        )
        for ident, precedent in own:
            before = found.get(ident)
            if precedent.first < (since or 0):
                continue
            length = (precedent.over, precedent.last - precedent.first)
            if before is None or length > (before.over, before.last - before.first):
                found[ident] = precedent
    return found


def without_gains(panels: Iterable[Panel], ident: str) -> tuple[Panel, ...]:
    """The tables that have scores of a row where none of them tells what any unit gained; none
    where one does.
    """
    having = tuple(panel for panel in panels if panel.years(ident))
    return () if any(any(panel.gains(ident)) for panel in having) else having


def _as_published(
    field: Published, rows: Mapping[str, Standing]
) -> Iterator[tuple[str, Precedent]]:
    """What is published of the rows, as gains: from 0 up where less is better, too."""
    history = field.record.gains
    if history is None:
        return
    for ident, gains in history.rows.items():
        better = rows[ident].better if ident in rows else "higher"
        p90 = None if gains.p90 is None else turned(gains.p90, better)
        largest = turned(gains.largest, better)
        yield ident, Precedent(p90, largest, history.first, history.last, field.source)


def _in_table(
    panel: Panel, rows: Iterable[Standing], since: int | None, over: int
) -> Iterator[tuple[str, Precedent]]:
    for row in rows:
        made = list(panel.gains(row.id, since, over=over))
        as_long = over if made else 1
        made = made or list(panel.gains(row.id, since))
        if made:
            by_size = partial(turned, better=row.better)
            most = max(made, key=lambda gain: by_size(gain.change))
            start, alike = _started_alike(panel, row, made, as_long)
            ordered = sorted((gain.change for gain in alike), key=by_size)
            years = [gain.year for gain in made]
            first, last = min(years) - as_long, max(years)
            name = f"{panel.name}, {first}–{last}"
            yield (
                row.id,
                Precedent(
                    quantile(ordered, NINE_IN_TEN),
                    most.change,
                    first,
                    last,
                    Text(name, name),
                    most.unit,
                    len({gain.unit for gain in made}),
                    as_long,
                    quantile(ordered, HALF),
                    tuple(ordered),
                    start,
                ),
            )


def _started_alike(
    panel: Panel, row: Standing, made: Sequence[Gain], over: int
) -> tuple[Rank | None, Sequence[Gain]]:
    """Where the own unit starts in the field, with the quarter of all gains that began nearest to
    there, each at its place in the field of its own first year, those that are just as near too.
    None, with all gains, where no places are known.
    """
    own = _own_place(panel, row)
    years = {gain.year for gain in made}
    whole = {year for year in years if panel.is_whole(row.id, year - over)}
    ranks = {year: panel.ranks(row.id, year - over) for year in whole}
    began: dict[Rank, list[Gain]] = {}  # by place, because few places are told apart
    for gain in made:
        rank = ranks.get(gain.year, {}).get(gain.unit)
        if rank is not None:
            began.setdefault(rank, []).append(gain)
    if own is None or not began:
        return None, made
    wanted = max(_ALIKE * sum(map(len, began.values())), _ENOUGH)
    near: dict[Fraction, list[Gain]] = {}
    for rank, gains in began.items():
        near.setdefault(abs(_depth(rank) - _depth(own)), []).extend(gains)
    alike: list[Gain] = []
    for distance in sorted(near):
        if len(alike) >= wanted:
            break
        alike += near[distance]
    return own, alike


def _own_place(panel: Panel, row: Standing) -> Rank | None:
    """The rank of the own score among all others, in the plan's own year, or else in the latest
    before it that the table has and a score is known of. An excerpt gives no ranks.
    """
    base = panel.plan.about.year
    for year in reversed(panel.years(row.id)):
        printed = row.score if year == base else panel.plan.score_in(row.id, year)
        score = panel.scores[row.id][year].get(panel.own or "") if printed is None else printed
        if year <= base and score is not None and panel.is_whole(row.id, year):
            measures = panel.measures(row.id, year)
            others = [each for unit, each in measures.items() if unit != panel.own]
            true = more(score, panel.unprinted(row.id, year, score))
            place = among(panel.own_measure(row.id, year, true), others)
            return Rank(place.best, place.of)
    return None


def _depth(rank: Rank) -> Fraction:
    """How deep in its field a rank lies: 0 is the first place, 1 the last."""
    return Fraction(rank.at - 1, max((rank.of or rank.at) - 1, 1))


def quantile(ordered: Sequence[Exact], share: Fraction) -> Exact:
    """The gain that so large a share of gains, the smallest first, do not pass: the nearest rank,
    so that it is a gain somebody made. Raises ValueError without any.
    """
    if not ordered:
        raise ValueError("no gains")
    return ordered[ceil(len(ordered) * share) - 1]
