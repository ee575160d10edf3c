"""What is wrong with what is published of other units: groups and summary figures."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from parplan.location import Loc
from parplan.model.plan import Plan
from parplan.rules.names import WHAT_ID, given_twice, nothing_named
from parplan.rules.rule import Spot, also, rule
from parplan.rules.tables import Limits, limits_of
from parplan.text import Message, Text

if TYPE_CHECKING:
    from parplan.model.indicators import Group
    from parplan.model.peers import PeerGroup, PeersFile

_PLAN = """\
  - {id: a, name: A, decimals: 2, max: 10, score: 7}
# peers
name: {vi: Các đơn vị, en: The field}
year: 2022
ranked: 4
"""


def _groups(high: str, *, first: int = 2, count: int = 2) -> str:
    return (
        f"groups:\n  a:\n    - "
        f"{{id: high, name: {{vi: Cao, en: High}}, low: 7.5, high: 8, count: {first}}}\n"
        f"    - {{id: low, name: {{vi: Thấp, en: Low}}, low: 5, high: {high}, count: {count}}}\n"
    )


_LOW_ABOVE_HIGH = Text(
    "điểm thấp nhất {low} lớn hơn điểm cao nhất {high}",
    "its lowest score, {low}, is above its highest, {high}",
)
_NOT_BELOW = Text(
    "từ {low} đến {high} không nằm dưới nhóm trước",
    "{low} to {high} does not lie below the group before",
)
_REACHES_INTO = Text(
    "từ {low} đến {high} chồng lên nhóm {other}", "{low} to {high} overlaps the group {other}"
)
_LARGEST_BELOW = Text(
    "“largest” {high} nhỏ hơn “p90” {low}", "`largest` {high} is below `p90` {low}"
)
_LAST_BEFORE = Text(
    "“last” {high} không sau “first” {low}", "`last` {high} is not after `first` {low}"
)
_LOOK_AT_GROUP = Text(
    "kiểm tra điểm của nhóm trong nguồn", "look at the group's scores in the source"
)


@also("S108", "peers")
def rows_exist(file: "PeersFile", plan: Plan) -> Iterator[Spot]:
    """Every row that something is published of exists."""
    for key, rows in (("means", file.means), ("ranks", file.ranks), ("groups", file.groups)):
        for ident in rows:
            yield from nothing_named((key, ident), WHAT_ID, ident, plan.by_id, key=True)
    for ident in file.gains.rows if file.gains else ():
        yield from nothing_named(("gains", "rows", ident), WHAT_ID, ident, plan.by_id, key=True)


@also("S107", "peers")
def ids_of_groups_are_unique(file: "PeersFile", _: Plan) -> Iterator[Spot]:
    """No two groups of a row have one id."""
    for ident, groups in file.groups.items():
        yield from given_twice(("groups", ident), (group.id for group in groups), ident)


@rule(
    "P820",
    "group-that-cannot-be",
    on="peers",
    title=Text("Nhóm không thể có số đơn vị như vậy", "A group that cannot have so many units"),
    why=Text(
        "Một đơn vị chỉ có một điểm; nhóm từ điểm này đến điểm khác có ít nhất hai đơn vị.",
        "One unit has one score; a group that goes from one to another has at least two.",
    ),
    message=Text(
        "nhóm một đơn vị không thể từ {low} đến {high}",
        "a group with a count of 1 cannot go from {low} to {high}",
    ),
    help=Text(
        "kiểm tra “count”, “low” và “high” trong nguồn",
        "look at `count`, `low` and `high` in the source",
    ),
    wrong=_groups("7.4", first=1, count=3),
    right=_groups("7.4"),
    given=_PLAN,
)
def groups_have_enough_units(file: "PeersFile", _: Plan) -> Iterator[Spot]:
    """A group from one score to another has at least two units."""
    for ident, groups in file.groups.items():
        for at, group in enumerate(groups):
            if group.count == 1 and group.low != group.high:
                values = {"low": group.low, "high": group.high}
                yield Spot(("groups", ident, at, "count"), values, ident)


@rule(
    "P821",
    "groups-overlap",
    on="peers",
    title=Text(
        "Các nhóm không tách rời hoặc không theo thứ tự", "Groups that overlap or are out of order"
    ),
    why=Text(
        "Xếp hạng theo nhóm cần các nhóm tách rời, từ cao xuống thấp.",
        "A rank among groups needs groups that lie apart, the highest first.",
    ),
    message=Text("nhóm {group}: {why}", "the group {group}: {why}"),
    help=Text(
        "ghi các nhóm từ cao xuống thấp, mỗi nhóm “low” ≤ “high”",
        "write the groups from high to low, each with `low` ≤ `high`",
    ),
    wrong=_groups("7.6"),
    right=_groups("7.4"),
    given=_PLAN,
)
def groups_lie_apart(file: "PeersFile", _: Plan) -> Iterator[Spot]:
    """Groups go from high to low, and none reaches into the one before. Rounding may bring the ends
    of two together, and never across each other.
    """
    for ident, groups in file.groups.items():
        above: PeerGroup | None = None
        for at, group in enumerate(groups):
            overlaps = above is not None and group.high > above.low
            why = _LOW_ABOVE_HIGH if group.low > group.high else _NOT_BELOW if overlaps else None
            if why is not None:
                values = {
                    "group": group.name,
                    "why": Message(why, {"low": group.low, "high": group.high}),
                }
                yield Spot(("groups", ident, at, "high"), values, ident)
            above = group


@also("P821", "plan")
def groups_of_rows_lie_apart(plan: Plan) -> Iterator[Spot]:
    """No group of a row reaches into another. In whatever order: the plan names a group by its id,
    and where less is better the best one is the lowest.
    """
    for row in plan.by_id.values():
        above: Group | None = None
        groups = sorted(enumerate(row.node.groups), key=lambda it: it[1].high, reverse=True)
        for at, group in groups:
            ends: dict[str, object] = {"low": group.low, "high": group.high}
            why: Message | None = None
            if group.low > group.high:
                why = Message(_LOW_ABOVE_HIGH, ends)
            elif above is not None and group.high > above.low:
                why = Message(_REACHES_INTO, {**ends, "other": above.name})
            else:
                above = group
            if why is not None:
                values = {"group": group.name, "why": why}
                loc = (*row.loc, "groups", at, "high")
                yield Spot(loc, values, f"{row.id}.groups", help=_LOOK_AT_GROUP)


@rule(
    "P822",
    "groups-do-not-add-up",
    on="peers",
    title=Text(
        "Số đơn vị trong các nhóm không bằng số được xếp hạng",
        "Groups that do not hold all who were ranked",
    ),
    why=Text(
        "Mẫu số của thứ hạng là số đơn vị được xếp hạng.",
        "The denominator of a rank is the number ranked.",
    ),
    message=Text(
        "các nhóm có {counted} đơn vị, nhưng {ranked} đơn vị được xếp hạng",
        "the groups hold {counted} units, and {ranked} were ranked",
    ),
    help=Text(
        "kiểm tra “count” của từng nhóm, hoặc “ranked”",
        "look at the `count` of each group, or at `ranked`",
    ),
    wrong=_groups("7.4", count=3),
    right=_groups("7.4"),
    given=_PLAN,
)
def groups_hold_all(file: "PeersFile", plan: Plan) -> Iterator[Spot]:
    """The groups of a row hold all units that were ranked: in the row, where the plan says so."""
    for ident, groups in file.groups.items():
        row = plan.by_id.get(ident)
        own = row.node.ranked_in(file.year) if row is not None else None
        held, ranked = sum(group.count for group in groups), file.ranked if own is None else own
        if groups and held != ranked:
            yield Spot(("groups", ident), {"counted": held, "ranked": ranked}, ident, key=True)


@rule(
    "P823",
    "gains-out-of-order",
    on="peers",
    title=Text("Mức tăng không theo thứ tự", "Gains that are out of order"),
    why=Text(
        "Mức tăng cao nhất không thể thấp hơn mức mà chín phần mười đơn vị không vượt quá.",
        "The largest cannot be below what nine in ten gained at most.",
    ),
    message=Text("mức tăng: {why}", "gains: {why}"),
    help=Text(
        "đổi chỗ hai số, hoặc kiểm tra lại nguồn", "exchange the two, or look at the source again"
    ),
    wrong="gains: {first: 2021, last: 2024, rows: {a: {p90: 0.9, largest: 0.4}}}",
    right="gains: {first: 2021, last: 2024, rows: {a: {p90: 0.4, largest: 0.9}}}",
    given=_PLAN,
)
def gains_in_order(file: "PeersFile", _: Plan) -> Iterator[Spot]:
    """The years and the sizes of gains go from low to high."""
    if file.gains is None:
        return
    if file.gains.first >= file.gains.last:
        ends = {"low": file.gains.first, "high": file.gains.last}
        yield Spot(("gains", "last"), {"why": Message(_LAST_BEFORE, ends)})
    for ident, gain in file.gains.rows.items():
        if gain.p90 is not None and gain.p90 > gain.largest:
            why = Message(_LARGEST_BELOW, {"low": gain.p90, "high": gain.largest})
            yield Spot(("gains", "rows", ident, "largest"), {"why": why}, ident)


@also("P830", "peers")
def groups_within_limits(file: "PeersFile", plan: Plan) -> Iterator[Spot]:
    """The ends of a group lie between the floor and the maximum of its row."""
    for ident, groups in file.groups.items():
        if ident in plan.by_id:
            limits = limits_of(plan.by_id[ident], plan)
            yield from _beyond(limits, groups, ("groups", ident), ident)


@also("P830", "plan")
def groups_of_rows_within_limits(plan: Plan) -> Iterator[Spot]:
    """So do those of the groups that the row itself has."""
    for row in plan.by_id.values():
        if row.node.groups:
            limits, loc = limits_of(row, plan), (*row.loc, "groups")
            yield from _beyond(limits, row.node.groups, loc, f"{row.id}.groups")


def _beyond(
    limits: Limits, groups: "Sequence[Group | PeerGroup]", loc: Loc, path: str
) -> Iterator[Spot]:
    """The first end of each group that lies outside of some limits."""
    for at, group in enumerate(groups):
        end = "low" if group.low < limits.low else "high"
        score = group.low if end == "low" else group.high
        if limits.exclude(score):
            place = (*loc, at, "low" if score == group.low else "high")
            yield Spot(place, {"score": score, **limits.said}, path, help=_LOOK_AT_GROUP)
