"""Figures that lie outside what is possible: maxima, floors, targets the other way."""

from collections.abc import Mapping
from decimal import Decimal

from parplan.engine.identities.identity import Identity
from parplan.engine.identities.maxima import printed_ceiling
from parplan.engine.identities.printed import Figure, figure, figure_of, half_of
from parplan.engine.identities.stands import scored
from parplan.engine.identities.totals import between
from parplan.model.aims import is_to_be_passed
from parplan.model.fields import BETTER_WORDS, WAY, Better, FigureField, turned
from parplan.model.plan import Plan
from parplan.model.tree import Indicator
from parplan.points import HUNDRED, ZERO, last_digit, readable, written_like
from parplan.rules.rule import Problem, as_printed, rule
from parplan.text import Message, Text

_SHARE = Text("{share}%", "{share}%")


def _above(indicator: Indicator, plan: Plan, field: FigureField, value: Decimal) -> Problem | None:
    ceiling = printed_ceiling(indicator, plan)
    if ceiling is None or value <= ceiling:
        return None
    part, maximum = figure(indicator, field), figure_of(indicator, "max", plan)
    values: dict[str, object] = {
        "value": as_printed(part) if part else value,
        "limit": readable(ceiling),
    }
    return Problem(
        indicator.id, field, values, (maximum,) if maximum else (), delta=readable(value - ceiling)
    )


def _by_percent(indicator: Indicator) -> Decimal | None:
    """The percentage that alone is printed of a score whose maximum is known."""
    known = indicator.score is not None or not indicator.max
    return None if known else indicator.node.percent


def _of_percent(indicator: Indicator, share: Decimal, limit: Decimal) -> Problem:
    values = {"value": share, "limit": limit}
    told = {key: Message(_SHARE, {"share": value}) for key, value in values.items()}
    return Problem(indicator.id, "percent", told, delta=share - limit)


def _percent(indicator: Indicator, points: Decimal) -> Decimal:
    """Points as a percentage of the maximum."""
    return points * HUNDRED / (indicator.max or HUNDRED)


def _below(indicator: Indicator, field: FigureField, value: Decimal) -> Problem:
    return Problem(
        indicator.id,
        field,
        {"value": value, "limit": indicator.floor},
        delta=value - indicator.floor,
    )


@rule(
    "R201",
    "score-above-maximum",
    on="row",
    title=Text("Điểm vượt điểm tối đa", "A score above the maximum"),
    why=Text(
        "Không thể đạt nhiều điểm hơn mức tối đa; thường do gõ nhầm chữ số hoặc nhầm dòng.",
        "More than the maximum cannot be scored; a digit or a row was mistaken.",
    ),
    message=Text(
        "điểm {value} vượt mức tối đa {limit}", "the score {value} is above the maximum {limit}"
    ),
    help=Text(
        "đối chiếu điểm và điểm tối đa với văn bản",
        "compare the score and the maximum with the printed plan",
    ),
    wrong="  - {id: a, name: A, decimals: 2, max: 10, score: 11.87}",
    right="  - {id: a, name: A, decimals: 2, max: 13, score: 11.87}",
)
def score_above_maximum(indicator: Indicator, plan: Plan) -> Problem | None:
    """A score is at most the maximum and the bonus rows on top."""
    score, maximum, share = indicator.score, indicator.max, _by_percent(indicator)
    if share is not None and share > HUNDRED:
        ceiling = printed_ceiling(indicator, plan)
        most = None if ceiling is None else _percent(indicator, ceiling)
        return _of_percent(indicator, share, most) if most is not None and share > most else None
    return (
        None
        if score is None or (maximum is not None and score <= maximum)
        else _above(indicator, plan, "score", score)
    )


