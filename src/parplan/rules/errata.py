"""The errata ledger keeps its own books in order. `check` matches it with what was found."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from parplan.engine.identities import Identity, figure_at, stated
from parplan.model.errata import Erratum
from parplan.model.plan import Plan
from parplan.points import exact
from parplan.rules.rule import Rule, register
from parplan.text import Text


class Entry(NamedTuple):
    """What is wrong with an entry: the rule, which entry (from 0), at which key, and what fills the rule's words."""

    code: str
    at: int
    key: str
    values: Mapping[str, object]


def books(plan: Plan) -> Iterator[Entry]:
    """Entries that contradict themselves, one another, or the plan's equations."""
    first: dict[str, tuple[str, Decimal]] = {}
    put = {path: value for erratum in plan.errata if erratum.decision == "correct" for path, value in erratum.correct.items()}
    for at, erratum in enumerate(plan.errata):
        yield from _fits(at, erratum)
        if erratum.decision == "follows" and erratum.follows and not _ends(erratum, {it.id: it for it in plan.errata}):
            yield Entry("L506", at, "follows", {"id": erratum.id})
        for path in erratum.figures if erratum.decision == "keep" else ():
            other = next((it.id for it in plan.errata if it.decision == "correct" and path in it.correct), None)
            if other is not None:
                yield Entry("L507", at, "decision", {"id": erratum.id, "path": path, "other": other})
        if erratum.decision == "correct":
            for path, value in erratum.correct.items():
                other, before = first.setdefault(path, (erratum.id, value))
                if before != value:
                    yield Entry("L504", at, "correct", {"id": erratum.id, "path": path, "value": value, "other": other, "before": before})
            if erratum.correct and _still_broken(plan, erratum, put):
                said = ", ".join(f"{path} = {exact(value)}" for path, value in erratum.correct.items())
                yield Entry("L505", at, "correct", {"id": erratum.id, "rule": erratum.rule, "at": erratum.at, "correct": said})


def _fits(at: int, erratum: Erratum) -> Iterator[Entry]:
    """The decision and what it needs: figures for a correction, entries for a consequence."""
    for key, needed, given in (("correct", "correct", bool(erratum.correct)), ("follows", "follows", bool(erratum.follows))):
        if (erratum.decision == needed) != given:
            values = {"id": erratum.id, "decision": erratum.decision, "key": key}
            yield Entry("L503", at, key if given else "decision", {**values, "has": _HAS if given else _HAS_NOT})


def _ends(erratum: Erratum, by_id: Mapping[str, Erratum]) -> bool:
    """Whether what an entry follows from was decided in the end; names of no entry are another rule's."""
    seen: set[str] = set()
    ahead = [erratum.id]
    while ahead:
        name = ahead.pop()
        if name not in by_id or by_id[name].decision != "follows":
            return True
        if name not in seen:
            seen.add(name)
            ahead += by_id[name].follows
    return False


_HAS, _HAS_NOT = Text("nhưng có", "but has"), Text("nhưng không có", "but has no")


def _still_broken(plan: Plan, erratum: Erratum, put: Mapping[str, Decimal]) -> bool:
    """Whether the contradiction is still there with all the ledger's corrections."""
    ident = erratum.at.rpartition(".")[0]
    if ident not in plan.by_id or any(figure_at(plan, path) is None for path in erratum.correct):
        return False
    found = [it for code, it in stated(plan.by_id[ident], plan) if code == erratum.rule and isinstance(it, Identity)]
    return any(_broken(it, put) for it in found if it.total.path == erratum.at and f"{ident}.max" not in put)


def _broken(identity: Identity, put: Mapping[str, Decimal]) -> bool:
    terms = tuple((factor, part._replace(value=put.get(part.path, part.value))) for factor, part in identity.terms)
    total = identity.total._replace(value=put.get(identity.total.path, identity.total.value))
    mended = Identity(total, terms, identity.divisor)
    return abs(mended.raw_delta) > mended.raw_slack


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


_CORRECTED = """\
  - id: a
    name: A
    decimals: 2
    max: 10
    score: 7.43
    rows: [{{id: a.1, name: Một, max: 10, score: 7.73}}]
# errata
  - id: misprint
    rule: A301
    at: a.score
    figures: {{a.score: 7.43, a.1.score: 7.73}}
    decision: {decision}
    because: The row was mistyped."""
