"""Rows that are not scored, and tables that print only some of theirs."""

from parplan.model.fields import FIGURE_WORDS
from parplan.model.plan import Plan
from parplan.model.tree import Indicator
from parplan.rules.rule import Problem, rule
from parplan.text import Text


@rule(
    "R221",
    "does-not-apply",
    on="row",
    title=Text("Tiêu chí không áp dụng mà có số liệu", "A figure of a row that does not apply"),
    why=Text(
        "Tiêu chí không áp dụng thì không chấm điểm, không đặt mục tiêu, không tính vào tổng.",
        "What does not apply is not scored, has no target, and counts in no total.",
    ),
    message=Text(
        "không áp dụng đối với đơn vị, nhưng có {field} {value}",
        "does not apply to the unit, and has a {field} of {value}",
    ),
    help=Text(
        "xóa số liệu đó, hoặc xóa “applies: false”",
        "take out the figure, or take out `applies: false`",
    ),
    wrong="""\
  - id: a
    name: A
    decimals: 2
    rows:
      - {id: a.1, name: Một, max: 6, score: 5}
      - {id: a.2, name: Hai, max: 4, applies: false, score: 0}""",
    right="""\
  - id: a
    name: A
    decimals: 2
    rows:
      - {id: a.1, name: Một, max: 6, score: 5}
      - {id: a.2, name: Hai, max: 4, applies: false}""",
)
def does_not_apply(indicator: Indicator, _: Plan) -> Problem | None:
    """What does not apply has no score, percent or rank, and nothing is planned of it."""
    if indicator.applies:
        return None
    node = indicator.node
    figures: tuple[tuple[str, object], ...] = (
        ("score", node.score),
        ("percent", node.percent),
        ("rank", node.rank),
        ("planned", indicator.planned),
        *(("target", aim.statement.asked) for aim in indicator.aims),
    )
    for field, value in figures:
        if value is not None:
            values = {"field": FIGURE_WORDS[field], "value": value}
            return Problem(indicator.id, field, values)
    return None


@rule(
    "R222",
    "nothing-applies",
    on="row",
    title=Text("Chỉ số không còn tiêu chí nào áp dụng", "An index of which nothing applies"),
    why=Text(
        "Không còn gì để chấm điểm: có lẽ “applies: false” đặt nhầm dòng.",
        "Nothing is left to be scored: `applies: false` likely stands on the wrong row.",
    ),
    message=Text(
        "không có tiêu chí nào áp dụng đối với đơn vị", "no row of it applies to the unit"
    ),
    help=Text(
        "xem lại “applies: false”; chỉ số không tính cho đơn vị thì bỏ khỏi tệp",
        "look at `applies: false`; an index that is not measured for the unit is left out",
    ),
    wrong="""\
  - id: a
    name: A
    decimals: 2
    rows: [{id: a.1, name: Một, max: 10, applies: false}]""",
    right="""\
  - id: a
    name: A
    decimals: 2
    rows: [{id: a.1, name: Một, max: 10}]""",
)
def nothing_applies(indicator: Indicator, _: Plan) -> Problem | None:
    """Of an index something applies."""
    if indicator.applies or indicator.node is not indicator.root:
        return None
    return Problem(indicator.id, "applies")


@rule(
    "R223",
    "more-rows-than-the-table",
    on="total",
    title=Text("Bảng trích nhiều dòng hơn bảng gốc", "An excerpt longer than its table"),
    why=Text(
        "Bảng trích thì không cộng tổng; số dòng sai thì không biết bảng đủ hay thiếu.",
        "Nothing is added up from an excerpt; with a wrong number of rows it is not known whether "
        "it is one.",
    ),
    message=Text(
        "có {count} dòng, nhiều hơn {of} dòng của bảng", "has {count} rows, of a table of {of}"
    ),
    help=Text(
        "đếm lại số dòng của bảng trong văn bản, ghi vào “excerpt_of”",
        "count the rows of the printed table, and put the number into `excerpt_of`",
    ),
    wrong="""\
  - id: a
    name: A
    decimals: 2
    excerpt_of: 1
    rows:
      - {id: a.1, name: Một, max: 6, score: 5}
      - {id: a.2, name: Hai, max: 4, score: 3}""",
    right="""\
  - id: a
    name: A
    decimals: 2
    excerpt_of: 3
    rows:
      - {id: a.1, name: Một, max: 6, score: 5}
      - {id: a.2, name: Hai, max: 4, score: 3}""",
)
def more_rows_than_the_table(indicator: Indicator, _: Plan) -> Problem | None:
    """An excerpt has no more rows than the table that it is from."""
    of, count = indicator.node.excerpt_of, len(indicator.children)
    if of is None or count <= of:
        return None
    return Problem(indicator.id, "excerpt_of", {"count": count, "of": of})
