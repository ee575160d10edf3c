"""What a valid plan is: the three files as frozen records, unknown keys refused, and the indicators joined with their targets."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Final, Literal, NamedTuple, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)

from parplan import points
from parplan.labels import Text
from parplan.points import HUNDRED, ONE, ZERO, Rank

Day = date  # by another name, because records have a field `date`
Loc = tuple[str | int, ...]
FileKind = Literal["indicators", "targets", "errata", "scenario", "costs", "tasks", "results", "peers"]
FigureField = Literal["score", "max", "percent", "rank", "change", "rank_change", "planned", "target"]
Aggregate = Literal["sum", "mean", "weighted", "none"]
ScoredBy = Literal["administration", "survey"]

FILES: Final[tuple[FileKind, ...]] = ("indicators", "targets", "errata")
FIGURE_FIELDS: Final[tuple[FigureField, ...]] = get_args(FigureField)
TARGET_FIELDS: Final = frozenset({"planned", "target"})


def described(vi: str, en: str) -> Any:
    """A field's description in both languages: English for JSON Schema's own key, Vietnamese beside it."""
    return Field(description=en, json_schema_extra={"description_vi": vi})


def _figure(text: object) -> Decimal:
    # A quoted scalar is a str of another type: text, not a figure.
    if type(text) is str:
        return points.parse(text)
    if isinstance(text, Decimal):
        return text
    if isinstance(text, str):
        return points.refuse_quoted(text)
    raise points.NotAFigure("" if text is None else text)


def _optional_figure(text: object) -> Decimal | None:
    if type(text) is str:
        return points.parse(text)
    return None if text is None else _figure(text)


def _rank(text: object) -> Rank | None:
    if isinstance(text, str):
        return points.parse_rank(text)
    if text is None or isinstance(text, Rank):
        return text
    raise points.NotAFigure(text)


def _whole(text: object) -> int:
    if type(text) is str:
        return points.parse_whole(text)
    if isinstance(text, int):
        return text
    raise points.NotAFigure("" if text is None else text)


def _decimals(text: object) -> int:
    number = _whole(text)
    if not 0 <= number <= points.MOST_DECIMALS:
        raise points.NotAFigure(text)
    return number


def _date(text: object) -> date:
    if isinstance(text, date):
        return text
    if isinstance(text, str):
        return parse_date(text)
    raise points.NotAFigure("" if text is None else text)


def parse_date(text: str) -> date:
    """A day from ``2023-12-10``. Raises NotAFigure for anything else; `meant` is the day that is likely meant."""
    found = _ISO_DATE.fullmatch(text)
    if not found:
        spoken = _SPOKEN_DATE.fullmatch(text.strip())
        raise points.NotAFigure(text, meant=_written(spoken) if spoken else None)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise points.NotAFigure(text) from error


_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_SPOKEN_DATE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", re.ASCII)  # day first, as documents write it


def _written(spoken: re.Match[str]) -> str | None:
    try:
        return date(int(spoken[3]), int(spoken[2]), int(spoken[1])).isoformat()
    except ValueError:
        return None


def _above_zero(text: object) -> Decimal:
    value = _figure(text)
    if value <= 0:
        raise points.NotAFigure(text)
    return value


def or_none(listed: object) -> object:
    """A list that was begun and not yet filled is an empty one."""
    return () if listed is None else listed


def _optional_whole(text: object) -> int | None:
    return None if text is None else _whole(text)


def _words(value: object, validate: ValidatorFunctionWrapHandler) -> Text:
    """Text in both languages; one wording for both may be written once."""
    if isinstance(value, str):
        return Text(value, value)
    words: Text = validate(value)
    return words


_RANK_SCHEMA = {"type": ["string", "integer"], "pattern": "^[0-9]+(/[0-9]+)?$"}
_NUMBER = {"type": "number"}
_TEXT_SCHEMA = {
    "oneOf": [
        {"type": "string"},
        {
            "type": "object",
            "properties": {"vi": {"type": "string"}, "en": {"type": "string"}},
            "required": ["vi", "en"],
            "additionalProperties": False,
        },
    ]
}

Points = Annotated[Decimal, PlainValidator(_figure), WithJsonSchema(_NUMBER)]
MaybePoints = Annotated[Decimal | None, PlainValidator(_optional_figure), WithJsonSchema(_NUMBER)]
MaybeRank = Annotated[Rank | None, PlainValidator(_rank), WithJsonSchema(_RANK_SCHEMA)]
Whole = Annotated[int, PlainValidator(_whole), WithJsonSchema({"type": "integer"})]
_DECIMALS_SCHEMA = {"type": "integer", "minimum": 0, "maximum": points.MOST_DECIMALS}
Decimals = Annotated[int, PlainValidator(_decimals), WithJsonSchema(_DECIMALS_SCHEMA)]
MaybeDecimals = Annotated[
    int | None, PlainValidator(lambda text: None if text is None else _decimals(text)), WithJsonSchema(_DECIMALS_SCHEMA)
]
AboveZero = Annotated[Decimal, PlainValidator(_above_zero), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})]
MaybeWhole = Annotated[int | None, PlainValidator(_optional_whole), WithJsonSchema({"type": "integer"})]
Date = Annotated[date, PlainValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
MaybeDate = Annotated[
    date | None, PlainValidator(lambda text: None if text is None else _date(text)), WithJsonSchema({"type": "string", "format": "date"})
]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$")]
Words = Annotated[Text, WrapValidator(_words), WithJsonSchema(_TEXT_SCHEMA)]
Label = Annotated[str, WithJsonSchema({"type": ["string", "integer"]})]


class Record(BaseModel):
    """What every record of a file is: frozen, and without a key that nobody knows."""

    # Built when a file is first read: most records only ever serve inside another one.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


# How the document writes figures where it does not write the bare figure, by field; # stands for the figure in a table's patterns.
Printed = dict[FigureField, str]
# The columns of a printed table, or the phrases of a passage, by field.
Columns = dict[FigureField | Literal["row", "name"], str]


class PrintedTable(Record):
    """A printed table, or a passage of prose, that holds figures."""

    heading: Annotated[str | None, described("dòng chữ ngay trên bảng", "the line above the table")] = None
    columns: Annotated[Columns | None, described("tên cột in trên bảng", "the printed column titles")] = None
    sentences: Annotated[
        Columns | None,
        described(
            "số liệu nằm trong câu văn: cụm từ quanh số, # là số, … là chữ bất kỳ",
            "figures in prose: the words around each, # for the figure, … for any words",
        ),
    ] = None
    printed: Annotated[
        Printed | None, described("cách viết của cả cột, ví dụ “≥ #”", "how a whole column writes its figures, such as “≥ #”")
    ] = None


class Group(Record):
    """A published group of scores, such as a quartile, named instead of a rank."""

    id: Annotated[Id, described("mã của nhóm", "the group's id")]
    name: Annotated[Words, described("tên của nhóm", "the group's name")]
    low: Annotated[Points, described("điểm thấp nhất của nhóm", "its lowest score, in points")]
    high: Annotated[Points, described("điểm cao nhất của nhóm", "its highest score, in points")]


class Node(Record):
    """What an index, a row and a part have in common."""

    id: Annotated[Id, described("mã duy nhất, ví dụ par.5.survey", "the id, unique in the plan, such as par.5.survey")]
    row: Annotated[Label | None, described("số thứ tự hoặc nhãn của dòng in", "the printed number or label of its row")] = None
    name: Annotated[Words, described("tên, tiếng Việt và tiếng Anh", "the name, in Vietnamese and English")]
    same_as: Annotated[Id | None, described("mã của cùng số liệu in ở nơi khác", "the id of the same fact printed elsewhere")] = None
    table: Annotated[str | None, described("bảng in số liệu của mục này", "the printed table its own figures stand in")] = None
    bonus: Annotated[
        bool,
        described("điểm thưởng hoặc trừ: tính vào điểm, không tính vào điểm tối đa", "bonus or penalty: counts in scores, not in maxima"),
    ] = False
    weight: Annotated[AboveZero, described("trọng số trong mục cha (mặc định 1)", "its weight in what is above it (default 1)")] = ONE
    max: Annotated[
        MaybePoints,
        described(
            "điểm tối đa; bỏ trống nếu chưa biết, 0 nếu không chấm điểm", "the maximum, in points; leave out if unknown, 0 if not scored"
        ),
    ] = None
    scored_by: Annotated[
        ScoredBy | None,
        described(
            "administration: cơ quan tự làm, tự chấm, được thẩm định; survey: điều tra xã hội học (mặc định như mục cha)",
            "administration: done, reported and appraised; survey: asked of people (default: as what is above it)",
        ),
    ] = None
    floor: Annotated[Points, described("điểm thấp nhất có thể (mặc định 0)", "the lowest possible score, in points (default 0)")] = ZERO
    score: Annotated[MaybePoints, described("điểm của năm gốc, đúng như bản in", "the base year's score, in points, as printed")] = None
    percent: Annotated[
        MaybePoints, described("tỷ lệ phần trăm điểm tối đa, nếu có in", "the score as percent of the maximum, where printed")
    ] = None
    rank: Annotated[MaybeRank, described("thứ hạng, ví dụ 53/63 hoặc 53", "the rank, such as 53/63 or 53")] = None
    ranked: Annotated[
        dict[str, Whole] | None,
        described("số đơn vị được xếp hạng theo từng năm, nếu biết", "how many units were ranked, by year, where known"),
    ] = None
    change: Annotated[
        MaybePoints, described("tăng hoặc giảm điểm so với năm so sánh", "change of the score since the year compared with, in points")
    ] = None
    rank_change: Annotated[
        MaybeWhole,
        described("số bậc tăng (+) hoặc giảm (-) so với năm so sánh", "places gained (+) or lost (-) since the year compared with"),
    ] = None
    groups: Annotated[tuple[Group, ...], described("các nhóm điểm được công bố", "published groups of scores")] = ()
    printed: Annotated[Printed | None, described("cách viết riêng của bản in", "how the document writes its figures, where it differs")] = (
        None
    )
    aggregate: Annotated[
        Aggregate,
        described(
            "cách tính từ các mục con: sum (tổng), mean (trung bình), weighted (có trọng số), none (không)",
            "how it follows from what is below it: sum, mean, weighted (by weight), none",
        ),
    ] = "sum"
    scale: Annotated[
        AboveZero, described("hệ số nhân kết quả tính từ mục con (mặc định 1)", "what the aggregate is multiplied by (default 1)")
    ] = ONE
    rows_in: Annotated[str | None, described("bảng in các mục con", "the printed table that what is below it stands in")] = None

    @property
    def children(self) -> tuple["Row", ...]:
        """What it is made of: the rows of an index, the parts of a row."""
        raise NotImplementedError

    def ranked_in(self, year: int) -> int | None:
        """How many units were ranked in a year; None where that is not known."""
        return (self.ranked or {}).get(str(year))


class Row(Node):
    """A row of an index, or a part of a row, to any depth."""

    parts: Annotated[tuple["Row", ...], described("các mục con", "what it is made of")] = ()

    @property
    def children(self) -> tuple["Row", ...]:
        """The parts of the row."""
        return self.parts


class Index(Node):
    """An index: the root of a tree of rows."""

    decimals: Annotated[Decimals, described("số chữ số thập phân của điểm", "how many decimals its points are printed with")]
    percent_decimals: Annotated[
        MaybeDecimals,
        described("số chữ số thập phân của tỷ lệ phần trăm (mặc định bằng decimals)", "decimals of its percents (default: as decimals)"),
    ] = None
    rows: Annotated[tuple[Row, ...], described("các mục của chỉ số", "its rows")] = ()

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
        described("năm dùng để so sánh (mặc định: năm liền trước)", "the year that changes are counted from (default: the year before)"),
    ] = None
    target_year: Annotated[Whole, described("năm của mục tiêu", "the year of the targets")]
    unit: Annotated[
        str | None,
        described("đơn vị lập kế hoạch, như ghi trong bảng so sánh các đơn vị", "whose plan it is, as tables of peers name it"),
    ] = None
    language: Annotated[Literal["vi", "en"], described("ngôn ngữ của bản in", "the language of the document")] = "vi"
    decimal_mark: Annotated[Literal[",", "."], described("dấu thập phân của bản in", "the decimal mark of the document")] = ","


class IndicatorsFile(Record):
    """indicators.yaml: what is scored."""

    plan: Annotated[About, described("kế hoạch", "the plan itself")]
    tables: Annotated[
        dict[str, PrintedTable], described("các bảng, câu văn của văn bản có in số liệu", "where the document prints its figures")
    ] = {}
    indices: Annotated[tuple[Index, ...], Field(min_length=1), described("các chỉ số", "the indices")]


@dataclass(frozen=True, slots=True)
class Target:
    """What a row is to reach, at least: points, a percent of its maximum, a rank, or a published group."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    points: MaybePoints = None
    percent: MaybePoints = None
    rank: MaybeRank = None
    group: str | None = None


