"""What a valid plan is: the three files as frozen records, unknown keys refused, and the indicators
joined with their targets.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Final, Literal, NamedTuple, get_args

from pydantic import (
    ConfigDict,
    Field,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)

from parplan import points
from parplan.location import Loc
from parplan.model.errata import ErrataFile, Erratum
from parplan.model.fields import (
    NUMBER,
    RANK_SCHEMA,
    TARGET_FIELDS,
    AboveZero,
    Aggregate,
    Columns,
    Decimals,
    Id,
    Label,
    MaybeDecimals,
    MaybePoints,
    MaybeRank,
    MaybeWhole,
    OfPlan,
    Points,
    Printed,
    PrintedOrNot,
    Record,
    ScoredBy,
    Whole,
    Words,
    described,
)
from parplan.points import HUNDRED, ONE, ZERO, Rank


class PrintedTable(Record):
    """A printed table, or a passage of prose, that holds figures."""

    heading: Annotated[
        str | None, described("dòng chữ ngay trên bảng", "the line above the table")
    ] = None
    columns: Annotated[
        Columns | None, described("tên cột của bảng", "the printed column titles")
    ] = None
    sentences: Annotated[
        Columns | None,
        described(
            "số liệu nằm trong câu văn: cụm từ quanh số, # là số, … là chữ bất kỳ",
            "figures in prose: the words around each, # for the figure, … for any words",
        ),
    ] = None
    printed: Annotated[
        Printed | None,
        described(
            "cách viết của cả cột, ví dụ “≥ #”",
            "how a whole column writes its figures, such as “≥ #”",
        ),
    ] = None


class Group(Record):
    """A published group of scores, such as a quartile, named instead of a rank."""

    id: Annotated[Id, described("mã của nhóm", "the group's id")]
    name: Annotated[Words, described("tên của nhóm", "the group's name")]
    low: Annotated[Points, described("điểm thấp nhất của nhóm", "its lowest score, in points")]
    high: Annotated[Points, described("điểm cao nhất của nhóm", "its highest score, in points")]


class Node(Record):
    """What an index, a row and a part have in common."""

    id: Annotated[
        Id,
        described(
            "mã duy nhất, ví dụ par.5.survey", "the id, unique in the plan, such as par.5.survey"
        ),
    ]
    row: Annotated[
        Label | None,
        described(
            "số thứ tự hoặc nhãn của dòng trong văn bản", "the printed number or label of its row"
        ),
    ] = None
    name: Annotated[
        Words, described("tên, tiếng Việt và tiếng Anh", "the name, in Vietnamese and English")
    ]
    same_as: Annotated[
        Id | None,
        described(
            "mã của cùng số liệu ghi ở nơi khác", "the id of the same fact printed elsewhere"
        ),
    ] = None
    table: Annotated[
        str | None,
        described(
            "bảng ghi số liệu của tiêu chí này", "the printed table its own figures stand in"
        ),
    ] = None
    bonus: Annotated[
        bool,
        described(
            "điểm thưởng hoặc trừ: tính vào điểm, không tính vào điểm tối đa",
            "bonus or penalty: counts in scores, not in maxima",
        ),
    ] = False
    weight: Annotated[
        AboveZero,
        described(
            "trọng số trong tiêu chí trên nó (mặc định 1)",
            "its weight in what is above it (default 1)",
        ),
    ] = ONE
    max: Annotated[
        MaybePoints,
        described(
            "điểm tối đa; bỏ trống nếu chưa biết, 0 nếu không chấm điểm",
            "the maximum, in points; leave out if unknown, 0 if not scored",
        ),
    ] = None
    scored_by: Annotated[
        ScoredBy | None,
        described(
            "administration: tự đánh giá và được thẩm định; survey: điều tra XHH (mặc định như "
            "tiêu chí trên nó)",
            "administration: done, reported and appraised; survey: asked of people (default: as "
            "what is above it)",
        ),
    ] = None
    floor: Annotated[
        Points,
        described(
            "điểm thấp nhất có thể (mặc định 0)", "the lowest possible score, in points (default 0)"
        ),
    ] = ZERO
    score: Annotated[
        MaybePoints,
        described(
            "điểm của năm gốc, đúng như văn bản", "the base year's score, in points, as printed"
        ),
    ] = None
    percent: Annotated[
        MaybePoints,
        described(
            "tỷ lệ phần trăm điểm tối đa, nếu văn bản ghi",
            "the score as percent of the maximum, where printed",
        ),
    ] = None
    rank: Annotated[
        MaybeRank, described("thứ hạng, ví dụ 53/63 hoặc 53", "the rank, such as 53/63 or 53")
    ] = None
    ranked: Annotated[
        dict[str, Whole] | None,
        described(
            "số đơn vị được xếp hạng theo từng năm, nếu biết",
            "how many units were ranked, by year, where known",
        ),
    ] = None
    change: Annotated[
        MaybePoints,
        described(
            "tăng hoặc giảm điểm so với năm so sánh",
            "change of the score since the year compared with, in points",
        ),
    ] = None
    comparable: Annotated[
        bool,
        described(
            "false: bộ tiêu chí đã thay đổi so với năm so sánh, điểm hai năm không so sánh được",
            "false where the criteria changed since the year compared with: the two years' scores "
            "do not compare",
        ),
    ] = True
    rank_change: Annotated[
        MaybeWhole,
        described(
            "số bậc tăng (+) hoặc giảm (-) so với năm so sánh",
            "places gained (+) or lost (-) since the year compared with",
        ),
    ] = None
    groups: Annotated[
        tuple[Group, ...], described("các nhóm điểm được công bố", "published groups of scores")
    ] = ()
    printed: Annotated[
        PrintedOrNot | None,
        described(
            "cách viết riêng của văn bản; null: văn bản không ghi số đó",
            "how the document writes its figures, where it differs; null: it does not print that "
            "one",
        ),
    ] = None
    aggregate: Annotated[
        Aggregate,
        described(
            "cách tính từ các tiêu chí thành phần: sum (tổng), mean (trung bình), weighted (có "
            "trọng số), none (không)",
            "how it follows from what is below it: sum, mean, weighted (by weight), none",
        ),
    ] = "sum"
    scale: Annotated[
        AboveZero,
        described(
            "hệ số nhân kết quả tính từ tiêu chí thành phần (mặc định 1)",
            "what the aggregate is multiplied by (default 1)",
        ),
    ] = ONE
    rows_in: Annotated[
        str | None,
        described(
            "bảng ghi các tiêu chí thành phần", "the printed table that what is below it stands in"
        ),
    ] = None

    @property
    def children(self) -> tuple["Row", ...]:
        """What it is made of: the rows of an index, the parts of a row."""
        raise NotImplementedError

    @property
    def is_scored(self) -> bool:
        """Whether it takes part in what is above it: a row with maximum 0 and without a score does
        not, nor does one whose parts are all such.
        """
        nothing = self.max == self.floor == ZERO and self.score is None and not self.bonus
        return not nothing or any(child.is_scored for child in self.children)

    def ranked_in(self, year: int) -> int | None:
        """How many units were ranked in a year; None where that is not known."""
        return (self.ranked or {}).get(str(year))


class Row(Node):
    """A row of an index, or a part of a row, to any depth."""

    parts: Annotated[
        tuple["Row", ...], described("các tiêu chí thành phần", "what it is made of")
    ] = ()

    @property
    def children(self) -> tuple["Row", ...]:
        """The parts of the row."""
        return self.parts


class Index(Node):
    """An index: the root of a tree of rows."""

    decimals: Annotated[
        Decimals,
        described("số chữ số thập phân của điểm", "how many decimals its points are printed with"),
    ]
    percent_decimals: Annotated[
        MaybeDecimals,
        described(
            "số chữ số thập phân của tỷ lệ phần trăm (mặc định bằng decimals)",
            "decimals of its percents (default: as decimals)",
        ),
    ] = None
    rows: Annotated[tuple[Row, ...], described("các tiêu chí của chỉ số", "its rows")] = ()

    @property
    def children(self) -> tuple[Row, ...]:
        """The rows of the index."""
        return self.rows


class About(Record):
    """The plan itself."""

    id: Annotated[Id, described("mã của kế hoạch", "the plan's id")]
    name: Annotated[Words, described("tên của kế hoạch", "the plan's name")]
    year: Annotated[Whole, described("năm của số điểm", "the year of the scores")]
    compared_with: Annotated[
        MaybeWhole,
        described(
            "năm dùng để so sánh (mặc định: năm liền trước)",
            "the year that changes are counted from (default: the year before)",
        ),
    ] = None
    target_year: Annotated[Whole, described("năm của mục tiêu", "the year of the targets")]
    unit: Annotated[
        str | None,
        described(
            "đơn vị lập kế hoạch, như ghi trong bảng so sánh các đơn vị",
            "whose plan it is, as tables of peers name it",
        ),
    ] = None
    unit_aliases: Annotated[
        dict[str, str],
        described(
            "cách viết khác của tên đơn vị trong các bảng, và tên mà nó thay cho",
            "other names that tables have for units, each with the one that it stands for",
        ),
        Field(default_factory=dict),
    ]
    language: Annotated[
        Literal["vi", "en"], described("ngôn ngữ của văn bản", "the language of the document")
    ] = "vi"
    decimal_mark: Annotated[
        Literal[",", "."],
        described("dấu thập phân của văn bản", "the decimal mark of the document"),
    ] = ","


class IndicatorsFile(Record):
    """indicators.yaml: what is scored."""

    plan: Annotated[About, described("kế hoạch", "the plan itself")]
    tables: Annotated[
        dict[str, PrintedTable],
        described(
            "các bảng, câu văn của văn bản có số liệu", "where the document prints its figures"
        ),
        Field(default_factory=dict),
    ]
    indices: Annotated[
        tuple[Index, ...], Field(min_length=1), described("các chỉ số", "the indices")
    ]


@dataclass(frozen=True, slots=True)
class Target:
    """What a row is to reach, at least: points, a percent of its maximum, a rank, or a published
    group.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    points: MaybePoints = None
    percent: MaybePoints = None
    rank: MaybeRank = None
    group: str | None = None

    def of(self, maximum: Decimal | None, groups: tuple[Group, ...]) -> Decimal | None:
        """The points it comes to, with a maximum and published groups; None where that is not
        known.
        """
        if self.points is not None:
            return self.points
        if self.percent is not None and maximum is not None:
            return self.percent * maximum / HUNDRED
        return next((group.low for group in groups if group.id == self.group), None)


