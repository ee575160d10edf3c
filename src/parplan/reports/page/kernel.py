"""A baseline as the page's own kernel reads it (`render/page/kernel.js`): JSON-ready, whole numbers
as text, because JSON's readers know floats only.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any

from parplan.engine.baseline import Baseline
from parplan.engine.compiled import WHOLE_SHARE
from parplan.model.aims import is_to_be_passed
from parplan.points import decimals_in, exact, padded
from parplan.reports.page.made import Page


def told(page: Page) -> dict[str, Any]:
    """The baseline, and of every row what its figures are held against."""
    on = page.baseline
    data = record(on)
    rows = page.whole.projection.rows()
    for ident, held in data["rows"].items():
        row, scale = rows[ident], on.compiled.scale[held["at"]]
        target = on.target[ident]
        held["decimals"] = decimals_in(row, "score")
        if row.better == "lower":
            held["lower"] = True
        if target is not None:
            ends = (target * scale).as_integer_ratio()
            held["target"] = [_text(end) for end in (ends if ends[1] > 1 else ends[:1])]
            if is_to_be_passed(row.target, row.aims, row.max):
                held["strict"] = True
            if any(aim.is_relative for aim in row.aims):  # met is not known, missed is
                held["open"] = True
    data["usual"] |= _taken_out(data["rows"].values(), "decimals")
    return data


def record(baseline: Baseline) -> dict[str, Any]:
    """What the compiled baseline holds: `facts` in its order, parts first, and `rows` by id, each
    with the place of its fact among them. What is not there is nothing, nobody knows it, or there
    is no such limit; of a fact's `scale`, and how far it is `off`, it is that of all, of what is
    its `own` its `increase`, of its `needs` its parts, of the places with its limits its own; of a
    row it is as `usual`. The parts that are `apart` do not go through to their fact.
    """
    rows = {ident: _row(baseline, ident) for ident in baseline.fact}
    facts = [_fact(baseline, at) for at in range(len(baseline.order))]
    return {
        "whole": _text(WHOLE_SHARE),
        "scale": _text(baseline.compiled.scale[0]),
        **_taken_out(facts, "off"),
        "facts": facts,
        "usual": _taken_out(rows.values(), "floor"),
        "rows": rows,
    }


def _taken_out(rows: Collection[dict[str, Any]], key: str) -> dict[str, Any]:
    """What most rows have under a key, which these have no more."""
    [(most, _)] = Counter(row[key] for row in rows).most_common(1)
    for row in rows:
        if row[key] == most:
            del row[key]
    return {key: most}


def _fact(baseline: Baseline, at: int) -> dict[str, Any]:
    fact, compiled = baseline.order[at], baseline.compiled
    room, position = baseline.room[fact], compiled.position
    scale, needs = compiled.scale[at], sorted(compiled.needs[at])
    increase, own = compiled.increase[at], compiled.own[at]
    parts = sorted({part for _, part in compiled.shares[at]})
    down, beneath = (
        [position[each] for each in found(fact)]
        for found in (baseline.parts, baseline.printed_below)
    )
    summed = {position[each] for each in baseline.summed(fact)}
    return _there(
        {
            "id": fact,
            "scale": None if scale == compiled.scale[0] else _text(scale),
            "shares": [[_text(weight), part] for weight, part in compiled.shares[at]],
            "increase": _text(increase),
            "own": None if own == increase else _text(own),
            "low": _text(compiled.low[at]),
            "high": _text(compiled.high[at]),
            "off": _text(compiled.off[at]),
            "lowest": None if room.below == fact else room.below,
            "highest": None if room.above == fact else room.above,
            "bend": _bend(baseline, fact, scale),
            "down": down,
            "beneath": None if beneath == down else beneath,
            "apart": [part for part in down if part not in summed],
        }
    ) | ({} if needs == parts else {"needs": needs})


def _bend(baseline: Baseline, fact: str, scale: int) -> dict[str, Any] | None:
    """How a total that is no weighted sum follows from its parts: unknown without `counts`."""
    bent = baseline.bends.get(fact)
    if bent is None:
        return None
    if bent.rule is None:
        return {"raw": None}
    ends = {"raw": bent.raw, "low": bent.rule.low, "high": bent.rule.high}
    return {"counts": bent.rule.counts, **{key: _units(end, scale) for key, end in ends.items()}}


def _row(baseline: Baseline, ident: str) -> dict[str, Any]:
    indicator, at = baseline.plan.by_id[ident], baseline.compiled.position[ident]
    decimals, ceiling = indicator.decimals, baseline.standing[ident].ceiling
    return _there(
        {
            "at": at,
            "score": _text(baseline.compiled.score[ident]),
            "floor": exact(padded(indicator.floor, decimals)),
            "ceiling": None if ceiling is None else exact(padded(ceiling, decimals)),
            "applies": None if indicator.applies else False,
        }
    )


def _there(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value not in (None, [], "")}


def _units(points: Fraction | None, scale: int) -> str | None:
    return None if points is None else _text(points * scale)


def _text(units: int | Fraction | None) -> str | None:
    """Units as text, the zeros at their end counted: 797e12. Every figure of a plan is a whole
    number of them.
    """
    if units is None:
        return None
    text = str(units)
    digits = text.rstrip("0")
    zeros = len(text) - len(digits)
    return f"{digits}e{zeros}" if zeros > _FEW and digits else text


_FEW = 2  # zeros that are as short as their count
