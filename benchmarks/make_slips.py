"""Make plans whose figures agree, and the same plans with one figure or two mistyped: cases whose
answer is known.

A plan is drawn as it truly is and then printed, either so that totals are the exact sums of what is
printed below them, or so that every figure is rounded on its own, as in most published tables. The
same seed makes the same plans.

    python benchmarks/make_slips.py --check 500
"""

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import pairwise
from random import Random
from time import perf_counter_ns
from typing import Any, Literal, NamedTuple, get_args

from parplan.checks.plan import Checked
from parplan.checks.plan import check as checked
from parplan.engine.identities import equations
from parplan.engine.identities.identity import Found, Identity
from parplan.model.errata import ErrataFile
from parplan.model.files import FileKind
from parplan.model.indicators import Index, IndicatorsFile, Row
from parplan.model.plan import Plan
from parplan.model.targets import Target, TargetsFile
from parplan.model.tree import Indicator
from parplan.yaml_text.read import read
from parplan.yaml_text.source import Sources

Kind = Literal["replaced", "dropped", "doubled", "swapped", "point", "sign", "exchanged", "copied"]
Field = Literal["score", "max", "percent", "planned", "target"]
Fields = frozenset[Field]
Data = dict[str, Any]
Exact = int | Fraction  # millionths of a point

KINDS: tuple[Kind, ...] = get_args(Kind)
FIELDS: tuple[Field, ...] = get_args(Field)  # as the columns of a row follow one another
SEED = 2023
POINT = 1_000_000
HALF = POINT // 2


# The truth: what a plan's figures are before anybody prints them.


class Style(NamedTuple):
    """How a plan's figures come about and are printed: what holds for all of its tables."""

    decimals: int
    # every figure on its own, from true values with more digits; else totals are made of what is
    # printed
    rounded: bool
    short: float  # how often figures go without the zeros at their end
    short_maxima: bool
    decreases: float  # how often a leaf is to lose points
    gaps: float  # how often a cell is empty though its column is not

    @property
    def unit(self) -> int:
        """One unit of the last printed digit, in millionths."""
        return int(10 ** (6 - self.decimals))


