"""Targets of several years, as the path that they make: remarks, never errors."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from parplan.engine.identities.totals import between
from parplan.model.plan import Plan
from parplan.model.tree import Indicator
from parplan.rules.rule import Spot, rule
from parplan.text import Text

_GIVEN = (
    "plan: {id: example, name: Example, year: 2025, target_year: 2030}\n"
    "indices:\n  - {id: a, name: A, decimals: 2, max: 100, score: 80}\n# targets\n"
)


@rule(
    "N406",
    "path-that-falls",
    "note",
    on="plan",
    title=Text("Mục tiêu năm sau thấp hơn năm trước", "A target below that of an earlier year"),
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
    """The target of no year falls behind that of the year before it."""
    for first, path in _paths(plan):
        for (earlier, before), (later, after) in pairwise(path):
            way = between(before, after, first.better)
            if way is not None and way < 0:
                years = {"later": str(later), "earlier": str(earlier)}
                yield _spot(first, later, {**years, "after": after, "before": before})


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
        "đến năm {later} cần thêm {last}, nhiều hơn tất cả các bước trước cộng lại ({others})",
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
    ways = [(year, plan.aiming(year)) for year in plan.target_years]
    for ident, goal in plan.goals.items() if len(ways) > 1 else ():
        said = {year for year, _ in goal.targets(plan.final)}
        rows = [
            (year, way.by_id[ident]) for year, way in ways if year in said and ident in way.by_id
        ]
        path = [(year, row.target) for year, row in rows if row.target is not None]
        if path:
            yield rows[0][1], path


def _spot(row: Indicator, year: int, values: dict[str, object]) -> Spot:
    loc = ("targets", "targets", row.id, "target", str(year))
    return Spot(loc, values, f"{row.id}.target_{year}")
