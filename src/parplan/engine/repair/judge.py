"""Which of several ways to make broken equations hold is the likeliest, and what is said of each:
how likely the slips are, times how well everything around agrees; against each other, against what
is not looked for, and against limits that need no slip.
"""

from collections.abc import Iterable, Sequence, Set
from decimal import Decimal
from fractions import Fraction
from math import exp, floor, log
from typing import NamedTuple

from parplan.engine.identities.equations import follows, is_cause
from parplan.engine.repair import slips
from parplan.engine.repair.caps import cap_of
from parplan.engine.repair.edits import EQUATIONS, LIMITS, Edit, Values, Witness
from parplan.engine.repair.groups import Change, Group, Held, Repair, Verdict
from parplan.engine.repair.system import System
from parplan.engine.repair.weigh import Weigher, is_evidence
from parplan.points import written_like

MOST_WAYS = 400  # that are told apart in one group
# Shares of 1 from which a repair is called strong (right in all but a few of a thousand cases:
# docs/benchmarks.md) or likely; how near another has to come to count as a rival; and below which
# nothing is undecided any more, but weak.
STRONG, _LIKELY, _COMPARABLE, _LEAST = 0.99, 0.8, 0.1 * (1 - 1e-9), 0.05  # a tenth is near still
_ELSE = 1e-5  # of something that is not looked for, such as a row left out
_CHANCE = 0.02  # of that agreeing with one more equation by chance
_CAPPED = 0.1  # of a rule that lets a total end at its limit, where it stands there
_OF_MAXIMA = ("A302", "A307")


class Way(NamedTuple):
    """A way to make a group hold: new values by path, from where to where each may lie, which slip
    each is, and how likely all that was.
    """

    new: dict[str, Decimal]
    within: dict[str, tuple[Decimal, Decimal]]
    kinds: dict[str, slips.Kind | None]
    likelihood: float


class Judge:
    """Weighs ways in a system; `broken` is what does not hold as printed."""

    def __init__(self, system: System, weigher: Weigher, broken: Set[Edit]) -> None:
        self.system = system
        self.plan = system.plan
        self.weigher = weigher
        self.broken = broken

    def group(self, part: list[Edit], ways: list[Way], *, complete: bool) -> Group:
        """The group with its ways weighed against each other: how likely the slips are, times how
        well everything around agrees.
        """
        follows = _following(part)
        broken = [edit for edit in part if edit not in follows]
        ways = _smallest(ways)
        gained = {id(way): self._gained(way) for way in ways}
        odds = {id(way): log(way.likelihood) + gained[id(way)] for way in ways}
        ways = sorted(ways, key=lambda way: -odds[id(way)])[:MOST_WAYS]
        complete = complete and len(ways) == len(odds)
        witnesses = [self._witnesses(way, frozenset(broken)) for way in ways]
        by_chance = log(_CHANCE) * max((len(seen) - 1 for seen in witnesses), default=0)
        others = [log(_ELSE) + by_chance + max(gained.values())] if ways else []
        caps = [cap for edit in broken if (cap := cap_of(edit, self.plan)) is not None]
        capped = len(caps) == len(broken)
        if capped:
            others.append(len(caps) * log(_CAPPED) - self._explained(ways, broken))
        untried = self._untried(broken)
        if untried and ways:  # it may be any of these as well
            others.append(max(odds.values()))
        most = max((*others, *(odds[id(way)] for way in ways)), default=0.0)
        weights = [exp(odds[id(way)] - most) for way in ways]
        whole = sum(weights) + sum(exp(one - most) for one in others)
        found = [
            Repair(
                changes=tuple(self._change(way, path) for path in way.new),
                repairs=self._settled(way, broken),
                breaks=sum(
                    edit.binds and edit not in self.broken and edit.breaks(way.new)
                    for edit in self.system.around(tuple(way.new))
                ),
                witnesses=seen,
                share=weight / whole,
                verdict=_verdict(
                    weight / whole,
                    weights,
                    sure=len(seen) > 1 or _exact(broken, way.new),
                    alone=len(weights) == 1 and not capped and not untried,
                    whole=whole,
                ),
                rivals=_rivals(weights, at),
            )
            for at, (weight, way, seen) in enumerate(zip(weights, ways, witnesses, strict=True))
        ]
        return Group(
            tuple(broken),
            tuple(follows),
            tuple(found),
            tuple(it for it in self._held(broken, found) if it.path not in untried),
            tuple(caps) if capped else (),
            complete,
            untried,
        )

    def _untried(self, broken: Iterable[Edit]) -> tuple[str, ...]:
        """The maxima that contradict others and that no repair moves, since nobody can tell what
        else follows.
        """
        maxima = (path for edit in broken for path in edit.figures if edit.code in _OF_MAXIMA)
        return tuple(dict.fromkeys(filter(self.system.is_taken_beyond, maxima)))

    def _gained(self, way: Way) -> float:
        """How much better everything around agrees with a way than as printed, as log odds. What a
        way does not touch is the same either way.
        """
        around = self.weigher.evidence(tuple(way.new))
        return self.weigher.log_agreement(around, way.new) - self.weigher.log_agreement(around, {})

    def _explained(self, ways: Iterable[Way], broken: Iterable[Edit]) -> float:
        """How well what is broken agrees as printed, in the same measure: what a limit explains
        speaks no more against that.
        """
        around = self.weigher.evidence([path for way in ways for path in way.new])
        own = frozenset(broken)
        gone = [edit for edit in around if edit in own and edit.code != "A302"]
        return self.weigher.log_agreement(gone, {})

    def _settled(self, way: Way, broken: Iterable[Edit]) -> int:
        """How much of what is broken holds."""
        own = frozenset(broken)
        around = self.system.around(tuple(way.new))
        return sum(edit in own and edit.holds(way.new) for edit in around)

    def _change(self, way: Way, path: str) -> Change:
        part = self.system.figure(path)
        values = (way.new[path], *way.within[path])
        new, low, high = (self.system.as_printed(path, value) for value in values)
        points = None
        if part.percent is not None:
            points = part.value, written_like(way.new[path], part.value)
        return Change(path, part.printed, new, low, high, way.kinds[path], points)

    def _witnesses(self, way: Way, broken: Set[Edit]) -> tuple[str, ...]:
        """The figures that call for a new value on their own: of every equation that holds no other
        change.
        """
        seen: list[str] = []
        for edit in self.system.around(tuple(way.new)):
            changed = [path for path in way.new if path in edit.figures]
            settled = (edit in broken and edit.code in EQUATIONS) or (
                is_evidence(edit) and _settles(edit, way.new)
            )
            if len(changed) == 1 and settled:
                seen.append(_spokesman(edit, changed[0]))
        return tuple(dict.fromkeys(seen))

    def _held(self, broken: list[Edit], found: list[Repair]) -> tuple[Held, ...]:
        """The figures of broken equations that something else holds in place."""
        suggested = {change.path for repair in found for change in repair.changes}
        held: dict[str, Held] = {}
        for edit in broken:
            for path in dict.fromkeys((edit.total.path, *edit.terms)):
                if path not in {*suggested, *held, *edit.products} and path in edit.terms:
                    wanted = _exactly(edit, path, self.system.decimals(path))
                    others = [
                        other
                        for other in self.system.holding(path)
                        if other not in self.broken and other.holds_now
                    ]
                    by = dict.fromkeys(
                        _spokesman(other, path)
                        for other in others
                        if not other.holds({path: wanted})
                    )
                    if by:
                        printed = edit.figures[path].printed
                        would = self.system.as_printed(path, wanted)
                        held[path] = Held(path, printed, would, tuple(by))
        return tuple(held.values())


