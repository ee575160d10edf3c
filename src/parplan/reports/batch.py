"""`project --batch`: what comes of many scenarios, a line each."""

import json
import re
from decimal import Decimal
from typing import Literal

from parplan.engine.baseline import Baseline
from parplan.engine.compiled import Units
from parplan.engine.identities.totals import between
from parplan.engine.project import Totals
from parplan.model.tree import Indicator
from parplan.points import exact, padded, readable
from parplan.text import defused, in_json

Form = Literal["csv", "jsonl"]
_KEYS = ("projected", "change", "shortfall")
_MOST_KEPT = (
    20_000  # totals of an index whose text is remembered; forgotten all at once beyond that
)
_IN_QUOTES = re.compile('[,"\r\n]')


class Lines:
    """Results as lines of a file: of each scenario its number, its name, and what the indices come
    to, in points.
    """

    def __init__(self, baseline: Baseline, form: Form, *, clamp: bool) -> None:
        self.form = form
        self.clamp = clamp
        self.indices = [index.id for index in baseline.plan.indices]
        self.texts = [_Texts(baseline, index, form) for index in baseline.plan.indices]

    def head(self) -> str:
        """The names of the columns."""
        if self.form == "jsonl":
            return ""
        keys = [f"{index}_{key}" for index in self.indices for key in _KEYS]
        return ",".join(["line", "name", *(["held"] if self.clamp else []), *keys]) + "\r\n"

    def line(self, number: int, name: str, totals: Totals) -> str:
        """One scenario; `held` is how many rows are held at a limit."""
        figures = [texts[change] for texts, change in zip(self.texts, totals.changes, strict=True)]
        if self.form == "jsonl":
            held = f'"held": {totals.held}, ' if self.clamp else ""
            return f'{{"line": {number}, "name": {in_json(name)}, {held}{", ".join(figures)}}}\n'
        held = f"{totals.held}," if self.clamp else ""
        return f"{number},{_quoted(name)},{held}{','.join(figures)}\r\n"


def _quoted(name: str) -> str:
    """A name as a CSV cell that nothing runs as a formula."""
    name = defused(name)
    return '"' + name.replace('"', '""') + '"' if _IN_QUOTES.search(name) else name


class _Texts(dict[Units | None, str]):
    """What an index's changes read like, each worked out once; None is unknown."""

    def __init__(self, baseline: Baseline, index: Indicator, form: Form) -> None:
        super().__init__()
        position = baseline.compiled.position[index.id]
        self.form = _FORMS[form].format(id=json.dumps(index.id))
        self.nothing = "" if form == "csv" else "null"
        self.scale, self.score = (
            baseline.compiled.scale[position],
            baseline.compiled.score[index.id],
        )
        self.target, self.decimals = baseline.standing[index.id].target, index.decimals
        self.better = index.better

    def __missing__(self, change: Units | None) -> str:
        if len(self) >= _MOST_KEPT:
            self.clear()
        projected = (
            None if change is None or self.score is None else self._points(self.score + change)
        )
        shortfall = between(projected, self.target, self.better)
        figures = (projected, None if change is None else self._points(change), shortfall)
        text = self[change] = self.form % tuple(map(self._text, figures))
        return text

    def _points(self, units: Units) -> Decimal:
        return Decimal(units.numerator) / (units.denominator * self.scale)

    def _text(self, points: Decimal | None) -> str:
        return (
            self.nothing
            if points is None
            else exact(padded(readable(points).normalize(), self.decimals))
        )


_FORMS: dict[Form, str] = {
    "csv": "%s,%s,%s",
    "jsonl": '{id}: {{"projected": %s, "change": %s, "shortfall": %s}}',
}
