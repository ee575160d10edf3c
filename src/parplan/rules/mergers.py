"""What is wrong with what is said of units that others became."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from parplan.ids import near
from parplan.location import Loc
from parplan.model.plan import Plan
from parplan.rules.names import WHAT_ID, nothing_named
from parplan.rules.rule import Spot, also, rule
from parplan.text import DID_YOU_MEAN, Message, Text

if TYPE_CHECKING:
    from parplan.model.habits import Form, Names
    from parplan.model.mergers import MergersFile


class Merging(NamedTuple):
    """A file of mergers with what units are called, and the units that tables beside the plan
    name.
    """

    file: "MergersFile"
    names: "Names"
    listed: tuple[str, ...]


_PLAN = "  - {id: a, name: A, decimals: 2, max: 10, score: 7}\n"
_UNITS = _PLAN + "# mergers\nunits:\n"
_TWICE = Text("{old} có hai lần trong “from”", "{old} is named twice in it")
_OF_ANOTHER = Text("{old} đã nhập vào {other}", "{old} is part of {other} already")
_NO_NEAR = Text(
    "ghi tên như trong bảng, hoặc bổ sung dòng của đơn vị đó",
    "name it as the table does, or add its lines",
)


@also("S108", "mergers")
def indices_exist(file: "MergersFile", plan: Plan) -> Iterator[Spot]:
    """Every index that is published for the new units from an earlier year exists."""
    indices = [index.id for index in plan.indices]
    for ident in file.first:
        yield from nothing_named(("first", ident), WHAT_ID, ident, indices, key=True)


@rule(
    "P860",
    "part-of-two-units",
    on="merging",
    title=Text("Một đơn vị cũ được tính hai lần", "An old unit that counts twice"),
    why=Text(
        "Mỗi đơn vị cũ nhập vào một đơn vị mới; tính hai lần thì điểm kết hợp sai.",
        "Each old unit is part of one new one; counted twice, the combined score is wrong.",
    ),
    message=Text("đơn vị cũ được tính hai lần: {why}", "an old unit counts twice: {why}"),
    help=Text("chỉ ghi mỗi đơn vị cũ một lần", "name each of the old units once"),
    wrong=_UNITS + "  B: {from: [B, C, C], since: 2025-07-01}\n",
    right=_UNITS + "  B: {from: [B, C, D], since: 2025-07-01}\n",
)
def each_is_part_of_one(merging: Merging, _: Plan) -> Iterator[Spot]:
    """No unit is named twice among those that others were made from."""
    first: dict[Form, str] = {}
    for unit, merger in merging.file.units.items():
        for at, old in enumerate(merger.made_from):
            other = first.setdefault(merging.names.form(old), unit)
            again = merging.names.form(old) in map(merging.names.form, merger.made_from[:at])
            if other != unit or again:
                why = Message(_TWICE if again else _OF_ANOTHER, {"old": old, "other": other})
                yield Spot(("units", unit, "from", at), {"why": why}, unit)


@also("S106", "merging")
def each_is_named_once(merging: Merging, _: Plan) -> Iterator[Spot]:
    """No unit, and no weight, stands under two spellings of one name."""
    units = merging.file.units
    yield from _again(merging, (), units)
    for unit, merger in units.items():
        yield from _again(merging, (unit, "by"), merger.by)


def _again(merging: Merging, at: Loc, names: Iterable[str]) -> Iterator[Spot]:
    first: dict[Form, str] = {}
    for name in names:
        other = first.setdefault(merging.names.form(name), name)
        if other != name:
            loc, before = ("units", *at, name), ("units", *at, other)
            yield Spot(loc, {"key": name}, name, key=True, first=before)


@rule(
    "P861",
    "weights-of-other-units",
    on="merging",
    title=Text("Trọng số không phải của các đơn vị cũ", "Weights of other units"),
    why=Text(
        "Mỗi đơn vị cũ cần một trọng số, nếu không thì phải đoán.",
        "Each of the old units needs a weight; without one it would be a guess.",
    ),
    message=Text(
        "trọng số ghi cho {weighted}, còn “from” ghi {old}",
        "the weights are of {weighted}, and `from` names {old}",
    ),
    help=Text(
        "ghi một trọng số cho mỗi đơn vị trong “from”, hoặc “by: mean”",
        "write a weight for each unit in `from`, or `by: mean`",
    ),
    wrong=_UNITS + "  B: {from: [B, C], since: 2025-07-01, by: {B: 0.4}}\n",
    right=_UNITS + "  B: {from: [B, C], since: 2025-07-01, by: {B: 0.4, C: 0.6}}\n",
)
def weights_are_of_the_old_units(merging: Merging, _: Plan) -> Iterator[Spot]:
    """Where old units have weights, each of them has one, and no other unit."""
    form = merging.names.form
    for unit, merger in merging.file.units.items():
        if merger.by and {*map(form, merger.by)} != {*map(form, merger.made_from)}:
            values = {"weighted": tuple(merger.by), "old": merger.made_from}
            yield Spot(("units", unit, "by"), values, unit)


@rule(
    "P862",
    "old-unit-in-no-table",
    "warning",
    on="merging",
    title=Text("Đơn vị cũ không có trong bảng nào", "An old unit that no table has"),
    why=Text(
        "Thiếu điểm của một đơn vị cũ thì đơn vị mới không có điểm những năm trước.",
        "Without the scores of one of them the new unit has none of the years before.",
    ),
    message=Text(
        "không bảng nào có đơn vị cũ “{old}”",
        "no table has “{old}”, which it was made from",
    ),
    help=DID_YOU_MEAN,
    wrong=_UNITS
    + "  B: {from: [B, Cc], since: 2025-07-01}\n# table\nunit,year,a\nB,2022,7\nC,2022,6\n",
    right=_UNITS
    + "  B: {from: [B, C], since: 2025-07-01}\n# table\nunit,year,a\nB,2022,7\nC,2022,6\n",
)
def old_units_are_listed(merging: Merging, _: Plan) -> Iterator[Spot]:
    """Where tables have any unit of a merger, with or without its marks, one has each of them."""
    names, listed = merging.names, merging.listed
    for unit, merger in merging.file.units.items():
        if not any(names.find_typed(each, listed) for each in (unit, *merger.made_from)):
            continue  # a table of other units: an excerpt, or the departments of one
        for at, old in enumerate(merger.made_from):
            if names.find(old, listed) is None:
                alike = names.find_typed(old, listed)
                likely = near(old, listed) if alike is None else (alike,)
                values = {"old": old, "near": likely}
                help_text = None if likely else _NO_NEAR
                yield Spot(("units", unit, "from", at), values, unit, help=help_text)
