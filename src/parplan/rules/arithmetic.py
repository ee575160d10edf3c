"""Equations that the printed figures break; `engine.identities` has which there are."""

from collections.abc import Iterator, Mapping

from parplan.engine.identities import equations
from parplan.engine.identities.stands import printed_part
from parplan.model.fields import WAY, Counts, FigureField, field_of, figure_words
from parplan.model.plan import Plan
from parplan.model.tree import Indicator
from parplan.points import ZERO
from parplan.rules.possible import judged
from parplan.rules.rule import Problem, problem_of, problem_of_identity, rule, summed
from parplan.text import Text

_FOLLOWS = Text(
    "do mâu thuẫn tại {causes} kéo theo; xử lý chỗ đó trước",
    "this follows from the contradiction at {causes}; settle that one first",
)
_COMPARE = Text(
    "đối chiếu từng số với văn bản; nếu chính văn bản sai, ghi vào errata.yaml",
    "compare each figure with the printed plan; if the document itself is wrong, enter it in "
    "errata.yaml",
)
_UNEXPLAINED = Text(
    " (chênh lệch {delta}; vượt sai số làm tròn cho phép {slack})",
    " (difference {delta}; rounding explains at most {slack})",
)


def _message(vi: str, en: str) -> Text:
    return Text(vi + _UNEXPLAINED.vi, en + _UNEXPLAINED.en)


def _adds_up(indicator: Indicator, field: FigureField, plan: Plan) -> Problem | None:
    if equations.plainly_adds_up(indicator, field):
        return None
    if indicator.node.counts is not None and field != "max":
        return None  # see A320
    found, part = equations.adds_up(indicator, field, plan), printed_part(plan, field)
    return summed(indicator, judged(found, indicator, part, field, plan))


