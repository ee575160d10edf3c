"""What a decision about a printed figure comes to: the errata to enter, and what stays broken all
the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from parplan.engine.identities.printed import (
    corrections,
    figure_at,
    figure_paths,
    figures_of,
    in_force,
    in_points,
)
from parplan.engine.identities.products import decisive
from parplan.engine.repair.edits import EQUATIONS, LIMITS, Edit
from parplan.engine.repair.groups import Group
from parplan.engine.repair.system import System
from parplan.ids import near
from parplan.model.errata import Decision, Erratum
from parplan.model.findings import Finding, Site
from parplan.model.plan import Plan
from parplan.points import digits
from parplan.text import Message, Text


class Decided(NamedTuple):
    """The errata to enter, by figure, and those that are undecided no more; what stays open
    although the figure is part of it."""

    entries: Mapping[str, Erratum]
    superseded: tuple[str, ...] = ()
    left: tuple[Site, ...] = ()


class Wish(NamedTuple):
    """A decision as it was asked for: the right figures, in points or percent as the document has
    them, by path, and the reason.
    """

    decision: Decision
    correct: Mapping[str, Decimal]
    because: str


class Undecidable(Exception):
    """There is nothing to decide here, or the correction cannot be; says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.say("en"))
        self.message = message


def decide(
    plan: Plan, findings: Iterable[Finding], groups: Sequence[Group], path: str, wish: Wish
) -> Decided:
    """The errata for the contradictions that the printed figure at `path` is part of and that
    nobody decided otherwise.

    A correction is entered where it settles something; what it does not settle stays open. Raises
    Undecidable.
    """
    every = [finding for finding in findings if finding.is_contradiction]
    found = [finding for finding in every if can_be_entered(plan, finding)]
    about = [finding for finding in found if path in decisive(plan, finding)]
    decidable = {finding.site for finding in found if is_undecided(plan, finding)}
    decidable |= {finding.site for finding in about if path in plan.errata}
    asked = [finding for finding in about if finding.site in decidable]
    roots = [finding for finding in asked if _cause(groups, finding.site, decidable) is None]
    if not roots:
        beside = [it for it in every if it.path == path and it not in found]
        if beside and not about:
            raise Undecidable(not_entered(beside))
        raise Undecidable(_nothing_here(about, asked, path, groups, decidable))
    if wish.correct:
        return _corrected(plan, found, groups, [finding.site for finding in roots], wish)
    figures = {name: value for finding in roots for name, value in decisive(plan, finding).items()}
    printed = figures.pop(path)
    entries = {path: Erratum(printed=printed, against=figures, because=_text(wish.because))}
    if wish.decision == "undecided":
        return Decided(entries)
    kept = {path: entries[path].model_copy(update={"correct": printed})}
    return Decided(kept, _superseded(plan, found, kept, {finding.site for finding in roots}))


def can_be_entered(plan: Plan, finding: Finding) -> bool:
    """Whether a contradiction is decided on by an erratum: it is of figures, and they add up."""
    return finding.code in EQUATIONS | LIMITS and bool(figures_of(plan, finding))


def not_entered(findings: Iterable[Finding]) -> Message:
    """That contradictions are none that errata are about."""
    return Message(_NOT_ENTERED, {"sites": tuple(" ".join(it.site) for it in findings)})


def _text(because: str) -> Text:
    return Text(because, because)


def _superseded(
    plan: Plan, found: Iterable[Finding], entries: Mapping[str, Erratum], decided: set[Site]
) -> tuple[str, ...]:
    """The undecided errata whose contradictions are all decided now."""
    undecided = {
        path: erratum
        for path, erratum in in_force(plan)
        if erratum.decision == "undecided" and path not in entries
    }
    about: dict[str, set[Site]] = {path: set() for path in undecided}
    for finding in found:
        figures, hangs_on = figures_of(plan, finding).keys(), decisive(plan, finding)
        for path, erratum in undecided.items():
            if path in hangs_on and figures - {path} <= erratum.against.keys():
                about[path].add(finding.site)
    return tuple(path for path, places in about.items() if places and places <= decided)


def is_undecided(plan: Plan, finding: Finding) -> bool:
    """Whether nobody has decided a contradiction: it is open, or known and undecided."""
    return finding.erratum is None or plan.errata[finding.erratum].decision == "undecided"


def _cause(groups: Iterable[Group], place: Site, decidable: set[Site]) -> Edit | None:
    """What a contradiction follows from, where that is still to be decided."""
    following = (group for group in groups if any(edit.site == place for edit in group.follows))
    return next(
        (edit for group in following for edit in group.broken if edit.site in decidable), None
    )


def _nothing_here(
    about: Sequence[Finding],
    asked: Sequence[Finding],
    path: str,
    groups: Sequence[Group],
    decidable: set[Site],
) -> Message:
    for finding in asked:
        root = _cause(groups, finding.site, decidable)
        if root is not None:
            return Message(
                ONLY_FOLLOWS, {"path": finding.path, "code": root.code, "root": root.total.path}
            )
    known = sorted({finding.erratum for finding in about if finding.erratum})
    return (
        Message(KNOWN_ALREADY, {"path": path, "entries": tuple(known)})
        if known
        else Message(NOTHING_OPEN, {"path": path})
    )