@dataclass(slots=True)
class Truth:
    """A row as it truly is, in millionths of a point, and which of its figures are printed."""

    ident: str
    most: int
    shows: Fields
    children: list["Truth"] = field(default_factory=list)
    aggregate: Literal["sum", "mean", "weighted"] = "sum"
    scale: int = 1
    weight: int = 1
    floor: int = 0
    bonus: bool = False
    surveyed: bool = (
        False  # of what people say, nobody gets all points, and nobody plans to gain many
    )
    same_as: str | None = None
    percent_decimals: int | None = None
    score: Exact = 0
    planned: Exact = 0

    def walk(self) -> Iterator["Truth"]:
        """The row and all below it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()


class Sketch(NamedTuple):
    """The indices of a plan, and its tables: the rows of each from top to bottom."""

    indices: list[Truth]
    tables: list[list[Truth]]


class Shape(NamedTuple):
    """A kind of plan: its name, and how one is sketched."""

    name: str
    sketch: Callable[[Random, Style], Sketch]


def _style(random: Random, shape: str) -> Style:
    """Two decimals as a rule, exact and rounded tables half and half."""
    gaps = 0.5 if shape == "levels-little" else 0.05
    return Style(
        decimals=1 if random.random() < 0.2 else 2,
        rounded=random.random() < 0.5,
        short=random.choices((0, 0.6, 1), (50, 35, 15))[0],
        short_maxima=random.random() < 0.85,
        decreases=0.2 if random.random() < 0.35 else 0,
        gaps=0.05 if random.random() < gaps else 0,
    )


def _between(random: Random, style: Style, low: float, high: float) -> int:
    """A true value: any number of millionths, or of printed units where totals are exact."""
    unit = 1 if style.rounded else style.unit
    least, most = -int(-low // unit), int(high // unit)
    return unit * random.randint(least, max(least, most))


def _score(random: Random, style: Style, row: Truth) -> None:
    """A leaf's score: somewhere on its scale, now and then a round figure or all there is."""
    if row.most == 0:  # a penalty
        row.score = min(-style.unit, _between(random, style, 0.8 * row.floor, 0))
        return
    span = row.most - row.floor
    how = random.random()
    if row.surveyed:
        row.score = _between(random, style, row.floor + 0.15 * span, row.floor + 0.88 * span)
    elif how < 0.1:
        row.score = row.most
    elif how < 0.22:
        row.score = max(row.floor, random.randint(row.most // 2, row.most) // HALF * HALF)
    else:
        row.score = _between(random, style, row.floor + 0.3 * span, row.floor + 0.97 * span)


def _increase(random: Random, style: Style, row: Truth) -> None:
    """A leaf's planned increase: some of the room it has, now and then nothing or a round figure;
    or a decrease.
    """
    room, reached = int(row.most - row.score), int(row.score - row.floor)
    how = random.random()
    if random.random() < style.decreases and reached > 10 * style.unit:
        row.planned = -max(style.unit, _between(random, style, 0.02 * reached, 0.12 * reached))
    elif how < 0.06 or room < style.unit:
        row.planned = 0
    elif how < 0.18 and room >= HALF:
        row.planned = random.randint(1, min(room // HALF, 4)) * HALF
    else:
        row.planned = max(
            style.unit, _between(random, style, 0.03 * room, (0.3 if row.surveyed else 0.7) * room)
        )


def _filled(random: Random, style: Style, shape: Shape) -> Sketch:
    """A sketch with its figures; drawn again in the rare case that bonus points lift a row above
    what it can score.
    """
    while True:
        sketch = shape.sketch(random, style)
        _fill(random, style, sketch.indices[0])
        if all(
            max(row.score, row.score + row.planned) <= _ceiling(row)
            for row in sketch.indices[0].walk()
        ):
            return sketch


def _ceiling(row: Truth) -> int:
    return row.most + sum(
        child.most for child in row.children if child.bonus and "max" in child.shows
    )


def _total(row: Truth, values: list[Exact]) -> Exact:
    """What the children's values make up: bonus rows come whole, on top of a mean too."""
    if row.aggregate == "sum":
        return sum(values)
    regular = [
        (value, child.weight if row.aggregate == "weighted" else 1)
        for value, child in zip(values, row.children, strict=True)
    ]
    on_top = sum(value for value, child in zip(values, row.children, strict=True) if child.bonus)
    counted = [pair for pair, child in zip(regular, row.children, strict=True) if not child.bonus]
    return (
        Fraction(
            row.scale * sum(value * weight for value, weight in counted),
            sum(weight for _, weight in counted),
        )
        + on_top
    )


def _fill(random: Random, style: Style, row: Truth) -> None:
    """Scores and increases of a row and all below it, from the leaves up."""
    for child in row.children:
        _fill(random, style, child)
    if not row.children:
        _score(random, style, row)
        _increase(random, style, row)
        return
    row.score = _total(row, [child.score for child in row.children])
    row.planned = _total(row, [child.planned for child in row.children])
    if not style.rounded:
        row.score, row.planned = (
            _units(value, style.unit) * style.unit for value in (row.score, row.planned)
        )


def _units(value: Exact, unit: int) -> int:
    """So many units, half away from zero, the way a hand rounds."""
    by = 2 * unit * value.denominator
    units = (2 * abs(value.numerator) + unit * value.denominator) // by
    return units if value >= 0 else -units


# The shapes: what the tables of real plans look like.


def _some(random: Random, always: Iterable[Field], **chances: float) -> Fields:
    """Printed columns: some always, others by chance."""
    return frozenset(always) | {name for name in FIELDS if random.random() < chances.get(name, 0)}


def _split(random: Random, halves: int, count: int, least: int) -> list[int]:
    """So many half points shared out, each at least so many, in millionths."""
    cuts = sorted(random.randint(0, halves - count * least) for _ in range(count - 1))
    return [
        HALF * (least + end - start)
        for start, end in zip([0, *cuts], [*cuts, halves - count * least], strict=True)
    ]


def _extra(random: Random, ident: str, shows: Fields) -> Truth:
    """A bonus, or a penalty with its negative score."""
    if random.random() < 0.5:
        return Truth(ident, 0, shows - {"percent"}, bonus=True, floor=-POINT * random.randint(2, 5))
    return Truth(ident, HALF * random.randint(2, 8), shows, bonus=True)


def _one_table(random: Random, index: Truth, *, apart: float) -> list[list[Truth]]:
    """All rows in one table; the index on its first line, on its last, or printed elsewhere."""
    rows = [row for child in index.children for row in child.walk()]
    if random.random() < apart:
        return [[index], rows]
    return [[index, *rows]] if random.random() < 0.5 else [[*rows, index]]


_AREAS = (19, 20, 26, 21, 30, 24, 27, 33)  # half points


def _par(random: Random, _: Style) -> Sketch:
    """Eight areas of 100 points, most with two parts; an index of its own may print the same fact
    as one of the parts.
    """
    halves = list(_AREAS)
    for _move in range(6):
        at, to = random.sample(range(len(halves)), 2)
        moved = random.randint(1, 4)
        if halves[at] - moved >= 12:
            halves[at], halves[to] = halves[at] - moved, halves[to] + moved
    totals = random.choices(((), ("planned", "target"), ("target",)), (50, 35, 15))[0]
    of_index = _some(random, ("score", "max", *totals), percent=0.7)
    of_areas = (
        _some(random, ("score", "max"), percent=0.12) | random.choices(_PLANS, (80, 10, 10))[0]
    )
    of_parts = _some(random, ("score", "planned"), max=0.9, target=0.12)
    index = Truth("x", 100 * POINT, of_index)
    for number, most in enumerate(halves, 1):
        area = Truth(f"x.{number}", most * HALF, of_areas)
        count = random.choices((0, 2, 3), (20, 70, 10))[0]
        if count:
            shared = enumerate(_split(random, most, count, 2), 1)
            area.children = [
                Truth(f"{area.ident}.{part}", its, of_parts, surveyed=part == 2)
                for part, its in shared
            ]
        index.children.append(area)
    parts = [part for area in index.children for part in area.children]
    if random.random() < 0.25:
        index.children.append(_extra(random, f"x.{len(halves) + 1}", of_areas))
    tables = _one_table(random, index, apart=0.5)
    if not parts or random.random() < 0.4:
        return Sketch([index], tables)
    part = random.choice(parts)
    shows = _some(random, ("score", "percent"), max=0.9, planned=0.3, target=0.3)
    other = Truth(
        "s", part.most, shows, same_as=part.ident, percent_decimals=random.choice((None, 1))
    )
    return Sketch([index, other], [*tables, [other]])


_PLANS: tuple[Fields, ...] = (
    frozenset({"planned", "target"}),
    frozenset({"target"}),
    frozenset({"planned"}),
)


def _papi(random: Random, _: Style) -> Sketch:
    """Eight dimensions of 1 to 10, a total score and its percent."""
    totals = random.choices(((), ("planned", "target"), ("target",)), (50, 30, 20))[0]
    index = Truth(
        "x", 80 * POINT, _some(random, ("score", "max", *totals), percent=0.8), floor=8 * POINT
    )
    shows = _some(random, ("score",), max=0.8) | random.choices(_PLANS, (85, 8, 7))[0]
    index.children = [
        Truth(f"x.{number}", 10 * POINT, shows, floor=POINT, surveyed=True)
        for number in range(1, 9)
    ]
    return Sketch([index], _one_table(random, index, apart=0.5))


_WEIGHTS = (5, 5, 20, 5, 10, 5, 5, 20, 20, 5)


def _pci(random: Random, _: Style) -> Sketch:
    """The weighted mean of ten scores of 0 to 10, on a scale of 100; half of the plans say what is
    to be reached.
    """
    planned = random.random() < 0.5
    plans: Fields = random.choices(_PLANS, (70, 20, 10))[0] if planned else frozenset()
    totals: Fields = random.choice((plans, plans & {"target"}, frozenset()))
    index = Truth(
        "x",
        100 * POINT,
        _some(random, ("score", "max"), percent=0.2) | totals,
        aggregate="weighted",
        scale=10,
    )
    shows = _some(random, ("score",), max=0.7) | plans
    weights = random.sample(_WEIGHTS, len(_WEIGHTS))
    index.children = [
        Truth(f"x.{number}", 10 * POINT, shows, weight=weight, surveyed=True)
        for number, weight in enumerate(weights, 1)
    ]
    return Sketch([index], _one_table(random, index, apart=0.3))


def _levels(random: Random, shows: tuple[Fields, ...]) -> Sketch:
    """An index of areas of criteria of sub-criteria; some sums are means, some rows come on top."""
    index = Truth(
        "x", 0, shows[0], aggregate=random.choices(("sum", "mean", "weighted"), (75, 15, 10))[0]
    )
    same = random.randint(20, 60)
    for number in range(1, random.randint(3, 4) + 1):
        halves = random.randint(20, 60) if index.aggregate == "sum" else same
        area = Truth(f"x.{number}", halves * HALF, shows[1])
        if index.aggregate == "weighted":
            area.weight = random.choice((1, 2, 3))
        for at, most in enumerate(_split(random, halves, random.randint(2, 3), 4), 1):
            area.children.append(_criterion(random, f"{area.ident}.{at}", most, shows))
        index.children.append(area)
    index.most = (
        index.children[0].most
        if index.aggregate != "sum"
        else sum(area.most for area in index.children)
    )
    if random.random() < 0.3:
        above = random.choice((index, *index.children))
        extra = _extra(
            random, f"{above.ident}.{len(above.children) + 1}", shows[above.ident.count(".") + 1]
        )
        above.children.append(extra)
    return Sketch([index], _one_table(random, index, apart=0.2))


def _criterion(random: Random, ident: str, most: int, shows: tuple[Fields, ...]) -> Truth:
    criterion = Truth(ident, most, shows[2])
    how = random.random()
    if how < 0.2:
        criterion.aggregate = "mean"
        criterion.children = [
            Truth(f"{ident}.{at}", most, shows[3]) for at in range(1, random.randint(2, 3) + 1)
        ]
    elif how < 0.6:
        shared = _split(random, most // HALF, random.randint(2, 3), 1)
        criterion.children = [
            Truth(f"{ident}.{at}", its, shows[3]) for at, its in enumerate(shared, 1)
        ]
    return criterion


def _levels_full(random: Random, _: Style) -> Sketch:
    """Three levels with everything printed; percents down to one of the levels, or nowhere."""
    deepest = random.choice((0, 1, 2, 2, 4))
    full: Fields = frozenset({"score", "max", "planned", "target"})
    return _levels(
        random, tuple(full | {"percent"} if level < deepest else full for level in range(4))
    )


def _levels_little(random: Random, _: Style) -> Sketch:
    """Three levels that print what they please."""
    rest = {"max": 0.4, "planned": 0.45, "target": 0.4, "percent": 0.15}
    return _levels(
        random,
        tuple(
            _some(random, ("score",) if level < 2 else (), score=0.85, **rest) for level in range(4)
        ),
    )


SHAPES = (
    Shape("par", _par),
    Shape("papi", _papi),
    Shape("pci", _pci),
    Shape("levels-full", _levels_full),
    Shape("levels-little", _levels_little),
)


# What is printed.


def _yaml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _flow(record: Mapping[str, object]) -> str:
    return "{" + ", ".join(f"{key}: {_yaml(value)}" for key, value in record.items()) + "}"


def _lines(record: Data, indent: str) -> Iterator[str]:
    """A record of a list and all below it: one line each where nothing is below, so that a plan can
    be read like a table.
    """
    below = next((key for key in ("rows", "parts") if key in record), None)
    if below is None:
        yield f"{indent}- {_flow(record)}"
        return
    mark = "- "
    for key, value in record.items():
        if key != below:
            yield f"{indent}{mark}{key}: {_yaml(value)}"
            mark = "  "
    yield f"{indent}  {below}:"
    for child in record[below]:
        yield from _lines(child, indent + "    ")


@dataclass(frozen=True, eq=False)
class Case:
    """A plan as plain data, figures as decimals: what pydantic's models or a YAML file are made
    of.
    """

    indicators: Data
    targets: Data

    def files(self) -> dict[FileKind, str]:
        """The text of the plan's files, by kind of file: what `read_back` takes."""
        indices = [line for index in self.indicators["indices"] for line in _lines(index, "  ")]
        goals = [f"  {ident}: {_flow(goal)}" for ident, goal in self.targets["targets"].items()]
        return {
            "indicators": "\n".join(
                [f"plan: {_flow(self.indicators['plan'])}", "indices:", *indices]
            )
            + "\n",
            "targets": "\n".join(["targets:", *goals] if goals else ["targets: {}"]) + "\n",
        }


@dataclass(frozen=True, eq=False)
class Draft(Case):
    """A plan without a slip.

    `cells` has all printed figures by path; `tables` which of them stand side by side: tables of
    lines of cells, from top to bottom. `decimals` says how many decimals a cell may have, `places`
    where a record stands: its position at every depth.
    """

    shape: str
    style: Style
    cells: dict[str, Decimal]
    tables: tuple[tuple[tuple[str, ...], ...], ...]
    decimals: dict[str, int]
    places: dict[str, tuple[int, ...]]

    @cached_property
    def above(self) -> dict[str, str]:
        """For a cell, the same field in the row printed right above, where that row prints it."""
        found: dict[str, str] = {}
        for table in self.tables:
            for upper, line in pairwise(table):
                its = {_field(path): path for path in upper}
                found.update((path, its[_field(path)]) for path in line if _field(path) in its)
        return found

    @cached_property
    def row(self) -> dict[str, tuple[str, ...]]:
        """For a cell, the other cells of its row."""
        return _others(line for table in self.tables for line in table)

    @cached_property
    def column(self) -> dict[str, tuple[str, ...]]:
        """For a cell, the other cells of its column, in the same table."""
        columns = (
            [path for line in table for path in line if _field(path) == name]
            for table in self.tables
            for name in FIELDS
        )
        return _others(columns)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """All cells."""
        return tuple(self.cells)

    @cached_property
    def records(self) -> tuple[IndicatorsFile, TargetsFile]:
        """The plan's files as records."""
        return IndicatorsFile.model_validate(self.indicators), TargetsFile.model_validate(
            self.targets
        )

    @cached_property
    def plan(self) -> Plan:
        """The plan; nobody changes it."""
        return Plan(*self.records, ErrataFile(errata={}))


def _field(path: str) -> str:
    return path.rpartition(".")[2]


def _others(lines: Iterable[Iterable[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in lines:
        cells = tuple(line)
        found.update((path, cells[:at] + cells[at + 1 :]) for at, path in enumerate(cells))
    return found


class _Press:
    """Prints a sketch: rounds each figure on its own and notes where it stands."""

    def __init__(self, random: Random, style: Style) -> None:
        self.random = random
        self.style = style
        self.cells: dict[str, Decimal] = {}
        self.decimals: dict[str, int] = {}
        self.places: dict[str, tuple[int, ...]] = {}
        self.goals: Data = {}
        self.lines: dict[str, tuple[str, ...]] = {}

    def figure(self, value: Exact, decimals: int, *, short: bool) -> Decimal:
        """A figure with all its decimals, or without the zeros at its end."""
        units = _units(value, 10 ** (6 - decimals))
        while short and decimals and units % 10 == 0:
            units, decimals = units // 10, decimals - 1
        return Decimal(units).scaleb(-decimals)

    def record(self, row: Truth, place: tuple[int, ...]) -> Data:
        """A row's record, with all that is below it."""
        self.places[row.ident] = place
        figures = self.figures(row)
        self.lines[row.ident] = tuple([f"{row.ident}.{name}" for name in figures])
        record: Data = {"id": row.ident, "name": f"Row {row.ident}"}
        if len(place) == 1:
            record["decimals"] = self.style.decimals
        if row.percent_decimals is not None:
            record["percent_decimals"] = row.percent_decimals
        if row.same_as is not None:
            record["same_as"] = row.same_as
        if row.bonus:
            record["bonus"] = True
        if row.weight != 1:
            record["weight"] = Decimal(row.weight)
        if row.aggregate != "sum":
            record["aggregate"] = row.aggregate
        if row.scale != 1:
            record["scale"] = Decimal(row.scale)
        if row.floor:
            record["floor"] = Decimal(row.floor // POINT)
        record.update(
            (name, figures[name]) for name in ("max", "score", "percent") if name in figures
        )
        goal = {name: figures[name] for name in ("planned", "target") if name in figures}
        if goal:
            self.goals[row.ident] = goal
        if row.children:
            below = "rows" if len(place) == 1 else "parts"
            record[below] = [
                self.record(child, (*place, at)) for at, child in enumerate(row.children)
            ]
        return record

    def figures(self, row: Truth) -> dict[Field, Decimal]:
        """What is printed of a row: of a decrease no target, because nobody aims below what has
        been reached.
        """
        found: dict[Field, Decimal] = {}
        for name in FIELDS:
            if name not in row.shows or (name == "target" and row.planned < 0):
                continue
            if len(self.places) > 1 and not row.bonus and self.random.random() < self.style.gaps:
                continue
            decimals = (
                row.percent_decimals
                if name == "percent" and row.percent_decimals is not None
                else self.style.decimals
            )
            short = (
                self.style.short_maxima
                if name == "max"
                else self.random.random() < self.style.short
            )
            path = f"{row.ident}.{name}"
            found[name] = self.cells[path] = self.figure(_true(row, name), decimals, short=short)
            self.decimals[path] = decimals
        return found


def _true(row: Truth, name: Field) -> Exact:
    if name == "score":
        return row.score
    if name == "max":
        return row.most
    if name == "planned":
        return row.planned
    return (
        row.score + row.planned
        if name == "target"
        else Fraction(100 * POINT * row.score) / row.most
    )


def consistent(random: Random, shape: Shape | None = None) -> Draft:
    """A plan of a random shape, or of the one given, whose figures contradict one another
    nowhere.
    """
    chosen = random.choice(SHAPES) if shape is None else shape
    style = _style(random, chosen.name)
    sketch = _filled(random, style, chosen)
    facts = {row.ident: row for row in sketch.indices[0].walk()}
    for other in sketch.indices[1:]:
        fact = facts[other.same_as or ""]
        other.score, other.planned = fact.score, fact.planned
    press = _Press(random, style)
    indices = [press.record(index, (at,)) for at, index in enumerate(sketch.indices)]
    return Draft(
        indicators={"plan": _ABOUT, "indices": indices},
        targets={"targets": press.goals},
        shape=chosen.name,
        style=style,
        cells=press.cells,
        tables=tuple([tuple([press.lines[row.ident] for row in table]) for table in sketch.tables]),
        decimals=press.decimals,
        places=press.places,
    )


_ABOUT = {"id": "made-up", "name": "Made up", "year": 2022, "target_year": 2023}


# The slips: what typists do to figures.


class Change(NamedTuple):
    """A cell, what is printed there, and what should be."""

    path: str
    printed: Decimal
    true: Decimal


@dataclass(frozen=True, eq=False)
class Slip(Case):
    """The draft's plan with one slip: two cells are changed where they were exchanged, else one."""

    draft: Draft
    kind: Kind
    changes: tuple[Change, ...]


@dataclass(frozen=True, eq=False)
class Twice(Case):
    """The draft's plan with two slips that share no cell. Each slip's own data has only that
    slip.
    """

    draft: Draft
    slips: tuple[Slip, Slip]

    @property
    def changes(self) -> tuple[Change, ...]:
        """The cells that both slips change."""
        return self.slips[0].changes + self.slips[1].changes


def _replaced(text: str) -> Iterator[str]:
    """One digit is another."""
    for at, digit in enumerate(text):
        if digit.isdigit():
            yield from (
                f"{text[:at]}{other}{text[at + 1 :]}" for other in "0123456789" if other != digit
            )


def _dropped(text: str) -> Iterator[str]:
    """One digit is left out."""
    return (text[:at] + text[at + 1 :] for at, digit in enumerate(text) if digit.isdigit())


def _doubled(text: str) -> Iterator[str]:
    """One digit is typed twice."""
    return (text[:at] + digit + text[at:] for at, digit in enumerate(text) if digit.isdigit())


def _swapped(text: str) -> Iterator[str]:
    """Two digits that follow one another are exchanged; the point between two of them stays where
    it is.
    """
    digits = [at for at, digit in enumerate(text) if digit.isdigit()]
    for at, after in pairwise(digits):
        yield text[:at] + text[after] + text[at + 1 : after] + text[at] + text[after + 1 :]


def _point(text: str) -> Iterator[str]:
    """The same digits with the point one or two places from where it was."""
    minus = "-" * text.startswith("-")
    whole, _, behind = text.removeprefix("-").partition(".")
    for moved in (-2, -1, 1, 2):
        digits, at = whole + behind, len(whole) + moved
        if at < 1:
            digits, at = "0" * (1 - at) + digits, 1
        digits = digits.ljust(at, "0")
        text = minus + (digits[:at].lstrip("0") or "0")
        yield f"{text}.{digits[at:]}" if digits[at:] else text


def _sign(text: str) -> Iterator[str]:
    """A minus is lost or gained."""
    yield text[1:] if text.startswith("-") else f"-{text}"


_TYPED: dict[Kind, Callable[[str], Iterator[str]]] = {
    "replaced": _replaced,
    "dropped": _dropped,
    "doubled": _doubled,
    "swapped": _swapped,
    "point": _point,
    "sign": _sign,
}


@lru_cache(maxsize=8)
def _figure_with(decimals: int) -> re.Pattern[str]:
    """A figure as people print it: no zero before its first digit, and no more decimals than the
    table has.
    """
    return re.compile(rf"-?(0|[1-9][0-9]{{0,6}})(\.[0-9]{{1,{decimals}}})?", re.ASCII)


def _behind(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _outcomes(draft: Draft, kind: Kind, path: str) -> list[tuple[Change, ...]]:
    """Everything that a slip of this kind can make of a cell, each once."""
    true, decimals = draft.cells[path], draft.decimals[path]
    if kind == "copied":
        above = draft.above.get(path)
        copy = true if above is None else draft.cells[above]
        return [] if copy == true or _behind(copy) > decimals else [(Change(path, copy, true),)]
    if kind == "exchanged":
        pairs = ((other, draft.cells[other]) for other in draft.row[path] + draft.column[path])
        return [
            (Change(path, there, true), Change(other, true, there))
            for other, there in pairs
            if there != true
            and _behind(there) <= decimals
            and _behind(true) <= draft.decimals[other]
        ]
    readable = _figure_with(decimals)
    typed = dict.fromkeys(text for text in _TYPED[kind](f"{true:f}") if readable.fullmatch(text))
    read = ((text, Decimal(text)) for text in typed)
    return [
        (Change(path, value, true),)
        for text, value in read
        if value != true and (value or not text.startswith("-"))
    ]


def planted(random: Random, draft: Draft, kind: Kind) -> Slip | None:
    """The plan with one slip: any cell where the kind is possible, any outcome there. None where no
    cell admits it.
    """
    paths = list(draft.paths)
    while paths:  # in random order: the first that will do is any of those that will
        at = random.randrange(len(paths))
        outcomes = _outcomes(draft, kind, paths[at])
        if outcomes:
            changes = random.choice(outcomes)
            return Slip(*_with(draft, changes), draft, kind, changes)
        paths[at] = paths[-1]
        paths.pop()
    return None


def planted_twice(random: Random, draft: Draft) -> Twice:
    """The plan with two slips in different cells, of any kinds."""
    slips: list[Slip] = []
    while len(slips) < 2:
        slip = planted(random, draft, random.choice(KINDS))
        if slip is not None and not (
            slips
            and {change.path for change in slip.changes}
            & {change.path for change in slips[0].changes}
        ):
            slips.append(slip)
    first, second = slips
    return Twice(*_with(draft, first.changes + second.changes), draft, (first, second))


def _with(draft: Draft, changes: Iterable[Change]) -> tuple[Data, Data]:
    """The plan's data with other figures: new records along the way to each, the rest as it is."""
    indicators, targets = draft.indicators, draft.targets
    for change in changes:
        ident, _, name = change.path.rpartition(".")
        if name in ("planned", "target"):
            goals = targets["targets"]
            targets = {"targets": {**goals, ident: {**goals[ident], name: change.printed}}}
        else:
            indicators = _put(indicators, draft.places[ident], name, change.printed, "indices")
    return indicators, targets


def _put(record: Data, place: tuple[int, ...], name: str, value: Decimal, below: str) -> Data:
    if not place:
        return {**record, name: value}
    children: list[Data] = record[below].copy()
    children[place[0]] = _put(children[place[0]], place[1:], name, value, _BELOW[below])
    return {**record, below: children}


_BELOW = {"indices": "rows", "rows": "parts", "parts": "parts"}


def plan_of(case: Draft | Slip | Twice) -> Plan:
    """The plan as the program sees it. That of a draft is built once; a slip puts other records
    into the draft's.
    """
    if isinstance(case, Draft):
        return case.plan
    indicators, targets = case.draft.records
    goals = targets.targets
    for change in case.changes:
        ident, _, name = change.path.rpartition(".")
        if name in ("planned", "target"):
            figure = change.printed if name == "planned" else Target(points=change.printed)
            goals = {**goals, ident: goals[ident].model_copy(update={name: figure})}
        else:
            at, *place = case.draft.places[ident]
            indices = list(indicators.indices)
            indices[at] = _index_with(indices[at], place, name, change.printed)
            indicators = indicators.model_copy(update={"indices": tuple(indices)})
    return Plan(
        indicators,
        targets if goals is targets.targets else TargetsFile.model_construct(targets=goals),
        ErrataFile(errata={}),
    )


def _index_with(index: Index, place: list[int], name: str, value: Decimal) -> Index:
    update = {"rows": _rows_with(index.rows, place, name, value)} if place else {name: value}
    return index.model_copy(update=update)


def _rows_with(
    rows: tuple[Row, ...], place: list[int], name: str, value: Decimal
) -> tuple[Row, ...]:
    at, *further = place
    update = (
        {"parts": _rows_with(rows[at].parts, further, name, value)} if further else {name: value}
    )
    return (*rows[:at], rows[at].model_copy(update=update), *rows[at + 1 :])


# What the equations can tell.


def _own(indicator: Indicator, plan: Plan) -> Iterator[tuple[Found, tuple[str, ...]]]:
    """The equations of a row, each with the figures it holds beyond its terms and total; none that
    only follows from others.
    """
    sums = [equations.adds_up(indicator, name, plan) for name in ("score", "planned")]
    reached = equations.increase_reaches_target(indicator, plan)
    yield from (
        (found, ()) for found in (*sums, equations.adds_up(indicator, "max", plan), reached)
    )
    of_parts = equations.parts_reach_target(indicator, plan)
    apart = all(child.target is None for child in indicator.children)
    if not (apart and all(isinstance(found, Identity) for found in (*sums, reached))):
        yield of_parts, ()
    yield equations.percent_is_share(indicator, plan), (f"{indicator.id}.max",)


@lru_cache(maxsize=4)
def _apart(plan: Plan) -> frozenset[str]:
    """The paths of the figures that stand in some equations, and no other figure in exactly
    those.
    """
    where: dict[str, list[int]] = {}
    number = 0
    for indicator in plan.by_id.values():
        twins = ((found, ()) for found in equations.same_fact(indicator, plan))
        for found, further in (*_own(indicator, plan), *twins):
            if not isinstance(found, Identity):
                continue
            number += 1
            for path in {found.total.path, *(figure.path for _, figure in found.terms), *further}:
                where.setdefault(path, []).append(number)
    alike = Counter(map(tuple, where.values()))
    return frozenset(path for path, numbers in where.items() if alike[tuple(numbers)] == 1)


def determined(plan: Plan, path: str) -> bool:
    """Whether the equations tell a cell apart at all: no other printed figure stands in exactly the
    same of them.
    """
    return path in _apart(plan)


def slip_determined(slip: Slip) -> bool:
    """Whether the equations of the plan tell the slip's cell apart; of two exchanged cells,
    either.
    """
    return any(determined(slip.draft.plan, change.path) for change in slip.changes)


def broken(plan: Plan) -> Iterator[Identity]:
    """The equations that the plan's figures break."""
    return (identity for identity in _all(plan) if not identity.is_within)


def _all(plan: Plan) -> Iterator[Identity]:
    for indicator in plan.by_id.values():
        for _, found in equations.stated(indicator, plan):
            if isinstance(found, Identity):
                yield found


def visible(plan: Plan) -> bool:
    """Whether any equation is broken."""
    return next(broken(plan), None) is not None


# The generator's own check.


def read_back(files: Mapping[FileKind, str]) -> Checked:
    """A plan given as text, read and checked as its files would be."""
    return checked(
        Sources("text", {kind: read(f"{kind}.yaml", text.encode()) for kind, text in files.items()})
    )


def _equal(case: Draft | Slip | Twice) -> bool:
    """Whether a plan's equations are those of its YAML and of its plain data, to the last digit;
    and its visible slips those reported.
    """
    plan = plan_of(case)
    checked = read_back(case.files())
    if checked.plan is None:
        return False
    typed = Plan(
        IndicatorsFile.model_validate(case.indicators),
        TargetsFile.model_validate(case.targets),
        ErrataFile(errata={}),
    )
    ours, theirs, plain = (
        [repr(identity) for identity in _all(each)] for each in (plan, checked.plan, typed)
    )
    return ours == theirs == plain and visible(plan) == any(
        finding.code in _CONTRADICTIONS for finding in checked.findings
    )


_CONTRADICTIONS = frozenset({"A301", "A302", "A303", "A304", "A305", "A306", "A307"})


class Tally:
    """What the check counts."""

    def __init__(self) -> None:
        self.drafts: Counter[str] = Counter()
        self.findings: Counter[str] = Counter()
        self.slips: Counter[tuple[str, str]] = Counter()
        self.nanoseconds: Counter[str] = Counter()
        self.calls: Counter[str] = Counter()
        self.unequal = 0
        self.compared = 0

    def timed(self, what: str, since: int) -> int:
        """Note what has been done since, and start anew."""
        now = perf_counter_ns()
        self.nanoseconds[what] += now - since
        self.calls[what] += 1
        return perf_counter_ns()

    def draft(self, draft: Draft) -> None:
        """A draft's shape, style, and what is found in it."""
        codes = {(finding.code, finding.severity) for finding in read_back(draft.files()).findings}
        self.drafts.update(
            (
                draft.shape,
                "all shapes",
                "rounded" if draft.style.rounded else "exact",
                f"{draft.style.decimals} decimals",
            )
        )
        self.drafts["cells"] += len(draft.cells)
        self.drafts["with a negative figure"] += any(value < 0 for value in draft.cells.values())
        self.findings.update(code for code, _ in codes)
        self.findings["any error"] += any(severity == "error" for _, severity in codes)
        self.findings["contradicting themselves"] += visible(draft.plan)

    def slip(self, slip: Slip, *, seen: bool) -> None:
        """A slip's kind, and what can be seen of it."""
        told = slip_determined(slip)
        for kind in (slip.kind, "all kinds"):
            for count, true in (
                ("planted", True),
                ("visible", seen),
                ("determined", told),
                ("both", seen and told),
            ):
                self.slips[kind, count] += true
        if slip.kind == "sign":
            self.slips["lost" if slip.changes[0].true < 0 else "gained", "sign"] += 1

    def equal(self, case: Draft | Slip | Twice) -> None:
        """Compare a case with its files."""
        self.compared += 1
        self.unequal += not _equal(case)


def check(count: int) -> Tally:
    """Make so many plans, plant every kind of slip in each, and look at what came of it."""
    tally = Tally()
    for number in range(count):
        random = Random(f"{SEED} {number}")
        start = perf_counter_ns()
        draft = consistent(random)
        start = tally.timed("consistent", start)
        plan_of(draft)
        tally.timed("plan_of a draft", start)
        tally.draft(draft)
        cases: list[Slip | Twice] = []
        for kind in KINDS:
            start = perf_counter_ns()
            slip = planted(random, draft, kind)
            start = tally.timed("planted", start)
            if slip is None:
                continue
            plan = plan_of(slip)
            start = tally.timed("plan_of a slip", start)
            seen = visible(plan)
            start = tally.timed("visible", start)
            tally.slip(slip, seen=seen)
            tally.timed("determined", start)
            cases.append(slip)
        start = perf_counter_ns()
        twice = planted_twice(random, draft)
        tally.timed("planted_twice", start)
        tally.slips["twice", "planted"] += 1
        tally.slips["twice", "visible"] += visible(plan_of(twice))
        if number % 10 == 0:
            for case in (draft, *cases, twice):
                tally.equal(case)
    return tally


def main() -> None:
    """Check the generator, and print what it makes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--check",
        type=int,
        default=500,
        metavar="PLANS",
        help="make so many plans (default: %(default)s)",
    )
    tally = check(parser.parse_args().check)
    for title, counts in (("drafts", tally.drafts), ("drafts in which is found", tally.findings)):
        print(
            f"{title}:",
            *(f"  {name}: {number}" for name, number in sorted(counts.items())),
            sep="\n",
        )
    print(f"{'slips:':12}{'planted':>10}{'visible':>10}{'determined':>12}{'both':>8}")
    for kind in (*KINDS, "all kinds", "twice"):
        print(
            f"  {kind:10}"
            + "".join(
                f"{tally.slips[kind, name]:{width}}"
                for name, width in _WIDTHS
                if (kind, name) in tally.slips
            )
        )
    print(
        f"  of the signs: {tally.slips['lost', 'sign']} lost, {tally.slips['gained', 'sign']} "
        f"gained"
    )
    print("milliseconds a call:")
    for name, calls in tally.calls.items():
        print(f"  {name}: {tally.nanoseconds[name] / calls / 1e6:.3f}")
    print(f"cases compared with their files: {tally.compared}, of which unequal: {tally.unequal}")
    if (
        tally.unequal
        or tally.findings["contradicting themselves"]
        or _CONTRADICTIONS & set(tally.findings)
    ):
        raise SystemExit(1)


_WIDTHS = (("planted", 10), ("visible", 10), ("determined", 12), ("both", 8))


if __name__ == "__main__":
    main()
