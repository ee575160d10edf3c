"""What a rule is: its words and its check on one function, and one registry of them all.

    @rule("T804", "done-without-evidence", "warning", on="task", title=Text(…), why=…, message=…,
    help=…, wrong="…", right="…") def done_without_evidence(task: TaskRecord, _: Plan) ->
    Iterator[Spot]:
        if task.status == "done" and not task.evidence:
            yield Spot(("status",), {"id": task.id})

`on` is what the function is given; it says where something is wrong and what fills the words, and
`check` makes a finding of it. A rule that is noticed while a file is read, or that another rule
hands over to, has words only: `rule(…)` above no function.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal, NamedTuple, TypeVar

from parplan.engine.identities.identity import Found, Identity, Unknown
from parplan.engine.identities.printed import Figure
from parplan.location import Loc
from parplan.model.findings import Severity
from parplan.model.plan import Plan
from parplan.model.tree import Indicator
from parplan.points import ZERO, readable
from parplan.text import Message, Text

# What a rule's function is given. All get the plan behind it; those on an Indicator give a Problem
# or None, all others several.
Subject = (
    Literal["text"]  # nothing: the reader notices these itself
    | Literal["leaf", "row", "total"]  # an Indicator: one without parts, any, one with parts
    | Literal[
        "ids", "names", "plan"
    ]  # the Plan alone: its ids, what it names by id, and its figures
    | Literal["errata"]  # nothing but the Plan, and what its errata settle, know of, and break
    | Literal["file"]  # a file that names its plan, but for the indicators
    | Literal["folder"]  # nothing: a file of a plan's folder that nobody reads
    | Literal["document"]  # nothing: whoever reads a document notices these
    | Literal[
        "cell", "absent"
    ]  # a figure compared with the document's text; what that does not have
    | Literal[
        "tasks", "task", "dated-task", "work"
    ]  # the file of tasks; one of them, or one with today; who does what, where nothing is wrong
    | Literal[
        "results", "result", "claim", "dated"
    ]  # the file of results; one of them; one with the evidence there is for it, or with today
    | Literal["peers", "scenario", "costs", "mergers", "report"]  # each of these files
    | Literal["merging"]  # the file of mergers with what units are called, and who has a table
    | Literal[
        "header", "line", "table", "panel"
    ]  # a Table by its header; a line and its Table; a Table read; one without an error
)


class Problem(NamedTuple):
    """What a rule has to say of a figure of the plan; `check` turns it into a finding with file,
    line and words.
    """

    ident: str
    field: str
    values: Mapping[str, object] = {}
    operands: tuple[Figure, ...] = ()
    delta: Decimal | None = None
    slack: Decimal | None = None
    code: str | None = (
        None  # another rule's code, where that one says it better (rounding, not evaluated)
    )
    help: Text | None = None


class Spot(NamedTuple):
    """What a rule has to say of any other place: `loc` leads there from what the rule was given, in
    a table by line and column.

    `key` means the key itself; `ident` is the row of the plan that it is about; `first` another
    place, whose line the words name.
    """

    loc: Loc
    values: Mapping[str, object] = {}
    ident: str | None = None
    key: bool = False
    first: Loc | None = None
    code: str | None = None
    help: Text | None = None


IndicatorCheck = Callable[[Indicator, Plan], Problem | None]
Check = TypeVar("Check", bound=Callable[..., Problem | Iterable[Problem | Spot] | None])


class Rule(NamedTuple):
    """A rule as a reader meets it. `wrong` and `right` are the rows that break it and fix it (a
    line `# targets` starts the second file, `# errata` the third, `# scenario` a what-if on top of
    them, `# table` a table of peers), or tables alone."""

    code: str
    slug: str
    severity: Severity
    title: Text
    why: Text
    message: Text
    help: Text
    wrong: str
    right: str
    on: Subject

    @property
    def of_tables(self) -> bool:
        """Whether it is about tables of peers: its examples are such tables, not plans."""
        return self.on in ("header", "line", "table", "panel")


REGISTRY: dict[str, Rule] = {}
_CHECKS: dict[Subject, list[tuple[str, Callable[..., Any]]]] = {}


def register(rule: Rule) -> Rule:
    """Put a rule on the one list. Raises ValueError where the code is taken."""
    if rule.code in REGISTRY:
        raise ValueError(f"two rules with the code {rule.code}")
    REGISTRY[rule.code] = rule
    return rule


def rule(
    code: str,
    slug: str,
    severity: Severity = "error",
    *,
    on: Subject,
    title: Text,
    why: Text,
    message: Text,
    help: Text,
    wrong: str,
    right: str,
    given: str = "",
) -> Callable[[Check], Check]:
    """A rule's words, on the function that finds where it is broken; `given` begins both
    examples.
    """
    register(
        Rule(code, slug, severity, title, why, message, help, given + wrong, given + right, on)
    )
    return also(code, on)


def also(code: str, on: Subject) -> Callable[[Check], Check]:
    """A rule that is broken in another kind of place too, on the function that finds where."""

    def put(check: Check) -> Check:
        _CHECKS.setdefault(on, []).append((code, check))
        return check

    return put


def checks(*on: Subject) -> tuple[tuple[str, IndicatorCheck], ...]:
    """The rules on some kinds of indicators, by code."""
    return tuple(each for kind in on for each in _CHECKS[kind])


def found(on: Subject, *given: object) -> Iterator[tuple[str, Any]]:
    """What all rules on a kind of subject have to say, each with the code that says it."""
    for code, check in _CHECKS.get(on, ()):
        for told in check(*given):
            yield told.code or code, told


def problem_of(found: Found) -> Problem | None:
    """An equation's verdict: nothing where it holds to the last digit printed, a rounding remark
    inside the slack, a problem beyond it.
    """
    if found is None:
        return None
    if isinstance(found, Unknown):
        names = tuple(f"{ident}.{field}" for ident, field in found.missing)
        return Problem(
            found.total.ident, found.total.field, {"missing": names}, (found.total,), code="X901"
        )
    return problem_of_identity(found)


def summed(indicator: Indicator, problem: Problem | None) -> Problem | None:
    """A problem of a total, with the words for how its parts make it up."""
    if problem is None:
        return None
    plain = indicator.node.aggregate == "sum" and indicator.node.rebase is None
    return problem._replace(values={**problem.values, "made": ADDED if plain else _GIVE})


ADDED = Text("cộng", "total")
_GIVE = Text("tính từ", "give")


def as_printed(part: Figure) -> object:
    """A figure as it is printed, with the sign of a target that is to be passed."""
    told = part.value if part.percent is None else of_percent(part.percent, part.value)
    return Message(_SIGNED, {"sign": part.sign, "value": told}) if part.sign else told


_SIGNED = Text("{sign}\u00a0{value}", "{sign}\u00a0{value}")


def of_percent(percent: Decimal, points: Decimal) -> Message:
    """A percent of the maximum, with the points that it comes to."""
    return Message(_SHARE, {"percent": percent, "points": points})


_SHARE = Text("{percent}% ({points})", "{percent}% ({points})")


def _total_of(identity: Identity) -> object:
    """The total of an equation as it is printed; of increases of several years, what they come to
    together, with what is printed of each.
    """
    printed, years = (*identity.earlier, identity.total), identity.years
    if len(years) < 2:
        return as_printed(identity.total)
    each = tuple(
        Message(_IN_YEAR, {"value": part.value, "year": str(part.year)}) for part in printed
    )
    values = {"value": sum((part.value for part in printed), ZERO), "each": each}
    span = {"first": str(years[0]), "last": str(years[-1])}
    return Message(_EACH if len(each) > 1 else _ALL, {**values, **span})


_IN_YEAR = Text("năm {year} {value}", "{value} in {year}")
_ALL = Text("{value} giai đoạn {first}–{last}", "{value} for {first}–{last}")
_EACH = Text(f"{_ALL.vi} ({{each}})", f"{_ALL.en} ({{each}})")


def problem_of_identity(identity: Identity) -> Problem | None:
    """As `problem_of`, for an equation whose terms are all known."""
    if not identity.raw_delta or identity.is_rounded:
        return None
    total = identity.total
    values: dict[str, object] = {
        "sum": readable(sum((part.value for part in identity.earlier), identity.value)),
        "total": _total_of(identity),
        "delta": readable(abs(identity.delta)),
        "slack": readable(identity.slack),
    }
    code = "A308" if identity.is_within else None
    operands = tuple(figure for _, figure in identity.terms)
    return Problem(
        total.ident,
        total.field,
        values,
        operands,
        readable(identity.delta),
        readable(identity.slack),
        code,
    )
