"""Where scores rank in a field of units: among published groups, or among every unit's own
score.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from parplan.engine.gap import Standing
from parplan.engine.identities.maxima import printed_ceiling
from parplan.model.fields import Better, Exact, turned
from parplan.model.mergers import more
from parplan.model.peers import Moves, Panel, PeerGroup, Published
from parplan.points import ZERO, decimals_in, digits, half_unit
from parplan.text import Text


class Place(NamedTuple):
    """The best and the worst rank that a score may have, among so many; `tied` units have the very
    same score, where that is known.
    """

    best: int
    worst: int
    of: int
    tied: int | None = None

    @property
    def exact(self) -> bool:
        """Whether there is only one rank it can have."""
        return self.best == self.worst


def among_groups(
    score: Decimal,
    groups: Sequence[PeerGroup],
    of: int,
    own: Decimal | None,
    decimals: int,
    rank: int | None = None,
) -> Place:
    """The rank of a score (points) among published groups, while everybody else stays where they
    are. Ties share the better rank.

    Of a group that the score lies inside of only the ends are known: somebody has the lowest and
    somebody the highest score. `own` is the unit's own score in that field, with which it leaves
    its group; where it is not known, or in none or several of them, it may have left any. Where its
    `rank` is known too, no higher score ranks worse than that, and no lower one better. The ends
    are printed with so many `decimals`: a score with more of them may lie on either side of an end
    that is half a digit away.
    """
    left = [] if own is None else _around(own, groups, decimals)
    perhaps = [(group, own) for group in left if own is not None] or [
        (group, end)
        for group in groups
        for end in (group.low, (group.low + group.high) / 2, group.high)
    ]
    slack = _slack(score, decimals)
    places = [_leaving(group, end, score, groups, slack) for group, end in perhaps]
    best, worst = min(best for best, _ in places), max(worst for _, worst in places)
    if own is not None and rank is not None:
        if score >= own:
            best, worst = min(best, rank), min(worst, rank)
        if score <= own:
            best, worst = max(best, rank), max(worst, rank)
    return Place(best, worst, of)


def _leaving(
    left: PeerGroup, own: Decimal, score: Decimal, groups: Sequence[PeerGroup], slack: Decimal
) -> tuple[int, int]:
    """The best and the worst rank of a score, where the unit leaves one group with its own
    score.
    """
    best = worst = 1
    for group in groups:
        others = group.count - (group is left)
        # Where the unit itself may have had an end of its group, nobody else need have it.
        high_stays, low_stays = (group is not left or own != end for end in (group.high, group.low))
        surely, perhaps = _above(
            score, group, others, slack, high_stays=high_stays, low_stays=low_stays
        )
        best, worst = best + surely, worst + perhaps
    return best, worst


def _slack(score: Decimal, decimals: int) -> Decimal:
    """How far an end of a group that is printed with so many decimals may be off for a score that
    has more of them.
    """
    return half_unit(decimals) if digits(score.normalize()) > decimals else ZERO


def _around(score: Decimal, groups: Sequence[PeerGroup], decimals: int) -> list[PeerGroup]:
    """The groups that a score may lie in: more than one where it is at an end that they share."""
    slack = _slack(score, decimals)
    return [group for group in groups if group.low - slack <= score <= group.high + slack]


def _above(
    score: Decimal,
    group: PeerGroup,
    others: int,
    slack: Decimal,
    *,
    high_stays: bool,
    low_stays: bool,
) -> tuple[int, int]:
    """How many others of a group surely, and how many perhaps, have more than a score."""
    if group.low - slack > score:
        return others, others
    if group.high + slack <= score or not others:
        return 0, 0
    # The group reaches from about the score, or below it, to above it.
    surely = 1 if high_stays and group.high - slack > score else 0
    if others == 1 and high_stays:
        return surely, 1
    perhaps = others - 1 if low_stays and group.low + slack <= score else others
    return min(surely, perhaps), perhaps


def among(score: Exact, others: Iterable[Exact], unlisted: int = 0) -> Place:
    """The rank of a score among the scores of all others that are ranked, in points (or of a share
    among shares); so many more are ranked and not known. Ties share the better rank.
    """
    listed = list(others)
    above, tied = (
        sum(other > score for other in listed),
        sum(other == score for other in listed),
    )
    return Place(above + 1, above + 1 + unlisted, len(listed) + 1 + unlisted, tied)


class Scale(NamedTuple):
    """The worst and the best that a row's scores can come to, as `turned`, in points; None is no
    bound.
    """

    worst: Exact | None = None
    best: Exact | None = None

    def moved(self, others: Mapping[str, Exact], changes: Mapping[str, Exact]) -> list[Exact]:
        """What others come to with some changes, by unit, and no further than they can; one that
        has no change stays where it is: to leave it out would give its place away.
        """
        return [self._held(more(at, changes.get(unit, ZERO))) for unit, at in others.items()]

    def _held(self, score: Exact) -> Exact:
        above = score if self.worst is None else max(score, self.worst)
        return above if self.best is None else min(above, self.best)


def scale_of(panel: Panel, ident: str, year: int) -> Scale:
    """The scale of a row in a year whose units have one maximum: as the table says, else as the
    plan does.
    """
    row = panel.plan.by_id[ident]
    said = {panel.maximum(ident, year, unit) for unit in panel.scores[ident][year]} - {row.max}
    most = next((each for each in said if each is not None), printed_ceiling(row, panel.plan))
    best = None if most is None else turned(most, row.better)
    worst = turned(row.floor, row.better)
    return Scale(worst, best) if row.better == "higher" else Scale(best, worst)


class Moved(NamedTuple):
    """The rank of a score if the field moved once more as it did from one year to another."""

    first: int
    year: int
    place: Place


def if_moved(score: Exact, others: Mapping[str, Exact], moves: Moves, scale: Scale) -> list[Moved]:
    """The rank of a score for each year, if every other unit changed as it did up to then (points),
    as far as a scale lets it.
    """
    return [
        Moved(year - moves.over, year, among(score, scale.moved(others, each)))
        for year, each in sorted(moves.by_year.items())
        if each
    ]


class Standpoint(NamedTuple):
    """A score against published groups: the group it lies in, or those it lies between, and what is
    missing to the next one up; the id of the group that it lies in.
    """

    group: Text | None
    above: Text | None
    below: Text | None
    missing: Decimal | None
    group_id: str | None = None


def standpoint(score: Decimal, groups: Sequence[PeerGroup], decimals: int) -> Standpoint:
    """Where a score (points) lies among groups, the highest first, whose ends are printed with so
    many decimals."""
    around = _around(score, groups, decimals)
    if len(around) > 1:
        return Standpoint(None, around[0].name, around[-1].name, None)
    inside = around[0] if around else None
    higher = [group for group in groups if group.low > score and group is not inside]
    lower = [group for group in groups if group.high < score and group is not inside]
    above = higher[-1] if higher else None
    return Standpoint(
        inside.name if inside else None,
        above.name if above else None,
        lower[0].name if lower else None,
        above.low - score if above else None,
        inside.id if inside else None,
    )


What = Literal["current", "projected", "target", "score"]
Scores = Iterable[tuple[What, Decimal]]


class Ranked(NamedTuple):
    """One score (points) of a row: which it is, where it ranks, where it lies among groups, and
    where it would rank if the field moved.
    """

    id: str
    name: Text
    decimals: int
    what: What
    score: Decimal
    place: Place
    at: Standpoint | None
    moved: tuple[Moved, ...] = ()


def scores_of(row: Standing, wanted: What | None) -> list[tuple[What, Decimal]]:
    """The scores of a row that are known, in points: the current one, that with the planned
    increase, the target; or the one wanted.
    """
    known: dict[What, Decimal | None] = {
        "current": row.score,
        "projected": row.projected,
        "target": row.target,
    }
    return [
        (what, value)
        for what, value in known.items()
        if value is not None and wanted in (None, what)
    ]


def _decimals(row: Standing, what: What) -> int:
    """How many decimals a score is told with: as many as scores of its row are printed with, a
    target with no fewer, because it is ranked among them.
    """
    fields = ("score", "target") if what == "target" else ("score",)
    return max(decimals_in(row, field) for field in fields)


def mirrored(groups: Sequence[PeerGroup], better: Better) -> Sequence[PeerGroup]:
    """Groups, the best first, with their ends `turned`, so that the higher is the better."""
    if better == "higher":
        return groups
    ends = ({"low": -group.high, "high": -group.low} for group in groups)
    found = (group.model_copy(update=end) for group, end in zip(groups, ends, strict=True))
    return tuple(sorted(found, key=lambda group: group.low, reverse=True))


def in_groups(
    row: Standing, scores: Scores, field: Published, own: Decimal | None
) -> Iterator[Ranked]:
    """Where scores rank among the published groups of a row; `own` is the unit's own score in that
    field, where it is known.
    """
    groups = mirrored(field.groups[row.id], row.better)
    left, of = None if own is None else turned(own, row.better), field.units(row.id)
    rank = field.own_rank(row.id, row.rank)
    for what, score in scores:
        place = among_groups(turned(score, row.better), groups, of, left, row.decimals, rank)
        at = standpoint(turned(score, row.better), groups, row.decimals)
        yield Ranked(row.id, row.name, _decimals(row, what), what, score, place, at)


def in_panel(
    row: Standing,
    scores: Scores,
    panel: Panel,
    year: int,
    groups: Sequence[PeerGroup],
    since: int | None,
    ahead: int,
) -> Iterator[Ranked]:
    """Where scores rank among all other units in a year's table, also if these moved once more as
    they have moved (since a year) over as many years as the targets are ahead, or one where no more
    is known; and where they lie among the groups that are published of that
    year. In an excerpt a rank is a range, and how the others would move is not known, nor is it
    where units have different maxima and rank by shares of them.
    """
    others = {
        unit: measure for unit, measure in panel.measures(row.id, year).items() if unit != panel.own
    }
    unlisted, by_share = panel.unlisted(year), panel.by_share(row.id, year)
    none = unlisted or by_share
    moves = Moves(1, {}) if none else panel.moves(row.id, since, ahead)
    scale, known = scale_of(panel, row.id, year), mirrored(groups, row.better)
    beyond = ZERO if row.score is None else panel.unprinted(row.id, year, row.score)
    for what, score in scores:
        # The own score, and what starts from it, has every digit that the table has of it.
        true = more(score, beyond) if score in (row.score, row.projected) else score
        measure = panel.own_measure(row.id, year, true)
        moved = tuple(if_moved(measure, others, moves, scale))
        place = among(measure, others.values(), unlisted)
        at = standpoint(turned(score, row.better), known, row.decimals) if known else None
        yield Ranked(row.id, row.name, _decimals(row, what), what, score, place, at, moved)


def as_of(row: Standing, panel: Panel, year: int) -> Standing:
    """A row with the score that the unit has in a year's table. What the plan adds starts from
    another score, and stays out.
    """
    return row._replace(
        score=panel.score(row.id, year, panel.own),
        planned=None,
        projected=None,
        gap=None,
        headroom=None,
        shortfall=None,
    )
