"""What is wrong with tasks and units. `tasks` finds where; the words are here."""

from parplan.rules.rule import Rule, Severity, register
from parplan.text import Text

WHAT_UNIT = Text("đơn vị", "unit")
ADD_THE_UNIT = Text("xem lại cách viết, hoặc thêm đơn vị vào “units”", "check the spelling, or add the unit under “units”")

_PLAN = """\
  - {id: a, name: A, decimals: 2, max: 10, score: 7, rows: [
      {id: a.1, name: Một, max: 5, score: 3}, {id: a.2, name: Hai, max: 5, score: 4}]}
# targets
  a.1: {planned: 1}
# tasks
"""
_UNITS = "units: [{id: so-a, name: {vi: Sở A, en: Department A}}]\n"


def _tasks(
    code: str, slug: str, *, title: Text, why: Text, message: Text, help: Text, wrong: str, right: str, severity: Severity = "error"
) -> None:
    register(Rule(code, slug, severity, title, why, message, help, _PLAN + _UNITS + wrong, _PLAN + _UNITS + right, "scenario"))


_LED = "  - {id: V.1, clause: V.1, name: Việc, lead: [so-a], serves: [a.1]}"

_tasks(
    "T801",
    "deadline-outside-plan",
    title=Text("Hạn nằm ngoài thời gian của kế hoạch", "A deadline outside the plan"),
    why=Text(
        "Hạn trước hoặc sau những năm kế hoạch thực hiện thường là gõ nhầm năm.",
        "A deadline before or after the years the plan is carried out in is most often a mistyped year.",
    ),
    message=Text(
        "hạn {deadline} không nằm trong khoảng từ {first} đến {last}", "the deadline {deadline} is not between {first} and {last}"
    ),
    help=Text(
        "ghi đúng ngày trong văn bản, dạng năm-tháng-ngày; kế hoạch kéo dài hơn thì sửa target_year",
        "write the day that the document gives, year-month-day; if the plan runs longer, its target_year says so",
    ),
    wrong="tasks:\n  - {id: V.1, clause: V.1, name: Việc, lead: [so-a], serves: [a.1], deadline: 2032-12-10}",
    right="tasks:\n  - {id: V.1, clause: V.1, name: Việc, lead: [so-a], serves: [a.1], deadline: 2023-12-10}",
)
_tasks(
    "T802",
    "nobody-leads",
    severity="note",
    title=Text("Có dự kiến tăng điểm mà không đơn vị nào chủ trì", "Planned points that nobody leads"),
    why=Text("Điểm không ai chịu trách nhiệm thì khó tăng.", "Points that nobody answers for seldom come."),
    message=Text(
        "dự kiến tăng {planned} nhưng không nhiệm vụ nào giao đơn vị chủ trì",
        "is to gain {planned}, and no task says which unit leads it",
    ),
    help=Text(
        "thêm một nhiệm vụ có “lead” phục vụ mục này, hoặc hỏi lại cơ quan lập kế hoạch",
        "add a task with a “lead” that serves this row, or ask whoever wrote the plan",
    ),
    wrong="tasks:\n  - {id: V.1, clause: V.1, name: Việc, coordinate: [so-a], serves: [a.1]}",
    right=f"tasks:\n{_LED}",
)
_tasks(
    "T803",
    "task-of-nobody",
    title=Text("Nhiệm vụ không có đơn vị", "A task without a unit"),
    why=Text(
        "Văn bản không nêu đơn vị thì phải ghi rõ là phụ lục mới nêu, không bỏ trống.",
        "Where the text names no unit, the file says that an annex does; it is not left open.",
    ),
    message=Text("nhiệm vụ không nêu đơn vị nào", "the task names no unit"),
    help=Text(
        "thêm lead, coordinate hoặc asked; nếu chỉ phụ lục mới nêu: in_annex: [lead]",
        "add lead, coordinate or asked; where only an annex says it: in_annex: [lead]",
    ),
    wrong=f"tasks:\n{_LED}\n  - {{id: IV.1, clause: IV.1, name: Việc, serves: [a.2]}}",
    right=f"tasks:\n{_LED}\n  - {{id: IV.1, clause: IV.1, name: Việc, in_annex: [lead], serves: [a.2]}}",
)
_tasks(
    "T804",
    "done-without-evidence",
    severity="warning",
    title=Text("Báo đã xong mà không có minh chứng", "Done, without evidence"),
    why=Text("Điểm tự chấm được thẩm định trên minh chứng.", "What a unit claims is appraised by its evidence."),
    message=Text("đã xong nhưng chưa có minh chứng", "it is done, and nothing shows it"),
    help=Text(
        "thêm “evidence: [{{file: số hoặc tên văn bản}}]” hoặc “evidence: [{{link: địa chỉ}}]”",
        "add “evidence: [{{file: the document's name or number}}]” or “evidence: [{{link: its address}}]”",
    ),
    wrong="tasks:\n  - {id: V.1, clause: V.1, name: Việc, lead: [so-a], serves: [a.1], status: done}",
    right="tasks:\n  - {id: V.1, clause: V.1, name: Việc, lead: [so-a], serves: [a.1], status: done, evidence: [{file: bao-cao.pdf}]}",
)
_tasks(
    "T805",
    "one-of-them",
    title=Text("Cần đúng một trong hai khóa", "Exactly one of two keys"),
    why=Text("Có cả hai, hoặc không có khóa nào, thì không rõ là gì.", "With both, or neither, it is not clear what is meant."),
    message=Text("cần đúng một trong các khóa {keys}", "exactly one of {keys} is needed"),
    help=Text("ghi một khóa, không ghi cả hai", "write one of them, not both"),
    wrong="tasks:\n  - {id: V.1, clause: V.1, name: Việc, lead: [so-a], serves: [a.1], commitment: {of: cuộc họp}}",
    right="tasks:\n  - {id: V.1, clause: V.1, name: Việc, lead: [so-a], serves: [a.1], commitment: {at_least: 2, of: cuộc họp}}",
)