@lru_cache(maxsize=65_536)
def _points_target(text: str) -> Target:
    return Target(points=points.parse(text))


def _target(value: object, validate: ValidatorFunctionWrapHandler) -> Target | None:
    if type(value) is str:
        return _points_target(value)
    target: Target | None = validate(value if value is None or isinstance(value, dict | Target) else {"points": value})
    return target


_TARGET_SCHEMA = {
    "oneOf": [
        {"type": "number"},
        {
            "type": "object",
            "properties": {"points": _NUMBER, "percent": _NUMBER, "rank": _RANK_SCHEMA, "group": {"type": "string"}},
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": False,
        },
    ]
}


class Goal(Record):
    """The plan for one id: the increase it plans, and the target it prints."""

    planned: Annotated[MaybePoints, described("điểm dự kiến tăng thêm", "the planned increase, in points")] = None
    target: Annotated[
        Annotated[Target | None, WrapValidator(_target), WithJsonSchema(_TARGET_SCHEMA)],
        described(
            "mục tiêu tối thiểu: số điểm, hoặc {percent: …}, {rank: …}, {group: …}",
            "the least to reach: points, or {percent: …}, {rank: …}, {group: …}",
        ),
    ] = None
    printed: Annotated[Printed | None, described("cách viết riêng của bản in", "how the document writes its figures, where it differs")] = (
        None
    )


