"""What is wrong with figures of earlier years, and with the changes since."""

from collections.abc import Iterator
from decimal import Decimal

from parplan.engine.identities import equations
from parplan.engine.identities.maxima import printed_ceiling
from parplan.model.fields import dated_name
from parplan.model.indicators import Past
from parplan.model.plan import Plan
from parplan.model.tree import Indicator
from parplan.points import Rank, readable
from parplan.rules.rule import Problem, Spot, also, problem_of, rule, summed
from parplan.text import Text

_COMPARE = Text(
    "đối chiếu cả ba số với văn bản; nếu chính văn bản sai, ghi vào errata.yaml",
    "compare all three with the printed plan; if the document itself is wrong, enter it in "
    "errata.yaml",
)


def _pasts(plan: Plan) -> Iterator[tuple[Indicator, int, Past]]:
    """Everything that rows print of earlier years."""
    for row in plan.by_id.values():
        if row.node.history:
            yield from ((row, year, past) for year, past in row.node.history.items())


def _scores(plan: Plan) -> Iterator[tuple[Indicator, str, Decimal]]:
    """Scores of earlier years with the criteria of today, by what they go by: their limits are
    today's.
    """
    for row, year, past in _pasts(plan):
        if past.score is not None and plan.compares_with_now(row.id, year):
            yield row, dated_name("score", year), past.score


@rule(
    "S119",
    "history-not-before",
    on="ids",
    title=Text("Năm trong “history” không trước năm gốc", "History that is not of an earlier year"),
    why=Text(
        "Mỗi số liệu chỉ ghi một chỗ; kết quả sau năm gốc không phải là số liệu của kế hoạch.",
        "A figure is typed once; what came after the base year is no figure of the plan.",
    ),
    message=Text(
        "năm {year} không trước năm gốc {base}",
        "{year} is not before {base}, the base year",
    ),
    help=Text(
        "số liệu năm gốc ghi vào “score”, “rank” của tiêu chí; của các năm sau ghi vào "
        "results.yaml",
        "figures of the base year are the row's `score` and `rank`; those of later years "
        "go into results.yaml",
    ),
    wrong="  - {id: a, name: A, decimals: 2, max: 10, score: 7, history: {2023: {score: 7.40}}}",
    right="  - {id: a, name: A, decimals: 2, max: 10, score: 7, history: {2021: {score: 6.80}}}",
)
def history_lies_before(plan: Plan) -> Iterator[Spot]:
    """What is printed of earlier years lies before the year of the scores."""
    for row, year, _ in _pasts(plan):
        if year >= plan.about.year:
            loc = (*row.loc, "history", str(year))
            values = {"year": str(year), "base": str(plan.about.year)}
            yield Spot(loc, values, f"{row.id}.history", key=True)


@also("R201", "plan")
def past_score_up_to_maximum(plan: Plan) -> Iterator[Problem]:
    """A score of an earlier year is at most the maximum and the bonus rows on top."""
    for row, name, score in _scores(plan):
        limit = printed_ceiling(row, plan)
        if limit is not None and score > limit:
            values = {"value": score, "limit": readable(limit)}
            yield Problem(row.id, name, values, delta=readable(score - limit))


@also("R202", "plan")
def past_score_down_to_floor(plan: Plan) -> Iterator[Problem]:
    """A score of an earlier year is at least the floor of its scale."""
    for row, name, score in _scores(plan):
        if score < row.floor:
            values = {"value": score, "limit": row.floor}
            yield Problem(row.id, name, values, delta=score - row.floor)


@also("R206", "plan")
def past_rank_within_field(plan: Plan) -> Iterator[Problem]:
    """A rank of an earlier year lies between 1 and how many were ranked then."""
    for row, year, past in _pasts(plan):
        if past.rank is None:
            continue
        rank = Rank(past.rank.at, past.rank.of or plan.field(row.id, year))
        if not rank.is_possible:
            yield Problem(row.id, dated_name("rank", year), {"rank": rank})


@also("A301", "plan")
def past_scores_add_up(plan: Plan) -> Iterator[Problem]:
    """The scores of the parts make up the printed score of an earlier year."""
    for row in plan.by_id.values():
        if row.node.history and row.children:
            told = (summed(row, problem_of(it)) for it in equations.past_adds_up(row, plan))
            yield from (problem for problem in told if problem is not None)


@rule(
    "A309",
    "change-since",
    on="row",
    title=Text(
        "Mức tăng, giảm không bằng hiệu số điểm hai năm",
        "A change that is not the difference of the two scores",
    ),
    why=Text(
        "Điểm năm gốc trừ điểm năm so sánh là mức tăng, giảm.",
        "Change = the base year's score − the score in the year compared with.",
    ),
    message=Text(
        "hiệu số điểm hai năm là {sum}, nhưng văn bản ghi mức tăng, giảm {total} (chênh lệch "
        "{delta}; vượt sai số làm tròn cho phép {slack})",
        "the two scores are {sum} apart, but the printed change is {total} (difference {delta}; "
        "rounding explains at most {slack})",
    ),
    help=_COMPARE,
    wrong="  - {id: a, name: A, decimals: 2, max: 10, score: 7.12, change: 0.23, history: {2021: "
    "{score: 6.80}}}",
    right="  - {id: a, name: A, decimals: 2, max: 10, score: 7.12, change: 0.32, history: {2021: "
    "{score: 6.80}}}",
)
def change_since(indicator: Indicator, plan: Plan) -> Problem | None:
    """Score - the score of the year compared with = change."""
    if indicator.node.change is None:
        return None
    return problem_of(equations.change_since(indicator, plan))


@rule(
    "A310",
    "rank-change-since",
    on="row",
    title=Text(
        "Số bậc tăng, giảm không bằng hiệu số thứ hạng hai năm",
        "Places that are not the difference of the two ranks",
    ),
    why=Text(
        "Thứ hạng năm so sánh trừ thứ hạng năm gốc là số bậc tăng, giảm.",
        "Places gained = the rank in the year compared with − the rank in the base year.",
    ),
    message=Text(
        "từ hạng {before} (năm {then}) đến hạng {rank} là {found} bậc, nhưng văn bản ghi {change}",
        "the change from rank {before} in {then} to {rank} is {found}, but the plan says {change}",
    ),
    help=Text("đối chiếu cả ba số với văn bản", "compare all three with the printed plan"),
    wrong="  - {id: a, name: A, decimals: 2, rank: 40/63, rank_change: 5, history: {2021: {rank: "
    "35/63}}}",
    right="  - {id: a, name: A, decimals: 2, rank: 40/63, rank_change: -5, history: {2021: {rank: "
    "35/63}}}",
)
def rank_change_since(indicator: Indicator, plan: Plan) -> Problem | None:
    """The rank of the year compared with - the rank = the places gained."""
    printed, then = indicator.node.rank_change, plan.about.since
    if printed is None:
        return None
    rank, before = plan.rank(indicator), plan.rank_in(indicator.id, then)
    if rank is None or not rank.is_possible:  # see R206
        return None
    if before is None or before.at - rank.at == printed:
        return None
    values = {
        "before": before,
        "then": str(then),
        "rank": rank,
        "found": f"{before.at - rank.at:+d}",
        "change": f"{printed:+d}",
    }
    return Problem(indicator.id, "rank_change", values)
