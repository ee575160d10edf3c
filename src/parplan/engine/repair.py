"""Which figures are wrong: the smallest sets of figures whose change makes every broken equation hold, and what was meant.

Error localisation after Fellegi and Holt (1976); see de Waal, Pannekoek and Scholtus, Handbook of Statistical Data Editing and
Imputation (2011), chapters 3 and 4. Broken equations that share figures form a group; each is searched for one slip, then two, then
more. Every set is found: where a set of figures cannot make everything hold, one more figure of the edits that stand in its way has
to change, and each of them is tried. Which value was meant, and which set, is weighed by how likely a hand is to slip that way and
by how well the other equations agree: a likelihood of what is printed, for each set, against each other.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product
from math import ceil, floor
from typing import Literal, NamedTuple

from parplan.engine import slips
from parplan.engine.edits import Edit, System, Values
from parplan.engine.elimination import Bounds, Conflict, bounds
from parplan.engine.localise import Search, connected
from parplan.findings import Finding
from parplan.identities import POINT_FIELDS, Figure, figure, figure_at
from parplan.model import Indicator, Plan
from parplan.points import digits, last_digit

Verdict = Literal["strong", "likely", "undecided", "weak"]
MOST = 3  # figures that are changed together
_MOST_VALUES = 400  # that are weighed for one figure
_MOST_TOGETHER = 40  # for each of several
_STRONG, _LIKELY, _COMPARABLE = 0.99, 0.8, 0.1
# Likelihoods that only have to be right in size: of a second slip beside a first; of something that is not looked for, such as a row
# left out; and of that agreeing with one more equation by chance.
_SECOND, _ELSE, _CHANCE = 0.02, 1e-5, 0.02
EQUATIONS = frozenset({"A301", "A302", "A303", "A304", "A305", "A306", "A307"})


class Change(NamedTuple):
    """A figure, what is printed, what was likely meant, and from where to where it may lie (points, or percent)."""

    path: str
    old: Decimal
    new: Decimal
    low: Decimal
    high: Decimal


class Repair(NamedTuple):
    """Figures whose change makes a whole group hold.

    `repairs` and `breaks` count equations (those that only follow from others are not counted), `slips` what it takes, `witnesses`
    are the figures that call for a value on their own, `share` is its part of 1 among what may have happened, `rivals` the
    other sets of figures that would do as well.
    """

    changes: tuple[Change, ...]
    repairs: int
    breaks: int
    slips: tuple[slips.Kind, ...]
    witnesses: tuple[str, ...]
    share: float
    verdict: Verdict
    rivals: tuple[tuple[str, ...], ...]


class Held(NamedTuple):
    """A figure of a broken equation that is not to blame: with `value` instead, what `by` says would no longer agree."""

    path: str
    printed: Decimal
    value: Decimal
    by: tuple[str, ...]


class Group(NamedTuple):
    """Broken equations that share figures, with every smallest repair, best first. `follows` are those that come of the others.

    `complete` is False where the search ended before everything up to MOST figures was tried.
    """

    broken: tuple[Edit, ...]
    follows: tuple[Edit, ...]
    repairs: tuple[Repair, ...]
    held: tuple[Held, ...]
    complete: bool


def find(plan: Plan, findings: Iterable[Finding]) -> tuple[Group, ...]:
    """Every group of broken equations among a plan's findings, in the order of the findings; known ones like open ones."""
    broken: dict[tuple[str, str], None] = {}
    rounded = 0
    for finding in findings:
        if finding.code in EQUATIONS:
            broken[finding.code, finding.path] = None
        rounded += finding.code == "A308"
    return localised(plan, list(broken), rounded)


def localised(plan: Plan, broken: Sequence[tuple[str, str]], rounded: int) -> tuple[Group, ...]:
    """As `find`, with broken equations named by the code of their rule and the path of their total; `rounded` is how many more of the
    plan's equations hold within rounding only."""
    return _Finder(plan, list(broken), rounded).groups() if broken else ()


class _Way(NamedTuple):
    """A way to make a group hold: new values by path, and how likely the slips were."""

    new: dict[str, Decimal]
    kinds: tuple[slips.Kind, ...]
    likelihood: float


