"""The scores of a row in a field of units: which of them are known, and where each ranks."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from parplan.engine.field import Moved, Place, Standpoint, among, among_groups, if_moved, standpoint
from parplan.engine.standing import Standing
from parplan.labels import Text
from parplan.panel import Panel
from parplan.peers import Published

What = Literal["current", "projected", "target", "score"]
Scores = Iterable[tuple[What, Decimal]]


class Ranked(NamedTuple):
    """One score (points) of a row: which it is, where it ranks, where it lies among groups, and where it would rank if the field moved."""

    id: str
    name: Text
    decimals: int
    what: What
    score: Decimal
    place: Place
    at: Standpoint | None
    moved: tuple[Moved, ...] = ()


def scores_of(row: Standing, wanted: What | None = None) -> list[tuple[What, Decimal]]:
    """The scores of a row that are known, in points: the current one, that with the planned increase, the target; or the one wanted."""
    projected = None if row.score is None or row.planned is None else row.score + row.planned
    known: dict[What, Decimal | None] = {"current": row.score, "projected": projected, "target": row.target}
    return [(what, value) for what, value in known.items() if value is not None and wanted in (None, what)]


def in_groups(row: Standing, scores: Scores, field: Published, own: Decimal | None) -> Iterator[Ranked]:
    """Where scores rank among the published groups of a row; `own` is the unit's own score in that field, where it is known."""
    groups, ranked, known = field.groups[row.id], field.record.ranked, field.record.ranks.get(row.id)
    for what, score in scores:
        place = among_groups(score, groups, ranked, own)
        if known is not None and score == own:  # where the unit itself stands is published
            place = Place(known.at, known.at, known.of or ranked)
        yield Ranked(row.id, row.name, row.decimals, what, score, place, standpoint(score, groups))


def in_panel(row: Standing, scores: Scores, panel: Panel, year: int) -> Iterator[Ranked]:
    """Where scores rank among all other units in a year's table, also if these moved once more as they have moved."""
    others = {unit: score for unit, score in panel.scores[row.id][year].items() if unit != panel.own}
    changes: dict[int, dict[str, Decimal]] = {}
    for gain in panel.gains(row.id):
        changes.setdefault(gain.year, {})[gain.unit] = gain.change
    for what, score in scores:
        moved = tuple(if_moved(score, others, changes))
        yield Ranked(row.id, row.name, row.decimals, what, score, among(score, others.values()), None, moved)


def as_of(row: Standing, panel: Panel, year: int) -> Standing:
    """A row with the score that the unit has in a year's table. What the plan adds starts from another score, and stays out."""
    return row._replace(score=panel.scores[row.id][year].get(panel.own or ""), planned=None)
