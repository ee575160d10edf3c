"""How far the way has been gone: every row from its base year's score over what is known by a day to its target."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from parplan.engine.standing import Standing
from parplan.identities import counted, divisor
from parplan.labels import Text
from parplan.model import Indicator, Plan
from parplan.points import ZERO
from parplan.results import LAYERS, Layer, Observation, Outcomes

Known = Literal["observed", "rows", "base"]


class Progress(NamedTuple):
    """One row on a day. Points are exact; None is unknown.

    `known` says where `now` comes from: an observation of the row itself; its rows, as far as they were observed; or still the base
    year's score, because nothing has been observed since.
    """

    id: str
    name: Text
    decimals: int
    max: Decimal | None
    base: Decimal | None
    now: Decimal | None
    known: Known
    observation: Observation | None
    target: Decimal | None
    printed: bool  # whether the plan prints the target
    children: tuple["Progress", ...]

    @property
    def gap(self) -> Decimal | None:
        """Target - now, in points: what is left of the way."""
        return None if self.target is None or self.now is None else self.target - self.now

    @property
    def done(self) -> Decimal | None:
        """How much of the way from base to target has been gone, a share of 1: below 0 where it went backwards, above 1 beyond the target;
        None where there is no way, or where nothing has been observed."""
        if self.target is None or self.base is None or self.now is None or self.known == "base" or self.target <= self.base:
            return None
        return (self.now - self.base) / (self.target - self.base)

    def walk(self) -> Iterator["Progress"]:
        """This row and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def progress(
    plan: Plan, indices: tuple[Standing, ...], outcomes: Outcomes, day: date, layers: tuple[Layer, ...] = LAYERS
) -> tuple[Progress, ...]:
    """Every index with all that is below it, as known on a day from observations of these layers."""
    history = _History(plan, {row.id: row for index in indices for row in index.walk()}, outcomes, layers)
    return tuple(_progress(plan, index, history, day) for index in indices)


def time_gone(plan: Plan, day: date) -> Decimal:
    """How much of the plan's time has passed at the end of a day, a share of 1: from the year after the scores to the target year."""
    first, behind = date(plan.about.year + 1, 1, 1), date(plan.about.target_year + 1, 1, 1)
    gone = Decimal((day - first).days + 1) / Decimal((behind - first).days)
    return min(max(gone, ZERO), Decimal(1))


def _progress(plan: Plan, row: Standing, history: "_History", day: date) -> Progress:
    state = history.state(row.id, day)
    return Progress(
        row.id,
        row.name,
        row.decimals,
        row.max,
        row.score,
        state.score,
        state.known,
        state.observation if state.known == "observed" else None,
        row.target,
        row.target_source == "printed",
        tuple(_progress(plan, child, history, day) for child in row.children),
    )


class _State(NamedTuple):
    """What is known of a row on a day; `latest` is the day of the latest observation of the row or anything below it."""

    score: Decimal | None
    known: Known
    observation: Observation | None
    latest: date | None


class _History:
    """What is known of every row, day by day."""

    def __init__(self, plan: Plan, base: dict[str, Standing], outcomes: Outcomes, layers: tuple[Layer, ...]) -> None:
        self.plan = plan
        self.base = base
        self.outcomes = outcomes
        self.layers = layers
        self.days: dict[date, dict[str, Observation]] = {}

    def state(self, ident: str, day: date | None) -> _State:
        """A row on a day; None is before anything was observed.

        A row's own observation holds until a part of it is observed later: from then on the row moves by what its parts move.
        """
        base = self.base[ident].score
        if day is None:
            return _State(base, "base", None, None)
        if day not in self.days:
            self.days[day] = self.outcomes.known(day, self.layers)
        own = self.days[day].get(ident)
        indicator = self.plan.by_id[ident]
        below = [self.state(child.id, day).latest for child in indicator.children]
        latest = max((each for each in below if each is not None), default=None)
        if own is not None and (latest is None or latest <= own.date):
            return _State(own.score, "observed", own, own.date)
        since = None if own is None else own.date
        start = base if own is None else own.score
        moved = None if latest is None or start is None else self._moved(indicator, since, day)
        if moved is None or start is None:
            return _State(start, "base" if own is None else "observed", own, latest or since)
        return _State(start + moved, "rows", own, latest)

    def _moved(self, indicator: Indicator, since: date | None, day: date) -> Decimal | None:
        """By how much a row moves with its parts from one day to another; None where that is not known."""
        moved = ZERO
        shares = counted(indicator, "score")
        for factor, child in shares or ():
            before, now = self.state(child.id, since).score, self.state(child.id, day).score
            if before != now:
                if before is None or now is None:
                    return None
                moved += factor * (now - before)
        return moved / divisor(indicator) if shares else None
