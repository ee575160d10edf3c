"""What a what-if file may hold: scenarios, and what a point costs. Frozen records, unknown keys
refused.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from pydantic import PlainValidator, WithJsonSchema

from parplan import points
from parplan.ids import named
from parplan.model.fields import (
    NUMBER,
    Cost,
    MaybeChange,
    MaybePoints,
    MaybeShare,
    OfPlan,
    Pattern,
    Record,
    Words,
    described,
)
from parplan.model.fixed import EMPTY
from parplan.model.tree import Indicator
from parplan.text import Text


class Range(NamedTuple):
    """The scores a row may come to: the lowest, the likeliest and the highest, in points."""

    low: Decimal
    likely: Decimal
    high: Decimal

    @property
    def in_order(self) -> bool:
        """Whether it goes from low to high."""
        return self.low <= self.likely <= self.high


def _range(value: object) -> Range:
    if isinstance(value, Range):
        return value
    if not isinstance(value, list | tuple) or len(value) != len(Range._fields):
        raise points.NotAFigure(value)
    for text in value:
        if type(text) is not str and not isinstance(text, Decimal):
            raise points.NotAFigure(value)
    return Range(*(text if isinstance(text, Decimal) else points.parse(text) for text in value))


RangeField = Annotated[
    Range,
    PlainValidator(_range),
    WithJsonSchema(
        {"type": "array", "items": NUMBER, "minItems": 3, "maxItems": 3, "description": ""}
    ),
]

_NO_WORDS = Text("", "")
_BECAUSE = described("lý do", "the reason")


class ChangeRecord(Record):
    """One change: exactly one of `set`, `add` and `share`."""

    id: Annotated[
        Pattern | None,
        described(
            "mã, hoặc nhiều mã: 'par.*.survey'; chỉ share được bỏ trống",
            "an id, or several: 'par.*.survey'; only a share may do without",
        ),
    ] = None
    set: Annotated[MaybePoints, described("điểm dự báo", "the projected score, in points")] = None
    add: Annotated[
        MaybeChange,
        described("điểm cộng thêm vào mức của base", "points on top of what the base gives"),
    ] = None
    share: Annotated[
        MaybeShare,
        described(
            "phần của mức dự kiến tăng, ví dụ 60%", "the part of the planned increase, such as 60%"
        ),
    ] = None
    because: Annotated[Words, _BECAUSE] = _NO_WORDS

    @property
    def made(self) -> "Change | None":
        """The one change that the entry makes; None where it makes none or several."""
        kinds: tuple[ChangeKind, ...] = ("set", "add", "share")
        given = [(kind, amount) for kind in kinds if (amount := getattr(self, kind)) is not None]
        if len(given) != 1 or (self.id is None and given[0][0] != "share"):
            return None
        return Change(given[0][0], self.id, given[0][1])


class RangeRecord(Record):
    """How far one row's outcome may lie from what is likely."""

    id: Annotated[Pattern, described("mã, hoặc nhiều mã", "an id, or several")]
    range: Annotated[
        RangeField,
        described(
            "điểm [thấp nhất, nhiều khả năng nhất, cao nhất]",
            "the scores [lowest, likeliest, highest], in points",
        ),
    ]
    shape: Annotated[
        Literal["triangular", "pert"],
        described(
            "phân phối: triangular (tam giác) hoặc pert (dồn về mức nhiều khả năng nhất)",
            "the distribution: triangular, or pert (closer to the likeliest)",
        ),
    ] = "triangular"
    because: Annotated[Words, _BECAUSE] = _NO_WORDS


class ScenarioFile(OfPlan):
    """A what-if with its reasons."""

    name: Annotated[Words, described("tên của kịch bản", "the scenario's name")]
    base: Annotated[
        Literal["plan", "current"],
        described(
            "xuất phát từ mức dự kiến tăng (plan) hay từ điểm hiện tại (current)",
            "start from the planned increases, or from the scores",
        ),
    ] = "plan"
    changes: Annotated[
        tuple[ChangeRecord, ...], described("các thay đổi, theo thứ tự", "the changes, in order")
    ] = ()
    ranges: Annotated[
        tuple[RangeRecord, ...],
        described(
            "khoảng dao động của kết quả, cho parplan simulate",
            "how far outcomes may vary, for parplan simulate",
        ),
    ] = ()


class CostsFile(OfPlan):
    """What a point costs, row by row."""

    unit: Annotated[
        Words,
        described(
            "đơn vị của chi phí, ví dụ triệu đồng", "the unit of the costs, such as million VND"
        ),
    ] = _NO_WORDS
    costs: Annotated[
        dict[str, Cost], described("chi phí cho mỗi điểm, theo mã", "the cost of a point, by id")
    ]


class Ambiguous(ValueError):
    """An amount below 0 that may be a score or a difference: the row `ident` can have either."""

    def __init__(self, ident: str, amount: Decimal) -> None:
        super().__init__(ident)
        self.ident = ident
        self.amount = amount


Rows = Mapping[str, Indicator]
Base = Literal["plan", "current"]
ChangeKind = Literal["set", "add", "share"]


class Change(NamedTuple):
    """One change as it was asked for. `typed` is an id or wildcard, None for the whole plan (shares
    only).

    `amount` is a projected score (`set`) or a difference (`add`) in points, or a share of 1 of the
    planned increase (`share`).
    """

    kind: ChangeKind
    typed: str | None
    amount: Decimal

    @classmethod
    def read(
        cls,
        typed: str | None,
        text: str,
        kind: ChangeKind | None = None,
        rows: "Rows" = EMPTY,
    ) -> "Change":
        """A change from the text of its amount: of the kind given, or of the kind it looks like: a
        score (9.0), points to add (+0.4), a share (60%). A dash is a minus. Raises NotAFigure,
        which says what was meant, and Ambiguous where no kind is given and one of the `rows` that
        are named may have a score below 0."""
        text = points.with_minus(text.strip())
        looks = kind or (
            "share" if text.endswith("%") else "add" if points.sign_of(text) else "set"
        )
        change = cls(looks, typed, _AMOUNTS[looks](text))
        if kind is None and looks == "add" and change.amount < 0 and typed is not None:
            below = next((it for it in named(typed, rows) if rows[it].floor < 0), None)
            if below is not None:
                raise Ambiguous(below, change.amount)
        return change


_AMOUNTS: dict[ChangeKind, Callable[[str], Decimal]] = {
    "set": points.parse,
    "add": points.parse_change,
    "share": points.parse_share,
}
Shape = Literal["triangular", "pert"]


class Spread(NamedTuple):
    """The scores a row may come to, in points: the lowest, the likeliest, the highest, and how they
    are distributed between.
    """

    ident: str
    low: Decimal
    likely: Decimal
    high: Decimal
    shape: Shape = "triangular"
    because: Text = Text("", "")


class Scenario(NamedTuple):
    """A what-if: where it starts, what it changes, why, and how far outcomes may vary."""

    name: Text
    base: Base = "plan"
    changes: tuple[Change, ...] = ()
    reasons: tuple[Text, ...] = ()
    spreads: tuple[Spread, ...] = ()
