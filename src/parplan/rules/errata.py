"""What is wrong with errata themselves: that one no longer fits the plan, gives no reason, or puts
a figure that others contradict.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from parplan.engine.identities.printed import figure_at, figure_paths
from parplan.model.errata import Decision
from parplan.model.findings import Site
from parplan.model.plan import Plan
from parplan.rules.names import WHAT_FIGURE, nothing_named
from parplan.rules.rule import Spot, also, rule
from parplan.text import Text

DECISIONS: dict[Decision, Text] = {
    "keep": Text("giữ nguyên", "kept as printed"),
    "correct": Text("đính chính", "corrected"),
    "undecided": Text("chưa quyết định", "undecided"),
}
# What errata say of a contradiction that they know of.
KNOWN = Text(
    "đã ghi nhận trong errata.yaml ({erratum}, {decision}): {because}",
    "known to errata.yaml ({erratum}, {decision}): {because}",
)
KNOWN_UNREASONED = Text(
    "đã ghi nhận trong errata.yaml ({erratum}, {decision})",
    "known to errata.yaml ({erratum}, {decision})",
)


class Effect(NamedTuple):
    """What the errata of a plan do: the figures of those that settle or know of a contradiction;
    and what corrections break that holds as printed, by the figure that is corrected.
    """

    in_use: Collection[str]
    broken: Mapping[str, Collection[Site]]


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


@rule(
    "L501",
    "stale-erratum",
    "warning",
    on="errata",
    title=Text("Mục đính chính không còn hiệu lực", "A stale erratum"),
    why=Text(
        "Mâu thuẫn đã hết, số liệu đã đổi, hoặc số đúng ghi nhầm: mục đó không còn giải thích "
        "được gì.",
        "The contradiction is gone, its figures changed, or the correction was mistyped: the "
        "entry explains nothing.",
    ),
    message=Text(
        "với đúng các số ghi ở mục này thì không có mâu thuẫn nào được giải quyết hay ghi nhận",
        "with just these figures, no contradiction is settled or known of",
    ),
    help=Text(
        "bỏ mục này (“parplan errata remove”), hoặc cập nhật các số",
        "take the entry out (`parplan errata remove`), or bring its figures up to date",
    ),
    wrong=_EXAMPLE.format(score="7.73", because=_WITH_REASON),
    right=_EXAMPLE.format(score="7.43", because=_WITH_REASON),
)
def stale_erratum(plan: Plan, effect: Effect) -> Iterator[Spot]:
    """Every erratum settles or knows of a contradiction."""
    for path in plan.errata:
        if path not in effect.in_use and figure_at(plan, path) is not None:
            yield Spot(("errata", "errata", path), ident=path, key=True)


@also("S108", on="errata")
def errata_are_about_figures(plan: Plan, _: Effect) -> Iterator[Spot]:
    """Every erratum is about a figure that the plan has."""
    for path in plan.errata:
        if figure_at(plan, path) is None:
            loc, known = ("errata", "errata", path), figure_paths(plan)
            yield from nothing_named(loc, WHAT_FIGURE, path, known, key=True, ident=path)


@rule(
    "L502",
    "erratum-without-reason",
    on="errata",
    title=Text("Mục đính chính không có lý do", "An erratum without a reason"),
    why=Text(
        "Người đọc sau cần biết vì sao mâu thuẫn được chấp nhận.",
        "Whoever reads it later needs to know why the contradiction was accepted.",
    ),
    message=Text("mục này không nêu lý do", "the entry gives no reason"),
    help=Text("thêm “because:”", "add `because:`"),
    wrong=_EXAMPLE.format(score="7.43", because=""),
    right=_EXAMPLE.format(score="7.43", because=_WITH_REASON),
)
def erratum_without_reason(plan: Plan, _: Effect) -> Iterator[Spot]:
    """Every erratum says why, in both languages."""
    for path, erratum in plan.errata.items():
        if not (erratum.because.vi.strip() and erratum.because.en.strip()):
            yield Spot(("errata", "errata", path), ident=path, key=True)


BREAKS = "L503"
_BOTH = """\
  - id: a
    name: A
    decimals: 2
    max: 10
    score: 7.43
    rows: [{{id: a.1, name: Một, max: 10, score: 7.73}}]
# targets
  a: {{planned: 1.00, target: 8.43}}
# errata
  {figure}.score: {{printed: {printed}, correct: {correct}, because: The ministry says so.}}"""


@rule(
    BREAKS,
    "correction-that-breaks",
    "warning",
    on="errata",
    title=Text("Số đính chính gây mâu thuẫn mới", "A correction that breaks what holds"),
    why=Text(
        "Số đúng phải khớp với những số mà văn bản ghi đúng; nếu không thì số đó, hoặc một số "
        "khác, vẫn còn sai.",
        "The right figure fits the others; where it contradicts one that is printed right, it is "
        "wrong itself, or more is to be corrected.",
    ),
    message=Text(
        "số đúng này gây mâu thuẫn mới: {places}",
        "the correction breaks what holds as printed: {places}",
    ),
    help=Text(
        "nếu các số kia đúng thì quyết định lại (“parplan errata accept”); nếu không thì hỏi cơ "
        "quan soạn thảo (“parplan errata letter”)",
        "where the other figures are right, decide anew (`parplan errata accept`); else ask the "
        "authors (`parplan errata letter`)",
    ),
    wrong=_BOTH.format(figure="a", printed="7.43", correct="7.73"),
    right=_BOTH.format(figure="a.1", printed="7.73", correct="7.43"),
)
def correction_that_breaks(plan: Plan, effect: Effect) -> Iterator[Spot]:
    """No correction contradicts what holds as printed, with all other corrections made."""
    for path in plan.errata:
        if path in effect.broken:
            places = tuple(f"{code} {at}" for code, at in effect.broken[path])
            yield Spot(("errata", "errata", path), {"places": places}, ident=path, key=True)
