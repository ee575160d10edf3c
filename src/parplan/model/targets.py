"""targets.yaml: planned increases and targets, by id."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Annotated

from pydantic import ConfigDict, ValidatorFunctionWrapHandler, WithJsonSchema, WrapValidator

from parplan import points
from parplan.model.fields import (
    NUMBER,
    RANK_SCHEMA,
    Decimals,
    GoalField,
    MaybePoints,
    MaybeRank,
    OfPlan,
    PrintedOrNot,
    Record,
    Words,
    described,
)
from parplan.model.indicators import Group
from parplan.points import HUNDRED


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
    decimals_of: Annotated[
        dict[GoalField, Decimals] | None,
        described(
            "số chữ số thập phân của từng số liệu, nếu khác decimals của chỉ số",
            "how many decimals single figures are printed with, where those are not the index's",
        ),
    ] = None
    source_of: Annotated[
        dict[GoalField, Words] | None,
        described(
            "nguồn của từng số liệu, nếu không lấy từ chính văn bản",
            "where single figures are from, if not from the document itself",
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