class TargetsFile(Record):
    """targets.yaml: planned increases and targets, by id."""

    targets: Annotated[dict[str, Goal], described("dự kiến và mục tiêu, theo mã", "what is planned, by id")]


class Erratum(Record):
    """A contradiction that is the document's own: where it stands, what is known of it, and what was decided."""

    id: Annotated[Id, described("mã của lỗi", "the id of the erratum")]
    rule: Annotated[str, described("mã quy tắc phát hiện, ví dụ A301", "the code of the rule that finds it, such as A301")]
    at: Annotated[str, described("nơi phát hiện: mã và trường, ví dụ par.5.score", "where: id and field, such as par.5.score")]
    figures: Annotated[
        dict[str, Points],
        described("các số liệu mâu thuẫn, đúng như bản in", "the contradicting figures as printed; others would be a new contradiction"),
    ]
    known: Annotated[Words, described("những gì biết chắc", "what is known")] = Text("", "")
    decision: Annotated[
        Literal["keep", "correct", "follows", "undecided"],
        described(
            "keep: giữ nguyên; correct: sửa; follows: hệ quả của lỗi khác; undecided: chưa quyết định",
            "keep: leave as printed; correct: put other figures; follows: a consequence of another erratum; undecided",
        ),
    ]
    correct: Annotated[
        dict[str, Points], described("số liệu thay thế, theo mã và trường", "the figures to put instead, by id and field")
    ] = {}
    follows: Annotated[tuple[Id, ...], described("các lỗi gốc", "the errata it is a consequence of")] = ()
    because: Annotated[Words, described("lý do của quyết định", "the reason for the decision")] = Text("", "")


