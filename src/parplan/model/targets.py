"""targets.yaml: planned increases and targets, by id. A target is one or several statements, and
all of them must hold.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Final, Generic, Literal, NamedTuple, TypeVar, get_args

from pydantic import (
    ConfigDict,
    GetPydanticSchema,
    PlainValidator,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticKnownError

from parplan import points
from parplan.model.fields import (
    DECIMALS_OF,
    NUMBER,
    RANK_SCHEMA,
    SOURCE_OF,
    Better,
    Decimals,
    GoalField,
    MaybePoints,
    MaybeRank,
    Number,
    OfPlan,
    PrintedOrNot,
    Record,
    Words,
    dated_name,
    described,
    or_null,
    turned,
)
from parplan.points import HUNDRED, Rank

Direction = Literal["higher", "lower", "keep"]
Sign = Literal["≥", ">", "≤", "<"]
StatementKind = Literal["points", "percent", "rank", "places", "group", "direction"]


class Statement(NamedTuple):
    """One thing that a target asks for, as the plan states it: an amount in points, or in percent
    of the maximum, with its `sign`; the last rank that will do; places gained; a group, or a better
    one; a direction from the plan's own year.
    """

    kind: StatementKind
    asked: Decimal | Rank | int | str
    sign: Sign = "≥"
    key: str = ""  # of targets.yaml, where that is not its kind

    @property
    def is_strict(self) -> bool:
        """Whether the amount itself is not enough."""
        return self.sign in (">", "<")

    @property
    def bounds(self) -> Better | None:
        """Which way an amount, or a direction, points; None of what says nothing of it."""
        if self.kind == "direction":
            return _WAYS.get(str(self.asked))
        if self.kind not in AMOUNTS:
            return None
        return "higher" if self.sign in ("≥", ">") else "lower"

    def amount(self, maximum: Number | None, number: Callable[[Decimal], Number]) -> Number | None:
        """An amount in points, exactly; None of what is no amount, or of a percent without a
        maximum, or of nothing.
        """
        if not isinstance(self.asked, Decimal):
            return None
        asked = number(self.asked)
        if self.kind == "points":
            return asked
        return asked * maximum / number(HUNDRED) if maximum else None

    def rank_from(self, now: Rank | None) -> Rank | None:
        """The rank that it asks for, or that places gained lead to from the rank of now."""
        if isinstance(self.asked, Rank):
            return self.asked
        if now is None or not isinstance(self.asked, int):
            return None
        return Rank(now.at - self.asked, now.of)

    def beyond_field(self, now: Rank | None, ranked: int | None) -> Rank | None:
        """That rank, where it is none: outside of 1 and as many as it names, else as are known to
        be ranked.
        """
        rank = self.rank_from(now)
        if rank is None or (rank == self.asked and rank.of is not None):
            return None if rank is None or rank.is_possible else rank
        most = max((of for of in (ranked, now.of if now else None) if of), default=None)
        return rank if rank.at < 1 or (most is not None and rank.at > most) else None


AMOUNTS: Final = ("points", "percent")
_WAYS: Final[dict[str, Better]] = {"higher": "higher", "lower": "lower"}


@dataclass(frozen=True, slots=True)
class Amount:
    """Points, or a percent of the maximum."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    points: MaybePoints = None
    percent: MaybePoints = None


def _amount(value: object, validate: ValidatorFunctionWrapHandler) -> Amount | None:
    amount: Amount | None = validate({"points": value} if isinstance(value, str) else value)
    if _is_open(value):
        return None
    if amount is not None and (amount.points is None) is (amount.percent is None):
        raise _empty()
    return amount


def _is_open(value: object) -> bool:
    """Whether it is to be filled in: nothing yet, or a key with nothing behind it."""
    return value is None or (isinstance(value, dict) and any(map(_is_open, value.values())))


def _empty() -> PydanticKnownError:
    """A record that says nothing."""
    about = {"field_type": "Dictionary", "min_length": 1, "actual_length": 0}
    return PydanticKnownError("too_short", about)


def _places(value: object) -> int | None:
    if type(value) is str:
        return points.parse_places(value)
    if value is None or isinstance(value, int):
        return value
    raise points.NotAFigure(value)


_NUMBER = or_null(NUMBER)
_AMOUNT_SCHEMA = {
    "oneOf": [
        NUMBER,
        {
            "type": "object",
            "properties": {"points": _NUMBER, "percent": _NUMBER},
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": False,
        },
        {"type": "null"},
    ]
}
_PLACES_SCHEMA = {"type": "integer", "minimum": 0}
MaybeAmount = Annotated[Amount | None, WrapValidator(_amount)]
MaybePlaces = Annotated[int | None, PlainValidator(_places)]


