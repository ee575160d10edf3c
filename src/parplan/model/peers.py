"""Peers: what is known of a field of units, in groups and summary figures, or unit by unit."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeVar

from pydantic import Field

from parplan.model.fields import (
    Count,
    Exact,
    Id,
    MaybePoints,
    MaybeRank,
    OfPlan,
    Points,
    Record,
    Words,
    Year,
    described,
    turned,
)
from parplan.model.fixed import EMPTY
from parplan.model.mergers import Mergers, less, points_of
from parplan.model.plan import Plan
from parplan.points import ZERO, Rank, digits, half_unit
from parplan.text import Text

if TYPE_CHECKING:
    from parplan.model.habits import Names


class PeerGroup(Record):
    """A published group of units: the lowest and the highest score in it, and how many units it
    has.
    """

    id: Annotated[Id, described("mã của nhóm", "the group's id")]
    name: Annotated[Words, described("tên của nhóm", "its name")]
    low: Annotated[
        Points, described("điểm thấp nhất trong nhóm", "the lowest score in it, in points")
    ]
    high: Annotated[
        Points, described("điểm cao nhất trong nhóm", "the highest score in it, in points")
    ]
    count: Annotated[Count, described("số đơn vị trong nhóm", "how many units are in it")]


class Gains(Record):
    """By how much units ever gained from one year to the next: nine in ten at most `p90`, none more
    than `largest`.
    """

    p90: Annotated[
        MaybePoints,
        described(
            "chín phần mười đơn vị tăng không quá mức này", "nine in ten gained no more, in points"
        ),
    ] = None
    largest: Annotated[
        Points,
        described("mức tăng cao nhất trong một năm", "the largest gain in one year, in points"),
    ]


class History(Record):
    """Yearly gains of all units over some years, by row."""

    first: Annotated[Year, described("năm đầu", "the first year")]
    last: Annotated[Year, described("năm cuối", "the last year")]
    rows: Annotated[dict[str, Gains], described("mức tăng theo mã", "gains by id")]


class PeersFile(OfPlan):
    """peers/<name>.yaml: a field of units, as far as it is published."""

    name: Annotated[Words, described("tên", "what it is")]
    year: Annotated[Year, described("năm", "the year of the field")]
    ranked: Annotated[Count, described("số đơn vị được xếp hạng", "how many units were ranked")]
    source: Annotated[Words, described("nguồn", "where it is from")] = Text("", "")
    means: Annotated[
        dict[str, Points],
        described("trung bình theo mã", "means by id, in points"),
        Field(default_factory=dict),
    ]
    ranks: Annotated[
        dict[str, MaybeRank],
        described(
            "thứ hạng của chính đơn vị lập kế hoạch, theo mã", "the plan's own unit's ranks by id"
        ),
        Field(default_factory=dict),
    ]
    groups: Annotated[
        dict[str, tuple[PeerGroup, ...]],
        described("các nhóm theo mã, từ cao xuống thấp", "groups by id, the highest first"),
        Field(default_factory=dict),
    ]
    gains: Annotated[
        History | None, described("mức tăng hằng năm đã có", "what units ever gained in a year")
    ] = None


class Published(NamedTuple):
    """A field of units, as far as it is published."""

    record: PeersFile

    @property
    def groups(self) -> Mapping[str, tuple[PeerGroup, ...]]:
        """The groups of each row that has any, the highest first."""
        return self.record.groups

    def units(self, ident: str) -> int:
        """How many units the groups of a row have: fewer or more than the whole index, perhaps."""
        return sum(group.count for group in self.groups[ident])

    def own_rank(self, ident: str, printed: Rank | None) -> int | None:
        """Where the own unit stands among them in the plan's year: as is published, else as the
        plan prints it; None where that is over another number of units.
        """
        published, of = self.record.ranks.get(ident), self.units(ident)
        if published is not None:
            return published.at if published.of in (None, of) else None
        return printed.at if printed is not None and printed.of == of else None

    @property
    def source(self) -> Text:
        """Where it is from, or what it is where nobody says."""
        return self.record.source if self.record.source.vi.strip() else self.record.name


class Gain(NamedTuple):
    """By how much a unit's score changed from one year to the next, in points."""

    unit: str
    year: int  # the later one
    change: Exact


