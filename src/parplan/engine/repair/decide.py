"""What a decision about a printed figure comes to: the entries that the ledger takes, and what stays broken all the same."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from parplan.engine.identities import figure_at, figure_paths
from parplan.engine.repair.edits import Edit, System
from parplan.engine.repair.find import EQUATIONS, LIMITS, Group
from parplan.ids import near
from parplan.labels import Errata
from parplan.ledger import Decision, Entry, figures_of, in_force
from parplan.model.errata import Erratum
from parplan.model.findings import Finding
from parplan.model.plan import Plan
from parplan.points import digits
from parplan.text import Message

Place = tuple[str, str]  # a rule's code, and the path of the total it speaks of


class Decided(NamedTuple):
    """The entries to write, what stays open although the figure stands in it, and what a correction breaks that holds."""

    entries: tuple[Entry, ...]
    left: tuple[Place, ...]
    broken: tuple[Place, ...]


class Wish(NamedTuple):
    """A decision as it was asked for: figures to put instead, in points or percent, by path, and the reason."""

    decision: Decision
    correct: Mapping[str, Decimal]
    because: str


class Undecidable(Exception):
    """There is nothing to decide here, or the correction cannot be; says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.say("en"))
        self.message = message


def decide(plan: Plan, findings: Iterable[Finding], groups: Sequence[Group], path: str, wish: Wish) -> Decided:
    """The entries for every open contradiction that the figure at `path` stands in, and for what follows from them.

    A correction is entered where it settles something; what it does not settle stays open. Raises Undecidable.
    """
    found = [finding for finding in findings if finding.code in EQUATIONS or finding.code in LIMITS]
    open_ones = [finding for finding in found if finding.status == "open"]
    about = [finding for finding in open_ones if _is_about(finding, path)]
    follows = {_place(edit) for group in groups for edit in group.follows}
    roots = [finding for finding in about if _at(finding) not in follows]
    if not roots:
        entries = tuple(_following(plan, open_ones, groups, {}, wish.because, {_at(finding) for finding in about}))
        if entries and not wish.correct:
            return Decided(entries, (), ())
        raise Undecidable(_nothing_here(found, about, path, groups))
    left, broken = _judged(plan, [_at(finding) for finding in roots], wish.correct, groups)
    names = _names(plan, [finding for finding in roots if _at(finding) not in left])
    entries = tuple(
        Entry(names[_at(finding)], finding.code, finding.path, figures_of(plan, finding), wish.decision, wish.because, wish.correct)
        for finding in roots
        if _at(finding) in names
    )
    return Decided((*entries, *_following(plan, open_ones, groups, names, wish.because, set())), left, broken)


def decide_anew(plan: Plan, groups: Sequence[Group], erratum: Erratum, wish: Wish) -> Decided:
    """The entry with another decision. Raises Undecidable, as for a first one."""
    left, broken = _judged(plan, [(erratum.rule, erratum.at)], wish.correct, groups, erratum)
    entry = Entry(erratum.id, erratum.rule, erratum.at, erratum.figures, wish.decision, wish.because, wish.correct)
    return Decided((entry,), left, broken)


def _is_about(finding: Finding, path: str) -> bool:
    return path in (finding.path, *(operand.path for operand in finding.operands))


def _nothing_here(found: Sequence[Finding], about: Sequence[Finding], path: str, groups: Iterable[Group]) -> Message:
    known = sorted({finding.erratum for finding in found if finding.erratum and _is_about(finding, path)})
    if known:
        return Message(Errata.KNOWN_ALREADY, {"path": path, "entries": tuple(known)})
    places = {_at(finding) for finding in about}
    for group in groups:
        for edit in group.follows:
            if _place(edit) in places and group.broken:
                root = group.broken[0]
                return Message(Errata.ONLY_FOLLOWS, {"path": edit.total.path, "code": root.code, "root": root.total.path})
    return Message(Errata.NOTHING_OPEN, {"path": path})


