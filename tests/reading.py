"""Plans as the tests read them: from a folder, or from text, with everything that is found in what lies beside them."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from parplan.checks.peers import read_mergers, read_peers
from parplan.checks.plan import Checked, check
from parplan.checks.results import read_results
from parplan.checks.scenario import read_scenario
from parplan.checks.tables import read_panel as read_table
from parplan.checks.tasks import read_tasks
from parplan.engine.baseline import Baseline
from parplan.engine.limits import impossible
from parplan.model.files import FileKind
from parplan.model.findings import Finding, Read
from parplan.model.peers import Panel
from parplan.model.plan import Plan
from parplan.model.tasks import Work
from parplan.workspace import beside
from parplan.workspace.folder import Folder, embedded
from parplan.yaml_text.read import read
from parplan.yaml_text.source import Source, Sources


def load_plan(folder: Path | None = None) -> Checked:
    """A plan's folder, read and checked; the embedded plan where none is given."""
    at = Folder(embedded(), embedded().name) if folder is None else Folder(folder, str(folder))
    return check(at.sources())


def check_text(files: Mapping[FileKind, str], *, named: bool = True, table: str = "") -> Checked:
    """Check a plan given as text, by kind of file (``{"indicators": "...", "targets": "...", "scenario": "..."}``), with a table of
    peers that has some units.

    Never raises for what it holds.
    """
    about = re.search(r"^plan:\s*\{?\s*id: *([\w.-]+)", files.get("indicators", ""), re.MULTILINE)
    of = about[1] if about and named else ""
    sources: dict[str, Source] = {
        kind: read(f"{kind}.yaml", naming(kind, text, of).encode(errors="surrogatepass")) for kind, text in files.items()
    }
    found = check(Sources("text", sources))
    return found if found.plan is None else found._replace(findings=found.findings + tuple(_beside(sources, found.plan, table)))


def naming(kind: str, text: str, plan: str) -> str:
    """A file beside a plan with the plan's id at its end, where it is written a key a line and does not name it: so that tests of
    other things need not."""
    whole = re.match(r"(#.*\n|\s*\n)*\w+:", text) and text.count("[") == text.count("]")
    named = kind in ("indicators", "targets") or re.search(r"^plan:", text, re.MULTILINE)
    if not plan or named or not whole:
        return text
    return f"{text.removesuffix(chr(10))}\nplan: {plan}\n"


def read_panel(data: bytes, name: str, plan: Plan, mergers: str = "") -> Read[Panel]:
    """A table of peers, read and checked against a plan, with the words that travel with the program; where units became others,
    with the file that says so."""
    made = None
    if mergers:
        made = read_mergers(read("units.yaml", mergers.encode()), plan, "", beside.habits()).made
        assert made is not None
    return read_table(data, name, plan, "", beside.habits(), made)


def _beside(sources: Mapping[str, Source], plan: Plan, table: str) -> Iterator[Finding]:
    """What is found in the files that lie beside a plan."""
    if "scenario" in sources:
        yield from read_scenario(sources["scenario"], plan, "text", partial(impossible, Baseline(plan))).findings
    done = read_tasks(sources["tasks"], plan, "text") if "tasks" in sources else Read[Work](None, ())
    yield from done.findings
    if "results" in sources:
        yield from read_results(sources["results"], plan, "text", done.made, today=date(2050, 1, 1)).findings
    if "peers" in sources:
        yield from read_peers(sources["peers"], plan, "text").findings
    if "mergers" in sources:
        panel = read_panel(table.encode(), "field.csv", plan).made if table else None
        listed = () if panel is None else panel.named
        yield from read_mergers(sources["mergers"], plan, "text", beside.habits(), listed).findings
