"""What is wrong with observed results. `results` finds where; the words are here."""

from parplan.rules.rule import Rule, Severity, register
from parplan.text import Text

_PLAN = """\
  - {id: a, name: A, decimals: 2, max: 10, score: 7, rows: [
      {id: a.1, name: Một, max: 5, score: 3}, {id: a.2, name: Hai, max: 5, score: 4}]}
# results
results:
"""
_SOURCE = "source: {vi: Bộ công bố, en: The ministry}"


def _results(
    code: str, slug: str, *, title: Text, why: Text, message: Text, help: Text, wrong: str, right: str, severity: Severity = "error"
) -> None:
    register(Rule(code, slug, severity, title, why, message, help, _PLAN + wrong, _PLAN + right, "scenario"))


def _one(scores: str, *, date: str = "2024-04-02", layer: str = "published", more: str = _SOURCE) -> str:
    return f"  - {{year: 2023, date: {date}, layer: {layer}, scores: {{{scores}}}, {more}}}\n"


_results(
    "O810",
    "final-before-its-end",
    severity="warning",
    title=Text("Kết quả cả năm có trước khi năm kết thúc", "A final result before its year is over"),
    why=Text(
        "Kết quả giữa kỳ ghi là cả năm sẽ được coi là kết cục của năm đó.",
        "An interim result that is called final passes for the year's outcome.",
    ),
    message=Text("kết quả cả năm {year} nhưng ghi ngày {date}", "final for {year}, and dated {date}"),
    help=Text(
        "nếu là kết quả giữa kỳ thì ghi “stage: interim” (record --interim)", "an interim result has “stage: interim” (record --interim)"
    ),
    wrong=_one("a.1: 4.2", date="2023-06-30"),
    right=_one("a.1: 4.2", date="2023-06-30", more=f"stage: interim, {_SOURCE}"),
)
_results(
    "O811",
    "observed-above-maximum",
    title=Text("Điểm quan sát vượt điểm tối đa", "An observed score above the maximum"),
    why=Text("Không thể đạt nhiều điểm hơn mức tối đa.", "More than the maximum cannot be scored."),
    message=Text("đạt {score}, vượt mức tối đa {limit}", "came to {score}, above the maximum of {limit}"),
    help=Text("kiểm tra lại điểm trong nguồn", "look at the score in its source again"),
    wrong=_one("a.1: 5.2"),
    right=_one("a.1: 4.2"),
)
_results(
    "O812",
    "observed-below-floor",
    title=Text("Điểm quan sát thấp hơn mức sàn", "An observed score below the floor"),
    why=Text("Chưa có số liệu không phải là 0 điểm.", "What is missing is not 0."),
    message=Text("đạt {score}, thấp hơn mức sàn {limit}", "came to {score}, below the floor of {limit}"),
    help=Text("nếu chưa có số liệu thì không ghi mục này", "leave the row out where its score is not known"),
    wrong=_one("a.1: -1"),
    right=_one("a.1: 0"),
)
_results(
    "O813",
    "observed-rank-beyond-field",
    title=Text("Thứ hạng lớn hơn số đơn vị được xếp hạng", "A rank beyond the number ranked"),
    why=Text("Không thể đứng sau đơn vị cuối cùng.", "Nobody comes behind the last."),
    message=Text("{rank} không phải là một thứ hạng", "{rank} is no rank"),
    help=Text("ghi thứ hạng trước, số đơn vị được xếp hạng sau", "write the rank first, and behind it how many were ranked"),
    wrong=_one("a: 8.2", more=f"ranks: {{a: 61/38}}, {_SOURCE}"),
    right=_one("a: 8.2", more=f"ranks: {{a: 38/61}}, {_SOURCE}"),
)
_results(
    "O819",
    "rank-without-score",
    title=Text("Có thứ hạng mà không có điểm", "A rank without a score"),
    why=Text("Thứ hạng chỉ có nghĩa cùng với điểm của mục đó.", "A rank says something only with the score it is of."),
    message=Text("có thứ hạng {rank} mà không có điểm trong cùng kết quả", "has rank {rank}, and no score in the same result"),
    help=Text("ghi điểm của mục vào “scores”, hoặc bỏ thứ hạng", "write its score under “scores”, or leave the rank out"),
    wrong=_one("a.1: 4.2", more=f"ranks: {{a: 38/61}}, {_SOURCE}"),
    right=_one("a: 8.2", more=f"ranks: {{a: 38/61}}, {_SOURCE}"),
)
_results(
    "O814",
    "known-before-its-year",
    title=Text("Có kết quả trước khi năm bắt đầu", "A result before its year began"),
    why=Text("Ngày có kết quả quyết định đâu là số mới nhất.", "The day a result became known decides which one is the latest."),
    message=Text("ngày {date} là trước năm {year}", "dated {date}, before {year} began"),
    help=Text("sửa ngày, hoặc năm mà kết quả nói về", "mend the day, or the year it is about"),
    wrong=_one("a.1: 4.2", date="2022-04-02"),
    right=_one("a.1: 4.2"),
)
_results(
    "O815",
    "observed-total-is-not-the-sum",
    title=Text("Tổng quan sát không khớp các mục", "An observed total that its rows do not make up"),
    why=Text(
        "Cùng một nguồn, cùng một ngày thì tổng phải bằng các mục, trừ phần làm tròn.",
        "In one source, on one day, the rows make up the total, apart from rounding.",
    ),
    message=Text(
        "các mục tính ra {sum}, tổng ghi {total}: lệch {delta}, làm tròn chỉ giải thích được {slack}",
        "its rows come to {sum}, and the total says {total}: {delta} apart, of which rounding explains {slack}",
    ),
    help=Text("đối chiếu từng số với nguồn", "compare every figure with the source"),
    wrong=_one("a: 8.2, a.1: 4, a.2: 4.1"),
    right=_one("a: 8.1, a.1: 4, a.2: 4.1"),
)
_results(
    "O816",
    "result-without-source",
    severity="warning",
    title=Text("Kết quả không ghi nguồn", "A result without a source"),
    why=Text("Người đọc cần biết tra lại số ở đâu.", "Whoever reads it needs to know where to look it up."),
    message=Text("kết quả ngày {date} không ghi nguồn", "the result of {date} does not say where it is from"),
    help=Text("thêm “source: {{vi: …, en: …}}”", "add “source: {{vi: …, en: …}}”"),
    wrong=_one("a.1: 4.2", more="stage: final"),
    right=_one("a.1: 4.2"),
)
_results(
    "O817",
    "gain-without-evidence",
    severity="warning",
    title=Text("Tự chấm tăng điểm mà không có minh chứng", "A gain claimed without evidence"),
    why=Text(
        "Điểm thực hiện do đơn vị tự chấm chỉ được công nhận khi có minh chứng.",
        "What a unit scores itself for its own work is granted only with evidence.",
    ),
    message=Text("tự chấm tăng {gain} mà không có minh chứng", "claims {gain} more, and nothing shows it"),
    help=Text(
        "thêm “evidence: [{{file: …}}]” vào kết quả này, hoặc vào nhiệm vụ phục vụ mục này (parplan mark)",
        "add “evidence: [{{file: …}}]” to this result, or to a task that serves the row (parplan mark)",
    ),
    wrong=_one("a.1: 4.2", date="2023-12-20", layer="self-assessed"),
    right=_one("a.1: 4.2", date="2023-12-20", layer="self-assessed", more=f"{_SOURCE}, evidence: [{{file: bao-cao.pdf}}]"),
)
_results(
    "O818",
    "observed-twice",
    title=Text("Một mục được ghi hai lần trong cùng một ngày", "One row observed twice"),
    why=Text(
        "Cùng ngày, cùng loại kết quả thì chỉ có một điểm; hai điểm thì không biết lấy số nào.",
        "One source has one score a day; with two, nobody knows which holds.",
    ),
    message=Text("đã có điểm ngày {date} ở dòng {line}", "already has a score of that day, {date}, in line {line}"),
    help=Text("giữ lại một trong hai, hoặc sửa ngày hay loại kết quả (layer)", "keep one of the two, or mend its day or layer"),
    wrong=_one("a.1: 4.2") + _one("a.1: 4.3"),
    right=_one("a.1: 4.2") + _one("a.1: 4.3", date="2024-05-02"),
)
