"""`errata suggest` in sentences: why each way is as likely as it is said to be, and what would
repair a finding, as its next step.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from parplan.engine.repair.caps import Cap
from parplan.engine.repair.groups import Group, Repair
from parplan.model.findings import Finding
from parplan.rules.rule import of_percent
from parplan.text import Message, Text

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
    "undecided": Text("chưa đủ căn cứ", "not enough evidence"),
    "weak": Text("ít khả năng", "weak"),
}

_MOST_RIVALS = 2
_MOST_WAYS = 3  # in one line


def of_cap(cap: Cap) -> Message:
    """Why nothing may be wrong."""
    words = _CAP_ITSELF if (cap.total.field, cap.limit) == ("max", "most") else _CAPS[cap.limit]
    return Message(words, {"path": cap.total.path, "value": cap.total.value})


def why(repair: Repair, group: Group) -> Message:
    """The reason for a verdict, in words."""
    reasons: list[Message | Text] = []
    if len(repair.changes) > 1 and "exchanged" not in repair.slips:
        reasons.append(Message(_TOGETHER, {"count": len(repair.changes)}))
    reasons += [SLIPS[kind] for kind in repair.slips]
    reasons.append(Message(_REPAIRED, {"count": repair.repairs}))
    if repair.witnesses:
        words = _CALLED_FOR if len(repair.witnesses) > 1 else _CALLED_FOR_BY_ONE
        reasons.append(Message(words, {"witnesses": joined(repair.witnesses, AND)}))
    return _list([*reasons, *_against(repair, group)])


def _against(repair: Repair, group: Group) -> Iterator[Message | Text]:
    if group.caps:
        yield _UNLESS
    if group.untried:
        yield Message(_UNTRIED, {"maxima": joined(group.untried, _OR)})
    if repair.verdict == "weak" and group.repairs[0] is not repair:
        yield Message(_BETTER, {"best": _changes(group.repairs[0])})
    elif repair.rivals:
        rivals = [_changes(group.repairs[at]) for at in repair.rivals[:_MOST_RIVALS]]
        more = len(repair.rivals) - _MOST_RIVALS
        said = joined(rivals, _OR)
        yield Message(_ALSO_MORE if more > 0 else _ALSO, {"rivals": said, "more": more})
    elif len(group.repairs) == 1 and not group.caps and not group.untried:
        yield _NO_OTHER if len(repair.changes) == 1 else _NO_OTHER_SET


def _changes(repair: Repair) -> Message:
    said: list[Message] = []
    for change in repair.changes:
        percents = (change.old, change.new)
        old, new = percents if change.points is None else map(of_percent, percents, change.points)
        said.append(Message(_IN_HELP, {"path": change.path, "old": old, "new": new}))
    return joined(said, AND)


def joined(items: Sequence[object], by: Text) -> Message:
    """Items with a word between them."""
    names = {f"i{at}": item for at, item in enumerate(items)}
    braces = [f"{{{name}}}" for name in names]
    return Message(Text(by.vi.join(braces), by.en.join(braces)), names)


def _list(items: Sequence[object]) -> Message:
    return joined(items, Text("; ", "; "))


def helped(findings: Sequence[Finding], groups: Iterable[Group]) -> tuple[Finding, ...]:
    """The findings with what would repair them as their next step; what only follows from others
    keeps saying so.
    """
    said = {
        edit.site: message for group in groups if (message := _help(group)) for edit in group.broken
    }
    return tuple(
        finding._replace(help=said.get(finding.site, finding.help)) for finding in findings
    )


def _help(group: Group) -> Message | None:
    if group.caps:
        return Message(_HELP_CAP, {"caps": _list([of_cap(cap) for cap in group.caps])})
    if not group.repairs:
        return None
    first = group.repairs[0]
    if first.verdict in ("strong", "likely"):
        reasons = _list([SLIPS[kind] for kind in first.slips])
        return Message(
            _HELP, {"verdict": VERDICTS[first.verdict], "changes": _changes(first), "why": reasons}
        )
    ways = [_changes(repair) for repair in group.repairs if repair.verdict == "undecided"] or [
        _changes(first)
    ]
    more = len(group.repairs) - min(len(ways), _MOST_WAYS)
    said = {"verdict": VERDICTS[first.verdict], "changes": joined(ways[:_MOST_WAYS], _OR)}
    values: dict[str, object] = {**said, "more": more}
    return Message(_HELP_AMONG if more else _HELP_EITHER, values)


_CALLED_FOR = Text("{witnesses} đều khớp với số này", "{witnesses} support this value")
_CALLED_FOR_BY_ONE = Text("{witnesses} khớp với số này", "{witnesses} supports this value")
_UNTRIED = Text(
    "hoặc {maxima} ghi sai; có số liệu tính theo số này nhưng không rõ cách tính, nên chưa dò số "
    "khác ở đó",
    "or {maxima} is wrong: other figures depend on it in a way that is not known, so no other "
    "value was tried",
)
_NO_OTHER = Text(
    "sửa bất kỳ số nào khác cũng không hết mâu thuẫn",
    "no other figure would settle all of this",
)
_NO_OTHER_SET = Text(
    "không nhóm số nào khác làm hết mâu thuẫn", "no other set of figures would settle all of this"
)
_ALSO = Text("cũng có thể là {rivals}", "{rivals} would do as well")
_ALSO_MORE = Text(
    "cũng có thể là {rivals}, và {more} phương án khác",
    "{rivals} would do as well, and {more} more",
)
_BETTER = Text("nhiều khả năng hơn là {best}", "{best} is likelier")
_TOGETHER = Text("cần sửa {count} số cùng lúc", "{count} figures have to change together")
_REPAIRED = Text(
    "hết {count} mâu thuẫn, không có mâu thuẫn mới",
    "settles {count}, breaks none",
)
_CAPS: Mapping[str, Text] = {
    "most": Text(
        "{path} đúng bằng điểm tối đa của tiêu chí: có thể do quy định không tính quá mức này, "
        "không phải ghi sai",
        "{path} stands at the row's maximum: points may be capped there, and nothing misprinted",
    ),
    "least": Text(
        "{path} đúng bằng mức sàn của tiêu chí: có thể do quy định không trừ quá mức này, "
        "không phải ghi sai",
        "{path} stands at the row's floor: what is taken off may be capped there, and "
        "nothing misprinted",
    ),
    "failed": Text(
        "{path} là {value}: có thể do quy định không đạt một nội dung thì cả tiêu chí không được "
        "điểm, không phải ghi sai",
        "{path} is {value}: one item failed may cost the whole row, and nothing be misprinted",
    ),
    "excerpt": Text(
        "{path} là {value}: điểm tối đa cho thấy còn những dòng khác, có thể kế hoạch chỉ nêu một "
        "phần, không phải ghi sai",
        "{path} is {value}: by the maximum there are more rows than these, and nothing need be "
        "misprinted",
    ),
}
_CAP_ITSELF = Text(
    "{path} có thể là mức khống chế điểm thưởng, không phải ghi sai",
    "{path} may be a cap on bonus points, and nothing misprinted",
)
_UNLESS = Text("trừ khi không có gì ghi sai", "unless nothing is misprinted")
_HELP_CAP = Text("{caps}; xem “parplan errata suggest”", "{caps}; see `parplan errata suggest`")
_IN_HELP = Text("{path}: {old} → {new}", "{old} → {new} in {path}")
_HELP = Text(
    "{verdict}: {changes} ({why}); xem “parplan errata suggest”",
    "{verdict}: {changes} ({why}); see `parplan errata suggest`",
)
_HELP_EITHER = Text(
    "{verdict}: {changes}; xem “parplan errata suggest”",
    "{verdict}: {changes}; see `parplan errata suggest`",
)
_HELP_AMONG = Text(
    "{verdict}: {changes}, và {more} phương án khác; xem “parplan errata suggest”",
    "{verdict}: {changes}, and {more} more; see `parplan errata suggest`",
)
_OR = Text(" hoặc ", " or ")
AND = Text(" và ", " and ")