class _Finder:
    def __init__(self, plan: Plan, named: list[tuple[str, str]], rounded: int) -> None:
        self.plan = plan
        self.system = System(plan)
        self.seeds = [edit for code, path in named for edit in self.system.of(_owner(path)) if (edit.code, edit.total.path) == (code, path)]
        self.broken = set(self.seeds)
        # How often the plan's equations hold to the last digit, a share of 1 (Laplace's rule).
        equations = _equations(plan)
        self.exact = (max(equations - rounded - len(self.seeds), 0) + 1) / (max(equations, rounded + len(self.seeds)) + 2)
        self._columns: dict[str, list[Indicator]] = {}
        self._figures: dict[str, Figure] = {}

    def groups(self) -> tuple[Group, ...]:
        parts = connected(self.seeds)
        found: list[Group] = []
        swaps = self._exchanges(parts)
        while parts:
            part = parts.pop(0)
            ways = [way for together, way in swaps if together == frozenset((frozenset(part),))]
            across = next((together for together, _ in swaps if len(together) > 1 and frozenset(part) in together), None)
            if across is None:
                found.append(self._group(part, ways))
                continue
            joined = [part, *(other for other in parts if frozenset(other) in across)]
            parts = [other for other in parts if frozenset(other) not in across]
            ways = [way for together, way in swaps if together == across] + self._each_on_its_own(joined)
            found.append(self._weighed([edit for one in joined for edit in one], ways, complete=True))
        order = {edit: at for at, edit in enumerate(self.seeds)}
        return tuple(sorted(found, key=lambda group: min(order[edit] for edit in (*group.broken, *group.follows))))

    def _group(self, part: list[Edit], ways: list[_Way]) -> Group:
        search = Search(self.system, part, self.broken)
        for size in range(1, MOST + 1):
            ways = ways + [way for free in search.sets(size) if (way := self._valued(free, search)) is not None]
            if ways or not search.complete:
                break
        return self._weighed(part, ways, complete=search.complete)

    def _each_on_its_own(self, joined: list[list[Edit]]) -> list[_Way]:
        """What it would take without an exchange: a slip in each of the groups, the best few of each."""
        each = [[self._way(repair) for repair in self._group(part, []).repairs[:3]] for part in joined]
        return [_together(ways) for ways in product(*each)]

    def _way(self, repair: Repair) -> _Way:
        new = {change.path: change.new for change in repair.changes}
        likelihood = 1.0
        for path, value in new.items():
            likelihood *= self._slip(path, value).likelihood
        return _Way(new, repair.slips, likelihood)

    def _exchanges(self, parts: list[list[Edit]]) -> list[tuple[frozenset[frozenset[Edit]], _Way]]:
        """Two cells of a row or column whose exchange makes whole groups hold and breaks nothing: one slip, two figures."""
        found: dict[frozenset[str], tuple[frozenset[frozenset[Edit]], _Way]] = {}
        for part in parts:
            smallest = min(part, key=lambda edit: (len(edit.terms), not edit.derived))
            for path in smallest.terms:
                partners = self._partners(smallest.figures[path])
                for other in partners:
                    pair = frozenset((path, other.path))
                    together = None if pair in found else self._exchanged(smallest, smallest.figures[path], other, parts)
                    if together is not None:
                        slip = slips.exchange(len(partners))
                        new = {path: other.value, other.path: smallest.figures[path].value}
                        found[pair] = (together, _Way(new, (slip.kind,), slip.likelihood))
        return list(found.values())

    def _exchanged(self, edit: Edit, one: Figure, other: Figure, parts: list[list[Edit]]) -> frozenset[frozenset[Edit]] | None:
        """The groups that an exchange makes hold; None where it does not, or breaks something else."""
        if one.value == other.value or not self._fits(one, other.value) or not self._fits(other, one.value):
            return None
        new = {one.path: other.value, other.path: one.value}
        if not edit.holds(new):
            return None
        touched = [part for part in parts if any(one.path in edit.figures or other.path in edit.figures for edit in part)]
        if not all(edit.holds(new) for part in touched for edit in part):
            return None
        if any(not edit.holds(new) for edit in self.system.around(tuple(new)) if edit not in self.broken and edit.holds({})):
            return None
        return frozenset(frozenset(part) for part in touched)

    def _fits(self, part: Figure, value: Decimal) -> bool:
        return digits(value.normalize()) <= self._decimals(part)

    def _partners(self, part: Figure) -> list[Figure]:
        """The other figures of the same row and the same column."""
        here = self.plan.by_id[part.ident]
        row = [figure(here, field) for field in POINT_FIELDS if field != part.field]
        column = [figure(there, part.field) for there in self._column(here) if there is not here]
        return [found for found in (*row, *column) if found is not None]

    def _column(self, indicator: Indicator) -> list[Indicator]:
        root = indicator.root.id
        if root not in self._columns:
            self._columns[root] = list(self.plan.by_id[root].walk())
        return self._columns[root]

    def _valued(self, free: tuple[str, ...], search: Search) -> _Way | None:
        """The most likely values of free figures; None where nothing that can be printed makes everything hold."""
        best: _Way | None = None
        for new in self._values(free, search, {}):
            slip = [self._slip(path, value) for path, value in new.items()]
            likelihood = _SECOND ** (len(slip) - 1) * self._agreement(search.around(free), new)
            for one in slip:
                likelihood *= one.likelihood
            if best is None or likelihood > best.likelihood:
                best = _Way(new, tuple(one.kind for one in slip), likelihood)
        if best is None:
            return None
        plain = _SECOND ** (len(free) - 1)
        for path, value in best.new.items():
            plain *= self._slip(path, value).likelihood
        return best._replace(likelihood=plain)

    def _values(self, free: tuple[str, ...], search: Search, given: dict[int, Decimal]) -> Iterator[dict[str, Decimal]]:
        """Values that can be printed, of all free figures together."""
        place = len(given)
        if place == len(free):
            new = {path: given[at] for at, path in enumerate(free)}
            if all(edit.holds(new) for edit in search.needed(free)):
                yield new
            return
        found = bounds(search.rows(free), len(free), given)
        if isinstance(found, Conflict):
            return
        part = self._figure(free[place])
        for value in _printable(found[place], part.value, self._decimals(part), _MOST_VALUES if len(free) == 1 else _MOST_TOGETHER):
            yield from self._values(free, search, {**given, place: value})

    def _slip(self, path: str, value: Decimal) -> slips.Slip:
        part = self._figure(path)
        return slips.slip(part.value, value, self._decimals(part), self._above(part))

    def _above(self, part: Figure) -> Decimal | None:
        """The figure that stands above in the same column."""
        here = self.plan.by_id[part.ident]
        for above, below in pairwise(self._column(here)):
            if below is here:
                found = figure(above, part.field)
                return None if found is None else found.value
        return None

    def _figure(self, path: str) -> Figure:
        found = self._figures.get(path) or figure_at(self.plan, path)
        if found is None:
            raise KeyError(path)
        self._figures[path] = found
        return found

    def _decimals(self, part: Figure) -> int:
        root = self.plan.by_id[part.ident].root
        if part.field == "percent":
            return root.decimals if root.percent_decimals is None else root.percent_decimals
        return max(root.decimals, digits(part.value)) if part.field == "max" else root.decimals

    def _agreement(self, around: Iterable[Edit], new: Values) -> float:
        """How likely the equations are to be off by just what they are then off by."""
        likelihood = 1.0
        for edit in around:
            if edit.is_equation and not edit.derived and edit.high:
                steps = max(int(2 * edit.high / self._step(edit)), 1)
                likelihood *= self.exact if not edit.residual(new) else (1 - self.exact) / steps
        return likelihood

    def _step(self, edit: Edit) -> Decimal:
        return last_digit(self._decimals(edit.total))

    def _weighed(self, part: list[Edit], ways: list[_Way], *, complete: bool) -> Group:
        follows = _following(part)
        broken = [edit for edit in part if edit not in follows]
        ways = _smallest(ways)
        around = self.system.around({path for way in ways for path in way.new})
        weights = [way.likelihood * self._agreement(around, way.new) for way in ways]
        witnesses = [self._witnesses(way, broken) for way in ways]
        most = max((self._agreement(around, way.new) for way in ways), default=0.0)
        chance = _CHANCE ** max((len(seen) for seen in witnesses), default=1) / _CHANCE
        whole = sum(weights) + _ELSE * chance * most
        found: list[Repair] = []
        for way, weight, seen in zip(ways, weights, witnesses, strict=True):
            share = weight / whole
            rivals = tuple(
                tuple(other.new) for other, much in zip(ways, weights, strict=True) if other is not way and much >= weight * _COMPARABLE
            )
            changes = tuple(self._change(path, way, part) for path in way.new)
            found.append(Repair(changes, len(broken), 0, way.kinds, seen, share, _verdict(share, max(weights) / whole), rivals))
        found.sort(key=lambda repair: -repair.share)
        return Group(tuple(broken), tuple(follows), tuple(found), self._held(broken, found), complete)

    def _change(self, path: str, way: _Way, part: list[Edit]) -> Change:
        """A change with the values it may take while the others stay as suggested; an exchange takes just one."""
        own = self._figure(path)
        new = way.new[path]
        if way.kinds == ("exchanged",):
            return Change(path, own.value, new, new, new)
        search = Search(self.system, part, self.broken)
        free = tuple(way.new)
        given = {at: value for at, (other, value) in enumerate(way.new.items()) if other != path}
        found = bounds(search.rows(free), len(free), given)
        if isinstance(found, Conflict):
            return Change(path, own.value, new, new, new)
        printable = list(_printable(found[free.index(path)], new, self._decimals(own), 0))
        return Change(path, own.value, new, min([*printable, new]), max([*printable, new]))

    def _witnesses(self, way: _Way, broken: list[Edit]) -> tuple[str, ...]:
        """The figures that call for a new value on their own: of every equation that holds no other change."""
        seen: list[str] = []
        for edit in self.system.around(tuple(way.new)):
            changed = [path for path in way.new if path in edit.figures]
            settled = edit in broken or (edit.is_equation and not edit.derived and edit.residual({}) and not edit.residual(way.new))
            if len(changed) == 1 and settled:
                seen.append(_spokesman(edit, changed[0]))
        return tuple(dict.fromkeys(seen))

    def _held(self, broken: list[Edit], found: list[Repair]) -> tuple[Held, ...]:
        """The figures of broken equations that something else holds in place."""
        suggested = {change.path for repair in found for change in repair.changes}
        held: dict[str, Held] = {}
        for edit in broken:
            for path in edit.terms:
                if path in suggested or path in held or path not in edit.terms:
                    continue
                wanted = _exactly(edit, path, self._decimals(edit.figures[path]))
                by = [
                    other
                    for other in self.system.holding(path)
                    if other not in self.broken and other.holds({}) and not other.holds({path: wanted})
                ]
                if by:
                    names = tuple(dict.fromkeys(_spokesman(other, path) for other in by if other.is_equation or other.code == by[0].code))
                    held[path] = Held(path, edit.figures[path].value, wanted, names)
        return tuple(held.values())


