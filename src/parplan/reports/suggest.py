"""`errata suggest`: groups of broken equations with what would repair them, as tables, as a payload, and as help lines of findings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from shlex import quote
from typing import Any, NamedTuple

from parplan.engine.repair.edits import Edit
from parplan.engine.repair.find import MOST, Change, Group, Repair
from parplan.labels import SLIPS, VERDICTS, Repairs
from parplan.model.findings import Finding
from parplan.points import Lang, exact
from parplan.render.table import Column, Line, Mark, Table
from parplan.text import Message, Text, Word

COLUMNS = (
    Column("plan", Repairs.PLAN, "id", human=False),
    Column("group", Repairs.GROUP, "id", human=False),
    Column("broken", Repairs.BROKEN_TITLE, "text", human=False),
    Column("way", Repairs.NUMBER, "id"),
    Column("verdict", Repairs.VERDICT, "id"),
    Column("path", Repairs.FIGURE, "id"),
    Column("from", Repairs.PRINTED, "points"),
    Column("to", Repairs.MEANT, "points"),
    Column("low", Repairs.LOW, "points"),
    Column("high", Repairs.HIGH, "points"),
    Column("slip", Repairs.SLIP, "id"),
    Column("repairs", Repairs.REPAIRS, "rank", wide=True),
    Column("breaks", Repairs.BREAKS, "rank", wide=True),
    Column("witnesses", Repairs.WITNESSES, "text", human=False),
)
_MOST_HELD = 3
_MOST_RIVALS = 2
_MOST_WAYS = 3  # in one line


class Suggested(NamedTuple):
    """A plan's groups, with the findings they are made of by code and path, and how many decimals its figures are printed with."""

    plan: str
    groups: tuple[Group, ...]
    findings: Mapping[tuple[str, str], Finding]
    decimals: Mapping[str, int]  # by id


def tables(suggested: Sequence[Suggested], *, several: bool) -> list[Table]:
    """A table a group, numbered through; with the plan in its title where there are several."""
    every = [(one, group) for one in suggested for group in one.groups]
    return [_table(one, group, number, several=several) for number, (one, group) in enumerate(every, 1)]


def nothing() -> Table:
    """The columns alone, for a table without a line."""
    return Table(Message(Repairs.NOTHING), COLUMNS, ())


def _table(one: Suggested, group: Group, number: int, *, several: bool) -> Table:
    values: dict[str, object] = {"number": number, "plan": one.plan, "broken": _names(group.broken)}
    lines = tuple(
        Line(
            tuple(Mark(value) for value in (one.plan, number, _plainly(group), *_cells(way, repair, change))),
            decimals=one.decimals[change.path.rpartition(".")[0]],
        )
        for way, repair in enumerate(group.repairs, 1)
        for change in repair.changes
    )
    return Table(Message(Repairs.TITLE_OF if several else Repairs.TITLE, values), COLUMNS, lines, tuple(_feet(one, group)))


def _cells(way: int, repair: Repair, change: Change) -> tuple[object, ...]:
    slip = Word("carried", Repairs.CARRIED) if change.slip is None else Word(change.slip, SLIPS[change.slip])
    figures = (change.path, change.old, change.new, change.low, change.high)
    counts = (repair.repairs, repair.breaks, " ".join(repair.witnesses))
    return (way, Word(repair.verdict, VERDICTS[repair.verdict]), *figures, slip, *counts)


def _plainly(group: Group) -> str:
    return " ".join(f"{edit.code}:{edit.total.path}" for edit in (*group.broken, *group.follows))


def _names(edits: Iterable[Edit]) -> tuple[Message, ...]:
    return tuple(Message(Repairs.BROKEN, {"code": edit.code, "path": edit.total.path}) for edit in edits)


def _feet(one: Suggested, group: Group) -> Iterator[Message]:
    for edit in group.broken:
        finding = one.findings[edit.code, edit.total.path]
        yield Message(Repairs.MESSAGE, {"path": finding.path, "message": finding.message})
    if group.follows:
        yield Message(Repairs.FOLLOWS, {"broken": _names(group.follows)})
    for way, repair in enumerate(group.repairs, 1):
        yield Message(Repairs.WHY_OF, {"number": way, "verdict": VERDICTS[repair.verdict], "reasons": why(repair, group)})
    open_still = any(one.findings[edit.code, edit.total.path].status == "open" for edit in group.broken)
    if open_still and group.repairs and group.repairs[0].verdict in ("strong", "likely"):
        yield Message(Repairs.COMMAND, {"command": _command(one.plan, group.repairs[0])})
    if not group.repairs and group.complete:
        yield Message(Repairs.NONE, {"most": MOST})
    if not group.complete:
        yield Message(Repairs.STOPPED)
    for held in group.held[:_MOST_HELD]:
        values = {"path": held.path, "printed": held.printed, "value": held.value, "by": _joined(held.by, Repairs.AND)}
        yield Message(Repairs.STAYS, values)
    if len(group.held) > _MOST_HELD:
        yield Message(Repairs.MORE_STAY, {"more": len(group.held) - _MOST_HELD})
    for edit in group.broken:
        known = one.findings[edit.code, edit.total.path].known
        if known is not None:
            yield Message(Repairs.STATUS, {"path": edit.total.path, "known": known})