# By row of the plan, then by year, then by unit.
Scores = Mapping[str, Mapping[int, Mapping[str, Exact]]]


class Moves(NamedTuple):
    """By how much units moved in what they rank by, in points, by the last of so many years and by
    unit.
    """

    over: int
    by_year: Mapping[int, Mapping[str, Exact]]


class Panel(NamedTuple):
    """Scores (points) by row of the plan, then by year, then by unit. A unit without a score was
    not ranked.

    `digits` is how many the longest score of each row has behind the point; `ranked` is what the
    table declares of how many units were ranked, by year. Where it lists fewer it is an excerpt.
    `named` are all units that it names. `maxima` are what scores are out of, in points, where the
    table says so. Where units became others, it shows the field as the year `view` sees it:
    `combined` tells of scores that are not published, but follow from those of the units that
    became one, from how many they do; `table` is what the table itself has.
    """

    name: str
    scores: Scores
    own: str | None  # the plan's own unit, as the table names it
    names: "Names"
    plan: Plan  # whose rows these are
    digits: Mapping[str, int]
    ranked: Mapping[int, int] = EMPTY
    named: tuple[str, ...] = ()
    maxima: Scores = EMPTY
    mergers: Mergers | None = None
    view: int = 0
    combined: Mapping[str, Mapping[int, Mapping[str, int]]] = EMPTY
    table: "Panel | None" = None

    def seen(self, year: int) -> "Panel":
        """The panel in the field as a year sees it: every unit that had become another one by then
        in none of its years, and the other one in all of them, its scores combined where the table
        has none of its own. No year has units of both fields.
        """
        table, mergers = self.table or self, self.mergers
        if mergers is None or (self.table is not None and self.view == year):
            return self
        scores, maxima = (
            {
                ident: {
                    then: mergers.field(of, self.root(ident), then, year)
                    for then, of in years.items()
                }
                for ident, years in listed.items()
            }
            for listed in (table.scores, table.maxima)
        )
        made = self._replace(
            scores=_each(scores, lambda field: field.scores),
            maxima=_each(maxima, lambda field: field.scores),
            combined=_each(scores, lambda field: field.of),
            view=year,
            table=table,
        )
        ranked = {
            then: len(made.listed(then)) + table.unlisted(then) if made.is_remade(then) else count
            for then, count in table.ranked.items()
        }
        return made._replace(ranked=ranked)

    def root(self, ident: str) -> str:
        """The index that a row is part of."""
        return self.plan.by_id[ident].root.id

    def units(self, ident: str) -> list[str]:
        """The units that a row's field has by the table, ranked or not."""
        mergers = self.mergers
        return list(self.named) if mergers is None else mergers.units(self.root(ident), self.view)

    def score(self, ident: str, year: int, unit: str | None) -> Decimal | None:
        """A unit's score, in points, to be told; None where it was not ranked."""
        score = self.scores.get(ident, {}).get(year, {}).get(unit or "")
        return None if score is None else points_of(score)

    def parts(self, ident: str, year: int, unit: str | None) -> int:
        """From the scores of how many units a unit's score follows; 0 where it is published."""
        return self.combined.get(ident, {}).get(year, {}).get(unit or "", 0)

    def lacking(self, ident: str, year: int) -> Mapping[str, tuple[str, ...]]:
        """The units that have no score of a row in a year because some that became them have none,
        and which.
        """
        if self.mergers is None or not self.is_remade(year):
            return {}
        scores = (self.table or self).scores.get(ident, {}).get(year, {})
        return self.mergers.lacking(scores, self.root(ident), year, self.view)

    def is_remade(self, year: int) -> bool:
        """Whether a year is of other units than it is published for, which became others since."""
        before = {} if self.table is None else self.table.scores
        return any(
            self.combined[ident].get(year)
            or self.scores[ident].get(year, {}).keys() != years.get(year, {}).keys()
            for ident, years in before.items()
        )

    def years(self, ident: str) -> list[int]:
        """The years that a row has scores of, in order."""
        return sorted(year for year, units in self.scores.get(ident, {}).items() if units)

    def listed(self, year: int) -> set[str]:
        """The units that the table has a score of in a year: a line without any is of a unit that
        was not ranked.
        """
        return {unit for years in self.scores.values() for unit in years.get(year, ())}

    def unlisted(self, year: int) -> int:
        """How many units other than the own one were ranked in a year, as the table declares, and
        are not in it.
        """
        return max(0, self.ranked.get(year, 0) - len({self.own, *self.listed(year)}))

    def is_excerpt(self, year: int) -> bool:
        """Whether the table declares that more units were ranked in a year than it lists."""
        return year in self.ranked and self.ranked[year] > len(self.listed(year))

    def ranked_beyond(self, ident: str, year: int) -> int | None:
        """How many units were ranked in a row in a year, where the table is known to lack some of
        them: as it declares, or else the plan; None where it is not. A table that lacks some in the
        plan's own year is held against that number in its other years too: which of these has all
        of them, nobody says.
        """
        own = self.plan.about.year
        if year in self.ranked:
            return self.ranked[year] if self.unlisted(year) else None
        known = None if self.is_remade(year) else self.plan.field(ident, year)  # of other units
        listed = len(self.measures(ident, year).keys() | {self.own})  # it has the plan's score
        if known is None and year != own and own in self.years(ident) and not self.is_remade(own):
            known = self.ranked_beyond(ident, own)
        return known if known is not None and known > listed else None

    def is_whole(self, ident: str, year: int) -> bool:
        """Whether nothing says that more units were ranked in a row in a year than it lists: only
        then does anybody know where one stood in the field, or what its middle was.
        """
        return not self.is_excerpt(year) and self.ranked_beyond(ident, year) is None

    def is_not_own(self, unit: str) -> bool:
        """Whether a unit is another than the plan's own: sorts that one first."""
        return unit != self.own

    def maximum(self, ident: str, year: int, unit: str | None) -> Exact | None:
        """What a unit's score is out of, in points: as the table says, else as the plan does."""
        said = self.maxima.get(ident, {}).get(year, {}).get(unit or "")
        return self.plan.by_id[ident].max if said is None else said

    def by_share(self, ident: str, year: int) -> bool:
        """Whether a row's scores of a year are out of different maxima, and so rank by their shares
        of them.
        """
        units = self._of(ident, year) if ident in self.maxima else ()
        return len({self.maximum(ident, year, unit) for unit in units}) > 1

    def measures(self, ident: str, year: int) -> Mapping[str, Exact]:
        """What units rank by in a row in a year, the highest first: their scores, or their shares
        of 1 of maxima that differ; each as `turned`. One whose maximum nobody knows is not ranked
        then.
        """
        scores, better = self._of(ident, year), self.plan.by_id[ident].better
        if not self.by_share(ident, year):
            return {unit: turned(score, better) for unit, score in scores.items()}
        maxima = {unit: self.maximum(ident, year, unit) for unit in scores}
        return {
            unit: turned(Fraction(score) / Fraction(most), better)
            for unit, score in scores.items()
            if (most := maxima[unit])
        }

    def own_measure(self, ident: str, year: int, score: Exact) -> Exact:
        """What the own unit would rank by in a year with a score, as `measures` has the others."""
        by_share = self.by_share(ident, year)
        most = self.maximum(ident, year, self.own) if by_share else None
        measure = Fraction(score) / Fraction(most) if most else score
        return turned(measure, self.plan.by_id[ident].better)

    def own_points(self, ident: str, year: int, measure: Exact) -> Exact | None:
        """The score, in points, that the own unit ranks by in a year; None where what it is out of
        decides on that, and nobody knows it.
        """
        points = turned(measure, self.plan.by_id[ident].better)
        if not self.by_share(ident, year):
            return points
        most = self.maximum(ident, year, self.own)
        return Fraction(points) * Fraction(most) if most else None

    def unprinted(self, ident: str, year: int, score: Exact) -> Exact:
        """What the table has of the own unit's score of a year beyond that of the plan, in points,
        where that is the same one rounded or cut; 0 where these are two scores.
        """
        own, row = self._of(ident, year).get(self.own or ""), self.plan.by_id[ident]
        beyond = ZERO if own is None else less(own, score)
        half = half_unit(max(row.decimals_in("score"), digits(points_of(score))))
        return beyond if -half <= beyond <= half else ZERO

    def moves(self, ident: str, since: int | None = None, over: int = 1) -> "Moves":
        """By how much units moved in what they rank by (since a year) over so many years; over one
        where the table has no years so far apart.
        """
        found: dict[int, dict[str, Exact]] = {}
        for gain in self.gains(ident, since, over=over):
            change = turned(gain.change, self.plan.by_id[ident].better)
            found.setdefault(gain.year, {})[gain.unit] = change
        return Moves(over, found) if found or over == 1 else self.moves(ident, since)

    def ranks(self, ident: str, year: int) -> Mapping[str, Rank]:
        """Where each unit ranks in a row in a year: ties share the better rank, and the ranks after
        it are skipped. None does where the table is an excerpt.
        """
        if self.is_excerpt(year):
            return {}
        measures = self.measures(ident, year)
        ordered = sorted(measures.values(), reverse=True)
        first = {measure: at for at, measure in reversed(list(enumerate(ordered, 1)))}
        return {unit: Rank(first[measure], len(ordered)) for unit, measure in measures.items()}

    def gains(
        self, ident: str, since: int | None = None, unit: str | None = None, over: int = 1
    ) -> Iterator[Gain]:
        """The changes of a row from each year (since the one given) to the next, or over so many
        years, where all of these compare, of every unit (or of one) that was ranked in both, out of
        the same maximum, and whose total is made of the same rows.
        """
        for year in self.years(ident):
            first = year - over
            same_criteria = (self.plan.compares(ident, at) for at in range(first + 1, year + 1))
            if first < (since or 0) or not all(same_criteria):
                continue
            before, now = self.ranked_in(ident, first), self.ranked_in(ident, year)
            rows = [(self._of(row, first), self._of(row, year)) for row in self.rows(ident)]
            maxima = [self.maxima.get(ident, {}).get(then, {}) for then in (first, year)]
            for each in now if unit is None else {unit} & now.keys():
                same = maxima[0].get(each) == maxima[1].get(each)
                if each in before and same and not (rows and _other_rows(each, rows)):
                    yield Gain(each, year, less(now[each], before[each]))

    def _of(self, ident: str, year: int) -> Mapping[str, Exact]:
        """The scores of a row in a year, by unit."""
        return self.scores.get(ident, {}).get(year, {})

    def ranked_in(self, ident: str, year: int) -> Mapping[str, Exact]:
        """As `_of`, of units that were ranked in the index, where the table tells: some have scores
        of a few rows, and no total.
        """
        scores = self._of(ident, year)
        totals = self._of(self.root(ident), year)
        if not totals or totals is scores:
            return scores
        return {unit: score for unit, score in scores.items() if unit in totals}

    def rows(self, ident: str) -> list[str]:
        """The rows that a total is made of and that the table has."""
        return [child.id for child in self.plan.by_id[ident].children if child.id in self.scores]


Found = TypeVar("Found")
Asked = TypeVar("Asked")


def _each(
    listed: Mapping[str, Mapping[int, Found]], ask: Callable[[Found], Asked]
) -> dict[str, dict[int, Asked]]:
    return {
        ident: {year: ask(found) for year, found in years.items()}
        for ident, years in listed.items()
    }


def _other_rows(unit: str, rows: Iterable[tuple[Mapping[str, Exact], Mapping[str, Exact]]]) -> bool:
    """Whether a unit's total is made of other rows than before, in pairs of both years' scores;
    where nothing is known of one year, nothing differs.
    """
    before, now = zip(*((unit in first, unit in second) for first, second in rows), strict=True)
    return before != now and any(before) and any(now)
