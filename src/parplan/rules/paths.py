"""Targets of several years, as the path that they make: remarks, never errors."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from parplan.engine.identities.equations import part_reaching
from parplan.engine.identities.identity import Identity
from parplan.engine.identities.printed import Figure, figure
from parplan.engine.identities.stands import stand_for
from parplan.engine.identities.totals import between
from parplan.model.fields import turned
from parplan.model.plan import Plan
from parplan.model.tree import Indicator
from parplan.points import Rank, one_field, readable
from parplan.rules.rule import Spot, rule
from parplan.text import Message, Text

_GIVEN = (
    "plan: {id: example, name: Example, year: 2025, target_year: 2030}\n"
    "indices:\n  - {id: a, name: A, decimals: 2, max: 100, score: 80}\n# targets\n"
)


@rule(
    "N406",
    "path-that-falls",
    "note",
    on="plan",
    title=Text("Mục tiêu năm sau kém năm trước", "A target that falls behind an earlier year's"),
    why=Text(
        "Lộ trình đi xuống rồi lại đi lên thường do gõ nhầm năm hoặc nhầm số.",
        "A path that falls and rises again is often a mistaken year or digit.",
    ),
    message=Text(
        "mục tiêu năm {later} là {after}, kém mục tiêu {before} của năm {earlier}",
        "the target of {later} is {after}, which falls behind {before} of {earlier}",
    ),
    help=Text(
        "đối chiếu mục tiêu từng năm với văn bản", "compare the target of each year with the plan"
    ),
    given=_GIVEN,
    wrong="  a: {target: {2026: 84, 2028: 82, 2030: 88}}",
    right="  a: {target: {2026: 82, 2028: 84, 2030: 88}}",
)
def path_that_falls(plan: Plan) -> Iterator[Spot]:
    """No year asks for less than an earlier one, of what both say in the same way; nor do the
    increases, or the rows, lead to less in a year without a target.
    """
    for ways in _ways(plan):
        known: dict[str, tuple[int, _Asked]] = {}
        printed: Figure | None = None
        for later, row, then in ways:
            asked = _asked(row) if row.aims else _led_to(row, then, printed)
            fallen = (
                (*known[kind], after)
                for kind, after in asked.items()
                if kind in known and after.falls_behind(known[kind][1])
            )
            for earlier, before, after in islice(fallen, 1):
                years = {"later": str(later), "earlier": str(earlier)}
                yield _spot(row, later, {**years, "after": after.said, "before": before.said})
            if row.aims:
                known |= {kind: (later, each) for kind, each in asked.items()}
                printed = figure(row, "target") or printed


class _Asked(NamedTuple):
    """How much a target asks for in one way, the more the better, as it is said; of a rank, among
    how many.
    """

    much: Decimal
    said: object
    of: int | None = None

    def falls_behind(self, before: "_Asked") -> bool:
        """Whether it asks for less; ranks among other numbers of units do not compare."""
        return self.much < before.much and one_field(self.of, before.of)


def _asked(row: Indicator) -> dict[str, _Asked]:
    """What the target of a row asks for, by the way it says so; a direction has no amount."""
    found: dict[str, _Asked] = {}
    for aim in row.aims:
        said, asked = aim.statement, aim.statement.asked
        points = said.amount(row.max, Decimal) if said.bounds == row.better else None
        if points is not None:
            each = ("points", _Asked(turned(points, row.better), points))
        elif isinstance(asked, Rank):
            each = ("rank", _Asked(Decimal(-asked.at), Message(_RANK, {"rank": asked}), asked.of))
        elif isinstance(asked, int):
            places = Message(_PLACE if asked == 1 else _PLACES, {"count": asked})
            each = ("places", _Asked(Decimal(asked), places))
        elif said.kind == "percent" and isinstance(asked, Decimal) and said.bounds == row.better:
            each = ("percent", _Asked(turned(asked, row.better), Message(_PERCENT, {"of": asked})))
        elif aim.group is not None and aim.points is not None:
            group = Message(_GROUP, {"group": aim.group.name})
            each = ("group", _Asked(turned(aim.points, row.better), group))
        else:
            continue
        kind, much = each
        found[kind] = max(found.get(kind, much), much, key=lambda one: one.much)
    return found


def _led_to(row: Indicator, then: Plan, printed: Figure | None) -> dict[str, _Asked]:
    """What a row comes to in a year without a target of its own, where that falls behind an earlier
    target beyond what rounding explains.
    """
    if printed is None:
        return {}
    found = stand_for(row, part_reaching(then), "target", then)
    fall = Identity(printed, found.terms, found.divisor)
    if found.missing or not found.terms or fall.is_within or turned(fall.delta, row.better) > 0:
        return {}
    value = readable(fall.value)
    return {"points": _Asked(turned(value, row.better), Message(_CALCULATED, {"points": value}))}


_CALCULATED = Text("{points} (số tính ra)", "{points} (calculated)")
_RANK = Text("hạng {rank}", "rank {rank}")
_PLACE = Text("tăng {count} bậc", "{count} place up")
_PLACES = Text("tăng {count} bậc", "{count} places up")
_PERCENT = Text("{of}%", "{of}%")
_GROUP = Text("nhóm {group}", "group {group}")


@rule(
    "N407",
    "all-in-the-last-year",
    "note",
    on="plan",
    title=Text("Dồn phần lớn mức tăng vào năm cuối", "Most of the way left to the last year"),
    why=Text(
        "Năm cuối phải tăng nhiều hơn tất cả các năm trước cộng lại thì lộ trình khó khả thi.",
        "A last step longer than all others together is the least likely one.",
    ),
    message=Text(
        "đến năm {later} cần thêm {last}, nhiều hơn các mức tăng trước đó cộng lại ({others})",
        "{later} needs another {last}, more than all the steps before it together ({others})",
    ),
    help=Text(
        "chia lại mức tăng cho các năm, hoặc ghi rõ căn cứ",
        "spread the increases over the years, or say what they rest on",
    ),
    given=_GIVEN,
    wrong="  a: {target: {2026: 81, 2028: 82, 2030: 88}}",
    right="  a: {target: {2026: 82, 2028: 85, 2030: 88}}",
)
def all_in_the_last_year(plan: Plan) -> Iterator[Spot]:
    """The last step of a path is not longer than all others together."""
    for first, path in _paths(plan):
        start = plan.known(first, "score")
        if start is None or len(path) == 1:
            continue
        (_, before), (later, end) = path[-2:]
        last, others = (between(*way, first.better) for way in ((before, end), (start, before)))
        if last is not None and others is not None and last > max(others, Decimal(0)):
            yield _spot(first, later, {"later": str(later), "last": last, "others": others})


def _paths(plan: Plan) -> Iterator[tuple[Indicator, list[tuple[int, Decimal]]]]:
    """The rows whose target is said of several years, with the points of each year's where they are
    known.
    """
    for ways in _ways(plan):
        stated = [each for each in ways if each[1].aims]
        path = [(year, row.target) for year, row, _ in stated if row.target is not None]
        if path:
            yield stated[0][1], path


def _ways(plan: Plan) -> Iterator[list[tuple[int, Indicator, Plan]]]:
    """The rows that plans of several years have targets of, each as every year has it."""
    ways = [(year, plan.aiming(year)) for year in plan.target_years]
    for ident, goal in plan.goals.items() if len(ways) > 1 else ():
        if goal.target is not None:
            yield [(year, way.by_id[ident], way) for year, way in ways if ident in way.by_id]


def _spot(row: Indicator, year: int, values: dict[str, object]) -> Spot:
    loc = ("targets", "targets", row.id, "target", str(year))
    return Spot(loc, values, f"{row.id}.target_{year}")
