"""What differs between two sets of figures: two plans, two years, two units, or one plan at two
times.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from parplan.engine.identities.basis import figures
from parplan.engine.identities.printed import corrections
from parplan.ids import same_word
from parplan.model.aims import Aim
from parplan.model.fixed import EMPTY, Fixed
from parplan.model.indicators import COUNTING
from parplan.model.plan import Plan
from parplan.model.tasks import TaskRecord, Work
from parplan.model.tree import FACT_FIELDS, FactField, Indicator
from parplan.points import Rank, as_everywhere, decimal_of
from parplan.text import Message, Text, brief


class Figures(NamedTuple):
    """A row's figures on one side, in points, and its rank; None is unknown, or not printed."""

    id: str
    root: str
    name: Text
    heading: Text  # what its index is called
    decimals: int
    decimals_of: Mapping[str, int]
    score: Decimal | None
    max: Decimal | None
    planned: Decimal | None
    target: Decimal | None = None
    part: bool = False  # of a row
    rank: Rank | None = None
    aims: tuple[Aim, ...] = ()
    rule: tuple[object, ...] | None = None  # how it counts; None where nothing is known of that
    sums: Mapping[FactField, Decimal] = EMPTY  # of an index, what its rows come to
    unprinted: Container[FactField] = frozenset()  # figures that are such sums, on both sides
    adds_up: bool = True  # its rows, which a mean does not

    @property
    @as_everywhere
    def share(self) -> Decimal | None:
        """Score / maximum, a share of 1."""
        return self.score / self.max if self.score is not None and self.max else None

    def summed(self, fields: Container[FactField]) -> "Figures":
        """The same with what its rows come to in the place of some figures."""
        return self._replace(
            score=self.sums["score"] if "score" in fields else self.score,
            planned=self.sums["planned"] if "planned" in fields else self.planned,
            target=self.sums["target"] if "target" in fields else self.target,
            unprinted=fields,
        )


class Side(NamedTuple):
    """One side: what it is called, and its rows by id, in order. Of a year or a unit only `scores`
    are known: rows it has no score of say nothing, and neither does what it does not print; they
    are of that `year`. A plan is on its way to its `target_year`, `other_years` are its rows on the
    way to the others. `remarks` are what else is to be said of it; `misprinted` are its figures
    that its errata correct, where they stand as printed. `work` is who does what, of the plan of
    that `ident`, where that could be read."""

    name: str
    rows: Mapping[str, Figures]
    scores: bool = False
    year: int | None = None
    remarks: tuple[Message, ...] = ()
    target_year: int | None = None
    other_years: Mapping[int, Mapping[str, Figures]] = EMPTY
    misprinted: Container[str] = frozenset()
    ident: str | None = None
    work: Work | None = None

    @property
    def known(self) -> frozenset[str]:
        """The rows it says something of."""
        return frozenset(
            ident for ident, row in self.rows.items() if not self.scores or row.score is not None
        )


def side_of(name: str, plan: Plan) -> Side:
    """A plan as a side."""
    own = plan.about.target_year
    others = {it: figures_of(plan.aiming(it)) for it in plan.target_years if it != own}
    put = corrections(plan)
    return Side(
        name,
        figures_of(plan),
        target_year=own,
        other_years=others,
        misprinted=put,
        ident=plan.about.id,
    )


def figures_of(plan: Plan) -> dict[str, Figures]:
    """The figures of all rows as a plan prints them, by id; a score that is printed in percent
    alone in points.
    """
    exact = figures(plan, "printed", Fraction)
    found: dict[str, Figures] = {}
    for row in plan.walk():
        by_percent = row.score is None and row.node.percent is not None
        score = decimal_of(exact[row.id].score) if by_percent else row.score
        found[row.id] = _figures(row, score)
        if row.node is row.root and row.children:
            sums = {
                field: decimal_of(value, row.decimals_in(field))
                for field in SUMS
                if (value := getattr(exact[row.id], field)) is not None
            }
            found[row.id] = found[row.id]._replace(sums=Fixed(sums))
    return found


SUMS: tuple[FactField, ...] = ("score", "planned", "target")


def _figures(indicator: Indicator, score: Decimal | None) -> Figures:
    return Figures(
        indicator.id,
        indicator.root.id,
        indicator.node.name,
        indicator.root.name,
        indicator.decimals,
        indicator.decimals_of,
        score,
        indicator.max,
        indicator.planned,
        indicator.target,
        all(indicator.node is not node for node in (indicator.root, *indicator.root.children)),
        indicator.node.rank,
        indicator.aims,
        (
            indicator.applies,
            indicator.better,
            indicator.node.excerpt_of if indicator.node.is_excerpt else None,
            *(getattr(indicator.node, field) for field in COUNTING),
        ),
        adds_up=indicator.node.aggregate == "sum",
    )


class Pair(NamedTuple):
    """A row on both sides."""

    first: Figures
    second: Figures

    def differs(self, field: FactField) -> bool:
        """Whether a figure is another one; a target also where the plan states another one."""
        first, second = self.first, self.second
        if field == "target" and [aim.statement for aim in first.aims] != [
            aim.statement for aim in second.aims
        ]:
            return True
        return bool(getattr(first, field) != getattr(second, field))

    @as_everywhere
    def change(self, field: FactField) -> Decimal | None:
        """Second - first, in points."""
        before: Decimal | None = getattr(self.first, field)
        after: Decimal | None = getattr(self.second, field)
        return None if before is None or after is None else after - before

    @property
    def other_rank(self) -> bool:
        """Whether it has another rank, where both are known."""
        first, second = self.first.rank, self.second.rank
        return first is not None and second is not None and first.at != second.at

    @property
    def other_rule(self) -> bool:
        """Whether it counts by another rule, where both are known."""
        first, second = self.first.rule, self.second.rule
        return first is not None and second is not None and first != second

    @property
    def renamed(self) -> bool:
        """Whether it goes by another name."""
        return not (
            same_word(self.first.name.vi, self.second.name.vi)
            or same_word(self.first.name.en, self.second.name.en)
        )


