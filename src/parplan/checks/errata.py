"""Which contradictions the errata know of, and which they bring about: worked out from what each
decided about its one figure.
"""

from collections.abc import Iterable, Iterator, Sequence, Set

from parplan.engine.identities.equations import follows, is_cause
from parplan.engine.identities.printed import corrections, figures_of, in_force
from parplan.engine.identities.products import decisive
from parplan.model.errata import Erratum
from parplan.model.findings import Finding, Site
from parplan.model.plan import Plan
from parplan.points import ZERO

_FIRST = ("correct", "keep", "undecided")


def known(plan: Plan, found: Sequence[Finding], left: Iterable[Finding]) -> dict[Site, list[str]]:
    """The contradictions that errata in force are about, each with their paths, what is decided
    first; `left` is what would be found with all corrections made.

    A correction is about what it settles; a figure that is kept or undecided, about what it
    contradicts as long as everything there is printed as its entry says.
    """
    remaining = {finding.site: finding for finding in left}
    about: dict[Site, list[str]] = {}
    holding: dict[str, list[tuple[Site, frozenset[str]]]] = {}  # the contradictions of a figure
    for finding in found if plan.errata else ():
        figures = frozenset(figures_of(plan, finding))
        for path in decisive(plan, finding).keys() & plan.errata.keys():
            holding.setdefault(path, []).append((finding.site, figures))
    for path, erratum in sorted(in_force(plan), key=lambda entry: _FIRST.index(entry[1].decision)):
        for site, figures in holding.get(path, ()):
            if _concerns(erratum, figures - {path}, settled=site not in remaining):
                about.setdefault(site, []).append(path)
    return about | dict(_following(found, remaining, about))


def _concerns(erratum: Erratum, others: Set[str], *, settled: bool) -> bool:
    if erratum.decision == "correct":
        return settled
    return others <= erratum.against.keys() and (erratum.decision == "keep" or not settled)


def _following(
    found: Iterable[Finding], remaining: dict[Site, Finding], about: dict[Site, list[str]]
) -> Iterator[tuple[Site, list[str]]]:
    """What parts are to reach, where it is off only by what is known of the row's scores, increases
    and target.
    """
    of_rows: dict[str, list[Finding]] = {}
    for (_, path), finding in remaining.items():
        of_rows.setdefault(path.rpartition(".")[0], []).append(finding)
    for place in (finding.site for finding in found if finding.code == "A305"):
        if place not in remaining or place in about:
            continue
        ident, _, target = place[1].rpartition(".")
        causes = [
            cause
            for cause in of_rows.get(ident, ())
            if is_cause(cause.code, cause.path.rpartition(".")[2], target)
        ]
        now, apart = remaining[place], [cause.delta or ZERO for cause in causes]
        if all(cause.site in about for cause in causes) and follows(
            now.delta or ZERO, now.slack or ZERO, apart
        ):
            yield place, about[causes[0].site]


def broken_by(
    plan: Plan, found: Iterable[Finding], left: Iterable[Finding]
) -> dict[str, list[Site]]:
    """What corrections break that holds as printed, by the figures of it that are corrected; `left`
    as above.
    """
    before, put = {finding.site for finding in found}, corrections(plan)
    new = [it for it in left if it.is_contradiction and it.site not in before]
    by_path: dict[str, list[Site]] = {}
    for finding in new:
        figures = {finding.path, *(it.path for it in finding.operands), *decisive(plan, finding)}
        for path in [path for path in put if path in figures] or put:
            by_path.setdefault(path, []).append(finding.site)
    return by_path
