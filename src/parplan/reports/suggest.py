"""`errata suggest`: groups of broken equations with what would repair them, in all forms."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from parplan.engine.repair.edits import Edit
from parplan.engine.repair.find import MOST
from parplan.engine.repair.groups import Group, Repair
from parplan.model.fields import or_null
from parplan.model.findings import Finding, Site
from parplan.points import Lang, exact
from parplan.render.table import Table
from parplan.reports.fields import (
    CODE,
    COUNT,
    FIGURE,
    NAMES,
    TEXT,
    Answer,
    At,
    Field,
    described,
    inner,
    list_of,
    object_of,
    one_of,
    record,
    table,
    whole,
)
from parplan.reports.plans import FAILED, Failed
from parplan.reports.suggest_sentences import AND, SLIPS, VERDICTS, joined, of_cap, why
from parplan.reports.titles import Titles
from parplan.text import Message, Text, Word

_MOST_HELD = 3


class Suggested(NamedTuple):
    """A plan's groups, with the findings they are made of by code and path, and how many decimals
    its figures are printed with. `options` are those of a call that reads it, as typed. `untried`
    are the contradictions for which no other value is sought, and which the errata do not know of;
    those among them that these can hold are `decidable`.
    """

    plan: str
    options: str
    groups: tuple[Group, ...]
    findings: Mapping[tuple[str, str], Finding]
    decimals: Mapping[str, int]  # by path
    untried: tuple[Finding, ...]
    decidable: frozenset[Site]

    def of(self, edit: Edit) -> Finding:
        """The finding that says what is broken."""
        return self.findings[edit.code, edit.total.path]


class _Way(NamedTuple):
    """A repair: of which group, the how manieth of which (from 1), and with how many decimals its
    figures are printed."""

    one: Suggested
    group: Group
    repair: Repair
    number: int = 0
    way: int = 0
    decimals: int = 2


# A row is a change, in its way.
_CHANGE = (
    Field("path", "id", Titles.FIGURE),
    Field(
        "from",
        "points",
        Titles.PRINTED,
        lambda at: at.row.old,
        says="as printed",
        schema=FIGURE,
    ),
    Field(
        "to",
        "points",
        Text("Đề xuất", "Meant"),
        lambda at: at.row.new,
        says="what was likely meant",
        schema=FIGURE,
    ),
    Field("low", "points", Text("Từ", "From"), schema=FIGURE),
    Field("high", "points", Text("Đến", "To"), schema=FIGURE),
)
_REPAIRS = Field(
    "repairs",
    "rank",
    Text("Hết mâu thuẫn", "Settles"),
    lambda at: at.index.repair.repairs,
    wide=True,
    schema=COUNT,
    says="equations that hold again",
)
_BREAKS = Field(
    "breaks",
    "rank",
    Text("Mâu thuẫn mới", "Breaks"),
    lambda at: at.index.repair.breaks,
    wide=True,
    schema=COUNT,
    says="equations that hold now and would not",
)


def _verdict(at: At) -> Word:
    return Word(at.index.repair.verdict, VERDICTS[at.index.repair.verdict])


def _slip(at: At) -> Word:
    return (
        Word("carried", _CARRIED) if at.row.slip is None else Word(at.row.slip, SLIPS[at.row.slip])
    )


_LINE = (
    Field("plan", "id", value=lambda at: at.index.one.plan, on="m"),
    Field("group", "id", value=lambda at: at.index.number, on="m"),
    Field(
        "broken",
        "text",
        value=lambda at: " ".join(f"{it.code}:{it.total.path}" for it in _every(at.index.group)),
        on="m",
    ),
    Field("way", "id", Text("Phương án", "Way"), lambda at: at.index.way),
    Field("verdict", "id", Titles.VERDICT, _verdict),
    *_CHANGE,
    Field("slip", "id", Text("Dạng sai", "Typing error"), _slip),
    _REPAIRS,
    _BREAKS,
    Field("witnesses", "text", value=lambda at: " ".join(at.index.repair.witnesses), on="m"),
)
# A row is a repair, in its way.
_SUGGESTION = (
    inner("changes", _CHANGE, lambda at: [At(change) for change in at.row.changes]),
    _REPAIRS,
    _BREAKS,
    Field(
        "slip",
        "id",
        value=lambda at: ", ".join(at.row.slips),
        says=f"kinds of slip: {', '.join(SLIPS)}",
    ),
    Field(
        "witnesses", "text", schema=NAMES, says="figures that call for the new value on their own"
    ),
    Field("verdict", "word", schema=one_of(*VERDICTS)),
    Field("why", "text", value=lambda at: why(at.row, at.index.group)),
)
# A row is what is broken, with its finding behind it.
_BROKEN = (
    Field("code", "id", schema=CODE),
    Field("path", "id", value=lambda at: at.row.total.path),
    Field("status", "word", value=lambda at: at.index.status, schema=one_of("open", "known")),
    Field("erratum", "id", value=lambda at: at.index.erratum, schema=or_null(TEXT)),
    Field("follows", "text", value=lambda at: at.depth > 0, schema={"type": "boolean"}),
)
_HELD = (
    Field("path", "id", says="a figure that is not to blame"),
    Field("printed", "points", schema=FIGURE),
    Field("value", "points", schema=FIGURE, says="what would contradict those in `by`"),
    Field("by", "text", schema=NAMES),
)
_CAPS_KEYS = (
    Field(
        "path",
        "id",
        value=lambda at: at.row.total.path,
        says="a total that a rule or left-out rows explain",
    ),
    Field("limit", "word", schema=one_of("most", "least", "failed", "excerpt")),
)
# A row is a group, of its plan.
_GROUP = (
    Field("plan", "id", value=lambda at: at.index.plan),
    inner(
        "broken",
        _BROKEN,
        lambda at: [
            At(it, at.index.of(it), depth=int(it in at.row.follows)) for it in _every(at.row)
        ],
    ),
    inner(
        "suggestions",
        _SUGGESTION,
        lambda at: [At(repair, _Way(at.index, at.row, repair)) for repair in at.row.repairs],
    ),
    inner("held", _HELD, lambda at: map(At, at.row.held)),
    inner("caps", _CAPS_KEYS, lambda at: map(At, at.row.caps)),
    Field(
        "complete",
        "text",
        schema={"type": "boolean"},
        says="false where the search ended before everything was tried",
    ),
)
GROUPS = list_of(object_of(described(_GROUP)))


# A row is a contradiction for which no other value is sought, of its plan.
_UNTRIED_KEYS = (
    Field("plan", "id", value=lambda at: at.index.plan),
    Field("code", "id", schema=CODE, says="of a contradiction for which no other value is sought"),
    Field("path", "id"),
    Field("message", "text"),
    Field(
        "decidable",
        "text",
        value=lambda at: at.row.site in at.index.decidable,
        schema={"type": "boolean"},
        says="whether errata.yaml takes a decision about it",
    ),
)


def _every(group: Group) -> tuple[Edit, ...]:
    """What is broken, and what of it only follows."""
    return group.every


def answer(
    suggested: Sequence[Suggested], plans: Sequence[str], failed: Sequence[Failed] = ()
) -> Answer:
    """What would repair the contradictions of these plans, in all forms; and the plans of which
    that could not be worked out.
    """
    several = len(plans) > 1
    left = [At(it, one) for one in suggested for it in one.untried]
    none = Message(_NONE_TRIED if left else _NOTHING)
    beneath = [said for one in suggested for said in _left(one, several=several)]
    return Answer(
        "errata-suggest",
        lambda lang: {
            "basis": "printed",
            "plans": list(plans),
            "groups": records(suggested, lang),
            "untried": [record(at, _UNTRIED_KEYS, lang) for at in left],
            "failed": [each.record(lang) for each in failed],
        },
        lambda: tables(suggested, several=several) or [Table(none, (), ())],
        lambda: tables(suggested, several=several) or [table(none, _LINE, ())],
        beneath=[*beneath, *(each.told for each in failed)],
    )


def _left(one: Suggested, *, several: bool) -> Iterator[Message]:
    """For which contradictions no other value is sought, and where they are decided."""
    entered = [it for it in one.untried if it.site in one.decidable]
    apart = [it for it in one.untried if it.site not in one.decidable]
    for words, found in ((_ENTERED, entered), (_APART, apart)):
        if found:
            sites = tuple(" ".join(it.site) for it in found)
            said = Message(words, {"sites": sites})
            yield Message(_OF_PLAN, {"plan": one.plan, "said": said}) if several else said


def schema() -> dict[str, Any]:
    """The schema of the JSON answer."""
    keys = {
        "basis": one_of("printed"),
        "plans": NAMES,
        "groups": GROUPS,
        "untried": list_of(object_of(described(_UNTRIED_KEYS))),
        "failed": FAILED,
    }
    return whole("errata-suggest", keys, plan=or_null(TEXT), basis=False)


def records(suggested: Iterable[Suggested], lang: Lang) -> list[dict[str, Any]]:
    """The groups of all plans as JSON-ready records."""
    return [record(At(group, one), _GROUP, lang) for one in suggested for group in one.groups]


def tables(suggested: Iterable[Suggested], *, several: bool) -> list[Table]:
    """A table a group, numbered through; with the plan in its title where there are several."""
    every = [(one, group) for one in suggested for group in one.groups]
    return [
        _table(one, group, number, several=several) for number, (one, group) in enumerate(every, 1)
    ]


def _table(one: Suggested, group: Group, number: int, *, several: bool) -> Table:
    values: dict[str, object] = {"number": number, "plan": one.plan, "broken": _names(group.broken)}
    rows = (
        At(
            change,
            _Way(one, group, repair, number, way, one.decimals[change.path]),
        )
        for way, repair in enumerate(group.repairs, 1)
        for change in repair.changes
    )
    return table(Message(_TITLE_OF if several else _TITLE, values), _LINE, rows, _feet(one, group))


def _names(edits: Iterable[Edit]) -> tuple[str, ...]:
    return tuple(f"{edit.code} {edit.total.path}" for edit in edits)


def _feet(one: Suggested, group: Group) -> Iterator[Message]:
    for edit in group.broken:
        finding = one.of(edit)
        yield Message(_MESSAGE, {"path": finding.path, "message": finding.message})
    alone = [edit for edit in group.follows if edit not in group.together]
    for words, broken in ((_FOLLOWS, alone), (_WITH_OTHERS, group.together)):
        if broken:
            yield Message(words, {"broken": _names(broken)})
    open_still = any(one.of(edit).status == "open" for edit in group.broken)
    for cap in group.caps if open_still else ():
        yield Message(
            _KEEP_IT, {"cap": of_cap(cap), "command": _keeping(one.options, cap.total.path)}
        )
    for way, repair in enumerate(group.repairs, 1):
        yield Message(
            _WHY_OF,
            {"number": way, "verdict": VERDICTS[repair.verdict], "reasons": why(repair, group)},
        )
    if open_still and group.repairs and group.repairs[0].verdict in ("strong", "likely"):
        yield Message(_COMMAND, {"command": _command(one.options, group.repairs[0])})
    if not group.repairs and group.complete:
        yield Message(_NONE, {"most": MOST})
    if not group.complete:
        yield Message(_STOPPED)
    for held in group.held[:_MOST_HELD]:
        values = {
            "path": held.path,
            "printed": held.printed,
            "value": held.value,
            "by": joined(held.by, AND),
        }
        yield Message(_STAYS, values)
    if len(group.held) > _MOST_HELD:
        yield Message(_MORE_STAY, {"more": len(group.held) - _MOST_HELD})
    for edit in group.broken:
        known = one.of(edit).known
        if known is not None:
            yield Message(_STATUS, {"path": edit.total.path, "known": known})


def _command(options: str, repair: Repair) -> str:
    """The call that enters a repair as the decision."""
    typed = (
        repair.as_typed if len(repair.changes) > 1 else f"correct={exact(repair.changes[0].new)}"
    )
    return (
        f"parplan errata accept {repair.changes[0].path} {options} --decision {typed} --because …"
    )


def _keeping(options: str, path: str) -> str:
    """The call that leaves a figure as it is printed, for good."""
    return f"parplan errata accept {path} {options} --decision keep --because …"


_TITLE = Text("{number}. {broken}", "{number}. {broken}")
_TITLE_OF = Text("{number}. {plan}: {broken}", "{number}. {plan}: {broken}")
_MESSAGE = Text("{path}: {message}", "{path}: {message}")
_STATUS = Text("{path}: {known}", "{path}: {known}")
_WITH_OTHERS = Text(
    "chỉ hết khi xử lý cùng các nhóm khác: {broken}", "settled with other groups only: {broken}"
)
_FOLLOWS = Text("các mâu thuẫn kéo theo, sẽ tự hết: {broken}", "also settled by it: {broken}")
_WHY_OF = Text("{number}. {verdict}: {reasons}", "{number}. {verdict}: {reasons}")
_STAYS = Text(
    "{path}: giữ nguyên {printed}, vì nếu sửa thành {value} sẽ mâu thuẫn với {by}",
    "{path} stays {printed}: {value} would contradict {by}",
)
_MORE_STAY = Text(
    "cùng {more} số khác cũng giữ nguyên như vậy", "held in place likewise: {more} more"
)
_KEEP_IT = Text("{cap}; nếu đúng vậy: {command}", "{cap}; if so: {command}")
_COMMAND = Text("ghi vào danh mục đính chính: {command}", "to enter it: {command}")
_NONE = Text(
    "sửa cùng lúc tối đa {most} số vẫn chưa hết mâu thuẫn",
    "no change of up to {most} figures settles this",
)
_STOPPED = Text(
    "chưa tìm hết: quá nhiều tổ hợp", "not everything was tried: there are too many combinations"
)
_NOTHING = Text("không có mâu thuẫn nào cần sửa", "no contradiction to repair")
_NONE_TRIED = Text(
    "không có mâu thuẫn nào dò được số đúng", "no contradiction for which another value is sought"
)
_ENTERED = Text(
    "không dò số khác cho {sites}; ghi quyết định bằng “parplan errata accept”",
    "no other value is sought for {sites}; decide with `parplan errata accept`",
)
_APART = Text(
    "không dò số khác cho {sites}, vì không chỉ là phép cộng (thứ hạng, tiêu chí có quy tắc tính "
    "riêng); nếu chép sai thì sửa trong tệp số liệu, còn không thì hỏi cơ quan soạn thảo (“parplan "
    "errata letter”)",
    "no other value is sought for {sites}, which do not simply add up (ranks, rows with a rule of "
    "their own); put right in the plan's files what was copied wrongly, else ask the authors "
    "(`parplan errata letter`)",
)
_OF_PLAN = Text("{plan}: {said}", "{plan}: {said}")
_CARRIED = Text("phải sửa theo", "changes with it")
