"""How far the way has been gone: every row from its base year's score over what is known by a day
to its target.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from parplan.engine.baseline import NOTHING, Baseline
from parplan.engine.gap import Standing
from parplan.engine.identities.basis import TargetSource, figures
from parplan.engine.identities.totals import between, minus
from parplan.model.aims import Aim
from parplan.model.fields import Better
from parplan.model.plan import Plan
from parplan.model.results import LAYERS, Layer, Observation, Outcomes
from parplan.model.tree import Indicator, counted
from parplan.points import ZERO, decimal_of
from parplan.text import Text, brief

Known = Literal["observed", "rows", "base"]


class Progress(NamedTuple):
    """One row on a day. Points are exact; None is unknown.

    `known` says where `now` comes from: an observation of the row itself; its rows, as far as they
    were observed; or still the base year's score, because nothing has been observed since.

    `gap` is what is left of the way to the target. `done` is how much of the way from base to
    target has been gone, a share of 1: below 0 where it went backwards, above 1 beyond the target;
    None where there is no way, or where nothing has been observed. `due` is where the path from the
    base year through the targets of all years is on that day. What does not apply counts nowhere.
    """

    id: str
    name: Text
    decimals: int
    decimals_of: Mapping[str, int]
    max: Decimal | None
    base: Decimal | None
    now: Decimal | None
    known: Known
    observation: Observation | None
    target: Decimal | None
    target_source: TargetSource | None
    aims: tuple[Aim, ...]
    gap: Decimal | None
    done: Decimal | None
    due: Decimal | None
    better: Better
    applies: bool
    children: tuple["Progress", ...]

    def __repr__(self) -> str:
        return brief(self, "id", "base", "now", "target", "gap", "known")

    def walk(self) -> Iterator["Progress"]:
        """This row and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def progress(
    baseline: Baseline,
    outcomes: Outcomes,
    day: date,
    layers: tuple[Layer, ...] = LAYERS,
) -> tuple[Progress, ...]:
    """Every index with all that is below it, as known on a day from observations of these layers.
    Those of the base year and before it are history: they are no progress.
    """
    seen = outcomes.until(day, layers, since=baseline.plan.about.year + 1)
    history, due = _History(baseline, {}), _due(baseline, day)
    return tuple(_progress(history, index, seen, due) for index in baseline.indices)


def time_gone(plan: Plan, day: date) -> Decimal:
    """How much of the plan's time has passed at the end of a day, a share of 1: from the year after
    the scores to the target year.
    """
    first, behind = date(plan.about.year + 1, 1, 1), date(plan.about.target_year + 1, 1, 1)
    gone = Decimal((day - first).days + 1) / Decimal((behind - first).days)
    return min(max(gone, ZERO), Decimal(1))


def _due(baseline: Baseline, day: date) -> dict[str, Fraction | None]:
    """Where every row's path is on a day, exactly: from the score at the end of the base year
    straight to the target of each year at the end of that.
    """
    plan = baseline.plan
    targets = {plan.about.target_year: baseline.target}
    for year in plan.target_years:
        if year not in targets:
            then = figures(plan.aiming(year), baseline.basis, Fraction)
            targets[year] = {ident: row.target for ident, row in then.items()}

    def due(ident: str) -> Fraction | None:
        start, known = baseline.score[ident], plan.about.year
        for year in sorted(targets):
            end = targets[year][ident]
            if start is None or end is None:
                continue
            first, last = (date(each, 12, 31) for each in (known, year))
            if day <= last:
                return start + (end - start) * max(Fraction((day - first).days), NOTHING) / (
                    (last - first).days
                )
            start, known = end, year
        return start if known != plan.about.year else None

    return {ident: due(ident) for ident in baseline.score}


def _progress(
    history: "_History", row: Standing, seen: "Seen", due: Mapping[str, Fraction | None]
) -> Progress:
    baseline, state = history.baseline, history.state(row.id, seen)
    base, target = baseline.score[row.id], baseline.target[row.id]
    gone, way = (between(base, end, row.better) for end in (state.score, target))
    done = None if gone is None or not way or way < 0 or state.known == "base" else gone / way
    observation = state.observation if state.known == "observed" else None
    return Progress(
        row.id,
        row.name,
        row.decimals,
        row.decimals_of,
        row.max,
        row.score,
        decimal_of(state.score, row.decimals) if observation is None else observation.score,
        state.known,
        observation,
        row.target,
        row.target_source,
        row.aims,
        decimal_of(between(state.score, target, row.better), row.decimals),
        decimal_of(done),
        decimal_of(due[row.id], row.decimals),
        row.better,
        row.applies,
        tuple(_progress(history, child, seen, due) for child in row.children),
    )


