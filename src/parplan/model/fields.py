"""What may stand in a field of any file: one parser a kind of value, and what every record is
(pydantic: frozen, unknown keys refused).
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Any, Final, Literal, TypeVar, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    Strict,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)

from parplan import points
from parplan.points import Rank
from parplan.text import Text

Day = date  # by another name, because records have a field `date`


# Figures that stand in indicators.yaml, and in targets.yaml.
NodeField = Literal["score", "max", "percent", "rank", "change", "rank_change"]
GoalField = Literal["planned", "target"]
FigureField = Literal[NodeField, GoalField]
Aggregate = Literal["sum", "mean", "weighted", "none"]
Counts = Literal["whole", "capped"]
ScoredBy = Literal["administration", "survey"]


# Points: decimals, whose quotients are cut, or exact fractions.
Number = TypeVar("Number", Decimal, Fraction)
Exact = Decimal | Fraction  # a fraction where a mean does not come out even
AnyNumber = TypeVar("AnyNumber", Decimal, Fraction, Decimal | Fraction)
Better = Literal["higher", "lower"]


def turned(figure: AnyNumber, better: Better) -> AnyNumber:
    """A figure so that the higher is the better: with the other sign where less is better; and
    turned once more as it was.
    """
    return figure if better == "higher" else -figure


BETTER_WORDS: Final[Mapping[Better, Text]] = {
    "higher": Text("càng cao càng tốt", "more is better"),
    "lower": Text("càng thấp càng tốt", "less is better"),
}
WAY: Final[Mapping[Better, Text]] = {
    "higher": Text("tăng", "increase"),
    "lower": Text("giảm", "decrease"),
}

FIGURE_FIELDS: Final[tuple[FigureField, ...]] = get_args(FigureField)


# What documents print of earlier years as well.
PastField = Literal["score", "rank"]
PAST_FIELDS: Final[tuple[PastField, ...]] = get_args(PastField)


# What plans print year by year: what was, and what is to be.
DatedField = Literal[PastField, GoalField]
_DATED_FIELDS: Final[tuple[DatedField, ...]] = get_args(DatedField)


# A figure of a year that is told apart goes by its field and that year, whoever names it:
# score_2020, target_2028.
_DATED = re.compile(rf"^({'|'.join(_DATED_FIELDS)})_((?:19|20)[0-9]{{2}}|2100)$", re.ASCII)


def dated_name(field: str, year: int) -> str:
    """What a figure of a year that is told apart goes by."""
    return f"{field}_{year}"


@lru_cache(maxsize=4_096)
def dated_of(name: str) -> tuple[DatedField, int] | None:
    """The field and the year of a name such as ``score_2020``; None for any other."""
    found = _DATED.match(name)
    fields = (field for field in _DATED_FIELDS if found and field == found[1])
    return next(((field, int(found[2])) for field in fields if found), None)


TARGET_FIELDS: Final = frozenset(get_args(GoalField))
# Figures of a plan, and what follows from them, as people name them.
FIGURE_WORDS: Final[Mapping[str, Text]] = {
    "score": Text("điểm", "score"),
    "max": Text("điểm tối đa", "maximum"),
    "percent": Text("tỷ lệ phần trăm", "percent"),
    "rank": Text("thứ hạng", "rank"),
    "change": Text("thay đổi điểm", "change"),
    "rank_change": Text("thay đổi thứ hạng", "change of rank"),
    "planned": Text("mức dự kiến tăng", "planned increase"),
    "target": Text("mục tiêu", "target"),
    "gap": Text("điểm cần tăng thêm", "gap"),
    "headroom": Text("dư địa", "headroom"),
    "headroom_used": Text("phần dư địa cần dùng", "share of the headroom"),
    "shortfall": Text("điểm hụt so với mục tiêu", "shortfall"),
}


def field_of(name: str) -> str:
    """The field of a figure, whatever its year."""
    past = dated_of(name)
    return name if past is None else past[0]


def figure_words(name: str) -> Text:
    """A figure as people name it, with its year where it has one."""
    past = dated_of(name)
    if past is None:
        return FIGURE_WORDS[name]
    return of_year(FIGURE_WORDS[past[0]], past[1])


def of_year(words: Text, year: int) -> Text:
    """What a figure is called, with its year."""
    return Text(f"{words.vi} năm {year}", f"{words.en} of {year}")


def described(vi: str, en: str) -> Any:
    """A field's description in both languages: English for JSON Schema's own key, Vietnamese beside
    it.
    """
    return Field(description=en, json_schema_extra={"description_vi": vi})


# What rows and goals say of single figures.
DECIMALS_OF = described(
    "số chữ số thập phân của từng số liệu, nếu khác decimals của chỉ số",
    "how many decimals single figures are printed with, where those are not the index's",
)
SOURCE_OF = described(
    "nguồn của từng số liệu, nếu không lấy từ chính văn bản",
    "where single figures are from, if not from the document itself",
)


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


def _count(text: object) -> int:
    number = _whole(text)
    if number < 1:
        raise points.NotAFigure(text)
    return number


def _decimals(text: object) -> int:
    number = _whole(text)
    if not 0 <= number <= points.MOST_DECIMALS:
        raise points.NotAFigure(text)
    return number


FIRST_YEAR, LAST_YEAR = 1900, 2100  # a year beyond these is a slip of the hand


def _year(text: object) -> int:
    year = _whole(text)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise points.NotAFigure(text)
    return year


def _date(text: object) -> date:
    if isinstance(text, date):
        return text
    if isinstance(text, str):
        return parse_date(text)
    raise points.NotAFigure("" if text is None else text)


def parse_date(text: str) -> date:
    """A day from ``2023-12-10``. Raises NotAFigure for anything else; `meant` is the day that is
    likely meant.
    """
    found = _ISO_DATE.fullmatch(text)
    if not found:
        raise points.NotAFigure(text, meant=_written(text.strip()))
    try:
        day = date.fromisoformat(text)
        _year(day.year)
    except ValueError as error:
        raise points.NotAFigure(text) from error
    return day


_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_DAY_FIRST = re.compile(  # as documents write it
    r"(?:(?:trước|before)\s+)?(?:ngày\s+)?"
    r"([0-9]{1,2})(?:[/.-]|\s+tháng\s+)([0-9]{1,2})(?:[/.-]|\s+năm\s+)([0-9]{4})",
    re.ASCII | re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"([0-9]{4})[/.-]([0-9]{1,2})[/.-]([0-9]{1,2})", re.ASCII)


def _written(text: str) -> str | None:
    """The day that a text likely means, as the file has it; None where there is none such."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _above_zero(text: object) -> Decimal:
    value = _figure(text)
    if value <= 0:
        raise points.NotAFigure(text)
    return value