def _corrected(
    plan: Plan,
    found: Iterable[Finding],
    groups: Sequence[Group],
    places: Sequence[Site],
    wish: Wish,
) -> Decided:
    """The corrections, with what they leave broken of what they are about, beside those that were
    made already."""
    printed = _printed(plan, wish.correct)
    already = in_points(plan, corrections(plan))
    system = System(plan)
    around = system.around(tuple(wish.correct))
    said = corrections(plan) | dict(wish.correct)
    whole = in_points(plan, said)
    settled = {edit.site for edit in around if edit.holds(whole)}
    left = tuple(place for place in places if place not in settled)
    if len(left) == len(places):
        beside = dict.fromkeys(
            path for edit in around if edit.site in left for path in edit.figures if path in already
        )
        raise Undecidable(
            _settles_nothing({path: said[path] for path in (*wish.correct, *beside)}, left, groups)
        )
    because = _text(wish.because)
    entries = {
        path: Erratum(printed=printed[path], correct=value, against={}, because=because)
        for path, value in wish.correct.items()
    }
    return Decided(entries, _superseded(plan, found, entries, settled), left)


def _printed(plan: Plan, correct: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The figures that are to be corrected, as printed. Raises Undecidable where there is no such
    figure, or it cannot be so.
    """
    system = System(plan)
    printed: dict[str, Decimal] = {}
    for path, value in correct.items():
        part = figure_at(plan, path)
        if part is None:
            raise Undecidable(
                Message(NO_FIGURE, {"path": path}).or_near(
                    near(path, figure_paths(plan)), "parplan errata list"
                )
            )
        if value == part.printed:
            raise Undecidable(Message(AS_PRINTED, {"path": path, "value": part.printed}))
        decimals = system.decimals(path)
        if part.field != "max" and digits(value.normalize()) > decimals:
            raise Undecidable(
                Message(TOO_FINE, {"path": path, "value": value, "decimals": decimals})
            )
        printed[path] = part.printed
    return printed


def _settles_nothing(
    correct: Mapping[str, Decimal], left: Sequence[Site], groups: Iterable[Group]
) -> Message:
    """With what would settle it: values for the same figure alone, else all that would have to
    change with it.
    """
    values: dict[str, object] = {
        "correct": tuple(
            Message(PUT, {"path": path, "value": value}) for path, value in correct.items()
        ),
        "left": tuple(f"{code} {path}" for code, path in left),
    }
    ways = [
        repair
        for group in groups
        for repair in group.repairs
        if any(edit.site in left for edit in group.broken)
    ]
    for repair in ways:
        if [change.path for change in repair.changes] == list(correct):
            return Message(
                SETTLES_NOTHING_BUT,
                {**values, "low": repair.changes[0].low, "high": repair.changes[0].high},
            )
    for repair in ways:
        if set(correct) < {change.path for change in repair.changes}:
            return Message(SETTLES_NOTHING_ALONE, {**values, "together": repair.as_typed})
    return Message(SETTLES_NOTHING, values)


PUT = Text("{path} = {value}", "{path} = {value}")
KNOWN_ALREADY = Text(
    "{path} đã có trong danh mục đính chính ({entries}); muốn quyết định lại thì nêu đúng mục đó",
    "{path} is in the errata already ({entries}); to decide anew, name that entry",
)
ONLY_FOLLOWS = Text(
    "mâu thuẫn tại {path} do {code} {root} kéo theo; quyết định chỗ đó trước",
    "the contradiction at {path} follows from {code} {root}; decide that one",
)
NOTHING_OPEN = Text(
    "{path} không thuộc mâu thuẫn nào còn bỏ ngỏ", "{path} is part of no contradiction that is open"
)
_NOT_ENTERED = Text(
    "không ghi vào danh mục đính chính: {sites}; nếu chép sai thì sửa trong tệp số liệu, còn không "
    "thì hỏi cơ quan soạn thảo (“parplan errata letter”)",
    "not entered in the errata: {sites}; put right in the plan's files what was copied wrongly, "
    "else ask the authors (`parplan errata letter`)",
)
NO_FIGURE = Text("không có số liệu “{path}”", "there is no figure “{path}”")
AS_PRINTED = Text(
    "văn bản đã ghi {path} là {value}; muốn giữ nguyên, dùng --decision keep",
    "{path} is printed as {value}; to leave it so, decide “keep”",
)
TOO_FINE = Text(
    "{path} ghi với {decimals} chữ số thập phân; {value} có nhiều hơn",
    "decimals printed for {path}: {decimals}; {value} has more",
)
SETTLES_NOTHING = Text(
    "với {correct} thì vẫn còn mâu thuẫn: {left}", "with {correct}, contradictions left: {left}"
)
SETTLES_NOTHING_BUT = Text(
    "với {correct} thì vẫn còn mâu thuẫn: {left}; từ {low} đến {high} mới hết",
    "with {correct}, contradictions left: {left}; {low} to {high} would settle it",
)
SETTLES_NOTHING_ALONE = Text(
    "với {correct} thì vẫn còn mâu thuẫn: {left}; phải sửa cùng lúc: --decision {together}",
    "with {correct}, contradictions left: {left}; more has to change with it: --decision "
    "{together}",
)