_KEPT = """
  - {id: again, rule: A301, at: a.score, figures: {a.score: 7.43, a.1.score: 7.73}, decision: keep, because: The same.}"""
_AGAIN = """
  - {{id: again, rule: A301, at: a.score, figures: {{a.score: 7.43, a.1.score: 7.73}}, decision: correct,
     correct: {{a.1.score: {value}}}, because: The same.}}"""
register(
    Rule(
        "L503",
        "decision-without-its-figures",
        "error",
        Text("Quyết định không đi với nội dung của mục", "A decision and its entry do not fit"),
        Text(
            "“correct” cần số thay thế, “follows” cần mục gốc; quyết định khác thì không có hai khóa đó.",
            "“correct” needs the figures to put instead, “follows” the entries it follows from; no other decision has them.",
        ),
        Text("mục “{id}” ghi “decision: {decision}” {has} “{key}:”", "the entry “{id}” says “decision: {decision}” {has} “{key}:”"),
        Text("bổ sung hoặc xóa “{key}:”, hoặc sửa quyết định", "add or remove “{key}:”, or change the decision"),
        _CORRECTED.format(decision="correct"),
        _CORRECTED.format(decision="correct\n    correct: {a.1.score: 7.43}"),
        "ledger",
    )
)
register(
    Rule(
        "L504",
        "corrected-twice",
        "error",
        Text("Hai mục sửa cùng một số liệu thành hai số khác nhau", "Two entries put different figures"),
        Text("Không biết theo mục nào.", "Nobody could tell which of the two counts."),
        Text(
            "mục “{id}” thay {path} bằng {value}, nhưng mục “{other}” thay bằng {before}",
            "the entry “{id}” puts {value} for {path}, but “{other}” puts {before}",
        ),
        Text("ghi cùng một số ở cả hai mục", "put the same figure in both"),
        _CORRECTED.format(decision="correct\n    correct: {a.1.score: 7.43}") + _AGAIN.format(value="7.42"),
        _CORRECTED.format(decision="correct\n    correct: {a.1.score: 7.43}") + _AGAIN.format(value="7.43"),
        "ledger",
    )
)
register(
    Rule(
        "L505",
        "correction-settles-nothing",
        "warning",
        Text("Số thay thế không khắc phục được mâu thuẫn", "A correction that settles nothing"),
        Text("Số thay thế có lẽ cũng gõ sai.", "The correction is likely mistyped itself."),
        Text("với {correct} thì {rule} tại {at} vẫn còn", "with {correct}, {rule} at {at} remains"),
        Text("xem “parplan errata show {id}”", "see `parplan errata show {id}`"),
        _CORRECTED.format(decision="correct\n    correct: {a.1.score: 7.34}"),
        _CORRECTED.format(decision="correct\n    correct: {a.1.score: 7.43}"),
        "ledger",
    )
)
register(
    Rule(
        "L506",
        "follows-in-a-circle",
        "error",
        Text("Các mục là hệ quả của nhau", "Entries that follow from one another"),
        Text(
            "Chưa ai quyết định gì: hệ quả phải dẫn đến một quyết định.",
            "Nobody decided anything: what follows has to follow from a decision.",
        ),
        Text("mục “{id}” chỉ là hệ quả của chính nó", "the entry “{id}” follows from nothing but itself"),
        Text("ghi quyết định ở mục gốc (keep, correct hoặc undecided)", "decide one of them: keep, correct or undecided"),
        _CORRECTED.format(decision="follows\n    follows: [misprint]"),
        _CORRECTED.format(decision="undecided"),
        "ledger",
    )
)
register(
    Rule(
        "L507",
        "kept-and-corrected",
        "error",
        Text("Một số liệu vừa giữ nguyên vừa sửa", "A figure both kept and corrected"),
        Text("Hai mục nói trái nhau về cùng một số liệu.", "Two entries contradict each other about one figure."),
        Text("mục “{id}” giữ nguyên {path}, nhưng mục “{other}” sửa số đó", "the entry “{id}” keeps {path}, but “{other}” corrects it"),
        Text("quyết định như nhau ở cả hai mục", "decide the same in both"),
        _CORRECTED.format(decision="correct\n    correct: {a.1.score: 7.43}") + _KEPT,
        _CORRECTED.format(decision="correct\n    correct: {a.1.score: 7.43}") + _AGAIN.format(value="7.43"),
        "ledger",
    )
)
