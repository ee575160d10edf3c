"""Totals that cannot be, whatever the figures are that the plan does not print."""

from fractions import Fraction

from parplan.engine.identities.identity import Found, Unknown
from parplan.engine.identities.possible import possible
from parplan.engine.identities.stands import Part
from parplan.model.fields import figure_words
from parplan.model.plan import Plan
from parplan.model.tree import Indicator
from parplan.points import decimal_of, last_digit, readable, written_like
from parplan.rules.rule import Problem, as_printed, problem_of, rule
from parplan.text import Text

rule(
    "R212",
    "beyond-its-parts",
    on="total",
    title=Text(
        "Tổng không thể có, dù số còn thiếu bằng bao nhiêu",
        "A total that no missing figure can make true",
    ),
    why=Text(
        "Số còn thiếu cũng nằm giữa mức sàn và điểm tối đa, nên tổng có giới hạn.",
        "What is not printed lies between the floor and the maximum too, so the total has limits.",
    ),
    message=Text(
        "thiếu {missing}, nhưng dù bằng bao nhiêu thì các tiêu chí thành phần cũng cho {side} "
        "{limit}, mà văn bản ghi {what} {total}",
        "whatever {missing} may be, the parts give {side} {limit}, but the printed {what} is "
        "{total}",
    ),
    help=Text(
        "đối chiếu tổng, các tiêu chí thành phần và điểm tối đa với văn bản",
        "compare the total, its parts and their maxima with the printed plan",
    ),
    wrong="""\
  - id: a
    name: A
    decimals: 2
    max: 20
    score: 17.50
    rows:
      - {id: a.1, name: Một, max: 10, score: 5.50}
      - {id: a.2, name: Hai, max: 10}""",
    right="""\
  - id: a
    name: A
    decimals: 2
    max: 20
    score: 14.50
    rows:
      - {id: a.1, name: Một, max: 10, score: 5.50}
      - {id: a.2, name: Hai, max: 10}""",
)


def judged(
    found: Found, indicator: Indicator, part: Part, field: str, plan: Plan
) -> Problem | None:
    """An equation's verdict; of one that lacks figures, whether its total is possible at all."""
    if not isinstance(found, Unknown):
        return problem_of(found)
    total = found.total
    if field == "planned" and indicator.increase_count > 1:  # of several years
        return problem_of(found)
    span = possible(indicator, part, field, plan)
    value, slack = Fraction(total.value), span.slack + Fraction(total.half)
    if span.high is not None and value > span.high + slack and total.sign != "<":
        side, limit = _AT_MOST, span.high
    elif span.low is not None and value < span.low - slack and total.sign != ">":
        side, limit = _AT_LEAST, span.low
    else:
        return problem_of(found)
    told = readable(decimal_of(limit))
    values: dict[str, object] = {
        "missing": tuple(f"{ident}.{name}" for ident, name in found.missing),
        "side": side,
        "limit": written_like(told, last_digit(indicator.decimals)),
        "what": figure_words(total.field),
        "total": as_printed(total),
    }
    return Problem(total.ident, total.field, values, (total,), code="R212")


_AT_MOST, _AT_LEAST = Text("nhiều nhất", "at most"), Text("ít nhất", "at least")
