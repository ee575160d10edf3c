"""Which plan, and on what basis: from the options to a checked plan."""

import os
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Literal, NamedTuple

from parplan import workspace
from parplan.checks.plan import Checked, check
from parplan.cli.language import current
from parplan.cli.output import Stop, stop, tell
from parplan.engine.identities import corrections, figure_at
from parplan.ids import UnknownId, matching
from parplan.labels import Cli
from parplan.model.plan import Plan
from parplan.text import Message, plain
from parplan.yaml_text.source import Sources

Basis = Literal["printed", "parts", "corrected"]
VARIABLE = "PARPLAN_PLAN"


class Opened(NamedTuple):
    """A plan that could be read whole. `plan` and `findings` are on the basis asked for, `sources` what they were read from;
    `corrected` are the figures, printed and corrected, that the basis puts, by path."""

    name: str
    folder: Path
    plan: Plan
    findings: Checked
    sources: Sources
    corrected: Mapping[str, tuple[Decimal, Decimal]] = {}

    @property
    def title(self) -> str:
        """How people are told which plan it is: the folder, and the id that the plan gives itself."""
        ident = self.plan.about.id
        return ident if self.name == ident else f"{plain(self.name)} ({ident})"


def which(option: Path | None) -> tuple[Path, str]:
    """The plan's folder and its name in every output: --plan, else PARPLAN_PLAN, else the embedded plan."""
    if option is not None:
        return option, option.as_posix()
    wished = os.environ.get(VARIABLE)
    if wished:
        return Path(wished), Path(wished).as_posix()
    return workspace.embedded(), ""


def sources(option: Path | None) -> Sources:
    """The files of the plan asked for. Raises Stop, with the reason on standard error."""
    folder, name = which(option)
    try:
        return workspace.load(folder, name or workspace.near_name(folder))
    except workspace.CannotRead as error:
        raise stop(*error.messages) from error


def opened(option: Path | None, basis: Basis = "printed") -> Opened:
    """The plan asked for, checked. Raises Stop for a plan that cannot be read whole, with its findings on standard error."""
    files = sources(option)
    checked = check(files)
    if checked.plan is None:
        from parplan.render.findings import excerpt as findings_text
        from parplan.render.layout import Screen

        broken = [finding for finding in checked.findings if finding.severity == "error" and finding.code.startswith("S")]
        tell(findings_text.render(broken, current(), Screen(None, colour=False)))
        raise stop(Message(Cli.BROKEN_PLAN))
    folder, wished = which(option)
    source = Opened(files.name if wished else checked.plan.about.id, folder, checked.plan, checked, files)
    if basis != "corrected":
        return source
    better = checked.corrected
    if better is None or better.plan is None:
        return source
    made = {path: (part.value, value) for path, value in corrections(source.plan).items() if (part := figure_at(source.plan, path))}
    return source._replace(plan=better.plan, findings=better, corrected=made)


def folders_typed(folders: list[Path], plan: Path | None) -> list[Path | None]:
    """The plans to look at: every one in the folders that were typed, each once, else the one asked for. Raises Stop."""
    if folders and plan is not None:
        raise stop(Message(Cli.FOLDERS_AND_PLAN))
    if not folders:
        return [plan]
    try:
        return list(dict.fromkeys(path for folder in folders for path in workspace.plans_in(folder)))
    except workspace.CannotRead as error:
        raise stop(*error.messages) from error


def ids_typed(plan: Plan, typed: list[str]) -> frozenset[str]:
    """The ids that were asked for. Raises Stop with “did you mean” for one that does not exist."""
    found: set[str] = set()
    unknown: list[Message] = []
    for text in typed:
        try:
            found.update(matching(text, [indicator.id for indicator in plan.walk()]))
        except UnknownId as error:
            unknown.append(unknown_id(error))
    if unknown:
        raise stop(*unknown)
    return frozenset(found)


def unknown_id(error: UnknownId) -> Message:
    """What to say of an id that does not exist."""
    return Message(Cli.UNKNOWN_ID, {"id": error.typed}).or_near(error.near)


__all__ = [
    "Basis",
    "Opened",
    "Stop",
    "folders_typed",
    "ids_typed",
    "opened",
    "sources",
    "unknown_id",
    "which",
]
