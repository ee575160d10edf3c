"""Located text to a checked plan: every finding at once, each with its place. A plan only where
every file could be read whole.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from parplan.checks import shape
from parplan.checks.errata import broken_by, known
from parplan.engine.identities.printed import Figure, corrections, met
from parplan.location import Loc, Span
from parplan.model.cells import Cell, cell_of
from parplan.model.errata import ErrataFile
from parplan.model.fields import TARGET_FIELDS, OfPlan, field_of
from parplan.model.files import FILES, model_of
from parplan.model.findings import Finding, Operand, Site, in_order
from parplan.model.indicators import IndicatorsFile
from parplan.model.plan import Plan
from parplan.model.targets import TargetsFile
from parplan.points import exact
from parplan.rules import REGISTRY, Problem
from parplan.rules.errata import DECISIONS, KNOWN, KNOWN_UNREASONED, Effect
from parplan.rules.rule import IndicatorCheck, Spot, checks, found
from parplan.text import Message, Text
from parplan.yaml_text.source import Source, Sources

if TYPE_CHECKING:
    from parplan.documents.text import Document


FileT = TypeVar("FileT", bound=OfPlan)


class Checked(NamedTuple):
    """A plan, where its files could be read whole, and everything that was found, sorted by place;
    the same with every correction that its errata decided on, where there is one; and the plan as
    far as it takes to look at what lies beside it, where at most its errata hold errors."""

    plan: Plan | None
    findings: tuple[Finding, ...]
    corrected: "Checked | None" = None
    figures: Plan | None = None


def check(sources: Sources, document: "Document | None" = None) -> Checked:
    """Check a plan's files: text, shape, ranges, arithmetic, realism, errata, and the document's
    cells if given.

    Never raises for what the files hold.
    """
    read = {
        kind: shape.validate(kind, sources.files[kind], model_of(kind))
        for kind in FILES
        if kind in sources.files
    }
    findings = [
        shape_finding(sources.files[kind], sources.name, flaw)
        for kind, result in read.items()
        for flaw in result.flaws
    ]
    indicators, targets, errata = (read[kind].record if kind in read else None for kind in FILES)
    if not isinstance(indicators, IndicatorsFile):
        return Checked(None, in_order(findings))
    plan = Plan(
        indicators,
        _own(targets, TargetsFile, indicators) or TargetsFile(targets={}),
        _own(errata, ErrataFile, indicators) or ErrataFile(errata={}),
    )
    seen = _Seen(sources.name, {kind: result.source for kind, result in read.items()}, plan)
    rows = [result for kind, result in read.items() if kind != "errata"]  # no total rests on those
    broken = frozenset(pair for result in rows for pair in result.broken)
    partial = any(result.partial for result in rows)
    findings += [seen.spot(code, spot) for code, spot in found("ids", plan)]
    for kind, record in (("targets", targets), ("errata", errata)):
        if isinstance(record, OfPlan):
            findings += [
                seen.spot(code, spot._replace(loc=(kind, *spot.loc)))
                for code, spot in found("file", record, plan)
            ]
    told = [
        seen.finding(code, problem)
        for code, problem in _problems(plan, broken, document, partial=partial)
    ]
    told += [
        seen_then.finding(code, problem)
        for seen_then, code, problem in _of_other_years(seen, broken, partial=partial)
    ]
    if len(plan.target_years) > 1:  # what increases of a year lack, later years lack as well
        told = list({(it.site, it.message.say("en")): it for it in reversed(told)}.values())
    told = list(_rounded_once(told))
    flawed = {finding.file for finding in (*findings, *told) if _unusable(finding)}
    whole = not flawed
    by_file = {source.name: kind for kind, source in sources.files.items()}
    figures = plan if {by_file[file] for file in flawed} <= {"errata"} else None
    put, text = corrections(plan), Sources(sources.name, seen.sources)
    corrected = _corrected(text, plan, put)
    left = told if corrected is None else corrected.findings
    about = known(plan, [finding for finding in told if finding.is_contradiction], left)
    findings += [seen.marked(finding, about) for finding in told]
    if whole:  # what is known is known in any case
        in_use = {path for paths in about.values() for path in paths}
        stale, sites = put.keys() - in_use, {finding.site for finding in left}
        in_use |= {path for path in stale if _is_needed(text, plan, path, put, sites)}
        effect = Effect(in_use, broken_by(plan, told, left))
        of_errata = [seen.spot(code, spot) for code, spot in found("errata", plan, effect)]
        findings += of_errata
        whole = not any(map(_unusable, of_errata))
    return Checked(plan if whole else None, in_order(findings), corrected, figures)


def _rounded_once(told: Iterable[Finding]) -> Iterator[Finding]:
    """Of the remarks that rounding explains a figure the first alone: several equations say it."""
    seen: set[str] = set()
    for finding in told:
        if finding.code == "A308":
            if finding.path in seen:
                continue
            seen.add(finding.path)
        yield finding


def _unusable(finding: Finding) -> bool:
    """Whether a plan with such a finding cannot be read as one."""
    return finding.code[0] == "S" and finding.severity == "error"


def _own(record: object, kind: type[FileT], indicators: IndicatorsFile) -> FileT | None:
    """A file's record, where it could be read and is not another plan's."""
    if isinstance(record, kind) and record.plan in (None, indicators.plan.id):
        return record
    return None


def _corrected(sources: Sources, plan: Plan, put: Mapping[str, Decimal]) -> Checked | None:
    """The plan with corrections of its errata made. What is said of the errata falls away with what
    they settled.
    """
    figures: dict[Loc, Decimal | None] = {
        _amount_at(sources, plan, path): value for path, value in put.items()
    }
    if not figures:
        return None
    checked = overlaid(sources, figures)
    errata, seen = sources.files["errata"].name, _Seen(sources.name, sources.files, plan)
    left = (finding for finding in checked.findings if finding.file != errata)
    return checked._replace(findings=tuple(map(seen.as_printed, left)))


def _is_needed(
    sources: Sources, plan: Plan, path: str, put: Mapping[str, Decimal], sites: Container[Site]
) -> bool:
    """Whether something that holds with all corrections, would not without that of one figure;
    `sites` are what does not hold with all.
    """
    others = {_amount_at(sources, plan, it): put[it] for it in put if it != path}
    files = {kind: it for kind, it in sources.files.items() if kind != "errata"}
    without = overlaid(Sources(sources.name, files), others)
    return any(it.is_contradiction and it.site not in sites for it in without.findings)


def _amount_at(sources: Sources, plan: Plan, path: str) -> Loc:
    """Where a figure stands: below its key, where a target says more than points."""
    ident, _, name = path.rpartition(".")
    loc, said = plan.loc(ident, name), met(plan.by_id[ident].saying(name))
    if said is None or field_of(name) != "target":
        return loc
    keys = (said.key, said.kind) if said.key else (said.kind,)
    file = sources.files[str(loc[0])]
    below = ((*loc, *keys[:many]) for many in range(len(keys), 0, -1))
    return next((at for at in below if file.has(at[1:])), loc)


def overlaid(sources: Sources, figures: Mapping[Loc, Decimal | None]) -> Checked:
    """The plan as it would be with other figures (points or percent, by path in the files; None:
    without that figure), checked like any plan.
    """
    files = dict(sources.files)
    for kind, source in sources.files.items():
        changes = {
            loc[1:]: None if value is None else exact(value)
            for loc, value in figures.items()
            if loc[0] == kind
        }
        files[kind] = source.replaced(changes) if changes else source
    return check(Sources(sources.name, files))


def shape_finding(source: Source, plan: str, flaw: "shape.Flaw") -> Finding:
    """A flaw of shape as a finding."""
    line, span = source.line(flaw.span.line), flaw.span
    return finding_at(
        flaw.code, source.name, line, span, plan, flaw.path, flaw.values, flaw.message, flaw.help
    )


def finding_at(
    code: str,
    file: str,
    line: str,
    span: Span,
    plan: str,
    path: str,
    values: Mapping[str, object],
    message: Text | None = None,
    todo: Text | None = None,
) -> Finding:
    """What a rule says of a stretch of a file, whose first line reads `line`, in its own words
    where no others are given."""
    rule = REGISTRY[code]
    said, then = Message(message or rule.message, values), Message(todo or rule.help, values)
    return Finding(code, rule.severity, said, plan, path, file, span, line, help=then)


def spot_finding(code: str, source: Source, plan: str, path: str, spot: Spot) -> Finding:
    """What a rule says of a place of a file that is no figure of a plan."""
    values = (
        spot.values if spot.first is None else {**spot.values, "line": source.span(spot.first).line}
    )
    span = source.span(spot.loc, key=spot.key)
    line = source.line(span.line)
    return finding_at(code, source.name, line, span, plan, path, values, todo=spot.help)


def _problems(
    plan: Plan, broken: frozenset[tuple[str, str]], document: "Document | None", *, partial: bool
) -> Iterator[tuple[str, Problem | Spot]]:
    """What the rules have to say. A rule that rests on a figure which could not be read, or on rows
    that could not, is skipped; so is a check that only waits for figures to be filled in. Where
    a figure is part of itself, nothing can be said of any.
    """
    for code, told in found("names", plan):
        if not (
            partial and isinstance(told, Spot)
        ):  # a target whose row may be one of those that could not be read
            yield code, told
            if code == "S117":
                return
    of_leaves, of_totals = _checks(partial=partial)
    for indicator in plan.by_id.values():
        for code, run in of_totals if indicator.children else of_leaves:
            problem = run(indicator, plan)
            if not (problem is None or _rests_on(problem, broken) or _waits(problem, plan)):
                yield problem.code or code, problem
    if not partial:
        yield from (
            (code, problem)
            for code, problem in found("plan", plan)
            if isinstance(problem, Spot) or not _rests_on(problem, broken)
        )
    if document is not None:
        from parplan.checks.against import against

        seen = against(plan, document)
        for each in seen.compared:
            yield from found("cell", each, plan)
        for absent in seen.absent:
            yield from found("absent", absent, plan)


def _of_other_years(
    seen: "_Seen", broken: frozenset[tuple[str, str]], *, partial: bool
) -> Iterator[tuple["_Seen", str, Problem | Spot]]:
    """What the rules have to say of what is planned for the other target years."""
    for year in seen.plan.target_years:
        if year == seen.plan.about.target_year:
            continue
        then = _Seen(seen.name, seen.sources, seen.plan.aiming(year))
        for code, problem in _problems(then.plan, broken, None, partial=partial):
            if isinstance(problem, Problem) and field_of(problem.field) in TARGET_FIELDS:
                yield then, code, problem


@cache
def _checks(*, partial: bool) -> tuple[tuple[tuple[str, IndicatorCheck], ...], ...]:
    """The rules on indicators without parts, and on those with parts."""
    return checks("row", "leaf"), checks("row") if partial else checks("row", "total")


def _missing(problem: Problem) -> set[tuple[str, str]]:
    """The figures that a check could not be made for, by id and field."""
    names = problem.values.get("missing", ())
    pairs = (str(name).rpartition(".") for name in names) if isinstance(names, tuple) else ()
    return {(ident, _as_lost(field)) for ident, _, field in pairs}


def _waits(problem: Problem, plan: Plan) -> bool:
    """Whether a check could not be made only because figures are to be filled in."""
    missing = _missing(problem)
    return bool(missing) and all(plan.awaits(ident, field) for ident, field in missing)


def _rests_on(problem: Problem, broken: frozenset[tuple[str, str]]) -> bool:
    if not broken:
        return False
    places = {
        (problem.ident, _as_lost(problem.field)),
        *((part.ident, _as_lost(part.field)) for part in problem.operands),
    }
    return not (places | _missing(problem)).isdisjoint(broken)


def _as_lost(name: str) -> str:
    """What a figure goes by among those that could not be read: those of targets by their field."""
    return field_of(name) if field_of(name) in TARGET_FIELDS else name


class _Seen:
    """A plan with the sources it was read from: what turns problems into findings with places and
    printed cells.
    """

    def __init__(self, name: str, sources: Mapping[str, Source], plan: Plan) -> None:
        self.name = name
        self.sources = sources
        self.plan = plan

    def source_of(self, loc: Loc) -> Source:
        return self.sources[str(loc[0])]

    def spot(self, code: str, spot: Spot) -> Finding:
        """A place that is no figure, as a finding; it is named by its file first."""
        first = spot.first[1:] if spot.first else None
        return spot_finding(
            code,
            self.source_of(spot.loc),
            self.name,
            spot.ident or "",
            spot._replace(loc=spot.loc[1:], first=first),
        )

    def finding(self, code: str, problem: Problem | Spot) -> Finding:
        """A problem with its place, its words and the cells of its figures."""
        if isinstance(problem, Spot):
            return self.spot(code, problem)
        loc = self.plan.loc(problem.ident, problem.field)
        source, path = self.source_of(loc), self.plan.path(problem.ident, problem.field)
        span = source.span(loc[1:])
        line, values = source.line(span.line), problem.values
        finding = finding_at(
            code, source.name, line, span, self.name, path, values, todo=problem.help
        )
        return finding._replace(
            source=self.cell(path),
            operands=tuple(
                self.operand(part)
                for part in problem.operands
                if self.plan.path(part.ident, part.field) != path
            ),
            delta=problem.delta,
            slack=problem.slack,
        )

    def operand(self, part: Figure) -> Operand:
        """Another figure of the problem, with its place and cell."""
        loc = self.plan.loc(part.ident, part.field)
        source = self.source_of(loc)
        span = source.span(loc[1:])
        path = self.plan.path(part.ident, part.field)
        line = source.line(span.line)
        return Operand(path, part.value, source.name, span, line, self.cell(path))

    def cell(self, path: str) -> Cell | None:
        """The cell of a figure."""
        ident, _, name = path.rpartition(".")
        return cell_of(self.plan, self.plan.by_id[ident], name)

    def as_printed(self, finding: Finding) -> Finding:
        """A finding with its cells as they read in this plan, whatever it was found with."""
        operands = tuple(it._replace(cell=self.cell(it.path)) for it in finding.operands)
        return finding._replace(
            source=finding.source and self.cell(finding.path), operands=operands
        )

    def marked(self, finding: Finding, known: Mapping[Site, Sequence[str]]) -> Finding:
        """A finding with what the errata say of it."""
        path = next(iter(known.get(finding.site, ())), None)
        if path is None or not finding.is_contradiction:
            return finding
        erratum = self.plan.errata[path]
        values: dict[str, object] = {
            "erratum": path,
            "decision": DECISIONS[erratum.decision],
            "because": erratum.because,
        }
        words = KNOWN if erratum.because.vi.strip() else KNOWN_UNREASONED
        return finding._replace(erratum=path, known=Message(words, values))
