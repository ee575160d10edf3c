"""What it takes to reach a goal in sentences: below the table of `reach`."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from parplan.engine.margin import Margin
from parplan.engine.reach import Effort
from parplan.model.fields import Better
from parplan.points import LANGUAGES, ZERO, digits
from parplan.reports.goals import words_of
from parplan.reports.odds import Likelihood, moves
from parplan.reports.row_notes import taken
from parplan.text import Message, Shown, Text, percent

if TYPE_CHECKING:
    from parplan.reports.reach import Reached


def sentences_of(result: "Reached") -> Iterator[Message]:
    """What is planned for the goal and what it takes, in order; what holds it back where it is
    out of reach; and what else is to be known of the answer.
    """
    reach, decimals = result.reach, result.decimals
    for aim in result.aims:
        if aim.takes is not None:
            yield taken(reach.goal, words_of(aim, decimals), aim.takes, decimals)
    if reach.margin is not None:
        yield _planned(reach.margin, reach.points, decimals, feasible=reach.feasible is not False)
    if reach.margin is None or reach.margin.planned is not None:
        yield _needed(result)
    if reach.cost is not None:
        complete = all(row.cost is not None for row in reach.rows if row.share)
        words = _COST_IN_PART if not complete else _TOTAL_COST if result.unit.en else _TOTAL_PRICE
        yield Message(words, {"cost": Shown(reach.cost, decimals), "unit": result.unit})
    if not reach.feasible and reach.total is not None:
        yield from _out_of_reach(result, reach.total)
    if reach.unproven is not None:
        yield Message(_UNPROVEN)
    for ident, twin, score, projected in result.also:
        values = {
            "id": ident,
            "twin": twin,
            "score": Shown(score, decimals),
            "projected": Shown(projected, decimals),
        }
        yield Message(_ALSO, values)
    if result.unpriced:
        yield Message(_NO_COST, {"ids": result.unpriced})
    if reach.margin is not None:
        if reach.margin.planned is not None:
            yield Message(_IN_FULL)
        yield from moves(result.moving)


def _needed(result: "Reached") -> Message:
    reach = result.reach
    needed: dict[str, object] = {"needed": Shown(reach.needed, result.decimals)}
    if reach.needed == ZERO:
        return Message(_REACHED[result.better])
    if reach.share is not None and reach.feasible:
        return Message(
            _EVENLY[result.better],
            {**needed, "share": percent(reach.share, 2), "step": result.step},
        )
    return Message(_NEEDED[result.better], needed)


def _out_of_reach(result: "Reached", total: Decimal) -> Iterator[Message]:
    reach, margin = result.reach, result.reach.margin
    planned = reach.points if margin is None or margin.planned is None else margin.planned
    missing = Shown(abs(planned - total), result.decimals)
    words = (_OUT_OF_REACH if reach.feasible is False else _NOT_KNOWN)[result.better]
    points = {"total": Shown(total, result.decimals), "missing": missing}
    yield Message(words, {**points, "ids": reach.unknown})
    if margin is not None and reach.feasible is False:
        yield Message(_CHANCE_AT_MOST, {"chance": _likely(margin.chance)})
    held = tuple(
        Message(_HELD, {"id": row.id, "bound": held_by(row, result.better)})
        for row in reach.rows
        if row.bound is not None and row.id not in reach.unknown
    )
    if held:
        yield Message(_HELD_BY, {"ids": held})


def _likely(chance: float) -> Text:
    """A chance (a share of 1) in words."""
    return Text(*(Likelihood(chance).say(lang) for lang in LANGUAGES))


def _planned(margin: Margin, goal: Decimal, decimals: int, *, feasible: bool) -> Message:
    """What is to be planned for a goal (points) so that it is met with the odds."""
    values: dict[str, object] = {
        "goal": Shown(goal, decimals),
        "odds": in_percent(margin.odds),
        "alone": _likely(margin.alone),
    }
    if margin.planned is None or margin.points is None:
        return Message(_BY_ITSELF, values)
    if margin.points == ZERO and feasible:
        return Message(_AS_IT_IS, values)
    points = {
        "planned": Shown(margin.planned, decimals),
        "points": Shown(abs(margin.points), decimals),
        "side": _ABOVE if margin.points >= ZERO else _BELOW,
    }
    return Message(_PLANNED if feasible else _WOULD_TAKE, {**values, **points})


def held_by(row: Effort, better: Better) -> Text:
    """What keeps a row from bringing more: where less is better, its floor and not its maximum;
    one that is locked has what the answer starts from.
    """
    bound = row.bound or "unknown"
    if bound == "locked" and row.change:
        return _AS_PLANNED
    return _FLOOR if bound == "maximum" and better == "lower" else BOUNDS[bound]


def in_percent(odds: Decimal) -> Text:
    """The odds that were asked (a share of 1), in percent with all their digits."""
    return percent(odds, max(0, digits(odds) - 2))


WITH_ODDS = Text("{goal} với xác suất {odds}", "{goal} with a chance of {odds}")
_PLANNED = Text(
    "kế hoạch cần đặt mức {planned}, {side} {points} so với mức cần đạt: nếu thực hiện toàn bộ "
    "thì, do điểm dao động, xác suất đạt {goal} là {odds}; nếu không làm gì thêm thì {alone}",
    "plan for {planned}, {points} {side} the goal: if the plan is carried out in full, {goal} is "
    "met with a chance of {odds}, because scores move; with nothing planned, of {alone}",
)
_WOULD_TAKE = Text(
    "để xác suất đạt {goal} là {odds}, kế hoạch sẽ phải đặt mức {planned}, {side} {points} so với "
    "mức cần đạt; nếu không làm gì thêm thì xác suất là {alone}",
    "to meet {goal} with a chance of {odds}, {planned} would have to be planned, {points} {side} "
    "the goal; with nothing planned, the chance is {alone}",
)
_ABOVE = Text("cao hơn", "above")
_BELOW = Text("thấp hơn", "below")
_AS_IT_IS = Text(
    "kế hoạch cần đặt đúng mức cần đạt: nếu thực hiện toàn bộ thì, do điểm dao động, xác suất đạt "
    "{goal} là {odds}; nếu không làm gì thêm thì {alone}",
    "plan for the goal itself: if the plan is carried out in full, {goal} is met with a chance of "
    "{odds}, because scores move; with nothing planned, of {alone}",
)
_BY_ITSELF = Text(
    "theo diễn biến thông thường, không làm gì thêm thì xác suất đạt {goal} đã là {alone}: kế "
    "hoạch không cần đặt thêm",
    "as scores move, {goal} is met with a chance of {alone} with nothing planned: nothing more is "
    "needed",
)
_IN_FULL = Text(
    "giả định: phần kế hoạch ngoài diễn biến thông thường đạt toàn bộ",
    "assumed: the planned gain beyond the usual movement is achieved in full",
)
BOUNDS: dict[str, Text] = {
    "maximum": Text("điểm tối đa", "maximum"),
    "max-share": Text("mức tối đa đã chọn", "--max-share"),
    "row-above": Text("tiêu chí cấp trên đã đạt tối đa", "row above is full"),
    "locked": Text("giữ nguyên", "left as it is"),
    "unknown": Text("chưa biết điểm tối đa", "maximum not known"),
}
_AS_PLANNED = Text("giữ như kế hoạch", "as planned")
_FLOOR = Text("mức sàn", "floor")
_NEEDED: Mapping[Better, Text] = {
    "higher": Text("cần tăng thêm {needed}", "needs {needed} more"),
    "lower": Text("cần giảm thêm {needed}", "has to fall by {needed}"),
}
_EVENLY: Mapping[Better, Text] = {
    "higher": Text(
        "cần tăng thêm {needed}: {share} dư địa của mỗi tiêu chí được thay đổi, làm tròn theo bước "
        "{step}",
        "needs {needed} more: {share} of the headroom of every row that may change, rounded to "
        "steps of {step}",
    ),
    "lower": Text(
        "cần giảm thêm {needed}: {share} dư địa của mỗi tiêu chí được thay đổi, làm tròn theo bước "
        "{step}",
        "has to fall by {needed}: {share} of the headroom of every row that may change, rounded to "
        "steps of {step}",
    ),
}
_REACHED: Mapping[Better, Text] = {
    "higher": Text("đã đạt từ đầu, không cần tăng thêm", "reached already: nothing more is needed"),
    "lower": Text("đã đạt từ đầu, không cần giảm thêm", "reached already: nothing more is needed"),
}
_COST_IN_PART = Text(
    "chi phí của các tiêu chí có đơn giá: {cost} {unit}",
    "the rows that have a cost total {cost} {unit}",
)
_TOTAL_PRICE = Text("tổng chi phí {cost}", "costs {cost} in all")
_TOTAL_COST = Text("tổng chi phí {cost} {unit}", "costs {cost} {unit} in all")
_OUT_OF_REACH: Mapping[Better, Text] = {
    "higher": Text(
        "không đạt được: cao nhất là {total}, còn hụt {missing}",
        "out of reach: {total} at most, {missing} short",
    ),
    "lower": Text(
        "không đạt được: thấp nhất chỉ giảm được đến {total}, vẫn cao hơn mức cần đạt {missing}",
        "out of reach: {total} is the lowest possible, {missing} above the goal",
    ),
}
_CHANCE_AT_MOST = Text("xác suất cao nhất là {chance}", "met with a chance of {chance} at most")
_NOT_KNOWN: Mapping[Better, Text] = {
    "higher": Text(
        "chưa biết có đạt được không: chưa biết điểm tối đa, điểm hoặc mức dự kiến tăng của "
        "{ids}; không kể các tiêu chí đó, cao nhất là {total}, còn hụt {missing}",
        "it is not known whether it can be reached: the maximum, the score or the planned increase "
        "of {ids} is not known; without them {total} at most, {missing} short",
    ),
    "lower": Text(
        "chưa biết có đạt được không: chưa biết mức sàn, điểm hoặc mức dự kiến giảm của "
        "{ids}; không kể các tiêu chí đó, thấp nhất chỉ giảm được đến {total}, vẫn cao hơn mức cần "
        "đạt {missing}",
        "it is not known whether it can be reached: the floor, the score or the planned decrease "
        "of {ids} is not known; without them {total} is the lowest possible, {missing} above the "
        "goal",
    ),
}
_HELD_BY = Text("bị giới hạn bởi: {ids}", "held back by: {ids}")
_HELD = Text("{id} ({bound})", "{id} ({bound})")
_UNPROVEN = Text(
    "có thể chưa phải phương án tốt nhất: các tiêu chí có hệ số khác nhau, chưa xét hết mọi cách "
    "kết hợp",
    "perhaps not the best answer: rows count differently, and not every combination was considered",
)
_ALSO = Text(
    "{id} cũng là {twin}: {score} → {projected}", "{id} is also {twin}: {score} → {projected}"
)
_NO_COST = Text(
    "tiêu chí không có chi phí thì giữ nguyên: {ids}", "rows without a cost stay as they are: {ids}"
)