@rule(
    "R202",
    "score-below-floor",
    on="row",
    title=Text("Điểm thấp hơn mức sàn", "A score below the floor"),
    why=Text(
        "Có thang điểm không bắt đầu từ 0; giá trị còn thiếu không phải là 0.",
        "Some scales do not start at 0, and a missing value is not 0.",
    ),
    message=Text(
        "điểm {value} thấp hơn mức sàn {limit}", "the score {value} is below the floor {limit}"
    ),
    help=Text(
        "nếu chưa có điểm thì bỏ trống, đừng ghi 0",
        "leave the score out where it is not known; do not write 0",
    ),
    wrong="  - {id: a, name: A, decimals: 2, max: 10, floor: 1, score: 0}",
    right="  - {id: a, name: A, decimals: 2, max: 10, floor: 1}",
)
def score_below_floor(indicator: Indicator, _: Plan) -> Problem | None:
    """A score is at least the floor of its scale."""
    score, share = indicator.score, _by_percent(indicator)
    least = _percent(indicator, indicator.floor)
    if share is not None and share < least:
        return _of_percent(indicator, share, least)
    return None if score is None or score >= indicator.floor else _below(indicator, "score", score)


@rule(
    "R203",
    "target-above-maximum",
    on="row",
    title=Text("Mục tiêu vượt điểm tối đa", "A target above the maximum"),
    why=Text("Mục tiêu như vậy không bao giờ đạt được.", "Such a target can never be met."),
    message=Text(
        "mục tiêu {value} vượt mức tối đa {limit}",
        "the target {value} is above the maximum {limit}",
    ),
    help=Text(
        "đối chiếu mục tiêu và điểm tối đa với văn bản",
        "compare the target and the maximum with the printed plan",
    ),
    wrong="  - {id: a, name: A, decimals: 2, max: 10, score: 9.11}\n"
    "# targets\n  a: {target: 11.20}",
    right="  - {id: a, name: A, decimals: 2, max: 10, score: 9.11}\n# targets\n  a: {target: 9.50}",
)
def target_above_maximum(indicator: Indicator, plan: Plan) -> Problem | None:
    """A target is at most the maximum and the bonus rows on top, and below these where it is to be
    passed.
    """
    target, maximum = indicator.target, indicator.max
    if target is None and not indicator.aims:
        return None  # the usual case, without adding up maxima
    if target is None:
        return _beyond_the_end(indicator, "higher", printed_ceiling(indicator, plan))
    if maximum is not None and target < maximum:
        return None
    if _to_be_passed(indicator, "higher") and target == printed_ceiling(indicator, plan):
        return _unpassed(indicator, target, figure(indicator, "max"))
    return _above(indicator, plan, "target", target)


def _to_be_passed(indicator: Indicator, better: Better) -> bool:
    """Whether a target is to be passed, that way."""
    to_pass = is_to_be_passed(indicator.target, indicator.aims, indicator.max)
    return indicator.better == better and to_pass


def _beyond_the_end(indicator: Indicator, better: Better, end: Decimal | None) -> Problem | None:
    """A target that names a direction alone, of a row that stands at that end of its scale."""
    score = indicator.score
    asked = any(
        (aim.statement.kind, aim.statement.asked) == ("direction", better) for aim in indicator.aims
    )
    if score is None or score != end or indicator.better != better or not asked:
        return None
    target = Figure(indicator.id, "target", score, ZERO, None, ">" if better == "higher" else "<")
    return Problem(indicator.id, "target", {"value": as_printed(target), "limit": score})


def _unpassed(indicator: Indicator, target: Decimal, maximum: Figure | None) -> Problem:
    """A target that asks for what lies beyond the end of the scale: its end itself."""
    asked = figure(indicator, "target")
    values = {"value": as_printed(asked) if asked else target, "limit": target}
    return Problem(indicator.id, "target", values, (maximum,) if maximum else ())


@rule(
    "R204",
    "target-below-floor",
    on="row",
    title=Text("Mục tiêu thấp hơn mức sàn", "A target below the floor"),
    why=Text(
        "Mức sàn thì đơn vị nào cũng đạt; mục tiêu có lẽ thuộc dòng khác.",
        "Everyone reaches the floor; the target is likely another row's.",
    ),
    message=Text(
        "mục tiêu {value} thấp hơn mức sàn {limit}", "the target {value} is below the floor {limit}"
    ),
    help=Text("đối chiếu mục tiêu với văn bản", "compare the target with the printed plan"),
    wrong="  - {id: a, name: A, decimals: 2, max: 10, floor: 1}\n# targets\n  a: {target: 0.53}",
    right="  - {id: a, name: A, decimals: 2, max: 10, floor: 1}\n# targets\n  a: {target: 5.30}",
)
def target_below_floor(indicator: Indicator, _: Plan) -> Problem | None:
    """A target is at least the floor of its scale, and above it where it is to be passed."""
    target = indicator.target
    if target is None:
        return _beyond_the_end(indicator, "lower", indicator.floor)
    if target > indicator.floor:
        return None
    if target == indicator.floor:
        return _unpassed(indicator, target, None) if _to_be_passed(indicator, "lower") else None
    return _below(indicator, "target", target)


