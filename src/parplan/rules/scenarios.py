"""What keeps a what-if from being worked out. The engine and `scenario` find where; the words are here, for files and options alike."""

from parplan.rules.rule import Rule, Severity, register
from parplan.text import Text

_PLAN = """\
  - id: par
    name: PAR
    decimals: 2
    max: 26.5
    score: 19.48
    rows:
      - {{id: par.6, name: Sáu, max: 12, score: 8.76, parts: [
          {{id: par.6.admin, name: A, max: 8, score: 5.97}}, {{id: par.6.survey, name: B, max: 4, score: 2.79}}]}}
      - {{id: par.7, name: Bảy, max: 14.5, floor: 1, {score}}}
# targets
  par.6: {{planned: 1.43}}
{targets}# scenario
name: {{vi: Thử, en: A try}}
{scenario}"""


def _example(scenario: str, *, score: str = "score: 10.72", targets: str = "") -> str:
    return _PLAN.format(scenario=scenario, score=score, targets=targets)


def _what_if(
    code: str, slug: str, *, title: Text, why: Text, message: Text, help: Text, wrong: str, right: str, severity: Severity = "error"
) -> None:
    register(Rule(code, slug, severity, title, why, message, help, wrong, right, "scenario"))


_BECAUSE = "because: {vi: Đã có nguồn., en: It is funded.}"

