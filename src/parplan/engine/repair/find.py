"""Which figures are wrong: the smallest sets of figures whose change makes every broken equation
hold, and what was meant.

Error localisation after Fellegi and Holt (1976); see de Waal, Pannekoek and Scholtus, Handbook of
Statistical Data Editing and Imputation (2011), chapters 3 and 4. Broken equations that share
figures form a group; each is searched for one slip, then two, then more. Every set is found: where
a set of figures cannot make everything hold, one more figure of the edits that stand in its way has
to change, and each of them is tried. Which value was meant, and which set, is weighed by how likely
a hand is to slip that way and by how well the other equations agree: a likelihood of what is
printed, for each set, against each other.
"""

from collections.abc import Iterable, Sequence, Set
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import exp, floor, log, prod
from typing import NamedTuple

from parplan.engine.identities.equations import follows, is_cause
from parplan.engine.repair import slips
from parplan.engine.repair.beside import Said, said
from parplan.engine.repair.caps import cap_of
from parplan.engine.repair.edits import Edit, Values, Witness
from parplan.engine.repair.exchanges import Exchanges, Swap
from parplan.engine.repair.groups import Change, Group, Held, Repair, Verdict
from parplan.engine.repair.search import Budget, Events, Search, connected, moved
from parplan.engine.repair.system import System
from parplan.engine.repair.weigh import Weigher, is_evidence
from parplan.model.findings import Finding
from parplan.model.peers import Panel
from parplan.model.plan import Plan
from parplan.model.results import Outcomes
from parplan.points import written_like

MOST = 3  # slips that are looked for together
_MOST_VALUES = 400  # that are weighed for one figure
_MOST_TOGETHER = 40  # for each of several
_MOST_WAYS = 400  # that are told apart in one group
# Shares of 1 from which a repair is called strong (right in all but a few of a thousand cases:
# docs/benchmarks.md) or likely; how near another has to come to count as a rival; and below which
# nothing is undecided any more, but weak.
_STRONG, _LIKELY, _COMPARABLE, _LEAST = 0.99, 0.8, 0.1 * (1 - 1e-9), 0.05  # a tenth is near still
# Likelihoods; they only have to be right in size.
_SECOND = 0.02  # of a second slip beside a first
_ELSE = 1e-5  # of something that is not looked for, such as a row left out
_CHANCE = 0.02  # of that agreeing with one more equation by chance
_CARRIED = 0.1  # of a slip being carried on into other figures, copied or added up
_CAPPED = 0.1  # of a rule that lets a total end at its limit, where it stands there
_OF_MAXIMA = ("A302", "A307")
EQUATIONS = frozenset({"A301", "A302", "A303", "A304", "A305", "A306", "A307", "A309"})
LIMITS = frozenset({"R201", "R202", "R203", "R204", "R205", "R207"})


def find(plan: Plan, findings: Iterable[Finding], beside: Iterable[Said] = ()) -> tuple[Group, ...]:
    """Every group of broken equations among a plan's findings, in the order of the findings; known
    ones like open ones. `beside` is what is said of its figures elsewhere.
    """
    about = (it for it in findings if it.code in EQUATIONS or it.code in LIMITS)
    return localised(plan, list(dict.fromkeys((it.code, it.path) for it in about)), beside)


def find_told(
    plan: Plan, findings: Iterable[Finding], outcomes: Outcomes | None, panels: Iterable[Panel]
) -> tuple[Group, ...]:
    """As `find`, by what the results and the tables of other units beside the plan say."""
    return find(plan, findings, said(plan, outcomes, panels))


def localised(
    plan: Plan, broken: Sequence[tuple[str, str]], beside: Iterable[Said] = ()
) -> tuple[Group, ...]:
    """As `find`, with broken equations named by the code of their rule and the path of their
    total.
    """
    return (
        _Finder(plan, list(broken), beside).groups()
        if any(code in EQUATIONS for code, _ in broken)
        else ()
    )


class _Way(NamedTuple):
    """A way to make a group hold: new values by path, from where to where each may lie, which slip
    each is, and how likely all that was.
    """

    new: dict[str, Decimal]
    within: dict[str, tuple[Decimal, Decimal]]
    kinds: dict[str, slips.Kind | None]
    likelihood: float


