"""What keeps a file from being read as a plan. These rules speak of text and records; `check` finds where they are broken."""

from collections.abc import Iterable, Iterator

from parplan.ids import near
from parplan.model.plan import Indicator, Plan
from parplan.points import last_digit
from parplan.rules.rule import Problem, Rule, Severity, register
from parplan.text import Text


def _shape(
    code: str, slug: str, *, title: Text, why: Text, message: Text, help: Text, wrong: str, right: str, severity: Severity = "error"
) -> None:
    register(Rule(code, slug, severity, title, why, message, help, wrong, right, "text"))


_shape(
    "S101",
    "syntax",
    title=Text("YAML không đọc được", "Text that is not YAML"),
    why=Text("Tệp phải đọc được thì mới kiểm tra được số liệu.", "Figures can only be checked in a file that can be read."),
    message=Text("không đọc được YAML tại đây: {detail}", "this is not YAML: {detail}"),
    help=Text(
        "xem lại thụt đầu dòng, dấu hai chấm, ngoặc; chữ có dấu “: ”, “#” hoặc bắt đầu bằng “>”, “[”, “{{” thì đặt trong ngoặc kép",
        "look at indents, colons and brackets; put text that has “: ” or “#”, or begins with “>”, “[” or “{{”, in double quotes",
    ),
    wrong="  - id: a\n    name: A\n    decimals: 2\n    max: 10\n# targets\n  a:\n    target: >= 8.97",
    right="  - id: a\n    name: A\n    decimals: 2\n    max: 10\n# targets\n  a:\n    target: 8.97",
)
_shape(
    "S102",
    "unknown-key",
    title=Text("Khóa không có trong định dạng", "An unknown key"),
    why=Text("Một khóa gõ sai sẽ làm mất số liệu mà không ai biết.", "A mistyped key would lose its figure without a word."),
    message=Text("không có khóa “{key}”", "there is no key “{key}”"),
    help=Text("các khóa có thể dùng: {allowed}", "the keys are: {allowed}"),
    wrong="  - {id: a, name: A, decimals: 2, max: 10, scroe: 7.97}",
    right="  - {id: a, name: A, decimals: 2, max: 10, score: 7.97}",
)
_shape(
    "S103",
    "missing-key",
    title=Text("Thiếu khóa bắt buộc", "A missing key"),
    why=Text("Thiếu khóa này thì không hiểu được mục.", "Without it the record cannot be understood."),
    message=Text("thiếu khóa “{key}”", "the key “{key}” is missing"),
    help=Text("thêm “{key}:” vào mục này", "add “{key}:” to this record"),
    wrong="  - {id: a, name: A, max: 10}",
    right="  - {id: a, name: A, decimals: 2, max: 10}",
)
_shape(
    "S104",
    "wrong-type",
    title=Text("Giá trị không đúng kiểu", "A value of the wrong type"),
    why=Text(
        "Điểm là số thập phân viết thường: không chữ, không số mũ, không dấu ≥.", "Points are plain decimals: no words, no exponents, no ≥."
    ),
    message=Text("“{text}” không phải là {expected}", "“{text}” is not {expected}"),
    help=Text("ghi {expected}", "write {expected}"),
    wrong="  - {id: a, name: A, decimals: 2, max: ten}",
    right="  - {id: a, name: A, decimals: 2, max: 10}",
)
_shape(
    "S105",
    "decimal-comma",
    title=Text("Dấu phẩy thập phân", "A decimal comma"),
    why=Text(
        "Trong YAML, dấu phẩy ngăn cách các mục: {{score: 7,97}} thành điểm 7 và một khóa 97.",
        "In YAML a comma separates entries: {{score: 7,97}} becomes the score 7 and a key 97.",
    ),
    message=Text("“{text}” dùng dấu phẩy thập phân", "“{text}” is written with a decimal comma"),
    help=Text("ghi {meant}; chương trình vẫn in dấu phẩy khi hiển thị tiếng Việt", "write {meant}"),
    wrong="  - id: a\n    name: A\n    decimals: 2\n    max: 10\n    score: 7,97",
    right="  - id: a\n    name: A\n    decimals: 2\n    max: 10\n    score: 7.97",
)
_shape(
    "S106",
    "duplicate-key",
    title=Text("Khóa lặp lại", "A key given twice"),
    why=Text(
        "Phần lớn chương trình lặng lẽ lấy giá trị sau và bỏ giá trị trước.", "Most programs silently keep the last one and lose the first."
    ),
    message=Text("khóa “{key}” đã có ở dòng {line}", "the key “{key}” stands in line {line} already"),
    help=Text("giữ lại một trong hai", "keep one of the two"),
    wrong="  - {id: a, name: A, decimals: 2, max: 10, score: 7.97, score: 9.11}",
    right="  - {id: a, name: A, decimals: 2, max: 10, score: 7.97}",
)
_shape(
    "S107",
    "duplicate-id",
    title=Text("Mã lặp lại", "An id given twice"),
    why=Text("Mã phải chỉ đúng một mục.", "An id names exactly one record."),
    message=Text("mã “{id}” đã dùng ở dòng {line}", "the id “{id}” stands in line {line} already"),
    help=Text("đặt mã khác cho một trong hai", "give one of the two another id"),
    wrong="  - {id: a, name: A, decimals: 2, max: 10}\n  - {id: a, name: B, decimals: 2, max: 20}",
    right="  - {id: a, name: A, decimals: 2, max: 10}\n  - {id: b, name: B, decimals: 2, max: 20}",
)
_shape(
    "S108",
    "unknown-id",
    title=Text("Tham chiếu đến cái không có", "A reference to what does not exist"),
    why=Text("Mục tiêu của một mã không có thì không thuộc về đâu.", "A target for an id that does not exist belongs nowhere."),
    message=Text("không có {what} “{id}”", "there is no {what} “{id}”"),
    help=Text("xem lại cách viết", "check the spelling"),
    wrong="  - {id: par.1, name: A, decimals: 2, max: 10}\n# targets\n  par.l: {target: 8.97}",
    right="  - {id: par.1, name: A, decimals: 2, max: 10}\n# targets\n  par.1: {target: 8.97}",
)
_shape(
    "S109",
    "yaml-feature",
    title=Text("Tính năng YAML không được dùng", "A YAML feature that plans do not use"),
    why=Text(
        "Neo, bí danh, gộp khóa, thẻ và nhiều tài liệu trong một tệp che khuất số liệu; thẻ còn có thể chạy mã.",
        "Anchors, aliases, merges, tags and second documents hide figures from a reader, and tags can run code.",
    ),
    message=Text("không dùng {what}", "{what} is not used in a plan"),
    help=Text("viết thẳng giá trị ra", "write the value out"),
    wrong="  - {id: a, name: A, decimals: 2, max: &most 10}\n  - {id: b, name: B, decimals: 2, max: *most}",
    right="  - {id: a, name: A, decimals: 2, max: 10}\n  - {id: b, name: B, decimals: 2, max: 10}",
)
_shape(
    "S110",
    "not-text",
    title=Text("Không phải văn bản UTF-8", "Bytes that are not UTF-8 text"),
    why=Text("Chữ có dấu đọc sai bảng mã sẽ thành chữ khác.", "Letters read in the wrong encoding become other letters."),
    message=Text("byte hoặc ký tự {detail} không thuộc văn bản UTF-8", "the byte or character {detail} is not part of UTF-8 text"),
    help=Text("lưu lại tệp với bảng mã UTF-8", "save the file as UTF-8"),
    wrong='  - {id: a, name: "\x01", decimals: 2, max: 10}',
    right="  - {id: a, name: A, decimals: 2, max: 10}",
)
_shape(
    "S111",
    "empty-file",
    title=Text("Tệp trống", "An empty file"),
    why=Text("Tệp trống thường là tệp ghi hỏng.", "An empty file is usually one that was not written whole."),
    message=Text("tệp không có nội dung", "the file is empty"),
    help=Text("khôi phục nội dung, hoặc xóa tệp", "restore what it held, or remove the file"),
    wrong="  - {id: a, name: A, decimals: 2, max: 10}\n# errata\n",
    right="  - {id: a, name: A, decimals: 2, max: 10}\n# errata\n  {}",
)
_shape(
    "S112",
    "too-large",
    title=Text("Lồng quá sâu hoặc quá nhiều mục", "Nested too deep, or too many entries"),
    why=Text("Không có chỉ số nào lớn đến thế; đọc tiếp chỉ tốn bộ nhớ.", "No index is that large, and reading on would only cost memory."),
    message=Text("các mục lồng nhau quá {depth} cấp", "entries are nested more than {depth} levels deep"),
    help=Text("xem lại thụt đầu dòng và ngoặc", "look at indents and brackets"),
    wrong="  - " + "[" * 60,
    right="  - {id: a, name: A, decimals: 2, max: 10}",
)


