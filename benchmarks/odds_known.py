"""The one plan whose outcome is known: the embedded one, against the PAPI results of its target
year.
"""

from math import sqrt
from typing import NamedTuple

import numpy as np
from odds_cases import SCALE
from odds_methods import triangular
from odds_scores import Draws, Normal

from parplan import api
from parplan.engine.baseline import Baseline
from parplan.engine.distributions import beyond
from parplan.engine.movement import movements
from parplan.engine.project import Projected, Refused, project
from parplan.engine.review import brier, reviewed, tally
from parplan.engine.simulate import Chance, simulate

INDEX = "papi"
DRAWS, SEED = 100_000, 1


class Did(NamedTuple):
    """How one view did: of how many rows the outcome lay within 5 to 95 %, and the Brier score."""

    held: int
    brier: float


class Known(NamedTuple):
    """What came of the plan: points asked for beyond the outside view, and what came beyond it, in
    all `rows`; the `part` that came (least squares through nothing asked, nothing came) with its
    standard error, if what comes on top is as the outside view says; how the views did; and how far
    (points) the 5 and 95 % of rows and total that are drawn lie from those of the normal
    distribution."""

    rows: int
    asked: float
    came: float
    part: float
    error: float
    outside: Did
    inside: Did
    old: Did
    apart: float


def known() -> Known:
    """Worked out with the engine alone."""
    workspace = api.load().workspace
    baseline = Baseline(workspace.plan)
    projection = project(baseline, clamp=True)
    if isinstance(projection, Refused):
        raise SystemExit("the embedded plan cannot be carried out")
    moves = movements(baseline, workspace.fields)
    observed = workspace.outcomes.finals(workspace.plan.about.target_year)
    odds = simulate(baseline, projection, (), moves, n=DRAWS, seed=SEED)
    chances = {row.id: row for each in odds for row in each.chance.walk()}
    index = next(row for row in reviewed(baseline, observed, chances) if row.id == INDEX)
    rows = [row.id for row in index.children]
    score, came, after, asked = [], [], [], []
    for row in rows:
        landing = projection.rows()[row]
        score.append(float(landing.score or 0))
        came.append(float(observed[row][-1].score))
        after.append(moves[row].after(score[-1], 1))
        asked.append(beyond(float(landing.projected or 0), score[-1], after[-1][0]))
    mean, spread = np.array(after).T
    x, y = np.array(asked), np.array(came) - mean
    together = moves[rows[0]].together
    cov = np.outer(spread, spread) * (together + (1 - together) * np.eye(len(rows)))
    views = tally(index)
    return Known(
        len(rows),
        float(x.sum()),
        float(y.sum()),
        float(x @ y / (x @ x)),
        sqrt(x @ cov @ x) / float(x @ x),
        Did(views.outside.held, views.outside.brier or 0.0),
        Did(views.inside.held, views.inside.brier or 0.0),
        _old([(projection.rows()[row], came[n], chances[row]) for n, row in enumerate(rows)]),
        _apart(
            [chances[row] for row in (*rows, INDEX)],
            Normal(np.append(mean, mean.sum()), np.append(spread, sqrt(cov.sum()))),
        ),
    )


def _old(rows: list[tuple[Projected, float, Chance]]) -> Did:
    """How the old default would have done."""
    held, odds = 0, []
    for landing, came, chance in rows:
        score, likely = float(landing.score or 0), float(landing.projected or 0)
        margin = 0.05 * SCALE
        even = (np.arange(DRAWS) + 0.5) / DRAWS
        found = triangular(even, score - margin, likely, likely + 0.1 * (likely - score) + margin)
        law, target = Draws(found[None, :]), float(chance.target or 0)
        low, high = (float(law.quantile(share)[0]) for share in (0.05, 0.95))
        held += round(low, 2) <= came <= round(high, 2)
        odds.append((1 - float(law.upto(np.array([target - 0.005]))[0]), came >= target))
    return Did(held, brier(odds) or 0.0)


def _apart(rows: list[Chance], law: Normal) -> float:
    low, high = law.quantile(0.05), law.quantile(0.95)
    return max(
        abs(float(drawn) - float(worked_out))
        for n, row in enumerate(rows)
        for drawn, worked_out in ((row.outside.p5 or 0, low[n]), (row.outside.p95 or 0, high[n]))
    )