class Comparison(NamedTuple):
    """An index on both sides: rows on both, rows on one only, and whether its scores compare.

    They do while the index has the same rows with the same maxima, and the plan does not say that
    the criteria changed in between (`apart`).
    """

    root: str
    name: Text
    pairs: tuple[Pair, ...]
    removed: tuple[Figures, ...]
    added: tuple[Figures, ...]
    apart: bool = False

    def __repr__(self) -> str:
        return brief(self, "root", "pairs", "removed", "added", "comparable")

    @property
    def maxima(self) -> tuple[str, ...]:
        """The rows whose maximum changed, by their second id; one that a side leaves out did
        not.
        """
        return tuple(pair.second.id for pair in self.pairs if pair.change("max"))

    @property
    def rules(self) -> tuple[str, ...]:
        """The rows that count by another rule, by their second id."""
        return tuple(pair.second.id for pair in self.pairs if pair.other_rule)

    @property
    def comparable(self) -> bool:
        """Whether scores compare: nothing was added or removed, no maximum, no rule and no criteria
        changed.
        """
        return not (self.apart or self.maxima or self.rules or self.removed or self.added)

    def differing(self) -> Iterator[tuple[Pair, FactField]]:
        """Every figure that differs."""
        return (
            (pair, field) for pair in self.pairs for field in FACT_FIELDS if pair.differs(field)
        )


def compared(first: Side, second: Side, apart: Collection[str] = ()) -> list[Comparison]:
    """Index by index, in the order of the second side; an index that only one side has is all
    added, or all removed. `apart` are the indices whose criteria the plan says changed in between.

    Where one side has only scores, only those of the rows that both sides know are compared.
    """
    if first.scores or second.scores:
        both = first.known & second.known
        first, second = _scores_of(first, both), _scores_of(second, both)
    roots = dict.fromkeys(
        [*(row.root for row in second.rows.values()), *(row.root for row in first.rows.values())]
    )
    return [
        _index(root, _below(first, root), _below(second, root))._replace(apart=root in apart)
        for root in roots
    ]


def in_other_years(first: Side, second: Side) -> dict[int, int]:
    """How many planned increases and targets differ in those years that both sides have targets of,
    beside those compared, by year.
    """
    counts: dict[int, int] = {}
    for year in sorted(first.other_years.keys() & second.other_years.keys()):
        one, two = (Side(it.name, it.other_years[year]) for it in (first, second))
        differing = (it for each in compared(one, two) for it in each.differing())
        counts[year] = sum(field in ("planned", "target") for _, field in differing)
    return {year: count for year, count in counts.items() if count}


def _scores_of(side: Side, idents: frozenset[str]) -> Side:
    return Side(
        side.name,
        {
            ident: row._replace(planned=None, target=None, aims=(), sums=EMPTY)
            for ident, row in side.rows.items()
            if ident in idents
        },
    )


def _below(side: Side, root: str) -> dict[str, Figures]:
    return {ident: row for ident, row in side.rows.items() if row.root == root}


def _index(root: str, first: dict[str, Figures], second: dict[str, Figures]) -> Comparison:
    moved = dict(
        _moved(
            [row for row in first.values() if row.id not in second],
            [row for row in second.values() if row.id not in first],
        )
    )
    pairs = []
    for ident, row in second.items():
        before = first.get(ident) or first.get(moved.get(ident, ""))
        if before is not None:
            pairs.append(_summed(Pair(before, row)))
    here, there = {pair.second.id for pair in pairs}, {pair.first.id for pair in pairs}
    removed = tuple(row for ident, row in first.items() if ident not in there)
    added = tuple(row for ident, row in second.items() if ident not in here)
    head = second.get(root) or first.get(root) or next(iter({**first, **second}.values()))
    return Comparison(root, head.heading, tuple(pairs), removed, added)


def _summed(pair: Pair) -> Pair:
    """An index with what its rows come to, where neither side prints that."""
    first, second = pair
    put = frozenset(
        field
        for field in first.sums.keys() & second.sums.keys()
        if getattr(first, field) is None
        and getattr(second, field) is None
        and not (field == "target" and (first.aims or second.aims))
    )
    return Pair(first.summed(put), second.summed(put)) if put else pair


class TaskPair(NamedTuple):
    """A task on both sides; None where a side does not have it."""

    first: TaskRecord | None
    second: TaskRecord | None

    @property
    def own(self) -> TaskRecord:
        """Of the second side, where that has it."""
        task = self.second or self.first
        if task is None:
            raise ValueError("a task of neither side")
        return task


def tasks_compared(first: Work, second: Work) -> list[TaskPair]:
    """The tasks of both sides by their ids, in the order of the second; what that lacks last."""
    before, after = ({it.record.id: it.record for it in side.tasks} for side in (first, second))
    return [TaskPair(before.get(ident), after.get(ident)) for ident in {**after, **before}]


def _moved(first: Iterable[Figures], second: Iterable[Figures]) -> Iterator[tuple[str, str]]:
    """Rows that have another id and the same name: second id, first id. A name that several rows
    have says nothing.
    """
    left, right = list(first), list(second)
    for row in right:
        same = [other for other in left if same_word(other.name.vi, row.name.vi)]
        twins = [other for other in right if same_word(other.name.vi, row.name.vi)]
        if len(same) == len(twins) == 1:
            yield row.id, same[0].id