@rule(
    "A301",
    "scores-add-up",
    on="total",
    title=Text(
        "Cộng điểm các tiêu chí thành phần không bằng điểm của tiêu chí",
        "The scores of the parts do not make up the score",
    ),
    why=Text(
        "Điểm của một tiêu chí được tính từ các tiêu chí thành phần.",
        "A score is made up of the scores of its parts.",
    ),
    message=_message(
        "{made} các tiêu chí thành phần được {sum}, nhưng văn bản ghi điểm {total}",
        "the parts {made} {sum}, but the printed score is {total}",
    ),
    help=_COMPARE,
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
def scores_add_up(indicator: Indicator, plan: Plan) -> Problem | None:
    """The scores of the parts make up the printed score."""
    return _adds_up(indicator, "score", plan)


@rule(
    "A302",
    "maxima-add-up",
    on="total",
    title=Text(
        "Cộng điểm tối đa các tiêu chí thành phần không bằng điểm tối đa của tiêu chí",
        "The maxima of the parts do not make up the maximum",
    ),
    why=Text(
        "Điểm tối đa là quy định, không phải số đo: phải khớp tuyệt đối.",
        "Maxima are definitions, not measurements: they must agree exactly.",
    ),
    message=Text(
        "{made} điểm tối đa các tiêu chí thành phần được {sum}, nhưng văn bản ghi {total} (chênh "
        "lệch {delta})",
        "the maxima of the parts {made} {sum}, but the printed maximum is {total} (difference "
        "{delta})",
    ),
    help=_COMPARE,
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
def maxima_add_up(indicator: Indicator, plan: Plan) -> Problem | None:
    """The maxima of the parts make up the printed maximum, exactly; those that a total is rebased
    by are known.
    """
    problem = _adds_up(indicator, "max", plan)
    if problem is None or indicator.node.rebase is None:
        return problem
    return problem._replace(help=_TO_REBASE)


_TO_REBASE = Text(
    "bổ sung điểm tối đa: chưa có thì không quy đổi được, tổng điểm còn để trống",
    "add the maximum: without it nothing can be rebased, and the total stays unknown",
)


@rule(
    "A303",
    "increases-add-up",
    on="total",
    title=Text(
        "Mức dự kiến tăng của các tiêu chí thành phần cộng lại không bằng của tiêu chí",
        "The planned increases of the parts do not make up the increase",
    ),
    why=Text(
        "Mức dự kiến tăng của một tiêu chí là tổng mức dự kiến tăng của các tiêu chí thành phần.",
        "What a row is planned to gain is what its parts are planned to gain.",
    ),
    message=_message(
        "{made} mức tăng các tiêu chí thành phần được {sum}, nhưng văn bản ghi mức tăng {total}",
        "the increases of the parts {made} {sum}, but the printed increase is {total}",
    ),
    help=_COMPARE,
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
def increases_add_up(indicator: Indicator, plan: Plan) -> Problem | None:
    """The planned increases of the parts make up the printed increase."""
    return _adds_up(indicator, "planned", plan)


@rule(
    "A304",
    "increase-reaches-target",
    on="row",
    title=Text(
        "Điểm cộng với mức dự kiến tăng không bằng mục tiêu",
        "Score + planned increase is not the target",
    ),
    why=Text(
        "Mục tiêu là điểm hiện tại cộng với mức dự kiến tăng.",
        "The target is the score and the planned increase together.",
    ),
    message=_message(
        "điểm và mức dự kiến {way} cho kết quả {sum}, nhưng văn bản ghi mục tiêu {total}",
        "score and planned {way} give {sum}, but the printed target is {total}",
    ),
    help=_COMPARE,
    wrong=(
        "  - {id: a, name: A, decimals: 2, max: 10, score: 6.08}\n# targets\n  a: "
        "{planned: 0.17, target: 6.63}"
    ),
    right=(
        "  - {id: a, name: A, decimals: 2, max: 10, score: 6.08}\n# targets\n  a: "
        "{planned: 0.55, target: 6.63}"
    ),
)
def increase_reaches_target(indicator: Indicator, plan: Plan) -> Problem | None:
    """Score + planned increase = target."""
    score, planned, target = indicator.score, indicator.planned, indicator.target
    if target is None:
        return None
    if score is not None and planned is not None and score + planned == target:
        return None  # the usual case, without building the equation
    problem = problem_of(equations.increase_reaches_target(indicator, plan))
    if problem is None:
        return None
    return problem._replace(values={**problem.values, "way": WAY[indicator.better]})


@rule(
    "A305",
    "parts-reach-target",
    on="total",
    title=Text(
        "Mục tiêu tính từ các tiêu chí thành phần không bằng mục tiêu của tiêu chí",
        "What the parts are planned to reach does not make up the target",
    ),
    why=Text(
        "Nếu các tiêu chí thành phần tăng đúng dự kiến, tiêu chí sẽ đạt một số điểm khác với mục "
        "tiêu ghi trong văn bản.",
        "If every part gains what is planned, the row ends up elsewhere than the printed target.",
    ),
    message=_message(
        "mức dự kiến đạt tính từ các tiêu chí thành phần là {sum}, nhưng văn bản ghi mục tiêu "
        "{total}",
        "the parts are planned to reach {sum}, but the printed target is {total}",
    ),
    help=_COMPARE,
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
def parts_reach_target(indicator: Indicator, plan: Plan) -> Problem | None:
    """What the parts are to reach makes up the printed target."""
    if equations.plainly_adds_up(indicator, "target") or indicator.node.counts is not None:
        return None
    found = equations.parts_reach_target(indicator, plan)
    problem = judged(found, indicator, equations.part_reaching(plan), "target", plan)
    if problem is None or problem.code is not None:
        return problem
    causes = (
        equations.adds_up(indicator, "score", plan),
        *equations.increases_add_up(indicator, plan),
        equations.increase_reaches_target(indicator, plan),
    )
    told = map(problem_of, causes)
    broken = [cause for cause in told if cause is not None and cause.code is None]
    apart = [cause.delta or ZERO for cause in broken]
    if not equations.follows(problem.delta or ZERO, problem.slack or ZERO, apart):
        return problem
    names = tuple(f"{cause.ident}.{cause.field}" for cause in broken)
    return problem._replace(values={**problem.values, "causes": names}, help=_FOLLOWS)


@rule(
    "A306",
    "percent-is-share",
    on="row",
    title=Text("Tỷ lệ phần trăm không khớp điểm", "The percent is not score / maximum"),
    why=Text(
        "Tỷ lệ phần trăm là điểm chia cho điểm tối đa.",
        "The percent is the score as a share of the maximum.",
    ),
    message=_message(
        "điểm trên điểm tối đa là {sum}%, nhưng văn bản ghi {total}%",
        "score / maximum is {sum}%, but the printed percent is {total}%",
    ),
    help=_COMPARE,
    wrong=(
        "  - "
        "{id: a, name: A, decimals: 2, percent_decimals: 1, max: 10, score: 7.43, percent: 77.3}"
    ),
    right=(
        "  - "
        "{id: a, name: A, decimals: 2, percent_decimals: 1, max: 10, score: 7.43, percent: 74.3}"
    ),
)
def percent_is_share(indicator: Indicator, plan: Plan) -> Problem | None:
    """The printed percent is score / maximum."""
    if indicator.node.percent is None:
        return None
    return problem_of(equations.percent_is_share(indicator, plan))


@rule(
    "A307",
    "printed-twice",
    on="plan",
    title=Text("Một số liệu ghi hai nơi khác nhau", "One fact printed twice, and differently"),
    why=Text(
        "Cùng một số liệu thì ghi ở đâu cũng phải như nhau.",
        "The same fact reads the same wherever it is printed.",
    ),
    message=_message(
        "văn bản ghi {total}, nhưng nơi khác ghi {sum}",
        "the document prints {total} here, but {sum} elsewhere",
    ),
    help=_COMPARE,
    wrong="""\
  - id: a
    name: A
    decimals: 2
    max: 10
    rows: [{id: a.1, name: Một, max: 10, score: 7.73}]
  - {id: b, name: B, decimals: 2, same_as: a.1, max: 10, score: 7.43}""",
    right="""\
  - id: a
    name: A
    decimals: 2
    max: 10
    rows: [{id: a.1, name: Một, max: 10, score: 7.43}]
  - {id: b, name: B, decimals: 2, same_as: a.1, max: 10, score: 7.43}""",
)
def printed_twice_alike(plan: Plan) -> Iterator[Problem]:
    """One fact printed in two places reads the same in both."""
    for indicator in plan.by_id.values():
        if indicator.node.same_as is not None:
            problems = (
                problem_of_identity(identity) for identity in equations.same_fact(indicator, plan)
            )
            yield from (problem for problem in problems if problem is not None)


rule(
    "A308",
    "rounding",
    "note",
    on="total",
    title=Text("Chênh lệch do làm tròn", "A difference that rounding explains"),
    why=Text(
        "Mỗi số trong văn bản đã được làm tròn: số trước khi làm tròn có thể hơn hoặc kém nửa "
        "đơn vị ở chữ số cuối. Chênh lệch không quá mức đó thì chưa phải là mâu thuẫn.",
        "Printed figures are rounded: each may have been up to half a unit of its last digit "
        "higher or lower. A difference within that is no contradiction.",
    ),
    message=Text(
        "tính được {sum}, văn bản ghi {total}: chênh lệch {delta}, do làm tròn (cho phép đến "
        "{slack})",
        "totals {sum}, printed {total}: {delta} apart, rounding (up to {slack} allowed)",
    ),
    help=Text("không cần sửa", "nothing needs to be done"),
    wrong="""\
  - id: a
    name: A
    decimals: 2
    max: 16.5
    score: 10.82
    rows:
      - {id: a.1, name: Một, max: 10, score: 7.43}
      - {id: a.2, name: Hai, max: 6.5, score: 3.38}""",
    right="""\
  - id: a
    name: A
    decimals: 2
    max: 16.5
    score: 10.81
    rows:
      - {id: a.1, name: Một, max: 10, score: 7.43}
      - {id: a.2, name: Hai, max: 6.5, score: 3.38}""",
)


@rule(
    "A320",
    "counts-by-its-rule",
    on="total",
    title=Text(
        "Điểm không theo quy tắc tính của tiêu chí", "A figure that its row's rule does not give"
    ),
    why=Text(
        "Tiêu chí không được điểm nào khi thiếu một tiêu chí thành phần, hoặc có mức trần, mức "
        "sàn, thì tính theo quy tắc đó.",
        "A row that gets nothing where one part is missing, or has a cap, follows from its parts "
        "by that rule.",
    ),
    message=_message(
        "tính theo quy tắc {rule} được {sum}, nhưng văn bản ghi {field} {total}",
        "{rule}, the parts give {sum}, but the printed {field} is {total}",
    ),
    help=_COMPARE,
    wrong="""\
  - id: a
    name: A
    decimals: 2
    rows:
      - id: a.1
        name: Một
        max: 2
        score: 1
        counts: whole
        parts:
          - {id: a.1.x, name: Đủ, max: 1, score: 1}
          - {id: a.1.y, name: Thiếu, max: 1, score: 0}""",
    right="""\
  - id: a
    name: A
    decimals: 2
    rows:
      - id: a.1
        name: Một
        max: 2
        score: 0
        counts: whole
        parts:
          - {id: a.1.x, name: Đủ, max: 1, score: 1}
          - {id: a.1.y, name: Thiếu, max: 1, score: 0}""",
)
def counts_by_its_rule(indicator: Indicator, plan: Plan) -> Problem | None:
    """What is printed of a capped criterion, or one that is lost whole, follows by that rule."""
    counts = indicator.node.counts
    if counts is None:
        return None
    for found in (
        equations.adds_up(indicator, "score", plan),
        equations.adds_up(indicator, "planned", plan),
        equations.parts_reach_target(indicator, plan),
    ):
        problem = problem_of(found)
        if problem is not None:
            name = field_of(problem.field)  # of increases, the total says the years
            field = figure_words(name if name == "planned" else problem.field)
            values = {**problem.values, "rule": BY_RULE[counts], "field": field}
            return problem._replace(values=values)
    return None


BY_RULE: Mapping[Counts, Text] = {
    "whole": Text(
        "“thiếu một tiêu chí thành phần thì không được điểm”",
        "with no points unless every part has all of its own",
    ),
    "capped": Text(
        "“không tính quá điểm tối đa, không trừ quá mức sàn”",
        "with nothing above the maximum or below the floor",
    ),
}


@rule(
    "X902",
    "to-be-filled-in",
    "note",
    on="plan",
    title=Text("Số liệu chưa điền", "Figures that are to be filled in"),
    why=Text(
        "Khóa đã có mà chưa có số thì chưa kiểm tra, chưa tính được gì ở đó.",
        "A key with nothing after it: nothing can be checked or worked out there yet.",
    ),
    message=Text(
        "còn phải điền {scores} số điểm, {targets} mức dự kiến tăng và mục tiêu",
        "to be filled in: scores {scores}, increases and targets {targets}",
    ),
    help=Text(
        "điền đúng như văn bản ghi; số nào văn bản không ghi thì bỏ cả khóa",
        "fill them in as the document prints them; take out the key of what it does not print",
    ),
    wrong="""\
  - {id: a, name: A, decimals: 2, max: 10, score: , rows: [{id: a.1, name: B, max: 10, score: }]}
# targets
  a: {target: }
  a.1: {planned: }""",
    right="""\
  - {id: a, name: A, decimals: 2, max: 10, score: 7, rows: [{id: a.1, name: B, max: 10, score: 7}]}
# targets
  a: {target: 8}
  a.1: {planned: 1}""",
)
def to_be_filled_in(plan: Plan) -> Iterator[Problem]:
    """No score, planned increase or target is left empty; what is, is counted once."""
    fields = ("score", "planned", "target")
    empty = [
        (row.id, field) for row in plan.walk() for field in fields if plan.awaits(row.id, field)
    ]
    if empty:
        scores = sum(field == "score" for _, field in empty)
        values = {"scores": scores, "targets": len(empty) - scores}
        yield Problem(*empty[0], values)


rule(
    "X901",
    "not-evaluated",
    "note",
    on="total",
    title=Text("Không đủ số liệu để kiểm tra", "A check that could not be made"),
    why=Text(
        "Văn bản có ghi tổng nhưng thiếu số liệu thành phần; thiếu số liệu không phải là sai.",
        "A total is printed but not all of its terms; what is missing is not an error.",
    ),
    message=Text(
        "chưa kiểm tra được: thiếu {missing}", "could not be checked: {missing} not given"
    ),
    help=Text("bổ sung số liệu còn thiếu khi có", "add what is missing once it is known"),
    wrong="""\
  - id: a
    name: A
    decimals: 2
    max: 10
    score: 7.50
    rows:
      - {id: a.1, name: Một, max: 5, score: 4.10}
      - {id: a.2, name: Hai, max: 5}""",
    right="""\
  - id: a
    name: A
    decimals: 2
    max: 10
    score: 7.50
    rows:
      - {id: a.1, name: Một, max: 5, score: 4.10}
      - {id: a.2, name: Hai, max: 5, score: 3.40}""",
)
