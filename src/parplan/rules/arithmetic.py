"""Equations that the printed figures break; which equations there are stands in identities.py."""

from collections.abc import Iterator

from parplan.engine import identities
from parplan.model.fields import FigureField
from parplan.model.plan import Indicator, Plan
from parplan.rules.rule import IndicatorCheck, Problem, Rule, judged, judged_identity, register
from parplan.text import Text


def _adds_up(indicator: Indicator, field: FigureField) -> Problem | None:
    return None if identities.plainly_adds_up(indicator, field) else judged(identities.adds_up(indicator, field))


def scores_add_up(indicator: Indicator, _: Plan) -> Problem | None:
    """The scores of the parts make up the printed score."""
    return _adds_up(indicator, "score")


def maxima_add_up(indicator: Indicator, _: Plan) -> Problem | None:
    """The maxima of the parts make up the printed maximum, exactly."""
    return _adds_up(indicator, "max")


def increases_add_up(indicator: Indicator, _: Plan) -> Problem | None:
    """The planned increases of the parts make up the printed increase."""
    return _adds_up(indicator, "planned")


def increase_reaches_target(indicator: Indicator, _: Plan) -> Problem | None:
    """Score + planned increase = target."""
    if indicator.planned is None or indicator.target is None:
        return None
    if indicator.score is not None and indicator.score + indicator.planned == indicator.target:
        return None  # the usual case, without building the equation
    return judged(identities.increase_reaches_target(indicator))


def parts_reach_target(indicator: Indicator, _: Plan) -> Problem | None:
    """What the parts are to reach makes up the printed target."""
    if identities.plainly_adds_up(indicator, "target"):
        return None
    problem = judged(identities.parts_reach_target(indicator))
    if problem is None or problem.code is not None:
        return problem
    causes = [judged(identities.adds_up(indicator, field)) for field in ("score", "planned")]
    causes.append(judged(identities.increase_reaches_target(indicator)))
    broken = [f"{cause.ident}.{cause.field}" for cause in causes if cause is not None and cause.code is None]
    if not broken:
        return problem
    return problem._replace(values={**problem.values, "causes": tuple(broken)}, help=_FOLLOWS)


def percent_is_share(indicator: Indicator, _: Plan) -> Problem | None:
    """The printed percent is score / maximum."""
    if indicator.node.percent is None:
        return None
    return judged(identities.percent_is_share(indicator))


def printed_twice_alike(plan: Plan) -> Iterator[Problem]:
    """One fact printed in two places reads the same in both."""
    for indicator in plan.by_id.values():
        if indicator.node.same_as is not None:
            problems = (judged_identity(identity) for identity in identities.same_fact(indicator, plan))
            yield from (problem for problem in problems if problem is not None)


_FOLLOWS = Text(
    "hệ quả của mâu thuẫn tại {causes}; xử lý chỗ đó trước",
    "this follows from the contradiction at {causes}; settle that one first",
)
_COMPARE = Text(
    "so lại từng số với bản in; nếu chính bản in sai, ghi vào errata.yaml",
    "compare each figure with the printed plan; if the document itself is wrong, enter it in errata.yaml",
)
_UNEXPLAINED = Text(" (lệch {delta}; sai số làm tròn tối đa {slack})", " (difference {delta}; rounding explains at most {slack})")


def _message(vi: str, en: str) -> Text:
    return Text(vi + _UNEXPLAINED.vi, en + _UNEXPLAINED.en)


def _equation(
    code: str, slug: str, check: IndicatorCheck, *, total: bool, title: Text, why: Text, message: Text, wrong: str, right: str
) -> None:
    rule = Rule(code, slug, "error", title, why, message, _COMPARE, wrong, right, "total" if total else "row", check_indicator=check)
    register(rule)


