"""A file that lies beside a plan while it is checked: its record, and everything that its rules
find, each thing with its place.
"""

from typing import Generic, Literal, TypeVar

from parplan.checks import shape
from parplan.checks.plan import shape_finding, spot_finding
from parplan.location import Loc
from parplan.model.fields import Record
from parplan.model.findings import Finding, in_order
from parplan.model.plan import Plan
from parplan.rules.rule import Spot, Subject, found
from parplan.yaml_text.source import Source

RecordT = TypeVar("RecordT", bound=Record)


class Companion(Generic[RecordT]):
    """One file: `record` is None where it does not have its shape. `name` is how the user named the
    plan.
    """

    def __init__(
        self,
        kind: Literal["tasks", "results", "peers", "mergers", "scenario", "costs", "report"],
        source: Source,
        plan: Plan,
        name: str,
        model: type[RecordT],
    ) -> None:
        read = shape.validate(kind, source, model)
        self.source, self.plan, self.name = source, plan, name
        self.found = [shape_finding(source, name, flaw) for flaw in read.flaws]
        self.record: RecordT | None = (
            None if self.found or not isinstance(read.record, model) else read.record
        )
        if self.record is not None:
            self.run("file", self.record)
            if self.broken:  # of another plan: what it holds is nothing to this one
                self.record = None
        if self.record is not None:
            self.run(kind, self.record)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found, sorted by place."""
        return in_order(self.found)

    @property
    def broken(self) -> bool:
        """Whether an error was found."""
        return any(finding.severity == "error" for finding in self.found)

    def run(self, on: Subject, subject: object, at: Loc = ()) -> None:
        """Take up what the rules on a kind of subject say of one, which stands at a place of the
        file.
        """
        for code, spot in found(on, subject, self.plan):
            self.found.append(self.finding(code, spot._replace(loc=(*at, *spot.loc))))

    def finding(self, code: str, spot: Spot) -> Finding:
        """What a rule says of a place of the file; records are named by their id where they have
        one.
        """
        ident, loc = (
            self.source.value((*spot.loc[:2], "id")) if len(spot.loc) > 1 else None,
            spot.loc,
        )
        path = (
            ".".join(map(str, (ident, *loc[2:]) if ident else loc))
            if spot.ident is None
            else spot.ident
        )
        return spot_finding(code, self.source, self.name, path, spot)
