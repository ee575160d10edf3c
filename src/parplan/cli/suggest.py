"""`parplan errata suggest`: which figure is wrong, and what was likely meant."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from parplan.cli.answer import foot
from parplan.cli.language import current, say
from parplan.cli.output import deliver
from parplan.cli.workspace import folders as folders_typed
from parplan.cli.workspace import opened

if TYPE_CHECKING:
    from parplan.reports.suggest import Suggested
    from parplan.workspace import Workspace

Format = Literal["table", "json", "csv", "markdown"]


def run(folders: list[Path], plan: Path | None, *, form: Format, file: Path | None) -> int:
    """Print what would repair the contradictions of every plan."""
    sources = [opened(folder) for folder in folders_typed(folders, plan)]
    broken = [source for source in sources if any(it.code[0] == "A" and it.severity == "error" for it in source.findings)]
    deliver(_rendered([suggested(source) for source in broken], sources, form, file), file)
    return 0


def suggested(source: "Workspace") -> "Suggested":
    """A plan's contradictions with what would repair them, and what is needed to show them."""
    from parplan.engine.repair.find import find
    from parplan.reports.suggest import Suggested

    found = source.findings
    groups = find(source.plan, found)
    places = {(edit.code, edit.total.path) for group in groups for edit in (*group.broken, *group.follows)}
    by_place = {(finding.code, finding.path): finding for finding in found if (finding.code, finding.path) in places}
    idents = {change.path.rpartition(".")[0] for group in groups for repair in group.repairs for change in repair.changes}
    return Suggested(source.name, groups, by_place, {ident: source.plan.by_id[ident].decimals for ident in idents})


def _rendered(found: list["Suggested"], sources: list["Workspace"], form: Format, file: Path | None) -> str:
    from parplan.reports import suggest as report

    about = foot(sources[0], None) if len(sources) == 1 else ""
    if form in ("table", "markdown") and not found:
        return f"{say(report.NOTHING)}\n{about or chr(10)}"
    lang = current()
    names = [source.name for source in sources]
    if form == "json":
        head = {"schema": "parplan/errata-suggest/1", "plan": names[0] if len(names) == 1 else None, "basis": "printed"}
        from parplan.render import json as json_text

        return json_text.render({**head, "plans": names, "groups": report.payload(found, lang)})
    tables = report.tables(found, several=len(names) > 1)
    if form == "csv":
        from parplan.render import csv as csv_text

        return csv_text.render(tables, lang) if tables else csv_text.render([report.nothing()], lang)
    if form == "markdown":
        from parplan.render import markdown

        body = markdown.render(tables, lang)
    else:
        from parplan.cli.screen import screen
        from parplan.render import terminal

        body = terminal.render(tables, lang, screen(file))
    return body + about
