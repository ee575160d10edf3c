"""How rows say that they count: keys that clash, and weights."""

from parplan.model.plan import Plan
from parplan.model.tree import Indicator
from parplan.points import ONE, ZERO
from parplan.rules.rule import Problem, rule
from parplan.text import Text


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
