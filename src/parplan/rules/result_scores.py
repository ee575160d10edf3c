"""Scores and ranks of results: possible ones, that add up, and go with those of the plan."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from parplan.engine.identities.equations import made_up
from parplan.engine.identities.identity import Identity
from parplan.engine.identities.maxima import printed_ceiling
from parplan.engine.identities.printed import Figure, slack_beside
from parplan.engine.identities.stands import score_alone, scored
from parplan.model.fields import FIGURE_WORDS
from parplan.model.plan import Plan
from parplan.model.tree import Indicator
from parplan.points import Rank, exact, half_unit, last_digit, readable
from parplan.rules.rule import Spot, also, problem_of_identity, rule
from parplan.text import Message, Text

if TYPE_CHECKING:
    from parplan.model.results import Result, ResultsFile
from parplan.rules.results import PLAN, SOURCE, a_result


@rule(
    "O811",
    "observed-above-maximum",
    on="result",
    title=Text("Điểm của kết quả vượt điểm tối đa", "An observed score above the maximum"),
    why=Text("Không thể đạt nhiều điểm hơn mức tối đa.", "More than the maximum cannot be scored."),
    message=Text(
        "đạt {score}, vượt mức tối đa {limit}", "scored {score}, above the maximum of {limit}"
    ),
    help=Text("kiểm tra lại điểm trong nguồn", "look at the score in its source again"),
    wrong=a_result("a.1: 5.2"),
    right=a_result("a.1: 4.2"),
    given=PLAN,
)
def score_up_to_maximum(result: "Result", plan: Plan) -> Iterator[Spot]:
    """An observed score is at most the maximum and the bonus rows on top."""
    for ident, score in result.scores.items():
        limit = printed_ceiling(plan.by_id[ident], plan) if ident in plan.by_id else None
        if limit is not None and score > limit:
            values = {"id": ident, "score": score, "limit": readable(limit)}
            yield Spot(("scores", ident), values, ident)


@also("R221", "result")
def nothing_where_it_does_not_apply(result: "Result", plan: Plan) -> Iterator[Spot]:
    """What does not apply to the unit has no score that anybody observes."""
    for ident, score in result.scores.items():
        if ident in plan.by_id and not plan.by_id[ident].applies:
            values = {"field": FIGURE_WORDS["score"], "value": score}
            yield Spot(("scores", ident), values, ident)


@rule(
    "O812",
    "observed-below-floor",
    on="result",
    title=Text("Điểm của kết quả thấp hơn mức sàn", "An observed score below the floor"),
    why=Text("Chưa có số liệu không phải là 0 điểm.", "What is missing is not 0."),
    message=Text(
        "đạt {score}, thấp hơn mức sàn {limit}", "scored {score}, below the floor of {limit}"
    ),
    help=Text(
        "nếu chưa có số liệu thì không ghi tiêu chí này",
        "leave the row out where its score is not known",
    ),
    wrong=a_result("a.1: -1"),
    right=a_result("a.1: 0"),
    given=PLAN,
)
def score_down_to_floor(result: "Result", plan: Plan) -> Iterator[Spot]:
    """An observed score is at least the floor of its scale."""
    for ident, score in result.scores.items():
        if ident in plan.by_id and score < plan.by_id[ident].floor:
            yield Spot(
                ("scores", ident),
                {"id": ident, "score": score, "limit": plan.by_id[ident].floor},
                ident,
            )


@rule(
    "O813",
    "observed-rank-beyond-field",
    on="result",
    title=Text("Thứ hạng lớn hơn số đơn vị được xếp hạng", "A rank beyond the number ranked"),
    why=Text("Không thể đứng sau đơn vị cuối cùng.", "Nobody comes after the last."),
    message=Text("{rank} không phải là một thứ hạng", "{rank} is no rank"),
    help=Text(
        "ghi thứ hạng trước, số đơn vị được xếp hạng sau",
        "write the rank first, and after it how many were ranked",
    ),
    wrong=a_result("a: 8.2", more=f"ranks: {{a: 61/38}}, {SOURCE}"),
    right=a_result("a: 8.2", more=f"ranks: {{a: 38/61}}, {SOURCE}"),
    given=PLAN,
)
def rank_within_field(result: "Result", plan: Plan) -> Iterator[Spot]:
    """An observed rank is one of those from the first to the number ranked."""
    for ident, rank in result.ranks.items():
        if ident not in plan.by_id or rank is None:
            continue
        among = Rank(rank.at, rank.of or plan.field(ident, result.year))
        if not among.is_possible:
            yield Spot(("ranks", ident), {"rank": among}, ident)


@rule(
    "O819",
    "rank-without-score",
    on="result",
    title=Text("Có thứ hạng mà không có điểm", "A rank without a score"),
    why=Text(
        "Thứ hạng chỉ có nghĩa cùng với điểm của tiêu chí đó.",
        "A rank says something only with the score it is of.",
    ),
    message=Text(
        "có thứ hạng {rank} mà không có điểm trong cùng kết quả",
        "has rank {rank}, and no score in the same result",
    ),
    help=Text(
        "ghi điểm của tiêu chí vào “scores”, hoặc bỏ thứ hạng",
        "write its score under `scores`, or leave the rank out",
    ),
    wrong=a_result("a.1: 4.2", more=f"ranks: {{a: 38/61}}, {SOURCE}"),
    right=a_result("a: 8.2", more=f"ranks: {{a: 38/61}}, {SOURCE}"),
    given=PLAN,
)
def rank_with_its_score(result: "Result", plan: Plan) -> Iterator[Spot]:
    """A rank stands with the score it is of, wherever the row is printed."""
    for ident, rank in result.ranks.items():
        scored = ident not in plan.by_id or any(
            place in result.scores for place in plan.places(ident)
        )
        if rank is not None and not scored and (rank.of is None or rank.at <= rank.of):
            yield Spot(("ranks", ident), {"rank": rank}, ident)


@rule(
    "O815",
    "observed-total-is-not-the-sum",
    on="results",
    title=Text(
        "Tổng điểm của kết quả không khớp các tiêu chí thành phần",
        "An observed total that its rows do not make up",
    ),
    why=Text(
        "Cùng loại kết quả, cùng một ngày thì tổng phải bằng các tiêu chí thành phần cộng lại, trừ "
        "phần làm tròn.",
        "Of one layer and day the rows make up the total, apart from rounding.",
    ),
    message=Text(
        "cộng các tiêu chí thành phần được {sum}, tổng ghi {total} (chênh lệch {delta}; vượt sai "
        "số làm tròn cho phép {slack})",
        "its rows total {sum}, and the total says {total} (difference {delta}; rounding explains "
        "at most {slack})",
    ),
    help=Text(
        "đối chiếu từng số với nguồn; nếu chính nguồn ghi sai thì không ghi số đó, và nói rõ ở "
        "“source”",
        "compare every figure with the source; where that itself is wrong, leave the figure out, "
        "and say so under `source`",
    ),
    wrong=a_result("a: 8.2, a.1: 4, a.2: 4.1"),
    right=a_result("a: 8.1, a.1: 4, a.2: 4.1"),
    given=PLAN,
)
def totals_add_up(file: "ResultsFile", plan: Plan) -> Iterator[Spot]:
    """A total is what its rows make up, where all of them are there, in one entry or in several."""
    for told in _together(file, plan):

        def observed(indicator: Indicator, told: Mapping[str, "_Told"] = told) -> Figure | None:
            own = told.get(indicator.id)
            half = half_unit(indicator.decimals_in("score"))
            return None if own is None else Figure(own.ident, "score", own.score, half)

        for own in (own for place, own in told.items() if place == own.ident):
            total = plan.by_id[own.ident]
            equation = made_up(total, observed(total), lambda row: score_alone(observed(row)), plan)
            problem = problem_of_identity(equation) if isinstance(equation, Identity) else None
            if problem is not None:
                loc = ("results", own.at, "scores", problem.ident)
                yield Spot(loc, problem.values, problem.ident, code=problem.code)


class _Told(NamedTuple):
    """A score of a row, under which id and in which entry it stands."""

    ident: str
    score: Decimal
    at: int


def _together(file: "ResultsFile", plan: Plan) -> Iterable[dict[str, _Told]]:
    """The scores of one year, layer, stage and day, by every place of their row."""
    found: dict[tuple[object, ...], dict[str, _Told]] = {}
    for at, result in enumerate(file.results):
        told = found.setdefault((result.year, result.layer, result.stage, result.date), {})
        for ident, score in result.scores.items():
            for place in plan.places(ident) if ident in plan.by_id else ():
                if place == ident or place not in result.scores:
                    told[place] = _Told(ident, score, at)
    return found.values()


@rule(
    "O855",
    "result-of-more-digits",
    "note",
    on="result",
    title=Text(
        "Kết quả có nhiều chữ số thập phân hơn điểm của kế hoạch",
        "A result with more decimals than the plan's scores",
    ),
    why=Text(
        "Có khi nguồn ghi như vậy, có khi gõ thừa chữ số.",
        "Some sources print more; else a digit was typed that is not there.",
    ),
    message=Text(
        "{score} có nhiều hơn {decimals} chữ số thập phân{more}",
        "{score} has more decimals than the scores of the plan ({decimals}){more}",
    ),
    help=Text(
        "đối chiếu với nguồn; nguồn ghi như vậy thì giữ nguyên, mọi chữ số đều được tính",
        "look it up in its source; where that has as many, leave it: every digit counts",
    ),
    wrong=a_result("a.1: 4.215"),
    right=a_result("a.1: 4.21"),
    given=PLAN,
)
def result_has_the_plans_digits(result: "Result", plan: Plan) -> Iterator[Spot]:
    """A result has at most the decimals that scores are printed with; told once a source."""
    finer = [
        (ident, score, decimals)
        for ident, score in result.scores.items()
        if ident in plan.by_id
        and score % last_digit(decimals := plan.by_id[ident].decimals_in("score"))
    ]
    for ident, score, decimals in finer[:1]:
        more = Message(_MORE, {"count": len(finer) - 1}) if len(finer) > 1 else ""
        values = {"score": score, "decimals": decimals, "more": more}
        yield Spot(("scores", ident), values, ident)


_MORE = Text("; ở đây còn {count} điểm như vậy", "; scores like it here: {count}")


@rule(
    "O851",
    "result-against-base-score",
    "warning",
    on="result",
    title=Text(
        "Kết quả khác điểm mà kế hoạch ghi cho cùng năm",
        "A result that is not the plan's score of that year",
    ),
    why=Text(
        "Kế hoạch lấy điểm các năm đã qua làm mốc; mốc sai thì mọi so sánh đều sai.",
        "The plan starts from the scores of past years: where they are wrong, so is what follows.",
    ),
    message=Text(
        "kết quả năm {year} là {score}, nhưng kế hoạch ghi {printed} (chênh lệch {delta})",
        "the result of {year} is {score}, but the plan says {printed} (difference {delta})",
    ),
    help=Text(
        "đối chiếu cả hai với nguồn; nếu kế hoạch ghi sai, ghi vào errata.yaml",
        "look both up; if the plan is wrong, enter it in errata.yaml",
    ),
    wrong=a_result("a.1: 3.2").replace("2023", "2022"),
    right=a_result("a.1: 3").replace("2023", "2022"),
    given=PLAN,
)
def result_is_the_base_score(result: "Result", plan: Plan) -> Iterator[Spot]:
    """What was published or appraised of a year is the score that the plan prints of it."""
    if not result.is_outcome:
        return
    for ident, score in result.scores.items():
        indicator = plan.by_id.get(ident)
        printed = plan.score_in(ident, result.year) if indicator is not None else None
        if indicator is None or printed is None:
            continue
        delta = abs(score - printed)
        if delta > slack_beside(indicator, result.digits):
            values = {"year": result.year, "score": score, "printed": printed, "delta": delta}
            yield Spot(("scores", ident), values, ident)


@rule(
    "O854",
    "result-without-base-score",
    "note",
    on="result",
    title=Text(
        "Kết quả năm gốc của tiêu chí mà kế hoạch chưa có điểm",
        "A result of the base year, where the plan has no score",
    ),
    why=Text(
        "Kết quả năm gốc chỉ để đối chiếu với điểm trong kế hoạch; điểm gốc lấy từ "
        "indicators.yaml.",
        "Results of the base year are only compared with the plan's scores, which are taken "
        "from indicators.yaml.",
    ),
    message=Text(
        "kế hoạch chưa có điểm năm {year} của tiêu chí này, nên kết quả này chưa được dùng",
        "the plan has no score of {year} here, so nothing starts from this result",
    ),
    help=Text(
        "nếu đó là điểm gốc thì ghi “score: {typed}” cho {id} trong indicators.yaml",
        "if it is where the plan starts, write `score: {typed}` for {id} in indicators.yaml",
    ),
    wrong=PLAN.replace("max: 5, score: 3}", "max: 5}") + a_result("a.1: 3").replace("2023", "2022"),
    right=PLAN + a_result("a.1: 3").replace("2023", "2022"),
)
def result_has_a_base_score(result: "Result", plan: Plan) -> Iterator[Spot]:
    """What a result says of the base year is of a row whose score the plan has."""
    if result.year != plan.about.year:
        return
    for ident, score in result.scores.items():
        if ident in plan.by_id and scored(plan.by_id[ident], plan).missing:
            values = {"year": result.year, "typed": exact(score), "id": ident}
            yield Spot(("scores", ident), values, ident)


@rule(
    "O852",
    "result-against-change",
    "warning",
    on="result",
    title=Text(
        "Mức tăng, giảm ghi trong kế hoạch không khớp kết quả năm so sánh",
        "A printed change that the earlier result does not bear out",
    ),
    why=Text(
        "Điểm năm gốc trừ kết quả năm so sánh là mức tăng, giảm.",
        "The base year's score less the earlier result is the change.",
    ),
    message=Text(
        "từ {score} (năm {year}) đến {printed} là {found}, nhưng kế hoạch ghi {change}",
        "from {score} in {year} to {printed} is {found}, but the plan says {change}",
    ),
    help=Text(
        "đối chiếu cả ba số với nguồn; nếu kế hoạch ghi sai, ghi vào errata.yaml",
        "look all three up; if the plan is wrong, enter it in errata.yaml",
    ),
    wrong=a_result("a.1: 2.5").replace("2023", "2021"),
    right=a_result("a.1: 3.5").replace("2023", "2021"),
    given=PLAN.replace("max: 5, score: 3}", "max: 5, score: 3, change: -0.5}"),
)
def result_bears_the_change_out(result: "Result", plan: Plan) -> Iterator[Spot]:
    """The base year's score less the result of the year compared with is the printed change."""
    if result.year != plan.about.since or not result.is_outcome:
        return
    for ident, score in result.scores.items():
        indicator = plan.by_id.get(ident)
        printed = plan.known(indicator, "score") if indicator is not None else None
        if indicator is None or printed is None or indicator.node.change is None:
            continue
        found, change = printed - score, indicator.node.change
        slack = slack_beside(indicator, result.digits) + half_unit(indicator.decimals_in("change"))
        if abs(found - change) > slack:
            values = {
                "score": score,
                "year": result.year,
                "printed": printed,
                "found": found,
                "change": change,
            }
            yield Spot(("scores", ident), values, ident)
