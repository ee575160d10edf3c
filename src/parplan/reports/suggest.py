"""`errata suggest`: groups of broken equations with what would repair them, as tables, as a payload, and as help lines of findings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from shlex import quote
from typing import Any, NamedTuple

from parplan.engine.repair.edits import Edit
from parplan.engine.repair.find import MOST, Change, Group, Repair
from parplan.model.findings import Finding
from parplan.points import Lang, exact
from parplan.render.table import Column, Line, Mark, Table
from parplan.text import Message, Text, Word

SLIPS: dict[str, Text] = {
    "replaced": Text("sai một chữ số", "one digit replaced"),
    "dropped": Text("sót một chữ số", "a digit dropped"),
    "doubled": Text("gõ lặp một chữ số", "a digit doubled"),
    "swapped": Text("đảo hai chữ số liền nhau", "two digits swapped"),
    "point": Text("lệch dấu thập phân", "the decimal point moved"),
    "sign": Text("sai dấu âm, dương", "a sign lost or gained"),
    "exchanged": Text("đổi chỗ hai ô", "two cells exchanged"),
    "copied": Text("chép nhầm ô phía trên", "the cell above copied"),
    "other": Text("chưa rõ dạng sai", "no known kind of typing error"),
}

VERDICTS: dict[str, Text] = {
    "strong": Text("rất có cơ sở", "strong"),
    "likely": Text("nhiều khả năng", "likely"),
    "undecided": Text("chưa đủ căn cứ", "undecided"),
    "weak": Text("ít khả năng", "weak"),
}

TITLE = Text("{number}. {broken}", "{number}. {broken}")
TITLE_OF = Text("{number}. {plan}: {broken}", "{number}. {plan}: {broken}")
BROKEN = Text("{code} {path}", "{code} {path}")
MESSAGE = Text("{path}: {message}", "{path}: {message}")
STATUS = Text("{path}: {known}", "{path}: {known}")
FOLLOWS = Text("các mâu thuẫn kéo theo, sẽ tự hết: {broken}", "also settled by it: {broken}")
CALLED_FOR = Text("{witnesses} đều ủng hộ số này", "{witnesses} support this value")
CALLED_FOR_BY_ONE = Text("{witnesses} ủng hộ số này", "{witnesses} supports this value")
NO_OTHER = Text("sửa bất kỳ số nào khác đều không khắc phục được hết", "no other figure would settle all of this")
NO_OTHER_SET = Text("không nhóm số nào khác khắc phục được hết", "no other set of figures would settle all of this")
ALSO = Text("cũng có thể là {rivals}", "{rivals} would do as well")
ALSO_MORE = Text("cũng có thể là {rivals}, và {more} phương án khác", "{rivals} would do as well, and {more} more")
BETTER = Text("nhiều khả năng hơn là {best}", "{best} is likelier")
TOGETHER = Text("cần sửa {count} số cùng lúc", "{count} figures have to change together")
REPAIRED = Text("khắc phục được {count} mâu thuẫn, không phát sinh mâu thuẫn mới", "settles {count}, breaks none")
WHY_OF = Text("{number}. {verdict}: {reasons}", "{number}. {verdict}: {reasons}")
STAYS = Text(
    "{path}: giữ nguyên {printed}, vì nếu sửa thành {value} sẽ mâu thuẫn với {by}",
    "{path} stays {printed}: {value} would contradict {by}",
)
MORE_STAY = Text("cùng {more} số khác cũng giữ nguyên như vậy", "held in place likewise: {more} more")
COMMAND = Text("ghi vào danh mục đính chính: {command}", "to enter it: {command}")
NONE = Text("sửa cùng lúc tối đa {most} số vẫn không khắc phục được", "no change of up to {most} figures settles this")
STOPPED = Text("chưa tìm hết: quá nhiều tổ hợp", "not everything was tried: there are too many combinations")
NOTHING = Text("không có mâu thuẫn nào cần sửa", "no contradiction to repair")
CARRIED = Text("phải sửa theo", "changes with it")
IN_HELP = Text("{path}: {old} → {new}", "{old} → {new} in {path}")
HELP = Text("{verdict}: {changes} ({why}); xem “parplan errata suggest”", "{verdict}: {changes} ({why}); see `parplan errata suggest`")
HELP_EITHER = Text("chưa phân định được: {changes}; xem “parplan errata suggest”", "undecided: {changes}; see `parplan errata suggest`")
HELP_AMONG = Text(
    "chưa phân định được: {changes}, và {more} phương án khác; xem “parplan errata suggest”",
    "undecided: {changes}, and {more} more; see `parplan errata suggest`",
)
OR = Text(" hoặc ", " or ")
AND = Text(" và ", " and ")

COLUMNS = (
    Column("plan", Text("Kế hoạch", "Plan"), "id", human=False),
    Column("group", Text("Nhóm", "Group"), "id", human=False),
    Column("broken", Text("Mâu thuẫn", "Contradictions"), "text", human=False),
    Column("way", Text("Phương án", "Way"), "id"),
    Column("verdict", Text("Đánh giá", "Verdict"), "id"),
    Column("path", Text("Số liệu", "Figure"), "id"),
    Column("from", Text("Văn bản ghi", "Printed"), "points"),
    Column("to", Text("Đề xuất", "Meant"), "points"),
    Column("low", Text("Từ", "From"), "points"),
    Column("high", Text("Đến", "To"), "points"),
    Column("slip", Text("Dạng sai", "Typing error"), "id"),
    Column("repairs", Text("Hết mâu thuẫn", "Settles"), "rank", wide=True),
    Column("breaks", Text("Mâu thuẫn mới", "Breaks"), "rank", wide=True),
    Column("witnesses", Text("Làm chứng", "Witnesses"), "text", human=False),
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
    return Table(Message(NOTHING), COLUMNS, ())


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
    return Table(Message(TITLE_OF if several else TITLE, values), COLUMNS, lines, tuple(_feet(one, group)))


def _cells(way: int, repair: Repair, change: Change) -> tuple[object, ...]:
    slip = Word("carried", CARRIED) if change.slip is None else Word(change.slip, SLIPS[change.slip])
    figures = (change.path, change.old, change.new, change.low, change.high)
    counts = (repair.repairs, repair.breaks, " ".join(repair.witnesses))
    return (way, Word(repair.verdict, VERDICTS[repair.verdict]), *figures, slip, *counts)


def _plainly(group: Group) -> str:
    return " ".join(f"{edit.code}:{edit.total.path}" for edit in (*group.broken, *group.follows))


def _names(edits: Iterable[Edit]) -> tuple[Message, ...]:
    return tuple(Message(BROKEN, {"code": edit.code, "path": edit.total.path}) for edit in edits)


def _feet(one: Suggested, group: Group) -> Iterator[Message]:
    for edit in group.broken:
        finding = one.findings[edit.code, edit.total.path]
        yield Message(MESSAGE, {"path": finding.path, "message": finding.message})
    if group.follows:
        yield Message(FOLLOWS, {"broken": _names(group.follows)})
    for way, repair in enumerate(group.repairs, 1):
        yield Message(WHY_OF, {"number": way, "verdict": VERDICTS[repair.verdict], "reasons": why(repair, group)})
    open_still = any(one.findings[edit.code, edit.total.path].status == "open" for edit in group.broken)
    if open_still and group.repairs and group.repairs[0].verdict in ("strong", "likely"):
        yield Message(COMMAND, {"command": _command(one.plan, group.repairs[0])})
    if not group.repairs and group.complete:
        yield Message(NONE, {"most": MOST})
    if not group.complete:
        yield Message(STOPPED)
    for held in group.held[:_MOST_HELD]:
        values = {"path": held.path, "printed": held.printed, "value": held.value, "by": _joined(held.by, AND)}
        yield Message(STAYS, values)
    if len(group.held) > _MOST_HELD:
        yield Message(MORE_STAY, {"more": len(group.held) - _MOST_HELD})
    for edit in group.broken:
        known = one.findings[edit.code, edit.total.path].known
        if known is not None:
            yield Message(STATUS, {"path": edit.total.path, "known": known})


def _command(plan: str, repair: Repair) -> str:
    """The call that enters a repair as the decision."""
    typed = repair.as_typed if len(repair.changes) > 1 else f"correct={exact(repair.changes[0].new)}"
    return f"parplan errata accept {repair.changes[0].path} --plan {quote(plan)} --decision {typed} --because …"


def why(repair: Repair, group: Group) -> Message:
    """The reason for a verdict, in words."""
    reasons: list[Message | Text] = []
    if len(repair.changes) > 1 and "exchanged" not in repair.slips:
        reasons.append(Message(TOGETHER, {"count": len(repair.changes)}))
    reasons += [SLIPS[kind] for kind in repair.slips]
    reasons.append(Message(REPAIRED, {"count": repair.repairs}))
    if repair.witnesses:
        words = CALLED_FOR if len(repair.witnesses) > 1 else CALLED_FOR_BY_ONE
        reasons.append(Message(words, {"witnesses": _joined(repair.witnesses, AND)}))
    return _list([*reasons, *_against(repair, group)])


def _against(repair: Repair, group: Group) -> Iterator[Message | Text]:
    if repair.verdict == "weak" and group.repairs[0] is not repair:
        yield Message(BETTER, {"best": _changes(group.repairs[0])})
    elif repair.rivals:
        rivals = [_changes(group.repairs[at]) for at in repair.rivals]
        more = len(rivals) - _MOST_RIVALS
        said = _joined(rivals[:_MOST_RIVALS], OR)
        yield Message(ALSO_MORE if more > 0 else ALSO, {"rivals": said, "more": more})
    elif len(group.repairs) == 1:
        yield NO_OTHER if len(repair.changes) == 1 else NO_OTHER_SET


def _changes(repair: Repair) -> Message:
    said = [Message(IN_HELP, {"path": change.path, "old": change.old, "new": change.new}) for change in repair.changes]
    return _joined(said, AND)


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
        return Message(HELP, {"verdict": VERDICTS[first.verdict], "changes": _changes(first), "why": reasons})
    ways = [_changes(repair) for repair in group.repairs if repair.verdict == "undecided"] or [_changes(first)]
    more = len(group.repairs) - min(len(ways), _MOST_WAYS)
    values: dict[str, object] = {"changes": _joined(ways[:_MOST_WAYS], OR), "more": more}
    return Message(HELP_AMONG if more else HELP_EITHER, values)