def more_digits_than_declared(indicator: Indicator, _: Plan) -> Problem | None:
    """A figure has at most the decimals that its index declares."""
    unit = last_digit(indicator.root.decimals)
    score, planned, target = indicator.score, indicator.planned, indicator.target
    if score is not None and score % unit:
        return Problem(indicator.id, "score", {"value": score, "decimals": indicator.decimals})
    if planned is not None and planned % unit:
        return Problem(indicator.id, "planned", {"value": planned, "decimals": indicator.decimals})
    if target is not None and target % unit and not _computed(indicator):
        return Problem(indicator.id, "target", {"value": target, "decimals": indicator.decimals})
    return None


def _computed(indicator: Indicator) -> bool:
    return indicator.goal is None or indicator.goal.target is None or indicator.goal.target.points is None


register(
    Rule(
        "S113",
        "more-digits-than-declared",
        "warning",
        Text("Nhiều chữ số thập phân hơn khai báo", "More decimals than the index declares"),
        Text(
            "Sai số làm tròn được tính theo số chữ số khai báo của chỉ số.",
            "How far rounding can explain a difference follows from the decimals that the index declares.",
        ),
        Text("{value} có nhiều hơn {decimals} chữ số thập phân", "{value} has more than {decimals} decimals"),
        Text("xem lại số, hoặc sửa “decimals” của chỉ số", "check the figure, or change the index's `decimals`"),
        "  - {id: a, name: A, decimals: 2, max: 10, score: 7.975}",
        "  - {id: a, name: A, decimals: 2, max: 10, score: 7.97}",
        "row",
        check_indicator=more_digits_than_declared,
    )
)


