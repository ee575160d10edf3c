"""Whether planned gains are within what has ever been done: against the headroom, the unit's own
past, and the past of others.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from math import ceil
from typing import Literal, NamedTuple

from parplan.engine.gap import Standing
from parplan.model.fields import Better
from parplan.model.mergers import Exact
from parplan.model.peers import Panel, Published
from parplan.points import ZERO
from parplan.text import Text

Verdict = Literal["beyond", "rare", "usual"]


class Past(NamedTuple):
    """What units ever gained in a year, in points, as changes of the score (below 0 where less is
    better): nine in ten at most `p90`, none more than `largest`; over which years, from which
    source, and who gained the most of how many, where that is known."""

    p90: Exact | None
    largest: Exact
    first: int
    last: int
    source: Text
    unit: str | None = None
    units: int | None = None


class Feasible(NamedTuple):
    """A planned gain of one row, in points, beside what it can be measured by, all as changes of
    the score; None is unknown. `own` is the largest gain of the unit itself in a year."""

    id: str
    name: Text
    decimals: int
    planned: Decimal
    better: Better
    headroom_used: Decimal | None  # planned / headroom, a share of 1
    own: Exact | None
    past: Past | None

    @property
    def verdict(self) -> Verdict | None:
        """Beyond what any unit ever gained, the own one too; rare: more than nine in ten did; or
        usual. None where no past is known.
        """
        if self.past is None:
            return None
        if self._passes(self.past.largest):
            return "beyond" if self.own is None or self._passes(self.own) else "rare"
        if self.past.p90 is None:
            return None
        return "rare" if self._passes(self.past.p90) else "usual"

    def _passes(self, change: Exact) -> bool:
        return self.planned > change if self.better == "higher" else self.planned < change


def feasible(
    index: Standing, pasts: Mapping[str, Past], own: Mapping[str, Exact]
) -> Iterator[Feasible]:
    """Every planned gain of an index, its own last, beside the past of others and of the unit
    itself (points, by id).
    """
    rows = list(index.walk())
    for row in (*rows[1:], rows[0]):
        if row.increase is not None and gained(row.increase, row.better) > ZERO:
            used = abs(row.increase) / row.headroom if row.headroom else None
            yield Feasible(
                row.id,
                row.name,
                row.decimals,
                row.increase,
                row.better,
                used,
                own.get(row.id),
                pasts.get(row.id),
            )


def gained(change: Exact, better: Better) -> Exact:
    """A change of a score as a gain, in points: above 0 where it is for the better; and a gain as
    the change that it is.
    """
    return change if better == "higher" else -change


def pasts(
    fields: Iterable[Published | Panel],
    rows: Mapping[str, Better],
    since: int | None = None,
) -> dict[str, Past]:
    """What units ever gained (since a year), by row, each with what is better of it: of several
    fields that with the longest history counts, of equally long ones a table, which knows who it
    was. What is published of more years than are asked for cannot be told apart, and does not
    count.
    """
    found: dict[str, Past] = {}
    for field in sorted(fields, key=lambda field: not isinstance(field, Panel)):
        own = _in_table(field, rows, since) if isinstance(field, Panel) else _as_published(field)
        for ident, past in own:
            before = found.get(ident)
            if past.first < (since or 0):
                continue
            if before is None or past.last - past.first > before.last - before.first:
                found[ident] = past
    return {
        ident: past._replace(
            p90=None if past.p90 is None else gained(past.p90, rows.get(ident, "higher")),
            largest=gained(past.largest, rows.get(ident, "higher")),
        )
        for ident, past in found.items()
    }


def _as_published(field: Published) -> Iterator[tuple[str, Past]]:
    history, source = field.record.gains, field.record.source
    if history is not None:
        for ident, gains in history.rows.items():
            yield ident, Past(gains.p90, gains.largest, history.first, history.last, source)


def _in_table(
    panel: Panel, rows: Mapping[str, Better], since: int | None
) -> Iterator[tuple[str, Past]]:
    for ident, better in rows.items():
        changes = panel.gains(ident, since)
        gains = [gain._replace(change=gained(gain.change, better)) for gain in changes]
        if gains:
            first, last = min(gain.year for gain in gains) - 1, max(gain.year for gain in gains)
            name = f"{panel.name}, {first}–{last}"
            most = max(gains, key=lambda gain: gain.change)
            p90 = ninth_tenth(gain.change for gain in gains)
            units = len({gain.unit for gain in gains})
            source = Text(name, name)
            yield ident, Past(p90, most.change, first, last, source, most.unit, units)


def ninth_tenth(gains: Iterable[Exact]) -> Exact:
    """The gain that nine in ten do not pass: the nearest rank, so that it is a gain somebody made.
    Raises ValueError without any.
    """
    ordered = sorted(gains)
    if not ordered:
        raise ValueError("no gains")
    return ordered[ceil(len(ordered) * 9 / 10) - 1]
