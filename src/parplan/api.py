"""The ways in for scripts: a folder or text, and a scenario's file."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from parplan import load
from parplan.check import Checked, Sources, check
from parplan.findings import Finding
from parplan.model import FileKind, Plan
from parplan.source import Source, read

if TYPE_CHECKING:
    from parplan.engine.repair import Group
    from parplan.engine.standing import Basis
    from parplan.panel import ReadPanel
    from parplan.peers import ReadPeers
    from parplan.results import ReadResults
    from parplan.scenario import ReadScenario
    from parplan.tasks import ReadTasks, Work


def load_plan(folder: str | Path | None = None) -> Checked:
    """Read and check a plan's folder; the embedded plan where none is given.

    Returns Checked(plan, findings): the plan is None where its files could not be read whole, and findings say why, with file,
    line and column. Raises CannotRead for a folder or file that is missing or not readable.
    """
    if folder is None:
        return check(load.load(load.embedded(), load.embedded().name))
    return check(load.load(Path(folder), str(folder)))


def check_text(files: Mapping[FileKind, str]) -> Checked:
    """Check a plan given as text, by kind of file (``{"indicators": "...", "targets": "...", "scenario": "..."}``).

    Never raises for what it holds.
    """
    sources = {kind: read(f"{kind}.yaml", text.encode(errors="surrogatepass")) for kind, text in files.items()}
    checked = check(Sources("text", sources))
    return checked if checked.plan is None else Checked(checked.plan, checked.findings + tuple(_beside(sources, checked.plan)))


def _beside(sources: Mapping[FileKind, Source], plan: Plan) -> Iterator[Finding]:
    """What is found in the files that lie beside a plan."""
    from parplan.engine.ground import Ground
    from parplan.peers import read_peers
    from parplan.results import read_results
    from parplan.scenario import read_scenario
    from parplan.tasks import ReadTasks, read_tasks

    if "scenario" in sources:
        yield from read_scenario(sources["scenario"], Ground(plan), "text").findings
    done = read_tasks(sources["tasks"], plan, "text") if "tasks" in sources else ReadTasks(None, ())
    yield from done.findings
    if "results" in sources:
        yield from read_results(sources["results"], plan, "text", done.work).findings
    if "peers" in sources:
        yield from read_peers(sources["peers"], plan, "text").findings


def suggestions(checked: Checked) -> "tuple[Group, ...]":
    """What would repair the contradictions of a plan: broken equations that share figures, each group with every smallest repair, best
    first. Nothing for a plan that could not be read whole."""
    from parplan.engine.repair import find

    return () if checked.plan is None else find(checked.plan, checked.findings)


def load_scenario(plan: Plan, file: str | Path, basis: "Basis" = "printed") -> "ReadScenario":
    """Read and check a scenario's file against a plan.

    Returns ReadScenario(scenario, findings): the scenario is None where its file holds an error. Raises CannotRead.
    """
    from parplan.engine.ground import Ground
    from parplan.scenario import read_scenario

    return read_scenario(load.read_source(Path(file), str(file)), Ground(plan, basis), plan.about.id)


def load_tasks(plan: Plan, folder: str | Path | None = None) -> "ReadTasks":
    """Read and check who does what: tasks.yaml in a plan's folder, or beside the embedded plan.

    Returns ReadTasks(work, findings): the work is None where the file holds an error or is not there. Raises CannotRead.
    """
    from parplan.tasks import ReadTasks, read_tasks

    file = _file_of(folder, "tasks")
    return ReadTasks(None, ()) if file is None else read_tasks(file, plan, file.name)


def load_results(plan: Plan, folder: str | Path | None = None, work: "Work | None" = None) -> "ReadResults":
    """Read and check what has been observed: results.yaml in a plan's folder, or beside the embedded plan.

    Returns ReadResults(outcomes, findings): the outcomes are None where the file holds an error or is not there. Raises CannotRead.
    """
    from parplan.results import ReadResults, read_results

    file = _file_of(folder, "results")
    return ReadResults(None, ()) if file is None else read_results(file, plan, file.name, work)


def load_peers(plan: Plan, file: str | Path) -> "ReadPeers":
    """Read and check published groups and gains of other units. Returns ReadPeers(published, findings). Raises CannotRead."""
    from parplan.peers import read_peers

    return read_peers(load.read_source(Path(file), str(file)), plan, plan.about.id)


def load_table(plan: Plan, file: str | Path) -> "ReadPanel":
    """Read and check a CSV table of other units. Returns ReadPanel(panel, findings). Raises CannotRead."""
    from parplan.panel import read_panel

    return read_panel(load.read_bytes(Path(file)), str(file), plan, plan.about.id)


def _file_of(folder: str | Path | None, kind: FileKind) -> Source | None:
    path = load.embedded() if folder is None else Path(folder)
    return load.beside(path, path.name if folder is None else str(folder), kind)
