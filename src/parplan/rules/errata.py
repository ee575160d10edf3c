"""What is wrong with errata themselves: that one no longer fits the plan, or gives no reason."""

from parplan.model.errata import Decision
from parplan.rules.rule import Rule, register
from parplan.text import Text

DECISIONS: dict[Decision, Text] = {
    "keep": Text("giữ nguyên", "kept as printed"),
    "correct": Text("đính chính", "corrected"),
    "undecided": Text("chưa quyết định", "undecided"),
}
# What errata say of a contradiction that they know of.
KNOWN = Text("đã ghi nhận trong errata.yaml ({erratum}, {decision}): {because}", "known to errata.yaml ({erratum}, {decision}): {because}")
KNOWN_UNREASONED = Text("đã ghi nhận trong errata.yaml ({erratum}, {decision})", "known to errata.yaml ({erratum}, {decision})")

_EXAMPLE = """\
  - id: a
    name: A
    decimals: 2
    max: 10
    score: {score}
    rows: [{{id: a.1, name: Một, max: 10, score: 7.73}}]
# errata
  a.score: {{printed: 7.43, correct: 7.43, against: {{a.1.score: 7.73}}{because}}}"""
_WITH_REASON = ", because: The total is confirmed by the ministry."

register(
    Rule(
        "L501",
        "stale-erratum",
        "warning",
        Text("Mục đính chính không còn tác dụng", "An erratum that no longer fires"),
        Text(
            "Mâu thuẫn đã hết, số liệu đã đổi, hoặc số đúng ghi nhầm: mục đó không còn giải thích được gì.",
            "The contradiction is gone, its figures changed, or the correction was mistyped: the entry explains nothing.",
        ),
        Text(
            "với đúng các số ghi ở mục này thì không có mâu thuẫn nào được giải quyết hay ghi nhận",
            "with just these figures, no contradiction is settled or known of",
        ),
        Text("xóa mục này khỏi errata.yaml, hoặc cập nhật các số", "remove the entry from errata.yaml, or bring its figures up to date"),
        _EXAMPLE.format(score="7.73", because=_WITH_REASON),
        _EXAMPLE.format(score="7.43", because=_WITH_REASON),
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
        Text("mục này không nêu lý do", "the entry gives no reason"),
        Text("thêm “because:”", "add “because:”"),
        _EXAMPLE.format(score="7.43", because=""),
        _EXAMPLE.format(score="7.43", because=_WITH_REASON),
        "ledger",
    )
)
