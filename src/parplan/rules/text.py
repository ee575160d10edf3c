"""What keeps a file from being read as a plan, and keys that clash.

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
from parplan.points import ONE, ZERO, last_digit
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


@rule(
    "S121",
    "keys-that-clash",
    on="row",
    title=Text("Hai khóa không dùng cùng nhau", "Keys that do not go together"),
    why=Text(
        "Một tổng điểm chỉ có một cách tính; khóa không có tác dụng làm người đọc hiểu sai.",
        "A total follows in one way only, and a key without effect misleads.",
    ),
    message=Text("không dùng “{key}” với {other}", "`{key}` does not go with {other}"),
    help=Text(
        "giữ khóa đúng với cách tính điểm của văn bản, bỏ khóa kia",
        "keep the one that says how the document scores it",
    ),
    wrong="""\
  - id: a
    name: A
    decimals: 2
    rebase: 100
    aggregate: mean
    rows: [{id: a.1, name: Một, max: 10}]""",
    right="""\
  - id: a
    name: A
    decimals: 2
    rebase: 100
    rows: [{id: a.1, name: Một, max: 10}]""",
)
def keys_that_clash(indicator: Indicator, _: Plan) -> Problem | None:
    """A row says in one way how it counts: no two keys clash, and none is without effect."""
    node = indicator.node
    if (node.rebase, node.counts, node.ceiling, node.excerpt_of) == (None, None, None, None):
        return None
    parts = "parts" if node is not indicator.root else "rows"
    bonus = any(row.node.bonus or row.lifted for row in indicator.children)
    clashes: tuple[tuple[str, bool, Text], ...] = (
        ("rebase", node.rebase is not None and node.aggregate != "sum", _key("aggregate")),
        ("rebase", node.rebase is not None and node.scale != ONE, _key("scale")),
        ("rebase", node.rebase is not None and node.max not in (None, node.rebase), _OTHER_MAX),
        ("rebase", node.rebase is not None and node.counts is not None, _key("counts")),
        ("rebase", node.rebase is not None and not node.children, _without(parts)),
        ("counts", node.counts is not None and node.aggregate == "none", _key("aggregate: none")),
        ("counts", node.counts is not None and node.is_excerpt, _key("excerpt_of")),
        ("counts", node.counts is not None and not node.children, _without(parts)),
        ("counts", node.counts == "whole" and node.ceiling is not None, _key("ceiling")),
        ("counts", node.counts == "whole" and bonus, _BONUS),
        ("ceiling", node.ceiling is not None and node.max is None, _without("max")),
        ("ceiling", node.ceiling is not None and node.ceiling < (node.max or ZERO), _HIGHER_MAX),
        ("excerpt_of", node.excerpt_of is not None and not node.children, _without(parts)),
    )
    for key, clash, other in clashes:
        if clash:
            return Problem(indicator.id, key, {"key": key, "other": other})
    return None


def _key(key: str) -> Text:
    return Text(f"“{key}”", f"`{key}`")


def _without(key: str) -> Text:
    return Text(f"tiêu chí không có “{key}”", f"a row without `{key}`")


_WEIGHTED = """\
  - id: a
    name: A
    decimals: 2
    aggregate: {}
    rows: [{{id: a.1, name: Một, max: 10, {}}}, {{id: a.2, name: Hai, max: 10{}}}]"""
_OTHER_MAX = Text("“max” khác", "another `max`")
_HIGHER_MAX = Text("“max” cao hơn", "a higher `max`")
_BONUS = Text("tiêu chí thành phần có điểm thưởng", "bonus rows among the parts")


@rule(
    "S124",
    "weights-of-some",
    "warning",
    on="total",
    title=Text("Thiếu trọng số của một số dòng", "Weights of some rows alone"),
    why=Text(
        "Dòng không ghi trọng số được tính là 1; bên cạnh các trọng số khác thì thường là quên.",
        "A row without a weight counts 1, which beside other weights was rarely meant.",
    ),
    message=Text(
        "{rows} không ghi “weight” nên được tính là 1, trong khi dòng khác có ghi",
        "{rows} without a `weight`, which then is 1, beside rows that have one",
    ),
    help=Text("ghi trọng số của mọi dòng", "give the weight of every row"),
    wrong=_WEIGHTED.format("weighted", "weight: 50", ""),
    right=_WEIGHTED.format("weighted", "weight: 50", ", weight: 50"),
)
def every_row_has_its_weight(indicator: Indicator, _: Plan) -> Problem | None:
    """Where rows count by their weights, each says its own."""
    if indicator.node.aggregate != "weighted":
        return None
    rows = [row for row in indicator.children if row.counts_in(indicator) and not row.node.bonus]
    bare = tuple(row.id for row in rows if "weight" not in row.node.model_fields_set)
    if not bare or len(bare) == len(rows):
        return None
    return Problem(indicator.id, "aggregate", {"rows": bare})


@rule(
    "S125",
    "weight-without-effect",
    "warning",
    on="total",
    title=Text("Trọng số không có tác dụng", "A weight without effect"),
    why=Text(
        "Tổng chỉ tính theo trọng số khi ghi “aggregate: weighted”.",
        "A total goes by weights only where it says `aggregate: weighted`.",
    ),
    message=Text(
        "trọng số của {rows} không được dùng, vì {id} tính theo “aggregate: {how}”",
        "the weight of {rows} does nothing, because {id} has `aggregate: {how}`",
    ),
    help=Text(
        "ghi “aggregate: weighted” nếu văn bản tính theo trọng số, nếu không thì bỏ “weight”",
        "say `aggregate: weighted` where the document goes by weights, else leave them out",
    ),
    wrong=_WEIGHTED.format("sum", "weight: 2", ", weight: 2"),
    right=_WEIGHTED.format("weighted", "weight: 2", ", weight: 2"),
)
def weights_are_used(indicator: Indicator, _: Plan) -> Problem | None:
    """Only rows that count by their weights have them."""
    how = indicator.node.aggregate
    if how == "weighted":
        return None
    rows = tuple(row.id for row in indicator.children if row.node.weight != ONE)
    if not rows:
        return None
    return Problem(indicator.id, "aggregate", {"rows": rows, "id": indicator.id, "how": how})


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
    plain = not indicator.decimals_of and indicator.increase_count < 2
    for field in _DECLARED:
        value: Decimal | None = getattr(indicator, field)
        if value is None or (plain and not value % unit):  # the usual case
            continue
        yield from ((it.field, it.value) for it in figures(indicator, field) if it.percent is None)
    own = (("change", indicator.node.change), ("percent", indicator.node.percent))
    yield from ((name, printed) for name, printed in own if printed is not None)


_DECLARED: Final[tuple[FactField, ...]] = ("score", "planned", "target")