@lru_cache(maxsize=65_536)
def _points_target(text: str) -> Target:
    return Target(points=points.parse(text))


def _target(value: object, validate: ValidatorFunctionWrapHandler) -> Target | None:
    if type(value) is str:
        return _points_target(value)
    target: Target | None = validate(
        value if value is None or isinstance(value, dict | Target) else {"points": value}
    )
    return target


_TARGET_SCHEMA = {
    "oneOf": [
        {"type": "number"},
        {
            "type": "object",
            "properties": {
                "points": NUMBER,
                "percent": NUMBER,
                "rank": RANK_SCHEMA,
                "group": {"type": "string"},
            },
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": False,
        },
    ]
}


class Goal(Record):
    """The plan for one id: the increase it plans, and the target it prints."""

    planned: Annotated[
        MaybePoints, described("điểm dự kiến tăng", "the planned increase, in points")
    ] = None
    target: Annotated[
        Annotated[Target | None, WrapValidator(_target), WithJsonSchema(_TARGET_SCHEMA)],
        described(
            "mục tiêu tối thiểu: số điểm, hoặc {percent: …}, {rank: …}, {group: …}",
            "the least to reach: points, or {percent: …}, {rank: …}, {group: …}",
        ),
    ] = None
    printed: Annotated[
        PrintedOrNot | None,
        described(
            "cách viết riêng của văn bản; null: văn bản không ghi số đó",
            "how the document writes its figures, where it differs; null: it does not print that "
            "one",
        ),
    ] = None


