"""parplan for scripts: a plan's folder opened once, and a function for what every command answers.

Points go in as text, whole numbers or Decimals (a float is a TypeError, as whatever is of another
kind than is wanted), and come out as exact Decimals; shares are fractions of 1; what is not known
is None. What is asked for in words (a basis, a way, a layer) is one of a few words, and anything
else is a ValueError that names them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NoReturn, Protocol, TypeVar, cast

from parplan.api import given
from parplan.api.given import Figure
from parplan.engine.gap import Standing, standings
from parplan.engine.takes import all_taken
from parplan.ids import UnknownId, matching
from parplan.model.draws import MOST_SCENARIOS, MOST_SEED, SCENARIOS, SEED
from parplan.model.findings import Finding
from parplan.model.results import Layer
from parplan.model.scenario import Base, Change
from parplan.points import (
    Lang,
    Params,
    Result,
    as_everywhere,
)
from parplan.text import Message
from parplan.workspace import opened
from parplan.workspace.folder import Folder, embedded, keeps
from parplan.workspace.opened import Basis, HeldAgainst, Workspace
from parplan.workspace.reading import CannotRead

if TYPE_CHECKING:
    from parplan.cli.report_asked import About
    from parplan.engine.baseline import Baseline
    from parplan.engine.compare import Comparison
    from parplan.engine.explain import Step
    from parplan.engine.layers import Layered
    from parplan.engine.margin import Outlook
    from parplan.engine.movement import Movement
    from parplan.engine.progress import Progress
    from parplan.engine.project import Projected, Projection
    from parplan.engine.reach import By, Reach
    from parplan.engine.repair.groups import Group
    from parplan.engine.review import Outcome
    from parplan.engine.simulate import Chance
    from parplan.model.results import Outcomes
    from parplan.model.tasks import Work


class InvalidPlan(ValueError):
    """A plan, or a file beside it, that cannot be used: `findings` say what is wrong, each with
    file, line, sentence and next step.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(self.findings)  # a copy, in another process too, is made of these

    def __str__(self) -> str:
        return "\n".join(map(str, self.findings))


class Refused(ValueError):
    """What cannot be worked out: `reasons` say why, each with what to do."""

    def __init__(self, *reasons: Message) -> None:
        super().__init__(*reasons)
        self.reasons = tuple(reason.say("en") for reason in reasons)

    def __str__(self) -> str:
        return "\n".join(self.reasons)


def _ours(work: Callable[Params, Result]) -> Callable[Params, Result]:
    """What every function here is: one whose figures come out as everywhere in parplan, whatever
    the script has set for its own; what is broken comes out as the error that scripts get.
    """
    ours = as_everywhere(work)

    @wraps(work)
    def within(*args: Params.args, **kwargs: Params.kwargs) -> Result:
        try:
            return ours(*args, **kwargs)
        except opened.Broken as error:
            raise InvalidPlan(error.findings) from error

    return within


class _Row(Protocol):
    @property
    def id(self) -> str: ...

    def walk(self) -> "Iterator[_Row]": ...


RowT = TypeVar("RowT", bound=_Row)


class Rows(Mapping[str, RowT], Generic[RowT]):
    """Rows by id, in the order of the plan; `indices` are the trees they stand in."""

    indices: tuple[RowT, ...]
    _by_id: Mapping[str, RowT]

    def __init__(self, indices: Iterable[RowT]) -> None:
        trees = tuple(indices)
        rows = (row for index in trees for row in index.walk())
        by_id = {row.id: cast("RowT", row) for row in rows}  # a row walks its own kind
        vars(self).update(indices=trees, _by_id=by_id)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} does not change: {name!r} cannot be set")

    def __getitem__(self, ident: str) -> RowT:
        found = self._by_id.get(ident)
        if found is None:
            raise KeyError(given.unknown(ident, self._by_id))
        return found

    def __contains__(self, ident: object) -> bool:
        return ident in self._by_id

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def __hash__(self) -> int:
        return hash(frozenset(self._by_id.items()))

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}({', '.join(row.id for row in self.indices)}: {len(self)} rows)"
        )


