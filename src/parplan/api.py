"""The ways in for scripts: a folder or text, and a scenario's file."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from parplan import load
from parplan.check import Checked, Sources, check
from parplan.model import FileKind, Plan
from parplan.source import read

if TYPE_CHECKING:
    from parplan.engine.repair import Group
    from parplan.engine.standing import Basis
    from parplan.scenario import ReadScenario


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
    if "scenario" not in sources or checked.plan is None:
        return checked
    from parplan.engine.ground import Ground
    from parplan.scenario import read_scenario

    return Checked(checked.plan, checked.findings + read_scenario(sources["scenario"], Ground(checked.plan), "text").findings)


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
