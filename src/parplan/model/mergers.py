"""Units that others became: what peers/units.yaml says of them, and which of two fields, the one
before or the one since, the line of a table belongs to.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import BeforeValidator, Field, WithJsonSchema

from parplan.model.fields import AboveZero, Date, Exact, Id, OfPlan, Record, Words, Year, described
from parplan.points import NotAFigure, decimal_of
from parplan.text import Text

if TYPE_CHECKING:
    from parplan.model.habits import Names

MEAN = "mean"


def points_of(value: Exact) -> Decimal:
    """Points as a decimal: cut, once, to 28 digits where they do not come to an end."""
    return value if isinstance(value, Decimal) else decimal_of(value)


def less(value: Exact, other: Exact) -> Exact:
    """The difference of two figures, exact."""
    if isinstance(value, Decimal) and isinstance(other, Decimal):
        return value - other
    return Fraction(value) - Fraction(other)


def more(value: Exact, other: Exact) -> Exact:
    """The sum of two figures, exact."""
    return less(value, -other)


def _weights(value: object) -> object:
    if value in (None, MEAN):
        return {}
    if isinstance(value, str):
        raise NotAFigure(value)
    return value


_WEIGHTS_SCHEMA = {
    "oneOf": [
        {"const": MEAN},
        {"type": "object", "additionalProperties": {"type": "number", "exclusiveMinimum": 0}},
    ]
}


class Merger(Record):
    """A unit that others became, and how their scores make up what it would have had."""

    made_from: Annotated[
        tuple[str, ...],
        Field(alias="from", min_length=1),
        described("các đơn vị cũ hợp thành đơn vị mới", "the units that became it"),
    ]
    since: Annotated[Date, described("ngày bắt đầu có đơn vị mới", "the day it began")]
    by: Annotated[
        dict[str, AboveZero],
        BeforeValidator(_weights),
        WithJsonSchema(_WEIGHTS_SCHEMA),
        described(
            "mean: trung bình cộng (mặc định); hoặc trọng số của từng đơn vị cũ",
            "mean: the plain mean (default); or the weight of each of the old units",
        ),
        Field(default_factory=dict),
    ]

    def combined(self, scores: Mapping[str, Exact]) -> Exact | None:
        """The score (points) that follows from those of all units it was made from; None where one
        of them has none.
        """
        if not all(unit in scores for unit in self.made_from):
            return None
        weights = {unit: Fraction(self.by.get(unit, 1)) for unit in self.made_from}
        total = sum((weight * Fraction(scores[unit]) for unit, weight in weights.items()), _NONE)
        mean = total / sum(weights.values())
        plain = decimal_of(mean)
        return plain if Fraction(plain) == mean else mean


_NONE = Fraction(0)


class MergersFile(OfPlan):
    """peers/units.yaml: which units others became."""

    source: Annotated[Words, described("nguồn", "where it is from")] = Text("", "")
    first: Annotated[
        dict[Id, Year],
        described(
            "năm đầu tiên kết quả được công bố theo đơn vị mới, theo chỉ số, nếu sớm hơn năm của "
            "since",
            "the first year whose results are published for the new units, by index, where that is "
            "before the year of since",
        ),
        Field(default_factory=dict),
    ]
    units: Annotated[
        dict[str, Merger],
        described("các đơn vị mới, theo tên", "the new units by name"),
        Field(min_length=1),
    ]

    @property
    def latest(self) -> date:
        """The day the latest of them began."""
        return max(merger.since for merger in self.units.values())


class Combined(NamedTuple):
    """Scores of a row in a year, by unit; and of those that are not published but follow from what
    the unit was made from, from how many.
    """

    scores: Mapping[str, Exact]
    of: Mapping[str, int]


class Mergers:
    """What the units of a table were made from, by the names they have there.

    A name may be that of an old unit and of the new one: until the first year of the new one it
    means the old.
    """

    def __init__(self, file: MergersFile, names: "Names", units: Iterable[str]) -> None:
        self._file, self._names, self._listed = file, names, tuple(units)
        self.made = {self._named(unit): merger for unit, merger in self._mergers()}
        self.became = {old: new for new, merger in self.made.items() for old in merger.made_from}

    def _mergers(self) -> Iterator[tuple[str, Merger]]:
        """The mergers that any unit of the table has part in, with the names that it has for what
        a unit was made from.
        """
        for unit, merger in self._file.units.items():
            weights = {self._named(old): weight for old, weight in merger.by.items()}
            named = tuple(map(self._named, merger.made_from))
            if not {self._named(unit), *named}.isdisjoint(self._listed):
                yield unit, merger.model_copy(update={"made_from": named, "by": weights})

    def _named(self, unit: str) -> str:
        return self._names.find(unit, self._listed) or unit

    def first_year(self, unit: str, index: str) -> int:
        """The first year with results of a new unit in an index."""
        return self._file.first.get(index, self.made[unit].since.year)

    def is_new(self, unit: str, index: str, year: int) -> bool:
        """Whether the line that a table has of a name and a year is of one that others became."""
        return unit in self.made and (
            unit not in self.became or year >= self.first_year(unit, index)
        )

    def is_merged(self, unit: str, index: str, seen: int) -> bool:
        """Whether a new unit is one of the field as a year sees it."""
        return self.first_year(unit, index) <= seen

    def stands(self, unit: str, index: str, year: int, seen: int) -> bool:
        """Whether the line of a name and a year is of a unit of the field as another year sees it:
        never both of a unit and of what became it.
        """
        if self.is_new(unit, index, year):
            return self.is_merged(unit, index, seen)
        new = self.became.get(unit)
        return new is None or not self.is_merged(new, index, seen)

    def lacking(
        self, scores: Mapping[str, Exact], index: str, year: int, seen: int
    ) -> dict[str, tuple[str, ...]]:
        """The new units whose score of a year cannot be combined, each with those among the units
        it was made from that have none (`scores` are all that the table has).
        """
        return {
            unit: tuple(old for old in merger.made_from if old not in scores)
            for unit, merger in self.made.items()
            if self.is_merged(unit, index, seen)
            and year < self.first_year(unit, index)
            and unit not in self.field(scores, index, year, seen).scores
        }

    def field(self, scores: Mapping[str, Exact], index: str, year: int, seen: int) -> Combined:
        """The scores of a year in the field as another year sees it."""
        found = {
            unit: score for unit, score in scores.items() if self.stands(unit, index, year, seen)
        }
        of: dict[str, int] = {}
        old = {unit: score for unit, score in scores.items() if not self.is_new(unit, index, year)}
        for unit, merger in self.made.items():
            score = merger.combined(old) if self.is_merged(unit, index, seen) else None
            if score is not None and unit not in found:
                found[unit] = score
                if len(merger.made_from) > 1:
                    of[unit] = len(merger.made_from)
        return Combined(found, of)

    def units(self, index: str, seen: int) -> list[str]:
        """The units of the field as a year sees it, ranked or not."""
        every = dict.fromkeys((*self._listed, *self.made))
        return [unit for unit in every if self._exists(unit, index, seen)]

    def _exists(self, unit: str, index: str, seen: int) -> bool:
        if unit in self.made and self.is_merged(unit, index, seen):
            return True
        new = self.became.get(unit)
        return unit not in self.made if new is None else not self.is_merged(new, index, seen)

    def alike(self, seen: int) -> dict[str, str]:
        """The names of the table that differ from those of the file in their marks alone, each with
        that one, where units became others by a year: nobody knows whether they are the same.
        """
        names = dict.fromkeys(
            name
            for unit, merger in self._file.units.items()
            if merger.since.year <= seen
            for name in (unit, *merger.made_from)
        )
        return {
            typed: name
            for name in names
            if self._names.find(name, self._listed) is None
            and (typed := self._names.find_typed(name, self._listed)) is not None
        }

    @cached_property
    def relatives(self) -> Mapping[str, tuple[str, ...]]:
        """What each unit became or was made from."""
        found = {new: merger.made_from for new, merger in self.made.items()}
        return {**{old: (new,) for old, new in self.became.items()}, **found}