class Plan(Rows[Standing]):
    """A plan that could be read whole, on one basis: its rows by id, each with score, planned
    increase, target, gap, headroom, …
    """

    workspace: Workspace
    name: str
    basis: Basis

    def __init__(self, source: Workspace) -> None:
        super().__init__(standings(source.plan, source.on))
        vars(self).update(workspace=source, name=source.name, basis=source.basis)

    def __repr__(self) -> str:
        about = self.workspace.plan.about
        return (
            f"Plan({about.id}, {about.year} to {about.target_year}, {self.basis}: {len(self)} rows)"
        )

    @property
    @_ours
    def findings(self) -> tuple[Finding, ...]:
        """Everything that is found in the plan's own files; `str(finding)` is a line of it. What
        lies beside them `check` looks at as well.
        """
        return self.workspace.findings

    @_ours
    def corrected(self) -> "Plan":
        """The plan with what its errata decided on."""
        same = self.workspace
        return Plan(Workspace(same.folder, "corrected", all_taken, same.when))

    @_ours
    def repairs(self) -> "tuple[Group, ...]":
        """What would repair the contradictions: equations that share figures, each group with every
        smallest repair, best first.
        """
        from parplan.engine.repair.find import find_told

        return find_told(self.workspace.plan, self.findings, *self.workspace.beside.told)

    @_ours
    def explain(self, path: str) -> "Step":
        """Where a figure (``par.8.score``) comes from: its cell, its formula, its operands. Raises
        KeyError where there is none.
        """
        from parplan.engine.explain import Explainer, is_field

        same = self.workspace
        ident, _, field = given.a(str, path, "a figure is text, such as 'par.8.score'").rpartition(
            "."
        )
        found = (
            Explainer(same.plan, same.on, same.document).figure(ident, field)
            if ident in self and is_field(field)
            else None
        )
        if found is None:
            row = path if path in self else ident
            some = f"{path} is no figure, such as {row}.score"
            raise KeyError(some if row in self else given.unknown(ident or path, self))
        return found

    @_ours
    def project(
        self,
        changes: Mapping[str, Figure] | None = None,
        *,
        share: str | None = None,
        base: Base = "plan",
        clamp: bool = False,
    ) -> "Rows[Projected]":
        """Where the plan lands if ….

        `changes` go by id or wildcard, in order: ``"9.00"`` or ``Decimal("9.00")`` is a projected
        score, ``"+0.4"`` points on top, ``"50%"`` a share of the planned increase. `share` is that
        of the whole plan; `base` where it starts; with `clamp`, what would pass a limit is held
        there. Raises KeyError for ids that there are not, Refused, with every reason, for what
        passes a limit, and ValueError for text below 0 where a score may be that as well:
        ``Decimal("-0.5")`` is the score.
        """
        return Rows(self._projection(changes, share, base, clamp=clamp).indices)

    def _projection(
        self,
        changes: Mapping[str, Figure] | None,
        share: str | None,
        base: Base,
        *,
        clamp: bool = False,
    ) -> "Projection":
        from parplan.engine import project as engine
        from parplan.rules.scenarios import refusal_words

        given.one_of("base", base, Base)
        given.flag("clamp", value=clamp)
        asked = [] if share is None else [Change("share", None, given.share(share))]
        asked += [
            given.change(ident, value, self.workspace.plan.by_id)
            for ident, value in given.by_id("changes", changes).items()
        ]
        found = engine.project(self._baseline, base, asked, clamp=clamp)
        if isinstance(found, engine.Refused):
            unknown = next((it.ident for it in found.refusals if it.code == "S108"), None)
            if unknown is not None:
                raise KeyError(given.unknown(unknown, self))
            raise Refused(*(refusal_words(it.code, it.values)[0] for it in found.refusals))
        return found

    @cached_property
    def _baseline(self) -> "Baseline":
        from parplan.engine.baseline import Baseline

        return Baseline(self.workspace.plan, self.workspace.on)

    @_ours
    def reach(
        self,
        ident: str,
        at_least: Figure | None = None,
        *,
        by: "By" = "even",
        lock: Iterable[str] = (),
        only: Iterable[str] = (),
        max_share: str | None = None,
        step: Figure | None = None,
        costs: Mapping[str, Figure] | None = None,
        base: Base = "current",
        odds: str | Decimal | None = None,
    ) -> "Reach":
        """What every row has to bring so that one reaches `at_least` points, or where less is
        better as few (default: its target); see `feasible`. Raises Refused, also where rows are
        named that have no part in it, and ValueError for what cannot be asked: a step that is not
        above 0, a cost below it, more than all of the headroom, the cheapest way without costs.

        With `odds` (``"0.8"``, ``"80%"``), that it reaches them with such a chance as scores move:
        `margin` says what is to be planned for that. Needs the extra `simulate`; raises CannotRead
        and InvalidPlan for what lies beside the plan.
        """
        from parplan.engine import reach as engine
        from parplan.reports.reach import misplaced

        given.one_of("by", by, engine.By)
        target = self[given.a(str, ident, given.ID)].enough
        size = None if step is None else given.points(step)
        if size is not None and size <= 0:
            raise ValueError(f"step has to be above 0, and {step} is not")
        prices = {
            each: given.points(cost)
            for typed, cost in given.by_id("costs", costs).items()
            for each in self._ids([typed])
        }
        if below := [each for each, cost in prices.items() if cost < 0]:
            raise ValueError(f"a cost is 0 or more, and that of {below[0]} is below")
        if by == "cheapest" and not prices:
            raise ValueError("the cheapest way needs costs")
        locked, alone = (
            {text: self._ids([text]) for text in given.several(name, typed)}
            for name, typed in (("lock", lock), ("only", only))
        )
        if wrong := tuple(misplaced(self._baseline, ident, alone, locked, prices)):
            raise Refused(*wrong)
        goal = target if at_least is None else given.points(at_least)
        if goal is None:
            raise ValueError(f"{ident} has no target: give at_least")
        share = None if max_share is None else given.part("max_share", max_share)
        locks, free = (frozenset().union(*each.values()) for each in (locked, alone))
        wish = engine.Wish(ident, goal, by, locks, free, share, size, prices)
        start = self._projection(None, None, base)
        outlook = None if odds is None else self._outlook(given.odds(odds), ident, start)
        found = engine.reach(self._baseline, wish, start, outlook)
        if isinstance(found, engine.Unknown):
            raise ValueError(f"{ident} has no score to start from")
        return found

    def _outlook(self, odds: Decimal, ident: str, start: "Projection") -> "Outlook":
        from parplan.engine.margin import outlook

        found = outlook(odds, ident, self._baseline, start, self._movements())
        if found is None:
            raise ValueError(f"it is not known how {ident} moves: rows have no score or no maximum")
        return found[0]

    def _movements(self) -> "Mapping[str, Movement]":
        from parplan.engine.movement import movements

        return movements(self._baseline, self.workspace.fields)

    def _ids(self, typed: Iterable[str]) -> frozenset[str]:
        try:
            return frozenset(
                ident for text in typed for ident in matching(given.a(str, text, given.IDS), self)
            )
        except UnknownId as error:
            raise KeyError(given.unknown(error.typed, self)) from error

    @_ours
    def simulate(
        self,
        changes: Mapping[str, Figure] | None = None,
        *,
        share: str | None = None,
        base: Base = "plan",
        n: int = SCENARIOS,
        seed: int = SEED,
        correlation: Figure | None = None,
    ) -> "Rows[Chance]":
        """How likely every target is met, in two views: `outside`, as scores move by themselves,
        and `inside`, if the plan is carried out; each with `probability` (a share of 1), `mean`,
        `p5`, `p50`, `p95` (points). `probability` alone is that of the inside view. Needs the extra
        `simulate`.

        The same seed gives the same answer. Raises ValueError for fewer draws than one, a seed
        below 0 and a correlation that is not from 0 to below 1, KeyError and Refused as `project`
        does, CannotRead and InvalidPlan for what lies beside the plan.
        """
        from parplan.engine.simulate import simulate

        together = None if correlation is None else given.points(correlation)
        n = given.whole("n", n, "the number of random draws", 1, MOST_SCENARIOS)
        seed = given.whole("seed", seed, "a whole number", 0, MOST_SEED)
        if together is not None and not 0 <= together < 1:
            raise ValueError(f"correlation is from 0 to below 1, not {together}")
        projection = self._projection(changes, share, base, clamp=True)
        odds = simulate(
            self._baseline,
            projection,
            (),
            self._movements(),
            n=n,
            seed=seed,
            correlation=None if together is None else float(together),
        )
        return Rows(each.chance for each in odds)

    @property
    @_ours
    def work(self) -> "Work":
        """Who does what, as tasks.yaml has it. Raises CannotRead without that file, InvalidPlan."""
        return self.workspace.work

    @property
    @_ours
    def outcomes(self) -> "Outcomes":
        """What has been observed, as results.yaml has it. Raises CannotRead without that file,
        InvalidPlan.
        """
        return self.workspace.outcomes

    @_ours
    def progress(self, as_of: date | str, *, layer: Layer | None = None) -> "Rows[Progress]":
        """How far the way to the targets is gone on a day (``"2024-05-01"``), by results of all
        layers or of one. Raises ValueError for text that is no day, CannotRead and InvalidPlan as
        `outcomes` does.
        """
        from parplan.engine.progress import progress

        return Rows(progress(self._baseline, self.outcomes, given.day(as_of), given.layers(layer)))

    @_ours
    def review(self, year: int | None = None, *, layer: Layer | None = None) -> "Rows[Outcome]":
        """Targets against the final results of a year (default: the target year; of several, the
        latest that is published): `verdict`, `difference`, `change` (points). Raises ValueError
        for a year that is not after the scores', CannotRead and InvalidPlan as `outcomes` does.
        """
        from parplan.engine.review import reviewed

        year = given.year(year)
        held = self._held_against(year)
        about = held.workspace.plan.about
        of, base = about.target_year if year is None else year, about.year
        if of <= base:
            raise ValueError(f"{of} is not after the base year, {base}")
        seen, groups = self.outcomes.finals(of, given.layers(layer)), self.workspace.groups_of(of)
        return Rows(reviewed(held._baseline, seen, groups=groups))

    def _held_against(self, year: int | None) -> "Plan":
        """The plan with the targets that a year's outcome is held against, where `load` chose
        none of several years.
        """
        same = self.workspace
        if same.when != "next" or len(same.alone.target_years) == 1:
            return self
        return Plan(Workspace(same.folder, same.basis, all_taken, HeldAgainst(year)))

    @_ours
    def layers(self, year: int | None = None) -> "Rows[Layered]":
        """The results of a year (default: the target year) as self-assessed, appraised, surveyed
        and published: `looks` by layer, each with its score and its difference. Any year will do:
        of one without results they are empty. Raises CannotRead and InvalidPlan as `outcomes` does.
        """
        from parplan.engine.layers import layered

        year = given.year(year)
        of = self.workspace.plan.about.target_year if year is None else year
        return Rows(layered(self._baseline, self.outcomes, of))

    @_ours
    def report(
        self,
        file: str | Path,
        *,
        about: "About | None" = None,
        unit: str | None = None,
        as_of: date | str | None = None,
        lang: Lang = "vi",
    ) -> None:
        """Write what is sent: a report in Word (``a.docx``: about the ``plan``, its ``progress`` as
        known on a day (default: today), its outcome, ``review``, or one ``unit``), a workbook
        that computes (``a.xlsx``) or a page (``a.html``).

        The first two need the extra `office`. Raises ValueError for another ending and for what
        does not go together or would take the place of a plan's data, KeyError for an unknown
        unit, CannotRead where it takes a file that is not there, OSError where it cannot be
        written; what stood there then still stands.
        """
        from parplan.cli.files import putting
        from parplan.cli.report import ENDINGS, made
        from parplan.cli.report_asked import About, Wish

        file = given.path("a file", file)
        day = None if as_of is None else given.day(as_of)
        form = ENDINGS.get(file.suffix.lower())
        wanted = about if about is not None else "plan" if unit is None else "unit"
        given.one_of("about", wanted, About)
        given.one_of("lang", lang, Lang)
        if form is None:
            raise ValueError(f"a report ends in {', '.join(ENDINGS)}, not {str(file)!r}")
        if (wanted == "unit") != (unit is not None):
            raise ValueError("a report about a unit takes the unit, and no other does")
        if day is not None and wanted != "progress":
            raise ValueError("as_of is for a report about the progress")
        if form != "docx" and (about, unit) != (None, None):
            raise ValueError("about and unit are for a report in Word")
        if keeps(file):
            raise ValueError(f"{str(file)!r} is data of a plan, or was read: choose another name")
        of = self
        if wanted == "review":
            of = self._held_against(None)
        elif wanted == "progress":  # the target year that is next on that day
            same, known = self.workspace, day or date.today()
            of = Plan(Workspace(same.folder, same.basis, all_taken, same.when, known))
        named = None if unit is None else self._unit(unit)
        data = made(form, of.workspace, Wish(wanted, named, day, []), lang)
        try:
            with putting(file) as out:
                out.write(data)
        except OSError as error:
            error.filename = str(file)  # and not the one beside it that was to take its place
            raise

    def _unit(self, typed: str) -> str:
        try:
            return self.work.unit(given.a(str, typed, "a unit is text, its id or name")).id
        except UnknownId as error:
            raise KeyError(given.unknown(error.typed, self.work.units)) from error

    @_ours
    def compare(self, other: "Plan") -> "tuple[Comparison, ...]":
        """What differs between this plan and another one that `load` gave, index by index."""
        from parplan.engine.compare import compared, side_of

        given.a(Plan, other, "a plan is compared with another one, as `load` gives it")
        one, two = (side_of(plan.name, plan.workspace.plan) for plan in (self, other))
        return tuple(compared(one, two))


