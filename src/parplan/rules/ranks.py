"""Ranks that nobody can have or would aim at."""

from parplan.model.plan import Plan
from parplan.model.tree import Indicator
from parplan.points import Rank, one_field
from parplan.rules.rule import Problem, also, rule
from parplan.text import Text


@rule(
    "R206",
    "rank-beyond-field",
    on="row",
    title=Text("Thứ hạng lớn hơn số đơn vị được xếp hạng", "A rank beyond its denominator"),
    why=Text("Không thể đứng thứ 64 trong 63 đơn vị.", "Nobody is 64th of 63."),
    message=Text("thứ hạng {rank} không thể có", "the rank {rank} is not possible"),
    help=Text("đối chiếu thứ hạng với văn bản", "compare the rank with the printed plan"),
    wrong="  - {id: a, name: A, decimals: 2, max: 10, rank: 64/63}",
    right="  - {id: a, name: A, decimals: 2, max: 10, rank: 63/63}",
)
def rank_beyond_field(indicator: Indicator, _: Plan) -> Problem | None:
    """A rank lies between 1 and its denominator."""
    rank = indicator.node.rank
    if rank is None or rank.is_possible:
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
    "R208",
    "earlier-rank-beyond-field",
    on="row",
    title=Text(
        "Thứ hạng năm trước, tính từ số bậc tăng, giảm, không thể có",
        "An earlier rank, by the places gained or lost, that cannot be",
    ),
    why=Text(
        "Thứ hạng và số bậc tăng, giảm cho biết thứ hạng năm trước: thứ hạng đó phải có thể có.",
        "A rank and the places gained or lost tell the earlier rank, which must be one too.",
    ),
    message=Text(
        "hạng {rank} sau khi thay đổi {change} bậc thì trước đó là hạng {before}: không thể có",
        "a change of {change} to rank {rank} means rank {before} before, which is not possible",
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
    if node.rank is None or node.rank_change is None or not node.rank.is_possible:  # see R206
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
    title=Text("Mục tiêu thứ hạng kém hơn hiện nay", "A target rank worse than today's"),
    why=Text(
        "Kế hoạch cải thiện không đặt mục tiêu thứ hạng kém hơn thứ hạng đã có.",
        "A plan to improve does not aim at a rank worse than the one it has.",
    ),
    message=Text(
        "mục tiêu hạng {target} kém hơn thứ hạng hiện nay, {rank}",
        "the target rank {target} is worse than today's, {rank}",
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
        if one_field(asked.of, now.of):
            return Problem(indicator.id, "target", {"target": asked, "rank": now})
    return None
