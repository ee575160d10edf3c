"""Figures that lie outside what is possible: maxima, floors, ranks."""

from decimal import Decimal

from parplan.engine.identities import figure, printed_ceiling
from parplan.model.fields import FigureField
from parplan.model.plan import Indicator, Plan
from parplan.points import Rank, half_unit
from parplan.rules.rule import Problem, rule
from parplan.text import Text


def _above(indicator: Indicator, plan: Plan, field: FigureField, value: Decimal) -> Problem | None:
    ceiling, maximum = printed_ceiling(indicator, plan), figure(indicator, "max")
    if ceiling is None or value <= ceiling:
        return None
    values: dict[str, object] = {"value": value, "limit": ceiling}
    return Problem(
        indicator.id, field, values, (maximum,) if maximum else (), delta=value - ceiling
    )


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
    score, maximum = indicator.score, indicator.max
    return (
        None
        if score is None or maximum is None or score <= maximum
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
    score = indicator.score
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
    """A target is at most the maximum and the bonus rows on top."""
    target, maximum = indicator.target, indicator.max
    return (
        None
        if target is None or maximum is None or target <= maximum
        else _above(indicator, plan, "target", target)
    )


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
    """A target is at least the floor of its scale."""
    target = indicator.target
    return (
        None if target is None or target >= indicator.floor else _below(indicator, "target", target)
    )


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
        "mục tiêu {target} thấp hơn điểm đã đạt {score}",
        "the target {target} is below the score {score}",
    ),
    help=Text(
        "đối chiếu mục tiêu và điểm với văn bản",
        "compare the target and the score with the printed plan",
    ),
    wrong="  - {id: a, name: A, decimals: 2, max: 10, score: 7.06}\n# targets\n  a: {target: 6.21}",
    right="  - {id: a, name: A, decimals: 2, max: 10, score: 7.06}\n# targets\n  a: {target: 7.21}",
)
def target_below_score(indicator: Indicator, _: Plan) -> Problem | None:
    """A target does not lie below what has been reached, beyond what rounding explains."""
    score, target = indicator.score, indicator.target
    if (
        score is None
        or target is None
        or target >= score
        or target >= score - 2 * half_unit(indicator.decimals)
    ):
        return None
    reached = figure(indicator, "score")
    return Problem(
        indicator.id,
        "target",
        {"target": target, "score": score},
        (reached,) if reached else (),
        delta=target - score,
    )


@rule(
    "R206",
    "rank-beyond-field",
    on="row",
    title=Text("Thứ hạng lớn hơn số đơn vị xếp hạng", "A rank beyond its denominator"),
    why=Text("Không thể đứng thứ 64 trong 63 đơn vị.", "Nobody is 64th of 63."),
    message=Text("thứ hạng {rank} không thể có", "the rank {rank} is not possible"),
    help=Text("đối chiếu thứ hạng với văn bản", "compare the rank with the printed plan"),
    wrong="  - {id: a, name: A, decimals: 2, max: 10, rank: 64/63}",
    right="  - {id: a, name: A, decimals: 2, max: 10, rank: 63/63}",
)
def rank_beyond_field(indicator: Indicator, _: Plan) -> Problem | None:
    """A rank lies between 1 and its denominator."""
    rank = indicator.node.rank
    if rank is None or (rank.at >= 1 and (rank.of is None or rank.at <= rank.of)):
        return None
    return Problem(indicator.id, "rank", {"rank": rank})


@rule(
    "R207",
    "planned-beyond-maximum",
    on="row",
    title=Text("Điểm cộng mức tăng vượt điểm tối đa", "Score + planned increase above the maximum"),
    why=Text(
        "Mức tăng dự kiến lớn hơn phần điểm còn lại.",
        "The increase is larger than the points that are left.",
    ),
    message=Text(
        "cộng điểm và mức tăng dự kiến được {sum}, vượt mức tối đa {limit}; chỉ còn {headroom} "
        "điểm",
        "score and planned increase total {sum}, above the maximum {limit}; only {headroom} is "
        "left",
    ),
    help=Text("đối chiếu mức tăng với văn bản", "compare the increase with the printed plan"),
    wrong="  - {id: a, name: A, decimals: 2, max: 10, score: 9.11}\n"
    "# targets\n  a: {planned: 1.39}",
    right="  - {id: a, name: A, decimals: 2, max: 10, score: 9.11}\n"
    "# targets\n  a: {planned: 0.39}",
)
def planned_beyond_maximum(indicator: Indicator, plan: Plan) -> Problem | None:
    """Score and planned increase stay within the maximum and the bonus rows on top, beyond what
    rounding explains.
    """
    score, planned, ceiling = indicator.score, indicator.planned, indicator.max
    if score is None or planned is None or ceiling is None or score + planned <= ceiling:
        return None
    ceiling = printed_ceiling(indicator, plan) or ceiling
    slack = 2 * half_unit(indicator.decimals)
    over = score + planned - ceiling
    if over <= slack:
        return None
    operands = tuple(
        part for part in (figure(indicator, "score"), figure(indicator, "max")) if part
    )
    values: dict[str, object] = {
        "sum": score + planned,
        "limit": ceiling,
        "headroom": ceiling - score,
    }
    return Problem(indicator.id, "planned", values, operands, over, slack)


@rule(
    "R208",
    "earlier-rank-beyond-field",
    on="row",
    title=Text(
        "Thứ hạng năm trước, tính từ số bậc tăng giảm, không thể có",
        "An earlier rank, by the places gained or lost, that cannot be",
    ),
    why=Text(
        "Thứ hạng và số bậc tăng, giảm cho biết thứ hạng năm trước: thứ hạng đó phải có thể có.",
        "A rank and the places gained or lost tell the earlier rank, which must be one too.",
    ),
    message=Text(
        "tăng, giảm {change} bậc đến hạng {rank} thì trước đó là hạng {before}: không thể có",
        "{change} places to rank {rank} means rank {before} before, which is not possible",
    ),
    help=Text(
        "đối chiếu thứ hạng và số bậc tăng, giảm với văn bản",
        "compare the rank and the places gained or lost with the printed plan",
    ),
    wrong="  - {id: a, name: A, decimals: 2, max: 10, rank: 63/63, rank_change: 2}",
    right="  - {id: a, name: A, decimals: 2, max: 10, rank: 63/63, rank_change: -2}",
)
def earlier_rank_beyond_field(indicator: Indicator, plan: Plan) -> Problem | None:
    """The rank that a change of rank implies lies between 1 and how many were ranked then."""
    node, about = indicator.node, plan.about
    if node.rank is None or node.rank_change is None:
        return None
    before = node.rank.at + node.rank_change
    known = (node.rank.of, plan.field(indicator.id, about.since))
    most = max((count for count in known if count is not None), default=None)
    if before >= 1 and (most is None or before <= most):
        return None
    change = f"{node.rank_change:+d}"
    values = {"change": change, "rank": node.rank, "before": Rank(before, most)}
    return Problem(indicator.id, "rank_change", values)
