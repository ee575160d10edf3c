"""What a row stands at by what was observed of it and of its parts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from parplan.engine.baseline import NOTHING, Baseline
from parplan.engine.identities.totals import minus
from parplan.model.results import LAYERS, Layer, Observation, Outcomes
from parplan.model.tree import Indicator, counted
from parplan.points import decimal_of

Known = Literal["observed", "rows", "base"]
Seen = Mapping[str, Sequence[Observation]]  # the observations of each row that count, in order


class State(NamedTuple):
    """What is known of a row from some observations, in points.

    `known` says where the score comes from: an observation of the row itself; its rows, as far as
    they were observed; or still the base year's score, because nothing has been observed.
    `rests_on` are the observations that make it what it is.
    """

    score: Fraction | None
    known: Known
    rests_on: tuple[Observation, ...] = ()

    @property
    def observation(self) -> Observation | None:
        """The row's own observation, where that holds."""
        return self.rests_on[0] if self.known == "observed" else None

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers that it rests on, the one that has been looked at least first."""
        found = {each.layer for each in self.rests_on}
        return tuple(layer for layer in LAYERS if layer in found)

    def points(self, decimals: int) -> Decimal | None:
        """The score, with every digit that was observed."""
        own = self.observation
        return decimal_of(self.score, decimals) if own is None else own.score


def came_to(
    baseline: Baseline, outcomes: Outcomes, year: int, layers: Iterable[Layer] = LAYERS
) -> dict[str, State]:
    """What the rows came to in a year by its final observations, where any of a row or of what is
    below it was observed, and its score is known. Before the year of the scores nothing moves:
    what was observed then stands by itself.
    """
    seen = outcomes.finals(year, layers)
    if year <= baseline.plan.about.year:
        history = History(baseline, {})
        return {ident: history.state(ident, seen) for ident in seen}
    came = ends(baseline, seen)
    return {
        ident: state for ident, state in came.items() if state.rests_on and state.score is not None
    }


def ends(baseline: Baseline, seen: Seen) -> dict[str, State]:
    """What every row came to by what was finally observed of a year, by id: unknown where a row
    that makes it up is not."""
    history = History(baseline, {})
    came: dict[str, State] = {}
    for index in baseline.plan.indices:
        _end(history, index, seen, came)
    return came


class History(NamedTuple):
    """What is known of every row, from more observations or fewer, exactly."""

    baseline: Baseline
    told: dict[object, State]  # what was worked out once, by what was seen

    def state(self, ident: str, seen: Seen) -> State:
        """A row, from the observations that count; worked out once for the same ones."""
        own = self.baseline.plan.by_id[ident]
        rows = (ident, *(below.id for below in self._making(own)))
        key = ident, tuple(tuple(map(id, seen.get(row, ()))) for row in rows)
        if key not in self.told:
            self.told[key] = self._state(ident, seen)
        return self.told[key]

    def parts(self, indicator: Indicator) -> Iterator[Indicator]:
        """The rows right below that a row's score follows from: what only tells more of it moves
        nothing.
        """
        if self.baseline.shares[self.baseline.fact[indicator.id]]:
            yield from (child for child in indicator.children if child.counts_in(indicator))

    def covers(self, indicator: Indicator, seen: Seen) -> bool:
        """Whether all of a row was observed: itself, or each of its parts."""
        return bool(seen.get(indicator.id)) or self._covered(indicator, seen)

    def _state(self, ident: str, seen: Seen) -> State:
        """A row, from the observations that count.

        A row's own observation holds until a part of it has a newer one: from then on the row moves
        by what its parts have moved since, as far as they were known then; where all its parts are
        newer, it is what they come to. Without one, it moves from its score by what its parts have
        moved; one without a score is what they come to, if all are seen.
        """
        indicator, base = self.baseline.plan.by_id[ident], self.baseline.score[ident]
        own = seen[ident][-1] if seen.get(ident) else None
        walked = [below.id for below in self._making(indicator)]
        if own is None:
            if not any(seen.get(below) for below in walked):
                return State(base, "base")
            moved, by = self._moved(indicator, {}, seen), self.beneath(indicator, seen)
            if base is not None and moved is not None:
                return State(base + moved, "rows", by)
            is_sum = base is None and self._covered(indicator, seen)
            return State(self._made_of(indicator, seen) if is_sum else None, "rows", by)
        newer = {
            below: [one for one in seen.get(below, ()) if _is_newer(one, own)] for below in walked
        }
        score, observed = Fraction(own.score), State(Fraction(own.score), "observed", (own,))
        if not any(newer.values()):
            return observed
        by = self.beneath(indicator, seen)
        if self._covered(indicator, newer):
            return State(self._made_of(indicator, seen), "rows", by)
        then = {
            below: [one for one in seen.get(below, ()) if not _is_newer(one, own)]
            for below in walked
        }
        moved = self._moved(indicator, then, seen, known=True)
        if not moved:
            return observed
        return State(score + moved, "rows", (own, *(one for one in by if _is_newer(one, own))))

    def _making(self, indicator: Indicator) -> Iterator[Indicator]:
        """What a row's score follows from, at any depth."""
        for child in self.parts(indicator):
            yield child
            yield from self._making(child)

    def beneath(self, indicator: Indicator, seen: Seen) -> tuple[Observation, ...]:
        """The observations that the parts of a row rest on."""
        states = (self.state(child.id, seen) for child in self.parts(indicator))
        return tuple(one for state in states for one in state.rests_on)

    def _moved(
        self, indicator: Indicator, then: Seen, now: Seen, *, known: bool = False
    ) -> Fraction | None:
        """By how much a row moves with its parts from what was seen to what is seen now; None where
        that is not known. With `known`, parts of which nothing had been observed then do not move
        it: nobody knows by how much."""

        def change(child: Indicator) -> Fraction | None:
            before, after = self.state(child.id, then), self.state(child.id, now)
            still = before.score == after.score and (
                after.score is not None or before.known == after.known
            )
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
        return bool(parts) and all(self.covers(child, newer) for _, child in parts)


def _end(history: History, indicator: Indicator, seen: Seen, came: dict[str, State]) -> None:
    """What a row and all below it came to, exactly: what was observed, of it and then of its parts;
    a total that was not moves with its rows from its base, so that what the document gets wrong
    stays where it is, and without a base is their sum. Unknown where a row is not, or nothing adds
    up."""
    baseline, ident = history.baseline, indicator.id
    for child in indicator.children:
        _end(history, child, seen, came)
    if seen.get(ident):
        came[ident] = history.state(ident, seen)
        return
    base = score = baseline.score[ident]
    if base is None:
        score = baseline.made_of(indicator, lambda child: came[child.id].score)
    else:
        moved = baseline.moved(
            indicator,
            lambda child: minus(came[child.id].score, baseline.score[child.id]),
            lambda child: baseline.score[child.id],
        )
        score = None if moved is None else base + moved
    parts = () if score is None else history.parts(indicator)
    by = tuple(one for part in parts for one in came[part.id].rests_on)
    came[ident] = State(score, "rows", by)


def _is_newer(one: Observation, total: Observation) -> bool:
    """Whether an observation tells of something that a total's does not hold yet: it counts before
    it, and is not what makes up a total that is final for its year. What has been looked at more
    than the total makes up another one."""
    if one.order <= total.order:
        return False
    is_held = total.stage == "final" and one.year <= total.year
    return not is_held or LAYERS.index(one.layer) > LAYERS.index(total.layer)