class TargetsFile(OfPlan):
    """targets.yaml: planned increases and targets, by id."""

    targets: Annotated[
        dict[str, Goal], described("dự kiến và mục tiêu, theo mã", "what is planned, by id")
    ]


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


class Plan:
    """A plan's indicators, goals and errata, joined and looked up by id. Built by `check`, never
    changed afterwards.
    """

    __slots__ = (
        "about",
        "by_id",
        "duplicates",
        "errata",
        "goals",
        "indices",
        "parents",
        "tables",
        "twins",
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
        self.twins = _twins(self.by_id)

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
        return (*self.by_id[ident].loc, field)

    def places(self, ident: str) -> tuple[str, ...]:
        """An id, and wherever else the same fact is printed."""
        return (ident, *(twin.id for twin in self.twins.get(ident, ())))

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
        of, else, of the plan's own year, as its printed rank does; None where that is not known.
        """
        said = (self.by_id[at].node.ranked_in(year) for at in self.up(ident))
        known = next((ranked for ranked in said if ranked is not None), None)
        rank = self.rank(self.by_id[ident]) if year == self.about.year else None
        return rank.of if known is None and rank is not None else known

    def compares(self, ident: str, year: int) -> bool:
        """Whether a row's score of a year compares with that of the year before: not while the
        criteria changed, of the row or of what it is a part of.
        """
        then = self.about.compared_with or self.about.year - 1
        return not then < year <= self.about.year or all(
            self.by_id[at].node.comparable for at in self.up(ident)
        )

    def scored_by(self, ident: str) -> ScoredBy:
        """How a row is scored: as the nearest place at or above it says; else by the
        administration.
        """
        said = (self.by_id[place].node.scored_by for place in self.above(ident))
        return next((how for how in said if how is not None), "administration")

    def known(self, indicator: Indicator, field: FactField) -> Decimal | None:
        """A figure in points: its own, or the one printed where the same fact stands elsewhere."""
        places = (indicator, *self.twins.get(indicator.id, ()))
        figures: Iterator[Decimal | None] = (getattr(place, field) for place in places)
        return next((figure for figure in figures if figure is not None), None)

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
        places = (indicator, *self.twins.get(indicator.id, ()))
        return next((place.node.rank for place in places if place.node.rank is not None), None)


def _twins(by_id: Mapping[str, Indicator]) -> dict[str, tuple[Indicator, ...]]:
    """For every fact printed in several places, the other places."""
    facts: dict[str, list[Indicator]] = {}
    for indicator in by_id.values():
        if indicator.node.same_as in by_id and indicator.node.same_as != indicator.id:
            first = _first_place(indicator, by_id)
            facts.setdefault(first.id, [first]).append(indicator)
    return {
        place.id: tuple(other for other in places if other.id != place.id)
        for places in facts.values()
        for place in places
    }


def _first_place(indicator: Indicator, by_id: Mapping[str, Indicator]) -> Indicator:
    seen = {indicator.id}
    while (further := indicator.node.same_as) in by_id and further not in seen:
        seen.add(further or "")
        indicator = by_id[further or ""]
    return indicator
