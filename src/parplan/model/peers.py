"""Peers: what is known of a field of units, in groups and summary figures, or as a table of
scores.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar

from pydantic import Field

from parplan.model.fields import (
    FIRST_YEAR,
    LAST_YEAR,
    Exact,
    Id,
    MaybePoints,
    MaybeRank,
    OfPlan,
    Points,
    Record,
    Whole,
    Words,
    Year,
    described,
    turned,
)
from parplan.model.mergers import Mergers, less, points_of
from parplan.model.plan import Plan
from parplan.points import Rank, digits
from parplan.text import Text

if TYPE_CHECKING:
    from parplan.model.habits import Habits, Names


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
    count: Annotated[Whole, described("số đơn vị trong nhóm", "how many units are in it")]


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
        described("mức tăng lớn nhất trong một năm", "the largest gain in one year, in points"),
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
    ranked: Annotated[Whole, described("số đơn vị được xếp hạng", "how many units were ranked")]
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


class Gain(NamedTuple):
    """By how much a unit's score changed from one year to the next, in points."""

    unit: str
    year: int  # the later one
    change: Exact


# By row of the plan, then by year, then by unit.
Scores = Mapping[str, Mapping[int, Mapping[str, Exact]]]
_NOTHING: Mapping[str, Mapping[int, Mapping[str, Any]]] = MappingProxyType({})


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
    ranked: Mapping[int, int] = MappingProxyType({})
    named: tuple[str, ...] = ()
    maxima: Scores = _NOTHING
    mergers: Mergers | None = None
    view: int = 0
    combined: Mapping[str, Mapping[int, Mapping[str, int]]] = _NOTHING
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
        return self.ranked.get(year, 0) > len(self.listed(year))

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
            before, now = self._ranked(ident, first), self._ranked(ident, year)
            rows = [(self._of(row, first), self._of(row, year)) for row in self._rows(ident)]
            maxima = [self.maxima.get(ident, {}).get(then, {}) for then in (first, year)]
            for each in now if unit is None else {unit} & now.keys():
                same = maxima[0].get(each) == maxima[1].get(each)
                if each in before and same and not (rows and _other_rows(each, rows)):
                    yield Gain(each, year, less(now[each], before[each]))

    def _of(self, ident: str, year: int) -> Mapping[str, Exact]:
        """The scores of a row in a year, by unit."""
        return self.scores.get(ident, {}).get(year, {})

    def _ranked(self, ident: str, year: int) -> Mapping[str, Exact]:
        """As `_of`, of units that were ranked in the index, where the table tells: some have scores
        of a few rows, and no total.
        """
        scores = self._of(ident, year)
        totals = self._of(self.root(ident), year)
        if not totals or totals is scores:
            return scores
        return {unit: score for unit, score in scores.items() if unit in totals}

    def _rows(self, ident: str) -> list[str]:
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


class Line(NamedTuple):
    """A line of a table: its number in the file, and its cells."""

    number: int
    cells: list[str]


class Score(NamedTuple):
    """A cell of a table that is not empty: its line, its column, the row of the plan; its text, and
    the points that this is.
    """

    line: int
    at: int
    ident: str
    text: str
    score: Decimal | None


class Alias(NamedTuple):
    """Another name that a line of a table has for its unit."""

    line: int
    name: str
    unit: str


class Maximum(NamedTuple):
    """A cell that says what the scores of its line are out of: its line and its text; and the
    points that this is, where it is a figure above 0.
    """

    line: int
    text: str
    points: Decimal | None


class Count(NamedTuple):
    """A cell that says how many units were ranked in a year: its line and its text; and the number
    that this is, where it is a whole one above 0.
    """

    line: int
    year: int
    text: str
    ranked: int | None


_FOUR_DIGITS = re.compile(r"(?:19|20)[0-9]{2}", re.ASCII)
_BETWEEN = re.compile(r"[|;]")