def _judged(
    plan: Plan, places: Sequence[Place], correct: Mapping[str, Decimal], groups: Sequence[Group], own: Erratum | None = None
) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """What a correction leaves broken of what it is about, and what it breaks that holds, beside what the ledger corrects already."""
    if not correct:
        return (), ()
    _refuse_figures(plan, correct)
    already: dict[str, Decimal] = {}
    for erratum in in_force(plan):
        if erratum.decision == "correct" and erratum is not own:
            already |= erratum.correct
    for path, value in correct.items():
        if already.get(path, value) != value:
            raise Undecidable(Message(Errata.CORRECTED_ALREADY, {"path": path, "value": already[path]}))
    system = System(plan)
    around = system.around(tuple(correct))
    whole = already | dict(correct)
    settled = {_place(edit) for edit in around if edit.holds(whole)}
    left = tuple(place for place in places if place not in settled)
    if len(left) == len(places):
        raise Undecidable(_settles_nothing(correct, left, groups))
    return left, tuple(_place(edit) for edit in around if edit.holds(already) and not edit.holds(whole))


def _refuse_figures(plan: Plan, correct: Mapping[str, Decimal]) -> None:
    system = System(plan)
    for path, value in correct.items():
        part = figure_at(plan, path)
        if part is None:
            close = near(path, figure_paths(plan))
            raise Undecidable(Message(Errata.NO_FIGURE_NEAR if close else Errata.NO_FIGURE, {"path": path, "near": close}))
        if value == part.value:
            raise Undecidable(Message(Errata.AS_PRINTED, {"path": path, "value": part.value}))
        decimals = system.decimals(path)
        if part.field != "max" and digits(value.normalize()) > decimals:
            raise Undecidable(Message(Errata.TOO_FINE, {"path": path, "value": value, "decimals": decimals}))


def _place(edit: Edit) -> Place:
    return edit.code, edit.total.path


def _at(finding: Finding) -> Place:
    return finding.code, finding.path


def _settles_nothing(correct: Mapping[str, Decimal], left: Sequence[Place], groups: Iterable[Group]) -> Message:
    """With what would settle it: values for the same figure alone, else all that would have to change with it."""
    values: dict[str, object] = {
        "correct": tuple(Message(Errata.PUT, {"path": path, "value": value}) for path, value in correct.items()),
        "left": tuple(Message(Errata.PLACE, {"code": code, "path": path}) for code, path in left),
    }
    ways = [repair for group in groups for repair in group.repairs if any(_place(edit) in left for edit in group.broken)]
    for repair in ways:
        if [change.path for change in repair.changes] == list(correct):
            return Message(Errata.SETTLES_NOTHING_BUT, {**values, "low": repair.changes[0].low, "high": repair.changes[0].high})
    for repair in ways:
        if set(correct) < {change.path for change in repair.changes}:
            return Message(Errata.SETTLES_NOTHING_ALONE, {**values, "together": repair.as_typed})
    return Message(Errata.SETTLES_NOTHING, values)


def _names(plan: Plan, findings: Iterable[Finding]) -> dict[Place, str]:
    """A name for every entry, after its place; a number where that is taken."""
    taken = {erratum.id for erratum in plan.errata}
    names: dict[Place, str] = {}
    for finding in findings:
        names[_at(finding)] = _free(finding.path.replace(".", "-"), taken)
        taken.add(names[_at(finding)])
    return names


def _free(name: str, taken: set[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def _following(
    plan: Plan, open_ones: Iterable[Finding], groups: Iterable[Group], names: Mapping[Place, str], because: str, asked: set[Place]
) -> Iterator[Entry]:
    """Entries for what was asked about, or follows from what was just decided, where all that it follows from is known by now."""
    still = {_at(finding): finding for finding in open_ones}
    known = {(erratum.rule, erratum.at): erratum.id for erratum in in_force(plan)} | dict(names)
    taken = {erratum.id for erratum in plan.errata} | set(names.values())
    for group in groups:
        for edit in group.follows:
            causes = [known.get(_place(cause)) for cause in group.broken if cause.total.ident == edit.total.ident]
            touched = _place(edit) in asked or not set(causes).isdisjoint(names.values())
            if _place(edit) in still and touched and causes and all(causes):
                finding = still[_place(edit)]
                name = _free(finding.path.replace(".", "-"), taken)
                taken.add(name)
                figures = figures_of(plan, finding)
                yield Entry(name, edit.code, finding.path, figures, "follows", because, follows=tuple(filter(None, causes)))
