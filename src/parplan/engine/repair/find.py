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
from itertools import product
from math import prod

from parplan.engine.repair import slips
from parplan.engine.repair.beside import Said, said
from parplan.engine.repair.caps import cap_of
from parplan.engine.repair.edits import EQUATIONS, LIMITS, Edit, Values
from parplan.engine.repair.exchanges import Exchanges, Swap
from parplan.engine.repair.groups import Group, Repair
from parplan.engine.repair.judge import MOST_WAYS, STRONG, Judge, Way
from parplan.engine.repair.search import Budget, Events, Search, connected, moved
from parplan.engine.repair.system import System
from parplan.engine.repair.weigh import Weigher
from parplan.model.findings import Finding
from parplan.model.peers import Panel
from parplan.model.plan import Plan
from parplan.model.results import Outcomes
from parplan.points import ZERO

MOST = 3  # slips that are looked for together
_MOST_VALUES = 400  # that are weighed for one figure
_MOST_TOGETHER = 40  # for each of several
# Likelihoods; they only have to be right in size.
_SECOND = 0.02  # of a second slip beside a first
_CARRIED = 0.1  # of a slip being carried on into other figures, copied or added up


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
        self.judge = Judge(self.system, self.weigher, self.broken)
        self.budget = Budget()

    def groups(self) -> tuple[Group, ...]:
        """The groups in the order of what is broken; two that an exchange of cells makes hold at
        once are one.
        """
        together = connected(self.system, _ordered(self.seeds))
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
        ways: list[Way],
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
                together = self.judge.group(part, ways, complete=complete)
                return self._apart(part, totals, together, without) or [together]
        return [self.judge.group(part, ways, complete=complete)]

    def _apart(
        self,
        part: list[Edit],
        totals: Iterable[frozenset[Edit]],
        together: Group,
        without: frozenset[Edit],
    ) -> list[Group]:
        """Groups without the equations of a total in which most of a group meets, with the ways
        that settle those as well; where nothing does, these are a group of their own, without any.
        None where the ways hang on each other, or are not what settles everything together, but for
        what is next to impossible.
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
        alone = [group for group in groups if group.repairs]
        ways = [group.repairs for group in alone]
        if many := prod(map(len, ways)) > MOST_WAYS:  # then each keeps all of its own
            ways = [repairs[:1] for repairs in ways]
        each_with_each = list(product(*ways))
        able = frozenset(it for it in aside if any(_hold([it], some) for some in each_with_each))
        fitting = [some for some in each_with_each if _hold(able, some)]
        kept = [{_figures(some[at]) for some in fitting} for at in range(len(alone))]
        likely = {_figures(way): way.share for way in together.repairs}
        fits = sum(likely.get(frozenset().union(*map(_figures, some)), -1.0) for some in fitting)
        hang_together = not fitting or len(fitting) < prod(map(len, kept))
        in_part = able < aside or len(alone) < len(groups)
        if (
            not alone
            or hang_together
            or (likely and (in_part or fits < STRONG * sum(likely.values())))
        ):
            return []
        found = [
            it
            for group, only in zip(alone, kept, strict=True)
            for it in (
                [group]
                if many or len(only) == len(group.repairs)
                else self._groups_of(list(group.every), [], left, only)
            )
        ]
        for edit in _ordered(able):
            firsts = [[it for way in group.repairs[:1] for it in _figures(way)] for group in found]
            at = [n for n, paths in enumerate(firsts) if not edit.figures.keys().isdisjoint(paths)]
            at = at or [len(found) - 1]
            last = found[at[-1]]
            more = (edit,) if len(at) > 1 else ()
            found[at[-1]] = last._replace(
                follows=(*last.follows, edit), together=(*last.together, *more)
            )
        if not in_part:
            return found
        rest = [edit for group in groups if not group.repairs for edit in group.every]
        rest += _ordered(aside - able)
        return [*found, self.judge.group(rest, [], complete=together.complete)]

    def _searched(
        self, part: list[Edit], ways: list[Way], without: frozenset[Edit] = frozenset()
    ) -> tuple[list[Way], bool]:
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

    def _exchanged(self, joined: list[list[Edit]], ways: list[Way]) -> Group:
        """Groups that an exchange makes hold at once as one, against what it would take without it:
        a slip in each of the groups, the likeliest few of each.
        """
        searched = [self._searched(part, []) for part in joined]
        each = [sorted(found, key=lambda way: -way.likelihood)[:3] for found, _ in searched]
        ways = ways + [_together(some) for some in product(*each)]
        complete = all(complete for _, complete in searched)
        return self.judge.group([edit for one in joined for edit in one], ways, complete=complete)

    def _valued(self, events: Events, search: Search) -> Way | None:
        """The likeliest values that events can move to; None where nothing that can be printed
        makes everything hold.
        """
        around = self.weigher.evidence([path for event in events for path in event])
        best: tuple[tuple[float, Decimal, Decimal], float, tuple[int, ...]] | None = None
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
            if best is None or weight >= best[0][0]:
                rank = (weight, *_near(around, new))
                if best is None or rank > best[0]:
                    best = (rank, likelihood, moves)
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
        return Way(new, {path: (low[path], high[path]) for path in new}, kinds, best[1])

    def _likelihood(self, events: Events, new: Values) -> float:
        likelihood = _SECOND ** (len(events) - 1)
        for event in events:
            likelihood *= self.weigher.slip(event[0], new[event[0]]).likelihood * (
                _CARRIED if len(event) > 1 else 1
            )
        return likelihood


def _near(around: Iterable[Edit], new: Values) -> tuple[Decimal, Decimal]:
    """How near values are to what the equations come to; of two that are as near, the one that a
    hand rounds to is the larger. What is bounded on one side alone is near nothing.
    """
    off = [abs(edit.residual(new)) for edit in around if edit.is_equation]
    return -sum(off, ZERO), sum(map(abs, new.values()), ZERO) if off else ZERO


def _owner(path: str) -> str:
    return path.rpartition(".")[0]


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
    rows: dict[str, list[Edit]] = {}
    for edit in edits:
        rows.setdefault(edit.total.ident, []).append(edit)
    return list(dict.fromkeys(map(frozenset, ([*([it] for it in edits), *rows.values()]))))


def _hold(edits: Iterable[Edit], repairs: Iterable[Repair]) -> bool:
    """Whether edits hold with several repairs made."""
    changes = [change for repair in repairs for change in repair.changes]
    new = {it.path: it.new if it.points is None else it.points[1] for it in changes}
    return all(edit.holds(new) for edit in edits)


def _figures(repair: Repair) -> frozenset[str]:
    return frozenset(change.path for change in repair.changes)


def _fewer(groups: Sequence[Group], ways: Sequence[Way]) -> bool:
    """Whether groups, each on its own, take fewer slips than any way does."""
    firsts = [group.repairs[0] for group in groups if group.repairs]
    if not ways:
        return True
    taken = sum(_count(change.slip for change in repair.changes) for repair in firsts)
    return len(firsts) == len(groups) and taken < min(_count(way.kinds.values()) for way in ways)


def _swapped(swap: Swap) -> Way:
    return Way(
        swap.new,
        {path: (value, value) for path, value in swap.new.items()},
        dict.fromkeys(swap.new, swap.slip.kind),
        swap.slip.likelihood,
    )


def _together(ways: Sequence[Way]) -> Way:
    likelihood = _SECOND ** (len(ways) - 1)
    whole = Way({}, {}, {}, 1.0)
    for way in ways:
        likelihood *= way.likelihood
        whole = Way(whole.new | way.new, whole.within | way.within, whole.kinds | way.kinds, 1.0)
    return whole._replace(likelihood=likelihood)
