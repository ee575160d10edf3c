"""A plan: the indicators joined with their targets and errata, one tree that can be asked."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import Final, Literal, NamedTuple, get_args

from parplan.location import Loc
from parplan.model.errata import ErrataFile, Erratum
from parplan.model.fields import TARGET_FIELDS, Record, ScoredBy, past_of
from parplan.model.indicators import Index, IndicatorsFile, Node, Past
from parplan.model.targets import Goal, TargetsFile
from parplan.points import ONE, Rank

# What a fact is printed with, wherever that is.
FactField = Literal["score", "max", "planned", "target"]
FACT_FIELDS: Final[tuple[FactField, ...]] = get_args(FactField)


class Indicator(NamedTuple):
    """A node of the tree joined with its goal: what rules and the engine work on. Points are exact;
    None is unknown, never 0.
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
    lifted: bool  # bonus rows stand below it, at whatever depth

    @property
    def is_scored(self) -> bool:
        """Whether it takes part in what is above it; where something is planned of it, its maximum
        of 0 is rather a misprint.
        """
        return self.node.is_scored or bool(self.planned) or bool(self.target)

    @property
    def decimals(self) -> int:
        """How many decimals its index's points are printed with."""
        return self.root.decimals

    def walk(self) -> Iterator["Indicator"]:
        """This indicator and everything below it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()


class Fact:
    """A fact that is printed in several places, and the figures that are known of it."""

    def __init__(self, places: tuple[Indicator, ...]) -> None:
        self.places = places
        self._known: dict[FactField, Decimal | None] = {}

    def known(self, field: FactField) -> Decimal | None:
        """A figure in points, of the first place that prints it: looked for once for all places."""
        if field not in self._known:
            figures: Iterator[Decimal | None] = (getattr(place, field) for place in self.places)
            self._known[field] = next((figure for figure in figures if figure is not None), None)
        return self._known[field]

    @cached_property
    def rank(self) -> Rank | None:
        """The rank, of the first place that prints it."""
        ranks = (place.node.rank for place in self.places)
        return next((rank for rank in ranks if rank is not None), None)


class Plan:
    """A plan's indicators, goals and errata, joined and looked up by id. Built by `check`, never
    changed afterwards.
    """

    __slots__ = (
        "_facts",
        "about",
        "by_id",
        "duplicates",
        "errata",
        "goals",
        "indices",
        "parents",
        "tables",
    )

    def __init__(
        self, indicators: IndicatorsFile, targets: TargetsFile, errata: ErrataFile
    ) -> None:
        self.about = indicators.plan
        self.tables = indicators.tables
        self.goals = targets.targets
        self.errata: Mapping[str, Erratum] = errata.errata
        self.by_id: dict[str, Indicator] = {}
        self.parents: dict[str, Indicator] = {}
        self.duplicates: list[tuple[Indicator, Indicator]] = []
        self.indices = tuple(
            self._join(index, index, ("indicators", "indices", at))
            for at, index in enumerate(indicators.indices)
        )
        self._facts = _facts(self.by_id)

    def _join(self, node: Node, index: Index, loc: Loc) -> Indicator:
        below = "rows" if node is index else "parts"
        children = tuple(
            [self._join(child, index, (*loc, below, at)) for at, child in enumerate(node.children)]
        )
        goal = self.goals.get(node.id)
        planned = target = None
        if goal is not None:
            planned = goal.planned
            target = None if goal.target is None else goal.target.of(node.max, node.groups)
        indicator = Indicator(
            node.id,
            node,
            index,
            children,
            loc,
            node.score,
            node.max,
            node.floor,
            planned,
            target,
            goal,
            bool(children)
            and node.aggregate == "sum"
            and node.scale == ONE
            and all(not row.node.bonus and row.is_scored for row in children),
            any(row.node.bonus or row.lifted for row in children),
        )
        first = self.by_id.setdefault(node.id, indicator)
        if first is not indicator:
            self.duplicates.append((indicator, first))
        for child in children:
            self.parents[child.id] = indicator
        return indicator

    def walk(self) -> Iterator[Indicator]:
        """Every indicator, in the order of the file."""
        for index in self.indices:
            yield from index.walk()

    def loc(self, ident: str, field: str) -> Loc:
        """The path of a figure in the files: the same tuple that positions, rules and overlays
        use.
        """
        if field in TARGET_FIELDS:
            return ("targets", "targets", ident, field)
        past = past_of(field)
        steps = (field,) if past is None else ("history", str(past[1]), past[0])
        return (*self.by_id[ident].loc, *steps)

    def twins(self, ident: str) -> Iterator[Indicator]:
        """The other places that print the same fact."""
        if ident in self._facts:
            yield from (place for place in self._facts[ident].places if place.id != ident)

    def places(self, ident: str) -> tuple[str, ...]:
        """An id, and wherever else the same fact is printed."""
        return (ident, *(twin.id for twin in self.twins(ident)))

    def up(self, ident: str) -> tuple[str, ...]:
        """A row and the rows that it is a part of where it stands, nearest first; once, where a
        part has the id of its row.
        """
        found: dict[str, None] = {}
        at: str | None = ident
        while at is not None and at not in found:
            found[at] = None
            at = self.parents[at].id if at in self.parents else None
        return tuple(found)

    def above(self, ident: str) -> tuple[str, ...]:
        """A row and the rows that it is a part of, nearest first, then those of the other places
        that print the same fact.
        """
        return tuple(
            dict.fromkeys(
                place
                for own in self.places(ident)
                for at in self.up(own)
                for place in self.places(at)
            )
        )

    def field(self, ident: str, year: int) -> int | None:
        """How many units were ranked in a row in a year: as the row says, else what it is a part
        of, else as its printed rank of that year does; None where that is not known.
        """
        said = (self.by_id[at].node.ranked_in(year) for at in self.up(ident))
        known = next((ranked for ranked in said if ranked is not None), None)
        rank = self.rank_in(ident, year) if known is None else None
        return known if rank is None else rank.of

    def compares(self, ident: str, year: int) -> bool:
        """Whether a row's score of a year compares with that of the year before: not while the
        criteria changed, of the row or of what it is a part of.
        """
        then = self.about.since
        nodes = [self.by_id[at].node for at in self.up(ident)]
        before = ((node.history or {}).get(year - 1) for node in nodes)
        return all(past is None or past.comparable for past in before) and (
            not then < year <= self.about.year or all(node.comparable for node in nodes)
        )

    def compares_with_now(self, ident: str, year: int) -> bool:
        """Whether a row's score of an earlier year compares with that of the plan's own."""
        return all(self.compares(ident, at) for at in range(year + 1, self.about.year + 1))

    def scored_by(self, ident: str) -> ScoredBy:
        """How a row is scored: as the nearest place at or above it says; else by the
        administration.
        """
        said = (self.by_id[place].node.scored_by for place in self.above(ident))
        return next((how for how in said if how is not None), "administration")

    def known(self, indicator: Indicator, field: FactField) -> Decimal | None:
        """A figure in points: its own, or the one printed where the same fact stands elsewhere."""
        own: Decimal | None = getattr(indicator, field)
        fact = self._facts.get(indicator.id) if own is None else None
        return own if fact is None else fact.known(field)

    def says(self, indicator: Indicator) -> bool:
        """Whether the plan itself says what a row is to gain or to reach, in points or percent, or
        does so where the same fact stands elsewhere.
        """
        wish = indicator.goal.target if indicator.goal else None
        percent = wish.percent if wish else None
        known = (percent, self.known(indicator, "planned"), self.known(indicator, "target"))
        return any(figure is not None for figure in known)

    def awaits(self, ident: str, field: str) -> bool:
        """Whether a figure is to be filled in: its key stands in the file, with nothing behind
        it.
        """
        indicator = self.by_id[ident]
        record: Record | None = indicator.goal if field in TARGET_FIELDS else indicator.node
        return (
            record is not None
            and field in record.model_fields_set
            and getattr(record, field) is None
        )

    def rank(self, indicator: Indicator) -> Rank | None:
        """The rank: its own, or the one printed where the same fact stands elsewhere."""
        own = indicator.node.rank
        fact = self._facts.get(indicator.id) if own is None else None
        return own if fact is None else fact.rank

    def score_in(self, ident: str, year: int) -> Decimal | None:
        """A row's score of the plan's own year or an earlier one, as the plan prints it, wherever
        the fact stands; None where it prints none.
        """
        if year == self.about.year:
            return self.known(self.by_id[ident], "score")
        told = (place.score for place in self._pasts(ident, year))
        return next((score for score in told if score is not None), None)

    def rank_in(self, ident: str, year: int) -> Rank | None:
        """Its rank, likewise."""
        if year == self.about.year:
            return self.rank(self.by_id[ident])
        told = (place.rank for place in self._pasts(ident, year))
        return next((rank for rank in told if rank is not None), None)

    def _pasts(self, ident: str, year: int) -> Iterator[Past]:
        """What is printed of an earlier year, wherever the fact stands."""
        for place in chain((self.by_id[ident],), self.twins(ident)):
            past = (place.node.history or {}).get(year)
            if past is not None:
                yield past

    def years(self) -> tuple[int, ...]:
        """The years that it prints scores or ranks of, its own the last."""
        past = {year for row in self.by_id.values() for year in row.node.history or ()}
        return (*sorted(past), self.about.year)


def _facts(by_id: Mapping[str, Indicator]) -> dict[str, Fact]:
    """The facts printed in several places, by the id of each place."""
    places: dict[str, dict[str, Indicator]] = {}
    firsts: dict[str, Indicator] = {}
    for indicator in by_id.values():
        if indicator.node.same_as in by_id and indicator.node.same_as != indicator.id:
            first = _first_place(indicator, by_id, firsts)
            places.setdefault(first.id, {first.id: first})[indicator.id] = indicator
    facts = [Fact(tuple(found.values())) for found in places.values()]
    return {place.id: fact for fact in facts for place in fact.places}


def _first_place(
    indicator: Indicator, by_id: Mapping[str, Indicator], known: dict[str, Indicator]
) -> Indicator:
    """Where `same_as` leads in the end; `known` is where it led from others, and takes this up."""
    way = {indicator.id: indicator}
    while indicator.id not in known:
        further = by_id.get(indicator.node.same_as or "")
        if further is None or further.id in way:
            break
        indicator = way[further.id] = further
    first = known.get(indicator.id, indicator)
    known.update(dict.fromkeys(way, first))
    return first