def goals_have_an_indicator(plan: Plan) -> Iterator[Problem]:
    """Every target is for an id that exists."""
    for ident in plan.goals:
        if ident not in plan.by_id:
            yield unknown(ident, "", WHAT_ID, ident, plan.by_id)


def references_exist(plan: Plan) -> Iterator[Problem]:
    """Every table, group and other place that is named exists."""
    for indicator in plan.by_id.values():
        node, goal = indicator.node, indicator.goal
        if node.same_as is node.table is node.rows_in is None and (goal is None or goal.target is None or goal.target.group is None):
            continue
        if node.same_as is not None and (node.same_as not in plan.by_id or node.same_as == node.id):
            others = [ident for ident in plan.by_id if ident != node.id]
            yield unknown(indicator.id, "same_as", WHAT_ID, node.same_as, others)
        for field, table in (("table", node.table), ("rows_in", node.rows_in)):
            if table is not None and table not in plan.tables:
                yield unknown(indicator.id, field, WHAT_TABLE, table, plan.tables)
        group = goal.target.group if goal and goal.target else None
        if group is not None and all(known.id != group for known in node.groups):
            yield unknown(indicator.id, "target", WHAT_GROUP, group, [known.id for known in node.groups])


def unknown(ident: str, field: str, what: Text, name: str, known: Iterable[str]) -> Problem:
    """A name that names nothing, with what it may have meant."""
    likely = near(name, known)
    return Problem(ident, field, {"what": what, "id": name, "near": likely}, help=DID_YOU_MEAN if likely else None)


WHAT_ID = Text("mã", "id")
WHAT_TABLE = Text("bảng", "table")
WHAT_GROUP = Text("nhóm", "group")
WHAT_FIGURE = Text("số liệu", "figure")
DID_YOU_MEAN = Text("có phải là {near}?", "did you mean {near}?")
