"""What the shell completes: ids of the plan, codes of rules."""

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from parplan.model.tasks import Work


def complete_id(context: typer.Context, incomplete: str) -> list[str]:
    """Ids that begin as typed; none where there is no readable plan, because a shell is no place
    for complaints.
    """
    from parplan.checks.plan import check
    from parplan.cli.workspace import which
    from parplan.workspace.reading import CannotRead

    try:
        plan = check(which(context.params.get("plan")).sources()).plan
    except CannotRead:
        return []
    return (
        []
        if plan is None
        else [indicator.id for indicator in plan.walk() if indicator.id.startswith(incomplete)]
    )


def complete_pair(context: typer.Context, incomplete: str) -> list[str]:
    """As `complete_id`, for what takes ID=…; nothing behind the sign."""
    return [f"{ident}=" for ident in complete_id(context, incomplete)]


def complete_erratum(context: typer.Context, incomplete: str) -> list[str]:
    """The figures of errata, and those of contradictions that are open."""
    from parplan.checks.plan import check
    from parplan.cli.workspace import which
    from parplan.workspace.reading import CannotRead

    try:
        checked = check(which(context.params.get("plan")).sources())
    except CannotRead:
        return []
    entries = checked.plan.errata if checked.plan else ()
    broken = [
        finding
        for finding in checked.findings
        if finding.code[0] == "A" and finding.severity == "error" and finding.status == "open"
    ]
    paths = dict.fromkeys(
        path
        for finding in broken
        for path in (finding.path, *(operand.path for operand in finding.operands))
    )
    return [name for name in (*entries, *paths) if name.startswith(incomplete)]


def complete_explained(context: typer.Context, incomplete: str) -> list[str]:
    """Whatever `explain` takes: ids, rules, errata."""
    return [
        *complete_id(context, incomplete),
        *complete_rule(incomplete),
        *complete_erratum(context, incomplete),
    ]


def complete_scenario(context: typer.Context, incomplete: str) -> list[str]:
    """Scenarios that lie beside the plan, and files that begin as typed."""
    from pathlib import Path

    from parplan.cli.workspace import which

    before = Path(incomplete) if incomplete.endswith("/") else Path(incomplete).parent
    files = [
        path.as_posix()
        for path in sorted(before.glob("*.yaml"))
        if path.as_posix().startswith(incomplete)
    ]
    known = which(context.params.get("plan")).scenarios
    return [name for name in known if name.startswith(incomplete)] + files


def complete_unit(context: typer.Context, incomplete: str) -> list[str]:
    """Units of the plan's tasks that begin as typed."""
    work = _work(context)
    return [] if work is None else [unit for unit in work.units if unit.startswith(incomplete)]


def complete_task(context: typer.Context, incomplete: str) -> list[str]:
    """Tasks that begin as typed."""
    work = _work(context)
    return (
        []
        if work is None
        else [task.record.id for task in work.tasks if task.record.id.startswith(incomplete)]
    )


def _work(context: typer.Context) -> "Work | None":
    from parplan.checks.plan import check
    from parplan.checks.tasks import read_tasks
    from parplan.cli.workspace import which
    from parplan.workspace.reading import CannotRead

    folder = which(context.params.get("plan"))
    try:
        plan, file = check(folder.sources()).plan, folder.file("tasks")
    except CannotRead:
        return None
    if plan is None or file is None:
        return None
    return read_tasks(file, plan, folder.called).made


def complete_rule(incomplete: str) -> list[str]:
    """Codes of rules that begin as typed."""
    from parplan.rules import REGISTRY

    return [code for code in REGISTRY if code.startswith(incomplete.upper())]


def complete_schema(incomplete: str) -> list[str]:
    """Names of schemas that begin as typed."""
    from parplan.cli.schema import names

    return [name for name in names() if name.startswith(incomplete)]