class _Finder:
    def __init__(self, plan: Plan, named: list[tuple[str, str]], beside: Iterable[Said]) -> None:
        self.system = System(plan, beside)
        self.plan = self.system.plan
        self.seeds = [
            edit
            for code, path in named
            for place in self.plan.places(_owner(path))  # a total may be printed in another place
            for edit in self.system.of(place)
            if edit.site == (code, path) and not edit.holds_now
        ]
        self.broken = set(self.seeds)
        self.weigher = Weigher(self.system)
        self.budget = Budget()

    def groups(self) -> tuple[Group, ...]:
        """The groups in the order of what is broken; two that an exchange of cells makes hold at
        once are one.
        """
        together = connected(self.system, sorted(self.seeds, key=lambda edit: edit.site))
        parts = {
            frozenset(part): part
            for part in together
            if any(edit.code in EQUATIONS for edit in part)
        }
        exchanges = Exchanges(self.system, self.broken)
        swaps: dict[frozenset[Edit], list[Swap]] = {key: [] for key in parts}
        for swap in exchanges.found(list(parts.values())):
            for key in swap.groups:
                swaps[key].append(swap)
        found: list[Group] = []
        done: set[frozenset[Edit]] = set()
        for at, key in enumerate(parts):
            if key in done:
                continue
            across = next((swap.groups for swap in swaps[key] if len(swap.groups) > 1), {key})
            joined = [parts[one] for one in (key, *(across - {key})) if one not in done]
            done |= across
            ways = [_swapped(swap) for swap in swaps[key] if swap.groups == across]
            with self.budget.for_one():
                groups = (
                    self._groups_of(joined[0], ways)
                    if len(across) == 1
                    else [self._exchanged(joined, ways)]
                )
            whole = at not in exchanges.cut
            found += [it._replace(complete=it.complete and whole) for it in groups]
        found = self._joined(found)
        order = {edit: at for at, edit in enumerate(self.seeds)}
        return tuple(
            sorted(
                found,
                key=lambda group: min(order[edit] for edit in group.every),
            )
        )

    def _joined(self, groups: Iterable[Group]) -> list[Group]:
        """Groups that the same changes settle, each of several figures, as one."""
        alike: dict[object, list[Group]] = {}
        for group in groups:
            figures = [_figures(way) for way in group.repairs]
            is_one = not figures or any(len(each) == 1 for each in figures)
            alike.setdefault(group.every if is_one else frozenset(figures), []).append(group)
        found: list[Group] = []
        for each in alike.values():
            with self.budget.for_one():
                edits = [edit for group in each for edit in group.every]
                found += each if len(each) == 1 else self._groups_of(edits, [])
        return found

    def _groups_of(
        self,
        part: list[Edit],
        ways: list[_Way],
        without: frozenset[Edit] = frozenset(),
        only: Set[frozenset[str]] | None = None,
    ) -> list[Group]:
        """What is broken together as one group, with all ways or those of some figures only; where
        it takes several slips that have nothing to do with each other, a group of each. What a
        limit explains is a group of its own where the rest takes fewer slips without it."""
        ways, complete = self._searched(part, ways, without)
        if only is not None:
            ways = [way for way in ways if frozenset(way.new) in only]
        capped = frozenset(edit for edit in part if cap_of(edit, self.plan))
        if capped:
            others = [
                one
                for one in connected(self.system, [edit for edit in part if edit not in capped])
                if any(edit.code in EQUATIONS for edit in one)
            ]
            left = without | capped
            alone = [it for one in others for it in self._groups_of(one, [], left)]
            if alone and _fewer(alone, ways):
                rest = frozenset(edit for one in others for edit in one)
                own = [edit for edit in part if edit not in rest]
                return [*alone, *self._groups_of(own, [], without | rest)]
        if all(_count(way.kinds.values()) > 1 for way in ways):
            totals = _totals(part)
            looked = len(totals) * len(part)
            complete = complete and (bool(ways) or self.budget.left >= looked)
            if self.budget.spend(looked):
                together = self._weighed(part, ways, complete=complete)
                return self._apart(part, totals, together, without) or [together]
        return [self._weighed(part, ways, complete=complete)]

    def _apart(
        self,
        part: list[Edit],
        totals: Iterable[frozenset[Edit]],
        together: Group,
        without: frozenset[Edit],
    ) -> list[Group]:
        """Groups without the equations of a total in which most of a group meets, with the ways
        that settle those as well; none where these hang on each other, or are not what settles
        everything together, but for what is next to impossible.
        """
        each = [
            (aside, connected(self.system, [edit for edit in part if edit not in aside]))
            for aside in totals
        ]
        aside, apart = max(each, key=lambda one: len(one[1]), default=(frozenset(), []))
        if len(apart) < 2 or not all(any(it.code in EQUATIONS for it in one) for one in apart):
            return []
        left = without | aside
        groups = [group for one in apart for group in self._groups_of(one, [], left)]
        ways = [group.repairs for group in groups]
        if prod(map(len, ways)) > _MOST_WAYS:
            ways = [repairs[:1] for repairs in ways]
        fitting = [some for some in product(*ways) if _hold(aside, some)]
        kept = [{_figures(some[at]) for some in fitting} for at in range(len(groups))]
        likely = {_figures(way): way.share for way in together.repairs}
        fits = sum(likely.get(frozenset().union(*map(_figures, some)), -1.0) for some in fitting)
        hang_together = not fitting or len(fitting) < prod(map(len, kept))
        if hang_together or (likely and fits < _STRONG * sum(likely.values())):
            return []
        found = [
            it
            for group, only in zip(groups, kept, strict=True)
            for it in (
                [group]
                if len(only) == len(group.repairs)
                else self._groups_of(list(group.every), [], left, only)
            )
        ]
        last = found[-1]
        return [*found[:-1], last._replace(follows=(*last.follows, *_ordered(aside)))]

    def _searched(
        self, part: list[Edit], ways: list[_Way], without: frozenset[Edit] = frozenset()
    ) -> tuple[list[_Way], bool]:
        """Everything that makes a group hold with as few slips as can be, and whether all was
        looked at.
        """
        search = Search(self.system, part, self.broken, without, self.budget)
        for size in range(1, MOST + 1):
            ways = ways + [
                way
                for events in search.sets(size)
                if (way := self._valued(events, search)) is not None
            ]
            if ways or not search.complete:
                break
        return ways, search.complete

    def _exchanged(self, joined: list[list[Edit]], ways: list[_Way]) -> Group:
        """Groups that an exchange makes hold at once as one, against what it would take without it:
        a slip in each of the groups, the likeliest few of each.
        """
        searched = [self._searched(part, []) for part in joined]
        each = [sorted(found, key=lambda way: -way.likelihood)[:3] for found, _ in searched]
        ways = ways + [_together(some) for some in product(*each)]
        complete = all(complete for _, complete in searched)
        return self._weighed([edit for one in joined for edit in one], ways, complete=complete)

    def _valued(self, events: Events, search: Search) -> _Way | None:
        """The likeliest values that events can move to; None where nothing that can be printed
        makes everything hold.
        """
        around = self.weigher.evidence([path for event in events for path in event])
        best: tuple[float, float, tuple[int, ...]] | None = None
        ends = [(0, 0)] * len(events)
        for moves in search.moves(events, _MOST_VALUES if len(events) == 1 else _MOST_TOGETHER):
            new = moved(self.system, events, moves)
            if not search.holds(events, new):  # what is not linear in several figures at once
                continue
            likelihood = self._likelihood(events, new)
            weight = likelihood * self.weigher.agreement(around, new)
            if best is None:
                ends = [(move, move) for move in moves]
            ends = [
                (min(low, move), max(high, move))
                for (low, high), move in zip(ends, moves, strict=True)
            ]
            if best is None or weight > best[0]:
                best = (weight, likelihood, moves)
        if best is None:
            return None
        if len(events) == 1:
            ends = [search.interval(events[0], ends[0])]
        low, high = (moved(self.system, events, [end[side] for end in ends]) for side in (0, 1))
        new = moved(self.system, events, best[2])
        kinds = {
            path: self.weigher.slip(path, new[path]).kind if path == event[0] else None
            for event in events
            for path in event
        }
        return _Way(new, {path: (low[path], high[path]) for path in new}, kinds, best[1])

    def _likelihood(self, events: Events, new: Values) -> float:
        likelihood = _SECOND ** (len(events) - 1)
        for event in events:
            likelihood *= self.weigher.slip(event[0], new[event[0]]).likelihood * (
                _CARRIED if len(event) > 1 else 1
            )
        return likelihood

    def _weighed(self, part: list[Edit], ways: list[_Way], *, complete: bool) -> Group:
        """The group with its ways weighed against each other: how likely the slips are, times how
        well everything around agrees.
        """
        follows = _following(part)
        broken = [edit for edit in part if edit not in follows]
        ways = _smallest(ways)
        gained = {id(way): self._gained(way) for way in ways}
        odds = {id(way): log(way.likelihood) + gained[id(way)] for way in ways}
        ways = sorted(ways, key=lambda way: -odds[id(way)])[:_MOST_WAYS]
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
        """The maxima that contradict others, and that a percent is taken of."""
        maxima = (path for edit in broken for path in edit.figures if edit.code in _OF_MAXIMA)
        return tuple(dict.fromkeys(filter(self.system.is_taken_beyond, maxima)))

    def _gained(self, way: _Way) -> float:
        """How much better everything around agrees with a way than as printed, as log odds. What a
        way does not touch is the same either way.
        """
        around = self.weigher.evidence(tuple(way.new))
        return self.weigher.log_agreement(around, way.new) - self.weigher.log_agreement(around, {})

    def _explained(self, ways: Iterable[_Way], broken: Iterable[Edit]) -> float:
        """How well what is broken agrees as printed, in the same measure: what a limit explains
        speaks no more against that.
        """
        around = self.weigher.evidence([path for way in ways for path in way.new])
        own = frozenset(broken)
        gone = [edit for edit in around if edit in own and edit.code != "A302"]
        return self.weigher.log_agreement(gone, {})

    def _settled(self, way: _Way, broken: Iterable[Edit]) -> int:
        """How much of what is broken holds."""
        own = frozenset(broken)
        around = self.system.around(tuple(way.new))
        return sum(edit in own and edit.holds(way.new) for edit in around)

    def _change(self, way: _Way, path: str) -> Change:
        part = self.system.figure(path)
        values = (way.new[path], *way.within[path])
        new, low, high = (self.system.as_printed(path, value) for value in values)
        points = None
        if part.percent is not None:
            points = part.value, written_like(way.new[path], part.value)
        return Change(path, part.printed, new, low, high, way.kinds[path], points)

    def _witnesses(self, way: _Way, broken: Set[Edit]) -> tuple[str, ...]:
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
                if path in edit.terms and path not in suggested and path not in held:
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


