"""What a what-if file may hold: scenarios, and what a point costs. Frozen records, unknown keys refused."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import Field, PlainValidator, WithJsonSchema

from parplan import points
from parplan.labels import Text
from parplan.model import FileKind, MaybePoints, Record, Words, described


class Range(NamedTuple):
    """The scores a row may come to: the lowest, the likeliest and the highest, in points."""

    low: Decimal
    likely: Decimal
    high: Decimal


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


def _range(value: object) -> Range:
    if isinstance(value, Range):
        return value
    if not isinstance(value, list | tuple) or len(value) != len(Range._fields):
        raise points.NotAFigure(value)
    for text in value:
        if type(text) is not str and not isinstance(text, Decimal):
            raise points.NotAFigure(value)
    return Range(*(text if isinstance(text, Decimal) else points.parse(text) for text in value))


_NUMBER = {"type": "number"}
_PATTERN = r"^[A-Za-z0-9_*?\[\],!-]+(\.[A-Za-z0-9_*?\[\],!-]+)*$"


def _cost(text: object) -> Decimal:
    value = points.parse(text) if type(text) is str else text
    if not isinstance(value, Decimal) or value < 0:
        raise points.NotAFigure("" if text is None else text)
    return value


Cost = Annotated[Decimal, PlainValidator(_cost), WithJsonSchema({"type": "number", "minimum": 0})]
Pattern = Annotated[str, Field(pattern=_PATTERN)]
MaybeChange = Annotated[Decimal | None, PlainValidator(_change), WithJsonSchema(_NUMBER)]
MaybeShare = Annotated[
    Decimal | None, PlainValidator(_share), WithJsonSchema({"type": "string", "pattern": r"^[0-9]{1,4}(\.[0-9]{1,6})? ?%$"})
]
Spread = Annotated[
    Range, PlainValidator(_range), WithJsonSchema({"type": "array", "items": _NUMBER, "minItems": 3, "maxItems": 3, "description": ""})
]

_NO_WORDS = Text("", "")
_BECAUSE = described("lý do", "the reason")


class ChangeRecord(Record):
    """One change: exactly one of `set`, `add` and `share`."""

    id: Annotated[
        Pattern | None,
        described(
            "mã, hoặc nhiều mã: 'par.*.survey'; chỉ share được bỏ trống", "an id, or several: 'par.*.survey'; only a share may do without"
        ),
    ] = None
    set: Annotated[MaybePoints, described("điểm dự kiến đạt", "the projected score, in points")] = None
    add: Annotated[MaybeChange, described("điểm cộng thêm vào mức của base", "points on top of what the base gives")] = None
    share: Annotated[MaybeShare, described("phần của mức tăng dự kiến, ví dụ 60%", "the part of the planned increase, such as 60%")] = None
    because: Annotated[Words, _BECAUSE] = _NO_WORDS


class RangeRecord(Record):
    """How far one row's outcome may lie from what is likely."""

    id: Annotated[Pattern, described("mã, hoặc nhiều mã", "an id, or several")]
    range: Annotated[
        Spread, described("điểm [thấp nhất, nhiều khả năng nhất, cao nhất]", "the scores [lowest, likeliest, highest], in points")
    ]
    shape: Annotated[
        Literal["triangular", "pert"],
        described(
            "phân phối: triangular (tam giác) hoặc pert (dồn về mức nhiều khả năng nhất)",
            "the distribution: triangular, or pert (closer to the likeliest)",
        ),
    ] = "triangular"
    because: Annotated[Words, _BECAUSE] = _NO_WORDS


class ScenarioFile(Record):
    """A what-if with its reasons."""

    name: Annotated[Words, described("tên của kịch bản", "the scenario's name")]
    base: Annotated[
        Literal["plan", "current"],
        described(
            "xuất phát từ mức tăng của kế hoạch (plan) hay từ điểm hiện có (current)",
            "start from the planned increases, or from the scores",
        ),
    ] = "plan"
    changes: Annotated[tuple[ChangeRecord, ...], described("các thay đổi, theo thứ tự", "the changes, in order")] = ()
    ranges: Annotated[
        tuple[RangeRecord, ...],
        described("khoảng dao động của kết quả, cho parplan simulate", "how far outcomes may vary, for parplan simulate"),
    ] = ()


class CostsFile(Record):
    """What a point costs, row by row."""

    unit: Annotated[Words, described("đơn vị của chi phí, ví dụ triệu đồng", "the unit of the costs, such as million VND")] = _NO_WORDS
    costs: Annotated[dict[str, Cost], described("chi phí cho mỗi điểm, theo mã", "the cost of a point, by id")]


WHAT_IF_MODELS: Final[Mapping[FileKind, type[Record]]] = {"scenario": ScenarioFile, "costs": CostsFile}