@dataclass(frozen=True, slots=True)
class Target:
    """What a row is to reach: everything that is said here."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    points: MaybePoints = None
    percent: MaybePoints = None
    more_than: MaybeAmount = None
    less_than: MaybeAmount = None
    at_most: MaybeAmount = None
    rank: MaybeRank = None
    places: MaybePlaces = None
    group: str | None = None
    direction: Direction | None = None

    def statements(self, better: Better) -> tuple[Statement, ...]:
        """What it asks for, of a row where more, or where less, is better."""
        return tuple(_stated(self, better))

    @property
    def written(self) -> dict[str, Any]:
        """The keys that are written, with what stands behind them."""
        each = {field.name: getattr(self, field.name) for field in fields(self)}
        return {key: value for key, value in each.items() if value is not None}


KINDS: Final[dict[str, StatementKind]] = {kind: kind for kind in get_args(StatementKind)}
SIGNS: Final[dict[str, Sign]] = {"more_than": ">", "less_than": "<", "at_most": "≤"}


def _stated(target: Target, better: Better) -> Iterator[Statement]:
    least: Sign = "≥" if better == "higher" else "≤"
    for key, value in target.written.items():
        if isinstance(value, Amount):
            kind: StatementKind = "percent" if value.points is None else "points"
            asked = value.percent if value.points is None else value.points
            yield Statement(kind, asked or points.ZERO, SIGNS[key], key)
        else:
            yield Statement(KINDS[key], value, least)


def tightest(amounts: Iterable[Number | None], better: Better) -> Number | None:
    """The amount (points) that is reached last, of those that are known."""
    known = [amount for amount in amounts if amount is not None]
    return max(known, key=lambda amount: turned(amount, better), default=None)


Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class ByYear(Generic[Said]):
    """What is said of each of several years, in their order."""

    each: tuple[tuple[int, Said], ...]


_YEAR = re.compile(r"(?:19|20)[0-9]{2}|2100", re.ASCII)


def _by_year(value: object, validate: ValidatorFunctionWrapHandler) -> object:
    """One value, or one for each of several years: what is wrong with one of these stands there."""
    if not isinstance(value, dict) or not any(map(_YEAR.fullmatch, value)):
        return validate(value)
    found: list[tuple[int, object]] = []
    errors: list[InitErrorDetails] = []
    for key, said in value.items():
        try:
            if not _YEAR.fullmatch(key):
                errors.append({"type": "extra_forbidden", "loc": (key,), "input": said})
            elif (known := validate(said)) is not None:
                found.append((int(key), known))
        except ValidationError as error:
            errors += [_within(key, detail) for detail in error.errors(include_url=False)]
    if errors:
        raise ValidationError.from_exception_data("by year", errors)
    return ByYear(tuple(sorted(found, key=lambda pair: pair[0]))) if found else None


def _within(key: str, detail: ErrorDetails) -> InitErrorDetails:
    """An error as it stands below a key."""
    kind = detail["type"]
    return {
        "type": kind,
        "loc": (key, *detail["loc"]),
        "input": detail["input"],
        "ctx": detail.get("ctx", {}),
    }


def _apart(said: Said | ByYear[Said] | None) -> tuple[tuple[int, Said], ...]:
    return said.each if isinstance(said, ByYear) else ()


def _years_of(said: Said | ByYear[Said] | None, year: int) -> tuple[tuple[int, Said], ...]:
    """What is said, by year: of one year, where it does not say which."""
    if isinstance(said, ByYear):
        return said.each
    return () if said is None else ((year, said),)


def _validated_as(one: object) -> GetPydanticSchema:
    """What may be said by year is validated as what is said of one: errors stand at its keys."""
    return GetPydanticSchema(lambda _, handler: handler(one))


def _schema_by_year(one: dict[str, Any]) -> dict[str, Any]:
    years = {"type": "object", "patternProperties": {f"^(?:{_YEAR.pattern})$": one}}
    return {"anyOf": [one, {**years, "minProperties": 1, "additionalProperties": False}]}


@lru_cache(maxsize=65_536)
def _points_target(text: str) -> Target:
    return Target(points=points.parse(text))


def _target(value: object, validate: ValidatorFunctionWrapHandler) -> Target | None:
    if type(value) is str:
        return _points_target(value)
    target: Target | None = validate(
        value if value is None or isinstance(value, dict | Target) else {"points": value}
    )
    if _is_open(value):
        return None
    if target is not None and not target.written:
        raise _empty()
    return target


_TARGET_SCHEMA = {
    "oneOf": [
        NUMBER,
        {
            "type": "object",
            "properties": {
                "points": _NUMBER,
                "percent": _NUMBER,
                "more_than": _AMOUNT_SCHEMA,
                "less_than": _AMOUNT_SCHEMA,
                "at_most": _AMOUNT_SCHEMA,
                "rank": or_null(RANK_SCHEMA),
                "places": or_null(_PLACES_SCHEMA),
                "group": or_null({"type": "string"}),
                "direction": {"enum": ["higher", "lower", "keep", None]},
            },
            "minProperties": 1,
            "additionalProperties": False,
        },
        {"type": "null"},
    ]
}


class Goal(Record):
    """The plan for one id: the increase it plans, and the target it prints."""

    planned: Annotated[
        Annotated[
            Decimal | ByYear[Decimal] | None,
            _validated_as(Annotated[MaybePoints, WrapValidator(_by_year)]),
            WithJsonSchema(_schema_by_year(_NUMBER)),
        ],
        described(
            "điểm dự kiến tăng; hoặc theo từng năm, mỗi năm tăng thêm so với các năm trước đó",
            "the planned increase, in points; or by year, each on top of those before it",
        ),
    ] = None
    target: Annotated[
        Annotated[
            Target | ByYear[Target] | None,
            _validated_as(
                Annotated[Target | None, WrapValidator(_target), WrapValidator(_by_year)]
            ),
            WithJsonSchema(_schema_by_year(_TARGET_SCHEMA)),
        ],
        described(
            "mục tiêu phải đạt: số điểm; hoặc một hay nhiều khóa points, percent, more_than, "
            "less_than, at_most, rank, places, group, direction, cùng phải đạt",
            "what is to be reached: points; or one or more of points, percent, more_than, "
            "less_than, at_most, rank, places, group, direction, all of which must hold",
        ),
    ] = None
    decimals_of: Annotated[dict[GoalField, Decimals] | None, DECIMALS_OF] = None
    source_of: Annotated[dict[GoalField, Words] | None, SOURCE_OF] = None
    printed: PrintedOrNot = None

    @property
    def is_path(self) -> bool:
        """Whether it tells its years apart."""
        return isinstance(self.planned, ByYear) or isinstance(self.target, ByYear)

    def of_year(self, field: str, year: int) -> Target | Decimal | None:
        """Its target or planned increase of a year, where it tells years apart; None where it says
        nothing of that one.
        """
        return next((said for at, said in _apart(getattr(self, field)) if at == year), None)

    def years_of(self, field: str) -> tuple[int, ...]:
        """The years that it tells apart."""
        return tuple(year for year, _ in _apart(getattr(self, field)))

    @property
    def dated_names(self) -> tuple[str, ...]:
        """What its figures of years that it tells apart go by."""
        return tuple(
            dated_name(field, year)
            for field in ("planned", "target")
            for year in self.years_of(field)
        )

    def targets(self, year: int) -> tuple[tuple[int, Target], ...]:
        """Its targets by year; what says no year is of the plan's target year."""
        return _years_of(self.target, year)

    def increases(self, year: int) -> tuple[tuple[int, Decimal], ...]:
        """Its planned increases (points) by year, each on top of those before it, likewise."""
        return _years_of(self.planned, year)

    def told_until(self, final: int) -> set[int]:
        """The years until which it tells what is planned, with the plan's target year: those of its
        increases, and that one where its target says none.
        """
        undated = isinstance(self.target, Target)
        return {year for year, _ in self.increases(final)} | ({final} if undated else set())

    def until(
        self, year: int, final: int, told: Collection[int], aimed: Iterable[int] = ()
    ) -> "Until":
        """What it says of a year, with the plan's target year, the years until which anything in
        its index is told, and those that it has targets of elsewhere.
        """
        each, aims = self.increases(final), self.targets(final)
        is_whole = year == final and not isinstance(self.planned, ByYear)
        return Until(
            tuple([more for at, more in each if at <= year]),
            None if is_whole else self._left_out(year, final, told, aimed),
            next((target for at, target in aims if at == year), None),
            is_later=any(at < year for at, _ in (*each, *aims)),
        )

    def _left_out(
        self, year: int, final: int, told: Collection[int], aimed: Iterable[int]
    ) -> int | None:
        """The first year of which its increases are to tell, so that they lead to another one, and
        do not.

        They are on top of one another: they lead to a year that they are told of or, where none of
        its targets is of a year until then, that others are. A target of such a year without the
        increase to it is of a way that they leave out. An increase that says no year leads all the
        way from the base year to the target year.
        """
        is_path = isinstance(self.planned, ByYear)
        own: Collection[int] = self.years_of("planned") if is_path else range(final + 1)
        earlier = (at for at, _ in self.targets(final) if at < year)
        dated = (at for at in (*self.years_of("target"), *aimed) if at <= year)
        needed = {*earlier, *dated}
        if needed or year not in told:
            needed.add(year)
        return min((at for at in needed if at not in own), default=None)


class Until(NamedTuple):
    """What a record says of a year: the increases (points) that it plans until then, each on top of
    those before it; the first year of which it leaves one out, so that nobody knows what they lead
    to, None where they lead there; its target then; whether it says anything of an earlier year.
    """

    increases: tuple[Decimal, ...]
    lacks: int | None
    target: Target | None
    is_later: bool

    @property
    def planned(self) -> Decimal | None:
        """What is gained from the base year until then, in points; None where it does not say."""
        if not self.increases or self.lacks is not None:
            return None
        return self.increases[0] if len(self.increases) == 1 else sum(self.increases, points.ZERO)


class TargetsFile(OfPlan):
    """targets.yaml: planned increases and targets, by id."""

    targets: Annotated[
        dict[str, Goal], described("dự kiến và mục tiêu, theo mã", "what is planned, by id")
    ]