def _owner(path: str) -> str:
    return path.rpartition(".")[0]


def _equations(plan: Plan) -> int:
    """About how many equations a plan's figures stand in."""
    totals = sum(1 + (indicator.planned is not None) for indicator in plan.walk() if indicator.children)
    return totals + sum(indicator.planned is not None and indicator.target is not None for indicator in plan.walk())


def _following(part: Sequence[Edit]) -> list[Edit]:
    """What parts are to reach is not broken on its own where the row's scores, increases or target are."""
    roots = {edit.total.ident for edit in part if edit.code in ("A301", "A303", "A304")}
    return [edit for edit in part if edit.code == "A305" and edit.total.ident in roots]


def _together(ways: Sequence[_Way]) -> _Way:
    likelihood = _SECOND ** (len(ways) - 1)
    new: dict[str, Decimal] = {}
    for way in ways:
        likelihood *= way.likelihood
        new |= way.new
    return _Way(new, tuple(kind for way in ways for kind in way.kinds), likelihood)


def _smallest(ways: Iterable[_Way]) -> list[_Way]:
    """Each set of figures once, with what is most likely of it."""
    best: dict[frozenset[str], _Way] = {}
    for way in ways:
        key = frozenset(way.new)
        if key not in best or best[key].likelihood < way.likelihood:
            best[key] = way
    return list(best.values())


