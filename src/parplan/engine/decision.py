"""What a decision about a printed figure comes to: the entries that the ledger takes, and what the decision leaves broken."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from parplan.engine.edits import Edit, System
from parplan.engine.repair import EQUATIONS, Group
from parplan.findings import Finding
from parplan.identities import figure_at
from parplan.labels import Errata, Message
from parplan.ledger import Decision, Entry, figures_of
from parplan.model import Plan
from parplan.points import digits


class Decided(NamedTuple):
    """The entries to write, and the equations (code and path) that a correction leaves broken, or breaks."""

    entries: tuple[Entry, ...]
    left: tuple[tuple[str, str], ...]
    broken: tuple[tuple[str, str], ...]


class Undecidable(Exception):
    """There is nothing to decide here, or the correction cannot be; says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.say("en"))
        self.message = message


def decide(
    plan: Plan,
    findings: Iterable[Finding],
    groups: Iterable[Group],
    path: str,
    decision: Decision,
    correct: Mapping[str, Decimal],
    because: str,
) -> Decided:
    """The entries for every open contradiction that the figure at `path` stands in, and for what follows from them.

    `correct` holds the figures to put instead, in points or percent, by path. Raises Undecidable.
    """
    groups = list(groups)
    found = list(findings)
    about = [finding for finding in found if finding.status == "open" and _is_about(finding, path)]
    follows = {(edit.code, edit.total.path) for group in groups for edit in group.follows}
    roots = [finding for finding in about if (finding.code, finding.path) not in follows]
    if not roots:
        raise Undecidable(_nothing_here(found, about, path, groups))
    _refuse_figures(plan, correct)
    left, broken = _checked(plan, roots, correct) if correct else ((), ())
    if correct and len(left) == len([finding for finding in roots if finding.code in EQUATIONS]) > 0:
        raise Undecidable(_settles_nothing(correct, left, groups))
    names = _names(plan, roots)
    entries = [
        Entry(names[finding.code, finding.path], finding.code, finding.path, figures_of(plan, finding), decision, because, correct)
        for finding in roots
    ]
    return Decided((*entries, *_following(plan, found, groups, names, because)), left, broken)


def _is_about(finding: Finding, path: str) -> bool:
    if finding.code[0] not in "ARN" or finding.code == "A308":
        return False
    return finding.path == path or (finding.code in EQUATIONS and any(operand.path == path for operand in finding.operands))


def _nothing_here(found: Sequence[Finding], about: Sequence[Finding], path: str, groups: Iterable[Group]) -> Message:
    known = sorted({finding.erratum for finding in found if finding.erratum and _is_about(finding, path)})
    if known:
        return Message(Errata.KNOWN_ALREADY, {"path": path, "entries": tuple(known)})
    if about:
        first = next(edit for group in groups for edit in group.broken if any(edit.total.ident == f.path.rpartition(".")[0] for f in about))
        return Message(Errata.ONLY_FOLLOWS, {"path": path, "code": first.code, "root": first.total.path})
    return Message(Errata.NOTHING_OPEN, {"path": path})


def _refuse_figures(plan: Plan, correct: Mapping[str, Decimal]) -> None:
    for path, value in correct.items():
        part = figure_at(plan, path)
        if part is None:
            raise Undecidable(Message(Errata.NO_FIGURE, {"path": path}))
        if value == part.value:
            raise Undecidable(Message(Errata.AS_PRINTED, {"path": path, "value": value}))
        decimals = plan.by_id[part.ident].decimals
        if part.field in ("score", "planned", "target") and digits(value.normalize()) > decimals:
            raise Undecidable(Message(Errata.TOO_FINE, {"path": path, "value": value, "decimals": decimals}))


def _checked(
    plan: Plan, roots: Sequence[Finding], correct: Mapping[str, Decimal]
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """What a correction leaves broken of what it is about, and what it breaks that holds."""
    places = {(finding.code, finding.path) for finding in roots}
    around = System(plan).around(tuple(correct))
    settled = {_place(edit) for edit in around if _place(edit) in places and edit.holds(correct)}
    left = tuple(place for place in sorted(places - settled) if place[0] in EQUATIONS)
    return left, tuple(_place(edit) for edit in around if edit.holds({}) and not edit.holds(correct))


def _place(edit: Edit) -> tuple[str, str]:
    return edit.code, edit.total.path


def _settles_nothing(correct: Mapping[str, Decimal], left: Sequence[tuple[str, str]], groups: Iterable[Group]) -> Message:
    """With the values that would settle it, where the finder knows any for these figures."""
    known = [
        change
        for group in groups
        for repair in group.repairs
        for change in repair.changes
        if change.path in correct and any(_place(edit) in left for edit in group.broken)
    ]
    values: dict[str, object] = {
        "correct": tuple(Message(Errata.PUT, {"path": path, "value": value}) for path, value in correct.items()),
        "left": tuple(Message(Errata.PLACE, {"code": code, "path": path}) for code, path in left),
    }
    if not known:
        return Message(Errata.SETTLES_NOTHING, values)
    return Message(Errata.SETTLES_NOTHING_BUT, {**values, "low": known[0].low, "high": known[0].high})


def _names(plan: Plan, roots: Iterable[Finding]) -> dict[tuple[str, str], str]:
    """A name for every entry, after its place; a number where that is taken."""
    taken = {erratum.id for erratum in plan.errata}
    names: dict[tuple[str, str], str] = {}
    for finding in roots:
        names[finding.code, finding.path] = _free(finding.path.replace(".", "-"), taken)
        taken.add(names[finding.code, finding.path])
    return names


def _free(name: str, taken: set[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def _following(
    plan: Plan, findings: Iterable[Finding], groups: Iterable[Group], names: Mapping[tuple[str, str], str], because: str
) -> Iterator[Entry]:
    """Entries for what follows from contradictions that are now known, all of them."""
    open_ones = {(finding.code, finding.path): finding for finding in findings if finding.status == "open"}
    known = {(erratum.rule, erratum.at): erratum.id for erratum in plan.errata} | dict(names)
    taken = set(known.values())
    for group in groups:
        for edit in group.follows:
            causes = [known.get(_place(cause)) for cause in group.broken if cause.total.ident == edit.total.ident]
            if _place(edit) in open_ones and causes and all(causes) and not set(causes).isdisjoint(names.values()):
                finding = open_ones[_place(edit)]
                name = _free(finding.path.replace(".", "-"), taken)
                taken.add(name)
                figures = figures_of(plan, finding)
                yield Entry(name, edit.code, finding.path, figures, "follows", because, follows=tuple(filter(None, causes)))
