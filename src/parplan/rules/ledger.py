"""The errata ledger keeps its own books in order. `check` matches it with what was found."""

from parplan.labels import Text
from parplan.rules.base import Rule, register

_LEDGER_EXAMPLE = """\
  - id: a
    name: A
    decimals: 2
    max: 10
    score: {score}
    rows: [{{id: a.1, name: Một, max: 10, score: 7.73}}]
# errata
  - id: misprint
    rule: A301
    at: a.score
    figures: {{a.score: 7.43, a.1.score: 7.73}}
    decision: keep{because}"""


register(
    Rule(
        "L501",
        "stale-erratum",
        "warning",
        Text("Mục đính chính không còn tác dụng", "An erratum that no longer fires"),
        Text(
            "Mục đính chính của một mâu thuẫn đã hết, hoặc đã đổi số, có thể che mâu thuẫn khác về sau.",
            "An entry for a contradiction that is gone, or whose figures changed, says what is no longer so.",
        ),
        Text("không còn mâu thuẫn {rule} tại {at} với đúng các số này", "there is no {rule} at {at} with just these figures any more"),
        Text("xóa mục này khỏi errata.yaml, hoặc cập nhật các số", "remove the entry from errata.yaml, or bring its figures up to date"),
        _LEDGER_EXAMPLE.format(score="7.73", because="\n    because: The total is confirmed by the ministry."),
        _LEDGER_EXAMPLE.format(score="7.43", because="\n    because: The total is confirmed by the ministry."),
        "ledger",
    )
)
register(
    Rule(
        "L502",
        "erratum-without-reason",
        "error",
        Text("Mục đính chính không có lý do", "An erratum without a reason"),
        Text(
            "Người đọc sau cần biết vì sao mâu thuẫn được chấp nhận.",
            "Whoever reads it later needs to know why the contradiction was accepted.",
        ),
        Text("mục “{id}” không nêu lý do", "the entry “{id}” gives no reason"),
        Text("thêm “because:”", "add “because:”"),
        _LEDGER_EXAMPLE.format(score="7.43", because=""),
        _LEDGER_EXAMPLE.format(score="7.43", because="\n    because: The total is confirmed by the ministry."),
        "ledger",
    )
)
