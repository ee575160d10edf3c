"""The rows of the page, as they stand and as they land."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from parplan.engine.baseline import Baseline
from parplan.engine.project import Projected
from parplan.engine.verdicts import meets, sign_of
from parplan.model.results import LAYER_WORDS, settle
from parplan.points import (
    HUNDRED,
    LANGUAGES,
    ONE,
    ZERO,
    decimals_in,
    exact,
    readable,
    rounded,
    tabled,
)
from parplan.render.table import Aimed
from parplan.reports import goals
from parplan.reports.amounts import total_name
from parplan.reports.footnotes import RESTS_ON, marked_at
from parplan.reports.names import short_names
from parplan.reports.odds import VIEWS, ViewName, chance_in
from parplan.reports.page.made import Both, Page
from parplan.reports.page.words import SCRIPT_WORDS
from parplan.reports.progress import FROM_ROWS
from parplan.reports.project import unplanned
from parplan.reports.rows import by_name
from parplan.text import Message, Sentence, Text, both


def told(page: Page) -> list[dict[str, Any]]:
    """Every index with all its rows."""
    plan, notes = page.baseline.plan, _noted(page)
    short, called = short_names(plan), by_name(plan)
    return [
        {
            **_row(page, index, 0, notes),
            "short": both(short[index.id]),
            "total": both(total_name(plan.by_id[index.id])),
            "feet": [both(Sentence(said)) for said in unplanned(page.whole, index, called)],
        }
        for index in page.whole.projection.indices
    ]


def _row(page: Page, row: Projected, depth: int, notes: Mapping[str, list[int]]) -> dict[str, Any]:
    """A row with all below it. Points stand as text in both languages, and exactly."""
    standing = page.baseline.standing[row.id]
    printed = row.target_source == "printed"
    decimals = decimals_in(row, "score")
    return {
        "id": row.id,
        "name": both(row.name),
        "depth": depth,
        "rank": str(standing.rank) if standing.rank else "",
        "applies": standing.applies,
        "score": _points(row.score, decimals),
        "max": _points(row.max, row.decimals),
        "change": _points(row.change, decimals),
        "projected": _points(row.projected, decimals_in(row, "projected")),
        "target": _target(goals.aimed(row, printed=printed), decimals_in(row, "target")),
        "verdict": _verdict(page, row),
        "odds": None if depth else _odds(page, row.id),
        "outcome": None if depth else _came(page, row),
        "bar": _bar(page.baseline, row),
        "notes": notes.get(row.id, []),
        "rows": [_row(page, child, depth + 1, notes) for child in row.children],
    }


def _bar(on: Baseline, row: Projected) -> dict[str, str]:
    """Where things lie between the least and the most that a row can come to, in percent."""
    points = {"score": row.score, "projected": row.projected, "target": row.target}
    places = {key: place(on, row.id, value) for key, value in points.items()}
    return {
        key: exact(rounded(share * HUNDRED, 2))
        for key, share in places.items()
        if share is not None
    }


def place(on: Baseline, ident: str, points: Decimal | None) -> Decimal | None:
    """Where points lie between the least and the most that a row can come to, as a share of 1; None
    where that is not known.
    """
    top, low = on.standing[ident].ceiling, on.plan.by_id[ident].floor
    if points is None or top is None or top <= low:
        return None
    return min(max((points - low) / (top - low), ZERO), ONE)


def _verdict(page: Page, row: Projected) -> dict[str, str]:
    """Whether the target is met as projected, and by how much it is passed or missed."""
    on, moved = page.baseline, page.whole.projection.moved
    score, target = on.score[row.id], on.target[row.id]
    if row.target is None:
        return {"kind": "none", "vi": "", "en": ""}
    if score is None or target is None or row.shortfall is None or row.id not in moved:
        return {"kind": "unknown", **both(SCRIPT_WORDS["unknown"])}
    sign = sign_of(row.target, row.aims, row.max, row.better)
    met, beyond = meets(score + moved[row.id], sign, target), abs(row.shortfall)
    if met and any(aim.is_relative for aim in row.aims):  # a rank, say, that only others can tell
        return {"kind": "unknown", **both(SCRIPT_WORDS["unknown"])}
    kind = key = "met" if met else "missed"
    if beyond and not (met and row.better == "lower"):
        key = "passed" if met else "missing" if row.better == "higher" else "beyond"
    value = Text(*(tabled(beyond, row.decimals, lang) for lang in LANGUAGES))
    return {"kind": kind, **both(Message(SCRIPT_WORDS[key], {"value": value}))}


def _odds(page: Page, ident: str) -> dict[ViewName, Both]:
    """The chances of meeting an index's target, by view, as far as they are known."""
    chance = next((it.chance for it in page.odds if it.chance.id == ident), None)
    known = {view: chance_in(chance, view) for view in VIEWS}
    return {
        view: {lang: said.say(lang) for lang in LANGUAGES}
        for view, said in known.items()
        if said is not None
    }


def _came(page: Page, row: Projected) -> dict[str, Both | None] | None:
    """What an index came to in the year of its target, and by whom where that is not published."""
    outcome = None if page.review is None else page.review.whole[row.id]
    points = None if outcome is None else _points(outcome.score, decimals_in(outcome, "score"))
    if outcome is None or points is None:
        return None
    seen = outcome.observation
    by: Text | Message = FROM_ROWS if seen is None else LAYER_WORDS[seen.layer]
    if seen is None and not settle(outcome.layers):
        by = Message(_FROM_ROWS_OF, {"layers": tuple(LAYER_WORDS[it] for it in outcome.layers)})
    is_published = seen is not None and seen.layer == "published"
    return {"points": points, "by": None if is_published else both(by)}


_FROM_ROWS_OF = Text("theo các tiêu chí, {layers}", "from its rows, {layers}")


def _target(aimed: Aimed | None, decimals: int) -> Both | None:
    if aimed is None:
        return None
    if aimed.said is not None:
        return both(aimed.said)
    sign = f"{aimed.sign}\u00a0" if aimed.sign else ""
    points = _points(aimed.points, decimals)
    return points and {**points, **{lang: sign + points[lang] for lang in LANGUAGES}}


def _points(value: Decimal | None, decimals: int) -> Both | None:
    """Points as tables show them, and every digit (`exact`)."""
    if value is None:
        return None
    return {
        "exact": exact(readable(value)),
        **{lang: tabled(value, decimals, lang) for lang in LANGUAGES},
    }


def _noted(page: Page) -> dict[str, list[int]]:
    """Which contradictions are marked on figures of a row, by its id: their places in the list, of
    those that concern the year that the plan is on its way to.
    """
    notes: dict[str, list[int]] = {}
    for number, finding in enumerate(page.contradictions, 1):
        if finding in page.standings.findings:
            marks = marked_at(finding)
            for ident in dict.fromkeys(ident for ident, column in marks if column in RESTS_ON):
                notes.setdefault(ident, []).append(number)
    return notes
