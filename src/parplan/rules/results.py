"""What is wrong with observed results."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from parplan.engine.identities.equations import Identity, made_up
from parplan.engine.identities.printed import Figure, half_published, slack_beside
from parplan.engine.identities.totals import printed_ceiling
from parplan.location import Loc
from parplan.model.fields import FIGURE_WORDS, Day
from parplan.model.plan import Plan
from parplan.model.tree import Indicator
from parplan.points import half_unit
from parplan.rules.names import WHAT_ID, nothing_named
from parplan.rules.rule import Spot, also, problem_of_identity, rule
from parplan.rules.tasks import one_of
from parplan.text import Text

if TYPE_CHECKING:
    from parplan.model.results import Result, ResultsFile


class Claim(NamedTuple):
    """A result, and the rows that a task with evidence serves."""

    result: "Result"
    evidenced: frozenset[str]


class Dated(NamedTuple):
    """A result, and the day on which it is looked at."""

    result: "Result"
    day: Day


_LAST_QUARTER = 10  # nobody sums a year up before this month
_PLAN = """\
  - {id: a, name: A, decimals: 2, max: 10, score: 7, rows: [
      {id: a.1, name: Một, max: 5, score: 3}, {id: a.2, name: Hai, max: 5, score: 4}]}
# results
results:
"""
_SOURCE = "source: {vi: Bộ công bố, en: The ministry}"


def _one(
    scores: str, *, date: str = "2024-04-02", layer: str = "published", more: str = _SOURCE
) -> str:
    return f"  - {{year: 2023, date: {date}, layer: {layer}, scores: {{{scores}}}, {more}}}\n"


@also("S108", "result")
def rows_exist(result: "Result", plan: Plan) -> Iterator[Spot]:
    """Every row that has a score or a rank exists."""
    for key, rows in (("scores", result.scores), ("ranks", result.ranks)):
        for ident in rows:
            yield from nothing_named((key, ident), WHAT_ID, ident, plan.by_id, key=True)


@also("T805", "result")
def a_file_or_a_link(result: "Result", _: Plan) -> Iterator[Spot]:
    """Evidence is a file or a link."""
    for n, evidence in enumerate(result.evidence):
        yield from one_of(("evidence", n), evidence, ("file", "link"))


@rule(
    "O810",
    "final-before-its-end",
    "warning",
    on="result",
    title=Text(
        "Kết quả cả năm có trước khi năm kết thúc", "A final result before its year is over"
    ),
    why=Text(
        "Kết quả giữa kỳ ghi là cả năm sẽ được coi là kết cục của năm đó.",
        "An interim result that is called final passes for the year's outcome.",
    ),
    message=Text(
        "kết quả cả năm {year} nhưng ghi ngày {date}", "final for {year}, and dated {date}"
    ),
    help=Text(
        "nếu là kết quả giữa kỳ thì ghi “stage: interim” (record --interim)",
        "an interim result has “stage: interim” (record --interim)",
    ),
    wrong=_one("a.1: 4.2", date="2023-06-30"),
    right=_one("a.1: 4.2", date="2023-06-30", more=f"stage: interim, {_SOURCE}"),
    given=_PLAN,
)
def final_at_its_end(result: "Result", _: Plan) -> Iterator[Spot]:
    """A final result became known when its year was over, or nearly."""
    day = result.date
    if (
        result.stage == "final"
        and day is not None
        and day.year == result.year
        and day.month < _LAST_QUARTER
    ):
        yield Spot(("date",), {"date": result.date, "year": result.year})


@rule(
    "O811",
    "observed-above-maximum",
    on="result",
    title=Text("Điểm quan sát vượt điểm tối đa", "An observed score above the maximum"),
    why=Text("Không thể đạt nhiều điểm hơn mức tối đa.", "More than the maximum cannot be scored."),
    message=Text(
        "đạt {score}, vượt mức tối đa {limit}", "scored {score}, above the maximum of {limit}"
    ),
    help=Text("kiểm tra lại điểm trong nguồn", "look at the score in its source again"),
    wrong=_one("a.1: 5.2"),
    right=_one("a.1: 4.2"),
    given=_PLAN,
)
def score_up_to_maximum(result: "Result", plan: Plan) -> Iterator[Spot]:
    """An observed score is at most the maximum and the bonus rows on top."""
    for ident, score in result.scores.items():
        limit = printed_ceiling(plan.by_id[ident], plan) if ident in plan.by_id else None
        if limit is not None and score > limit:
            yield Spot(("scores", ident), {"id": ident, "score": score, "limit": limit}, ident)


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
    title=Text("Điểm quan sát thấp hơn mức sàn", "An observed score below the floor"),
    why=Text("Chưa có số liệu không phải là 0 điểm.", "What is missing is not 0."),
    message=Text(
        "đạt {score}, thấp hơn mức sàn {limit}", "scored {score}, below the floor of {limit}"
    ),
    help=Text(
        "nếu chưa có số liệu thì không ghi tiêu chí này",
        "leave the row out where its score is not known",
    ),
    wrong=_one("a.1: -1"),
    right=_one("a.1: 0"),
    given=_PLAN,
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
    why=Text("Không thể đứng sau đơn vị cuối cùng.", "Nobody comes behind the last."),
    message=Text("{rank} không phải là một thứ hạng", "{rank} is no rank"),
    help=Text(
        "ghi thứ hạng trước, số đơn vị được xếp hạng sau",
        "write the rank first, and behind it how many were ranked",
    ),
    wrong=_one("a: 8.2", more=f"ranks: {{a: 61/38}}, {_SOURCE}"),
    right=_one("a: 8.2", more=f"ranks: {{a: 38/61}}, {_SOURCE}"),
    given=_PLAN,
)
def rank_within_field(result: "Result", plan: Plan) -> Iterator[Spot]:
    """An observed rank is one of those from the first to the number ranked."""
    for ident, rank in result.ranks.items():
        if ident in plan.by_id and rank is not None and not 1 <= rank.at <= (rank.of or rank.at):
            yield Spot(("ranks", ident), {"rank": rank}, ident)


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
        "write its score under “scores”, or leave the rank out",
    ),
    wrong=_one("a.1: 4.2", more=f"ranks: {{a: 38/61}}, {_SOURCE}"),
    right=_one("a: 8.2", more=f"ranks: {{a: 38/61}}, {_SOURCE}"),
    given=_PLAN,
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
    "O814",
    "known-before-its-year",
    on="result",
    title=Text("Có kết quả trước khi năm bắt đầu", "A result before its year began"),
    why=Text(
        "Ngày có kết quả quyết định đâu là số mới nhất.",
        "The day a result became known decides which one is the latest.",
    ),
    message=Text("ngày {date} là trước năm {year}", "dated {date}, before {year} began"),
    help=Text("sửa ngày, hoặc năm mà kết quả nói về", "fix the day, or the year it is about"),
    wrong=_one("a.1: 4.2", date="2022-04-02"),
    right=_one("a.1: 4.2"),
    given=_PLAN,
)
def known_in_its_year_or_later(result: "Result", _: Plan) -> Iterator[Spot]:
    """A result became known in its year or later."""
    if result.date is not None and result.date.year < result.year:
        yield Spot(("date",), {"date": result.date, "year": result.year})


@rule(
    "O853",
    "still-to-come",
    "warning",
    on="dated",
    title=Text("Kết quả của ngày chưa đến", "A result of a day that is still to come"),
    why=Text(
        "Chưa đến ngày thì chưa có kết quả: thường là gõ nhầm năm, và đến ngày đó mới được tính.",
        "Nobody knows a result before its day: that is often a mistyped year, and the result does "
        "not count as known until then.",
    ),
    message=Text("ghi {when}, là ngày chưa đến", "says {when}, which is still to come"),
    help=Text("đối chiếu ngày và năm với nguồn", "compare the day and the year with the source"),
    wrong=_one("a.1: 4.2", date="2099-04-02"),
    right=_one("a.1: 4.2"),
    given=_PLAN,
)
def no_result_is_still_to_come(dated: Dated, _: Plan) -> Iterator[Spot]:
    """The day that a result became known has come, or where no day is said, its year."""
    day, year = dated.result.date, dated.result.year
    if day is not None and day > dated.day:
        yield Spot(("date",), {"when": day})
    elif day is None and year > dated.day.year:
        yield Spot(("year",), {"when": str(year)})


@rule(
    "O815",
    "observed-total-is-not-the-sum",
    on="result",
    title=Text(
        "Tổng điểm quan sát không khớp các tiêu chí thành phần",
        "An observed total that its rows do not make up",
    ),
    why=Text(
        "Cùng một nguồn, cùng một ngày thì tổng phải bằng các tiêu chí thành phần cộng lại, trừ "
        "phần làm tròn.",
        "In one source, on one day, the rows make up the total, apart from rounding.",
    ),
    message=Text(
        "cộng các tiêu chí thành phần được {sum}, tổng ghi {total} (chênh lệch {delta}; vượt sai "
        "số làm tròn cho phép {slack})",
        "its rows total {sum}, and the total says {total} (difference {delta}; rounding explains "
        "at most {slack})",
    ),
    help=Text("đối chiếu từng số với nguồn", "compare every figure with the source"),
    wrong=_one("a: 8.2, a.1: 4, a.2: 4.1"),
    right=_one("a: 8.1, a.1: 4, a.2: 4.1"),
    given=_PLAN,
)
def totals_add_up(result: "Result", plan: Plan) -> Iterator[Spot]:
    """A total is what its rows make up, where the result has them all."""

    def observed(indicator: Indicator) -> Figure | None:
        score = result.scores.get(indicator.id)
        return (
            None
            if score is None
            else Figure(indicator.id, "score", score, half_unit(indicator.decimals_in("score")))
        )

    for indicator in (plan.by_id[ident] for ident in result.scores if ident in plan.by_id):
        equation = made_up(indicator, observed(indicator), observed)
        problem = problem_of_identity(equation) if isinstance(equation, Identity) else None
        if problem is not None:
            yield Spot(("scores", problem.ident), problem.values, problem.ident, code=problem.code)


@rule(
    "O816",
    "result-without-source",
    "warning",
    on="result",
    title=Text("Kết quả không ghi nguồn", "A result without a source"),
    why=Text(
        "Người đọc cần biết tra lại số ở đâu.",
        "Whoever reads it needs to know where to look it up.",
    ),
    message=Text(
        "kết quả năm {year} không ghi nguồn", "the result of {year} does not say where it is from"
    ),
    help=Text("thêm “source: {{vi: …, en: …}}”", "add “source: {{vi: …, en: …}}”"),
    wrong=_one("a.1: 4.2", more="stage: final"),
    right=_one("a.1: 4.2"),
    given=_PLAN,
)
def says_its_source(result: "Result", _: Plan) -> Iterator[Spot]:
    """A result says where it is from, in both languages."""
    if not (result.source.vi.strip() and result.source.en.strip()):
        yield Spot(("year",), {"year": result.year})


@rule(
    "O817",
    "gain-without-evidence",
    "warning",
    on="claim",
    title=Text(
        "Tự đánh giá tăng điểm mà không có tài liệu kiểm chứng", "A gain claimed without evidence"
    ),
    why=Text(
        "Điểm thực hiện do đơn vị tự đánh giá chỉ được công nhận khi có tài liệu kiểm chứng.",
        "What a unit scores itself for its own work is granted only with evidence.",
    ),
    message=Text(
        "tự đánh giá tăng {gain} mà không có tài liệu kiểm chứng",
        "claims {gain} more, and nothing shows it",
    ),
    help=Text(
        "thêm “evidence: [{{file: …}}]” vào kết quả này, hoặc vào nhiệm vụ phục vụ tiêu chí này "
        "(parplan mark)",
        "add “evidence: [{{file: …}}]” to this result, or to a task that serves the row (parplan "
        "mark)",
    ),
    wrong=_one("a.1: 4.2", date="2023-12-20", layer="self-assessed"),
    right=_one(
        "a.1: 4.2",
        date="2023-12-20",
        layer="self-assessed",
        more=f"{_SOURCE}, evidence: [{{file: bao-cao.pdf}}]",
    ),
    given=_PLAN,
)
def gain_with_evidence(claim: Claim, plan: Plan) -> Iterator[Spot]:
    """Something shows what a unit claims to have gained for its own work: of this result, or of a
    task that serves the row.
    """
    result = claim.result
    history = result.year <= plan.about.year
    if result.layer != "self-assessed" or result.evidence or history:
        return
    for ident, score in result.scores.items():
        indicator = plan.by_id.get(ident)
        if (
            indicator is None
            or indicator.score is None
            or score <= indicator.score
            or plan.scored_by(ident) == "survey"
        ):
            continue
        parts = (below.id for child in indicator.children for below in child.walk())
        if claim.evidenced.isdisjoint(plan.above(ident)) and not any(
            part in result.scores for part in parts
        ):
            yield Spot(("scores", ident), {"id": ident, "gain": score - indicator.score}, ident)


@rule(
    "O818",
    "observed-twice",
    on="results",
    title=Text("Một tiêu chí được ghi hai lần trong cùng một ngày", "One row observed twice"),
    why=Text(
        "Cùng ngày, cùng loại kết quả thì chỉ có một điểm; hai điểm thì không biết lấy số nào.",
        "One source has one score a day; with two, nobody knows which holds.",
    ),
    message=Text(
        "đã có điểm cùng loại, cùng ngày ở dòng {line}",
        "already has a score of that layer and day in line {line}",
    ),
    help=Text(
        "giữ lại một trong hai, hoặc sửa ngày hay loại kết quả (layer); ghi lại điểm đã ghi sai "
        "bằng “parplan record --replace”",
        "keep one of the two, or fix its day or layer; `parplan record --replace` puts a score in "
        "place of one recorded wrongly",
    ),
    wrong=_one("a.1: 4.2") + _one("a.1: 4.3"),
    right=_one("a.1: 4.2", layer="survey") + _one("a.1: 4.3", date="2024-05-02", layer="survey"),
    given=_PLAN,
)
def observed_once(file: "ResultsFile", plan: Plan) -> Iterator[Spot]:
    """One layer says one thing of a row on one day, wherever the row is printed."""
    first: dict[tuple[object, ...], tuple[int, str, Decimal]] = {}
    for at, result in enumerate(file.results):
        for ident, score in result.scores.items():
            for place in plan.places(ident) if ident in plan.by_id else ():
                known = first.setdefault(
                    (place, result.year, result.date, result.layer, result.stage),
                    (at, ident, score),
                )
                if known[0] != at or (known[1] != ident and known[2] != score):
                    loc, before = (
                        ("results", at, "scores", ident),
                        ("results", known[0], "scores", known[1]),
                    )
                    yield Spot(loc, {"id": ident}, ident, first=before)
                    break


@rule(
    "O850",
    "published-twice",
    on="results",
    title=Text(
        "Hai kết quả công bố cùng một năm khác nhau",
        "Two published results of one year that differ",
    ),
    why=Text(
        "Kết quả công bố của một năm chỉ có một; công bố sau không phải vì thế mà đúng hơn.",
        "A year has one published result; to be published later does not make one right.",
    ),
    message=Text(
        "công bố {score} cho năm {year}, nhưng dòng {line} ghi {other}",
        "published as {score} for {year}, but line {line} says {other}",
    ),
    help=Text(
        "đối chiếu với nguồn và chỉ giữ số đúng; “parplan record --replace” thay số đã ghi sai",
        "look both up in their sources and keep the right one alone; `parplan record --replace` "
        "puts it in place of one recorded wrongly",
    ),
    wrong=_one("a.1: 4.2") + _one("a.1: 4.3", date="2024-05-02"),
    right=_one("a.1: 4.2") + _one("a.2: 4.3", date="2024-05-02"),
    given=_PLAN,
)
def published_once(file: "ResultsFile", plan: Plan) -> Iterator[Spot]:
    """A row has one published result a year, wherever it is printed, as far as its digits tell."""
    first: dict[tuple[str, int], tuple[Loc, Decimal, Result]] = {}
    for at, result in enumerate(file.results):
        if (result.layer, result.stage) != ("published", "final"):
            continue
        for ident, score in result.scores.items():
            loc: Loc = ("results", at, "scores", ident)
            for place in plan.places(ident) if ident in plan.by_id else ():
                at_first, other, before = first.setdefault(
                    (place, result.year), (loc, score, result)
                )
                half = half_published(plan.by_id[place], min(before.digits, result.digits))
                if abs(other - score) > half and before.date != result.date:  # of one day: O818
                    values = {"score": score, "year": result.year, "other": other}
                    yield Spot(loc, values, ident, first=at_first)
                    break


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
    wrong=_one("a.1: 3.2").replace("2023", "2022"),
    right=_one("a.1: 3").replace("2023", "2022"),
    given=_PLAN,
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
    wrong=_one("a.1: 2.5").replace("2023", "2021"),
    right=_one("a.1: 3.5").replace("2023", "2021"),
    given=_PLAN.replace("max: 5, score: 3}", "max: 5, score: 3, change: -0.5}"),
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
