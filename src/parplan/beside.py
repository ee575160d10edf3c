"""A file that lies beside a plan (tasks, results, peers) while it is checked: its record, and what is found, each thing with its place."""

from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

from parplan import shapes
from parplan.check import finding_at, shape_finding
from parplan.findings import Finding
from parplan.ids import UnknownId, matching
from parplan.labels import Message, Text
from parplan.model import FileKind, Loc, Record
from parplan.rules.shape import unknown
from parplan.source import Source

RecordT = TypeVar("RecordT", bound=Record)


class Beside(Generic[RecordT]):
    """One file: `record` is None where it does not have its shape. What is found is told as it is found."""

    def __init__(self, kind: FileKind, source: Source, plan: str, model: type[RecordT]) -> None:
        read = shapes.validate(kind, source, model)
        self.source = source
        self.plan = plan
        self.found = [shape_finding(source, plan, flaw) for flaw in read.flaws]
        self.record: RecordT | None = None if self.found or not isinstance(read.record, model) else read.record

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found, sorted by place."""
        return tuple(sorted(self.found, key=lambda finding: finding.place))

    @property
    def broken(self) -> bool:
        """Whether an error was found."""
        return any(finding.severity == "error" for finding in self.found)

    def tell(
        self, code: str, loc: Loc, values: Mapping[str, object], *, key: bool = False, path: str | None = None, todo: Text | None = None
    ) -> None:
        """Something found at a place of the file, in the words of its rule; `todo` says what to do where the rule does not know."""
        named = self._path(loc) if path is None else path
        finding = finding_at(code, self.source, self.source.span(loc, key=key), self.plan, named, values)
        self.found.append(finding if todo is None else finding._replace(help=Message(todo, values)))

    def names(self, loc: Loc, what: Text, name: str, known: Iterable[str], *, key: bool = False, todo: Text | None = None) -> bool:
        """Whether a name names something; told where it does not, with what it may have meant, or else with `todo`."""
        listed = list(known)
        if name in listed:
            return True
        problem = unknown("", "", what, name, listed)
        self.tell("S108", loc, problem.values, key=key, todo=problem.help or todo)
        return False

    def ids(self, loc: Loc, what: Text, typed: str, known: Iterable[str]) -> list[str]:
        """The ids that a name or wildcard names; none, and told, where there are none."""
        listed = list(known)
        try:
            return matching(typed, listed)
        except UnknownId:
            self.names(loc, what, typed, listed)
            return []

    def no_twice(self, at: str, names: Iterable[str]) -> None:
        """Tell of every id in a list of records that stands there twice."""
        first: dict[str, int] = {}
        for n, name in enumerate(names):
            if name in first:
                line = self.source.span((at, first[name], "id")).line
                self.tell("S107", (at, n, "id"), {"id": name, "line": line})
            first.setdefault(name, n)

    def _path(self, loc: Loc) -> str:
        """How a place is named: records by their id where they have one."""
        named = self.source.value((*loc[:2], "id")) if len(loc) > 1 else None
        return ".".join(str(step) for step in ((named, *loc[2:]) if named else loc))
