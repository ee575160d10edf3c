"""What keeps a file from being read as a plan, and figures with more digits than are declared.

S101-S106 and S109-S112 have words only: the reader notices them itself, from libyaml's events and
pydantic's errors (`checks/shape.py`).
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from parplan.engine.identities.printed import figures
from parplan.location import Loc
from parplan.model.plan import Plan
from parplan.model.tree import FactField, Indicator
from parplan.points import last_digit
from parplan.rules.rule import Problem, Spot, rule
from parplan.text import Text

rule(
    "S101",
    "syntax",
    on="text",
    title=Text("YAML không đọc được", "Text that is not YAML"),
    why=Text(
        "Tệp phải đọc được thì mới kiểm tra được số liệu.",
        "Figures can only be checked in a file that can be read.",
    ),
    message=Text("không đọc được YAML tại đây: {detail}", "this is not YAML: {detail}"),
    help=Text(
        "xem lại thụt đầu dòng, dấu hai chấm, ngoặc; chữ có dấu “: ”, “#” hoặc bắt đầu bằng “>”, "
        "“[”, “{{” thì đặt trong ngoặc kép",
        "look at indents, colons and brackets; put text that has “: ” or “#”, or begins with “>”, "
        "“[” or “{{”, in double quotes",
    ),
    wrong=(
        "  - id: a\n    name: A\n    decimals: 2\n    max: 10\n# targets\n  a:\n    target: >= 8.97"
    ),
    right="  - id: a\n    name: A\n    decimals: 2\n    max: 10\n# targets\n  a:\n    target: 8.97",
)
rule(
    "S102",
    "unknown-key",
    on="text",
    title=Text("Khóa không có trong định dạng", "An unknown key"),
    why=Text(
        "Một khóa gõ sai sẽ làm mất số liệu mà không ai biết.",
        "A mistyped key would lose its figure without a word.",
    ),
    message=Text("không có khóa “{key}”", "there is no key “{key}”"),
    help=Text("các khóa có thể dùng: {allowed}", "the keys are: {allowed}"),
    wrong="  - {id: a, name: A, decimals: 2, max: 10, scroe: 7.97}",
    right="  - {id: a, name: A, decimals: 2, max: 10, score: 7.97}",
)
rule(
    "S103",
    "missing-key",
    on="text",
    title=Text("Thiếu khóa bắt buộc", "A missing key"),
    why=Text(
        "Thiếu khóa này thì không hiểu được mục.", "Without it the record cannot be understood."
    ),
    message=Text("thiếu khóa “{key}”", "the key “{key}” is missing"),
    help=Text("thêm “{key}:” vào mục này", "add `{key}:` to this record"),
    wrong="  - {id: a, name: A, max: 10}",
    right="  - {id: a, name: A, decimals: 2, max: 10}",
)
rule(
    "S104",
    "wrong-type",
    on="text",
    title=Text("Giá trị không đúng kiểu", "A value of the wrong type"),
    why=Text(
        "Điểm là số thập phân viết thường: không chữ, không số mũ, không dấu ≥.",
        "Points are plain decimals: no words, no exponents, no ≥.",
    ),
    message=Text("“{text}” không phải là {expected}", "“{text}” is not {expected}"),
    help=Text("ghi {expected}", "write {expected}"),
    wrong="  - {id: a, name: A, decimals: 2, max: ten}",
    right="  - {id: a, name: A, decimals: 2, max: 10}",
)
rule(
    "S105",
    "decimal-comma",
    on="text",
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
rule(
    "S106",
    "duplicate-key",
    on="text",
    title=Text("Khóa lặp lại", "A key given twice"),
    why=Text(
        "Phần lớn chương trình lặng lẽ lấy giá trị sau và bỏ giá trị trước.",
        "Most programs silently keep the last one and lose the first.",
    ),
    message=Text("khóa “{key}” đã có ở dòng {line}", "the key “{key}” is in line {line} already"),
    help=Text("giữ lại một trong hai", "keep one of the two"),
    wrong="  - {id: a, name: A, decimals: 2, max: 10, score: 7.97, score: 9.11}",
    right="  - {id: a, name: A, decimals: 2, max: 10, score: 7.97}",
)


@rule(
    "S118",
    "target-before-scores",
    on="ids",
    title=Text("Năm mục tiêu không sau năm gốc", "A target year that is not after the base year"),
    why=Text(
        "Không có thời gian để thực hiện thì không có gì để lập kế hoạch.",
        "Where no time lies between, there is nothing to plan.",
    ),
    message=Text(
        "năm mục tiêu {target_year} không sau năm gốc {year}",
        "the target year {target_year} is not after the base year {year}",
    ),
    help=Text("sửa một trong hai năm", "put one of the two years right"),
    wrong=(
        "plan: {id: example, name: Example, year: 2023, target_year: 2023}\n"
        "indices:\n  - {id: a, name: A, decimals: 2, max: 10}"
    ),
    right=(
        "plan: {id: example, name: Example, year: 2022, target_year: 2023}\n"
        "indices:\n  - {id: a, name: A, decimals: 2, max: 10}"
    ),
)
def targets_come_after_scores(plan: Plan) -> Iterator[Spot]:
    """The year of the targets lies behind that of the scores, and so does each that they tell
    apart.
    """
    year = plan.about.year
    if plan.final <= year:
        values = {"year": str(year), "target_year": str(plan.final)}
        yield Spot(("indicators", "plan", "target_year"), values, "plan.target_year")
    for then, loc, path in _told_apart(plan):
        if then <= year:
            yield Spot(loc, {"year": str(year), "target_year": str(then)}, path, key=True)


def _told_apart(plan: Plan) -> Iterator[tuple[int, Loc, str]]:
    """The years that increases and targets tell apart, each with its place and its path."""
    for ident, goal in plan.goals.items():
        for field in ("planned", "target"):
            for then in goal.years_of(field):
                yield then, ("targets", "targets", ident, field, str(then)), f"{ident}.{field}"


@rule(
    "S122",
    "target-behind-the-plan",
    "note",
    on="ids",
    title=Text("Năm mục tiêu sau năm cuối của kế hoạch", "A target year after the plan's last"),
    why=Text(
        "Có thể là tầm nhìn xa hơn, cũng có thể là gõ nhầm năm; nếu gõ nhầm thì mục tiêu của "
        "năm đúng không được kiểm tra.",
        "It may look further ahead, or be a mistyped year: what was meant for another one is not "
        "checked then.",
    ),
    message=Text(
        "năm {then} sau năm {target_year}, năm mục tiêu cuối của kế hoạch",
        "{then} is after {target_year}, the last target year of the plan",
    ),
    help=Text(
        "sửa năm này; kế hoạch kéo dài hơn thì sửa “target_year”",
        "correct the year; if the plan runs longer, change `target_year`",
    ),
    wrong=(
        "plan: {id: example, name: Example, year: 2022, target_year: 2024}\n"
        "indices:\n  - {id: a, name: A, decimals: 2, max: 10, score: 7}\n"
        "# targets\n  a: {target: {2023: 7.50, 2042: 8}}"
    ),
    right=(
        "plan: {id: example, name: Example, year: 2022, target_year: 2024}\n"
        "indices:\n  - {id: a, name: A, decimals: 2, max: 10, score: 7}\n"
        "# targets\n  a: {target: {2023: 7.50, 2024: 8}}"
    ),
)
def targets_are_of_the_plan(plan: Plan) -> Iterator[Spot]:
    """No year that targets tell apart lies behind the plan's target year; each is told once."""
    told: set[int] = set()
    for then, loc, path in _told_apart(plan):
        if then > plan.final and then not in told:
            told.add(then)
            yield Spot(loc, {"then": str(then), "target_year": str(plan.final)}, path, key=True)


