"""A plan: the indicators joined with their targets and errata, one tree that can be asked."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import Any, TypeVar

from parplan.location import Loc
from parplan.model.aims import Aim, Told, aim_of
from parplan.model.errata import ErrataFile, Erratum
from parplan.model.fields import TARGET_FIELDS, Better, Record, ScoredBy, dated_of, field_of
from parplan.model.fixed import EMPTY
from parplan.model.indicators import Index, IndicatorsFile, Node, Past
from parplan.model.targets import AMOUNTS, Goal, TargetsFile
from parplan.model.tree import FactField, Indicator, applicable, counted
from parplan.points import Rank

Found = TypeVar("Found")


class Fact:
    """A fact that is printed in several places, and the figures that are known of it."""

    def __init__(self, places: tuple[Indicator, ...]) -> None:
        self.places = places
        self._known: dict[FactField, Decimal | None] = {}
        self._found: dict[str, Any] = {}

    def known(self, field: FactField) -> Decimal | None:
        """A figure in points, of the first place that prints it with the most decimals: looked for
        once for all places.
        """
        if field not in self._known:
            here = [place for place in self.places if getattr(place, field) is not None]
            finest = max(here, key=lambda place: place.decimals_in(field), default=None)
            self._known[field] = None if finest is None else getattr(finest, field)
        return self._known[field]

    def once(self, field: str, find: Callable[[Sequence[Indicator], str], Found]) -> Found:
        """What is found of a field among all places, looked for once for all of them."""
        if field not in self._found:
            self._found[field] = find(self.places, field)
        found: Found = self._found[field]
        return found

    @cached_property
    def rank(self) -> Rank | None:
        """The rank, of the first place that prints it."""
        ranks = (place.node.rank for place in self.places)
        return next((rank for rank in ranks if rank is not None), None)

    @cached_property
    def aims(self) -> tuple[Aim, ...]:
        """The statements of its target, of the first place that prints any."""
        return next((place.aims for place in self.places if place.aims), ())


class Plan:
    """A plan's indicators, goals and errata, joined and looked up by id. Built by `check`, never
    changed afterwards.
    """

    __slots__ = (
        "_aimed",
        "_facts",
        "_lent",
        "_told_of",
        "about",
        "by_id",
        "duplicates",
        "errata",
        "files",
        "final",
        "goals",
        "indices",
        "parents",
        "tables",
        "target_years",
        "told",
    )

    def __init__(
        self,
        indicators: IndicatorsFile,
        targets: TargetsFile,
        errata: ErrataFile,
        told: Told = EMPTY,
        target_year: int | None = None,
    ) -> None:
        self.files = (indicators, targets, errata)
        self.told = told
        self.final = indicators.plan.target_year
        self.target_years = _target_years(targets.targets.values(), self.final)
        year = self.target_years[0] if target_year is None else target_year
        self.about = indicators.plan
        if year != self.final:
            self.about = self.about.model_copy(update={"target_year": year})
        self.tables = indicators.tables
        self.goals = targets.targets
        self.errata: Mapping[str, Erratum] = errata.errata
        self._lent: dict[str, Decimal] = {}
        self._aimed: dict[str, set[int]] = {}
        self._join_all(indicators.indices)
        facts = dict.fromkeys(self._facts.values())  # once a fact, not once a place
        self._lent, self._aimed = _lent(facts), _aimed(facts)
        if self._lent or self._aimed:
            self._join_all(indicators.indices)

    def _join_all(self, indices: Iterable[Index]) -> None:
        self._told_of = {index.id: self._told_in(index) for index in indices}
        self.by_id: dict[str, Indicator] = {}
        self.parents: dict[str, Indicator] = {}
        self.duplicates: list[tuple[Indicator, Indicator]] = []
        self.indices = tuple(
            self._join(index, index, ("indicators", "indices", at), "higher")
            for at, index in enumerate(indices)
        )
        self._facts = _facts(self.by_id)

    def _told_in(self, node: Node) -> set[int]:
        """The years until which it is told what a row, or any below it, is planned to gain."""
        goal = self.goals.get(node.id)
        told = set() if goal is None else goal.told_until(self.final)
        return told.union(*map(self._told_in, node.children))

    def _join(
        self, node: Node, index: Index, loc: Loc, above: Better, *, applies: bool = True
    ) -> Indicator:
        below, better = "rows" if node is index else "parts", node.better or above
        applies = applies and node.applies
        children = tuple(
            [
                self._join(child, index, (*loc, below, at), better, applies=applies)
                for at, child in enumerate(node.children)
            ]
        )
        partial = any(row.partial or not row.applies for row in children)
        most = self._lent.get(node.id, node.max) if node.rebase is None else node.rebase
        if node.rebase is None and (partial or most is None):
            most = applicable(node, index, children, loc, better)
        goal = self.goals.get(node.id)
        indicator = Indicator(
            node.id,
            node,
            index,
            children,
            loc,
            score=node.score,
            max=most,
            floor=node.floor,
            planned=None,
            target=None,
            goal=goal,
            plain_sum=bool(children)
            and node.is_plain_sum
            and not partial
            and all(
                not row.node.bonus and row.is_scored and row.better == better for row in children
            ),
            lifted=node.ceiling is not None
            or (node.counts is None and any(row.node.bonus or row.lifted for row in children)),
            applies=applies and (not partial or any(row.applies for row in children)),
            partial=partial,
            better=better,
        )
        if goal is not None:
            indicator = self._aiming(indicator, goal)
        first = self.by_id.setdefault(node.id, indicator)
        if first is not indicator:
            self.duplicates.append((indicator, first))
        for child in children:
            self.parents[child.id] = indicator
        return indicator

    def _aiming(self, indicator: Indicator, goal: Goal) -> Indicator:
        """An indicator with what is planned of it until the target year, and its target then; where
        increases stop before those of its parts, nobody knows what they lead to.
        """
        then = self.about.target_year
        told, aimed = self._told_of[indicator.root.id], self._aimed.get(indicator.id, ())
        said = goal.until(then, self.final, told, aimed)
        if said.lacks is None and self._goes_on_below(indicator, goal):
            said = said._replace(lacks=then)
        indicator = indicator._replace(
            towards=then, planned=said.planned, increases=said.increases, lacks=said.lacks
        )
        if said.target is None:
            return indicator._replace(between=said.planned is None and said.is_later)
        groups, better = indicator.node.groups, indicator.better
        aims = tuple(
            aim_of(each, groups, self.told.get((indicator.id, each)), better)
            for each in said.target.statements(better)
        )
        indicator = indicator._replace(aims=aims)
        return indicator._replace(target=indicator.aim(indicator.max, Decimal))

    def _goes_on_below(self, indicator: Indicator, goal: Goal) -> bool:
        """Whether increases by year stop before those of the row's parts, by the target year."""
        then, own = self.about.target_year, goal.years_of("planned")
        if not own or then in own:
            return False
        below = (self.goals.get(row.id) for row in indicator.walk() if row is not indicator)
        further = (year for it in below if it is not None for year in it.years_of("planned"))
        last, of_parts = (
            max((year for year in each if year <= then), default=0) for each in (own, further)
        )
        return of_parts > last

    def years_of(self, index: Indicator) -> tuple[int, ...]:
        """The years that increases or targets of an index, or anything in it, are told of."""
        goals = [goal for row in index.walk() if (goal := self.goals.get(row.id)) is not None]
        aimed = {year for goal in goals for year, _ in goal.targets(self.final)}
        return tuple(sorted(aimed | {it for each in goals for it, _ in each.increases(self.final)}))

    def path(self, ident: str, field: str) -> str:
        """What a figure goes by: ``par.5.score``; ``par.5.target_2026`` where years are told
        apart.
        """
        own = self.by_id.get(ident)
        return f"{ident}.{field if own is None else own.printed_as(field)[-1]}"

    def knowing(self, told: Told) -> "Plan":
        """The same plan, with what is known of other units."""
        return Plan(*self.files, told, self.about.target_year)

    def aiming(self, target_year: int) -> "Plan":
        """The same plan, on its way to the targets of another of its target years."""
        if target_year == self.about.target_year:
            return self
        return Plan(*self.files, self.told, target_year)

    @property
    def is_relative(self) -> bool:
        """Whether only a field of other units can tell what some of its targets come to."""
        return any(aim.is_relative for row in self.by_id.values() for aim in row.aims)

    def years_ahead(self, year: int) -> int:
        """How many years the targets are from what others had in a year; 1 at least."""
        return max(self.about.target_year - year, 1)

    def walk(self) -> Iterator[Indicator]:
        """Every indicator, in the order of the file."""
        for index in self.indices:
            yield from index.walk()

    def loc(self, ident: str, field: str) -> Loc:
        """The path of a figure in the files: the same tuple that positions, rules and overlays
        use.
        """
        own = self.by_id.get(ident)
        name = field if own is None else own.printed_as(field)[-1]
        dated = dated_of(name)
        if field_of(name) in TARGET_FIELDS:
            steps = (name,) if dated is None else (dated[0], str(dated[1]))
            return ("targets", "targets", ident, *steps)
        past = (name,) if dated is None else ("history", str(dated[1]), dated[0])
        return (*self.by_id[ident].loc, *past)

    def twins(self, ident: str) -> Iterator[Indicator]:
        """The other places that print the same fact."""
        if ident in self._facts:
            yield from (place for place in self._facts[ident].places if place.id != ident)

    def fact(self, ident: str) -> Fact | None:
        """What is known of a row in all places that print it; None where it stands in one."""
        return self._facts.get(ident)

    def whole(self, row: Indicator) -> Indicator:
        """The place that tells what makes a row up: its own, or else the first other one of the
        same fact whose rows add up.
        """
        if row.id not in self._facts:
            return row
        return next((it for it in (row, *self.twins(row.id)) if counted(it, "score")), row)

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

    def aims(self, indicator: Indicator) -> tuple[Aim, ...]:
        """The statements of its target: its own, or those printed where the same fact stands
        elsewhere.
        """
        fact = None if indicator.aims else self._facts.get(indicator.id)
        return indicator.aims if fact is None else fact.aims

    def says(self, indicator: Indicator) -> bool:
        """Whether the plan itself says what a row is to gain or to reach, in points or percent, or
        does so where the same fact stands elsewhere.
        """
        known = (self.known(indicator, "planned"), self.known(indicator, "target"))
        return any(figure is not None for figure in known) or any(
            aim.statement.kind in AMOUNTS for aim in self.aims(indicator)
        )

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


