"""`parplan errata suggest`: which figure is wrong, and what was likely meant."""

from pathlib import Path
from typing import TYPE_CHECKING

from parplan.cli.app import command
from parplan.cli.options import Folders, Format, Language, Output, Plan
from parplan.text import Text

if TYPE_CHECKING:
    from parplan.checks.plan import Checked
    from parplan.engine.repair.groups import Change, Group
    from parplan.model import plan as model
    from parplan.reports.plans import Failed
    from parplan.reports.suggest import Suggested
    from parplan.workspace.opened import Workspace


@command(
    "errata suggest",
    help=Text(
        "Với mỗi mâu thuẫn: số nào có lẽ ghi sai, và lẽ ra là bao nhiêu.",
        "For every contradiction: which figure is likely wrong, and what was meant.",
    ),
    example="parplan errata suggest",
)
def suggest(
    folders: Folders = None,
    plan: Plan = None,
    form: Format = None,
    lang: Language = None,
    output: Output = None,
) -> int:
    """Print what would repair the contradictions of every plan; returns 1 where that could not be
    worked out of one of several.
    """
    from parplan.cli.answer import answer
    from parplan.cli.output import remark
    from parplan.cli.plans import none_of
    from parplan.cli.workspace import folders as typed
    from parplan.reports import suggest as report

    paths = typed(folders or [], plan)
    sources, failed = _opened(paths)
    if not sources:
        raise none_of(failed)
    found = [
        suggested(source)
        for source in sources
        if any(it.is_contradiction for it in source.checked.findings)
    ]
    answer(
        report.answer(found, [source.name for source in sources], failed),
        sources[0] if len(paths) == 1 else None,
        basis=None,
        form=form,
        file=output,
    )
    for each in failed:
        remark(each.told)
    return 1 if failed else 0


def _opened(paths: "list[Path | None]") -> "tuple[list[Workspace], list[Failed]]":
    """The plans that can be worked with, and the others of several. Raises CannotRead and Broken
    where there is only one.
    """
    from datetime import date

    from parplan.cli.plans import tried
    from parplan.cli.workspace import opened
    from parplan.reports.plans import Failed

    if len(paths) == 1:
        return [opened(paths[0])], []
    today = date.today()
    found = [tried(path, lambda own: own, "printed", None, today) for path in paths if path]
    failed = [each for each in found if isinstance(each, Failed)]
    return [each for each in found if not isinstance(each, Failed)], failed


def groups_of(source: "Workspace", checked: "Checked") -> "tuple[Group, ...]":
    """The contradictions of a plan, on any basis, with what would repair them, by all that it and
    what lies beside it say.
    """
    from parplan.engine.repair.find import find_told

    return find_told(checked.plan or source.plan, checked.findings, *source.beside.told)


def _decimals(plan: "model.Plan", change: "Change") -> int:
    """How many decimals a figure is printed with."""
    from parplan.model.fields import field_of
    from parplan.points import digits

    if change.points is not None:  # as a percent of the maximum
        return digits(change.old)
    ident, _, field = change.path.rpartition(".")
    return plan.by_id[ident].decimals_in(field_of(field))


def suggested(source: "Workspace") -> "Suggested":
    """A plan's contradictions with what would repair them, and what is needed to show them."""
    import shlex

    from parplan.engine.repair.decide import can_be_entered
    from parplan.reports.suggest import Suggested

    found = source.checked.findings
    groups = groups_of(source, source.checked)
    places = {edit.site for group in groups for edit in group.every}
    by_place = {finding.site: finding for finding in found if finding.site in places}
    changes = (change for group in groups for repair in group.repairs for change in repair.changes)
    loose = [it for it in found if it.is_contradiction and it.status == "open"]
    untried = tuple(it for it in loose if it.site not in places)
    return Suggested(
        source.name,
        shlex.join(source.folder.options),
        groups,
        by_place,
        {change.path: _decimals(source.plan, change) for change in changes},
        untried,
        frozenset(it.site for it in untried if can_be_entered(source.plan, it)),
    )
