"""Other figures on the same files, checked again from the start. A plan is never edited."""

from collections.abc import Mapping
from decimal import Decimal

from parplan.check.plan import Checked, check
from parplan.engine.identities import figure_at
from parplan.ledger import in_force
from parplan.location import Loc
from parplan.model.files import FileKind
from parplan.model.findings import Finding
from parplan.model.plan import Plan
from parplan.points import exact
from parplan.yaml_text.source import Sources


def overlaid(sources: Sources, figures: Mapping[Loc, Decimal | None]) -> Checked:
    """The plan as it would be with other figures (points, by path in the files; None: without that figure), checked like any plan."""
    files = dict(sources.files)
    for kind, source in sources.files.items():
        changes: dict[Loc, str | None] = {
            loc[1:]: None if value is None else exact(value) for loc, value in figures.items() if loc[0] == kind
        }
        if changes:
            files[kind] = source.replaced(changes)
    return check(Sources(sources.name, files))


def corrected(sources: Sources, plan: Plan) -> Checked:
    """The plan with every correction that its errata decided on. The ledger's own findings fall away with what it settled."""
    changes: dict[Loc, Decimal | None] = {plan.loc(*_split(path)): value for path, value in corrections(plan).items()}
    checked = overlaid(sources, changes)
    settled: FileKind = "errata"
    kept = tuple(finding for finding in checked.findings if finding.file != sources.files[settled].name) if changes else checked.findings
    return Checked(checked.plan, kept)


def corrections(plan: Plan) -> dict[str, Decimal]:
    """The figures that the errata decided to put instead of the printed ones, by path (``par.8.sipas.score``), in points.

    An entry about other figures than those now printed has decided nothing about them.
    """
    decided = [erratum for erratum in in_force(plan) if erratum.decision == "correct"]
    return {path: value for erratum in decided for path, value in erratum.correct.items() if figure_at(plan, path) is not None}


# What a year prints beside its scores, and would print anew.
_OF_ITS_YEAR = ("percent", "rank", "change", "rank_change")


def landed(sources: Sources, plan: Plan, projected: Mapping[str, Decimal | None]) -> tuple[Finding, ...]:
    """What the checks of a plan find wrong with projected scores (points, by id; None is unknown) that is not wrong in the plan itself.

    The scores stand in place of the printed ones; what was planned to get there, and what else the year printed, stays out.
    """
    figures: dict[Loc, Decimal | None] = {}
    for ident, score in projected.items():
        indicator = plan.by_id[ident]
        if indicator.node.score is not None:
            figures[plan.loc(ident, "score")] = score
        figures |= dict.fromkeys((plan.loc(ident, field) for field in _OF_ITS_YEAR), None)
    scores: FileKind = "indicators"
    bare = Sources(sources.name, {scores: sources.files[scores]})
    before = {(finding.code, finding.path) for finding in check(bare).findings}
    after = overlaid(bare, figures).findings
    return tuple(finding for finding in after if finding.code[0] in _FIGURES and (finding.code, finding.path) not in before)


_FIGURES = ("R", "A")  # families of rules that judge figures: ranges and arithmetic


def _split(path: str) -> tuple[str, str]:
    ident, _, field = path.rpartition(".")
    return ident, field