rule(
    "S109",
    "yaml-feature",
    on="text",
    title=Text("Tính năng YAML không được dùng", "A YAML feature that plans do not use"),
    why=Text(
        "Neo, bí danh, gộp khóa, thẻ và nhiều tài liệu trong một tệp che khuất số liệu; thẻ còn "
        "có thể chạy mã.",
        "Anchors, aliases, merges, tags and second documents hide figures from a reader, and tags "
        "can run code.",
    ),
    message=Text("không dùng {what}", "{what} is not used in a plan"),
    help=Text("viết thẳng giá trị ra", "write the value out"),
    wrong=(
        "  - {id: a, name: A, decimals: 2, max: &most 10}\n  - "
        "{id: b, name: B, decimals: 2, max: *most}"
    ),
    right="  - {id: a, name: A, decimals: 2, max: 10}\n  - {id: b, name: B, decimals: 2, max: 10}",
)
rule(
    "S110",
    "not-text",
    on="text",
    title=Text("Không phải văn bản UTF-8", "Bytes that are not UTF-8 text"),
    why=Text(
        "Chữ có dấu đọc sai bảng mã sẽ thành chữ khác.",
        "Letters read in the wrong encoding become other letters.",
    ),
    message=Text(
        "byte hoặc ký tự {detail} không thuộc văn bản UTF-8",
        "the byte or character {detail} is not part of UTF-8 text",
    ),
    help=Text("lưu lại tệp với bảng mã UTF-8", "save the file as UTF-8"),
    wrong='  - {id: a, name: "\x01", decimals: 2, max: 10}',
    right="  - {id: a, name: A, decimals: 2, max: 10}",
)
rule(
    "S111",
    "empty-file",
    on="text",
    title=Text("Tệp trống", "An empty file"),
    why=Text(
        "Tệp trống thường là tệp ghi hỏng.",
        "An empty file is usually one that was not written whole.",
    ),
    message=Text("tệp không có nội dung", "the file is empty"),
    help=Text(
        "khôi phục nội dung; tệp mà kế hoạch không bắt buộc có, như errata.yaml, thì có thể xóa",
        "restore what it held; a file that a plan need not have, such as errata.yaml, may be "
        "removed instead",
    ),
    wrong="  - {id: a, name: A, decimals: 2, max: 10}\n# errata\n",
    right="  - {id: a, name: A, decimals: 2, max: 10}\n# errata\n  {}",
)
rule(
    "S112",
    "too-large",
    on="text",
    title=Text("Lồng quá sâu hoặc quá nhiều mục", "Nested too deep, or too many entries"),
    why=Text(
        "Không có chỉ số nào lớn đến thế; đọc tiếp chỉ tốn bộ nhớ.",
        "No index is that large, and reading on would only cost memory.",
    ),
    message=Text(
        "các mục lồng nhau quá {depth} cấp", "entries are nested more than {depth} levels deep"
    ),
    help=Text("xem lại thụt đầu dòng và ngoặc", "look at indents and brackets"),
    wrong="  - " + "[" * 60,
    right="  - {id: a, name: A, decimals: 2, max: 10}",
)