def _owner(path: str) -> str:
    return path.rpartition(".")[0]


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


def _count(kinds: Iterable[slips.Kind | None]) -> int:
    """How many slips changes take: an exchange is one of two figures, and what only moves with
    another figure is none.
    """
    each = [kind for kind in kinds if kind is not None]
    return len(each) - each.count("exchanged") // 2


def _ordered(edits: Iterable[Edit]) -> list[Edit]:
    return sorted(edits, key=lambda edit: edit.site)


def _totals(part: Iterable[Edit]) -> list[frozenset[Edit]]:
    """The edits of a group by their total: each alone, then all of one row."""
    edits = _ordered(part)
    rows = {
        edit.total.ident: [it for it in edits if it.total.ident == edit.total.ident]
        for edit in edits
    }
    return list(dict.fromkeys(map(frozenset, ([*([it] for it in edits), *rows.values()]))))


def _hold(edits: Iterable[Edit], repairs: Iterable[Repair]) -> bool:
    """Whether edits hold with several repairs made."""
    changes = [change for repair in repairs for change in repair.changes]
    new = {it.path: it.new if it.points is None else it.points[1] for it in changes}
    return all(edit.holds(new) for edit in edits)


def _figures(repair: Repair) -> frozenset[str]:
    return frozenset(change.path for change in repair.changes)