@dataclass
class Table:
    """A CSV table of peers while it is read against the rows of a plan: units by year, a column a
    row.

    `rows` says which column is which row; `listed` in which line a unit has a year; `aliased` which
    other names lines have for their unit, `named` the name that each spelling of a unit goes by;
    `unranked` are cells that say that a unit was not ranked, `counts` those that say how many were,
    `maxima` those that say what a line's total is out of; `own` is the plan's own unit, as the
    table names it. `mergers` are the units that others became, for the plan that sees the field
    from the year `view`.
    """

    header: Line
    habits: "Habits"
    names: "Names" = field(init=False)
    rows: Mapping[int, str] = field(default_factory=dict)
    listed: dict[tuple[str, int], int] = field(default_factory=dict)
    cells: list[Score] = field(default_factory=list)
    unranked: list[Score] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    maxima: list[Maximum] = field(default_factory=list)
    aliased: list[Alias] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    own: str | None = None
    mergers: Mergers | None = None
    view: int = 0

    def __post_init__(self) -> None:
        heads = self.header.cells
        unit, year = (self.habits.column(which, heads) for which in ("unit", "year"))
        self.missing = [name for name, at in (("unit", unit), ("year", year)) if at is None]
        self.unit, self.year = unit or 0, year or 0
        self.aliases = self.habits.column("aliases", heads)
        self.ranked = self.habits.column("ranked", heads)
        self.max = self.habits.column("max", heads)

    def columns(self) -> list[tuple[int, str]]:
        """The columns that are to be rows, where the units and years have theirs."""
        named = enumerate(self.header.cells if not self.missing else ())
        others = (self.unit, self.year, self.aliases, self.ranked, self.max)
        return [(at, name) for at, name in named if name and at not in others]

    def totals(self, plan: Plan) -> list[str]:
        """The indices that it has the totals of."""
        return [index.id for index in plan.indices if index.id in self.rows.values()]

    # What follows stands when the table has been read.

    @cached_property
    def whose(self) -> dict[int, tuple[str, int]]:
        """The unit, by the name it goes by, and the year of each line."""
        return {line: whose for whose, line in self.listed.items()}

    @cached_property
    def scores(self) -> dict[int, dict[str, Score]]:
        """The scores of each line, by row."""
        found: dict[int, dict[str, Score]] = {line: {} for line in self.whose}
        for cell in self.cells:
            found[cell.line][cell.ident] = cell
        return found

    def is_elsewhere(self, unit: str, year: int, plan: Plan) -> bool:
        """Whether the table has a line of a year for what a unit became, or for one that it was
        made from: it has none of its own then.
        """
        mergers = self.mergers
        others = () if mergers is None else mergers.relatives.get(unit, ())
        indices = {plan.by_id[ident].root.id for ident in self.rows.values()}
        return mergers is not None and any(
            mergers.is_new(other, index, year) is (unit in mergers.became)
            for other in others
            if (other, year) in self.listed
            for index in indices
        )

    @cached_property
    def declared(self) -> dict[int, int]:
        """How many units were ranked in each year, where the table says so."""
        return {count.year: count.ranked for count in self.counts if count.ranked is not None}

    @cached_property
    def digits(self) -> dict[str, int]:
        """How many digits behind the point the longest score of each row has."""
        found: dict[str, int] = {}
        for cell in self.cells:
            if cell.score is not None:
                found[cell.ident] = max(found.get(cell.ident, 0), digits(cell.score))
        return found

    def unit_of(self, line: Line) -> str:
        """The unit that a line is of, as the line names it."""
        return line.cells[self.unit]

    def year_of(self, line: Line) -> int | None:
        """The year that a line is of; None where it is none."""
        text = line.cells[self.year]
        year = int(text) if _FOUR_DIGITS.fullmatch(text) else 0
        return year if FIRST_YEAR <= year <= LAST_YEAR else None

    def others_of(self, line: Line) -> list[str]:
        """The other names that a line has for its unit."""
        text = "" if self.aliases is None else line.cells[self.aliases]
        return [name.strip() for name in _BETWEEN.split(text) if name.strip()]

    def ranked_of(self, line: Line) -> str:
        """What a line says of how many units were ranked in its year; empty where it does not."""
        return "" if self.ranked is None else line.cells[self.ranked]

    def maximum_of(self, line: Line) -> str:
        """What a line says its total is out of; empty where it does not."""
        return "" if self.max is None else line.cells[self.max]