@rule(
    "S113",
    "more-digits-than-declared",
    "warning",
    on="row",
    title=Text("Nhiều chữ số thập phân hơn khai báo", "More decimals than the index declares"),
    why=Text(
        "Sai số làm tròn được tính theo số chữ số khai báo của chỉ số.",
        "How far rounding can explain a difference follows from the decimals that the index "
        "declares.",
    ),
    message=Text(
        "{value} có nhiều hơn {decimals} chữ số thập phân",
        "{value} has more decimals than are declared ({decimals})",
    ),
    help=Text(
        "xem lại số, hoặc sửa “decimals” của chỉ số; chỉ riêng số này thì ghi “decimals_of”",
        "check the figure, or change the index's `decimals`, for this figure alone `decimals_of`",
    ),
    wrong="  - {id: a, name: A, decimals: 2, max: 10, score: 7.975}",
    right="  - {id: a, name: A, decimals: 2, max: 10, score: 7.97}",
)
def more_digits_than_declared(indicator: Indicator, _: Plan) -> Problem | None:
    """A printed figure has at most the decimals that its index declares. What something else comes
    to, such as a percentage of the maximum, is not printed.
    """
    for field, value in _printed(indicator):
        decimals = indicator.decimals_in(field)
        if value % last_digit(decimals):
            return Problem(indicator.id, field, {"value": value, "decimals": decimals})
    return None


def _printed(indicator: Indicator) -> Iterator[tuple[str, Decimal]]:
    unit = last_digit(indicator.decimals)
    told = (indicator.score, indicator.target, *indicator.increases)
    is_usual = not any(value % unit for value in told if value is not None)
    for field in () if is_usual and not indicator.decimals_of else _DECLARED:
        yield from ((it.field, it.value) for it in figures(indicator, field) if it.percent is None)
    own = (("change", indicator.node.change), ("percent", indicator.node.percent))
    yield from ((name, printed) for name, printed in own if printed is not None)


_DECLARED: Final[tuple[FactField, ...]] = ("score", "planned", "target")