_TRUTHS: Final = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def _truth(text: object) -> object:
    """What all readers of YAML take for true or false; the rest as it stands."""
    return _TRUTHS.get(text, text) if type(text) is str else text


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


def or_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of something that may be missing: in a file, what is yet to be filled in."""
    return {"anyOf": [dict(schema), {"type": "null"}]}


RANK_SCHEMA = {
    "type": ["string", "integer"],
    "pattern": "^[1-9][0-9]{0,5}(/[1-9][0-9]{0,5})?$",
    "minimum": 1,
}
NUMBER = {"type": "number"}
_TEXT_SCHEMA = {
    "oneOf": [
        {"type": ["string", "number"]},
        {
            "type": "object",
            "properties": {"vi": {"type": "string"}, "en": {"type": "string"}},
            "required": ["vi", "en"],
            "additionalProperties": False,
        },
    ]
}


Points = Annotated[Decimal, PlainValidator(_figure), WithJsonSchema(NUMBER)]


MaybePoints = Annotated[
    Decimal | None, PlainValidator(_optional_figure), WithJsonSchema(or_null(NUMBER))
]


MaybeRank = Annotated[Rank | None, PlainValidator(_rank), WithJsonSchema(or_null(RANK_SCHEMA))]


_COUNT_SCHEMA = {"type": "integer", "minimum": 1}


Count = Annotated[int, PlainValidator(_count), WithJsonSchema(_COUNT_SCHEMA)]


MaybeCount = Annotated[
    int | None,
    PlainValidator(lambda text: None if text is None else _count(text)),
    WithJsonSchema(or_null(_COUNT_SCHEMA)),
]


_YEAR_SCHEMA = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}


Year = Annotated[int, PlainValidator(_year), WithJsonSchema(_YEAR_SCHEMA)]


YearKey = Annotated[
    int,
    PlainValidator(_year),
    WithJsonSchema({"type": "string", "pattern": "^(19[0-9]{2}|20[0-9]{2}|2100)$"}),
]


MaybeYear = Annotated[
    int | None,
    PlainValidator(lambda text: None if text is None else _year(text)),
    WithJsonSchema(or_null(_YEAR_SCHEMA)),
]


_DECIMALS_SCHEMA = {"type": "integer", "minimum": 0, "maximum": points.MOST_DECIMALS}


Decimals = Annotated[int, PlainValidator(_decimals), WithJsonSchema(_DECIMALS_SCHEMA)]


MaybeDecimals = Annotated[
    int | None,
    PlainValidator(lambda text: None if text is None else _decimals(text)),
    WithJsonSchema(or_null(_DECIMALS_SCHEMA)),
]


AboveZero = Annotated[
    Decimal, PlainValidator(_above_zero), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})
]


MaybeAboveZero = Annotated[
    Decimal | None,
    PlainValidator(lambda text: None if text is None else _above_zero(text)),
    WithJsonSchema(or_null({"type": "number", "exclusiveMinimum": 0})),
]


MaybeWhole = Annotated[
    int | None, PlainValidator(_optional_whole), WithJsonSchema(or_null({"type": "integer"}))
]


Date = Annotated[date, PlainValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]


MaybeDate = Annotated[
    date | None,
    PlainValidator(lambda text: None if text is None else _date(text)),
    WithJsonSchema(or_null({"type": "string", "format": "date"})),
]


# Strict: else pydantic takes 0, “no” and “off” for false as well.
Truth = Annotated[bool, Strict(), BeforeValidator(_truth)]


LONGEST_ID: Final = 100  # characters; more than anybody reads would only take time to look for
ID: Final = r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*"
# What stands there without quotes may look like a number.
Id = Annotated[
    str,
    Field(pattern=f"^{ID}$", max_length=LONGEST_ID),
    WithJsonSchema({"type": ["string", "number"], "pattern": f"^{ID}$", "maxLength": LONGEST_ID}),
]


Words = Annotated[Text, WrapValidator(_words), WithJsonSchema(_TEXT_SCHEMA)]


Label = Annotated[str, WithJsonSchema({"type": ["string", "number"]})]


class Record(BaseModel):
    """What every record of a file is: frozen, and without a key that nobody knows."""

    # Built when a file is first read: most records only ever serve inside another one.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class OfPlan(Record):
    """A file of a plan, which names the plan it belongs to: never another one's."""

    plan: Annotated[
        Id | None, described("mã của kế hoạch có tệp này", "the id of the plan it belongs to")
    ] = None


