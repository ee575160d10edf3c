"""What a year came to as it was looked at again and again: self-assessed, appraised, surveyed,
published, side by side.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from parplan.engine.baseline import Baseline
from parplan.engine.review import Outcome, reviewed
from parplan.model.fixed import Fixed
from parplan.model.results import LAYERS, Layer, Observation, Outcomes
from parplan.points import ZERO, as_everywhere
from parplan.text import Text, brief


class Look(NamedTuple):
    """A row's score in one layer, in points; `difference` is from the layer before that has
    the row, which is `against`: None where there is none.
    """

    score: Decimal
    difference: Decimal | None
    against: Layer | None
    observation: Observation | None  # None where it moves with its rows


class Layered(NamedTuple):
    """A row as each layer has it, the layer that has been looked at least first; one that knows
    nothing of the row is not there.
    """

    id: str
    name: Text
    decimals: int
    decimals_of: Mapping[str, int]
    max: Decimal | None
    looks: Mapping[Layer, Look]
    children: tuple["Layered", ...]

    def __repr__(self) -> str:
        return brief(self, "id", "looks")

    def walk(self) -> Iterator["Layered"]:
        """This row and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    @as_everywhere
    def largest(self) -> Decimal | None:
        """The largest of its differences, up or down, in points; None where there is none."""
        known = [abs(it.difference) for it in self.looks.values() if it.difference is not None]
        return max(known, default=None)


def layered(baseline: Baseline, outcomes: Outcomes, year: int) -> tuple[Layered, ...]:
    """Every index with all that is below it, as each layer finally had it in a year."""
    trees = {
        layer: reviewed(baseline, seen)
        for layer in LAYERS
        if (seen := outcomes.finals(year, (layer,)))
    }
    return tuple(
        _layered(baseline, index.id, {layer: rows[at] for layer, rows in trees.items()})
        for at, index in enumerate(baseline.indices)
    )


def _layered(baseline: Baseline, ident: str, rows: Mapping[Layer, Outcome]) -> Layered:
    standing = baseline.standing[ident]
    return Layered(
        ident,
        standing.name,
        standing.decimals,
        standing.decimals_of,
        standing.max,
        _looks(rows),
        tuple(
            _layered(baseline, child.id, {layer: row.children[at] for layer, row in rows.items()})
            for at, child in enumerate(standing.children)
        ),
    )


def _looks(rows: Mapping[Layer, Outcome]) -> Mapping[Layer, Look]:
    """What the layers say of a row, each against the one before that has it."""
    found: dict[Layer, Look] = {}
    for layer, row in rows.items():
        if row.score is not None:
            against = next(reversed(found), None)
            difference = row.score - found[against].score if against else None
            found[layer] = Look(row.score, difference, against, row.observation)
    return Fixed(found)


def largest_first(rows: Sequence[Layered]) -> tuple[Layered, ...]:
    """Rows by their largest difference, and what is below them likewise; those without any last, in
    the order of the plan.
    """

    def place(row: Layered) -> tuple[bool, Decimal]:
        return (row.largest is None, -(row.largest or ZERO))

    return tuple(
        row._replace(children=largest_first(row.children)) for row in sorted(rows, key=place)
    )
