"""How likely what is printed is, if other figures were meant: by the slips that it takes, by how
figures are written, and by how well the equations around and what is said beside the plan agree.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from decimal import Decimal
from itertools import pairwise
from math import exp, fsum, log, pi, sqrt
from typing import NamedTuple

from parplan.engine.identities.printed import Figure, figure
from parplan.engine.repair import slips
from parplan.engine.repair.edits import Edit, Values, Witness
from parplan.engine.repair.system import System
from parplan.model.tree import Indicator
from parplan.points import ONE, digits

# Likelihoods; they only have to be right in size.
_COPIED = 0.99  # of a fact that stands in two places being the same to the last digit
_RECKONED = 0.9  # of a total that does: one of the two may be added up from rounded parts
_DENIED = 0.01  # of a figure being right that is said to be another beside the plan
_ODD = 4e-4  # of a maximum being another than those of its siblings, most of which are alike
_ROUND = 0.1  # of the maximum of a whole index having a digit more that is no 0
_LEAST = 1e-12  # of anything that rounding explains
_SURE = log(100)  # how sure what holds can make of one way that totals come about, as log odds
# What figures are added up in, and rounding may bend.
_SUMS = frozenset({"A301", "A303", "A304", "A305"})
_IN_POINTS = ("score", "planned", "target")


class _Off(NamedTuple):
    """How far rounding lets an equation be off, undivided: by how many values, one `unit` of its
    total's last digit apart, and how they spread (a variance) where each figure was rounded.
    """

    steps: int
    unit: float
    spread: float

    def added_up(self, residual: Decimal) -> float:
        """How likely it is to be off by so much where a figure comes from the printed ones."""
        return (1 - _COPIED) / self.steps if residual else _COPIED

    def apart(self, residual: Decimal) -> float:
        """How likely it is to be off by so much where each was rounded on its own: about normal."""
        density = self.unit / sqrt(2 * pi * self.spread)
        return max(min(density, 1) * exp(-(float(residual) ** 2) / 2 / self.spread), _LEAST)


class Weigher:
    """Weighs new values of a plan's figures."""

    def __init__(self, system: System) -> None:
        self.plan = system.plan
        self.system = system
        self._offs: dict[Edit, _Off] = {}
        self.added_up = self._added_up()
        self._usual: dict[Edit, _Usual] = {}
        self._rows_above: dict[str, Indicator] = {}
        self._columns: set[str] = set()
        self._aboves: dict[str, Decimal | None] = {}
        self._fine: dict[str, list[int]] = {}
        self._shorts: dict[tuple[str, tuple[str, ...], bool], float] = {}
        self._slips: dict[tuple[str, Decimal], slips.Slip] = {}

    def slip(self, path: str, value: Decimal) -> slips.Slip:
        """What slip a figure is where another value (points or percent) was meant."""
        found = self._slips.get((path, value))
        if found is None:
            part = self.system.figure(path)
            if path not in self._aboves:
                self._aboves[path] = self._above(part)
            meant, decimals = self.system.written(path, value), self.system.decimals(path)
            found = slips.slip(part.printed, meant, decimals, self._aboves[path], self._short(part))
            if part.field == "max":
                share = self._as_maximum(part, meant, found.kind)
                found = found._replace(likelihood=found.likelihood * share)
            self._slips[path, value] = found
        return found

    def _as_maximum(self, part: Figure, value: Decimal, kind: slips.Kind) -> float:
        """How likely a maximum has so many digits behind the point, by how many of its index have
        (Laplace's rule), and, where the cell above was copied, is another than that one; and a
        whole index is out of 100 rather than of 105. A share of 1.
        """
        here = self.plan.by_id[part.ident]
        root = here.root.id
        if root not in self._fine:
            printed = (figure(row, "max") for row in self.system.column(here))
            self._fine[root] = [digits(it.value.normalize()) for it in printed if it is not None]
        fine, maxima = digits(value.normalize()), self._fine[root]
        share = (1 + sum(each >= fine for each in maxima)) / (2 + len(maxima))
        if kind == "copied":
            share *= self._differing(here)
        if root != here.id:
            return share
        more = len(value.normalize().as_tuple().digits) - len(
            part.value.normalize().as_tuple().digits
        )
        return float(share * _ROUND ** max(more, 0))

    def _differing(self, here: Indicator) -> float:
        """How often maxima below the same total are others than those above them, a share of 1
        (Laplace's rule).
        """
        above = self.plan.parents.get(here.id)
        printed = [row.node.max for row in (() if above is None else above.children)]
        differing = [one != other for one, other in pairwise(printed)]
        return (1 + sum(differing)) / (2 + len(differing))

    def _above(self, part: Figure) -> Decimal | None:
        """The figure that stands above in the same column, and is not the same fact anyway."""
        here = self.plan.by_id[part.ident]
        if here.root.id not in self._columns:
            self._columns.add(here.root.id)
            both = pairwise(self.system.column(here))
            self._rows_above |= {below.id: above for above, below in both}
        above = self._rows_above.get(here.id)
        found = None if above is None else figure(above, part.field)
        twins = self.system.twins(part.path)
        return None if found is None or found.path in twins else found.printed

    def _short(self, part: Figure) -> float:
        """How often a figure of its index that ends in 0 goes without it, a share of 1 (Laplace's
        rule, the figure itself not counted); whole figures apart, and 1 for a figure that has all
        its decimals.
        """
        decimals = self.system.decimals(part.path)
        if part.field == "max" or part.percent is not None or digits(part.value) >= decimals:
            return 1.0
        here, whole = self.plan.by_id[part.ident], _is_whole(part.value)
        fields = (part.field,) if part.field == "percent" else (*_IN_POINTS, part.field)
        key = (here.root.id, fields, whole)
        if key not in self._shorts:
            seen = (figure(row, field) for row in self.system.column(here) for field in fields)
            values = {other.path: other.value for other in (*seen, part) if other is not None}
            zeros = [
                digits(value) < decimals
                for value in values.values()
                if digits(value.normalize()) < decimals and _is_whole(value) is whole
            ]
            self._shorts[key] = sum(zeros) / (len(zeros) + 1)
        return self._shorts[key]

    def evidence(self, paths: Collection[str]) -> list[Edit]:
        """What says how well new values of some figures agree with others."""
        around = self.system.around(paths)
        return [edit for edit in around if is_evidence(edit) or edit.code == "A302"]

    def agreement(self, around: Iterable[Edit], new: Values) -> float:
        """How likely the equations are to be off by just what they are then off by."""
        likelihood = 1.0
        for edit in around:
            likelihood *= self._agrees(edit, new)
        return likelihood

    def log_agreement(self, around: Iterable[Edit], new: Values) -> float:
        """The same as a logarithm: many equations together are beyond what a float holds."""
        return fsum(
            self._as_usual(edit, new) if edit.code == "A302" else log(self._agrees(edit, new))
            for edit in around
        )

    def _agrees(self, edit: Edit, new: Values) -> float:
        if edit.code == "A302":
            return exp(self._as_usual(edit, new))
        if isinstance(edit, Witness) and edit.agrees(new):
            return 1.0  # what agrees with all that a figure may be tells nothing apart
        if not edit.binds and not edit.holds(new):
            return _DENIED
        return self._likelihood(edit, edit.residual(new))

    def _as_usual(self, edit: Edit, new: Values) -> float:
        """How much likelier new maxima of an equation are than the printed ones, as log odds, by
        how many of the others are as most of them are.
        """
        if edit not in self._usual:
            self._usual[edit] = _usual(edit)
        value, odd = self._usual[edit]
        if value is None:
            return 0.0
        moved = [path for path in new if path in edit.figures and path != edit.total.path]
        return fsum(
            ((new[path] != value) - was_odd)
            * log(max(_ODD, ((odd - was_odd) / (len(edit.figures) - 1)) ** 3))
            for path in moved
            for was_odd in (edit.figures[path].value != value,)
        )

    def _off(self, edit: Edit) -> "_Off":
        """How far rounding lets an equation be off."""
        found = self._offs.get(edit)
        if found is None:
            unit = self.system.unit(edit.total.path)
            spread = sum(
                float(factor * edit.figures[path].half) ** 2 / 3
                for path, factor in edit.terms.items()
            )
            found = self._offs[edit] = _Off(
                max(int(2 * edit.high / unit), 1),
                abs(float(edit.terms.get(edit.total.path, ONE) * unit)),
                spread,
            )
        return found

    def _likelihood(self, edit: Edit, residual: Decimal) -> float:
        """How likely an equation is to be off by so much, undivided."""
        off, exactly = self._off(edit), self._exactness(edit)
        return exactly * off.added_up(residual) + (1 - exactly) * off.apart(residual)

    def _exactness(self, edit: Edit) -> float:
        """How likely a figure was added up or copied from the printed ones, a share of 1."""
        if not edit.binds:
            return _RECKONED
        if edit.code != "A307":
            return self.added_up
        totals = any(self.plan.by_id[part.ident].children for part in edit.figures.values())
        return _RECKONED if totals else _COPIED

    def _added_up(self) -> float:
        """How likely the plan's totals are the sums of what is printed, and not rounded on their
        own, a share of 1: by the sums that hold (Bayes' rule).
        """
        weight = 0.0
        for ident in self.plan.by_id:
            for edit in self.system.of(ident):
                if edit.code in _SUMS and is_evidence(edit) and edit.holds_now:
                    off = self._off(edit)
                    weight += log(off.added_up(edit.printed) / off.apart(edit.printed))
        odds = exp(min(max(weight, -_SURE), _SURE))
        return odds / (1 + odds)


def is_evidence(edit: Edit) -> bool:
    """Whether what is left of an edit says how well figures agree: equations that rounding may
    bend, and that say something new.
    """
    return edit.is_equation and not edit.derived and edit.high > 0


class _Usual(NamedTuple):
    """What most maxima of an equation are, and how many are others; None where as printed no three
    and no more than half are alike.
    """

    value: Decimal | None
    odd: int


def _usual(edit: Edit) -> _Usual:
    printed = [part.value for path, part in edit.figures.items() if path != edit.total.path]
    value, alike = Counter(printed).most_common(1)[0]
    few = alike < max(3, len(printed) // 2 + 1)
    return _Usual(None, 0) if few else _Usual(value, len(printed) - alike)


def _is_whole(value: Decimal) -> bool:
    return not digits(value.normalize())