@_ours
def load(
    folder: str | Path | None = None,
    *,
    basis: Basis = "printed",
    target_year: int | None = None,
    follow_links: bool = False,
) -> Plan:
    """Open a plan's folder; without one, the example that comes with the package. A plan of several
    target years is on its way to one of them, else to the next that is not yet published. With
    `follow_links` its files may be links that lead out of it.

    Raises CannotRead for a folder or file that is missing or not readable, and for a year without
    targets, InvalidPlan for a plan that cannot be read whole. Contradictions do not keep a plan
    from being read: they stand among its `findings`.
    """
    given.one_of("basis", basis, Basis)
    follow_links = given.flag("follow_links", value=follow_links)
    at = Folder(embedded()) if folder is None else _folder(folder, follow_links=follow_links)
    year = given.year(target_year)
    return Plan(Workspace(at, basis, all_taken, "next" if year is None else year))


@_ours
def check(folder: str | Path, *, follow_links: bool = False) -> tuple[Finding, ...]:
    """Everything that is found in a plan's files and in what lies beside them, the same as by
    `parplan validate`. Never raises for what they hold; raises CannotRead.
    """
    from parplan.cli.checking import found_in

    found = found_in(_folder(folder, follow_links=follow_links), today=date.today())
    if found.unread:
        raise CannotRead(*found.unread)
    return found.findings


def _folder(folder: str | Path, *, follow_links: bool) -> Folder:
    at = given.path("a folder", folder)
    follow_links = given.flag("follow_links", value=follow_links)
    return Folder(at, str(folder), follow_links, "follow_links=True")
