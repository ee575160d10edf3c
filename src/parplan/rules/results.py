"""What is wrong with observed results, but for their scores and ranks."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from parplan.engine.identities.printed import half_published
from parplan.location import Loc
from parplan.model.fields import Better, Day, turned
from parplan.model.plan import Plan
from parplan.rules.names import WHAT_ID, nothing_named
from parplan.rules.rule import Spot, also, rule
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
PLAN = """\
  - {id: a, name: A, decimals: 2, max: 10, score: 7, rows: [
      {id: a.1, name: Một, max: 5, score: 3}, {id: a.2, name: Hai, max: 5, score: 4}]}
# results
results:
"""
SOURCE = "source: {vi: Bộ công bố, en: The ministry}"


def a_result(
    scores: str, *, date: str = "2024-04-02", layer: str = "published", more: str = SOURCE
) -> str:
    """A result as a file has it, for the examples of rules."""
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
        "Kết quả cả năm có trước quý IV của năm đó", "A final result before its year's last quarter"
    ),
    why=Text(
        "Kết quả giữa kỳ ghi là cả năm sẽ được coi là kết cục của năm đó. Từ tháng 10 trở đi thì "
        "không nêu, vì điều tra và đánh giá của cả năm có thể đã xong.",
        "An interim result that is called final passes for the year's outcome. From October on "
        "nothing is said, since a year's surveys and assessments may be closed by then.",
    ),
    message=Text(
        "kết quả cả năm {year} nhưng ghi ngày {date}", "final for {year}, and dated {date}"
    ),
    help=Text(
        "nếu là kết quả giữa kỳ thì ghi “stage: interim” (record --interim)",
        "an interim result has `stage: interim` (record --interim)",
    ),
    wrong=a_result("a.1: 4.2", date="2023-06-30"),
    right=a_result("a.1: 4.2", date="2023-06-30", more=f"stage: interim, {SOURCE}"),
    given=PLAN,
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
    "O814",
    "known-before-its-year",
    on="result",
    title=Text("Có kết quả trước khi năm bắt đầu", "A result before its year began"),
    why=Text(
        "Ngày có kết quả quyết định đâu là số mới nhất.",
        "The day a result became known decides which one is the latest.",
    ),
    message=Text("ngày {date} là trước năm {year}", "dated {date}, before {year} began"),
    help=Text("sửa ngày, hoặc năm của kết quả", "fix the day, or the year it is about"),
    wrong=a_result("a.1: 4.2", date="2022-04-02"),
    right=a_result("a.1: 4.2"),
    given=PLAN,
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
    title=Text(
        "Kết quả, tình trạng của ngày chưa đến",
        "A result or a status of a day that is still to come",
    ),
    why=Text(
        "Chưa đến ngày thì chưa có kết quả: thường là gõ nhầm năm, và đến ngày đó mới được tính.",
        "A result or a status is not known before its day: that is often a mistyped year, and it "
        "does not count as known until then.",
    ),
    message=Text("ghi {when}, là ngày chưa đến", "says {when}, which is still to come"),
    help=Text("đối chiếu ngày và năm với nguồn", "compare the day and the year with the source"),
    wrong=a_result("a.1: 4.2", date="2099-04-02"),
    right=a_result("a.1: 4.2"),
    given=PLAN,
)
def no_result_is_still_to_come(dated: Dated, _: Plan) -> Iterator[Spot]:
    """The day that a result became known has come, or where no day is said, its year."""
    day, year = dated.result.date, dated.result.year
    if day is not None and day > dated.day:
        yield Spot(("date",), {"when": day})
    elif day is None and year > dated.day.year:
        yield Spot(("year",), {"when": str(year)})


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
    help=Text("thêm “source: {{vi: …, en: …}}”", "add `source: {{vi: …, en: …}}`"),
    wrong=a_result("a.1: 4.2", more="stage: final"),
    right=a_result("a.1: 4.2"),
    given=PLAN,
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
        "Tự đánh giá tốt hơn mà không có tài liệu kiểm chứng", "A gain claimed without evidence"
    ),
    why=Text(
        "Điểm thực hiện do đơn vị tự đánh giá chỉ được công nhận khi có tài liệu kiểm chứng.",
        "What a unit scores itself for its own work is granted only with evidence.",
    ),
    message=Text(
        "tự đánh giá {way} {gain} mà không có tài liệu kiểm chứng",
        "claims {gain} {way}, and nothing shows it",
    ),
    help=Text(
        "thêm “evidence: [{{file: …}}]” vào kết quả này, hoặc vào nhiệm vụ liên quan đến tiêu chí "
        "này (parplan mark)",
        "add `evidence: [{{file: …}}]` to this result, or to a task that serves the row "
        "(parplan mark)",
    ),
    wrong=a_result("a.1: 4.2", date="2023-12-20", layer="self-assessed"),
    right=a_result(
        "a.1: 4.2",
        date="2023-12-20",
        layer="self-assessed",
        more=f"{SOURCE}, evidence: [{{file: bao-cao.pdf}}]",
    ),
    given=PLAN,
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
        if indicator is None or indicator.score is None or plan.scored_by(ident) == "survey":
            continue
        gain = turned(score - indicator.score, indicator.better)
        if gain <= 0:
            continue
        parts = (below.id for child in indicator.children for below in child.walk())
        if claim.evidenced.isdisjoint(plan.above(ident)) and not any(
            part in result.scores for part in parts
        ):
            values = {"id": ident, "gain": gain, "way": _WAY[indicator.better]}
            yield Spot(("scores", ident), values, ident)


_WAY: Mapping[Better, Text] = {"higher": Text("tăng", "more"), "lower": Text("giảm", "less")}


@rule(
    "O818",
    "observed-twice",
    on="results",
    title=Text("Một tiêu chí được ghi hai lần trong cùng một ngày", "One row observed twice"),
    why=Text(
        "Cùng ngày, cùng loại kết quả thì chỉ có một điểm; hai điểm thì không biết lấy số nào.",
        "One source has one score a day; with two, it is not known which holds.",
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
    wrong=a_result("a.1: 4.2") + a_result("a.1: 4.3"),
    right=a_result("a.1: 4.2", layer="survey")
    + a_result("a.1: 4.3", date="2024-05-02", layer="survey"),
    given=PLAN,
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
        "Hai kết quả công bố của cùng một năm khác nhau",
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
    wrong=a_result("a.1: 4.2") + a_result("a.1: 4.3", date="2024-05-02"),
    right=a_result("a.1: 4.2") + a_result("a.2: 4.3", date="2024-05-02"),
    given=PLAN,
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
