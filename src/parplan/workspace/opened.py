"""A plan and all that lies beside it: read, checked and joined, each file when it is first asked
for.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from parplan.checks.encoding import SAVE_ANEW, NotText
from parplan.checks.plan import Checked, check
from parplan.engine.identities.printed import decided, of_now
from parplan.model.aims import Told
from parplan.model.fields import Day
from parplan.model.files import FileKind
from parplan.model.findings import Finding, Made, Read, at_year
from parplan.model.plan import Plan
from parplan.text import Message, Text, plain
from parplan.workspace.beside import Beside
from parplan.workspace.folder import Folder
from parplan.workspace.reading import CannotRead, read_by_others, read_bytes
from parplan.yaml_text.read import read
from parplan.yaml_text.source import Source

if TYPE_CHECKING:
    from parplan.model.letterhead import Letterhead
    from parplan.model.mergers import MergersFile
    from parplan.model.peers import Panel, PeerGroup, Published
    from parplan.model.results import Outcomes
    from parplan.model.tasks import Work

Basis = Literal["printed", "parts", "corrected"]


class HeldAgainst(NamedTuple):
    """The target year whose outcome is looked at: the year asked for, where the plan has targets of
    it, else the latest that is published.
    """

    year: int | None = None


# Which of its target years a plan is to aim at: one, or the next that is not yet published, or one
# whose outcome is looked at.
When = int | Literal["next"] | HeldAgainst
Taken = Callable[[Plan, "Sequence[Panel | Published]"], Told]


class Broken(Exception):
    """A file that cannot be used: what was found in it, and a sentence that says so."""

    def __init__(self, findings: Iterable[Finding], message: Message) -> None:
        super().__init__(message.say("en"))
        self.findings = tuple(findings)
        self.message = message


class Workspace:
    """A plan that could be read whole, with what lies beside it. `plan` and `findings` are on the
    basis asked for; `taken` works out what targets take that only other units can tell; what is
    published is what is known on a `day`.

    Raises CannotRead for files that are missing or not readable, Broken for such that hold errors,
    each when it is first asked for.
    """

    def __init__(
        self,
        folder: Folder,
        basis: Basis = "printed",
        taken: Taken | None = None,
        when: When = "next",
        day: Day = Day.max,
    ) -> None:
        self.folder = folder
        self.basis = basis
        self.taken = taken
        self.when = when
        self.day = day
        self.sources = folder.sources()
        self.printed = check(self.sources)
        if self.printed.plan is None:
            errors = (
                it
                for it in self.printed.findings
                if it.severity == "error" and it.code.startswith("S")
            )
            raise Broken(errors, Message(BROKEN_PLAN))
        corrected = self.printed.corrected
        self.checked = (
            corrected
            if basis == "corrected" and corrected is not None and corrected.plan is not None
            else self.printed
        )
        self.name = self.sources.name
        document = self.printed.plan.about.source
        if document is not None:
            read_by_others(folder.path / Path(document.file).name)

    @cached_property
    def plan(self) -> Plan:
        """The plan on the basis asked for, with what its targets take by the fields of units beside
        it; a field that cannot be used says nothing.
        """
        return self._aimed(self.alone)

    def _aimed(self, plan: Plan) -> Plan:
        """A plan of these files on its way to one target year, with what its targets take."""
        if isinstance(self.when, int) or len(plan.target_years) > 1:
            plan = plan.aiming(self._target_year(plan))
        if self.taken is None or not plan.is_relative:
            return plan
        fields = self.beside.seen(plan.about.target_year)
        return plan.knowing(self.taken(plan, fields))

    @cached_property
    def beside(self) -> Beside:
        """What lies beside the plan of results and other units, with what is found in it."""
        return Beside(self.folder, self.name, self.alone)

    @property
    def alone(self) -> Plan:
        """The plan on the basis asked for, as its own files have it."""
        plan = self.checked.plan
        if plan is None:
            raise Broken(self.checked.findings, Message(BROKEN_PLAN))
        return plan

    def _target_year(self, plan: Plan) -> int:
        """Which of its target years the plan is to aim at."""
        years = plan.target_years
        if isinstance(self.when, int):
            if self.when not in years:
                told = {"year": str(self.when), "years": tuple(map(str, years))}
                raise CannotRead(Message(NO_TARGETS, {"plan": self.title, **told}))
            return self.when
        outcomes = None if self.beside.outcomes is None else usable(self.beside.outcomes)
        known = outcomes.settled(self.day) if outcomes else frozenset()
        if isinstance(self.when, HeldAgainst):
            if self.when.year in years:
                return self.when.year
            return max((year for year in years if year in known), default=years[0])
        return next((year for year in years if year > max(known, default=0)), years[-1])

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found in the plan's own files, on the basis asked for; of what is planned for
        several years, what concerns the year that it is on its way to."""
        found = self.checked.findings
        if len(self.alone.target_years) == 1:
            return found
        return tuple(at_year(found, self.plan.about.target_year, self.plan.final))

    @property
    def title(self) -> str:
        """How people are told which plan it is: the folder, and the id that the plan gives
        itself.
        """
        ident = self.alone.about.id
        return ident if self.name == ident else f"{plain(self.name)} ({ident})"

    @property
    def on(self) -> Literal["printed", "parts"]:
        """The basis as the engine has it: corrected figures stand in the plan itself."""
        return "parts" if self.basis == "parts" else "printed"

    @cached_property
    def better(self) -> Checked:
        """The plan with the corrections its errata decided on, checked, with the same target year
        and fields of units as `plan`; no plan where they decided on none.
        """
        better = self.printed.corrected or Checked(None, ())
        return better if better.plan is None else better._replace(plan=self._aimed(better.plan))

    @cached_property
    def document(self) -> Plan:
        """The plan as it is printed, whatever the basis, with the same target year as `plan`."""
        printed = self.printed.plan
        if printed is None or self.checked is self.printed:
            return self.plan
        return self._aimed(printed)

    @cached_property
    def decided(self) -> Mapping[str, tuple[Decimal, Decimal]]:
        """The figures, printed and corrected, that the errata decided on, by path."""
        plan = self.printed.plan
        return {} if plan is None else decided(plan)

    @property
    def corrected(self) -> Mapping[str, tuple[Decimal, Decimal]]:
        """Those among them that the basis puts, and that the plan shows."""
        if self.checked is self.printed:
            return {}
        return of_now(self.plan, self.decided)

    def needed(self, kind: FileKind) -> Source:
        """The file of a kind (tasks, results) that lies beside the plan. Raises CannotRead where
        there is none.
        """
        found = self.folder.file(kind)
        if found is None:
            raise self._missing(kind)
        return found

    def _missing(self, kind: FileKind) -> CannotRead:
        values = {"plan": self.title, "file": f"{kind}.yaml", "kind": kind}
        words = NO_RESULTS if kind == "results" else NO_FILE_BESIDE
        return CannotRead(self.folder.near(kind) or Message(words, values))

    @cached_property
    def work(self) -> "Work":
        """Who does what."""
        from parplan.checks.tasks import read_tasks

        return usable(read_tasks(self.needed("tasks"), self.plan, self.name))

    @property
    def letterhead(self) -> "Letterhead":
        """What stands around a document that is sent; all of it open where no file says it."""
        from parplan.checks.letterhead import read_letterhead
        from parplan.model.letterhead import Letterhead

        file = self.folder.file("report")
        if file is None:
            return Letterhead.model_validate({})
        return usable(read_letterhead(file, self.plan, self.name))

    @property
    def outcomes(self) -> "Outcomes":
        """What has been observed."""
        if self.beside.outcomes is None:
            raise self._missing("results")
        return usable(self.beside.outcomes)

    @cached_property
    def published(self) -> "list[Published]":
        """What is published of other units, beside the plan."""
        return [usable(read) for read in self.beside.published]

    def groups_of(self, year: int) -> "Mapping[str, tuple[PeerGroup, ...]]":
        """The groups that are published of a year, by row, as far as that can be read."""
        known = (read.made for read in self.beside.published)
        fields = [field for field in known if field is not None and field.record.year == year]
        return {ident: groups for field in fields for ident, groups in field.groups.items()}

    @property
    def mergers(self) -> "MergersFile | None":
        """The units that others became, as is said beside the plan."""
        return None if self.beside.mergers is None else usable(self.beside.mergers)

    @cached_property
    def panels(self) -> "list[Panel]":
        """The tables of other units beside the plan, in the field as the target year sees it that
        the plan is on its way to.
        """
        return [self._panel(read) for read in self.beside.tables]

    @cached_property
    def fields(self) -> "list[Published | Panel]":
        """All that is known of other units, beside the plan."""
        return [*self.published, *self.panels]

    def published_in(self, file: Path) -> "Published":
        """What a file says of other units. Raises CannotRead and Broken."""
        from parplan.checks.peers import read_peers

        return usable(read_peers(read_source(file), self.alone, self.name))

    def panel_in(self, file: Path) -> "tuple[Panel, tuple[Finding, ...]]":
        """A table of other units, and what is worth knowing of it. Raises CannotRead and Broken."""
        read = self.beside.table(read_bytes(file), file.as_posix())
        return self._panel(read), read.findings

    def _panel(self, read: "Read[Panel]") -> "Panel":
        """A table that can be used, as the mergers can that it is read with."""
        if self.beside.mergers is not None:
            usable(self.beside.mergers)
        return usable(read).seen(self.plan.about.target_year)