def _names(*more: str) -> WithJsonSchema:
    """The names of figures, and more, as the keys of a record."""
    known: list[dict[str, Any]] = [{"enum": [*more, *FIGURE_FIELDS]}, {"pattern": _DATED.pattern}]
    return WithJsonSchema({"type": "string", "anyOf": known})


# What a figure goes by: its field, with its year where years are told apart.
_DatedName = Annotated[str, Field(pattern=_DATED.pattern)]
FigureName = Annotated[FigureField | _DatedName, _names()]
ColumnName = Annotated[Literal["row", "name"] | FigureField | _DatedName, _names("row", "name")]


# How the document writes figures where it does not write the bare figure; # stands for the figure
# in a table's patterns.
Printed = dict[FigureName, Label]


# How the document writes single figures otherwise than their column; None: it does not print one.
PrintedOrNot = Annotated[
    dict[FigureName, Label | None] | None,
    described(
        "cách viết riêng của văn bản; null: văn bản không ghi số đó",
        "how the document writes its figures, where it differs; null: it does not print that one",
    ),
]


# The columns of a printed table, or the phrases of a passage, each by what it holds.
Columns = dict[ColumnName, Label]


# The labels of lines that figures stand in by themselves, a line a field.
Lines = dict[FigureField, Label]


def _several(named: object) -> object:
    return (named,) if isinstance(named, str) else () if named is None else named


# One name, or a list of them.
Several = Annotated[
    tuple[str, ...],
    BeforeValidator(_several),
    WithJsonSchema({"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]


def _change(text: object) -> Decimal | None:
    if text is None or isinstance(text, Decimal):
        return text
    if type(text) is str:
        return points.parse_change(text)
    raise points.NotAFigure(text)


def _share(text: object) -> Decimal | None:
    if text is None or isinstance(text, Decimal):
        return text
    if isinstance(text, str):
        return points.parse_share(text)
    raise points.NotAFigure(text)


_PATTERN = r"^[A-Za-z0-9_*?\[\],!-]+(\.[A-Za-z0-9_*?\[\],!-]+)*$"


def _cost(text: object) -> Decimal:
    value = points.parse(text) if type(text) is str else text
    if not isinstance(value, Decimal) or value < 0:
        raise points.NotAFigure("" if text is None else text)
    return value


Cost = Annotated[Decimal, PlainValidator(_cost), WithJsonSchema({"type": "number", "minimum": 0})]


Pattern = Annotated[str, Field(pattern=_PATTERN, max_length=LONGEST_ID)]


MaybeChange = Annotated[Decimal | None, PlainValidator(_change), WithJsonSchema(or_null(NUMBER))]


MaybeShare = Annotated[
    Decimal | None,
    PlainValidator(_share),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{1,4}(\.[0-9]{1,6})? ?%$"}),
]