@rule(
    "R205",
    "target-below-score",
    on="row",
    title=Text("Mục tiêu thấp hơn điểm đã đạt", "A target below the score"),
    why=Text(
        "Kế hoạch cải thiện không đặt mục tiêu thấp hơn điểm đã có.",
        "A plan to improve does not aim below what has been reached.",
    ),
    message=Text(
        "mục tiêu {target} {than} hơn điểm đã đạt {score}",
        "the target {target} is {than} the score {score}",
    ),
    help=Text(
        "đối chiếu mục tiêu và điểm với văn bản",
        "compare the target and the score with the printed plan",
    ),
    wrong="  - {id: a, name: A, decimals: 2, max: 10, score: 7.06}\n# targets\n  a: {target: 6.21}",
    right="  - {id: a, name: A, decimals: 2, max: 10, score: 7.06}\n# targets\n  a: {target: 7.21}",
)
def target_below_score(indicator: Indicator, plan: Plan) -> Problem | None:
    """A target does not lie below what has been reached, beyond what rounding explains; to stay in
    a group that one is inside of is no step back.
    """
    target, better = indicator.target, indicator.better
    if target is None or _is_on_the_way(indicator.score, target, better):
        return None
    aimed = figure(indicator, "target")
    asked = aimed or Figure(indicator.id, "target", target, half_of(indicator, "target"))
    reached = scored(indicator, plan)
    found = Identity(asked._replace(sign=None), reached.terms, reached.divisor)
    if reached.missing or turned(found.raw_delta, better) <= found.raw_slack:
        return None
    score = found.value
    group = next((aim.group for aim in indicator.aims if aim.points == target), None)
    if group is not None and group.low <= score <= group.high:
        return None
    values: dict[str, object] = {
        "target": as_printed(aimed) if aimed else target,
        "score": _told(score, indicator),
        "than": _THAN[better],
    }
    operands = tuple(part for _, part in reached.terms)
    return Problem(indicator.id, "target", values, operands, delta=readable(target - score))


def _told(points: Decimal, indicator: Indicator) -> Decimal:
    """Points that were worked out, with the digits that they need."""
    return written_like(readable(points), last_digit(indicator.decimals))


def _is_on_the_way(score: Decimal | None, target: Decimal, better: Better) -> bool:
    """The usual case, told by what stands in the row itself."""
    way = between(score, target, better)
    return way is not None and way >= 0


_THAN: Mapping[Better, Text] = {"higher": Text("thấp", "below"), "lower": Text("cao", "above")}


