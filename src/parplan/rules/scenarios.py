"""What keeps a what-if from being worked out.

W701-W705 and W709 have words only: they are found by projecting (`engine/limits.py`), for files and
options alike, and told by `refusal_words`.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from parplan.ids import named
from parplan.model.fields import FIGURE_WORDS
from parplan.model.plan import Plan
from parplan.points import exact
from parplan.rules.names import WHAT_ID, nothing_named
from parplan.rules.rule import REGISTRY, Spot, also, rule
from parplan.text import DID_YOU_MEAN, Message, Text

if TYPE_CHECKING:
    from parplan.model.scenario import ChangeRecord, CostsFile, RangeRecord, ScenarioFile

_PLAN = """\
  - id: par
    name: PAR
    decimals: 2
    max: 26.5
    score: 19.48
    rows:
      - {{id: par.6, name: Sáu, max: 12, score: 8.76, parts: [
          {{id: par.6.admin, name: A, max: 8, score: 5.97}},
          {{id: par.6.survey, name: B, max: 4, score: 2.79}}]}}
      - {{id: par.7, name: Bảy, max: 14.5, floor: 1, {score}}}
# targets
  par.6: {{planned: 1.43}}
{targets}# scenario
name: {{vi: Thử, en: A try}}
{scenario}"""


def _example(scenario: str, *, score: str = "score: 10.72", targets: str = "") -> str:
    return _PLAN.format(scenario=scenario, score=score, targets=targets)


_BECAUSE = "because: {vi: Đã có nguồn., en: It is funded.}"

# What to do about a range, which no option holds or adds to.
_FOR_RANGES = {
    "W701": Text("mức cao nhất không được quá {nearest}", "its highest may be at most {nearest}"),
    "W702": Text(
        "mức thấp nhất phải từ {nearest} trở lên", "its lowest must be at least {nearest}"
    ),
    "W704": Text("bổ sung điểm của tiêu chí", "give the row its score"),
}


def refusal_words(
    code: str, values: Mapping[str, object], *, of_range: bool = False
) -> tuple[Message, Message]:
    """Why something cannot be projected, by its rule and what fills the rule's words; and what to
    do.
    """
    rule = REGISTRY[code]
    todo = (
        _FOR_RANGES.get(code, rule.help)
        if of_range
        else DID_YOU_MEAN
        if values.get("near")
        else rule.help
    )
    filled = {"what": WHAT_ID, **values}
    return Message(rule.message, filled), Message(todo, filled)


@also("S108", "costs")
def costs_of_rows(file: "CostsFile", plan: Plan) -> Iterator[Spot]:
    """Every id or wildcard that has a cost names a row."""
    for typed in file.costs:
        yield from nothing_named(("costs", typed), WHAT_ID, typed, plan.by_id, wild=True)


@also("S108", "scenario")
def ranges_of_rows(file: "ScenarioFile", plan: Plan) -> Iterator[Spot]:
    """Every id or wildcard that has a range names a row; changes are looked at where they are
    projected.
    """
    for at, spread in enumerate(file.ranges):
        yield from nothing_named(("ranges", at, "id"), WHAT_ID, spread.id, plan.by_id, wild=True)


@also("W703", "scenario")
def ranges_apart(file: "ScenarioFile", plan: Plan) -> Iterator[Spot]:
    """No row that has a range is a part of another one, or the same."""
    taken: list[str] = []
    for at, spread in enumerate(file.ranges):
        for ident in named(spread.id, plan.by_id) if spread.range.in_order else ():
            related = [row for row in plan.above(ident) if row in taken] or [
                row for row in taken if ident in plan.above(row)
            ]
            if related:
                yield Spot(("ranges", at, "range"), {"row": related[0], "part": ident})
            taken.append(ident)


rule(
    "W701",
    "lands-above-maximum",
    on="text",
    title=Text("Kịch bản vượt điểm tối đa", "A what-if above the maximum"),
    why=Text(
        "Không thể đạt nhiều điểm hơn mức tối đa, nên tổng tính ra cũng không thể có.",
        "More than the maximum cannot be scored, so the totals could not come about either.",
    ),
    message=Text(
        "{id} sẽ là {value}, vượt mức tối đa {limit}",
        "{id} would come to {value}, above its maximum of {limit}",
    ),
    help=Text(
        "{asked} nhiều nhất là {nearest}; thêm --clamp để giữ ở mức tối đa",
        "{asked} may be at most {nearest}; --clamp holds it at the limit",
    ),
    wrong=_example(f"changes: [{{id: par.7, set: 15, {_BECAUSE}}}]"),
    right=_example(f"changes: [{{id: par.7, set: 14.5, {_BECAUSE}}}]"),
)
rule(
    "W702",
    "lands-below-floor",
    on="text",
    title=Text("Kịch bản thấp hơn mức sàn", "A what-if below the floor"),
    why=Text("Có thang điểm không bắt đầu từ 0.", "Some scales do not start at 0."),
    message=Text(
        "{id} sẽ là {value}, thấp hơn mức sàn {limit}",
        "{id} would come to {value}, below its floor of {limit}",
    ),
    help=Text(
        "{asked} ít nhất là {nearest}; thêm --clamp để giữ ở mức sàn",
        "{asked} must be at least {nearest}; --clamp holds it at the limit",
    ),
    wrong=_example(f"changes: [{{id: par.7, set: 0.5, {_BECAUSE}}}]"),
    right=_example(f"changes: [{{id: par.7, set: 1, {_BECAUSE}}}]"),
)
rule(
    "W703",
    "set-with-its-parts",
    on="text",
    title=Text(
        "Một tiêu chí được đặt điểm cả trực tiếp lẫn qua tiêu chí thành phần",
        "A row set both by itself and through its parts",
    ),
    why=Text(
        "Điểm của tiêu chí tính từ các tiêu chí thành phần; đặt cả hai thì có hai đáp số.",
        "A row follows from its parts; with both there would be two answers.",
    ),
    message=Text(
        "{row} được đặt điểm cả trực tiếp lẫn qua {part}",
        "{row} is set by itself and through {part}",
    ),
    help=Text("bỏ một trong hai", "leave one of the two out"),
    wrong=_example(
        f"changes:\n  - {{id: par.6, set: 10, {_BECAUSE}}}\n  - "
        f"{{id: par.6.admin, set: 7, {_BECAUSE}}}",
        targets=("  par.6.admin: {planned: 0.93}\n  par.6.survey: {planned: 0.5}\n"),
    ),
    right=_example(
        f"changes:\n  - {{id: par.6.admin, set: 7, {_BECAUSE}}}",
        targets=("  par.6.admin: {planned: 0.93}\n  par.6.survey: {planned: 0.5}\n"),
    ),
)
rule(
    "W704",
    "no-score-to-start-from",
    on="text",
    title=Text("Chưa có điểm để so", "No score to start from"),
    why=Text(
        "Thay đổi là chênh lệch so với điểm hiện tại.", "A change is the difference from the score."
    ),
    message=Text(
        "{id} chưa có điểm, nên không biết thay đổi bao nhiêu",
        "{id} has no score, so it is not known by how much it changes",
    ),
    help=Text(
        "dùng “add” để cộng thêm điểm, hoặc bổ sung điểm của tiêu chí",
        "use `add` for a difference in points, or give the row its score",
    ),
    wrong=_example(f"changes: [{{id: par.7, set: 12, {_BECAUSE}}}]", score="row: 7"),
    right=_example(f"changes: [{{id: par.7, add: 1.28, {_BECAUSE}}}]", score="row: 7"),
)
rule(
    "W709",
    "change-of-what-does-not-apply",
    on="text",
    title=Text("Thay đổi tiêu chí không áp dụng", "A change of a row that does not apply"),
    why=Text(
        "Tiêu chí không áp dụng thì không có điểm, không tính vào tổng nào.",
        "What does not apply has no score, and counts in no total.",
    ),
    message=Text(
        "{id} không áp dụng đối với đơn vị, nên không có gì để thay đổi",
        "{id} does not apply to the unit, so there is nothing to change",
    ),
    help=Text(
        "bỏ thay đổi đó, hoặc xóa “applies: false” trong indicators.yaml",
        "leave the change out, or take out `applies: false` in indicators.yaml",
    ),
    wrong=_example(f"changes: [{{id: par.7, add: 1, {_BECAUSE}}}]", score="applies: false"),
    right=_example(f"changes: [{{id: par.7, add: 1, {_BECAUSE}}}]"),
)
rule(
    "W705",
    "increase-not-divided",
    on="text",
    title=Text(
        "Mức tăng chưa chia cho các tiêu chí thành phần",
        "An increase that is not divided among the parts",
    ),
    why=Text(
        "Kế hoạch chỉ ghi mức tăng của cả tiêu chí; đổi một tiêu chí thành phần thì không biết "
        "các tiêu chí còn lại tăng bao nhiêu.",
        "The plan only says what the whole row is planned to gain; with one part changed, it "
        "is not known what is left for the others.",
    ),
    message=Text(
        "kế hoạch dự kiến {row} tăng {increase} mà không nêu {part} tăng bao nhiêu",
        "the plan raises {row} by {increase} without saying how much of it falls to {part}",
    ),
    help=Text(
        "đặt điểm cho cả {row}, hoặc xuất phát từ điểm hiện tại (base: current, hay "
        "--base current)",
        "change {row} as a whole, or start from the scores (base: current, or --base current)",
    ),
    wrong=_example(f"changes: [{{id: par.6.admin, set: 7, {_BECAUSE}}}]"),
    right=_example(f"base: current\nchanges: [{{id: par.6.admin, set: 7, {_BECAUSE}}}]"),
)


@rule(
    "W706",
    "change-not-clear",
    on="scenario",
    title=Text("Thay đổi không rõ", "A change that is not clear"),
    why=Text(
        "Mỗi mục nêu đúng một thay đổi, để biết cái nào có hiệu lực.",
        "One entry makes one change, so that it is plain which one holds.",
    ),
    message=Text(
        "cần đúng một trong “set”, “add”, “share”; “set” và “add” cần “id”",
        "exactly one of `set`, `add` and `share` is needed; `set` and `add` need an `id`",
    ),
    help=Text(
        "tách thành nhiều mục, hoặc thêm “id”", "make several entries of it, or add the `id`"
    ),
    wrong=_example(f"changes: [{{id: par.7, set: 12, add: 1, {_BECAUSE}}}]"),
    right=_example(f"changes: [{{id: par.7, set: 12, {_BECAUSE}}}]"),
)
def one_change_an_entry(file: "ScenarioFile", _: Plan) -> Iterator[Spot]:
    """An entry makes exactly one change."""
    for at, change in enumerate(file.changes):
        if change.made is None:
            yield Spot(("changes", at))


@rule(
    "W707",
    "range-out-of-order",
    on="scenario",
    title=Text("Khoảng dao động không theo thứ tự", "A range that is out of order"),
    why=Text(
        "Khoảng gồm mức thấp nhất, nhiều khả năng nhất và cao nhất.",
        "A range is the lowest, the likeliest and the highest score.",
    ),
    message=Text(
        "{range} không theo thứ tự từ thấp đến cao", "{range} does not go from low to high"
    ),
    help=Text(
        "ghi [thấp nhất, nhiều khả năng nhất, cao nhất]", "write [lowest, likeliest, highest]"
    ),
    wrong=_example(f"ranges: [{{id: par.7, range: [13, 12, 14], {_BECAUSE}}}]"),
    right=_example(f"ranges: [{{id: par.7, range: [12, 13, 14], {_BECAUSE}}}]"),
)
def ranges_in_order(file: "ScenarioFile", plan: Plan) -> Iterator[Spot]:
    """A range goes from low to high."""
    for at, spread in enumerate(file.ranges):
        if not spread.range.in_order and named(spread.id, plan.by_id):
            yield Spot(
                ("ranges", at, "range"), {"range": f"[{', '.join(map(exact, spread.range))}]"}
            )


@rule(
    "W708",
    "change-without-reason",
    "warning",
    on="scenario",
    title=Text("Thay đổi hoặc khoảng không có lý do", "A change or range without a reason"),
    why=Text(
        "Người đọc kịch bản cần biết dựa vào đâu mà tin.",
        "Whoever reads a scenario needs to know why to believe it.",
    ),
    message=Text("không nêu lý do của {what}", "there is no reason for {what}"),
    help=Text("thêm “because: {{vi: …, en: …}}”", "add `because: {{vi: …, en: …}}`"),
    wrong=_example("changes: [{id: par.7, set: 12}]"),
    right=_example(f"changes: [{{id: par.7, set: 12, {_BECAUSE}}}]"),
)
def says_why(file: "ScenarioFile", _: Plan) -> Iterator[Spot]:
    """Every change and range has its reason, in both languages."""
    listed: dict[str, tuple[ChangeRecord | RangeRecord, ...]] = {
        "changes": file.changes,
        "ranges": file.ranges,
    }
    for key, entries in listed.items():
        for at, entry in enumerate(entries):
            if not (entry.because.vi.strip() and entry.because.en.strip()):
                yield Spot((key, at), {"what": entry.id or FIGURE_WORDS["planned"]})