def _fewer(groups: Sequence[Group], ways: Sequence[_Way]) -> bool:
    """Whether groups, each on its own, take fewer slips than any way does."""
    firsts = [group.repairs[0] for group in groups if group.repairs]
    if not ways:
        return True
    taken = sum(_count(change.slip for change in repair.changes) for repair in firsts)
    return len(firsts) == len(groups) and taken < min(_count(way.kinds.values()) for way in ways)


def _swapped(swap: Swap) -> _Way:
    return _Way(
        swap.new,
        {path: (value, value) for path, value in swap.new.items()},
        dict.fromkeys(swap.new, swap.slip.kind),
        swap.slip.likelihood,
    )


def _together(ways: Sequence[_Way]) -> _Way:
    likelihood = _SECOND ** (len(ways) - 1)
    whole = _Way({}, {}, {}, 1.0)
    for way in ways:
        likelihood *= way.likelihood
        whole = _Way(whole.new | way.new, whole.within | way.within, whole.kinds | way.kinds, 1.0)
    return whole._replace(likelihood=likelihood)


def _smallest(ways: Iterable[_Way]) -> list[_Way]:
    """Each set of figures once, with what is likeliest of it."""
    best: dict[frozenset[str], _Way] = {}
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
    if share >= _STRONG and sure:
        return "strong"
    if share >= _LIKELY:
        return "likely"
    return (
        "undecided"
        if not alone and share >= max(weights[0] / whole * _COMPARABLE, _LEAST)
        else "weak"
    )