class _State(NamedTuple):
    """What is known of a row from some observations."""

    score: Fraction | None
    known: Known
    observation: Observation | None


Seen = Mapping[str, Sequence[Observation]]  # the observations of each row that count, in order


class _History(NamedTuple):
    """What is known of every row, from more observations or fewer, exactly."""

    baseline: Baseline
    told: dict[object, _State]  # what was worked out once, by what was seen

    def state(self, ident: str, seen: Seen) -> _State:
        """A row, from the observations that count; worked out once for the same ones."""
        own = self.baseline.plan.by_id[ident]
        rows = (ident, *(below.id for below in self._making(own)))
        key = ident, tuple(tuple(map(id, seen.get(row, ()))) for row in rows)
        if key not in self.told:
            self.told[key] = self._state(ident, seen)
        return self.told[key]

    def _state(self, ident: str, seen: Seen) -> _State:
        """A row, from the observations that count.

        A row's own observation holds until a part of it is observed later: from then on the row
        moves by what its parts have moved since, as far as they were known then; where all its
        parts are newer, it is what they come to. Without one, it moves from its score by what its
        parts have moved; one without a score is what they come to, if all are seen.
        """
        indicator, base = self.baseline.plan.by_id[ident], self.baseline.score[ident]
        own = seen[ident][-1] if seen.get(ident) else None
        walked = [below.id for below in self._making(indicator)]
        if own is None:
            if not any(seen.get(below) for below in walked):
                return _State(base, "base", None)
            moved = self._moved(indicator, {}, seen)
            if base is not None and moved is not None:
                return _State(base + moved, "rows", None)
            is_sum = base is None and self._covered(indicator, seen)
            return _State(self._made_of(indicator, seen) if is_sum else None, "rows", None)
        newer = {
            below: [one for one in seen.get(below, ()) if _is_newer(one, own)] for below in walked
        }
        score = Fraction(own.score)
        if not any(newer.values()):
            return _State(score, "observed", own)
        if self._covered(indicator, newer):
            return _State(self._made_of(indicator, seen), "rows", own)
        then = {
            below: [one for one in seen.get(below, ()) if not _is_newer(one, own)]
            for below in walked
        }
        moved = self._moved(indicator, then, seen, known=True)
        return _State(score + moved, "rows", own) if moved else _State(score, "observed", own)

    def _making(self, indicator: Indicator) -> Iterator[Indicator]:
        """What a row's score follows from: parts that only tell more of it move nothing."""
        if not self.baseline.shares[self.baseline.fact[indicator.id]]:
            return
        for child in indicator.children:
            if child.counts_in(indicator):
                yield child
                yield from self._making(child)

    def _moved(
        self, indicator: Indicator, then: Seen, now: Seen, *, known: bool = False
    ) -> Fraction | None:
        """By how much a row moves with its parts from what was seen to what is seen now; None where
        that is not known. With `known`, parts of which nothing had been observed then do not move
        it: nobody knows by how much."""

        def change(child: Indicator) -> Fraction | None:
            before, after = self.state(child.id, then), self.state(child.id, now)
            still = before.score == after.score and (after.score is not None or before == after)
            if still or (known and before.known == "base"):
                return NOTHING
            return minus(after.score, before.score)

        return self.baseline.moved(
            indicator, change, lambda child: self.state(child.id, then).score
        )

    def _made_of(self, indicator: Indicator, seen: Seen) -> Fraction | None:
        """What a row's parts come to, from what is seen of them; None where nobody knows."""
        return self.baseline.made_of(indicator, lambda child: self.state(child.id, seen).score)

    def _covered(self, indicator: Indicator, newer: Seen) -> bool:
        """Whether each part of a row has newer observations, its own or those of all its parts."""
        parts = counted(indicator, "score") or ()
        return bool(parts) and all(
            newer.get(child.id) or self._covered(child, newer) for _, child in parts
        )


def _is_newer(one: Observation, total: Observation) -> bool:
    """Whether an observation tells of something that a total's does not hold yet: it counts before
    it, and is not of a year that is final there."""
    return one.order > total.order and not (total.stage == "final" and one.year <= total.year)
