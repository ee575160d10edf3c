"""The ways in for scripts: a folder or text, and a scenario's file."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from parplan import workspace
from parplan.check.plan import Checked, check
from parplan.model.files import FileKind
from parplan.model.findings import Finding
from parplan.model.plan import Plan
from parplan.yaml_text.source import Source, Sources, read

if TYPE_CHECKING:
    from parplan.check.companion import ReadPeers, ReadResults, ReadScenario, ReadTasks
    from parplan.check.tables import ReadPanel
    from parplan.engine.gap import Basis
    from parplan.engine.repair.find import Group
    from parplan.model.tasks import Work


def load_plan(folder: str | Path | None = None) -> Checked:
    """Read and check a plan's folder; the embedded plan where none is given.

    Returns Checked(plan, findings): the plan is None where its files could not be read whole, and findings say why, with file,
    line and column. Raises CannotRead for a folder or file that is missing or not readable.
    """
    if folder is None:
        return check(workspace.load(workspace.embedded(), workspace.embedded().name))
    return check(workspace.load(Path(folder), str(folder)))


def check_text(files: Mapping[FileKind, str]) -> Checked:
    """Check a plan given as text, by kind of file (``{"indicators": "...", "targets": "...", "scenario": "..."}``).

    Never raises for what it holds.
    """
    sources = {kind: read(f"{kind}.yaml", text.encode(errors="surrogatepass")) for kind, text in files.items()}
    checked = check(Sources("text", sources))
    return checked if checked.plan is None else Checked(checked.plan, checked.findings + tuple(_beside(sources, checked.plan)))


def _beside(sources: Mapping[FileKind, Source], plan: Plan) -> Iterator[Finding]:
    """What is found in the files that lie beside a plan."""
    from parplan.check.companion import ReadTasks, read_peers, read_results, read_scenario, read_tasks
    from parplan.engine.baseline import Baseline

    if "scenario" in sources:
        yield from read_scenario(sources["scenario"], Baseline(plan), "text").findings
    done = read_tasks(sources["tasks"], plan, "text") if "tasks" in sources else ReadTasks(None, ())
    yield from done.findings
    if "results" in sources:
        yield from read_results(sources["results"], plan, "text", done.work).findings
    if "peers" in sources:
        yield from read_peers(sources["peers"], plan, "text").findings


def suggestions(checked: Checked) -> "tuple[Group, ...]":
    """What would repair the contradictions of a plan: broken equations that share figures, each group with every smallest repair, best
    first. Nothing for a plan that could not be read whole."""
    from parplan.engine.repair.find import find

    return () if checked.plan is None else find(checked.plan, checked.findings)


def load_scenario(plan: Plan, file: str | Path, basis: "Basis" = "printed") -> "ReadScenario":
    """Read and check a scenario's file against a plan.

    Returns ReadScenario(scenario, findings): the scenario is None where its file holds an error. Raises CannotRead.
    """
    from parplan.check.companion import read_scenario
    from parplan.engine.baseline import Baseline

    return read_scenario(workspace.read_source(Path(file), str(file)), Baseline(plan, basis), plan.about.id)


def load_tasks(plan: Plan, folder: str | Path | None = None) -> "ReadTasks":
    """Read and check who does what: tasks.yaml in a plan's folder, or beside the embedded plan.

    Returns ReadTasks(work, findings): the work is None where the file holds an error or is not there. Raises CannotRead.
    """
    from parplan.check.companion import ReadTasks, read_tasks

    file = _file_of(folder, "tasks")
    return ReadTasks(None, ()) if file is None else read_tasks(file, plan, file.name)


def load_results(plan: Plan, folder: str | Path | None = None, work: "Work | None" = None) -> "ReadResults":
    """Read and check what has been observed: results.yaml in a plan's folder, or beside the embedded plan.

    Returns ReadResults(outcomes, findings): the outcomes are None where the file holds an error or is not there. Raises CannotRead.
    """
    from parplan.check.companion import ReadResults, read_results

    file = _file_of(folder, "results")
    return ReadResults(None, ()) if file is None else read_results(file, plan, file.name, work)


def load_peers(plan: Plan, file: str | Path) -> "ReadPeers":
    """Read and check published groups and gains of other units. Returns ReadPeers(published, findings). Raises CannotRead."""
    from parplan.check.companion import read_peers

    return read_peers(workspace.read_source(Path(file), str(file)), plan, plan.about.id)


def load_table(plan: Plan, file: str | Path) -> "ReadPanel":
    """Read and check a CSV table of other units. Returns ReadPanel(panel, findings). Raises CannotRead."""
    from parplan.check.tables import read_panel

    return read_panel(workspace.read_bytes(Path(file)), str(file), plan, plan.about.id)


def _file_of(folder: str | Path | None, kind: FileKind) -> Source | None:
    path = workspace.embedded() if folder is None else Path(folder)
    return workspace.beside(path, path.name if folder is None else str(folder), kind)
