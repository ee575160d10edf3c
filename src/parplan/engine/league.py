"""The field of a row in a year as a league table: every unit with its score, its rank, and what
changed since the year before.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from parplan.engine.rank import Standpoint, mirrored, standpoint
from parplan.model.fields import turned
from parplan.model.mergers import points_of
from parplan.model.peers import Panel, PeerGroup
from parplan.points import Rank


class Member(NamedTuple):
    """One unit: its score and what that is out of, in points, the share of 1 that this is, and its
    rank; None where it was not ranked. `change` is how many points it gained since the year before,
    `places` how many places; None where the two years do not compare.

    `own` says that the plan is its; `parts` from the scores of how many units its own follows, 0
    where that is published.
    """

    unit: str
    decimals: int
    decimals_of: Mapping[str, int]
    score: Decimal | None
    max: Decimal | None
    share: Decimal | None
    rank: Rank | None
    at: Standpoint | None
    change: Decimal | None
    places: int | None
    own: bool
    parts: int

    @property
    def id(self) -> str:
        """What its notes find it by."""
        return self.unit


class League(NamedTuple):
    """A row's field in a year, the best first, those that were not ranked last. Where units have
    different maxima they rank `by_share`. Of an excerpt (`listed` of so many `ranked`, None where
    that is not known) no rank is known. `before` is how many were ranked in the year before, where
    places compare with it.
    """

    id: str
    year: int
    members: tuple[Member, ...]
    by_share: bool
    listed: int
    ranked: int | None
    before: int | None


def league(panel: Panel, ident: str, year: int, groups: Sequence[PeerGroup]) -> League:
    """The field of a row in a year, as a panel has it, with the groups that are published of that
    year.
    """
    scores, own = panel.scores[ident][year], panel.own
    by_share = panel.by_share(ident, year)
    ranks, lacks = panel.ranks(ident, year), not panel.is_whole(ident, year - 1)
    then = {} if lacks else panel.ranks(ident, year - 1)
    compares = panel.plan.compares(ident, year)
    gains = {gain.unit: gain for gain in panel.gains(ident, year - 1) if gain.year == year}
    row = panel.plan.by_id[ident]
    known = mirrored(groups, row.better)

    def member(unit: str) -> Member:
        score, most = panel.score(ident, year, unit), panel.maximum(ident, year, unit)
        rank, before = ranks.get(unit), then.get(unit)
        return Member(
            unit,
            row.decimals,
            row.decimals_of,
            score,
            None if most is None else points_of(most),
            None if score is None or not most else points_of(_share(scores[unit], most)),
            rank,
            None
            if not known or score is None
            else standpoint(turned(score, row.better), known, row.decimals),
            points_of(gains[unit].change) if unit in gains else None,
            before.at - rank.at if compares and rank and before else None,
            unit == own,
            panel.parts(ident, year, unit),
        )

    unranked = [unit for unit in panel.units(ident) if unit not in scores]
    return League(
        ident,
        year,
        tuple(map(member, (*_in_order(panel, ident, year), *unranked))),
        by_share,
        len(scores),
        _ranked(panel, year) if panel.is_excerpt(year) else len(scores),
        next(iter(then.values())).of if compares and ranks and then else None,
    )


def _ranked(panel: Panel, year: int) -> int | None:
    """How many were ranked in a year that a table has an excerpt of; None where units became
    others, and nobody knows how many of those there would be.
    """
    return None if panel.is_remade(year) else panel.ranked[year]


def _in_order(panel: Panel, ident: str, year: int) -> list[str]:
    """The units that have a score, by what they rank by, and those last that it is not known of."""
    measures = panel.measures(ident, year)
    best = sorted(measures, key=lambda unit: measures[unit], reverse=True)
    return [*best, *(unit for unit in panel.scores[ident][year] if unit not in measures)]


def _share(score: Decimal | Fraction, most: Decimal | Fraction) -> Fraction:
    return Fraction(score) / Fraction(most)
