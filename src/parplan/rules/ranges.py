"""Figures that lie outside what is possible: maxima, floors, ranks."""

from collections.abc import Mapping
from decimal import Decimal

from parplan.engine.identities.printed import apart, figure
from parplan.engine.identities.totals import between, printed_ceiling
from parplan.model.aims import is_to_be_passed
from parplan.model.fields import FIGURE_WORDS, Better, FigureField
from parplan.model.plan import Plan
from parplan.model.targets import Sign
from parplan.model.tree import Indicator
from parplan.points import Rank
from parplan.rules.rule import Problem, also, rule
from parplan.text import Message, Text


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
    """A target is at most the maximum and the bonus rows on top, and below these where it is to be
    passed.
    """
    target, maximum = indicator.target, indicator.max
    if target is None or maximum is None or target < maximum:
        return None
    if _to_be_passed(indicator, "higher") and target == printed_ceiling(indicator, plan):
        return _unpassed(indicator, ">", target)
    return _above(indicator, plan, "target", target)


def _to_be_passed(indicator: Indicator, better: Better) -> bool:
    """Whether a target is to be passed, that way."""
    to_pass = is_to_be_passed(indicator.target, indicator.aims, indicator.max)
    return indicator.better == better and to_pass


def _unpassed(indicator: Indicator, sign: Sign, target: Decimal) -> Problem:
    """A target that asks for what lies beyond the end of the scale: its end itself."""
    maximum = figure(indicator, "max") if sign == ">" else None
    values = {"value": Message(_BEYOND_THAT, {"sign": sign, "value": target}), "limit": target}
    return Problem(indicator.id, "target", values, (maximum,) if maximum else ())


_BEYOND_THAT = Text("{sign}\u00a0{value}", "{sign}\u00a0{value}")


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
    if target is None or target > indicator.floor:
        return None
    if target == indicator.floor:
        return _unpassed(indicator, "<", target) if _to_be_passed(indicator, "lower") else None
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
def target_below_score(indicator: Indicator, _: Plan) -> Problem | None:
    """A target does not lie below what has been reached, beyond what rounding explains; to stay in
    a group that one is inside of is no step back.
    """
    score, target, better = indicator.score, indicator.target, indicator.better
    way = between(score, target, better)
    if score is None or target is None or way is None or way >= 0:
        return None
    group = next((aim.group for aim in indicator.aims if aim.points == target), None)
    if group is not None and group.low <= score <= group.high:
        return None
    if -way <= apart(indicator, "score", "target"):
        return None
    reached = figure(indicator, "score")
    return Problem(
        indicator.id,
        "target",
        {"target": target, "score": score, "than": _THAN[better]},
        (reached,) if reached else (),
        delta=target - score,
    )


_THAN: Mapping[Better, Text] = {"higher": Text("thấp", "below"), "lower": Text("cao", "above")}


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


@also("R206", "row")
def target_rank_beyond_field(indicator: Indicator, plan: Plan) -> Problem | None:
    """A rank that is aimed at lies between 1 and as many as are known to be ranked; so does the one
    that places gained lead to.
    """
    if not any(aim.statement.kind in ("rank", "places") for aim in indicator.aims):
        return None
    now, ranked = plan.rank(indicator), plan.field(indicator.id, plan.about.year)
    each = (aim.statement.beyond_field(now, ranked) for aim in indicator.aims)
    wrong = next((rank for rank in each if rank is not None), None)
    return None if wrong is None else Problem(indicator.id, "target", {"rank": wrong})


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
        "cộng điểm và mức tăng dự kiến được {sum}, {beyond} {limit}; chỉ còn {headroom} điểm",
        "score and planned increase total {sum}, {beyond} {limit}; only {headroom} is left",
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
    score, planned, better = indicator.score, indicator.planned, indicator.better
    limit = indicator.max if better == "higher" else indicator.floor
    if score is None or planned is None or limit is None:
        return None
    if better == "higher":
        limit = printed_ceiling(indicator, plan) or limit
    over = between(limit, score + planned, better)
    slack = apart(indicator, "score", "planned")
    if over is None or over <= slack:
        return None
    operands = tuple(
        part for part in (figure(indicator, "score"), figure(indicator, "max")) if part
    )
    values: dict[str, object] = {
        "sum": score + planned,
        "limit": limit,
        "headroom": abs(limit - score),
        "beyond": _BEYOND[better],
    }
    return Problem(indicator.id, "planned", values, operands, over, slack)


_BEYOND: Mapping[Better, Text] = {
    "higher": Text("vượt mức tối đa", "above the maximum"),
    "lower": Text("thấp hơn mức sàn", "below the floor"),
}


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


@rule(
    "R209",
    "target-rank-below-rank",
    on="row",
    title=Text("Mục tiêu thứ hạng thấp hơn hiện nay", "A target rank below today's"),
    why=Text(
        "Kế hoạch cải thiện không đặt mục tiêu thứ hạng kém hơn thứ hạng đã có.",
        "A plan to improve does not aim at a rank worse than the one it has.",
    ),
    message=Text(
        "mục tiêu hạng {target} thấp hơn thứ hạng hiện nay {rank}",
        "the target rank {target} is below today's rank {rank}",
    ),
    help=Text(
        "đối chiếu mục tiêu và thứ hạng với văn bản",
        "compare the target and the rank with the printed plan",
    ),
    wrong="  - {id: a, name: A, decimals: 2, max: 10, rank: 35/63}\n"
    "# targets\n  a: {target: {rank: 40/63}}",
    right="  - {id: a, name: A, decimals: 2, max: 10, rank: 35/63}\n"
    "# targets\n  a: {target: {rank: 30/63}}",
)
def target_rank_below_rank(indicator: Indicator, plan: Plan) -> Problem | None:
    """A target rank is not worse than the rank of the plan's year, where both are of as many."""
    now = plan.rank(indicator)
    for aim in indicator.aims:
        asked = aim.statement.asked
        if not isinstance(asked, Rank) or now is None or asked.at <= now.at:
            continue
        if asked.of is not None and asked.at > asked.of:  # which no rank is at all
            continue
        if None in (asked.of, now.of) or asked.of == now.of:
            return Problem(indicator.id, "target", {"target": asked, "rank": now})
    return None


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
            return Problem(indicator.id, "target", {"better": _BETTER[indicator.better]})
    return None


