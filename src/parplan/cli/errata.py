"""`parplan errata`: which figures of a plan are wrong, and the ledger of what was decided about them."""

from pathlib import Path
from typing import Literal

from parplan.cli.language import current, say
from parplan.cli.opening import Opened, folders_typed, opened
from parplan.cli.output import deliver
from parplan.cli.screen import screen
from parplan.engine.repair import find
from parplan.labels import Gap, Repairs
from parplan.render import csv_text, json_text, markdown, terminal
from parplan.reports import suggest as report
from parplan.reports.suggest import Suggested

Format = Literal["table", "json", "csv", "markdown"]


def suggest(folders: list[Path], plan: Path | None, *, form: Format, file: Path | None) -> int:
    """Print what would repair the contradictions of every plan."""
    sources = [opened(folder) for folder in folders_typed(folders, plan)]
    deliver(_rendered([_suggested(source) for source in sources], sources, form, file), file)
    return 0


def _suggested(source: Opened) -> Suggested:
    found = source.findings.findings
    groups = find(source.plan, found)
    by_place = {(finding.code, finding.path): finding for finding in found}
    return Suggested(source.name, groups, by_place, {indicator.id: indicator.decimals for indicator in source.plan.walk()})


def _rendered(suggested: list[Suggested], sources: list[Opened], form: Format, file: Path | None) -> str:
    lang = current()
    if form == "json":
        name = sources[0].name if len(sources) == 1 else None
        head = {"schema": "parplan/errata-suggest/1", "plan": name, "basis": "printed"}
        return json_text.render({**head, "plans": [source.name for source in sources], "groups": report.payload(suggested, lang)})
    tables = report.tables(suggested)
    if form == "csv":
        return csv_text.render(tables, lang) if tables else csv_text.render([report.nothing()], lang)
    about = "".join(f"{say(Gap.SOURCE, plan=source.title)}.\n" for source in sources)
    if not tables:
        return f"{say(Repairs.NOTHING)}\n\n{about}"
    body = markdown.render(tables, lang) if form == "markdown" else terminal.render(tables, lang, screen(file))
    return f"{body}\n{about}"
