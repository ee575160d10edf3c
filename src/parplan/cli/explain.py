"""`parplan explain`: where a figure comes from."""

from pathlib import Path
from typing import Literal

from parplan.cli.language import current, say
from parplan.cli.opening import Basis, opened, unknown_id
from parplan.cli.output import deliver, stop
from parplan.cli.screen import screen
from parplan.engine.explain import FIELDS
from parplan.ids import UnknownId, matching, near
from parplan.labels import BASES, Cli, Gap
from parplan.model.plan import Plan
from parplan.render import csv as csv_text
from parplan.render import json as json_text
from parplan.render import markdown, tree
from parplan.reports import explain as report
from parplan.text import Message

Format = Literal["table", "json", "csv", "markdown"]


def run(typed: str, plan: Path | None, *, basis: Basis, form: Format, file: Path | None) -> int:
    """Print the figure, or every figure of an id, as a tree."""
    source = opened(plan, basis)
    lang, findings = current(), source.findings.findings
    asked = _asked(typed, source.plan)
    on: Literal["printed", "parts"] = "parts" if basis == "parts" else "printed"
    steps = [step for ident, field in asked for step in report.figures(source.plan, on, ident, field)]
    if not steps:
        ident, field = asked[0]
        raise stop(Message(Cli.NO_FIGURES if field is None else Cli.NO_FIGURE, {"id": ident, "field": field}))
    if form == "json":
        head = {"schema": "parplan/explain/1", "plan": source.name, "basis": basis, "id": typed}
        text = json_text.render({**head, "figures": report.payload(steps, findings, lang)})
    elif form == "table":
        text = tree.render(report.tree(source.plan, steps, findings), lang, screen(file))
        text += f"\n{say(Gap.SOURCE, plan=source.title)}. {say(Gap.BASIS, basis=BASES[basis])}.\n"
    else:
        flat = [report.table(typed, steps, findings)]
        text = csv_text.render(flat, lang) if form == "csv" else markdown.render(flat, lang)
    deliver(text, file)
    return 0


def _asked(typed: str, plan: Plan) -> list[tuple[str, str | None]]:
    """The ids that were typed, and the field where one was. An id that ends like a field is an id first."""
    ids = [indicator.id for indicator in plan.walk()]
    ident, _, field = typed.rpartition(".")
    try:
        if field in FIELDS and typed not in ids:
            return [(found, field) for found in matching(ident, ids)]
        return [(found, None) for found in matching(typed, ids)]
    except UnknownId as error:
        close = near(typed, [*ids, *(f"{ident}.{known}" for known in FIELDS if ident in ids)])
        raise stop(unknown_id(UnknownId(typed, close))) from error