_equation(
    "A301",
    "scores-add-up",
    scores_add_up,
    total=True,
    title=Text("Điểm các phần không cộng đúng điểm của mục", "The scores of the parts do not make up the score"),
    why=Text("Điểm của một mục được tính từ các phần của nó.", "A score is made up of the scores of its parts."),
    message=_message("các phần tính được {sum}, nhưng điểm in là {total}", "the parts come to {sum}, but the printed score is {total}"),
    wrong="""\
  - id: a
    name: A
    decimals: 2
    max: 15
    score: 11.49
    rows:
      - {id: a.1, name: Một, max: 6, score: 4.75}
      - {id: a.2, name: Hai, max: 9, score: 6.79}""",
    right="""\
  - id: a
    name: A
    decimals: 2
    max: 15
    score: 11.49
    rows:
      - {id: a.1, name: Một, max: 6, score: 4.75}
      - {id: a.2, name: Hai, max: 9, score: 6.74}""",
)
_equation(
    "A302",
    "maxima-add-up",
    maxima_add_up,
    total=True,
    title=Text("Điểm tối đa các phần không cộng đúng điểm tối đa của mục", "The maxima of the parts do not make up the maximum"),
    why=Text(
        "Điểm tối đa là quy định, không phải số đo: phải khớp tuyệt đối.",
        "Maxima are definitions, not measurements: they must agree exactly.",
    ),
    message=Text(
        "điểm tối đa các phần tính được {sum}, nhưng bản in ghi {total} (lệch {delta})",
        "the maxima of the parts come to {sum}, but the printed maximum is {total} (difference {delta})",
    ),
    wrong="""\
  - id: a
    name: A
    decimals: 2
    max: 100
    rows:
      - {id: a.1, name: Một, max: 60}
      - {id: a.2, name: Hai, max: 30}""",
    right="""\
  - id: a
    name: A
    decimals: 2
    max: 100
    rows:
      - {id: a.1, name: Một, max: 60}
      - {id: a.2, name: Hai, max: 40}""",
)
_equation(
    "A303",
    "increases-add-up",
    increases_add_up,
    total=True,
    title=Text("Mức tăng các phần không cộng đúng mức tăng của mục", "The planned increases of the parts do not make up the increase"),
    why=Text("Mức tăng dự kiến của một mục là tổng mức tăng của các phần.", "What a row is to gain is what its parts are to gain."),
    message=_message(
        "mức tăng các phần tính được {sum}, nhưng mức tăng in là {total}",
        "the increases of the parts come to {sum}, but the printed increase is {total}",
    ),
    wrong="""\
  - id: a
    name: A
    decimals: 2
    max: 16.5
    rows:
      - {id: a.1, name: Một, max: 10}
      - {id: a.2, name: Hai, max: 6.5}
# targets
  a: {planned: 2.23}
  a.1: {planned: 0.47}
  a.2: {planned: 1.67}""",
    right="""\
  - id: a
    name: A
    decimals: 2
    max: 16.5
    rows:
      - {id: a.1, name: Một, max: 10}
      - {id: a.2, name: Hai, max: 6.5}
# targets
  a: {planned: 2.23}
  a.1: {planned: 0.47}
  a.2: {planned: 1.76}""",
)
_equation(
    "A304",
    "increase-reaches-target",
    increase_reaches_target,
    total=False,
    title=Text("Điểm cộng mức tăng không bằng mục tiêu", "Score + planned increase is not the target"),
    why=Text("Mục tiêu là điểm hiện có cộng mức tăng dự kiến.", "The target is the score and the planned increase together."),
    message=_message(
        "điểm và mức tăng dự kiến cộng được {sum}, nhưng mục tiêu in là {total}",
        "score and planned increase come to {sum}, but the printed target is {total}",
    ),
    wrong="  - {id: a, name: A, decimals: 2, max: 10, score: 6.08}\n# targets\n  a: {planned: 0.17, target: 6.63}",
    right="  - {id: a, name: A, decimals: 2, max: 10, score: 6.08}\n# targets\n  a: {planned: 0.55, target: 6.63}",
)
_equation(
    "A305",
    "parts-reach-target",
    parts_reach_target,
    total=True,
    title=Text("Mục tiêu suy ra từ các phần không bằng mục tiêu của mục", "What the parts are to reach does not make up the target"),
    why=Text(
        "Nếu các phần tăng đúng dự kiến, mục sẽ đạt một số điểm khác với mục tiêu in.",
        "If every part gains what is planned, the row ends up elsewhere than the printed target.",
    ),
    message=_message(
        "các phần sẽ đạt {sum}, nhưng mục tiêu in là {total}", "the parts are to reach {sum}, but the printed target is {total}"
    ),
    wrong="""\
  - id: a
    name: A
    decimals: 2
    max: 15
    rows:
      - {id: a.1, name: Một, max: 6, score: 4.75}
      - {id: a.2, name: Hai, max: 9, score: 6.79}
# targets
  a: {target: 12.95}
  a.1: {planned: 0.25}
  a.2: {planned: 1.21}""",
    right="""\
  - id: a
    name: A
    decimals: 2
    max: 15
    rows:
      - {id: a.1, name: Một, max: 6, score: 4.75}
      - {id: a.2, name: Hai, max: 9, score: 6.74}
# targets
  a: {target: 12.95}
  a.1: {planned: 0.25}
  a.2: {planned: 1.21}""",
)
_equation(
    "A306",
    "percent-is-share",
    percent_is_share,
    total=False,
    title=Text("Tỷ lệ phần trăm không khớp điểm", "The percent is not score / maximum"),
    why=Text("Tỷ lệ phần trăm là điểm chia cho điểm tối đa.", "The percent is the score as a share of the maximum."),
    message=_message(
        "điểm trên điểm tối đa là {sum} %, nhưng tỷ lệ in là {total} %", "score / maximum is {sum} %, but the printed percent is {total} %"
    ),
    wrong="  - {id: a, name: A, decimals: 2, percent_decimals: 1, max: 10, score: 7.43, percent: 77.3}",
    right="  - {id: a, name: A, decimals: 2, percent_decimals: 1, max: 10, score: 7.43, percent: 74.3}",
)
register(
    Rule(
        "A307",
        "printed-twice",
        "error",
        Text("Một số liệu in hai nơi khác nhau", "One fact printed twice, and differently"),
        Text("Cùng một số liệu thì in ở đâu cũng phải như nhau.", "The same fact reads the same wherever it is printed."),
        _message("in ở đây là {total}, nhưng nơi khác in {sum}", "printed here as {total}, but elsewhere as {sum}"),
        _COMPARE,
        """\
  - id: a
    name: A
    decimals: 2
    max: 10
    rows: [{id: a.1, name: Một, max: 10, score: 7.73}]
  - {id: b, name: B, decimals: 2, same_as: a.1, max: 10, score: 7.43}""",
        """\
  - id: a
    name: A
    decimals: 2
    max: 10
    rows: [{id: a.1, name: Một, max: 10, score: 7.43}]
  - {id: b, name: B, decimals: 2, same_as: a.1, max: 10, score: 7.43}""",
        "plan",
        check_plan=printed_twice_alike,
    )
)
register(
    Rule(
        "A308",
        "rounding",
        "note",
        Text("Lệch do làm tròn", "A difference that rounding explains"),
        Text(
            "Mỗi số in đại diện cho một khoảng nửa đơn vị ở chữ số cuối; các khoảng còn gặp nhau thì đẳng thức chưa sai.",
            "A printed figure stands for half a unit of its last digit around it; while the intervals meet, nothing is broken.",
        ),
        Text(
            "tính được {sum}, bản in ghi {total}: lệch {delta}, do làm tròn (cho phép đến {slack})",
            "comes to {sum}, printed {total}: {delta} apart, rounding (up to {slack} allowed)",
        ),
        Text("không cần sửa", "nothing needs to be done"),
        """\
  - id: a
    name: A
    decimals: 2
    max: 16.5
    score: 10.82
    rows:
      - {id: a.1, name: Một, max: 10, score: 7.43}
      - {id: a.2, name: Hai, max: 6.5, score: 3.38}""",
        """\
  - id: a
    name: A
    decimals: 2
    max: 16.5
    score: 10.81
    rows:
      - {id: a.1, name: Một, max: 10, score: 7.43}
      - {id: a.2, name: Hai, max: 6.5, score: 3.38}""",
        "total",
    )
)
register(
    Rule(
        "X901",
        "not-evaluated",
        "note",
        Text("Không đủ số liệu để kiểm tra", "A check that could not be made"),
        Text(
            "Có in tổng nhưng thiếu số liệu thành phần; thiếu số liệu không phải là sai.",
            "A total is printed but not all of its terms; what is missing is not an error.",
        ),
        Text("chưa kiểm tra được: thiếu {missing}", "could not be checked: {missing} not given"),
        Text("bổ sung số liệu còn thiếu khi có", "add what is missing once it is known"),
        """\
  - id: a
    name: A
    decimals: 2
    max: 10
    score: 7.50
    rows:
      - {id: a.1, name: Một, max: 5, score: 4.10}
      - {id: a.2, name: Hai, max: 5}""",
        """\
  - id: a
    name: A
    decimals: 2
    max: 10
    score: 7.50
    rows:
      - {id: a.1, name: Một, max: 5, score: 4.10}
      - {id: a.2, name: Hai, max: 5, score: 3.40}""",
        "total",
    )
)