@rule(
    "R207",
    "planned-beyond-maximum",
    on="row",
    title=Text(
        "Điểm cộng với mức dự kiến tăng vượt điểm tối đa",
        "Score + planned increase above the maximum",
    ),
    why=Text(
        "Mức dự kiến tăng lớn hơn dư địa.",
        "The increase is larger than the headroom.",
    ),
    message=Text(
        "điểm và mức dự kiến {way} cho kết quả {sum}, {beyond} {limit}; {left}",
        "score and planned {way} give {sum}, {beyond} {limit}; {left}",
    ),
    help=Text("đối chiếu mức tăng với văn bản", "compare the increase with the printed plan"),
    wrong="  - {id: a, name: A, decimals: 2, max: 10, score: 9.11}\n"
    "# targets\n  a: {planned: 1.39}",
    right="  - {id: a, name: A, decimals: 2, max: 10, score: 9.11}\n"
    "# targets\n  a: {planned: 0.39}",
)
def planned_beyond_maximum(indicator: Indicator, plan: Plan) -> Problem | None:
    """Score and planned increase stay within the maximum and the bonus rows on top, or where less
    is better at or above the floor, beyond what rounding explains.
    """
    planned, better = sum(indicator.increases, ZERO), indicator.better
    if not indicator.increases:
        return None
    limit = printed_ceiling(indicator, plan) if better == "higher" else indicator.floor
    began = scored(indicator, plan)
    if limit is None or began.missing:
        return None
    left = Figure(indicator.id, "planned", limit - planned, half_of(indicator, "planned"))
    found = Identity(left, began.terms, began.divisor)
    if turned(found.raw_delta, better) <= found.raw_slack:
        return None
    score, over = found.value, turned(found.delta, better)
    headroom = turned(limit - score, better)
    maximum = figure(indicator, "max")
    operands = (*(part for _, part in began.terms), *((maximum,) if maximum else ()))
    values: dict[str, object] = {
        "sum": _told(score + planned, indicator),
        "limit": readable(limit),
        "left": Message(_LEFT, {"headroom": _told(headroom, indicator)}) if headroom > 0 else _NONE,
        "beyond": _BEYOND[better],
        "way": WAY[better],
    }
    slack = readable(found.slack)
    return Problem(indicator.id, "planned", values, operands, readable(over), slack)


@rule(
    "R213",
    "floor-above-maximum",
    on="row",
    title=Text("Mức sàn cao hơn điểm tối đa", "A floor above the maximum"),
    why=Text("Khi đó không có điểm nào là đúng.", "No score lies between the two."),
    message=Text(
        "mức sàn {floor} cao hơn điểm tối đa {max}", "the floor {floor} is above the maximum {max}"
    ),
    help=Text("đối chiếu cả hai với văn bản", "compare both with the printed plan"),
    wrong="  - {id: a, name: A, decimals: 2, max: 10, floor: 11}",
    right="  - {id: a, name: A, decimals: 2, max: 10, floor: 1}",
)
def floor_above_maximum(indicator: Indicator, _: Plan) -> Problem | None:
    """A scale has room between its floor and its maximum."""
    floor, maximum = indicator.floor, indicator.node.max
    if maximum is None or floor <= maximum or floor <= ZERO:
        return None
    return Problem(indicator.id, "floor", {"floor": floor, "max": maximum})


_BEYOND: Mapping[Better, Text] = {
    "higher": Text("vượt mức tối đa", "above the maximum"),
    "lower": Text("thấp hơn mức sàn", "below the floor"),
}
_LEFT = Text("dư địa chỉ còn {headroom}", "the headroom is only {headroom}")
_NONE = Text("không còn dư địa", "there is no headroom")


@rule(
    "R210",
    "target-the-other-way",
    on="row",
    title=Text("Mục tiêu ngược chiều", "A target the other way"),
    why=Text(
        "“Nhiều nhất” và “thấp hơn” chỉ là mục tiêu của tiêu chí càng thấp càng tốt; “trên” và "
        "“cao hơn” thì ngược lại.",
        "“At most” and “lower” are targets only where less is better, “more than” and “higher” "
        "only where more is.",
    ),
    message=Text(
        "mục tiêu này đi ngược chiều: ở đây {better}",
        "this target goes the other way: here {better}",
    ),
    help=Text(
        "nếu càng thấp càng tốt thì thêm “better: lower” cho tiêu chí; nếu không thì xem lại mục "
        "tiêu",
        "where less is better, say `better: lower` on the row; else look at the target again",
    ),
    wrong="  - {id: a, name: A, decimals: 2, max: 100, score: 4.20}\n"
    "# targets\n  a: {target: {at_most: 1.00}}",
    right="  - {id: a, name: A, decimals: 2, max: 100, score: 4.20, better: lower}\n"
    "# targets\n  a: {target: {at_most: 1.00}}",
)
def target_the_other_way(indicator: Indicator, _: Plan) -> Problem | None:
    """A bound or a direction of a target points where the row gets better."""
    for aim in indicator.aims:
        if aim.statement.bounds not in (None, indicator.better):
            return Problem(indicator.id, "target", {"better": BETTER_WORDS[indicator.better]})
    return None
