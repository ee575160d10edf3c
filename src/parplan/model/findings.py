"""What was found: errors as values, each with a place, a code, a sentence and a next step."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Generic, Literal, NamedTuple, TypeVar, get_args

from parplan.location import Span
from parplan.model.cells import Cell
from parplan.model.fields import TARGET_FIELDS, dated_of
from parplan.points import Lang
from parplan.text import Message, Text, brief, plain_lines

Site = tuple[str, str]  # a rule's code, and the figure it stands at
Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
Status = Literal["open", "known"]
SEVERITY_WORDS: dict[Severity, Text] = {
    "error": Text("lỗi", "error"),
    "warning": Text("cảnh báo", "warning"),
    "note": Text("lưu ý", "note"),
}
KNOWN_WORD = Text("đã ghi nhận", "known")
OPEN_WORD = Text("chưa ghi nhận", "open")


class Operand(NamedTuple):
    """Another figure of the same contradiction: its path, value (points or percent), and where it
    stands.
    """

    path: str
    value: Decimal
    file: str
    span: Span
    line_text: str
    cell: Cell | None


class Finding(NamedTuple):
    """One thing that is wrong or worth a remark. `path` is id and field, empty for a whole file;
    `file` is as the user named it.
    """

    code: str
    severity: Severity
    message: Message
    plan: str
    path: str
    file: str
    span: Span
    line_text: str
    source: Cell | None = None
    operands: tuple[Operand, ...] = ()
    delta: Decimal | None = None
    slack: Decimal | None = None
    help: Message | None = None
    erratum: str | None = None  # the figure whose erratum knows of it
    known: Message | None = None  # what that entry says

    @property
    def status(self) -> Status:
        """Known to the errata, or open."""
        return "open" if self.erratum is None else "known"

    def line(self, lang: Lang) -> str:
        """The finding on one line, which editors and grep understand."""
        known = f" ({KNOWN_WORD.say(lang)})" if self.status == "known" else ""
        subject = f"{self.path}: " if self.path else ""
        told = (
            f"{SEVERITY_WORDS[self.severity].say(lang)}[{self.code}]{known} "
            f"{subject}{self.message.say(lang)}"
        )
        return plain_lines(f"{self.file}:{self.span.line}:{self.span.column}: {told}")

    def __str__(self) -> str:
        return self.line("en")

    def __repr__(self) -> str:
        return brief(self, "code", "severity", "status", "path", "file")

    @property
    def site(self) -> Site:
        """The rule that found it, and the figure it stands at."""
        return self.code, self.path

    @property
    def is_contradiction(self) -> bool:
        """Whether errata may be about it: figures that cannot be true together, or not at all."""
        return self.severity == "error" and self.code[0] in "AR"

    @property
    def place(self) -> tuple[str, int, int, str]:
        """What findings are sorted by."""
        return (self.file, self.span.line, self.span.column, self.code)


Made = TypeVar("Made")


class Read(NamedTuple, Generic[Made]):
    """What a file beside a plan came to, None where it holds an error, and everything that was
    found.
    """

    made: Made | None
    findings: tuple[Finding, ...]


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by file, line and column."""
    return tuple(sorted(findings, key=lambda finding: finding.place))


def at_year(findings: Iterable[Finding], year: int, final: int) -> Iterator[Finding]:
    """Findings as a plan on its way to one of its target years has them: those of what is planned
    for another year are left out, but for increases of earlier ones that do not add up. What says
    no year is planned for the `final` one.
    """
    for finding in findings:
        name = finding.path.rpartition(".")[2]
        field, of = dated_of(name) or (name, final)
        is_earlier = of < year and field == "planned" and finding.code in _BY_YEAR
        if field not in TARGET_FIELDS or of == year or is_earlier:
            yield finding


_BY_YEAR = ("A303", "A307")  # what is of one year alone, and of all that comes on top of it


class Summary(NamedTuple):
    """How many findings are open, by severity, and how many the errata know of."""

    error: int
    warning: int
    note: int
    known: int


def summary(findings: Iterable[Finding]) -> Summary:
    """Count findings: the open ones by severity, the known ones together."""
    counts = {"error": 0, "warning": 0, "note": 0, "known": 0}
    for finding in findings:
        counts[finding.severity if finding.status == "open" else "known"] += 1
    return Summary(**counts)
