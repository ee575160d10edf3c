"""Files of a plan's folder that nobody reads, that cannot be read, or that were not looked into.
Noticed where folders are gone through: these rules have words only.
"""

from parplan.rules.rule import rule
from parplan.text import Text

rule(
    "S116",
    "not-read",
    "warning",
    on="folder",
    title=Text("Tệp không được đọc vì tên", "A file that is not read for its name"),
    why=Text(
        "Tên tệp gần đúng thì số liệu trong đó bị bỏ qua mà không ai biết.",
        "What a file holds whose name is nearly right would be passed over without a word.",
    ),
    message=Text(
        "tệp “{name}” bị bỏ qua: tên tệp phải là “{meant}”",
        "“{name}” is not read: its name must be “{meant}”",
    ),
    help=Text("đổi tên tệp, hoặc chuyển tệp đi nơi khác", "rename the file, or move it elsewhere"),
    wrong="my-plan/indicators.yml",
    right="my-plan/indicators.yaml",
)
rule(
    "S123",
    "unreadable",
    on="folder",
    title=Text("Kế hoạch hoặc tệp không đọc được", "A plan or a file that cannot be read"),
    why=Text(
        "Thiếu tệp hoặc không đọc được thì chưa kiểm tra được gì; các kế hoạch khác vẫn được kiểm "
        "tra.",
        "Nothing is checked of what is missing or cannot be read; other plans are.",
    ),
    message=Text("không kiểm tra được, vì {why}", "cannot be checked, because {why}"),
    help=Text(
        "sửa hoặc bổ sung tệp; thư mục không phải kế hoạch thì chuyển đi nơi khác",
        "fix or add the file; where the folder is to be no plan, move it elsewhere",
    ),
    wrong="my-plan/indicators.yaml",
    right="my-plan/indicators.yaml\nmy-plan/targets.yaml",
)
rule(
    "X903",
    "not-looked-into",
    "note",
    on="folder",
    title=Text("Tệp chưa được kiểm tra", "A file that was not looked into"),
    why=Text(
        "Kết quả, nhiệm vụ, kịch bản và số liệu đơn vị khác được so với kế hoạch; kế hoạch còn lỗi "
        "thì chưa so được.",
        "Results, tasks, scenarios and other units are held against the plan, which cannot be done "
        "as long as that has errors.",
    ),
    message=Text(
        "chưa kiểm tra “{name}”: tệp của chính kế hoạch còn lỗi",
        "“{name}” is not checked: the plan's own files have errors",
    ),
    help=Text(
        "sửa lỗi trong indicators.yaml và targets.yaml rồi chạy lại",
        "fix the errors in indicators.yaml and targets.yaml, then run it again",
    ),
    wrong="my-plan/targets.yaml: “: ”\nmy-plan/results.yaml",
    right="my-plan/targets.yaml\nmy-plan/results.yaml",
)