def _target_years(goals: Collection[Goal], final: int) -> tuple[int, ...]:
    """The years that a plan has targets or increases of, in order: its target year, and those that
    goals tell apart. Where all goals do, that one only if they name it.
    """
    paths = [goal for goal in goals if goal.is_path]
    if not paths:
        return (final,)
    return tuple(
        sorted(
            {year for goal in goals for year, _ in (*goal.targets(final), *goal.increases(final))}
        )
    )


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


def _lent(facts: Iterable[Fact]) -> dict[str, Decimal]:
    """The maxima of rows that print none, as the same facts have them elsewhere, by id: what is
    printed there, else what rows come to.
    """
    found: dict[str, Decimal] = {}
    for places in (fact.places for fact in facts):
        if any(place.lifted for place in places):
            continue  # bonus rows count where they stand
        printed = [it.max for it in places if it.node.max is not None and it.max is not None]
        known = printed or [place.max for place in places if place.max is not None]
        for place in places if known else ():
            is_open = place.node.max is None and place.node.rebase is None
            if is_open and (printed or place.max is None):
                found[place.id] = known[0]
    return found


def _aimed(facts: Iterable[Fact]) -> dict[str, set[int]]:
    """The years that targets are told of wherever the fact stands, of rows that tell increases by
    year, by id.
    """
    found: dict[str, set[int]] = {}
    for fact in facts:
        goals = {place.id: place.goal for place in fact.places if place.goal is not None}
        years = {year for goal in goals.values() for year in goal.years_of("target")}
        paths = (ident for ident, goal in goals.items() if goal.years_of("planned"))
        found |= dict.fromkeys(paths, years) if years else {}
    return found


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