def _command(plan: str, repair: Repair) -> str:
    """The call that enters a repair as the decision."""
    typed = repair.as_typed if len(repair.changes) > 1 else f"correct={exact(repair.changes[0].new)}"
    return f"parplan errata accept {repair.changes[0].path} --plan {quote(plan)} --decision {typed} --because …"


def why(repair: Repair, group: Group) -> Message:
    """The reason for a verdict, in words."""
    reasons: list[Message | Text] = []
    if len(repair.changes) > 1 and "exchanged" not in repair.slips:
        reasons.append(Message(Repairs.TOGETHER, {"count": len(repair.changes)}))
    reasons += [SLIPS[kind] for kind in repair.slips]
    reasons.append(Message(Repairs.REPAIRED, {"count": repair.repairs}))
    if repair.witnesses:
        words = Repairs.CALLED_FOR if len(repair.witnesses) > 1 else Repairs.CALLED_FOR_BY_ONE
        reasons.append(Message(words, {"witnesses": _joined(repair.witnesses, Repairs.AND)}))
    return _list([*reasons, *_against(repair, group)])


def _against(repair: Repair, group: Group) -> Iterator[Message | Text]:
    if repair.verdict == "weak" and group.repairs[0] is not repair:
        yield Message(Repairs.BETTER, {"best": _changes(group.repairs[0])})
    elif repair.rivals:
        rivals = [_changes(group.repairs[at]) for at in repair.rivals]
        more = len(rivals) - _MOST_RIVALS
        said = _joined(rivals[:_MOST_RIVALS], Repairs.OR)
        yield Message(Repairs.ALSO_MORE if more > 0 else Repairs.ALSO, {"rivals": said, "more": more})
    elif len(group.repairs) == 1:
        yield Repairs.NO_OTHER if len(repair.changes) == 1 else Repairs.NO_OTHER_SET


def _changes(repair: Repair) -> Message:
    said = [Message(Repairs.IN_HELP, {"path": change.path, "old": change.old, "new": change.new}) for change in repair.changes]
    return _joined(said, Repairs.AND)


def _joined(items: Sequence[object], by: Text) -> Message:
    """Items with a word between them."""
    names = {f"i{at}": item for at, item in enumerate(items)}
    braces = [f"{{{name}}}" for name in names]
    return Message(Text(by.vi.join(braces), by.en.join(braces)), names)


def _list(items: Sequence[object]) -> Message:
    return _joined(items, Text("; ", "; "))


def payload(suggested: Sequence[Suggested], lang: Lang) -> list[dict[str, Any]]:
    """The groups of all plans as JSON-ready records, sentences in `lang`."""
    return [_group(one, group, lang) for one in suggested for group in one.groups]


def _group(one: Suggested, group: Group, lang: Lang) -> dict[str, Any]:
    return {
        "plan": one.plan,
        "broken": [_broken(one, edit, follows=edit in group.follows) for edit in (*group.broken, *group.follows)],
        "suggestions": [_suggestion(repair, group, lang) for repair in group.repairs],
        "held": [{"path": held.path, "printed": held.printed, "value": held.value, "by": list(held.by)} for held in group.held],
        "complete": group.complete,
    }


def _broken(one: Suggested, edit: Edit, *, follows: bool) -> dict[str, Any]:
    finding = one.findings[edit.code, edit.total.path]
    return {"code": edit.code, "path": edit.total.path, "status": finding.status, "erratum": finding.erratum, "follows": follows}


def _suggestion(repair: Repair, group: Group, lang: Lang) -> dict[str, Any]:
    return {
        "changes": [
            {"path": change.path, "from": change.old, "to": change.new, "low": change.low, "high": change.high} for change in repair.changes
        ],
        "repairs": repair.repairs,
        "breaks": repair.breaks,
        "slip": ", ".join(repair.slips),
        "witnesses": list(repair.witnesses),
        "verdict": repair.verdict,
        "why": why(repair, group).say(lang),
    }


def helped(findings: Sequence[Finding], groups: Iterable[Group]) -> tuple[Finding, ...]:
    """The findings with what would repair them as their next step; what only follows from others keeps saying so."""
    said = {(edit.code, edit.total.path): message for group in groups if (message := _help(group)) for edit in group.broken}
    return tuple(finding._replace(help=said.get((finding.code, finding.path), finding.help)) for finding in findings)


def _help(group: Group) -> Message | None:
    if not group.repairs:
        return None
    first = group.repairs[0]
    if first.verdict in ("strong", "likely"):
        reasons = _list([SLIPS[kind] for kind in first.slips])
        return Message(Repairs.HELP, {"verdict": VERDICTS[first.verdict], "changes": _changes(first), "why": reasons})
    ways = [_changes(repair) for repair in group.repairs if repair.verdict == "undecided"] or [_changes(first)]
    more = len(group.repairs) - min(len(ways), _MOST_WAYS)
    values: dict[str, object] = {"changes": _joined(ways[:_MOST_WAYS], Repairs.OR), "more": more}
    return Message(Repairs.HELP_AMONG if more else Repairs.HELP_EITHER, values)
