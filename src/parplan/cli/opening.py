"""Which plan, and on what basis: from the options to a checked plan."""

import os
from pathlib import Path
from typing import Literal, NamedTuple

from parplan import load
from parplan.check import Checked, Sources, check
from parplan.cli.language import current
from parplan.cli.output import Stop, stop, tell
from parplan.ids import UnknownId, matching
from parplan.labels import Cli, Message
from parplan.model import Plan
from parplan.points import plain
from parplan.scenario import corrected, corrections

Basis = Literal["printed", "parts", "corrected"]
VARIABLE = "PARPLAN_PLAN"


class Opened(NamedTuple):
    """A plan that could be read whole. `plan` and `findings` are on the basis asked for; `better` is the corrected plan, if any."""

    name: str
    folder: Path
    plan: Plan
    findings: Checked
    better: Plan | None

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
    return load.embedded(), ""


def sources(option: Path | None) -> Sources:
    """The files of the plan asked for. Raises Stop, with the reason on standard error."""
    folder, name = which(option)
    try:
        return load.load(folder, name or load.near_name(folder))
    except load.CannotRead as error:
        raise stop(*error.messages) from error


def opened(option: Path | None, basis: Basis = "printed") -> Opened:
    """The plan asked for, checked. Raises Stop for a plan that cannot be read whole, with its findings on standard error."""
    files = sources(option)
    checked = check(files)
    if checked.plan is None:
        from parplan.render import findings as findings_text
        from parplan.render.terminal import Screen

        broken = [finding for finding in checked.findings if finding.severity == "error" and finding.code.startswith("S")]
        tell(findings_text.render(broken, current(), Screen(None, colour=False)))
        raise stop(Message(Cli.BROKEN_PLAN))
    better = corrected(files, checked.plan) if corrections(checked.plan) else None
    name = files.name if which(option)[1] else checked.plan.about.id
    folder = which(option)[0]
    if basis == "corrected" and better is not None and better.plan is not None:
        return Opened(name, folder, better.plan, better, better.plan)
    return Opened(name, folder, checked.plan, checked, better.plan if better else None)


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
    if error.near:
        return Message(Cli.UNKNOWN_ID_NEAR, {"id": error.typed, "near": error.near})
    return Message(Cli.UNKNOWN_ID, {"id": error.typed})


__all__ = ["Basis", "Opened", "Stop", "ids_typed", "opened", "sources", "unknown_id", "which"]