def _following(part: Sequence[Edit]) -> list[Edit]:
    """What parts are to reach is not broken on its own where it is off only by what the row's
    scores, increases or target are.
    """

    def causes(reached: Edit) -> list[Decimal]:
        return [
            edit.delta
            for edit in part
            if edit.total.ident == reached.total.ident
            and is_cause(edit.code, edit.total.field, reached.total.field)
        ]

    of_parts = (edit for edit in part if edit.code == "A305")
    return [edit for edit in of_parts if follows(edit.delta, edit.slack, causes(edit))]


def _smallest(ways: Iterable[Way]) -> list[Way]:
    """Each set of figures once, with what is likeliest of it."""
    best: dict[frozenset[str], Way] = {}
    for way in ways:
        key = frozenset(way.new)
        if key not in best or best[key].likelihood < way.likelihood:
            best[key] = way
    return list(best.values())


def _exactly(edit: Edit, path: str, decimals: int) -> Decimal:
    """The value of one figure with which an equation holds as nearly as digits allow."""
    factor = edit.terms[path]
    wanted = Fraction(edit.figures[path].value) - Fraction(edit.residual({})) / Fraction(factor)
    return Decimal(floor(wanted * 10**decimals + Fraction(1, 2))).scaleb(-decimals)


def _spokesman(edit: Edit, path: str) -> str:
    """The figure that speaks for a value of `path`: the total of an equation, or for the total
    itself what it is made of; or the limit.
    """
    if isinstance(edit, Witness):
        return edit.said.by
    if edit.code in LIMITS:
        limits = [other for other in edit.terms if other != path]
        return next(
            (other for other in limits if other.endswith(".max")),
            limits[0] if limits else f"{edit.total.ident}.floor",
        )
    if path != edit.total.path and edit.total.path in edit.terms:
        return edit.total.path
    others = [other for other in edit.terms if other != path]
    if len(others) == 1 or edit.code in ("A304", "A309"):
        return others[0] if others else edit.total.path
    field = edit.total.field
    return f"{edit.total.ident}.*.{field}"


def _rivals(weights: Sequence[float], at: int) -> tuple[int, ...]:
    """The others that come near one of them, by their places."""
    return tuple(
        other
        for other, much in enumerate(weights)
        if other != at and much >= weights[at] * _COMPARABLE
    )


def _settles(edit: Edit, new: Values) -> bool:
    """Whether what is left of an edit goes: to the last digit, or as far as the digits of what is
    said beside the plan tell.
    """
    if isinstance(edit, Witness):
        return edit.agrees(new) and not edit.agrees({})
    return bool(edit.printed) and not edit.residual(new)


def _exact(edits: Iterable[Edit], new: Values) -> bool:
    return not any(edit.residual(new) for edit in edits if edit.is_equation)


def _verdict(
    share: float, weights: Sequence[float], *, sure: bool, alone: bool, whole: float
) -> Verdict:
    """In a word; nothing is strong that leaves its only witness off by a last digit, and nothing is
    undecided against nothing.
    """
    if share >= STRONG and sure:
        return "strong"
    if share >= _LIKELY:
        return "likely"
    return (
        "undecided"
        if not alone and share >= max(weights[0] / whole * _COMPARABLE, _LEAST)
        else "weak"
    )
