"""What if: an overlay of other figures on the same files, checked again from the start. A plan is never edited."""

from collections.abc import Mapping
from decimal import Decimal

from parplan.check import Checked, Sources, check
from parplan.model import FileKind, Loc, Plan
from parplan.points import exact


def overlaid(sources: Sources, figures: Mapping[Loc, Decimal]) -> Checked:
    """The plan as it would be with other figures (points, by path in the files), checked like any plan."""
    files = dict(sources.files)
    for kind, source in sources.files.items():
        changes: dict[Loc, str | None] = {loc[1:]: exact(value) for loc, value in figures.items() if loc[0] == kind}
        if changes:
            files[kind] = source.replaced(changes)
    return check(Sources(sources.name, files))


def corrected(sources: Sources, plan: Plan) -> Checked:
    """The plan with every correction that its errata decided on. The ledger's own findings fall away with what it settled."""
    changes = {plan.loc(*_split(path)): value for path, value in corrections(plan).items()}
    checked = overlaid(sources, changes)
    settled: FileKind = "errata"
    kept = tuple(finding for finding in checked.findings if finding.file != sources.files[settled].name) if changes else checked.findings
    return Checked(checked.plan, kept)


def corrections(plan: Plan) -> dict[str, Decimal]:
    """The figures that the errata decided to put instead of the printed ones, by path (``par.8.sipas.score``), in points."""
    return {path: value for erratum in plan.errata if erratum.decision == "correct" for path, value in erratum.correct.items()}


def _split(path: str) -> tuple[str, str]:
    ident, _, field = path.rpartition(".")
    return ident, field