_BETTER: Mapping[Better, Text] = {
    "higher": Text("càng cao càng tốt", "more is better"),
    "lower": Text("càng thấp càng tốt", "less is better"),
}


@rule(
    "R221",
    "does-not-apply",
    on="row",
    title=Text("Tiêu chí không áp dụng mà có số liệu", "A figure of a row that does not apply"),
    why=Text(
        "Tiêu chí không áp dụng thì không chấm điểm, không đặt mục tiêu, không tính vào tổng.",
        "What does not apply is not scored, has no target, and counts in no total.",
    ),
    message=Text(
        "không áp dụng đối với đơn vị, nhưng có {field} {value}",
        "does not apply to the unit, and has a {field} of {value}",
    ),
    help=Text(
        "xóa số liệu đó, hoặc xóa “applies: false”",
        "take out the figure, or take out `applies: false`",
    ),
    wrong="""\
  - id: a
    name: A
    decimals: 2
    rows:
      - {id: a.1, name: Một, max: 6, score: 5}
      - {id: a.2, name: Hai, max: 4, applies: false, score: 0}""",
    right="""\
  - id: a
    name: A
    decimals: 2
    rows:
      - {id: a.1, name: Một, max: 6, score: 5}
      - {id: a.2, name: Hai, max: 4, applies: false}""",
)
def does_not_apply(indicator: Indicator, _: Plan) -> Problem | None:
    """What does not apply has no score, percent or rank, and nothing is planned of it."""
    if indicator.applies:
        return None
    node = indicator.node
    figures: tuple[tuple[str, object], ...] = (
        ("score", node.score),
        ("percent", node.percent),
        ("rank", node.rank),
        ("planned", indicator.planned),
        *(("target", aim.statement.asked) for aim in indicator.aims),
    )
    for field, value in figures:
        if value is not None:
            values = {"field": FIGURE_WORDS[field], "value": value}
            return Problem(indicator.id, field, values)
    return None


@rule(
    "R222",
    "nothing-applies",
    on="row",
    title=Text("Chỉ số không còn tiêu chí nào áp dụng", "An index of which nothing applies"),
    why=Text(
        "Không còn gì để chấm điểm: có lẽ “applies: false” đặt nhầm dòng.",
        "Nothing is left to be scored: `applies: false` likely stands on the wrong row.",
    ),
    message=Text(
        "không có tiêu chí nào áp dụng đối với đơn vị", "no row of it applies to the unit"
    ),
    help=Text(
        "xem lại “applies: false”; chỉ số không tính cho đơn vị thì bỏ khỏi tệp",
        "look at `applies: false`; an index that is not measured for the unit is left out",
    ),
    wrong="""\
  - id: a
    name: A
    decimals: 2
    rows: [{id: a.1, name: Một, max: 10, applies: false}]""",
    right="""\
  - id: a
    name: A
    decimals: 2
    rows: [{id: a.1, name: Một, max: 10}]""",
)
def nothing_applies(indicator: Indicator, _: Plan) -> Problem | None:
    """Of an index something applies."""
    if indicator.applies or indicator.node is not indicator.root:
        return None
    return Problem(indicator.id, "applies")


@rule(
    "R223",
    "more-rows-than-the-table",
    on="total",
    title=Text("Bảng trích nhiều dòng hơn bảng gốc", "An excerpt longer than its table"),
    why=Text(
        "Bảng trích thì không cộng tổng; số dòng sai thì không biết bảng đủ hay thiếu.",
        "Nothing is added up from an excerpt; by a wrong number nobody knows whether it is one.",
    ),
    message=Text(
        "có {count} dòng, nhiều hơn {of} dòng của bảng", "has {count} rows, of a table of {of}"
    ),
    help=Text(
        "đếm lại số dòng của bảng trong văn bản, ghi vào “excerpt_of”",
        "count the rows of the printed table, and put the number into `excerpt_of`",
    ),
    wrong="""\
  - id: a
    name: A
    decimals: 2
    excerpt_of: 1
    rows:
      - {id: a.1, name: Một, max: 6, score: 5}
      - {id: a.2, name: Hai, max: 4, score: 3}""",
    right="""\
  - id: a
    name: A
    decimals: 2
    excerpt_of: 3
    rows:
      - {id: a.1, name: Một, max: 6, score: 5}
      - {id: a.2, name: Hai, max: 4, score: 3}""",
)
def more_rows_than_the_table(indicator: Indicator, _: Plan) -> Problem | None:
    """An excerpt has no more rows than the table that it is from."""
    of, count = indicator.node.excerpt_of, len(indicator.children)
    if of is None or count <= of:
        return None
    return Problem(indicator.id, "excerpt_of", {"count": count, "of": of})