class ErrataFile(Record):
    """errata.yaml: the ledger of the document's own contradictions."""

    errata: Annotated[tuple[Erratum, ...], BeforeValidator(or_none), described("các mục đính chính", "the entries")] = ()


FILE_MODELS: Final[Mapping[FileKind, type[Record]]] = {
    "indicators": IndicatorsFile,
    "targets": TargetsFile,
    "errata": ErrataFile,
}


class Indicator(NamedTuple):
    """A node of the tree joined with its goal: what rules and the engine work on. Points are exact; None is unknown, never 0."""

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
    plain_sum: bool  # its figures are the plain sums of its children's, all of them: what most totals are

    @property
    def decimals(self) -> int:
        """How many decimals its index's points are printed with."""
        return self.root.decimals

    @property
    def ceiling(self) -> Decimal | None:
        """The highest possible score, in points: the maximum, and the bonus rows on top."""
        if self.max is None or not self.children or self.plain_sum:
            return self.max
        return self.max + sum((child.max or ZERO for child in self.children if child.node.bonus), ZERO)

    def walk(self) -> Iterator["Indicator"]:
        """This indicator and everything below it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()


class Plan:
    """A plan's indicators, goals and errata, joined and looked up by id. Built by `check`, never changed afterwards."""

    __slots__ = ("about", "by_id", "duplicates", "errata", "goals", "indices", "parents", "tables", "twins")

    def __init__(self, indicators: IndicatorsFile, targets: TargetsFile, errata: ErrataFile) -> None:
        self.about = indicators.plan
        self.tables = indicators.tables
        self.goals = targets.targets
        self.errata = errata.errata
        self.by_id: dict[str, Indicator] = {}
        self.parents: dict[str, Indicator] = {}
        self.duplicates: list[tuple[Indicator, Indicator]] = []
        self.indices = tuple(self._join(index, index, ("indicators", "indices", at)) for at, index in enumerate(indicators.indices))
        self.twins = _twins(self.by_id)

    def _join(self, node: Node, index: Index, loc: Loc) -> Indicator:
        below = "rows" if node is index else "parts"
        children = tuple([self._join(child, index, (*loc, below, at)) for at, child in enumerate(node.children)])
        goal = self.goals.get(node.id)
        planned = target = None
        if goal is not None:
            planned = goal.planned
            target = None if goal.target is None else _target_points(node, goal.target)
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
            bool(children) and node.aggregate == "sum" and node.scale == ONE and True not in [row.node.bonus for row in children],
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
        """The path of a figure in the files: the same tuple that positions, rules and overlays use."""
        if field in TARGET_FIELDS:
            return ("targets", "targets", ident, field)
        return (*self.by_id[ident].loc, field)

    def planned(self, indicator: Indicator) -> Decimal | None:
        """The planned increase, in points: its own, or the one printed where the same fact stands elsewhere."""
        if indicator.planned is not None:
            return indicator.planned
        return next((twin.planned for twin in self.twins.get(indicator.id, ()) if twin.planned is not None), None)


def _target_points(node: Node, target: Target) -> Decimal | None:
    if target.points is not None:
        return target.points
    if target.percent is not None and node.max is not None:
        return target.percent * node.max / HUNDRED
    if target.group is not None:
        return next((group.low for group in node.groups if group.id == target.group), None)
    return None


def _twins(by_id: Mapping[str, Indicator]) -> dict[str, tuple[Indicator, ...]]:
    """For every fact printed in several places, the other places."""
    facts: dict[str, list[Indicator]] = {}
    for indicator in by_id.values():
        if indicator.node.same_as in by_id and indicator.node.same_as != indicator.id:
            first = _first_place(indicator, by_id)
            facts.setdefault(first.id, [first]).append(indicator)
    return {place.id: tuple(other for other in places if other.id != place.id) for places in facts.values() for place in places}


def _first_place(indicator: Indicator, by_id: Mapping[str, Indicator]) -> Indicator:
    seen = {indicator.id}
    while (further := indicator.node.same_as) in by_id and further not in seen:
        seen.add(further or "")
        indicator = by_id[further or ""]
    return indicator