_what_if(
    "W701",
    "lands-above-maximum",
    title=Text("Kịch bản vượt điểm tối đa", "A what-if above the maximum"),
    why=Text(
        "Không thể đạt nhiều điểm hơn mức tối đa, nên tổng tính ra cũng không thể có.",
        "More than the maximum cannot be scored, so the totals could not come about either.",
    ),
    message=Text("{id} sẽ là {value}, vượt mức tối đa {limit}", "{id} would come to {value}, above its maximum of {limit}"),
    help=Text(
        "{asked} nhiều nhất có thể là {nearest}; thêm --clamp để giữ ở mức tối đa",
        "{asked} can be {nearest} at most; --clamp holds it at the limit",
    ),
    wrong=_example(f"changes: [{{id: par.7, set: 15, {_BECAUSE}}}]"),
    right=_example(f"changes: [{{id: par.7, set: 14.5, {_BECAUSE}}}]"),
)
_what_if(
    "W702",
    "lands-below-floor",
    title=Text("Kịch bản thấp hơn mức sàn", "A what-if below the floor"),
    why=Text("Có thang điểm không bắt đầu từ 0.", "Some scales do not start at 0."),
    message=Text("{id} sẽ là {value}, thấp hơn mức sàn {limit}", "{id} would come to {value}, below its floor of {limit}"),
    help=Text(
        "{asked} thấp nhất có thể là {nearest}; thêm --clamp để giữ ở mức sàn",
        "{asked} can be {nearest} at least; --clamp holds it at the limit",
    ),
    wrong=_example(f"changes: [{{id: par.7, set: 0.5, {_BECAUSE}}}]"),
    right=_example(f"changes: [{{id: par.7, set: 1, {_BECAUSE}}}]"),
)
_what_if(
    "W703",
    "set-with-its-parts",
    title=Text("Một mục được đặt cả trực tiếp lẫn qua các phần", "A row set both by itself and through its parts"),
    why=Text(
        "Điểm của mục theo các phần của nó; đặt cả hai thì có hai đáp số.",
        "A row follows from its parts; with both there would be two answers.",
    ),
    message=Text("{row} được đặt trực tiếp và cả qua {part}", "{row} is set by itself and through {part}"),
    help=Text("bỏ một trong hai", "leave one of the two out"),
    wrong=_example(
        f"changes:\n  - {{id: par.6, set: 10, {_BECAUSE}}}\n  - {{id: par.6.admin, set: 7, {_BECAUSE}}}",
        targets=("  par.6.admin: {planned: 0.93}\n  par.6.survey: {planned: 0.5}\n"),
    ),
    right=_example(
        f"changes:\n  - {{id: par.6.admin, set: 7, {_BECAUSE}}}",
        targets=("  par.6.admin: {planned: 0.93}\n  par.6.survey: {planned: 0.5}\n"),
    ),
)
_what_if(
    "W704",
    "no-score-to-start-from",
    title=Text("Chưa có điểm để so", "No score to start from"),
    why=Text("Thay đổi là chênh lệch so với điểm hiện có.", "A change is the difference from the score."),
    message=Text("{id} chưa có điểm, nên không biết thay đổi bao nhiêu", "{id} has no score, so nobody knows by how much it changes"),
    help=Text("dùng add để cộng thêm điểm, hoặc bổ sung điểm của mục", "use add for a difference in points, or give the row its score"),
    wrong=_example(f"changes: [{{id: par.7, set: 12, {_BECAUSE}}}]", score="row: 7"),
    right=_example(f"changes: [{{id: par.7, add: 1.28, {_BECAUSE}}}]", score="row: 7"),
)
_what_if(
    "W705",
    "increase-not-divided",
    title=Text("Mức tăng chưa chia cho các phần", "An increase that is not divided among the parts"),
    why=Text(
        "Kế hoạch chỉ ghi mức tăng của cả mục; đổi một phần thì không biết phần còn lại là bao nhiêu.",
        "The plan only says what the whole row gains; with one part changed, nobody knows what is left for the others.",
    ),
    message=Text(
        "kế hoạch tăng {row} thêm {increase} mà không nói {part} được bao nhiêu",
        "the plan raises {row} by {increase} without saying how much of it falls to {part}",
    ),
    help=Text(
        "đặt cho cả {row}, hoặc xuất phát từ điểm hiện có (base: current)",
        "change {row} as a whole, or start from the scores (base: current)",
    ),
    wrong=_example(f"changes: [{{id: par.6.admin, set: 7, {_BECAUSE}}}]"),
    right=_example(f"base: current\nchanges: [{{id: par.6.admin, set: 7, {_BECAUSE}}}]"),
)
_what_if(
    "W706",
    "change-not-clear",
    title=Text("Thay đổi không rõ", "A change that is not clear"),
    why=Text(
        "Mỗi mục nêu đúng một thay đổi, để biết cái nào có hiệu lực.", "One entry makes one change, so that it is plain which one holds."
    ),
    message=Text(
        "cần đúng một trong set, add, share; set và add cần id", "exactly one of set, add and share is needed; set and add need an id"
    ),
    help=Text("tách thành nhiều mục, hoặc thêm id", "make several entries of it, or add the id"),
    wrong=_example(f"changes: [{{id: par.7, set: 12, add: 1, {_BECAUSE}}}]"),
    right=_example(f"changes: [{{id: par.7, set: 12, {_BECAUSE}}}]"),
)
_what_if(
    "W707",
    "range-out-of-order",
    title=Text("Khoảng dao động không theo thứ tự", "A range that is out of order"),
    why=Text("Khoảng gồm mức thấp nhất, nhiều khả năng nhất và cao nhất.", "A range is the lowest, the likeliest and the highest score."),
    message=Text("{range} không theo thứ tự từ thấp đến cao", "{range} does not go from low to high"),
    help=Text("ghi [thấp nhất, nhiều khả năng nhất, cao nhất]", "write [lowest, likeliest, highest]"),
    wrong=_example(f"ranges: [{{id: par.7, range: [13, 12, 14], {_BECAUSE}}}]"),
    right=_example(f"ranges: [{{id: par.7, range: [12, 13, 14], {_BECAUSE}}}]"),
)
_what_if(
    "W708",
    "change-without-reason",
    severity="warning",
    title=Text("Thay đổi hoặc khoảng không có lý do", "A change or range without a reason"),
    why=Text("Người đọc kịch bản cần biết dựa vào đâu mà tin.", "Whoever reads a scenario needs to know why to believe it."),
    message=Text("không nêu lý do của {what}", "there is no reason for {what}"),
    help=Text("thêm “because: {{vi: …, en: …}}”", "add “because: {{vi: …, en: …}}”"),
    wrong=_example("changes: [{id: par.7, set: 12}]"),
    right=_example(f"changes: [{{id: par.7, set: 12, {_BECAUSE}}}]"),
)
