"""Located text to a checked plan: every finding at once, each with its place. A plan only where every file could be read whole."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from parplan.check import shape
from parplan.engine.identities import Figure, figure_at, figure_paths
from parplan.labels import DECISIONS, Findings
from parplan.ledger import figures_of
from parplan.location import Loc, Span
from parplan.model.cells import cell_of
from parplan.model.errata import ErrataFile, Erratum
from parplan.model.files import FILES, FileKind, model_of
from parplan.model.findings import Finding, Operand
from parplan.model.plan import IndicatorsFile, Plan, TargetsFile
from parplan.rules import REGISTRY, Problem
from parplan.rules import text as text_rules
from parplan.rules.cells import against
from parplan.rules.errata import books
from parplan.rules.rule import IndicatorCheck
from parplan.text import Message
from parplan.yaml_text.source import Source, Sources

if TYPE_CHECKING:
    from parplan.documents.text import Document


class Checked(NamedTuple):
    """A plan, where its files could be read whole, and everything that was found, sorted by place."""

    plan: Plan | None
    findings: tuple[Finding, ...]


def check(sources: Sources, document: "Document | None" = None) -> Checked:
    """Check a plan's files: text, shape, ranges, arithmetic, realism, the ledger's own books, and the document's cells if given.

    Never raises for what the files hold.
    """
    read = {kind: shape.validate(kind, sources.files[kind], model_of(kind)) for kind in FILES if kind in sources.files}
    findings = [shape_finding(sources.files[kind], sources.name, flaw) for kind, result in read.items() for flaw in result.flaws]
    indicators, targets, errata = (read[kind].record if kind in read else None for kind in FILES)
    whole = not findings
    if isinstance(indicators, IndicatorsFile):
        plan = Plan(
            indicators,
            targets if isinstance(targets, TargetsFile) else TargetsFile(targets={}),
            errata if isinstance(errata, ErrataFile) else ErrataFile(),
        )
        seen = _Seen(sources.name, {kind: result.source for kind, result in read.items()}, plan)
        broken = frozenset(pair for result in read.values() for pair in result.broken)
        partial = any(result.partial for result in read.values())
        findings += _duplicates(seen)
        whole = whole and not findings
        problems = list(_problems(plan, broken, partial=partial))
        if document is not None:
            problems += against(plan, document)
        found = [seen.finding(code, problem) for code, problem in problems]
        dangling = [finding for finding in found if finding.code == "S108"]
        ledger = seen.with_ledger(found)  # marks what it knows in any case; its own books are judged on a whole plan only
        findings += ledger if whole and not dangling else ledger[: len(found)]
        whole = whole and all(finding.code != "S108" for finding in findings)
        return Checked(plan if whole else None, _sorted(findings))
    return Checked(None, _sorted(findings))


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.place))


def shape_finding(source: Source, plan: str, flaw: "shape.Flaw") -> Finding:
    """A flaw of shape as a finding."""
    rule = REGISTRY[flaw.code]
    finding = finding_at(flaw.code, source, flaw.span, plan, flaw.path, flaw.values)
    return finding._replace(message=Message(flaw.message or rule.message, flaw.values), help=Message(flaw.help or rule.help, flaw.values))


def finding_at(code: str, source: Source, span: Span, plan: str, path: str, values: Mapping[str, object]) -> Finding:
    """What a rule says of a stretch of a file, in its own words."""
    rule = REGISTRY[code]
    return Finding(
        code=code,
        severity=rule.severity,
        message=Message(rule.message, values),
        plan=plan,
        path=path,
        file=source.name,
        span=span,
        line_text=source.line(span.line),
        help=Message(rule.help, values),
    )


@cache
def _checks(*kinds: str) -> tuple[tuple[str, IndicatorCheck], ...]:
    return tuple((rule.code, rule.check_indicator) for rule in REGISTRY.values() if rule.on in kinds and rule.check_indicator)


def _problems(plan: Plan, broken: frozenset[tuple[str, str]], *, partial: bool) -> Iterator[tuple[str, Problem]]:
    """What the rules have to say. A rule that rests on a figure which could not be read, or on rows that could not, is skipped."""
    for problem in (*text_rules.goals_have_an_indicator(plan), *text_rules.references_exist(plan)):
        if not (partial and problem.ident not in plan.by_id):
            yield "S108", problem
    of_leaves, of_totals = _checks("row", "leaf"), _checks("row") if partial else _checks("row", "total")
    for indicator in plan.by_id.values():
        for code, run in of_totals if indicator.children else of_leaves:
            problem_or_none = run(indicator, plan)
            if problem_or_none is not None and not _rests_on(problem_or_none, broken):
                yield problem_or_none.code or code, problem_or_none
    if partial:
        return
    for rule in REGISTRY.values():
        for problem in rule.check_plan(plan) if rule.check_plan else ():
            if not _rests_on(problem, broken):
                yield problem.code or rule.code, problem


def _rests_on(problem: Problem, broken: frozenset[tuple[str, str]]) -> bool:
    if not broken:
        return False
    places = {(problem.ident, problem.field), *((part.ident, part.field) for part in problem.operands)}
    missing = problem.values.get("missing")
    if isinstance(missing, tuple):
        places |= {(name.rpartition(".")[0], name.rpartition(".")[2]) for name in missing}
    return not places.isdisjoint(broken)


class _Seen:
    """A plan with the sources it was read from: what turns problems into findings with places and printed cells."""

    def __init__(self, name: str, sources: Mapping[FileKind, Source], plan: Plan) -> None:
        self.name = name
        self.sources = sources
        self.plan = plan

    def source_of(self, loc: Loc) -> Source:
        return next(source for kind, source in self.sources.items() if kind == loc[0])

    def finding(self, code: str, problem: Problem) -> Finding:
        """A problem with its place, its words and the cells of its figures."""
        rule = REGISTRY[code]
        indicator = self.plan.by_id.get(problem.ident)
        loc = self.plan.loc(problem.ident, problem.field) if indicator else ("targets", "targets", problem.ident)
        source = self.source_of(loc)
        span = source.span(loc[1:], key=indicator is None)
        path = f"{problem.ident}.{problem.field}" if problem.field else problem.ident
        values = problem.values
        return Finding(
            code=code,
            severity=rule.severity,
            message=Message(rule.message, values),
            plan=self.name,
            path=path,
            file=source.name,
            span=span,
            line_text=source.line(span.line),
            source=cell_of(self.plan, indicator, problem.field) if indicator else None,
            operands=tuple(self.operand(part) for part in problem.operands if part.path != path),
            delta=problem.delta,
            slack=problem.slack,
            help=Message(problem.help or rule.help, values),
        )

    def operand(self, part: Figure) -> Operand:
        """Another figure of the problem, with its place and cell."""
        loc = self.plan.loc(part.ident, part.field)
        source = self.source_of(loc)
        span = source.span(loc[1:])
        cell = cell_of(self.plan, self.plan.by_id[part.ident], part.field)
        return Operand(part.path, part.value, source.name, span, source.line(span.line), cell)

    def with_ledger(self, findings: list[Finding]) -> list[Finding]:
        """Findings that the ledger knows marked so, and what is wrong with the ledger itself."""
        own: list[Finding] = [self._ledger_finding(*entry) for entry in books(self.plan)]
        names = [erratum.id for erratum in self.plan.errata]
        for at, erratum in enumerate(self.plan.errata):
            if erratum.rule not in REGISTRY:
                own.append(self._dangling(at, "rule", text_rules.unknown("", "", text_rules.WHAT_RULE, erratum.rule, REGISTRY)))
                continue
            known = [n for n, finding in enumerate(findings) if self._is_about(erratum, finding)]
            for n in known:
                findings[n] = findings[n]._replace(erratum=erratum.id, known=_entry(erratum))
            if not known:
                own.append(self._ledger_finding("L501", at, "id", {"rule": erratum.rule, "at": erratum.at}))
            unknown = [path for path in erratum.correct if figure_at(self.plan, path) is None]
            figures = figure_paths(self.plan) if unknown else []
            own += [self._dangling(at, "correct", text_rules.unknown("", "", text_rules.WHAT_FIGURE, path, figures)) for path in unknown]
            for name in erratum.follows:
                if name not in names:
                    own.append(self._dangling(at, "follows", text_rules.unknown("", "", text_rules.WHAT_ENTRY, name, names)))
            if erratum.id in names[:at]:
                span = self.sources["errata"].span(("errata", names.index(erratum.id), "id"))
                own.append(self._ledger_finding("S107", at, "id", {"id": erratum.id, "line": span.line}))
            if not (erratum.because.vi.strip() and erratum.because.en.strip()):
                own.append(self._ledger_finding("L502", at, "id", {"id": erratum.id}))
        return findings + own

    def _dangling(self, at: int, field: str, problem: Problem) -> Finding:
        finding = self._ledger_finding("S108", at, field, problem.values)
        return finding._replace(help=Message(problem.help, problem.values)) if problem.help else finding

    def _is_about(self, erratum: Erratum, finding: Finding) -> bool:
        if finding.code != erratum.rule or finding.path != erratum.at:
            return False
        return figures_of(self.plan, finding) == erratum.figures

    def _ledger_finding(self, code: str, at: int, field: str, values: Mapping[str, object]) -> Finding:
        source = self.sources["errata"]
        return finding_at(code, source, source.span(("errata", at, field)), self.name, f"{self.plan.errata[at].id}.{field}", values)


def _entry(erratum: Erratum) -> Message:
    """What the ledger says of a contradiction: the entry, the decision and its reason."""
    values: dict[str, object] = {"erratum": erratum.id, "decision": DECISIONS[erratum.decision], "because": erratum.because}
    return Message(Findings.KNOWN if erratum.because.vi.strip() else Findings.KNOWN_UNREASONED, values)


def _duplicates(seen: _Seen) -> list[Finding]:
    found: list[Finding] = []
    for indicator, first in seen.plan.duplicates:
        loc, first_loc = (*indicator.loc, "id"), (*first.loc, "id")
        source = seen.source_of(loc)
        values: dict[str, object] = {"id": indicator.id, "line": source.span(first_loc[1:]).line}
        found.append(finding_at("S107", source, source.span(loc[1:]), seen.name, f"{indicator.id}.id", values))
    return found