def broken(findings: Iterable[Finding]) -> Broken:
    """What to raise for a companion file with errors."""
    return Broken(
        [finding for finding in findings if finding.severity == "error"], Message(BROKEN_BESIDE)
    )


def usable(read: Read[Made] | None) -> Made:
    """What a companion file came to. Raises Broken where it holds errors."""
    if read is None or read.made is None:
        raise broken(() if read is None else read.findings)
    return read.made


def read_source(path: Path) -> Source:
    """A file that was named by itself, as located text. Raises CannotRead."""
    return read(path.as_posix(), read_bytes(path))


def not_text(path: Path, error: NotText) -> Message:
    """What to say of a file that cannot be read as text, with the way to save it anew."""
    return Message(NOT_TEXT, {"path": path, "why": error.why, "then": SAVE_ANEW})


NOT_TEXT = Text("không đọc được {path}: {why}; {then}", "{path} cannot be read: {why}; {then}")
NO_TARGETS = Text(
    "{plan}: không có mục tiêu cho năm {year}; có các năm {years}",
    "{plan} has no targets of {year}; it has those of {years}",
)
BROKEN_PLAN = Text(
    "không tính được gì trên kế hoạch có lỗi ở trên; sửa rồi chạy lại, hoặc xem “parplan validate”",
    "nothing can be worked out from a plan with the errors above; fix them, or see `parplan "
    "validate`",
)
NO_FILE_BESIDE = Text(
    "kế hoạch {plan} không có tệp {file}; xem “parplan schema {kind}”",
    "the plan {plan} has no {file}; see `parplan schema {kind}`",
)
NO_RESULTS = Text(
    "kế hoạch {plan} không có tệp {file}; ghi kết quả đầu tiên bằng “parplan record”",
    "the plan {plan} has no {file}; `parplan record` writes the first result",
)
BROKEN_BESIDE = Text(
    "không dùng được tệp có lỗi ở trên; sửa rồi chạy lại",
    "a file with the errors above cannot be used; fix them first",
)