def _printable(found: Bounds, near: Decimal, decimals: int, most: int) -> Iterator[Decimal]:
    """The figures with so many decimals within bounds, but for the printed one; at most so many (0: only the first and last)."""
    unit = Fraction(last_digit(decimals))
    first = None if found.low is None else ceil(found.low / unit)
    last = None if found.high is None else floor(found.high / unit)
    middle = int(Fraction(near) / unit)
    first, last = first if first is not None else (last or middle) - most, last if last is not None else (first or middle) + most
    if last < first:
        return
    if most == 0:
        steps: Iterable[int] = (first, last)
    else:
        centre = (first + last) // 2
        steps = range(max(first, centre - most // 2), min(last, centre + most // 2) + 1)
    for step in steps:
        yield Decimal(step).scaleb(-decimals)


def _exactly(edit: Edit, path: str, decimals: int) -> Decimal:
    """The value of one figure with which an equation holds as nearly as digits allow."""
    factor = edit.terms[path]
    wanted = Fraction(edit.figures[path].value) - Fraction(edit.residual({})) / Fraction(factor)
    return Decimal(floor(wanted * 10**decimals + Fraction(1, 2))).scaleb(-decimals)


def _spokesman(edit: Edit, path: str) -> str:
    """The figure that speaks for a value of `path`: the total of an equation, or for the total itself what it is made of."""
    if path != edit.total.path and edit.total.path in edit.terms:
        return edit.total.path
    others = [other for other in edit.terms if other != path]
    if len(others) == 1 or edit.code == "A304":
        return others[0] if others else edit.total.path
    field = edit.total.field
    return f"{edit.total.ident}.*.{field}"


def _verdict(share: float, best: float) -> Verdict:
    if share >= _STRONG:
        return "strong"
    if share >= _LIKELY:
        return "likely"
    return "undecided" if share >= best * _COMPARABLE and share >= 0.05 else "weak"
